//! The eight steps on the rehearsal's screen: a rail with one button for each, and the panel of the one that is looked at.

mod forms;
mod lines;
mod panel;
mod ramp;
mod runs;

use onrush_steps::{Progress, State, StepId, StepVerdict, check};
use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::use_say;
use crate::state::{Action, Document, Form, Shared, Steps, StepsAction};
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
#[derive(Debug, Clone)]
pub(crate) struct Verdicts(std::rc::Rc<Vec<StepVerdict>>);

impl PartialEq for Verdicts {
    fn eq(&self, other: &Self) -> bool {
        std::rc::Rc::ptr_eq(&self.0, &other.0)
    }
}

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
    type Known = Option<(Shared<Document>, Shared<Progress>, Verdicts)>;
    let known = use_mut_ref(|| None::<(Shared<Document>, Shared<Progress>, Verdicts)>);
    let mut known: std::cell::RefMut<Known> = known.borrow_mut();
    if let Some((of, with, verdicts)) = &*known {
        let same = of.scenario == document.scenario || document.is_previewed();
        if same && with == progress {
            return verdicts.clone();
        }
    }
    let verdicts = Verdicts(std::rc::Rc::new(check(&document.scenario, progress)));
    *known = Some((document.clone(), progress.clone(), verdicts.clone()));
    verdicts
}

#[component]
fn Checked(props: &CheckedProps) -> Html {
    let words = use_words();
    let verdicts = use_verdicts(&props.form.document, &props.progress);
    let chosen = props.steps.chosen;
    let button = |verdict: &StepVerdict| {
        let step = verdict.step;
        let here = chosen == Some(step);
        let choose = props.dispatch.reform(move |_: MouseEvent| {
            Action::Steps(StepsAction::Choose((!here).then_some(step)))
        });
        let name = words.step(step, "name").unwrap_or_default();
        let state = words.step_state(verdict.state);
        html! {
            <li key={step.id()}>
                <button type="button" class={classes!("rail__step", format!("rail__step--{}", verdict.state.id()))}
                    aria-expanded={here.to_string()} aria-controls={here.then_some("step-panel")} onclick={choose}
                >
                    <span class="rail__number">{ step.number() }</span>
                    <span class="rail__name">{ name }</span>
                    <span class="rail__mark" aria-hidden="true">{ mark(verdict.state) }</span>
                    <span class="visually-hidden">{ format!(", {state}") }</span>
                </button>
            </li>
        }
    };
    let proven = verdicts
        .0
        .iter()
        .filter(|v| v.state == State::Proven)
        .count();
    use_say(
        words.text("rail.proven", &Args::new().with("n", proven)),
        false,
    );
    html! {
        <div class="rail">
            <nav aria-label={props.label.clone()}>
                <ol class="rail__steps">{ for verdicts.0.iter().map(button) }</ol>
            </nav>
            if let Some(verdict) = verdicts.0.iter().find(|v| Some(v.step) == chosen) {
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
        State::InProgress => "…",
        State::Proven => "✓",
        State::Stale => "↻",
    }
}

impl Verdicts {
    fn of(&self, step: StepId) -> Option<&StepVerdict> {
        self.0.iter().find(|v| v.step == step)
    }
}
