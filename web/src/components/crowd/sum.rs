//! All activities together, with the peak and the band of what is not known exactly.

use std::rc::Rc;

use onrush_scenario::Span as Clock;
use onrush_words::Args;
use yew::prelude::*;

use super::lit::LitSeconds;
use crate::components::{Curve, Ribbon};
use crate::curves::CrowdCurves;
use crate::language::use_words;
use crate::outside::Pointing;
use crate::state::Span;

#[derive(Properties, PartialEq)]
pub(super) struct SumProps {
    /// Who comes.
    pub(super) curves: Rc<CrowdCurves>,
    /// When the rehearsal is.
    pub(super) clock: Clock,
    /// What the clock that is shown is ahead of the plan's, in seconds.
    pub(super) shift_s: i64,
    /// The stretch of time that is shown.
    pub(super) span: Span,
    /// The cursor.
    pub(super) second: u32,
    /// Places for lines through all lanes, in percent.
    pub(super) grid: Rc<[f64]>,
    /// Where it is drawn.
    pub(super) lane: NodeRef,
    /// Its width, in pixels.
    pub(super) width: f64,
    /// Moves the cursor.
    pub(super) point: Pointing,
}

#[component]
pub(super) fn Sum(props: &SumProps) -> Html {
    let words = use_words();
    let (crowd, span) = (&*props.curves, props.span);
    let clock = super::axis::shifted(&props.clock, props.shift_s);
    let args = |args: Args| {
        args.with("clock", words.clock_minute(&clock, crowd.peak_at_s))
            .with("rate", crowd.peak_per_s)
            .with("visits", crowd.visits)
    };
    let (says, short) = match &crowd.band {
        _ if crowd.visits <= 0.0 => (words.t("crowd.says.nobody"), None),
        None => (
            words.text("crowd.says", &args(Args::new())),
            Some(words.text("crowd.peak", &args(Args::new()))),
        ),
        Some(band) => {
            let args = args(Args::new())
                .with("low", band.peak_per_s.0)
                .with("high", band.peak_per_s.1)
                .with("least", band.visits.0)
                .with("most", band.visits.1);
            (
                words.text("crowd.says.range", &args),
                Some(words.text("crowd.peak.range", &args)),
            )
        }
    };
    let share = span.percent(f64::from(crowd.peak_at_s));
    let at = format!("{share:.3}%");
    let whole = |x: f64| format!("{:.3}%", x.clamp(0.0, 100.0));
    // The label stands where there is room for it; about nine pixels a letter. On the narrowest screens it is the time alone: the
    // sentence above has the rest.
    let wide = |text: &str| text.chars().count() as f64 * 9.0;
    let short = short.map(|text| {
        if wide(&text) > props.width.max(1.0) {
            words.clock_minute(&clock, crowd.peak_at_s)
        } else {
            text
        }
    });
    let letters = short.as_deref().map_or(0.0, wide);
    let half = letters / 2.0 / props.width.max(1.0) * 100.0;
    // Where neither side has room for all of it, it keeps to the edge rather than to the peak.
    let (anchor, label_at) = if share < half {
        ("start", whole(share.min((100.0 - 2.0 * half).max(0.0))))
    } else if share > 100.0 - half {
        ("end", whole(share.max(2.0 * half)))
    } else {
        ("middle", whole(share))
    };
    let Pointing {
        down,
        moved,
        up,
        cancel,
    } = props.point.clone();
    html! {
        <>
            <p class="crowd__line">{ &says }</p>
            <div class="track track--sum">
                <p class="track__name track__name--sum">
                    <span class="track__title">{ words.t("crowd.all") }</span>
                    <span class="track__facts">{ words.text("crowd.visits", &Args::new().with("n", crowd.visits)) }</span>
                </p>
                <svg
                    ref={props.lane.clone()} class="track__curve--sum" role="img" aria-label={says.clone()}
                    onpointerdown={down} onpointermove={moved} onpointerup={up} onpointercancel={cancel}
                >
                    <LitSeconds {span} />
                    { for props.grid.iter().map(|at| html! {
                        <line class="track__grid" x1={format!("{at:.3}%")} x2={format!("{at:.3}%")} y1="24" y2="100%" />
                    }) }
                    <svg y="28%" width="100%" height="72%">
                        if let Some(band) = &crowd.band {
                            <Ribbon low={band.low.clone()} high={band.high.clone()} top={crowd.top} class="track__band" />
                        }
                        <Curve values={crowd.sum.clone()} top={crowd.top} class={if crowd.band.is_some() { "track__area track__area--between" } else { "track__area" }} />
                    </svg>
                    <line class="track__base" x1="0" x2="100%" y1="100%" y2="100%" />
                    { super::cursor(span, props.second, "26%") }
                    if let Some(short) = short.filter(|_| span.holds(crowd.peak_at_s)) {
                        <circle class="track__peak" cx={at} cy="28%" r="4" />
                        <text class="track__text track__text--peak" x={label_at} y="28%" dy="-10" text-anchor={anchor}>{ short }</text>
                    }
                </svg>
            </div>
        </>
    }
}
