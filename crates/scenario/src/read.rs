//! Reading and writing the scenario file.

use onrush_network::{Fault, Faults};

use crate::Scenario;

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, Faults> {
        let scenario: Self = serde_json::from_str(text)
            .map_err(|e| Faults(vec![Fault::new("file", e, "a scenario")]))?;
        scenario.lower()?;
        Ok(scenario)
    }

    /// The scenario as a file.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Whether everything is in its range.
    ///
    /// # Errors
    /// All faults.
    pub fn check(&self) -> Result<(), Faults> {
        Self::read(&self.write()).map(drop)
    }
}
