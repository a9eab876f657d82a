//! How much of the time is shown: all of it, the minutes that decide, or a stretch of one's own, nearer and farther.

use yew::prelude::*;

use crate::keys::{STEP, chosen};
use crate::language::use_words;
use crate::state::{Action, Span, Zoom};

#[derive(Properties, PartialEq)]
pub(crate) struct SpanChoiceProps {
    /// Name of this group of choices, different from that of any other on the page.
    pub(crate) name: &'static str,
    /// What is chosen.
    pub(crate) zoom: Zoom,
    /// What is shown.
    pub(crate) span: Span,
    /// Length of the plan, in seconds.
    pub(crate) horizon_s: u32,
    /// Whether there is a critical time to look at more closely.
    pub(crate) critical: bool,
    /// The cursor: what stays in its place.
    pub(crate) second: u32,
    /// Hears of another choice.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn SpanChoice(props: &SpanChoiceProps) -> Html {
    let words = use_words();
    let (span, horizon, second) = (props.span, props.horizon_s, props.second);
    let go = |to: Span| {
        let zoom = chosen(to, horizon);
        let off = to == span;
        (
            props
                .dispatch
                .reform(move |_: MouseEvent| Action::Zoom(zoom)),
            off,
        )
    };
    let quarter = i64::from((span.to - span.from) / 4).max(1);
    let buttons = [
        (
            "span.earlier",
            "M10 3L5 8l5 5",
            go(span.moved(-quarter, horizon)),
        ),
        (
            "span.farther",
            "M3 8h10",
            go(span.scaled(STEP, second, horizon)),
        ),
        (
            "span.nearer",
            "M3 8h10M8 3v10",
            go(span.scaled(1.0 / STEP, second, horizon)),
        ),
        (
            "span.later",
            "M6 3l5 5-5 5",
            go(span.moved(quarter, horizon)),
        ),
    ];
    html! {
        <div class="span-choice">
            <fieldset class="choice">
                <legend class="visually-hidden">{ words.t("span.legend") }</legend>
                { for [(Zoom::Whole, "span.whole"), (Zoom::Critical, "span.close")]
                    .into_iter()
                    .filter(|(zoom, _)| props.critical || *zoom == Zoom::Whole)
                    .map(|(zoom, id)| html! {
                        <label class="choice__one">
                            <input type="radio" name={props.name} checked={props.zoom == zoom}
                                onchange={props.dispatch.reform(move |_| Action::Zoom(zoom))} />
                            <span>{ words.t(id) }</span>
                        </label>
                    }) }
            </fieldset>
            <div class="span-choice__steps" role="group" aria-label={words.t("span.steps")}>
                { for buttons.map(|(id, sign, (press, off))| html! {
                    <button
                        key={id} type="button" class="button button--plain button--sign" onclick={press}
                        aria-label={words.t(id)} title={words.t(id)} aria-disabled={off.then_some("true")}
                    >
                        <svg viewBox="0 0 16 16" aria-hidden="true"><path class="sign" d={sign} /></svg>
                    </button>
                }) }
            </div>
        </div>
    }
}
