//! The crowd: who comes when, all together and by activity, on one time axis.

use onrush_report::clock_ticks;
use onrush_words::Args;
use yew::prelude::*;

use crate::components::Curve;
use crate::curves::CrowdCurves;
use crate::language::use_words;
use crate::outside::use_pointing;
use crate::state::{Action, Document, Shared, Span};

/// Times on the axis: few enough for a phone.
const TICKS: usize = 5;

/// Activities that are shown one by one without being asked for.
const MOST_OPEN: usize = 4;

#[derive(Properties, PartialEq)]
pub(crate) struct CrowdProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// Hears where to move it.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Crowd(props: &CrowdProps) -> Html {
    let words = use_words();
    let curves = use_memo((props.document.clone(), props.span), |(document, span)| {
        CrowdCurves::of(&document.scenario, *span)
    });
    let span = props.span;
    // All curves stand below each other, so a place on one is a place on each.
    let sum = use_node_ref();
    let point = use_pointing(
        &sum,
        props.dispatch.reform(move |(x, width): (f64, f64)| {
            Action::Second(span.second_at(x / width.max(1.0)))
        }),
    );
    let Some(crowd) = &*curves else {
        return Html::default();
    };
    let scenario = &props.document.scenario;
    let at = |second: u32| percent(span, f64::from(second));
    let ticks = clock_ticks(
        scenario.clock.start.second_of_day,
        f64::from(span.from),
        f64::from(span.to),
        TICKS,
        &words.t("axis.day"),
    );
    let cursor = |top: &'static str| {
        html! { <line class="cursor" x1={at(props.second)} x2={at(props.second)} y1={top} y2="100%" /> }
    };
    let peak_clock = words.clock_minute(&scenario.clock, crowd.peak_at_s);
    let says = words.text(
        "crowd.says",
        &Args::new()
            .with("visits", crowd.visits)
            .with("rate", crowd.peak_per_s)
            .with("clock", &peak_clock),
    );
    // The label stands where there is room.
    let peak_anchor = match span.percent(f64::from(crowd.peak_at_s)) {
        share if share < 30.0 => "start",
        share if share > 70.0 => "end",
        _ => "middle",
    };
    let track = |key: String, name: String, visits: f64, curve: Html| {
        html! {
            <li {key} class="track">
                <p class="track__name">
                    <span>{ name }</span>
                    <span class="soft">{ words.text("crowd.visits", &Args::new().with("n", visits)) }</span>
                </p>
                { curve }
            </li>
        }
    };
    let single: Vec<Html> = crowd
        .tracks
        .iter()
        .map(|one| {
            let activity = &scenario.activities[one.activity];
            track(activity.id.clone(), activity.name.clone(), one.visits, html! {
                <svg
                    class="track__curve" aria-hidden="true"
                    onpointerdown={point.down.clone()} onpointermove={point.moved.clone()}
                    onpointerup={point.up.clone()} onpointercancel={point.cancel.clone()}
                >
                    <Curve values={one.values.clone()} top={crowd.top} class="track__area--activity" />
                    <line class="track__base" x1="0" x2="100%" y1="100%" y2="100%" />
                    { cursor("0") }
                </svg>
            })
        })
        .collect();
    let folded = single.len() > MOST_OPEN;
    html! {
        <div class="crowd">
            <p class="crowd__line">{ &says }</p>
            <ul class="tracks">
                { track("all".to_owned(), words.t("crowd.all"), crowd.visits, html! {
                    <svg
                        ref={sum} class="track__curve track__curve--sum" role="img" aria-label={says.clone()}
                        onpointerdown={point.down.clone()} onpointermove={point.moved.clone()}
                        onpointerup={point.up.clone()} onpointercancel={point.cancel.clone()}
                    >
                        { for ticks.iter().map(|tick| html! {
                            <line class="track__grid" x1={percent(span, tick.at)} x2={percent(span, tick.at)} y1="0" y2="100%" />
                        }) }
                        <svg y="24%" width="100%" height="76%">
                            <Curve values={crowd.sum.clone()} top={crowd.top} class="track__area" />
                        </svg>
                        <line class="track__base" x1="0" x2="100%" y1="100%" y2="100%" />
                        { cursor("22%") }
                        if span.holds(crowd.peak_at_s) {
                            <circle class="track__peak" cx={at(crowd.peak_at_s)} cy="24%" r="4" />
                            <text
                                class="track__text track__text--peak" x={at(crowd.peak_at_s)} y="24%" dy="-10"
                                text-anchor={peak_anchor}
                            >
                                { words.text("crowd.peak", &Args::new().with("clock", &peak_clock).with("rate", crowd.peak_per_s)) }
                            </text>
                        }
                    </svg>
                }) }
                <li class="track" aria-hidden="true">
                    <span class="track__name" />
                    <svg class="axis">
                        { for ticks.iter().map(|tick| html! {
                            <text
                                class="track__text" x={percent(span, tick.at)} y="1.1em" text-anchor={anchor(span, tick.at)}
                            >
                                { &tick.label }
                            </text>
                        }) }
                    </svg>
                </li>
                if !folded {
                    { for single.clone() }
                }
            </ul>
            if folded {
                <details>
                    <summary>{ words.text("crowd.activities", &Args::new().with("n", single.len())) }</summary>
                    <ul class="tracks">{ for single }</ul>
                </details>
            }
        </div>
    }
}

fn percent(span: Span, second: f64) -> String {
    format!("{:.3}%", span.percent(second))
}

/// Times at the ends lean inwards.
fn anchor(span: Span, second: f64) -> &'static str {
    match span.percent(second) {
        share if share < 4.0 => "start",
        share if share > 96.0 => "end",
        _ => "middle",
    }
}
