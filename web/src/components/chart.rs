//! A chart over time: a sentence, the picture with the cursor, what the cursor reads, and the figures as a table.

use onrush_report::{Chart, ChartId, Labels, Moments, Numerals, Stroke, chart};
use onrush_words::Words;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::chart_says::chart_says;
use crate::charts::{Plot, paint, tone_class};
use crate::language::use_words;
use crate::outside::{use_pointing, use_size};
use crate::state::{Action, Document, Shared, Span};

/// The charts below the answer. The crowd has a part of its own.
const SHOWN: [ChartId; 5] = [
    ChartId::People,
    ChartId::Requests,
    ChartId::PageTimes,
    ChartId::Utilisation,
    ChartId::Waiting,
];

/// Rows of a chart's table; the figures of every second are in the file that the command line writes.
const ROWS: u32 = 30;

#[derive(Properties, PartialEq)]
pub(crate) struct ChartsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// Whether the page is dark.
    pub(crate) dark: bool,
    /// Hears where to move the cursor.
    pub(crate) dispatch: Callback<Action>,
}

/// All charts of a result.
#[component]
pub(crate) fn Charts(props: &ChartsProps) -> Html {
    let words = use_words();
    let charts = use_memo(
        (props.document.clone(), props.rehearsal.clone(), words),
        |(document, rehearsal, words)| build(document, rehearsal, *words),
    );
    html! {
        <div class="charts">
            { for charts.iter().map(|(chart, says)| html! {
                <ChartView
                    key={chart.id.id()} chart={chart.clone()} says={says.clone()} second={props.second} span={props.span} dark={props.dark}
                    dispatch={props.dispatch.clone()}
                />
            }) }
        </div>
    }
}

fn build(
    document: &Document,
    rehearsal: &onrush_runner::Rehearsal,
    words: Words,
) -> Vec<(Shared<Chart>, AttrValue)> {
    let diagnosis = &rehearsal.diagnosis;
    let moments = Moments {
        clock_start_s: document.scenario.clock.start.second_of_day,
        page_target_s: Some(document.scenario.targets.page_p95_s),
        break_s: diagnosis.first_break_s,
        peak_s: Some(diagnosis.peak.at_s),
        recovery_s: diagnosis.recovered_s,
    };
    let stations: Vec<String> = rehearsal
        .observations
        .stations
        .iter()
        .map(|station| words.station_servers(&station.id))
        .collect();
    let labels = Labels {
        text: &|id| words.t(id),
        stations: &stations,
        numerals: Numerals::default(),
    };
    SHOWN
        .map(|id| {
            let says = chart_says(words, id, &document.scenario, rehearsal);
            let chart = chart(id, &rehearsal.observations, &moments, &labels);
            (Shared::new(chart), says.into())
        })
        .into()
}

#[derive(Properties, PartialEq)]
pub(crate) struct ChartViewProps {
    /// What is drawn.
    pub(crate) chart: Shared<Chart>,
    /// What it shows, in a sentence.
    pub(crate) says: AttrValue,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// Whether the page is dark.
    pub(crate) dark: bool,
    /// Hears where to move the cursor.
    pub(crate) dispatch: Callback<Action>,
}

/// One chart.
#[component]
pub(crate) fn ChartView(props: &ChartViewProps) -> Html {
    let stage = use_node_ref();
    let canvas = use_node_ref();
    let size = use_size(&stage);
    let plot = use_state_eq(|| None::<Plot>);
    use_effect_with((props.chart.clone(), size, props.dark, props.span), {
        let (canvas, plot) = (canvas.clone(), plot.setter());
        move |(chart, size, dark, span)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                plot.set(paint(&canvas, chart, *size, *dark, *span));
            }
        }
    });
    let point = {
        let (plot, dispatch) = (*plot, props.dispatch.clone());
        use_pointing(
            &stage,
            Callback::from(move |(x, _)| {
                if let Some(plot) = plot {
                    dispatch.emit(Action::Second(plot.second_at(x)));
                }
            }),
        )
    };
    let chart = &props.chart;
    let says = &props.says;
    let title = format!("chart-{}", chart.id.id());
    html! {
        <figure class="chart" aria-labelledby={title.clone()}>
            <h3 id={title} class="chart__title">{ &chart.title }</h3>
            <p class="chart__says">{ says }</p>
            <div
                class="chart__stage" ref={stage} onpointerdown={point.down} onpointermove={point.moved}
                onpointerup={point.up} onpointercancel={point.cancel}
            >
                <canvas class="chart__canvas" ref={canvas} role="img" aria-label={format!("{}: {says}", chart.title)} />
                if let Some(plot) = *plot {
                    <svg class="chart__over" aria-hidden="true">
                        <line
                            class="cursor" x1={px(plot.x_of(props.second))} x2={px(plot.x_of(props.second))}
                            y1={px(plot.top)} y2={px(plot.bottom)}
                        />
                    </svg>
                }
            </div>
            <Key chart={chart.clone()} second={props.second} />
            <FigureTable chart={chart.clone()} span={props.span} />
        </figure>
    }
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[derive(Properties, PartialEq)]
struct KeyProps {
    chart: Shared<Chart>,
    second: u32,
}

/// The lines by name, and what each says at the cursor.
#[component]
fn Key(props: &KeyProps) -> Html {
    let chart = &props.chart;
    let values = chart.values_at(f64::from(props.second));
    html! {
        <ul class="chart__key">
            { for chart.lines.iter().zip(values).map(|(line, value)| {
                let dashes = match line.stroke {
                    Stroke::Dashed => Some("7 4"),
                    Stroke::Dotted => Some("2 4"),
                    Stroke::Solid | Stroke::Area => None,
                };
                html! {
                    <li key={line.key.clone()}>
                        <svg class="chart__swatch" aria-hidden="true">
                            <line
                                class={classes!("tone", tone_class(line.tone))} x1="0" x2="100%" y1="50%" y2="50%"
                                stroke-dasharray={dashes}
                            />
                        </svg>
                        { &line.name }
                        { " " }
                        <strong>{ value.map_or_else(|| "–".to_owned(), |value| chart.say(value)) }</strong>
                    </li>
                }
            }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct FigureTableProps {
    chart: Shared<Chart>,
    span: Span,
}

/// The figures, at equal distances; made when somebody wants to see them.
#[component]
fn FigureTable(props: &FigureTableProps) -> Html {
    let words = use_words();
    let open = use_state_eq(|| false);
    let toggled = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(!*open))
    };
    let chart = &props.chart;
    html! {
        <details ontoggle={toggled}>
            <summary>{ words.t("chart.table") }</summary>
            if *open {
                <div class="chart__table" tabindex="0" role="region" aria-label={chart.title.clone()}>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{ words.t("column.clock") }</th>
                                { for chart.lines.iter().map(|line| html! {
                                    <th scope="col" class="number">{ &line.name }</th>
                                }) }
                            </tr>
                        </thead>
                        <tbody>
                            { for (0..ROWS).map(|row| {
                                let second = f64::from(props.span.second_at(f64::from(row) / f64::from(ROWS)));
                                html! {
                                    <tr key={row}>
                                        <th scope="row">{ chart.clock(second) }</th>
                                        { for chart.values_at(second).into_iter().map(|value| html! {
                                            <td class="number">
                                                { value.map_or_else(|| "–".to_owned(), |value| chart.say(value)) }
                                            </td>
                                        }) }
                                    </tr>
                                }
                            }) }
                        </tbody>
                    </table>
                </div>
            }
        </details>
    }
}
