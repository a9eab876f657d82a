//! Which language the page is in.

use onrush_words::{Args, Language};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;
use crate::outside::{Speaking, use_say};

#[derive(Properties, PartialEq)]
pub(crate) struct LanguageMenuProps {
    /// The language, and how to choose another one.
    pub(crate) speaking: Speaking,
}

#[component]
pub(crate) fn LanguageMenu(props: &LanguageMenuProps) -> Html {
    let words = use_words();
    let now = words.language();
    // Said in the new language, once it is there.
    use_say(words.t("language.now"), false);
    let chosen = props.speaking.choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Language::from_tag(&select.value()).unwrap_or_default()
    });
    // One of those for tests is named only where it is chosen already.
    let hidden = Language::PSEUDO.iter().filter(|l| **l == now);
    let shown = Language::ALL.iter().chain(hidden);
    html! {
        <>
            <label class="language">
                <span class="language__sign" aria-hidden="true">{ now.tag().split('-').next().unwrap_or_default() }</span>
                <span class="visually-hidden">{ words.t("language.legend") }</span>
                <select class="language__choice" onchange={chosen} key={format!("{:?}", props.speaking.missing)}>
                    { for shown.map(|language| html! {
                        <option value={language.tag()} lang={language.tag()} selected={*language == now}>{ language.own_name() }</option>
                    }) }
                </select>
            </label>
            if let Some(missing) = props.speaking.missing {
                <Said class="language__missing">
                    { words.text("language.missing", &Args::new().with("name", missing.own_name())) }
                </Said>
            }
        </>
    }
}
