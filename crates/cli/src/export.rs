//! `export`: a plan as other programs want it.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{ArgMatches, Command};
use onrush_handover::{LoadPlan, Stamp, Stretch, admission, artillery, calendar, k6, locust};
use onrush_scenario::Scenario;
use onrush_words::{Args, Words};

use crate::args::{self, option};
use crate::input::{self, BadInput};
use crate::print;
use crate::screen::plain;

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    K6,
    Locust,
    Artillery,
    Calendar,
    WaitingRoom,
}

impl Form {
    const ALL: [Self; 5] = [
        Self::K6,
        Self::Locust,
        Self::Artillery,
        Self::Calendar,
        Self::WaitingRoom,
    ];

    const fn id(self) -> &'static str {
        match self {
            Self::K6 => "k6",
            Self::Locust => "locust",
            Self::Artillery => "artillery",
            Self::Calendar => "calendar",
            Self::WaitingRoom => "waiting-room",
        }
    }
}

/// What to write, and where to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Export {
    what: String,
    form: Form,
    minutes: Option<u32>,
    out: Option<String>,
}

pub(crate) fn command(words: Words) -> Command {
    Command::new("export")
        .about(words.t("cli.export"))
        .after_help(words.t("cli.export.exits"))
        .arg(args::what(words).help(words.t("cli.export.what")))
        .arg(
            option("as", "FORM", words.t("cli.export.as"))
                .value_parser(Form::ALL.map(Form::id))
                .required(true),
        )
        .arg(
            option("minutes", "N", words.t("cli.export.minutes"))
                .value_parser(clap::value_parser!(u32).range(1..=80_640)),
        )
        .arg(option("out", "FILE", words.t("cli.export.out")))
}

pub(crate) fn asked(m: &ArgMatches) -> Export {
    let text = |name: &str| m.get_one::<String>(name).cloned();
    let form = text("as").unwrap_or_default();
    Export {
        what: text("what").unwrap_or_default(),
        form: Form::ALL
            .into_iter()
            .find(|known| known.id() == form)
            .unwrap_or(Form::K6),
        minutes: m.get_one::<u32>("minutes").copied(),
        out: text("out"),
    }
}

/// # Errors
/// What is wrong with the plan, or why the file cannot be written.
pub(crate) fn run(words: Words, export: &Export) -> Result<u8, BadInput> {
    let scenario = input::scenario(words, &export.what)?;
    let text = text(words, &scenario, export)?;
    let Some(file) = &export.out else {
        return print(words, &text).map(|()| 0);
    };
    fs::write(file, text).map_err(|e| {
        let args = Args::new().with("why", e.to_string());
        let why = words.text("cli.bad.unwritable", &args);
        BadInput(vec![plain(&format!("{file}: {why}"))])
    })?;
    Ok(0)
}

fn text(words: Words, scenario: &Scenario, export: &Export) -> Result<String, BadInput> {
    let faults = |faults| input::bad(words, &export.what, &faults);
    let stretch = export.minutes.map_or_else(
        || Stretch::usual(scenario),
        |minutes| Stretch::Busiest { minutes },
    );
    let plan = LoadPlan::of(scenario, stretch).map_err(faults)?;
    Ok(match export.form {
        Form::K6 => k6(&plan, words),
        Form::Locust => locust(&plan, words),
        Form::Artillery => artillery(&plan, words),
        Form::Calendar => calendar(scenario, words, now()).map_err(faults)?,
        Form::WaitingRoom => waiting_room(words, scenario, &plan),
    })
}

fn waiting_room(words: Words, scenario: &Scenario, plan: &LoadPlan) -> String {
    let Some(values) = admission(scenario, plan) else {
        return words.t("handover.room.nothing") + "\n";
    };
    values.said(words).map(|said| said + "\n").concat()
}

fn now() -> Stamp {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    Stamp {
        seconds: i64::try_from(seconds).unwrap_or(0),
    }
}
