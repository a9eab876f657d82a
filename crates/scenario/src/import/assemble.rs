//! From lines to a curve of equal intervals.

use super::time::{self, Moment, Stamp};
use super::{
    Choice, Curve, LineFault, MOST_LINE_FAULTS, NoCurve, Problem, Reading, Table, number,
    table::Row,
};

/// Most intervals of a measured curve, as the field table has it.
const MOST_INTERVALS: i64 = 2880;
/// Longest interval, in seconds.
const LONGEST_S: i64 = 86_400;
/// Largest count.
const LARGEST: f64 = 1e9;

/// A line that could be read.
pub(super) struct Count {
    pub(super) row: usize,
    /// Seconds on a clock that never goes back.
    pub(super) at_s: i64,
    pub(super) visits: f64,
}

/// What can be read of a table.
pub(super) struct Collected {
    /// Lines in order of time, those of one time added up.
    pub(super) counts: Vec<Count>,
    /// When the first was.
    pub(super) from: Option<Stamp>,
    /// All lines that cannot be read.
    pub(super) faults: Vec<LineFault>,
}

impl Table {
    /// The curve that this choice of columns makes, and the lines that are in its way.
    #[must_use]
    pub fn reading(&self, choice: &Choice) -> Reading {
        let Collected {
            counts,
            from,
            mut faults,
        } = self.collected(choice);
        let more_faults = faults.len().saturating_sub(MOST_LINE_FAULTS);
        let curve = if faults.is_empty() || choice.leave_out {
            assemble(&counts, choice, from.map(Stamp::moment))
        } else {
            Err(NoCurve::FaultyLines)
        };
        faults.truncate(MOST_LINE_FAULTS);
        Reading {
            curve,
            faults,
            more_faults,
        }
    }

    /// The lines that this choice can read, in order of time.
    pub(super) fn collected(&self, choice: &Choice) -> Collected {
        let mut faults = Vec::new();
        let mut from = None;
        let mut counts = self.counts(choice, &mut from, &mut faults);
        let newest_first = counts.len() > 1
            && counts.windows(2).filter(|w| w[1].at_s < w[0].at_s).count() * 2 > counts.len() - 1;
        if newest_first {
            counts.reverse();
            from = from.map(|first: Stamp| Stamp {
                wall_s: first.wall_s + counts[0].at_s,
                ..first
            });
            let first = counts[0].at_s;
            for count in &mut counts {
                count.at_s -= first;
            }
        }
        let mut latest = i64::MIN;
        counts.retain(|count| {
            let goes_on = count.at_s >= latest;
            if goes_on {
                latest = count.at_s;
            } else {
                let row = &self.rows()[count.row];
                let found = choice.time.map_or("", |column| cell(row, column));
                faults.push(LineFault {
                    line: row.line,
                    found: shortened(found),
                    problem: Problem::BackInTime,
                });
            }
            goes_on
        });
        // Several lines for one time (one for each source, say) belong together.
        counts.dedup_by(|next, kept| {
            let same = choice.time.is_some() && next.at_s == kept.at_s;
            if same {
                kept.visits += next.visits;
            }
            same
        });
        onrush_network::put_in_order(&mut faults, |a, b| a.line < b.line);
        Collected {
            counts,
            from,
            faults,
        }
    }

    /// The lines that can be read, with seconds since the first of them.
    fn counts(
        &self,
        choice: &Choice,
        first: &mut Option<Stamp>,
        faults: &mut Vec<LineFault>,
    ) -> Vec<Count> {
        let numbers_s = choice
            .time
            .and_then(|i| self.columns().get(i)?.numbers_s)
            .map(i64::from);
        let mut counts: Vec<Count> = Vec::with_capacity(self.rows().len());
        let mut first_number = None;
        // Times without a date go over midnight.
        let (mut days, mut before) = (0, None);
        let mut clock = SetBack::default();
        for (i, row) in self.rows().iter().enumerate() {
            let mut fault = |found: &str, problem| {
                faults.push(LineFault {
                    line: row.line,
                    found: shortened(found),
                    problem,
                });
            };
            let at_s = match choice.time.map(|column| cell(row, column)) {
                None => {
                    // Fewer than `MOST_ROWS`.
                    let i = i64::try_from(i).unwrap_or(0);
                    Ok(i * i64::from(choice.every_s.unwrap_or(3600)))
                }
                Some("") => Err(("", Problem::NoTime)),
                Some(text) => match numbers_s {
                    Some(step) => text
                        .parse::<u32>()
                        .map(|n| {
                            let n = i64::from(n);
                            (n - *first_number.get_or_insert(n)) * step
                        })
                        .map_err(|_| (text, Problem::NotATime)),
                    None => self
                        .stamp(row, text, choice)
                        .map(|mut stamp| {
                            if stamp.dated && stamp.ahead_s.is_none() {
                                stamp.wall_s = clock.steady(stamp.wall_s);
                            }
                            if !stamp.dated {
                                if before.is_some_and(|before| before - stamp.wall_s > 43_200) {
                                    days += 1;
                                }
                                before = Some(stamp.wall_s);
                                stamp.wall_s += days * 86_400;
                            }
                            let first = *first.get_or_insert(stamp);
                            // Where both say how far they are ahead of UTC, the clock's changes do not count.
                            let shift = stamp.ahead_s.zip(first.ahead_s).map_or(0, |(a, b)| a - b);
                            stamp.wall_s - first.wall_s - shift
                        })
                        .ok_or((text, Problem::NotATime)),
                },
            };
            let visits = match cell(row, choice.count) {
                "" => Err(("", Problem::NoCount)),
                text => match number::parse(text, choice.decimal) {
                    None => Err((text, Problem::NotANumber)),
                    Some(n) if n < 0.0 => Err((text, Problem::Negative)),
                    Some(n) if n <= LARGEST => Ok(n),
                    Some(_) => Err((text, Problem::TooLarge)),
                },
            };
            match (at_s, visits) {
                (Ok(at_s), Ok(visits)) => counts.push(Count {
                    row: i,
                    at_s,
                    visits,
                }),
                (Err((found, problem)), _) | (_, Err((found, problem))) => fault(found, problem),
            }
        }
        counts
    }
}

impl Table {
    /// The time in a line, the hour from its own column included.
    fn stamp(&self, row: &Row, text: &str, choice: &Choice) -> Option<Stamp> {
        let stamp = time::parse(text, choice.order)?;
        let Some(column) = choice.hour.filter(|i| *i < self.columns().len()) else {
            return Some(stamp);
        };
        let hour: i64 = cell(row, column).parse().ok()?;
        (0..24).contains(&hour).then_some(Stamp {
            wall_s: stamp.wall_s + hour * 3600,
            ..stamp
        })
    }
}

/// A clock that says nothing of its zone, and is set back by an hour in autumn: the hour that comes twice is told from lines in disorder
/// by its exact place.
#[derive(Default)]
struct SetBack {
    before: Option<i64>,
    step: i64,
    shift: i64,
}

impl SetBack {
    /// The time on a clock that is not set back.
    fn steady(&mut self, wall_s: i64) -> i64 {
        let at = wall_s + self.shift;
        let Some(before) = self.before else {
            self.before = Some(at);
            return at;
        };
        let moved = at - before;
        // One step on, and an hour back; only once, and only where steps are shorter than the hour.
        if self.shift == 0 && (1..3600).contains(&self.step) && moved == self.step - 3600 {
            self.shift = 3600;
            self.before = Some(at + 3600);
            return at + 3600;
        }
        if moved > 0 {
            self.step = moved;
        }
        self.before = Some(at);
        at
    }
}

fn cell(row: &Row, column: usize) -> &str {
    row.cells.get(column).map_or("", |cell| cell.trim())
}

pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// Spreads each line's count evenly over its own interval, and adds up what falls into each interval of the curve.
fn assemble(counts: &[Count], choice: &Choice, from: Option<Moment>) -> Result<Curve, NoCurve> {
    let found_s = distance(counts, choice);
    let Some((first, last)) = counts.first().zip(counts.last()) else {
        return Err(NoCurve::NothingButZero);
    };
    let length = last.at_s - first.at_s + found_s;
    let every_s =
        interval(choice.every_s.map(i64::from), found_s, length).ok_or(NoCurve::TooLong)?;
    let intervals = length.div_euclid(every_s) + i64::from(length.rem_euclid(every_s) > 0);
    let mut visits = vec![0.0; usize::try_from(intervals).unwrap_or(0)];
    for count in counts {
        let begin = count.at_s - first.at_s;
        let end = begin + found_s;
        let mut at = begin;
        while at < end {
            let index = at.div_euclid(every_s);
            let until = ((index + 1) * every_s).min(end);
            let place = usize::try_from(index).ok().and_then(|i| visits.get_mut(i));
            if let Some(sum) = place {
                *sum += count.visits * ((until - at) as f64 / found_s as f64);
            }
            at = until;
        }
    }
    let total = visits.iter().sum();
    if total <= 0.0 {
        return Err(NoCurve::NothingButZero);
    }
    let missing: i64 = counts
        .windows(2)
        .map(|pair| ((pair[1].at_s - pair[0].at_s) / found_s - 1).max(0))
        .sum();
    Ok(Curve {
        from,
        every_s: u32::try_from(every_s).unwrap_or(86_400),
        visits,
        total,
        found_s: u32::try_from(found_s).unwrap_or(u32::MAX),
        gaps: usize::try_from(missing).unwrap_or(0),
    })
}

/// The distance that most lines have from the one before, in seconds.
pub(super) fn distance(counts: &[Count], choice: &Choice) -> i64 {
    let mut steps: Vec<i64> = counts
        .windows(2)
        .map(|pair| pair[1].at_s - pair[0].at_s)
        .filter(|step| *step > 0)
        .collect();
    steps.sort_unstable();
    steps
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| (same.len(), -same[0]))
        .map_or_else(|| i64::from(choice.every_s.unwrap_or(3600)), |same| same[0])
}

/// The interval of the curve: the one that is wished for, or the lines' own, or as many of either as it takes.
fn interval(wished: Option<i64>, found_s: i64, length: i64) -> Option<i64> {
    let one = wished.unwrap_or(found_s).clamp(1, LONGEST_S);
    let least =
        length.div_euclid(MOST_INTERVALS) + i64::from(length.rem_euclid(MOST_INTERVALS) > 0);
    let times = least.div_euclid(one) + i64::from(least.rem_euclid(one) > 0);
    let every = one * times.max(1);
    if every <= LONGEST_S {
        return Some(every);
    }
    (least <= LONGEST_S).then_some(LONGEST_S)
}
