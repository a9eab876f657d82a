//! A sheet beside (on a phone: over the lower half of) what it is about: the card of a part, a palette.

use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::focus_in;

#[derive(Properties, PartialEq)]
pub(crate) struct SheetProps {
    /// What it is called.
    pub(crate) title: AttrValue,
    /// Changes when it is about something else: then the focus goes to its heading.
    pub(crate) about: AttrValue,
    /// Told when it is closed.
    pub(crate) on_close: Callback<()>,
    /// What is in it.
    pub(crate) children: Html,
}

/// A dialogue that leaves the rest of the page usable, so that what is changed in it can be watched.
#[component]
pub(crate) fn Sheet(props: &SheetProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    use_effect_with(props.about.clone(), {
        let node = node.clone();
        move |_| {
            if let Some(sheet) = node.cast::<Element>() {
                focus_in(&sheet, "h3");
            }
        }
    });
    let close = props.on_close.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            close.emit(());
        }
    });
    html! {
        <section ref={node} class="sheet" role="dialog" aria-labelledby="sheet-title" {onkeydown}>
            <header class="sheet__head">
                <h3 id="sheet-title" tabindex="-1">{ props.title.clone() }</h3>
                <button
                    type="button" class="button button--plain"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}
                >
                    { words.t("room.close") }
                </button>
            </header>
            <div class="sheet__body">{ props.children.clone() }</div>
        </section>
    }
}
