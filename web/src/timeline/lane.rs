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

/// Distances to snap to, in seconds.
const STEPS: [u32; 9] = [1, 5, 15, 30, 60, 300, 900, 3600, 21_600];

/// Fewest pixels between two places to snap to.
const LEAST_PX: f64 = 5.0;

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
            .find(|step| f64::from(*step) / self.seconds_per_px() >= LEAST_PX)
            .unwrap_or(STEPS[STEPS.len() - 1])
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
