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
/// Fewer lines tell no order.
const FEWEST_IN_ORDER: usize = 4;
/// Lines before the one above are an order of their own from one in so many on, …
const OFTEN: usize = 10;
/// … if there are so many lines at least.
const ENOUGH_LINES: usize = 20;

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
    /// Whether they stood in another order in the file.
    pub(super) put_in_order: bool,
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
            put_in_order,
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
            put_in_order,
            faults,
            more_faults,
        }
    }

    /// The lines that this choice can read, in order of time.
    pub(super) fn collected(&self, choice: &Choice) -> Collected {
        let mut faults = Vec::new();
        let mut from = None;
        let mut counts = self.counts(choice, Clock::MaySetBack, &mut from, &mut faults);
        let newest_first = counts.len() > 1
            && counts.windows(2).filter(|w| w[1].at_s < w[0].at_s).count() * 2 > counts.len() - 1;
        if newest_first {
            counts.reverse();
            from_the_first(&mut counts, &mut from);
        }
        let put_in_order = self.is_in_another_order(choice, from, &counts);
        if put_in_order {
            (faults, from) = (Vec::new(), None);
            counts = self.counts(choice, Clock::AsItStands, &mut from, &mut faults);
            onrush_network::put_in_order(&mut counts, |a, b| (a.at_s, a.row) < (b.at_s, b.row));
            from_the_first(&mut counts, &mut from);
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
            put_in_order,
            from,
            faults,
        }
    }

    /// Whether the lines follow something else than time, as analytics tools sort them: by what was counted, or one block for each
    /// source. A line or two before the one above are a slip, and not an order.
    fn is_in_another_order(&self, choice: &Choice, from: Option<Stamp>, counts: &[Count]) -> bool {
        let Some(time) = choice.time else {
            return false;
        };
        let numbered = self
            .columns()
            .get(time)
            .is_some_and(|c| c.numbers_s.is_some());
        // Times without a date go over midnight, and tell no order.
        if counts.len() < FEWEST_IN_ORDER || !(numbered || from.is_some_and(|f| f.dated)) {
            return false;
        }
        let mut latest = i64::MIN;
        let late = counts.iter().filter(|count| {
            let before = latest;
            latest = latest.max(count.at_s);
            count.at_s < before
        });
        let late = late.count();
        if late == 0 {
            return false;
        }
        let steps_back = counts.windows(2).filter(|w| w[1].at_s < w[0].at_s).count();
        let mut times: Vec<i64> = counts.iter().map(|c| c.at_s).collect();
        times.sort_unstable();
        times.dedup();
        let many = |n: usize| n * OFTEN > counts.len();
        let blocks = many(counts.len() - times.len());
        let by_a_count = (0..self.columns().len())
            .filter(|i| *i != time && Some(*i) != choice.hour)
            .any(|i| self.is_sorted_by(i));
        by_a_count || (many(late) && (many(steps_back) || blocks) && counts.len() >= ENOUGH_LINES)
    }

    /// Whether a column of numbers only falls, or only rises, from the first line to the last.
    fn is_sorted_by(&self, column: usize) -> bool {
        let decimal = self.decimal(column);
        let cells = self.rows().iter().map(|row| cell(row, column));
        let Some(numbers) = cells
            .map(|cell| number::parse(cell, decimal))
            .collect::<Option<Vec<f64>>>()
        else {
            return false;
        };
        let varies = numbers.first() != numbers.last();
        varies && (numbers.is_sorted() || numbers.is_sorted_by(|a, b| a >= b))
    }

    /// The lines that can be read, with seconds since the first of them.
    fn counts(
        &self,
        choice: &Choice,
        clocks: Clock,
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
                            let may_be = clocks == Clock::MaySetBack;
                            if may_be && stamp.dated && stamp.ahead_s.is_none() {
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
    /// The time in a line, the hour or the time of day from its own column included.
    fn stamp(&self, row: &Row, text: &str, choice: &Choice) -> Option<Stamp> {
        let stamp = time::parse(text, choice.order)?;
        let Some(column) = choice.hour.filter(|i| *i < self.columns().len()) else {
            return Some(stamp);
        };
        let text = cell(row, column);
        if let Some(clock) = time::parse(text, choice.order).filter(|clock| !clock.dated) {
            return Some(Stamp {
                wall_s: stamp.wall_s + clock.wall_s,
                dated: stamp.dated,
                ahead_s: clock.ahead_s.or(stamp.ahead_s),
            });
        }
        let hour: i64 = text.parse().ok()?;
        (0..24).contains(&hour).then_some(Stamp {
            wall_s: stamp.wall_s + hour * 3600,
            ..stamp
        })
    }
}

/// Whether the clock of lines that follow each other may have been set back.
#[derive(Clone, Copy, PartialEq)]
enum Clock {
    MaySetBack,
    AsItStands,
}

/// Counts the seconds from the first line on.
fn from_the_first(counts: &mut [Count], from: &mut Option<Stamp>) {
    let Some(first_s) = counts.first().map(|count| count.at_s) else {
        return;
    };
    *from = from.map(|first| Stamp {
        wall_s: first.wall_s + first_s,
        ..first
    });
    for count in counts {
        count.at_s -= first_s;
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
