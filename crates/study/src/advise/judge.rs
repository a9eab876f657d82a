//! What exact runs say of an option, and how options are put in order.

use super::advisor::{Advisor, Candidate, HANDFUL, differs_not, says};
use super::{Advised, Aim, Gain};
use crate::Outcome;
use crate::levers::Side;
use crate::stat;

/// A fix that saves a smaller share of those lost is not worth a line.
const WORTH_A_LINE: f64 = 0.01;
/// The same of the mean time of a page, where the forecast has to tell what makes pages faster.
const FASTER: f64 = 0.05;

impl Advisor {
    /// Visitors who got what is aimed at.
    fn well(&self, outcome: &Outcome) -> f64 {
        match self.aim {
            Aim::Answers => outcome.answered(),
            Aim::Speed | Aim::Thrift => outcome.answered() - outcome.served_slowly,
        }
    }

    /// Whether an outcome is as good as is aimed at.
    pub(super) fn good_enough(&self, outcome: &Outcome) -> bool {
        match self.aim {
            Aim::Answers => outcome.holds,
            Aim::Speed | Aim::Thrift => outcome.holds && outcome.fast,
        }
    }

    /// What an option brings by the forecast: visitors; seconds that a page loads faster; money.
    pub(super) fn forecast_of(&self, candidate: &Candidate) -> f64 {
        let (Some(this), Some(base)) = (&candidate.forecast, &self.base) else {
            return 0.0;
        };
        match self.aim {
            Aim::Answers => this.answered() - base.answered(),
            // A site that turns people away is fast for the others.
            Aim::Speed if this.lost > base.lost + HANDFUL => 0.0,
            Aim::Speed => base
                .page_mean_s
                .zip(this.page_mean_s)
                .map_or(0.0, |(before, now)| before - now),
            Aim::Thrift => base.cost() - this.cost(),
        }
    }

    /// From here on what an option brings by the forecast is worth a run.
    pub(super) fn worth_a_run(&self) -> f64 {
        match self.aim {
            Aim::Answers => self.worth_a_line(),
            Aim::Speed => {
                self.base
                    .as_ref()
                    .and_then(|b| b.page_mean_s)
                    .unwrap_or(0.0)
                    * FASTER
            }
            Aim::Thrift => 0.0,
        }
    }

    fn of_base(&self, of: impl Fn(&Outcome) -> f64) -> f64 {
        if self.base_runs.is_empty() {
            return self.base.as_ref().map_or(0.0, of);
        }
        let sum: f64 = self.base_runs.iter().map(|(_, o)| of(o)).sum();
        sum / self.base_runs.len() as f64
    }

    pub(super) fn lost(&self) -> f64 {
        self.of_base(|o| o.lost)
    }

    pub(super) fn slow(&self) -> f64 {
        self.of_base(|o| o.served_slowly)
    }

    pub(super) fn arrived(&self) -> f64 {
        self.of_base(|o| o.arrived)
    }

    /// Visitors who could be better off.
    fn to_save(&self) -> f64 {
        match self.aim {
            Aim::Answers | Aim::Thrift => self.lost(),
            Aim::Speed => self.lost() + self.slow(),
        }
    }

    /// From here on what an option brings in exact runs is worth a line.
    pub(super) fn worth_a_line(&self) -> f64 {
        (self.to_save() * WORTH_A_LINE).max(HANDFUL)
    }

    /// Visitors saved, seed by seed.
    pub(super) fn saved(&self, candidate: &Candidate) -> Vec<f64> {
        self.pairs_of(candidate)
            .iter()
            .map(|(a, b)| self.well(b) - self.well(a))
            .collect()
    }

    /// The plan's and the option's outcomes with the same seeds.
    fn pairs_of<'a>(&'a self, candidate: &'a Candidate) -> Vec<(&'a Outcome, &'a Outcome)> {
        let runs = candidate.runs.iter();
        runs.filter_map(|(seed, this)| {
            let (_, base) = self.base_runs.iter().find(|(s, _)| s == seed)?;
            (base.part == this.part).then_some((base, this))
        })
        .collect()
    }

    pub(super) fn gain(&self, candidate: &Candidate) -> Option<Gain> {
        let pairs = self.pairs_of(candidate);
        let n = pairs.len() as f64;
        // Two looks at several options: all together are to be wrong in at most 5 of 100 studies.
        let alpha = 0.05 / (2.0 * self.finalists as f64);
        let saved = stat::mean(&self.saved(candidate), alpha)?;
        let mean =
            |of: &dyn Fn(&(&Outcome, &Outcome)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
        Some(Gain {
            runs: pairs.len(),
            saved,
            won: mean(&|(a, b)| b.won - a.won),
            cost: mean(&|(a, b)| b.cost() - a.cost()),
            holds: pairs.iter().all(|(_, b)| self.good_enough(b)),
            still_lost: mean(&|(_, b)| b.lost),
            still_slow: mean(&|(_, b)| b.served_slowly),
        })
    }

    fn supported(&self, candidate: &Candidate, gain: Option<&Gain>) -> bool {
        let whole = self.base_runs.iter().all(|(_, o)| o.part.is_none());
        let Some(gain) = gain.filter(|_| whole) else {
            return false;
        };
        match self.aim {
            Aim::Answers | Aim::Speed => {
                gain.saved.low.is_finite()
                    && gain.saved.low > 0.0
                    && gain.saved.best > self.worth_a_line()
            }
            Aim::Thrift => self.is_spare(candidate) && gain.runs > 1,
        }
    }

    pub(super) fn advised(&self, candidate: &Candidate) -> Advised {
        let gain = self.gain(candidate);
        let levers = &candidate.levers;
        let mut sides: Vec<Side> = levers.iter().map(|l| l.side).collect();
        sides.sort_unstable();
        sides.dedup();
        let plan = self.plan();
        let changed = plan
            .edited(&candidate.edit)
            .map(|p| plan.changes(&p))
            .unwrap_or_default();
        Advised {
            aim: self.aim,
            levers: levers.iter().map(|l| l.id.to_owned()).collect(),
            sides,
            edit: candidate.edit.clone(),
            changes: changed.into_iter().filter(|c| says(&c.path)).collect(),
            lead_days: levers.iter().map(|l| l.lead_days).fold(0.0, f64::max),
            work_days: levers.iter().map(|l| l.work_days).sum(),
            sourced: levers.iter().any(|l| l.source.is_some()),
            forecast: self.forecast_of(candidate),
            supported: self.supported(candidate, gain.as_ref()),
            gain,
        }
    }

    pub(super) fn options(&self) -> Vec<Advised> {
        if self.aim == Aim::Thrift {
            return self.savings();
        }
        let (to_save, worth) = (self.to_save().max(1.0), self.worth_a_run());
        let mut options: Vec<Advised> = self
            .candidates
            .iter()
            .filter(|c| c.forecast.is_some() && (!c.runs.is_empty() || self.forecast_of(c) > worth))
            .map(|c| self.advised(c))
            .collect();
        let class = |o: &Advised| match o.gain.map_or(o.forecast, |g| g.saved.best) / to_save {
            share if share >= 0.9 => 0,
            share if share >= 0.5 => 1,
            _ => 2,
        };
        options.sort_by(|a, b| {
            // What one lever does needs no second: a pair leads only where it is in a better class.
            let key = |o: &Advised| (!o.supported, o.gain.is_none(), class(o), o.levers.len());
            key(a)
                .cmp(&key(b))
                .then_with(|| match (a.gain, b.gain) {
                    (Some(_), Some(_)) => b.saved_per_money().total_cmp(&a.saved_per_money()),
                    _ => b.forecast.total_cmp(&a.forecast),
                })
                .then_with(|| a.lead_days.total_cmp(&b.lead_days))
        });
        options
    }

    /// Whether another plan differs from this one in nothing that is done.
    pub(super) fn is_this(&self, other: &onrush_scenario::Scenario) -> bool {
        differs_not(self.plan(), other)
    }
}
