//! What a load generator has to know of a plan.

use onrush_network::{Faults, Network, Rate};
use onrush_scenario::{Scenario, Who};

use crate::Ramp;

/// Which part of a rehearsal is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// All of it.
    Whole,
    /// So many minutes around the highest peak: a third before, the rest after it. At least 1.
    Busiest {
        /// How long.
        minutes: u32,
    },
}

impl Stretch {
    /// What people want who say nothing: all of a rehearsal of two hours or less, else its busiest hour.
    #[must_use]
    pub fn usual(scenario: &Scenario) -> Self {
        if scenario.clock.minutes <= 120 {
            Self::Whole
        } else {
            Self::Busiest { minutes: 60 }
        }
    }
}

/// A page of a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its key in the plan.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Requests for data that it makes after it came.
    pub calls: u32,
    /// The mean time on it, in seconds.
    pub think_s: f64,
    /// The chance of going on to the next page; 0 on the last.
    pub go_on: f64,
    /// The moment for which people wait here, where there is one.
    pub opens: Option<Opens>,
    /// Whether it writes into the database or takes from a stock: a real test needs data of its own for it.
    pub writes: bool,
}

/// A moment for which people wait on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opens {
    /// Seconds from the beginning of the test; 0: it is open all the time.
    pub after_s: f64,
    /// The mean time between two refreshes of the page; `None`: it counts down and needs none.
    pub refresh_s: Option<f64>,
    /// The mean time from the moment to going on.
    pub reaction_s: f64,
}

/// What a load generator has to know of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadPlan {
    /// The plan's name.
    pub name: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The second of the rehearsal at which the test begins.
    pub begins_s: u32,
    /// Visits that begin in a second. Visits of machines are not among them.
    pub visits: Ramp,
    /// Visitors on the site at once, if every page comes in [`LoadPlan::BRISK_S`] (Little's law, page by page).
    pub present: Ramp,
    /// Visits of machines that are left out, in the stretch.
    pub machines: f64,
    /// The pages, in order.
    pub steps: Vec<Step>,
    /// After how long a visitor gives up on a page, in seconds, on average.
    pub patience_s: f64,
    /// 95 of 100 pages are to come within so many seconds.
    pub page_p95_s: f64,
    /// So many of 100 pages are to come at all.
    pub served_percent: f64,
    /// Static files of all pages of a visit that reads them all: a load generator leaves them to the CDN.
    pub files: u32,
}

/// Values of a curve: one a second in up to two hours, so that the peak keeps its height.
const POINTS: u32 = 7200;

impl LoadPlan {
    /// What a page takes on a site that is well, in seconds. Assumed, for the number of visitors at once.
    pub const BRISK_S: f64 = 1.0;

    /// Takes it from `scenario`.
    ///
    /// # Errors
    /// All faults of the scenario.
    pub fn of(scenario: &Scenario, stretch: Stretch) -> Result<Self, Faults> {
        let network = scenario.network()?;
        let labels = scenario.labels();
        let of_machines = |stream: usize| {
            labels
                .streams
                .get(stream)
                .is_some_and(|role| matches!(role.who, Who::Bots | Who::Scanners))
        };
        let (mut people, mut machines) = (Vec::new(), Vec::new());
        for (index, stream) in network.streams.iter().enumerate() {
            if of_machines(index) {
                machines.push(&stream.rate);
            } else if let Some((journey, _)) = stream.visit() {
                people.push((&stream.rate, journey));
            }
        }
        let rates: Vec<&Rate> = people.iter().map(|visit| visit.0).collect();
        let (begins_s, seconds) = stretch_of(&network, &rates, stretch);
        let every_s = seconds.div_ceil(POINTS).max(1);
        let mut values = means(&rates, begins_s, seconds, every_s);
        let goes_on = goes_on(&network, &people, begins_s, seconds);
        let steps: Vec<Step> = scenario
            .journey
            .pages
            .iter()
            .zip(goes_on.into_iter().chain(std::iter::repeat(0.0)))
            .enumerate()
            .map(|(place, (page, go_on))| Step {
                id: page.id.clone(),
                name: page.name.clone(),
                calls: u32::try_from(page.calls.len()).unwrap_or(u32::MAX),
                think_s: page.think_s,
                go_on,
                opens: opens(&network, &people, place, begins_s),
                writes: page.takes.is_some()
                    || page.queues
                    || std::iter::once(&page.document)
                        .chain(&page.calls)
                        .any(|fetch| fetch.writes > 0),
            })
            .collect();
        let mut present = present(&values, f64::from(every_s), &steps);
        // A value is the mean of the time after it; the end of the last one is the end of the test.
        values.extend(values.last().copied());
        present.extend(present.last().copied());
        let behaviour = &scenario.journey.behaviour;
        Ok(Self {
            name: scenario.name.clone(),
            fingerprint: scenario.fingerprint(),
            begins_s,
            visits: Ramp::through(&values, every_s),
            present: Ramp::through(&present, every_s),
            machines: machines
                .iter()
                .map(|rate| rate.expected(f64::from(begins_s), f64::from(begins_s + seconds)))
                .sum(),
            steps,
            patience_s: behaviour.patience_s,
            page_p95_s: scenario.targets.page_p95_s,
            served_percent: scenario.targets.served_percent,
            files: scenario.journey.pages.iter().map(|page| page.files).sum(),
        })
    }
}

/// Where the stretch begins, and its seconds.
fn stretch_of(network: &Network, rates: &[&Rate], stretch: Stretch) -> (u32, u32) {
    let all = network.horizon_s;
    let Stretch::Busiest { minutes } = stretch else {
        return (0, all);
    };
    let seconds = minutes.max(1).saturating_mul(60).min(all);
    // Coarse first and then fine: a rehearsal can be weeks long.
    let coarse = all.div_ceil(POINTS).max(1);
    let at = highest(&means(rates, 0, all, coarse)) * coarse;
    let near = coarse.min(all - at);
    let fine = near.div_ceil(POINTS).max(1);
    let peak = at + highest(&means(rates, at, near, fine)) * fine;
    (peak.saturating_sub(seconds / 3).min(all - seconds), seconds)
}

/// The place of the highest value; 0 where there is none.
fn highest(values: &[f64]) -> u32 {
    let mut best = (0, f64::NEG_INFINITY);
    for (place, &value) in values.iter().enumerate() {
        if value > best.1 {
            best = (place, value);
        }
    }
    u32::try_from(best.0).unwrap_or(0)
}

/// Means of the sum of `rates` over every `every_s` seconds of a stretch; the last may be shorter.
fn means(rates: &[&Rate], begins_s: u32, seconds: u32, every_s: u32) -> Vec<f64> {
    (0..seconds.div_ceil(every_s))
        .map(|place| {
            let from = f64::from(begins_s + place * every_s);
            let to = f64::from(begins_s + ((place + 1) * every_s).min(seconds));
            let sum: f64 = rates.iter().map(|rate| rate.expected(from, to)).sum();
            sum / (to - from)
        })
        .collect()
}

/// Chances of going on from each page, over all who come: groups of visitors can differ.
fn goes_on(network: &Network, people: &[(&Rate, usize)], begins_s: u32, seconds: u32) -> Vec<f64> {
    let mut chances = Vec::new();
    let mut readers: Vec<(f64, usize)> = people
        .iter()
        .map(|&(rate, journey)| {
            let (from, to) = (f64::from(begins_s), f64::from(begins_s + seconds));
            (rate.expected(from, to), journey)
        })
        .collect();
    let pages = readers
        .iter()
        .map(|&(_, journey)| network.journeys[journey].pages.len())
        .max()
        .unwrap_or(0);
    for page in 0..pages {
        let all: f64 = readers.iter().map(|reader| reader.0).sum();
        for (number, journey) in &mut readers {
            *number *= network.journeys[*journey]
                .pages
                .get(page)
                .map_or(0.0, |page| page.go_on);
        }
        let further: f64 = readers.iter().map(|reader| reader.0).sum();
        chances.push(if all > 0.0 { further / all } else { 0.0 });
    }
    // Nothing follows the last page.
    if let Some(last) = chances.last_mut() {
        *last = 0.0;
    }
    chances
}

/// What people wait for on a page: the same for all of them.
fn opens(
    network: &Network,
    people: &[(&Rate, usize)],
    page: usize,
    begins_s: u32,
) -> Option<Opens> {
    let journey = &network.journeys[people.first()?.1];
    let opening = journey.pages.get(page)?.opens?;
    Some(Opens {
        after_s: (opening.at_s - f64::from(begins_s)).max(0.0),
        refresh_s: opening.refresh.map(|dist| dist.mean_s()),
        reaction_s: opening.reaction.mean_s(),
    })
}

/// Visitors on the site, at the beginning of each interval: they come as `values` says and stay on each page for an
/// exponential time.
fn present(values: &[f64], every_s: f64, steps: &[Step]) -> Vec<f64> {
    let mut on = vec![0.0; steps.len()];
    let mut present = Vec::with_capacity(values.len());
    for (place, &rate) in values.iter().enumerate() {
        let now = place as f64 * every_s;
        present.push(on.iter().sum());
        let mut comes = rate * every_s;
        for (number, step) in on.iter_mut().zip(steps) {
            if step.opens.is_some_and(|opens| now < opens.after_s) {
                *number += comes;
                comes = 0.0;
                continue;
            }
            // Implicitly, so that an interval longer than a page does no harm.
            let leaving = every_s / (step.think_s + LoadPlan::BRISK_S);
            *number = (*number + comes) / (1.0 + leaving);
            comes = *number * leaving * step.go_on;
        }
    }
    present
}
