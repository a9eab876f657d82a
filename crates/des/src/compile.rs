//! From a network's nested programs to flat tables that the event loop walks.

use onrush_network::{
    Act, Clock, Contention, Line, Network, Reload, Servers, Station, Step, Ticks,
};

use crate::random::{Key, Sampler};

/// One instruction of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Op {
    pub(crate) code: Code,
    /// Station that the instruction is about.
    pub(crate) station: u32,
    /// Multiplies the service time.
    pub(crate) scale: f64,
    /// Names this visit to the station among all that the program makes, so that its random numbers are its own.
    pub(crate) salt: u64,
    /// The pair (station held around this instruction, station here) in [`Tables::pair_names`]; `u32::MAX` when none is
    /// held.
    pub(crate) pair: u32,
}

/// What an instruction does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Code {
    /// Wait for a server, be served, leave.
    Serve,
    /// Wait for a server, be served the first half, keep the server.
    Hold,
    /// Be served the second half by the server last held, leave.
    Resume,
    /// Go on with this probability, else at instruction `otherwise`.
    Chance { probability: f64, otherwise: u32 },
    /// Go back to `back` until it was done `times` times; `level` says which counter.
    Again { level: u8, times: u32, back: u32 },
    /// Done.
    Answer,
}

/// A station, ready to use.
#[derive(Debug)]
pub(crate) struct StationTable {
    pub(crate) key: u64,
    /// Servers of one instance; `u32::MAX` for a delay.
    pub(crate) servers: u32,
    /// Places in line at one instance.
    pub(crate) places: u32,
    pub(crate) first_instance: u32,
    pub(crate) instances: u32,
    pub(crate) balance: onrush_network::Balance,
    pub(crate) service: Sampler,
    pub(crate) contention: Option<Contention>,
    pub(crate) patience: Option<Sampler>,
}

/// A request that a page makes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestTable {
    pub(crate) files: u32,
    pub(crate) bytes: u64,
    /// First of its programs in [`Tables::starts`], one per region.
    pub(crate) programs: u32,
    pub(crate) count: u32,
}

/// A page.
#[derive(Debug)]
pub(crate) struct PageTable {
    /// Its requests, from … to in [`Tables::requests`]; the first is the document.
    pub(crate) requests: (u32, u32),
    pub(crate) think: Sampler,
    pub(crate) go_on: f64,
    pub(crate) last: bool,
    pub(crate) goal_cents: Option<u64>,
}

/// How visitors try again.
#[derive(Debug)]
pub(crate) struct ReloadTable {
    pub(crate) chance: f64,
    pub(crate) at_most: u32,
    pub(crate) pause: Sampler,
}

/// A journey.
#[derive(Debug)]
pub(crate) struct JourneyTable {
    pub(crate) first_page: u32,
    pub(crate) patience: Option<Sampler>,
    pub(crate) when_slow: ReloadTable,
    pub(crate) when_failed: ReloadTable,
    pub(crate) slow: Ticks,
}

/// Where a request begins, and when the gateway gives up on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    pub(crate) op: u32,
    /// Index into [`Tables::deadlines`]; `u32::MAX` for none.
    pub(crate) deadline: u32,
}

/// The whole network as flat tables.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) clock: Clock,
    pub(crate) stations: Vec<StationTable>,
    pub(crate) instances: u32,
    pub(crate) ops: Vec<Op>,
    /// Beginnings of programs, by request and region.
    pub(crate) starts: Vec<Start>,
    pub(crate) requests: Vec<RequestTable>,
    pub(crate) pages: Vec<PageTable>,
    pub(crate) journeys: Vec<JourneyTable>,
    /// (holder, inner) station of each pair for which books are kept.
    pub(crate) pair_names: Vec<(u32, u32)>,
    /// Station of each instance.
    pub(crate) station_of: Vec<u32>,
    /// The different gateway timeouts.
    pub(crate) deadlines: Vec<Ticks>,
}

impl Tables {
    /// From a checked network.
    pub(crate) fn new(network: &Network) -> Self {
        let clock = Clock::for_horizon(network.horizon_s);
        let mut t = Self {
            clock,
            stations: Vec::new(),
            instances: 0,
            ops: Vec::new(),
            starts: Vec::new(),
            requests: Vec::new(),
            pages: Vec::new(),
            journeys: Vec::new(),
            pair_names: Vec::new(),
            station_of: Vec::new(),
            deadlines: Vec::new(),
        };
        network.stations.iter().for_each(|s| t.station(s));
        let programs: Vec<Start> = network
            .programs
            .iter()
            .map(|p| {
                let op = len(&t.ops);
                t.steps(&p.steps, op, &mut Vec::new());
                t.push(Code::Answer, 0, 1.0, op, &[]);
                let deadline = p
                    .gateway_timeout_s
                    .map_or(u32::MAX, |s| t.deadline(clock.ticks(s)));
                Start { op, deadline }
            })
            .collect();
        for journey in &network.journeys {
            let first_page = len(&t.pages);
            for (i, page) in journey.pages.iter().enumerate() {
                let from = len(&t.requests);
                for request in &page.requests {
                    let first = len(&t.starts);
                    t.starts
                        .extend(request.programs.iter().map(|&p| programs[p]));
                    t.requests.push(RequestTable {
                        files: request.files,
                        bytes: request.bytes,
                        programs: first,
                        count: request.count,
                    });
                }
                t.pages.push(PageTable {
                    requests: (from, len(&t.requests)),
                    think: Sampler::new(&page.think),
                    go_on: page.go_on,
                    last: i + 1 == journey.pages.len(),
                    goal_cents: page.goal_cents,
                });
            }
            let b = &journey.behaviour;
            t.journeys.push(JourneyTable {
                first_page,
                patience: b.patience.as_ref().map(Sampler::new),
                when_slow: reload(&b.when_slow),
                when_failed: reload(&b.when_failed),
                slow: clock.ticks(b.slow_s),
            });
        }
        t
    }

    fn station(&mut self, s: &Station) {
        self.stations.push(StationTable {
            key: Key::of_seed(0).name(&s.id).bits(),
            servers: match s.servers {
                Servers::Infinite => u32::MAX,
                Servers::Finite(n) => n,
            },
            places: match s.line {
                Line::Unlimited => u32::MAX,
                Line::Places(n) => n,
            },
            first_instance: self.instances,
            instances: s.instances,
            balance: s.balance,
            service: Sampler::new(&s.service),
            contention: s.contention,
            patience: s.patience.as_ref().map(Sampler::new),
        });
        let number = index(self.stations.len() - 1);
        self.station_of
            .extend(std::iter::repeat_n(number, s.instances as usize));
        self.instances += s.instances;
    }

    fn deadline(&mut self, ticks: Ticks) -> u32 {
        let known = self
            .deadlines
            .iter()
            .position(|d| *d == ticks)
            .unwrap_or_else(|| {
                self.deadlines.push(ticks);
                self.deadlines.len() - 1
            });
        u32::try_from(known).unwrap_or(u32::MAX)
    }

    /// Flattens steps of the program that begins at `first`; `holders` are the stations held around them, outermost first.
    fn steps(&mut self, steps: &[Step], first: u32, holders: &mut Vec<u32>) {
        for step in steps {
            let Act::Visit {
                at,
                scale,
                while_holding,
            } = &step.act
            else {
                continue;
            };
            let station = index(*at);
            let chance = self.ops.len();
            if step.probability < 1.0 {
                self.push(
                    Code::Chance {
                        probability: step.probability,
                        otherwise: 0,
                    },
                    station,
                    1.0,
                    first,
                    holders,
                );
            }
            let back = len(&self.ops);
            if while_holding.is_empty() {
                self.push(Code::Serve, station, *scale, first, holders);
            } else {
                self.push(Code::Hold, station, *scale, first, holders);
                holders.push(station);
                self.steps(while_holding, first, holders);
                holders.pop();
                self.push(Code::Resume, station, *scale, first, holders);
            }
            if step.times > 1 {
                // `Network::check` limits the depth to `LIMITS.depth`.
                let level = u8::try_from(holders.len()).unwrap_or(u8::MAX);
                self.push(
                    Code::Again {
                        level,
                        times: step.times,
                        back,
                    },
                    station,
                    1.0,
                    first,
                    holders,
                );
            }
            let end = len(&self.ops);
            if let Code::Chance { otherwise, .. } = &mut self.ops[chance].code {
                *otherwise = end;
            }
        }
    }

    fn push(&mut self, code: Code, station: u32, scale: f64, first: u32, holders: &[u32]) {
        let pair = holders.last().map_or(u32::MAX, |&holder| {
            let known = self
                .pair_names
                .iter()
                .position(|p| *p == (holder, station))
                .unwrap_or_else(|| {
                    self.pair_names.push((holder, station));
                    self.pair_names.len() - 1
                });
            index(known)
        });
        // Numbered among the instructions about the same station, so that steps elsewhere change nothing here.
        let earlier = self.ops[first as usize..]
            .iter()
            .filter(|op| op.station == station)
            .count();
        let salt = self
            .stations
            .get(station as usize)
            .map_or(0, |s| Key::of_seed(s.key).number(earlier as u64).bits());
        self.ops.push(Op {
            code,
            station,
            scale,
            salt,
            pair,
        });
    }
}

fn reload(r: &Reload) -> ReloadTable {
    ReloadTable {
        chance: r.chance,
        at_most: r.at_most,
        pause: Sampler::new(&r.pause),
    }
}

/// `Network::check` keeps all counts far below 2³².
fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn len<T>(v: &[T]) -> u32 {
    index(v.len())
}
