//! The scale: seconds and pixels.

use crate::state::Span;

/// A lane of the timeline: a stretch of time on so many pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lane {
    /// What is shown.
    pub(crate) span: Span,
    /// Its width, in CSS pixels.
    pub(crate) width: f64,
}

/// Distances to snap to, in seconds, and the fewest pixels at which each is offered: finer than a minute only where a hand can
/// well tell them apart, coarser only where it could not tell minutes apart at all.
const STEPS: [(u32, f64); 9] = [
    (1, 10.0),
    (5, 10.0),
    (15, 10.0),
    (30, 10.0),
    (60, 1.0),
    (300, 1.0),
    (900, 1.0),
    (3600, 1.0),
    (21_600, 0.0),
];

impl Lane {
    /// A lane; without a width until it has been measured.
    pub(crate) fn new(span: Span, width: f64) -> Self {
        Self {
            span,
            width: width.max(1.0),
        }
    }

    /// Seconds on one pixel.
    pub(crate) fn seconds_per_px(self) -> f64 {
        f64::from(self.span.to - self.span.from) / self.width
    }

    /// The second at `x` pixels from the lane's left edge, also outside of it.
    pub(crate) fn second_at(self, x: f64) -> f64 {
        f64::from(self.span.from) + x * self.seconds_per_px()
    }

    /// Pixels from the left edge, also outside of the lane.
    pub(crate) fn x_of(self, second: f64) -> f64 {
        (second - f64::from(self.span.from)) / self.seconds_per_px()
    }

    /// What moves snap to at this scale, in seconds: whole minutes, finer from close by, coarser from far away.
    pub(crate) fn step_s(self) -> u32 {
        STEPS
            .into_iter()
            .find(|(step, least_px)| f64::from(*step) / self.seconds_per_px() >= *least_px)
            .map_or(60, |(step, _)| step)
    }

    /// The nearest second that lies on a whole step of the clock, for a rehearsal that begins at `start_s` of its day.
    pub(crate) fn snapped(self, second: f64, start_s: u32) -> f64 {
        snapped(second, start_s, self.step_s())
    }
}

/// The nearest second that lies on a multiple of `step_s` of the clock.
pub(crate) fn snapped(second: f64, start_s: u32, step_s: u32) -> f64 {
    let (start, step) = (f64::from(start_s), f64::from(step_s.max(1)));
    ((start + second) / step).round() * step - start
}
