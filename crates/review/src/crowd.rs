//! Who comes by the plan, and what they ask for, if everything works.

use onrush_network::{Faults, Rate};
use onrush_scenario::{Activity, ActivityKind, Scenario, Span};

use crate::Unit;

/// Most cells of the grid on which curves are kept.
const MOST_CELLS: u32 = 21_600;

/// What a page takes to load, in seconds, on a site that is well. Assumed.
const LOAD_S: f64 = 1.0;

/// The forecast of the crowd in one unit, activity by activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Crowd {
    pub(crate) unit: Unit,
    pub(crate) horizon_s: f64,
    /// One for each activity of the plan, in order.
    pub(crate) parts: Vec<Curve>,
}

impl Crowd {
    /// The forecast of a plan.
    ///
    /// # Errors
    /// The plan's faults.
    pub fn of(scenario: &Scenario, unit: Unit) -> Result<Self, Faults> {
        scenario.check()?;
        let parts = scenario
            .activities
            .iter()
            .map(|activity| Curve::of(scenario, activity, unit, 0))
            .collect();
        Ok(Self {
            unit,
            horizon_s: f64::from(scenario.clock.horizon_s()),
            parts,
        })
    }

    /// What is expected between two seconds of the plan.
    #[must_use]
    pub fn between(&self, from_s: f64, to_s: f64) -> f64 {
        let within = |t: f64| t.clamp(0.0, self.horizon_s);
        let (from, to) = (within(from_s), within(to_s));
        self.parts.iter().map(|part| part.between(from, to)).sum()
    }

    /// The unit.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// Length of the plan, in seconds.
    #[must_use]
    pub const fn horizon_s(&self) -> f64 {
        self.horizon_s
    }

    /// The most that is expected within so many seconds, and when they begin.
    #[must_use]
    pub fn most_within(&self, seconds: f64) -> (f64, f64) {
        let steps = 2000_u32;
        let step = (self.horizon_s - seconds).max(0.0) / f64::from(steps);
        let mut best = (0.0, 0.0);
        for i in 0..=steps {
            let from = f64::from(i) * step;
            let n = self.between(from, from + seconds);
            if n > best.0 {
                best = (n, from);
            }
        }
        best
    }
}

/// How many have come by when, because of one activity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    cell_s: f64,
    /// By the end of each cell; begins with 0.
    by: Vec<f64>,
}

impl Curve {
    /// That of an activity over the plan's time and `longer_s` seconds more.
    pub(crate) fn of(scenario: &Scenario, activity: &Activity, unit: Unit, longer_s: u32) -> Self {
        let clock = Span {
            minutes: scenario.clock.minutes.saturating_add(longer_s.div_ceil(60)),
            ..scenario.clock.clone()
        };
        let horizon = clock.horizon_s();
        let cell = horizon.div_ceil(MOST_CELLS).max(1);
        let cells = usize::try_from(horizon.div_ceil(cell)).unwrap_or(0);
        let cell_s = f64::from(cell);
        let arrivals = activity.arrivals(&clock);
        // Machines run no scripts and are not counted as visitors; servers answer them all the same.
        let machines = activity.kind == ActivityKind::Bots;
        let mut came = cells_of(&arrivals.people, cell_s, cells);
        if let Some(sharing) = &activity.sharing {
            share(
                &mut came,
                cell_s,
                sharing.brings,
                sharing.after_minutes * 60.0,
                sharing.reach as f64,
            );
        }
        let counted = match unit {
            Unit::Visits | Unit::PageViews if machines => vec![0.0; cells],
            Unit::Visits => came,
            Unit::PageViews => walked(scenario, came, cell_s, |_| 1.0),
            Unit::Requests => {
                let requests = requests(scenario);
                let first = requests.first().copied().unwrap_or(1.0);
                let mut all = if machines {
                    came
                } else {
                    walked(scenario, came, cell_s, |page| {
                        requests.get(page).copied().unwrap_or(0.0)
                    })
                };
                let scanned = cells_of(&arrivals.machines, cell_s, cells);
                for (sum, n) in all.iter_mut().zip(scanned) {
                    *sum += n * first;
                }
                all
            }
        };
        let mut by = Vec::with_capacity(counted.len() + 1);
        let mut sum = 0.0;
        by.push(sum);
        for n in counted {
            sum += n;
            by.push(sum);
        }
        Self { cell_s, by }
    }

    /// How many come between two seconds; before the beginning as many as at the beginning.
    pub(crate) fn between(&self, from_s: f64, to_s: f64) -> f64 {
        (self.by(to_s) - self.by(from_s)).max(0.0)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative here, and `as` saturates"
    )]
    fn by(&self, second: f64) -> f64 {
        let at = second / self.cell_s;
        if at <= 0.0 {
            return at * self.by.get(1).copied().unwrap_or(0.0);
        }
        let cell = at as usize;
        match (self.by.get(cell), self.by.get(cell + 1)) {
            (Some(a), Some(b)) => a + (b - a) * (at - at.floor()),
            _ => self.by.last().copied().unwrap_or(0.0),
        }
    }
}

/// Expected arrivals in each cell.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "times within the horizon are not negative, and `as` saturates"
)]
fn cells_of(rate: &Rate, cell_s: f64, cells: usize) -> Vec<f64> {
    let mut sums = vec![0.0; cells];
    for pair in rate.points().windows(2) {
        let ((t0, r0), (t1, r1)) = (pair[0], pair[1]);
        if t1 <= t0 {
            continue;
        }
        let slope = (r1 - r0) / (t1 - t0);
        let first = (t0.max(0.0) / cell_s) as usize;
        for (cell, sum) in sums.iter_mut().enumerate().skip(first) {
            let begin = cell as f64 * cell_s;
            if begin >= t1 {
                break;
            }
            let (a, b) = (begin.max(t0), (begin + cell_s).min(t1));
            if b > a {
                *sum += (b - a) * (r0 + slope * (f64::midpoint(a, b) - t0));
            }
        }
    }
    sums
}

/// Adds those whom visitors bring, each after an exponential time, up to `reach` in all.
fn share(came: &mut [f64], cell_s: f64, brings: f64, after_s: f64, reach: f64) {
    let stays = libm::exp(-cell_s / after_s.max(cell_s));
    let (mut to_come, mut brought) = (0.0, 0.0);
    for n in came {
        let now = (to_come * (1.0 - stays)).min(f64::max(reach - brought, 0.0));
        to_come *= stays;
        brought += now;
        *n += now;
        to_come += *n * brings;
    }
}

/// What visitors ask for on their way: `of_page` on each page that they reach.
fn walked(
    scenario: &Scenario,
    came: Vec<f64>,
    cell_s: f64,
    of_page: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; came.len()];
    let mut on_page = came;
    for (index, page) in scenario.journey.pages.iter().enumerate() {
        let each = of_page(index);
        for (sum, n) in sums.iter_mut().zip(&on_page) {
            *sum += n * each;
        }
        let opens_s = page
            .opens
            .as_ref()
            .map(|opening| f64::from(scenario.clock.seconds_until(opening.at)));
        on_page = gone_on(
            &on_page,
            cell_s,
            page.think_s + LOAD_S,
            page.go_on_percent / 100.0,
            opens_s,
        );
    }
    sums
}

/// Those who go on to the next page, after an exponential time; who came before the page opens goes on when it does.
fn gone_on(came: &[f64], cell_s: f64, after_s: f64, share: f64, opens_s: Option<f64>) -> Vec<f64> {
    let stays = libm::exp(-cell_s / after_s);
    // Of those who come evenly over a cell, this share is still there at its end.
    let of_new = after_s / cell_s * (1.0 - stays);
    let (mut there, mut waiting) = (0.0, 0.0);
    came.iter()
        .enumerate()
        .map(|(cell, n)| {
            let before = there + n;
            there = there * stays + n * of_new;
            let leaves = (before - there).max(0.0) * share;
            let end = (cell + 1) as f64 * cell_s;
            if opens_s.is_some_and(|opens| end <= opens) {
                waiting += leaves;
                0.0
            } else {
                leaves + std::mem::take(&mut waiting)
            }
        })
        .collect()
}

/// Requests of each page that reach the servers.
fn requests(scenario: &Scenario) -> Vec<f64> {
    let missed = |hit: Option<f64>| 1.0 - hit.unwrap_or(0.0) / 100.0;
    let cdn = scenario.site.cdn.as_ref();
    let pages = cdn.map_or(1.0, |c| missed(c.pages_hit_percent));
    let files = cdn.map_or(1.0, |c| match c.files {
        Some(_) => 0.0,
        None => missed(c.files_hit_percent),
    });
    let each = |page: &onrush_scenario::Page| {
        let fetches: f64 = std::iter::once(&page.document)
            .chain(&page.calls)
            .map(|fetch| if fetch.cacheable { pages } else { 1.0 })
            .sum();
        let wanted = 1.0 - page.files_at_home_percent / 100.0;
        fetches + f64::from(page.files) * wanted * files
    };
    scenario.journey.pages.iter().map(each).collect()
}
