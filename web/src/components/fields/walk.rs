//! All fields of a group.

use onrush_scenario::{Edit, Field, Kind, WhenAbsent, fields};
use onrush_words::Args;
use serde_json::Value;
use yew::prelude::*;

use super::starter::starter;
use super::whole;
use crate::components::form::{Field as Input, Switch};
use crate::language::use_words;
use crate::state::{Action, Form};

#[derive(Properties, PartialEq)]
pub(crate) struct FieldsProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Where the group or entry is: `site.third_parties.payment`.
    pub(crate) path: AttrValue,
    /// Its pattern: `site.third_parties[]`.
    pub(crate) pattern: AttrValue,
    /// Fields that have a place elsewhere, by their names in the group.
    #[prop_or_default]
    pub(crate) skip: Vec<&'static str>,
    /// Hears of changes.
    pub(crate) dispatch: Callback<Action>,
}

/// The fields right below a pattern.
fn children(pattern: &str) -> impl Iterator<Item = (&'static str, &'static Field)> {
    fields().iter().filter_map(move |field| {
        let name = field.path.strip_prefix(pattern)?.strip_prefix('.')?;
        (!name.contains(['.', '['])).then_some((name, field))
    })
}

/// All fields of a group or entry but its key.
#[component]
pub(crate) fn Fields(props: &FieldsProps) -> Html {
    html! {
        <div class="fields">
            { for children(&props.pattern)
                .filter(|(name, field)| !props.skip.contains(name) && !is_own_key(field))
                .map(|(name, field)| one(props, name, field)) }
        </div>
    }
}

/// Keys stay as they are: other fields name them.
fn is_own_key(field: &Field) -> bool {
    field.kind == Kind::Id && field.path.ends_with("[].id") && !field.path.ends_with("asks[].id")
}

fn one(props: &FieldsProps, name: &str, field: &'static Field) -> Html {
    let path = AttrValue::from(format!("{}.{name}", props.path));
    let pattern = AttrValue::from(field.path);
    match field.kind {
        Kind::Group => html! {
            <Group
                key={name.to_owned()} form={props.form.clone()}
                {path} {pattern} optional={field.when_absent == WhenAbsent::Nothing} dispatch={props.dispatch.clone()}
            />
        },
        Kind::List { most, .. } => html! {
            <Entries
                key={name.to_owned()} form={props.form.clone()}
                {path} {pattern} {most} dispatch={props.dispatch.clone()}
            />
        },
        Kind::Numbers { .. } => Html::default(),
        _ => html! {
            <Input
                key={name.to_owned()} form={props.form.clone()}
                {path} dispatch={props.dispatch.clone()}
            />
        },
    }
}

#[derive(Properties, PartialEq)]
struct GroupProps {
    form: Form,
    path: AttrValue,
    pattern: AttrValue,
    optional: bool,
    dispatch: Callback<Action>,
}

/// A group in a frame of its own; one that may be left out has a switch.
#[component]
fn Group(props: &GroupProps) -> Html {
    let words = use_words();
    let there = props
        .form
        .document
        .values
        .at(&props.path)
        .is_some_and(|v| !v.is_null());
    let label = words.field_label(&props.path).unwrap_or_default();
    html! {
        <fieldset class="fields__group">
            if props.optional {
                <legend class="visually-hidden">{ &label }</legend>
                <Switch form={props.form.clone()} path={props.path.clone()} dispatch={props.dispatch.clone()} />
            } else {
                <legend>{ &label }</legend>
            }
            if there {
                <Fields
                    form={props.form.clone()}
                    path={props.path.clone()} pattern={props.pattern.clone()} dispatch={props.dispatch.clone()}
                />
            }
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct EntriesProps {
    form: Form,
    path: AttrValue,
    pattern: AttrValue,
    most: usize,
    dispatch: Callback<Action>,
}

/// The entries of a list, each with its fields.
#[component]
fn Entries(props: &EntriesProps) -> Html {
    let words = use_words();
    let list = props.form.document.values.at(&props.path);
    let entries = list
        .as_ref()
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let label = words.field_label(&props.path).unwrap_or_default();
    let pattern = format!("{}[]", props.pattern);
    let new = starter(&pattern, entries, &props.form.document.scenario)
        .filter(|_| entries.len() < props.most);
    let add = new.map(|entry| {
        let (dispatch, list) = (props.dispatch.clone(), props.path.to_string());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(whole(Edit::Insert {
                list: list.clone(),
                at: None,
                entry: entry.clone(),
            }));
        })
    });
    html! {
        <fieldset class="fields__group">
            <legend>{ &label }</legend>
            { for entries.iter().enumerate().map(|(i, entry)| {
                // Entries with a key are found by it, others by their place.
                let path = match entry["id"].as_str() {
                    Some(id) => format!("{}.{id}", props.path),
                    None => format!("{}[{i}]", props.path),
                };
                let remove = props.dispatch.reform({
                    let path = path.clone();
                    move |_: MouseEvent| whole(Edit::Remove { path: path.clone() })
                });
                let args = Args::new().with("field", label.as_str()).with("n", i + 1);
                html! {
                    <div key={i} class="fields__entry" role="group" aria-label={words.text("fields.entry", &args)}>
                        <Fields
                            form={props.form.clone()}
                            path={path} pattern={pattern.clone()} dispatch={props.dispatch.clone()}
                        />
                        <button type="button" class="button" aria-label={words.text("fields.remove-entry", &args)} onclick={remove}>
                            { words.t("fields.remove") }
                        </button>
                    </div>
                }
            }) }
            if let Some(add) = add {
                <button type="button" class="button" onclick={add}>
                    { words.text("fields.add", &Args::new().with("field", label.as_str())) }
                </button>
            }
        </fieldset>
    }
}
