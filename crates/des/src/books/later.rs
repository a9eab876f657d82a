//! What is known to happen after the current interval.

use onrush_network::Ticks;

use super::Books;
use crate::compile::NOWHERE;

/// A visit to a station that nothing can change: comes at `from`, leaves at `to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Later {
    station: u32,
    pair: u32,
    from: Ticks,
    to: Ticks,
}

/// An answer to a client's request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) client: u32,
    pub(super) first: Ticks,
    pub(super) at: Ticks,
}

impl Books {
    /// A visit to a station of undisturbed delay.
    #[inline(always)]
    pub(crate) fn delay(&mut self, station: u32, pair: u32, from: Ticks, to: Ticks) {
        if to >= self.end {
            self.delay_beyond(station, pair, from, to);
            return;
        }
        let length = to - from;
        let book = &mut self.stations[station as usize];
        book.arrived += 1;
        book.begun += 1;
        book.served += 1;
        book.busy.add_area(length);
        book.response += u128::from(length);
        if self.watching {
            book.waits.add(0);
            book.responses.add(length << self.to_units);
        }
        if pair != NOWHERE {
            self.pairs[pair as usize].in_service.add_area(length);
        }
    }

    /// The visit ends after the current interval.
    #[inline(never)]
    fn delay_beyond(&mut self, station: u32, pair: u32, from: Ticks, to: Ticks) {
        let visit = Later {
            station,
            pair,
            from,
            to,
        };
        if self.book_delay(&visit) {
            self.later.push(visit);
        }
    }

    /// Books what of the visit lies in the current interval; true when there is more to come.
    #[inline]
    fn book_delay(&mut self, visit: &Later) -> bool {
        let Later {
            station,
            pair,
            from,
            to,
        } = *visit;
        if from >= self.end {
            return true;
        }
        let at = station as usize;
        let book = &mut self.stations[at];
        // Nothing is booked before it came: what began in an earlier interval has been counted there.
        let begins = from >= self.begin;
        book.arrived += u32::from(begins);
        let ends = to < self.end;
        let area = to.min(self.end) - from.max(self.begin);
        book.busy.add_area(area);
        if pair != NOWHERE {
            self.pairs[pair as usize].in_service.add_area(area);
        }
        book.served += u32::from(ends);
        book.begun += u32::from(begins);
        if ends {
            book.response += u128::from(to - from);
        }
        if self.watching {
            if begins {
                book.waits.add(0);
            }
            if ends {
                book.responses.add((to - from) << self.to_units);
            }
        }
        !ends
    }

    /// A new interval has begun: books what waited for it.
    pub(super) fn book_later(&mut self) {
        let mut later = std::mem::take(&mut self.later);
        later.retain(|visit| self.book_delay(visit));
        self.later = later;
        self.book_ahead();
        let mut held = std::mem::take(&mut self.held_until);
        held.retain(|&(station, then)| {
            let due = then < self.end;
            if due {
                self.stations[station as usize].held.down(then);
            }
            !due
        });
        self.held_until = held;
        let mut answers = std::mem::take(&mut self.answers);
        answers.retain(|answer| {
            let due = answer.at < self.end;
            if due {
                self.call_answered(answer.client, answer.first, answer.at);
            }
            !due
        });
        self.answers = answers;
    }
}
