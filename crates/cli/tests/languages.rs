//! The command line in other languages: asked for, or by the environment.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::process::{Command, Output};

use onrush_words::{Language, Words};

fn onrush(args: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrush"));
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
        .args(args)
        .envs(environment.iter().copied())
        .env("COLUMNS", "500")
        .output()
        .expect("the binary starts")
}

fn said(output: &Output) -> String {
    let both = [output.stdout.clone(), output.stderr.clone()].concat();
    String::from_utf8(both).expect("UTF-8")
}

#[test]
fn asked_for_before_the_environment_and_that_in_its_order() {
    let of = |language: Language| Words::new(language).t("cli.about");
    for (args, environment, language) in [
        (&["--help"][..], &[][..], Language::English),
        (&["--help"], &[("LANG", "pl_PL.UTF-8")], Language::Polish),
        (
            &["--help"],
            &[("LANG", "pl_PL.UTF-8"), ("LC_MESSAGES", "nl_NL")],
            Language::Dutch,
        ),
        (
            &["--help"],
            &[("LANG", "pl_PL.UTF-8"), ("LC_ALL", "C")],
            Language::English,
        ),
        (
            &["--language", "nl", "--help"],
            &[("LANG", "pl_PL.UTF-8")],
            Language::Dutch,
        ),
        (
            &["--language=pl", "run", "--help"],
            &[("LANG", "C")],
            Language::Polish,
        ),
    ] {
        let about = if args.contains(&"run") {
            Words::new(language).t("cli.run")
        } else {
            of(language)
        };
        let output = onrush(args, environment);
        // Lines end where the terminal does.
        let text = said(&output);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains(&about), "{args:?}: {text}");
    }
    let wrong = onrush(&["--language", "tlh", "stories"], &[]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("nl, pl"), "{}", said(&wrong));
}

#[test]
fn a_story_and_its_faults_are_told_in_the_language_and_the_result_is_the_same() {
    let english = said(&onrush(&["run", "influencer-post"], &[]));
    let digest = |text: &str| -> String {
        let long = |word: &&str| word.len() >= 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
        text.split_whitespace()
            .find(long)
            .expect("a digest")
            .to_owned()
    };
    for language in [Language::Polish, Language::Dutch] {
        let words = Words::new(language);
        let title = words.story("influencer-post").expect("a story").title;
        let list = said(&onrush(&["stories", "--language", language.tag()], &[]));
        assert!(list.contains(&title), "{list}");
        let run = said(&onrush(
            &["--language", language.tag(), "run", "influencer-post"],
            &[],
        ));
        assert_eq!(digest(&run), digest(&english));
        assert!(!run.contains("visitors"), "{run}");
    }
}
