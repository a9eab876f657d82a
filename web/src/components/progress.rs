//! How far a rehearsal is, and the way to stop it.

use onrush_runner::Progress;
use onrush_scenario::Span;
use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct ProgressLineProps {
    /// When it plays.
    pub(crate) clock: Span,
    /// How far; `None` until that is known.
    pub(crate) progress: Option<Progress>,
    /// Hears when it shall stop.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn ProgressLine(props: &ProgressLineProps) -> Html {
    let words = use_words();
    let cancel = props.dispatch.reform(|_: MouseEvent| Action::Cancel);
    let (value, said) = match props.progress {
        Some(progress) => (
            Some(progress.second.to_string()),
            words.text(
                "run.at",
                &Args::new()
                    .with("clock", words.clock_minute(&props.clock, progress.at_s))
                    .with("events", progress.events)
                    .with("expected", progress.expected_events),
            ),
        ),
        None => (None, words.t("run.starting")),
    };
    let horizon = props
        .progress
        .map_or(1, |progress| progress.horizon_s.max(1));
    html! {
        <div class="progress">
            <progress aria-label={words.t("run.progress")} max={horizon.to_string()} value={value} />
            <div class="progress__line">
                <span class="soft small">{ said }</span>
                <button type="button" class="button" onclick={cancel}>{ words.t("run.cancel") }</button>
            </div>
        </div>
    }
}
