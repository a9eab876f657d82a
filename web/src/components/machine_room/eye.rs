//! Looks at one second of one plan: which figure comes from where.

use onrush_scenario::{CacheRole, Desk, GateRole, Scenario, Site, StationRole};

use super::level::{Limit, Tank, count};
use super::model::{
    Copies, Doing, Door, Gate, Look, SOURCES, Source, State, Stock, Uplink, Visitors, Waiting,
};
use super::part::Part;
use super::seen::Seen;
use super::troubles::Trouble;

/// Looks at one second of one plan.
pub(super) struct Eye<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) site: &'a Site,
    pub(super) seen: Option<&'a Seen<'a>>,
    /// What goes wrong now.
    pub(super) troubles: &'a [Trouble],
    /// `None`: every second at once.
    pub(super) second: Option<u32>,
}

impl Eye<'_> {
    /// What there is to see of `part`.
    pub(super) fn look(&self, part: Part) -> Look {
        let site = self.site;
        let doing = match part {
            Part::Visitors => Doing::Visitors(self.visitors()),
            Part::WaitingRoom => Doing::Waiting(self.waiting()),
            Part::BotFilter => Doing::Gate(self.gate(GateRole::BotFilter)),
            Part::Cdn => Doing::Copies(self.cdn()),
            Part::RateLimit => Doing::Gate(self.gate(GateRole::RateLimit)),
            Part::Door => Doing::Door(self.door()),
            Part::Web => Doing::Tank(self.web()),
            Part::Cache => Doing::Copies(self.cache()),
            Part::Database => Doing::Tank(self.tank(
                StationRole::Database,
                u64::from(site.database.connections),
                Limit::Holders(self.web().servers),
            )),
            Part::Replicas => {
                let servers = site
                    .database
                    .replicas
                    .map_or(0, |r| u64::from(r.servers) * u64::from(r.connections));
                let limit = Limit::Holders(self.web().servers);
                Doing::Tank(self.tank(StationRole::Replicas, servers, limit))
            }
            Part::Uplink => Doing::Uplink(self.uplink()),
            Part::Queue => {
                let (workers, places) = site
                    .queue
                    .as_ref()
                    .map_or((0, None), |q| (q.workers, q.places));
                Doing::Tank(self.tank(StationRole::Queue, workers.into(), limit(places)))
            }
            Part::Party(party) => {
                let at_once = site.third_parties.get(party).and_then(|p| p.at_once);
                let role = StationRole::Party { party };
                Doing::Tank(self.tank(role, at_once.unwrap_or(0).into(), Limit::None))
            }
            Part::Desk(desk) => {
                let (people, places) = site
                    .desks
                    .get(desk)
                    .map_or((0, None), |d| (d.people, d.places));
                Doing::Tank(self.tank(StationRole::Desk { desk }, people.into(), limit(places)))
            }
            Part::Stock(stock) => Doing::Stock(self.stock(stock)),
        };
        let troubles = self
            .troubles
            .iter()
            .filter(|t| t.part == part)
            .map(|t| t.incident)
            .collect();
        Look {
            part,
            state: self.state(part, &doing),
            doing,
            troubles,
        }
    }

    /// Events per second of what `of` finds.
    fn rate<'s>(&'s self, of: impl Fn(&'s Seen<'s>) -> Option<&'s Vec<u32>>) -> f64 {
        self.seen.and_then(|s| Some(s.rate(of(s)?))).unwrap_or(0.0)
    }

    fn tank(&self, role: StationRole, servers: u64, limit: Limit) -> Tank {
        let mut tank = Tank::resting(servers, limit);
        if let Some(seen) = self.seen {
            seen.fill(role, &mut tank);
        }
        tank
    }

    fn web(&self) -> Tank {
        let web = &self.site.web;
        let places = u64::from(web.servers) * u64::from(web.line);
        let servers = u64::from(web.servers) * u64::from(web.workers);
        let mut tank = self.tank(StationRole::Web, servers, Limit::Places(places));
        if web.autoscaler.is_some() {
            Seen::only_up(&mut tank, web.workers.into(), web.line.into());
        }
        let held = |inner| self.seen.and_then(|s| s.held(StationRole::Web, inner));
        let (mut stuck, mut elsewhere) = (0.0, 0.0);
        // Who waits for a connection of the pool or for a row waits for the database.
        let mut inner = vec![
            StationRole::Database,
            StationRole::Pool,
            StationRole::Replicas,
        ];
        inner.extend((0..self.site.stocks.len()).map(|stock| StationRole::Row { stock }));
        for role in inner {
            if let Some((waiting, in_service)) = held(role) {
                stuck += waiting;
                // A connection of the pool that is taken is one that has the database's attention, counted there.
                elsewhere += if role == StationRole::Pool {
                    0.0
                } else {
                    in_service
                };
            }
        }
        tank.stuck = stuck.min(tank.busy);
        tank.elsewhere = elsewhere.min(tank.busy - tank.stuck);
        tank
    }

    fn visitors(&self) -> Visitors {
        let blocked = self.seen.map_or(0.0, |s| {
            s.labels
                .gates
                .iter()
                .zip(&s.all.gates)
                .filter(|(role, _)| matches!(role, GateRole::Block { .. }))
                .map(|(_, gate)| s.rate(&gate.people_stopped))
                .sum()
        });
        Visitors {
            requests: self.rate(|s| Some(&s.all.series.requests)),
            inside: self.seen.map_or(0.0, |s| s.level(&s.all.series.inside)),
            reloads: self.rate(|s| Some(&s.all.series.reloads)),
            retried: self.rate(|s| Some(&s.all.series.retried)),
            abandoned: self.rate(|s| Some(&s.all.series.abandoned)),
            blocked,
            sources: self.sources(),
        }
    }

    /// Requests by region: each passes its region's stretch of the internet once.
    fn sources(&self) -> Vec<Source> {
        let shut = |id: &str| {
            self.troubles
                .iter()
                .filter_map(|t| self.scenario.incidents.get(t.incident))
                .find(|i| i.region.as_deref() == Some(id))
                .map(|i| i.kind)
        };
        let all: Vec<Source> = self
            .scenario
            .regions
            .iter()
            .enumerate()
            .map(|(region, r)| Source {
                name: Some(r.name.clone()),
                regions: 1,
                share: r.share_percent / 100.0,
                requests: self.rate(|s| Some(&s.station(StationRole::Network { region })?.arrived)),
                shut: shut(&r.id),
            })
            .collect();
        if all.len() <= SOURCES {
            return all;
        }
        let (shown, rest) = all.split_at(SOURCES - 1);
        let mut sources = shown.to_vec();
        sources.push(Source {
            name: None,
            regions: rest.len(),
            share: rest.iter().map(|s| s.share).sum(),
            requests: rest.iter().map(|s| s.requests).sum(),
            shut: None,
        });
        sources
    }

    fn waiting(&self) -> Waiting {
        let room = self.site.waiting_room.as_ref();
        let series = self.seen.and_then(|s| Some((s, s.all.rooms.first()?)));
        let opens_s = room
            .and_then(|r| r.opens)
            .map_or(0, |at| self.scenario.clock.seconds_until(at));
        let per_minute = |of: fn(&onrush_observe::RoomSeries) -> &Vec<u32>| {
            series.map_or(0.0, |(s, r)| 60.0 * s.rate(of(r)))
        };
        Waiting {
            people: series.map_or(0.0, |(s, r)| s.mean(&r.waiting)),
            longest: series.map_or(0.0, |(_, r)| {
                f64::from(r.waiting.iter().copied().fold(0.0, f32::max))
            }),
            active: series.map_or(0.0, |(s, r)| s.mean(&r.active)),
            places: room.and_then(|r| r.active),
            admitted: per_minute(|r| &r.admitted),
            given_up: per_minute(|r| &r.given_up),
            opens_s,
            open: self.second.is_none_or(|second| second >= opens_s),
        }
    }

    fn gate(&self, role: GateRole) -> Gate {
        let Some((s, gate)) = self.seen.and_then(|s| Some((s, s.gate(role)?))) else {
            return Gate::default();
        };
        Gate {
            passed: s.rate(&gate.people_passed) + s.rate(&gate.bots_passed),
            people: s.rate(&gate.people_stopped),
            bots: s.rate(&gate.bots_stopped),
        }
    }

    /// What reaches the servers, before the rate limit.
    fn behind_the_edge(&self) -> f64 {
        let limit = self.gate(GateRole::RateLimit);
        let limited = limit.passed + limit.people + limit.bots;
        let arrived = self.rate(|s| Some(&s.station(StationRole::Web)?.arrived));
        if self.site.rate_limit.is_some() {
            limited
        } else {
            arrived
        }
    }

    fn cdn(&self) -> Copies {
        let came = if self.site.bot_filter.is_some() {
            self.gate(GateRole::BotFilter).passed
        } else {
            self.rate(|s| Some(&s.all.series.requests)) - self.visitors().blocked
        };
        let passed = self.behind_the_edge();
        Copies {
            answered: (came - passed).max(0.0),
            passed,
        }
    }

    fn cache(&self) -> Copies {
        let mut copies = Copies::default();
        if let Some(seen) = self.seen {
            for cache in seen.caches(|role| role == CacheRole::Site) {
                copies.answered += seen.rate(&cache.hits) + seen.rate(&cache.coalesced);
                copies.passed += seen.rate(&cache.misses);
            }
        }
        copies
    }

    fn door(&self) -> Door {
        let web = self.web();
        Door {
            arrived: web.arrived,
            admitted: (web.arrived - web.refused).max(0.0),
            refused: web.refused,
            timed_out: self.rate(|s| Some(&s.all.series.errors)),
        }
    }

    fn uplink(&self) -> Uplink {
        let station = self
            .seen
            .and_then(|s| Some((s, s.station(StationRole::Uplink)?)));
        Uplink {
            share: station.map_or(0.0, |(s, u)| s.mean(&u.busy).clamp(0.0, 1.0)),
            megabits: self.site.uplink.as_ref().map_or(0.0, |u| u.megabits_per_s),
            answers: station.map_or(0.0, |(s, u)| s.rate(&u.arrived)),
        }
    }

    fn stock(&self, stock: usize) -> Stock {
        let units = self.site.stocks.get(stock).map_or(0, |s| s.units);
        let series = self.seen.and_then(|s| Some((s, s.all.stocks.get(stock)?)));
        let net = series.map_or(0.0, |(s, x)| s.so_far(&x.taken) - s.so_far(&x.returned));
        Stock {
            units,
            // At once in every second, nothing has been sold yet: that is the longest text.
            left: if self.second.is_some() {
                (count(units) - net).max(0.0)
            } else {
                count(units)
            },
            sold: series.map_or(0.0, |(s, x)| s.rate(&x.taken)),
            in_vain: series.map_or(0.0, |(s, x)| s.rate(&x.in_vain)),
            line: self
                .seen
                .and_then(|s| Some(s.mean(&s.station(StationRole::Row { stock })?.line)))
                .unwrap_or(0.0),
        }
    }

    fn state(&self, part: Part, doing: &Doing) -> Option<State> {
        self.seen?;
        match (part, doing) {
            (_, Doing::Waiting(w)) if !w.open => Some(State::Closed),
            (_, Doing::Stock(s)) if s.left <= 0.0 => Some(State::SoldOut),
            (Part::Party(i), Doing::Tank(tank)) => {
                let party = self.site.third_parties.get(i)?;
                // Both hold back; where there is no limit of theirs it was our breaker.
                if tank.shed > 0.0 && party.breaker.is_some() && party.per_s.is_none() {
                    Some(State::NotAsked)
                } else {
                    // Now and then one fails anywhere.
                    (tank.failed + tank.shed > 0.1 * tank.arrived && tank.arrived > 0.0)
                        .then_some(State::Failing)
                }
            }
            (Part::Desk(i), _) => {
                let desk = self.site.desks.get(i)?;
                let second = self.second?;
                (!is_open(desk, self.scenario, second)).then_some(State::Closed)
            }
            _ => None,
        }
    }
}

/// Whether somebody works at the desk at `second`.
fn is_open(desk: &Desk, scenario: &Scenario, second: u32) -> bool {
    let now = (scenario.clock.start.second_of_day + second % 86_400) % 86_400;
    desk.hours.is_empty()
        || desk.hours.iter().any(|hours| {
            let (from, until) = (hours.from.second_of_day, hours.until.second_of_day);
            if from < until {
                (from..until).contains(&now)
            } else {
                now >= from || now < until
            }
        })
}

fn limit(places: Option<u32>) -> Limit {
    places.map_or(Limit::None, |n| Limit::Places(n.into()))
}
