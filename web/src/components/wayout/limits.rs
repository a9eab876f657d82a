//! How far it goes: the ladder of what breaks, as bars over one scale, each with how sure that is and what was done to see on.

use onrush_runner::{Findings, Query};
use onrush_study::{Limits, Rung};
use onrush_words::{Args, PlanNames, Words};
use yew::prelude::*;

use super::study::StudyFrame;
use crate::language::use_words;
use crate::state::{Action, Asked, Document, Shared};

/// Width of the picture, in its own units.
const WIDTH: f64 = 300.0;

#[derive(Properties, PartialEq)]
pub(crate) struct LimitsPanelProps {
    /// How the question stands.
    pub(crate) asked: Option<Asked>,
    /// The plan as it is.
    pub(crate) document: Shared<Document>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn LimitsPanel(props: &LimitsPanelProps) -> Html {
    let words = use_words();
    let ask = props.dispatch.reform(|_: MouseEvent| Action::Ask {
        question: Query::Limits,
        beside: None,
    });
    let found = props.asked.as_ref().and_then(|asked| {
        let Findings::Limits(limits) = asked.findings.as_deref()? else {
            return None;
        };
        Some((words.names_of(&asked.of.scenario), limits))
    });
    html! {
        <StudyFrame
            question={Query::Limits} asked={props.asked.clone()} document={props.document.clone()} ask={Some(ask)}
            said={found.as_ref().map_or_else(String::new, |(_, limits)| words.limits(limits))} dispatch={props.dispatch.clone()}
        >
            if let Some((names, limits)) = found.filter(|(_, limits)| !limits.rungs.is_empty()) {
                { ladder(words, &names, limits) }
            }
        </StudyFrame>
    }
}

/// The end of the scale, as a factor: a little beyond the last rung, and the planned crowd in any case.
fn most(limits: &Limits) -> f64 {
    let far = limits
        .rungs
        .iter()
        .map(|r| r.factor.best.max(r.factor.high));
    let far = far.filter(|f| f.is_finite()).fold(1.0, f64::max);
    (far * 1.15 * 10.0).ceil() / 10.0
}

fn ladder(words: Words, names: &PlanNames, limits: &Limits) -> Html {
    let most = most(limits);
    html! {
        <>
            <ol class="ladder">
                { for limits.rungs.iter().map(|rung| rung_of(words, names, rung, most)) }
            </ol>
            { figures(words, limits) }
            <p class="soft small">{ words.text("wayout.limits.picture", &Args::new().with("most", most)) }</p>
        </>
    }
}

/// The same as a table.
fn figures(words: Words, limits: &Limits) -> Html {
    let two = |f: f64| words.factor(f);
    let open = |f: f64| {
        if f.is_finite() {
            two(f)
        } else {
            "–".to_owned()
        }
    };
    html! {
        <details>
            <summary>{ words.t("wayout.limits.table") }</summary>
            <div class="comparison__table" tabindex="0" role="region" aria-label={words.t("wayout.limits.table")}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{ words.t("wayout.limits.part") }</th>
                            <th scope="col" class="number">{ words.t("wayout.limits.factor") }</th>
                            <th scope="col" class="number">{ words.t("wayout.limits.holds") }</th>
                            <th scope="col" class="number">{ words.t("wayout.limits.breaks") }</th>
                            <th scope="col">{ words.t("wayout.limits.by") }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for limits.rungs.iter().map(|rung| html! {
                            <tr>
                                <th scope="row">{ words.capitalised(&part_of(words, rung)) }</th>
                                <td class="number">{ two(rung.factor.best) }</td>
                                <td class="number">{ open(rung.factor.low) }</td>
                                <td class="number">{ open(rung.factor.high) }</td>
                                <td>{ words.t(if rung.confirmed { "wayout.limits.exact" } else { "wayout.limits.forecast" }) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </details>
    }
}

/// What gives way.
fn part_of(words: Words, rung: &Rung) -> String {
    let part = rung.part.as_deref();
    part.map_or_else(
        || words.t("limits.unknown_part"),
        |id| words.station_name(id),
    )
}

fn rung_of(words: Words, names: &PlanNames, rung: &Rung, most: f64) -> Html {
    let factor = &rung.factor;
    let x = |f: f64| (f / most).clamp(0.0, 1.0) * WIDTH;
    let part = part_of(words, rung);
    let times = Args::new().with("factor", words.factor(factor.best));
    let pattern = if rung.confirmed {
        "ladder__bar"
    } else {
        "ladder__bar ladder__bar--forecast"
    };
    html! {
        <li class="ladder__rung">
            <div class="fix__head">
                <strong>{ words.capitalised(&part) }</strong>
                <span>{ words.text("wayout.limits.times", &times) }</span>
            </div>
            <svg class="ladder__picture" viewBox={format!("0 0 {WIDTH} 24")} preserveAspectRatio="none" aria-hidden="true">
                <rect class="ladder__scale" x="0" y="10" width={WIDTH.to_string()} height="4" />
                <rect class={pattern} x="0" y="6" width={x(factor.best).to_string()} height="12" />
                <rect
                    class="ladder__sure" x={x(factor.low).to_string()} y="2" height="20"
                    width={(x(factor.high) - x(factor.low)).max(2.0).to_string()}
                />
                <line class="ladder__planned" x1={x(1.0).to_string()} x2={x(1.0).to_string()} y1="0" y2="24" />
            </svg>
            <p class="small">{ words.limit_evidence(rung) }</p>
            if !rung.changes.is_empty() {
                <details>
                    <summary>{ words.t("limits.fix") }</summary>
                    <ul class="fix__changes small">
                        { for rung.changes.iter().map(|change| html! { <li>{ names.change(change) }</li> }) }
                    </ul>
                </details>
            }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use onrush_study::End;
    use onrush_study::stat::Interval;

    use super::*;

    #[test]
    fn the_scale_holds_every_rung_and_the_planned_crowd() {
        let rung = |best: f64, high: f64| Rung {
            factor: Interval {
                best,
                low: best,
                high,
            },
            confirmed: true,
            part: None,
            fix: None,
            changes: Vec::new(),
        };
        let limits = |rungs| Limits {
            rungs,
            end: End::Enough,
            tested_to: 10.0,
            confirmed: false,
        };
        assert!(most(&limits(vec![rung(0.3, 0.4)])) > 1.0);
        assert!(most(&limits(vec![rung(0.3, 0.4), rung(2.0, 2.2)])) > 2.2);
        assert!(most(&limits(vec![rung(1.5, f64::INFINITY)])).is_finite());
    }
}
