//! What one request does.

/// A call script: the stations a request visits, in order, and what it holds meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// A name for reports.
    pub id: String,
    /// Steps, one after the other.
    pub steps: Vec<Step>,
    /// The gateway answers "timed out" after this many seconds and the work goes on behind it; `None` waits for ever.
    pub gateway_timeout_s: Option<f64>,
}

impl Program {
    /// A program without a gateway timeout.
    #[must_use]
    pub fn new(id: impl Into<String>, steps: Vec<Step>) -> Self {
        Self {
            id: id.into(),
            steps,
            gateway_timeout_s: None,
        }
    }
}

/// One visit to a station, perhaps with further steps in the middle of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Index of the station.
    pub at: usize,
    /// Chance that the step happens at all, drawn once, before `times` (0 to 1).
    pub probability: f64,
    /// How often it is repeated (1 to 1 000).
    pub times: u32,
    /// Multiplies the station's service time (0 to 1 000): a heavier page, a longer query.
    pub scale: f64,
    /// Steps made with the server still held: the first half of the service time comes before them, the second half after
    /// them, and the server counts as busy the whole time. At most three levels deep.
    pub while_holding: Vec<Step>,
}

impl Step {
    /// A single, certain, ordinary visit to station `at`.
    #[must_use]
    pub fn at(at: usize) -> Self {
        Self {
            at,
            probability: 1.0,
            times: 1,
            scale: 1.0,
            while_holding: Vec::new(),
        }
    }

    /// Levels of holding: 1 for a step that holds nothing.
    #[must_use]
    pub fn depth(&self) -> usize {
        1 + self
            .while_holding
            .iter()
            .map(Self::depth)
            .max()
            .unwrap_or(0)
    }

    /// Mean number of visits to stations that one request makes by this step, inner steps included.
    #[must_use]
    pub fn expected_visits(&self) -> f64 {
        self.probability
            * f64::from(self.times)
            * (1.0
                + self
                    .while_holding
                    .iter()
                    .map(Self::expected_visits)
                    .sum::<f64>())
    }
}
