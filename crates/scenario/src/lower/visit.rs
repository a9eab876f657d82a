//! The journeys: how the different kinds of visitors walk the same pages.

use onrush_network::{
    Backoff, Behaviour, Dist, Journey, Network, Opening, Page, Rate, Reload, Request, Retries,
    Sharing, Stream,
};

use super::labels::{StreamRole, Who};
use super::{chance, cv2, varying};
use crate::{ActivityKind, Scenario, defaults, model};

/// Which journey: who walks it, and the activity whose visitors bring others, if they do.
pub(super) type Kind = (Who, Option<usize>);

/// All journeys that there are, in order. Those of people who bring nobody always exist.
pub(super) fn kinds(scenario: &Scenario) -> Vec<Kind> {
    let people: &[Who] = if scenario.devices.is_some() {
        &[Who::Computers, Who::Phones]
    } else {
        &[Who::Anybody]
    };
    let sharing = (0..scenario.activities.len())
        .filter(|&i| shares(&scenario.activities[i]))
        .map(Some);
    let mut kinds: Vec<Kind> = std::iter::once(None)
        .chain(sharing)
        .flat_map(|sharing| people.iter().map(move |&who| (who, sharing)))
        .collect();
    let activities = || scenario.activities.iter();
    if activities().any(|a| a.kind == ActivityKind::Bots) {
        kinds.push((Who::Bots, None));
    }
    if activities().any(|a| a.kind == ActivityKind::Email && a.scanners_percent > 0.0) {
        kinds.push((Who::Scanners, None));
    }
    kinds
}

/// Whether the activity's visitors bring others. Machines do not.
fn shares(activity: &model::Activity) -> bool {
    activity.sharing.is_some() && activity.kind != ActivityKind::Bots
}

/// The journey of a stream.
pub(super) fn kind_of(scenario: &Scenario, kinds: &[Kind], stream: StreamRole) -> usize {
    let people = !matches!(stream.who, Who::Bots | Who::Scanners);
    let sharing =
        (people && shares(&scenario.activities[stream.activity])).then_some(stream.activity);
    // Each stream's kind is among them: both follow from the same activities.
    kinds
        .iter()
        .position(|&kind| kind == (stream.who, sharing))
        .unwrap_or(0)
}

/// The journeys themselves. `requests` has for each page what it asks for.
pub(super) fn journeys(scenario: &Scenario, requests: &[Vec<Request>]) -> Vec<Journey> {
    kinds(scenario)
        .into_iter()
        .map(|kind| match kind.0 {
            Who::Bots | Who::Scanners => machines(scenario, kind.0, requests),
            _ => people(scenario, kind, requests),
        })
        .collect()
}

fn people(scenario: &Scenario, (who, sharing): Kind, requests: &[Vec<Request>]) -> Journey {
    let devices = scenario.devices.as_ref().filter(|_| who == Who::Phones);
    let model = &scenario.journey;
    let last = model.pages.len().saturating_sub(1);
    let pages = model
        .pages
        .iter()
        .zip(requests)
        .enumerate()
        .map(|(index, (page, requests))| {
            let mut requests = requests.clone();
            let mut go_on = if index == last {
                0.0
            } else {
                chance(page.go_on_percent)
            };
            if let Some(devices) = devices {
                if let Some(files) = requests
                    .iter_mut()
                    .find(|r| r.kind == onrush_network::RequestKind::Bundle)
                {
                    files.bytes = scaled(files.bytes, devices.phone_files_kb_percent / 100.0);
                }
                if model.pages.get(index + 1).is_some_and(|next| next.goal) {
                    go_on *= chance(devices.phone_buys_percent);
                }
            }
            Page {
                id: page.id.clone(),
                requests,
                think: varying(page.think_s, defaults::THINK_CV2.value),
                go_on,
                goal_cents: page.goal.then(|| cents(page.value)),
                stock: page
                    .shows_stock
                    .as_ref()
                    .and_then(|id| scenario.site.stocks.iter().position(|s| &s.id == id)),
                opens: page.opens.as_ref().map(|o| opening(scenario, o)),
            }
        })
        .collect();
    let mut id = match who {
        Who::Phones => "visit/phones".to_owned(),
        Who::Computers => "visit/computers".to_owned(),
        _ => "visit".to_owned(),
    };
    let activity = sharing.map(|i| &scenario.activities[i]);
    if let Some(activity) = activity {
        id = format!("{id}/{}", activity.id);
    }
    let patience = devices.map_or(1.0, |d| d.phone_patience_percent / 100.0);
    Journey {
        id,
        pages,
        behaviour: behaviour(scenario, patience),
        sharing: activity.and_then(|a| a.sharing.as_ref()).map(sharing_of),
    }
}

/// Machines ask for documents only. A crawler walks through the pages before the goal and takes nothing from a stock; a mail
/// system opens the first page.
fn machines(scenario: &Scenario, who: Who, requests: &[Vec<Request>]) -> Journey {
    let model = &scenario.journey.pages;
    let harmless = |page: &model::Page| !page.goal && page.takes.is_none() && !page.queues;
    let mut walked: Vec<usize> = (0..model.len()).filter(|&i| harmless(&model[i])).collect();
    if who == Who::Scanners || walked.is_empty() {
        walked = vec![0];
    }
    let last = walked.len() - 1;
    let pages = walked
        .iter()
        .enumerate()
        .map(|(place, &index)| Page {
            id: model[index].id.clone(),
            requests: requests[index].iter().take(1).cloned().collect(),
            think: Dist::constant(defaults::BOT_PAUSE.value),
            go_on: if place == last { 0.0 } else { 1.0 },
            goal_cents: None,
            stock: None,
            opens: None,
        })
        .collect();
    Journey {
        id: if who == Who::Bots { "bots" } else { "scanners" }.to_owned(),
        pages,
        behaviour: Behaviour {
            patience: Some(Dist::constant(defaults::BOT_PATIENCE.value)),
            ..Behaviour::endless()
        },
        sharing: None,
    }
}

/// Requests made by refreshing pages that have not opened yet, if everybody waits for the moment who has come before it: the most
/// that it can be.
pub(super) fn refreshes(network: &Network) -> f64 {
    let of_stream = |stream: &Stream| -> f64 {
        let Some(journey) = stream.visit().and_then(|(j, _)| network.journeys.get(j)) else {
            return 0.0;
        };
        let mut reach = 1.0;
        let mut sum = 0.0;
        for page in &journey.pages {
            if let Some(opens) = &page.opens
                && let Some(refresh) = &opens.refresh
            {
                let waited_s = waiting(&stream.rate, opens.at_s);
                sum += reach * waited_s / refresh.mean_s() * page.requests.len() as f64;
            }
            reach *= page.go_on;
        }
        sum
    };
    network.streams.iter().map(of_stream).sum()
}

/// Seconds that all who come before `until_s` wait for it together.
fn waiting(rate: &Rate, until_s: f64) -> f64 {
    let waits = |t: f64| rate.at(t) * (until_s - t);
    rate.points()
        .windows(2)
        .map(|w| {
            let (from, to) = (w[0].0, w[1].0.min(until_s));
            if to <= from {
                return 0.0;
            }
            // The rate is a straight line here, and Simpson's rule is exact for its product with another. From the left,
            // because a point where it jumps has the later value.
            let (a, m) = (waits(from), waits(f64::midpoint(from, to)));
            let end = w[0].1 + (w[1].1 - w[0].1) * (to - from) / (w[1].0 - from);
            (to - from) / 6.0 * (a + 4.0 * m + end * (until_s - to))
        })
        .sum()
}

fn opening(scenario: &Scenario, opens: &model::Opening) -> Opening {
    let figure = |given: Option<f64>, default: defaults::Figure| {
        varying(given.unwrap_or(default.value), defaults::WAITING_CV2.value)
    };
    Opening {
        at_s: f64::from(scenario.clock.seconds_until(opens.at)),
        refresh: (!opens.countdown).then(|| figure(opens.refresh_s, defaults::REFRESH)),
        reaction: figure(
            opens.reaction_s,
            if opens.countdown {
                defaults::COUNTDOWN_REACTION
            } else {
                defaults::REACTION
            },
        ),
    }
}

fn sharing_of(sharing: &model::Sharing) -> Sharing {
    Sharing {
        mean: sharing.brings,
        when_lost: sharing.brings_when_lost,
        delay: varying(sharing.after_minutes * 60.0, defaults::SHARING_CV2.value),
        reach: sharing.reach,
    }
}

fn behaviour(scenario: &Scenario, patience: f64) -> Behaviour {
    let people = &scenario.journey.behaviour;
    let reload = |percent, pause_s| {
        if people.reloads_at_most == 0 {
            return Reload::NEVER;
        }
        Reload {
            chance: chance(percent),
            at_most: people.reloads_at_most,
            pause: varying(pause_s, defaults::PAUSE_CV2.value),
        }
    };
    Behaviour {
        patience: Some(varying(
            people.patience_s * patience,
            cv2(people.patience_varies_percent),
        )),
        when_slow: reload(people.reload_percent, defaults::SLOW_RELOAD_PAUSE.value),
        when_failed: reload(people.reload_after_error_percent, people.reload_pause_s),
        slow_s: scenario.targets.page_p95_s,
        // Each second multiplies the chance by e to the minus this: by 1 − p.
        discouraged_per_s: -libm::log1p(-chance(people.discouraged_percent_per_s).min(0.99)),
        brisk_s: people.brisk_s,
        retries: people.retries.as_ref().map_or(Retries::NONE, |r| Retries {
            tries: r.tries,
            backoff: Some(Backoff {
                first_s: r.first_s,
                factor: r.factor,
                jitter: r.jitter,
            }),
            budget: r.budget_percent.map(chance),
        }),
    }
}

/// Whole cents of an amount in the scenario's currency.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; amounts are at most a billion"
)]
fn cents(amount: f64) -> u64 {
    (amount * 100.0).round() as u64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "`as` saturates; sizes are at most some ten gigabytes"
)]
fn scaled(bytes: u64, factor: f64) -> u64 {
    (bytes as f64 * factor).round() as u64
}
