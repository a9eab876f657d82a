//! The crowd to look at: all together, and each activity below it on the same time axis. Nothing can be changed.

use std::rc::Rc;

use onrush_report::clock_ticks;
use onrush_words::Args;
use yew::prelude::*;

use super::axis::{Axis, Zone};
use super::sum::Sum;
use super::{cursor, most_ticks};
use crate::components::Curve;
use crate::curves::CrowdCurves;
use crate::language::use_words;
use crate::outside::{use_pointing, use_size};
use crate::state::{Action, Document, Shared, Span};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// Hears where to move the cursor.
    pub(crate) dispatch: Callback<Action>,
}

/// Who comes when.
#[component]
pub(crate) fn CrowdToLookAt(props: &Props) -> Html {
    let words = use_words();
    let lane = use_node_ref();
    let size = use_size(&lane);
    let (scenario, span) = (&props.document.scenario, props.span);
    let clock = &scenario.clock;
    let curves = use_memo((props.document.clone(), span), |(document, span)| {
        Rc::new(CrowdCurves::of(&document.scenario, *span))
    });
    let point = use_pointing(
        &lane,
        props.dispatch.reform(move |(x, width): (f64, f64)| {
            Action::Second(span.second_at(x / width.max(1.0)))
        }),
    );
    let ticks = clock_ticks(
        Zone::Plan.start_s(clock),
        f64::from(span.from),
        f64::from(span.to),
        most_ticks(size.width),
        &words.t("axis.day"),
    );
    let grid: Rc<[f64]> = ticks.iter().map(|tick| span.percent(tick.at)).collect();
    html! {
        <div class="crowd">
            <div class="crowd__lanes">
                <Sum
                    curves={(*curves).clone()} clock={clock.clone()} shift_s={0} {span} second={props.second}
                    grid={grid} {lane} width={size.width} {point}
                />
                <Axis {span} {ticks} zone={Zone::Plan} clock={clock.clone()} />
                <ul class="tracks" aria-label={words.t("crowd.tracks")}>
                    { for scenario.activities.iter().zip(&curves.tracks).map(|(activity, track)| html! {
                        <li key={activity.id.clone()} class="track">
                            <p class="track__name">
                                <span class="track__title">{ activity.name.clone() }</span>
                                <span class="track__facts">{ words.text("crowd.visits", &Args::new().with("n", track.visits)) }</span>
                            </p>
                            <svg class="track__curve--still" aria-hidden="true">
                                <Curve values={track.values.clone()} top={curves.top} class="track__area" />
                                { cursor(span, props.second, "0") }
                            </svg>
                        </li>
                    }) }
                </ul>
            </div>
        </div>
    }
}
