//! Gateway timeouts: requests in the order in which they were sent.
//!
//! A timeout is the same for all requests of a program, so the first sent is the first to run out. A list per value, from
//! which an answered request takes itself, costs nothing in the event list and no memory beyond the requests.

use onrush_network::Ticks;

use crate::agenda::{Order, When};
use crate::requests::Requests;
use crate::visits::NIL;

#[derive(Debug)]
pub(crate) struct Deadlines {
    lists: Vec<List>,
    earliest: When,
    which: usize,
}

#[derive(Debug, Clone, Copy)]
struct List {
    after: Ticks,
    oldest: u32,
    youngest: u32,
    /// When the oldest runs out.
    when: When,
}

impl Deadlines {
    pub(crate) fn new(values: &[Ticks]) -> Self {
        let lists = values
            .iter()
            .map(|after| List {
                after: *after,
                oldest: NIL,
                youngest: NIL,
                when: When::NEVER,
            })
            .collect();
        Self {
            lists,
            earliest: When::NEVER,
            which: 0,
        }
    }

    #[inline]
    pub(crate) fn earliest(&self) -> When {
        self.earliest
    }

    /// The request whose time is [`Self::earliest`].
    #[inline]
    pub(crate) fn oldest(&self) -> u32 {
        self.lists[self.which].oldest
    }

    /// A request has been sent, now.
    #[inline]
    pub(crate) fn add(&mut self, requests: &mut Requests, order: &mut Order, id: u32) {
        let request = requests.get_mut(id);
        let list = &mut self.lists[request.deadline as usize];
        let before = std::mem::replace(&mut list.youngest, id);
        request.older = before;
        request.younger = NIL;
        if before == NIL {
            list.oldest = id;
            list.when = order.at(request.sent + list.after);
            self.find_earliest();
        } else {
            requests.get_mut(before).younger = id;
        }
    }

    /// A request needs no deadline any more.
    #[inline]
    pub(crate) fn remove(&mut self, requests: &mut Requests, order: &mut Order, id: u32) {
        let (which, older, younger) = {
            let request = requests.get_mut(id);
            (
                std::mem::replace(&mut request.deadline, NIL),
                request.older,
                request.younger,
            )
        };
        if which == NIL {
            return;
        }
        let list = &mut self.lists[which as usize];
        if younger == NIL {
            list.youngest = older;
        } else {
            requests.get_mut(younger).older = older;
        }
        if older == NIL {
            list.oldest = younger;
            list.when = if younger == NIL {
                When::NEVER
            } else {
                order.at(requests.get(younger).sent + list.after)
            };
            self.find_earliest();
        } else {
            requests.get_mut(older).younger = younger;
        }
    }

    #[inline]
    fn find_earliest(&mut self) {
        self.earliest = When::NEVER;
        for (i, list) in self.lists.iter().enumerate() {
            if list.when < self.earliest {
                self.earliest = list.when;
                self.which = i;
            }
        }
    }
}
