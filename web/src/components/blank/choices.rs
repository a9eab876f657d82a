//! One of a few, each with a line on what it is.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// Its key.
    pub(super) key: &'static str,
    /// What it is called.
    pub(super) name: String,
    /// What it is; nothing where the name says it.
    pub(super) says: String,
}

#[derive(Properties, PartialEq)]
pub(super) struct ChoicesProps {
    /// Names the group in the form.
    pub(super) id: &'static str,
    /// What is asked.
    pub(super) label: String,
    /// What there is.
    pub(super) choices: Vec<Choice>,
    /// The key of the one that is chosen.
    pub(super) chosen: AttrValue,
    /// Hears which is chosen.
    pub(super) choose: Callback<String>,
}

#[component]
pub(super) fn Choices(props: &ChoicesProps) -> Html {
    let onchange = props.choose.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    let label = format!("{}-label", props.id);
    html! {
        <div class="choices" role="radiogroup" aria-labelledby={label.clone()}>
            <p class="field__name" id={label}>{ &props.label }</p>
            <div class="choices__all">
                { for props.choices.iter().map(|choice| {
                    let (name, says) = (format!("{}-{}", props.id, choice.key), format!("{}-{}-says", props.id, choice.key));
                    html! {
                        <label key={choice.key} class="choices__one" for={name.clone()}>
                            <input
                                id={name} type="radio" name={props.id} value={choice.key} checked={*props.chosen == *choice.key}
                                onchange={onchange.clone()} aria-label={choice.name.clone()}
                                aria-describedby={(!choice.says.is_empty()).then(|| says.clone())}
                            />
                            <span class="choices__name">{ &choice.name }</span>
                            if !choice.says.is_empty() {
                                <span class="choices__says" id={says}>{ &choice.says }</span>
                            }
                        </label>
                    }
                }) }
            </div>
        </div>
    }
}
