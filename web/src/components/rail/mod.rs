//! The eight steps on the rehearsal's screen: a rail with one button for each, and the panel of the one that is looked at.

mod bar;
mod forms;
mod lines;
mod panel;
mod ramp;
mod runs;

use onrush_steps::{Progress, State, StepVerdict, check};
use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::use_say;
use crate::state::{Action, Document, Form, Shared, Steps};
use bar::RailBar;
use panel::StepPanel;

#[derive(Properties, PartialEq)]
pub(crate) struct RailProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// How far it has come.
    pub(crate) steps: Steps,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

/// What the checker says, as a property.
pub(crate) type Verdicts = Shared<Vec<StepVerdict>>;

#[component]
pub(crate) fn Rail(props: &RailProps) -> Html {
    let words = use_words();
    let Some(progress) = props.steps.progress().cloned() else {
        return Html::default();
    };
    html! {
        <Checked
            label={words.t("rail.label")} form={props.form.clone()} steps={props.steps.clone()} {progress}
            dispatch={props.dispatch.clone()}
        />
    }
}

#[derive(Properties, PartialEq)]
struct CheckedProps {
    label: String,
    form: Form,
    steps: Steps,
    progress: Shared<Progress>,
    dispatch: Callback<Action>,
}

/// The verdicts; while something is dragged those of before.
#[hook]
fn use_verdicts(document: &Shared<Document>, progress: &Shared<Progress>) -> Verdicts {
    let known = use_mut_ref(|| None::<(Shared<Document>, Shared<Progress>, Verdicts)>);
    let mut known = known.borrow_mut();
    if let Some((of, with, verdicts)) = &*known {
        let same = of.scenario == document.scenario || document.is_previewed();
        if same && with == progress {
            return verdicts.clone();
        }
    }
    let verdicts = Shared::new(check(&document.scenario, progress));
    *known = Some((document.clone(), progress.clone(), verdicts.clone()));
    verdicts
}

#[component]
fn Checked(props: &CheckedProps) -> Html {
    let words = use_words();
    let verdicts = use_verdicts(&props.form.document, &props.progress);
    let chosen = props.steps.chosen;
    let proven = verdicts.iter().filter(|v| v.state == State::Proven).count();
    use_say(
        words.text("rail.proven", &Args::new().with("n", proven)),
        false,
    );
    html! {
        <div class="rail">
            <RailBar
                label={props.label.clone()} verdicts={verdicts.clone()} {chosen} dispatch={props.dispatch.clone()}
            />
            if let Some(verdict) = verdicts.iter().find(|v| Some(v.step) == chosen) {
                <StepPanel
                    step={verdict.step} verdicts={verdicts.clone()} form={props.form.clone()}
                    steps={props.steps.clone()} progress={props.progress.clone()} dispatch={props.dispatch.clone()}
                />
            }
        </div>
    }
}

/// A state as a sign, beside its word.
fn mark(state: State) -> &'static str {
    match state {
        State::Open => "○",
        State::InProgress => "◐",
        State::Proven => "✓",
        State::Stale => "↻",
    }
}
