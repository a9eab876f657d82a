//! The start: the stories, one click from a running rehearsal, and the way to open a file.

use yew::prelude::*;

use crate::components::{BlankForm, FileDrop, StoryCard, TroubleNotice};
use crate::language::use_words;
use crate::state::{Action, Trouble};

#[derive(Properties, PartialEq)]
pub(crate) struct StartPageProps {
    /// Why the last thing could not be opened.
    pub(crate) trouble: Option<Trouble>,
    /// Hears of files.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn StartPage(props: &StartPageProps) -> Html {
    let words = use_words();
    html! {
        <main id="main" class="page start" tabindex="-1">
            if let Some(trouble) = props.trouble.clone() {
                <TroubleNotice {trouble} dispatch={props.dispatch.clone()} />
            }
            <h1>{ words.t("start.title") }</h1>
            <p class="start__lead">{ words.t("start.lead") }</p>
            <ul class="start__stories">
                { for onrush_scenario::stories().iter().map(|story| html! {
                    <StoryCard key={story.key} {story} />
                }) }
            </ul>
            <section class="start__blank" aria-labelledby="blank">
                <h2 id="blank">{ words.t("blank.title") }</h2>
                <p class="soft">{ words.t("blank.lead") }</p>
                <BlankForm dispatch={props.dispatch.clone()} />
            </section>
            <section class="start__file" aria-labelledby="file">
                <h2 id="file">{ words.t("file.title") }</h2>
                <FileDrop dispatch={props.dispatch.clone()} />
            </section>
            <p class="start__foot">
                { words.t("start.foot") }
                { " " }
                <a href="#model">{ words.t("model.link") }</a>
            </p>
        </main>
    }
}
