//! The dialog on the page.

use onrush_words::Args;
use yew::prelude::*;

use super::choices::{Choices, Way};
use super::form::form;
use super::picture;
use crate::components::Said;
use crate::embed::Plan;
use crate::language::use_words;
use crate::outside::{link, own_page, use_copy_of_field, use_own_id, use_script};
use crate::state::{Document, Origin, Shared, Shown};

/// Characters of an address that some wikis and proxies do not take any more.
const LONG: usize = 8_000;

#[derive(Properties, PartialEq)]
pub(crate) struct EmbeddingProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The seed of the crowd on the screen.
    pub(crate) seed: u64,
    /// Its result, once it is there: pictures are made of that.
    pub(crate) shown: Option<Shown>,
}

#[component]
pub(crate) fn Embedding(props: &EmbeddingProps) -> Html {
    let words = use_words();
    let id = use_own_id();
    let choices = use_state_eq(Choices::default);
    let change = {
        let choices = choices.setter();
        Callback::from(move |next| choices.set(next))
    };
    let page = own_page();
    // A page that lies on a disk can be shown by nobody else's.
    let on_a_server = page.starts_with("http");
    let plan = use_memo(props.document.clone(), |document| plan(document));
    let name = words.text(
        "embedding.name",
        &Args::new().with("name", &props.document.scenario.name),
    );
    let asked = (*plan).clone().map(|plan| choices.asked(plan, props.seed));
    let lines = match (choices.way, &asked, &props.shown) {
        (Way::Picture, _, Some(shown)) => {
            let address = props.document.shared_route(props.seed);
            let address = address.map(|route| link(&route.fragment()));
            picture::lines(words, shown, address.as_deref().filter(|_| on_a_server))
        }
        (Way::Frame | Way::Element, Some(asked), _) => choices.lines(&page, asked, &name),
        (Way::Picture, _, None) | (_, None, _) => String::new(),
    };
    let trouble = match (choices.way, &asked) {
        (Way::Picture, _) if props.shown.is_none() => Some("embedding.no_result"),
        (Way::Picture, _) => None,
        (_, None) => Some("embedding.large"),
        (_, Some(_)) if !on_a_server => Some("embedding.disk"),
        (_, Some(asked)) if asked.len() > LONG => Some("embedding.long"),
        _ => None,
    };
    let hint = format!("embedding.way.{}.help", choices.way.id());
    html! {
        <section class="embedding" aria-label={words.t("embedding.title")}>
            <p class="soft">{ words.t("embedding.help") }</p>
            { form(words, &id, &choices, &change) }
            if let Some(trouble) = trouble {
                <Said tag="p" class="notice">{ words.t(trouble) }</Said>
            }
            if !lines.is_empty() {
                <p class="soft small">{ words.t(&hint) }</p>
                if let (Way::Picture, Some(shown)) = (choices.way, &props.shown) {
                    <p class="embedding__group">
                        <button type="button" class="button" onclick={picture::save(words, shown, false)}>{ words.t("embedding.svg") }</button>
                        <button type="button" class="button" onclick={picture::save(words, shown, true)}>{ words.t("embedding.png") }</button>
                    </p>
                }
                <Lines text={lines} />
            }
            if let Some(asked) = asked.filter(|_| on_a_server && choices.way != Way::Picture) {
                <Preview {asked} {name} locked={choices.lock.id()} />
            }
        </section>
    }
}

/// The plan as an address names it; `None` when it is too large for one.
fn plan(document: &Document) -> Option<Plan> {
    match &document.origin {
        Origin::Story(key) => Some(Plan::Story(key.clone())),
        Origin::Link(code) => Some(Plan::Code(code.to_string())),
        Origin::Own(_) => document.handed_over().code().map(Plan::Code),
    }
}

#[derive(Properties, PartialEq)]
struct LinesProps {
    text: AttrValue,
}

/// What is to be pasted, and the way to copy it.
#[component]
fn Lines(props: &LinesProps) -> Html {
    let words = use_words();
    let (id, field) = (use_own_id(), use_node_ref());
    let (press, copied) = use_copy_of_field(&field, Some(props.text.clone()));
    html! {
        <div class="embedding__lines">
            <label class="field__name" for={id.clone()}>{ words.t("embedding.lines") }</label>
            <textarea {id} class="field__input" ref={field} rows="4" readonly={true} spellcheck="false" value={props.text.clone()} />
            <button type="button" class="button button--main" onclick={press}>{ words.t("embedding.copy") }</button>
            <Said tag="p" class="soft small">
                { match copied {
                    Some(true) => words.t("embedding.copied"),
                    Some(false) => words.t("embedding.by-hand"),
                    None => String::new(),
                } }
            </Said>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    asked: AttrValue,
    name: AttrValue,
    locked: &'static str,
}

/// What it will look like: the element that is on offer, made by the same script.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let words = use_words();
    use_script("embed.js");
    let value = |name: &str| {
        let mut parts = props
            .asked
            .split('&')
            .filter_map(|part| part.split_once('='));
        let found = parts.find(|(known, _)| *known == name);
        found.map(|(_, value)| AttrValue::from(value.to_owned()))
    };
    let locked = match props.locked {
        "open" => None,
        "scripts" => Some(""),
        other => Some(other),
    };
    html! {
        <div class="embedding__preview">
            <h3>{ words.t("embedding.preview") }</h3>
            <onrush-rehearsal
                story={value("story")} plan={value("p")} seed={value("seed")} show={value("show")} theme={value("theme")}
                lang={value("lang")} at={value("at")} play={value("play")} step={value("step")} edit={value("edit")}
                name={props.name.clone()} locked={locked}
            />
        </div>
    }
}
