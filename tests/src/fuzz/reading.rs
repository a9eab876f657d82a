//! Targets that only read: exports and logs of other tools, messages of workers, kept progress, codes on papers.

use onrush_brief::Code;
use onrush_runner::{Command, Desk, Reply, Reviewer, between_of_file, outlook_of_file};
use onrush_scenario::Scenario;
use onrush_scenario::import::log::{Kind, Log, LogReader, MOST_DAMAGES, NoLog};
use onrush_scenario::import::{
    self, Choice, MOST_BINS, MOST_COLUMNS, MOST_LINE_FAULTS, Series, Table,
};
use onrush_steps::Progress;

use super::lines;

/// Plans of any version: whatever is read has become the newest, and is read again as the same.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn migration(bytes: &[u8]) -> bool {
    match Scenario::read(&String::from_utf8_lossy(bytes)) {
        Ok(plan) => {
            let text = plan.write();
            assert!(text.contains(&format!("\"onrush\": {}", Scenario::VERSION)));
            assert_eq!(Scenario::read(&text).as_ref(), Ok(&plan));
            true
        }
        Err(faults) => {
            lines(&faults);
            false
        }
    }
}

/// Exports of analytics tools, with every choice of columns: what comes out keeps to its limits.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn table(bytes: &[u8]) -> bool {
    let Ok(table) = Table::read(&import::decode(bytes)) else {
        return false;
    };
    let columns = table.columns().len();
    assert!((1..=MOST_COLUMNS).contains(&columns));
    let guess = table.guess();
    let mut found = curve(&table, &guess);
    let others = (0..columns.min(4)).flat_map(|count| {
        let times = (0..columns.min(4)).map(Some).chain([None]);
        times.map(move |time| Choice {
            time,
            count,
            ..guess
        })
    });
    for choice in others {
        found |= curve(&table, &choice);
    }
    found
}

/// Whether a choice of columns makes a curve or a series.
fn curve(table: &Table, choice: &Choice) -> bool {
    let read = table.reading(choice);
    assert!(read.faults.len() <= MOST_LINE_FAULTS);
    if let Ok(curve) = &read.curve {
        let sum: f64 = curve.visits.iter().sum();
        assert!(curve.every_s > 0 && curve.visits.len() <= 2880);
        assert!(curve.visits.iter().all(|v| v.is_finite() && *v >= 0.0));
        assert!((sum - curve.total).abs() <= 1e-6 * sum.max(1.0), "{sum}");
    }
    let found = table.series(choice);
    assert!(found.faults.len() <= MOST_LINE_FAULTS);
    if let Ok(series) = &found.series {
        bins(series);
    }
    read.curve.is_ok() || found.series.is_ok()
}

fn bins(series: &Series) {
    assert!(series.every_s > 0 && series.counts.len() <= MOST_BINS);
    let counts = series.counts.iter().flatten();
    assert!(counts.clone().all(|n| n.is_finite() && *n >= 0.0));
}

/// Access logs: the same comes out of the whole file and of the file in pieces, and what was counted adds up.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn log(bytes: &[u8]) -> bool {
    let whole = read_log(bytes, bytes.len().max(1));
    let piece = 1 + bytes.iter().fold(0_usize, |sum, b| sum + usize::from(*b)) % 97;
    // What kind of file it is stands in its first bytes, which come in one piece.
    if !matches!(whole, Err(NoLog::Compressed)) {
        assert_eq!(whole, read_log(bytes, piece), "in pieces of {piece}");
    }
    let Ok(log) = whole else { return false };
    let s = &log.summary;
    assert!(s.requests + s.damaged <= s.lines);
    assert!(
        [s.pages, s.files, s.machines, s.failed, s.visits]
            .iter()
            .all(|n| *n <= s.requests)
    );
    assert!(s.damages.len() <= MOST_DAMAGES && s.damages.len() as u64 <= s.damaged);
    for kind in [Kind::Requests, Kind::Pages, Kind::Visits] {
        bins(&log.series(kind));
    }
    let counted: f64 = log.series(Kind::Requests).counts.iter().flatten().sum();
    assert!(
        (counted - s.requests as f64).abs() < 0.5,
        "{counted} of {}",
        s.requests
    );
    true
}

fn read_log(bytes: &[u8], piece: usize) -> Result<Log, NoLog> {
    let mut reader = LogReader::default();
    bytes.chunks(piece).for_each(|piece| reader.take(piece));
    reader.finish()
}

/// Messages between a page and its workers: whatever is read is written and read again as the same, and what a worker answers
/// at once is answered.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn message(bytes: &[u8]) -> bool {
    let reply = Reply::from_bytes(bytes);
    if let Some(reply) = &reply {
        // By their bytes: of figures that are no numbers no two are the same.
        let written = reply.to_bytes();
        let again = Reply::from_bytes(&written).map(|again| again.to_bytes());
        assert_eq!(again.as_ref(), Some(&written));
    }
    let Some(command) = Command::from_bytes(bytes) else {
        return reply.is_some();
    };
    let written = command.to_bytes();
    let again = Command::from_bytes(&written).map(|again| again.to_bytes());
    assert_eq!(again.as_ref(), Some(&written));
    match &command {
        Command::Forecast { file, .. } => drop(outlook_of_file(file)),
        Command::Between { file, .. } => drop(between_of_file(file)),
        Command::Ask { inquiry, hands } => {
            if let Ok(mut desk) = Desk::open(inquiry, (*hands).min(8) as usize) {
                drop(desk.next(true));
            }
        }
        Command::ReadLog { piece, .. } => drop(Reviewer::default().read(piece)),
        Command::Review {
            file,
            measured,
            shift_s,
            fits,
            ..
        } => drop(Reviewer::default().review(file, measured, *shift_s, *fits)),
        // These run a crowd, which `scenario` does; a desk that is not open takes nothing.
        Command::Rehearse { .. }
        | Command::Study { .. }
        | Command::Prove { .. }
        | Command::Took { .. } => {}
    }
    true
}

/// Progress through the steps as a page keeps it: whatever is read is written and read again as the same.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn progress(bytes: &[u8]) -> bool {
    match Progress::read(&String::from_utf8_lossy(bytes)) {
        Ok(progress) => {
            assert_eq!(Progress::read(&progress.write()).as_ref(), Ok(&progress));
            true
        }
        Err(faults) => {
            lines(&faults);
            false
        }
    }
}

/// Codes on papers: whatever is read says the same when it is written.
///
/// # Panics
/// When something is wrong; that is the test.
#[must_use]
pub fn code(bytes: &[u8]) -> bool {
    match Code::read(&String::from_utf8_lossy(bytes)) {
        Ok(code) => {
            assert_eq!(Code::read(&code.to_string()), Ok(code));
            true
        }
        Err(_) => false,
    }
}
