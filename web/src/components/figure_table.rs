//! The figures of a chart as a table.

use onrush_report::Chart;
use yew::prelude::*;

use super::chart::said;
use crate::language::use_words;
use crate::state::{Shared, Span};

/// Rows of the table; the figures of every second are in the file that can be saved.
const ROWS: u32 = 30;

#[derive(Properties, PartialEq)]
pub(crate) struct FigureTableProps {
    /// What is drawn.
    pub(crate) chart: Shared<Chart>,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// The cursor: its row comes first.
    pub(crate) second: u32,
}

/// The figures at the cursor and at equal distances; made when somebody wants to see them.
#[component]
pub(crate) fn FigureTable(props: &FigureTableProps) -> Html {
    let words = use_words();
    let open = use_state_eq(|| false);
    let toggled = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(!*open))
    };
    let chart = &props.chart;
    let row = |second: u32, class: Option<&'static str>| {
        let second = f64::from(second);
        html! {
            <tr {class}>
                <th scope="row">{ chart.clock(second) }</th>
                { for chart.values_at(second).into_iter().map(|value| html! {
                    <td class="number">{ said(chart, value) }</td>
                }) }
            </tr>
        }
    };
    html! {
        <details class="chart__figures" ontoggle={toggled}>
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
                            { row(props.second, Some("chart__now")) }
                            { for seconds(props.span).map(|second| row(second, None)) }
                        </tbody>
                    </table>
                </div>
            }
        </details>
    }
}

/// Every second of a short stretch, or as many as there are rows.
fn seconds(span: Span) -> impl Iterator<Item = u32> {
    let rows = ROWS.min(span.to - span.from).max(1);
    (0..rows).map(move |row| span.second_at(f64::from(row) / f64::from(rows)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_stretch_has_each_second_once_and_a_long_one_a_few() {
        let of = |from, to| seconds(Span { from, to }).collect::<Vec<_>>();
        assert_eq!(of(10, 14), [10, 11, 12, 13]);
        let long = of(0, 5400);
        assert_eq!((long.len(), long[0], long[1]), (30, 0, 180));
    }
}
