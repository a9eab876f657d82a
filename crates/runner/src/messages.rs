//! What a page and its worker say to each other. Both are built together, so the bytes need no versions.

use onrush_network::Faults;
use onrush_steps::{Record, Wanted};
use onrush_study::{Outcome, Task};
use serde::{Deserialize, Serialize};

use crate::{
    Between, Inquiry, LogNews, Measured, Next, Outlook, Piece, Progress, Rehearsal, Reviewed, Whole,
};

/// From the page to its worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Rehearse the scenario in this file.
    Rehearse {
        /// Number of the job, repeated in every reply to it.
        job: u32,
        /// The scenario, as its file.
        file: String,
        /// The seed.
        seed: u64,
    },
    /// Forecast the scenario in this file.
    Forecast {
        /// Number of the job, repeated in the reply to it.
        job: u32,
        /// The scenario, as its file.
        file: String,
    },
    /// Forecast it where its figures are not known exactly.
    Between {
        /// Number of the job, repeated in the reply to it.
        job: u32,
        /// The scenario, as its file.
        file: String,
    },
    /// Do one job of a study ([`crate::study::work`]).
    Study {
        /// Number of the job, repeated in the reply to it.
        job: u32,
        /// The plan that the task speaks of, as its file.
        file: String,
        /// What is to be computed.
        task: Box<Task>,
    },
    /// Run what a task of the eight steps wants ([`crate::prove()`]).
    Prove {
        /// Number of the job, repeated in every reply to it.
        job: u32,
        /// The plan, as its file.
        file: String,
        /// What is wanted.
        wanted: Wanted,
    },
    /// Keep a study: hand out its jobs and say what it has found ([`crate::Desk`]).
    Ask {
        /// The question.
        inquiry: Inquiry,
        /// So many jobs are to be out at once.
        hands: u32,
    },
    /// A job of the study that is kept has been done.
    Took {
        /// The job's number.
        number: u32,
        /// What came out, or why it cannot be computed.
        result: Box<onrush_study::Result>,
    },
    /// Read on in a log ([`crate::Reviewer`]).
    ReadLog {
        /// Number of the job, repeated in the reply to it.
        job: u32,
        /// What comes next.
        piece: Piece,
    },
    /// Lay what was counted over the scenario in this file.
    Review {
        /// Number of the job, repeated in the reply to it.
        job: u32,
        /// The scenario, as its file.
        file: String,
        /// What was counted.
        measured: Box<Measured>,
        /// So many seconds later than its clock; `None`: where it is most likely right.
        shift_s: Option<i64>,
        /// Also find out what the plan can learn from it.
        fits: bool,
    },
}

/// From the worker to its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// How far job number `job` has come.
    Progress {
        /// The job.
        job: u32,
        /// How far.
        progress: Progress,
    },
    /// The job is done.
    Done {
        /// The job.
        job: u32,
        /// What came out.
        rehearsal: Box<Rehearsal>,
    },
    /// The forecast is done.
    Forecast {
        /// The job.
        job: u32,
        /// What came out.
        outlook: Box<Outlook>,
    },
    /// What may come out.
    Between {
        /// The job.
        job: u32,
        /// What is between what.
        between: Between,
    },
    /// A study's job is done.
    Study {
        /// The job.
        job: u32,
        /// What came out.
        outcome: Box<Outcome>,
    },
    /// What a task wanted was run.
    Proved {
        /// The job.
        job: u32,
        /// What it showed.
        record: Box<Record>,
    },
    /// What is to be done next for the study that is kept.
    Next(Box<Next>),
    /// A log has been read so far.
    LogRead {
        /// The job.
        job: u32,
        /// How far, and what was found.
        news: Box<LogNews>,
    },
    /// What was counted has been laid over the plan.
    Reviewed {
        /// The job.
        job: u32,
        /// What came out.
        reviewed: Box<Reviewed>,
    },
    /// The scenario has faults; nothing was run.
    Refused {
        /// The job.
        job: u32,
        /// What is wrong.
        faults: Faults,
    },
}

/// From a page that only rehearses to its worker, which does one rehearsal and no more. (A program with these messages has no code for
/// those above.)
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Which plan.
    pub plan: Named,
    /// The seed.
    pub seed: u64,
}

/// A plan by a name from which it can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Named {
    /// A built-in story, by its key.
    Story(String),
    /// A plan by its code, as it stands in a link.
    Code(String),
}

/// From that worker to its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// How far it has come.
    Progress(Progress),
    /// What came out.
    Done(Box<Whole>),
    /// The scenario has faults; nothing was run.
    Refused(Faults),
}

macro_rules! as_bytes {
    ($name:ident) => {
        impl $name {
            /// The message as bytes.
            #[must_use]
            pub fn to_bytes(&self) -> Vec<u8> {
                // Writing plain values to memory cannot fail; an empty message is answered as an unreadable one.
                postcard::to_allocvec(self).unwrap_or_default()
            }

            /// Reads a message; `None` when the bytes are none.
            #[must_use]
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                postcard::from_bytes(bytes).ok()
            }
        }
    };
}

as_bytes!(Command);
as_bytes!(Reply);
as_bytes!(Order);
as_bytes!(Answer);
