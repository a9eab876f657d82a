//! Lets time go by while playing.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::{Interval, Timeout};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::state::Action;

/// Ticks before each frame that the browser draws while `playing`; where nobody sees the page, it draws none and time stands still.
#[hook]
pub(crate) fn use_playback(playing: bool, dispatch: Callback<Action>) {
    use_effect_with(playing, move |playing| {
        let frames = playing.then(|| Frames::new(dispatch));
        move || drop(frames)
    });
}

/// A call before each frame, until this is dropped.
struct Frames {
    /// The call that is due.
    next: Rc<Cell<i32>>,
    _each: Rc<Each>,
}

type Each = Closure<dyn FnMut(f64)>;

impl Frames {
    fn new(dispatch: Callback<Action>) -> Self {
        let next = Rc::new(Cell::new(0));
        let again = Rc::clone(&next);
        let each = Rc::<Each>::new_cyclic(|this| {
            let this = this.clone();
            let mut last = None::<f64>;
            Closure::new(move |now: f64| {
                // What is over is not asked for again, and borrowed by nobody.
                let Some(each) = this.upgrade() else { return };
                again.set(ask(&each));
                let (passed, at) = step(last.unwrap_or(now), now);
                last = Some(at);
                dispatch.emit(Action::Tick(passed));
            })
        });
        next.set(ask(&each));
        Self { next, _each: each }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.cancel_animation_frame(self.next.get());
        }
    }
}

/// How many milliseconds go by from `last` to `now`, and when they are over: a part of one is left for the next frame.
fn step(last: f64, now: f64) -> (u32, f64) {
    let passed = passed_ms(last, now);
    let over = last + f64::from(passed);
    let all_of_it = (0.0..1.0).contains(&(now - over));
    (passed, if all_of_it { over } else { now })
}

/// Asks for a call before the next frame; its number.
fn ask(each: &Each) -> i32 {
    web_sys::window()
        .and_then(|window| {
            window
                .request_animation_frame(each.as_ref().unchecked_ref())
                .ok()
        })
        .unwrap_or(0)
}

/// Milliseconds between two states of a large drawing while playing: faster nobody could read them, and what moves in between is
/// moved by the style sheet.
const PACE_MS: f64 = 120.0;

/// The second that a large drawing shows: while playing it changes a few times a second only, else at once.
#[hook]
pub(crate) fn use_paced(second: u32, playing: bool) -> u32 {
    let shown = use_mut_ref(|| (f64::NEG_INFINITY, second));
    let next = paced(*shown.borrow(), js_sys::Date::now(), second, playing);
    *shown.borrow_mut() = next;
    next.1
}

/// When which second was shown last, after it is `now` and the cursor is at `second`.
fn paced(shown: (f64, u32), now: f64, second: u32, playing: bool) -> (f64, u32) {
    let soon = (0.0..PACE_MS).contains(&(now - shown.0));
    if playing && soon {
        shown
    } else {
        (now, second)
    }
}

/// Pause after a change before a rehearsal starts by itself: long enough to change the next thing.
const PAUSE_MS: u32 = 600;

/// Reports that change number `due` has been the last one for a while.
#[hook]
pub(crate) fn use_delay(due: Option<u32>, dispatch: Callback<Action>) {
    use_effect_with(due, move |due| {
        let timeout =
            due.map(|number| Timeout::new(PAUSE_MS, move || dispatch.emit(Action::Due(number))));
        move || drop(timeout)
    });
}

/// How often a countdown looks at the time.
const BEAT_MS: u32 = 250;

/// Milliseconds since 1970, by this computer's clock, looked at a few times a second while `running`, and when the page is looked at
/// again: browsers let sleeping pages' timers wait.
#[hook]
pub(crate) fn use_beat(running: bool) -> u64 {
    // Drawn anew when the second is another one.
    let beat = use_state_eq(|| now_ms() / BEAT_MS_WIDE);
    use_effect_with(running, {
        let beat = beat.setter();
        move |running| {
            let look = move || beat.set(now_ms() / BEAT_MS_WIDE);
            look();
            let timer = running.then(|| Interval::new(BEAT_MS, look.clone()));
            let document = web_sys::window().and_then(|window| window.document());
            let back = document
                .filter(|_| *running)
                .map(|document| EventListener::new(&document, "visibilitychange", move |_| look()));
            move || drop((timer, back))
        }
    });
    now_ms()
}

/// The same in the number's own type.
const BEAT_MS_WIDE: u64 = BEAT_MS as u64;

/// Milliseconds since 1970, by this computer's clock.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time in whole milliseconds; casts saturate"
)]
pub(crate) fn now_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// A number that is another one each time: from it come keys of plans, which need only differ, not be secret.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "any bits will do"
)]
pub(crate) fn luck() -> u64 {
    let random = (js_sys::Math::random() * 4_294_967_296.0) as u64;
    (random << 32) ^ js_sys::Date::now() as u64
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

/// How far the clock of whoever looks at the page is ahead of UTC on a date (`2017-01-14`), in minutes; `None` for what is no date.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole minutes, at most a day"
)]
pub(crate) fn viewer_ahead_minutes(date: &str) -> Option<i32> {
    let noon = js_sys::Date::new(&format!("{date}T12:00:00").into());
    let behind = noon.get_timezone_offset();
    behind.is_finite().then(|| -(behind as i32))
}

/// Today where the person is: `2026-03-02`.
pub(crate) fn today() -> String {
    let now = js_sys::Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}

/// Seconds since the beginning of 1970, by this computer's clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a time in whole seconds; casts saturate"
)]
pub(crate) fn seconds_since_1970() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// The person's time zone and what it is ahead of UTC on that day, in minutes.
pub(crate) fn zone_on(date: &str) -> (String, i32) {
    let minutes = viewer_ahead_minutes(date).unwrap_or(0);
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
        .resolved_options();
    let name = js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_else(|| "UTC".to_owned());
    (name, minutes)
}

#[cfg(test)]
mod tests {
    use super::{paced, step};

    #[test]
    fn no_part_of_a_millisecond_gets_lost_between_frames() {
        let frames: Vec<f64> = (0..=600)
            .map(|frame| f64::from(frame) * 100.0 / 6.0)
            .collect();
        let (mut all, mut last) = (0, frames[0]);
        for now in &frames {
            let (passed, at) = step(last, *now);
            all += passed;
            last = at;
        }
        assert!((9_999..=10_000).contains(&all), "{all}");
        // A pause of the whole page counts as a second, a clock that was set back as nothing.
        assert_eq!(step(500.0, 90_000.0), (1000, 90_000.0));
        assert_eq!(step(500.0, 400.0), (0, 400.0));
    }

    #[test]
    fn a_large_drawing_follows_at_its_own_pace() {
        let shown = (1000.0, 60);
        assert_eq!(paced(shown, 1050.0, 63, true), shown, "too soon");
        assert_eq!(paced(shown, 1120.0, 67, true), (1120.0, 67));
        assert_eq!(paced(shown, 1050.0, 63, false), (1050.0, 63), "not playing");
        assert_eq!(
            paced(shown, 400.0, 63, true),
            (400.0, 63),
            "a clock that was set back"
        );
    }
}
