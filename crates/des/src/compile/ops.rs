//! Programs as lists of instructions.

use onrush_network::{Act, Clock, Step};

use super::StationTable;
use crate::random::{Key, Sampler};
use crate::requests::{Nesting, Request};

/// No instruction, no pair, no list.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// One instruction of a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Op {
    pub(crate) code: Code,
    /// What the instruction is about: a station, a cache, a gate, a stock, a program.
    pub(crate) at: u32,
    /// The pair (station held around this instruction, station here) in `Tables::pair_names`; [`NOWHERE`] when none is held.
    pub(crate) pair: u32,
    /// From a service time in seconds to ticks, with the step's scale in it.
    pub(crate) ticks: f64,
    /// How long a service takes, for stations.
    pub(crate) service: Sampler,
    /// The only instance of the station, if it has one only; else [`NOWHERE`].
    pub(crate) instance: u32,
    /// Nothing is special about the station (`StationTable::plain`).
    pub(crate) plain: bool,
    /// Names this instruction among all that the program has about the same part, so that its random numbers are its own.
    pub(crate) salt: u64,
}

impl Op {
    /// How long the request is served here if nothing disturbs it, in ticks.
    #[inline(always)]
    pub(crate) fn undisturbed(&self, request: &Request) -> f64 {
        self.service.seconds(request.here(self.salt).bits()) * self.ticks
    }
}

/// What an instruction does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Code {
    /// Take a time that nothing can change, at a station where nobody waits: needs no event of its own.
    Delay,
    /// Wait for a server and be served, when is known at once: needs no event of its own either. The instruction's
    /// [`Op::instance`] is the number of the station's [`crate::parts::fifo::Fifo`].
    Known,
    /// Wait for a server, be served, leave.
    Serve,
    /// Wait for a server, be served the first half, keep the server.
    Hold,
    /// Be served the second half by the server last held, leave.
    Resume,
    /// Be served together with everybody else who is there.
    Share,
    /// Ask a cache: go on with the next instruction on a miss, at `hit` otherwise.
    Ask { hit: u32 },
    /// The object asked for last has been fetched.
    Fill,
    /// Pass a gate.
    Pass,
    /// Take a unit of a stock.
    Take,
    /// Start another program.
    Start,
    /// Go on with this probability, else at instruction `otherwise`.
    Chance { probability: f64, otherwise: u32 },
    /// Go back to `back` until it was done `times` times; `level` says which counter.
    Again { level: u8, times: u16, back: u32 },
    /// Go back to `back` with this probability.
    Loop {
        level: u8,
        probability: f64,
        back: u32,
    },
    /// Done.
    Answer,
}

/// Where a request goes on when the step that it is in fails.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rescue {
    /// The instruction after the optional step; [`NOWHERE`] when the whole request fails.
    pub(crate) op: u32,
    /// Servers held there.
    pub(crate) holding: u8,
    /// Caches being filled there.
    pub(crate) filling: u8,
    /// Caches being filled at the instruction itself.
    pub(crate) filling_here: u8,
    /// Repetitions from this level on belong to the step that failed.
    pub(crate) level: u8,
}

/// All programs' instructions, and what belongs to each.
#[derive(Debug, Default)]
pub(crate) struct Ops {
    pub(crate) list: Vec<Op>,
    /// For each instruction.
    pub(crate) rescues: Vec<Rescue>,
    /// (holder, inner) station of each pair for which books are kept.
    pub(crate) pair_names: Vec<(u32, u32)>,
    /// Room that requests need for servers held and repetitions.
    pub(crate) nesting: Nesting,
    /// Whether any program passes a gate, or takes from a stock.
    pub(crate) gated: bool,
    pub(crate) takes: bool,
    /// The name of what each instruction is about.
    names: Vec<u64>,
}

/// Names of a network's parts as numbers, so that random numbers stay with the part wherever it stands in its list.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) stations: Vec<u64>,
    pub(crate) caches: Vec<u64>,
    pub(crate) gates: Vec<u64>,
    pub(crate) stocks: Vec<u64>,
    pub(crate) programs: Vec<u64>,
}

impl Names {
    /// The name of what a step is about.
    fn of(&self, act: &Act) -> u64 {
        let (list, at) = match act {
            Act::Visit { at, .. } => (&self.stations, *at),
            Act::Cached { cache, .. } => (&self.caches, *cache),
            Act::Pass { gate } => (&self.gates, *gate),
            Act::Take { stock } => (&self.stocks, *stock),
            Act::Start { program } => (&self.programs, *program),
            Act::Group(steps) => return steps.first().map_or(0, |s| self.of(&s.act)),
        };
        list.get(at).copied().unwrap_or(0)
    }
}

/// Where the writer is: what is held around the step, outermost first, and how deep it is.
struct Place {
    first: u32,
    holders: Vec<u32>,
    filling: u8,
    level: u8,
    rescue: Rescue,
}

impl Ops {
    /// Writes a program and returns its first instruction.
    pub(crate) fn program(
        &mut self,
        steps: &[Step],
        stations: &[StationTable],
        names: &Names,
        clock: Clock,
    ) -> u32 {
        let first = len(&self.list);
        let mut place = Place {
            first,
            holders: Vec::new(),
            filling: 0,
            level: 0,
            rescue: Rescue {
                op: NOWHERE,
                holding: 0,
                filling: 0,
                filling_here: 0,
                level: 0,
            },
        };
        let mut writer = Writer {
            to: self,
            stations,
            names,
            per_second: clock.ticks_per_second() as f64,
        };
        writer.steps(steps, &mut place);
        writer.push(Code::Answer, NOWHERE, 0, 1.0, &place);
        first
    }
}

struct Writer<'a> {
    to: &'a mut Ops,
    stations: &'a [StationTable],
    names: &'a Names,
    per_second: f64,
}

impl Writer<'_> {
    fn steps(&mut self, steps: &[Step], place: &mut Place) {
        for step in steps {
            self.step(step, place);
        }
    }

    fn step(&mut self, step: &Step, place: &mut Place) {
        let begin = self.to.list.len();
        let name = self.names.of(&step.act);
        let outer = place.rescue;
        if step.optional {
            // The end is known when the step has been written: patched below.
            place.rescue = Rescue {
                op: PATCH,
                holding: index8(place.holders.len()),
                filling: place.filling,
                filling_here: 0,
                level: place.level,
            };
        }
        if step.probability < 1.0 {
            self.push(
                Code::Chance {
                    probability: step.probability,
                    otherwise: PATCH,
                },
                NOWHERE,
                name,
                1.0,
                place,
            );
        }
        let back = len(&self.to.list);
        let outermost = place.level;
        // The loop counts outside of the repetitions.
        let level = outermost + u8::from(step.again > 0.0);
        place.level = level + 1;
        self.act(&step.act, name, place);
        place.level = outermost;
        if step.times > 1 {
            self.nests(0, level + 1);
            let times = u16::try_from(step.times).unwrap_or(u16::MAX);
            self.push(Code::Again { level, times, back }, NOWHERE, 0, 1.0, place);
        }
        if step.again > 0.0 {
            self.nests(0, outermost + 1);
            let probability = step.again;
            self.push(
                Code::Loop {
                    level: outermost,
                    probability,
                    back,
                },
                NOWHERE,
                name,
                1.0,
                place,
            );
        }
        place.rescue = outer;
        let end = len(&self.to.list);
        if let Some(Op {
            code: Code::Chance { otherwise, .. },
            ..
        }) = self.to.list.get_mut(begin)
            && *otherwise == PATCH
        {
            *otherwise = end;
        }
        for rescue in &mut self.to.rescues[begin..] {
            if rescue.op == PATCH && step.optional {
                rescue.op = end;
            }
        }
    }

    fn act(&mut self, act: &Act, name: u64, place: &mut Place) {
        match act {
            Act::Visit {
                at,
                scale,
                while_holding,
            } => {
                let station = index(*at);
                let table = &self.stations[*at];
                if while_holding.is_empty() {
                    let code = if table.delay {
                        Code::Delay
                    } else if table.fifo != NOWHERE {
                        Code::Known
                    } else if table.shared != NOWHERE {
                        Code::Share
                    } else {
                        Code::Serve
                    };
                    self.push(code, station, name, *scale, place);
                } else {
                    self.nests(place.holders.len() + 1, 0);
                    self.push(Code::Hold, station, name, *scale, place);
                    place.holders.push(station);
                    self.steps(while_holding, place);
                    place.holders.pop();
                    self.push(Code::Resume, station, name, *scale, place);
                }
            }
            Act::Cached { cache, otherwise } => {
                let ask = self.to.list.len();
                self.push(Code::Ask { hit: 0 }, index(*cache), name, 1.0, place);
                place.filling += 1;
                self.steps(otherwise, place);
                self.push(Code::Fill, index(*cache), name, 1.0, place);
                place.filling -= 1;
                let end = len(&self.to.list);
                self.to.list[ask].code = Code::Ask { hit: end };
            }
            Act::Pass { gate } => {
                self.to.gated = true;
                self.push(Code::Pass, index(*gate), name, 1.0, place);
            }
            Act::Take { stock } => {
                self.to.takes = true;
                self.push(Code::Take, index(*stock), name, 1.0, place);
            }
            Act::Start { program } => self.push(Code::Start, index(*program), name, 1.0, place),
            Act::Group(steps) => self.steps(steps, place),
        }
    }

    fn push(&mut self, code: Code, at: u32, name: u64, scale: f64, place: &Place) {
        let visits = matches!(
            code,
            Code::Delay | Code::Known | Code::Serve | Code::Hold | Code::Resume | Code::Share
        );
        let pair = match place.holders.last() {
            Some(&holder) if visits => self.pair(holder, at),
            _ => NOWHERE,
        };
        // Numbered among the instructions about the same part, so that steps elsewhere change nothing here.
        let from = place.first as usize;
        let earlier = self.to.list[from..]
            .iter()
            .zip(&self.to.names[from..])
            .filter(|(op, n)| **n == name && kind(&op.code) == kind(&code))
            .count();
        let salt = Key::of_seed(name)
            .number((earlier as u64) << 8 | u64::from(kind(&code)))
            .bits();
        self.to.names.push(name);
        let table = self.stations.get(at as usize).filter(|_| visits);
        self.to.list.push(Op {
            code,
            at,
            pair,
            ticks: scale * self.per_second,
            service: table.map_or(Sampler::Constant(0.0), |t| t.service),
            instance: table.map_or(NOWHERE, |t| match t.instances_at_most {
                _ if matches!(code, Code::Known) => t.fifo,
                1 => t.first_instance,
                _ => NOWHERE,
            }),
            plain: table.is_some_and(|t| t.plain),
            salt,
        });
        self.to.rescues.push(Rescue {
            filling_here: place.filling,
            ..place.rescue
        });
    }

    /// Requests need room for so many servers held and so many levels of repetitions.
    fn nests(&mut self, held: usize, levels: u8) {
        let need = Nesting::for_levels(held, usize::from(levels));
        self.to.nesting = self.to.nesting.max(need);
    }

    fn pair(&mut self, holder: u32, station: u32) -> u32 {
        let names = &mut self.to.pair_names;
        let known = names.iter().position(|p| *p == (holder, station));
        index(known.unwrap_or_else(|| {
            names.push((holder, station));
            names.len() - 1
        }))
    }
}

/// Stands for an instruction that is not yet known.
const PATCH: u32 = u32::MAX - 1;

/// Which kind of random numbers an instruction draws.
fn kind(code: &Code) -> u32 {
    match code {
        Code::Chance { .. } => 1,
        Code::Loop { .. } => 2,
        Code::Ask { .. } | Code::Fill => 3,
        Code::Pass => 4,
        Code::Take => 5,
        Code::Start => 6,
        Code::Again { .. } | Code::Answer => 7,
        Code::Resume => 8,
        Code::Delay | Code::Known | Code::Serve | Code::Hold | Code::Share => 0,
    }
}

/// `Network::check` keeps all counts far below 2³².
pub(super) fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn index8(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

pub(super) fn len<T>(v: &[T]) -> u32 {
    index(v.len())
}
