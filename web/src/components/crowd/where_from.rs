//! Where the visitors of one activity are.

use onrush_scenario::{Activity, Edit, Scenario};
use onrush_words::Args;
use serde_json::json;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Form, Gesture};
use crate::timeline::path;

#[derive(Properties, PartialEq)]
pub(super) struct WhereFromProps {
    /// The plan.
    pub(super) form: Form,
    /// The activity's place in it.
    pub(super) index: usize,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

/// The shares of an activity's visitors by region, in the regions' order, in percent.
fn shares(scenario: &Scenario, activity: &Activity) -> Vec<f64> {
    let own = |id: &str| activity.regions.iter().find(|share| share.id == id);
    scenario
        .regions
        .iter()
        .map(|region| {
            if activity.regions.is_empty() {
                region.share_percent
            } else {
                own(&region.id).map_or(0.0, |share| share.share_percent)
            }
        })
        .collect()
}

/// The shares with the one at `index` at `percent`, the others grown or shrunk in proportion, to 100 in all.
fn with_share(shares: &[f64], index: usize, percent: f64) -> Vec<f64> {
    let percent = percent.clamp(0.0, 100.0);
    let others: f64 = shares
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != index)
        .map(|(_, share)| share)
        .sum();
    let count = shares.len().saturating_sub(1).max(1) as f64;
    let mut new: Vec<f64> = shares
        .iter()
        .enumerate()
        .map(|(i, share)| {
            let one = if i == index {
                percent
            } else if others > 0.0 {
                share / others * (100.0 - percent)
            } else {
                (100.0 - percent) / count
            };
            (one * 100.0).round() / 100.0
        })
        .collect();
    if new.len() == 1 {
        return vec![100.0];
    }
    // What rounding leaves goes to the largest of the others.
    let sum: f64 = new.iter().sum();
    let largest = (0..new.len())
        .filter(|i| *i != index)
        .max_by(|a, b| new[*a].total_cmp(&new[*b]));
    if let Some(largest) = largest {
        new[largest] = ((new[largest] + 100.0 - sum) * 100.0).round().max(0.0) / 100.0;
    }
    new
}

/// Gives an activity shares of its own.
fn own(scenario: &Scenario, activity: &Activity, shares: &[f64]) -> Edit {
    let entries = scenario
        .regions
        .iter()
        .zip(shares)
        .filter(|(_, share)| **share > 0.0);
    Edit::Set {
        path: path(activity, "regions"),
        value: entries
            .map(|(region, share)| json!({ "id": region.id, "share_percent": share }))
            .collect(),
    }
}

#[component]
pub(super) fn WhereFrom(props: &WhereFromProps) -> Html {
    let words = use_words();
    let scenario = props.form.document.scenario.clone();
    let Some(activity) = scenario.activities.get(props.index) else {
        return Html::default();
    };
    let shares = shares(&scenario, activity);
    let change = |edit: Edit| {
        let dispatch = props.dispatch.clone();
        move || {
            dispatch.emit(Action::Edit {
                edit: edit.clone(),
                gesture: Gesture::Whole,
            });
        }
    };
    let as_usual = activity.regions.is_empty();
    let usual = change(Edit::Set {
        path: path(activity, "regions"),
        value: json!([]),
    });
    let special = change(own(&scenario, activity, &shares));
    let name = format!("where-{}", activity.id);
    html! {
        <div class="sheet__part">
            <fieldset class="choice choice--wide">
                <legend class="visually-hidden">{ words.t("crowd.where") }</legend>
                <label class="choice__one">
                    <input type="radio" name={name.clone()} checked={as_usual} onchange={Callback::from(move |_: Event| usual())} />
                    <span>{ words.t("crowd.where.usual") }</span>
                </label>
                <label class="choice__one">
                    <input type="radio" {name} checked={!as_usual} onchange={Callback::from(move |_: Event| special())} />
                    <span>{ words.t("crowd.where.own") }</span>
                </label>
            </fieldset>
            { for scenario.regions.iter().enumerate().map(|(i, region)| {
                let share = shares[i];
                let said = words.percent(share / 100.0);
                if as_usual {
                    return html! { <p key={region.id.clone()} class="region-share"><span>{ &region.name }</span><span class="soft">{ said }</span></p> };
                }
                let (dispatch, scenario, shares, index) = (props.dispatch.clone(), scenario.clone(), shares.clone(), props.index);
                let moved = move |value: f64, gesture: Gesture| {
                    if let Some(activity) = scenario.activities.get(index) {
                        let edit = own(&scenario, activity, &with_share(&shares, i, value));
                        dispatch.emit(Action::Edit { edit, gesture });
                    }
                };
                let typed = Callback::from(move |event: Event| {
                    let input: HtmlInputElement = event.target_unchecked_into();
                    if let Some(value) = onrush_json::decimal(&input.value().replace(',', ".")) {
                        moved(value, Gesture::Whole);
                    }
                });
                html! {
                    <label key={region.id.clone()} class="region-share">
                        <span>{ &region.name }</span>
                        <span class="region-share__value">
                            <input
                                type="number" min="0" max="100" step="any" value={format!("{share}")} onchange={typed}
                                aria-label={words.text("crowd.where.share", &Args::new().with("region", &region.name))}
                            />
                            { "%" }
                        </span>
                    </label>
                }
            }) }
            if !as_usual {
                <p class="soft small">{ words.t("crowd.where.help") }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_stay_a_hundred_in_all() {
        assert_eq!(with_share(&[96.0, 4.0], 1, 10.0), [90.0, 10.0]);
        assert_eq!(with_share(&[50.0, 30.0, 20.0], 0, 0.0), [0.0, 60.0, 40.0]);
        assert_eq!(with_share(&[100.0, 0.0, 0.0], 0, 40.0), [40.0, 30.0, 30.0]);
        assert_eq!(with_share(&[100.0], 0, 30.0), [100.0]);
        for percent in [0.0, 0.01, 33.333, 77.7, 100.0, 1e9, -5.0] {
            let sum: f64 = with_share(&[33.3, 33.3, 33.4], 1, percent).iter().sum();
            assert!((sum - 100.0).abs() < 0.011, "{percent}: {sum}");
        }
    }

    #[test]
    fn an_activity_gets_shares_of_its_own_that_the_plan_takes() {
        let plan = Scenario::read(onrush_scenario::story("mole-app").unwrap().file).unwrap();
        let activity = &plan.activities[1];
        let shares = with_share(&shares(&plan, activity), 1, 100.0);
        let changed = plan.edited(&own(&plan, activity, &shares)).unwrap();
        assert_eq!(changed.activities[1].regions.len(), 1);
        assert_eq!(changed.activities[1].regions[0].id, "be");
    }
}
