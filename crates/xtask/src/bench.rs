//! `cargo xtask bench`: how fast the engine is, side by side with other simulators in one run.
//!
//! Everybody simulates the same three models, is compared with theory first, and is then timed in turns with the yardstick,
//! a fixed hand-written loop. What counts are the ratios.

mod machine;
mod model;
mod own;
mod pace;
mod peers;
mod pin;
mod redraw;
mod report;
mod stats;
mod subject;

use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use crate::args::Bench;
use crate::fault::{Explain, Fault, Outcome};
use crate::process::say;
use crate::project::{Project, make_folder};
use machine::Machine;
use model::Model;
use own::Own;
use pace::Pace;
use peers::{Length, PEERS};
use pin::Pin;
use redraw::Redraw;
use report::{Cell, Report, Row};
use stats::{REFERENCE_RUNS, Spread, Summary};
use subject::{Program, Run, Subject};

/// Runs that are compared with theory before anything is timed.
const CHECKED_RUNS: u64 = 3;
/// Their seeds, apart from those of the yardstick's runs and of the timed ones.
const CHECK_SEED: u64 = 10_000;
const REFERENCE_SEED: u64 = 20_000;

/// The yardstick's variants: the number, and what it is.
const YARDSTICK: (u32, &str) = (11, "Yardstick (4-ary heap)");
const VARIANTS: [(u32, &str); 3] = [
    (25, "Yardstick, winner tree"),
    (
        29,
        "Yardstick, winner tree, no events for uncontended last delays",
    ),
    (1, "Yardstick, plain crates and standard heap"),
];

/// Which peers are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Peers(Vec<&'static str>);

impl Peers {
    fn all() -> Self {
        Self(PEERS.iter().map(|peer| peer.name).collect())
    }
}

impl FromStr for Peers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::all()),
            "none" => Ok(Self(Vec::new())),
            names => names
                .split(',')
                .map(|name| {
                    let known = Self::all().0;
                    known
                        .iter()
                        .copied()
                        .find(|known| *known == name)
                        .ok_or_else(|| format!("{name} is none of all, none, {}", known.join(", ")))
                })
                .collect::<Result<_, _>>()
                .map(Self),
        }
    }
}

/// Measures everything that was asked for and writes the report.
pub(crate) fn command(project: &Project, asked: &Bench) -> Outcome<()> {
    let machine = Machine::look();
    let pin = Pin::find();
    let mut yardstick = Yardstick::prepare(project, &pin, asked.quick)?;
    let own = Own::prepare(project, &pin, peers::pairs(Length::Medium, asked.quick))?;
    let mut report = Report {
        machine,
        pinned: pin.core(),
        rows: side_by_side(&mut yardstick, &own),
        own: Vec::new(),
        paces: Vec::new(),
        redraws: Vec::new(),
        left_out: Vec::new(),
    };
    for peer in PEERS {
        if !asked.peers.0.contains(&peer.name) {
            report.leave_out(peer.title(), &Fault::new("not asked for"));
            continue;
        }
        match peer.prepare(project, asked.quick) {
            Ok(subject) => report.rows.push(yardstick.row(&subject)),
            Err(fault) => report.leave_out(peer.title(), &fault),
        }
    }
    report.own = own.measure();
    let rounds = if asked.quick { 1 } else { 3 };
    match paces(project, rounds) {
        Ok((paces, redraws)) => (report.paces, report.redraws) = (paces, redraws),
        Err(fault) => report.leave_out("WebAssembly", &fault),
    }

    let whole = !asked.quick && asked.peers == Peers::all();
    let file = destination(project, asked, whole)?;
    fs::write(&file, report.markdown())
        .explain(|| format!("{} could not be written", file.display()))?;
    println!("\n{}", report.summary());
    say(format!("Written: {}", file.display()));
    Ok(())
}

/// WebAssembly against native code: the exact engine, and the forecast.
fn paces(project: &Project, rounds: usize) -> Outcome<(Vec<Pace>, Vec<Redraw>)> {
    let programs = pace::build(project)?;
    Ok((
        pace::measure(&programs, rounds)?,
        redraw::measure(&project.root, &programs, rounds)?,
    ))
}

/// The yardstick, ourselves, and the yardstick's variants.
fn side_by_side(yardstick: &mut Yardstick, own: &Own) -> Vec<Row> {
    let reference = yardstick.subject(YARDSTICK);
    let mut rows = vec![yardstick.row(&reference)];
    let name = "**Onrush**".to_owned();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    rows.push(match own.lab() {
        Ok(files) => yardstick.row(&Subject {
            name,
            version,
            program: Program::Lab(own.program.clone(), files.to_owned()),
            ..reference
        }),
        Err(fault) => Row {
            name,
            version,
            cells: Model::ALL.map(|_| Cell::Broken(fault.to_string())),
        },
    });
    for variant in VARIANTS {
        let subject = yardstick.subject(variant);
        rows.push(yardstick.row(&subject));
    }
    rows
}

/// Only a whole comparison takes the place of the published one.
fn destination(project: &Project, asked: &Bench, whole: bool) -> Outcome<PathBuf> {
    if let Some(file) = &asked.out {
        return Ok(file.clone());
    }
    let folder = if whole {
        project.root.join("docs")
    } else {
        peers::workbench(project)
    };
    make_folder(&folder)?;
    Ok(folder.join("benchmarks.md"))
}

/// The yardstick, and how others are held against it.
struct Yardstick<'a> {
    program: PathBuf,
    pin: &'a Pin,
    pairs: usize,
    /// What is known of the spreads, by model and length of the run.
    spreads: Vec<(Model, f64, Spread)>,
}

impl<'a> Yardstick<'a> {
    fn prepare(project: &Project, pin: &'a Pin, quick: bool) -> Outcome<Self> {
        Ok(Self {
            program: peers::yardstick(project)?,
            pin,
            pairs: peers::pairs(Length::Short, quick),
            spreads: Vec::new(),
        })
    }

    /// One of its variants, as somebody to be timed.
    fn subject(&self, (variant, name): (u32, &str)) -> Subject {
        Subject {
            name: name.to_owned(),
            version: format!("variant {variant}"),
            program: Program::Yardstick(self.program.clone(), variant),
            customers: 1e6,
            seconds: 60.0,
            pairs: self.pairs,
        }
    }

    /// Somebody's row of the report: each model, compared with theory and then timed.
    fn row(&mut self, subject: &Subject) -> Row {
        Row {
            name: subject.name.clone(),
            version: subject.version.clone(),
            cells: Model::ALL.map(|model| {
                say(format!("{}: {}", subject.name, model.title()));
                self.cell(subject, model)
                    .unwrap_or_else(|fault| Cell::Broken(fault.to_string()))
            }),
        }
    }

    fn cell(&mut self, subject: &Subject, model: Model) -> Outcome<Cell> {
        let size = subject.size(model);
        let spread = self.spread(model, subject)?;
        let runs = (0..CHECKED_RUNS)
            .map(|run| subject.run(model, CHECK_SEED + run, self.pin))
            .collect::<Outcome<Vec<Run>>>()?;
        let check = stats::check(model, size, subject.counts(), &runs, &spread);
        if check.fault.is_some() {
            return Ok(Cell::Failed(check));
        }
        let none = || Fault::new("no pair was run");
        let (ratios, costs) = self.pairs(subject, model)?;
        Ok(Cell::Timed {
            check,
            size,
            ratio: Summary::of(&ratios).ok_or_else(none)?,
            cost: Summary::of(&costs).ok_or_else(none)?,
        })
    }

    /// How much the figures of runs as long as the subject's vary.
    fn spread(&mut self, model: Model, subject: &Subject) -> Outcome<Spread> {
        let size = subject.size(model);
        let known = self
            .spreads
            .iter()
            .find(|(of, length, _)| *of == model && length.total_cmp(&size).is_eq());
        if let Some((_, _, spread)) = known {
            return Ok(spread.clone());
        }
        let reference = Subject {
            customers: subject.customers,
            seconds: subject.seconds,
            ..self.subject(YARDSTICK)
        };
        let runs = (0..REFERENCE_RUNS as u64)
            .map(|run| reference.run(model, REFERENCE_SEED + run, self.pin))
            .collect::<Outcome<Vec<Run>>>()?;
        let spread = Spread::of(&runs);
        self.spreads.push((model, size, spread.clone()));
        Ok(spread)
    }

    /// Times the subject in turns with the yardstick: the ratios of the time per customer, and the subject's own.
    fn pairs(&self, subject: &Subject, model: Model) -> Outcome<(Vec<f64>, Vec<f64>)> {
        let reference = self.subject(YARDSTICK);
        let mut ratios = Vec::new();
        let mut costs = Vec::new();
        for pair in 0..subject.pairs as u64 {
            let seed = 1 + pair;
            // Whoever comes second may find the core warmer, so that changes too.
            let (theirs, ours) = if pair % 2 == 0 {
                let ours = reference.run(model, seed, self.pin)?;
                (subject.run(model, seed, self.pin)?, ours)
            } else {
                let theirs = subject.run(model, seed, self.pin)?;
                (theirs, reference.run(model, seed, self.pin)?)
            };
            ratios.push(theirs.nanoseconds() / ours.nanoseconds());
            costs.push(theirs.nanoseconds());
        }
        Ok((ratios, costs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_are_named() {
        assert_eq!("all".parse(), Ok(Peers::all()));
        assert_eq!("none".parse(), Ok(Peers(Vec::new())));
        assert_eq!("ciw,desim".parse(), Ok(Peers(vec!["ciw", "desim"])));
        let wrong = "ciw,arena".parse::<Peers>().expect_err("no such peer");
        assert!(wrong.contains("arena") && wrong.contains("nexosim"));
    }
}
