//! Keeping the books while the simulation runs.
//!
//! Time is cut into *intervals*: at every step of the series and at every mark that somebody asked for. Counts and levels are
//! kept for the current interval in plain integers and added up at its end. What is known to happen after the interval (the
//! end of a delay that nothing can change) waits in a list until its own interval comes, so that everything is counted at its
//! true time although it needs no event.

mod ahead;
mod close;
mod later;
mod levels;
mod start;

use onrush_network::{Clock, Ticks};
use onrush_observe::{
    CacheSeries, ClientSeries, ClientSums, Detail, GateSeries, HeldSeries, Histogram, Ledger,
    RequestOutcome, RoomSeries, Series, StationSeries, StationSums, StepHistogram, StockSeries,
};

use crate::compile::NOWHERE;
use ahead::Ahead;
pub(crate) use ahead::Visit;
use later::{Answer, Later};
pub(crate) use levels::Level;
use levels::StepArea;

/// Books of one station in the current interval.
#[derive(Debug, Default)]
pub(crate) struct StationBook {
    pub(crate) arrived: u32,
    pub(crate) begun: u32,
    pub(crate) served: u32,
    pub(crate) refused: u32,
    pub(crate) given_up: u32,
    pub(crate) failed: u32,
    pub(crate) shed: u32,
    pub(crate) busy: Level,
    pub(crate) held: Level,
    pub(crate) line: Level,
    /// Instances in service, and instances that exist.
    pub(crate) up: Level,
    pub(crate) paid: Level,
    wait: u128,
    response: u128,
    /// Filled while somebody is watching in detail.
    waits: Histogram,
    responses: Histogram,
}

/// What has been added up for one station.
#[derive(Debug, Default)]
struct StationTotals {
    series: StationSeries,
    /// Of the current step of the series.
    step: [u32; 6],
    busy: StepArea,
    working: StepArea,
    line: StepArea,
    up: StepArea,
    paid: StepArea,
    areas: Areas,
    sums: StationSums,
}

/// Areas under a station's levels since the beginning of the run; they wrap, their differences do not.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Areas {
    pub(crate) busy: u64,
    pub(crate) held: u64,
    pub(crate) up: u64,
}

/// Books of one pair of stations.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PairBook {
    pub(crate) waiting: Level,
    pub(crate) in_service: Level,
}

#[derive(Debug, Default)]
struct PairTotals {
    series: HeldSeries,
    waiting: StepArea,
    in_service: StepArea,
}

/// Books of one sender of bare requests in the current interval.
#[derive(Debug, Default)]
pub(crate) struct ClientBook {
    pub(crate) started: u32,
    pub(crate) completed: u32,
    pub(crate) failed: u32,
    pub(crate) retried: u32,
    response: u128,
    responses: Histogram,
}

#[derive(Debug, Default)]
struct ClientTotals {
    series: ClientSeries,
    /// Started, completed, failed, retried in the current step.
    step: [u32; 4],
    sums: ClientSums,
}

/// Counts of the current step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) visits: u32,
    pub(crate) served: u32,
    pub(crate) lost: u32,
    pub(crate) requests: u32,
    pub(crate) answered: u32,
    pub(crate) refused: u32,
    pub(crate) errors: u32,
    pub(crate) abandoned: u32,
    pub(crate) wasted: u32,
    pub(crate) reloads: u32,
    pub(crate) pages: u32,
    pub(crate) machines: u32,
    pub(crate) blocked: u32,
    pub(crate) sold_out: u32,
    pub(crate) shared: u32,
    pub(crate) retried: u32,
    pub(crate) bytes: u64,
}

/// Counts of a cache in the current step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CacheBook {
    pub(crate) hits: u32,
    pub(crate) misses: u32,
    pub(crate) coalesced: u32,
}

/// Counts of a gate in the current step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct GateBook {
    pub(crate) people_passed: u32,
    pub(crate) people_stopped: u32,
    pub(crate) bots_passed: u32,
    pub(crate) bots_stopped: u32,
}

/// Counts and levels of a waiting room.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RoomBook {
    pub(crate) came: u32,
    pub(crate) admitted: u32,
    pub(crate) given_up: u32,
    pub(crate) waiting: Level,
    pub(crate) active: Level,
}

#[derive(Debug, Default)]
struct RoomTotals {
    series: RoomSeries,
    waiting: StepArea,
    active: StepArea,
}

/// Counts of a stock in the current step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StockBook {
    pub(crate) taken: u32,
    pub(crate) returned: u32,
    pub(crate) in_vain: u32,
}

/// All books.
#[derive(Debug)]
pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    pub(crate) now: Counts,
    pub(crate) stations: Vec<StationBook>,
    pub(crate) pairs: Vec<PairBook>,
    pub(crate) clients: Vec<ClientBook>,
    pub(crate) caches: Vec<CacheBook>,
    pub(crate) gates: Vec<GateBook>,
    pub(crate) rooms: Vec<RoomBook>,
    pub(crate) stocks: Vec<StockBook>,
    station_totals: Vec<StationTotals>,
    pair_totals: Vec<PairTotals>,
    client_totals: Vec<ClientTotals>,
    cache_series: Vec<CacheSeries>,
    gate_series: Vec<GateSeries>,
    room_totals: Vec<RoomTotals>,
    stock_series: Vec<StockSeries>,
    later: Vec<Later>,
    /// For each station whose services are known ahead.
    ahead: Vec<Ahead>,
    answers: Vec<Answer>,
    /// Stations of which a server is held until then.
    held_until: Vec<(u32, Ticks)>,
    page_times: Histogram,
    page_times_now: StepHistogram,
    response_times: Histogram,
    series: Series,
    detail: Option<Detail>,
    /// Marks in ticks, ascending, and how many have been passed.
    marks: Vec<Ticks>,
    passed: usize,
    /// Histograms of the detail are being filled: between the first mark and the last.
    watching: bool,
    clock: Clock,
    /// From ticks to the histograms' unit.
    to_units: u32,
    step_s: u32,
    horizon_s: u32,
    /// End of the current step, in whole seconds.
    step_end_s: u32,
    step_begin: Ticks,
    /// The current interval.
    begin: Ticks,
    end: Ticks,
}

impl Books {
    /// The tick at which the current interval ends.
    #[inline(always)]
    pub(crate) fn interval_end(&self) -> Ticks {
        self.end
    }

    /// Delays and answers that are under way without an event.
    pub(crate) fn under_way(&self) -> usize {
        self.later.len() + self.ahead.iter().map(Ahead::in_service).sum::<usize>()
    }

    /// Areas under a station's levels up to now.
    pub(crate) fn areas(&self, station: usize, now: Ticks) -> Areas {
        let (book, before) = (&self.stations[station], self.station_totals[station].areas);
        Areas {
            busy: before.busy.wrapping_add(book.busy.so_far(now)),
            held: before.held.wrapping_add(book.held.so_far(now)),
            up: before.up.wrapping_add(book.up.so_far(now)),
        }
    }

    #[inline(always)]
    fn units(&self, ticks: Ticks) -> u64 {
        ticks << self.to_units
    }

    #[inline(always)]
    pub(crate) fn page_loaded(&mut self, took: Ticks) {
        let units = self.units(took);
        self.page_times_now.add(units);
        self.now.pages += 1;
        self.ledger.pages_loaded += 1;
    }

    /// A visit's request has been answered.
    #[inline(always)]
    pub(crate) fn answered(&mut self, took: Ticks, bytes: u64) {
        let units = self.units(took);
        self.response_times.add(units);
        self.now.answered += 1;
        self.now.bytes += bytes;
    }

    /// A request comes to the station and finds no place.
    #[inline(always)]
    pub(crate) fn refused(&mut self, station: u32) {
        let book = &mut self.stations[station as usize];
        book.arrived += 1;
        book.refused += 1;
    }

    /// A request comes to the station and is served at once; `pair` is the pair with the server held around it.
    #[inline(always)]
    pub(crate) fn comes_and_begins(&mut self, station: u32, pair: u32, now: Ticks) {
        let book = &mut self.stations[station as usize];
        book.arrived += 1;
        book.begun += 1;
        book.busy.up(now);
        if self.watching {
            book.waits.add(0);
        }
        if pair != NOWHERE {
            self.pairs[pair as usize].in_service.up(now);
        }
    }

    /// A server of the station that is held will be until then, and work afterwards.
    #[inline]
    pub(crate) fn held_until(&mut self, station: u32, then: Ticks) {
        if then < self.end {
            self.stations[station as usize].held.down(then);
        } else {
            self.held_until.push((station, then));
        }
    }

    /// A server of the station is free again.
    #[inline(always)]
    pub(crate) fn ended(&mut self, station: u32, pair: u32, now: Ticks) {
        self.stations[station as usize].busy.down(now);
        if pair != NOWHERE {
            self.pairs[pair as usize].in_service.down(now);
        }
    }

    /// A request has been served at the station, having been there for so long.
    #[inline(always)]
    pub(crate) fn served(&mut self, station: u32, response: Ticks) {
        let book = &mut self.stations[station as usize];
        book.served += 1;
        book.response += u128::from(response);
        if self.watching {
            book.responses.add(response << self.to_units);
        }
    }

    /// The first in line, who has waited so long, takes over the server of somebody who has been served. `pair` is that
    /// one's pair with the server held around it, `taker` the other's.
    #[inline(always)]
    pub(crate) fn taken_over(
        &mut self,
        station: u32,
        pair: u32,
        taker: u32,
        waited: Ticks,
        now: Ticks,
    ) {
        let book = &mut self.stations[station as usize];
        book.line.down(now);
        book.begun += 1;
        book.wait += u128::from(waited);
        if self.watching {
            book.waits.add(waited << self.to_units);
        }
        if pair != taker {
            if pair != NOWHERE {
                self.pairs[pair as usize].in_service.down(now);
            }
            if taker != NOWHERE {
                self.pairs[taker as usize].in_service.up(now);
            }
        }
        if taker != NOWHERE {
            self.pairs[taker as usize].waiting.down(now);
        }
    }

    /// A request comes to the station and joins its line.
    #[inline(always)]
    pub(crate) fn lines_up(&mut self, station: u32, pair: u32, now: Ticks) {
        let book = &mut self.stations[station as usize];
        book.arrived += 1;
        book.line.up(now);
        if pair != NOWHERE {
            self.pairs[pair as usize].waiting.up(now);
        }
    }

    /// A request leaves the station's line.
    #[inline(always)]
    pub(crate) fn left_line(&mut self, station: u32, pair: u32, now: Ticks) {
        self.stations[station as usize].line.down(now);
        if pair != NOWHERE {
            self.pairs[pair as usize].waiting.down(now);
        }
    }

    /// A request of a client that was first sent at `first` is answered at `at`, perhaps in the future.
    #[inline(always)]
    pub(crate) fn call_answered(&mut self, client: u32, first: Ticks, at: Ticks) {
        if at >= self.end {
            self.answers.push(Answer { client, first, at });
            return;
        }
        self.ledger.calls.end(RequestOutcome::Answered);
        let book = &mut self.clients[client as usize];
        book.completed += 1;
        let response = at - first;
        book.response += u128::from(response);
        if self.watching {
            book.responses.add(response << self.to_units);
        }
    }
}

/// To the nearest millisecond, at least one: zero stands for "no page".
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn milliseconds(seconds: f64) -> u32 {
    ((seconds * 1000.0 + 0.5) as u32).max(1)
}
