//! First come, first served: when each request begins and ends is known as soon as it comes.
//!
//! Where nothing can change what a server is doing, and nobody leaves the line, whoever comes takes the server that is free
//! first (Kiefer and Wolfowitz, 1955; for one server this is Lindley's recursion of 1952). The only thing to keep is when
//! each server is free.

use std::collections::VecDeque;

use onrush_network::{Clock, Ticks};

/// A server's number stands below the tick at which it is free, so that one comparison finds both.
const SERVER_BITS: u32 = 20;

/// The servers of one station and, where its line has an end, the line.
#[derive(Debug)]
pub(crate) struct Fifo {
    /// A knockout among the servers: node `i` is the earlier of nodes `2i` and `2i + 1`, the servers themselves begin at
    /// `leaves`. Both that play against each other stand together: node `i` is `matches[i / 2][i % 2]`.
    matches: Vec<[u64; 2]>,
    leaves: usize,
    /// The earliest of all.
    first: u64,
    /// When those who wait will begin, where the line has an end.
    begins: VecDeque<Ticks>,
    places: usize,
}

impl Fifo {
    /// The most servers for which times are kept.
    pub(crate) const MOST: u32 = 1 << 12;

    /// So many servers, at least one and at most [`Self::MOST`]; so many places in line, `u32::MAX` for a line without end.
    pub(crate) fn new(servers: u32, places: u32) -> Self {
        let leaves = servers.max(1).next_power_of_two() as usize;
        let mut fifo = Self {
            matches: vec![[u64::MAX; 2]; leaves],
            leaves,
            first: u64::MAX,
            begins: VecDeque::new(),
            places: if places == u32::MAX {
                usize::MAX
            } else {
                places as usize
            },
        };
        for server in 0..u64::from(servers) {
            fifo.free_from(server, 0);
        }
        fifo
    }

    /// Whether somebody who comes now finds all servers busy and the line full.
    #[inline(always)]
    pub(crate) fn is_full(&mut self, now: Ticks) -> bool {
        if self.places == usize::MAX {
            return false;
        }
        while self.begins.front().is_some_and(|begin| *begin <= now) {
            self.begins.pop_front();
        }
        self.begins.len() >= self.places && self.earliest() > now
    }

    /// Somebody comes, whose service takes so long: when it begins, and when it ends. Calls must be in the order of time.
    #[inline(always)]
    pub(crate) fn enter(&mut self, now: Ticks, length: Ticks) -> (Ticks, Ticks) {
        let begin = self.earliest().max(now);
        let end = (begin + length).min(Clock::MAX);
        if self.places != usize::MAX && begin > now {
            self.begins.push_back(begin);
        }
        let server = self.first & ((1 << SERVER_BITS) - 1);
        self.free_from(server, end);
        (begin, end)
    }

    /// When the first server is free.
    #[inline(always)]
    fn earliest(&self) -> Ticks {
        self.first >> SERVER_BITS
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a server's number")]
    fn free_from(&mut self, server: u64, tick: Ticks) {
        let mut earlier = tick << SERVER_BITS | server;
        let mut i = self.leaves + server as usize;
        while i > 1 {
            // No node is beyond the last match.
            let Some(players) = self.matches.get_mut(i >> 1) else {
                break;
            };
            let other = players[(i & 1) ^ 1];
            players[i & 1] = earlier;
            earlier = earlier.min(other);
            i >>= 1;
        }
        self.first = earlier;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Key, one_of};

    /// Against servers that are looked through one by one.
    #[test]
    fn whoever_comes_takes_the_server_that_is_free_first() {
        for (servers, places) in [(1, u32::MAX), (1, 0), (3, 2), (8, u32::MAX), (100, 5)] {
            let mut source = Key::of_seed(u64::from(servers)).sequence();
            let mut fifo = Fifo::new(servers, places);
            let mut free = vec![0_u64; servers as usize];
            let mut line: Vec<u64> = Vec::new();
            let (mut now, mut refused, mut waited) = (0, 0, 0);
            for _ in 0..20_000 {
                now += u64::from(one_of(&mut source, 1000));
                let length = u64::from(one_of(&mut source, 1000 * servers));
                line.retain(|begin| *begin > now);
                let first = free.iter_mut().min().unwrap();
                let full = *first > now && line.len() >= places as usize;
                assert_eq!(fifo.is_full(now), full);
                if full {
                    refused += 1;
                    continue;
                }
                let begin = (*first).max(now);
                *first = begin + length;
                if begin > now {
                    line.push(begin);
                    waited += 1;
                }
                assert_eq!(fifo.enter(now, length), (begin, begin + length));
            }
            assert_eq!(refused > 0, places != u32::MAX, "{servers} {places}");
            assert_eq!(waited > 0, places > 0, "{servers} {places}");
        }
    }
}
