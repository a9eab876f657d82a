//! What can be typed after `compare`, `limits`, `advise`, `chances` and `merge`.

use clap::{ArgMatches, Command};
use onrush_words::Words;

use crate::args::{flag, option, what};
use crate::typed::Wanted;

/// What to study, and how.
#[derive(Debug, PartialEq)]
pub(crate) struct Study {
    pub(crate) kind: Kind,
    /// Keys of stories or names of files; for `merge` files of results.
    pub(crate) what: Vec<String>,
    /// As it was typed: `1..500`; `None`: the study's own.
    pub(crate) seeds: Option<String>,
    /// Runs at once; `None`: one for each core.
    pub(crate) jobs: Option<usize>,
    pub(crate) json: bool,
    /// File to write results to: of a sweep, or of a merge.
    pub(crate) out: Option<String>,
    /// File of results to answer from.
    pub(crate) from: Option<String>,
}

/// Which study.
#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    Compare { draw: bool },
    Limits { most: f64, rungs: usize },
    Advise,
    Chances { within: f64 },
    Merge,
}

/// What all studies take.
fn common(command: Command, words: Words) -> Command {
    command
        .arg(option("seeds", "FIRST..LAST", words.t("cli.study.seeds")))
        .arg(
            option("jobs", "N", words.t("cli.study.jobs"))
                .value_parser(clap::value_parser!(u16).range(1..=1024)),
        )
        .arg(flag("json", words.t("cli.run.json")))
        .after_help(words.t("cli.study.exits"))
}

/// A number in a range.
fn between(text: &str, low: u32, high: u32) -> Result<f64, Wanted> {
    let n = text.parse::<f64>().ok();
    n.filter(|n| (f64::from(low)..=f64::from(high)).contains(n))
        .ok_or(Wanted::Between(low, high))
}

/// Files of results, written and read.
fn files(command: Command, words: Words) -> Command {
    command
        .arg(option("results", "FILE", words.t("cli.study.results")).conflicts_with("from"))
        .arg(option("from", "FILE", words.t("cli.study.from")))
}

/// The sub-commands.
pub(crate) fn commands(words: Words) -> [Command; 5] {
    let compare = Command::new("compare")
        .about(words.t("cli.compare"))
        .arg(
            what(words)
                .help(words.t("cli.compare.what"))
                .num_args(2..=20),
        )
        .arg(flag("draw", words.t("cli.study.draw")));
    let limits = Command::new("limits")
        .about(words.t("cli.limits"))
        .arg(what(words))
        .arg(
            option("most", "FACTOR", words.t("cli.study.most"))
                .value_parser(|text: &str| between(text, 2, 100))
                .default_value("5"),
        )
        .arg(
            option("rungs", "N", words.t("cli.study.rungs"))
                .value_parser(clap::value_parser!(u16).range(1..=20))
                .default_value("3"),
        );
    let advise = Command::new("advise")
        .about(words.t("cli.advise"))
        .arg(what(words));
    let chances = Command::new("chances")
        .about(words.t("cli.chances"))
        .arg(what(words))
        .arg(
            option("within", "PERCENT", words.t("cli.study.within"))
                .value_parser(|text: &str| between(text, 0, 100))
                .default_value("7"),
        );
    let merge = Command::new("merge")
        .about(words.t("cli.merge"))
        .arg(
            what(words)
                .value_name("FILE")
                .help(words.t("cli.merge.files"))
                .num_args(1..),
        )
        .arg(option("results", "FILE", words.t("cli.merge.out")).long("out"));
    [
        files(common(compare, words), words),
        common(limits, words),
        common(advise, words),
        files(common(chances, words), words),
        merge,
    ]
}

/// Reads what was typed; `None` when it is another command's.
pub(crate) fn read(name: &str, m: &ArgMatches) -> Option<Study> {
    let number = |name: &str| m.get_one::<f64>(name).copied().unwrap_or(0.0);
    let kind = match name {
        "compare" => Kind::Compare {
            draw: m.get_flag("draw"),
        },
        "limits" => Kind::Limits {
            most: number("most"),
            rungs: m.get_one::<u16>("rungs").copied().unwrap_or(3).into(),
        },
        "advise" => Kind::Advise,
        "chances" => Kind::Chances {
            within: number("within") / 100.0,
        },
        "merge" => Kind::Merge,
        _ => return None,
    };
    // Not every study has each of these.
    let text = |name: &str| m.try_get_one::<String>(name).ok().flatten().cloned();
    Some(Study {
        kind,
        what: m
            .get_many::<String>("what")
            .map(|w| w.cloned().collect())
            .unwrap_or_default(),
        seeds: text("seeds"),
        jobs: m
            .try_get_one::<u16>("jobs")
            .ok()
            .flatten()
            .map(|n| (*n).into()),
        json: m
            .try_get_one::<bool>("json")
            .ok()
            .flatten()
            .copied()
            .unwrap_or(false),
        out: text("results"),
        from: text("from"),
    })
}
