//! A sentence whose words of the field explain themselves: a press opens the meaning beside the word.

use std::cell::Cell;

use onrush_words::{Args, Piece, Term};
use yew::prelude::*;

use crate::language::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct GlossedProps {
    /// The sentence.
    pub(crate) text: AttrValue,
}

#[component]
pub(crate) fn Glossed(props: &GlossedProps) -> Html {
    let words = use_words();
    let pieces = use_memo((props.text.clone(), words), |(text, words)| {
        words.glossed(text)
    });
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => html! { { text } },
            Piece::Term { said, term } => html! {
                <Explained key={term.id} said={said.clone()} term={Explanation(term.clone())} />
            },
        })
        .collect()
}

/// A term as a property.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Explanation(pub(crate) Term);

#[derive(Properties, PartialEq)]
pub(crate) struct ExplainedProps {
    /// The word as it is said here.
    pub(crate) said: AttrValue,
    /// What it is.
    pub(crate) term: Explanation,
}

/// One word and its meaning. The browser opens and closes it, by touch, key and pointer, and gives the focus back.
#[component]
pub(crate) fn Explained(props: &ExplainedProps) -> Html {
    let words = use_words();
    let id = use_memo((), |()| fresh_id());
    let term = &props.term.0;
    let meaning = use_node_ref();
    let near = {
        let meaning = meaning.clone();
        Callback::from(move |event: MouseEvent| {
            if let (Some(word), Some(meaning)) = (
                event.target_dyn_into::<web_sys::Element>(),
                meaning.cast::<web_sys::HtmlElement>(),
            ) {
                crate::outside::put_beside(&meaning, &word);
            }
        })
    };
    // Read at once by who listens. The attribute `autofocus` would do the same, but not in a frame of another site.
    let opened = {
        let meaning = meaning.clone();
        Callback::from(move |_: Event| {
            let shown = meaning.cast::<web_sys::Element>();
            if shown.is_some_and(|m| m.matches(":popover-open").unwrap_or(false)) {
                crate::outside::focus_on(&meaning);
            }
        })
    };
    let label = words.text("term.ask", &Args::new().with("term", &*props.said));
    html! {
        <>
            <button type="button" class="term" popovertarget={(*id).clone()} title={label} onclick={near}>{ &props.said }</button>
            <span ref={meaning} id={(*id).clone()} class="meaning" popover="auto" role="note" tabindex="-1" ontoggle={opened}>
                <strong class="meaning__name">{ &term.name }</strong>
                { &term.meaning }
            </span>
        </>
    }
}

thread_local! {
    static USED: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of the page has.
fn fresh_id() -> String {
    let n = USED.get() + 1;
    USED.set(n);
    format!("meaning-{n}")
}
