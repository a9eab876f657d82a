//! A sheet beside what it is about (on a phone: over the lower half of the window): exact values, the card of a part, a palette.

use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::focus_in;

/// Where a sheet lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum SheetPlace {
    /// Above the page, at the lower edge of the window: what is higher up stays in sight.
    #[default]
    Above,
    /// In the page, where there is a place for it.
    Within,
}

#[derive(Properties, PartialEq)]
pub(crate) struct SheetProps {
    /// What it is called.
    pub(crate) title: AttrValue,
    /// A line below that.
    #[prop_or_default]
    pub(crate) lead: Option<AttrValue>,
    /// What it is about, other than any other sheet: changes when it is about something else.
    pub(crate) about: AttrValue,
    /// Where it lies.
    #[prop_or_default]
    pub(crate) place: SheetPlace,
    /// Whether the focus goes to its heading when it opens, or is about something else.
    #[prop_or(true)]
    pub(crate) takes_focus: bool,
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
    use_effect_with((props.about.clone(), props.takes_focus), {
        let node = node.clone();
        move |(_, takes_focus)| {
            if let Some(sheet) = node.cast::<Element>().filter(|_| *takes_focus) {
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
    let place = match props.place {
        SheetPlace::Above => "sheet--above",
        SheetPlace::Within => "sheet--within",
    };
    let heading = format!("sheet-{}", props.about);
    html! {
        <section ref={node} class={classes!("sheet", place)} role="dialog" aria-labelledby={heading.clone()} {onkeydown}>
            <header class="sheet__head">
                <div>
                    <h3 id={heading} tabindex="-1">{ props.title.clone() }</h3>
                    if let Some(lead) = &props.lead {
                        <p class="soft small">{ lead }</p>
                    }
                </div>
                <button
                    type="button" class="button button--plain"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}
                >
                    { words.t("sheet.close") }
                </button>
            </header>
            <div class="sheet__body">{ props.children.clone() }</div>
        </section>
    }
}
