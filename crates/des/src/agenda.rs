//! What happens next: the event lists.
//!
//! A time and an order are one number, [`When`]: the tick above, a sequence number of 20 bits below. Comparing two of them
//! compares times first and breaks ties in the order of scheduling.
//!
//! Two structures share the work. A [`WinnerTree`] holds the next arrival of each stream. A [`Wheel`] holds everything else,
//! whether it surely happens and soon (ends of services) or is far away and mostly called off (patience, thinking): filing an
//! entry costs a few nanoseconds however many there are, and those called off are dropped unsorted.
//! `docs/decisions/0002-event-lists.md` has the measurements.

mod blocks;
mod marks;
mod near;
mod tree;
mod wheel;

use onrush_network::{Clock, Ticks};

pub(crate) use tree::WinnerTree;
pub(crate) use wheel::{Entry, Wheel};

const ORDER_BITS: u32 = 20;

/// A point in simulated time with its place among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When(pub(crate) u64);

impl When {
    /// Never.
    pub(crate) const NEVER: Self = Self(u64::MAX);

    /// Before everything else at this tick.
    #[inline(always)]
    pub(crate) fn first_at(tick: Ticks) -> Self {
        Self(tick << ORDER_BITS)
    }

    /// The tick.
    #[inline(always)]
    pub(crate) fn tick(self) -> Ticks {
        self.0 >> ORDER_BITS
    }
}

/// Hands out places in the order of scheduling.
#[derive(Debug, Default)]
pub(crate) struct Order(u64);

impl Order {
    /// The next place at `tick`.
    #[inline(always)]
    pub(crate) fn at(&mut self, tick: Ticks) -> When {
        self.0 = (self.0 + 1) & ((1 << ORDER_BITS) - 1);
        When((tick.min(Clock::MAX) << ORDER_BITS) | self.0)
    }
}
