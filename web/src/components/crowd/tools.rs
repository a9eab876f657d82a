//! What stands above the timeline: adding, the rehearsal's own time, what is shown of it, snapping, whose clock.

use onrush_scenario::Span as Clock;
use onrush_words::Args;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::Sheet;
use super::axis::Zone;
use crate::language::use_words;
use crate::state::{Action, Span};
use crate::timeline::pinch;

#[derive(Properties, PartialEq)]
pub(super) struct ToolsProps {
    /// Length of the rehearsal, in seconds.
    pub(super) horizon: u32,
    /// The stretch of time that is shown.
    pub(super) span: Span,
    /// The second of the peak.
    pub(super) peak_s: u32,
    /// When the rehearsal is.
    pub(super) clock: Clock,
    /// Moves do not snap.
    pub(super) free: bool,
    /// Whose clock is shown.
    pub(super) zone: Zone,
    /// What is open beside the timeline.
    pub(super) sheet: Sheet,
    /// There is nothing yet.
    pub(super) empty: bool,
    /// Opens and closes the palette.
    pub(super) on_palette: Callback<()>,
    /// Opens and closes the rehearsal's time.
    pub(super) on_time: Callback<()>,
    /// Hears whether moves snap.
    pub(super) on_free: Callback<bool>,
    /// Hears whose clock is to be shown.
    pub(super) on_zone: Callback<Zone>,
    /// Hears of everything else.
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Tools(props: &ToolsProps) -> Html {
    let words = use_words();
    let near = pinch::peak(props.peak_s, props.horizon);
    let look = props
        .dispatch
        .reform(move |_: MouseEvent| Action::Zoom(super::zoom_on(near, u32::MAX)));
    let snapped = props.on_free.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        !input.checked()
    });
    let zoned = props.on_zone.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = select.value();
        Zone::ALL
            .into_iter()
            .find(|zone| zone.id() == chosen)
            .unwrap_or_default()
    });
    let clock = &props.clock;
    let times = Args::new()
        .with("date", &clock.date)
        .with("from", words.clock_minute(clock, 0))
        .with("to", words.clock_minute(clock, props.horizon));
    let expanded = |open: bool| if open { "true" } else { "false" };
    html! {
        <div class="crowd__tools">
            <button
                type="button" class={classes!("button", (!props.empty).then_some("button--main"))} aria-expanded={expanded(props.sheet == Sheet::Palette)}
                onclick={props.on_palette.reform(|_: MouseEvent| ())}
            >
                <svg class="crowd__plus" viewBox="0 0 16 16" aria-hidden="true"><path class="sign" d="M3 8h10M8 3v10" /></svg>
                { words.t("crowd.add") }
            </button>
            <button
                type="button" class="button" aria-expanded={expanded(props.sheet == Sheet::Time)} onclick={props.on_time.reform(|_: MouseEvent| ())}
                aria-label={words.text("crowd.time.label", &times)}
            >
                { words.text("crowd.time", &times) }
            </button>
            if !props.empty {
                <button type="button" class="button" aria-pressed={expanded(props.span == near)} onclick={look}>{ words.t("crowd.fit.peak") }</button>
            }
            <label class="crowd__snap">
                <input type="checkbox" checked={!props.free} onchange={snapped} />
                <span>{ words.t("crowd.snap") }</span>
            </label>
            <details class="crowd__keys">
                <summary>{ words.t("crowd.keys.title") }</summary>
                <p id="crowd-keys" class="crowd__tip">{ words.t("crowd.keys") }</p>
            </details>
            <label class="crowd__zone">
                <span class="visually-hidden">{ words.t("crowd.zone") }</span>
                <select onchange={zoned}>
                    { for Zone::ALL.map(|zone| html! {
                        <option value={zone.id()} selected={zone == props.zone}>
                            { words.text(&format!("crowd.zone.{}", zone.id()), &Args::new().with("zone", &clock.time_zone)) }
                        </option>
                    }) }
                </select>
            </label>
        </div>
    }
}
