//! Servers and lines.

use onrush_network::Balance;

use crate::compile::StationTable;
use crate::random::{Key, Purpose};
use crate::requests::Requests;
use crate::visits::NIL;

/// One instance of a station: its busy servers and its line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instance {
    pub(crate) busy: u32,
    /// Of the busy servers: those that are held and wait for what was called.
    pub(crate) held: u32,
    pub(crate) waiting: u32,
    first: u32,
    last: u32,
}

/// All instances of all stations, and whose turn it is at each station.
#[derive(Debug)]
pub(crate) struct Instances {
    all: Vec<Instance>,
    turns: Vec<u32>,
}

impl Instances {
    pub(crate) fn new(instances: u32, stations: usize) -> Self {
        let empty = Instance {
            busy: 0,
            held: 0,
            waiting: 0,
            first: NIL,
            last: NIL,
        };
        Self {
            all: vec![empty; instances as usize],
            turns: vec![0; stations],
        }
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, instance: u32) -> &mut Instance {
        &mut self.all[instance as usize]
    }

    /// The instance that the balancer sends a request to.
    #[inline]
    pub(crate) fn choose(
        &mut self,
        station: usize,
        table: &StationTable,
        key: impl FnOnce() -> Key,
    ) -> u32 {
        let n = table.instances;
        if n == 1 {
            return table.first_instance;
        }
        let chosen = match table.balance {
            Balance::RoundRobin | Balance::Local => {
                let turn = self.turns[station];
                self.turns[station] = if turn + 1 == n { 0 } else { turn + 1 };
                turn
            }
            Balance::Random => key().one_of(n),
            Balance::TwoChoices => self.better_of_two(table, key()),
            Balance::LeastBusy => self.least_busy(table, key()),
        };
        table.first_instance + chosen
    }

    fn present(&self, table: &StationTable, i: u32) -> u32 {
        let instance = &self.all[(table.first_instance + i) as usize];
        instance.busy + instance.waiting
    }

    fn better_of_two(&self, table: &StationTable, key: Key) -> u32 {
        let n = table.instances;
        let a = key.purpose(Purpose::Balance, 0).one_of(n);
        // The second is drawn from the others.
        let b = (a + 1 + key.purpose(Purpose::Balance, 1).one_of(n - 1)) % n;
        // Both orders of a pair are equally likely, so at a tie the first is a fair choice.
        if self.present(table, b) < self.present(table, a) {
            b
        } else {
            a
        }
    }

    fn least_busy(&self, table: &StationTable, key: Key) -> u32 {
        let fewest = (0..table.instances)
            .map(|i| self.present(table, i))
            .min()
            .unwrap_or(0);
        let equals = (0..table.instances).filter(|i| self.present(table, *i) == fewest);
        let ties = u32::try_from(equals.clone().count()).unwrap_or(u32::MAX);
        let pick = if ties > 1 { key.one_of(ties) } else { 0 };
        equals.into_iter().nth(pick as usize).unwrap_or(0)
    }

    /// Puts a request at the end of the line.
    #[inline]
    pub(crate) fn line_up(&mut self, requests: &mut Requests, instance: u32, id: u32) {
        let line = &mut self.all[instance as usize];
        line.waiting += 1;
        let last = std::mem::replace(&mut line.last, id);
        if last == NIL {
            line.first = id;
        } else {
            requests.get_mut(last).behind = id;
        }
        let r = requests.get_mut(id);
        r.ahead = last;
        r.behind = NIL;
    }

    /// Takes the first of the line out.
    #[inline]
    pub(crate) fn call_first(&mut self, requests: &mut Requests, instance: u32) -> Option<u32> {
        let first = self.all[instance as usize].first;
        if first == NIL {
            return None;
        }
        self.step_out(requests, instance, first);
        Some(first)
    }

    /// Takes anyone in the line out.
    #[inline]
    pub(crate) fn step_out(&mut self, requests: &mut Requests, instance: u32, id: u32) {
        let (ahead, behind) = {
            let r = requests.get(id);
            (r.ahead, r.behind)
        };
        let line = &mut self.all[instance as usize];
        line.waiting -= 1;
        if ahead == NIL {
            line.first = behind;
        }
        if behind == NIL {
            line.last = ahead;
        }
        if ahead != NIL {
            requests.get_mut(ahead).behind = behind;
        }
        if behind != NIL {
            requests.get_mut(behind).ahead = ahead;
        }
    }
}
