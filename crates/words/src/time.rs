//! Seconds of a run as times of day.

use onrush_scenario::{Date, Span};

use crate::{Args, Words};

impl Words {
    /// The local time of day of a second of the run: `20:31:12`; from the second day on with the day's number.
    #[must_use]
    pub fn clock(self, span: &Span, second: u32) -> String {
        let (day, s) = time_of_day(span, second);
        self.on_day(
            day,
            format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60),
        )
    }

    /// The same without seconds, rounded down: `20:31`.
    #[must_use]
    pub fn clock_minute(self, span: &Span, second: u32) -> String {
        let (day, s) = time_of_day(span, second);
        self.on_day(day, format!("{:02}:{:02}", s / 3600, s / 60 % 60))
    }

    /// A date as people say it: `Saturday 14 January 2017`, from `2017-01-14`. What is no date stays as it is.
    #[must_use]
    pub fn date(self, iso: &str) -> String {
        let Some(date) = Date::read(iso) else {
            return iso.to_owned();
        };
        let args = Args::new()
            .with("weekday", self.t(&format!("weekday.{}", date.weekday())))
            .with("day", date.day())
            .with("month", self.t(&format!("month.{}", date.month())))
            .with("year", date.year().to_string());
        self.text("date.long", &args)
    }

    fn on_day(self, day: u64, time: String) -> String {
        if day == 0 {
            time
        } else {
            let args = Args::new().with("day", day + 1).with("time", time);
            self.text("clock.on_day", &args)
        }
    }
}

/// Days since the run's first, and seconds since midnight.
fn time_of_day(span: &Span, second: u32) -> (u64, u64) {
    let s = u64::from(span.start.second_of_day) + u64::from(second);
    (s / 86_400, s % 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use onrush_scenario::ClockTime;

    #[test]
    fn dates_are_said_as_people_say_them() {
        let words = Words::new(Language::English);
        for (iso, said) in [
            ("2017-01-14", "Saturday 14 January 2017"),
            ("2024-02-29", "Thursday 29 February 2024"),
            ("2016-08-09", "Tuesday 9 August 2016"),
            ("2000-12-31", "Sunday 31 December 2000"),
        ] {
            assert_eq!(words.date(iso), said);
        }
        for odd in [
            "",
            "tomorrow",
            "2017-13-01",
            "2017-01",
            "2017-01-14-1",
            "0001-01-01",
        ] {
            assert_eq!(words.date(odd), odd);
        }
    }

    #[test]
    fn seconds_of_the_run_are_times_of_day() {
        let span = Span {
            date: "2017-01-14".into(),
            start: ClockTime {
                second_of_day: 20 * 3600,
            },
            minutes: 90,
            time_zone: "Europe/Amsterdam".into(),
            utc_offset_minutes: 60,
        };
        let words = Words::new(Language::English);
        assert_eq!(words.clock(&span, 31 * 60 + 12), "20:31:12");
        assert_eq!(words.clock_minute(&span, 31 * 60 + 59), "20:31");
        assert_eq!(words.clock(&span, 4 * 3600), "00:00:00 on day 2");
        assert!(!words.clock(&span, u32::MAX).is_empty());
    }
}
