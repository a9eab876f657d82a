//! Who is timed, and how one run of theirs is made and read.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::model::Model;
use super::pin::Pin;
use crate::fault::{Explain, Fault, Outcome};
use crate::process;

/// One timed run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) customers: f64,
    /// The simulation's own time.
    pub(crate) seconds: f64,
    /// In the order of [`Model::figures`].
    pub(crate) figures: Vec<f64>,
}

impl Run {
    /// Time per customer.
    pub(crate) fn nanoseconds(&self) -> f64 {
        self.seconds / self.customers * 1e9
    }
}

/// Whether a run of models A and B has a given number of customers, or as many as happen to come in a given time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    Exact,
    Random,
}

/// Somebody who simulates the three models.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) program: Program,
    /// Customers of models A and B.
    pub(crate) customers: f64,
    /// Seconds of model C.
    pub(crate) seconds: f64,
    /// Pairs with the yardstick.
    pub(crate) pairs: usize,
}

/// How it is started.
#[derive(Debug, Clone)]
pub(crate) enum Program {
    /// The yardstick's program, with the number of the variant.
    Yardstick(PathBuf, u32),
    /// A peer of ours: these words, then `MODEL SIZE SEED`.
    Peer(Vec<OsString>),
    /// `onrush lab`: the program, and the folder of the lab files.
    Lab(PathBuf, PathBuf),
}

impl Subject {
    /// How long a run is: customers or, for the web model, seconds.
    pub(crate) fn size(&self, model: Model) -> f64 {
        match model {
            Model::OneServer | Model::EightServers => self.customers,
            Model::Web => self.seconds,
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        match self.program {
            Program::Lab(..) => Counts::Random,
            Program::Yardstick(..) | Program::Peer(_) => Counts::Exact,
        }
    }

    /// Makes one run.
    pub(crate) fn run(&self, model: Model, seed: u64, pin: &Pin) -> Outcome<Run> {
        let size = self.size(model).to_string();
        let seed = seed.to_string();
        let mut command;
        match &self.program {
            Program::Yardstick(program, variant) => {
                command = pin.command(program);
                command.args([model.letter(), &variant.to_string(), &size, &seed]);
            }
            Program::Peer(words) => {
                let (program, rest) = words
                    .split_first()
                    .ok_or_else(|| Fault::new("a peer without a program"))?;
                command = pin.command(program);
                command.args(rest).args([model.letter(), &size, &seed]);
            }
            Program::Lab(program, files) => {
                let printed = lab(program, files, model.lab_file(), &seed, pin)?;
                return read_lab(model, &printed);
            }
        }
        read_line(model, &json(&mut command)?)
    }
}

/// Runs a lab file and returns what was printed.
pub(crate) fn lab(
    program: &PathBuf,
    files: &std::path::Path,
    file: &str,
    seed: &str,
    pin: &Pin,
) -> Outcome<Value> {
    let mut command = pin.command(program);
    command
        .arg("lab")
        .arg(files.join(file))
        .args(["--json", "--seed", seed]);
    json(&mut command)
}

/// Runs a program that prints one JSON value.
pub(crate) fn json(command: &mut Command) -> Outcome<Value> {
    let printed = process::output(command)?;
    serde_json::from_str(&printed).explain(|| {
        let name = command.get_program().display();
        format!("`{name}` printed something that is not JSON")
    })
}

/// A number somewhere inside a JSON value.
pub(crate) fn number(value: &Value, path: &str) -> Outcome<f64> {
    value
        .pointer(path)
        .and_then(Value::as_f64)
        .ok_or_else(|| Fault::new(format!("there is no number at {path} in what was printed")))
}

/// The line that the yardstick and the peers print.
fn read_line(model: Model, line: &Value) -> Outcome<Run> {
    Ok(Run {
        customers: number(line, "/n")?,
        seconds: number(line, "/s")?,
        figures: match model {
            Model::OneServer | Model::EightServers => vec![number(line, "/wq")?],
            Model::Web => vec![number(line, "/mean")? * 1e3, number(line, "/p99")? * 1e3],
        },
    })
}

/// What `onrush lab --json` prints. Its models A and B count in milliseconds, the mean service time there.
fn read_lab(model: Model, printed: &Value) -> Outcome<Run> {
    let seconds = number(printed, "/wall_s")?;
    match model {
        Model::OneServer | Model::EightServers => Ok(Run {
            customers: number(printed, "/classes/customer/completed")?,
            seconds,
            figures: vec![number(printed, "/stations/queue/wait_s/mean")? * 1e3],
        }),
        Model::Web => {
            let files = number(printed, "/classes/file/completed")?;
            let pages = number(printed, "/classes/page/completed")?;
            let file_s = number(printed, "/classes/file/response_s/mean")?;
            let page_s = number(printed, "/classes/page/response_s/mean")?;
            let customers = files + pages;
            Ok(Run {
                customers,
                seconds,
                figures: vec![
                    (files * file_s + pages * page_s) / customers * 1e3,
                    // A page in five requests, and the slowest in a hundred are all pages: one page in twenty.
                    number(printed, "/classes/page/response_s/p95")? * 1e3,
                ],
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_peers_line_is_read() {
        let line = json!({"n": 5000, "wq": 0.5, "mean": 0.0136, "p99": 0.129, "s": 0.25});
        let run = read_line(Model::Web, &line).expect("a whole line");
        assert!((run.nanoseconds() - 50_000.0).abs() < 1e-6);
        assert!((run.figures[1] - 129.0).abs() < 1e-9);
        let short = json!({"n": 5000, "s": 0.25});
        assert!(read_line(Model::OneServer, &short).is_err());
    }

    #[test]
    fn the_lab_is_read_class_by_class() {
        let printed = json!({"wall_s": 0.5, "classes": {
            "file": {"completed": 800, "response_s": {"mean": 0.005, "p95": 0.015}},
            "page": {"completed": 200, "response_s": {"mean": 0.048, "p95": 0.12876}},
        }});
        let run = read_lab(Model::Web, &printed).expect("a whole result");
        assert!((run.customers - 1000.0).abs() < 1e-9);
        assert!((run.figures[0] - 13.6).abs() < 1e-9);
        assert!((run.figures[1] - 128.76).abs() < 1e-9);
    }
}
