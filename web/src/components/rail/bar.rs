//! The rail itself: one button for each step. The Tab key stops there once; from step to step the arrows go, Home and End to the
//! first and the last.

use onrush_steps::{StepId, StepVerdict};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Verdicts, mark};
use crate::keys::along;
use crate::language::use_words;
use crate::state::{Action, StepsAction};

#[derive(Properties, PartialEq)]
pub(super) struct RailBarProps {
    pub(super) label: String,
    pub(super) verdicts: Verdicts,
    pub(super) chosen: Option<StepId>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn RailBar(props: &RailBarProps) -> Html {
    let words = use_words();
    let buttons = use_mut_ref(|| StepId::ALL.map(|_| NodeRef::default()));
    // The step at which the Tab key stops: the one that is open, or had the focus last.
    let stop = use_state_eq(|| props.chosen);
    use_effect_with(props.chosen, {
        let stop = stop.setter();
        move |chosen| {
            if chosen.is_some() {
                stop.set(*chosen);
            }
        }
    });
    let verdicts = &props.verdicts;
    let stops = verdicts.iter().position(|v| Some(v.step) == *stop);
    let stops = stops.unwrap_or(0);
    let leftwards = words.language().direction() == "rtl";
    let keyed = {
        let (buttons, count) = (buttons.clone(), verdicts.len());
        Callback::from(move |event: KeyboardEvent| {
            let other =
                event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
            let to = along(&event.key(), stops, count, leftwards).filter(|_| !other);
            let Some(to) = to else { return };
            event.prevent_default();
            let button = buttons.borrow().get(to).and_then(NodeRef::cast);
            if let Some(button) = button {
                let button: HtmlElement = button;
                let _ = button.focus();
            }
        })
    };
    let button = |(place, verdict): (usize, &StepVerdict)| {
        let step = verdict.step;
        let here = props.chosen == Some(step);
        let choose = props.dispatch.reform(move |_: MouseEvent| {
            Action::Steps(StepsAction::Choose((!here).then_some(step)))
        });
        let focused = {
            let stop = stop.setter();
            Callback::from(move |_: FocusEvent| stop.set(Some(step)))
        };
        let name = words.step(step, "name").unwrap_or_default();
        let state = words.step_state(verdict.state);
        let node = buttons.borrow().get(place).cloned().unwrap_or_default();
        html! {
            <li key={step.id()} role="none">
                <button ref={node} type="button" class={classes!("rail__step", format!("rail__step--{}", verdict.state.id()))}
                    aria-expanded={here.to_string()} aria-controls={here.then_some("step-panel")}
                    tabindex={if place == stops { "0" } else { "-1" }} onclick={choose} onfocus={focused}
                >
                    <span class="rail__number">{ step.number() }</span>
                    <span class="rail__name">{ name }</span>
                    <span class="rail__mark" aria-hidden="true">{ mark(verdict.state) }</span>
                    <span class="visually-hidden">{ format!(", {state}") }</span>
                </button>
            </li>
        }
    };
    html! {
        <nav aria-label={props.label.clone()}>
            <ol class="rail__steps" role="toolbar" aria-label={props.label.clone()} onkeydown={keyed}>
                { for verdicts.iter().enumerate().map(button) }
            </ol>
        </nav>
    }
}
