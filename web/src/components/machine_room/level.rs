//! How full a part is, and servers with a line in front of them.

/// How full a part is: one scale, shown by colour, pattern and word together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Room to spare.
    Fine,
    /// At least [`BUSY`] of the servers are taken: from here on random waiting grows quickly. (Before a single server the
    /// line is on average 1.6 long at 70 % and 8.1 at 90 %: ρ²/(1−ρ) of the M/M/1 queue.)
    Busy,
    /// At least [`FULL`] of the servers are taken.
    Full,
    /// More come than fit: requests are refused, or more of them wait than are being served.
    Overflowing,
}

/// Share of servers from which a part counts as busy.
const BUSY: f64 = 0.70;
/// Share of servers from which a part counts as full.
const FULL: f64 = 0.95;
/// Share of a limited line from which it counts as full.
const LINE_FULL: f64 = 0.95;

impl Level {
    /// All levels, the calmest first.
    pub(crate) const ALL: [Self; 4] = [Self::Fine, Self::Busy, Self::Full, Self::Overflowing];

    /// A stable name for message ids, classes and patterns.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::Overflowing => "overflowing",
        }
    }

    /// The level at this share of the whole.
    pub(crate) fn of_share(share: f64) -> Self {
        if share >= FULL {
            Self::Full
        } else if share >= BUSY {
            Self::Busy
        } else {
            Self::Fine
        }
    }

    /// The level of servers and their line.
    pub(crate) fn of(tank: &Tank) -> Self {
        let share = tank.share();
        let long_line = match tank.limit {
            Limit::Places(places) => places > 0 && tank.line >= LINE_FULL * count(places),
            Limit::Holders(_) | Limit::None => tank.line > count(tank.servers),
        };
        if tank.refused > 0.0 || (long_line && share >= FULL) {
            Self::Overflowing
        } else {
            Self::of_share(share)
        }
    }
}

/// Where a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// So many places; who finds them taken is refused.
    Places(u64),
    /// No limit of its own, but only so many can come: the workers of the part before it, who stand still meanwhile.
    Holders(u64),
    /// None at all.
    None,
}

/// A part with servers and a line in front. Means over the step in which the second lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tank {
    /// Workers, connections or people; 0 for any number.
    pub(crate) servers: u64,
    /// Of these, taken.
    pub(crate) busy: f64,
    /// Of the taken ones, those that stand in line at another part.
    pub(crate) stuck: f64,
    /// Of the taken ones, those for which another part is at work.
    pub(crate) elsewhere: f64,
    /// Those waiting in front.
    pub(crate) line: f64,
    /// How many can wait.
    pub(crate) limit: Limit,
    /// The longest line of the whole run: what a line without an end is drawn against.
    pub(crate) longest: f64,
    /// Those that came, per second.
    pub(crate) arrived: f64,
    /// Those that found the line full, per second.
    pub(crate) refused: f64,
    /// Those that gave up in line, per second.
    pub(crate) given_up: f64,
    /// Those that failed, per second.
    pub(crate) failed: f64,
    /// Those that a rate limit or a circuit breaker held back, per second.
    pub(crate) shed: f64,
    /// Machines in service.
    pub(crate) up: f64,
    /// Machines that are starting or finishing.
    pub(crate) changing: f64,
    /// How full it is.
    pub(crate) level: Level,
}

impl Tank {
    /// At rest.
    pub(crate) fn resting(servers: u64, limit: Limit) -> Self {
        Self {
            servers,
            busy: 0.0,
            stuck: 0.0,
            elsewhere: 0.0,
            line: 0.0,
            limit,
            longest: 0.0,
            arrived: 0.0,
            refused: 0.0,
            given_up: 0.0,
            failed: 0.0,
            shed: 0.0,
            up: 0.0,
            changing: 0.0,
            level: Level::Fine,
        }
    }

    /// Share of the servers that is taken, 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        share(self.busy, count(self.servers))
    }

    /// What the line is drawn against.
    pub(crate) fn places(&self) -> f64 {
        match self.limit {
            Limit::Places(n) | Limit::Holders(n) => count(n),
            Limit::None => self.longest.max(count(self.servers)),
        }
    }

    /// Share of the line that is taken, 0 to 1.
    pub(crate) fn line_share(&self) -> f64 {
        share(self.line, self.places())
    }
}

/// `part` of `whole`, held between 0 and 1; nothing of nothing is 0.
pub(crate) fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// A count as a number to reckon with.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of servers and places are far below 2^52"
)]
pub(crate) fn count(n: u64) -> f64 {
    n as f64
}
