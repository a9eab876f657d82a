//! `workshop verify`: the scoreboard of a workshop without a browser, with the same engine and the same order.

use clap::{Arg, ArgMatches, Command};
use onrush_runner::{ENGINE, Flow, Stopped, rehearse};
use onrush_words::{Args, Words};
use onrush_workshop::{Board, By, Handed, Place, Standing, State, Workshop};
use serde::Serialize;

use crate::args;
use crate::input::{self, BadInput};
use crate::print;
use crate::screen::plain;

/// Name and version of the format. Fields may be added without a new version; none is renamed, removed or redefined.
const FORMAT: &str = "onrush-workshop/1";
/// The exit code when something that was handed in is not right.
const WRONG: u8 = 1;

/// Whose scoreboard, of what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scoreboard {
    what: String,
    codes: Vec<String>,
    by: By,
    json: bool,
}

pub(crate) fn command(words: Words) -> Command {
    Command::new("workshop")
        .about(words.t("cli.workshop"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("verify")
                .about(words.t("cli.workshop.verify"))
                .after_help(words.t("cli.workshop.exits"))
                .arg(
                    Arg::new("what")
                        .value_name("WORKSHOP")
                        .help(words.t("cli.workshop.what"))
                        .required(true),
                )
                .arg(
                    Arg::new("codes")
                        .value_name("FILE")
                        .help(words.t("cli.workshop.codes"))
                        .required(true)
                        .num_args(1..),
                )
                .arg(
                    args::option("by", "ORDER", words.t("cli.workshop.by"))
                        .value_parser(By::ALL.map(By::id))
                        .default_value(By::People.id()),
                )
                .arg(args::flag("json", words.t("cli.workshop.json"))),
        )
}

pub(crate) fn asked(m: &ArgMatches) -> Option<Scoreboard> {
    let (_, m) = m.subcommand()?;
    let by = m.get_one::<String>("by").map(String::as_str);
    Some(Scoreboard {
        what: m.get_one::<String>("what").cloned().unwrap_or_default(),
        codes: m.get_many("codes")?.cloned().collect(),
        by: By::ALL
            .into_iter()
            .find(|one| Some(one.id()) == by)
            .unwrap_or_default(),
        json: m.get_flag("json"),
    })
}

/// # Errors
/// What is wrong with the workshop or its files, or that it could not be written.
pub(crate) fn run(words: Words, asked: &Scoreboard) -> Result<u8, BadInput> {
    let text = match Workshop::find(&asked.what) {
        Some(_) => asked.what.clone(),
        None => input::any_text(words, &asked.what)?,
    };
    let workshop = match Workshop::find(&text) {
        None => return Err(BadInput(vec![words.t("cli.workshop.none")])),
        Some(Err(_)) => return Err(BadInput(vec![words.t("cli.workshop.damaged")])),
        Some(Ok(workshop)) => workshop,
    };
    let mut codes = String::new();
    for file in &asked.codes {
        codes += &input::any_text(words, file)?;
        codes.push('\n');
    }
    let surprise = workshop.game.surprise.map(|s| words.incident_kind(s.kind));
    let mut board = Board::new(&workshop, &codes, ENGINE, &surprise.unwrap_or_default())
        .map_err(|faults| input::bad(words, "WORKSHOP", &faults))?;
    for need in board.wanted() {
        let result = match rehearse(&need.plan, need.seed, &mut |_| Flow::On) {
            Ok(done) => Ok(Standing::of(
                &done.engine,
                &done.digest,
                &done.observations,
                &done.diagnosis,
            )),
            Err(Stopped::Faults(faults)) => Err(faults),
            Err(Stopped::Cancelled) => return Err(BadInput(vec![words.t("cli.cancelled")])),
        };
        board.learn(&need.key, result);
    }
    let text = if asked.json {
        json(&board, asked.by)
    } else {
        told(words, &board, asked.by)
    };
    print(words, &(text + "\n"))?;
    let wrong = board.handed().iter().any(|handed| handed.state.is_wrong());
    Ok(if wrong { WRONG } else { 0 })
}

fn team(board: &Board, place: Option<usize>) -> Option<&str> {
    let team = board.workshop().teams.get(place?)?;
    Some(&team.name)
}

/// What became of something that was handed in, as a sentence without its full stop.
fn state(words: Words, state: &State) -> String {
    let args = match state {
        State::OutsideRules(changes) => {
            let fields: Vec<&str> = changes.iter().map(|c| c.path.as_str()).collect();
            Args::new().with("fields", plain(&fields.join(", ")))
        }
        State::OtherEngine(engine) => Args::new().with("engine", plain(engine)),
        State::CannotRun(faults) => Args::new().with("why", input::lines(words, faults).join("; ")),
        _ => Args::new(),
    };
    words
        .member("workshop.state", state.id(), &args)
        .unwrap_or_default()
}

fn told(words: Words, board: &Board, by: By) -> String {
    let currency = &board.start().money.currency;
    let mut lines = Vec::new();
    if let Some(surprise) = board.workshop().game.surprise {
        let args = Args::new().with("what", words.incident_kind(surprise.kind));
        lines.push(words.text("workshop.reveal.was", &args));
    }
    let places = board.places(by);
    let start = board.untouched().1.map(|start| {
        let share = start.served_well as f64 / start.arrived.max(1) as f64;
        [
            String::new(),
            words.t("workshop.board.start"),
            String::new(),
            words.percent(share),
            words.money(start.left_over(), currency),
            String::new(),
            String::new(),
        ]
    });
    let mut rows = vec![
        [
            "rank", "team", "held", "well", "left", "measures", "unpriced",
        ]
        .map(|column| words.t(&format!("workshop.board.{column}"))),
    ];
    rows.extend(places.iter().map(|place| row(words, board, place)));
    rows.extend(start);
    lines.extend(table(&rows));
    lines.push(String::new());
    for Handed {
        shown,
        team: place,
        state: found,
        ..
    } in board.handed()
    {
        let team = team(board, *place).map_or_else(|| words.t("workshop.handed.nobody"), plain);
        lines.push(format!("{}… {team}: {}", plain(shown), state(words, found)));
    }
    lines.join("\n")
}

fn row(words: Words, board: &Board, place: &Place) -> [String; 7] {
    let currency = &board.start().money.currency;
    let held = if place.held { "yes" } else { "no" };
    [
        place
            .rank
            .map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
        team(board, Some(place.team)).map(plain).unwrap_or_default(),
        words.t(&format!("workshop.board.held.{held}")),
        words.percent(place.served_well),
        words.money(place.struck.left_over(), currency),
        words.money(place.measures, currency),
        place.unpriced.len().to_string(),
    ]
}

/// Columns as wide as their widest cell.
fn table(rows: &[[String; 7]]) -> Vec<String> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: [usize; 7] = std::array::from_fn(width);
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(widths);
            let cells: Vec<String> = cells.map(|(cell, w)| format!("{cell:<w$}")).collect();
            cells.join("  ").trim_end().to_owned()
        })
        .collect()
}

#[derive(Serialize)]
struct Out<'a> {
    format: &'static str,
    name: &'a str,
    story: &'a str,
    seed: u64,
    surprise: Option<&'static str>,
    by: By,
    engine: &'static str,
    /// What the start gave without and with the surprise.
    start: [Option<&'a Standing>; 2],
    places: Vec<OutPlace<'a>>,
    handed: Vec<OutHanded<'a>>,
}

#[derive(Serialize)]
struct OutPlace<'a> {
    rank: Option<usize>,
    team: Option<&'a str>,
    held: bool,
    served_well: f64,
    left_over: f64,
    measures: f64,
    unpriced: Vec<&'a str>,
    without: &'a Standing,
    with: &'a Standing,
    outside: Vec<&'a str>,
}

#[derive(Serialize)]
struct OutHanded<'a> {
    team: Option<&'a str>,
    at_s: u64,
    state: &'static str,
}

fn json(board: &Board, by: By) -> String {
    let workshop = board.workshop();
    let places = board.places(by);
    let (plain, struck) = board.untouched();
    let out = Out {
        format: FORMAT,
        name: &workshop.game.name,
        story: &workshop.game.story,
        seed: workshop.game.seed,
        surprise: workshop.game.surprise.map(|s| s.kind.id()),
        by,
        engine: ENGINE,
        start: [plain, struck],
        places: places
            .iter()
            .map(|place| OutPlace {
                rank: place.rank,
                team: team(board, Some(place.team)),
                held: place.held,
                served_well: place.served_well,
                left_over: place.struck.left_over(),
                measures: place.measures,
                unpriced: place.unpriced.iter().map(|c| c.path.as_str()).collect(),
                without: &place.plain,
                with: &place.struck,
                outside: place.outside.iter().map(|c| c.path.as_str()).collect(),
            })
            .collect(),
        handed: board
            .handed()
            .iter()
            .map(|handed| OutHanded {
                team: team(board, handed.team),
                at_s: handed.at_s,
                state: handed.state.id(),
            })
            .collect(),
    };
    // Plain values with text keys can always be written.
    serde_json::to_string(&out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let row = |a: &str, b: &str| [a, b, "", "x", "", "", ""].map(str::to_owned);
        let lines = table(&[row("Place", "Team"), row("1", "Blue & co")]);
        assert_eq!(lines, ["Place  Team         x", "1      Blue & co    x"]);
    }

    #[test]
    fn files_with_codes_are_asked_for() {
        let line = "onrush workshop verify orw1-x a.txt - --by money";
        let asked = args::read(Words::default(), line.split(' ').map(Into::into)).unwrap();
        let args::Asked::Workshop(asked) = asked else {
            panic!("{asked:?}")
        };
        assert_eq!((asked.by, asked.codes.len()), (By::Money, 2));
        let damaged = run(Words::default(), &asked).unwrap_err();
        assert_eq!(damaged.0, [Words::default().t("cli.workshop.damaged")]);
    }
}
