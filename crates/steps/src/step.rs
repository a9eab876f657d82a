//! The eight steps by name.

use serde::{Deserialize, Serialize};

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
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

/// How far a step has come. Only [`crate::check()`] proves one; nobody ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing done yet.
    Open,
    /// Some of its tasks are done.
    InProgress,
    /// Every task that it needs is done, with runs of the plan as it is.
    Proven,
    /// It was proven, and the plan has changed since in a way that could change the result.
    Stale,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Open, Self::InProgress, Self::Proven, Self::Stale];

    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in_progress",
            Self::Proven => "proven",
            Self::Stale => "stale",
        }
    }
}
