//! What is known about a plan, and what of it goes onto paper.

use onrush_diagnose::{Diagnosis, FindingId, Verdict};
use onrush_observe::{Observations, VisitOutcome};
use onrush_runner::Rehearsal;
use onrush_scenario::{Scenario, StationRole};
use onrush_study::{Chances, Limits};
use onrush_words::Words;
use serde::Serialize;

use crate::{Code, When};

/// Most causes that are told.
const CAUSES: usize = 4;

/// What is known about a plan. What is `None` was not tested.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// One rehearsal.
    pub played: Option<Played<'a>>,
    /// Many futures.
    pub chances: Option<&'a Chances>,
    /// Larger crowds.
    pub limits: Option<&'a Limits>,
}

/// A rehearsal.
#[derive(Debug, Clone, Copy)]
pub struct Played<'a> {
    /// The plan as far as it was rehearsed: the whole, or a part on its own clock.
    pub plan: &'a Scenario,
    /// Whether that is only a part of it.
    pub part: bool,
    /// The seed of its randomness.
    pub seed: u64,
    /// Name and version of the engine.
    pub engine: &'a str,
    /// What names the result.
    pub digest: &'a str,
    /// What was observed.
    pub seen: &'a Observations,
    /// What it means.
    pub diagnosis: &'a Diagnosis,
}

/// What one rehearsal gave, for people who read a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Result {
    /// The seed of its randomness.
    pub seed: u64,
    /// Name and version of the engine.
    pub engine: String,
    /// What names the result.
    pub digest: String,
    /// The same, short enough to be typed.
    pub code: String,
    /// From when to when, where only a part of the plan was rehearsed.
    pub part: Option<(When, When)>,
    /// The answer in one word.
    pub verdict: Verdict,
    /// The answer in a sentence or two.
    pub headline: String,
    /// When the most visits begin.
    pub visits_peak: When,
    /// How many begin in that second.
    pub visits_per_s: f64,
    /// When the most requests are sent.
    pub requests_peak: When,
    /// How many in that second.
    pub requests_per_s: f64,
    /// Requests in the busiest five minutes (or all of a shorter rehearsal).
    pub requests_in_5_min: u64,
    /// Most visits on the site at once, machines included.
    pub inside: u32,
    /// Workers of the web servers taken at most (mean of a second, rounded up), and how many there are.
    pub workers: Option<(f64, u64)>,
    /// Connections to the database taken at most (mean of a second, rounded up), and how many there are.
    pub connections: Option<(f64, u64)>,
    /// Visits of people.
    pub arrived: u64,
    /// Visits that got what they came for.
    pub served: u64,
    /// Visits lost, or stuck at the end.
    pub lost: u64,
    /// What was hoped for, and what came.
    pub targets: Vec<Target>,
    /// What went wrong, or could.
    pub risks: Vec<Risk>,
}

/// A target and what came.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// In a line.
    pub said: String,
    /// Whether it was met.
    pub met: bool,
}

/// Something that went wrong, or that is nearest to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// When it began.
    pub from: When,
    /// What, for everybody.
    pub said: String,
    /// The same in an engineer's words.
    pub for_it: Option<String>,
    /// How many people it cost.
    pub people: u64,
}

impl<'a> Played<'a> {
    /// A rehearsal of `plan`, which is the plan as far as it was rehearsed: [`Rehearsal::rehearsed`].
    #[must_use]
    pub fn of(plan: &'a Scenario, done: &'a Rehearsal) -> Self {
        Self {
            plan,
            part: done.excerpt.is_some(),
            seed: done.seed,
            engine: &done.engine,
            digest: &done.digest,
            seen: &done.observations,
            diagnosis: &done.diagnosis,
        }
    }

    pub(crate) fn result(&self, words: Words) -> Result {
        let (plan, seen, d) = (self.plan, self.seen, self.diagnosis);
        let when = |second| When::of(&plan.clock, second);
        let visits = &seen.ledger.visits;
        let labels = plan.labels();
        let taken = |role| {
            let station = seen.stations.get(labels.station(role)?)?;
            let most = station.busy.iter().copied().fold(0.0_f32, f32::max);
            (station.servers > 0).then(|| (f64::from(most.ceil()), station.servers))
        };
        Result {
            seed: self.seed,
            engine: self.engine.to_owned(),
            digest: self.digest.to_owned(),
            code: self.code().to_string(),
            part: self.part.then(|| (when(0), when(seen.horizon_s))),
            verdict: d.verdict,
            headline: words.headline(plan, seen, d),
            visits_peak: when(d.peak.visits_at_s),
            visits_per_s: d.peak.visits_per_s,
            requests_peak: when(d.peak.at_s),
            requests_per_s: d.peak.requests_per_s,
            requests_in_5_min: d.peak.busiest_5_min.requests,
            inside: seen.series.inside.iter().copied().max().unwrap_or(0),
            workers: taken(StationRole::Web),
            connections: taken(StationRole::Database),
            arrived: visits.arrived,
            served: visits.of_any(&[VisitOutcome::Converted, VisitOutcome::Finished]),
            lost: seen.ledger.lost() + seen.ledger.stuck,
            targets: d
                .targets
                .iter()
                .map(|target| Target {
                    said: words.target(target, plan),
                    met: target.met,
                })
                .collect(),
            risks: self.risks(words),
        }
    }

    fn risks(&self, words: Words) -> Vec<Risk> {
        let (plan, seen, d) = (self.plan, self.seen, self.diagnosis);
        let when = |second| When::of(&plan.clock, second);
        let mut risks: Vec<Risk> = d
            .why
            .causes
            .iter()
            .take(CAUSES)
            .map(|cause| Risk {
                from: when(cause.from_s),
                said: words.cause_sentence(cause, plan, seen),
                for_it: Some(words.cause_for_it(cause.kind)),
                people: cause.people,
            })
            .collect();
        if risks.is_empty() {
            let slow = d.findings.iter().filter(|f| f.id == FindingId::Slow);
            risks.extend(slow.take(1).map(|finding| Risk {
                from: when(finding.from_s),
                said: words.finding(finding, plan, seen),
                for_it: None,
                people: 0,
            }));
        }
        risks
    }

    /// The rehearsal in a few figures, to be checked by others.
    #[must_use]
    pub fn code(&self) -> Code {
        Code {
            fingerprint: String::new(),
            seed: self.seed,
            engine: Code::version(self.engine),
            digest: self.digest.to_owned(),
            verdict: self.diagnosis.verdict,
            break_s: self.diagnosis.first_break_s,
            arrived: self.seen.ledger.visits.arrived,
            lost: self.seen.ledger.lost(),
        }
    }
}
