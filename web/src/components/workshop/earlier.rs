//! Earlier workshops that this browser keeps: open one, throw one away, take that back.

use onrush_words::Args;
use yew::prelude::*;

use super::{name, step};
use crate::components::Said;
use crate::language::use_words;
use crate::outside::focus_on;
use crate::state::{Action, KeptWorkshop, WorkshopStep};

#[derive(Properties, PartialEq)]
pub(super) struct EarlierProps {
    /// Whether there is anything to leave: another one may be begun.
    pub(super) begin: bool,
    /// Others that are kept here.
    pub(super) earlier: Vec<KeptWorkshop>,
    /// Those that were thrown away, the last one behind.
    pub(super) thrown: Vec<KeptWorkshop>,
    /// Hears of everything.
    pub(super) dispatch: Callback<Action>,
}

/// Nothing at all where there is nothing to leave and nothing to go to.
#[component]
pub(super) fn Earlier(props: &EarlierProps) -> Html {
    let words = use_words();
    let (undo, heading) = (use_node_ref(), use_node_ref());
    // The button that was pressed is gone: the focus goes where the next thing is.
    let thrown = props.thrown.last();
    let before = use_mut_ref(|| props.thrown.len());
    use_effect_with(props.thrown.len(), {
        let (undo, heading) = (undo.clone(), heading.clone());
        move |now| {
            let was = before.replace(*now);
            if was != *now {
                focus_on(if *now > 0 { &undo } else { &heading });
            }
        }
    });
    if !props.begin && props.earlier.is_empty() && props.thrown.is_empty() {
        return Html::default();
    }
    let press = |what: fn(u32) -> WorkshopStep, id: u32| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(step(what(id))))
    };
    let again = press(|_| WorkshopStep::New, 0);
    let back = press(|_| WorkshopStep::Throw(None), 0);
    let one = |kept: &KeptWorkshop| {
        let args = Args::new().with("name", name(words, &kept.name));
        html! {
            <li key={kept.id.to_string()} class="workshop__earlier">
                <button type="button" class="button" onclick={press(WorkshopStep::Open, kept.id)}>
                    { words.text("workshop.setup.open", &args) }
                </button>
                <button
                    type="button" class="button" onclick={press(|id| WorkshopStep::Throw(Some(id)), kept.id)}
                    aria-label={words.text("recent.delete-this", &args)}
                >{ words.t("recent.delete") }</button>
            </li>
        }
    };
    html! {
        <section class="panel" aria-label={words.t("workshop.setup.earlier")}>
            if props.begin {
                <button type="button" class="button" onclick={again}>{ words.t("workshop.setup.new") }</button>
            }
            if !props.earlier.is_empty() || !props.thrown.is_empty() {
                <h2 ref={heading} tabindex="-1">{ words.t("workshop.setup.earlier") }</h2>
                <ul class="workshop__list">{ for props.earlier.iter().map(one) }</ul>
            }
            <Said>
                if let Some(thrown) = thrown {
                    <p>
                        { words.text("recent.deleted", &Args::new().with("name", name(words, &thrown.name))) }{ " " }
                        <button ref={undo} type="button" class="button" onclick={back}>{ words.t("document.undo") }</button>
                    </p>
                }
            </Said>
        </section>
    }
}
