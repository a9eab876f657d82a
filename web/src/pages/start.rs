//! The start: the stories, one click from a running rehearsal, and the way to open a file.

use yew::prelude::*;

use crate::components::{FileDrop, OfflineSign, Recent, StoryCard, cards};
use crate::language::use_words;
use crate::state::{Action, Library, Question, Route, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct StartPageProps {
    /// What is to be said first.
    #[prop_or_default]
    pub(crate) children: Html,
    /// The plans that this browser keeps.
    pub(crate) library: Shared<Library>,
    /// Whether it would open without a network too.
    pub(crate) offline: bool,
    /// Hears of files.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn StartPage(props: &StartPageProps) -> Html {
    let words = use_words();
    html! {
        <main id="main" class="page start" tabindex="-1">
            { props.children.clone() }
            <h1>{ words.t("start.title") }</h1>
            <p class="start__lead">{ words.t("start.lead") }</p>
            <Recent library={props.library.clone()} dispatch={props.dispatch.clone()} />
            <ul class="start__stories">
                <li class="story story--own">
                    <div class="story__words">
                        <h2>{ words.t("blank.heading") }</h2>
                        <p>{ words.t("blank.lead") }</p>
                        <ol class="story__questions">
                            { for Question::ALL.into_iter().map(|question| html! {
                                <li key={question.id()}>{ words.t(&format!("blank.{}", question.id())) }</li>
                            }) }
                        </ol>
                        <a class="button button--main story__go story__link" href={format!("#{}", Route::Blank.fragment())}>
                            { words.t("blank.title") }
                        </a>
                    </div>
                </li>
                <li class="story story--guide">
                    <div class="story__words">
                        <h2>{ words.t("guide.title") }</h2>
                        <p>{ words.t("guide.lead") }</p>
                        <a class="button story__go story__link" href={format!("#{}", Route::Guide.fragment())}>
                            { words.t("guide.go") }
                        </a>
                    </div>
                </li>
                { for cards().map(|card| html! { <StoryCard key={card.key} {card} /> }) }
            </ul>
            <section class="start__file" aria-labelledby="file">
                <h2 id="file">{ words.t("file.title") }</h2>
                <FileDrop dispatch={props.dispatch.clone()} />
            </section>
            <p class="start__foot">
                { words.t("start.foot") }
                { " " }
                <a href="#model">{ words.t("model.link") }</a>
                { " " }
                <a href="#workshop">{ words.t("start.workshop") }</a>
                { " " }
                <OfflineSign ready={props.offline} />
            </p>
        </main>
    }
}
