//! The charts of a result: what each shows in a sentence, and the picture of those that are opened.

use std::collections::BTreeSet;

use onrush_report::{Chart, ChartId, Labels, Moments, Names, Numerals, chart, csv};
use onrush_runner::{Findings, Rehearsal};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::chart_says::chart_says;
use crate::components::chart::ChartView;
use crate::components::futures;
use crate::language::use_words;
use crate::outside::{Palette, save_text};
use crate::state::{Action, Document, Shared, Span};

/// The charts in their order. The crowd has a part of its own.
const ORDER: [ChartId; 10] = [
    ChartId::People,
    ChartId::PageTimes,
    ChartId::Requests,
    ChartId::Errors,
    ChartId::Utilisation,
    ChartId::Waiting,
    ChartId::WaitingRoom,
    ChartId::Servers,
    ChartId::CacheHits,
    ChartId::Stock,
];

/// Those that are open at first.
const OPEN: [ChartId; 2] = [ChartId::People, ChartId::PageTimes];

#[derive(Properties, PartialEq)]
pub(crate) struct ChartsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<Rehearsal>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// What may come out in other futures of this plan, where that was asked.
    pub(crate) chances: Option<Shared<Findings>>,
    /// What they are drawn with.
    pub(crate) palette: Palette,
    /// Whether time goes on by itself: then a mouse that passes by does not hold it up.
    pub(crate) playing: bool,
    /// Hears where to move the cursor, and what to show.
    pub(crate) dispatch: Callback<Action>,
}

/// All charts that the plan has anything for.
#[component]
pub(crate) fn Charts(props: &ChartsProps) -> Html {
    let words = use_words();
    let charts = use_memo(
        (
            props.document.clone(),
            props.rehearsal.clone(),
            props.chances.clone(),
            words,
        ),
        |(document, rehearsal, chances, words)| {
            build(document, rehearsal, chances.as_deref(), *words)
        },
    );
    let open = use_state_eq(|| BTreeSet::from(OPEN));
    let toggle = {
        let open = open.clone();
        Callback::from(move |id: ChartId| {
            let mut next = (*open).clone();
            if !next.remove(&id) {
                next.insert(id);
            }
            open.set(next);
        })
    };
    let step_s = props.rehearsal.observations.step_s;
    let all = {
        let (document, rehearsal) = (props.document.clone(), props.rehearsal.clone());
        Callback::from(move |_: MouseEvent| save_all(&document, &rehearsal, words))
    };
    html! {
        <div class="charts">
            if step_s > 1 {
                <p class="soft small">{ words.text("chart.means", &Args::new().with("step", step_s)) }</p>
            }
            { for charts.iter().map(|(chart, says)| {
                let id = chart.id;
                html! {
                    <ChartView
                        key={id.id()} chart={chart.clone()} says={says.clone()} open={open.contains(&id)}
                        on_toggle={toggle.reform(move |()| id)} second={props.second} span={props.span}
                        palette={props.palette} playing={props.playing} file={stem(&props.document, &props.rehearsal)}
                        dispatch={props.dispatch.clone()}
                    />
                }
            }) }
            <p class="charts__all">
                <button type="button" class="button" onclick={all}>{ words.t("chart.save_all") }</button>
            </p>
        </div>
    }
}

fn moments(document: &Document, rehearsal: &Rehearsal) -> Moments {
    let diagnosis = &rehearsal.diagnosis;
    Moments {
        clock_start_s: document.scenario.clock.start.second_of_day,
        page_target_s: Some(document.scenario.targets.page_p95_s),
        break_s: diagnosis.first_break_s,
        peak_s: Some(diagnosis.peak.at_s),
        recovery_s: diagnosis.recovered_s,
    }
}

fn names(rehearsal: &Rehearsal, words: Words) -> Names {
    let seen = &rehearsal.observations;
    Names {
        stations: seen
            .stations
            .iter()
            .map(|s| words.station_servers(&s.id))
            .collect(),
        caches: seen
            .caches
            .iter()
            .map(|c| words.cache_name(&c.id))
            .collect(),
        rooms: seen
            .rooms
            .iter()
            .map(|r| words.waiting_room_name(&r.id))
            .collect(),
        stocks: seen.stocks.iter().map(|s| s.id.clone()).collect(),
    }
}

/// How the language writes numbers on an axis.
pub(crate) fn numerals(words: Words) -> Numerals {
    let (group, decimal, grouped_from) = words.number_marks();
    Numerals {
        group,
        decimal,
        grouped_from,
    }
}

fn build(
    document: &Document,
    rehearsal: &Rehearsal,
    chances: Option<&Findings>,
    words: Words,
) -> Vec<(Shared<Chart>, AttrValue)> {
    let moments = moments(document, rehearsal);
    let labels = Labels {
        text: &|id| words.t(id),
        names: &names(rehearsal, words),
        numerals: numerals(words),
    };
    let seen = &rehearsal.observations;
    let shown = ORDER.into_iter().filter(|id| id.is_in(seen));
    shown
        .map(|id| {
            let says = chart_says(words, id, &document.scenario, rehearsal);
            let mut chart = chart(id, seen, &moments, &labels);
            futures::add(&mut chart, chances, words);
            (Shared::new(chart), says.into())
        })
        .collect()
}

/// One chart of a result, and what it shows.
pub(crate) fn one(
    id: ChartId,
    document: &Document,
    rehearsal: &Rehearsal,
    words: Words,
) -> (Chart, AttrValue) {
    let labels = Labels {
        text: &|id| words.t(id),
        names: &names(rehearsal, words),
        numerals: Numerals::default(),
    };
    let chart = chart(
        id,
        &rehearsal.observations,
        &moments(document, rehearsal),
        &labels,
    );
    let says = chart_says(words, id, &document.scenario, rehearsal);
    (chart, says.into())
}

/// All series of the run, of every second, for a spreadsheet.
fn save_all(document: &Document, rehearsal: &Rehearsal, words: Words) {
    let labels = Labels {
        text: &|id| words.t(id),
        names: &names(rehearsal, words),
        numerals: numerals(words),
    };
    let start = document.scenario.clock.start.second_of_day;
    let table = csv(&rehearsal.observations, start, &labels);
    save_text(
        &format!("{}.csv", stem(document, rehearsal)),
        "text/csv",
        &table,
    );
}

/// How the files of a result begin: the plan's name and the crowd.
fn stem(document: &Document, rehearsal: &Rehearsal) -> AttrValue {
    let plain: String = document
        .scenario
        .name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    format!(
        "{}-crowd-{}",
        parts.join("-").to_lowercase(),
        rehearsal.seed
    )
    .into()
}
