//! Office hours, as numbers of people from a second on.

use crate::{ClockTime, OpenHours, Span};

const DAY_S: u32 = 86_400;

/// Who is there from which second on, for a desk of `people` with these hours on every day; empty: always all.
pub(super) fn schedule(hours: &[OpenHours], people: u32, clock: &Span) -> Vec<(f64, u32)> {
    let horizon = clock.horizon_s();
    let start = clock.start.second_of_day % DAY_S;
    // Open from one second of the day to another, those past midnight cut in two.
    let mut open: Vec<(u32, u32)> = Vec::new();
    for h in hours {
        let second = |t: ClockTime| t.second_of_day % DAY_S;
        let (from, until) = (second(h.from), second(h.until));
        if until > from {
            open.push((from, until));
        } else {
            open.extend([(from, DAY_S), (0, until)]);
        }
    }
    open.retain(|(from, until)| from < until);
    let there = |second: u32| open.iter().any(|o| (o.0..o.1).contains(&second));
    let mut borders: Vec<u32> = open.iter().flat_map(|o| [o.0, o.1 % DAY_S]).collect();
    onrush_network::sort_few(&mut borders);
    borders.dedup();

    let mut entries: Vec<(f64, u32)> = Vec::new();
    if hours.is_empty() {
        return entries;
    }
    let mut add = |second: u32, of_day: u32| {
        let n = if there(of_day) { people } else { 0 };
        if entries.last().is_none_or(|last| last.1 != n) {
            entries.push((f64::from(second), n));
        }
    };
    add(0, start);
    let mut midnight = 0;
    while midnight < start.saturating_add(horizon) {
        for &border in &borders {
            // Seconds since the midnight before the start.
            let second = midnight + border;
            if second > start && second - start < horizon {
                add(second - start, border);
            }
        }
        midnight += DAY_S;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(start: &str, minutes: u32) -> Span {
        Span {
            date: "2026-03-02".into(),
            start: start.parse().unwrap(),
            minutes,
            time_zone: "Europe/Berlin".into(),
            utc_offset_minutes: 60,
        }
    }

    fn open(from: &str, until: &str) -> OpenHours {
        OpenHours {
            from: from.parse().unwrap(),
            until: until.parse().unwrap(),
        }
    }

    #[test]
    fn a_desk_opens_and_closes_on_every_day() {
        let hours = [open("09:00", "12:00"), open("13:00", "17:00")];
        let got = schedule(&hours, 5, &clock("08:00", 2 * 1440));
        let hour = |h: u32| f64::from(h * 3600);
        let day = |first: u32| [(1, 5), (4, 0), (5, 5), (9, 0)].map(|(h, n)| (hour(first + h), n));
        let wanted: Vec<(f64, u32)> = [(0.0, 0)]
            .into_iter()
            .chain(day(0))
            .chain(day(24))
            .collect();
        assert_eq!(got, wanted);
        assert!(schedule(&[], 5, &clock("08:00", 60)).is_empty());
    }

    #[test]
    fn hours_past_midnight_and_around_the_clock() {
        let night = schedule(&[open("22:00", "06:00")], 2, &clock("23:00", 1440));
        let hour = |h: u32| f64::from(h * 3600);
        assert_eq!(night, [(0.0, 2), (hour(7), 0), (hour(23), 2)]);
        let always = schedule(&[open("08:00", "08:00")], 3, &clock("10:00", 3 * 1440));
        assert_eq!(always, [(0.0, 3)]);
        // Hours that touch or overlap are one.
        let touching = [
            open("08:00", "12:00"),
            open("12:00", "14:00"),
            open("11:00", "13:00"),
        ];
        let got = schedule(&touching, 1, &clock("07:00", 720));
        assert_eq!(got, [(0.0, 0), (hour(1), 1), (hour(7), 0)]);
    }
}
