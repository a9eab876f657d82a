//! What does not fit into the rehearsal, and how long it would have to be.

use onrush_scenario::{Activity, ActivityKind, Edit, Span as Clock};
use serde_json::json;

use super::{Block, DAY_S, block::half_after, moved_to};

/// Longest rehearsal, in minutes, as the field table has it.
const LONGEST_MIN: f64 = 80_640.0;

/// A longer rehearsal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Longer {
    /// Its length, in minutes.
    pub(crate) minutes: u32,
    /// Makes it so, with the activity where it was wished.
    pub(crate) edit: Edit,
}

/// What it would take to have `activity` begin at `second`, with what it brings; `None` where there is room for that, or no
/// rehearsal is long enough.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to eight weeks"
)]
pub(crate) fn overrun(activity: &Activity, clock: &Clock, second: f64) -> Option<Longer> {
    let block = Block::of(activity, clock);
    let horizon = f64::from(clock.horizon_s());
    let begins_after = second >= horizon;
    let ends_after = second + (block.to - block.from) > horizon;
    if block.fixed || !(begins_after || ends_after) {
        return None;
    }
    // Its own length, and until most have come; whole quarters of an hour.
    let tail = match activity.kind {
        ActivityKind::Freehand | ActivityKind::Measured | ActivityKind::Bots => 0.0,
        _ => half_after(activity).map_or(0.0, |half| half.min(60.0) * 120.0),
    };
    let end = second + (block.to - block.from) + tail;
    let minutes = (end / 900.0).ceil() * 15.0;
    if minutes > LONGEST_MIN || !(0.0..LONGEST_MIN * 60.0).contains(&second) {
        return None;
    }
    let minutes = (minutes as u32).max(clock.minutes + 1);
    let longer = Edit::Set {
        path: "clock.minutes".into(),
        value: json!(minutes),
    };
    let second = second.round() as u32;
    let stays = activity.moment_s(clock) == second && second / DAY_S == activity.days_later;
    let edit = if stays {
        longer
    } else {
        Edit::Many(vec![longer, moved_to(activity, clock, second)])
    };
    Some(Longer { minutes, edit })
}
