//! The review, for whoever computes it elsewhere than it is looked at.

use onrush_network::Faults;
use onrush_review::{
    Actual, Comparison, Crowd, Fit, Match, NoFit, Placed, Unit, best_match, by_clock, compare, fit,
    recalibrated,
};
use onrush_scenario::Scenario;
use onrush_scenario::import::log::{Kind, Log, LogReader, NoLog, Summary};
use serde::{Deserialize, Serialize};

/// What comes next of a log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Piece {
    /// These bytes; the first of a file are marked as such.
    Bytes {
        /// A new file begins with them.
        first: bool,
        /// They themselves.
        bytes: Vec<u8>,
    },
    /// Nothing: the file is at its end.
    End,
}

/// How far a log has been read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogNews {
    /// Bytes so far.
    pub bytes: u64,
    /// What was counted so far.
    pub summary: Summary,
    /// How it ended, once it has.
    pub end: Option<LogEnd>,
}

/// How the reading of a log ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogEnd {
    /// It is kept, to be laid over plans.
    Read {
        /// Whether visits could be told apart.
        knows_visits: bool,
    },
    /// There is nothing in it.
    Refused(NoLog),
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Measured {
    /// These figures.
    Given(Actual),
    /// The log that was read last.
    Log {
        /// The file's name.
        name: String,
        /// What of it is compared.
        unit: Unit,
    },
}

/// A measurement laid over a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Names the figures.
    pub digest: String,
    /// All that was counted.
    pub total: f64,
    /// Length of a bin of the file, in seconds.
    pub every_s: u32,
    /// Bins of the file that were not measured.
    pub gaps: usize,
    /// Where it stands by its clock.
    pub placed: Placed,
    /// Where it looks most like the forecast.
    pub best: Option<Match>,
    /// Where it was placed.
    pub at_s: i64,
    /// Forecast and fact.
    pub comparison: Comparison,
    /// What the plan can learn; `None` where that was not asked.
    pub fit: Option<Result<Fit, NoFit>>,
    /// Forecast and fact once it has learned that.
    pub after: Option<Comparison>,
}

/// Reads logs, keeps the last one, and lays it and others over plans.
#[derive(Debug, Default)]
pub struct Reviewer {
    reader: LogReader,
    log: Option<Log>,
}

impl Reviewer {
    /// Reads on.
    pub fn read(&mut self, piece: &Piece) -> LogNews {
        match piece {
            Piece::Bytes { first, bytes } => {
                if *first {
                    *self = Self::default();
                }
                self.reader.take(bytes);
                LogNews {
                    bytes: self.reader.bytes(),
                    summary: self.reader.summary().clone(),
                    end: None,
                }
            }
            Piece::End => {
                let reader = std::mem::take(&mut self.reader);
                let (bytes, so_far) = (reader.bytes(), reader.summary().clone());
                match reader.finish() {
                    Ok(log) => {
                        let news = LogNews {
                            bytes,
                            summary: log.summary.clone(),
                            end: Some(LogEnd::Read {
                                knows_visits: log.knows_visits(),
                            }),
                        };
                        self.log = Some(log);
                        news
                    }
                    Err(why) => LogNews {
                        bytes,
                        summary: so_far,
                        end: Some(LogEnd::Refused(why)),
                    },
                }
            }
        }
    }

    /// Lays what was counted over the plan in `file`: `shift_s` later than its clock, or where it is most likely right; with what the
    /// plan can learn from it, if `fits`.
    ///
    /// # Errors
    /// The plan's faults.
    pub fn review(
        &self,
        file: &str,
        measured: &Measured,
        shift_s: Option<i64>,
        fits: bool,
    ) -> Result<Reviewed, Faults> {
        let scenario = Scenario::read(file)?;
        let actual = match measured {
            Measured::Given(actual) => actual.clone(),
            Measured::Log { name, unit } => self.counted(name, *unit),
        };
        let crowd = Crowd::of(&scenario, actual.unit)?;
        let placed = by_clock(&actual, &scenario.clock);
        let best = best_match(&crowd, &actual, placed);
        let likely = placed.likely(best);
        let at_s = shift_s.map_or(likely, |shift| placed.at_s.saturating_add(shift));
        let comparison = compare(&crowd, &actual, at_s);
        let fit = fits.then(|| fit(&scenario, &actual, at_s));
        let after = match &fit {
            Some(Ok(fit)) => {
                let new = recalibrated(&scenario, fit, &actual.name)?;
                Some(compare(&Crowd::of(&new.plan, actual.unit)?, &actual, at_s))
            }
            _ => None,
        };
        Ok(Reviewed {
            digest: actual.digest(),
            total: actual.total(),
            every_s: actual.every_s,
            gaps: actual.gaps(),
            placed,
            best,
            at_s,
            comparison,
            fit,
            after,
        })
    }

    /// The counts of the log that was read last; without one nothing.
    fn counted(&self, name: &str, unit: Unit) -> Actual {
        let kind = match unit {
            Unit::Visits => Kind::Visits,
            Unit::PageViews => Kind::Pages,
            Unit::Requests => Kind::Requests,
        };
        match &self.log {
            Some(log) => Actual::of(name, unit, &log.series(kind), false),
            None => Actual {
                name: name.to_owned(),
                unit,
                begins: None,
                every_s: 1,
                counts: Vec::new(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_review::Basis;

    #[test]
    fn a_log_read_in_pieces_is_laid_over_a_plan() {
        let plan = onrush_scenario::story("mole-app").unwrap().file;
        let mut reviewer = Reviewer::default();
        for i in 0..600_u32 {
            let line = format!(
                "h{i} - - [14/Jan/2017:21:{:02}:{:02} +0100] \"GET / HTTP/1.1\" 200 5 \"-\" \"M\"\n",
                20 + i / 60,
                i % 60
            );
            let first = i == 0;
            let bytes = line.into_bytes();
            let news = reviewer.read(&Piece::Bytes { first, bytes });
            assert_eq!(news.end, None);
        }
        let news = reviewer.read(&Piece::End);
        assert_eq!(news.end, Some(LogEnd::Read { knows_visits: true }));
        assert_eq!((news.summary.requests, news.summary.visits), (600, 600));
        let log = Measured::Log {
            name: "access.log".into(),
            unit: Unit::PageViews,
        };
        let found = reviewer.review(plan, &log, None, true).unwrap();
        assert_eq!((found.placed.basis, found.at_s), (Basis::SameDay, 3900));
        assert!((found.total - 600.0).abs() < 1e-9);
        assert!(found.fit.unwrap().is_ok() && found.after.is_some());
        let moved = reviewer.review(plan, &log, Some(-60), false).unwrap();
        assert_eq!((moved.at_s, moved.fit), (3840, None));
        // Another file takes the place of the first.
        reviewer.read(&Piece::Bytes {
            first: true,
            bytes: b"nothing".to_vec(),
        });
        let end = reviewer.read(&Piece::End).end;
        assert_eq!(end, Some(LogEnd::Refused(NoLog::NoLines)));
        assert!(reviewer.review(plan, &log, None, false).unwrap().total < 1.0);
        assert!(reviewer.review("{}", &log, None, false).is_err());
    }
}
