//! What the plan can learn from what happened, and the new plan.

use std::rc::Rc;

use onrush_words::Args;
use yew::prelude::*;

use super::step;
use crate::language::use_words;
use crate::state::{Action, Laid, ReviewStep};

#[derive(Properties, PartialEq)]
pub(super) struct LearnedProps {
    pub(super) laid: Laid,
    /// The file's name.
    pub(super) name: Rc<str>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Learned(props: &LearnedProps) -> Html {
    let words = use_words();
    let laid = &props.laid;
    let Some(fit) = &laid.reviewed.fit else {
        return Html::default();
    };
    // With the names that came with a story in the language of the page.
    let spoken = words.plan(&laid.document.scenario);
    let scenario = &*spoken;
    let names = words.names_of(scenario);
    let found = match fit {
        Ok(fit) => words.review_fit(scenario, fit),
        Err(why) => vec![words.review_no_fit(why)],
    };
    let after = laid.reviewed.after.as_ref().filter(|a| a.score.is_ok());
    let new = laid.new.as_ref().filter(|new| !new.changes.is_empty());
    let save = {
        let name = words.text("review.new_name", &Args::new().with("name", &scenario.name));
        let note = words.review_note(&props.name, &laid.reviewed.digest);
        props.dispatch.reform(move |_: MouseEvent| {
            step(ReviewStep::Save {
                name: name.clone(),
                note: note.clone(),
            })
        })
    };
    html! {
        <section class="review__part" aria-labelledby="review-learned">
            <h3 id="review-learned">{ words.t("review.learned") }</h3>
            <ul class="review__list">
                { for found.into_iter().map(|said| html! { <li>{ said }</li> }) }
            </ul>
            if let Some(new) = new {
                <details class="review__changes">
                    <summary>{ words.text("review.changes", &Args::new().with("n", new.changes.len())) }</summary>
                    <ul class="review__list">
                        { for new.changes.iter().map(|change| html! { <li key={change.path.clone()}>{ names.change(change) }</li> }) }
                    </ul>
                </details>
                if let Some(after) = after {
                    <p>{ words.text("review.after", &Args::new().with("finding", words.review_finding(after))) }</p>
                }
                <p class="soft small review__text">{ words.t("review.save.help") }</p>
                <button type="button" class="button button--main" onclick={save}>{ words.t("review.save") }</button>
            }
        </section>
    }
}
