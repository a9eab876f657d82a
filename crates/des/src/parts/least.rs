//! The least busy of many, at once.

use super::NIL;
use crate::random::Key;

/// Numbers of requests present at instances, and the instances in order of them.
///
/// Loads change by one, so that an instance changes place with the first or the last of its equals and the border moves: no
/// change and no choice takes longer with more instances.
#[derive(Debug, Default)]
pub(crate) struct Least {
    loads: Vec<u32>,
    /// Those to choose from, by load.
    order: Vec<u32>,
    /// Where each stands in it; [`NIL`] when it is not to be chosen.
    place: Vec<u32>,
    /// Behind the last with at most so many present.
    ends: Vec<u32>,
}

impl Least {
    /// For so many instances, none of which may be chosen yet.
    pub(crate) fn new(instances: u32) -> Self {
        Self {
            loads: vec![0; instances as usize],
            order: Vec::with_capacity(instances as usize),
            place: vec![NIL; instances as usize],
            ends: vec![0],
        }
    }

    /// From now on these may be chosen.
    pub(crate) fn choose_from(&mut self, instances: &[u32]) {
        self.place.fill(NIL);
        self.order.clear();
        self.order.extend_from_slice(instances);
        let loads = &self.loads;
        onrush_network::put_in_order(&mut self.order, |a, b| {
            (loads[*a as usize], *a) < (loads[*b as usize], *b)
        });
        self.ends.clear();
        for (at, &i) in (0..).zip(&self.order) {
            self.place[i as usize] = at;
            // Up to the load before this one, all are in front of it.
            self.ends.resize(self.loads[i as usize] as usize, at);
        }
        self.ends.push(index(self.order.len()));
    }

    /// A request has come to an instance.
    #[inline]
    pub(crate) fn more(&mut self, instance: u32) {
        let load = self.loads[instance as usize];
        self.loads[instance as usize] = load + 1;
        if self.place[instance as usize] == NIL {
            return;
        }
        if load as usize + 1 == self.ends.len() {
            self.ends.push(index(self.order.len()));
        }
        self.ends[load as usize] -= 1;
        self.move_to(instance, self.ends[load as usize]);
    }

    /// A request has left an instance.
    #[inline]
    pub(crate) fn fewer(&mut self, instance: u32) {
        let load = self.loads[instance as usize].saturating_sub(1);
        self.loads[instance as usize] = load;
        if self.place[instance as usize] == NIL {
            return;
        }
        let to = self.ends[load as usize];
        self.ends[load as usize] += 1;
        self.move_to(instance, to);
    }

    /// The one with the fewest; ties at random.
    #[inline]
    pub(crate) fn choose(&self, key: impl FnOnce() -> Key) -> Option<u32> {
        let &first = self.order.first()?;
        let equals = self.ends[self.loads[first as usize] as usize];
        if equals == 1 {
            return Some(first);
        }
        Some(self.order[key().one_of(equals) as usize])
    }

    #[inline]
    fn move_to(&mut self, instance: u32, to: u32) {
        let from = std::mem::replace(&mut self.place[instance as usize], to);
        let other = std::mem::replace(&mut self.order[to as usize], instance);
        self.order[from as usize] = other;
        // In this order, as the other may be the instance itself.
        self.place[other as usize] = from;
        self.place[instance as usize] = to;
    }
}

/// At most some ten thousand.
fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NIL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_always_chooses_one_of_those_with_the_fewest() {
        let n = 12;
        let mut least = Least::new(n);
        assert_eq!(least.choose(|| Key::of_seed(0)), None);
        let mut loads = vec![0_u32; n as usize];
        let mut members: Vec<u32> = (0..n).collect();
        least.choose_from(&members);
        let mut chosen = [0_u32; 12];
        for i in 0..50_000 {
            let key = Key::of_seed(1).number(i);
            let who = key.one_of(n);
            if key.number(1).happens(0.5) {
                loads[who as usize] += 1;
                least.more(who);
            } else if loads[who as usize] > 0 {
                loads[who as usize] -= 1;
                least.fewer(who);
            }
            if i % 1000 == 0 {
                members = (0..n)
                    .filter(|m| key.number(u64::from(*m)).happens(0.7))
                    .collect();
                least.choose_from(&members);
            }
            let fewest = members.iter().map(|m| loads[*m as usize]).min();
            let choice = least.choose(|| key.number(2));
            assert_eq!(choice.map(|c| loads[c as usize]), fewest);
            if let Some(c) = choice {
                assert!(members.contains(&c));
                chosen[c as usize] += 1;
            }
        }
        assert!(chosen.iter().all(|c| *c > 0));
    }

    /// With all equal each is chosen as often, within five standard errors.
    #[test]
    fn ties_are_broken_evenly() {
        let mut least = Least::new(5);
        least.choose_from(&[0, 1, 2, 4]);
        (0..3).for_each(|_| (0..5).for_each(|i| least.more(i)));
        let n = 40_000_u32;
        let mut seen = [0_u32; 5];
        for i in 0..n {
            let key = Key::of_seed(2).number(u64::from(i));
            seen[least.choose(|| key).unwrap() as usize] += 1;
        }
        assert_eq!(seen[3], 0);
        let spread = (f64::from(n) * 0.25 * 0.75).sqrt();
        for i in [0, 1, 2, 4] {
            assert!((f64::from(seen[i]) - f64::from(n) / 4.0).abs() < 5.0 * spread);
        }
    }
}
