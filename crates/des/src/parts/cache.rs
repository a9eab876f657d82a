//! Caches: objects that expire, and who waits for one that is being fetched.

use std::sync::Arc;

use onrush_network::{Clock, Ticks};

use super::links::{Links, List};
use super::zipf::Zipf;
use super::{NIL, salt};
use crate::random::Key;

/// Set on an object that is being fetched; the rest is the number of the fetch.
const FETCHING: u64 = 1 << 63;
/// Expires after every run.
const NEVER: u64 = FETCHING - 1;

/// What a request that asks finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is there.
    Hit,
    /// It is not: the request fetches it, and later says [`Cache::filled`] or [`Cache::fill_failed`], exactly once.
    Fetch,
    /// Somebody is fetching it: the request waits until it is handed out by one of these.
    Wait,
}

/// A cache's state.
///
/// An object takes eight bytes here and eight in the table of popularity, which caches of the same kind may share.
#[derive(Debug)]
pub(crate) struct Cache {
    zipf: Arc<Zipf>,
    /// When each object expires, or which fetch is under way for it.
    objects: Vec<u64>,
    ttl: Ticks,
    stores: bool,
    coalesce: bool,
    /// Fetches that others wait for or could wait for, and the free places among them.
    fetches: Vec<Fetch>,
    free: u32,
    /// Incidents that have it switched off.
    off: u32,
}

#[derive(Debug, Clone, Copy)]
struct Fetch {
    /// Who fetches; for a free place, the next free one.
    leader: u32,
    waiting: List,
}

impl Cache {
    /// A cache at the beginning of a run; `key` is the run's.
    pub(crate) fn new(
        cache: &onrush_network::Cache,
        zipf: Arc<Zipf>,
        clock: Clock,
        key: Key,
    ) -> Self {
        let ttl = clock.ticks(cache.ttl_s);
        let key = key.salted(salt(&cache.id));
        let n = zipf.objects();
        let objects = if !cache.warm {
            vec![0; n as usize]
        } else if cache.ttl_s.is_infinite() {
            vec![NEVER; n as usize]
        } else {
            // Ages are drawn evenly over the time to live, so what is left is too.
            (0..n)
                .map(|i| clock.ticks(key.number(u64::from(i)).unit() * cache.ttl_s))
                .collect()
        };
        Self {
            zipf,
            objects,
            ttl: if cache.ttl_s.is_infinite() {
                NEVER
            } else {
                ttl
            },
            stores: ttl > 0,
            coalesce: cache.coalesce,
            fetches: Vec::new(),
            free: NIL,
            off: 0,
        }
    }

    /// The object that a request with these random bits asks for.
    #[inline]
    pub(crate) fn object(&self, bits: u64) -> u32 {
        self.zipf.object(bits)
    }

    /// A request asks for an object.
    #[inline]
    pub(crate) fn ask(
        &mut self,
        object: u32,
        now: Ticks,
        request: u32,
        links: &mut Links,
    ) -> Answer {
        if self.off > 0 {
            return Answer::Fetch;
        }
        let state = self.objects[object as usize];
        if state & FETCHING != 0 {
            let fetch = &mut self.fetches[place(state)];
            if fetch.leader == request {
                // It asks once more inside its own fetch, and would wait for itself.
                return Answer::Fetch;
            }
            links.join(&mut fetch.waiting, request);
            return Answer::Wait;
        }
        if now < state {
            return Answer::Hit;
        }
        if self.coalesce {
            self.objects[object as usize] = FETCHING | u64::from(self.begin(request));
        }
        Answer::Fetch
    }

    /// The request has fetched the object, which is stored. Whoever waited for it has it now: the caller takes them out of the
    /// list with [`Links::take_first`], all before anything else happens.
    #[inline]
    pub(crate) fn filled(&mut self, object: u32, now: Ticks, request: u32) -> List {
        let expires = if self.stores && self.off == 0 {
            now.saturating_add(self.ttl).min(NEVER)
        } else {
            0
        };
        let state = &mut self.objects[object as usize];
        if *state & FETCHING == 0 {
            *state = expires;
            return List::default();
        }
        let number = place(*state);
        if self.fetches[number].leader != request {
            // It asked while the cache was off; the one who is waited for is still to come.
            return List::default();
        }
        *state = expires;
        let waiting = self.fetches[number].waiting;
        self.end(number);
        waiting
    }

    /// The request could not fetch the object. If somebody waits for it, the first of them has to fetch now and is returned.
    #[inline]
    pub(crate) fn fill_failed(
        &mut self,
        object: u32,
        request: u32,
        links: &mut Links,
    ) -> Option<u32> {
        let state = self.objects[object as usize];
        if state & FETCHING == 0 {
            return None;
        }
        let number = place(state);
        let fetch = &mut self.fetches[number];
        if fetch.leader != request {
            return None;
        }
        let next = links.take_first(&mut fetch.waiting);
        if let Some(next) = next {
            fetch.leader = next;
        } else {
            self.objects[object as usize] = 0;
            self.end(number);
        }
        next
    }

    /// A request that waits for the object leaves, because it failed for another reason.
    pub(crate) fn stop_waiting(&mut self, object: u32, request: u32, links: &mut Links) {
        let state = self.objects[object as usize];
        if state & FETCHING != 0 {
            links.leave(&mut self.fetches[place(state)].waiting, request);
        }
    }

    /// Everything is lost; what is being fetched still arrives.
    pub(crate) fn flush(&mut self) {
        for state in &mut self.objects {
            if *state & FETCHING == 0 {
                *state = 0;
            }
        }
    }

    /// An incident switches the cache off: it has nothing and keeps nothing. Whoever waits still gets what is being fetched.
    pub(crate) fn turn_off(&mut self) {
        self.flush();
        self.off += 1;
    }

    /// An incident that had it switched off is over.
    pub(crate) fn turn_on(&mut self) {
        self.off = self.off.saturating_sub(1);
    }

    fn begin(&mut self, leader: u32) -> u32 {
        let fetch = Fetch {
            leader,
            waiting: List::default(),
        };
        if self.free == NIL {
            self.fetches.push(fetch);
            return u32::try_from(self.fetches.len() - 1).unwrap_or(NIL);
        }
        let number = self.free;
        self.free = self.fetches[number as usize].leader;
        self.fetches[number as usize] = fetch;
        number
    }

    fn end(&mut self, number: usize) {
        self.fetches[number].leader = self.free;
        self.free = u32::try_from(number).unwrap_or(NIL);
    }
}

#[inline]
fn place(state: u64) -> usize {
    (state & NEVER) as usize
}

#[cfg(test)]
mod tests {
    use super::super::testing::{exponential, mean_and_error};
    use super::*;

    const CLOCK_S: u32 = 1_000_000;

    fn cache(objects: u32, zipf: f64, ttl_s: f64, warm: bool, coalesce: bool) -> Cache {
        let cache = onrush_network::Cache {
            warm,
            coalesce,
            ..onrush_network::Cache::new("cache", objects, zipf, ttl_s)
        };
        let clock = Clock::for_horizon(CLOCK_S);
        let table = Arc::new(Zipf::new(objects, zipf));
        Cache::new(&cache, table, clock, Key::of_seed(1))
    }

    fn all(links: &mut Links, mut list: List) -> Vec<u32> {
        std::iter::from_fn(|| links.take_first(&mut list)).collect()
    }

    /// With Poisson requests of rate λ for one object and a fetch that takes no time, each fetch is followed by a Poisson
    /// number of hits with mean λT: a hit ratio of λT/(1+λT). Batches of Zipf's sum over objects; five standard errors, a
    /// chance of a few in a million.
    #[test]
    fn the_hit_ratio_is_the_published_one() {
        let clock = Clock::for_horizon(CLOCK_S);
        let mut links = Links::default();
        for (objects, a, ttl_s, rate) in [
            (1, 0.0, 5.0, 1.0),
            (1, 0.0, 1.0, 0.2),
            (100, 0.8, 20.0, 10.0),
        ] {
            let mut c = cache(objects, a, ttl_s, false, false);
            let weights: Vec<f64> = (1..=objects).map(|i| libm::pow(f64::from(i), -a)).collect();
            let sum: f64 = weights.iter().sum();
            let exact: f64 = weights
                .iter()
                .map(|w| {
                    let lt = rate * w / sum * ttl_s;
                    w / sum * lt / (1.0 + lt)
                })
                .sum();
            let (mut now, mut batches) = (0.0, Vec::new());
            for batch in 0..101 {
                let (mut hits, mut asked) = (0.0, 0.0);
                for i in 0..4000 {
                    let key = Key::of_seed(2).number(batch).number(i);
                    now += exponential(key) / rate;
                    let object = c.object(key.number(1).bits());
                    let tick = clock.ticks(now);
                    asked += 1.0;
                    match c.ask(object, tick, 0, &mut links) {
                        Answer::Hit => hits += 1.0,
                        Answer::Fetch => {
                            assert!(c.filled(object, tick, 0).first().is_none());
                        }
                        Answer::Wait => panic!("nobody waits without coalescing"),
                    }
                }
                batches.push(hits / asked);
            }
            // The first is cold.
            let (mean, error) = mean_and_error(&batches[1..]);
            assert!(
                (mean - exact).abs() < 5.0 * error && error < 0.01,
                "{mean} ± {error}, not {exact}"
            );
        }
    }

    #[test]
    fn an_object_is_there_from_its_fetch_until_its_time_is_over() {
        let clock = Clock::for_horizon(CLOCK_S);
        let (mut c, mut links) = (cache(3, 1.0, 10.0, false, false), Links::default());
        let ten = clock.ticks(10.0);
        assert_eq!(c.ask(2, 5, 0, &mut links), Answer::Fetch, "cold");
        assert_eq!(c.ask(2, 5, 1, &mut links), Answer::Fetch, "and once more");
        c.filled(2, 7, 0);
        assert_eq!(c.ask(2, 7, 2, &mut links), Answer::Hit);
        c.filled(2, 9, 1);
        assert_eq!(c.ask(2, 8 + ten, 2, &mut links), Answer::Hit, "refreshed");
        assert_eq!(c.ask(2, 9 + ten, 2, &mut links), Answer::Fetch);
        assert_eq!(c.fill_failed(2, 2, &mut links), None);
        assert_eq!(c.ask(1, 9, 2, &mut links), Answer::Fetch, "another object");
    }

    #[test]
    fn those_who_ask_meanwhile_wait_and_if_it_fails_the_next_fetches() {
        let (mut c, mut links) = (cache(2, 0.0, 10.0, false, true), Links::default());
        assert_eq!(c.ask(0, 1, 10, &mut links), Answer::Fetch);
        for request in [11, 12, 13, 14] {
            assert_eq!(c.ask(0, 1, request, &mut links), Answer::Wait);
        }
        assert_eq!(c.ask(1, 1, 20, &mut links), Answer::Fetch);
        assert_eq!(c.ask(1, 1, 21, &mut links), Answer::Wait);
        c.stop_waiting(0, 13, &mut links);
        assert_eq!(c.fill_failed(0, 10, &mut links), Some(11));
        assert_eq!(c.ask(0, 2, 15, &mut links), Answer::Wait, "behind them");
        let list = c.filled(0, 2, 11);
        assert_eq!(all(&mut links, list), [12, 14, 15]);
        assert_eq!(c.ask(0, 2, 10, &mut links), Answer::Hit);
        // All fail, one after the other.
        assert_eq!(c.fill_failed(1, 20, &mut links), Some(21));
        assert_eq!(c.fill_failed(1, 21, &mut links), None);
        assert_eq!(c.ask(1, 3, 22, &mut links), Answer::Fetch);
        assert_eq!(c.fetches.len(), 2, "places are used again");
    }

    #[test]
    fn a_fetch_inside_a_fetch_does_not_wait_for_itself() {
        let (mut c, mut links) = (cache(1, 0.0, 10.0, false, true), Links::default());
        assert_eq!(c.ask(0, 0, 1, &mut links), Answer::Fetch);
        assert_eq!(c.ask(0, 0, 1, &mut links), Answer::Fetch);
        assert_eq!(c.ask(0, 0, 2, &mut links), Answer::Wait);
        let list = c.filled(0, 1, 1);
        assert_eq!(all(&mut links, list), [2]);
        assert!(c.filled(0, 2, 1).first().is_none());
        assert_eq!(c.ask(0, 2, 3, &mut links), Answer::Hit);
    }

    #[test]
    fn no_time_to_live_stores_nothing_and_no_end_stores_for_ever() {
        for coalesce in [false, true] {
            let (mut c, mut links) = (cache(1, 0.0, 0.0, true, coalesce), Links::default());
            for now in [0, 1, 1, 2] {
                assert_eq!(c.ask(0, now, 1, &mut links), Answer::Fetch);
                c.filled(0, now, 1);
            }
            let mut c = cache(1, 0.0, f64::INFINITY, true, coalesce);
            assert_eq!(c.ask(0, 0, 1, &mut links), Answer::Hit);
            assert_eq!(c.ask(0, Clock::MAX, 1, &mut links), Answer::Hit);
            c.flush();
            assert_eq!(c.ask(0, 5, 1, &mut links), Answer::Fetch);
            c.filled(0, 6, 1);
            assert_eq!(c.ask(0, Clock::MAX, 1, &mut links), Answer::Hit);
        }
        let (mut c, mut links) = (cache(1, 0.0, 0.0, false, true), Links::default());
        assert_eq!(c.ask(0, 0, 1, &mut links), Answer::Fetch);
        assert_eq!(c.ask(0, 0, 2, &mut links), Answer::Wait);
        let list = c.filled(0, 4, 1);
        assert_eq!(all(&mut links, list), [2], "it came all the same");
    }

    /// Ages drawn evenly: of n objects, about n·t/T have expired after t (five standard errors).
    #[test]
    fn a_warm_cache_expires_evenly() {
        let clock = Clock::for_horizon(CLOCK_S);
        let n = 100_000;
        let (mut c, mut links) = (cache(n, 0.0, 100.0, true, false), Links::default());
        for share in [0.0, 0.25, 0.5, 1.0] {
            let now = clock.ticks(share * 100.0);
            let gone = (0..n)
                .filter(|i| c.ask(*i, now, 0, &mut links) == Answer::Fetch)
                .count() as f64;
            let spread = (f64::from(n) * share * (1.0 - share)).sqrt();
            assert!(
                (gone - f64::from(n) * share).abs() <= 5.0 * spread,
                "{gone} at {share}"
            );
        }
    }

    #[test]
    fn a_flush_loses_everything_but_what_is_on_its_way() {
        let (mut c, mut links) = (cache(2, 0.0, 10.0, true, true), Links::default());
        c.flush();
        assert_eq!(c.ask(0, 0, 1, &mut links), Answer::Fetch);
        assert_eq!(c.ask(0, 0, 2, &mut links), Answer::Wait);
        c.flush();
        assert_eq!(c.ask(0, 0, 3, &mut links), Answer::Wait);
        let list = c.filled(0, 1, 1);
        assert_eq!(all(&mut links, list), [2, 3]);
        assert_eq!(c.ask(0, 2, 4, &mut links), Answer::Hit);
    }

    #[test]
    fn switched_off_it_has_nothing_and_keeps_nothing() {
        let (mut c, mut links) = (cache(2, 0.0, 10.0, true, true), Links::default());
        c.flush();
        assert_eq!(c.ask(0, 0, 1, &mut links), Answer::Fetch);
        assert_eq!(c.ask(0, 0, 2, &mut links), Answer::Wait);
        c.turn_off();
        c.turn_off();
        assert_eq!(c.ask(0, 1, 3, &mut links), Answer::Fetch, "nobody waits");
        assert_eq!(all(&mut links, List::default()), [0; 0]);
        assert!(c.filled(0, 1, 3).first().is_none(), "3 is not waited for");
        let list = c.filled(0, 2, 1);
        assert_eq!(all(&mut links, list), [2]);
        c.turn_on();
        assert_eq!(c.ask(0, 3, 4, &mut links), Answer::Fetch, "still off");
        c.turn_on();
        assert_eq!(c.ask(0, 3, 5, &mut links), Answer::Fetch, "cold");
        assert_eq!(c.fill_failed(0, 4, &mut links), None, "4 leads nobody");
        assert_eq!(c.ask(0, 3, 6, &mut links), Answer::Wait);
        assert_eq!(c.ask(1, 3, 7, &mut links), Answer::Fetch);
    }
}
