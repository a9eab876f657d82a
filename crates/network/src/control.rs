//! What changes the site while it runs: autoscalers and incidents.

use crate::Dist;

/// An autoscaler by target tracking: adds and removes instances of a station.
///
/// Every `every_s` it looks at the mean of its metric over the period just ended, over the instances in service. With n
/// instances and the metric at m it wants ⌈n · m / target⌉ (Kubernetes' and AWS' rule), within limits, unless m is within
/// `tolerance` of the target. Instances that it starts serve after `boot`; those that it removes finish what they have.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaler {
    /// A stable name, unique among the scalers; random numbers are keyed by it.
    pub id: String,
    /// Index of the station. It starts with its own number of instances.
    pub station: usize,
    /// What is looked at.
    pub metric: Metric,
    /// The share that is aimed at (0.05 to 1).
    pub target: f64,
    /// Relative distance from the target at which nothing is done (0 to 0.5). Kubernetes: 0.1.
    pub tolerance: f64,
    /// Time between two decisions, and the period of the metric (1 to 3 600 s).
    pub every_s: f64,
    /// Time from the decision to the first request served.
    pub boot: Dist,
    /// Least number of instances (1 to `at_most`).
    pub at_least: u32,
    /// Largest number of instances (1 to 10 000).
    pub at_most: u32,
    /// Most instances added by one decision (1 to 10 000).
    pub step: u32,
    /// After adding, nothing is added for so long (0 to 86 400 s).
    pub cooldown_s: f64,
    /// An instance is removed only when fewer were wanted for so long (0 to 86 400 s). Kubernetes: 300.
    pub calm_s: f64,
    /// Least number of instances from a second on, in order of time, in place of `at_least`: scaling *before*. The instances are
    /// ordered at that second, and serve `boot` later.
    pub schedule: Vec<(f64, u32)>,
}

/// What an autoscaler looks at, as a share of what there is (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Metric {
    /// Servers busy, those held included.
    Busy,
    /// Processor time: servers busy and not merely held, over the cores (over the servers where no cores are known).
    #[default]
    Working,
}

/// Something that goes wrong for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// A stable name, unique among the incidents.
    pub id: String,
    /// When it begins (0 or more).
    pub from_s: f64,
    /// When it is over, because it was repaired or a backup took over; infinite for never.
    pub until_s: f64,
    /// What goes wrong.
    pub trouble: Trouble,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trouble {
    /// Instances of a station are down: those they serve, and those in their lines, fail at once; who is sent there fails. They
    /// come back cold.
    Down {
        /// Index of the station.
        station: usize,
        /// How many instances, the first ones; `None` for all.
        instances: Option<u32>,
    },
    /// Services that begin at a station take longer.
    Slow {
        /// Index of the station.
        station: usize,
        /// How much longer (0.01 to 1 000); several incidents multiply.
        factor: f64,
    },
    /// Services that end at a station fail, besides [`crate::Station::errors`].
    Errors {
        /// Index of the station.
        station: usize,
        /// Share that fails (0 to 1).
        share: f64,
    },
    /// A cache loses everything at `from_s`.
    Flush {
        /// Index of the cache.
        cache: usize,
    },
    /// A cache has nothing and keeps nothing.
    CacheOff {
        /// Index of the cache.
        cache: usize,
    },
}
