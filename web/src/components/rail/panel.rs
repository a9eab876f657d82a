//! The panel of a step: why it is there, what is to be done, what was found, and help.

use onrush_scenario::Scenario;
use onrush_steps::{Progress, State, StepId, StepVerdict};
use onrush_words::{Args, Words};
use yew::prelude::*;

use super::forms::{Activities, BackupForm, GuessForm, ReadOff};
use super::lines::Tools;
use super::runs::Runs;
use super::{Verdicts, mark};
use crate::components::{FaultList, Field, Glossed, Said};
use crate::language::use_words;
use crate::outside::focus_on;
use crate::state::{Action, Form, Shared, Steps, StepsAction};

#[derive(Properties, PartialEq)]
pub(super) struct StepPanelProps {
    pub(super) step: StepId,
    pub(super) verdicts: Verdicts,
    pub(super) form: Form,
    pub(super) steps: Steps,
    pub(super) progress: Shared<Progress>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn StepPanel(props: &StepPanelProps) -> Html {
    let words = use_words();
    let step = props.step;
    let heading = use_node_ref();
    // Whoever went on to the next step reads on there.
    let went_on = use_mut_ref(|| false);
    use_effect_with(step, {
        let (heading, went_on) = (heading.clone(), went_on.clone());
        move |_| {
            if went_on.replace(false) {
                focus_on(&heading);
            }
        }
    });
    let Some(verdict) = props.verdicts.iter().find(|v| v.step == step) else {
        return Html::default();
    };
    let plan = &props.form.document.scenario;
    let covered = props.progress.covered;
    let said = |key: &str| words.step(step, key).unwrap_or_default();
    let head = words.text(
        "steps.line",
        &Args::new()
            .with("n", step.number())
            .with("name", said("name"))
            .with("state", words.step_state(verdict.state)),
    );
    let next = StepId::ALL.get(usize::from(step.number())).copied();
    html! {
        <section id="step-panel" class="step" aria-labelledby="step-heading">
            <h2 ref={heading} id="step-heading" tabindex="-1">{ head }</h2>
            <p class="step__why"><Glossed text={said("why")} /></p>
            { stale(words, verdict, plan) }
            <ol class="step__tasks">
                { for verdict.tasks.iter().map(|task| html! {
                    <li key={task.id} class={classes!("task", task.done.then_some("task--done"))} data-task={task.id}>
                        <span class="task__mark" aria-hidden="true">{ if task.done { "✓" } else { "○" } }</span>
                        <span class="visually-hidden">{ words.t(if task.done { "rail.done" } else { "rail.not_done" }) }{ " " }</span>
                        <span class="task__words">
                            { words.task(step, task) }
                            if !task.needed { { " " }{ words.t("steps.extra") } }
                            if let Some(found) = words.task_found(step, task, plan).filter(|_| !covered) {
                                <span class="task__found">{ found }</span>
                            }
                        </span>
                    </li>
                }) }
            </ol>
            { own(props) }
            if let Some(faults) = &props.steps.refused {
                <div class="step__refused"><FaultList faults={faults.clone()} /></div>
            }
            if !covered {
                <Runs {step} verdict={props.verdicts.clone()} steps={props.steps.clone()} form={props.form.clone()} dispatch={props.dispatch.clone()} />
            }
            <Hints {step} level={props.progress.hints.get(usize::from(step.number()) - 1).copied().unwrap_or(0)} dispatch={props.dispatch.clone()} />
            <p class="step__ask"><strong>{ words.t("rail.ask_it") }</strong>{ " " }{ said("it") }</p>
            { glossary(words, step) }
            <div class="step__foot">
                if let Some(next) = next {
                    <button type="button" class="button" onclick={props.dispatch.reform(move |_: MouseEvent| {
                        went_on.replace(true);
                        Action::Steps(StepsAction::Choose(Some(next)))
                    })}>
                        { words.text("rail.next", &Args::new().with("n", next.number()).with("name", words.step(next, "name").unwrap_or_default())) }
                    </button>
                }
                <Tools progress={props.progress.clone()} name={plan.name.clone()} not_kept={props.steps.not_kept} dispatch={props.dispatch.clone()} />
            </div>
        </section>
    }
}

/// What made the evidence stale.
fn stale(words: Words, verdict: &StepVerdict, plan: &Scenario) -> Html {
    if verdict.changes.is_empty() && verdict.state != State::Stale {
        return Html::default();
    }
    let names = words.names_of(plan);
    html! {
        <div class="step__stale">
            <p><span aria-hidden="true">{ mark(State::Stale) }{ " " }</span>
                { words.t(if verdict.changes.is_empty() { "steps.stale.unknown" } else { "steps.stale" }) }
            </p>
            if !verdict.changes.is_empty() {
                <ul>
                    { for verdict.changes.iter().map(|change| html! { <li>{ names.change(change) }</li> }) }
                </ul>
            }
        </div>
    }
}

/// What a step has of its own: a form.
fn own(props: &StepPanelProps) -> Html {
    let fields = |paths: &[&'static str]| {
        paths
            .iter()
            .map(|path| html! { <Field key={*path} form={props.form.clone()} path={*path} dispatch={props.dispatch.clone()} /> })
            .collect::<Html>()
    };
    match props.step {
        StepId::Numbers => html! {
            <>
                <GuessForm
                    form={props.form.clone()} progress={props.progress.clone()} dispatch={props.dispatch.clone()}
                />
                <Activities form={props.form.clone()} dispatch={props.dispatch.clone()} />
            </>
        },
        StepId::Now => html! {
            <>
                <ReadOff
                    form={props.form.clone()} progress={props.progress.clone()} dispatch={props.dispatch.clone()}
                />
                <div class="step__fields">
                    { fields(&["targets.page_p95_s", "targets.served_percent", "targets.budget"]) }
                </div>
            </>
        },
        StepId::Infrastructure => html! {
            <div class="step__fields">
                { fields(&["site.web.servers", "site.database.connections", "targets.budget"]) }
            </div>
        },
        StepId::Contingency => html! {
            <BackupForm progress={props.progress.clone()} dispatch={props.dispatch.clone()} />
        },
        _ => Html::default(),
    }
}

/// The words of a step, to be looked up.
fn glossary(words: Words, step: StepId) -> Html {
    let ids = words.step(step, "words").unwrap_or_default();
    let terms: Vec<_> = ids
        .split_whitespace()
        .filter_map(|id| words.term(id))
        .collect();
    html! {
        <details class="step__words">
            <summary>{ words.t("rail.words") }</summary>
            <dl>
                { for terms.into_iter().map(|term| html! {
                    <div key={term.id}><dt>{ term.name }</dt><dd>{ term.meaning }</dd></div>
                }) }
            </dl>
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct HintsProps {
    step: StepId,
    level: u8,
    dispatch: Callback<Action>,
}

/// Help, one rung at a time: a nudge, a pointer, and the last does it and explains.
#[component]
fn Hints(props: &HintsProps) -> Html {
    let words = use_words();
    let step = props.step;
    let more = props
        .dispatch
        .reform(move |_: MouseEvent| Action::Steps(StepsAction::Hint(step)));
    let button = match props.level {
        0 => "rail.hint.nudge",
        1 => "rail.hint.pointer",
        2 => "rail.hint.do_it",
        _ => "rail.hint.again",
    };
    html! {
        <div class="step__hints">
            <Said class="step__told">
                { for (1..=props.level).map(|level| html! {
                    <p key={level}>{ words.step(step, &format!("hint.{level}")).unwrap_or_default() }</p>
                }) }
            </Said>
            <button type="button" class="button" onclick={more}>{ words.t(button) }</button>
        </div>
    }
}
