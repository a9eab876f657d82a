//! What came out, and how it is printed as JSON.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// What came out of all replications.
///
/// Counts are means over the replications, of what happened between the warm-up and the end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Results {
    /// Steps of the simulation, all replications together.
    pub events: u64,
    /// Time that the simulation took on this machine, in seconds, without reading and printing.
    pub wall_s: f64,
    /// Each station, in the file's order.
    #[serde(serialize_with = "by_name")]
    pub stations: Vec<(String, StationResult)>,
    /// Each class, in the file's order.
    #[serde(serialize_with = "by_name")]
    pub classes: Vec<(String, ClassResult)>,
    /// What happened when, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesResult>,
}

/// One station.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StationResult {
    /// Visits that came, the refused too.
    #[serde(serialize_with = "count")]
    pub arrived: f64,
    /// Services that ended.
    #[serde(serialize_with = "count")]
    pub served: f64,
    /// Visits that found the line full.
    #[serde(serialize_with = "count")]
    pub refused: f64,
    /// Visits that ran out of patience in line.
    #[serde(serialize_with = "count")]
    pub abandoned: f64,
    /// Mean share of the servers that were busy, held ones included (0 to 1); `None` for infinitely many.
    pub utilisation: Option<f64>,
    /// Mean number in line.
    pub mean_in_line: f64,
    /// Mean number in line and in service.
    pub mean_in_station: f64,
    /// Time in line of all who began service, zeros included.
    pub wait_s: Time,
    /// Time from coming to leaving of all who finished here, inner steps included.
    pub response_s: Time,
}

/// One class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassResult {
    /// Requests answered before their attempt's timeout.
    #[serde(serialize_with = "count")]
    pub completed: f64,
    /// Requests whose last attempt failed.
    #[serde(serialize_with = "count")]
    pub failed: f64,
    /// Time from the first attempt to the answer.
    pub response_s: Time,
}

/// A time, in seconds. Everything is `None` where nobody was measured.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Time {
    /// Mean over all.
    pub mean: Option<f64>,
    /// In 19 of 20 runs the true mean lies between these two; `None` too where there is only one replication with one batch.
    pub ci95: Option<[f64; 2]>,
    /// Half of all stay at or below this. Quantiles are known to 0.8 % of themselves.
    pub p50: Option<f64>,
    /// Nine in ten stay at or below this.
    pub p90: Option<f64>,
    /// 95 in 100 stay at or below this.
    pub p95: Option<f64>,
    /// 99 in 100 stay at or below this.
    pub p99: Option<f64>,
}

/// What happened when: one value for each step from the beginning of the run, the warm-up included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeriesResult {
    /// Length of a step, in seconds. The last one ends with the run and may be shorter.
    pub step_s: f64,
    /// Each station, in the file's order.
    #[serde(serialize_with = "by_name")]
    pub stations: Vec<(String, StationSeries)>,
    /// Each class, in the file's order.
    #[serde(serialize_with = "by_name")]
    pub classes: Vec<(String, ClassSeries)>,
}

/// One station over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StationSeries {
    /// Visits that came, the refused too.
    #[serde(serialize_with = "counts")]
    pub arrived: Vec<f64>,
    /// Services that ended.
    #[serde(serialize_with = "counts")]
    pub served: Vec<f64>,
    /// Visits that found the line full.
    #[serde(serialize_with = "counts")]
    pub refused: Vec<f64>,
    /// Visits that ran out of patience in line.
    #[serde(serialize_with = "counts")]
    pub abandoned: Vec<f64>,
    /// Mean number in line and in service over the step.
    pub mean_in_station: Vec<f64>,
}

/// One class over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ClassSeries {
    /// First attempts.
    #[serde(serialize_with = "counts")]
    pub started: Vec<f64>,
    /// Requests answered in time.
    #[serde(serialize_with = "counts")]
    pub completed: Vec<f64>,
    /// Requests whose last attempt failed.
    #[serde(serialize_with = "counts")]
    pub failed: Vec<f64>,
    /// Further attempts.
    #[serde(serialize_with = "counts")]
    pub retried: Vec<f64>,
}

impl Results {
    /// One JSON object on one line.
    #[must_use]
    pub fn json(&self) -> String {
        // Plain values with text keys: there is nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Entries as an object, in their order.
fn by_name<T: Serialize, S: Serializer>(entries: &[(String, T)], s: S) -> Result<S::Ok, S::Error> {
    let mut map = s.serialize_map(Some(entries.len()))?;
    for (name, value) in entries {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// A count: a whole number where it is one, as of a single replication.
#[derive(Clone, Copy)]
struct Count(f64);

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and below 2^53"
        )]
        if self.0.fract() == 0.0 && (0.0..9e15).contains(&self.0) {
            s.serialize_u64(self.0 as u64)
        } else {
            s.serialize_f64(self.0)
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
fn count<S: Serializer>(n: &f64, s: S) -> Result<S::Ok, S::Error> {
    Count(*n).serialize(s)
}

fn counts<S: Serializer>(counts: &[f64], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(counts.iter().map(|n| Count(*n)))
}
