//! Where requests wait and are served.

use crate::Dist;

/// A group of equal servers with a line in front.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// A stable name, unique in the network: `web`, `database`. Random numbers are keyed by it, so that adding a station
    /// elsewhere does not change what happens here.
    pub id: String,
    /// How many requests are served at once, by each instance.
    pub servers: Servers,
    /// Places to wait, at each instance, not counting those in service.
    pub line: Line,
    /// Equal copies, each with its own servers and line (1 to 10 000). A [`Balance`] sends each request to one of them.
    pub instances: u32,
    /// How a request is sent to one of several instances.
    pub balance: Balance,
    /// How long a service takes when nothing slows it down; a [`crate::Step`] scales it.
    pub service: Dist,
    /// How servers slow each other down; `None` when they do not.
    pub contention: Option<Contention>,
    /// How long a request waits in line before it gives up by itself; `None` for ever. (The patience of *people* belongs to
    /// the [`crate::Journey`].)
    pub patience: Option<Dist>,
}

impl Station {
    /// A station with one instance, unlimited servers and nothing in the way: a delay.
    #[must_use]
    pub fn new(id: impl Into<String>, service: Dist) -> Self {
        Self {
            id: id.into(),
            servers: Servers::Infinite,
            line: Line::Unlimited,
            instances: 1,
            balance: Balance::RoundRobin,
            service,
            contention: None,
            patience: None,
        }
    }

    /// Servers of all instances together; `None` for a delay.
    #[must_use]
    pub fn total_servers(&self) -> Option<u64> {
        match self.servers {
            Servers::Infinite => None,
            Servers::Finite(n) => Some(u64::from(n) * u64::from(self.instances)),
        }
    }
}

/// How many requests one instance serves at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Servers {
    /// As many as come: nobody waits.
    Infinite,
    /// 1 to 100 000.
    Finite(u32),
}

/// Places to wait at one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// As many as come.
    Unlimited,
    /// 0 to 10 000 000; who finds them taken is refused.
    Places(u32),
}

/// How requests are spread over a station's instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Balance {
    /// Each in turn.
    #[default]
    RoundRobin,
    /// Any, equally likely.
    Random,
    /// The one with the fewest requests, in service and in line; ties at random.
    LeastBusy,
    /// The better of two drawn at random.
    TwoChoices,
}

/// How busy servers of one instance slow each other down (Gunther's Universal Scalability Law).
///
/// A service started as the N-th busy one (itself included, fixed at the start) takes its drawn time × (1 + α(N−1) +
/// βN(N−1)). With `cores`, N is the excess over the cores: max(1, busy − cores + 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contention {
    /// Processor cores that serve without slowing each other; `None` counts every busy server.
    pub cores: Option<u32>,
    /// Waiting for each other, 0 to 10.
    pub alpha: f64,
    /// Keeping each other informed, 0 to 1.
    pub beta: f64,
    /// Whether a server that is held, and only waits for what it called, counts as busy here. On a computer it does not: it
    /// needs no processor. In the bare queueing model it does.
    pub counts_held: bool,
}

impl Contention {
    /// The factor by which a service takes longer when it starts as the `busy`-th.
    #[must_use]
    pub fn factor(&self, busy: u32) -> f64 {
        let n = f64::from(match self.cores {
            Some(cores) => (busy + 1).saturating_sub(cores).max(1),
            None => busy.max(1),
        });
        1.0 + self.alpha * (n - 1.0) + self.beta * n * (n - 1.0)
    }
}
