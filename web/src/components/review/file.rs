//! The file: chosen or dropped, how far it is read, what is what in it, and what cannot be read.

use std::rc::Rc;

use onrush_review::Unit;
use onrush_scenario::import::log::Summary;
use onrush_scenario::import::{Choice, NoCurve};
use onrush_words::{Args, Value, Words};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::step;
use crate::components::Said;
use crate::components::crowd::import;
use crate::language::use_words;
use crate::outside::offer;
use crate::state::{Action, Review, ReviewStep, Shared, Source};

#[derive(Properties, PartialEq)]
pub(super) struct FilePartProps {
    pub(super) review: Shared<Review>,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn FilePart(props: &FilePartProps) -> Html {
    let words = use_words();
    let (review, dispatch) = (&props.review, &props.dispatch);
    let chosen = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            if let Some(file) = file {
                offer(&file, &dispatch);
            }
            // So that the same file can be chosen again after it was changed.
            input.set_value("");
        })
    };
    let over = use_state_eq(|| false);
    let drag = |is_over: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(is_over);
        })
    };
    let dropped = {
        let (over, dispatch) = (over.setter(), dispatch.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            // Elsewhere on the page a file that falls is a plan.
            event.stop_propagation();
            over.set(false);
            let data = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = data.and_then(|files| files.get(0)) {
                offer(&file, &dispatch);
            }
        })
    };
    html! {
        <section class="review__part" aria-labelledby="review-file">
            <h3 id="review-file">{ words.t("review.file") }</h3>
            <p class="soft small review__text">{ words.t("review.file.help") }</p>
            <div class={classes!("drop", over.then_some("drop--over"))}
                ondragover={drag(true)} ondragenter={drag(true)} ondragleave={drag(false)} ondrop={dropped}
            >
                <p class="drop__words">{ words.t("review.file.drop") }</p>
                <label>
                    <input class="drop__input" type="file" onchange={chosen} data-testid="review-file" />
                    <span class="button">{ words.t("review.file.choose") }</span>
                </label>
            </div>
            <Said>{ state(words, review) }</Said>
            { reading(words, review, dispatch) }
            { table(words, review, dispatch) }
            { counted(words, review, dispatch) }
        </section>
    }
}

/// How it stands with the file, in a sentence.
fn state(words: Words, review: &Review) -> Html {
    let name = Args::new().with("name", &*review.name);
    let wrong = |said: String| html! { <p class="import__wrong">{ said }</p> };
    match &review.source {
        Source::Nothing | Source::Reading { .. } => Html::default(),
        Source::Stopped => html! { <p>{ words.text("review.file.stopped", &name) }</p> },
        Source::NoTable(refusal) => wrong(import::refused(words, refusal)),
        Source::NoLog { why, .. } => wrong(words.t(&format!("log.no.{}", why.id()))),
        Source::Failed(why) => html! {
            <>
                { wrong(words.text("review.file.failed", &name)) }
                <details><summary>{ words.t("ui.for_it") }</summary><p><code>{ &**why }</code></p></details>
            </>
        },
        Source::Log {
            summary,
            knows_visits,
        } => html! {
            <p>{ words.text("review.file.is", &name) }{ " " }{ words.log_summary(summary, *knows_visits) }</p>
        },
        Source::Table { reading, .. } => match &reading.series {
            Ok(series) => {
                let gaps = series.counts.iter().filter(|count| count.is_none()).count();
                let total: f64 = series.counts.iter().flatten().sum();
                let args = name
                    .with("n", series.counts.len())
                    .with("every", Value::Time(f64::from(series.every_s)))
                    .with("total", total)
                    .with("gaps", gaps);
                html! {
                    <>
                        <p>{ words.text("review.file.table", &args) }</p>
                        if reading.put_in_order {
                            <p class="soft small">{ words.t("crowd.import.put_in_order") }</p>
                        }
                    </>
                }
            }
            Err(NoCurve::FaultyLines) => {
                let n = reading.faults.len() + reading.more_faults;
                wrong(words.text("crowd.import.faulty", &Args::new().with("n", n)))
            }
            Err(NoCurve::NothingButZero) => wrong(words.t("crowd.import.zero")),
            Err(NoCurve::TooLong) => wrong(words.t("review.file.too_long")),
        },
    }
}

/// How far it is read.
fn reading(words: Words, review: &Review, dispatch: &Callback<Action>) -> Html {
    let Source::Reading { done, of, summary } = &review.source else {
        return Html::default();
    };
    let args = Args::new()
        .with("name", &*review.name)
        .with("lines", summary.as_ref().map_or(0, |s| s.lines));
    html! {
        <div class="progress">
            <progress aria-label={words.t("review.file.progress")} max={of.max(&1).to_string()} value={done.to_string()} />
            <span class="soft small">{ words.text("review.file.reading", &args) }</span>
            <button type="button" class="button" onclick={dispatch.reform(|_: MouseEvent| step(ReviewStep::Stop))}>
                { words.t("wayout.cancel") }
            </button>
        </div>
    }
}

/// What is what in a table, or which lines of a log are damaged.
fn table(words: Words, review: &Review, dispatch: &Callback<Action>) -> Html {
    match &review.source {
        Source::Table {
            table,
            choice,
            reading,
        } => {
            let choose = dispatch.reform(|choice: Choice| step(ReviewStep::Choose(choice)));
            html! {
                <>
                    { import::head(words, table, choice) }
                    { import::choices(words, table, *choice, &choose) }
                    { import::faults(words, &reading.faults, reading.more_faults, *choice, &choose) }
                </>
            }
        }
        Source::Log { summary, .. } => damages(words, Some(summary)),
        Source::NoLog { summary, .. } => damages(words, summary.as_ref()),
        _ => Html::default(),
    }
}

fn damages(words: Words, summary: Option<&Shared<Summary>>) -> Html {
    let Some(summary) = summary.filter(|summary| summary.damaged > 0) else {
        return Html::default();
    };
    let more = summary.damaged - summary.damages.len() as u64;
    html! {
        <details class="import__faults">
            <summary>{ words.text("review.file.damaged", &Args::new().with("n", summary.damaged)) }</summary>
            <ul>
                { for summary.damages.iter().map(|line| html! { <li key={line.line}>{ words.log_damage(line) }</li> }) }
                if more > 0 {
                    <li>{ words.text("log.more", &Args::new().with("n", more)) }</li>
                }
            </ul>
        </details>
    }
}

/// What is counted, and what a time without a line means.
fn counted(words: Words, review: &Review, dispatch: &Callback<Action>) -> Html {
    let (knows_visits, gaps) = match &review.source {
        Source::Log { knows_visits, .. } => (*knows_visits, false),
        Source::Table { reading, .. } => match &reading.series {
            Ok(series) => (true, series.counts.iter().any(Option::is_none)),
            Err(_) => return Html::default(),
        },
        _ => return Html::default(),
    };
    let units: Rc<[Unit]> = Unit::ALL
        .into_iter()
        .filter(|unit| knows_visits || *unit != Unit::Visits)
        .collect();
    let changed = {
        let units = Rc::clone(&units);
        dispatch.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let value = select.value();
            let unit = units.iter().find(|unit| unit.id() == value);
            step(ReviewStep::Unit(unit.copied().unwrap_or(Unit::Visits)))
        })
    };
    let nobody = review.nobody;
    let toggled = dispatch.reform(move |_: MouseEvent| step(ReviewStep::Nobody(!nobody)));
    html! {
        <div class="import__choices">
            <label class="import__choice">
                <span>{ words.t("review.unit") }</span>
                <select onchange={changed}>
                    { for units.iter().map(|unit| html! {
                        <option selected={*unit == review.unit} value={unit.id()}>{ words.review_unit(*unit) }</option>
                    }) }
                </select>
            </label>
            if gaps {
                <label class="crowd__check">
                    <input type="checkbox" checked={nobody} onclick={toggled} />
                    <span>{ words.t("review.nobody") }</span>
                </label>
            }
        </div>
    }
}
