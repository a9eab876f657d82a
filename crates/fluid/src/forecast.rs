//! What a forecast says.

use onrush_observe::{Outcome, VisitOutcome};

/// What is expected on average over time.
///
/// Counts are numbers of people or requests with fractions. A series has one value for each of [`Forecast::steps`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forecast {
    /// Length of the run, in seconds.
    pub horizon_s: u32,
    /// The steps, of different lengths: short where much changes.
    pub steps: Vec<Span>,
    /// What visitors do and see.
    pub people: People,
    /// What each station does, in the network's order.
    pub stations: Vec<StationForecast>,
    /// What each cache does, likewise.
    pub caches: Vec<CacheForecast>,
    /// What each sender of bare requests sees, likewise.
    pub clients: Vec<ClientForecast>,
    /// How visits of people end.
    pub totals: Totals,
    /// How those of machines do: bots, mail systems that look at links. That a filter stops them is no loss.
    pub machines: Totals,
    /// Page loads and the sum of their times, of all steps: see [`Forecast::page_mean_s`].
    pub pages: f64,
    /// Seconds that these took together.
    pub page_seconds: f64,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Span {
    /// Its beginning, in seconds.
    pub from_s: f64,
    /// Its end, in seconds.
    pub until_s: f64,
}

impl Span {
    /// Its length, in seconds.
    #[must_use]
    pub fn length_s(&self) -> f64 {
        self.until_s - self.from_s
    }
}

/// What visitors do and see: numbers in each step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People {
    /// New visits.
    pub visits: Vec<f64>,
    /// Visits there at the end of the step, in waiting rooms too.
    pub inside: Vec<f64>,
    /// Visits in waiting rooms at the end of the step.
    pub waiting: Vec<f64>,
    /// Visits that ended with what they came for.
    pub served: Vec<f64>,
    /// Visits lost to the site's condition.
    pub lost: Vec<f64>,
    /// Requests sent by visits, repeated ones included.
    pub requests: Vec<f64>,
    /// Requests answered while somebody was waiting.
    pub answered: Vec<f64>,
    /// Requests refused because a line was full.
    pub refused: Vec<f64>,
    /// Requests that failed inside or for which the gateway did not wait.
    pub errors: Vec<f64>,
    /// Requests whose sender left before the answer.
    pub abandoned: Vec<f64>,
    /// Requests stopped at a gate or too late for a stock.
    pub stopped: Vec<f64>,
    /// Pages asked for again.
    pub reloads: Vec<f64>,
    /// Mean time of the pages that loaded in the step, in seconds, from the first click; 0 when none did.
    pub page_s: Vec<f64>,
}

/// What one station does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StationForecast {
    /// The station's id.
    pub id: String,
    /// Servers busy at the end of the step (held ones included).
    pub busy: Vec<f64>,
    /// Of these: servers at work.
    pub working: Vec<f64>,
    /// Requests in line at the end of the step.
    pub line: Vec<f64>,
    /// Visits of requests refused in the step.
    pub refused: Vec<f64>,
    /// Servers at the end of the step; infinite for a delay.
    pub servers: Vec<f64>,
    /// Instances in service at the end of the step.
    pub up: Vec<f64>,
    /// Instances that exist, those booting included.
    pub paid: Vec<f64>,
    /// First second from which at least 95 % of the servers are busy for three seconds in a run that is one standard deviation
    /// busier than the mean; `None` when that never happens.
    pub saturated_s: Option<f64>,
}

/// What one cache does in each step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CacheForecast {
    /// The cache's id.
    pub id: String,
    /// Questions answered at once.
    pub hits: Vec<f64>,
    /// Questions that led to fetching the object.
    pub misses: Vec<f64>,
    /// Questions that waited for somebody else's fetch.
    pub coalesced: Vec<f64>,
}

/// What a sender of bare requests sees in each step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientForecast {
    /// The client's id.
    pub id: String,
    /// First attempts.
    pub started: Vec<f64>,
    /// Requests answered in time.
    pub completed: Vec<f64>,
    /// Requests whose last attempt failed.
    pub failed: Vec<f64>,
    /// Further attempts.
    pub retried: Vec<f64>,
}

/// How many visits come and how they end: the ledger of a forecast, in fractions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// Visits that come.
    pub arrived: f64,
    /// Of these: those that others bring.
    pub shared: f64,
    counts: Vec<f64>,
}

impl Totals {
    pub(crate) fn new() -> Self {
        Self {
            counts: vec![0.0; VisitOutcome::ALL.len()],
            ..Self::default()
        }
    }

    pub(crate) fn end(&mut self, outcome: VisitOutcome, visits: f64) {
        self.counts[outcome.index()] += visits;
    }

    /// Visits that end this way.
    #[must_use]
    pub fn of(&self, outcome: VisitOutcome) -> f64 {
        self.counts.get(outcome.index()).copied().unwrap_or(0.0)
    }

    /// Visits that end at all; equal to [`Totals::arrived`] up to rounding.
    #[must_use]
    pub fn ended(&self) -> f64 {
        self.counts.iter().sum()
    }

    /// Visits lost to the site's condition, as in [`onrush_observe::Ledger::lost`].
    #[must_use]
    pub fn lost(&self) -> f64 {
        VisitOutcome::LOST.iter().map(|o| self.of(*o)).sum()
    }

    /// Share of the visits that are lost (0 to 1); 0 when nobody comes.
    #[must_use]
    pub fn share_lost(&self) -> f64 {
        if self.arrived > 0.0 {
            self.lost() / self.arrived
        } else {
            0.0
        }
    }
}

impl Forecast {
    /// Mean time of all pages that load, in seconds; `None` when none does.
    #[must_use]
    pub fn page_mean_s(&self) -> Option<f64> {
        (self.pages > 1e-9).then(|| self.page_seconds / self.pages)
    }

    /// The step with the most requests per second: its position and that rate. `None` when none are sent.
    #[must_use]
    pub fn peak(&self) -> Option<(usize, f64)> {
        self.people
            .requests
            .iter()
            .zip(&self.steps)
            .map(|(n, s)| n / s.length_s())
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, rate)| *rate > 0.0)
    }

    /// The step in which `second` lies.
    #[must_use]
    pub fn step_of(&self, second: f64) -> usize {
        self.steps
            .partition_point(|s| s.until_s <= second)
            .min(self.steps.len().saturating_sub(1))
    }
}
