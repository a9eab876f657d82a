//! What all these questions have in common: the button that asks, how far it is, how to stop it, and for which plan the answer is.

use onrush_runner::Query;
use onrush_words::Args;
use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;
use crate::state::{Action, Asked, Document, Shared, Stage};

#[derive(Properties, PartialEq)]
pub(crate) struct StudyProps {
    /// What is asked.
    pub(crate) question: Query,
    /// How it stands; `None` where it was not asked.
    pub(crate) asked: Option<Asked>,
    /// The plan as it is.
    pub(crate) document: Shared<Document>,
    /// What asks it; `None`: it cannot be asked yet.
    pub(crate) ask: Option<Callback<MouseEvent>>,
    /// The answer in one sentence; empty where there is none yet.
    #[prop_or_default]
    pub(crate) said: AttrValue,
    /// Hears when it shall stop.
    pub(crate) dispatch: Callback<Action>,
    /// The answer in full.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn StudyFrame(props: &StudyProps) -> Html {
    let words = use_words();
    let id = props.question.id();
    let stage = props.asked.as_ref().map(|asked| &asked.stage);
    let running = matches!(stage, Some(Stage::Running));
    let other =
        |asked: &Asked| !asked.is_of(&props.document) && asked.applied(&props.document).is_none();
    let stale = props.asked.as_ref().is_some_and(other);
    let stop = props.dispatch.reform(|_: MouseEvent| Action::StopAsking);
    let press = if running {
        Some(stop)
    } else {
        props.ask.clone()
    };
    let name = match stage {
        None => words.t(&format!("wayout.{id}.start")),
        Some(Stage::Running) => words.t("wayout.cancel"),
        Some(_) => words.t("wayout.again"),
    };
    let main = (!running && (stage.is_none() || stale)).then_some("button--main");
    html! {
        <div class="study" data-testid={format!("study-{id}")}>
            if stage.is_none() {
                <p class="soft study__intro">{ words.t(&format!("wayout.{id}.intro")) }</p>
            }
            // One place, so that it is said; empty until there is something to say.
            <Said tag="p" class="study__said">{ props.said.clone() }</Said>
            if stale {
                <p class="study__note">{ words.t("wayout.stale") }</p>
            }
            if let Some(Stage::Stopped) = stage {
                <p class="study__note">{ words.t("wayout.stopped") }</p>
            }
            if let Some(Stage::Failed(why)) = stage {
                <p class="study__note">{ words.t("wayout.failed") }</p>
                <details>
                    <summary>{ words.t("ui.for_it") }</summary>
                    <p><code>{ &**why }</code></p>
                </details>
            }
            { props.children.clone() }
            if let Some(asked) = props.asked.as_ref().filter(|_| running) {
                <Advancing asked={asked.clone()} />
            }
            // The same button throughout: whoever pressed it still has the focus on it.
            <button type="button" class={classes!("button", main)} disabled={press.is_none()} onclick={press.unwrap_or_default()}>
                { name }
            </button>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AdvancingProps {
    asked: Asked,
}

/// How far it is.
#[component]
fn Advancing(props: &AdvancingProps) -> Html {
    let words = use_words();
    let advance = props.asked.advance.filter(|a| a.of > 0);
    let said = advance.map_or_else(
        || words.t("wayout.begins"),
        |a| {
            let args = Args::new()
                .with("done", a.done)
                .with("of", a.of)
                .with("exact", a.exact);
            words.text("wayout.busy", &args)
        },
    );
    let max = advance.map_or(1, |a| a.of);
    html! {
        <div class="progress">
            <progress aria-label={words.t("wayout.progress")} max={max.to_string()} value={advance.map(|a| a.done.to_string())} />
            <span class="soft small">{ said }</span>
        </div>
    }
}
