//! The curves of two plans on the same axes.

use onrush_report::{Chart, ChartId, Line, Stroke, Tone, Unit};
use onrush_scenario::Scenario;
use onrush_study::Bands;
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::chart::ChartView;
use crate::components::futures::spread;
use crate::language::use_words;
use crate::outside::Palette;
use crate::state::{Action, Document, Shared, Span, Zoom};

/// Steps of a chart for each stretch of a curve: enough for curves of plans that begin at different times.
const FINER: usize = 4;

#[derive(Properties, PartialEq)]
pub(crate) struct OverlayProps {
    /// The plans, this one first.
    pub(crate) plans: [Shared<Document>; 2],
    /// Their curves.
    pub(crate) curves: [Shared<Bands>; 2],
    /// Whether these are of a run; else of the forecast.
    pub(crate) exact: bool,
    /// What they are drawn with.
    pub(crate) palette: Palette,
}

/// People on the site, people lost and requests of both plans. Their cursor and what they show of the time are their own.
#[component]
pub(crate) fn Overlay(props: &OverlayProps) -> Html {
    let words = use_words();
    let charts = use_memo(
        (props.plans.clone(), props.curves.clone(), words),
        |(plans, curves, words)| {
            let [this, other] = plans;
            let curves = [&*curves[0], &*curves[1]];
            charts([&this.scenario, &other.scenario], curves, *words)
        },
    );
    let whole = Span::whole(props.plans[0].horizon_s());
    let second = use_state_eq(|| 0);
    let span = use_state_eq(|| whole);
    let open = use_state_eq(|| Some(ChartId::People));
    let heard = {
        let (second, span) = (second.setter(), span.setter());
        Callback::from(move |action: Action| match action {
            Action::Second(at) | Action::Jump(at) => second.set(at),
            Action::Zoom(Zoom::Chosen(near)) => span.set(near),
            Action::Zoom(_) => span.set(whole),
            _ => {}
        })
    };
    let said = if props.exact {
        "wayout.overlay.run"
    } else {
        "wayout.overlay.forecast"
    };
    html! {
        <div class="charts overlay" role="group" aria-label={words.t("wayout.overlay")}>
            <p class="soft small">{ words.t(said) }</p>
            { for charts.iter().map(|(chart, says)| {
                let id = chart.id;
                let toggle = {
                    let (setter, is_open) = (open.setter(), *open == Some(id));
                    Callback::from(move |()| setter.set((!is_open).then_some(id)))
                };
                html! {
                    <ChartView
                        key={id.id()} chart={chart.clone()} says={says.clone()} open={*open == Some(id)} on_toggle={toggle}
                        second={span.clamp(*second)} span={*span} palette={props.palette} playing=false prefix="overlay"
                        file={AttrValue::from("comparison")} dispatch={heard.clone()}
                    />
                }
            }) }
        </div>
    }
}

/// A chart for each curve that is compared, with what it says in words.
fn charts(
    plans: [&Scenario; 2],
    curves: [&Bands; 2],
    words: Words,
) -> Vec<(Shared<Chart>, AttrValue)> {
    type Column = fn(&Bands) -> &[f32];
    let columns: [(ChartId, &str, Column); 3] = [
        (ChartId::People, "inside", |c| &c.inside),
        (ChartId::Errors, "lost", |c| &c.lost),
        (ChartId::Requests, "requests", |c| &c.requests),
    ];
    let one = |(id, name, column): (ChartId, &str, Column)| {
        let most = curves.map(|c| column(c).iter().copied().fold(0.0_f32, f32::max));
        let lines = [0, 1].map(|i| Line {
            key: ["this", "other"][i].to_owned(),
            name: plans[i].name.clone(),
            tone: Tone::Station(i),
            stroke: [Stroke::Solid, Stroke::Dashed][i],
            values: on_first(plans, i, column(curves[i])),
            zero_is_gap: false,
        });
        let args = Args::new()
            .with("this", &plans[0].name)
            .with("other", &plans[1].name)
            .with("n", f64::from(most[0]))
            .with("m", f64::from(most[1]));
        let horizon_s = f64::from(plans[0].clock.horizon_s());
        let chart = Chart {
            id,
            title: words.t(&format!("wayout.overlay.{name}")),
            axis: words.t(&format!("wayout.overlay.{name}.axis")),
            unit: Unit::Count,
            horizon_s,
            step_s: horizon_s / steps() as f64,
            clock_start_s: plans[0].clock.start.second_of_day,
            lines: lines.to_vec(),
            marks: Vec::new(),
            day: words.t("axis.day"),
            numerals: crate::components::charts::numerals(words),
        };
        let says = words.text("wayout.overlay.says", &args);
        (Shared::new(chart), says.into())
    };
    columns.into_iter().map(one).collect()
}

fn steps() -> usize {
    Bands::POINTS * FINER
}

/// A curve of a plan on the time of the first one: at the same time of the day, or where one is of another part of the day, from the
/// beginning of both.
fn on_first(plans: [&Scenario; 2], which: usize, column: &[f32]) -> Vec<f32> {
    if which == 0 {
        return spread(column, steps());
    }
    let [first, own] = plans.map(|plan| f64::from(plan.clock.horizon_s().max(1)));
    let [begins, own_begins] = plans.map(|plan| f64::from(plan.clock.start.second_of_day));
    let later = own_begins - begins;
    let apart = later >= first || later + own <= 0.0;
    let later = if apart { 0.0 } else { later };
    (0..steps())
        .map(|step| {
            let at = (step as f64 + 0.5) / steps() as f64 * first - later;
            place(at / own * column.len() as f64)
                .and_then(|place| column.get(place).copied())
                .unwrap_or(f32::NAN)
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and looked up"
)]
fn place(at: f64) -> Option<usize> {
    (at >= 0.0).then_some(at as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_scenario::story;

    #[test]
    fn the_same_time_of_the_day_lies_at_the_same_place() {
        let read = |key: &str| Scenario::read(story(key).unwrap().file).unwrap();
        // 19:15 to 22:15, and 20:00 to 22:00.
        let (toys, firm) = (read("toy-shop"), read("staffing-firm"));
        let column = vec![1.0; Bands::POINTS];
        let values = on_first([&toys, &firm], 1, &column);
        let at = |minute: usize| values[minute * steps() / 180];
        assert!(at(44).is_nan() && at(166).is_nan());
        assert!((at(46) - 1.0).abs() < 1e-6 && (at(164) - 1.0).abs() < 1e-6);
        assert_eq!(on_first([&toys, &firm], 0, &column).len(), steps());
        let mut morning = firm.clone();
        morning.clock.start.second_of_day = 6 * 3600;
        let values = on_first([&toys, &morning], 1, &column);
        assert!(
            (values[0] - 1.0).abs() < 1e-6,
            "side by side from the beginning"
        );
    }
}
