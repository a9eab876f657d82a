//! How our own engine's speed changes with the work: longer runs, longer networks, trouble, several at once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::peers;
use super::pin::{self, Pin};
use super::stats::Summary;
use super::subject::{self, number};
use crate::fault::{Explain, Fault, Outcome};
use crate::process::{self, say};
use crate::project::Project;

const STORY: &str = "mole-app";
const STORY_FILE: &str = "crates/scenario/stories/mole-app.onrush.json";

/// One line of the report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measure {
    pub(crate) what: &'static str,
    /// What we want it to be.
    pub(crate) goal: &'static str,
    /// What it is, or why that is not known.
    pub(crate) found: Result<String, String>,
    /// What the number means.
    pub(crate) meaning: &'static str,
}

/// What is measured, and how.
struct Question {
    what: &'static str,
    goal: &'static str,
    find: fn(&Own) -> Outcome<String>,
    meaning: &'static str,
}

const ROWS: [Question; 8] = [
    Question {
        what: "the mole app, natively",
        goal: "0.5 s or less",
        find: Own::story,
        meaning: "The shipped story of a TV show's app, from the checked network to the finished observations.",
    },
    Question {
        what: "ten times the requests",
        goal: "0.95 to 1.05",
        find: |own| own.against("web_ten_times.json", "web.json", Timed::per_event),
        meaning: "Time per event of the web model over 600 s, divided by that over 60 s: a long run is not slower.",
    },
    Question {
        what: "its memory",
        goal: "1.0",
        find: Own::memory,
        meaning: "Most memory of the process for 600 s, divided by that for 60 s.",
    },
    Question {
        what: "32 stations in a row",
        goal: "1.8 or less",
        find: |own| own.against("tandem.json", "eight_servers.json", Timed::per_event),
        meaning: "Time per event with 32 M/M/8 stations one after the other, divided by that with one.",
    },
    Question {
        what: "overload",
        goal: "about 1.0",
        find: |own| own.against("overload.json", "healthy.json", Timed::per_event),
        meaning: "Time per event of the web model with bounded lines, timeouts and retries at two and a half times its traffic, \
                  where the lines overflow, divided by that at its usual traffic.",
    },
    Question {
        what: "overload of the mole app",
        goal: "about 1.0",
        find: Own::story_in_trouble,
        meaning: "Time per event of the story as it is shipped, where the database's connections run out, divided by that of the same \
                  crowd with so many connections and servers that nobody is turned away.",
    },
    Question {
        what: "nothing left out",
        goal: "",
        find: |own| own.against("web_every_event.json", "web.json", Timed::per_customer),
        meaning: "Time per request of the web model whose edge is a station with 100,000 servers, where somebody could have to \
                  wait, divided by that of the model itself: what it saves to leave out events that cannot contend.",
    },
    Question {
        what: "several runs at once",
        goal: "as many as cores",
        find: Own::at_once,
        meaning: "Runs of the web model (600 s) finished per second with one on every core, divided by that with one alone.",
    },
];

/// The `onrush` program and what it needs.
pub(crate) struct Own {
    pub(crate) program: PathBuf,
    root: PathBuf,
    target: PathBuf,
    files: PathBuf,
    pin: Pin,
    rounds: usize,
}

/// A file of the lab, run: time and what was done in it.
struct Timed {
    seconds: f64,
    events: f64,
    customers: f64,
}

impl Timed {
    fn per_event(&self) -> f64 {
        self.seconds / self.events * 1e9
    }

    fn per_customer(&self) -> f64 {
        self.seconds / self.customers * 1e9
    }
}

impl Own {
    /// Builds the program.
    pub(crate) fn prepare(project: &Project, pin: &Pin, rounds: usize) -> Outcome<Self> {
        say("Building `onrush` (release)");
        process::run(process::cargo(&project.root).args([
            "build",
            "--release",
            "--quiet",
            "--package",
            "onrush-cli",
        ]))?;
        Ok(Self {
            program: project
                .target
                .join("release/onrush")
                .with_extension(std::env::consts::EXE_EXTENSION),
            root: project.root.clone(),
            target: project.target.clone(),
            files: peers::folder(project).join("models"),
            pin: pin.clone(),
            rounds,
        })
    }

    /// The folder of the lab files, if this build can read them.
    pub(crate) fn lab(&self) -> Outcome<&Path> {
        process::output(
            Pin::nowhere()
                .command(&self.program)
                .args(["lab", "--help"]),
        )
        .map(|_| self.files.as_path())
        .map_err(|_| Fault::new("this build of `onrush` has no `lab` command"))
    }

    /// All rows, in the order of the report.
    pub(crate) fn measure(&self) -> Vec<Measure> {
        ROWS.iter()
            .map(|row| {
                say(format!("Onrush by itself: {}", row.what));
                Measure {
                    what: row.what,
                    goal: row.goal,
                    found: (row.find)(self).map_err(|fault| fault.to_string()),
                    meaning: row.meaning,
                }
            })
            .collect()
    }

    fn time(&self, file: &str, seed: usize) -> Outcome<Timed> {
        let printed = subject::lab(
            &self.program,
            self.lab()?,
            file,
            &seed.to_string(),
            &self.pin,
        )?;
        Ok(Timed {
            seconds: number(&printed, "/wall_s")?,
            events: number(&printed, "/events")?,
            customers: completed(&printed)?,
        })
    }

    /// The median of ratios of one file to another, run in turns.
    fn against(&self, file: &str, other: &str, cost: fn(&Timed) -> f64) -> Outcome<String> {
        in_turns(self.rounds, |round| {
            let measured = cost(&self.time(file, round)?);
            Ok((measured, cost(&self.time(other, round)?)))
        })
    }

    /// The story against itself with capacity for everybody.
    fn story_in_trouble(&self) -> Outcome<String> {
        let shipped = self.root.join(STORY_FILE);
        let text = fs::read_to_string(&shipped)
            .explain(|| format!("{} could not be read", shipped.display()))?;
        let healthy = self.target.join("bench-story-with-room.onrush.json");
        fs::write(&healthy, with_room(&text)?)
            .explain(|| format!("{} could not be written", healthy.display()))?;
        let per_event = |file: &Path, refused: bool, round: usize| -> Outcome<f64> {
            let mut command = self.pin.command(&self.program);
            command.arg("run").arg(file);
            command.args(["--json", "--seed", &round.to_string()]);
            let printed = subject::json(&mut command)?;
            // A ratio of something else would be no figure for trouble.
            if (number(&printed, "/ledger/requests/outcomes/refused")? > 0.0) != refused {
                return Err(Fault::new(format!(
                    "{} is not in the state it is meant to be in",
                    file.display()
                )));
            }
            Ok(number(&printed, "/wall_s")? / number(&printed, "/events")? * 1e9)
        };
        in_turns(self.rounds.min(5), |round| {
            let measured = per_event(&shipped, true, round)?;
            Ok((measured, per_event(&healthy, false, round)?))
        })
    }

    fn story(&self) -> Outcome<String> {
        let mut seconds = Vec::new();
        let mut size = (0.0, 0.0);
        for _ in 0..self.rounds.min(5) {
            let mut command = self.pin.command(&self.program);
            let printed = subject::json(command.args(["run", STORY, "--json"]))?;
            seconds.push(number(&printed, "/wall_s")?);
            size = (
                number(&printed, "/ledger/requests/arrived")?,
                number(&printed, "/events")?,
            );
        }
        let time = Summary::of(&seconds).ok_or_else(|| Fault::new("no round was run"))?;
        Ok(format!(
            "{:.3} s ({:.3} to {:.3}) for {:.2} million requests and {:.1} million events, {:.0} ns an event",
            time.median,
            time.lowest,
            time.highest,
            size.0 / 1e6,
            size.1 / 1e6,
            time.median / size.1 * 1e9
        ))
    }

    /// Not timed, since watching takes time too.
    fn memory(&self) -> Outcome<String> {
        let short = self.most_memory("web.json")?;
        let long = self.most_memory("web_ten_times.json")?;
        Ok(format!(
            "{:.2}; {:.1} MB and {:.1} MB",
            long / short,
            short / 1024.0,
            long / 1024.0
        ))
    }

    /// Most memory that a run of this file takes, in KiB.
    fn most_memory(&self, file: &str) -> Outcome<f64> {
        let mut child = self.start(file)?;
        let status = format!("/proc/{}/status", child.id());
        let mut most: Option<f64> = None;
        loop {
            // The peak so far; the last look before the end is close to the whole run's.
            if let Some(seen) = fs::read_to_string(&status).ok().as_deref().and_then(peak) {
                most = Some(seen);
            }
            let end = child
                .try_wait()
                .explain(|| "`onrush` could not be waited for".to_owned())?;
            if let Some(end) = end {
                succeeded(end, file)?;
                return most
                    .ok_or_else(|| Fault::new("only Linux tells how much memory a program took"));
            }
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    fn at_once(&self) -> Outcome<String> {
        let cores = pin::cores();
        if cores < 2 {
            return Err(Fault::new("there is one core only"));
        }
        let rate = |programs: usize| -> Outcome<f64> {
            let started = Instant::now();
            let file = "web_ten_times.json";
            let running: Vec<Child> = (0..programs)
                .map(|_| self.start(file))
                .collect::<Outcome<_>>()?;
            for mut child in running {
                let end = child
                    .wait()
                    .explain(|| "`onrush` could not be waited for".to_owned())?;
                succeeded(end, file)?;
            }
            Ok(programs as f64 / started.elapsed().as_secs_f64())
        };
        let mut ratios = Vec::new();
        for _ in 0..self.rounds.min(5) {
            let alone = rate(1)?;
            ratios.push(rate(cores)? / alone);
        }
        let ratio = Summary::of(&ratios).ok_or_else(|| Fault::new("no round was run"))?;
        Ok(format!(
            "{:.2} ({:.2} to {:.2}) on {cores} cores",
            ratio.median, ratio.lowest, ratio.highest
        ))
    }

    fn start(&self, file: &str) -> Outcome<Child> {
        Pin::nowhere()
            .command(&self.program)
            .arg("lab")
            .arg(self.lab()?.join(file))
            .arg("--json")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .explain(|| "`onrush` could not be started".to_owned())
    }
}

/// The median of ratios of what each round measures to its reference.
fn in_turns(rounds: usize, measure: impl Fn(usize) -> Outcome<(f64, f64)>) -> Outcome<String> {
    let mut costs = Vec::new();
    let mut ratios = Vec::new();
    for round in 0..rounds {
        let (measured, reference) = measure(round)?;
        costs.push(measured);
        ratios.push(measured / reference);
    }
    let none = || Fault::new("no round was run");
    let ratio = Summary::of(&ratios).ok_or_else(none)?;
    let cost = Summary::of(&costs).ok_or_else(none)?;
    Ok(format!(
        "{:.2} ({:.2} to {:.2}); {:.1} ns",
        ratio.median, ratio.lowest, ratio.highest, cost.median
    ))
}

/// A story's file with ten times the connections to its database and four times the servers.
fn with_room(story: &str) -> Outcome<String> {
    let mut story: Value =
        serde_json::from_str(story).explain(|| "the story's file is not JSON".to_owned())?;
    for (path, times) in [("/site/database/connections", 10), ("/site/web/servers", 4)] {
        let place = story.pointer_mut(path);
        let number = place.as_ref().and_then(|n| n.as_u64());
        let (Some(place), Some(number)) = (place, number) else {
            return Err(Fault::new(format!("the story has no number at {path}")));
        };
        *place = (number * times).into();
    }
    // What is changed is no longer that story.
    if let Some(fields) = story.as_object_mut() {
        fields.remove("story");
    }
    Ok(story.to_string())
}

/// A run that failed early would look fast and small.
fn succeeded(end: ExitStatus, file: &str) -> Outcome<()> {
    if end.success() {
        Ok(())
    } else {
        Err(Fault::new(format!("`onrush lab {file}` failed ({end})")))
    }
}

/// The line of /proc/…/status with the highest resident size so far, in KiB.
fn peak(status: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Requests that were answered, of all classes.
fn completed(printed: &Value) -> Outcome<f64> {
    let classes = printed["classes"]
        .as_object()
        .ok_or_else(|| Fault::new("`onrush lab --json` printed no classes"))?;
    classes
        .values()
        .map(|class| number(class, "/completed"))
        .sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_are_added_up_over_the_classes() {
        let printed = json!({"classes": {"a": {"completed": 3}, "b": {"completed": 4.5}}});
        assert!((completed(&printed).expect("two classes") - 7.5).abs() < 1e-12);
        assert!(completed(&json!({"classes": {"a": {}}})).is_err());
    }

    #[test]
    fn a_story_gets_room() {
        let story =
            r#"{"story": "a", "site": {"web": {"servers": 2}, "database": {"connections": 3}}}"#;
        let with = with_room(story).expect("both numbers are there");
        assert_eq!(
            with,
            r#"{"site":{"database":{"connections":30},"web":{"servers":8}}}"#
        );
        assert!(with_room(r#"{"site": {}}"#).is_err());
    }

    #[test]
    fn the_peak_of_memory_is_read() {
        let status = "Name:\tonrush\nVmPeak:\t  9000 kB\nVmHWM:\t    3456 kB\n";
        assert_eq!(peak(status), Some(3456.0));
        assert_eq!(peak("Name:\tonrush\n"), None);
    }
}
