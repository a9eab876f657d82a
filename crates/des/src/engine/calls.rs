//! What clients do: bare requests, timeouts, retries, and customers who come again.

use onrush_network::{Network, Ticks};
use onrush_observe::RequestOutcome;

use super::{REQUEST, Simulation};
use crate::compile::{Code, NOWHERE};
use crate::random::{Key, Purpose, Sampler};
use crate::requests::{NEVER, Phase, Request, Sender};
use crate::visits::NIL;

/// The shortest time in which a customer comes again.
const SHORTEST_ROUND_S: f64 = 0.001;

/// Fixed numbers of customers.
#[derive(Debug)]
pub(super) struct Populations {
    all: Vec<Population>,
}

#[derive(Debug)]
struct Population {
    key: Key,
    client: u32,
    customers: u32,
    think: Sampler,
}

impl Populations {
    pub(super) fn new(network: &Network, seed: Key) -> Self {
        let all = network
            .populations
            .iter()
            .map(|p| Population {
                key: seed.name(&p.id),
                client: u32::try_from(p.client).unwrap_or(u32::MAX),
                customers: p.customers,
                think: Sampler::new(&p.think),
            })
            .collect();
        Self { all }
    }
}

impl Simulation {
    /// All customers begin by thinking.
    pub(super) fn customers_begin(&mut self) {
        for number in 0..self.populations.all.len() {
            let population = &self.populations.all[number];
            let (key, customers) = (population.key, population.customers);
            for customer in 0..customers {
                let id = self.requests.enter(Request {
                    key: key.number(u64::from(customer)),
                    sender: u32::try_from(number).unwrap_or(NIL),
                    from: Sender::Customer,
                    phase: Phase::Resting,
                    ..Request::EMPTY
                });
                self.customer_thinks(id, 0);
            }
        }
    }

    fn customer_thinks(&mut self, id: u32, now: Ticks) {
        let request = self.requests.get_mut(id);
        request.phase = Phase::Resting;
        request.sender_state = 0;
        request.state = request.state.wrapping_add(1);
        request.what = request.what.wrapping_add(1);
        let (state, round) = (request.state, u64::from(request.what));
        let key = request.key.purpose(Purpose::Think, round);
        let begun = request.sent;
        let mut think = self.populations.all[request.sender as usize]
            .think
            .ticks(self.tables.clock, key);
        if think == 0 && round > 1 && now == begun {
            // Who neither thinks nor is served would come again for ever at the same moment.
            think = self.tables.clock.ticks(SHORTEST_ROUND_S);
        }
        self.timer(now + think, id | REQUEST, state);
    }

    /// The client of a request, if it has one.
    fn client_of(&self, request: &Request) -> u32 {
        match request.from {
            Sender::Customer => self.populations.all[request.sender as usize].client,
            _ => request.sender,
        }
    }

    /// A new request of a client.
    #[inline(never)]
    pub(super) fn first_attempt(&mut self, client: u32, key: Key, now: Ticks) {
        self.books.clients[client as usize].started += 1;
        self.retriers[client as usize].first_attempt();
        self.attempt(client, key, 1, now, now);
    }

    /// Attempt `number` of a client's request that was first sent at `first`.
    #[inline(always)]
    fn attempt(&mut self, client: u32, key: Key, number: u32, first: Ticks, now: Ticks) {
        self.books.ledger.calls.arrived += 1;
        self.books.clients[client as usize].retried += u32::from(number > 1);
        let start = self.tables.clients[client as usize].start;
        // Each attempt has random numbers of its own.
        let key = if number == 1 {
            key
        } else {
            key.purpose(Purpose::Request, u64::from(number))
        };
        let (op, then) = self.travel(key, start.op, now);
        let gives_up = match start.deadline {
            NOWHERE => NEVER,
            deadline => now + self.tables.deadlines[deadline as usize],
        };
        if self.surely_answered(gives_up, op, then) {
            self.books.call_answered(client, first, then);
            return;
        }
        let request = Request {
            key,
            sent: first,
            sender: client,
            sender_state: number,
            op,
            from: Sender::Client,
            ..Request::EMPTY
        };
        if then == now && self.turned_away(op) {
            self.attempt_failed(&request, RequestOutcome::Refused, now);
            return;
        }
        let id = self.requests.enter(request);
        self.sent_by(id, key, NOWHERE);
        if start.deadline != NOWHERE {
            self.deadline(start.deadline, id, now);
        }
        self.go_on(id, then, now);
    }

    /// Whether an attempt that [`Self::travel`] has brought to instruction `op` now ends there: it leaves off at a station where
    /// all is known only if there is no place, and what was not held, stored or taken yet need not be given back.
    #[inline(always)]
    fn turned_away(&mut self, op: u32) -> bool {
        let table = &self.tables.ops[op as usize];
        let refused = matches!(table.code, Code::Known)
            && self.tables.rescues[op as usize].op == NOWHERE
            && !self.tables.takes;
        if refused {
            self.books.refused(table.at);
        }
        refused
    }

    #[inline(never)]
    fn attempt_again(&mut self, client: u32, key: Key, number: u32, first: Ticks, now: Ticks) {
        self.attempt(client, key, number, first, now);
    }

    /// A customer who has thought, or whose delay before a retry is over, sends.
    fn customer_sends(&mut self, id: u32, now: Ticks) {
        let request = *self.requests.get(id);
        let client = self.client_of(&request);
        let table = &self.tables.clients[client as usize];
        let start = table.start;
        if request.sender_state == 0 {
            self.books.clients[client as usize].started += 1;
            self.retriers[client as usize].first_attempt();
        }
        self.books.ledger.calls.arrived += 1;
        let number = request.sender_state + 1;
        self.books.clients[client as usize].retried += u32::from(number > 1);
        let occasion = u64::from(request.what) << 16 | u64::from(number);
        let key = request.key.purpose(Purpose::Request, occasion);
        // The customer stays; what runs through the stations is a request of its own, which may outlive the wait.
        let (op, then) = self.travel(key, start.op, now);
        let attempt = self.requests.enter(Request {
            key,
            sent: if number == 1 { now } else { request.sent },
            sender: id,
            sender_state: request.state,
            op,
            from: Sender::OfCustomer,
            ..Request::EMPTY
        });
        self.sent_by(attempt, key, NOWHERE);
        let customer = self.requests.get_mut(id);
        customer.sender_state = number;
        if number == 1 {
            customer.sent = now;
        }
        if start.deadline != NOWHERE {
            self.deadline(start.deadline, attempt, now);
        }
        self.go_on(attempt, then, now);
    }

    /// A client's request is answered in time.
    pub(super) fn call_completed(&mut self, request: &Request, now: Ticks) {
        match request.from {
            Sender::OfCustomer => {
                let client = self.client_of(self.requests.get(request.sender));
                self.books.call_answered(client, request.sent, now);
                self.customer_thinks(request.sender, now);
            }
            _ => self.books.call_answered(request.sender, request.sent, now),
        }
    }

    /// An attempt of a client has failed or timed out: another one, or the end of it.
    pub(super) fn attempt_failed(
        &mut self,
        request: &Request,
        outcome: RequestOutcome,
        now: Ticks,
    ) {
        self.books.ledger.calls.end(outcome);
        let (client, number) = match request.from {
            Sender::OfCustomer => {
                let customer = self.requests.get(request.sender);
                (self.client_of(customer), customer.sender_state)
            }
            _ => (request.sender, request.sender_state),
        };
        let Some(delay) = self.again_after(client as usize, number, outcome, request.key) else {
            self.books.clients[client as usize].failed += 1;
            if request.from == Sender::OfCustomer {
                self.customer_thinks(request.sender, now);
            }
            return;
        };
        if request.from == Sender::OfCustomer {
            let customer = self.requests.get_mut(request.sender);
            customer.state = customer.state.wrapping_add(1);
            let state = customer.state;
            self.timer(now + delay, request.sender | REQUEST, state);
        } else if delay == 0 {
            self.attempt_again(client, request.key, number + 1, request.sent, now);
        } else {
            let id = self.requests.enter(Request {
                key: request.key,
                sent: request.sent,
                sender: client,
                sender_state: number,
                from: Sender::Client,
                phase: Phase::Resting,
                ..Request::EMPTY
            });
            let state = self.requests.get(id).state;
            self.timer(now + delay, id | REQUEST, state);
        }
    }

    /// The delay before the next attempt, after the `made`-th has failed; `None` when there is no other.
    #[inline]
    pub(super) fn again_after(
        &mut self,
        retrier: usize,
        made: u32,
        outcome: RequestOutcome,
        key: Key,
    ) -> Option<Ticks> {
        if outcome == RequestOutcome::SoldOut {
            // What is sold out stays so.
            return None;
        }
        let clock = self.tables.clock;
        self.retriers[retrier]
            .after_failure(made, clock, || key.purpose(Purpose::Pause, u64::from(made)))
    }

    /// A rest is over: the retry is sent, or the customer has thought.
    pub(super) fn rested(&mut self, id: u32, now: Ticks) {
        let request = *self.requests.get(id);
        match request.from {
            Sender::Customer => self.customer_sends(id, now),
            Sender::Client => {
                self.requests.leave(id);
                let (client, number) = (request.sender, request.sender_state);
                self.attempt_again(client, request.key, number + 1, request.sent, now);
            }
            Sender::Visit => self.send_once_more(id, now),
            Sender::OfCustomer | Sender::Job | Sender::Nobody => {}
        }
    }
}
