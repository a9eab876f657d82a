//! Rows and columns of a text whose form nobody has told.

use super::time::{self, DateOrder, Stamp};
use super::{Choice, Decimal, LARGEST_IMPORT, MOST_COLUMNS, MOST_ROWS, Refusal, number};

/// What a column seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Times, or numbers of hours or days.
    Time,
    /// Numbers.
    Count,
    /// Something else.
    Other,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading; empty where there is none.
    pub name: String,
    /// What it seems to hold.
    pub looks: Looks,
    /// Length of one step in seconds, where it numbers hours or days: `Hour Index`, `Nth day`.
    pub numbers_s: Option<u32>,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number in the file, from 1.
    pub(super) line: u32,
    /// Its cells, without quotation marks.
    pub(super) cells: Vec<String>,
}

/// A text as rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    separator: char,
    left_out_from: Option<u32>,
    /// The day that comment lines name before the table, in days since the beginning of 1970: the first of an export whose lines
    /// only number hours or days.
    begins: Option<i64>,
}

/// What the line of the sum is called.
const TOTALS: [&str; 15] = [
    "total",
    "totals",
    "grand total",
    "gesamt",
    "gesamtsumme",
    "summe",
    "insgesamt",
    "totaal",
    "eindtotaal",
    "total général",
    "totale",
    "total general",
    "suma",
    "razem",
    "łącznie",
];

/// Lines that are looked at to find out what is what.
const SAMPLE: usize = 500;

/// Headings of columns that count people, in the order in which they are preferred.
const COUNTS: [&str; 34] = [
    "visits",
    "sessions",
    "visitors",
    "users",
    "besuche",
    "sitzungen",
    "besucher",
    "nutzer",
    "visites",
    "visiteurs",
    "utilisateurs",
    "bezoeken",
    "sessies",
    "bezoekers",
    "gebruikers",
    "sesiones",
    "visitas",
    "usuarios",
    "sessioni",
    "utenti",
    "sesje",
    "wizyty",
    "odwiedziny",
    "użytkownicy",
    "pageviews",
    "page views",
    "views",
    "wyświetlenia",
    "hits",
    "requests",
    "clicks",
    "count",
    "value",
    "total",
];

impl Table {
    /// Reads a text: comma, semicolon, tab or bar between cells, quotation marks around them; comments, title lines before
    /// the table and whatever follows it are left out.
    ///
    /// # Errors
    /// When there is no table with numbers in it, or too large a one.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        if text.len() > LARGEST_IMPORT {
            return Err(Refusal::TooLarge { bytes: text.len() });
        }
        let text = text.trim_start_matches('\u{feff}');
        // Excel's own way to name the separator.
        let named = text
            .get(..5)
            .filter(|start| start.to_ascii_lowercase().starts_with("sep="))
            .and_then(|start| start.chars().nth(4));
        let separator = named.unwrap_or_else(|| separator(text));
        let mut rows = rows(text, separator)?;
        if named.is_some() && !rows.is_empty() {
            rows.remove(0);
        }
        let width = usual_width(&rows).ok_or(Refusal::Empty)?;
        if width > MOST_COLUMNS {
            return Err(Refusal::TooMany);
        }
        let begin = rows
            .iter()
            .position(|row| row.cells.len() == width && !row.is_comment())
            .ok_or(Refusal::Empty)?;
        let begins = rows[..begin].iter().find_map(Row::named_day);
        rows.drain(..begin);
        let end = rows.iter().enumerate().skip(1).position(|(i, row)| {
            let alone = rows[i - 1].is_blank() && !row.is_blank();
            let other = row.cells.len() != width
                || row.cells[0].is_empty()
                || !row.cells.iter().any(|cell| is_figure(cell));
            row.is_comment() || (alone && other)
        });
        let left_out_from = end.map(|i| rows[i + 1].line);
        rows.truncate(end.map_or(rows.len(), |i| i + 1));
        rows.retain(|row| !row.is_blank());
        let has_heading = rows
            .first()
            .is_some_and(|row| row.cells.iter().all(|cell| !is_figure(cell)));
        let heading = if has_heading && !rows.is_empty() {
            rows.remove(0).cells
        } else {
            vec![String::new(); width]
        };
        rows.retain(|row| !row.is_total());
        if rows.is_empty() {
            return Err(Refusal::Empty);
        }
        let columns: Vec<Column> = heading
            .into_iter()
            .enumerate()
            .map(|(i, name)| column(name, i, &rows))
            .collect();
        if !columns
            .iter()
            .any(|c| c.looks == Looks::Count || c.numbers_s.is_some())
        {
            return Err(Refusal::NoNumbers);
        }
        Ok(Self {
            columns,
            rows,
            separator,
            left_out_from,
            begins,
        })
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many lines it has.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.rows.len()
    }

    /// The cells of its first lines, with their numbers in the file, for looking at.
    pub fn head(&self, most: usize) -> impl Iterator<Item = (u32, &[String])> {
        self.rows
            .iter()
            .take(most)
            .map(|row| (row.line, row.cells.as_slice()))
    }

    /// The first line after the table's end, where something follows that is not part of it: totals, a second table.
    #[must_use]
    pub fn left_out_from(&self) -> Option<u32> {
        self.left_out_from
    }

    /// What is probably what.
    #[must_use]
    pub fn guess(&self) -> Choice {
        let times = || {
            let columns = self.columns.iter().enumerate();
            columns.filter(|(_, c)| c.looks == Looks::Time)
        };
        let first = times().next().map(|(i, _)| i);
        // A date in one column and the hour or the time of day in another belong together, in whichever order they stand.
        let plain = || times().filter(|(_, c)| c.numbers_s.is_none());
        let clock = plain()
            .filter(|(_, c)| is_clock(&c.name))
            .find(|(i, _)| self.holds(*i, |stamp| !stamp.dated));
        let day = plain().find(|(i, _)| {
            let midnight = |stamp: Stamp| stamp.dated && stamp.wall_s.rem_euclid(86_400) == 0;
            self.holds(*i, midnight)
        });
        let clock = clock.filter(|_| day.is_some()).map(|(i, _)| i);
        let date = clock.and(day).or_else(|| plain().next()).map(|(i, _)| i);
        let hour = clock.or_else(|| {
            times()
                .find(|(i, c)| Some(*i) != date && c.numbers_s == Some(3600) && is_hour(&c.name))
                .map(|(i, _)| i)
                .filter(|i| date.is_some() && self.cells(*i).all(|cell| cell.len() <= 2))
        });
        let time = if hour.is_some() { date } else { first };
        let others = || {
            let is_count = |(i, c): &(usize, &Column)| Some(*i) != time && c.looks == Looks::Count;
            let columns = self.columns.iter().enumerate();
            columns.filter(move |c| Some(c.0) != hour && is_count(c))
        };
        let preferred = COUNTS
            .iter()
            .find_map(|wanted| others().find(|(_, c)| c.name.to_lowercase().contains(wanted)));
        let count = preferred.or_else(|| others().next()).map_or(0, |(i, _)| i);
        // A single column of numbered hours counts something, too.
        let time = time.filter(|time| *time != count);
        let order = time.and_then(|i| self.cells(i).find_map(time::order_of));
        let has_order = time.is_some_and(|i| self.cells(i).any(time::has_order));
        let american = time.is_some_and(|i| {
            let is_half = |cell: &str| cell.trim_end().to_ascii_uppercase().ends_with('M');
            self.cells(i).any(is_half)
        });
        let european = self.separator == ';';
        let usual = if american || !european {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        };
        Choice {
            time,
            hour,
            count,
            order: order.unwrap_or(usual),
            order_open: order.is_none() && has_order,
            decimal: self.decimal(count),
            every_s: time.is_none().then_some(3600),
            leave_out: false,
        }
    }

    /// Whether all times of a column, in the first lines, are of a kind; it has some.
    fn holds(&self, column: usize, kind: impl Fn(Stamp) -> bool) -> bool {
        let either = |cell| {
            time::parse(cell, DateOrder::DayFirst)
                .or_else(|| time::parse(cell, DateOrder::MonthFirst))
        };
        let mut stamps = self.cells(column).filter_map(either).peekable();
        stamps.peek().is_some() && stamps.all(kind)
    }

    /// How the numbers of a column are probably written.
    #[must_use]
    pub fn decimal(&self, column: usize) -> Decimal {
        number::style(self.cells(column), self.separator == ';')
    }

    /// The day that is named before the table, in days since the beginning of 1970.
    pub(super) fn begins(&self) -> Option<i64> {
        self.begins
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cells of a column in the first lines.
    fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .take(SAMPLE)
            .filter_map(move |row| row.cells.get(column).map(String::as_str))
    }
}

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// The sum of all others: it stands beside no time, and says so.
    fn is_total(&self) -> bool {
        let word = |cell: &String| TOTALS.contains(&cell.to_lowercase().as_str());
        self.cells.iter().any(word) && !self.cells.iter().any(|cell| is_moment(cell))
    }

    /// The day in a comment: `# 20240301-20240302`, `# Start date: 20240301`.
    fn named_day(&self) -> Option<i64> {
        self.is_comment().then_some(())?;
        self.cells
            .iter()
            .flat_map(|cell| cell.split(|c: char| !c.is_ascii_digit() && c != '-'))
            .flat_map(|piece| [piece, piece.split('-').next().unwrap_or("")])
            .find_map(|piece| {
                let iso = piece.len() == 10 && piece.matches('-').count() == 2;
                let stamp = (piece.len() == 8 && !piece.contains('-') || iso)
                    .then(|| time::parse(piece, DateOrder::DayFirst))
                    .flatten()?;
                stamp.dated.then(|| stamp.wall_s.div_euclid(86_400))
            })
    }

    fn is_comment(&self) -> bool {
        self.cells.first().is_some_and(|cell| cell.starts_with('#'))
    }
}

/// Whether a cell is a time with a date, however it is written.
fn is_moment(cell: &str) -> bool {
    time::parse(cell, DateOrder::DayFirst).is_some()
        || time::parse(cell, DateOrder::MonthFirst).is_some()
}

/// Whether a heading is that of the hour of the day.
fn is_hour(name: &str) -> bool {
    const HOURS: [&str; 7] = ["hour", "stunde", "heure", "uur", "hora", "ora", "godzina"];
    HOURS.contains(&name.trim().to_lowercase().as_str())
}

/// Whether a heading is that of the time of day, and not of how long something took, which is written alike.
fn is_clock(name: &str) -> bool {
    const CLOCKS: [&str; 17] = [
        "",
        "time",
        "time of day",
        "local time",
        "start",
        "start time",
        "clock",
        "hour",
        "uhrzeit",
        "zeit",
        "startzeit",
        "tijd",
        "tijdstip",
        "godzina",
        "czas",
        "heure",
        "hora",
    ];
    // `Time (UTC+1)`, `Uhrzeit:`.
    let name = name.split(['(', '[', ':']).next().unwrap_or("");
    CLOCKS.contains(&name.trim().to_lowercase().as_str())
}

/// Whether a cell is what tables are made of, and not a heading.
fn is_figure(cell: &str) -> bool {
    number::parse(cell, Decimal::Point).is_some()
        || number::parse(cell, Decimal::Comma).is_some()
        || time::parse(cell, DateOrder::DayFirst).is_some()
        || time::parse(cell, DateOrder::MonthFirst).is_some()
}

fn column(name: String, i: usize, rows: &[Row]) -> Column {
    let cells = || {
        let cells = rows.iter().take(SAMPLE).filter_map(|row| row.cells.get(i));
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    };
    let all = cells().count();
    let most = |good: &dyn Fn(&str) -> bool| {
        all > 0 && cells().filter(|c| good(c)).count() * 10 >= all * 6
    };
    let is_time = |cell: &str| {
        time::parse(cell, DateOrder::DayFirst).is_some()
            || time::parse(cell, DateOrder::MonthFirst).is_some()
    };
    let is_number = |cell: &str| {
        number::parse(cell, Decimal::Point).is_some()
            || number::parse(cell, Decimal::Comma).is_some()
    };
    let numbers_s = if most(&|cell| cell.parse::<u32>().is_ok()) {
        numbered(&name)
    } else {
        None
    };
    let looks = if numbers_s.is_some() || most(&is_time) {
        Looks::Time
    } else if most(&is_number) {
        Looks::Count
    } else {
        Looks::Other
    };
    Column {
        name,
        looks,
        // `20240301` under "Day Index" is a date all the same.
        numbers_s: numbers_s.filter(|_| !most(&is_time)),
    }
}

/// The step of a column that numbers intervals, by its heading.
fn numbered(name: &str) -> Option<u32> {
    let name = name.trim().to_lowercase();
    // "Nth hour" as analytics tools translate it.
    let marks = [
        "index", "nth", "n-te", "n-ta", "n-ty", "nte ", "n.º", "n°", "nième", "n-ième", "nº",
    ];
    let numbers = name.starts_with('#') || marks.iter().any(|mark| name.contains(mark));
    let units = [
        ("minut", 60),
        ("minute", 60),
        ("hour", 3600),
        ("stunde", 3600),
        ("heure", 3600),
        ("uur", 3600),
        ("hora", 3600),
        ("ora", 3600),
        ("godzin", 3600),
        ("godzina", 3600),
        ("day", 86_400),
        ("tag", 86_400),
        ("jour", 86_400),
        ("dag", 86_400),
        ("día", 86_400),
        ("giorno", 86_400),
        ("dzień", 86_400),
    ];
    units
        .into_iter()
        .find(|(unit, _)| name == *unit || (numbers && name.contains(unit)))
        .map(|(_, step)| step)
}

/// The sign that divides most of the first lines into equally many cells; of several the one that is rarest in numbers.
fn separator(text: &str) -> char {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .take(100)
        .collect();
    let agreement = |separator: char| {
        let counts: Vec<usize> = lines
            .iter()
            .map(|line| outside_quotes(line, separator))
            .collect();
        counts
            .iter()
            .filter(|n| **n > 0)
            .map(|n| counts.iter().filter(|m| *m == n).count())
            .max()
            .unwrap_or(0)
    };
    let mut best = (',', 0);
    for separator in ['\t', ';', ',', '|'] {
        let agree = agreement(separator);
        if agree > best.1 {
            best = (separator, agree);
        }
    }
    best.0
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|c| {
            quoted ^= *c == '"';
            *c == separator && !quoted
        })
        .count()
}

/// How many cells most of the lines have.
fn usual_width(rows: &[Row]) -> Option<usize> {
    let mut widths: Vec<usize> = rows
        .iter()
        .filter(|row| !row.is_blank() && !row.is_comment())
        .take(SAMPLE)
        .map(|row| row.cells.len())
        .collect();
    widths.sort_unstable();
    widths
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| (same.len(), same[0]))
        .map(|same| same[0])
}

/// Cells of a text. A quotation mark inside a quoted cell is doubled; a line's end inside one belongs to it.
fn rows(text: &str, separator: char) -> Result<Vec<Row>, Refusal> {
    let mut rows = Vec::new();
    let (mut line, mut first_line) = (1, 1);
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c == '\n' {
            line += 1;
        }
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\r' if !quoted => {}
            '\n' if !quoted => {
                cells.push(cell.trim().to_owned());
                cell.clear();
                rows.push(Row {
                    line: first_line,
                    cells: std::mem::take(&mut cells),
                });
                first_line = line;
                if rows.len() > MOST_ROWS {
                    return Err(Refusal::TooMany);
                }
            }
            c if c == separator && !quoted => {
                cells.push(cell.trim().to_owned());
                cell.clear();
                if cells.len() > MOST_COLUMNS {
                    return Err(Refusal::TooMany);
                }
            }
            c => cell.push(c),
        }
    }
    if !cell.trim().is_empty() || !cells.is_empty() {
        cells.push(cell.trim().to_owned());
        rows.push(Row {
            line: first_line,
            cells,
        });
    }
    Ok(rows)
}
