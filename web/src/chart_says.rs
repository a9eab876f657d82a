//! What each chart shows, in one sentence: its finding, not its axes.

use onrush_observe::Observations;
use onrush_report::ChartId;
use onrush_runner::Rehearsal;
use onrush_scenario::Scenario;
use onrush_words::{Args, Name, Words};

/// The finding of chart `id`.
pub(crate) fn chart_says(
    words: Words,
    id: ChartId,
    scenario: &Scenario,
    rehearsal: &Rehearsal,
) -> String {
    let seen = &rehearsal.observations;
    match id {
        ChartId::Crowd | ChartId::People => people(words, seen),
        ChartId::Requests => requests(words, seen),
        ChartId::PageTimes => page_times(words, scenario, seen),
        ChartId::Utilisation => busiest(words, rehearsal),
        ChartId::Waiting => longest_line(words, seen),
        ChartId::Errors => failed(words, seen),
        ChartId::WaitingRoom => waiting_room(words, seen),
        ChartId::Servers => servers(words, seen),
        ChartId::CacheHits => copies(words, seen),
        ChartId::Stock => stock(words, scenario, seen),
    }
}

fn most(counts: &[u32]) -> f64 {
    f64::from(counts.iter().copied().max().unwrap_or(0))
}

fn people(words: Words, seen: &Observations) -> String {
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^53 people")]
    let lost = seen.ledger.lost() as f64;
    let args = Args::new()
        .with("lost", lost)
        .with("inside", most(&seen.series.inside));
    words.text("chart.says.people", &args)
}

/// The second in which the fewest of the requests sent were answered; the one with the most requests where none failed.
fn requests(words: Words, seen: &Observations) -> String {
    let series = &seen.series;
    let any = |counts: &[u32]| counts.iter().any(|count| *count > 0);
    let failed = any(&series.refused) || any(&series.errors) || any(&series.abandoned);
    let a_second = f64::from(seen.step_s.max(1));
    let worst = series
        .requests
        .iter()
        .zip(&series.answered)
        .map(|(sent, answered)| (f64::from(*sent), f64::from(*answered)))
        .reduce(|worst, next| {
            let weight = |(sent, answered): (f64, f64)| {
                if failed { sent - answered } else { sent }
            };
            if weight(next) > weight(worst) {
                next
            } else {
                worst
            }
        });
    match worst {
        Some((sent, answered)) if sent > 0.0 => {
            let args = Args::new()
                .with("sent", sent / a_second)
                .with("answered", answered / a_second);
            let id = if failed {
                "chart.says.requests"
            } else {
                "chart.says.requests_answered"
            };
            words.text(id, &args)
        }
        _ => words.t("chart.says_nothing"),
    }
}

/// How many failed in all, out of how many.
fn failed(words: Words, seen: &Observations) -> String {
    let s = &seen.series;
    let sum = |counts: &[u32]| counts.iter().map(|n| f64::from(*n)).sum::<f64>();
    let failed = sum(&s.refused) + sum(&s.errors) + sum(&s.abandoned);
    let args = Args::new()
        .with("failed", failed)
        .with("share", failed / sum(&s.requests).max(1.0));
    words.capitalised(&words.text("chart.says.errors", &args))
}

fn waiting_room(words: Words, seen: &Observations) -> String {
    let most = seen
        .rooms
        .iter()
        .flat_map(|room| room.waiting.iter())
        .fold(0.0, |most: f32, n| most.max(*n));
    let left: u64 = seen
        .rooms
        .iter()
        .flat_map(|room| room.given_up.iter())
        .map(|n| u64::from(*n))
        .sum();
    let args = Args::new()
        .with("n", f64::from(most).round())
        .with("left", left);
    words.text("chart.says.waiting_room", &args)
}

/// How many machines there were at least and at most, of the station where that changes most.
fn servers(words: Words, seen: &Observations) -> String {
    let range = |counts: &[f32]| {
        let least = counts.iter().copied().fold(f32::INFINITY, f32::min);
        let most = counts.iter().copied().fold(0.0, f32::max);
        (f64::from(least), f64::from(most))
    };
    let widest = seen
        .stations
        .iter()
        .filter(|station| !station.up.is_empty())
        .map(|station| (station, range(&station.up)))
        .reduce(|best, next| {
            if next.1.1 - next.1.0 > best.1.1 - best.1.0 {
                next
            } else {
                best
            }
        });
    widest.map_or_else(
        || words.t("chart.says_nothing"),
        |(station, (least, most))| {
            let args = Args::new()
                .with("part", Name::station(&station.id))
                .with("least", least.round())
                .with("most", most.round());
            words.capitalised(&words.text("chart.says.servers", &args))
        },
    )
}

/// What the copies answered over the whole run.
fn copies(words: Words, seen: &Observations) -> String {
    let sum = |counts: &[u32]| counts.iter().map(|n| f64::from(*n)).sum::<f64>();
    let (hits, asked) = seen.caches.iter().fold((0.0, 0.0), |(hits, asked), cache| {
        let own = sum(&cache.hits);
        (
            hits + own,
            asked + own + sum(&cache.misses) + sum(&cache.coalesced),
        )
    });
    words.text(
        "chart.says.copies",
        &Args::new().with("share", hits / f64::max(asked, 1.0)),
    )
}

/// When the first stock was gone.
fn stock(words: Words, scenario: &Scenario, seen: &Observations) -> String {
    let gone = seen.stocks.iter().filter_map(|stock| {
        let mut left = i64::try_from(stock.units).unwrap_or(i64::MAX);
        stock
            .taken
            .iter()
            .zip(&stock.returned)
            .position(|(taken, returned)| {
                left += i64::from(*returned) - i64::from(*taken);
                left <= 0
            })
    });
    let second = gone.min().and_then(|step| u32::try_from(step).ok());
    match second {
        Some(step) => {
            let at = step.saturating_mul(seen.step_s.max(1));
            let args = Args::new().with("clock", words.clock_minute(&scenario.clock, at));
            words.text("chart.says.sold_out", &args)
        }
        None => words.t("chart.says.stock_left"),
    }
}

fn page_times(words: Words, scenario: &Scenario, seen: &Observations) -> String {
    let worst_s = most(&seen.series.page_p95_ms) / 1000.0;
    if worst_s <= 0.0 {
        return words.t("chart.says.no_page");
    }
    let args = Args::new()
        .with("worst", worst_s)
        .with("target", scenario.targets.page_p95_s);
    words.text("chart.says.page_times", &args)
}

/// Shares that read as the same percentage count as equal.
const EQUALLY_FULL: f64 = 0.005;

/// The fullest part; of several that are full the one that the diagnosis blames.
fn busiest(words: Words, rehearsal: &Rehearsal) -> String {
    let seen = &rehearsal.observations;
    let fullest = seen
        .stations
        .iter()
        .enumerate()
        .filter_map(|(i, station)| {
            let share = (0..station.busy.len())
                .filter_map(|step| station.utilisation(step))
                .reduce(f64::max)?;
            Some((i, share))
        })
        .reduce(|best, next| {
            let blamed =
                rehearsal.diagnosis.root == Some(next.0) && next.1 >= best.1 - EQUALLY_FULL;
            if blamed || next.1 > best.1 + EQUALLY_FULL {
                next
            } else {
                best
            }
        });
    fullest.map_or_else(
        || words.t("chart.says_nothing"),
        |(i, share)| {
            let args = Args::new()
                .with("servers", Name::servers(&seen.stations[i].id))
                .with("share", share);
            words.text("chart.says.utilisation", &args)
        },
    )
}

fn longest_line(words: Words, seen: &Observations) -> String {
    let longest = seen
        .stations
        .iter()
        .map(|station| {
            let line = station.line.iter().copied().fold(0.0, f32::max);
            (station, f64::from(line).round())
        })
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    match longest {
        Some((station, line)) if line > 0.0 => {
            let args = Args::new()
                .with("n", line)
                .with("part", Name::station(&station.id));
            words.text("chart.says.waiting", &args)
        }
        _ => words.t("chart.says.no_line"),
    }
}
