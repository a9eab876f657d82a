//! Reads a progress file: every fault with its path and what would be allowed, and never a panic.

use onrush_json::{Limits, Tree, below};
use onrush_network::{Fault, Faults};
use onrush_scenario::{ClockTime, LARGEST_FILE, Scenario};

use crate::progress::{MOST_PLANS, MOST_RECORDS};
use crate::trial::{TRIALS, Trial};
use crate::{Progress, StepId, Thresholds};

/// Largest progress file, in bytes: the plans that it keeps are most of it.
pub const LARGEST_PROGRESS: usize = 4_000_000;

/// What may stand somewhere.
enum Shape {
    Flag,
    Number(f64, f64),
    Whole(u64, u64),
    /// A text of so many characters.
    Text(usize, usize),
    Clock,
    Trial,
    Step,
    List(&'static Shape, usize),
    /// Two whole numbers.
    Pair,
    Group(&'static [(&'static str, Shape)]),
    /// It may be left out, or be `null`.
    Maybe(&'static Shape),
}

use Shape::{Clock, Flag, Group, List, Maybe, Number, Pair, Step, Text, Whole};

/// Counts, and shares in percent.
const COUNT: Shape = Whole(0, u64::MAX);
const AMOUNT: Shape = Number(-1e15, 1e15);
const SECOND: Shape = Whole(0, u32::MAX as u64);
const NAME: Shape = Text(0, 200);
const DAY: Shape = Maybe(&NAME);

static FILE: Shape = Group(&[
    ("onrush_progress", Whole(1, Progress::VERSION as u64)),
    ("guided", Flag),
    ("covered", Flag),
    ("began_with", NAME),
    ("guess", Maybe(&GUESS)),
    ("stated", Maybe(&STATED)),
    ("backups", BACKUPS),
    ("thresholds", LINES),
    ("hints", List(&Whole(0, 3), 8)),
    ("review", Maybe(&REVIEW)),
    ("records", List(&RECORD, MOST_RECORDS)),
    ("proven", List(&PROVEN, 8)),
    ("plans", List(&KEPT, MOST_PLANS)),
]);

static GUESS: Shape = Group(&[
    ("per_s", Number(0.0, 1e9)),
    ("at", Clock),
    ("before_reveal", Flag),
]);

static STATED: Shape = Group(&[("per_s", Number(0.0, 1e9)), ("part", Text(1, 200))]);

const BACKUP: Shape = Maybe(&Whole(0, 86_400));
const BACKUPS: Shape = Group(&[
    ("servers_s", BACKUP),
    ("cdn_s", BACKUP),
    ("payment_s", BACKUP),
]);

const fn line(at: usize) -> Shape {
    let (_, low, high) = Thresholds::BOUNDS[at];
    Number(low, high)
}

const LINES: Shape = Group(&[
    ("limit_within_percent", line(0)),
    ("busiest_percent", line(1)),
    ("seeds", Whole(1, 200)),
    ("on_target_percent", line(3)),
    ("larger_crowd", line(4)),
    ("largest_crowd", line(5)),
    ("outside_s", Whole(0, 3600)),
    ("first_page_percent", line(7)),
    ("improvements", Whole(1, 10)),
]);

static REVIEW: Shape = Group(&[
    ("actual_name", NAME),
    ("actual_digest", NAME),
    ("aligned_shift_s", Maybe(&AMOUNT)),
    ("error", Maybe(&ERROR)),
    ("plan", NAME),
    ("recalibrated_fingerprint", DAY),
    ("improvements", List(&Text(0, 2000), 50)),
    ("cost_per_lead", Maybe(&AMOUNT)),
]);

static ERROR: Shape = Group(&[
    ("peak_percent", AMOUNT),
    ("volume_percent", AMOUNT),
    ("timing_s", AMOUNT),
]);

static RECORD: Shape = Group(&[
    ("wanted", Group(&[("trial", Shape::Trial), ("seed", COUNT)])),
    ("plan", NAME),
    ("key", NAME),
    ("engine", NAME),
    ("digest", NAME),
    ("on", DAY),
    ("figures", FIGURES),
    ("seal", NAME),
]);

const FIGURES: Shape = Group(&[
    ("arrived", COUNT),
    ("served", COUNT),
    ("lost", COUNT),
    ("served_percent", Maybe(&AMOUNT)),
    ("page_p95_s", Maybe(&AMOUNT)),
    ("cost", AMOUNT),
    ("on_target", Flag),
    ("peak_per_s", AMOUNT),
    ("peak_at_s", SECOND),
    ("busiest", Maybe(&BUSIEST)),
    ("ready", Maybe(&READY)),
    ("broke", Maybe(&BROKE)),
    ("limit", Maybe(&LIMIT)),
    ("outside_s", SECOND),
    ("orders_lost", COUNT),
    ("lost_at_goal", COUNT),
    ("admitted", ADMITTED),
    ("turned_away", COUNT),
    ("blocked", COUNT),
    ("first_page_percent", Maybe(&AMOUNT)),
    ("rows", List(&ROW, 50)),
    ("excerpt", Maybe(&Pair)),
]);

static BUSIEST: Shape = Group(&[("part", NAME), ("percent", AMOUNT), ("from_s", SECOND)]);
static READY: Shape = Group(&[
    ("machines", SECOND),
    ("at_s", Maybe(&SECOND)),
    ("peak_s", SECOND),
]);
static BROKE: Shape = Group(&[("at_s", SECOND), ("part", DAY)]);
static LIMIT: Shape = Group(&[("per_s", AMOUNT), ("requests_per_s", AMOUNT), ("part", DAY)]);
const ADMITTED: Shape = Group(&[
    ("visits", COUNT),
    ("served_percent", Maybe(&AMOUNT)),
    ("gave_up", COUNT),
    ("waiting", COUNT),
    ("place_shown", Flag),
    ("fast", Flag),
    ("enough", Flag),
]);
static ROW: Shape = Group(&[
    ("from_s", SECOND),
    ("per_s", AMOUNT),
    ("lost_percent", AMOUNT),
    ("page_p95_s", AMOUNT),
    ("parts", List(&LOAD, 200)),
]);
static LOAD: Shape = Group(&[("part", NAME), ("taken", AMOUNT), ("working", AMOUNT)]);
static PROVEN: Shape = Group(&[("step", Step), ("plan", NAME), ("on", DAY)]);
static KEPT: Shape = Group(&[("fingerprint", NAME), ("file", Text(2, LARGEST_FILE))]);

impl Progress {
    /// Reads a progress file.
    ///
    /// # Errors
    /// Everything that is wrong with it: what is missing or out of range, a record that was changed since it was written, a
    /// plan that is none.
    ///
    /// ```
    /// use onrush_scenario::{Scenario, story};
    /// use onrush_steps::Progress;
    ///
    /// let plan = Scenario::read(story("toy-shop").unwrap().file)?;
    /// let text = Progress::new(&plan, true).write();
    /// assert_eq!(Progress::read(&text)?, Progress::new(&plan, true));
    /// let faults = Progress::read(&text.replace("\"seeds\": 20", "\"seeds\": 0")).unwrap_err();
    /// assert_eq!(faults.to_string(), "thresholds.seeds: 0 is not a whole number between 1 and 200");
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Faults> {
        let one = |fault| Faults(vec![fault]);
        if text.len() > LARGEST_PROGRESS {
            let value = format!("{} bytes", text.len());
            let allowed = format!("at most {LARGEST_PROGRESS} bytes");
            return Err(one(Fault::new("file", value, allowed)));
        }
        let limits = Limits {
            of: "progress through the steps",
            levels: 12,
            values: 400_000,
        };
        let tree = onrush_json::parse(text, &limits).map_err(one)?;
        let mut faults = Faults::default();
        walk(&tree, &FILE, "", &mut faults);
        faults.or(())?;
        let unfit = || one(Fault::new("file", "this", "progress through the steps"));
        let progress: Self = onrush_json::fit(&tree).ok_or_else(unfit)?;
        progress.sound().map(|()| progress)
    }

    /// What the shape alone does not say.
    fn sound(&self) -> Result<(), Faults> {
        let mut faults = Faults::default();
        for (i, record) in self.records.iter().enumerate() {
            faults.require(record.is_whole(), || {
                let allowed = "the check sum of this record: it was changed since it was recorded";
                Fault::new(format!("records[{i}].seal"), &record.seal, allowed)
            });
        }
        for (i, kept) in self.plans.iter().enumerate() {
            match Scenario::read(&kept.file) {
                Ok(plan) => faults.require(plan.fingerprint() == kept.fingerprint, || {
                    let path = format!("plans[{i}].fingerprint");
                    Fault::new(path, &kept.fingerprint, "the fingerprint of this plan")
                }),
                Err(wrong) => faults.0.extend(wrong.0.into_iter().map(|fault| Fault {
                    path: format!("plans[{i}].file.{}", fault.path),
                    ..fault
                })),
            }
        }
        faults.or(())
    }
}

fn walk(tree: &Tree, shape: &Shape, path: &str, faults: &mut Faults) {
    // What is wrong with all of it has a name, too.
    let named = if path.is_empty() { "file" } else { path };
    let mut refuse = |allowed: String| faults.0.push(Fault::new(named, tree.shown(), allowed));
    match shape {
        Maybe(inner) => {
            if *tree != Tree::Null {
                walk(tree, inner, path, faults);
            }
        }
        Flag => {
            if !matches!(tree, Tree::Flag(_)) {
                refuse("true or false".to_owned());
            }
        }
        Number(low, high) => {
            if !tree.number().is_some_and(|n| (*low..=*high).contains(&n)) {
                refuse(format!("a number between {low} and {high}"));
            }
        }
        Whole(low, high) => {
            let whole: Option<u64> = match tree {
                Tree::Number(text) => text.parse().ok(),
                _ => None,
            };
            if !whole.is_some_and(|n| (*low..=*high).contains(&n)) {
                refuse(format!("a whole number between {low} and {high}"));
            }
        }
        Text(least, most) => {
            let length = tree.text().map(|t| t.chars().count());
            if !length.is_some_and(|n| (*least..=*most).contains(&n)) {
                refuse(format!("a text of {least} to {most} characters"));
            }
        }
        Clock => {
            if tree.text().is_none_or(|t| t.parse::<ClockTime>().is_err()) {
                refuse("a time of day as 20:31 or 20:31:12".to_owned());
            }
        }
        Shape::Trial => {
            if tree.text().is_none_or(|t| t.parse::<Trial>().is_err()) {
                refuse(TRIALS.to_owned());
            }
        }
        Step => {
            let known = |t: &str| StepId::ALL.iter().any(|s| s.id() == t);
            if !tree.text().is_some_and(known) {
                refuse("a step: numbers, now, architecture, infrastructure, rigour, controls, contingency or review".to_owned());
            }
        }
        Pair => {
            let whole = |t: &Tree| matches!(t, Tree::Number(n) if n.parse::<u32>().is_ok());
            if tree.list().len() != 2 || !tree.list().iter().all(whole) {
                refuse("two whole numbers".to_owned());
            }
        }
        List(inner, most) => match tree {
            Tree::List(items) if items.len() <= *most => {
                for (i, item) in items.iter().enumerate() {
                    walk(item, inner, &format!("{path}[{i}]"), faults);
                }
            }
            _ => refuse(format!("a list of at most {most} entries")),
        },
        Group(fields) => match tree {
            Tree::Group(entries) => group(entries, fields, path, faults),
            _ => refuse("a group".to_owned()),
        },
    }
}

fn group(
    entries: &[(String, Tree)],
    fields: &'static [(&'static str, Shape)],
    path: &str,
    faults: &mut Faults,
) {
    for (i, (key, value)) in entries.iter().enumerate() {
        if entries[..i].iter().any(|(k, _)| k == key) {
            faults.0.push(Fault::new(
                below(path, key),
                value.shown(),
                "a field that is given once",
            ));
        } else if let Some((_, shape)) = fields.iter().find(|(name, _)| name == key) {
            walk(value, shape, &below(path, key), faults);
        } else {
            let known: Vec<&str> = fields.iter().map(|f| f.0).collect();
            let allowed = format!("one of the fields here: {}", known.join(", "));
            faults
                .0
                .push(Fault::new(below(path, key), "a field", allowed));
        }
    }
    for (name, shape) in fields {
        let there = entries.iter().any(|(key, _)| key == name);
        if !there && !matches!(shape, Maybe(_)) {
            faults.0.push(Fault::new(below(path, name), "", "there"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_scenario::story;

    #[test]
    fn what_is_no_group_at_all_is_told_of_the_file() {
        for text in ["5", "null", "[]", "\"progress\"", "true"] {
            let faults = Progress::read(text).err().unwrap_or_default();
            let paths: Vec<_> = faults.0.iter().map(|fault| fault.path.as_str()).collect();
            assert_eq!(paths, ["file"], "{text}");
        }
    }

    #[test]
    fn a_field_without_a_name_is_seen_in_its_fault() {
        let plan = story("toy-shop").and_then(|story| Scenario::read(story.file).ok());
        let text = plan.map(|plan| Progress::new(&plan, true).write());
        let text = text.unwrap_or_default();
        let faults = Progress::read(&text.replacen("\"guided\"", "\"\": 1, \"guided\"", 1));
        let paths: Vec<_> = faults
            .err()
            .into_iter()
            .flat_map(|faults| faults.0)
            .map(|fault| fault.path)
            .collect();
        assert_eq!(paths, ["\"\""]);
    }
}
