//! Who sends bare requests: programs, apps, other machines, customers of a plain queueing network.

use crate::Dist;

/// A sender of bare requests by one program, and what it does when one fails. The lab's *class*.
///
/// A timed-out attempt stays where it is and runs to its end for nobody; the next attempt is a new request.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// A stable name, unique among the clients; random numbers are keyed by it.
    pub id: String,
    /// Index of the program that its requests run.
    pub program: usize,
    /// How long it waits for each attempt, in seconds; `None` for ever.
    pub timeout_s: Option<f64>,
    /// What it does when an attempt fails or times out.
    pub retries: Retries,
}

impl Client {
    /// Waits for ever and never tries again.
    #[must_use]
    pub fn new(id: impl Into<String>, program: usize) -> Self {
        Self {
            id: id.into(),
            program,
            timeout_s: None,
            retries: Retries::NONE,
        }
    }
}

/// Trying again by itself, without a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retries {
    /// Attempts in all, the first included (1 to 100).
    pub tries: u32,
    /// The delay before each retry; `None`: at once.
    pub backoff: Option<Backoff>,
    /// A retry budget: every first attempt earns this part of a retry, at most ten retries are saved up, and a failure
    /// without a whole one in hand is final (0 to 1). `None`: no budget. Finagle's and the AWS clients' rule; 0.1 keeps the extra load below a tenth.
    pub budget: Option<f64>,
}

impl Retries {
    /// One attempt only.
    pub const NONE: Self = Self {
        tries: 1,
        backoff: None,
        budget: None,
    };
}

/// A delay that grows: before retry k it is first · factor^(k-1) seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backoff {
    /// Delay before the first retry, in seconds (0 to 3 600).
    pub first_s: f64,
    /// Growth from one retry to the next (1 to 10).
    pub factor: f64,
    /// Whether the delay is drawn evenly between 0 and that ("full jitter").
    pub jitter: bool,
}

/// A fixed number of customers who think, send a request by a client, wait for its end, and think again.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// A stable name, unique among streams and populations; random numbers are keyed by it.
    pub id: String,
    /// Index of the client.
    pub client: usize,
    /// How many there are (1 to 1 000 000); all begin by thinking.
    pub customers: u32,
    /// Time between a request's end, good or bad, and the next.
    pub think: Dist,
}
