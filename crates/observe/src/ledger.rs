//! The books: every visit and every request ends exactly once.

use crate::Digester;

/// A closed set of ways in which something can end.
pub trait Outcome: Copy + 'static {
    /// All of them, in the order in which they are shown.
    const ALL: &'static [Self];

    /// Position in [`Outcome::ALL`].
    fn index(self) -> usize;

    /// A stable name for files and message ids: `gave_up_slow`.
    fn id(self) -> &'static str;
}

macro_rules! outcomes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl Outcome for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            fn index(self) -> usize { self as usize }
            fn id(self) -> &'static str { match self { $(Self::$variant => $id,)* } }
        }
    };
}

outcomes! {
    /// How a visit can end.
    VisitOutcome {
        /// Reached the goal of the journey: bought, voted, signed up.
        Converted = "converted",
        /// Saw what they came for and left without the goal.
        Finished = "finished",
        /// Left a waiting room.
        GaveUpWaiting = "gave_up_waiting",
        /// Left because a page took too long.
        GaveUpSlow = "gave_up_slow",
        /// Left at an error page: something inside failed or took longer than the gateway waits.
        Error = "error",
        /// Left because the site was full and refused them.
        TurnedAway = "turned_away",
        /// Kept out by a filter.
        Blocked = "blocked",
        /// Came too late: sold out.
        SoldOut = "sold_out",
        /// Still there at the end of the run.
        Unfinished = "unfinished",
    }
}

impl VisitOutcome {
    /// The ends of visits that were lost to the site's condition: neither served, nor merely too late, nor still there.
    pub const LOST: [Self; 5] = [
        Self::GaveUpWaiting,
        Self::GaveUpSlow,
        Self::Error,
        Self::TurnedAway,
        Self::Blocked,
    ];

    /// Whether somebody whose visit ends so was lost to the site's condition.
    #[must_use]
    pub fn is_lost(self) -> bool {
        Self::LOST.contains(&self)
    }
}

outcomes! {
    /// How a request can end, as its sender sees it.
    RequestOutcome {
        /// Answered while somebody was waiting for it.
        Answered = "answered",
        /// A line was full (503).
        Refused = "refused",
        /// The gateway's patience ran out (504); the work goes on.
        GatewayTimeout = "gateway_timeout",
        /// It failed inside: a step gave up waiting.
        Failed = "failed",
        /// The visitor left or reloaded before the answer; the work goes on.
        Abandoned = "abandoned",
        /// Stopped at a gate.
        Blocked = "blocked",
        /// Found nothing left to buy.
        SoldOut = "sold_out",
        /// Still under way at the end of the run.
        Unfinished = "unfinished",
    }
}

/// How many came and how they ended.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tally<O> {
    /// How many came.
    pub arrived: u64,
    /// How many ended in each way, by [`Outcome::index`].
    counts: Vec<u64>,
    #[serde(skip)]
    kind: std::marker::PhantomData<O>,
}

impl<O: Outcome> Default for Tally<O> {
    fn default() -> Self {
        Self {
            arrived: 0,
            counts: vec![0; O::ALL.len()],
            kind: std::marker::PhantomData,
        }
    }
}

impl<O: Outcome> Tally<O> {
    /// One more ended this way.
    #[inline]
    pub fn end(&mut self, outcome: O) {
        self.counts[outcome.index()] += 1;
    }

    /// How many ended this way.
    #[must_use]
    pub fn of(&self, outcome: O) -> u64 {
        self.counts.get(outcome.index()).copied().unwrap_or(0)
    }

    /// Takes so many of those that ended this way out.
    pub(crate) fn take(&mut self, outcome: O, n: u64) {
        if let Some(count) = self.counts.get_mut(outcome.index()) {
            *count = count.saturating_sub(n);
        }
    }

    /// How many ended in any of these ways.
    #[must_use]
    pub fn of_any(&self, outcomes: &[O]) -> u64 {
        outcomes.iter().map(|o| self.of(*o)).sum()
    }

    /// How many ended at all.
    #[must_use]
    pub fn ended(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many came and have not ended: zero after every run. (Negative would mean that something ended twice.)
    #[must_use]
    pub fn missing(&self) -> i64 {
        self.arrived.wrapping_sub(self.ended()).cast_signed()
    }

    /// Every outcome with its count, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (O, u64)> + '_ {
        O::ALL.iter().map(|o| (*o, self.of(*o)))
    }

    fn digest(&self, d: &mut Digester) {
        d.number(self.arrived);
        self.counts.iter().for_each(|c| d.number(*c));
    }
}

/// The books of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Ledger {
    /// All visits of people.
    pub visits: Tally<VisitOutcome>,
    /// All visits of machines: bots, link scanners. That a filter stops them is no loss, so they are counted apart.
    pub machines: Tally<VisitOutcome>,
    /// Visits of each stream, in the network's order; they add up to `visits` and `machines`.
    pub by_stream: Vec<Tally<VisitOutcome>>,
    /// All requests. A page's bundle of static files is one request.
    pub requests: Tally<RequestOutcome>,
    /// All attempts of bare requests, as their senders see them; an attempt that timed out counts as abandoned.
    pub calls: Tally<RequestOutcome>,
    /// All work that was started without anybody waiting for it: queued orders, emails.
    pub jobs: Tally<RequestOutcome>,
    /// Of the visits that came: those brought by other visits.
    pub shared: u64,
    /// Of the visits that converted or finished: those for whom at least one page was slow.
    pub served_slowly: u64,
    /// Pages that loaded completely.
    pub pages_loaded: u64,
    /// Times that somebody asked again for a page that was slow or had failed.
    pub reloads: u64,
    /// Files in all answered requests, those in bundles counted singly.
    pub files: u64,
    /// Bytes of all answered requests.
    pub bytes: u64,
    /// The same by region; they add up to `bytes`.
    pub bytes_by_region: Vec<u64>,
    /// Requests whose work was finished after nobody waited for it any more.
    pub wasted: u64,
    /// Value of all goals reached, in cents.
    pub value_cents: u64,
    /// Of the unfinished visits: those that had been waiting for a page for longer than the journey calls slow. They were
    /// not served, whatever would have become of them.
    pub stuck: u64,
    /// Of the visits of people lost on a page: on which, by its place in the journey. Who left a waiting room is not among
    /// them. It only breaks down what other books count, and does not name a run.
    pub lost_at: Vec<u64>,
}

impl Ledger {
    /// Empty books for a network with this many streams, and one region.
    #[must_use]
    pub fn for_streams(streams: usize) -> Self {
        Self::for_streams_and_regions(streams, 1)
    }

    /// Empty books for a network with this many streams and regions.
    #[must_use]
    pub fn for_streams_and_regions(streams: usize, regions: usize) -> Self {
        Self {
            by_stream: vec![Tally::default(); streams],
            bytes_by_region: vec![0; regions],
            ..Self::default()
        }
    }

    /// Visits that got what they came for, well or slowly.
    #[must_use]
    pub fn served(&self) -> u64 {
        self.visits
            .of_any(&[VisitOutcome::Converted, VisitOutcome::Finished])
    }

    /// Visits that were lost to the site's condition: everyone who ended, was not served and was not merely too late.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.visits.of_any(&VisitOutcome::LOST)
    }

    /// The books of people's visits, or of machines'.
    #[inline]
    pub fn visits_of(&mut self, machines: bool) -> &mut Tally<VisitOutcome> {
        if machines {
            &mut self.machines
        } else {
            &mut self.visits
        }
    }

    pub(crate) fn digest(&self, d: &mut Digester) {
        self.visits.digest(d);
        self.machines.digest(d);
        self.by_stream.iter().for_each(|t| t.digest(d));
        self.requests.digest(d);
        self.calls.digest(d);
        self.jobs.digest(d);
        self.bytes_by_region.iter().for_each(|n| d.number(*n));
        for n in [
            self.shared,
            self.served_slowly,
            self.pages_loaded,
            self.reloads,
            self.files,
            self.bytes,
            self.wasted,
            self.value_cents,
            self.stuck,
        ] {
            d.number(n);
        }
    }
}
