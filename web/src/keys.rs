//! What keys do to the time that is shown, in every part that shows it; and how they go along a row of buttons.

use crate::state::{Action, Span, Zoom};

/// Seconds by which the keys move the cursor.
const NEAR: i64 = 1;
const FAR: i64 = 10;
const PAGE: i64 = 60;
/// How much more or less time one press shows.
pub(crate) const STEP: f64 = 2.0;

/// Where a key moves the cursor; `None` for keys that mean nothing here.
pub(crate) fn moved(key: &str, shift: bool, second: u32, span: Span) -> Option<u32> {
    let step = if shift { FAR } else { NEAR };
    let by = match key {
        "ArrowLeft" | "ArrowDown" => -step,
        "ArrowRight" | "ArrowUp" => step,
        "PageDown" => -PAGE,
        "PageUp" => PAGE,
        "Home" => return Some(span.from),
        "End" => return Some(span.last()),
        _ => return None,
    };
    let to = u32::try_from((i64::from(second) + by).max(0)).ok()?;
    Some(span.clamp(to))
}

/// What a key does to how much of the time is shown: plus and minus, zero for all of it.
pub(crate) fn zoomed(key: &str, second: u32, span: Span, horizon_s: u32) -> Option<Zoom> {
    let times = match key {
        "+" | "=" => 1.0 / STEP,
        "-" => STEP,
        "0" => return Some(Zoom::Whole),
        _ => return None,
    };
    Some(chosen(span.scaled(times, second, horizon_s), horizon_s))
}

/// What shows `span`.
pub(crate) fn chosen(span: Span, horizon_s: u32) -> Zoom {
    if span == Span::whole(horizon_s) {
        Zoom::Whole
    } else {
        Zoom::Chosen(span)
    }
}

/// What a key does in a part that shows a stretch of time.
pub(crate) fn action(
    key: &str,
    shift: bool,
    second: u32,
    span: Span,
    horizon_s: u32,
) -> Option<Action> {
    if key == " " {
        return Some(Action::TogglePlay);
    }
    let moved = moved(key, shift, second, span).map(Action::Second);
    moved.or_else(|| zoomed(key, second, span, horizon_s).map(Action::Zoom))
}

/// Where a key moves the focus in a row of `count` buttons at which the Tab key stops only once; `None` for keys that mean nothing
/// there. Behind the last comes the first. `leftwards`: the row runs from right to left.
pub(crate) fn along(key: &str, at: usize, count: usize, leftwards: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let onward = match key {
        "ArrowRight" => !leftwards,
        "ArrowLeft" => leftwards,
        "Home" => return Some(0),
        "End" => return Some(last),
        _ => return None,
    };
    Some(match (onward, at) {
        (true, at) if at >= last => 0,
        (true, at) => at + 1,
        (false, 0) => last,
        (false, at) => at - 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_by_seconds_tens_and_minutes_and_stay_inside() {
        for (key, shift, from, to) in [
            ("ArrowRight", false, 100, 101),
            ("ArrowLeft", false, 100, 99),
            ("ArrowRight", true, 100, 110),
            ("PageUp", false, 100, 160),
            ("PageDown", false, 30, 0),
            ("End", false, 0, 500),
            ("Home", false, 100, 0),
            ("PageUp", false, 490, 500),
        ] {
            assert_eq!(moved(key, shift, from, Span::whole(501)), Some(to), "{key}");
        }
        assert_eq!(moved("Tab", false, 100, Span::whole(501)), None);
    }

    #[test]
    fn plus_shows_less_minus_more_and_zero_all() {
        let whole = Span::whole(4000);
        let closer = zoomed("+", 2000, whole, 4000);
        assert_eq!(
            closer,
            Some(Zoom::Chosen(Span {
                from: 1000,
                to: 3000
            }))
        );
        let span = Span {
            from: 1000,
            to: 3000,
        };
        assert_eq!(zoomed("-", 2000, span, 4000), Some(Zoom::Whole));
        assert_eq!(zoomed("0", 2000, span, 4000), Some(Zoom::Whole));
        assert_eq!(zoomed("Tab", 2000, span, 4000), None);
    }

    #[test]
    fn arrows_go_along_a_row_and_round_its_ends() {
        for (key, at, to) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 7, Some(0)),
            ("ArrowLeft", 3, Some(2)),
            ("ArrowLeft", 0, Some(7)),
            ("Home", 5, Some(0)),
            ("End", 5, Some(7)),
            ("ArrowDown", 5, None),
            ("Tab", 5, None),
        ] {
            assert_eq!(along(key, at, 8, false), to, "{key} at {at}");
        }
        assert_eq!(along("ArrowLeft", 3, 8, true), Some(4));
        assert_eq!(along("ArrowRight", 3, 8, true), Some(2));
        assert_eq!(along("Home", 0, 0, false), None);
    }
}
