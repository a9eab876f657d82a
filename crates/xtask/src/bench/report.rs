//! The report: docs/benchmarks.md, and the short form for the terminal.

use std::fmt::Write as _;

use super::machine::Machine;
use super::model::Model;
use super::own::Measure;
use super::pace::Pace;
use super::redraw::{self, Redraw};
use super::stats::{Check, LIMIT, REFERENCE_RUNS, Summary};
use crate::fault::Fault;

/// Everything that was measured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    pub(crate) machine: Machine,
    /// The core that the programs were kept on.
    pub(crate) pinned: Option<usize>,
    /// The yardstick first, compared with itself.
    pub(crate) rows: Vec<Row>,
    pub(crate) own: Vec<Measure>,
    pub(crate) paces: Vec<Pace>,
    pub(crate) redraws: Vec<Redraw>,
    /// What is not in the report, and why.
    pub(crate) left_out: Vec<(String, String)>,
}

/// Somebody's line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) cells: [Cell; 3],
}

/// Somebody's result for one model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// It agrees with theory, so its time counts.
    Timed {
        check: Check,
        /// Customers or seconds of one run.
        size: f64,
        /// Times the yardstick's time per customer.
        ratio: Summary,
        /// Nanoseconds per customer.
        cost: Summary,
    },
    /// It does not.
    Failed(Check),
    /// It could not be run.
    Broken(String),
}

impl Report {
    /// Notes what is missing.
    pub(crate) fn leave_out(&mut self, what: &str, why: &Fault) {
        self.left_out.push((what.to_owned(), why.to_string()));
    }

    /// The ratios, for the terminal.
    pub(crate) fn summary(&self) -> String {
        let mut lines = vec![format!(
            "{:<62} {:>18} {:>18} {:>18}",
            "times the yardstick", "A  M/M/1", "B  M/M/8", "C  web model"
        )];
        for row in &self.rows {
            let [a, b, c] = row.cells.each_ref().map(short);
            lines.push(format!("{:<62} {a:>18} {b:>18} {c:>18}", row.name));
        }
        for measure in &self.own {
            let found = match &measure.found {
                Ok(found) => found.clone(),
                Err(why) => format!("missing: {why}"),
            };
            lines.push(format!("{}: {found}", measure.what));
        }
        for pace in &self.paces {
            lines.push(format!(
                "{}, WebAssembly against native: first run {}, warm {}",
                pace.what,
                range(&pace.first),
                range(&pace.warm)
            ));
        }
        lines.extend(redraw::lines(&self.redraws));
        for (what, why) in &self.left_out {
            lines.push(format!("left out: {what}: {why}"));
        }
        lines.join("\n")
    }

    /// The whole report.
    pub(crate) fn markdown(&self) -> String {
        [
            self.opening(),
            self.ratios(),
            self.costs(),
            self.own_rows(),
            self.wasm_rows(),
            redraw::section(&self.redraws),
            self.missing(),
            self.checks(),
            self.method(),
            self.place(),
        ]
        .into_iter()
        .filter(|section| !section.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
    }

    fn opening(&self) -> String {
        format!(
            "# Benchmarks\n\n\
             Written by `cargo xtask bench` on {}; everything on this page was measured in that one run, on the machine named\n\
             at the end. Ratios are what to compare: nanoseconds belong to a machine, and to how busy it was.\n",
            self.machine.date
        )
    }

    fn ratios(&self) -> String {
        let mut text = "## Side by side\n\n\
            How many times the yardstick's time each needs per customer: the median of pairs, with the lowest and the highest\n\
            ratio. 1.0 is the yardstick, a fixed loop written by hand for these three models; smaller is faster. Its own line is\n\
            the yardstick against itself, and shows how much the machine alone moves a ratio.\n\n\
            | simulator | version | A: M/M/1 | B: M/M/8 | C: web model |\n|---|---|---|---|---|\n"
            .to_owned();
        for row in &self.rows {
            let cells = row.cells.each_ref().map(|cell| match cell {
                Cell::Timed { ratio, .. } => range(ratio),
                Cell::Failed(_) => "failed its check".to_owned(),
                Cell::Broken(_) => "did not run".to_owned(),
            });
            line(&mut text, row, &cells);
        }
        text.push_str(
            "\n\
             - **A** is one server with utilisation 0.8, **B** eight servers with utilisation 0.9; a customer is one arrival, served\n  \
               once.\n\
             - **C** is 5,000 requests a second for a minute. Four in five are answered at the edge (5 ms, never waiting), the others\n  \
               by one of 64 web workers (40 ms) and then one of 32 database connections (8 ms); all times are exponential.\n\n\
             The goal for Onrush is 1.5 or less on A and B, and 1.0 or less on C.\n",
        );
        text
    }

    fn costs(&self) -> String {
        let mut text = "## In nanoseconds\n\n\
            The simulator's own time per customer, without starting it or reading its input: the median, and how long a run was.\n\n\
            | simulator | version | A: M/M/1 | B: M/M/8 | C: web model |\n|---|---|---|---|---|\n"
            .to_owned();
        for row in &self.rows {
            let cells = [0, 1, 2].map(|index| match &row.cells[index] {
                Cell::Timed { cost, size, .. } => {
                    format!("{:.1} ({})", cost.median, length(Model::ALL[index], *size))
                }
                Cell::Failed(_) | Cell::Broken(_) => String::new(),
            });
            line(&mut text, row, &cells);
        }
        text
    }

    fn own_rows(&self) -> String {
        if self.own.is_empty() {
            return String::new();
        }
        let mut text = "## Onrush by itself\n\n\
            Ratios are medians of rounds in turns, with the lowest and the highest.\n\n\
            | what | goal | measured | what it means |\n|---|---|---|---|\n"
            .to_owned();
        for measure in &self.own {
            let found = match &measure.found {
                Ok(found) => found.clone(),
                Err(why) => format!("missing: {}", cell(why)),
            };
            let Measure {
                what,
                goal,
                meaning,
                ..
            } = measure;
            let _ = writeln!(text, "| {what} | {goal} | {found} | {meaning} |");
        }
        text
    }

    fn wasm_rows(&self) -> String {
        if self.paces.is_empty() {
            return String::new();
        }
        let mut text = "## WebAssembly\n\n\
            The engine as WebAssembly under Node, optimised as the page's is, against the same engine natively, in turns. The\n\
            first run is that of a fresh process, in which the code is still being compiled while it runs; the warm ones follow in\n\
            the same process. Neither is kept on one core, since a browser would not be either. Goals: 1.5 for the first run, 1.35\n\
            when warm.\n\n\
            | what | native | first run | first ÷ native | warm ÷ native |\n|---|---|---|---|---|\n"
            .to_owned();
        for pace in &self.paces {
            let _ = writeln!(
                text,
                "| {} | {:.3} s | {:.3} s | {} | {} |",
                pace.what,
                pace.native_s.median,
                pace.first_s.median,
                range(&pace.first),
                range(&pace.warm)
            );
        }
        text
    }

    fn missing(&self) -> String {
        let mut lines: Vec<String> = self
            .left_out
            .iter()
            .map(|(what, why)| format!("- {what}: {}", cell(why)))
            .collect();
        for row in &self.rows {
            if let [Cell::Broken(why), b, c] = &row.cells
                && b == c
                && *c == row.cells[0]
            {
                lines.push(format!("- {}: {}", row.name, cell(why)));
                continue;
            }
            for (model, found) in Model::ALL.iter().zip(&row.cells) {
                let why = match found {
                    Cell::Timed { .. } => continue,
                    Cell::Failed(check) => check.fault.as_deref().unwrap_or("it failed its check"),
                    Cell::Broken(why) => why,
                };
                lines.push(format!("- {}, {}: {}", row.name, model.title(), cell(why)));
            }
        }
        if lines.is_empty() {
            return String::new();
        }
        format!("## Left out\n\n{}\n", lines.join("\n"))
    }

    fn checks(&self) -> String {
        let figures: Vec<String> = Model::ALL
            .iter()
            .flat_map(|model| {
                model.figures().into_iter().map(|figure| {
                    format!(
                        "{}: {}, {} ({:.3})",
                        model.letter(),
                        figure.name,
                        figure.unit,
                        figure.exact
                    )
                })
            })
            .collect();
        let mut text = format!(
            "## Checked against theory\n\n\
             Nobody's time counts who does not first get these figures right (exact values in brackets). Each is the mean of a few\n\
             runs, followed by its distance from theory in standard errors; beyond {LIMIT} it fails. How much a figure varies from run\n\
             to run is learnt from {REFERENCE_RUNS} runs of the yardstick of the same length, so the distance follows Student's t with {} degrees\n\
             of freedom, and somebody who is right fails once in 100,000 figures.\n\n\
             | simulator | {} |\n|---|{}\n",
            REFERENCE_RUNS - 1,
            figures.join(" | "),
            "---|".repeat(figures.len())
        );
        for row in &self.rows {
            let mut cells = Vec::new();
            for (model, found) in Model::ALL.iter().zip(&row.cells) {
                match found {
                    Cell::Timed { check, .. } | Cell::Failed(check) => {
                        for (value, off) in check.found.iter().zip(&check.off) {
                            cells.push(format!("{value:.3} ({off:+.1})"));
                        }
                    }
                    Cell::Broken(_) => cells.extend(model.figures().iter().map(|_| String::new())),
                }
            }
            let _ = writeln!(text, "| {} | {} |", row.name, cells.join(" | "));
        }
        text
    }

    fn method(&self) -> String {
        let pinned = match self.pinned {
            Some(core) => format!("Every program is kept on core {core} with `taskset`."),
            None => {
                "There is no `taskset` here, so the programs were not kept on one core.".to_owned()
            }
        };
        let load = self.machine.load.map_or(String::new(), |load| {
            format!(" The load average before the run was {load:.1}.")
        });
        format!(
            "## How it was measured\n\n\
             - The models for the peers are written by us, in `tests/bench`, each in the way of that simulator, with the fastest random\n  \
               numbers that are usual in its language. They are workspaces, environments and packages of their own, with pinned versions.\n\
             - A pair is one run of the yardstick's variant 11 and one of the other, with the same seed, in changing order, straight after\n  \
               each other; the ratio is that of their times per customer. Slow simulators have fewer customers and fewer pairs.\n\
             - {pinned}{load} Medians forgive a disturbed pair; the ranges show how much was forgiven.\n\
             - Onrush runs the lab files in `tests/bench/models` through the general engine: the ledger, the series and the histograms are\n  \
               kept. Its models A and B come in milliseconds, and last as long as a million customers take on average.\n\
             - To repeat it: `cargo xtask bench`. With `--quick` there are fewer rounds; `--peers none`, or a list of names, limits the\n  \
               comparison. Both leave this page alone. Python and Node are needed for the peers written in them.\n"
        )
    }

    fn place(&self) -> String {
        let Machine {
            processor,
            cores,
            system,
            tools,
            ..
        } = &self.machine;
        let tools: Vec<String> = tools
            .iter()
            .map(|(name, version)| format!("{name} {version}"))
            .collect();
        format!(
            "## Machine\n\n{processor}, {cores} cores, {system}. {}.\n",
            tools.join(", ")
        )
    }
}

fn line(text: &mut String, row: &Row, cells: &[String; 3]) {
    let _ = writeln!(
        text,
        "| {} | {} | {} |",
        row.name,
        row.version,
        cells.join(" | ")
    );
}

fn short(cell: &Cell) -> String {
    match cell {
        Cell::Timed { ratio, .. } => range(ratio),
        Cell::Failed(_) => "failed".to_owned(),
        Cell::Broken(_) => "did not run".to_owned(),
    }
}

/// Three digits, with the range.
fn range(summary: &Summary) -> String {
    let digits = |value: f64| match value {
        value if value >= 99.95 => format!("{value:.0}"),
        value if value >= 9.995 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    };
    format!(
        "{} ({} to {})",
        digits(summary.median),
        digits(summary.lowest),
        digits(summary.highest)
    )
}

fn length(model: Model, size: f64) -> String {
    match model {
        Model::OneServer | Model::EightServers => format!("{:.1} million", size / 1e6),
        Model::Web => format!("{size:.0} s"),
    }
}

/// A sentence that fits into a table: one line, no bars.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(median: f64) -> Summary {
        Summary {
            median,
            lowest: median * 0.9,
            highest: median * 1.1,
            count: 5,
        }
    }

    fn timed(ratio: f64, figures: &[f64]) -> Cell {
        Cell::Timed {
            check: Check {
                found: figures.to_vec(),
                off: figures.iter().map(|_| -0.5).collect(),
                fault: None,
            },
            size: 60.0,
            ratio: summary(ratio),
            cost: summary(ratio * 46.0),
        }
    }

    fn report() -> Report {
        let wrong = Check {
            found: vec![5.0],
            off: vec![22.0],
            fault: Some("mean wait 5.0000 instead of 4.0000".into()),
        };
        Report {
            machine: Machine {
                processor: "Some processor".into(),
                cores: 2,
                system: "linux x86_64".into(),
                date: "2030-01-02".into(),
                tools: vec![("rustc".into(), "1.95.0".into())],
                load: Some(0.25),
            },
            pinned: Some(1),
            rows: vec![Row {
                name: "Peer".into(),
                version: "1.2.3".into(),
                cells: [
                    Cell::Failed(wrong),
                    Cell::Broken("it | stopped\nsuddenly".into()),
                    timed(13.25, &[13.601, 128.8]),
                ],
            }],
            own: vec![
                Measure {
                    what: "overload",
                    goal: "about 1.0",
                    found: Ok("1.05".into()),
                    meaning: "Trouble, divided by health.",
                },
                Measure {
                    what: "its memory",
                    goal: "1.0",
                    found: Err("no `lab`".into()),
                    meaning: "Long, divided by short.",
                },
            ],
            paces: Vec::new(),
            redraws: Vec::new(),
            left_out: vec![("WebAssembly".into(), "Node.js was not found".into())],
        }
    }

    #[test]
    fn the_report_says_what_was_and_what_was_not_measured() {
        let text = report().markdown();
        for part in [
            "on 2030-01-02",
            "| Peer | 1.2.3 | failed its check | did not run | 13.2 (11.9 to 14.6) |",
            "609.5 (60 s)",
            "- Peer, M/M/1: mean wait 5.0000 instead of 4.0000",
            "- Peer, M/M/8: it / stopped suddenly",
            "- WebAssembly: Node.js was not found",
            "| overload | about 1.0 | 1.05 | Trouble, divided by health. |",
            "| its memory | 1.0 | missing: no `lab` |",
            "| Peer | 5.000 (+22.0) |  | 13.601 (-0.5) | 128.800 (-0.5) |",
            "Some processor, 2 cores, linux x86_64. rustc 1.95.0.",
            "kept on core 1",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
        assert!(!text.contains("## WebAssembly"));
    }

    #[test]
    fn who_did_not_run_at_all_is_told_once() {
        let mut report = report();
        report.rows[0].cells = [0, 1, 2].map(|_| Cell::Broken("not there".into()));
        assert_eq!(report.markdown().matches("not there").count(), 1);
    }

    #[test]
    fn every_row_of_a_table_has_the_cells_of_its_head() {
        let mut head = 0;
        for line in report().markdown().lines() {
            let cells = line.matches('|').count();
            if cells == 0 {
                head = 0;
            } else if head == 0 {
                head = cells;
            } else {
                assert_eq!(cells, head, "{line}");
            }
        }
    }

    #[test]
    fn the_terminal_gets_a_line_for_each() {
        let text = report().summary();
        assert!(text.contains("failed") && text.contains("13.2"));
        assert!(text.contains("left out: WebAssembly: Node.js was not found"));
        assert!(text.contains("its memory: missing: no `lab`"));
    }
}
