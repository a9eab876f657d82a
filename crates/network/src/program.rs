//! What one request does.

/// A call script: what a request does, step by step, and what it holds meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// A name for reports.
    pub id: String,
    /// Steps, one after the other.
    pub steps: Vec<Step>,
    /// The gateway answers "timed out" after this many seconds and the work goes on behind it; `None` waits for ever.
    pub gateway_timeout_s: Option<f64>,
}

impl Program {
    /// A program without a gateway timeout.
    #[must_use]
    pub fn new(id: impl Into<String>, steps: Vec<Step>) -> Self {
        Self {
            id: id.into(),
            steps,
            gateway_timeout_s: None,
        }
    }
}

/// One step of a program: an [`Act`], how often, and what its failure means.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// Chance that the step happens at all, drawn once, before `times` (0 to 1).
    pub probability: f64,
    /// How often it is repeated (1 to 1 000).
    pub times: u32,
    /// Chance, after all `times`, of doing the whole step once more, drawn each time anew (0 to 0.99): a loop.
    pub again: f64,
    /// When the step fails, the request goes on after it instead of failing: "recommendations not available".
    pub optional: bool,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Visits a station: waits for a server, is served, leaves.
    Visit {
        /// Index of the station.
        at: usize,
        /// Multiplies the station's service time (0 to 1 000): a heavier page, a longer query, more bytes.
        scale: f64,
        /// Steps made with the server still held: the first half of the service time comes before them, the second half
        /// after them, and the server counts as busy the whole time. At most [`crate::Limits::depth`] levels deep. Empty:
        /// nothing is held.
        while_holding: Vec<Step>,
    },
    /// Asks a cache; `otherwise` runs when it does not have the object, which then enters the cache.
    Cached {
        /// Index of the cache.
        cache: usize,
        /// What fetches the object.
        otherwise: Vec<Step>,
    },
    /// Passes a gate, or is stopped there: the request ends as blocked.
    Pass {
        /// Index of the gate.
        gate: usize,
    },
    /// Takes one unit of a stock, or finds it sold out: the request ends as sold out. A unit taken by a request that fails
    /// later goes back.
    Take {
        /// Index of the stock.
        stock: usize,
    },
    /// Starts another program that nobody waits for: an order put into a queue, an email to be sent.
    Start {
        /// Index of the program.
        program: usize,
    },
    /// Steps that belong together, so that `probability`, `times`, `again` and `optional` apply to all of them.
    Group(Vec<Step>),
}

impl Step {
    /// A single, certain step.
    #[must_use]
    pub const fn new(act: Act) -> Self {
        Self {
            act,
            probability: 1.0,
            times: 1,
            again: 0.0,
            optional: false,
        }
    }

    /// A visit to station `at`.
    #[must_use]
    pub const fn at(at: usize) -> Self {
        Self::new(Act::Visit {
            at,
            scale: 1.0,
            while_holding: Vec::new(),
        })
    }

    /// A question to a cache, and what fetches the object when it is not there.
    #[must_use]
    pub const fn cached(cache: usize, otherwise: Vec<Self>) -> Self {
        Self::new(Act::Cached { cache, otherwise })
    }

    /// Several steps as one.
    #[must_use]
    pub const fn group(steps: Vec<Self>) -> Self {
        Self::new(Act::Group(steps))
    }

    /// The same, happening with this chance.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = probability;
        self
    }

    /// The same, so many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// The same, done once more with this chance, again and again.
    #[must_use]
    pub fn again(mut self, again: f64) -> Self {
        self.again = again;
        self
    }

    /// The same, whose failure is not the request's.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same visit with its service time multiplied. Changes nothing but visits.
    #[must_use]
    pub fn scale(mut self, factor: f64) -> Self {
        if let Act::Visit { scale, .. } = &mut self.act {
            *scale = factor;
        }
        self
    }

    /// The same visit with these steps made while the server is held. Changes nothing but visits.
    #[must_use]
    pub fn holding(mut self, steps: Vec<Self>) -> Self {
        if let Act::Visit { while_holding, .. } = &mut self.act {
            *while_holding = steps;
        }
        self
    }

    /// The steps inside this one: held, fetched on a miss, or grouped.
    #[must_use]
    pub fn inner(&self) -> &[Self] {
        match &self.act {
            Act::Visit { while_holding, .. } => while_holding,
            Act::Cached { otherwise, .. } => otherwise,
            Act::Group(steps) => steps,
            Act::Pass { .. } | Act::Take { .. } | Act::Start { .. } => &[],
        }
    }

    /// The station that this step visits, if it is a visit.
    #[must_use]
    pub fn station(&self) -> Option<usize> {
        match self.act {
            Act::Visit { at, .. } => Some(at),
            _ => None,
        }
    }

    /// What multiplies the service time, if it is a visit.
    #[must_use]
    pub fn factor(&self) -> Option<f64> {
        match self.act {
            Act::Visit { scale, .. } => Some(scale),
            _ => None,
        }
    }

    /// Levels of steps inside steps: 1 for a step with nothing inside. Every level needs a counter, and a visit's level a
    /// place for the server that is held.
    #[must_use]
    pub fn depth(&self) -> usize {
        1 + self.inner().iter().map(Self::depth).max().unwrap_or(0)
    }

    /// The most servers that a request holds at once in this step.
    #[must_use]
    pub fn held(&self) -> usize {
        let inner = self.inner().iter().map(Self::held).max().unwrap_or(0);
        match self.act {
            Act::Visit { .. } if !self.inner().is_empty() => 1 + inner,
            _ => inner,
        }
    }

    /// Mean number of times that the step is done by one request that comes to it.
    #[must_use]
    pub fn expected_times(&self) -> f64 {
        self.probability * f64::from(self.times) / (1.0 - self.again.min(0.99))
    }

    /// Mean number of visits to stations that one request makes by this step, inner steps included and every cache missed:
    /// the most that it can be.
    #[must_use]
    pub fn expected_visits(&self) -> f64 {
        let own = if self.station().is_some() { 1.0 } else { 0.0 };
        self.expected_times() * (own + self.inner().iter().map(Self::expected_visits).sum::<f64>())
    }
}
