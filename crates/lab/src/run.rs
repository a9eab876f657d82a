//! Simulating a file as often as asked, and estimating from what was seen.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use onrush_des::{Simulation, Status};
use onrush_network::{Fault, Faults};
use onrush_observe::{Detail, Histogram, Observations};

use crate::estimate::{Parts, ratio};
use crate::lower::{Lowered, lower};
use crate::model::{LabFile, RateOver};
use crate::results::{ClassResult, Results, StationResult, Time};
use crate::series::{marks, series};

/// Most customers that may be in the system at once.
pub const MOST_PRESENT: u64 = 10_000_000;
/// Batches of a single replication. Fewer are more surely independent, more give a narrower interval; 20 is what textbooks
/// settle on (Schmeiser 1982: 10 to 30).
const BATCHES: u32 = 20;
/// Most steps that a run may be expected to take: some hours of work.
const MOST_EVENTS: f64 = 1e11;
/// Most values in each column of a series, all stations and classes together.
const MOST_VALUES: f64 = 2e6;
/// Events between two looks at how many are present.
const PORTION: u64 = 4_096;

/// How to run a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Fixes all chance.
    pub seed: u64,
    /// Independent repetitions (1 to 10,000).
    pub replications: u32,
    /// Length of a step of the series, in seconds; `None`: no series.
    pub series_s: Option<f64>,
    /// Threads; `None`: one for each core. The result does not depend on it.
    pub threads: Option<NonZeroUsize>,
}

impl Plan {
    /// Most repetitions.
    pub const MOST_REPLICATIONS: u32 = 10_000;
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            replications: 1,
            series_s: None,
            threads: None,
        }
    }
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The file, or what was asked of it, cannot be run.
    Faults(Faults),
    /// More than [`MOST_PRESENT`] customers were in the system at once.
    TooMany {
        /// The simulated second in which it happened.
        second: u32,
    },
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults(faults) => faults.fmt(f),
            Self::TooMany { second } => write!(
                f,
                "second {second}: more than {MOST_PRESENT} present at once"
            ),
        }
    }
}

impl std::error::Error for Stopped {}

impl From<Faults> for Stopped {
    fn from(faults: Faults) -> Self {
        Self::Faults(faults)
    }
}

/// Runs the file and estimates.
///
/// # Errors
/// Faults of the file that only show in the whole, or that too many were present.
pub fn run(file: &LabFile, plan: &Plan) -> Result<Results, Stopped> {
    check(file, plan)?;
    let lowered = lower(file);
    lowered.network.check()?;
    let one = plan.replications <= 1;
    let span = file.duration_s - file.warm_up_s;
    let cuts = if one { BATCHES } else { 1 };
    let counted: Vec<f64> = (0..=cuts)
        .map(|i| {
            if i == cuts {
                file.duration_s
            } else {
                file.warm_up_s + span * f64::from(i) / f64::from(cuts)
            }
        })
        .collect();
    let series_marks = plan.series_s.map(|step| marks(file.duration_s, step));
    // A series begins at 0 and the statistics after the warm-up: each has its own marks, and the same run is made for both.
    let replications = plan.replications.max(1) as usize;
    let jobs: Vec<Job> = (0..replications)
        .map(|i| Job {
            seed: seed_of(plan.seed, i),
            marks: &counted,
        })
        .chain(series_marks.iter().flat_map(|marks| {
            (0..replications).map(|i| Job {
                seed: seed_of(plan.seed, i),
                marks,
            })
        }))
        .collect();
    let started = Instant::now();
    let seen = simulate_all(&lowered, file.duration_s, &jobs, plan.threads)?;
    let wall_s = started.elapsed().as_secs_f64();
    let (runs, over_time) = seen.split_at(replications);
    let details: Vec<&Detail> = runs.iter().map(|r| &r.detail).collect();
    let parts = if one {
        Parts::Batches
    } else {
        Parts::Replications
    };
    let over_time: Vec<&Detail> = over_time.iter().map(|r| &r.detail).collect();
    Ok(Results {
        events: runs.iter().map(|r| r.events).sum(),
        wall_s,
        stations: file
            .stations
            .iter()
            .zip(&lowered.station_at)
            .map(|((name, s), at)| {
                let servers = s.servers.map(|n| f64::from(n) * f64::from(s.instances));
                (name.clone(), station(&details, *at, servers, span, parts))
            })
            .collect(),
        classes: file
            .classes
            .iter()
            .zip(&lowered.class_at)
            .map(|((name, _), at)| (name.clone(), class(&details, *at, parts)))
            .collect(),
        series: plan
            .series_s
            .map(|step| series(file, &lowered, step, &over_time)),
    })
}

/// What can only be judged in the whole.
fn check(file: &LabFile, plan: &Plan) -> Result<(), Faults> {
    let mut f = Faults::default();
    f.require(
        (1..=Plan::MOST_REPLICATIONS).contains(&plan.replications),
        || {
            Fault::new(
                "--replications",
                plan.replications,
                format!("between 1 and {}", Plan::MOST_REPLICATIONS),
            )
        },
    );
    if let Some(step_s) = plan.series_s {
        let rows =
            (file.stations.len() + file.classes.len()) as f64 * f64::from(plan.replications.max(1));
        let least = (file.duration_s * rows / MOST_VALUES).max(0.001);
        f.require((least..=1e9).contains(&step_s), || {
            Fault::new(
                "--series",
                step_s,
                format!("between {least} and 1000000000"),
            )
        });
    }
    let network = lower_shape(file);
    let expected = network.expected_events() * f64::from(plan.replications.max(1));
    f.require(expected <= MOST_EVENTS, || {
        Fault::new(
            "duration_s",
            file.duration_s,
            format!("short enough for these arrivals: the run would take about {expected:.0e} steps, {MOST_EVENTS:.0e} at most"),
        )
    });
    f.or(())
}

/// The open part of the network with sines as their means: what the number of events depends on.
fn lower_shape(file: &LabFile) -> onrush_network::Network {
    let mut shape = file.clone();
    shape.closed = None;
    for arrivals in &mut shape.arrivals {
        if let RateOver::Sine { mean_per_s, .. } = arrivals.rate {
            arrivals.rate = RateOver::Constant(mean_per_s);
        }
    }
    lower(&shape).network
}

/// The first replication has the seed itself, so that it is the run of `--replications 1`.
fn seed_of(seed: u64, replication: usize) -> u64 {
    if replication == 0 {
        return seed;
    }
    // SplitMix64's output function over a counter: other seeds' further replications are not this one's.
    let mut z = seed
        .wrapping_mul(0xD134_2543_DE82_EF95)
        .wrapping_add((replication as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// One simulation to make.
struct Job<'a> {
    seed: u64,
    marks: &'a [f64],
}

/// What is kept of it.
struct Seen {
    detail: Detail,
    events: u64,
}

/// Makes all simulations, on as many threads as there are cores. When several fail, the first of the list is reported,
/// whichever was noticed first.
fn simulate_all(
    lowered: &Lowered,
    duration_s: f64,
    jobs: &[Job],
    threads: Option<NonZeroUsize>,
) -> Result<Vec<Seen>, Stopped> {
    let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let threads = threads.unwrap_or_else(cores).get().min(jobs.len());
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(usize::MAX);
    let done: Mutex<Vec<Option<Result<Seen, Stopped>>>> =
        Mutex::new((0..jobs.len()).map(|_| None).collect());
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(i) else { return };
            let result = simulate(lowered, duration_s, job, || {
                failed.load(Ordering::Relaxed) < i
            });
            let Some(result) = result else { return };
            if result.is_err() {
                failed.fetch_min(i, Ordering::Relaxed);
            }
            done.lock().unwrap_or_else(PoisonError::into_inner)[i] = Some(result);
        }
    };
    std::thread::scope(|scope| {
        (1..threads).for_each(|_| {
            scope.spawn(work);
        });
        work();
    });
    // Jobs after one that failed may be missing; none before it is.
    done.into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .into_iter()
        .flatten()
        .collect()
}

/// One simulation; `None` when it is no longer wanted.
fn simulate(
    lowered: &Lowered,
    duration_s: f64,
    job: &Job,
    unwanted: impl Fn() -> bool,
) -> Option<Result<Seen, Stopped>> {
    let simulation = match Simulation::watched(&lowered.network, job.seed, job.marks) {
        Ok(simulation) => simulation,
        Err(faults) => return Some(Err(faults.into())),
    };
    match until_too_many(simulation, duration_s, unwanted)? {
        Ok(simulation) => {
            let seen = simulation.finish();
            Some(Ok(Seen {
                events: seen.events,
                detail: seen.detail.unwrap_or_default(),
            }))
        }
        Err(reached) => Some(Err(Stopped::TooMany {
            second: exact_second(lowered, duration_s, job.seed, reached),
        })),
    }
}

/// Runs to the end, or until too many are there: then the second in which the current interval of the books ends. `None`
/// when the run is no longer wanted.
fn until_too_many(
    mut simulation: Simulation,
    duration_s: f64,
    unwanted: impl Fn() -> bool,
) -> Option<Result<Simulation, u32>> {
    while simulation.step(PORTION) == Status::Running {
        let second = simulation.second();
        // The network's run lasts to a whole second, the file's may end before.
        if simulation.present() > MOST_PRESENT && f64::from(second) < duration_s + 1.0 {
            return Some(Err(second));
        }
        if unwanted() {
            return None;
        }
    }
    Some(Ok(simulation))
}

/// The second in which too many are there, once it is known that they are before the end of `reached`: the same run again, with a
/// mark at every second of the books' last interval.
fn exact_second(lowered: &Lowered, duration_s: f64, seed: u64, reached: u32) -> u32 {
    let step_s = Observations::step_for(lowered.network.horizon_s);
    let last = (reached + 1).min(lowered.network.horizon_s);
    let marks: Vec<f64> = (last.saturating_sub(step_s + 1)..=last)
        .map(f64::from)
        .collect();
    let again = Simulation::watched(&lowered.network, seed, &marks)
        .ok()
        .and_then(|simulation| until_too_many(simulation, duration_s, || false));
    match again {
        Some(Err(end)) => end.saturating_sub(1),
        _ => reached,
    }
}

fn station(
    runs: &[&Detail],
    at: usize,
    servers: Option<f64>,
    span_s: f64,
    parts: Parts,
) -> StationResult {
    let (mut wait, mut response) = (Histogram::default(), Histogram::default());
    let (mut waits, mut responses) = (Vec::new(), Vec::new());
    let mut sums = [0.0; 6];
    for run in runs {
        let s = &run.stations[at];
        wait.merge(&s.wait);
        response.merge(&s.response);
        for pair in s.at.windows(2) {
            let part = pair[1].since(&pair[0]);
            waits.push((part.wait_s, part.begun as f64));
            responses.push((part.response_s, part.served as f64));
            let gained = [
                part.arrived as f64,
                part.served as f64,
                part.refused as f64,
                part.given_up as f64,
                part.busy_s,
                part.line_s,
            ];
            sums.iter_mut()
                .zip(gained)
                .for_each(|(sum, gained)| *sum += gained);
        }
    }
    let [arrived, served, refused, abandoned, busy_s, line_s] = sums.map(|s| s / runs.len() as f64);
    StationResult {
        arrived,
        served,
        refused,
        abandoned,
        utilisation: servers.map(|n| busy_s / (span_s * n)),
        mean_in_line: line_s / span_s,
        mean_in_station: (line_s + busy_s) / span_s,
        wait_s: time(&wait, &waits, parts),
        response_s: time(&response, &responses, parts),
    }
}

fn class(runs: &[&Detail], at: usize, parts: Parts) -> ClassResult {
    let mut response = Histogram::default();
    let mut responses = Vec::new();
    let (mut completed, mut failed) = (0.0, 0.0);
    for run in runs {
        let c = &run.clients[at];
        response.merge(&c.response);
        for pair in c.at.windows(2) {
            let part = pair[1].since(&pair[0]);
            let answered = part.completed as f64;
            responses.push((part.response_s, answered));
            completed += answered;
            failed += part.failed as f64;
        }
    }
    ClassResult {
        completed: completed / runs.len() as f64,
        failed: failed / runs.len() as f64,
        response_s: time(&response, &responses, parts),
    }
}

fn time(histogram: &Histogram, parts: &[(f64, f64)], kind: Parts) -> Time {
    let Some((mean, ci95)) = ratio(parts, kind) else {
        return Time::default();
    };
    Time {
        mean: Some(mean),
        ci95,
        p50: histogram.quantile_s(0.50),
        p90: histogram.quantile_s(0.90),
        p95: histogram.quantile_s(0.95),
        p99: histogram.quantile_s(0.99),
    }
}
