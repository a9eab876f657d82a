//! One input for one field of the plan.

use std::cell::Cell;
use std::rc::Rc;

use onrush_scenario::{Edit, Kind, WhenAbsent};
use onrush_words::{Args, Words};
use serde_json::{Value, json};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::source::SourceOf;
use super::{meaning, name, number};
use crate::language::use_words;
use crate::outside::use_own_id;
use crate::state::{Action, Document, Form, Gesture};

#[derive(Properties, PartialEq)]
pub(crate) struct FieldProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Which field: `activities.mail.people`.
    pub(crate) path: AttrValue,
    /// What it is called here, where the usual name would say too much or too little.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// The input for a number, text, choice, time, date or flag, with its name, unit, range and source. Groups and lists have no
/// input of their own; nor has a path that leads nowhere.
///
/// What is typed is taken when the field is left or Enter is pressed. What cannot be taken stays to be corrected, with the reason
/// below, and the plan stays as it was. Escape brings back what holds.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    let words = use_words();
    let id = use_own_id();
    let path = &props.path;
    let document = &props.form.document;
    let text = meaning::text(words, document, path);
    // What was typed and not taken yet.
    let draft = use_state_eq(|| None::<String>);
    use_effect_with((text.clone(), path.clone()), {
        let draft = draft.setter();
        move |_| draft.set(None)
    });
    let stepped_to = use_memo((), |()| Cell::new(None));
    // Whether that is looked at: not while it is being typed.
    let judged = use_state_eq(|| false);
    let Some(field) = onrush_scenario::field(path) else {
        return Html::default();
    };
    let name = name(words, props.label.as_ref(), path);
    let faults = match &*draft {
        Some(draft) if *judged => meaning::faults(words, &document.scenario, field, path, draft),
        Some(_) => Vec::new(),
        None => props.form.refused.as_ref().map_or(Vec::new(), |refused| {
            refused.at(path).into_iter().cloned().collect()
        }),
    };
    let wrong = !faults.is_empty();
    let frame = Frame {
        id: id.clone(),
        wrong,
        described: described(&id, wrong),
    };
    let input = match field.kind {
        Kind::Flag => return flag(words, props, &id, &name),
        Kind::Choice(choices) => {
            let options = choices
                .iter()
                .map(|word| ((*word).to_owned(), words.choice(path, word)));
            let options: Vec<_> = options.collect();
            select(words, props, &frame, &options, field.when_absent)
        }
        Kind::Id if let Some(list) = meaning::names(field.path) => select(
            words,
            props,
            &frame,
            &entries(document, list),
            field.when_absent,
        ),
        Kind::Group | Kind::List { .. } | Kind::Numbers { .. } => return Html::default(),
        kind => {
            let typing = Typing {
                words,
                props,
                draft: draft.clone(),
                judged: judged.clone(),
                text: text.clone(),
                stepped: stepped_to.clone(),
            };
            typed(&typing, &frame, kind)
        }
    };
    let unit = onrush_scenario::about(field.path).map_or("", |said| said.unit);
    let unit = words.unit(unit, &document.scenario.money.currency);
    html! {
        <div class={classes!("field", wrong.then_some("field--wrong"))}>
            <label class="field__name" for={id.clone()}>{ name }</label>
            <div class="field__row">
                { input }
                if !unit.is_empty() { <span class="field__unit" id={format!("{id}-unit")}>{ unit }</span> }
                <SourceOf document={document.clone()} path={path.clone()} />
            </div>
            if wrong {
                <div class="field__wrong" id={format!("{id}-wrong")} role="alert">
                    { for faults.iter().map(|fault| html! {
                        <p>{ if fault.path == **path { words.fault_value(fault) } else { words.fault(fault) } }</p>
                    }) }
                </div>
            }
        </div>
    }
}

/// What every kind of input has.
struct Frame {
    id: AttrValue,
    wrong: bool,
    described: String,
}

/// What describes an input to a screen reader: its unit, and what is wrong.
fn described(id: &str, wrong: bool) -> String {
    if wrong {
        format!("{id}-unit {id}-wrong")
    } else {
        format!("{id}-unit")
    }
}

/// Ids and names of a list's entries.
fn entries(document: &Document, list: &str) -> Vec<(String, String)> {
    let values = &document.values;
    let named = |id: String| {
        let name = values.at(&format!("{list}.{id}.name"));
        let name = name.and_then(|n| n.as_str().map(str::to_owned));
        (id.clone(), name.unwrap_or(id))
    };
    values.entries(list).into_iter().map(named).collect()
}

/// A choice of several.
fn select(
    words: Words,
    props: &FieldProps,
    frame: &Frame,
    options: &[(String, String)],
    when_absent: WhenAbsent,
) -> Html {
    let document = props.form.document.clone();
    let now = document.values.at(&props.path);
    let now = now.as_ref().and_then(Value::as_str).unwrap_or_default();
    let change = {
        let path = props.path.clone();
        let document = document.clone();
        props.dispatch.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let value = match select.value() {
                none if none.is_empty() => Value::Null,
                word => word.into(),
            };
            whole(Edit::typed(&document.scenario, &path, value))
        })
    };
    html! {
        <select
            id={frame.id.clone()} class="field__input" onchange={change} aria-describedby={frame.described.clone()}
            aria-invalid={frame.wrong.then_some("true")}
        >
            if when_absent == WhenAbsent::Nothing {
                <option value="" selected={now.is_empty()}>{ words.t("form.none") }</option>
            }
            { for options.iter().map(|(word, name)| html! {
                <option value={word.clone()} selected={word == now}>{ name }</option>
            }) }
        </select>
    }
}

/// Yes or no.
fn flag(words: Words, props: &FieldProps, id: &AttrValue, name: &str) -> Html {
    let on = props.form.document.values.at(&props.path) == Some(Value::Bool(true));
    let change = {
        let (path, document) = (props.path.clone(), props.form.document.clone());
        props
            .dispatch
            .reform(move |_: Event| whole(Edit::typed(&document.scenario, &path, (!on).into())))
    };
    let faults = props.form.refused.iter().flat_map(|r| r.at(&props.path));
    html! {
        <div class="field field--flag">
            <div class="field__row">
                <label class="field__switch">
                    <input type="checkbox" role="switch" id={id.clone()} checked={on} onchange={change} />
                    <span>{ name }</span>
                </label>
                <SourceOf document={props.form.document.clone()} path={props.path.clone()} />
            </div>
            { for faults.map(|fault| html! { <p class="field__wrong" role="alert">{ words.fault(fault) }</p> }) }
        </div>
    }
}

/// What an input for text knows.
struct Typing<'a> {
    words: Words,
    props: &'a FieldProps,
    draft: UseStateHandle<Option<String>>,
    judged: UseStateHandle<bool>,
    text: String,
    /// Where the arrow key that is held down has got to. Keys come faster than the page is drawn: what it was last drawn
    /// with may be several steps ago.
    stepped: Rc<Cell<Option<f64>>>,
}

/// A number, text, time or date.
fn typed(typing: &Typing, frame: &Frame, kind: Kind) -> Html {
    let Typing { words, props, .. } = *typing;
    let (path, document) = (&props.path, &props.form.document);
    let seconds = typing.text.matches(':').count() == 2;
    let (kind_of_input, mode, step) = match kind {
        Kind::ClockTime => ("time", None, Some(if seconds { "1" } else { "60" })),
        Kind::Date => ("date", None, None),
        Kind::Whole { low, .. } if low >= 0 => ("text", Some("numeric"), None),
        Kind::Number { low, .. } if low >= 0.0 => ("text", Some("decimal"), None),
        _ => ("text", None, None),
    };
    let longest = match kind {
        Kind::Text { most, .. } => Some(most.to_string()),
        _ => None,
    };
    let input = {
        let (draft, judged) = (typing.draft.setter(), typing.judged.setter());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            judged.set(false);
            draft.set(Some(input.value()));
        })
    };
    let take: Rc<dyn Fn()> = {
        let (path, document, dispatch) = (path.clone(), document.clone(), props.dispatch.clone());
        let (draft, judged, text) = (
            typing.draft.clone(),
            typing.judged.setter(),
            typing.text.clone(),
        );
        Rc::new(move || {
            let (Some(typed), Some(field)) = (&*draft, onrush_scenario::field(&path)) else {
                return;
            };
            judged.set(true);
            if *typed == text {
                draft.set(None);
                return;
            }
            let Ok(edit) = meaning::edit(words, &document.scenario, field, &path, typed) else {
                return;
            };
            // Another way of writing what stands there already is no change: the field shows the usual one again.
            if document
                .scenario
                .edited(&edit)
                .is_ok_and(|s| s == *document.scenario)
            {
                draft.set(None);
            }
            dispatch.emit(whole(edit));
        })
    };
    // The end of stepping, with the key or the focus gone: what stands there stays.
    let stay: Rc<dyn Fn()> = {
        let (dispatch, document, path) = (props.dispatch.clone(), document.clone(), path.clone());
        let stepped = Rc::clone(&typing.stepped);
        Rc::new(move || {
            if let Some(value) = stepped.take() {
                dispatch.emit(Action::Edit {
                    edit: step_to(&document, &path, value),
                    gesture: Gesture::Commit,
                });
            }
        })
    };
    let left = {
        let (take, stay) = (Rc::clone(&take), Rc::clone(&stay));
        Callback::from(move |_: FocusEvent| {
            stay();
            take();
        })
    };
    let keys = keys(typing, kind, take);
    let end = Callback::from(move |event: KeyboardEvent| {
        if ["ArrowUp", "ArrowDown"].contains(&&*event.key()) {
            stay();
        }
    });
    let value = (*typing.draft)
        .clone()
        .unwrap_or_else(|| typing.text.clone());
    html! {
        <input
            id={frame.id.clone()} class="field__input" type={kind_of_input} inputmode={mode} {step} maxlength={longest} {value}
            data-draft={typing.draft.is_some().then_some("true")} autocomplete="off" spellcheck="false" oninput={input} onblur={left} onkeydown={keys} onkeyup={end}
            placeholder={props.placeholder(words)} aria-describedby={frame.described.clone()}
            aria-invalid={frame.wrong.then_some("true")}
        />
    }
}

/// Enter takes what was typed, Escape brings back what holds, arrows step through numbers.
fn keys(typing: &Typing, kind: Kind, take: Rc<dyn Fn()>) -> Callback<KeyboardEvent> {
    let (draft, judged) = (typing.draft.setter(), typing.judged.setter());
    let (path, document) = (
        typing.props.path.clone(),
        typing.props.form.document.clone(),
    );
    let dispatch = typing.props.dispatch.clone();
    let typed = (*typing.draft).clone();
    let words = typing.words;
    let stepped = Rc::clone(&typing.stepped);
    Callback::from(move |event: KeyboardEvent| {
        let (low, high, is_whole) = match kind {
            Kind::Whole { low, high } => (low as f64, high as f64, true),
            Kind::Number { low, high } => (low, high, false),
            _ => (0.0, 0.0, false),
        };
        match &*event.key() {
            "Enter" => take(),
            "Escape" => {
                // Whoever brings a value back does not mean to close what it is in.
                if typed.is_some() {
                    event.prevent_default();
                }
                stepped.set(None);
                draft.set(None);
                judged.set(false);
                dispatch.emit(Action::Abandon);
            }
            key @ ("ArrowUp" | "ArrowDown") if low < high => {
                event.prevent_default();
                let stands = || match typed.as_deref().map(|text| number::read(text, words)) {
                    Some(Some(number::Typed::One(n))) => Some(n),
                    Some(_) => None,
                    None => document.values.at(&path).and_then(|v| v.as_f64()),
                };
                let Some(now) = stepped.get().or_else(stands) else {
                    return;
                };
                let next = number::stepped(
                    now,
                    key == "ArrowUp",
                    event.shift_key(),
                    is_whole,
                    (low, high),
                );
                stepped.set(Some(next));
                draft.set(None);
                dispatch.emit(Action::Edit {
                    edit: step_to(&document, &path, next),
                    gesture: Gesture::Preview,
                });
            }
            _ => {}
        }
    })
}

/// A step with the arrow keys: a range around the number goes along with it.
fn step_to(document: &Document, path: &str, value: f64) -> Edit {
    if document.scenario.range_of(path).is_some() {
        Edit::Set {
            path: path.to_owned(),
            value: json!(value),
        }
    } else {
        Edit::typed(&document.scenario, path, json!(value))
    }
}

fn whole(edit: Edit) -> Action {
    Action::Edit {
        edit,
        gesture: Gesture::Whole,
    }
}

impl FieldProps {
    /// What stands in the empty field: what holds where it is left out.
    fn placeholder(&self, words: Words) -> Option<String> {
        let document = &self.form.document;
        if document.values.at(&self.path).is_some() {
            return None;
        }
        document.usual(&self.path).map_or_else(
            || Some(words.t("form.none")),
            |usual| {
                let args = Args::new().with("usual", words.typed(usual));
                Some(words.text("form.usual", &args))
            },
        )
    }
}
