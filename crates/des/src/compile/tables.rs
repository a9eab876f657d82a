//! The whole network as flat tables.

use onrush_network::{
    Balance, Clock, Contention, Discipline, Line, Network, Reload, Sends, Servers, Station, Step,
    Ticks, Trouble,
};

use super::ops::{NOWHERE, Names, Op, Ops, Rescue, index, len};
use crate::parts::fifo::Fifo;
use crate::random::{Key, Sampler};
use crate::requests::Nesting;

/// A station, ready to use.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent properties, each looked at alone"
)]
pub(crate) struct StationTable {
    pub(crate) key: u64,
    /// Nothing can make anybody wait or fail here, and nothing changes: an undisturbed delay.
    pub(crate) delay: bool,
    /// Number of its [`Fifo`], where beginnings and ends of services are known as soon as somebody comes; [`NOWHERE`] elsewhere.
    pub(crate) fifo: u32,
    /// Nothing but servers, a line and a service time, and no trouble here or around.
    pub(crate) plain: bool,
    /// When a server that is held goes on, may be settled before that moment comes: nobody else looks at who is held, or it
    /// can be told.
    pub(crate) resumes_ahead: bool,
    /// Who is served here may be thrown out, because an instance that serves or holds goes down.
    pub(crate) falls: bool,
    /// Instances may come, go, be down or be slow at first.
    pub(crate) pooled: bool,
    /// First of its instances among those whose servers are shared; [`NOWHERE`] for the other stations.
    pub(crate) shared: u32,
    /// Servers of one instance; `u32::MAX` for unlimited ones.
    pub(crate) servers: u32,
    /// Places in line at one instance.
    pub(crate) places: u32,
    pub(crate) first_instance: u32,
    /// Instances at the beginning.
    pub(crate) instances: u32,
    /// The most that there can be.
    pub(crate) instances_at_most: u32,
    pub(crate) balance: Balance,
    pub(crate) service: Sampler,
    pub(crate) contention: Option<Contention>,
    pub(crate) patience: Option<Sampler>,
    pub(crate) cut_off: Ticks,
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
    /// The stock that the page shows; [`NOWHERE`] for none.
    pub(crate) stock: u32,
    pub(crate) opens: Option<OpeningTable>,
}

/// A moment that people wait for on a page.
#[derive(Debug)]
pub(crate) struct OpeningTable {
    pub(crate) at: Ticks,
    pub(crate) refresh: Option<Sampler>,
    pub(crate) reaction: Sampler,
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
    /// Up to `brisk` nothing; from there on so much of the chance of going on is lost by second.
    pub(crate) brisk: Ticks,
    pub(crate) discouraged_per_s: f64,
}

/// A sender of bare requests.
#[derive(Debug)]
pub(crate) struct ClientTable {
    pub(crate) start: Start,
}

/// What a stream brings.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StreamTable {
    Visits {
        journey: u32,
        region: u32,
        /// [`NOWHERE`] for none.
        room: u32,
        bots: bool,
    },
    Requests {
        client: u32,
    },
}

impl StreamTable {
    /// Whether machines come.
    #[inline]
    pub(crate) fn bots(self) -> bool {
        matches!(self, Self::Visits { bots: true, .. })
    }
}

/// Where a request begins, and when somebody gives up on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    pub(crate) op: u32,
    /// Index into [`Tables::deadlines`]; [`NOWHERE`] for none.
    pub(crate) deadline: u32,
}

/// The whole network as flat tables.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) clock: Clock,
    pub(crate) stations: Vec<StationTable>,
    pub(crate) instances: u32,
    pub(crate) ops: Vec<Op>,
    pub(crate) rescues: Vec<Rescue>,
    /// Beginnings of programs, by request and region.
    pub(crate) starts: Vec<Start>,
    pub(crate) requests: Vec<RequestTable>,
    pub(crate) pages: Vec<PageTable>,
    pub(crate) journeys: Vec<JourneyTable>,
    pub(crate) clients: Vec<ClientTable>,
    pub(crate) streams: Vec<StreamTable>,
    /// (holder, inner) station of each pair for which books are kept.
    pub(crate) pair_names: Vec<(u32, u32)>,
    /// Station of each instance.
    pub(crate) station_of: Vec<u32>,
    /// The different timeouts.
    pub(crate) deadlines: Vec<Ticks>,
    /// Room that requests need for servers held and repetitions.
    pub(crate) nesting: Nesting,
    /// Whether any program passes a gate.
    pub(crate) gated: bool,
    /// Whether any program takes from a stock.
    pub(crate) takes: bool,
    /// Whether an instance may go down that somebody holds.
    pub(crate) fragile: bool,
    /// First instruction of each program.
    pub(crate) programs: Vec<u32>,
    /// Instances whose servers are shared, of all stations.
    pub(crate) shared: u32,
    /// Stations with a [`Fifo`].
    pub(crate) fifos: u32,
}

impl Tables {
    /// From a checked network. `merge`: delays that nothing can change need no events of their own.
    pub(crate) fn new(network: &Network, merge: bool) -> Self {
        let clock = Clock::for_horizon(network.horizon_s);
        let mut t = Self {
            clock,
            stations: Vec::new(),
            instances: 0,
            ops: Vec::new(),
            rescues: Vec::new(),
            starts: Vec::new(),
            requests: Vec::new(),
            pages: Vec::new(),
            journeys: Vec::new(),
            clients: Vec::new(),
            streams: Vec::new(),
            pair_names: Vec::new(),
            station_of: Vec::new(),
            deadlines: Vec::new(),
            nesting: Nesting::None,
            gated: false,
            takes: false,
            fragile: false,
            programs: Vec::new(),
            shared: 0,
            fifos: 0,
        };
        let down = may_go_down(network);
        let inside = inside_of_fallible(network, &down);
        let held = held(network);
        t.fragile = inside.contains(&true);
        for (i, s) in network.stations.iter().enumerate() {
            t.station(network, i, s, merge, (down[i], inside[i], held[i]));
        }
        let programs = t.programs(network);
        t.programs = programs.iter().map(|p| p.op).collect();
        for journey in &network.journeys {
            t.journey(journey, &programs);
        }
        for client in &network.clients {
            let op = programs[client.program].op;
            let deadline = client
                .timeout_s
                .map_or(NOWHERE, |s| t.deadline(clock.ticks(s)));
            t.clients.push(ClientTable {
                start: Start { op, deadline },
            });
        }
        t.streams = network
            .streams
            .iter()
            .map(|s| match s.sends {
                Sends::Visits {
                    journey,
                    region,
                    bots,
                    room,
                } => StreamTable::Visits {
                    journey: index(journey),
                    region: index(region),
                    room: room.map_or(NOWHERE, index),
                    bots,
                },
                Sends::Requests { client } => StreamTable::Requests {
                    client: index(client),
                },
            })
            .collect();
        t
    }

    fn station(
        &mut self,
        network: &Network,
        number: usize,
        s: &Station,
        merge: bool,
        (down, inside, held): (bool, bool, bool),
    ) {
        let scaler = network.scalers.iter().find(|x| x.station == number);
        let troubled = network.incidents.iter().any(|i| match i.trouble {
            Trouble::Down { station, .. }
            | Trouble::Slow { station, .. }
            | Trouble::Errors { station, .. } => station == number,
            Trouble::Flush { .. } | Trouble::CacheOff { .. } => false,
        });
        // Who has the fewest is known at once only where it is kept up to date: the pool does that.
        let compares = s.balance == Balance::LeastBusy && s.instances > 1;
        let plain = !compares
            && s.contention.is_none()
            && s.hours.is_empty()
            && s.errors <= 0.0
            && s.cut_off_s.is_none()
            && s.limit.is_none()
            && s.breaker.is_none()
            && s.warm_up.is_none()
            && s.health.is_none()
            && s.discipline == Discipline::FirstCome
            && scaler.is_none()
            && !troubled
            && !inside;
        let servers = match s.servers {
            Servers::Infinite => u32::MAX,
            Servers::Finite(n) => n,
        };
        // Those that finish what they have need numbers beside those that take their place.
        let at_most = scaler.map_or(s.instances, |x| 2 * x.at_most.max(s.instances));
        let shared = match s.discipline {
            Discipline::FirstCome => NOWHERE,
            Discipline::Shared => {
                self.shared += at_most;
                self.shared - at_most
            }
        };
        // Nobody leaves the line, and what a server does is settled when it begins.
        let settled = merge && plain && !held && s.patience.is_none();
        let fifo = if settled && s.instances == 1 && (1..=Fifo::MOST).contains(&servers) {
            self.fifos += 1;
            self.fifos - 1
        } else {
            NOWHERE
        };
        self.stations.push(StationTable {
            key: Key::of_seed(0).name(&s.id).bits(),
            delay: merge && plain && servers == u32::MAX,
            fifo,
            resumes_ahead: merge && scaler.is_none() && !down && !inside,
            plain,
            falls: down || inside,
            pooled: compares
                || scaler.is_some()
                || down
                || s.health.is_some()
                || s.warm_up.is_some(),
            shared,
            servers,
            places: match s.line {
                Line::Unlimited => u32::MAX,
                Line::Places(n) => n,
            },
            first_instance: self.instances,
            instances: s.instances,
            instances_at_most: at_most,
            balance: s.balance,
            service: Sampler::new(&s.service),
            contention: s.contention,
            patience: s.patience.as_ref().map(Sampler::new),
            cut_off: s.cut_off_s.map_or(Clock::MAX, |c| self.clock.ticks(c)),
        });
        self.station_of
            .extend(std::iter::repeat_n(index(number), at_most as usize));
        self.instances += at_most;
    }

    fn programs(&mut self, network: &Network) -> Vec<Start> {
        let name = |id: &str| Key::of_seed(0).name(id).bits();
        let names = Names {
            stations: self.stations.iter().map(|s| s.key).collect(),
            caches: network.caches.iter().map(|c| name(&c.id)).collect(),
            gates: network.gates.iter().map(|g| name(&g.id)).collect(),
            stocks: network.stocks.iter().map(|s| name(&s.id)).collect(),
            programs: network.programs.iter().map(|p| name(&p.id)).collect(),
        };
        let mut ops = Ops::default();
        let starts = network
            .programs
            .iter()
            .map(|p| {
                let op = ops.program(&p.steps, &self.stations, &names, self.clock);
                let deadline = p
                    .gateway_timeout_s
                    .map_or(NOWHERE, |s| self.deadline(self.clock.ticks(s)));
                Start { op, deadline }
            })
            .collect();
        self.ops = ops.list;
        self.rescues = ops.rescues;
        self.pair_names = ops.pair_names;
        self.nesting = ops.nesting;
        self.gated = ops.gated;
        self.takes = ops.takes;
        starts
    }

    fn journey(&mut self, journey: &onrush_network::Journey, programs: &[Start]) {
        let first_page = len(&self.pages);
        for (i, page) in journey.pages.iter().enumerate() {
            let from = len(&self.requests);
            for request in &page.requests {
                let first = len(&self.starts);
                self.starts
                    .extend(request.programs.iter().map(|&p| programs[p]));
                self.requests.push(RequestTable {
                    files: request.files,
                    bytes: request.bytes,
                    programs: first,
                    count: request.count,
                });
            }
            self.pages.push(PageTable {
                requests: (from, len(&self.requests)),
                think: Sampler::new(&page.think),
                go_on: page.go_on,
                last: i + 1 == journey.pages.len(),
                goal_cents: page.goal_cents,
                stock: page.stock.map_or(NOWHERE, index),
                opens: page.opens.map(|o| OpeningTable {
                    at: self.clock.ticks(o.at_s),
                    refresh: o.refresh.as_ref().map(Sampler::new),
                    reaction: Sampler::new(&o.reaction),
                }),
            });
        }
        let b = &journey.behaviour;
        self.journeys.push(JourneyTable {
            first_page,
            patience: b.patience.as_ref().map(Sampler::new),
            when_slow: reload(&b.when_slow),
            when_failed: reload(&b.when_failed),
            slow: self.clock.ticks(b.slow_s),
            brisk: self.clock.ticks(b.brisk_s),
            discouraged_per_s: b.discouraged_per_s,
        });
    }

    /// Number of an instance within its station; 0 for none.
    pub(crate) fn holder(&self, instance: Option<u32>) -> u32 {
        instance.map_or(0, |instance| {
            let station = self.station_of[instance as usize];
            instance - self.stations[station as usize].first_instance
        })
    }

    /// The number of a pair of stations.
    pub(crate) fn pair(&self, holder: u32, inner: u32) -> u32 {
        let known = self.pair_names.iter().position(|p| *p == (holder, inner));
        known.map_or(NOWHERE, index)
    }

    /// The list of requests with this timeout.
    fn deadline(&mut self, ticks: Ticks) -> u32 {
        let known = self.deadlines.iter().position(|d| *d == ticks);
        index(known.unwrap_or_else(|| {
            self.deadlines.push(ticks);
            self.deadlines.len() - 1
        }))
    }
}

/// For each station, whether an incident takes down instances of it.
fn may_go_down(network: &Network) -> Vec<bool> {
    let mut down = vec![false; network.stations.len()];
    for incident in &network.incidents {
        if let Trouble::Down { station, .. } = incident.trouble {
            down[station] = true;
        }
    }
    down
}

/// For each station, whether anybody holds a server of it while visiting another.
fn held(network: &Network) -> Vec<bool> {
    fn walk(steps: &[Step], held: &mut [bool]) {
        for step in steps {
            if let Some(at) = step.station()
                && !step.inner().is_empty()
            {
                held[at] = true;
            }
            walk(step.inner(), held);
        }
    }
    let mut held = vec![false; network.stations.len()];
    for program in &network.programs {
        walk(&program.steps, &mut held);
    }
    held
}

/// For each station, whether anybody visits it while holding a server that may go down.
fn inside_of_fallible(network: &Network, down: &[bool]) -> Vec<bool> {
    fn walk(down: &[bool], steps: &[Step], held: bool, inside: &mut [bool]) {
        for step in steps {
            let mut held = held;
            if let Some(at) = step.station() {
                inside[at] |= held;
                held |= !step.inner().is_empty() && down[at];
            }
            walk(down, step.inner(), held, inside);
        }
    }
    let mut inside = vec![false; network.stations.len()];
    if down.contains(&true) {
        for program in &network.programs {
            walk(down, &program.steps, false, &mut inside);
        }
    }
    inside
}

fn reload(r: &Reload) -> ReloadTable {
    ReloadTable {
        chance: r.chance,
        at_most: r.at_most,
        pause: Sampler::new(&r.pause),
    }
}
