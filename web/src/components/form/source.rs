//! Where the number in a field comes from, one tap away.

use onrush_scenario::Kind;
use onrush_words::Args;
use yew::prelude::*;

use super::meaning;
use crate::language::use_words;
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(super) struct SourceOfProps {
    pub(super) document: Shared<Document>,
    pub(super) path: AttrValue,
}

/// How sure the number is, as a word; opened, who says so, and what may stand there.
#[component]
pub(super) fn SourceOf(props: &SourceOfProps) -> Html {
    let words = use_words();
    let Some(field) = onrush_scenario::field(&props.path) else {
        return Html::default();
    };
    // What somebody calls a thing needs no source.
    if matches!(field.kind, Kind::Text { .. } | Kind::Id) {
        return Html::default();
    }
    let source = meaning::source(words, &props.document, field, &props.path);
    let name = words.field_label(&props.path).unwrap_or_default();
    html! {
        <details class="field__source">
            <summary>
                <span class="visually-hidden">{ words.text("form.source.of", &Args::new().with("name", name)) }{ " " }</span>
                { words.t(source.kind) }
            </summary>
            <div class="field__about">
                <p>{ words.t(explained(source.kind)) }</p>
                if let Some(said) = source.said { <p>{ said }</p> }
                <p class="soft">{ words.text("form.allowed", &Args::new().with("allowed", words.allowed(&field.kind.allowed()))) }</p>
                <p class="soft small"><code>{ props.path.clone() }</code></p>
            </div>
        </details>
    }
}

/// The sentence that explains the word.
fn explained(kind: &str) -> &'static str {
    match kind {
        "form.source.known" => "form.source.known.help",
        "form.source.assumed" => "form.source.assumed.help",
        "form.source.changed" => "form.source.changed.help",
        "form.source.default" => "form.source.default.help",
        "form.source.default-assumed" => "form.source.default-assumed.help",
        _ => "form.source.own.help",
    }
}
