//! How likely it holds: each hope with its interval, the band of futures, and what matters most.

use onrush_runner::{Findings, Query};
use onrush_study::{Band, Chance, Chances, Hope, Influence};
use onrush_words::{Args, Words};
use yew::prelude::*;

use super::study::StudyFrame;
use crate::language::use_words;
use crate::state::{Action, Asked, Document, Shared};

/// Width of the pictures, in their own units.
const WIDTH: f64 = 300.0;
/// Height of the band.
const HEIGHT: f64 = 80.0;

#[derive(Properties, PartialEq)]
pub(crate) struct ChancesPanelProps {
    /// How the question stands.
    pub(crate) asked: Option<Asked>,
    /// The plan as it is.
    pub(crate) document: Shared<Document>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn ChancesPanel(props: &ChancesPanelProps) -> Html {
    let words = use_words();
    let ask = props.dispatch.reform(|_: MouseEvent| Action::Ask {
        question: Query::Chances,
        beside: None,
    });
    let chances = props.asked.as_ref().and_then(|asked| {
        let Findings::Chances(chances) = asked.findings.as_deref()? else {
            return None;
        };
        (chances.forecast + chances.exact > 0).then_some(chances)
    });
    html! {
        <StudyFrame
            question={Query::Chances} asked={props.asked.clone()} document={props.document.clone()} ask={Some(ask)}
            said={chances.map_or_else(String::new, |chances| headline(words, chances))} dispatch={props.dispatch.clone()}
        >
            if let Some(chances) = chances {
                { body(words, chances) }
            }
            if props.document.scenario.ranges.is_empty() {
                <p class="study__note">
                    { words.t("wayout.chances.no_ranges") }
                </p>
            }
        </StudyFrame>
    }
}

/// `Holds in 83 of 100 futures.`
fn headline(words: Words, chances: &Chances) -> String {
    let holds = chances.chances.iter().find(|c| c.hope == Hope::Holds);
    holds.map_or_else(String::new, |holds| {
        let n = (holds.probability.best * 100.0).round();
        words.text("chances.headline", &Args::new().with("n", n))
    })
}

fn body(words: Words, chances: &Chances) -> Html {
    let exact = chances.exact > 0;
    let counts = Args::new()
        .with("n", chances.forecast)
        .with("exact", chances.exact)
        .with("forecast", chances.forecast);
    let lost = Args::new()
        .with("low", chances.lost[0])
        .with("middle", chances.lost[1])
        .with("high", chances.lost[2]);
    let scale = chances
        .inputs
        .iter()
        .map(|i| i.lost_when_low.max(i.lost_when_high))
        .fold(0.01, f64::max);
    html! {
        <>
            <p class="soft">{ words.text(if exact { "chances.exact" } else { "chances.forecast" }, &counts) }</p>
            <ul class="hopes">
                { for chances.chances.iter().map(|chance| hope(words, chance, exact)) }
            </ul>
            if let Some(futures) = &chances.futures {
                { band(words, &futures.lost, chances.futures_exact) }
            }
            <p>{ words.text("chances.lost", &lost) }</p>
            if chances.failed > 0 {
                <p>{ words.text("chances.failed", &Args::new().with("n", chances.failed)) }</p>
            }
            if !chances.inputs.is_empty() {
                <h3>{ words.t("chances.inputs") }</h3>
                <ol class="tornado">
                    { for chances.inputs.iter().map(|input| influence(words, input, scale)) }
                </ol>
            }
        </>
    }
}

fn hope(words: Words, chance: &Chance, exact: bool) -> Html {
    let p = &chance.probability;
    let x = |share: f64| share.clamp(0.0, 1.0) * WIDTH;
    html! {
        <li>
            <span>{ words.capitalised(&words.chance(chance, exact)) }</span>
            <svg class="ladder__picture" viewBox={format!("0 0 {WIDTH} 24")} preserveAspectRatio="none" aria-hidden="true">
                <rect class="ladder__scale" x="0" y="10" width={WIDTH.to_string()} height="4" />
                <rect class={classes!("ladder__bar", (!exact).then_some("ladder__bar--forecast"))} x="0" y="6" width={x(p.best).to_string()} height="12" />
                if exact {
                    <rect
                        class="ladder__sure" x={x(p.low).to_string()} y="2" height="20"
                        width={(x(p.high) - x(p.low)).max(2.0).to_string()}
                    />
                }
            </svg>
        </li>
    }
}

/// What depends on one input: a bar from the share lost when it is low to that when it is high.
fn influence(words: Words, input: &Influence, scale: f64) -> Html {
    let x = |share: f64| (share / scale).clamp(0.0, 1.0) * WIDTH;
    let (from, to) = (x(input.lost_when_low), x(input.lost_when_high));
    html! {
        <li>
            <span>{ words.influence(input) }</span>
            <svg class="ladder__picture" viewBox={format!("0 0 {WIDTH} 24")} preserveAspectRatio="none" aria-hidden="true">
                <rect class="ladder__scale" x="0" y="10" width={WIDTH.to_string()} height="4" />
                <rect class="tornado__swing" x={from.min(to).to_string()} y="6" width={(from - to).abs().max(2.0).to_string()} height="12" />
            </svg>
        </li>
    }
}

/// The curve of all futures: the middle one within the band of eight in ten.
fn band(words: Words, band: &Band, exact: bool) -> Html {
    let most = band.high.iter().copied().fold(0.0_f32, f32::max);
    if most <= 0.0 {
        return Html::default();
    }
    let args = Args::new().with("most", f64::from(most));
    let said = if exact {
        "wayout.chances.band"
    } else {
        "wayout.chances.band_forecast"
    };
    html! {
        <figure class="futures">
            <svg
                class="futures__picture" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="none" role="img"
                aria-label={words.t("wayout.chances.lost")}
            >
                <polygon class="futures__band" points={outline(&band.low, &band.high, most)} />
                <polyline class="futures__middle" points={points(&band.middle, most).join(" ")} />
            </svg>
            <figcaption class="soft small">{ words.t("wayout.chances.lost") }{ ". " }{ words.text(said, &args) }</figcaption>
        </figure>
    }
}

#[expect(clippy::cast_precision_loss, reason = "as many points as a band has")]
fn points(column: &[f32], most: f32) -> Vec<String> {
    let last = column.len().saturating_sub(1).max(1) as f64;
    let place = |(i, value): (usize, &f32)| {
        let up = f64::from(value / most).clamp(0.0, 1.0);
        format!(
            "{:.1},{:.1}",
            i as f64 / last * WIDTH,
            HEIGHT - up * (HEIGHT - 2.0)
        )
    };
    column.iter().enumerate().map(place).collect()
}

/// There along the upper end, back along the lower one.
fn outline(low: &[f32], high: &[f32], most: f32) -> String {
    let mut all = points(high, most);
    all.extend(points(low, most).into_iter().rev());
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_goes_there_above_and_back_below() {
        let said = outline(&[0.0, 1.0], &[2.0, 4.0], 4.0);
        assert_eq!(said, "0.0,41.0 300.0,2.0 300.0,60.5 0.0,80.0");
        assert_eq!(points(&[], 1.0), Vec::<String>::new());
        assert_eq!(points(&[3.0], 3.0), ["0.0,2.0"]);
    }
}
