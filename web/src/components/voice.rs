//! What is said to whoever listens to the page instead of looking at it.

use yew::prelude::*;

use crate::outside::{VOICE, use_say_what_stands_in};

/// Where the voice stands, once on a page; empty until something is said.
#[component]
pub(crate) fn Voice() -> Html {
    // Its lines are put in from outside: nothing that is drawn may touch them.
    html! { <div id={VOICE} class="visually-hidden" role="status" aria-live="polite" aria-atomic="false"></div> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SaidProps {
    /// The element: `p`, `div` or `span`.
    #[prop_or("div")]
    pub(crate) tag: &'static str,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Also said when it is there from the beginning, because a press has brought it.
    #[prop_or_default]
    pub(crate) at_once: bool,
    #[prop_or_default]
    pub(crate) testid: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) children: Html,
}

/// A place whose text is said when it becomes another one. It stands on the page like any other text.
#[expect(
    clippy::ignored_unit_patterns,
    reason = "in what is made of an element whose name is given"
)]
#[component]
pub(crate) fn Said(props: &SaidProps) -> Html {
    let place = use_node_ref();
    use_say_what_stands_in(&place, props.at_once);
    html! {
        <@{props.tag} ref={place} class={props.class.clone()} data-testid={props.testid.clone()}>{ props.children.clone() }</@>
    }
}
