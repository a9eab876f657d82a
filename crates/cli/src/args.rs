//! What can be typed.

use clap::{Arg, ArgAction, ArgMatches, Command};
use onrush_lab::Plan;
use onrush_words::{Language, Words};

use crate::check::{self, Check};
use crate::export::{self, Export};
use crate::papers::{self, Papers};
use crate::review::{self, Review};
use crate::study;
use crate::typed::{self, Wanted};
use crate::workshop::{self, Scoreboard};

/// The command with its sub-commands; every sentence comes from the catalogue.
pub(crate) fn command(words: Words) -> Command {
    Command::new("onrush")
        .version(env!("CARGO_PKG_VERSION"))
        .about(words.t("cli.about"))
        .after_help(words.t("cli.examples"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100)
        .arg(
            option("language", "TAG", words.t("cli.language"))
                .global(true)
                .value_parser(tag),
        )
        .subcommand(Command::new("stories").about(words.t("cli.stories")))
        .subcommand(run(words))
        .subcommand(explain(words))
        .subcommand(lab(words))
        .subcommands(study::args::commands(words))
        .subcommand(
            Command::new("validate").about(words.t("cli.validate")).arg(
                Arg::new("files")
                    .value_name("FILE")
                    .help(words.t("cli.validate.files"))
                    .required(true)
                    .num_args(1..),
            ),
        )
        .subcommand(check::command(words))
        .subcommand(export::command(words))
        .subcommands(papers::commands(words))
        .subcommand(review::command(words))
        .subcommand(workshop::command(words))
        .subcommand(Command::new("schema").about(words.t("cli.schema")))
}

/// A language that we speak, by its tag.
fn tag(text: &str) -> Result<Language, Wanted> {
    Language::from_tag(text).ok_or(Wanted::Language)
}

/// The story or file that a command is about.
pub(crate) fn what(words: Words) -> Arg {
    Arg::new("what")
        .value_name("STORY-OR-FILE")
        .help(words.t("cli.run.what"))
        .required(true)
}

/// The seed of a run, with what it is for.
pub(crate) fn seed(words: Words, help: &str) -> Arg {
    Arg::new("seed")
        .long("seed")
        .value_name("N")
        .help(words.t(help))
        .value_parser(clap::value_parser!(u64))
        .default_value("1")
}

/// A name that is there or not.
pub(crate) fn flag(name: &'static str, help: String) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

/// A name with a value behind it.
pub(crate) fn option(name: &'static str, value: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn run(words: Words) -> Command {
    Command::new("run")
        .about(words.t("cli.run"))
        .after_help(words.t("cli.run.exits"))
        .arg(what(words))
        .arg(seed(words, "cli.run.seed"))
        .arg(flag("json", words.t("cli.run.json")))
        .arg(option("out", "DIR", words.t("cli.run.out")))
        .arg(flag("check", words.t("cli.run.check")))
}

fn explain(words: Words) -> Command {
    Command::new("explain")
        .about(words.t("cli.explain"))
        .arg(what(words))
        .arg(seed(words, "cli.run.seed"))
        .arg(flag("json", words.t("cli.explain.json")))
}

fn lab(words: Words) -> Command {
    let most = i64::from(Plan::MOST_REPLICATIONS);
    Command::new("lab")
        .about(words.t("cli.lab"))
        .after_help(words.t("cli.lab.exits"))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .help(words.t("cli.lab.file"))
                .required(true),
        )
        .arg(seed(words, "cli.lab.seed"))
        .arg(
            option("replications", "R", words.t("cli.lab.replications"))
                .value_parser(clap::value_parser!(u32).range(1..=most))
                .default_value("1"),
        )
        .arg(flag("json", words.t("cli.lab.json")))
        .arg(
            option("series", "SECONDS", words.t("cli.lab.series"))
                .value_parser(clap::value_parser!(f64)),
        )
}

/// What was asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Asked {
    Stories,
    Run(Run),
    Explain(Explain),
    Lab(Lab),
    Study(study::args::Study),
    Validate(Vec<String>),
    Export(Export),
    Check(Check),
    Papers(Papers),
    Review(Review),
    Workshop(Scoreboard),
    Schema,
}

/// What to do in the laboratory.
#[derive(Debug, PartialEq)]
pub(crate) struct Lab {
    pub(crate) file: String,
    pub(crate) plan: Plan,
    pub(crate) json: bool,
}

/// What to explain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Explain {
    pub(crate) what: String,
    pub(crate) seed: u64,
    pub(crate) json: bool,
}

/// How to run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) what: String,
    pub(crate) seed: u64,
    pub(crate) json: bool,
    pub(crate) out: Option<String>,
    pub(crate) check: bool,
}

/// Reads what was typed.
///
/// # Errors
/// What clap has to say: a mistake, or the help that was asked for.
pub(crate) fn read(
    words: Words,
    typed: impl Iterator<Item = std::ffi::OsString>,
) -> Result<Asked, clap::Error> {
    let command = typed::framed(command(words), words);
    let matches = command.try_get_matches_from(typed)?;
    Ok(match matches.subcommand() {
        Some(("run", m)) => Asked::Run(Run {
            what: text(m, "what"),
            seed: seed_of(m),
            json: m.get_flag("json"),
            out: m.get_one::<String>("out").cloned(),
            check: m.get_flag("check"),
        }),
        Some(("explain", m)) => Asked::Explain(Explain {
            what: text(m, "what"),
            seed: seed_of(m),
            json: m.get_flag("json"),
        }),
        Some(("lab", m)) => Asked::Lab(Lab {
            file: text(m, "file"),
            plan: Plan {
                seed: seed_of(m),
                replications: m.get_one::<u32>("replications").copied().unwrap_or(1),
                series_s: m.get_one::<f64>("series").copied(),
                ..Plan::default()
            },
            json: m.get_flag("json"),
        }),
        Some(("validate", m)) => Asked::Validate(
            m.get_many::<String>("files")
                .map(|files| files.cloned().collect())
                .unwrap_or_default(),
        ),
        Some(("check", m)) => Asked::Check(check::asked(m)),
        Some(("export", m)) => Asked::Export(export::asked(m)),
        Some(("review", m)) => Asked::Review(review::asked(m)),
        Some(("workshop", m)) => workshop::asked(m).map_or(Asked::Stories, Asked::Workshop),
        Some(("schema", _)) => Asked::Schema,
        Some((name @ ("brief" | "readiness" | "verify"), m)) => {
            papers::asked(name, m).map_or(Asked::Stories, Asked::Papers)
        }
        Some((name, m)) => study::args::read(name, m).map_or(Asked::Stories, Asked::Study),
        None => Asked::Stories,
    })
}

fn seed_of(m: &ArgMatches) -> u64 {
    m.get_one::<u64>("seed").copied().unwrap_or(1)
}

fn text(m: &ArgMatches, name: &str) -> String {
    m.get_one::<String>(name).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_whole() {
        command(Words::default()).debug_assert();
    }

    #[test]
    fn a_run_has_seed_1_unless_told_otherwise() {
        let read = |line: &str| read(Words::default(), line.split(' ').map(Into::into));
        let run = |seed| Run {
            what: "mole-app".into(),
            seed,
            json: false,
            out: None,
            check: false,
        };
        assert_eq!(read("onrush run mole-app").unwrap(), Asked::Run(run(1)));
        assert_eq!(
            read("onrush run mole-app --seed 7").unwrap(),
            Asked::Run(run(7))
        );
        assert!(read("onrush run mole-app --seed -7").is_err());
        assert!(read("onrush run").is_err());
    }

    #[test]
    fn the_laboratory_has_one_replication_unless_told_otherwise() {
        let read = |line: &str| read(Words::default(), line.split(' ').map(Into::into));
        let lab = |plan, json| {
            Asked::Lab(Lab {
                file: "x.json".into(),
                plan,
                json,
            })
        };
        assert_eq!(
            read("onrush lab x.json").unwrap(),
            lab(Plan::default(), false)
        );
        let plan = Plan {
            seed: 7,
            replications: 30,
            series_s: Some(0.5),
            ..Plan::default()
        };
        assert_eq!(
            read("onrush lab x.json --seed 7 --replications 30 --json --series 0.5").unwrap(),
            lab(plan, true)
        );
        for wrong in [
            "--replications 0",
            "--replications 10001",
            "--seed x",
            "--series x",
            "--jsn",
        ] {
            assert!(
                read(&format!("onrush lab x.json {wrong}")).is_err(),
                "{wrong}"
            );
        }
    }
}
