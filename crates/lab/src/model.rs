//! What a lab file says, in seconds and rates per second.

use onrush_network::{Backoff, Balance, Dist};

/// A bare queueing network and how long to watch it.
#[derive(Debug, Clone, PartialEq)]
pub struct LabFile {
    /// Length of the run.
    pub duration_s: f64,
    /// What happens before is not counted; less than the length.
    pub warm_up_s: f64,
    /// Where customers wait and are served, by name, in the file's order.
    pub stations: Vec<(String, Station)>,
    /// Kinds of customers, by name, in the file's order.
    pub classes: Vec<(String, Class)>,
    /// Who comes from outside; empty when the network is closed.
    pub arrivals: Vec<Arrivals>,
    /// Who is there for ever, in place of arrivals.
    pub closed: Option<Closed>,
}

/// A group of equal servers, or several such groups behind a balancer.
#[derive(Debug, Clone, PartialEq)]
pub struct Station {
    /// Servers of each instance; `None`: infinitely many.
    pub servers: Option<u32>,
    /// Places to wait at each instance, those in service not counted; `None`: unlimited.
    pub line: Option<u32>,
    /// How long a service takes.
    pub service: Dist,
    /// Who waits in line for longer abandons.
    pub patience: Option<Dist>,
    /// Equal copies.
    pub instances: u32,
    /// Who goes to which of them.
    pub balance: Balance,
    /// Busy servers up to this number do not slow each other down; `None`: all beyond the first do.
    pub cores: Option<u32>,
    /// Waiting for each other.
    pub alpha: f64,
    /// Keeping each other informed.
    pub beta: f64,
}

/// What customers of one kind do.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// Steps, one after the other.
    pub script: Vec<Step>,
    /// What they do when a request fails or takes too long.
    pub client: Client,
}

/// One step: a visit to a station.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Index of the station in [`LabFile::stations`].
    pub at: usize,
    /// Chance that the step happens, drawn once, before `times`.
    pub probability: f64,
    /// How often it is repeated.
    pub times: u32,
    /// Steps made with the server still held.
    pub while_holding: Vec<Step>,
}

/// Waiting and trying again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Client {
    /// How long it waits for each attempt; `None` for ever.
    pub timeout_s: Option<f64>,
    /// Attempts in all, the first included.
    pub tries: u32,
    /// The pause before each further attempt; `None`: at once.
    pub backoff: Option<Backoff>,
}

impl Client {
    /// Waits for ever and tries once.
    pub const PATIENT: Self = Self {
        timeout_s: None,
        tries: 1,
        backoff: None,
    };
}

/// A Poisson process of customers of one class.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrivals {
    /// Index of the class in [`LabFile::classes`].
    pub class: usize,
    /// How many come per second.
    pub rate: RateOver,
}

/// A rate over time.
#[derive(Debug, Clone, PartialEq)]
pub enum RateOver {
    /// Always the same.
    Constant(f64),
    /// Straight lines between points of (second, rate); zero outside.
    Points(Vec<(f64, f64)>),
    /// mean + amplitude · sin(2π t / period).
    Sine {
        /// Mean rate per second.
        mean_per_s: f64,
        /// At most the mean.
        amplitude_per_s: f64,
        /// Length of one wave.
        period_s: f64,
    },
}

/// Customers who think, send a request, wait for its end, and think again.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// Index of the class in [`LabFile::classes`].
    pub class: usize,
    /// How many there are.
    pub customers: u32,
    /// Time between two requests of one of them.
    pub think: Dist,
}
