//! Where requests wait and are served.

use crate::{Bucket, Dist};

/// A group of equal servers with a line in front.
///
/// Most fields describe trouble and are off in [`Station::new`].
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
    /// In which order, and at what speed, those present are served.
    pub discipline: Discipline,
    /// How long a service takes when nothing slows it down; a [`crate::Step`] scales it.
    pub service: Dist,
    /// How servers slow each other down; `None` when they do not.
    pub contention: Option<Contention>,
    /// How long a request waits in line before it gives up by itself; `None` for ever. (The patience of *people* belongs to
    /// the [`crate::Journey`].)
    pub patience: Option<Dist>,
    /// Servers of each instance from a second on, in order of time (0 to 100 000; 0 is closed): office hours. Before the
    /// first entry `servers` applies. Who is being served when the number falls is served to the end.
    pub hours: Vec<(f64, u32)>,
    /// Share of the services that end in failure (0 to 1), drawn at the end of each.
    pub errors: f64,
    /// A service that would take longer is cut off after so many seconds and has failed: the caller's timeout. `None` waits.
    pub cut_off_s: Option<f64>,
    /// The most that this station accepts; what is over is refused at once: a provider's rate limit.
    pub limit: Option<Bucket>,
    /// What the callers do when it fails too often.
    pub breaker: Option<Breaker>,
    /// How slow an instance is just after its start.
    pub warm_up: Option<WarmUp>,
    /// How the balancer learns which instances to leave out. `None`: it never does, and requests sent to an instance that is
    /// down fail.
    pub health: Option<HealthCheck>,
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
            discipline: Discipline::FirstCome,
            service,
            contention: None,
            patience: None,
            hours: Vec::new(),
            errors: 0.0,
            cut_off_s: None,
            limit: None,
            breaker: None,
            warm_up: None,
            health: None,
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
    /// The one with the same number as the instance whose server the request holds (modulo the number of instances): a
    /// connection pool or a cache that each web server has for itself. Who holds nothing goes to the first.
    Local,
}

/// In which order, and at what speed, those present at one instance are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Discipline {
    /// First come, first served; each server has one customer.
    #[default]
    FirstCome,
    /// All present share the servers equally, so that nobody waits but everybody is slow (processor sharing): with n present
    /// and c servers each is served at the speed min(1, c / n). A network link is one server that serves bytes. At most
    /// `servers` + `line` are present at once; more are refused. Nothing can be held here, and there is no patience in line.
    Shared,
}

/// A caller's circuit breaker, with the counting window of a number of calls.
///
/// Closed, it lets every call through and looks at the last `window` of them; when at least `failures` of these failed or
/// took longer than `slow_s`, it opens and refuses every call for `open_s`; then it lets `trial` calls through and, by the same
/// share among them, closes or opens again. Shape and defaults are resilience4j's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breaker {
    /// Calls that are looked at (1 to 10 000); before so many were made it stays closed.
    pub window: u32,
    /// Share of failed or slow calls that opens it (0.01 to 1).
    pub failures: f64,
    /// A call that takes longer counts as failed (seconds); infinite for never.
    pub slow_s: f64,
    /// How long it stays open, in seconds.
    pub open_s: f64,
    /// Calls let through to find out whether it works again (1 to 1 000).
    pub trial: u32,
}

/// An instance is slow at first: its services take `factor` times as long when it starts, falling in a straight line to one
/// after `seconds`. Cold caches of code, connections and compiled templates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarmUp {
    /// Time to full speed (0 to 86 400 s).
    pub seconds: f64,
    /// Slowness at the start (1 to 100).
    pub factor: f64,
}

/// A balancer's question to each instance: are you there?
///
/// Asked every `every_s` at the same moments for all instances. The answer is no when the instance is down, or when its line
/// is full, as a real probe then times out. After `fails` in a row it gets no new requests, after `passes` in a row it does
/// again. When every instance has been left out, the balancer sends to all of them (as most do).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HealthCheck {
    /// Time between two questions (0.1 to 3 600 s).
    pub every_s: f64,
    /// Refusals in a row until an instance is left out (1 to 100).
    pub fails: u32,
    /// Answers in a row until it is used again (1 to 100).
    pub passes: u32,
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
