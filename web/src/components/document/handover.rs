//! A plan that came back: what has changed in it, and how the verdict moved.

use onrush_runner::Rehearsal;
use onrush_scenario::Change;
use onrush_words::{Args, Words};
use serde_json::Value;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::kept_file;
use crate::sentences::headline;
use crate::state::{Action, Document, Handover, Kept, Shared, Shown};

#[derive(Properties, PartialEq)]
pub(crate) struct HandoverPanelProps {
    /// The plan on the screen.
    pub(crate) document: Shared<Document>,
    /// A plan kept here that it is another state of.
    pub(crate) relative: Kept,
    /// What has changed, once that was asked for.
    pub(crate) handover: Option<Handover>,
    /// The result of the plan that is kept here.
    pub(crate) older: Option<Shared<Rehearsal>>,
    /// The result on the screen.
    pub(crate) shown: Option<Shown>,
    /// Hears of what is to be done.
    pub(crate) dispatch: Callback<Action>,
}

/// A value as a person reads it: numbers with their unit, names of entries, yes and no.
pub(crate) fn value(
    words: Words,
    document: &Document,
    path: &str,
    value: Option<&Value>,
) -> String {
    let unit = onrush_scenario::about(path).map_or("", |said| said.unit);
    match value {
        None | Some(Value::Null) => words.t("handover.nothing"),
        Some(Value::Bool(true)) => words.t("handover.yes"),
        Some(Value::Bool(false)) => words.t("handover.no"),
        Some(Value::Number(n)) => {
            let number = words.exact(n.as_f64().unwrap_or_default());
            let unit = words.unit(unit, &document.scenario.money.currency);
            format!("{number} {unit}").trim_end().to_owned()
        }
        Some(Value::String(text)) => words.choice(path, text),
        Some(Value::Object(fields)) => match fields.get("name").or_else(|| fields.get("field")) {
            Some(Value::String(name)) => name.clone(),
            _ => words.t("handover.there"),
        },
        Some(Value::Array(items)) => {
            words.text("handover.entries", &Args::new().with("n", items.len()))
        }
    }
}

/// The field, with the names of the entries that it is in: `People reached (Newsletter)`.
pub(crate) fn place(words: Words, newer: &Document, older: &Document, path: &str) -> String {
    let label = words.field_label(path).unwrap_or_else(|| path.to_owned());
    let mut around = Vec::new();
    for (at, _) in path.match_indices('.') {
        let name = format!("{}.name", &path[..at]);
        let is_entry = onrush_scenario::field(&name).is_some_and(|f| f.path.contains("[].name"));
        let found = newer.values.at(&name).or_else(|| older.values.at(&name));
        if let (true, Some(Value::String(name))) = (is_entry, found) {
            around.push(name);
        }
    }
    if around.is_empty() {
        label
    } else {
        let args = Args::new()
            .with("field", label)
            .with("entry", around.join(", "));
        words.text("handover.place", &args)
    }
}

#[component]
pub(crate) fn HandoverPanel(props: &HandoverPanelProps) -> Html {
    let words = use_words();
    let name = || Args::new().with("name", &props.relative.name);
    let Some(handover) = &props.handover else {
        let (key, dispatch) = (props.relative.key.clone(), props.dispatch.clone());
        let ask = Callback::from(move |_: MouseEvent| {
            if let Some(file) = kept_file(&key) {
                dispatch.emit(Action::Compare(file));
            }
        });
        return html! {
            <div class="news">
                <p>{ words.text("handover.offer", &name()) }</p>
                <button type="button" class="button" onclick={ask}>{ words.t("handover.ask") }</button>
            </div>
        };
    };
    let (newer, older) = (&props.document, &handover.older);
    let notes = |change: &&Change| !change.path.starts_with("notes");
    let changes: Vec<&Change> = handover.changes.iter().filter(notes).collect();
    let close = props.dispatch.reform(|_: MouseEvent| Action::Read);
    let row = |change: &&Change| {
        html! {
            <tr key={change.path.clone()}>
                <th scope="row">{ place(words, newer, older, &change.path) }</th>
                <td>{ value(words, older, &change.path, change.from.as_ref()) }</td>
                <td>{ value(words, newer, &change.path, change.to.as_ref()) }</td>
            </tr>
        }
    };
    let now = props.shown.as_ref().filter(|shown| !shown.stale);
    html! {
        <section class="news handover" aria-labelledby="handover">
            <h2 id="handover">{ words.text("handover.title", &name()) }</h2>
            if changes.is_empty() {
                <p>{ words.t("handover.none") }</p>
            } else {
                <div class="handover__table" tabindex="0" role="group" aria-labelledby="handover">
                    <table>
                        <thead><tr>
                            <th scope="col">{ words.t("handover.what") }</th>
                            <th scope="col">{ words.t("handover.before") }</th>
                            <th scope="col">{ words.t("handover.after") }</th>
                        </tr></thead>
                        <tbody>{ for changes.iter().map(row) }</tbody>
                    </table>
                </div>
            }
            <dl class="handover__verdicts">
                <dt>{ words.t("handover.before") }</dt>
                <dd>{ match &props.older {
                    Some(rehearsal) => headline(words, older, rehearsal),
                    None => words.t("handover.running"),
                } }</dd>
                <dt>{ words.t("handover.after") }</dt>
                <dd>{ match now {
                    Some(shown) => headline(words, &shown.document, &shown.rehearsal),
                    None => words.t("handover.running"),
                } }</dd>
            </dl>
            <button type="button" class="button" onclick={close}>{ words.t("trouble.dismiss") }</button>
        </section>
    }
}
