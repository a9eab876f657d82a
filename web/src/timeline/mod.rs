//! The timeline of the crowd, without a screen: where things lie, what a finger or a key does to them.
//!
//! [`Lane`] knows the scale of what is shown and what it snaps to; [`Block`] where an activity lies and where it can be taken
//! hold of; [`Drag`] and [`keys`] turn what a hand does into an [`Edit`], [`Hand`] knows whether it presses or draws; [`newcomer()`] is an activity that
//! is added; [`draw`] a curve by hand; [`Moment`] something on the site with a time of its own.

mod block;
mod borders;
mod drag;
pub(crate) mod draw;
mod hand;
pub(crate) mod keys;
mod lane;
pub(crate) mod measured;
mod moments;
mod newcomer;
mod overrun;
pub(crate) mod pinch;

pub(crate) use block::{Block, Grip};
pub(crate) use borders::{begin_earlier, end_later};
pub(crate) use drag::{Drag, Dropped};
pub(crate) use hand::{Drawn, Hand, LetGo};
pub(crate) use lane::Lane;
pub(crate) use moments::{Edge, Moment, MomentKind};
pub(crate) use newcomer::{GROUPS, newcomer};
pub(crate) use overrun::{Longer, overrun};

use onrush_scenario::{Activity, ClockTime, Edit, Span as Clock};
use serde_json::json;

/// Seconds of a day.
pub(crate) const DAY_S: u32 = 86_400;

/// The path of an activity's field.
pub(crate) fn path(activity: &Activity, field: &str) -> String {
    format!("activities.{}.{field}", activity.id)
}

/// Sets a field of an activity.
fn set(activity: &Activity, field: &str, value: impl Into<serde_json::Value>) -> Edit {
    Edit::Set {
        path: path(activity, field),
        value: value.into(),
    }
}

/// Puts an activity's moment at a second of the rehearsal. Moments beyond its end are for whoever makes it longer.
pub(crate) fn moved_to(activity: &Activity, clock: &Clock, second: u32) -> Edit {
    let at = ClockTime {
        second_of_day: (clock.start.second_of_day + second % DAY_S) % DAY_S,
    };
    let days = second / DAY_S;
    let mut edits = vec![set(activity, "at", at.to_string())];
    if days != activity.days_later {
        edits.push(set(activity, "days_later", json!(days)));
    }
    Edit::Many(edits)
}

/// A length in seconds as minutes in a file: to a ten-thousandth, so that seconds are exact enough.
fn minutes(seconds: f64) -> f64 {
    (seconds / 60.0 * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests;
