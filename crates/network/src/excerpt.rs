//! A part of a run's time as a run of its own.

use crate::{Network, Rate, Servers, Trouble};

impl Network {
    /// The same network where everything happens `by_s` seconds earlier (later if negative), nobody comes before `begins_s`, and the
    /// run ends at `horizon_s`; both on the new clock. What began before the new beginning is in force from it; what is
    /// over by then is left out.
    ///
    /// What the first part would have left behind (visitors, lines, machines ordered, units sold) is not there: whoever cuts
    /// must put it there or let some time pass before looking. Caches that nothing has emptied count as warm.
    #[must_use]
    pub fn excerpt(&self, by_s: f64, begins_s: f64, horizon_s: u32) -> Self {
        let mut cut = self.clone();
        let end = f64::from(horizon_s);
        cut.horizon_s = horizon_s;
        for stream in &mut cut.streams {
            stream.rate = stream.rate.excerpt(by_s, begins_s);
        }
        for station in &mut cut.stations {
            let before = earlier(&mut station.hours, by_s);
            if let (Some(servers), Servers::Finite(_)) = (before, station.servers) {
                // Closed is only known to the schedule.
                station.hours.insert(0, (0.0, servers));
            }
        }
        for scaler in &mut cut.scalers {
            if let Some(at_least) = earlier(&mut scaler.schedule, by_s) {
                scaler.schedule.insert(0, (0.0, at_least));
            }
        }
        for gate in &mut cut.gates {
            (gate.from_s, gate.until_s) =
                still(gate.from_s, gate.until_s, by_s).unwrap_or((end, f64::INFINITY));
        }
        for room in &mut cut.rooms {
            room.opens_s = (room.opens_s - by_s).max(0.0);
        }
        for page in cut.journeys.iter_mut().flat_map(|j| &mut j.pages) {
            // Who loads the page after the moment notices nothing of it.
            page.opens = page.opens.take().filter(|opens| opens.at_s > by_s);
            if let Some(opens) = &mut page.opens {
                opens.at_s -= by_s;
            }
        }
        cut.incidents.retain_mut(|incident| {
            let over = matches!(incident.trouble, Trouble::Flush { .. }) && incident.from_s < by_s;
            let span = still(incident.from_s, incident.until_s, by_s).filter(|_| !over);
            if let Some((from_s, until_s)) = span {
                (incident.from_s, incident.until_s) = (from_s, until_s);
            }
            span.is_some()
        });
        let in_use = by_s + begins_s > 0.0;
        for cache in &mut cut.caches {
            cache.warm |= in_use;
        }
        cut
    }
}

impl Rate {
    fn excerpt(&self, by_s: f64, begins_s: f64) -> Self {
        let later: Vec<(f64, f64)> = self
            .points()
            .iter()
            .map(|(second, rate)| (second - by_s, *rate))
            .filter(|(second, _)| *second > begins_s)
            .collect();
        let mut points = Vec::with_capacity(later.len() + 1);
        if !later.is_empty() {
            points.push((begins_s, self.at(begins_s + by_s)));
            points.extend(later);
        }
        Self::new(points)
    }
}

/// Moves a schedule and takes out the entries before its new beginning; gives the last of them.
fn earlier(schedule: &mut Vec<(f64, u32)>, by_s: f64) -> Option<u32> {
    let mut last = None;
    schedule.retain_mut(|(second, n)| {
        *second -= by_s;
        if *second <= 0.0 {
            last = Some(*n);
        }
        *second > 0.0
    });
    last
}

/// A stretch of time on the new clock; `None` when it is over before that begins.
fn still(from_s: f64, until_s: f64, by_s: f64) -> Option<(f64, f64)> {
    (until_s > by_s).then(|| ((from_s - by_s).max(0.0), until_s - by_s))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are exact")]
mod tests {
    use crate::{Dist, Incident, Journey, Network, Program, Rate, Station, Step, Stream, Trouble};

    fn network() -> Network {
        let slow = |id: &str, from_s, until_s| Incident {
            id: id.to_owned(),
            from_s,
            until_s,
            trouble: Trouble::Slow {
                station: 0,
                factor: 2.0,
            },
        };
        Network {
            horizon_s: 1000,
            stations: vec![Station {
                hours: vec![(100.0, 3), (400.0, 5), (800.0, 0)],
                servers: crate::Servers::Finite(1),
                ..Station::new("desk", Dist::constant(1.0))
            }],
            programs: vec![Program::new("page", vec![Step::at(0)])],
            journeys: vec![Journey::single_request("visit", 0)],
            streams: vec![Stream::visits(
                "all",
                Rate::new(vec![(0.0, 0.0), (1000.0, 100.0)]),
                0,
                0,
            )],
            incidents: vec![
                slow("over", 0.0, 450.0),
                slow("under_way", 300.0, 700.0),
                slow("to_come", 600.0, f64::INFINITY),
            ],
            ..Network::default()
        }
    }

    #[test]
    fn everything_moves_and_nobody_comes_before() {
        let whole = network();
        let cut = whole.excerpt(500.0, 50.0, 200);
        assert!(cut.check().is_ok());
        assert_eq!(cut.horizon_s, 200);
        let rate = &cut.streams[0].rate;
        assert_eq!(rate.at(49.0), 0.0);
        assert_eq!(
            rate.expected(0.0, 200.0),
            whole.streams[0].rate.expected(550.0, 700.0)
        );
        assert_eq!(cut.stations[0].hours, [(0.0, 5), (300.0, 0)]);
        let spans: Vec<_> = cut
            .incidents
            .iter()
            .map(|i| (&*i.id, i.from_s, i.until_s))
            .collect();
        assert_eq!(
            spans,
            [("under_way", 0.0, 200.0), ("to_come", 100.0, f64::INFINITY)]
        );
    }

    #[test]
    fn it_can_begin_later_too() {
        let cut = network().excerpt(-300.0, 300.0, 1300);
        assert!(cut.check().is_ok());
        assert_eq!(cut.streams[0].rate.expected(0.0, 1300.0), 50_000.0);
        assert_eq!(cut.stations[0].hours[0], (400.0, 3));
    }
}
