//! What is worth a line about the plan, once.

use onrush_words::Args;
use yew::prelude::*;

use super::strip::save;
use crate::components::Said;
use crate::language::use_words;
use crate::state::{Action, Document, News, NotKept, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct NewsLineProps {
    /// What it is.
    pub(crate) news: News,
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Hears when it has been read.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn NewsLine(props: &NewsLineProps) -> Html {
    let words = use_words();
    let (id, offer) = match props.news {
        News::FromLink => ("news.link", false),
        News::TwoTabs => ("news.two-tabs", false),
        News::Adopted => ("news.adopted", false),
        News::NotKept(NotKept::Refused) => ("news.not-kept", true),
        News::NotKept(NotKept::Full) => ("news.no-room", true),
    };
    let document = props.document.clone();
    let name = Args::new().with("name", &document.scenario.name);
    let save = Callback::from(move |_: MouseEvent| save(&document));
    let read = props.dispatch.reform(|_: MouseEvent| Action::Read);
    html! {
        <div class="news">
            <Said tag="p" at_once={true}>{ words.text(id, &name) }</Said>
            <div class="notice__actions">
                if offer {
                    <button type="button" class="button" onclick={save}>{ words.t("document.save") }</button>
                }
                <button type="button" class="button" onclick={read}>{ words.t("trouble.dismiss") }</button>
            </div>
        </div>
    }
}
