//! What the model leaves out: how far a result may be trusted, and the words of the field.

use yew::prelude::*;

use crate::language::use_words;

/// What is said, by heading: as many sentences as there are.
const PARTS: [(&str, &[&str]); 4] = [
    (
        "model.crowd",
        &[
            "model.crowd.curves",
            "model.crowd.friends",
            "model.crowd.lines",
            "model.crowd.return",
        ],
    ),
    (
        "model.site",
        &[
            "model.site.memory",
            "model.site.files",
            "model.site.caches",
            "model.site.parties",
            "model.site.attacks",
        ],
    ),
    ("model.money", &["model.money.prices", "model.money.lost"]),
    (
        "model.trust",
        &[
            "model.trust.assumed",
            "model.trust.chance",
            "model.trust.test",
        ],
    ),
];

#[component]
pub(crate) fn ModelPage() -> Html {
    let words = use_words();
    html! {
        <main id="main" class="page leaves-out" tabindex="-1">
            <h1>{ words.t("model.title") }</h1>
            <p>{ words.t("model.lead") }</p>
            { for PARTS.map(|(heading, said)| html! {
                <section key={heading}>
                    <h2>{ words.t(heading) }</h2>
                    <ul>
                        { for said.iter().map(|id| html! { <li key={*id}>{ words.t(id) }</li> }) }
                    </ul>
                </section>
            }) }
            <h2>{ words.t("model.words") }</h2>
            <dl>
                { for words.glossary().into_iter().map(|term| html! {
                    <>
                        <dt>{ term.name }</dt>
                        <dd>{ term.meaning }</dd>
                    </>
                }) }
            </dl>
        </main>
    }
}
