//! Servers that all present share equally: processor sharing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use onrush_network::Ticks;

/// Binary places after the point of a tick of virtual time.
const FRACTION: u32 = 20;

/// One instance whose servers are shared: with n present and c servers each is served at the speed min(1, c / n).
///
/// Everybody present is served at the same speed, so one clock does for all: the *virtual time* is the service that somebody
/// who was here from the beginning would have received. Who comes with a work w at virtual time v ends when it reaches v + w,
/// whatever happens in between, and only the next of these ends has to be translated to real time.
///
/// Virtual time is counted in whole 2⁻²⁰ ticks and rounded down at each arrival and departure, so that it loses less than a
/// millionth of a tick at each; ends fall on the first whole tick at which the work is done. Nothing is rounded while no more
/// are present than there are servers.
#[derive(Debug)]
pub(crate) struct Shared {
    servers: u64,
    /// Real and virtual time of the last change.
    since: Ticks,
    virtual_then: u64,
    present: BinaryHeap<Reverse<Job>>,
    come: u32,
}

/// Compared by end, then by order of coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Job {
    ends: u64,
    number: u32,
    id: u32,
}

impl Shared {
    /// For so many `servers` (at least one is there).
    pub(crate) fn new(servers: u32) -> Self {
        Self {
            servers: u64::from(servers.max(1)),
            since: 0,
            virtual_then: 0,
            present: BinaryHeap::new(),
            come: 0,
        }
    }

    /// How many are present.
    #[cfg(test)]
    #[inline]
    pub(crate) fn present(&self) -> u32 {
        u32::try_from(self.present.len()).unwrap_or(u32::MAX)
    }

    /// Somebody comes who would be served for `work` ticks if alone.
    #[inline]
    pub(crate) fn enter(&mut self, now: Ticks, work: Ticks, id: u32) {
        self.advance(now);
        let work = work.min(u64::MAX >> FRACTION) << FRACTION;
        self.come = self.come.wrapping_add(1);
        self.present.push(Reverse(Job {
            ends: self.virtual_then.saturating_add(work),
            number: self.come,
            id,
        }));
    }

    /// When the next one ends, and who, if nobody comes or goes before.
    #[inline]
    pub(crate) fn next_end(&self) -> Option<(Ticks, u32)> {
        let Reverse(next) = self.present.peek()?;
        let left = next.ends.saturating_sub(self.virtual_then);
        let n = self.present.len() as u64;
        let real = if n <= self.servers {
            left
        } else {
            scale_up(left, n, self.servers)
        };
        let ticks = (real >> FRACTION) + u64::from(real & ((1 << FRACTION) - 1) != 0);
        Some((self.since.saturating_add(ticks), next.id))
    }

    /// The one of [`Shared::next_end`] leaves, at that time or later.
    #[inline]
    pub(crate) fn leave(&mut self, now: Ticks) -> Option<u32> {
        self.advance(now);
        self.present.pop().map(|Reverse(job)| job.id)
    }

    /// Somebody leaves before the end. Takes a time proportional to the number present, and is rare.
    pub(crate) fn remove(&mut self, now: Ticks, id: u32) {
        self.advance(now);
        self.present.retain(|Reverse(job)| job.id != id);
    }

    /// Anybody leaves before the end: for emptying an instance that is down.
    #[cfg(test)]
    pub(crate) fn remove_any(&mut self, now: Ticks) -> Option<u32> {
        self.leave(now)
    }

    #[inline]
    fn advance(&mut self, now: Ticks) {
        let n = self.present.len() as u64;
        // Below 2⁴⁴, the longest time.
        let real = now.saturating_sub(self.since).min(u64::MAX >> FRACTION) << FRACTION;
        let served = if n <= self.servers {
            real
        } else {
            scale_down(real, self.servers, n)
        };
        self.virtual_then = self.virtual_then.saturating_add(served);
        self.since = self.since.max(now);
    }
}

/// x · a / b, rounded down, for a ≤ b.
#[inline]
fn scale_down(x: u64, a: u64, b: u64) -> u64 {
    if let Some(product) = x.checked_mul(a) {
        return product / b;
    }
    // A division of 128 bits takes several times as long, and is needed after hours without any change.
    let product = u128::from(x) * u128::from(a);
    u64::try_from(product / u128::from(b)).unwrap_or(u64::MAX)
}

/// x · a / b, rounded up.
#[inline]
fn scale_up(x: u64, a: u64, b: u64) -> u64 {
    if let Some(product) = x.checked_mul(a) {
        return product.div_ceil(b);
    }
    let product = u128::from(x) * u128::from(a);
    u64::try_from(product.div_ceil(u128::from(b))).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{exponential, mean_and_error};
    use super::*;
    use crate::random::Key;

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "far below 2^53"
    )]
    fn ticks(x: f64) -> Ticks {
        x as Ticks
    }

    fn ends(shared: &mut Shared) -> Vec<(Ticks, u32)> {
        std::iter::from_fn(|| {
            let (at, id) = shared.next_end()?;
            assert_eq!(shared.leave(at), Some(id));
            Some((at, id))
        })
        .collect()
    }

    #[test]
    fn alone_at_full_speed_together_at_half() {
        let mut s = Shared::new(1);
        s.enter(100, 1000, 1);
        assert_eq!(s.next_end(), Some((1100, 1)));
        s.enter(600, 1000, 2);
        // 500 are left of the first: it takes 1000 more.
        assert_eq!(ends(&mut s), [(1600, 1), (2100, 2)]);
        assert_eq!((s.next_end(), s.leave(3000), s.present()), (None, None, 0));
    }

    #[test]
    fn nobody_is_slowed_down_while_there_are_servers_enough() {
        let mut s = Shared::new(3);
        for id in 0..3 {
            s.enter(10, 900, id);
        }
        assert_eq!(s.next_end(), Some((910, 0)));
        s.enter(10, 900, 3);
        assert_eq!(ends(&mut s), [(1210, 0), (1210, 1), (1210, 2), (1210, 3)]);
    }

    #[test]
    fn who_leaves_early_leaves_more_to_the_others() {
        let mut s = Shared::new(1);
        s.enter(0, 1000, 1);
        s.enter(0, 1000, 2);
        s.enter(0, 3000, 3);
        s.remove(600, 2);
        // 800 are left of the first; then 2000 of the third.
        assert_eq!(ends(&mut s), [(2200, 1), (4200, 3)]);
        s.enter(5000, 10, 4);
        s.enter(5000, 10, 5);
        let mut gone = [s.remove_any(5001), s.remove_any(5001)];
        gone.sort_unstable();
        assert_eq!(gone, [Some(4), Some(5)]);
        assert_eq!(s.remove_any(5001), None);
    }

    #[test]
    fn no_work_ends_at_once_and_too_much_never() {
        let mut s = Shared::new(1);
        s.enter(7, 0, 1);
        assert_eq!(s.next_end(), Some((7, 1)));
        s.enter(7, onrush_network::Clock::MAX, 2);
        s.enter(7, u64::MAX, 3);
        assert_eq!(s.leave(7), Some(1));
        assert!(
            s.next_end()
                .is_some_and(|(at, id)| id == 2 && at > onrush_network::Clock::MAX)
        );
        assert_eq!(s.leave(u64::MAX), Some(2));
        assert_eq!(s.leave(u64::MAX), Some(3));
        let mut wide = Shared::new(100_000);
        (0..200_000).for_each(|id| wide.enter(0, 1 << 40, id));
        assert_eq!(wide.next_end(), Some((1 << 41, 0)), "by way of 128 bits");
    }

    /// The work that is done is the time in which somebody was present, whatever comes and goes.
    #[test]
    fn no_work_is_lost_to_rounding() {
        let mut s = Shared::new(1);
        let (mut now, mut busy, mut work, mut last) = (0, 0, 0_u64, 0);
        let mut changes = 0;
        for i in 0..300_000_u64 {
            let key = Key::of_seed(3).number(i);
            now += u64::from(key.one_of(2000));
            while let Some((at, _)) = s.next_end().filter(|e| e.0 <= now) {
                busy += at - last;
                last = at;
                s.leave(at);
                changes += 1;
            }
            busy += if s.present() > 0 { now - last } else { 0 };
            last = now;
            let w = u64::from(key.number(1).one_of(1800));
            work += w;
            s.enter(now, w, u32::try_from(i).unwrap());
        }
        while let Some((at, _)) = s.next_end() {
            busy += at - last;
            last = at;
            s.leave(at);
            changes += 1;
        }
        assert_eq!(changes, 300_000);
        // Whole ticks are waited for at the end of each busy period alone.
        assert!(
            busy >= work && busy - work < 40_000,
            "{busy} busy for {work} of work"
        );
    }

    /// M/G/1 with processor sharing: the mean response is S/(1-ρ) whatever the distribution. Twenty independent runs, five
    /// standard errors (with 19 degrees of freedom a chance of about one in ten thousand for each of the two).
    #[test]
    fn the_mean_response_is_that_of_theory() {
        let mean_work = 1e6;
        for rho in [0.5, 0.8] {
            let runs: Vec<f64> = (0..20)
                .map(|run| {
                    let mut s = Shared::new(1);
                    let (mut at, mut came) = (0.0, vec![0; 20_000]);
                    let (mut sum, mut counted) = (0.0, 0.0);
                    for i in 0..20_000_u32 {
                        let key = Key::of_seed(run).number(u64::from(i));
                        at += exponential(key) * mean_work / rho;
                        let now = ticks(at);
                        while let Some((end, id)) = s.next_end().filter(|e| e.0 <= now) {
                            s.leave(end);
                            // The first thousand find it too empty.
                            if id >= 1000 {
                                sum += (end - came[id as usize]) as f64;
                                counted += 1.0;
                            }
                        }
                        came[i as usize] = now;
                        // Mostly short, sometimes long: a squared coefficient of variation of 3.
                        let long = key.number(1).happens(0.25);
                        let mean = if long { 2.5 } else { 0.5 };
                        let work = mean * mean_work * exponential(key.number(2));
                        s.enter(now, ticks(work), i);
                    }
                    sum / counted
                })
                .collect();
            let (mean, error) = mean_and_error(&runs);
            let exact = mean_work / (1.0 - rho);
            assert!(
                (mean - exact).abs() < 5.0 * error && error < 0.03 * exact,
                "{mean} ± {error}, not {exact}"
            );
        }
    }
}
