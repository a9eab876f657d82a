//! How far a team has come with its plan: what was guessed and read off, which runs were recorded, what was agreed.

use onrush_network::{Fault, Faults};
use onrush_scenario::{ClockTime, Scenario};
use serde::{Deserialize, Serialize};

use crate::{Part, Record, ReviewFacts, StepId, Trial};

/// Most records that are kept: the newest of each trial and seed.
pub const MOST_RECORDS: usize = 400;
/// Most plans that are kept to name changes.
pub const MOST_PLANS: usize = 24;

/// How far a team has come with one plan. A plain value: whoever changes it makes a new one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Version of the file format: [`Progress::VERSION`].
    pub onrush_progress: u32,
    /// Whether it follows the guided path, on which the guess comes before everything else.
    pub guided: bool,
    /// Whether the forecast's peak is covered until a guess is recorded.
    pub covered: bool,
    /// [`Scenario::fingerprint`] of the plan with which it began, for the changes of step 3.
    pub began_with: String,
    /// What was guessed before the forecast was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guess: Option<Guess>,
    /// What was read off the ramp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<Stated>,
    /// What stands in for what breaks.
    pub backups: Backups,
    /// Where the lines are drawn.
    pub thresholds: Thresholds,
    /// How many hints were asked for, by step (0 to 3).
    pub hints: Vec<u8>,
    /// What came out of the review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewFacts>,
    /// Runs, oldest first.
    pub records: Vec<Record>,
    /// Steps that were proven, and with which plan. It proves nothing by itself.
    pub proven: Vec<Proven>,
    /// Plans that records speak of, to name what changed.
    pub plans: Vec<Kept>,
}

/// A guess of the peak.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// Visitors a second.
    pub per_s: f64,
    /// When.
    pub at: ClockTime,
    /// Whether the forecast was still covered.
    pub before_reveal: bool,
}

/// What somebody read off the ramp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    /// New visitors a second that the site carries.
    pub per_s: f64,
    /// The part that sets this limit, by station id.
    pub part: String,
}

/// What stands in for what breaks, and after how many seconds. `None`: nothing does. For the database that is in the plan
/// (`site.database.failover_s`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Backups {
    /// New web servers in the place of those lost.
    pub servers_s: Option<u32>,
    /// A second CDN, or the way past it.
    pub cdn_s: Option<u32>,
    /// A second payment provider.
    pub payment_s: Option<u32>,
}

impl Backups {
    /// The trial of one part breaking, with what is prepared.
    #[must_use]
    pub const fn fault(self, what: Part) -> Trial {
        let backup_s = match what {
            Part::Database => None,
            Part::Servers => self.servers_s,
            Part::Cdn => self.cdn_s,
            Part::Payment => self.payment_s,
        };
        Trial::Fault { what, backup_s }
    }
}

/// Where the lines are drawn. The defaults are those of the checklist; a trainer may set others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// The stated limit is within so many percent of the measured one.
    pub limit_within_percent: f64,
    /// Nothing is above this utilisation in any minute.
    pub busiest_percent: f64,
    /// So many seeds.
    pub seeds: u32,
    /// So many percent of those runs meet the targets.
    pub on_target_percent: f64,
    /// The larger crowd of step 5, as a factor.
    pub larger_crowd: f64,
    /// The crowd of step 6, as a factor.
    pub largest_crowd: f64,
    /// A single fault may keep the site outside its targets for so many seconds.
    pub outside_s: u32,
    /// After a double fault so many percent of the visitors still see a first page.
    pub first_page_percent: f64,
    /// So many improvements are written.
    pub improvements: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            limit_within_percent: 15.0,
            busiest_percent: 80.0,
            seeds: 20,
            on_target_percent: 95.0,
            larger_crowd: 2.0,
            largest_crowd: 3.0,
            outside_s: 60,
            first_page_percent: 95.0,
            improvements: 3,
        }
    }
}

/// A field of [`Thresholds`] or [`Backups`] that people set: its path, the least and the most.
pub type Bounds = (&'static str, f64, f64);

impl Thresholds {
    /// Every field with its least and most value; whole numbers where the field is one.
    pub const BOUNDS: [Bounds; 9] = [
        ("limit_within_percent", 1.0, 50.0),
        ("busiest_percent", 10.0, 100.0),
        ("seeds", 1.0, 200.0),
        ("on_target_percent", 50.0, 100.0),
        ("larger_crowd", 1.1, 10.0),
        ("largest_crowd", 1.1, 20.0),
        ("outside_s", 0.0, 3600.0),
        ("first_page_percent", 1.0, 100.0),
        ("improvements", 1.0, 10.0),
    ];

    /// The value of the field with this name.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<f64> {
        Some(match field {
            "limit_within_percent" => self.limit_within_percent,
            "busiest_percent" => self.busiest_percent,
            "seeds" => f64::from(self.seeds),
            "on_target_percent" => self.on_target_percent,
            "larger_crowd" => self.larger_crowd,
            "largest_crowd" => self.largest_crowd,
            "outside_s" => f64::from(self.outside_s),
            "first_page_percent" => self.first_page_percent,
            "improvements" => f64::from(self.improvements),
            _ => return None,
        })
    }

    /// The same with another value for one field.
    ///
    /// # Errors
    /// The field's path with what is allowed, where the value is out of range; a field that there is none of.
    pub fn with(mut self, field: &str, value: f64) -> Result<Self, Fault> {
        let path = || format!("thresholds.{field}");
        let Some((_, low, high)) = Self::BOUNDS.iter().find(|b| b.0 == field) else {
            return Err(Fault::new(path(), value, "a threshold"));
        };
        if !(*low..=*high).contains(&value) {
            let allowed = format!("between {low} and {high}");
            return Err(Fault::new(path(), value, allowed));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the bounds"
        )]
        let whole = value.round() as u32;
        match field {
            "limit_within_percent" => self.limit_within_percent = value,
            "busiest_percent" => self.busiest_percent = value,
            "seeds" => self.seeds = whole,
            "on_target_percent" => self.on_target_percent = value,
            "larger_crowd" => self.larger_crowd = value,
            "largest_crowd" => self.largest_crowd = value,
            "outside_s" => self.outside_s = whole,
            "first_page_percent" => self.first_page_percent = value,
            _ => self.improvements = whole,
        }
        Ok(self)
    }
}

/// A step that was proven once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proven {
    /// Which.
    pub step: StepId,
    /// [`Scenario::fingerprint`] of the plan.
    pub plan: String,
    /// The day, where somebody knew.
    pub on: Option<String>,
}

/// A plan that is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Its [`Scenario::fingerprint`].
    pub fingerprint: String,
    /// The plan, as its file.
    pub file: String,
}

impl Progress {
    /// The file format that this program writes.
    pub const VERSION: u32 = 1;

    /// The beginning, with a plan. Where that came from a built-in story, step 3 counts its changes from there.
    #[must_use]
    pub fn new(plan: &Scenario, guided: bool) -> Self {
        let story = plan
            .story
            .as_deref()
            .and_then(onrush_scenario::story)
            .and_then(|story| Scenario::read(story.file).ok());
        let first = story.as_ref().unwrap_or(plan);
        let mut progress = Self {
            onrush_progress: Self::VERSION,
            guided,
            covered: guided,
            began_with: first.fingerprint(),
            guess: None,
            stated: None,
            backups: Backups::default(),
            thresholds: Thresholds::default(),
            hints: vec![0; StepId::ALL.len()],
            review: None,
            records: Vec::new(),
            proven: Vec::new(),
            plans: Vec::new(),
        };
        progress.keep(first);
        progress
    }

    /// Whether nothing was done yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.guess.is_none()
            && self.stated.is_none()
            && self.review.is_none()
            && self.records.is_empty()
            && self.proven.is_empty()
    }

    /// A guess. It counts as one made before the reveal only where the forecast is still covered; recorded, it uncovers it.
    ///
    /// # Errors
    /// `guess.per_s` where it is out of range.
    pub fn guessed(mut self, per_s: f64, at: ClockTime) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        faults.require_between("guess.per_s", per_s, 0.0, 1e9);
        faults.or(())?;
        // The first guess counts: a second one has seen the answer.
        if self.guess.is_none_or(|g| !g.before_reveal) {
            let before_reveal = self.covered;
            self.guess = Some(Guess {
                per_s,
                at,
                before_reveal,
            });
        }
        self.covered = false;
        Ok(self)
    }

    /// Covers the forecast, so that somebody can guess; not once there is a guess that counts.
    #[must_use]
    pub fn cover(mut self) -> Self {
        self.covered = self.guess.is_none_or(|g| !g.before_reveal);
        self
    }

    /// Shows the forecast without a guess; on the guided path there is no way around one.
    #[must_use]
    pub fn uncover(mut self) -> Self {
        self.covered &= self.guided;
        self
    }

    /// What was read off the ramp.
    ///
    /// # Errors
    /// `stated.per_s` where it is out of range, `stated.part` where it is empty or far too long.
    pub fn stating(mut self, per_s: f64, part: &str) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        faults.require_between("stated.per_s", per_s, 0.0, 1e9);
        faults.require((1..=200).contains(&part.chars().count()), || {
            Fault::new("stated.part", part, "the name of a part of the site")
        });
        faults.or(())?;
        self.stated = Some(Stated {
            per_s,
            part: part.to_owned(),
        });
        Ok(self)
    }

    /// One more run of `plan`. It takes the place of an older one of the same trial and seed.
    #[must_use]
    pub fn recording(mut self, plan: &Scenario, record: Record) -> Self {
        if record.plan != plan.fingerprint() || !record.is_whole() {
            return self;
        }
        self.keep(plan);
        self.records.retain(|r| r.wanted != record.wanted);
        self.records.push(record);
        let over = self.records.len().saturating_sub(MOST_RECORDS);
        self.records.drain(..over);
        self.tidy();
        self
    }

    /// Writes down which steps are proven now, so that a later change can be told from never having been there.
    #[must_use]
    pub fn noting(mut self, plan: &Scenario, on: Option<&str>) -> Self {
        let fingerprint = plan.fingerprint();
        for verdict in crate::check(plan, &self) {
            let noted = self.proven.iter().position(|p| p.step == verdict.step);
            let same = noted.is_some_and(|i| self.proven[i].plan == fingerprint);
            if verdict.state != crate::State::Proven || same {
                continue;
            }
            if let Some(i) = noted {
                self.proven.remove(i);
            }
            self.proven.push(Proven {
                step: verdict.step,
                plan: fingerprint.clone(),
                on: on.map(str::to_owned),
            });
            self.keep(plan);
        }
        self.tidy();
        self
    }

    /// A plan that was kept.
    #[must_use]
    pub fn kept(&self, fingerprint: &str) -> Option<Scenario> {
        let kept = self.plans.iter().find(|k| k.fingerprint == fingerprint)?;
        Scenario::read(&kept.file).ok()
    }

    fn keep(&mut self, plan: &Scenario) {
        let fingerprint = plan.fingerprint();
        if !self.plans.iter().any(|k| k.fingerprint == fingerprint) {
            self.plans.push(Kept {
                fingerprint,
                file: plan.write(),
            });
        }
    }

    /// Forgets plans that nothing speaks of, and the oldest of too many; never the one it began with.
    fn tidy(&mut self) {
        let (records, proven, first) = (&self.records, &self.proven, &self.began_with);
        let spoken_of = |fingerprint: &str| {
            fingerprint == first
                || records.iter().any(|r| r.plan == fingerprint)
                || proven.iter().any(|p| p.plan == fingerprint)
        };
        self.plans.retain(|k| spoken_of(&k.fingerprint));
        while self.plans.len() > MOST_PLANS {
            let oldest = self.plans.iter().position(|k| k.fingerprint != *first);
            let Some(oldest) = oldest else { break };
            self.plans.remove(oldest);
        }
    }

    /// As a file.
    #[must_use]
    pub fn write(&self) -> String {
        onrush_json::write(self)
    }
}
