//! What keys do to the activity that has the focus: everything that a hand can.

use onrush_scenario::{Activity, Edit, Span as Clock};

use super::{Block, Grip, Lane, drag::put};

/// A key with what is held down beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Key<'a> {
    /// Its name, as the browser has it.
    pub(crate) name: &'a str,
    /// Shift.
    pub(crate) shift: bool,
    /// Alt.
    pub(crate) alt: bool,
    /// Control, or Command.
    pub(crate) ctrl: bool,
}

/// What a key means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Means {
    /// This change.
    Edit(Edit),
    /// Shows its values.
    Open,
    /// The focus goes to the activity so many tracks further down (or up).
    Focus(i32),
}

/// What a key means for the activity at `index` of `count`; `None`: nothing here.
pub(crate) fn means(
    key: Key<'_>,
    activity: &Activity,
    (index, count): (usize, usize),
    clock: &Clock,
    lane: Lane,
) -> Option<Means> {
    let here = || format!("activities.{}", activity.id);
    let direction = match key.name {
        "ArrowLeft" | "ArrowUp" => -1,
        _ => 1,
    };
    match key.name {
        "ArrowLeft" | "ArrowRight" if !key.ctrl => {
            let grip = if key.shift { Grip::End } else { Grip::Body };
            let step = if key.alt { 1 } else { lane.step_s() };
            let at = Block::of(activity, clock).at(grip)?;
            put(
                activity,
                grip,
                clock,
                at + f64::from(direction) * f64::from(step),
            )
            .map(Means::Edit)
        }
        "ArrowUp" | "ArrowDown" if key.alt => {
            let to = index.checked_add_signed(isize::try_from(direction).ok()?)?;
            (to < count).then(|| Means::Edit(Edit::Move { path: here(), to }))
        }
        "ArrowUp" | "ArrowDown" if !key.shift && !key.ctrl => Some(Means::Focus(direction)),
        "Delete" | "Backspace" if !key.ctrl && !key.alt => {
            Some(Means::Edit(Edit::Remove { path: here() }))
        }
        "d" | "D" if key.ctrl => Some(Means::Edit(Edit::Duplicate { path: here() })),
        "Enter" | " " if !key.ctrl && !key.alt => Some(Means::Open),
        _ => None,
    }
}
