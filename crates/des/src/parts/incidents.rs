//! Incidents: when each begins and is over, and what several at once do to a station.

use onrush_network::{Clock, Incident, Ticks, Trouble};

/// A beginning or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) begins: bool,
    /// Index of the incident.
    pub(crate) incident: usize,
}

/// All incidents of a run in order of time.
#[derive(Debug)]
pub(crate) struct Incidents {
    troubles: Vec<Trouble>,
    under_way: Vec<bool>,
    /// When, whether it is an end, which.
    changes: Vec<(Ticks, bool, usize)>,
    next: usize,
}

impl Incidents {
    pub(crate) fn new(incidents: &[Incident], clock: Clock) -> Self {
        let mut changes = Vec::with_capacity(incidents.len() * 2);
        for (i, incident) in incidents.iter().enumerate() {
            changes.push((clock.ticks(incident.from_s), false, i));
            if !matches!(incident.trouble, Trouble::Flush { .. }) {
                changes.push((clock.ticks(incident.until_s), true, i));
            }
        }
        // Beginnings come before ends at the same tick: an incident that takes over from another leaves no gap.
        onrush_network::sort_few(&mut changes);
        Self {
            troubles: incidents.iter().map(|i| i.trouble).collect(),
            under_way: vec![false; incidents.len()],
            changes,
            next: 0,
        }
    }

    /// When the next one begins or is over.
    #[inline]
    pub(crate) fn next_at(&self) -> Option<Ticks> {
        self.changes.get(self.next).map(|c| c.0)
    }

    /// The next change due up to `now`.
    pub(crate) fn take(&mut self, now: Ticks) -> Option<Change> {
        let &(at, ends, incident) = self.changes.get(self.next)?;
        if at > now {
            return None;
        }
        self.next += 1;
        self.under_way[incident] = !ends;
        Some(Change {
            begins: !ends,
            incident,
        })
    }

    /// What goes wrong in an incident.
    pub(crate) fn trouble(&self, incident: usize) -> Trouble {
        self.troubles[incident]
    }

    fn present(&self) -> impl Iterator<Item = &Trouble> {
        let all = self.troubles.iter().zip(&self.under_way);
        all.filter(|(_, here)| **here).map(|(trouble, _)| trouble)
    }

    /// By how much services that begin at a station take longer now.
    pub(crate) fn slow_factor(&self, at: usize) -> f64 {
        self.present()
            .map(|trouble| match trouble {
                Trouble::Slow { station, factor } if *station == at => *factor,
                _ => 1.0,
            })
            .product()
    }

    /// Share of the services ending at a station that fail now, when `own` of them fail anyway. Causes are independent.
    pub(crate) fn error_share(&self, at: usize, own: f64) -> f64 {
        let good: f64 = self
            .present()
            .map(|trouble| match trouble {
                Trouble::Errors { station, share } if *station == at => 1.0 - share,
                _ => 1.0,
            })
            .product();
        // Without an incident exactly the station's own.
        own + (1.0 - own) * (1.0 - good)
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these products are exact")]
mod tests {
    use super::*;

    fn incident(from_s: f64, until_s: f64, trouble: Trouble) -> Incident {
        Incident {
            id: String::new(),
            from_s,
            until_s,
            trouble,
        }
    }

    #[test]
    fn they_come_in_order_of_time_and_end_when_they_end() {
        let clock = Clock::for_horizon(100);
        let down = Trouble::Down {
            station: 0,
            instances: None,
        };
        let mut all = Incidents::new(
            &[
                incident(50.0, 60.0, down),
                incident(10.0, 50.0, down),
                incident(50.0, 50.0, down),
                incident(0.0, f64::INFINITY, down),
                incident(20.0, 30.0, Trouble::Flush { cache: 0 }),
            ],
            clock,
        );
        let mut seen = Vec::new();
        while let Some(at) = all.next_at() {
            assert!(at == 0 || all.take(at - 1).is_none());
            let change = all.take(at).unwrap();
            seen.push((at, change.begins, change.incident));
        }
        let s = |n| clock.start_of(n);
        let wanted = [
            (0, true, 3),
            (s(10), true, 1),
            (s(20), true, 4),
            (s(50), true, 0),
            (s(50), true, 2),
            (s(50), false, 1),
            (s(50), false, 2),
            (s(60), false, 0),
            (Clock::MAX, false, 3),
        ];
        assert_eq!(seen, wanted);
        assert_eq!(all.take(Clock::MAX), None);
        assert_eq!(all.trouble(4), Trouble::Flush { cache: 0 });
        assert_eq!(Incidents::new(&[], clock).next_at(), None);
    }

    #[test]
    fn several_multiply_and_each_station_has_its_own() {
        let clock = Clock::for_horizon(100);
        let slow = |station, factor| Trouble::Slow { station, factor };
        let errors = |station, share| Trouble::Errors { station, share };
        let mut all = Incidents::new(
            &[
                incident(0.0, 20.0, slow(1, 4.0)),
                incident(10.0, 30.0, slow(1, 0.5)),
                incident(10.0, 30.0, slow(2, 8.0)),
                incident(0.0, 20.0, errors(1, 0.5)),
                incident(10.0, 30.0, errors(1, 0.5)),
            ],
            clock,
        );
        let mut at = |second| {
            while all.take(clock.start_of(second)).is_some() {}
            (all.slow_factor(1), all.error_share(1, 0.0))
        };
        assert_eq!(at(0), (4.0, 0.5));
        assert_eq!(at(10), (2.0, 0.75));
        assert_eq!(at(20), (0.5, 0.5));
        assert_eq!(all.error_share(1, 0.5), 0.75, "besides its own");
        assert_eq!(all.slow_factor(2), 8.0);
        assert_eq!(all.error_share(2, 0.3), 0.3);
        while all.take(clock.start_of(30)).is_some() {}
        assert_eq!((all.slow_factor(1), all.error_share(1, 0.1)), (1.0, 0.1));
    }
}
