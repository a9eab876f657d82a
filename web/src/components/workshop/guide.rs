//! How to lead a workshop: agenda, what to say, what to expect, what to prepare.

use onrush_diagnose::Verdict;
use onrush_words::{Args, Words};
use onrush_workshop::{EXPECTED, Expected};
use yew::prelude::*;

use super::{print_button, story_name};
use crate::language::use_words;

/// Minutes at which each part begins, and the end.
const SHORT: [u32; 6] = [0, 4, 10, 30, 38, 45];
const LONG: [u32; 8] = [0, 10, 20, 32, 60, 66, 78, 90];

#[component]
pub(crate) fn Guide() -> Html {
    let words = use_words();
    let long = use_state_eq(|| false);
    let (minutes, parts): (u32, &[u32]) = if *long { (90, &LONG) } else { (45, &SHORT) };
    let choose = |value: bool| {
        let long = long.setter();
        Callback::from(move |_: Event| long.set(value))
    };
    let one = |value: bool, n: u32| {
        html! {
            <label class="choice__one">
                <input type="radio" name="guide-length" checked={*long == value} onchange={choose(value)} />
                <span>{ words.text("trainer.length", &Args::new().with("n", n)) }</span>
            </label>
        }
    };
    let list = |family: &str, n: usize| {
        html! { <ul>{ for (1..=n).map(|i| html! { <li>{ words.t(&format!("trainer.{family}.{i}")) }</li> }) }</ul> }
    };
    let part = |(i, at): (usize, &[u32])| {
        let said = |what: &str| words.t(&format!("trainer.{minutes}.{}.{what}", i + 1));
        html! {
            <tr>
                <td class="number">{ format!("{}–{}", at[0], at[1]) }</td>
                <td>{ said("what") }</td>
                <td>{ said("say") }</td>
            </tr>
        }
    };
    let column = |id: &str| html! { <th scope="col">{ words.t(&format!("trainer.{id}")) }</th> };
    html! {
        <>
            <div class="workshop__press workshop__tools">
                <fieldset class="choice">
                    <legend class="visually-hidden">{ words.t("trainer.choose") }</legend>
                    { one(false, 45) }
                    { one(true, 90) }
                </fieldset>
                { print_button(words) }
            </div>
            <article class="guide" aria-label={words.t("workshop.desk.guide")}>
                <p>{ words.t("trainer.lead") }</p>
                <h2>{ words.t("trainer.agenda") } { ", " } { words.text("trainer.length", &Args::new().with("n", minutes)) }</h2>
                <div class="workshop__table" tabindex="0" role="group" aria-label={words.t("trainer.agenda")}>
                    <table>
                        <thead><tr>{ for ["minute", "what", "say"].map(column) }</tr></thead>
                        <tbody>{ for parts.windows(2).enumerate().map(part) }</tbody>
                    </table>
                </div>
                <h2>{ words.t("trainer.questions") }</h2>
                { list("question", 5) }
                <h2>{ words.t("trainer.expected") }</h2>
                <p class="small">{ words.t("trainer.expected.lead") }</p>
                <div class="workshop__table" tabindex="0" role="group" aria-label={words.t("trainer.expected")}>
                    <table class="guide__expected">
                        <thead><tr>
                            { for ["expected.story", "expected.start", "expected.surprise", "expected.prepared", "expected.both", "expected.how"].map(column) }
                        </tr></thead>
                        <tbody>{ for EXPECTED.iter().map(|expected| row(words, expected)) }</tbody>
                    </table>
                </div>
                <h2>{ words.t("trainer.room") }</h2>
                { list("room", 5) }
                <h2>{ words.t("trainer.offline") }</h2>
                { list("offline", 3) }
            </article>
        </>
    }
}

fn row(words: Words, expected: &Expected) -> Html {
    let cell = |(verdict, share): (Verdict, f64)| {
        let args = Args::new()
            .with("verdict", words.verdict(verdict))
            .with("share", words.percent(share));
        html! { <td>{ words.text("trainer.expected.cell", &args) }</td> }
    };
    let how = words.member("prep", expected.story, &Args::new());
    html! {
        <tr>
            <th scope="row">
                { story_name(words, expected.story) }
                <br />
                <span class="soft small">{ words.capitalised(&words.incident_kind(expected.surprise.kind)) }</span>
            </th>
            { for expected.results.map(cell) }
            <td>{ how }</td>
        </tr>
    }
}
