//! What a run showed, in the figures that tasks look at. All of them are computed here, from what was observed.

use onrush_diagnose::{Diagnosis, TargetId, Verdict};
use onrush_network::Network;
use onrush_observe::{Observations, VisitOutcome};
use onrush_scenario::{Scenario, StationRole};
use serde::{Deserialize, Serialize};

use crate::{Trial, outside};

/// Rows in which a ramp is told.
const ROWS: usize = 12;
const MINUTE_S: u32 = 60;

/// What one run showed. Of people, not machines; parts are station ids, as `web` and `database`; money is in the plan's
/// currency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Visits that came.
    pub arrived: u64,
    /// Visits that got what they came for.
    pub served: u64,
    /// Visits lost to the site's condition, the stuck included.
    pub lost: u64,
    /// Served share of the visits that ended, 0 to 100; `None` when none did.
    pub served_percent: Option<f64>,
    /// 95th percentile of page times, in seconds; `None` when no page loaded.
    pub page_p95_s: Option<f64>,
    /// What site and campaign cost.
    pub cost: f64,
    /// Whether every target of the plan was met.
    pub on_target: bool,
    /// New visits in the busiest second.
    pub peak_per_s: f64,
    /// That second.
    pub peak_at_s: u32,
    /// The busiest part in its fullest minute, of those that somebody waits for.
    pub busiest: Option<Busiest>,
    /// When the machines were there that the peak needed.
    pub ready: Option<Ready>,
    /// Where the site broke.
    pub broke: Option<Broke>,
    /// Of a ramp: how many a second it carried.
    pub limit: Option<Limit>,
    /// Seconds outside the targets.
    pub outside_s: u32,
    /// Orders that the site had taken and then lost, because its queue took no more or gave up.
    pub orders_lost: u64,
    /// Visits lost while the page of the goal loaded: people who left while they ordered.
    pub lost_at_goal: u64,
    /// Those who passed the waiting room, or came where there is none.
    pub admitted: Admitted,
    /// Visits that met a full site's refusal: no page, no place in line.
    pub turned_away: u64,
    /// Visits of people kept out by a filter, a block or a limit.
    pub blocked: u64,
    /// After something broke: the share of new visits whose first page came, 0 to 100.
    pub first_page_percent: Option<f64>,
    /// Of a ramp: what could be read off, slice by slice.
    pub rows: Vec<Row>,
    /// Seconds of the plan that were simulated, where it was too large for all of it.
    pub excerpt: Option<(u32, u32)>,
}

/// The busiest part.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Busiest {
    /// Which.
    pub part: String,
    /// Mean utilisation of its fullest minute, 0 to 100.
    pub percent: f64,
    /// The second in which that minute begins.
    pub from_s: u32,
}

/// When the machines were there that the peak needed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Ready {
    /// The most machines ordered up to the end of the busiest five minutes.
    pub machines: u32,
    /// From when on so many served; `None`: not before the end of those minutes.
    pub at_s: Option<u32>,
    /// The second of the peak: the one with the most requests.
    pub peak_s: u32,
}

impl Ready {
    /// Whether all were there before the peak.
    #[must_use]
    pub fn in_time(&self) -> bool {
        self.at_s.is_some_and(|at| at <= self.peak_s)
    }
}

/// Where the site broke.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Broke {
    /// The second in which the first were lost in numbers.
    pub at_s: u32,
    /// The part at the root of it; `None` where none was full.
    pub part: Option<String>,
}

/// What a site carries.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Limit {
    /// New visits a second at which the first were lost in numbers.
    pub per_s: f64,
    /// Requests a second then, the mean of the ten seconds before.
    pub requests_per_s: f64,
    /// The part that sets it; `None` where none was full.
    pub part: Option<String>,
}

/// Who was let in.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Admitted {
    /// Visits that ended and had not given up in a waiting room.
    pub visits: u64,
    /// Their served share, 0 to 100; `None` when there are none.
    pub served_percent: Option<f64>,
    /// Visits that gave up in the waiting room.
    pub gave_up: u64,
    /// Visits still in it at the end.
    pub waiting: u64,
    /// Whether the waiting room shows the place in line.
    pub place_shown: bool,
    /// Whether their pages were as fast as hoped for.
    pub fast: bool,
    /// Whether so many of them were served as hoped for.
    pub enough: bool,
}

/// A slice of a ramp.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Row {
    /// The second at which it begins.
    pub from_s: u32,
    /// New visits a second.
    pub per_s: f64,
    /// Share of the visits that ended in it and were lost, 0 to 100.
    pub lost_percent: f64,
    /// The highest 95th percentile of page times, in seconds.
    pub page_p95_s: f64,
    /// Utilisation of each limited part, 0 to 100: how much of it was taken, and how much of it worked rather than waited.
    pub parts: Vec<Load>,
}

/// How busy a part was.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Load {
    /// Which.
    pub part: String,
    /// Taken, 0 to 100.
    pub taken: f64,
    /// At work, 0 to 100.
    pub working: f64,
}

impl Figures {
    /// What a run of `plan` showed; `network` is what it was lowered to, `trial` what had been done to it.
    #[must_use]
    pub fn of_run(
        trial: Trial,
        plan: &Scenario,
        network: &Network,
        seen: &Observations,
        diagnosis: &Diagnosis,
        excerpt: Option<(u32, u32)>,
    ) -> Self {
        let ledger = &seen.ledger;
        let target = |id: TargetId| diagnosis.targets.iter().find(|t| t.id == id);
        let id = |station: usize| seen.stations.get(station).map(|s| s.id.clone());
        let fault = matches!(trial, Trial::Fault { .. } | Trial::Double(_));
        let busiest = busiest(plan, network, seen);
        let broke = diagnosis.first_break_s.map(|at_s| Broke {
            at_s,
            // Where no part was full, the one at fault, or else the busiest.
            part: diagnosis
                .root
                .or_else(|| diagnosis.why.causes.first().and_then(|c| c.station))
                .and_then(id)
                .or_else(|| busiest.as_ref().map(|b| b.part.clone())),
        });
        Self {
            arrived: ledger.visits.arrived,
            served: ledger.served(),
            lost: ledger.lost() + ledger.stuck,
            served_percent: target(TargetId::Served).and_then(|t| t.got),
            page_p95_s: target(TargetId::PageP95).and_then(|t| t.got),
            cost: diagnosis.money.cost(),
            on_target: !diagnosis.targets.is_empty() && diagnosis.targets.iter().all(|t| t.met),
            peak_per_s: diagnosis.peak.visits_per_s,
            peak_at_s: diagnosis.peak.visits_at_s,
            busiest,
            ready: ready(plan, seen, diagnosis),
            limit: limit(trial, seen, diagnosis, broke.as_ref(), excerpt),
            broke,
            outside_s: outside::seconds(plan, seen),
            orders_lost: orders_lost(plan, seen),
            lost_at_goal: lost_at_goal(plan, seen),
            admitted: admitted(plan, seen, diagnosis),
            turned_away: ledger.visits.of(VisitOutcome::TurnedAway),
            blocked: ledger.visits.of(VisitOutcome::Blocked),
            first_page_percent: fault.then(|| first_page_percent(network, seen)),
            rows: match trial {
                Trial::Ramp { .. } => rows(network, seen),
                _ => Vec::new(),
            },
            excerpt,
        }
    }
}

fn at(column: &[f32], step: usize) -> f64 {
    column.get(step).map_or(0.0, |v| f64::from(*v))
}

fn count(column: &[u32], step: usize) -> u64 {
    column.get(step).map_or(0, |v| u64::from(*v))
}

/// Utilisation of one station in one step: its servers taken, of those in service; and how many of them, or of the processor
/// cores behind them where these are shorter, were at work.
fn load(network: &Network, seen: &Observations, station: usize, step: usize) -> (f64, f64) {
    let Some(series) = seen.stations.get(station) else {
        return (0.0, 0.0);
    };
    if series.servers == 0 {
        return (0.0, 0.0);
    }
    let model = network.stations.get(station);
    let instances = model.map_or(1.0, |m| f64::from(m.instances)).max(1.0);
    let each = series.servers as f64 / instances;
    let up = series.up.get(step).map_or(instances, |v| f64::from(*v));
    if up <= 0.0 {
        // Nothing is in service: whoever comes finds it full.
        let wanted = count(&series.arrived, step) > 0;
        return if wanted { (1.0, 1.0) } else { (0.0, 0.0) };
    }
    let taken = at(&series.busy, step) / (each * up);
    let cores = model
        .and_then(|m| m.contention.as_ref())
        .and_then(|c| c.cores)
        .map_or(each, f64::from);
    let working = at(&series.working, step) / (each.min(cores).max(1.0) * up);
    (taken.clamp(0.0, 1.0), working.clamp(0.0, 1.0))
}

/// The part with the highest mean utilisation over any 60 s, by servers taken or cores at work. Where nobody waits for what is
/// done, it may be as full as it likes: that is what a queue is for.
fn busiest(plan: &Scenario, network: &Network, seen: &Observations) -> Option<Busiest> {
    let steps = seen.steps();
    let window = (MINUTE_S.div_ceil(seen.step_s.max(1)) as usize).clamp(1, steps.max(1));
    let background = |id: &str| {
        let party = |p: &onrush_scenario::ThirdParty| id == format!("party/{}", p.id);
        let mut parties = plan.site.third_parties.iter().filter(|p| p.background);
        id == "queue" || id.starts_with("desk/") || parties.any(party)
    };
    let mut best: Option<Busiest> = None;
    for (station, series) in seen.stations.iter().enumerate() {
        if series.servers == 0 || background(&series.id) {
            continue;
        }
        let loads: Vec<f64> = (0..steps)
            .map(|step| {
                let (taken, working) = load(network, seen, station, step);
                taken.max(working)
            })
            .collect();
        for (from, minute) in loads.windows(window).enumerate() {
            let percent = minute.iter().sum::<f64>() / window as f64 * 100.0;
            if best.as_ref().is_none_or(|b| percent > b.percent) {
                best = Some(Busiest {
                    part: series.id.clone(),
                    percent,
                    from_s: u32::try_from(from)
                        .unwrap_or(u32::MAX)
                        .saturating_mul(seen.step_s),
                });
            }
        }
    }
    best
}

/// Machines ordered and machines in service, up to the end of the busiest five minutes.
fn ready(plan: &Scenario, seen: &Observations, diagnosis: &Diagnosis) -> Option<Ready> {
    let web = plan.labels().station(StationRole::Web)?;
    let series = seen.stations.get(web)?;
    let busy = diagnosis.peak.busiest_5_min;
    let last = seen.step_of(busy.from_s.saturating_add(busy.length_s));
    let up = |step: usize| at(&series.up, step);
    let most = (0..=last)
        .map(|step| up(step).max(at(&series.paid, step)))
        .fold(0.0, f64::max);
    let all_up = (0..=last).find(|step| up(*step) >= most - 0.5);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "machines are few"
    )]
    Some(Ready {
        machines: most.round() as u32,
        at_s: all_up.map(|step| {
            u32::try_from(step)
                .unwrap_or(u32::MAX)
                .saturating_mul(seen.step_s)
        }),
        peak_s: diagnosis.peak.at_s,
    })
}

/// Where a ramp broke. The rate is the ramp's own at that second, so that chance does not blur it.
fn limit(
    trial: Trial,
    seen: &Observations,
    diagnosis: &Diagnosis,
    broke: Option<&Broke>,
    excerpt: Option<(u32, u32)>,
) -> Option<Limit> {
    let Trial::Ramp { to_per_s, minutes } = trial else {
        return None;
    };
    let broke = broke.filter(|_| diagnosis.verdict == Verdict::Breaks)?;
    let second = f64::from(broke.at_s) + excerpt.map_or(0.0, |e| f64::from(e.0));
    let until = seen.step_of(broke.at_s) + 1;
    let from = until.saturating_sub((10 / seen.step_s.max(1)).max(1) as usize);
    let requests: u64 = (from..until).map(|s| count(&seen.series.requests, s)).sum();
    let seconds = (until - from) as f64 * f64::from(seen.step_s.max(1));
    Some(Limit {
        per_s: to_per_s * second / (f64::from(minutes) * 60.0),
        requests_per_s: requests as f64 / seconds,
        part: broke.part.clone(),
    })
}

/// Orders are taken where the page of the goal hands them to the queue; what the queue then refuses or gives up is lost, as on the
/// bill. A job that fails is not: every real queue takes it up again.
fn orders_lost(plan: &Scenario, seen: &Observations) -> u64 {
    if !plan.journey.pages.iter().any(|p| p.goal && p.queues) {
        return 0;
    }
    let queue = plan.labels().station(StationRole::Queue);
    let Some(series) = queue.and_then(|s| seen.stations.get(s)) else {
        return 0;
    };
    let sum = |column: &[u32]| column.iter().map(|n| u64::from(*n)).sum::<u64>();
    sum(&series.refused) + sum(&series.given_up)
}

/// Lost on the page of the goal.
fn lost_at_goal(plan: &Scenario, seen: &Observations) -> u64 {
    let pages = plan.journey.pages.iter().zip(&seen.ledger.lost_at);
    pages.filter(|(p, _)| p.goal).map(|(_, lost)| *lost).sum()
}

/// Who passed the waiting room, and how they fared against the plan's hopes.
fn admitted(plan: &Scenario, seen: &Observations, diagnosis: &Diagnosis) -> Admitted {
    let visits = &seen.ledger.visits;
    let unfinished = visits.of(VisitOutcome::Unfinished);
    let gave_up = visits.of(VisitOutcome::GaveUpWaiting);
    let ended = visits.ended().saturating_sub(unfinished) + seen.ledger.stuck;
    let inside = ended.saturating_sub(gave_up);
    let served_percent = (inside > 0).then(|| seen.ledger.served() as f64 / inside as f64 * 100.0);
    let sum = |column: &[u32]| column.iter().map(|n| u64::from(*n)).sum::<u64>();
    let still = |room: &onrush_observe::RoomSeries| {
        sum(&room.came).saturating_sub(sum(&room.admitted) + sum(&room.given_up))
    };
    Admitted {
        visits: inside,
        served_percent,
        gave_up,
        waiting: seen.rooms.iter().map(still).sum(),
        place_shown: plan
            .site
            .waiting_room
            .as_ref()
            .is_some_and(|r| r.place_shown),
        fast: diagnosis
            .targets
            .iter()
            .any(|t| t.id == TargetId::PageP95 && t.met),
        enough: served_percent.is_some_and(|p| p >= plan.targets.served_percent),
    }
}

/// Of those who came after something broke, how many saw their first page. Who was lost on it before counts as lost after: a
/// careful estimate.
fn first_page_percent(network: &Network, seen: &Observations) -> f64 {
    let from = network
        .incidents
        .iter()
        .map(|i| i.from_s)
        .fold(f64::INFINITY, f64::min);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates; a moment of the run"
    )]
    let step = seen.step_of(from.clamp(0.0, f64::from(seen.horizon_s)) as u32);
    let came: u64 = (step..seen.steps())
        .map(|s| count(&seen.series.visits, s))
        .sum();
    let lost = seen.ledger.lost_at.first().copied().unwrap_or(0) + seen.ledger.stuck;
    if came == 0 {
        return 0.0;
    }
    (came.saturating_sub(lost)) as f64 / came as f64 * 100.0
}

/// A ramp in a few slices.
fn rows(network: &Network, seen: &Observations) -> Vec<Row> {
    let steps = seen.steps();
    let limited: Vec<usize> = (0..seen.stations.len())
        .filter(|s| seen.stations[*s].servers > 0)
        .collect();
    let slice = steps.div_ceil(ROWS).max(1);
    (0..steps)
        .step_by(slice)
        .map(|from| {
            let inside = from..(from + slice).min(steps);
            let n = inside.len() as f64;
            let sum = |column: &[u32]| inside.clone().map(|s| count(column, s)).sum::<u64>() as f64;
            let (lost, served) = (sum(&seen.series.lost), sum(&seen.series.served));
            let p95 = inside
                .clone()
                .map(|s| count(&seen.series.page_p95_ms, s))
                .max();
            Row {
                from_s: u32::try_from(from)
                    .unwrap_or(u32::MAX)
                    .saturating_mul(seen.step_s),
                per_s: round(sum(&seen.series.visits) / (n * f64::from(seen.step_s.max(1)))),
                lost_percent: round(lost / (lost + served).max(1.0) * 100.0),
                page_p95_s: p95.unwrap_or(0) as f64 / 1000.0,
                parts: limited
                    .iter()
                    .map(|station| {
                        let loads = inside
                            .clone()
                            .map(|step| load(network, seen, *station, step));
                        let (taken, working) =
                            loads.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
                        Load {
                            part: seen.stations[*station].id.clone(),
                            taken: round(taken / n * 100.0),
                            working: round(working / n * 100.0),
                        }
                    })
                    .collect(),
            }
        })
        .collect()
}

/// To a hundredth: what is read by people.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
