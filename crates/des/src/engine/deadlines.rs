//! Timeouts of requests: a queue for each value.
//!
//! A timeout is the same for all requests of a program or client, so the first sent is the first to run out. Each value has
//! a queue in the order of sending; whoever was answered stays in it as a void entry until it comes to the front, or until
//! void entries outnumber the others and all are swept out. Kept in the event list, timeouts cost a third of all time
//! (docs/decisions/0002-event-lists.md).

use std::collections::VecDeque;

use onrush_network::Ticks;

use crate::agenda::{Order, When};
use crate::requests::Requests;

#[derive(Debug)]
pub(crate) struct Deadlines {
    queues: Vec<Queue>,
}

#[derive(Debug)]
struct Queue {
    after: Ticks,
    entries: VecDeque<Entry>,
    /// Length at which void entries are swept out.
    sweep_at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    when: When,
    id: u32,
    /// The request's life: changes when the place is used again.
    life: u32,
}

impl Deadlines {
    pub(crate) fn new(values: &[Ticks]) -> Self {
        let queue = |after: &Ticks| Queue {
            after: *after,
            entries: VecDeque::new(),
            sweep_at: 1024,
        };
        Self {
            queues: values.iter().map(queue).collect(),
        }
    }

    /// Sets the timeout of a request that is sent now; the time at which it runs out.
    #[inline]
    pub(crate) fn add(
        &mut self,
        which: u32,
        order: &mut Order,
        requests: &Requests,
        id: u32,
        now: Ticks,
    ) -> When {
        let queue = &mut self.queues[which as usize];
        if queue.entries.len() >= queue.sweep_at {
            queue.entries.retain(|e| requests.lives(e.id, e.life));
            queue.sweep_at = (2 * queue.entries.len()).max(1024);
        }
        let when = order.at(now + queue.after);
        queue.entries.push_back(Entry {
            when,
            id,
            life: requests.life(id),
        });
        when
    }

    /// The earliest timeout of a request that still waits. Void ones in front of it are dropped.
    pub(crate) fn earliest(&mut self, requests: &Requests) -> Option<(When, u32)> {
        let mut earliest: Option<(When, u32)> = None;
        for queue in &mut self.queues {
            while let Some(first) = queue.entries.front() {
                if requests.lives(first.id, first.life) {
                    if earliest.is_none_or(|(when, _)| first.when < when) {
                        earliest = Some((first.when, first.id));
                    }
                    break;
                }
                queue.entries.pop_front();
            }
        }
        earliest
    }
}
