//! How far it goes: the crowd at which each part breaks, in order.

use onrush_scenario::{Change, Edit, Scenario};
use serde::{Deserialize, Serialize};

use crate::stat::Interval;
use crate::{Done, Outcome, Study, Task, Variant, stronger};

/// The smallest crowd that is looked at, as a factor.
const LEAST: f64 = 1.0 / 64.0;
/// Crowds of the first search, each so many times the one before.
const COARSE: f64 = 1.25;
/// Crowds between two of these in the second.
const FINE: u32 = 11;
/// Exact runs stand on a grid of crowds, each so many times the one below.
const EXACT: f64 = 1.04;
/// They begin so many places around the forecast's crowd.
const AROUND: i32 = 4;
/// So far they follow where the forecast is wrong.
const FAR: i32 = 60;
/// The part that broke is made so many times as strong, and again until another one breaks first.
const STRONGER: f64 = 4.0;

/// A part that breaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// The crowd at which it breaks, as a factor of the planned one. Of exact runs: all held at `low`, all broke at `high`. Of a
    /// forecast alone, the crowds between which it breaks there.
    pub factor: Interval,
    /// Whether exact runs say so.
    pub confirmed: bool,
    /// Id of the part's station; `None` where no part was full: something else loses people.
    pub part: Option<String>,
    /// What was done to see what breaks behind it; `None`: nothing can be.
    pub fix: Option<Edit>,
    /// The same, field by field.
    pub changes: Vec<Change>,
}

/// Why a ladder ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It does not yet.
    Searching,
    /// Nothing breaks up to [`Limits::tested_to`].
    Holds,
    /// The last part cannot be made stronger.
    NoFix,
    /// So many rungs were asked for.
    Enough,
    /// It breaks with hardly anybody there: the crowd is not what breaks it.
    AnyCrowd,
}

/// The ladder of limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// What breaks, in order.
    pub rungs: Vec<Rung>,
    /// Why there are no more.
    pub end: End,
    /// The largest crowd that was looked at, as a factor.
    pub tested_to: f64,
    /// Whether [`End::Holds`] was confirmed by exact runs.
    pub confirmed: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Coarse,
    Fine,
    /// Exact runs at these places of the grid.
    Exact,
    Over,
}

/// How the exact runs with one seed stand: held at one place of the grid, broke at another.
#[derive(Debug, Clone, Copy, Default)]
struct Bounds {
    held: Option<i32>,
    broke: Option<i32>,
}

/// Looks for the crowds at which a plan breaks.
///
/// *Search.* Forecasts at crowds a quarter apart, then a fiftieth apart where the first of these breaks. *Confirmation.* With each seed
/// exact runs close in on the crowd that breaks it, to 4 %, beginning at the forecast's. *Next.* The part to blame (of the exact
/// runs that broke, the one most often) is made four times as strong, again while the forecast still sees it break first, and the
/// search goes on above.
#[derive(Debug)]
pub struct Ladder {
    plans: Vec<Scenario>,
    seeds: Vec<u64>,
    most: f64,
    rungs_at_most: usize,
    stage: Stage,
    rungs: Vec<Rung>,
    /// The plan with all fixes.
    fixed: Scenario,
    fixes: Vec<Edit>,
    /// Of the rung in search: crowds around which the forecast breaks, and which part.
    between: (f64, f64),
    full: Option<String>,
    bounds: Vec<Bounds>,
    blamed: Vec<(i32, Option<String>)>,
    again: u32,
    end: End,
    confirmed: bool,
}

impl Ladder {
    /// The ladder of `plan` up to `most` times its crowd (2 to 100), at most `rungs` of it, confirmed with these seeds; without seeds it is
    /// the forecast's alone.
    #[must_use]
    pub fn new(plan: Scenario, seeds: Vec<u64>, most: f64, rungs: usize) -> Self {
        Self {
            fixed: plan.clone(),
            plans: vec![plan],
            bounds: vec![Bounds::default(); seeds.len()],
            seeds,
            most: if most.is_nan() {
                10.0
            } else {
                most.clamp(2.0, 100.0)
            },
            rungs_at_most: rungs.max(1),
            stage: Stage::Coarse,
            rungs: Vec::new(),
            fixes: Vec::new(),
            between: (0.0, 0.0),
            full: None,
            blamed: Vec::new(),
            again: 0,
            end: End::Searching,
            confirmed: false,
        }
    }

    fn variant(&self, crowd: f64) -> Variant {
        Variant {
            edit: (!self.fixes.is_empty()).then(|| Edit::Many(self.fixes.clone())),
            crowd,
            draw: None,
        }
    }

    fn forecasts(&self, crowds: Vec<f64>) -> Vec<Task> {
        let task = |crowd| Task::forecast(0, self.variant(crowd));
        crowds.into_iter().map(task).collect()
    }

    /// From just above the last rung, or from hardly anybody, to the most.
    fn coarse(&mut self) -> Vec<Task> {
        self.stage = Stage::Coarse;
        let from = self.rungs.last().map_or(LEAST, |r| r.factor.best);
        let mut crowds = Vec::new();
        let mut crowd = from;
        while crowd < self.most {
            crowds.push(crowd);
            crowd *= COARSE;
        }
        crowds.push(self.most);
        self.forecasts(crowds)
    }

    fn over(&mut self, end: End) -> Vec<Task> {
        self.stage = Stage::Over;
        self.end = end;
        Vec::new()
    }

    /// After forecasts: where the first one breaks.
    fn broken(done: &[Done]) -> Option<(f64, Option<f64>, Option<String>)> {
        // A crowd that cannot be computed any more is past the end, not broken.
        let known = done
            .iter()
            .filter_map(|d| Some((d.task.variant.crowd, d.result.as_ref().ok()?)));
        let mut below = None;
        for (crowd, outcome) in known {
            if !outcome.holds {
                return Some((crowd, below, outcome.part_to_blame.clone()));
            }
            below = Some(crowd);
        }
        None
    }

    fn after_coarse(&mut self, done: &[Done]) -> Vec<Task> {
        match Self::broken(done) {
            Some((_, None, _)) if self.rungs.is_empty() => self.over(End::AnyCrowd),
            // The part that was made stronger breaks at once again, or the exact runs were above the forecast.
            Some((crowd, None, part)) => {
                self.between = (crowd / COARSE, crowd);
                self.full = part;
                self.begin_exact()
            }
            Some((above, Some(below), part)) => {
                self.stage = Stage::Fine;
                self.between = (below, above);
                self.full = part;
                let ratio = libm::pow(above / below, 1.0 / f64::from(FINE + 1));
                let crowds = (1..=FINE).map(|i| below * libm::pow(ratio, f64::from(i)));
                self.forecasts(crowds.collect())
            }
            None => {
                let tested = done.iter().filter(|d| d.result.is_ok());
                let Some(top) = tested.map(|d| d.task.variant.crowd).reduce(f64::max) else {
                    return self.over(End::AnyCrowd);
                };
                self.most = top;
                self.full = None;
                self.between = (top, f64::INFINITY);
                self.begin_exact()
            }
        }
    }

    fn after_fine(&mut self, done: &[Done]) -> Vec<Task> {
        let held = done
            .iter()
            .take_while(|d| matches!(&d.result, Ok(o) if o.holds));
        if let Some(last) = held.last() {
            self.between.0 = last.task.variant.crowd;
        }
        if let Some((crowd, _, part)) = Self::broken(done) {
            self.between.1 = crowd;
            self.full = part;
        }
        self.begin_exact()
    }

    /// The crowd in the middle of the exact runs' grid.
    fn middle(&self) -> f64 {
        if self.between.1.is_finite() {
            (self.between.0 * self.between.1).sqrt()
        } else {
            self.between.0
        }
    }

    fn crowd_at(&self, place: i32) -> f64 {
        self.middle() * libm::pow(EXACT, f64::from(place))
    }

    fn begin_exact(&mut self) -> Vec<Task> {
        // What was made stronger and still breaks first is made stronger again, without a rung of its own.
        let same = self
            .rungs
            .last()
            .is_some_and(|r| r.part.is_some() && r.part == self.full);
        if same && self.between.1.is_finite() {
            return self.fix_last();
        }
        self.bounds.fill(Bounds::default());
        self.blamed.clear();
        self.stage = Stage::Exact;
        self.exact()
    }

    /// The next exact run of each seed that has not closed in yet; when all have, what follows.
    fn exact(&mut self) -> Vec<Task> {
        let past_the_end = !self.between.1.is_finite();
        let mut tasks = Vec::new();
        for (seed, bounds) in self.seeds.iter().zip(&self.bounds) {
            let place = match (bounds.held, bounds.broke) {
                (None, None) => 0,
                // Nothing is looked for beyond the most.
                (Some(held), None) if past_the_end || held >= FAR => continue,
                (None, Some(broke)) if broke <= -FAR => continue,
                (Some(held), None) => (held + AROUND).min(held.max(1) * 4),
                (None, Some(broke)) => (broke - AROUND).max(broke.min(-1) * 4),
                (Some(held), Some(broke)) if broke - held <= 1 => continue,
                (Some(held), Some(broke)) => held + (broke - held) / 2,
            };
            tasks.push(Task::exact(0, self.variant(self.crowd_at(place)), *seed));
        }
        if tasks.is_empty() {
            self.close_rung()
        } else {
            tasks
        }
    }

    fn after_exact(&mut self, done: &[Done]) -> Vec<Task> {
        for Done { task, result } in done {
            let place = libm::log(task.variant.crowd / self.middle()) / libm::log(EXACT);
            #[expect(clippy::cast_possible_truncation, reason = "at most ±240")]
            let place = place.round() as i32;
            let Some(at) = self.seeds.iter().position(|s| *s == task.seed) else {
                continue;
            };
            let bounds = &mut self.bounds[at];
            match result {
                Ok(Outcome { holds: true, .. }) => {
                    bounds.held = Some(bounds.held.map_or(place, |p| p.max(place)));
                }
                Ok(outcome) => {
                    bounds.broke = Some(bounds.broke.map_or(place, |p| p.min(place)));
                    self.blamed.push((place, outcome.part_to_blame.clone()));
                }
                // Too large to be run: as if it were not there.
                Err(_) => {
                    *bounds = Bounds {
                        held: Some(FAR),
                        broke: Some(FAR + 1),
                    }
                }
            }
        }
        self.exact()
    }

    /// The part that was blamed most often in exact runs, those that broke with the smallest crowds first.
    fn culprit(&self) -> Option<String> {
        let nearest = self.blamed.iter().map(|b| b.0).min()?;
        let near = self.blamed.iter().filter(|b| b.0 <= nearest + AROUND);
        let parts: Vec<&String> = near.filter_map(|b| b.1.as_ref()).collect();
        let often = |part: &String| parts.iter().filter(|p| **p == part).count();
        let most = parts.iter().map(|p| often(p)).max()?;
        parts
            .iter()
            .find(|p| often(p) == most)
            .map(|p| (*p).clone())
    }

    fn close_rung(&mut self) -> Vec<Task> {
        let closed: Vec<(i32, i32)> = self
            .bounds
            .iter()
            .filter_map(|b| Some((b.held?, b.broke?)))
            .filter(|(held, _)| *held < FAR)
            .collect();
        let held_by_all = !self.seeds.is_empty() && self.bounds.iter().all(|b| b.broke.is_none());
        if !self.between.1.is_finite() && (closed.is_empty() || held_by_all) {
            self.confirmed = held_by_all;
            return self.over(End::Holds);
        }
        if held_by_all {
            // Exact runs hold far beyond the crowd that the forecast breaks at: they are right.
            self.confirmed = true;
            self.most = self.crowd_at(self.bounds.iter().filter_map(|b| b.held).min().unwrap_or(0));
            return self.over(End::Holds);
        }
        let confirmed = !self.seeds.is_empty() && closed.len() == self.seeds.len();
        if !confirmed && !self.blamed.is_empty() && closed.is_empty() {
            return self.over(End::AnyCrowd);
        }
        let factor = if confirmed {
            let middles = closed.iter().map(|(h, b)| f64::from(h + b) / 2.0);
            let mean = middles.sum::<f64>() / closed.len() as f64;
            Interval {
                best: self.middle() * libm::pow(EXACT, mean),
                low: self.crowd_at(closed.iter().map(|c| c.0).min().unwrap_or(0)),
                high: self.crowd_at(closed.iter().map(|c| c.1).max().unwrap_or(0)),
            }
        } else {
            Interval {
                best: self.middle(),
                low: self.between.0,
                high: self.between.1,
            }
        };
        let part = if confirmed {
            self.culprit()
        } else {
            self.full.clone()
        };
        self.rungs.push(Rung {
            factor,
            confirmed,
            part,
            fix: None,
            changes: Vec::new(),
        });
        self.again = 0;
        if self.rungs.len() >= self.rungs_at_most {
            return self.over(End::Enough);
        }
        self.fix_last()
    }

    /// Makes the last rung's part stronger, and searches on.
    fn fix_last(&mut self) -> Vec<Task> {
        self.again += 1;
        let fixed = self
            .rungs
            .last()
            .and_then(|r| r.part.as_deref())
            .and_then(|part| {
                let fix = stronger::part(&self.fixed, part, STRONGER)?;
                let plan = self.fixed.edited(&fix).ok()?;
                Some((fix, plan))
            });
        let Some((fix, plan)) = fixed.filter(|_| self.again <= 4) else {
            return self.over(End::NoFix);
        };
        if let Some(rung) = self.rungs.last_mut() {
            let before = match rung.fix.take() {
                Some(Edit::Many(edits)) => edits,
                Some(edit) => vec![edit],
                None => Vec::new(),
            };
            let edits: Vec<Edit> = before.into_iter().chain([fix.clone()]).collect();
            rung.fix = Some(Edit::Many(edits));
            let already: Vec<Change> = rung.changes.drain(..).collect();
            let from = |path: &str, now: Option<serde_json::Value>| {
                already
                    .iter()
                    .find(|c| c.path == path)
                    .map_or(now, |c| c.from.clone())
            };
            let changes = self.fixed.changes(&plan).into_iter();
            rung.changes = changes
                .filter(|c| !c.path.starts_with("notes") && !c.path.starts_with("ranges"))
                .map(|c| Change {
                    from: from(&c.path, c.from),
                    ..c
                })
                .collect();
        }
        self.fixed = plan;
        self.fixes.push(fix);
        self.coarse()
    }
}

impl Study for Ladder {
    type Answer = Limits;

    fn plans(&self) -> &[Scenario] {
        &self.plans
    }

    fn stage(&mut self, done: &[Done]) -> Vec<Task> {
        if done.is_empty() {
            return if self.stage == Stage::Coarse {
                self.coarse()
            } else {
                Vec::new()
            };
        }
        match self.stage {
            Stage::Coarse => self.after_coarse(done),
            Stage::Fine => self.after_fine(done),
            Stage::Exact => self.after_exact(done),
            Stage::Over => Vec::new(),
        }
    }

    fn answer(&self) -> Limits {
        let mut rungs = self.rungs.clone();
        if self.stage == Stage::Exact && self.between.1.is_finite() {
            // The forecast's rung, until the exact runs have closed in.
            rungs.push(Rung {
                factor: Interval {
                    best: self.middle(),
                    low: self.between.0,
                    high: self.between.1,
                },
                confirmed: false,
                part: self.full.clone(),
                fix: None,
                changes: Vec::new(),
            });
        }
        Limits {
            rungs,
            end: self.end,
            tested_to: self.most,
            confirmed: self.confirmed,
        }
    }

    fn to_come(&self) -> usize {
        // About four runs for each seed and rung, and two searches.
        let left = self.rungs_at_most.saturating_sub(self.rungs.len());
        match self.stage {
            Stage::Over => 0,
            Stage::Coarse | Stage::Fine => left * 4 * self.seeds.len() + (left - left.min(1)) * 30,
            Stage::Exact => {
                self.seeds.len() * 2 + (left - left.min(1)) * (30 + 4 * self.seeds.len())
            }
        }
    }
}
