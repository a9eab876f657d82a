//! A curve drawn by hand: strokes of a pointer, and points moved one by one.

use onrush_scenario::CurvePoint;
use serde_json::{Value, json};

/// Most points that a stroke leaves behind.
const MOST_POINTS: usize = 120;
/// Most points that a curve may have, as the field table has it.
const MOST: usize = 500;
/// Top of the paper; only proportions matter.
pub(crate) const TOP: f64 = 100.0;
/// How far a line may be from what was drawn, in parts of the paper.
const SLACK: f64 = 0.006;

/// The paper: so many minutes wide, from level 0 to `top`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Paper {
    /// Its width, in minutes.
    pub(crate) minutes: f64,
    /// The level at its top edge.
    pub(crate) top: f64,
}

impl Paper {
    /// Paper for a curve: as wide as the curve, a little higher.
    pub(crate) fn of(curve: &[CurvePoint]) -> Self {
        let last = curve.last().map_or(0.0, |point| point.after_minutes);
        let highest = curve.iter().map(|point| point.level).fold(0.0, f64::max);
        Self {
            minutes: if last > 0.0 { last } else { 30.0 },
            top: if highest > 0.0 { highest * 1.15 } else { TOP },
        }
    }

    /// The point of the curve at a place on the paper (0 to 1 from the left and from the bottom); outside of it, the nearest.
    pub(crate) fn point(self, across: f64, up: f64) -> CurvePoint {
        CurvePoint {
            after_minutes: round(across.clamp(0.0, 1.0) * self.minutes),
            level: round(up.clamp(0.0, 1.0) * self.top),
        }
    }
}

/// To a ten-thousandth.
fn round(n: f64) -> f64 {
    (n * 1e4).round() / 1e4
}

/// The curve with a stroke drawn over it: what lies under the stroke is replaced, whichever way it went.
pub(crate) fn stroke(curve: &[CurvePoint], paper: Paper, drawn: &[CurvePoint]) -> Vec<CurvePoint> {
    let mut drawn = drawn.to_vec();
    // Going back over a place draws it anew: of several levels at one time the last one counts.
    drawn.reverse();
    drawn.sort_by(|a, b| a.after_minutes.total_cmp(&b.after_minutes));
    drawn.dedup_by(|next, first| next.after_minutes <= first.after_minutes);
    let (Some(first), Some(last)) = (drawn.first().copied(), drawn.last().copied()) else {
        return curve.to_vec();
    };
    let keep = |point: &&CurvePoint| {
        point.after_minutes < first.after_minutes || point.after_minutes > last.after_minutes
    };
    let mut curve: Vec<CurvePoint> = curve.iter().filter(keep).copied().collect();
    curve.extend(simple(&drawn, paper));
    curve.sort_by(|a, b| a.after_minutes.total_cmp(&b.after_minutes));
    // The curve stays as long as it was, down to its ends.
    if curve.first().is_some_and(|point| point.after_minutes > 0.0) {
        curve.insert(
            0,
            CurvePoint {
                after_minutes: 0.0,
                level: curve[0].level,
            },
        );
    }
    if let Some(end) = curve.last().copied()
        && end.after_minutes < paper.minutes
    {
        curve.push(CurvePoint {
            after_minutes: paper.minutes,
            ..end
        });
    }
    curve.truncate(MOST);
    curve
}

/// Fewer points that make nearly the same line: of each stretch the point that is farthest off, until none is far off.
fn simple(line: &[CurvePoint], paper: Paper) -> Vec<CurvePoint> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut kept = vec![0, line.len() - 1];
    let off = |from: usize, to: usize| {
        let (a, b) = (line[from], line[to]);
        (from + 1..to)
            .map(|i| {
                let share =
                    (line[i].after_minutes - a.after_minutes) / (b.after_minutes - a.after_minutes);
                let level = a.level + (b.level - a.level) * share;
                (
                    i,
                    (line[i].level - level).abs() / paper.top.max(f64::MIN_POSITIVE),
                )
            })
            .max_by(|x, y| x.1.total_cmp(&y.1))
    };
    while kept.len() < MOST_POINTS {
        let farthest = kept
            .windows(2)
            .filter_map(|pair| off(pair[0], pair[1]))
            .max_by(|x, y| x.1.total_cmp(&y.1));
        match farthest {
            Some((i, distance)) if distance > SLACK => {
                let place = kept.partition_point(|k| *k < i);
                kept.insert(place, i);
            }
            _ => break,
        }
    }
    kept.into_iter().map(|i| line[i]).collect()
}

/// What a key does to one point.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// The curve is this now, and the focus is on the point at this place.
    Curve(Vec<CurvePoint>, usize),
    /// The focus goes to the point at this place.
    Focus(usize),
}

/// What a key means for the point at `index`. Arrows move it, in fine steps with Alt; Page Up and Page Down go to its neighbours; Insert
/// or + adds one behind it, Delete takes it away.
pub(crate) fn key(
    curve: &[CurvePoint],
    paper: Paper,
    index: usize,
    name: &str,
    fine: bool,
) -> Option<Step> {
    let here = *curve.get(index)?;
    let step = if fine { 0.002 } else { 0.02 };
    let moved = |across: f64, up: f64| {
        let mut curve = curve.to_vec();
        let before = index.checked_sub(1).map_or(0.0, |i| curve[i].after_minutes);
        let next = curve
            .get(index + 1)
            .map_or(f64::INFINITY, |p| p.after_minutes);
        curve[index] = CurvePoint {
            after_minutes: round(
                (here.after_minutes + across * paper.minutes).clamp(before, next.min(40_320.0)),
            ),
            level: round((here.level + up * paper.top).clamp(0.0, 1e9)),
        };
        Some(Step::Curve(curve, index))
    };
    match name {
        "ArrowLeft" => moved(-step, 0.0),
        "ArrowRight" => moved(step, 0.0),
        "ArrowUp" => moved(0.0, step),
        "ArrowDown" => moved(0.0, -step),
        "PageUp" => index.checked_sub(1).map(Step::Focus),
        "PageDown" => (index + 1 < curve.len()).then_some(Step::Focus(index + 1)),
        "Insert" | "+" => added(curve, index).map(|curve| Step::Curve(curve, index + 1)),
        "Delete" | "Backspace" => without(curve, index).map(|curve| {
            let last = curve.len() - 1;
            Step::Curve(curve, index.min(last))
        }),
        _ => None,
    }
}

/// With one more point behind the one at `index`, half-way to the next; behind the last as far again as the one before.
pub(crate) fn added(curve: &[CurvePoint], index: usize) -> Option<Vec<CurvePoint>> {
    if curve.len() >= MOST {
        return None;
    }
    let here = *curve.get(index)?;
    let point = if let Some(next) = curve.get(index + 1) {
        CurvePoint {
            after_minutes: round(f64::midpoint(here.after_minutes, next.after_minutes)),
            level: round(f64::midpoint(here.level, next.level)),
        }
    } else {
        let before = index.checked_sub(1).map_or(0.0, |i| curve[i].after_minutes);
        let gap = (here.after_minutes - before).max(1.0);
        CurvePoint {
            after_minutes: round((here.after_minutes + gap).min(40_320.0)),
            level: here.level,
        }
    };
    let mut curve = curve.to_vec();
    curve.insert(index + 1, point);
    Some(curve)
}

/// Without the point at `index`; `None` where two points, some time apart and not both at zero, would not be left.
pub(crate) fn without(curve: &[CurvePoint], index: usize) -> Option<Vec<CurvePoint>> {
    let mut curve = curve.to_vec();
    if index >= curve.len() {
        return None;
    }
    curve.remove(index);
    is_curve(&curve).then_some(curve)
}

/// Whether these points make a curve as the file format wants it.
pub(crate) fn is_curve(curve: &[CurvePoint]) -> bool {
    let long = curve
        .first()
        .zip(curve.last())
        .is_some_and(|(a, b)| b.after_minutes > a.after_minutes);
    long && curve.iter().any(|point| point.level > 0.0)
}

/// The curve as a file has it.
pub(crate) fn value(curve: &[CurvePoint]) -> Value {
    curve
        .iter()
        .map(|point| json!({ "after_minutes": point.after_minutes, "level": point.level }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Paper = Paper {
        minutes: 60.0,
        top: 100.0,
    };

    fn at(after_minutes: f64, level: f64) -> CurvePoint {
        CurvePoint {
            after_minutes,
            level,
        }
    }

    #[test]
    fn a_stroke_replaces_what_lies_under_it_whichever_way_it_goes() {
        let curve = [at(0.0, 0.0), at(20.0, 50.0), at(30.0, 90.0), at(60.0, 10.0)];
        let drawn: Vec<_> = (0..=20).map(|i| at(15.0 + f64::from(i), 40.0)).collect();
        let wanted = [at(0.0, 0.0), at(15.0, 40.0), at(35.0, 40.0), at(60.0, 10.0)];
        assert_eq!(stroke(&curve, PAPER, &drawn), wanted);
        let backwards: Vec<_> = drawn.iter().rev().copied().collect();
        assert_eq!(stroke(&curve, PAPER, &backwards), wanted);
        assert_eq!(stroke(&curve, PAPER, &[]), curve);
        // Nothing there yet: the stroke goes on level to both ends.
        let alone = stroke(&[], PAPER, &[at(10.0, 5.0), at(20.0, 70.0)]);
        assert_eq!(
            alone,
            [at(0.0, 5.0), at(10.0, 5.0), at(20.0, 70.0), at(60.0, 70.0)]
        );
    }

    #[test]
    fn going_over_a_place_again_draws_it_anew() {
        let drawn = [
            at(10.0, 10.0),
            at(20.0, 80.0),
            at(30.0, 10.0),
            at(20.0, 30.0),
        ];
        let curve = stroke(&[], PAPER, &drawn);
        assert!(
            curve.contains(&at(20.0, 30.0)) && !curve.contains(&at(20.0, 80.0)),
            "{curve:?}"
        );
    }

    #[test]
    fn a_wild_stroke_leaves_few_points_near_the_line() {
        let drawn: Vec<_> = (0..2000)
            .map(|i| {
                at(
                    f64::from(i) * 0.03,
                    50.0 + 40.0 * libm_sin(f64::from(i) / 90.0),
                )
            })
            .collect();
        let curve = stroke(&[], PAPER, &drawn);
        assert!(
            (10..=MOST_POINTS + 2).contains(&curve.len()),
            "{}",
            curve.len()
        );
        for point in &drawn {
            let i = curve
                .partition_point(|p| p.after_minutes < point.after_minutes)
                .max(1);
            let (a, b) = (curve[i - 1], curve[i.min(curve.len() - 1)]);
            let share = if b.after_minutes > a.after_minutes {
                (point.after_minutes - a.after_minutes) / (b.after_minutes - a.after_minutes)
            } else {
                0.0
            };
            let level = a.level + (b.level - a.level) * share;
            assert!((level - point.level).abs() <= SLACK * 100.0 + 1e-6);
        }
    }

    /// A wave without the platform's mathematics.
    fn libm_sin(x: f64) -> f64 {
        let turns = x / core::f64::consts::TAU;
        let t = (turns - turns.floor()) * 2.0 - 1.0;
        -4.0 * t * (1.0 - t.abs())
    }

    #[test]
    fn keys_move_add_and_remove_points() {
        let curve = [at(0.0, 0.0), at(30.0, 100.0), at(60.0, 0.0)];
        let after = |name: &str, fine| match key(&curve, PAPER, 1, name, fine) {
            Some(Step::Curve(curve, focus)) => (curve, focus),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(after("ArrowRight", false).0[1], at(31.2, 100.0));
        assert_eq!(after("ArrowLeft", true).0[1], at(29.88, 100.0));
        assert_eq!(after("ArrowDown", false).0[1], at(30.0, 98.0));
        assert_eq!(
            after("+", false),
            (
                vec![at(0.0, 0.0), at(30.0, 100.0), at(45.0, 50.0), at(60.0, 0.0)],
                2
            )
        );
        assert_eq!(
            key(&curve, PAPER, 1, "Delete", false),
            None,
            "nothing but zero would be left"
        );
        assert_eq!(
            key(&curve, PAPER, 0, "PageDown", false),
            Some(Step::Focus(1))
        );
        assert_eq!(key(&curve, PAPER, 0, "PageUp", false), None);
        assert_eq!(key(&curve, PAPER, 9, "ArrowUp", false), None);
        let four = added(&curve, 2).unwrap();
        assert_eq!(four[3], at(90.0, 0.0));
        assert_eq!(without(&four, 3).unwrap(), curve);
        // A point never passes its neighbour.
        let near = [at(0.0, 0.0), at(0.5, 9.0), at(1.0, 0.0)];
        let Some(Step::Curve(moved, _)) = key(&near, PAPER, 1, "ArrowRight", false) else {
            panic!()
        };
        assert_eq!(moved[1], at(1.0, 9.0));
    }
}
