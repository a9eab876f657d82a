//! Times and sums for statistics: what confidence intervals are made of.
//!
//! A run is cut at *marks* (the end of the warm-up, the ends of batches, the steps of a series). At each mark every station's
//! and every client's sums since the beginning of the run are noted, so that the difference between two marks is what
//! happened between them. Histograms hold what happened from the first mark to the last.

use crate::{Digester, Histogram};

/// What was noted in detail.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Detail {
    /// The marks, in seconds, ascending; the first is where the histograms begin, the last where they end.
    pub marks_s: Vec<f64>,
    /// Each station, in the network's order.
    pub stations: Vec<StationDetail>,
    /// Each client, in the network's order.
    pub clients: Vec<ClientDetail>,
}

/// One station in detail.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct StationDetail {
    /// Time in line of all who began service, zeros included.
    pub wait: Histogram,
    /// Time from coming to leaving of all who finished here, steps made while holding the server included.
    pub response: Histogram,
    /// Sums since the beginning, at each mark.
    pub at: Vec<StationSums>,
}

/// One client in detail.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct ClientDetail {
    /// Time from the first attempt to the answer, for requests answered in time.
    pub response: Histogram,
    /// Sums since the beginning, at each mark.
    pub at: Vec<ClientSums>,
}

/// Sums over one station since the beginning of the run.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct StationSums {
    /// Who came, the refused too.
    pub arrived: u64,
    /// Who began service.
    pub begun: u64,
    /// Who finished here.
    pub served: u64,
    /// Who found the line full.
    pub refused: u64,
    /// Who gave up in line.
    pub given_up: u64,
    /// Who failed here otherwise, or was shed.
    pub failed: u64,
    /// Time in line of those who began service, in seconds.
    pub wait_s: f64,
    /// Time here of those who finished, in seconds.
    pub response_s: f64,
    /// Area under the number of busy servers, in server seconds.
    pub busy_s: f64,
    /// Area under the number in line.
    pub line_s: f64,
}

/// Sums over one client since the beginning of the run.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct ClientSums {
    /// First attempts.
    pub started: u64,
    /// Requests answered in time.
    pub completed: u64,
    /// Requests whose last attempt failed.
    pub failed: u64,
    /// Further attempts.
    pub retried: u64,
    /// Response times of the completed, in seconds.
    pub response_s: f64,
}

impl StationSums {
    /// What happened since an earlier mark.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            arrived: self.arrived - earlier.arrived,
            begun: self.begun - earlier.begun,
            served: self.served - earlier.served,
            refused: self.refused - earlier.refused,
            given_up: self.given_up - earlier.given_up,
            failed: self.failed - earlier.failed,
            wait_s: self.wait_s - earlier.wait_s,
            response_s: self.response_s - earlier.response_s,
            busy_s: self.busy_s - earlier.busy_s,
            line_s: self.line_s - earlier.line_s,
        }
    }
}

impl ClientSums {
    /// What happened since an earlier mark.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            started: self.started - earlier.started,
            completed: self.completed - earlier.completed,
            failed: self.failed - earlier.failed,
            retried: self.retried - earlier.retried,
            response_s: self.response_s - earlier.response_s,
        }
    }
}

impl Detail {
    pub(crate) fn digest(&self, d: &mut Digester) {
        self.marks_s.iter().for_each(|m| d.number(m.to_bits()));
        for s in &self.stations {
            s.wait.digest(d);
            s.response.digest(d);
            for at in &s.at {
                for n in [
                    at.arrived,
                    at.begun,
                    at.served,
                    at.refused,
                    at.given_up,
                    at.failed,
                ] {
                    d.number(n);
                }
                for x in [at.wait_s, at.response_s, at.busy_s, at.line_s] {
                    d.number(x.to_bits());
                }
            }
        }
        for c in &self.clients {
            c.response.digest(d);
            for at in &c.at {
                for n in [at.started, at.completed, at.failed, at.retried] {
                    d.number(n);
                }
                d.number(at.response_s.to_bits());
            }
        }
    }
}
