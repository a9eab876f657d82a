//! The scrubber: the cursor of every part, by hand or by itself.

use onrush_words::Args;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::PeopleStrip;
use crate::keys;
use crate::language::use_words;
use crate::sentences::{first_sentence, headline};
use crate::state::{Action, Document, Lit, Playback, Shared, Span};

#[derive(Properties, PartialEq)]
pub(crate) struct ScrubberProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result, with the moments worth jumping to.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// Whether and how fast it moves.
    pub(crate) playback: Playback,
    /// The answer is out of sight: what of it has to stay is shown here.
    pub(crate) far: bool,
    /// Hears what to do with it.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Scrubber(props: &ScrubberProps) -> Html {
    let words = use_words();
    let clock = &props.document.scenario.clock;
    let span = props.span;
    let (second, playing) = (props.second, props.playback.playing);
    let toggle = props.dispatch.reform(|_: MouseEvent| Action::TogglePlay);
    let slid = props.dispatch.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Second(input.value().parse().unwrap_or(0))
    });
    let keyed = {
        let (dispatch, horizon) = (props.dispatch.clone(), props.document.horizon_s());
        Callback::from(move |event: KeyboardEvent| {
            let action = keys::action(&event.key(), event.shift_key(), second, span, horizon);
            if let Some(action) =
                action.filter(|_| !event.ctrl_key() && !event.meta_key() && !event.alt_key())
            {
                event.prevent_default();
                dispatch.emit(action);
            }
        })
    };
    let speed = props.dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Action::Speed(select.value().parse().unwrap_or(1))
    });
    let lit = use_context::<Lit>().and_then(|lit| lit.0);
    let diagnosis = &props.rehearsal.diagnosis;
    let jumps = [
        ("ui.first_break", diagnosis.first_break_s),
        ("ui.peak", Some(diagnosis.peak.at_s)),
        ("ui.recovery", diagnosis.recovered_s),
    ];
    html! {
        <section class="scrubber" aria-label={words.t("scrubber.label")}>
            if props.far {
                <div class="scrubber__answer" aria-hidden="true">
                    <span>{ first_sentence(&headline(words, &props.document, &props.rehearsal)).0.to_owned() }</span>
                    <PeopleStrip rehearsal={props.rehearsal.clone()} />
                </div>
            }
            if let Some(lit) = lit {
                <svg class="scrubber__lit" aria-hidden="true" data-testid="lit-time">
                    <rect
                        x={format!("{}%", span.percent(f64::from(lit.from)).clamp(0.0, 100.0))} height="6"
                        width={format!("{}%", width(span, lit.from, lit.until))}
                    />
                </svg>
            }
            <div class="scrubber__row">
                <button
                    type="button" class="button scrubber__play" onclick={toggle}
                    aria-label={words.t(if playing { "scrubber.pause" } else { "scrubber.play" })}
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true">
                        if playing {
                            <path d="M3 2h4v12H3zM9 2h4v12H9z" />
                        } else {
                            <path d="M4 2l10 6-10 6z" />
                        }
                    </svg>
                </button>
                // No `output`: that is a live region, and would speak ten times a second while playing.
                <span class="scrubber__clock" data-testid="clock">{ words.clock(clock, second) }</span>
                <label class="visually-hidden" for="speed">{ words.t("scrubber.speed") }</label>
                <select id="speed" class="scrubber__speed" onchange={speed}>
                    { for Playback::SPEEDS.map(|speed| html! {
                        <option value={speed.to_string()} selected={speed == props.playback.speed}>
                            { words.text("scrubber.times", &Args::new().with("n", speed)) }
                        </option>
                    }) }
                </select>
                <input
                    id="second" class="scrubber__range" type="range" min={span.from.to_string()} max={span.last().to_string()} step="1"
                    value={second.to_string()} aria-label={words.t("scrubber.second")}
                    aria-valuetext={words.clock(clock, second)} aria-describedby="scrubber-keys"
                    oninput={slid} onkeydown={keyed}
                />
                <span id="scrubber-keys" class="visually-hidden">{ words.t("scrubber.keys") }</span>
                <div class="scrubber__jumps" role="group" aria-label={words.t("scrubber.jumps")}>
                    { for jumps.into_iter().filter_map(|(id, at)| at.map(|at| html! {
                        <button key={id} type="button" class="button" onclick={props.dispatch.reform(move |_: MouseEvent| Action::Jump(at))}>
                            { words.t(id) }
                        </button>
                    })) }
                </div>
            </div>
        </section>
    }
}

/// How much of what is shown a stretch takes, in percent, so that it can still be seen.
fn width(span: Span, from: u32, until: u32) -> f64 {
    let percent = |second: u32| span.percent(f64::from(second)).clamp(0.0, 100.0);
    (percent(until) - percent(from)).max(0.5)
}
