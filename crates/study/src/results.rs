//! Outcomes in files that can be put together.
//!
//! A file has one JSON object a line: first what was run, then one line for each plan and seed, in that order. Files of different
//! seeds are merged into the file that one computer would have written for all of them, byte for byte.

use std::collections::BTreeMap;
use std::fmt;

use onrush_scenario::{Scenario, Uncertain};
use serde::{Deserialize, Serialize};

use crate::{Done, Outcome, Study, Task, Variant};

/// Name and version of the format. Fields may be added without a new version.
pub const FORMAT: &str = "onrush-results/1";

/// A plan that was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Of {
    /// What the person calls it.
    pub name: String,
    /// [`Scenario::fingerprint`]: equal for plans with equal results.
    pub fingerprint: String,
    /// What was drawn anew for each seed.
    pub ranges: Vec<Uncertain>,
}

/// The first line of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the engine: other versions may come to other results.
    pub engine: String,
    /// The plans, by [`Row::plan`].
    pub plans: Vec<Of>,
    /// Whether numbers that have a range were drawn anew for each seed.
    pub draws: bool,
}

/// A further line: one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which plan.
    pub plan: u32,
    /// Its seed.
    pub seed: u64,
    /// What came out; `None` where the plan cannot be run with this draw.
    pub outcome: Option<Outcome>,
}

/// A file of outcomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    header: Header,
    rows: BTreeMap<(u64, u32), Row>,
}

/// Why files cannot be read or put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// This line (counted from 1) is not one of such a file.
    Unreadable(usize),
    /// Another version of the engine.
    Engine(String, String),
    /// Other plans, or ranges, or draws.
    Plans,
    /// The same plan with the same seed twice.
    Twice {
        /// The plan.
        plan: u32,
        /// The seed.
        seed: u64,
    },
    /// Nothing to merge.
    Nothing,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // For logs and tests; what users read is in `words`.
        write!(f, "{self:?}")
    }
}

impl Results {
    /// An empty file for these plans.
    #[must_use]
    pub fn new(plans: &[Scenario], draws: bool, engine: &str) -> Self {
        let of = |plan: &Scenario| Of {
            name: plan.name.clone(),
            fingerprint: plan.fingerprint(),
            ranges: if draws {
                plan.ranges.clone()
            } else {
                Vec::new()
            },
        };
        Self {
            header: Header {
                format: FORMAT.to_owned(),
                engine: engine.to_owned(),
                plans: plans.iter().map(of).collect(),
                draws,
            },
            rows: BTreeMap::new(),
        }
    }

    /// One run more.
    ///
    /// # Errors
    /// [`Mismatch::Twice`] when it is there already, [`Mismatch::Plans`] when there is no such plan.
    pub fn add(&mut self, row: Row) -> Result<(), Mismatch> {
        if row.plan as usize >= self.header.plans.len() {
            return Err(Mismatch::Plans);
        }
        let (plan, seed) = (row.plan, row.seed);
        match self.rows.insert((seed, plan), row) {
            None => Ok(()),
            Some(_) => Err(Mismatch::Twice { plan, seed }),
        }
    }

    /// The file.
    #[must_use]
    pub fn write(&self) -> String {
        // Plain values always can be written.
        let line = |text: serde_json::Result<String>| text.unwrap_or_default() + "\n";
        let mut text = line(serde_json::to_string(&self.header));
        for row in self.rows.values() {
            text += &line(serde_json::to_string(row));
        }
        text
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The first line that is none, or a run that is there twice.
    pub fn read(text: &str) -> Result<Self, Mismatch> {
        let mut lines = text.lines().enumerate();
        let header = lines
            .next()
            .and_then(|(_, first)| serde_json::from_str::<Header>(first).ok());
        let header = header
            .filter(|h| h.format == FORMAT)
            .ok_or(Mismatch::Unreadable(1))?;
        let mut results = Self {
            header,
            rows: BTreeMap::new(),
        };
        for (i, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let row = serde_json::from_str(line).map_err(|_| Mismatch::Unreadable(i + 1))?;
            results.add(row)?;
        }
        Ok(results)
    }

    /// All of them in one.
    ///
    /// # Errors
    /// When they are not of the same plans, ranges and engine, or a run is there twice.
    pub fn merge(all: impl IntoIterator<Item = Self>) -> Result<Self, Mismatch> {
        let mut all = all.into_iter();
        let mut whole = all.next().ok_or(Mismatch::Nothing)?;
        for part in all {
            let (a, b) = (&whole.header, &part.header);
            if a.engine != b.engine {
                return Err(Mismatch::Engine(a.engine.clone(), b.engine.clone()));
            }
            if a != b {
                return Err(Mismatch::Plans);
            }
            for row in part.rows.into_values() {
                whole.add(row)?;
            }
        }
        Ok(whole)
    }

    /// Whether these are results of just these plans.
    #[must_use]
    pub fn are_of(&self, plans: &[Scenario]) -> bool {
        let same = |(of, plan): (&Of, &Scenario)| {
            of.fingerprint == plan.fingerprint() && (!self.header.draws || of.ranges == plan.ranges)
        };
        let header = &self.header.plans;
        header.len() == plans.len() && header.iter().zip(plans).all(same)
    }

    /// The first line.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Runs, by seed and plan.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }
}

/// Runs every plan with every seed exactly, and nothing else: one share of a sweep.
#[derive(Debug)]
pub struct Sweep {
    plans: Vec<Scenario>,
    seeds: Vec<u64>,
    results: Results,
    begun: bool,
}

impl Sweep {
    /// All of `plans` with all of `seeds`. With `draws`, numbers that have a range are drawn anew for each seed.
    #[must_use]
    pub fn new(plans: Vec<Scenario>, seeds: Vec<u64>, draws: bool, engine: &str) -> Self {
        Self {
            results: Results::new(&plans, draws, engine),
            plans,
            seeds,
            begun: false,
        }
    }
}

impl Study for Sweep {
    type Answer = Results;

    fn plans(&self) -> &[Scenario] {
        &self.plans
    }

    fn hear(&mut self, done: &[Done]) {
        for Done { task, result } in done {
            let (plan, seed) = (task.plan, task.seed);
            let outcome = result.as_ref().ok().cloned();
            // A seed that was asked for twice gives the same row twice.
            let _ = self.results.add(Row {
                plan,
                seed,
                outcome,
            });
        }
    }

    fn stage(&mut self, done: &[Done]) -> Vec<Task> {
        self.hear(done);
        if core::mem::replace(&mut self.begun, true) {
            return Vec::new();
        }
        let plans = 0..u32::try_from(self.plans.len()).unwrap_or(u32::MAX);
        let draws = self.results.header.draws;
        let of = |seed: &u64| {
            let variant = Variant {
                draw: draws.then_some(*seed),
                ..Variant::default()
            };
            let seed = *seed;
            plans
                .clone()
                .map(move |plan| Task::exact(plan, variant.clone(), seed))
        };
        self.seeds.iter().flat_map(of).collect()
    }

    fn answer(&self) -> Results {
        self.results.clone()
    }

    fn to_come(&self) -> usize {
        0
    }
}
