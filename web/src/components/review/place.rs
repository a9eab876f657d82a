//! Where the measurement stands on the plan's clock, and how to move it.

use onrush_review::Basis;
use onrush_words::{Args, Value, Words};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::step;
use crate::language::use_words;
use crate::state::{Action, Laid, ReviewStep};

/// It can be moved by this much at least, in seconds.
const LEAST_REACH_S: i64 = 7200;

#[derive(Properties, PartialEq)]
pub(super) struct PlaceProps {
    pub(super) laid: Laid,
    /// What was asked for; `None`: where it is most likely right.
    pub(super) shift_s: Option<i64>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Place(props: &PlaceProps) -> Html {
    let words = use_words();
    let reviewed = &props.laid.reviewed;
    let placed = reviewed.placed;
    let at = props.shift_s.unwrap_or(reviewed.at_s - placed.at_s);
    let best = reviewed.best.map(|best| best.at_s - placed.at_s);
    let minute = |seconds: i64| (seconds + seconds.signum() * 59) / 60 * 60;
    let reach = minute(LEAST_REACH_S.max(at.abs()).max(best.unwrap_or(0).abs()));
    let slide = |rests: bool| {
        let dispatch = props.dispatch.clone();
        move |input: &HtmlInputElement, worth: i64| {
            #[expect(clippy::cast_possible_truncation, reason = "within the slider's ends")]
            let value = input.value_as_number() as i64;
            let seconds = value.saturating_mul(worth).clamp(-34_560_000, 34_560_000);
            if input.value_as_number().is_finite() {
                let seconds = Some(seconds);
                dispatch.emit(step(ReviewStep::Shift { seconds, rests }));
            }
        }
    };
    let (moving, moved, typed) = (slide(false), slide(true), slide(true));
    let oninput = Callback::from(move |e: InputEvent| moving(&e.target_unchecked_into(), 1));
    let onchange = Callback::from(move |e: Event| moved(&e.target_unchecked_into(), 1));
    let typed = Callback::from(move |e: Event| typed(&e.target_unchecked_into(), 60));
    let to = |seconds: i64| {
        props.dispatch.reform(move |_: MouseEvent| {
            step(ReviewStep::Shift {
                seconds: Some(seconds),
                rests: true,
            })
        })
    };
    html! {
        <section class="review__part" aria-labelledby="review-place">
            <h3 id="review-place">{ words.t("review.place") }</h3>
            <ul class="review__list">
                { for words.review_place(placed, reviewed.best, reviewed.at_s).into_iter().map(|said| html! { <li>{ said }</li> }) }
            </ul>
            <div class="review__move">
                <label for="review-shift">{ words.t("review.move") }</label>
                <input
                    id="review-shift" class="review__slider" type="range" min={(-reach).to_string()} max={reach.to_string()} step="60"
                    value={at.to_string()} aria-valuetext={moved_by(words, at)} {oninput} {onchange}
                />
                <label class="review__minutes">
                    <span>{ words.t("review.minutes") }</span>
                    <input type="number" step="1" value={(at / 60).to_string()} onchange={typed} />
                </label>
            </div>
            <div class="review__buttons">
                if placed.basis != Basis::Nothing {
                    <button type="button" class="button" disabled={at == 0} onclick={to(0)}>{ words.t("review.by_clock") }</button>
                }
                if let Some(best) = best {
                    <button type="button" class="button" disabled={at == best} onclick={to(best)}>{ words.t("review.best") }</button>
                }
            </div>
        </section>
    }
}

/// The slider's value in words.
fn moved_by(words: Words, seconds: i64) -> String {
    if seconds == 0 {
        return words.t("review.moved.not");
    }
    let args = Args::new()
        .with("time", Value::Time(seconds.unsigned_abs() as f64))
        .with("way", if seconds < 0 { "earlier" } else { "later" });
    words.text("review.clock.moved", &args)
}
