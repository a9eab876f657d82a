//! What can run out, and moments that people wait for.

use onrush_network::{Network, Ticks};
use onrush_observe::RequestOutcome;

use super::Simulation;
use crate::compile::NOWHERE;
use crate::parts::stock::Stock;
use crate::random::Purpose;
use crate::visits::{Doing, NIL};

/// All stocks, and which units are with requests that may still fail.
#[derive(Debug)]
pub(super) struct Stocks {
    all: Vec<Stock>,
    /// Units taken, in lists; each belongs to a request.
    taken: Vec<Taken>,
    free: u32,
}

#[derive(Debug, Clone, Copy)]
struct Taken {
    stock: u32,
    /// The one taken before, or the next free place.
    before: u32,
}

impl Stocks {
    pub(super) fn new(network: &Network) -> Self {
        Self {
            all: network.stocks.iter().map(|s| Stock::new(s.units)).collect(),
            taken: Vec::new(),
            free: NIL,
        }
    }

    fn note(&mut self, stock: u32, before: u32) -> u32 {
        let taken = Taken { stock, before };
        if self.free == NIL {
            self.taken.push(taken);
            return u32::try_from(self.taken.len() - 1).unwrap_or(NIL);
        }
        let place = self.free;
        self.free = self.taken[place as usize].before;
        self.taken[place as usize] = taken;
        place
    }

    /// Takes a note off a list: the stock, and the note before it.
    fn strike(&mut self, place: u32) -> Taken {
        let taken = self.taken[place as usize];
        self.taken[place as usize].before = self.free;
        self.free = place;
        taken
    }
}

impl Simulation {
    /// The request takes a unit; whether it goes on at once.
    #[inline(never)]
    pub(super) fn take_unit(&mut self, id: u32, now: Ticks) -> bool {
        let stock = self.tables.ops[self.requests.get(id).op as usize].at;
        let book = &mut self.books.stocks[stock as usize];
        if !self.stocks.all[stock as usize].take() {
            book.in_vain += 1;
            return self.fail(id, RequestOutcome::SoldOut, now);
        }
        book.taken += 1;
        let aside = self.asides.of(id);
        aside.taken = self.stocks.note(stock, aside.taken);
        self.requests.get_mut(id).op += 1;
        true
    }

    /// The request is over. Its units go `back`, or are gone for good; whether it had any.
    pub(super) fn settle(&mut self, id: u32, back: bool) -> bool {
        let aside = self.asides.of(id);
        let mut place = std::mem::replace(&mut aside.taken, NIL);
        let any = place != NIL;
        while place != NIL {
            let taken = self.stocks.strike(place);
            place = taken.before;
            if back {
                self.stocks.all[taken.stock as usize].give_back();
                self.books.stocks[taken.stock as usize].returned += 1;
            }
        }
        any
    }

    /// Whether the page that a visit has loaded shows that nothing is left. Who has something already does not mind.
    pub(super) fn comes_too_late(&self, id: u32) -> bool {
        let stock = self.tables.pages[self.page_of(id)].stock;
        stock != NOWHERE
            && !self.visits.get(id).supplied
            && self.stocks.all[stock as usize].left() == 0
    }

    /// A visit has loaded its page. If the page's moment is still to come, the visit stays, and this is true.
    pub(super) fn waits_for_opening(&mut self, id: u32, now: Ticks) -> bool {
        let Some(opening) = &self.tables.pages[self.page_of(id)].opens else {
            return false;
        };
        if now >= opening.at {
            return false;
        }
        let clock = self.tables.clock;
        let visit = self.visits.get_mut(id);
        visit.doing = Doing::Awaiting;
        let (key, page) = (visit.key, u64::from(visit.page));
        let occasion = page << 16 | u64::from(visit.refreshes);
        let refresh = opening
            .refresh
            .as_ref()
            .map(|r| now + r.ticks(clock, key.purpose(Purpose::Refresh, occasion)));
        let opens = opening.at
            + opening
                .reaction
                .ticks(clock, key.purpose(Purpose::Opening, page));
        let next = refresh.filter(|at| *at < opening.at).unwrap_or(opens);
        self.visits.move_on(id);
        self.set_timer(id, next);
        true
    }

    /// A visit that waits on a page asks for it again: to see whether it is time, or because it is.
    pub(super) fn asks_again(&mut self, id: u32, now: Ticks) {
        let visit = self.visits.get_mut(id);
        visit.refreshes = visit.refreshes.wrapping_add(1);
        visit.reloads = 0;
        visit.asked = now;
        self.ask(id, now);
    }
}
