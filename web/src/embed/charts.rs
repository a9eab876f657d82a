//! The result over time, drawn lightly: lines, the cursor, and what each line says there. (The whole page has finer ones, with marks and
//! tables, which weigh more than all of this.)

use std::fmt::Write as _;

use onrush_report::{
    Chart, ChartId, Labels, Moments, Names, Numerals, Stroke, clock_ticks, sample,
};
use onrush_runner::Rehearsal;
use onrush_words::Words;
use yew::prelude::*;

use crate::chart_says::chart_says;
use crate::charts::tone_class;
use crate::language::use_words;
use crate::state::{Document, Shared, Span};

/// Those that are shown, where the plan has anything for them.
const SHOWN: [ChartId; 4] = [
    ChartId::People,
    ChartId::PageTimes,
    ChartId::Requests,
    ChartId::Waiting,
];

/// Columns of a drawing; it is stretched to its place.
const COLUMNS: usize = 320;
/// Times below it.
const TICKS: usize = 4;
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 100.0;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The plan as it was played.
    pub(super) document: Shared<Document>,
    /// Its result.
    pub(super) rehearsal: Shared<Rehearsal>,
    /// The cursor.
    pub(super) second: u32,
    /// The stretch of time that is shown.
    pub(super) span: Span,
}

/// A chart with its lines as paths.
struct Drawn {
    chart: Chart,
    says: String,
    paths: Vec<String>,
    top: f32,
}

#[component]
pub(super) fn ChartsToLookAt(props: &Props) -> Html {
    let words = use_words();
    let span = props.span;
    let drawn = use_memo(
        (props.document.clone(), props.rehearsal.clone(), span, words),
        |(document, rehearsal, span, words)| draw(document, rehearsal, *span, *words),
    );
    let x = format!("{:.3}%", span.percent(f64::from(props.second)));
    let start = props.document.scenario.clock.start.second_of_day;
    let (from, to) = (f64::from(span.from), f64::from(span.to));
    let ticks = clock_ticks(start, from, to, TICKS, &words.t("axis.day"));
    let one = |drawn: &Drawn| {
        let chart = &drawn.chart;
        let values = chart.values_at(f64::from(props.second));
        html! {
            <figure key={chart.id.id()} class="chart">
                <h3 class="chart__title">{ &chart.title }</h3>
                <p class="chart__says">{ &drawn.says }</p>
                <svg class="embed__chart" role="img" aria-label={drawn.says.clone()}>
                    <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="85%">
                        { for chart.lines.iter().zip(&drawn.paths).rev().map(|(line, d)| html! {
                            <path class={classes!("tone", "embed__line", tone_class(line.tone))} d={d.clone()} stroke-dasharray={dashes(line.stroke)} />
                        }) }
                    </svg>
                    <line class="track__base" x1="0" x2="100%" y1="85%" y2="85%" />
                    <line class="cursor" x1={x.clone()} x2={x.clone()} y1="0" y2="85%" />
                    <text class="track__text" x="0" y="1em">{ chart.say(drawn.top) }{ " " }{ &chart.axis }</text>
                    { for ticks.iter().map(|tick| {
                        let share = span.percent(tick.at);
                        let anchor = if share < 6.0 { "start" } else if share > 94.0 { "end" } else { "middle" };
                        html! { <text class="track__text" x={format!("{share:.2}%")} y="100%" dy="-2" text-anchor={anchor}>{ &tick.label }</text> }
                    }) }
                </svg>
                <ul class="chart__key">
                    { for chart.lines.iter().zip(values).map(|(line, value)| html! {
                        <li key={line.key.clone()}>
                            <span class="chart__line">
                                <svg class="chart__swatch" aria-hidden="true">
                                    <line class={classes!("tone", tone_class(line.tone))} x1="0" x2="100%" y1="50%" y2="50%" stroke-dasharray={dashes(line.stroke)} />
                                </svg>
                                <span class="chart__name">{ &line.name }</span>
                                { " " }
                                <strong>{ value.map_or_else(|| "–".to_owned(), |value| chart.say(value)) }</strong>
                            </span>
                        </li>
                    }) }
                </ul>
            </figure>
        }
    };
    html! { <div class="charts">{ for drawn.iter().map(one) }</div> }
}

fn dashes(stroke: Stroke) -> Option<&'static str> {
    match stroke {
        Stroke::Dashed => Some("7 4"),
        Stroke::Dotted => Some("2 4"),
        Stroke::Solid | Stroke::Area => None,
    }
}

fn draw(document: &Document, rehearsal: &Rehearsal, span: Span, words: Words) -> Vec<Drawn> {
    let (seen, d) = (&rehearsal.observations, &rehearsal.diagnosis);
    let moments = Moments {
        clock_start_s: document.scenario.clock.start.second_of_day,
        page_target_s: Some(document.scenario.targets.page_p95_s),
        break_s: d.first_break_s,
        peak_s: Some(d.peak.at_s),
        recovery_s: d.recovered_s,
    };
    let stations = seen.stations.iter();
    let names = Names {
        stations: stations.map(|s| words.station_servers(&s.id)).collect(),
        caches: Vec::new(),
        rooms: Vec::new(),
        stocks: Vec::new(),
    };
    let labels = Labels {
        text: &|id| words.t(id),
        names: &names,
        numerals: Numerals::default(),
    };
    let (from, to) = (f64::from(span.from), f64::from(span.to));
    let shown = SHOWN.into_iter().filter(|id| id.is_in(seen));
    shown
        .map(|id| {
            let chart = onrush_report::chart(id, seen, &moments, &labels);
            let runs: Vec<_> = chart
                .lines
                .iter()
                .map(|line| sample(line, chart.step_s, from, to, COLUMNS))
                .collect();
            let all = runs.iter().flatten().flatten();
            let top = all.map(|column| column.max).fold(0.0, f32::max);
            let paths = runs.iter().map(|runs| path(runs, top)).collect();
            let says = chart_says(words, id, &document.scenario, rehearsal);
            Drawn {
                chart,
                says,
                paths,
                top,
            }
        })
        .collect()
}

/// The `d` of a line's path. A column with a spike is drawn from its smallest to its largest value.
fn path(runs: &[Vec<onrush_report::Column>], top: f32) -> String {
    let mut d = String::new();
    let top = f64::from(top).max(f64::MIN_POSITIVE);
    for run in runs {
        let mut sign = 'M';
        for column in run {
            let x = column.at * WIDTH;
            for value in [column.min, column.max] {
                let y = HEIGHT * (1.0 - f64::from(value) / top);
                // Writing to a text cannot fail.
                let _ = write!(d, "{sign}{x:.1} {y:.1}");
                sign = 'L';
            }
        }
    }
    d
}

#[cfg(test)]
mod tests {
    use onrush_runner::{Flow, rehearse};

    use super::*;
    use crate::state::Origin;

    #[test]
    fn lines_are_drawn_from_edge_to_edge_and_as_high_as_they_go() {
        let story = onrush_scenario::story("museum-tickets").expect("shipped");
        let document = Document::read(Origin::Story(story.key.into()), story.file).expect("sound");
        let rehearsal = rehearse(&document.scenario, 1, &mut |_| Flow::On).expect("it runs");
        let span = Span::whole(document.horizon_s());
        let drawn = draw(&document, &rehearsal, span, Words::default());
        assert!(drawn.len() >= 3);
        for one in &drawn {
            assert!(one.top > 0.0 && !one.says.contains('⟨'));
            assert_eq!(one.paths.len(), one.chart.lines.len());
            let highest = one.paths.iter().any(|d| d.contains(" 0.0"));
            assert!(highest, "{:?} reaches the top", one.chart.id);
        }
        let run = |values: &[(f64, f32)]| {
            let column = |(at, value): &(f64, f32)| onrush_report::Column {
                at: *at,
                min: 0.0,
                max: *value,
                mean: 0.0,
            };
            values.iter().map(column).collect::<Vec<_>>()
        };
        let gap = [run(&[(0.0, 2.0)]), run(&[(1.0, 1.0)])];
        assert_eq!(
            path(&gap, 2.0),
            "M0.0 100.0L0.0 0.0M1000.0 100.0L1000.0 50.0"
        );
    }
}
