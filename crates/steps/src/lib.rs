//! The eight steps of preparing a site for a big day, as tasks that a run proves.
//!
//! So far the crate names the steps and their states; the tasks and their checks come with the guided path.
//!
//! ```
//! use onrush_steps::StepId;
//!
//! assert_eq!(StepId::ALL.len(), 8);
//! assert_eq!(StepId::ALL[0].id(), "numbers");
//! assert_eq!(StepId::Review.number(), 8);
//! ```
//!
//! # Does not know about
//!
//! Sentences (steps have message ids), how a run was made, the browser.

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepId {
    /// How many people come, and when.
    Numbers,
    /// What today's site can take.
    Now,
    /// How the work is done.
    Architecture,
    /// What it stands on.
    Infrastructure,
    /// Testing again, and again.
    Rigour,
    /// What keeps a crowd in hand.
    Controls,
    /// What happens when something breaks.
    Contingency,
    /// What happened in fact.
    Review,
}

impl StepId {
    /// All steps, in order.
    pub const ALL: [Self; 8] = [
        Self::Numbers,
        Self::Now,
        Self::Architecture,
        Self::Infrastructure,
        Self::Rigour,
        Self::Controls,
        Self::Contingency,
        Self::Review,
    ];

    /// Its number as people count, 1 to 8.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// A stable name for files and message ids.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Now => "now",
            Self::Architecture => "architecture",
            Self::Infrastructure => "infrastructure",
            Self::Rigour => "rigour",
            Self::Controls => "controls",
            Self::Contingency => "contingency",
            Self::Review => "review",
        }
    }
}

/// How far a step has come. Only the checker proves one; nobody ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing done yet.
    Open,
    /// Some of its tasks are done.
    InProgress,
    /// A recorded run proves it.
    Proven,
    /// The plan has changed since it was proven.
    Stale,
}
