//! What the reader of the command line says by itself, in our words: the frame of the help, and what is wrong with what was typed.

use std::error::Error as _;
use std::fmt;
use std::num::{ParseFloatError, ParseIntError};

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use onrush_words::{Args, Language, Words};

use crate::screen::plain;

/// As the reader writes these, in English only.
const USAGE: &str = "Usage: ";
const SOME_OPTIONS: &str = "[OPTIONS]";

/// What a value should have been, where we read it ourselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The tag of a language.
    Language,
    /// Seconds, or `best`.
    Shift,
    /// A number between these.
    Between(u32, u32),
}

impl Wanted {
    fn said(self, words: Words) -> String {
        match self {
            Self::Language => {
                let tags: Vec<&str> = Language::ALL.iter().map(|l| l.tag()).collect();
                let args = Args::new().with("tags", tags.join(", "));
                words.text("typed.why.languages", &args)
            }
            Self::Shift => words.t("typed.why.shift"),
            Self::Between(low, high) => {
                let args = Args::new().with("low", low).with("high", high);
                words.text("typed.why.range", &args)
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Wanted {}

/// The command with headings, usage and notes on values in the language. Nothing may be added to it afterwards.
pub(crate) fn framed(mut command: Command, words: Words) -> Command {
    // Only then what is there by itself is there: `--help`, `--version`, `help`.
    command.build();
    frame(command, words)
}

fn frame(command: Command, words: Words) -> Command {
    let by_itself = command.get_name() == "help";
    let mut command = command
        .subcommand_help_heading(words.t("typed.commands"))
        .subcommand_value_name(words.t("typed.command"))
        .mut_args(|arg| noted(arg, words))
        .mut_subcommands(|inner| frame(inner, words));
    if by_itself {
        command = command.about(words.t("typed.help-of"));
    }
    let usage = usage(words, &command.render_usage().to_string());
    command.help_template(format!(
        "{{before-help}}{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}"
    ))
}

/// A line of usage as the reader made it, with our words in it.
fn usage(words: Words, line: &str) -> String {
    let rest = line.strip_prefix(USAGE).unwrap_or(line).trim_end();
    let rest = rest.replace(SOME_OPTIONS, &words.t("typed.some-options"));
    format!("{}: {rest}", words.t("typed.usage"))
}

/// An argument whose value has its name in the language: `PLIK`.
fn called(arg: Arg, words: Words) -> Arg {
    let names = arg.get_value_names().unwrap_or_default();
    let said: Vec<String> = names
        .iter()
        .map(|name| {
            let key = name.to_lowercase();
            let said = words.member("typed.value", &key, &Args::new());
            said.unwrap_or_else(|| name.to_string())
        })
        .collect();
    if !arg.get_action().takes_values() || said.is_empty() {
        return arg;
    }
    arg.value_names(said)
}

/// An argument below its heading, with what is taken where it is left out, and what it can be.
fn noted(arg: Arg, words: Words) -> Arg {
    let heading = if arg.is_positional() {
        "typed.arguments"
    } else {
        "typed.options"
    };
    let arg = called(arg.help_heading(words.t(heading)), words);
    match arg.get_id().as_str() {
        "help" => return arg.help(words.t("typed.help")),
        "version" => return arg.help(words.t("typed.version")),
        _ if !arg.get_action().takes_values() => return arg,
        _ => {}
    }
    let defaults: Vec<_> = arg.get_default_values().iter().collect();
    let defaults: Vec<_> = defaults.iter().map(|v| v.to_string_lossy()).collect();
    let possible = arg.get_possible_values();
    let possible: Vec<&str> = possible.iter().map(PossibleValue::get_name).collect();
    let default = (!defaults.is_empty()).then(|| {
        let args = Args::new().with("value", defaults.join(", "));
        words.text("typed.default", &args)
    });
    let one_of = (!possible.is_empty()).then(|| values(words, &possible));
    let help = arg.get_help().map(ToString::to_string);
    let all: Vec<String> = [help, default, one_of].into_iter().flatten().collect();
    arg.help(all.join(" "))
        .hide_default_value(true)
        .hide_possible_values(true)
}

fn values(words: Words, all: &[&str]) -> String {
    let args = Args::new().with("values", all.join(", "));
    words.text("typed.possible", &args)
}

/// What is wrong with what was typed, what may have been meant, and how it is done; `None` where somebody has asked for help or the
/// version.
pub(crate) fn wrong(words: Words, error: &clap::Error) -> Option<String> {
    let asked = [
        ErrorKind::DisplayHelp,
        ErrorKind::DisplayVersion,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
    ];
    if asked.contains(&error.kind()) {
        return None;
    }
    let line = |id: &str, what: String| words.text(id, &Args::new().with("what", what));
    let mut lines = vec![line("typed.error", what(words, error))];
    if error.kind() == ErrorKind::MissingRequiredArgument {
        let missing = many(error, ContextKind::InvalidArg);
        lines.extend(missing.iter().map(|one| format!("  {one}")));
    }
    let possible = many(error, ContextKind::ValidValue);
    if !possible.is_empty() {
        let possible: Vec<&str> = possible.iter().map(String::as_str).collect();
        lines.push(format!("  {}", values(words, &possible)));
    }
    let tips = tips(words, error);
    if !tips.is_empty() {
        lines.push(String::new());
        lines.extend(
            tips.into_iter()
                .map(|tip| format!("  {}", line("typed.tip", tip))),
        );
    }
    if let Some(shown) = one(error, ContextKind::Usage) {
        lines.extend([String::new(), usage(words, &shown)]);
    }
    lines.extend([String::new(), line("typed.more", "--help".to_owned())]);
    Some(lines.join("\n") + "\n")
}

/// All that the reader has to say of a kind, without control characters: it may be what somebody typed.
fn many(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(all)) => all.iter().map(|text| plain(text)).collect(),
        Some(ContextValue::StyledStrs(all)) => {
            all.iter().map(|text| plain(&text.to_string())).collect()
        }
        Some(ContextValue::String(text)) => vec![plain(text)],
        Some(ContextValue::StyledStr(text)) => vec![plain(text.to_string().trim_end())],
        Some(ContextValue::Number(n)) => vec![n.to_string()],
        _ => Vec::new(),
    }
}

fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let all = many(error, kind);
    (!all.is_empty()).then(|| all.join(", "))
}

fn what(words: Words, error: &clap::Error) -> String {
    let get = |kind| one(error, kind).unwrap_or_default();
    let (arg, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let of = Args::new()
        .with("arg", arg.as_str())
        .with("value", value.as_str());
    let command = || Args::new().with("what", get(ContextKind::InvalidSubcommand));
    match error.kind() {
        ErrorKind::InvalidSubcommand => words.text("typed.no-command", &command()),
        ErrorKind::MissingSubcommand => {
            let all = get(ContextKind::ValidSubcommand);
            words.text("typed.no-command-given", &command().with("all", all))
        }
        ErrorKind::UnknownArgument => {
            words.text("typed.no-argument", &Args::new().with("what", arg))
        }
        ErrorKind::MissingRequiredArgument => words.t("typed.missing"),
        ErrorKind::InvalidValue if value.is_empty() => words.text("typed.no-value", &of),
        ErrorKind::InvalidValue => words.text("typed.bad-value", &of),
        ErrorKind::ValueValidation => match why(words, error) {
            Some(why) => words.text("typed.bad-value-why", &of.with("why", why)),
            None => words.text("typed.bad-value", &of),
        },
        ErrorKind::TooManyValues => words.text("typed.too-many", &of),
        ErrorKind::TooFewValues => {
            let (min, n) = (
                get(ContextKind::MinValues),
                get(ContextKind::ActualNumValues),
            );
            words.text("typed.too-few", &of.with("min", min).with("n", n))
        }
        ErrorKind::ArgumentConflict if !arg.is_empty() => {
            let other = get(ContextKind::PriorArg);
            if other.is_empty() || other == arg {
                words.text("typed.twice", &of)
            } else {
                words.text("typed.together", &of.with("other", other))
            }
        }
        ErrorKind::InvalidUtf8 => words.t("typed.not-text"),
        _ => words.t("typed.other"),
    }
}

/// What the value should have been.
fn why(words: Words, error: &clap::Error) -> Option<String> {
    let source = error.source()?;
    if let Some(wanted) = source.downcast_ref::<Wanted>() {
        return Some(wanted.said(words));
    }
    if source.is::<ParseFloatError>() {
        return Some(words.t("typed.why.number"));
    }
    if source.is::<ParseIntError>() {
        return Some(words.t("typed.why.whole"));
    }
    // The reader's own ranges: `0 is not in 1..=10000`.
    let said = source.to_string();
    let (_, range) = said.split_once(" is not in ")?;
    let (low, high) = range.split_once("..=")?;
    let bounds = (low.parse().ok()?, high.parse().ok()?);
    Some(Wanted::Between(bounds.0, bounds.1).said(words))
}

/// What may have been meant.
fn tips(words: Words, error: &clap::Error) -> Vec<String> {
    let similar = |what: String| words.text("typed.similar", &Args::new().with("what", what));
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let named = kinds.into_iter().filter_map(|kind| one(error, kind));
    let mut tips: Vec<String> = named.map(similar).collect();
    // These come as sentences: `to pass '--x' as a value, use '-- --x'`, `'run --json' exists`.
    for sentence in many(error, ContextKind::Suggested) {
        let Some(quoted) = sentence.split('\'').nth(1) else {
            continue;
        };
        let quoted = quoted.to_owned();
        tips.push(if sentence.starts_with("to pass ") {
            words.text("typed.as-value", &Args::new().with("what", quoted))
        } else {
            similar(quoted)
        });
    }
    tips
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    const ALL: [Language; 3] = [Language::English, Language::Polish, Language::Dutch];

    fn error(language: Language, line: &str) -> clap::Error {
        let typed = line.split(' ').map(Into::into);
        args::read(Words::new(language), typed).unwrap_err()
    }

    fn wrong_with(language: Language, line: &str) -> String {
        wrong(Words::new(language), &error(language, line)).unwrap()
    }

    /// What is typed, the message that it brings, and what is said in it.
    const WRONG: [(&str, &str, &[&str]); 19] = [
        (
            "onrush run mole-app --jsn",
            "typed.no-argument",
            &["--jsn", "--json"],
        ),
        (
            "onrush run mole-app --seed",
            "typed.no-value",
            &["--seed <N>"],
        ),
        (
            "onrush run mole-app --seed x",
            "typed.why.whole",
            &["x", "--seed <N>"],
        ),
        (
            "onrush limits mole-app --most x",
            "typed.why.range",
            &["x", "--most <FACTOR>"],
        ),
        (
            "onrush limits mole-app --most inf",
            "typed.why.range",
            &["inf", "100"],
        ),
        (
            "onrush limits mole-app --most 1.9",
            "typed.why.range",
            &["1.9", "100"],
        ),
        (
            "onrush chances mole-app --within nan",
            "typed.why.range",
            &["nan", "100"],
        ),
        (
            "onrush lab x.json --replications 0",
            "typed.why.range",
            &["0", "10"],
        ),
        (
            "onrush export mole-app --as k7",
            "typed.bad-value",
            &["k7", "k6"],
        ),
        (
            "onrush --language tlh stories",
            "typed.why.languages",
            &["tlh", "nl, pl"],
        ),
        (
            "onrush review mole-app --actual x --shift y",
            "typed.why.shift",
            &["y", "best"],
        ),
        (
            "onrush review mole-app --actual x --goals 0",
            "typed.why.range",
            &["--goals"],
        ),
        ("onrush run", "typed.missing", &["<STORY-OR-FILE>"]),
        (
            "onrush valdate",
            "typed.no-command",
            &["valdate", "validate"],
        ),
        (
            "onrush run mole-app --json=3",
            "typed.too-many",
            &["3", "--json"],
        ),
        ("onrush compare mole-app", "typed.too-few", &["2"]),
        (
            "onrush run mole-app --json --json",
            "typed.twice",
            &["--json"],
        ),
        (
            "onrush brief mole-app --json --markdown",
            "typed.together",
            &["--json", "--markdown"],
        ),
        (
            "onrush --language nl",
            "typed.no-command-given",
            &["onrush", "stories"],
        ),
    ];

    #[test]
    fn what_is_wrong_is_told_in_each_language() {
        for (line, id, parts) in WRONG {
            let mut seen = Vec::new();
            for language in ALL {
                let words = Words::new(language);
                let said = wrong_with(language, line);
                let places = [
                    "arg", "value", "what", "why", "other", "min", "n", "low", "high", "tags",
                    "all",
                ];
                let args = places
                    .iter()
                    .fold(Args::new(), |args, name| args.with(name, "\u{1}"));
                // The message of this kind, up to its first place.
                let message = words.text(id, &args);
                let piece = message
                    .split('\u{1}')
                    .max_by_key(|piece| piece.len())
                    .unwrap();
                assert!(said.contains(piece.trim()), "{line}: {said}");
                for part in parts {
                    // Names of values are the language's own.
                    let part = ["factor", "story-or-file"].iter().fold(
                        (*part).to_owned(),
                        |part, name| {
                            let own = words.t(&format!("typed.value.{name}"));
                            part.replace(&name.to_uppercase(), &own)
                        },
                    );
                    assert!(said.contains(&part), "{line}: no {part} in {said}");
                }
                let more = words.text("typed.more", &Args::new().with("what", "--help"));
                assert!(said.ends_with(&format!("\n\n{more}\n")), "{said}");
                // Not where only a value is wrong.
                let usage = format!("\n\n{}: onrush", words.t("typed.usage"));
                let has_usage = error(language, line).to_string().contains("Usage: ");
                assert_eq!(said.contains(&usage), has_usage, "{said}");
                if language != Language::English {
                    for english in [
                        "error:", "Usage", "OPTIONS", "invalid", "required", "value ",
                    ] {
                        assert!(!said.contains(english), "{language:?} {line}: {said}");
                    }
                }
                seen.push(said);
            }
            assert!(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2]);
        }
    }

    #[test]
    fn help_is_framed_in_each_language() {
        for line in [
            "onrush --help",
            "onrush help",
            "onrush run --help",
            "onrush workshop -h",
            "onrush export --help",
            "onrush help limits",
        ] {
            for language in ALL {
                let words = Words::new(language);
                let error = error(language, line);
                assert_eq!(error.kind(), ErrorKind::DisplayHelp, "{line}");
                assert_eq!(wrong(words, &error), None);
                let help = error.to_string();
                for id in ["typed.usage", "typed.options", "typed.help"] {
                    assert!(
                        help.contains(&words.t(id)),
                        "{language:?} {line}, {id}: {help}"
                    );
                }
                if language != Language::English {
                    for english in [
                        "Usage",
                        "Options:",
                        "Arguments",
                        "Commands",
                        "OPTIONS",
                        "COMMAND",
                        "Print",
                        "[default",
                        "[possible",
                        "FILE",
                        "STORY",
                        "SECONDS",
                        "<DIR>",
                    ] {
                        assert!(!help.contains(english), "{language:?} {line}: {help}");
                    }
                }
            }
        }
        let polish = error(Language::Polish, "onrush limits --help").to_string();
        assert!(polish.contains("[domyślnie: 5]"), "{polish}");
        let polish = error(Language::Polish, "onrush run --help").to_string();
        let of_file = "Składnia: onrush run [OPCJE] <HISTORIA-LUB-PLIK>";
        assert!(polish.contains(of_file), "{polish}");
        assert!(polish.contains("--out <FOLDER>"), "{polish}");
        let dutch = error(Language::Dutch, "onrush export --help").to_string();
        assert!(dutch.contains("[mogelijke waarden: k6, "), "{dutch}");
        let english = error(Language::English, "onrush run --help").to_string();
        assert!(
            english.contains(
                "Usage: onrush run [OPTIONS] <STORY-OR-FILE>\n\nArguments:\n  <STORY-OR-FILE>"
            ),
            "{english}"
        );
    }

    #[test]
    fn what_somebody_typed_moves_no_cursor() {
        let words = Words::default();
        let typed = ["onrush", "run", "x", "--\u{1b}[2Jno"].map(Into::into);
        let error = args::read(words, typed.into_iter()).unwrap_err();
        assert!(!wrong(words, &error).unwrap().contains('\u{1b}'));
    }
}
