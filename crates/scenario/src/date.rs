//! Days of the Gregorian calendar.

/// A day that exists, in the years 1583 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u32,
    day: u32,
}

/// Day 0 is the beginning of 1970; the calculation counts from the beginning of March of the year 0.
const FROM_MARCH_0: i64 = 719_468;

impl Date {
    /// That day, where there is such a one.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        ((1583..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// The day that is written so: `2017-01-14`.
    ///
    /// ```
    /// use onrush_scenario::Date;
    ///
    /// assert_eq!(Date::read("2017-01-14"), Date::new(2017, 1, 14));
    /// assert_eq!(Date::read("2017-02-29"), None);
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = [4, 2, 2].into_iter().zip(text.split('-'));
        let mut part = || {
            let (length, part) = parts.next()?;
            let digits = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok())?
        };
        let (year, month, day) = (part()?, part()?, part()?);
        // What follows the day is no date any more.
        if text.len() != 10 {
            return None;
        }
        Self::new(i32::try_from(year).ok()?, month, day)
    }

    /// The day that is so many days after the beginning of 1970 (or before); the nearest there is.
    #[must_use]
    pub fn of_days(days: i64) -> Self {
        let (first, last) = (-141_349, 2_932_896);
        let days = days.clamp(first, last) + FROM_MARCH_0;
        // Years that begin in March, so that the leap day is their last, in cycles of 400.
        let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = cycle * 400 + year + i64::from(month <= 2);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a day within the range above has four digits at the most"
        )]
        Self {
            year: year as i32,
            month: month as u32,
            day: day as u32,
        }
    }

    /// Days since the beginning of 1970; before it less than 0.
    #[must_use]
    pub fn days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (cycle, of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        cycle * 146_097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - FROM_MARCH_0
    }

    /// Days since Sunday (0 to 6).
    #[must_use]
    pub fn weekday(self) -> u32 {
        // 1970 began with a Thursday.
        u32::try_from((self.days() + 4).rem_euclid(7)).unwrap_or(0)
    }

    /// The year (1583 to 9999).
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month (1 to 12).
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The day of the month (1 to 31).
    #[must_use]
    pub const fn day(self) -> u32 {
        self.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_there_and_back() {
        let day = |y, m, d| Date::new(y, m, d).map(Date::days);
        assert_eq!(day(1970, 1, 1), Some(0));
        assert_eq!(day(2000, 3, 1), Some(11_017));
        let mut before = None;
        for days in -141_349..2_932_897 {
            let date = Date::of_days(days);
            assert_eq!(Date::new(date.year, date.month, date.day), Some(date));
            assert_eq!(date.days(), days);
            assert!(before < Some(date));
            before = Some(date);
        }
        assert_eq!(before, Date::new(9999, 12, 31));
        assert_eq!(Some(Date::of_days(i64::MIN)), Date::new(1583, 1, 1));
        assert_eq!(Some(Date::of_days(i64::MAX)), before);
    }

    #[test]
    fn weeks_have_the_days_of_the_calendar_on_the_wall() {
        for (text, weekday) in [
            ("2017-01-14", 6),
            ("2024-02-29", 4),
            ("2016-08-09", 2),
            ("2000-12-31", 0),
            ("1969-07-20", 0),
        ] {
            assert_eq!(Date::read(text).map(Date::weekday), Some(weekday), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "tomorrow",
            "2017-13-01",
            "2017-01",
            "2017-01-14-1",
            "2017-01-14-",
            "0001-01-01",
            "2100-02-29",
            "2023-04-31",
            "2017-1-14",
            "+017-01-14",
            "2017-01-00",
            "２０17-01-14",
        ] {
            assert_eq!(Date::read(text), None, "{text}");
        }
    }
}
