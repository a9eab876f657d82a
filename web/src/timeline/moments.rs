//! What has a time of its own on the site: a waiting room or a page opens, something goes wrong, a team has its hours. Where it lies,
//! and what a hand or a key does to it.

use onrush_scenario::{ClockTime, Edit, IncidentKind, Scenario, Span as Clock};
use serde_json::{Value, json};

use super::{DAY_S, Lane, keys::Key, minutes};

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MomentKind {
    /// A waiting room lets the first one in; `set`: the plan says when.
    Room {
        /// Left out, it is open from the start.
        set: bool,
    },
    /// A page leads on from then on: what it offers is on sale.
    Page,
    /// Something goes wrong.
    Incident {
        /// Whether the plan says when; else it is when most people arrive.
        set: bool,
        /// Whether it lasts: what is flushed is flushed in a moment.
        lasts: bool,
    },
    /// People are there, day by day.
    Hours,
}

/// Something on the site with a time of its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moment {
    /// What it is.
    pub(crate) kind: MomentKind,
    /// Where it is in the plan: `site.waiting_room`, `incidents.crash`.
    pub(crate) path: String,
    /// What the plan calls it; empty where it has no name of its own.
    pub(crate) name: String,
    /// From when to when, in seconds from the rehearsal's start; of hours one for each day. Where the end is past the rehearsal's, it
    /// does not end.
    pub(crate) stretches: Vec<(f64, f64)>,
}

/// What of it is taken hold of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// All of it.
    All,
    /// Its beginning alone.
    From,
    /// Its end.
    Until,
}

/// Shortest time that something open stays open, in seconds.
const SHORTEST_S: f64 = 60.0;

impl Moment {
    /// All of a plan, in the order of a request's way. `peak_s`: when most people arrive.
    pub(crate) fn all(scenario: &Scenario, peak_s: u32) -> Vec<Self> {
        let clock = &scenario.clock;
        let horizon = f64::from(clock.horizon_s());
        let second = |at: ClockTime| f64::from(clock.seconds_until(at));
        let mut all = Vec::new();
        if let Some(room) = &scenario.site.waiting_room {
            all.push(Self {
                kind: MomentKind::Room {
                    set: room.opens.is_some(),
                },
                path: "site.waiting_room".to_owned(),
                name: String::new(),
                stretches: vec![(room.opens.map_or(0.0, second), horizon)],
            });
        }
        for page in &scenario.journey.pages {
            if let Some(opens) = &page.opens {
                all.push(Self {
                    kind: MomentKind::Page,
                    path: format!("journey.pages.{}.opens", page.id),
                    name: page.name.clone(),
                    stretches: vec![(second(opens.at), horizon)],
                });
            }
        }
        for desk in &scenario.site.desks {
            for (i, hours) in desk.hours.iter().enumerate() {
                all.push(Self {
                    kind: MomentKind::Hours,
                    path: format!("site.desks.{}.hours[{i}]", desk.id),
                    name: desk.name.clone(),
                    stretches: daily(clock, hours.from, hours.until),
                });
            }
        }
        for incident in &scenario.incidents {
            let from = incident.at.map_or(f64::from(peak_s), second);
            let lasts = !matches!(
                incident.kind,
                IncidentKind::CdnFlushed | IncidentKind::CacheFlushed
            );
            let ends = [incident.minutes, incident.backup_after_minutes];
            let length = ends.into_iter().flatten().fold(f64::INFINITY, f64::min) * 60.0;
            let to = if lasts {
                (from + length).min(horizon.max(from))
            } else {
                from
            };
            all.push(Self {
                kind: MomentKind::Incident {
                    set: incident.at.is_some(),
                    lasts,
                },
                path: format!("incidents.{}", incident.id),
                name: incident.name.clone(),
                stretches: vec![(from, to)],
            });
        }
        all
    }

    /// Whether its end can be taken hold of.
    pub(crate) fn ends(&self) -> bool {
        matches!(
            self.kind,
            MomentKind::Hours | MomentKind::Incident { lasts: true, .. }
        )
    }

    /// What lies under a finger at `x`: an edge, or what is between two, and of which day.
    pub(crate) fn hit(&self, lane: Lane, x: f64) -> Option<(Edge, usize)> {
        const REACH: f64 = 22.0;
        let start = match self.kind {
            MomentKind::Incident { .. } => Edge::All,
            _ => Edge::From,
        };
        let edges = self
            .stretches
            .iter()
            .enumerate()
            .flat_map(|(i, (from, to))| {
                let until = self.ends().then_some((Edge::Until, i, *to));
                std::iter::once((start, i, *from)).chain(until)
            });
        let nearest = edges
            .map(|(edge, i, at)| (edge, i, (lane.x_of(at) - x).abs()))
            .filter(|(.., off)| *off <= REACH)
            // Of two at one place the end, which alone can be drawn apart.
            .min_by(|a, b| a.2.total_cmp(&b.2).then(rank(a.0).cmp(&rank(b.0))));
        let second = lane.second_at(x);
        let between = || {
            let inside = |(from, to): &(f64, f64)| (*from..*to).contains(&second);
            self.stretches.iter().position(inside)
        };
        match nearest {
            Some((edge, i, _)) => Some((edge, i)),
            None if self.ends() => between().map(|i| (Edge::All, i)),
            None => None,
        }
    }

    /// Where an edge of one of its stretches is.
    pub(crate) fn at(&self, edge: Edge, place: usize) -> Option<f64> {
        let (from, to) = self.stretches.get(place)?;
        Some(if edge == Edge::Until { *to } else { *from })
    }

    /// Puts an edge of one of its stretches at a second of the rehearsal, or as near as it may come.
    pub(crate) fn put(
        &self,
        clock: &Clock,
        (edge, place): (Edge, usize),
        second: f64,
    ) -> Option<Edit> {
        let (from, to) = *self.stretches.get(place)?;
        if !second.is_finite() || (edge == Edge::Until && !self.ends()) {
            return None;
        }
        let field = |name: &str| format!("{}.{name}", self.path);
        let set = |name: &str, value: Value| Edit::Set {
            path: field(name),
            value,
        };
        // A time of day without a day is the first such time.
        let last = f64::from(clock.horizon_s().min(DAY_S).saturating_sub(1));
        let within = second.clamp(0.0, last);
        Some(match (self.kind, edge) {
            (MomentKind::Room { .. }, _) => set("opens", time(clock, within)),
            (MomentKind::Page, _) | (MomentKind::Incident { .. }, Edge::All | Edge::From) => {
                set("at", time(clock, within))
            }
            (MomentKind::Incident { .. }, Edge::Until) => {
                const LONGEST_MIN: f64 = 80_640.0;
                let length = minutes((second - from).max(0.0)).min(LONGEST_MIN);
                set("minutes", json!(length))
            }
            (MomentKind::Hours, Edge::All) => Edit::Many(vec![
                set("from", time(clock, second)),
                set("until", time(clock, second + to - from)),
            ]),
            (MomentKind::Hours, Edge::From) => {
                let from = second.clamp(to - f64::from(DAY_S), to - SHORTEST_S);
                set("from", time(clock, from))
            }
            (MomentKind::Hours, Edge::Until) => {
                let to = second.clamp(from + SHORTEST_S, from + f64::from(DAY_S));
                set("until", time(clock, to))
            }
        })
    }

    /// What a key does to it: arrows move its beginning, with Shift its end, with Alt by seconds; Delete removes what goes wrong.
    /// `None`: nothing.
    pub(crate) fn keyed(&self, key: Key<'_>, clock: &Clock, lane: Lane) -> Option<Edit> {
        match key.name {
            "ArrowLeft" | "ArrowRight" if !key.ctrl => {
                let edge = if key.shift { Edge::Until } else { Edge::All };
                let step = if key.alt { 1 } else { lane.step_s() };
                let by = if key.name == "ArrowLeft" { -1.0 } else { 1.0 };
                let at = self.at(edge, 0)?;
                self.put(clock, (edge, 0), at + by * f64::from(step))
            }
            "Delete" | "Backspace" if !key.ctrl && !key.alt => {
                let goes = matches!(self.kind, MomentKind::Incident { .. });
                goes.then(|| Edit::Remove {
                    path: self.path.clone(),
                })
            }
            _ => None,
        }
    }
}

fn rank(edge: Edge) -> u8 {
    u8::from(edge != Edge::Until)
}

/// The stretches of a rehearsal that lie between two times of the day.
fn daily(clock: &Clock, from: ClockTime, until: ClockTime) -> Vec<(f64, f64)> {
    let start = f64::from(clock.start.second_of_day);
    let (from, until) = (
        f64::from(from.second_of_day),
        f64::from(until.second_of_day),
    );
    let day = f64::from(DAY_S);
    // The same time or an earlier one is on the next day.
    let length = if until > from {
        until - from
    } else {
        until + day - from
    };
    let days = clock.horizon_s() / DAY_S + 2;
    (0..=days)
        .map(|n| (f64::from(n) - 1.0) * day + from - start)
        .map(|begins| (begins, begins + length))
        .filter(|(begins, ends)| *ends > 0.0 && *begins < f64::from(clock.horizon_s()))
        .collect()
}

/// A second of the rehearsal (also before its start or after its end) as a time of the day, as files have it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a remainder of a day's seconds"
)]
fn time(clock: &Clock, second: f64) -> Value {
    let of_day =
        (f64::from(clock.start.second_of_day) + second.round()).rem_euclid(f64::from(DAY_S));
    let at = ClockTime {
        second_of_day: of_day as u32,
    };
    json!(at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Span;

    fn story(key: &str) -> Scenario {
        Scenario::read(onrush_scenario::story(key).unwrap().file).unwrap()
    }

    fn set(plan: &Scenario, path: &str, value: Value) -> Scenario {
        let path = path.to_owned();
        plan.edited(&Edit::Set { path, value }).unwrap()
    }

    /// The mole app (20:15 to 21:45) with a waiting room, office hours and something that goes wrong.
    fn plan() -> Scenario {
        let plan = story("mole-app");
        let plan = set(
            &plan,
            "site.waiting_room",
            json!({ "active": 1000, "opens": "20:30" }),
        );
        let entry = json!({ "id": "crash", "name": "Crash", "kind": "database_down", "at": "21:00", "minutes": 5 });
        let insert = Edit::Insert {
            list: "incidents".into(),
            at: None,
            entry,
        };
        plan.edited(&insert).unwrap()
    }

    fn found(plan: &Scenario, path: &str) -> Moment {
        let all = Moment::all(plan, 0);
        all.into_iter().find(|m| m.path == path).unwrap()
    }

    #[test]
    fn a_waiting_room_opens_where_it_is_put_and_not_outside_the_rehearsal() {
        let plan = plan();
        let room = found(&plan, "site.waiting_room");
        assert_eq!(room.stretches, [(900.0, 5400.0)]);
        let opens = |second: f64| {
            let edit = room.put(&plan.clock, (Edge::From, 0), second).unwrap();
            let after = plan.edited(&edit).unwrap();
            after.site.waiting_room.unwrap().opens.unwrap().to_string()
        };
        assert_eq!(opens(1200.0), "20:35");
        assert_eq!(opens(-50.0), "20:15");
        assert_eq!(opens(99_999.0), "21:44:59");
        assert_eq!(room.put(&plan.clock, (Edge::Until, 0), 1800.0), None);
        assert_eq!(room.put(&plan.clock, (Edge::From, 0), f64::NAN), None);
    }

    #[test]
    fn what_goes_wrong_is_moved_as_a_whole_and_stretched_at_its_end() {
        let plan = plan();
        let crash = found(&plan, "incidents.crash");
        assert_eq!(crash.stretches, [(2700.0, 3000.0)]);
        let moved = crash.put(&plan.clock, (Edge::All, 0), 2760.0).unwrap();
        let moved = plan.edited(&moved).unwrap();
        assert_eq!(
            found(&moved, "incidents.crash").stretches,
            [(2760.0, 3060.0)]
        );
        let longer = crash.put(&plan.clock, (Edge::Until, 0), 3300.0).unwrap();
        let longer = plan.edited(&longer).unwrap();
        assert_eq!(longer.incidents[0].minutes, Some(10.0));
        let none = crash.put(&plan.clock, (Edge::Until, 0), 0.0).unwrap();
        assert_eq!(plan.edited(&none).unwrap().incidents[0].minutes, Some(0.0));
        // Without a time of its own it is when most arrive, until it is put somewhere.
        let anywhen = set(&plan, "incidents.crash.at", Value::Null);
        let crash = &Moment::all(&anywhen, 4000)[1];
        assert_eq!(crash.stretches, [(4000.0, 4300.0)]);
        assert!(matches!(
            crash.kind,
            MomentKind::Incident { set: false, .. }
        ));
    }

    #[test]
    fn hours_come_again_on_every_day() {
        let mut plan = story("mole-app");
        plan.clock.minutes = 2 * 1440;
        let hours = daily(
            &plan.clock,
            "19:15".parse().unwrap(),
            "20:30".parse().unwrap(),
        );
        let day = 86_400.0;
        assert_eq!(
            hours,
            [
                (-3600.0, 900.0),
                (day - 3600.0, day + 900.0),
                (2.0 * day - 3600.0, 2.0 * day + 900.0)
            ]
        );
        let night = daily(
            &plan.clock,
            "22:15".parse().unwrap(),
            "06:15".parse().unwrap(),
        );
        assert_eq!(night[0], (7200.0, 10.0 * 3600.0));
        let all_day = daily(&plan.clock, plan.clock.start, plan.clock.start);
        assert!((all_day[0].1 - all_day[0].0 - day).abs() < 1e-9);
    }

    #[test]
    fn an_edge_of_hours_never_passes_the_other() {
        let plan = story("mole-app");
        let hours = Moment {
            kind: MomentKind::Hours,
            path: "site.desks.sales.hours[0]".into(),
            name: "Sales".into(),
            stretches: vec![(0.0, 1800.0)],
        };
        let put = |edge, second| match hours.put(&plan.clock, (edge, 0), second).unwrap() {
            Edit::Set { value, .. } => value,
            Edit::Many(edits) => json!(edits.len()),
            other => panic!("{other:?}"),
        };
        assert_eq!(put(Edge::Until, -500.0), "20:16");
        assert_eq!(put(Edge::From, 9000.0), "20:44");
        assert_eq!(put(Edge::From, -3600.0), "19:15");
        assert_eq!(put(Edge::All, 600.0), 2);
    }

    #[test]
    fn a_finger_takes_the_nearest_edge() {
        let plan = plan();
        let lane = Lane::new(Span::whole(plan.clock.horizon_s()), 900.0);
        let room = found(&plan, "site.waiting_room");
        assert_eq!(room.hit(lane, 160.0), Some((Edge::From, 0)));
        assert_eq!(
            room.hit(lane, 400.0),
            None,
            "an open room is not dragged about"
        );
        let crash = found(&plan, "incidents.crash");
        assert_eq!(crash.hit(lane, 440.0), Some((Edge::All, 0)));
        assert_eq!(crash.hit(lane, 505.0), Some((Edge::Until, 0)));
        assert_eq!(crash.hit(lane, 600.0), None);
    }

    #[test]
    fn keys_do_what_a_hand_does() {
        let plan = plan();
        let lane = Lane::new(Span::whole(plan.clock.horizon_s()), 900.0);
        let crash = found(&plan, "incidents.crash");
        let key = |name, shift, alt| Key {
            name,
            shift,
            alt,
            ctrl: false,
        };
        let after = |key| {
            let edit = crash.keyed(key, &plan.clock, lane).unwrap();
            found(&plan.edited(&edit).unwrap(), "incidents.crash").stretches[0]
        };
        assert_eq!(after(key("ArrowRight", false, false)), (2760.0, 3060.0));
        assert_eq!(after(key("ArrowLeft", false, true)), (2699.0, 2999.0));
        assert_eq!(after(key("ArrowRight", true, false)), (2700.0, 3060.0));
        let gone = crash.keyed(key("Delete", false, false), &plan.clock, lane);
        assert!(plan.edited(&gone.unwrap()).unwrap().incidents.is_empty());
        let room = found(&plan, "site.waiting_room");
        assert_eq!(
            room.keyed(key("Delete", false, false), &plan.clock, lane),
            None
        );
        assert_eq!(
            room.keyed(key("ArrowRight", true, false), &plan.clock, lane),
            None
        );
    }
}
