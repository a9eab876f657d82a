//! From a file to what was counted.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use onrush_review::{Actual, Unit};
use onrush_scenario::import::log::{Kind, LogReader, is_log};
use onrush_scenario::import::{self, LARGEST_IMPORT, LineFault, NoCurve, Refusal, Table};
use onrush_words::{Args, Words};

use super::Review;
use crate::input::BadInput;
use crate::screen::plain;

/// Bytes that are read in one go; the first of them tell a log from a table.
const PIECE: usize = 256 * 1024;

/// What was counted, and what there is to say about the file.
///
/// # Errors
/// Why it cannot be read, line by line.
pub(super) fn read(words: Words, review: &Review) -> Result<(Actual, Vec<String>), BadInput> {
    let name = &review.actual;
    let bad = |why: String| BadInput(vec![plain(&format!("{name}: {why}"))]);
    let unreadable = |e: &io::Error| {
        bad(if e.kind() == io::ErrorKind::NotFound {
            words.t("cli.bad.not_found")
        } else {
            let args = Args::new()
                .with("name", plain(name))
                .with("why", e.to_string());
            words.text("cli.bad.unreadable", &args)
        })
    };
    if Path::new(name).is_dir() {
        return Err(bad(words.t("cli.bad.directory")));
    }
    let mut file = File::open(name).map_err(|e| unreadable(&e))?;
    let mut piece = vec![0; PIECE];
    let first = fill(&mut file, &mut piece).map_err(|e| unreadable(&e))?;
    let compressed = piece.starts_with(&[0x1F, 0x8B]) || piece.starts_with(b"PK\x03\x04");
    if !compressed && !is_log(&piece[..first]) {
        let mut bytes = piece[..first].to_vec();
        let most = LARGEST_IMPORT as u64 + 1;
        file.take(most)
            .read_to_end(&mut bytes)
            .map_err(|e| unreadable(&e))?;
        return table(words, review, &import::decode(&bytes));
    }
    let mut reader = LogReader::default();
    let mut length = first;
    while length > 0 {
        reader.take(&piece[..length]);
        length = fill(&mut file, &mut piece).map_err(|e| unreadable(&e))?;
    }
    let log = reader
        .finish()
        .map_err(|why| bad(words.t(&format!("log.no.{}", why.id()))))?;
    let unit = review.unit.unwrap_or(if log.knows_visits() {
        Unit::Visits
    } else {
        Unit::PageViews
    });
    if unit == Unit::Visits && !log.knows_visits() {
        return Err(bad(words.t("log.visits_unknown")));
    }
    let kind = match unit {
        Unit::Visits => Kind::Visits,
        Unit::PageViews => Kind::Pages,
        Unit::Requests => Kind::Requests,
    };
    let mut notices = vec![words.log_found(&log)];
    notices.extend(
        log.summary
            .damages
            .iter()
            .map(|line| words.log_damage(line)),
    );
    let more = log.summary.damaged - log.summary.damages.len() as u64;
    if more > 0 {
        notices.push(words.text("log.more", &Args::new().with("n", more)));
    }
    let short = Path::new(name)
        .file_name()
        .map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned());
    Ok((Actual::of(&short, unit, &log.series(kind), false), notices))
}

fn fill(file: &mut File, piece: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < piece.len() {
        match file.read(&mut piece[length..]) {
            Ok(0) => break,
            Ok(n) => length += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(length)
}

fn table(words: Words, review: &Review, text: &str) -> Result<(Actual, Vec<String>), BadInput> {
    let name = &review.actual;
    let bad = |why: String| BadInput(vec![plain(&format!("{name}: {why}"))]);
    let table = Table::read(text).map_err(|refusal| {
        bad(words.t(match refusal {
            Refusal::TooLarge { .. } => "crowd.import.large",
            Refusal::TooMany => "crowd.import.many",
            Refusal::Empty => "crowd.import.empty",
            Refusal::NoNumbers => "log.no.no-lines",
        }))
    })?;
    let mut choice = table.guess();
    let column = |wanted: &Option<String>| -> Result<Option<usize>, BadInput> {
        let Some(wanted) = wanted else {
            return Ok(None);
        };
        let by_name = table
            .columns()
            .iter()
            .position(|column| column.name.eq_ignore_ascii_case(wanted));
        let by_number = wanted.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        by_name
            .or(by_number.filter(|i| *i < table.columns().len()))
            .map(Some)
            .ok_or_else(|| {
                let names: Vec<&str> = table.columns().iter().map(|c| c.name.as_str()).collect();
                let args = Args::new()
                    .with("wanted", plain(wanted))
                    .with("columns", plain(&names.join(", ")));
                bad(words.text("cli.review.no_column", &args))
            })
    };
    if let Some(i) = column(&review.column)? {
        choice.count = i;
        choice.decimal = table.decimal(i);
    }
    if let Some(i) = column(&review.time)? {
        choice.time = Some(i);
        choice.hour = choice.hour.filter(|hour| *hour != i);
        choice.every_s = None;
    }
    choice.leave_out = review.leave_out;
    let reading = table.series(&choice);
    let said = |fault: &LineFault| {
        let args = Args::new()
            .with("line", fault.line)
            .with("found", plain(&fault.found));
        words
            .member("crowd.fault", fault.problem.id(), &args)
            .unwrap_or_default()
    };
    let mut notices: Vec<String> = reading.faults.iter().map(said).collect();
    if reading.more_faults > 0 {
        notices.push(words.text(
            "crowd.import.more",
            &Args::new().with("n", reading.more_faults),
        ));
    }
    if reading.put_in_order {
        notices.push(words.t("crowd.import.put_in_order"));
    }
    match reading.series {
        Ok(series) => {
            let heading = &table.columns()[choice.count].name;
            let unit = review.unit.unwrap_or_else(|| Unit::of_heading(heading));
            let short = Path::new(name)
                .file_name()
                .map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned());
            let actual = Actual::of(&short, unit, &series, review.nobody);
            if actual.gaps() > 0 {
                notices.push(words.text("cli.review.gaps", &Args::new().with("n", actual.gaps())));
            }
            Ok((actual, notices))
        }
        Err(NoCurve::FaultyLines) => {
            notices.push(words.t("cli.review.leave_out.hint"));
            let lines = notices.iter().map(|line| plain(&format!("{name}: {line}")));
            Err(BadInput(lines.collect()))
        }
        Err(NoCurve::NothingButZero) => Err(bad(words.t("crowd.import.zero"))),
        Err(NoCurve::TooLong) => Err(bad(words.t("cli.review.too_long"))),
    }
}
