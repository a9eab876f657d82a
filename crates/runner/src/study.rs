//! Computes the jobs of studies, here and now.

use onrush_diagnose::{Means, TargetId, first_break_of_means};
use onrush_fluid::Forecast;
use onrush_network::Network;
use onrush_observe::VisitOutcome;
use onrush_scenario::{Scenario, StationRole};
use onrush_study::{Bands, Fidelity, Machine, Outcome, Study, Task};

use crate::{Flow, Progress, Stopped, rehearse};

/// Does one task on its plan.
///
/// # Errors
/// [`Stopped::Faults`] when the plan cannot be computed, [`Stopped::Cancelled`] when `watch` said [`Flow::Stop`].
pub fn work(
    base: &Scenario,
    task: &Task,
    watch: &mut dyn FnMut(Progress) -> Flow,
) -> Result<Outcome, Stopped> {
    let plan = task.variant.plan(base).map_err(Stopped::Faults)?;
    match task.fidelity {
        Fidelity::Forecast => {
            let network = plan.network().map_err(Stopped::Faults)?;
            let forecast = onrush_fluid::forecast(&network).map_err(Stopped::Faults)?;
            Ok(of_forecast(&plan, &network, &forecast, task.bands))
        }
        Fidelity::Exact => {
            let done = rehearse(&plan, task.seed, watch)?;
            let seen = &done.observations;
            Ok(Outcome {
                part: done.excerpt.as_ref().map(|e| (e.from_s, e.until_s)),
                bands: task.bands.then(|| Bands::of_run(seen)),
                ..Outcome::of_run(seen, &done.diagnosis)
            })
        }
    }
}

/// What a forecast says of a plan. It does not tell slow pages and what the CDN costs.
fn of_forecast(plan: &Scenario, network: &Network, f: &Forecast, bands: bool) -> Outcome {
    let totals = &f.totals;
    let served = totals.of(VisitOutcome::Converted) + totals.of(VisitOutcome::Finished);
    let steps = f
        .steps
        .iter()
        .zip(f.people.served.iter().zip(&f.people.lost));
    let means: Vec<Means> = steps
        .map(|(step, (served, lost))| Means {
            until_s: step.until_s,
            served: *served,
            lost: *lost,
        })
        .collect();
    let first_break_s = first_break_of_means(f.horizon_s, &means);
    let first_full = f
        .stations
        .iter()
        .filter_map(|s| Some((s.saturated_s?, &s.id)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let won: f64 = worth(network) * totals.of(VisitOutcome::Converted);
    let (campaign, servers) = (
        plan.activities.iter().map(|a| a.cost).sum::<f64>(),
        servers(plan, f),
    );
    let ended = totals.arrived - totals.of(VisitOutcome::Unfinished);
    let mut targets = vec![(
        TargetId::Served,
        ended > 0.0 && served / ended * 100.0 >= plan.targets.served_percent,
    )];
    if let Some(budget) = plan.targets.budget {
        targets.push((TargetId::Budget, campaign + servers <= budget));
    }
    let spans: Vec<(f64, f64)> = f.steps.iter().map(|s| (s.from_s, s.until_s)).collect();
    let rate = |column: &[f64]| Bands::per_second(f.horizon_s, &spans, column);
    Outcome {
        arrived: totals.arrived,
        served,
        goals: totals.of(VisitOutcome::Converted),
        lost: totals.lost(),
        sold_out: totals.of(VisitOutcome::SoldOut),
        page_mean_s: f.page_mean_s(),
        won,
        campaign,
        servers,
        holds: first_break_s.is_none(),
        fast: first_break_s.is_none(),
        first_break_s,
        part_to_blame: first_full.map(|(_, id)| id.clone()),
        targets,
        bands: bands.then(|| Bands {
            visits: rate(&f.people.visits),
            requests: rate(&f.people.requests),
            inside: Bands::level(f.horizon_s, &spans, &f.people.inside),
            lost: rate(&f.people.lost),
        }),
        ..Outcome::default()
    }
    .rounded()
}

/// What a goal is worth, in the currency's unit.
#[expect(clippy::cast_precision_loss, reason = "values in cents are small")]
fn worth(network: &Network) -> f64 {
    let pages = network.journeys.iter().flat_map(|j| &j.pages);
    let cents = pages.filter_map(|p| p.goal_cents).max();
    cents.unwrap_or(0) as f64 / 100.0
}

/// What web servers, database and replicas cost in the forecast.
fn servers(plan: &Scenario, f: &Forecast) -> f64 {
    let hours = f64::from(f.horizon_s) / 3600.0;
    let web = plan.labels().station(StationRole::Web);
    let scaled = web
        .filter(|_| plan.site.web.autoscaler.is_some())
        .and_then(|s| f.stations.get(s))
        .filter(|s| s.paid.len() == f.steps.len());
    let machine_hours = match scaled {
        Some(station) => {
            let steps = f.steps.iter().zip(&station.paid);
            steps.map(|(s, n)| s.length_s() * n).sum::<f64>() / 3600.0
        }
        None => f64::from(plan.site.web.servers) * hours,
    };
    let prices = &plan.money;
    let replicas = plan.site.database.replicas.map_or(0.0, |r| {
        f64::from(r.servers) * prices.replica_hour.unwrap_or(prices.database_hour)
    });
    machine_hours * prices.server_hour + (prices.database_hour + replicas) * hours
}

/// Does all jobs of a study, one after the other. `watch` is asked before each and, while exact runs go on, every few
/// milliseconds.
///
/// # Errors
/// [`Stopped::Cancelled`] when it said [`Flow::Stop`]; the answer so far stands.
pub fn finish<S: Study>(
    machine: &mut Machine<S>,
    watch: &mut dyn FnMut(&Machine<S>) -> Flow,
) -> Result<(), Stopped> {
    while let Some(job) = machine.next_jobs(1).pop() {
        let base = &machine.plans()[job.task.plan as usize];
        let result = match work(base, &job.task, &mut |_| watch(machine)) {
            Ok(outcome) => Ok(outcome),
            Err(Stopped::Faults(faults)) => Err(faults),
            Err(Stopped::Cancelled) => return Err(Stopped::Cancelled),
        };
        machine.take(job.number, result);
        if watch(machine) == Flow::Stop {
            return Err(Stopped::Cancelled);
        }
    }
    Ok(())
}

/// Does all jobs of a study on `threads` threads. The answer is the same as that of [`finish`]. `watch` is asked after each
/// job and every fifth of a second.
///
/// # Errors
/// [`Stopped::Cancelled`] when it said [`Flow::Stop`]; the answer so far stands.
#[cfg(not(target_family = "wasm"))]
pub fn spread<S: Study>(
    machine: &mut Machine<S>,
    threads: usize,
    watch: &mut dyn FnMut(&Machine<S>) -> Flow,
) -> Result<(), Stopped> {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;
    use std::time::Duration;

    const LOOK: Duration = Duration::from_millis(200);
    let plans = machine.plans().to_vec();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (results, computed) = mpsc::channel();
        let (mut idle, mut desks) = (Vec::new(), Vec::new());
        for desk in 0..threads.max(1) {
            let (send, jobs) = mpsc::channel::<onrush_study::Job>();
            let (results, plans, stop) = (results.clone(), &plans, &stop);
            scope.spawn(move || {
                for job in jobs {
                    let mut look = |_| {
                        if stop.load(Ordering::Relaxed) {
                            Flow::Stop
                        } else {
                            Flow::On
                        }
                    };
                    let done = work(&plans[job.task.plan as usize], &job.task, &mut look);
                    if results.send((desk, job.number, done)).is_err() {
                        return;
                    }
                }
            });
            desks.push(send);
            idle.push(desk);
        }
        let mut cancelled = false;
        while !machine.done() && !cancelled {
            while let Some(desk) = idle.pop() {
                let Some(job) = machine.next_jobs(1).pop() else {
                    idle.push(desk);
                    break;
                };
                // A desk listens as long as its sender lives.
                let _ = desks[desk].send(job);
            }
            if let Ok((desk, number, done)) = computed.recv_timeout(LOOK) {
                idle.push(desk);
                match done {
                    Ok(outcome) => machine.take(number, Ok(outcome)),
                    Err(Stopped::Faults(faults)) => machine.take(number, Err(faults)),
                    Err(Stopped::Cancelled) => cancelled = true,
                }
            }
            cancelled |= watch(machine) == Flow::Stop;
        }
        stop.store(true, Ordering::Relaxed);
        drop(desks);
        if cancelled {
            Err(Stopped::Cancelled)
        } else {
            Ok(())
        }
    })
}
