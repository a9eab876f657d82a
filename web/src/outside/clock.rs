//! Lets time go by while playing.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::state::Action;

/// Milliseconds between two steps of the playback: smooth enough, and leaves time to draw.
const STEP_MS: u32 = 50;

/// Ticks while `playing`.
#[hook]
pub(crate) fn use_playback(playing: bool, dispatch: Callback<Action>) {
    use_effect_with(playing, move |playing| {
        let interval = playing.then(|| {
            let mut last = js_sys::Date::now();
            Interval::new(STEP_MS, move || {
                // Timers are late at will; the clock is not.
                let now = js_sys::Date::now();
                dispatch.emit(Action::Tick(passed_ms(last, now)));
                last = now;
            })
        });
        move || drop(interval)
    });
}

/// Whole milliseconds between two times, at most a second: after a pause of the whole page playing goes on where it was.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
fn passed_ms(from: f64, to: f64) -> u32 {
    (to - from).clamp(0.0, 1000.0) as u32
}
