//! A field for each choice.

use onrush_handover::Lock;
use onrush_words::{Language, Words};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::choices::{Choices, HEIGHTS, Way};
use crate::embed::{At, Piece, STEPS};
use crate::state::Theme;

/// Fields of `choices`; `change` hears of others. `id` begins the ids of its elements.
pub(super) fn form(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    let framed = choices.way != Way::Picture;
    let check = |label: String, on: bool, next: Callback<bool, Choices>| {
        let change = change.clone();
        let press = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            change.emit(next.emit(input.checked()));
        });
        html! { <label class="embedding__check"><input type="checkbox" checked={on} onchange={press} />{ label }</label> }
    };
    html! {
        <>
            { ways(words, id, choices, change) }
            if framed {
                <fieldset class="embedding__group">
                    <legend>{ words.t("embedding.show") }</legend>
                    { for Piece::ALL.map(|piece| {
                        let now = choices.clone();
                        check(
                            words.t(&format!("embedding.show.{}", piece.id())),
                            choices.show.contains(&piece),
                            Callback::from(move |on| now.clone().showing(piece, on)),
                        )
                    }) }
                </fieldset>
                <div class="embedding__fields">
                    { theme(words, id, choices, change) }
                    { language(words, id, choices, change) }
                    { at(words, id, choices, change) }
                    { step(words, id, choices, change) }
                    { lock(words, id, choices, change) }
                    { height(words, id, choices, change) }
                </div>
                <div class="embedding__group">
                    { check(words.t("embedding.plays"), choices.plays, {
                        let now = choices.clone();
                        Callback::from(move |plays| Choices { plays, ..now.clone() })
                    }) }
                    { check(words.t("embedding.edit"), choices.edit, {
                        let now = choices.clone();
                        Callback::from(move |edit| Choices { edit, ..now.clone() })
                    }) }
                </div>
            }
        </>
    }
}

/// Frame, element or picture.
fn ways(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    html! {
        <fieldset class="embedding__group">
            <legend>{ words.t("embedding.way") }</legend>
            { for Way::ALL.map(|way| {
                let now = choices.clone();
                let press = change.reform(move |_: Event| Choices { way, ..now.clone() });
                html! {
                    <label class="embedding__check">
                        <input type="radio" name={format!("{id}-way")} checked={choices.way == way} onchange={press} />
                        { words.t(&format!("embedding.way.{}", way.id())) }
                    </label>
                }
            }) }
        </fieldset>
    }
}

/// One of a list, by its place.
fn select(
    label: String,
    id: String,
    options: &[String],
    chosen: usize,
    picked: Callback<usize>,
) -> Html {
    let pick = Callback::from(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Ok(place) = usize::try_from(select.selected_index()) {
            picked.emit(place);
        }
    });
    html! {
        <div class="embedding__field">
            <label for={id.clone()}>{ label }</label>
            <select {id} class="field__input" onchange={pick}>
                { for options.iter().enumerate().map(|(i, text)| html! { <option selected={i == chosen}>{ text }</option> }) }
            </select>
        </div>
    }
}

/// A list of values as a field: `put` makes the choices with one of them.
fn one_of<T: Copy + PartialEq + 'static>(
    (label, id): (String, String),
    values: Vec<(T, String)>,
    now: T,
    change: &Callback<Choices>,
    put: impl Fn(T) -> Choices + 'static,
) -> Html {
    let chosen = values.iter().position(|(value, _)| *value == now);
    let (values, texts): (Vec<T>, Vec<String>) = values.into_iter().unzip();
    let change = change.clone();
    let picked = Callback::from(move |place: usize| {
        if let Some(value) = values.get(place) {
            change.emit(put(*value));
        }
    });
    select(label, id, &texts, chosen.unwrap_or(0), picked)
}

fn theme(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    let now = choices.clone();
    let values = Theme::ALL.map(|theme| (theme, words.t(&format!("theme.{}", theme.key()))));
    one_of(
        (words.t("theme.legend"), format!("{id}-theme")),
        values.into(),
        choices.theme,
        change,
        move |theme| Choices {
            theme,
            ..now.clone()
        },
    )
}

fn language(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    if Language::ALL.len() < 2 {
        return Html::default();
    }
    let now = choices.clone();
    let own = Language::ALL
        .iter()
        .map(|language| (Some(*language), language.own_name().to_owned()));
    let values = std::iter::once((None, words.t("embedding.language.reader")))
        .chain(own)
        .collect();
    one_of(
        (words.t("embedding.language"), format!("{id}-language")),
        values,
        choices.language,
        change,
        move |language| Choices {
            language,
            ..now.clone()
        },
    )
}

fn at(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    let now = choices.clone();
    let values = vec![
        (At::Moment, words.t("embedding.at.break")),
        (At::Peak, words.t("embedding.at.peak")),
        (At::Second(0), words.t("embedding.at.start")),
    ];
    one_of(
        (words.t("embedding.at"), format!("{id}-at")),
        values,
        choices.at,
        change,
        move |at| Choices { at, ..now.clone() },
    )
}

fn step(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    let now = choices.clone();
    let named = STEPS.iter().enumerate().map(|(i, step)| {
        let name = words.t(&format!("steps.{step}.name"));
        (Some(i), format!("{}. {name}", i + 1))
    });
    let values = std::iter::once((None, words.t("embedding.step.none")))
        .chain(named)
        .collect();
    one_of(
        (words.t("embedding.step"), format!("{id}-step")),
        values,
        choices.step,
        change,
        move |step| Choices {
            step,
            ..now.clone()
        },
    )
}

fn lock(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    let now = choices.clone();
    let values = Lock::ALL.map(|lock| (lock, words.t(&format!("embedding.lock.{}", lock.id()))));
    one_of(
        (words.t("embedding.lock"), format!("{id}-lock")),
        values.into(),
        choices.lock,
        change,
        move |lock| Choices {
            lock,
            ..now.clone()
        },
    )
}

fn height(words: Words, id: &str, choices: &Choices, change: &Callback<Choices>) -> Html {
    let (now, change, id) = (choices.clone(), change.clone(), format!("{id}-height"));
    let typed = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let height = input.value().trim().parse::<u32>().ok();
        let height = height.filter(|height| HEIGHTS.contains(height));
        // What is no height is not taken; the field shows what holds.
        input.set_value(&height.unwrap_or(now.height).to_string());
        if let Some(height) = height {
            change.emit(Choices {
                height,
                ..now.clone()
            });
        }
    });
    html! {
        <div class="embedding__field">
            <label for={id.clone()}>{ words.t("embedding.height") }</label>
            <input
                {id} class="field__input" type="number" min={HEIGHTS.start().to_string()} max={HEIGHTS.end().to_string()} step="10"
                value={choices.height.to_string()} onchange={typed}
            />
        </div>
    }
}
