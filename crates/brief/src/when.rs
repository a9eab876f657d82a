//! Moments of a plan in local time and in UTC.

use onrush_scenario::{Date, Span};
use serde::Serialize;

const DAY: i64 = 86_400;

/// A moment of a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct When {
    /// The second of the plan.
    pub second: u32,
    /// Where the campaign is: `2017-01-14T20:31:12+01:00` (ISO 8601).
    pub local: String,
    /// The same in UTC: `2017-01-14T19:31:12Z`.
    pub utc: String,
}

impl When {
    /// The moment of a second of the plan's time. Dates are checked when a plan is read; one that is none counts as the first of
    /// January 1970.
    #[must_use]
    pub fn of(clock: &Span, second: u32) -> Self {
        let day = Date::read(&clock.date).map_or(0, Date::days);
        let local = day * DAY + i64::from(clock.start.second_of_day) + i64::from(second);
        let minutes = clock.utc_offset_minutes;
        let utc = local - i64::from(minutes) * 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let ahead = minutes.unsigned_abs();
        Self {
            second,
            local: format!(
                "{}{sign}{:02}:{:02}",
                written(local),
                ahead / 60,
                ahead % 60
            ),
            utc: format!("{}Z", written(utc)),
        }
    }

    /// Local date, as `2017-01-14`.
    #[must_use]
    pub fn local_date(&self) -> &str {
        date_of(&self.local)
    }

    /// Local time, as `20:31:12`, without seconds where these are none.
    #[must_use]
    pub fn local_time(&self) -> &str {
        time_of(&self.local)
    }

    /// Date in UTC.
    #[must_use]
    pub fn utc_date(&self) -> &str {
        date_of(&self.utc)
    }

    /// Time in UTC.
    #[must_use]
    pub fn utc_time(&self) -> &str {
        time_of(&self.utc)
    }
}

fn date_of(iso: &str) -> &str {
    iso.split('T').next().unwrap_or(iso)
}

fn time_of(iso: &str) -> &str {
    let time = iso.split('T').nth(1).unwrap_or(iso);
    let time = time.get(..8).unwrap_or(time);
    time.strip_suffix(":00").unwrap_or(time)
}

/// Seconds since the beginning of 1970 as `2017-01-14T20:31:12`.
fn written(seconds: i64) -> String {
    let (day, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
    let date = Date::of_days(day);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

#[cfg(test)]
mod tests {
    use onrush_scenario::ClockTime;

    use super::*;

    fn clock(date: &str, start: u32, utc_offset_minutes: i32) -> Span {
        Span {
            date: date.to_owned(),
            start: ClockTime {
                second_of_day: start,
            },
            minutes: 90,
            time_zone: "Somewhere".to_owned(),
            utc_offset_minutes,
        }
    }

    #[test]
    fn local_and_utc_can_be_different_days() {
        let sydney = When::of(&clock("2016-08-09", 6 * 3600, 600), 72);
        assert_eq!(sydney.local, "2016-08-09T06:01:12+10:00");
        assert_eq!(sydney.utc, "2016-08-08T20:01:12Z");
        assert_eq!(
            (sydney.utc_date(), sydney.utc_time()),
            ("2016-08-08", "20:01:12")
        );
        let west = When::of(&clock("2023-12-31", 22 * 3600, -210), 0);
        assert_eq!(west.local, "2023-12-31T22:00:00-03:30");
        assert_eq!(west.utc, "2024-01-01T01:30:00Z");
        assert_eq!(west.local_time(), "22:00");
    }

    #[test]
    fn a_date_that_is_none_does_no_harm() {
        for odd in ["", "x", "2017", "99999-99-99", "-1-1-1"] {
            assert!(!When::of(&clock(odd, 0, 840), u32::MAX).utc.is_empty());
        }
    }
}
