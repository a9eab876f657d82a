//! Requests at caches: hits, misses, and waiting for somebody else's fetch.

use std::sync::Arc;

use onrush_network::{Clock, Network, Ticks};

use super::Simulation;
use super::aside::Wanted;
use crate::compile::Code;
use crate::parts::cache::{Answer, Cache};
use crate::parts::links::Links;
use crate::parts::zipf::Zipf;
use crate::random::Key;
use crate::requests::Phase;

/// All caches.
#[derive(Debug)]
pub(super) struct Caches {
    all: Vec<Cache>,
    /// Requests that wait.
    links: Links,
}

impl Caches {
    pub(super) fn new(network: &Network, clock: Clock, seed: Key) -> Self {
        // Caches of equal kind share a table of popularity.
        let mut tables: Vec<((u32, u64), Arc<Zipf>)> = Vec::new();
        let mut table = |objects: u32, zipf: f64| {
            let kind = (objects, zipf.to_bits());
            if let Some((_, known)) = tables.iter().find(|t| t.0 == kind) {
                return Arc::clone(known);
            }
            let new = Arc::new(Zipf::new(objects, zipf));
            tables.push((kind, Arc::clone(&new)));
            new
        };
        let all = network
            .caches
            .iter()
            .map(|c| Cache::new(c, table(c.objects, c.zipf), clock, seed))
            .collect();
        Self {
            all,
            links: Links::default(),
        }
    }

    pub(super) fn flush(&mut self, cache: usize) {
        self.all[cache].flush();
    }

    pub(super) fn turn(&mut self, cache: usize, on: bool) {
        if on {
            self.all[cache].turn_on();
        } else {
            self.all[cache].turn_off();
        }
    }
}

impl Simulation {
    /// The request asks a cache; whether it goes on at once.
    #[inline(never)]
    pub(super) fn ask_cache(&mut self, id: u32, hit: u32, now: Ticks) -> bool {
        let request = self.requests.get(id);
        let number = request.op as usize;
        let op = &self.tables.ops[number];
        let level = self.tables.rescues[number].filling_here;
        let cache = &mut self.caches.all[op.at as usize];
        let object = cache.object(request.here(op.salt).bits());
        let answer = cache.ask(object, now, id, &mut self.caches.links);
        let book = &mut self.books.caches[op.at as usize];
        let wanted = Wanted {
            cache: op.at,
            object,
        };
        let request = self.requests.get_mut(id);
        match answer {
            Answer::Hit => {
                book.hits += 1;
                request.op = hit;
                return true;
            }
            Answer::Fetch => {
                book.misses += 1;
                request.op += 1;
            }
            Answer::Wait => {
                book.coalesced += 1;
                request.phase = Phase::AtCache;
            }
        }
        *self.asides.of(id).wanted(level) = wanted;
        answer == Answer::Fetch
    }

    /// The object that was asked for last has been fetched: whoever waited for it goes on.
    #[inline(never)]
    pub(super) fn fill_cache(&mut self, id: u32, now: Ticks) {
        let op = self.requests.get(id).op as usize;
        let level = self.tables.rescues[op].filling_here.saturating_sub(1);
        let Wanted { cache, object } = *self.asides.of(id).wanted(level);
        let mut waiting = self.caches.all[cache as usize].filled(object, now, id);
        while let Some(other) = self.caches.links.take_first(&mut waiting) {
            let request = self.requests.get_mut(other);
            if let Code::Ask { hit } = self.tables.ops[request.op as usize].code {
                request.op = hit;
            }
            self.wake(other, now);
        }
        self.requests.get_mut(id).op += 1;
    }

    /// The request fails while it fetches: from the innermost object on, down to so many, the next one who waits has to fetch.
    pub(super) fn fetches_failed(&mut self, id: u32, from: u8, down_to: u8, now: Ticks) {
        for level in (down_to..from).rev() {
            let Wanted { cache, object } = *self.asides.of(id).wanted(level);
            let cache = &mut self.caches.all[cache as usize];
            let next = cache.fill_failed(object, id, &mut self.caches.links);
            if let Some(next) = next {
                // It stands at its own question, and fetches what stands behind.
                self.requests.get_mut(next).op += 1;
                self.wake(next, now);
            }
        }
    }

    /// A request that waits for an object fails for another reason.
    pub(super) fn stop_waiting(&mut self, id: u32) {
        let op = self.requests.get(id).op as usize;
        let level = self.tables.rescues[op].filling_here;
        let Wanted { cache, object } = *self.asides.of(id).wanted(level);
        self.caches.all[cache as usize].stop_waiting(object, id, &mut self.caches.links);
    }
}
