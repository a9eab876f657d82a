//! Runs what a step wants, and shows what was proven by which run.

use onrush_steps::StepId;
use onrush_words::Args;
use yew::prelude::*;

use super::Verdicts;
use crate::language::use_words;
use crate::state::{Action, Form, Steps, StepsAction};

#[derive(Properties, PartialEq)]
pub(super) struct RunsProps {
    pub(super) step: StepId,
    pub(super) verdict: Verdicts,
    pub(super) steps: Steps,
    pub(super) form: Form,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Runs(props: &RunsProps) -> Html {
    let words = use_words();
    let step = props.step;
    let Some(verdict) = props.verdict.iter().find(|v| v.step == step) else {
        return Html::default();
    };
    let wanted = verdict.wanted().len();
    let proof = props.steps.proof();
    let press = if proof.is_some() {
        props
            .dispatch
            .reform(|_: MouseEvent| Action::Steps(StepsAction::Stop))
    } else {
        props
            .dispatch
            .reform(move |_: MouseEvent| Action::Steps(StepsAction::Prove(vec![step])))
    };
    let button = match proof {
        Some(_) => words.t("rail.stop"),
        None => words.text("rail.run", &Args::new().with("n", wanted)),
    };
    let said = proof.map(|proof| {
        let args = Args::new()
            .with("done", proof.done)
            .with("of", proof.wanted.len());
        words.text("rail.running", &args)
    });
    let plan = &props.form.document.scenario;
    // The same button throughout: whoever pressed it still has the focus on it.
    html! {
        <div class="step__runs">
            if let Some(proof) = proof {
                <div class="progress">
                    <progress aria-label={words.t("rail.progress")} max={proof.wanted.len().to_string()} value={proof.done.to_string()} />
                    <span class="soft small">{ said.clone() }</span>
                </div>
            }
            if let Some(why) = &props.steps.failed {
                <p>{ words.t("rail.failed") }</p>
                <details><summary>{ words.t("ui.for_it") }</summary><p><code>{ &**why }</code></p></details>
            }
            if wanted > 0 || proof.is_some() {
                <button type="button" class={classes!("button", proof.is_none().then_some("button--main"))} onclick={press}>
                    { button }
                </button>
            }
            if !verdict.evidence.is_empty() {
                <details class="step__evidence">
                    <summary>{ words.text("rail.evidence", &Args::new().with("n", verdict.evidence.len())) }</summary>
                    <ul>
                        { for verdict.evidence.iter().map(|e| html! { <li>{ words.record(&e.record, e.current, plan) }</li> }) }
                    </ul>
                </details>
            }
        </div>
    }
}
