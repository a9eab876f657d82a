//! What a ramp showed, slice by slice, to be read off.

use onrush_steps::Row;
use onrush_words::{Args, Name};
use yew::prelude::*;

use crate::language::use_words;

#[derive(Properties, PartialEq)]
pub(super) struct RampProps {
    pub(super) rows: Vec<Row>,
}

/// As exactly as a limit can be told from chance.
fn rate(per_s: f64) -> f64 {
    if per_s < 10.0 {
        (per_s * 10.0).round() / 10.0
    } else {
        per_s.round()
    }
}

#[component]
pub(super) fn Ramp(props: &RampProps) -> Html {
    let words = use_words();
    // Parts that are never busy say nothing.
    let parts: Vec<(usize, &str)> = props
        .rows
        .first()
        .map_or(&[][..], |row| &row.parts)
        .iter()
        .enumerate()
        .filter(|(i, _)| {
            let taken = |row: &Row| row.parts.get(*i).map_or(0.0, |p| p.taken);
            props.rows.iter().any(|row| taken(row) >= 10.0)
        })
        .map(|(i, load)| (i, load.part.as_str()))
        .collect();
    let percent = |value: f64| words.percent(value / 100.0);
    html! {
        <div class="ramp" tabindex="0" role="region" aria-label={words.t("rail.ramp")}>
            <table>
                <caption>{ words.t("rail.ramp.help") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.t("rail.ramp.rate") }</th>
                        <th scope="col">{ words.t("rail.ramp.lost") }</th>
                        <th scope="col">{ words.t("rail.ramp.slow") }</th>
                        { for parts.iter().map(|(_, part)| html! {
                            <th scope="col">{ words.text("rail.ramp.part", &Args::new().with("part", Name::station(part))) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for props.rows.iter().map(|row| html! {
                        <tr>
                            <th scope="row">{ words.exact(rate(row.per_s)) }</th>
                            <td>{ percent(row.lost_percent) }</td>
                            <td>
                                if row.page_p95_s > 0.0 {
                                    { words.duration(row.page_p95_s) }
                                } else {
                                    { words.t("rail.ramp.none") }
                                }
                            </td>
                            { for parts.iter().map(|(i, _)| html! {
                                <td>
                                    { row.parts.get(*i).map(|load| {
                                        let args = Args::new().with("taken", load.taken / 100.0).with("working", load.working / 100.0);
                                        words.text("rail.ramp.load", &args)
                                    }) }
                                </td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
