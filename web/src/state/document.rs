//! The plan that is open.

use std::rc::Rc;

use onrush_network::Faults;
use onrush_scenario::Scenario;

/// Where a plan came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A built-in story, by key.
    Story(String),
    /// A file, by name.
    File(String),
}

/// A sound scenario, the file it was read from, and a name for what its result depends on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    /// Where it came from.
    pub(crate) origin: Origin,
    /// What it says.
    pub(crate) scenario: Rc<Scenario>,
    /// The file, as the worker gets it.
    pub(crate) file: Rc<str>,
    /// Equal for plans whose results must be equal.
    pub(crate) fingerprint: Rc<str>,
}

impl Document {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn read(origin: Origin, file: &str) -> Result<Self, Faults> {
        let scenario = Rc::new(Scenario::read(file)?);
        Ok(Self {
            origin,
            fingerprint: scenario.fingerprint().into(),
            scenario,
            file: file.into(),
        })
    }

    /// Length of the rehearsal, in seconds.
    pub(crate) fn horizon_s(&self) -> u32 {
        self.scenario.clock.horizon_s()
    }
}
