//! Visits to stations where everything is known as soon as somebody comes (`parts::fifo`).

use std::collections::VecDeque;

use onrush_network::Ticks;

use super::Books;
use crate::compile::NOWHERE;

/// A visit to a station: comes, begins to be served, leaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) station: u32,
    /// Pair with the server held around it.
    pub(crate) pair: u32,
    pub(crate) came: Ticks,
    pub(crate) begin: Ticks,
    pub(crate) end: Ticks,
}

/// What of a station's visits lies after the current interval.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Who has come, and will begin later: in the order of beginning.
    line: VecDeque<Visit>,
    /// Who has begun, and will leave later: no more than there are servers.
    serving: Vec<Visit>,
}

impl Ahead {
    pub(super) fn in_service(&self) -> usize {
        self.serving.len()
    }
}

impl Books {
    /// Somebody comes to the station that has this number among those whose services are known ahead.
    #[inline(always)]
    pub(crate) fn known(&mut self, number: u32, visit: &Visit) {
        let Visit {
            station,
            pair,
            came,
            begin,
            end,
        } = *visit;
        let book = &mut self.stations[station as usize];
        book.arrived += 1;
        if end >= self.end {
            self.known_beyond(number, visit);
            return;
        }
        let (waited, served) = (begin - came, end - begin);
        book.begun += 1;
        book.served += 1;
        book.line.add_area(waited);
        book.busy.add_area(served);
        book.wait += u128::from(waited);
        book.response += u128::from(end - came);
        if self.watching {
            book.waits.add(waited << self.to_units);
            book.responses.add((end - came) << self.to_units);
        }
        if pair != NOWHERE {
            let pair = &mut self.pairs[pair as usize];
            pair.waiting.add_area(waited);
            pair.in_service.add_area(served);
        }
    }

    /// The visit ends after the current interval.
    #[inline(never)]
    fn known_beyond(&mut self, number: u32, visit: &Visit) {
        self.stations[visit.station as usize].line.up(visit.came);
        if visit.pair != NOWHERE {
            self.pairs[visit.pair as usize].waiting.up(visit.came);
        }
        if visit.begin >= self.end {
            self.ahead[number as usize].line.push_back(*visit);
        } else if self.begin_known(visit) {
            self.ahead[number as usize].serving.push(*visit);
        }
    }

    /// Within the current interval the visit's service begins; whether it ends later.
    fn begin_known(&mut self, visit: &Visit) -> bool {
        let book = &mut self.stations[visit.station as usize];
        let waited = visit.begin - visit.came;
        book.begun += 1;
        book.wait += u128::from(waited);
        book.line.down(visit.begin);
        book.busy.up(visit.begin);
        if self.watching {
            book.waits.add(waited << self.to_units);
        }
        if visit.pair != NOWHERE {
            let pair = &mut self.pairs[visit.pair as usize];
            pair.waiting.down(visit.begin);
            pair.in_service.up(visit.begin);
        }
        self.end_known(visit)
    }

    /// Books the end of a visit whose service has begun, if it lies within the current interval; whether it does not.
    fn end_known(&mut self, visit: &Visit) -> bool {
        if visit.end >= self.end {
            return true;
        }
        self.ended(visit.station, visit.pair, visit.end);
        self.served(visit.station, visit.end - visit.came);
        false
    }

    /// A new interval has begun: books what lies in it.
    pub(super) fn book_ahead(&mut self) {
        for number in 0..self.ahead.len() {
            let mut serving = std::mem::take(&mut self.ahead[number].serving);
            serving.retain(|visit| self.end_known(visit));
            while let Some(visit) = self.ahead[number].line.front().copied()
                && visit.begin < self.end
            {
                self.ahead[number].line.pop_front();
                if self.begin_known(&visit) {
                    serving.push(visit);
                }
            }
            self.ahead[number].serving = serving;
        }
    }
}
