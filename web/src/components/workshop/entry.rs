//! One field of the set-up: a text or a number with its name.

use onrush_words::Args;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::use_own_id;

#[derive(Properties, PartialEq)]
pub(crate) struct EntryProps {
    /// What it is called.
    pub(crate) label: AttrValue,
    /// What stands there.
    pub(crate) value: AttrValue,
    /// What it is for.
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
    /// It is a number.
    #[prop_or_default]
    pub(crate) number: bool,
    /// What stands there is wrong.
    #[prop_or_default]
    pub(crate) wrong: bool,
    /// Hears what was typed, and says whether it can be taken.
    pub(crate) on: Callback<String, bool>,
}

/// What is typed is taken when the field is left or Enter is pressed; what cannot be taken stays to be corrected.
#[component]
pub(crate) fn Entry(props: &EntryProps) -> Html {
    let words = use_words();
    let (id, help, why) = (use_own_id(), use_own_id(), use_own_id());
    let refused = use_state_eq(|| None::<String>);
    use_effect_with(props.value.clone(), {
        let refused = refused.setter();
        move |_| refused.set(None)
    });
    let change = {
        let (on, refused) = (props.on.clone(), refused.setter());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let typed = input.value();
            refused.set((!on.emit(typed.clone())).then_some(typed));
        })
    };
    // Its first words are about what was typed, then comes what the field is for.
    let mut told = Vec::new();
    told.extend(refused.is_some().then(|| why.to_string()));
    told.extend(props.help.is_some().then(|| help.to_string()));
    html! {
        <div class="field">
            <label class="field__name" for={id.clone()}>{ &props.label }</label>
            <input
                id={id} class="field__input" type="text" autocomplete="off"
                inputmode={props.number.then_some("decimal")}
                aria-invalid={(props.wrong || refused.is_some()).then_some("true")}
                aria-describedby={(!told.is_empty()).then(|| told.join(" "))}
                value={props.value.clone()} onchange={change}
            />
            if let Some(typed) = &*refused {
                <p id={why} class="field__refused small">{ words.text("workshop.setup.no-number", &Args::new().with("typed", typed)) }</p>
            }
            if let Some(text) = &props.help {
                <p id={help} class="soft small">{ text }</p>
            }
        </div>
    }
}
