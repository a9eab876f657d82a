//! Dates and times as tools and people write them.

use crate::Date;

/// Which comes first in `03/04/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// The day, as in Europe.
    DayFirst,
    /// The month, as in the United States.
    MonthFirst,
}

/// When something was, as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Year, month and day, where they are known.
    pub date: Option<(i32, u32, u32)>,
    /// Seconds since midnight, 0 to 86,399.
    pub second_of_day: u32,
}

/// A time in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Seconds on the clock since the beginning of 1970; without a date those of the day.
    pub(super) wall_s: i64,
    /// Whether it has a date.
    pub(super) dated: bool,
    /// What that clock is ahead of UTC, in seconds, where it says so.
    pub(super) ahead_s: Option<i64>,
}

impl Stamp {
    /// The moment as people say it.
    pub(super) fn moment(self) -> Moment {
        let date = Date::of_days(self.wall_s.div_euclid(86_400));
        Moment {
            date: self.dated.then(|| (date.year(), date.month(), date.day())),
            second_of_day: u32::try_from(self.wall_s.rem_euclid(86_400)).unwrap_or(0),
        }
    }
}

/// The time in a cell; `None` when it is none.
pub(super) fn parse(cell: &str, order: DateOrder) -> Option<Stamp> {
    let cell = cell.trim().trim_matches('"').trim();
    if cell.is_empty() || cell.len() > 40 {
        return None;
    }
    let plain;
    let cell = if cell.is_ascii() {
        cell
    } else {
        plain = without_accents(cell)?;
        &plain
    };
    if cell.bytes().all(|b| b.is_ascii_digit()) {
        return compact(cell);
    }
    if let Some(stamp) = named_month(cell) {
        return Some(stamp);
    }
    let (date, rest) = match cell.find(['T', ' ', ',']) {
        Some(at) if cell[..at].contains(['-', '/', '.']) => (
            Some(&cell[..at]),
            cell[at + 1..].trim_start_matches([' ', ',', '-']),
        ),
        None if !cell.contains(':') => (Some(cell), ""),
        _ => (None, cell),
    };
    let day = match date {
        Some(text) => Some(date_of(text, order)?),
        None => None,
    };
    let (second, ahead_s) = match rest {
        "" if day.is_some() => (0, None),
        rest => clock(rest)?,
    };
    Some(Stamp {
        wall_s: day.unwrap_or(0) * 86_400 + second,
        dated: day.is_some(),
        ahead_s,
    })
}

/// What speaks for one order of day and month; `None` when a date can be read either way, or is no such date.
pub(super) fn order_of(cell: &str) -> Option<DateOrder> {
    let date = cell.trim().split(['T', ' ', ',']).next()?;
    if date.contains('.') {
        return Some(DateOrder::DayFirst);
    }
    let parts: Vec<u32> = date
        .split(['/', '-'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match parts.as_slice() {
        [first, _, _] if *first > 31 => None,
        [first, _, _] if *first > 12 => Some(DateOrder::DayFirst),
        [_, second, _] if *second > 12 => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Whether the order of day and month matters for this cell.
pub(super) fn has_order(cell: &str) -> bool {
    let date = cell.trim().split(['T', ' ', ',']).next().unwrap_or("");
    let first = date.split(['/', '-', '.']).next().unwrap_or("");
    date.contains(['/', '-', '.']) && first.len() <= 2
}

/// `20240301`, `2024030120`, `202403012031`, `20240301203159`, seconds or thousandths since 1970.
fn compact(cell: &str) -> Option<Stamp> {
    let part = |from: usize, to: usize| {
        cell.get(from..to)
            .map_or(Some(0), |t| t.parse::<i64>().ok())
    };
    let dated = |wall_s| Stamp {
        wall_s,
        dated: true,
        ahead_s: None,
    };
    if matches!(cell.len(), 8 | 10 | 12 | 14) {
        let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
        let is_time = hour < 24 && minute < 60 && second < 60 && (1980..=2100).contains(&year);
        if let Some(day) = days(year, month, day).filter(|_| is_time) {
            return Some(dated(day * 86_400 + hour * 3600 + minute * 60 + second));
        }
    }
    let number: i64 = cell.parse().ok()?;
    let since_1970 = |wall_s| Stamp {
        ahead_s: Some(0),
        ..dated(wall_s)
    };
    match cell.len() {
        10 if (800_000_000..4_200_000_000).contains(&number) => Some(since_1970(number)),
        13 if (800_000_000_000..4_200_000_000_000).contains(&number) => {
            Some(since_1970(number.div_euclid(1000)))
        }
        _ => None,
    }
}

/// The letters of a month's name (`März`, `września`) and the spaces of a spreadsheet, in plain ones; `None` for anything else.
fn without_accents(cell: &str) -> Option<String> {
    cell.chars()
        .map(|c| {
            Some(match c {
                'ä' | 'Ä' => 'a',
                'ś' | 'Ś' => 's',
                'ź' | 'Ź' => 'z',
                'ń' | 'Ń' => 'n',
                '\u{a0}' | '\u{202f}' => ' ',
                c if c.is_ascii() => c,
                _ => return None,
            })
        })
        .collect()
}

/// `1 Mar 2024 20:31`, `Mar 1, 2024, 8:31 PM`, `Fri, 01 Mar 2024 20:31:00 GMT`: the month by its English, German, Dutch or Polish
/// name.
fn named_month(cell: &str) -> Option<Stamp> {
    let is_word = |part: &str| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let mut parts = cell
        .split([' ', ',', '-', '/', '.'])
        .filter(|part| !part.is_empty())
        .peekable();
    // A day of the week says nothing new.
    let weekday = |part: &&str| is_word(part) && month_of(part).is_none();
    parts.next_if(weekday);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, month) = match (month_of(first), month_of(second)) {
        (Some(month), None) => (second, month),
        (None, Some(month)) => (first, month),
        _ => return None,
    };
    let number = |text: &str| {
        (text.len() <= 4)
            .then(|| text.parse::<i64>().ok())
            .flatten()
    };
    let year = number(third).filter(|_| third.len() == 4)?;
    let day = days(year, month, number(day)?)?;
    // What is left is found by its place, since a time has signs of its own.
    let rest = cell[cell.find(third)? + third.len()..].trim_start_matches([' ', ',', '.']);
    let (second, ahead_s) = if rest.is_empty() {
        (0, None)
    } else {
        clock(rest)?
    };
    Some(Stamp {
        wall_s: day * 86_400 + second,
        dated: true,
        ahead_s,
    })
}

/// The number of a month by its name or the first letters of it.
fn month_of(name: &str) -> Option<i64> {
    const NAMES: [(&str, i64); 51] = [
        ("january", 1),
        ("januar", 1),
        ("januari", 1),
        ("styczen", 1),
        ("stycznia", 1),
        ("february", 2),
        ("februar", 2),
        ("februari", 2),
        ("luty", 2),
        ("lutego", 2),
        ("march", 3),
        ("marz", 3),
        ("maart", 3),
        ("mrt", 3),
        ("marzec", 3),
        ("marca", 3),
        ("april", 4),
        ("kwiecien", 4),
        ("kwietnia", 4),
        ("may", 5),
        ("mai", 5),
        ("mei", 5),
        ("maj", 5),
        ("maja", 5),
        ("june", 6),
        ("juni", 6),
        ("czerwiec", 6),
        ("czerwca", 6),
        ("july", 7),
        ("juli", 7),
        ("lipiec", 7),
        ("lipca", 7),
        ("august", 8),
        ("augustus", 8),
        ("sierpien", 8),
        ("sierpnia", 8),
        ("september", 9),
        ("sept", 9),
        ("wrzesien", 9),
        ("wrzesnia", 9),
        ("october", 10),
        ("oktober", 10),
        ("pazdziernik", 10),
        ("pazdziernika", 10),
        ("november", 11),
        ("listopad", 11),
        ("listopada", 11),
        ("december", 12),
        ("dezember", 12),
        ("grudzien", 12),
        ("grudnia", 12),
    ];
    let name = name.to_ascii_lowercase();
    NAMES
        .iter()
        .find(|(whole, _)| name.len() >= 3 && (*whole == name || whole[..3] == name))
        .map(|(_, month)| *month)
}

/// Days since the beginning of 1970.
fn date_of(text: &str, order: DateOrder) -> Option<i64> {
    let separator = ['-', '/', '.'].into_iter().find(|c| text.contains(*c))?;
    let parts: Vec<&str> = text.trim_end_matches('.').split(separator).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let number = |text: &str| {
        let fits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|x| x.is_ascii_digit());
        fits.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    if a.len() == 4 {
        return days(first, second, third);
    }
    let year = if c.len() == 2 { 2000 + third } else { third };
    if separator == '.' || order == DateOrder::DayFirst {
        days(year, second, first)
    } else {
        days(year, first, second)
    }
}

/// `20:31`, `8:31:12 PM`, `20:31:12.250+01:00`: seconds of the day, and seconds ahead of UTC.
fn clock(text: &str) -> Option<(i64, Option<i64>)> {
    let upper = text.trim().to_ascii_uppercase();
    let (text, half) = if let Some(text) = upper.strip_suffix("PM") {
        (text, Some(12))
    } else if let Some(text) = upper.strip_suffix("AM") {
        (text, Some(0))
    } else {
        (upper.as_str(), None)
    };
    let text = text.trim_end();
    let (text, ahead_s) = zone(text)?;
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 || (parts.len() < 2 && half.is_none()) {
        return None;
    }
    let mut of_day = 0;
    for (i, part) in parts.iter().enumerate() {
        // Fractions of a second matter to nobody here.
        let part = if i == 2 {
            part.split(['.', ',']).next()?
        } else {
            part
        };
        if part.is_empty() || part.len() > 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut n: i64 = part.parse().ok()?;
        if i == 0
            && let Some(half) = half
        {
            if !(1..=12).contains(&n) {
                return None;
            }
            n = n % 12 + half;
        }
        // A leap second is written as the 61st of its minute.
        let leap = i == 2 && parts[1] == "59";
        let (limit, worth) = [(24, 3600), (60, 60), (60 + i64::from(leap), 1)][i];
        if n >= limit {
            return None;
        }
        of_day += n * worth;
    }
    Some((of_day, ahead_s))
}

/// Takes `Z`, `UTC`, `+01:00` or `+0100` off the end.
pub(super) fn zone(text: &str) -> Option<(&str, Option<i64>)> {
    for name in ["Z", "UTC", "GMT"] {
        if let Some(text) = text.strip_suffix(name) {
            return Some((text.trim_end(), Some(0)));
        }
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, None));
    };
    let digits: String = text[at + 1..].chars().filter(|c| *c != ':').collect();
    if !(digits.len() == 2 || digits.len() == 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits[..2].parse().ok()?;
    let minutes: i64 = digits.get(2..).map_or(Some(0), |t| t.parse().ok())?;
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    Some((
        text[..at].trim_end(),
        Some(sign * (hours * 3600 + minutes * 60)),
    ))
}

/// Days since the beginning of 1970 of a date, where there is such a day.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1970..=2100).contains(&year) {
        return None;
    }
    let date = Date::new(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day).ok()?,
    )?;
    Some(date.days())
}
