//! What you had last time.

use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;
use crate::outside::{library as kept_now, take_back, throw_away};
use crate::state::{Action, Kept, Library, Route, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct RecentProps {
    /// The plans that this browser keeps.
    pub(crate) library: Shared<Library>,
    /// Hears when one goes or comes back.
    pub(crate) dispatch: Callback<Action>,
}

/// When a plan was changed, in words.
fn when(words: Words, days: u32) -> String {
    words.text("recent.days", &Args::new().with("n", days))
}

/// The plans that are kept here, the latest first. Nothing at all where there are none.
#[component]
pub(crate) fn Recent(props: &RecentProps) -> Html {
    let words = use_words();
    let library = &props.library;
    if library.plans.is_empty() && library.thrown.is_none() && library.damaged == 0 {
        return Html::default();
    }
    let plan = |plan: &Kept| {
        let address = Route::Plan {
            key: plan.key.clone(),
            seed: 1,
        };
        let (key, dispatch) = (plan.key.clone(), props.dispatch.clone());
        let throw = Callback::from(move |_: MouseEvent| {
            throw_away(&key);
            dispatch.emit(Action::Thrown(key.clone()));
            dispatch.emit(Action::Library(kept_now()));
        });
        html! {
            <li key={plan.key.clone()} class="recent__one">
                <a class="recent__link" href={format!("#{}", address.fragment())}>{ &plan.name }</a>
                <span class="soft small">{ when(words, plan.days) }</span>
                <button
                    type="button" class="button" onclick={throw}
                    aria-label={words.text("recent.delete-this", &Args::new().with("name", &plan.name))}
                >{ words.t("recent.delete") }</button>
            </li>
        }
    };
    html! {
        <section class="recent" aria-labelledby="recent">
            <h2 id="recent">{ words.t("recent.title") }</h2>
            <ul class="recent__plans">{ for library.plans.iter().map(plan) }</ul>
            <Said>
                if let Some(thrown) = &library.thrown {
                    <p class="recent__thrown">
                        { words.text("recent.deleted", &Args::new().with("name", &thrown.name)) }{ " " }
                        <button type="button" class="button" onclick={back(thrown, &props.dispatch)}>{ words.t("document.undo") }</button>
                    </p>
                }
            </Said>
            if library.damaged > 0 {
                <p class="soft small">{ words.text("recent.damaged", &Args::new().with("n", library.damaged)) }</p>
            }
        </section>
    }
}

/// Takes back what was thrown away.
fn back(thrown: &Kept, dispatch: &Callback<Action>) -> Callback<MouseEvent> {
    let (key, dispatch) = (thrown.key.clone(), dispatch.clone());
    Callback::from(move |_| {
        take_back(&key);
        dispatch.emit(Action::Library(kept_now()));
    })
}
