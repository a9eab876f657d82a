//! Switches a part of the plan on and off.

use onrush_scenario::Edit;
use serde_json::Value;
use yew::prelude::*;

use super::name;
use crate::language::use_words;
use crate::outside::use_own_id;
use crate::state::{Action, Form, Gesture};

#[derive(Properties, PartialEq)]
pub(crate) struct SwitchProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Which part: a group that may be left out, `site.cdn`.
    pub(crate) path: AttrValue,
    /// What it is called here, where the usual name would say too much or too little.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// The switch of a part. Switched on again, the part is as it was before; for the first time, as is usual.
#[component]
pub(crate) fn Switch(props: &SwitchProps) -> Html {
    let words = use_words();
    let id = use_own_id();
    let before = use_mut_ref(|| None::<(AttrValue, Value)>);
    let document = &props.form.document;
    let now = document.values.at(&props.path);
    let on = now.is_some();
    let change = {
        let (document, path) = (document.clone(), props.path.clone());
        props.dispatch.reform(move |_: Event| {
            let value = if let Some(now) = now.clone() {
                *before.borrow_mut() = Some((path.clone(), now));
                Value::Null
            } else {
                let kept = before.borrow().clone().filter(|(of, _)| *of == path);
                let usual = || document.scenario.usual(&path).unwrap_or(Value::Null);
                kept.map_or_else(usual, |(_, value)| value)
            };
            Action::Edit {
                edit: Edit::typed(&document.scenario, &path, value),
                gesture: Gesture::Whole,
            }
        })
    };
    let name = name(words, props.label.as_ref(), &props.path);
    let faults = props.form.refused.iter().flat_map(|r| r.at(&props.path));
    html! {
        <div class="field field--flag">
            <label class="field__switch">
                <input type="checkbox" role="switch" id={id} checked={on} onchange={change} />
                <span>{ name }</span>
            </label>
            { for faults.map(|fault| html! { <p class="field__wrong" role="alert">{ words.fault(fault) }</p> }) }
        </div>
    }
}
