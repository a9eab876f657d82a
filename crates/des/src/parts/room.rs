//! Waiting rooms: who may enter the site.

use std::collections::VecDeque;

use onrush_network::{Clock, Ticks};

use super::bucket::Bucket;
use super::links::{Links, List};
use super::salt;
use crate::random::Key;

/// What happens to a visit that comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Come {
    /// It goes straight in.
    Admitted,
    /// It waits, until it is returned by [`Room::admit`] or gives up.
    Waits,
}

/// A waiting room's state.
///
/// Visits stand in a list through the caller's [`Links`], which several rooms may share, as a visit is in one room at most.
/// Admissions by the minute are spread evenly: at least 60 / `per_minute` seconds apart.
#[derive(Debug)]
pub(crate) struct Room {
    places: Option<u32>,
    bucket: Option<Bucket>,
    opens: Ticks,
    shuffled: bool,
    session: Ticks,
    salt: u64,
    open: bool,
    line: List,
    /// Places taken, those of visits that have left included as long as they are held.
    taken: u32,
    /// When the places of visits that have left are free again, in order.
    held: VecDeque<Ticks>,
}

impl Room {
    pub(crate) fn new(room: &onrush_network::Room, clock: Clock) -> Self {
        let opens = clock.ticks(room.opens_s);
        Self {
            places: room.active,
            bucket: room.per_minute.map(|n| {
                let bucket = onrush_network::Bucket {
                    per_s: n / 60.0,
                    burst: 1.0,
                };
                Bucket::new(bucket, clock)
            }),
            opens,
            shuffled: room.shuffled,
            session: clock.ticks(room.session_s),
            salt: salt(&room.id),
            open: opens == 0,
            line: List::default(),
            taken: 0,
            held: VecDeque::new(),
        }
    }

    /// Places taken now; `None` where they are not counted.
    #[inline]
    pub(crate) fn taken(&mut self, now: Ticks) -> Option<u32> {
        self.places?;
        self.clear_held(now);
        Some(self.taken)
    }

    /// When the place of a visit that has left is free again.
    pub(crate) fn session_ends(&self) -> Option<Ticks> {
        self.held.front().copied()
    }

    /// How many wait.
    #[cfg(test)]
    #[inline]
    pub(crate) fn waiting(&self) -> u32 {
        self.line.len()
    }

    /// When [`Room::open`] has to be called, if it is still to open.
    pub(crate) fn opens_at(&self) -> Option<Ticks> {
        (!self.open).then_some(self.opens)
    }

    /// The moment of opening: those who wait are put into random order, if the room is so. The order depends on their keys
    /// alone, which `key` tells.
    pub(crate) fn open(&mut self, links: &mut Links, key: impl Fn(u32) -> Key) {
        if std::mem::replace(&mut self.open, true) || !self.shuffled {
            return;
        }
        let mut tickets = Vec::with_capacity(self.line.len() as usize);
        while let Some(visit) = links.take_first(&mut self.line) {
            tickets.push((key(visit).salted(self.salt).bits(), visit));
        }
        tickets.sort_unstable();
        for (_, visit) in tickets {
            links.join(&mut self.line, visit);
        }
    }

    /// A visit comes.
    #[inline]
    pub(crate) fn come(&mut self, visit: u32, now: Ticks, links: &mut Links) -> Come {
        if self.line.len() == 0 && self.enter(now) {
            return Come::Admitted;
        }
        links.join(&mut self.line, visit);
        Come::Waits
    }

    /// A visit that waits gives up.
    #[inline]
    pub(crate) fn give_up(&mut self, visit: u32, links: &mut Links) {
        links.leave(&mut self.line, visit);
    }

    /// A visit that was admitted leaves the site. Its place stays taken for the length of a session.
    #[inline]
    pub(crate) fn leave_site(&mut self, now: Ticks) {
        if self.places.is_none() {
            return;
        }
        if self.session == 0 {
            self.taken = self.taken.saturating_sub(1);
        } else {
            // Places nobody waits for are cleared here too, so that the list is no longer than it has to be.
            self.clear_held(now);
            self.held.push_back(now.saturating_add(self.session));
        }
    }

    /// The next visit that may enter now. To be called until it returns nobody, whenever [`Room::next_at`] has come.
    #[inline]
    pub(crate) fn admit(&mut self, now: Ticks, links: &mut Links) -> Option<u32> {
        if self.line.len() == 0 || !self.enter(now) {
            return None;
        }
        links.take_first(&mut self.line)
    }

    /// When somebody who waits can enter, from `now` on: `None` when nobody waits or when only a visit that leaves the site
    /// can make room. Changes with every call of the others.
    pub(crate) fn next_at(&self, now: Ticks) -> Option<Ticks> {
        if self.line.len() == 0 {
            return None;
        }
        if !self.open {
            return Some(self.opens.max(now));
        }
        let place = match self.places {
            Some(places) if self.taken >= places => {
                // Usually the first; more when places were taken away. Never more than there are.
                let over = (self.taken - places) as usize;
                *self.held.get(over)?
            }
            _ => now,
        };
        let token = self.bucket.as_ref().map_or(now, |b| b.next_at(now));
        Some(place.max(token).max(now))
    }

    /// Takes a place and a token, if there are both.
    #[inline]
    fn enter(&mut self, now: Ticks) -> bool {
        if !self.open {
            return false;
        }
        if let Some(places) = self.places {
            self.clear_held(now);
            if self.taken >= places {
                return false;
            }
        }
        let in_time = self.bucket.as_mut().is_none_or(|b| b.take(now));
        self.taken += u32::from(in_time && self.places.is_some());
        in_time
    }

    #[inline]
    fn clear_held(&mut self, now: Ticks) {
        while self.held.front().is_some_and(|at| *at <= now) {
            self.held.pop_front();
            self.taken = self.taken.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock::for_horizon(3600)
    }

    fn room(change: impl FnOnce(&mut onrush_network::Room)) -> Room {
        let mut room = onrush_network::Room {
            id: "room".into(),
            active: None,
            per_minute: None,
            opens_s: 0.0,
            shuffled: false,
            session_s: 0.0,
            patience: None,
        };
        change(&mut room);
        Room::new(&room, clock())
    }

    fn admitted(room: &mut Room, now: Ticks, links: &mut Links) -> Vec<u32> {
        std::iter::from_fn(|| room.admit(now, links)).collect()
    }

    #[test]
    fn as_many_as_there_are_places_the_others_in_order() {
        let (mut r, mut links) = (room(|r| r.active = Some(2)), Links::default());
        let came: Vec<Come> = (0..6).map(|v| r.come(v, 0, &mut links)).collect();
        assert_eq!(came[..2], [Come::Admitted; 2]);
        assert_eq!(came[2..], [Come::Waits; 4]);
        assert_eq!(r.next_at(0), None, "nothing happens until somebody leaves");
        r.give_up(3, &mut links);
        assert_eq!(r.admit(5, &mut links), None);
        r.leave_site(5);
        assert_eq!(r.next_at(5), Some(5));
        // A place is free, but others wait for it.
        assert_eq!(r.come(6, 5, &mut links), Come::Waits);
        assert_eq!(admitted(&mut r, 5, &mut links), [2]);
        r.leave_site(6);
        r.leave_site(6);
        assert_eq!(admitted(&mut r, 6, &mut links), [4, 5]);
        r.leave_site(7);
        assert_eq!(admitted(&mut r, 7, &mut links), [6]);
        r.leave_site(8);
        assert_eq!((r.waiting(), r.next_at(8)), (0, None));
        assert_eq!(r.come(7, 8, &mut links), Come::Admitted);
    }

    #[test]
    fn a_place_stays_taken_for_the_session() {
        let mut links = Links::default();
        let mut r = room(|r| {
            r.active = Some(2);
            r.session_s = 10.0;
        });
        let ten = clock().ticks(10.0);
        (0..5).for_each(|v| {
            r.come(v, 0, &mut links);
        });
        r.leave_site(3);
        r.leave_site(7);
        assert_eq!(r.next_at(8), Some(3 + ten));
        assert!(admitted(&mut r, 2 + ten, &mut links).is_empty());
        assert_eq!(admitted(&mut r, 3 + ten, &mut links), [2]);
        assert_eq!(r.next_at(3 + ten), Some(7 + ten));
        assert_eq!(r.come(9, 20 + ten, &mut links), Come::Waits);
        assert_eq!(r.next_at(20 + ten), Some(20 + ten), "overdue is now");
        assert_eq!(admitted(&mut r, 20 + ten, &mut links), [3]);
    }

    #[test]
    fn so_many_a_minute_evenly() {
        let (mut r, mut links) = (room(|r| r.per_minute = Some(120.0)), Links::default());
        assert_eq!(r.come(0, 0, &mut links), Come::Admitted);
        for visit in 1..1000 {
            assert_eq!(r.come(visit, 0, &mut links), Come::Waits);
        }
        let (mut now, mut count) = (0, 0);
        while let Some(at) = r.next_at(now) {
            assert!(at > now || count == 0);
            now = at;
            let in_now = admitted(&mut r, now, &mut links);
            assert_eq!(in_now, [count + 1], "one at a time");
            count += 1;
            let exact = clock().ticks(f64::from(count) * 0.5);
            assert!(now.abs_diff(exact) <= 1);
        }
        assert_eq!(count, 999);
        // Leaving changes nothing where places are not looked at.
        r.leave_site(now);
        assert_eq!(r.come(5, now, &mut links), Come::Waits);
    }

    #[test]
    fn both_limits_hold_at_once() {
        let mut links = Links::default();
        let mut r = room(|r| {
            r.active = Some(2);
            r.per_minute = Some(60.0);
        });
        (0..5).for_each(|v| {
            r.come(v, 0, &mut links);
        });
        let second = clock().start_of(1);
        assert_eq!(r.next_at(0), Some(second));
        assert_eq!(admitted(&mut r, second, &mut links), [1]);
        assert_eq!(r.next_at(second * 5), None, "full");
        r.leave_site(second * 5);
        r.leave_site(second * 5);
        assert_eq!(admitted(&mut r, second * 5, &mut links), [2]);
        assert_eq!(r.next_at(second * 5), Some(second * 6));
    }

    #[test]
    fn before_it_opens_nobody_enters_and_then_by_lot() {
        let opens = clock().start_of(60);
        let order = |visits: &[u32], shuffled: bool| {
            let mut links = Links::default();
            let mut r = room(|r| {
                r.opens_s = 60.0;
                r.shuffled = shuffled;
            });
            for &v in visits {
                assert_eq!(r.come(v, 3, &mut links), Come::Waits);
            }
            assert_eq!(r.next_at(4), Some(opens));
            assert!(admitted(&mut r, 4, &mut links).is_empty());
            assert_eq!(r.opens_at(), Some(opens));
            r.open(&mut links, |v| Key::of_seed(2).number(u64::from(v)));
            assert_eq!(r.opens_at(), None);
            assert_eq!(r.come(1000, opens, &mut links), Come::Waits, "behind them");
            admitted(&mut r, opens, &mut links)
        };
        let visits: Vec<u32> = (0..100).collect();
        let by_lot = order(&visits, true);
        assert_eq!(by_lot.last(), Some(&1000));
        let mut sorted = by_lot[..100].to_vec();
        assert_ne!(sorted, visits);
        sorted.sort_unstable();
        assert_eq!(sorted, visits, "everybody once");
        // Who came first changes nothing, nor does somebody more.
        let backwards: Vec<u32> = visits.iter().rev().copied().collect();
        assert_eq!(order(&backwards, true), by_lot);
        let mut without: Vec<u32> = by_lot.clone();
        without.retain(|v| *v != 40);
        let others: Vec<u32> = visits.iter().filter(|v| **v != 40).copied().collect();
        assert_eq!(order(&others, true), without);
        assert_eq!(order(&visits, false)[..100], visits);
    }

    /// Every place in the order is equally likely for everybody: the mean place of one visit over many rooms, within five
    /// standard errors.
    #[test]
    fn the_lot_is_fair() {
        let mut links = Links::default();
        let (n, rooms) = (20_u32, 20_000_u64);
        let mut places = 0.0;
        for i in 0..rooms {
            let mut r = room(|r| {
                r.opens_s = 1.0;
                r.shuffled = true;
            });
            (0..n).for_each(|v| {
                r.come(v, 0, &mut links);
            });
            r.open(&mut links, |v| Key::of_seed(i).number(u64::from(v)));
            let order = admitted(&mut r, clock().start_of(1), &mut links);
            places += order.iter().position(|v| *v == 7).unwrap() as f64;
        }
        let mean = places / rooms as f64;
        let error = (f64::from(n * n - 1) / 12.0 / rooms as f64).sqrt();
        assert!((mean - 9.5).abs() < 5.0 * error, "{mean} ± {error}");
    }

    #[test]
    fn everything_at_one_tick_at_the_edges() {
        let mut links = Links::default();
        let mut r = room(|r| {
            r.active = Some(1);
            r.per_minute = Some(0.1);
            r.session_s = 86_400.0;
        });
        assert_eq!(r.come(0, Clock::MAX, &mut links), Come::Admitted);
        assert_eq!(r.come(1, Clock::MAX, &mut links), Come::Waits);
        r.leave_site(Clock::MAX);
        assert!(r.next_at(Clock::MAX).is_some_and(|at| at > Clock::MAX));
        r.give_up(1, &mut links);
        assert_eq!(r.next_at(Clock::MAX), None);
    }
}
