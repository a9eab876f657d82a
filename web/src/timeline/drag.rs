//! What a hand that moves does to an activity.

use onrush_scenario::{Activity, ActivityKind, Edit, Span as Clock};
use serde_json::json;

use super::{Block, Drawn, Grip, Lane, Longer, minutes, moved_to, overrun, path, set};

/// An activity in somebody's hand.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drag {
    /// As it was when it was taken hold of.
    pub(crate) activity: Activity,
    /// Where it was taken hold of.
    pub(crate) grip: Grip,
    /// The scale at that time: what is shown does not move under a hand.
    lane: Lane,
    /// Pixels from the lane's left edge.
    from_x: f64,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dropped {
    /// The change.
    pub(crate) edit: Edit,
    /// It was wished beyond the end of the rehearsal, which would have to be so much longer.
    pub(crate) longer: Option<Longer>,
}

impl Drag {
    /// Takes hold of `activity` at `x`.
    pub(crate) fn new(activity: &Activity, grip: Grip, lane: Lane, x: f64) -> Self {
        Self {
            activity: activity.clone(),
            grip,
            lane,
            from_x: x,
        }
    }
}

impl Drawn for Drag {
    fn to(&self, clock: &Clock, x: f64, free: bool) -> Option<Dropped> {
        let block = Block::of(&self.activity, clock);
        let by = (x - self.from_x) * self.lane.seconds_per_px();
        let wished = block.at(self.grip)? + by;
        let wished = if free {
            wished.round()
        } else {
            self.lane.snapped(wished, clock.start.second_of_day)
        };
        let longer = (self.grip == Grip::Body)
            .then(|| overrun(&self.activity, clock, wished))
            .flatten();
        put(&self.activity, self.grip, clock, wished).map(|edit| Dropped { edit, longer })
    }
}

/// Puts what is held by `grip` at a second of the rehearsal, or as near as it may come.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the rehearsal"
)]
pub(super) fn put(activity: &Activity, grip: Grip, clock: &Clock, second: f64) -> Option<Edit> {
    /// Four weeks, the longest time that the file format has for these.
    const LONGEST_S: f64 = 40_320.0 * 60.0;
    const SHORTEST_S: f64 = 6.0;
    let block = Block::of(activity, clock);
    if block.fixed || !second.is_finite() {
        return None;
    }
    let length = second - block.from;
    let last = f64::from(clock.horizon_s().saturating_sub(1));
    Some(match (grip, activity.kind) {
        (Grip::Body, _) => moved_to(activity, clock, second.clamp(0.0, last).round() as u32),
        (Grip::Early, _) => set(
            activity,
            "early_minutes",
            minutes((-length).clamp(SHORTEST_S, 86_400.0)),
        ),
        (Grip::Half, _) | (Grip::End, ActivityKind::OnSale) => set(
            activity,
            "half_after_minutes",
            minutes(length.clamp(SHORTEST_S, LONGEST_S)),
        ),
        (Grip::End, ActivityKind::Freehand) => {
            stretched_curve(activity, length.clamp(60.0, LONGEST_S))?
        }
        (Grip::End, ActivityKind::Measured) => {
            let measured = activity.measured.as_ref()?;
            let every = length / measured.visits.len().max(1) as f64;
            set(
                activity,
                "measured.every_s",
                json!(every.round().clamp(1.0, 86_400.0) as u32),
            )
        }
        (Grip::End, _) => set(
            activity,
            "lasts_minutes",
            minutes(length.clamp(0.0, LONGEST_S)),
        ),
    })
}

/// The same curve over `length` seconds.
fn stretched_curve(activity: &Activity, length: f64) -> Option<Edit> {
    let last = activity.curve.last()?.after_minutes;
    if last <= 0.0 {
        return None;
    }
    let factor = minutes(length) / last;
    let points: Vec<_> = activity
        .curve
        .iter()
        .map(|point| {
            let after = (point.after_minutes * factor * 1e4).round() / 1e4;
            json!({ "after_minutes": after, "level": point.level })
        })
        .collect();
    Some(Edit::Set {
        path: path(activity, "curve"),
        value: points.into(),
    })
}
