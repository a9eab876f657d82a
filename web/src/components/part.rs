//! One part of the rehearsal: a panel with its heading and its tools, and the row of tabs that stands for them on a phone.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Part};

#[derive(Properties, PartialEq)]
pub(crate) struct PartPanelProps {
    /// The part that it belongs to: on a phone only that of the chosen part is seen.
    pub(crate) part: Part,
    /// The part that is chosen.
    pub(crate) chosen: Part,
    /// Id of the heading.
    pub(crate) id: &'static str,
    /// Message id of the heading.
    pub(crate) heading: &'static str,
    /// What stands beside the heading.
    #[prop_or_default]
    pub(crate) tools: Html,
    /// What is in it.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn PartPanel(props: &PartPanelProps) -> Html {
    let words = use_words();
    let seen = (props.part == props.chosen).then_some("part--chosen");
    html! {
        <section class={classes!("panel", "part", format!("part--{}", props.part.id()), seen)} aria-labelledby={props.id}>
            <div class="panel__head">
                <h2 id={props.id} tabindex="-1">{ words.t(props.heading) }</h2>
                { props.tools.clone() }
            </div>
            { props.children.clone() }
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PartTabsProps {
    /// The part that is chosen.
    pub(crate) chosen: Part,
    /// Hears of another choice.
    pub(crate) dispatch: Callback<Action>,
}

/// One button for each part; only where there is no room for all of them.
#[component]
pub(crate) fn PartTabs(props: &PartTabsProps) -> Html {
    let words = use_words();
    html! {
        <nav class="parts" aria-label={words.t("parts.label")}>
            { for Part::ALL.map(|part| {
                let choose = props.dispatch.reform(move |_: MouseEvent| Action::Show(part));
                let now = (part == props.chosen).then_some("true");
                html! {
                    <button key={part.id()} type="button" class="parts__one" aria-current={now} onclick={choose}>
                        { words.t(&format!("parts.{}", part.id())) }
                    </button>
                }
            }) }
        </nav>
    }
}
