//! What came out of one job, in the few numbers that studies compare.

use onrush_diagnose::{Diagnosis, TargetId, Verdict};
use onrush_observe::{Observations, VisitOutcome};
use serde::{Deserialize, Serialize};

/// How one plan fared in one run, or is expected to fare. People are people, machines are not counted; money is in the scenario's
/// currency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Seconds of the plan that were simulated, where it was too large to be simulated whole.
    #[serde(default)]
    pub part: Option<(u32, u32)>,
    /// Visits that came.
    pub arrived: f64,
    /// Visits that got what they came for.
    pub served: f64,
    /// Of these: those for whom a page was slow. Forecasts do not tell: 0.
    pub served_slowly: f64,
    /// Goals reached: sales, votes, leads.
    pub goals: f64,
    /// Visits lost to the site's condition, those stuck at the end included.
    pub lost: f64,
    /// Visits that came too late for a stock.
    pub sold_out: f64,
    /// Mean time of all pages that loaded, in seconds; `None` when none did.
    #[serde(default)]
    pub page_mean_s: Option<f64>,
    /// 95th percentile of page times, in seconds; `None` when no page loaded. Forecasts do not tell.
    pub page_p95_s: Option<f64>,
    /// Value of the goals reached.
    pub won: f64,
    /// What all activities cost.
    pub campaign: f64,
    /// What web servers and database cost.
    pub servers: f64,
    /// What the CDN costs; forecasts do not tell: 0.
    pub cdn: f64,
    /// Messages, people at desks, refunds; forecasts do not tell: 0.
    #[serde(default)]
    pub other: f64,
    /// Nobody was lost in numbers.
    pub holds: bool,
    /// No page was slow in numbers either. Forecasts do not tell: as `holds`.
    pub fast: bool,
    /// The second of the first loss in numbers.
    pub first_break_s: Option<u32>,
    /// Id of the part of the site that is to blame; of a forecast, the part that is full first.
    pub part_to_blame: Option<String>,
    /// Each target and whether it was met; those that a forecast cannot tell are left out there.
    pub targets: Vec<(TargetId, bool)>,
    /// Curves, where they were asked for.
    #[serde(default)]
    pub bands: Option<Bands>,
}

impl Outcome {
    /// The outcome of an exact run.
    #[must_use]
    pub fn of_run(seen: &Observations, diagnosis: &Diagnosis) -> Self {
        let (ledger, money) = (&seen.ledger, &diagnosis.money);
        let root = diagnosis.root.and_then(|s| seen.stations.get(s));
        Self {
            part: None,
            arrived: ledger.visits.arrived as f64,
            served: ledger.served() as f64,
            served_slowly: ledger.served_slowly as f64,
            goals: ledger.visits.of(VisitOutcome::Converted) as f64,
            lost: (ledger.lost() + ledger.stuck) as f64,
            sold_out: ledger.visits.of(VisitOutcome::SoldOut) as f64,
            page_mean_s: (seen.page_times.count() > 0).then(|| seen.page_times.mean_s()),
            page_p95_s: seen.page_times.quantile_s(0.95),
            won: money.won,
            campaign: money.campaign,
            servers: money.servers,
            cdn: money.cdn,
            other: money.messages + money.desks + money.refunds,
            holds: diagnosis.verdict != Verdict::Breaks,
            fast: diagnosis.verdict == Verdict::Holds,
            first_break_s: diagnosis.first_break_s,
            part_to_blame: root.map(|station| station.id.clone()),
            targets: diagnosis.targets.iter().map(|t| (t.id, t.met)).collect(),
            bands: None,
        }
        .rounded()
    }

    /// With six decimals, which is more than anybody asks for: such numbers come back from a file as the same bits.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        for number in [
            &mut self.arrived,
            &mut self.served,
            &mut self.served_slowly,
            &mut self.goals,
            &mut self.lost,
            &mut self.sold_out,
            &mut self.won,
            &mut self.campaign,
            &mut self.servers,
            &mut self.cdn,
            &mut self.other,
        ]
        .into_iter()
        .chain(self.page_mean_s.as_mut())
        .chain(self.page_p95_s.as_mut())
        {
            *number = (*number * 1e6).round() / 1e6;
        }
        self
    }

    /// Visits that got an answer: what they came for, or that it is sold out. What a fix is measured by: who only waits, or comes
    /// after the rehearsal, has not been helped.
    #[must_use]
    pub fn answered(&self) -> f64 {
        self.served + self.sold_out
    }

    /// What campaign and site cost together.
    #[must_use]
    pub fn cost(&self) -> f64 {
        self.campaign + self.servers + self.cdn + self.other
    }

    /// Whether a target was met; `None` where that is not known.
    #[must_use]
    pub fn met(&self, target: TargetId) -> Option<bool> {
        let found = self.targets.iter().find(|(id, _)| *id == target);
        found.map(|(_, met)| *met)
    }
}

/// Curves of one run on [`Bands::POINTS`] equal stretches of the plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bands {
    /// New visits a second.
    pub visits: Vec<f32>,
    /// Requests a second, repeated ones included.
    pub requests: Vec<f32>,
    /// Visits on the site at the end of the stretch.
    pub inside: Vec<f32>,
    /// Visits lost a second.
    pub lost: Vec<f32>,
}

impl Bands {
    /// Stretches of each curve.
    pub const POINTS: usize = 120;

    /// The curves of an exact run.
    #[must_use]
    pub fn of_run(seen: &Observations) -> Self {
        let step_s = f64::from(seen.step_s);
        let borders: Vec<(f64, f64)> = (0..seen.steps())
            .map(|i| (i as f64 * step_s, (i + 1) as f64 * step_s))
            .collect();
        let column = |values: &[u32]| values.iter().map(|n| f64::from(*n)).collect::<Vec<_>>();
        let series = &seen.series;
        Self {
            visits: Self::per_second(seen.horizon_s, &borders, &column(&series.visits)),
            requests: Self::per_second(seen.horizon_s, &borders, &column(&series.requests)),
            inside: Self::level(seen.horizon_s, &borders, &column(&series.inside)),
            lost: Self::per_second(seen.horizon_s, &borders, &column(&series.lost)),
        }
    }

    /// Counts in steps as a rate on equal stretches; a step that lies across a border counts in proportion.
    #[must_use]
    pub fn per_second(horizon_s: u32, steps: &[(f64, f64)], counts: &[f64]) -> Vec<f32> {
        let width = (f64::from(horizon_s) / Self::POINTS as f64).max(1e-9);
        let mut sums = vec![0.0; Self::POINTS];
        for ((from, until), n) in steps.iter().zip(counts) {
            let per_s = n / (until - from).max(1e-9);
            let mut at = *from;
            while at < *until {
                let place = place(at / width + 1e-9);
                let Some(sum) = sums.get_mut(place) else {
                    break;
                };
                let border = ((place + 1) as f64 * width).min(*until);
                *sum += per_s * (border - at).max(0.0);
                at = border.max(at + 1e-6);
            }
        }
        sums.into_iter().map(|sum| rounded(sum / width)).collect()
    }

    /// A level at the end of each step, as it is at the end of each stretch.
    #[must_use]
    pub fn level(horizon_s: u32, steps: &[(f64, f64)], levels: &[f64]) -> Vec<f32> {
        let width = f64::from(horizon_s) / Self::POINTS as f64;
        (1..=Self::POINTS)
            .map(|i| {
                let end = i as f64 * width;
                let step = steps.partition_point(|(_, until)| *until < end - 1e-6);
                let level = levels.get(step.min(levels.len().saturating_sub(1)));
                rounded(level.copied().unwrap_or(0.0))
            })
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates"
)]
fn place(at: f64) -> usize {
    at as usize
}

/// To three decimals, which is more than a chart shows and keeps files small.
#[expect(clippy::cast_possible_truncation, reason = "for drawing")]
fn rounded(n: f64) -> f32 {
    ((n * 1000.0).round() / 1000.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_keep_their_sums_whatever_the_steps() {
        let steps = [(0.0, 7.0), (7.0, 100.0), (100.0, 240.0)];
        let rates = Bands::per_second(240, &steps, &[70.0, 93.0, 28.0]);
        assert_eq!(rates.len(), Bands::POINTS);
        let sum: f32 = rates.iter().sum::<f32>() * 2.0;
        assert!((sum - 191.0).abs() < 0.2, "{sum}");
        assert!((rates[0] - 10.0).abs() < 1e-3 && (rates[119] - 0.2).abs() < 1e-3);
        let levels = Bands::level(240, &steps, &[1.0, 2.0, 3.0]);
        assert_eq!((levels[2], levels[49], levels[119]), (1.0, 2.0, 3.0));
    }
}
