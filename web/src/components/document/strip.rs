//! What the plan is called, whether it is kept, and what can be done with it as a whole.

use yew::prelude::*;

use super::{Share, details::PlanDetails};
use crate::components::{Embedding, Field};
use crate::language::use_words;
use crate::outside::save_text;
use crate::state::{Action, Document, Form, Keeping, NotKept, Paper, PaperKind, Shown};

#[derive(Properties, PartialEq)]
pub(crate) struct DocumentStripProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Whether it is kept.
    pub(crate) keeping: Keeping,
    /// The seed of the crowd on the screen.
    pub(crate) seed: u64,
    /// Its result, once it is there.
    #[prop_or_default]
    pub(crate) shown: Option<Shown>,
    /// Hears of what is to be done.
    pub(crate) dispatch: Callback<Action>,
}

/// Saves the plan as a file.
pub(crate) fn save(document: &Document) {
    let scenario = document.handed_over();
    let name = onrush_scenario::unused_id([], &scenario.name);
    save_text(
        &format!("{name}.onrush.json"),
        "application/json",
        &scenario.write(),
    );
}

#[component]
pub(crate) fn DocumentStrip(props: &DocumentStripProps) -> Html {
    let words = use_words();
    let sharing = use_state_eq(|| false);
    let document = &props.form.document;
    let keeping = match props.keeping {
        Keeping::Kept => "document.kept",
        Keeping::Soon => "document.keeping",
        Keeping::Untouched => "document.untouched",
        Keeping::Not(NotKept::Refused) => "document.not-kept",
        Keeping::Not(NotKept::Full) => "document.no-room",
    };
    let save = {
        let document = document.clone();
        Callback::from(move |_: MouseEvent| save(&document))
    };
    let share = {
        let sharing = sharing.clone();
        Callback::from(move |_: MouseEvent| sharing.set(!*sharing))
    };
    let embedding = use_state_eq(|| false);
    let embed = {
        let embedding = embedding.clone();
        Callback::from(move |_: MouseEvent| embedding.set(!*embedding))
    };
    let copy = props.dispatch.reform(|_: MouseEvent| Action::Copy);
    let papers = document
        .route(props.seed)
        .on_paper(Paper::of(PaperKind::Handover));
    let papers = format!("#{}", papers.fragment());
    html! {
        <section class="strip" aria-label={words.t("document.title")}>
            <div class="strip__row">
                <div class="strip__name">
                    <Field form={props.form.clone()} path="name" label={words.t("document.name")} dispatch={props.dispatch.clone()} />
                </div>
                <p class="strip__kept soft small">
                    { words.date(&document.scenario.clock.date) }{ " · " }
                    <span data-testid="kept">{ words.t(keeping) }</span>
                </p>
                <div class="strip__tools">
                    <button
                        type="button" class="button" onclick={share} aria-expanded={sharing.to_string()}
                    >{ words.t("document.share") }</button>
                    <button
                        type="button" class="button" onclick={embed} aria-expanded={embedding.to_string()}
                    >{ words.t("embedding.open") }</button>
                    <button type="button" class="button" onclick={save}>{ words.t("document.save") }</button>
                    <button type="button" class="button" onclick={copy}>{ words.t("document.copy") }</button>
                    <a class="button" href={papers}>{ words.t("paper.handover") }</a>
                </div>
            </div>
            if *sharing {
                <Share document={document.clone()} seed={props.seed} />
            }
            if *embedding {
                <Embedding document={document.clone()} seed={props.seed} shown={props.shown.clone()} />
            }
            <PlanDetails form={props.form.clone()} dispatch={props.dispatch.clone()} />
        </section>
    }
}
