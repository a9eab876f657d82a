//! What came out of laying what happened over the forecast.

use serde::{Deserialize, Serialize};

/// What happened, against what was expected. Computed where measured traffic is imported; here it is only read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewFacts {
    /// What the person calls it: the name of the file.
    pub actual_name: String,
    /// A digest of the measured curve.
    pub actual_digest: String,
    /// By how many seconds it was moved to lie on the plan's clock; `None`: not aligned yet.
    pub aligned_shift_s: Option<f64>,
    /// How far the forecast was off; `None`: not scored yet.
    pub error: Option<ForecastError>,
    /// [`onrush_scenario::Scenario::fingerprint`] of the plan that was scored.
    pub plan: String,
    /// Fingerprint of the recalibrated plan, once it was saved.
    pub recalibrated_fingerprint: Option<String>,
    /// What to do better next time.
    pub improvements: Vec<String>,
    /// What a lead or sale cost with the bill in it, in the plan's currency; `None`: not counted.
    pub cost_per_lead: Option<f64>,
}

/// How far a forecast was off. Positive: more, or later, than expected.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ForecastError {
    /// The peak's height, in percent of the forecast's.
    pub peak_percent: f64,
    /// How many came in all, in percent of the forecast's.
    pub volume_percent: f64,
    /// When the peak came, in seconds after the forecast's.
    pub timing_s: f64,
}
