//! Seconds of a run as times of day.

use onrush_scenario::Span;

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
