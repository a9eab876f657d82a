//! Finds room for the labels of upright marks, in as few rows above the plot as possible.

use crate::MarkKind;

/// An upright mark and its label.
pub(crate) struct Flag {
    /// Where its line is.
    pub(crate) x: i32,
    /// Width of its label.
    pub(crate) width: i32,
    pub(crate) text: String,
    pub(crate) kind: MarkKind,
    /// Where its label is; `None` when there is no room for it.
    pub(crate) spot: Option<Spot>,
}

/// The place of a label.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Spot {
    /// Row, from above.
    pub(crate) row: i32,
    /// Left end.
    pub(crate) left: i32,
}

/// More marks than this go without a label: all ways of placing them are tried.
const MOST: usize = 5;
/// More rows than this would leave no room for the plot.
const ROWS: i32 = 3;

/// Gives each flag a spot within 0 to `width`, labels `apart` from each other and from lines that pass, and returns the
/// number of rows. Where there is no room for all, the break is named first, then the recovery.
pub(crate) fn place(flags: &mut [Flag], width: i32, apart: i32) -> i32 {
    flags.sort_by_key(|f| match f.kind {
        MarkKind::Break => 0,
        MarkKind::Recovery => 1,
        MarkKind::Peak | MarkKind::Target => 2,
    });
    let n = flags.len().min(MOST);
    let ways = 3_usize.pow(u32::try_from(n).unwrap_or(0));
    let tries = (0..ways).map(|way| try_way(&flags[..n], way, width, apart));
    let Some((_, spots)) = tries.min_by_key(|(cost, _)| *cost) else {
        return 0;
    };
    for (flag, spot) in flags.iter_mut().zip(&spots) {
        flag.spot = *spot;
    }
    spots.iter().flatten().map(|s| s.row + 1).max().unwrap_or(0)
}

/// Places labels centred, right or left of their lines as the base-3 digits of `way` say, each in the highest free row.
fn try_way(flags: &[Flag], mut way: usize, width: i32, apart: i32) -> (i32, Vec<Option<Spot>>) {
    let mut spots: Vec<Option<Spot>> = Vec::new();
    let mut cost = 0;
    for flag in flags {
        let side = way % 3;
        way /= 3;
        let wished = match side {
            0 => flag.x - flag.width / 2,
            1 => flag.x,
            _ => flag.x - flag.width,
        };
        let left = wished.min(width - flag.width).max(0);
        let right = left + flag.width;
        let free = |row: &i32| {
            flags.iter().zip(&spots).all(|(other, spot)| match spot {
                Some(s) if s.row == *row => {
                    left >= s.left + other.width + apart || right + apart <= s.left
                }
                // The line of a label further up passes here; that of this label passes those further down.
                Some(s) if s.row < *row => {
                    other.x < left - apart / 4 || other.x > right + apart / 4
                }
                Some(s) => flag.x < s.left - apart / 4 || flag.x > s.left + other.width + apart / 4,
                None => true,
            })
        };
        let spot = (0..ROWS).find(free).map(|row| Spot { row, left });
        cost += match spot {
            Some(s) => s.row * 100 + i32::from(side > 0) + (left - wished).abs().min(50),
            None => 10_000,
        };
        spots.push(spot);
    }
    (cost, spots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(x: i32, kind: MarkKind) -> Flag {
        Flag {
            x,
            width: 80,
            text: String::new(),
            kind,
            spot: None,
        }
    }

    #[test]
    fn labels_of_near_marks_stand_side_by_side_in_one_row() {
        let mut flags = [
            flag(200, MarkKind::Peak),
            flag(210, MarkKind::Break),
            flag(330, MarkKind::Recovery),
        ];
        assert_eq!(place(&mut flags, 700, 8), 1);
        let mut spots: Vec<_> = flags.iter().map(|f| f.spot.unwrap().left).collect();
        spots.sort_unstable();
        assert!(spots.windows(2).all(|p| p[1] >= p[0] + 88), "{spots:?}");
    }

    #[test]
    fn crowded_labels_are_left_out_before_they_are_crossed() {
        let mut flags = [
            flag(100, MarkKind::Break),
            flag(104, MarkKind::Peak),
            flag(110, MarkKind::Recovery),
        ];
        let rows = place(&mut flags, 300, 8);
        assert!((1..=3).contains(&rows));
        assert!(flags.iter().filter(|f| f.spot.is_some()).count() >= 2);
        for (i, a) in flags.iter().enumerate() {
            for b in flags.iter().skip(i + 1) {
                let (Some(s), Some(t)) = (a.spot, b.spot) else {
                    continue;
                };
                let (upper, lower, label) = if s.row < t.row { (a, b, t) } else { (b, a, s) };
                if s.row == t.row {
                    assert!((s.left - t.left).abs() >= 88);
                } else {
                    assert!(
                        upper.x < label.left || upper.x > label.left + lower.width,
                        "a line crosses a label"
                    );
                }
            }
        }
        assert!(flags[0].spot.is_some(), "the break is always named");
    }

    #[test]
    fn no_marks_take_no_room() {
        assert_eq!(place(&mut [], 100, 8), 0);
    }
}
