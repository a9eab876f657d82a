//! Forecast and fact in one picture, and as a table.

use std::fmt::Write as _;

use std::rc::Rc;

use onrush_review::{Bin, Comparison};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::Curve;
use crate::language::use_words;
use crate::state::{Laid, Span};

/// Rows of the table; neighbours are added up.
const ROWS: usize = 30;
/// Times below the picture.
const TIMES: u32 = 5;

#[derive(Properties, PartialEq)]
pub(super) struct OverlayProps {
    pub(super) laid: Laid,
}

#[component]
pub(super) fn Overlay(props: &OverlayProps) -> Html {
    let words = use_words();
    let comparison = &props.laid.reviewed.comparison;
    if comparison.bins.is_empty() {
        return Html::default();
    }
    let clock = &props.laid.document.scenario.clock;
    let per_minute = 60.0 / f64::from(comparison.every_s);
    let forecast: Rc<[f64]> = comparison
        .bins
        .iter()
        .map(|bin| bin.forecast * per_minute)
        .collect();
    let fact: Vec<Option<f64>> = comparison
        .bins
        .iter()
        .map(|bin| bin.actual.map(|n| n * per_minute))
        .collect();
    let top = forecast
        .iter()
        .copied()
        .chain(fact.iter().flatten().copied())
        .fold(0.0, f64::max)
        .max(f64::MIN_POSITIVE);
    let length = comparison.every_s * u32::try_from(comparison.bins.len()).unwrap_or(1);
    let span = Span {
        from: comparison.from_s,
        to: comparison.from_s + length,
    };
    let unit = words.review_unit(comparison.unit);
    let most = Args::new().with("n", top).with("unit", unit.clone());
    html! {
        <figure class="review__figure">
            <figcaption>
                <ul class="review__key">
                    <li><span class="review__swatch review__swatch--forecast" aria-hidden="true" />{ words.t("review.forecast") }</li>
                    <li><span class="review__swatch review__swatch--fact" aria-hidden="true" />{ words.t("review.fact") }</li>
                </ul>
            </figcaption>
            <p class="soft small review__top">{ words.text("review.top", &most) }</p>
            <svg class="review__picture" role="img" aria-label={words.review_finding(comparison)}>
                <Curve values={forecast} {top} class="review__forecast" />
                <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
                    <path class="review__fact" d={line(&fact, top)} />
                </svg>
            </svg>
            <div class="review__times small soft" aria-hidden="true">
                { for (0..TIMES).map(|i| html! {
                    <span>{ words.clock_minute(clock, span.second_at(f64::from(i) / f64::from(TIMES - 1))) }</span>
                }) }
            </div>
            { table(words, &props.laid, comparison, &unit) }
        </figure>
    }
}

/// A line with gaps, as the `d` of a path.
fn line(values: &[Option<f64>], top: f64) -> String {
    let steps = values.len().max(1) as f64;
    let mut path = String::with_capacity(values.len() * 14);
    let mut down = false;
    for (i, value) in values.iter().enumerate() {
        let Some(value) = value else {
            down = false;
            continue;
        };
        let x = (i as f64 + 0.5) / steps * 1000.0;
        let y = 100.0 * (1.0 - (value / top).clamp(0.0, 1.0));
        // Writing to memory cannot fail.
        let _ = write!(path, "{}{x:.1} {y:.2}", if down { 'L' } else { 'M' });
        down = true;
    }
    path
}

/// The figures, as many rows as can be read.
fn table(words: Words, laid: &Laid, comparison: &Comparison, unit: &str) -> Html {
    let clock = &laid.document.scenario.clock;
    let of = comparison.bins.len().div_ceil(ROWS).max(1);
    let rows = comparison.bins.chunks(of).enumerate().map(|(i, bins)| {
        let second = u32::try_from(i * of).unwrap_or(0) * comparison.every_s + comparison.from_s;
        let forecast: f64 = bins.iter().map(|bin| bin.forecast).sum();
        let actual = added(bins).map_or_else(|| "–".to_owned(), |n| words.exact(n.round()));
        html! {
            <tr key={i}>
                <th scope="row">{ words.clock_minute(clock, second) }</th>
                <td class="number">{ words.exact(forecast.round()) }</td>
                <td class="number">{ actual }</td>
            </tr>
        }
    });
    let label = words.text("review.table", &Args::new().with("unit", unit));
    html! {
        <details class="chart__figures">
            <summary>{ words.t("chart.table") }</summary>
            <div class="chart__table" tabindex="0" role="region" aria-label={label.clone()}>
                <table>
                    <caption class="visually-hidden">{ label }</caption>
                    <thead><tr>
                        <th scope="col">{ words.t("column.clock") }</th>
                        <th scope="col" class="number">{ words.t("review.forecast") }</th>
                        <th scope="col" class="number">{ words.t("review.fact") }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        </details>
    }
}

/// The fact of several bins, if all were measured.
fn added(bins: &[Bin]) -> Option<f64> {
    bins.iter()
        .try_fold(0.0, |sum, bin| Some(sum + bin.actual?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_where_nothing_was_measured() {
        assert_eq!(
            line(&[Some(0.0), Some(10.0), None, Some(5.0)], 10.0),
            "M125.0 100.00L375.0 0.00M875.0 50.00"
        );
        let bin = |actual| Bin {
            forecast: 1.0,
            actual,
        };
        assert_eq!(added(&[bin(Some(1.0)), bin(Some(2.0))]), Some(3.0));
        assert_eq!(added(&[bin(Some(1.0)), bin(None)]), None);
    }
}
