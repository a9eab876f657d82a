//! `onrush lab`: a bare queueing network.

use onrush_lab::{ClassSeries, MOST_PRESENT, Results, StationSeries, Stopped, Time};
use onrush_words::{Args, Words};

use crate::args::Lab;
use crate::input::{self, BadInput};
use crate::screen::{Screen, Tone, plain, width};
use crate::{TOO_MANY, print};

/// Runs what was asked for and reports it.
///
/// # Errors
/// All that is wrong with the file.
pub(crate) fn run(words: Words, asked: &Lab) -> Result<u8, BadInput> {
    let file = input::lab(words, &asked.file)?;
    match onrush_lab::run(&file, &asked.plan) {
        Ok(results) => {
            let text = if asked.json {
                results.json() + "\n"
            } else {
                tables(words, Screen::of_stdout(), asked, &results)
            };
            print(words, &text)?;
            Ok(0)
        }
        Err(Stopped::Faults(faults)) => Err(BadInput(input::lines(words, &faults))),
        Err(Stopped::TooMany { second }) => {
            let args = Args::new()
                .with("most", MOST_PRESENT)
                .with("second", second);
            eprintln!("{}", words.text("cli.lab.too_many", &args));
            Ok(TOO_MANY)
        }
    }
}

/// The result for people.
fn tables(words: Words, screen: Screen, asked: &Lab, results: &Results) -> String {
    let head = |first: &str, others: &[&str]| -> Vec<String> {
        let others = others.iter().map(|id| words.t(&format!("cli.lab.{id}")));
        std::iter::once(words.t(&format!("cli.lab.{first}")))
            .chain(others)
            .collect()
    };
    let mut text = String::new();
    let args = Args::new()
        .with("n", asked.plan.replications)
        .with("seed", asked.plan.seed.to_string());
    text += &match asked.plan.replications {
        1 => words.text("cli.lab.one", &args),
        _ => words.text("cli.lab.several", &args),
    };
    text += "\n\n";

    let columns = [
        "arrived",
        "served",
        "refused",
        "abandoned",
        "utilisation",
        "in_line",
        "in_station",
    ];
    let mut rows = vec![head("station", &columns)];
    for (name, s) in &results.stations {
        rows.push(vec![
            plain(name),
            count(s.arrived),
            count(s.served),
            count(s.refused),
            count(s.abandoned),
            s.utilisation.map_or_else(|| "-".into(), figure),
            figure(s.mean_in_line),
            figure(s.mean_in_station),
        ]);
    }
    table(&mut text, screen, &rows);

    let mut rows = vec![head("class", &["completed", "failed"])];
    for (name, c) in &results.classes {
        rows.push(vec![plain(name), count(c.completed), count(c.failed)]);
    }
    table(&mut text, screen, &rows);

    let mut rows = vec![head("times", &["mean", "interval"])];
    rows[0].extend(["p50", "p90", "p95", "p99"].map(str::to_owned));
    for (name, s) in &results.stations {
        let args = Args::new().with("name", plain(name));
        rows.push(time(words.text("cli.lab.wait", &args), &s.wait_s));
        rows.push(time(words.text("cli.lab.response", &args), &s.response_s));
    }
    for (name, c) in &results.classes {
        let args = Args::new().with("name", plain(name));
        rows.push(time(words.text("cli.lab.response", &args), &c.response_s));
    }
    table(&mut text, screen, &rows);

    if let Some(series) = &results.series {
        for (name, s) in &series.stations {
            let columns = ["arrived", "served", "refused", "abandoned", "in_station"];
            over_time(
                &mut text,
                screen,
                name,
                head("second", &columns),
                series.step_s,
                &station_columns(s),
            );
        }
        for (name, c) in &series.classes {
            let columns = ["started", "completed", "failed", "retried"];
            over_time(
                &mut text,
                screen,
                name,
                head("second", &columns),
                series.step_s,
                &class_columns(c),
            );
        }
    }
    let args = Args::new()
        .with("events", results.events)
        .with("wall", results.wall_s);
    text += &screen.paint(Tone::Quiet, &words.text("cli.lab.imprint", &args));
    text.push('\n');
    text
}

fn station_columns(s: &StationSeries) -> Vec<&[f64]> {
    vec![
        &s.arrived,
        &s.served,
        &s.refused,
        &s.abandoned,
        &s.mean_in_station,
    ]
}

fn class_columns(c: &ClassSeries) -> Vec<&[f64]> {
    vec![&c.started, &c.completed, &c.failed, &c.retried]
}

fn over_time(
    text: &mut String,
    screen: Screen,
    name: &str,
    head: Vec<String>,
    step_s: f64,
    columns: &[&[f64]],
) {
    *text += &screen.paint(Tone::Strong, &plain(name));
    text.push('\n');
    let steps = columns.first().map_or(0, |c| c.len());
    let mut rows = vec![head];
    for i in 0..steps {
        let cells = columns.iter().map(|column| count(column[i]));
        rows.push(
            std::iter::once(count(step_s * i as f64))
                .chain(cells)
                .collect(),
        );
    }
    table(text, screen, &rows);
}

fn time(name: String, t: &Time) -> Vec<String> {
    let cell = |x: Option<f64>| x.map_or_else(|| "-".into(), figure);
    let interval = t.ci95.map_or_else(
        || "-".into(),
        |[low, high]| format!("{} … {}", figure(low), figure(high)),
    );
    vec![
        name,
        cell(t.mean),
        interval,
        cell(t.p50),
        cell(t.p90),
        cell(t.p95),
        cell(t.p99),
    ]
}

/// The first row is the heading; the first column is a name, and what follows stands under its heading's end.
fn table(text: &mut String, screen: Screen, rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|i| {
            rows.iter()
                .filter_map(|row| row.get(i))
                .map(|cell| width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (i, (cell, wide)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(wide - width(cell));
            if i == 0 {
                line += cell;
                line += &space;
            } else {
                line += "  ";
                line += &space;
                line += cell;
            }
        }
        let tone = if number == 0 {
            Tone::Strong
        } else {
            Tone::Quiet
        };
        *text += &if number == 0 {
            screen.paint(tone, line.trim_end())
        } else {
            line.trim_end().to_owned()
        };
        text.push('\n');
    }
    text.push('\n');
}

/// A whole number where it is one, else with two digits behind the point.
fn count(n: f64) -> String {
    if n.fract() == 0.0 {
        format!("{n:.0}")
    } else {
        format!("{n:.2}")
    }
}

/// Five digits that count.
fn figure(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return format!("{x:.0}");
    }
    let magnitude = libm::floor(libm::log10(x.abs()));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped"
    )]
    let digits = (4.0 - magnitude).clamp(0.0, 9.0) as usize;
    format!("{x:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::{count, figure};

    #[test]
    fn figures_have_five_digits_that_count() {
        for (x, text) in [
            (0.0, "0"),
            (0.8, "0.80000"),
            (4.0, "4.0000"),
            (0.00012345678, "0.00012346"),
            (123_456.7, "123457"),
            (-1.5, "-1.5000"),
        ] {
            assert_eq!(figure(x), text);
        }
        assert_eq!((count(5.0).as_str(), count(5.333).as_str()), ("5", "5.33"));
    }
}
