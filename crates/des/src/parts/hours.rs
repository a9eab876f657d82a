//! Office hours: servers of each instance over time.

use onrush_network::{Clock, Ticks};

/// The number of servers of each instance, now and later.
#[derive(Debug, Clone)]
pub(crate) struct Hours {
    servers: u32,
    entries: Vec<(Ticks, u32)>,
    next: usize,
}

impl Hours {
    /// `servers` until the first entry; `entries` in order of time.
    pub(crate) fn new(servers: u32, entries: &[(f64, u32)], clock: Clock) -> Self {
        let mut hours = Self {
            servers,
            entries: entries.iter().map(|&(s, n)| (clock.ticks(s), n)).collect(),
            next: 0,
        };
        hours.advance(0);
        hours
    }

    /// Servers of each instance now.
    #[inline]
    pub(crate) fn servers(&self) -> u32 {
        self.servers
    }

    /// When that number changes next.
    #[inline]
    pub(crate) fn next_at(&self) -> Option<Ticks> {
        self.entries.get(self.next).map(|e| e.0)
    }

    /// Makes the changes due up to `now`; the number from now on. Of several at one tick the last holds.
    pub(crate) fn advance(&mut self, now: Ticks) -> u32 {
        while let Some(&(at, servers)) = self.entries.get(self.next)
            && at <= now
        {
            self.servers = servers;
            self.next += 1;
        }
        self.servers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_changes_at_its_second() {
        let clock = Clock::for_horizon(100);
        let entries = [(10.0, 5), (20.0, 0), (20.0, 2), (30.0, 7)];
        let mut hours = Hours::new(3, &entries, clock);
        assert_eq!(
            (hours.servers(), hours.next_at()),
            (3, Some(clock.start_of(10)))
        );
        assert_eq!(hours.advance(clock.start_of(10) - 1), 3);
        assert_eq!(hours.advance(clock.start_of(10)), 5);
        assert_eq!(hours.advance(clock.start_of(20)), 2, "the last at one tick");
        assert_eq!(hours.next_at(), Some(clock.start_of(30)));
        assert_eq!(hours.advance(Clock::MAX), 7);
        assert_eq!(hours.next_at(), None);
    }

    #[test]
    fn an_entry_at_the_beginning_holds_at_once() {
        let clock = Clock::for_horizon(100);
        assert_eq!(Hours::new(3, &[(0.0, 0)], clock).servers(), 0);
        let always = Hours::new(3, &[], clock);
        assert_eq!((always.servers(), always.next_at()), (3, None));
    }
}
