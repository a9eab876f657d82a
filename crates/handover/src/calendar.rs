//! When the crowd comes, for everybody's calendar (iCalendar, RFC 5545).

use onrush_network::Faults;
use onrush_scenario::{ActivityKind, Date, Scenario};
use onrush_words::{Args, Words};

use crate::{LoadPlan, Stretch};

/// A moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Seconds since the beginning of 1970.
    pub seconds: i64,
}

/// Longest line, in octets (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// So much of the rehearsal is looked at for its peak.
const PEAK_MINUTES: u32 = 15;

/// How long before the peak calendars remind, as durations of RFC 5545.
const REMINDERS: [&str; 2] = ["-P1D", "-PT1H"];

/// A calendar with each activity of `scenario` that happens at a moment, and the peak of the whole crowd with reminders a day
/// and an hour before.
///
/// `made` is the moment at which the file is written: calendars keep the newest of two entries with the same key.
///
/// # Errors
/// All faults of the scenario.
pub fn calendar(scenario: &Scenario, words: Words, made: Stamp) -> Result<String, Faults> {
    // Second by second around the peak: of a whole rehearsal its height would be a mean of several.
    let minutes = PEAK_MINUTES;
    let plan = LoadPlan::of(scenario, Stretch::Busiest { minutes })?;
    let begins = Stamp::of(scenario, 0);
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Onrush//Onrush//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.property("X-WR-CALNAME", &scenario.name);
    let key = |what: &str| {
        let plan = scenario.lineage.as_deref().unwrap_or(&plan.fingerprint);
        format!("{what}.{plan}@onrush")
    };
    for activity in &scenario.activities {
        if matches!(activity.kind, ActivityKind::Everyday | ActivityKind::Bots) {
            continue;
        }
        let at = begins.later(activity.moment_s(&scenario.clock));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the field's range is below that of the type"
        )]
        let lasts = if activity.kind.lasts() {
            (activity.lasts_minutes * 60.0).round() as u32
        } else {
            0
        };
        let args = Args::new()
            .with("name", activity.name.clone())
            .with("kind", words.activity_kind(activity.kind))
            .with("people", activity.people)
            .with("visitors", activity.visitors());
        out.line("BEGIN:VEVENT");
        out.property("UID", &key(&activity.id));
        out.line(&format!("DTSTAMP:{made}"));
        out.line(&format!("DTSTART:{at}"));
        out.line(&format!("DTEND:{}", at.later(lasts.max(60))));
        out.property("SUMMARY", &words.text("handover.calendar.activity", &args));
        out.property(
            "DESCRIPTION",
            &words.text("handover.calendar.activity.more", &args),
        );
        if let Some(owner) = &activity.owner {
            let args = Args::new().with("owner", owner.clone());
            out.property("COMMENT", &words.text("handover.calendar.owner", &args));
        }
        out.line("TRANSP:TRANSPARENT");
        out.line("END:VEVENT");
    }
    let second = plan.second_of_peak();
    let at = begins.later(second);
    let args = Args::new()
        .with("name", scenario.name.clone())
        .with("peak", plan.visits.peak())
        .with("clock", words.clock(&scenario.clock, second))
        .with("zone", scenario.clock.time_zone.clone());
    out.line("BEGIN:VEVENT");
    out.property("UID", &key("peak"));
    out.line(&format!("DTSTAMP:{made}"));
    out.line(&format!("DTSTART:{at}"));
    out.line(&format!("DTEND:{}", at.later(15 * 60)));
    let summary = words.text("handover.calendar.peak", &args);
    out.property("SUMMARY", &summary);
    out.property(
        "DESCRIPTION",
        &words.text("handover.calendar.peak.more", &args),
    );
    for before in REMINDERS {
        out.line("BEGIN:VALARM");
        out.line("ACTION:DISPLAY");
        out.property("DESCRIPTION", &summary);
        out.line(&format!("TRIGGER:{before}"));
        out.line("END:VALARM");
    }
    out.line("END:VEVENT");
    out.line("END:VCALENDAR");
    Ok(out.text)
}

impl LoadPlan {
    /// The second of the rehearsal with the highest planned rate of visits.
    #[must_use]
    pub fn second_of_peak(&self) -> u32 {
        let (mut second, mut best) = (self.begins_s, (self.visits.from, self.begins_s));
        for stage in &self.visits.stages {
            second += stage.seconds;
            if stage.to > best.0 {
                best = (stage.to, second);
            }
        }
        best.1
    }
}

impl Stamp {
    /// The moment of a second of a rehearsal. Dates are checked when a scenario is read; a scenario with none begins in 1970.
    #[must_use]
    pub fn of(scenario: &Scenario, second: u32) -> Self {
        let clock = &scenario.clock;
        let day = Date::read(&clock.date).map_or(0, Date::days);
        Self {
            seconds: day * 86_400 + i64::from(clock.start.second_of_day)
                - i64::from(clock.utc_offset_minutes) * 60
                + i64::from(second),
        }
    }

    /// So many seconds later.
    #[must_use]
    fn later(self, seconds: u32) -> Self {
        Self {
            seconds: self.seconds + i64::from(seconds),
        }
    }
}

impl std::fmt::Display for Stamp {
    /// As RFC 5545 writes it: `20170114T193100Z`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = Date::of_days(self.seconds.div_euclid(86_400));
        let (year, month, day) = (date.year(), date.month(), date.day());
        let second = self.seconds.rem_euclid(86_400);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        write!(
            f,
            "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{:02}Z",
            second % 60
        )
    }
}

/// Content lines, folded.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A property whose value is text: what has a meaning of its own is escaped (RFC 5545, 3.3.11).
    fn property(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' => line += "\\n",
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.line(&line);
    }

    /// A line, in pieces of at most 75 octets; those after the first begin with a space.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST_LINE {
                self.text += "\r\n ";
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text += "\r\n";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_calendars_do() {
        assert_eq!(
            Stamp {
                seconds: 951_782_399
            }
            .to_string(),
            "20000228T235959Z"
        );
        assert_eq!(
            Stamp {
                seconds: 951_782_400
            }
            .to_string(),
            "20000229T000000Z"
        );
    }

    #[test]
    fn the_peak_is_as_high_as_that_of_the_load_test() {
        for story in onrush_scenario::stories() {
            let scenario = Scenario::read(story.file).unwrap();
            let made = Stamp { seconds: 0 };
            let words = Words::default();
            let text = calendar(&scenario, words, made)
                .unwrap()
                .replace("\r\n ", "");
            let usual = LoadPlan::of(&scenario, Stretch::usual(&scenario)).unwrap();
            let fine = LoadPlan::of(&scenario, Stretch::Busiest { minutes: 2 }).unwrap();
            let args = Args::new()
                .with("peak", fine.visits.peak())
                .with("clock", "?")
                .with("zone", "?");
            // Of a plateau each second is the highest, so that only the height is compared.
            let said = words.text("handover.calendar.peak.more", &args);
            let height = said.split_once(") ").map_or("?", |(_, rest)| rest);
            let height = height.replace(',', "\\,");
            assert!(text.contains(&height), "{}: {height}\n{text}", story.key);
            let ratio = fine.visits.peak() / usual.visits.peak();
            assert!((ratio - 1.0).abs() < 0.01, "{}: {ratio}", story.key);
        }
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.property("SUMMARY", &"é, ".repeat(60));
        assert!(lines.text.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(lines.text.replace("\r\n ", "").matches("é\\, ").count(), 60);
    }
}
