//! Two fingers, or a wheel, on the timeline: nearer, farther, earlier, later.

use super::Lane;
use crate::state::Span;

/// Two fingers on a lane, as they were put down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pinch {
    /// The seconds under the fingers.
    seconds: (f64, f64),
    /// The lane at that time.
    lane: Lane,
}

impl Pinch {
    /// Fingers at these places, in pixels from the lane's left edge.
    pub(crate) fn new(lane: Lane, one: f64, other: f64) -> Self {
        Self {
            seconds: (lane.second_at(one), lane.second_at(other)),
            lane,
        }
    }

    /// What is shown when the fingers are here: the same seconds stay under them.
    pub(crate) fn span(self, one: f64, other: f64, horizon_s: u32) -> Span {
        let apart = |a: f64, b: f64| (a - b).abs().max(8.0);
        let before = apart(
            self.lane.x_of(self.seconds.0),
            self.lane.x_of(self.seconds.1),
        );
        let times = before / apart(one, other);
        let length = f64::from(self.lane.span.to - self.lane.span.from) * times;
        let middle = f64::midpoint(self.seconds.0, self.seconds.1);
        let share = f64::midpoint(one, other) / self.lane.width;
        around(middle, share, length, horizon_s)
    }
}

/// A stretch of `length` seconds with `second` at a share (0 to 1) of it, within the plan and never too short.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the plan"
)]
pub(crate) fn around(second: f64, share: f64, length: f64, horizon_s: u32) -> Span {
    let horizon = f64::from(horizon_s.max(1));
    let length = length.clamp(f64::from(Span::CLOSEST).min(horizon), horizon);
    let from = (second - share * length).clamp(0.0, horizon - length);
    Span::between(
        from.round() as u32,
        (from + length).round() as u32,
        horizon_s,
    )
}

/// What a wheel means, with Control held down (as touch pads report a pinch) or turned sideways; `None`: the page scrolls.
pub(crate) fn wheel(
    lane: Lane,
    x: f64,
    (sideways, down): (f64, f64),
    ctrl: bool,
    shift: bool,
    horizon_s: u32,
) -> Option<Span> {
    let length = f64::from(lane.span.to - lane.span.from);
    if ctrl {
        // A notch of a mouse's wheel is about 100; a touch pad sends many small ones.
        let times = libm::exp2(down.clamp(-200.0, 200.0) / 200.0);
        let share = (x / lane.width).clamp(0.0, 1.0);
        return Some(around(lane.second_at(x), share, length * times, horizon_s));
    }
    let by = if shift && sideways == 0.0 {
        down
    } else {
        sideways
    };
    if by == 0.0 || (!shift && by.abs() <= down.abs()) {
        return None;
    }
    let from = f64::from(lane.span.from) + by * lane.seconds_per_px();
    Some(around(from, 0.0, length, horizon_s))
}

/// A close look at a peak: a sixth of the plan around it, at most a day and at least ten minutes.
pub(crate) fn peak(peak_s: u32, horizon_s: u32) -> Span {
    let length = (f64::from(horizon_s) / 6.0).clamp(600.0, 86_400.0);
    around(f64::from(peak_s), 0.4, length, horizon_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Span = Span { from: 0, to: 5400 };

    #[test]
    fn fingers_keep_their_seconds() {
        let lane = Lane::new(WHOLE, 540.0);
        let pinch = Pinch::new(lane, 200.0, 300.0);
        assert_eq!(pinch.span(200.0, 300.0, 5400), WHOLE);
        let near = pinch.span(150.0, 350.0, 5400);
        let now = Lane::new(near, 540.0);
        assert!((now.second_at(150.0) - 2000.0).abs() < 10.0, "{near:?}");
        assert!((now.second_at(350.0) - 3000.0).abs() < 10.0);
        assert_eq!(
            pinch.span(250.0, 250.0, 5400),
            WHOLE,
            "never beyond the plan"
        );
        let moved = Pinch::new(now, 200.0, 300.0).span(230.0, 330.0, 5400);
        assert_eq!(moved.to - moved.from, near.to - near.from);
        assert!(moved.from < near.from);
    }

    #[test]
    fn the_wheel_zooms_with_control_and_leaves_scrolling_alone() {
        let lane = Lane::new(
            Span {
                from: 1000,
                to: 2000,
            },
            500.0,
        );
        let turn = |by, ctrl, shift| wheel(lane, 250.0, by, ctrl, shift, 5400);
        assert_eq!(turn((0.0, 100.0), false, false), None, "the page scrolls");
        assert_eq!(turn((20.0, 100.0), false, false), None);
        let near = turn((0.0, -200.0), true, false).unwrap();
        assert_eq!(
            near,
            Span {
                from: 1250,
                to: 1750
            }
        );
        let far = turn((0.0, 200.0), true, false).unwrap();
        assert_eq!(
            far,
            Span {
                from: 500,
                to: 2500
            }
        );
        assert_eq!(
            turn((50.0, 0.0), false, false),
            Some(Span {
                from: 1100,
                to: 2100
            })
        );
        assert_eq!(
            turn((0.0, -50.0), false, true),
            Some(Span {
                from: 900,
                to: 1900
            })
        );
        assert_eq!(
            turn((-9e9, 0.0), false, false),
            Some(Span { from: 0, to: 1000 })
        );
    }

    #[test]
    fn the_peak_is_looked_at_from_close_by() {
        let near = peak(4500, 5400);
        assert!(near.holds(4500) && near.to - near.from == 900);
        assert_eq!(peak(10, 300), Span { from: 0, to: 300 });
        assert_eq!(
            peak(500_000, 4_838_400).to - peak(500_000, 4_838_400).from,
            86_400
        );
    }
}
