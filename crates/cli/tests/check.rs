//! `onrush check`, from outside.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn onrush(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrush"))
        .args(args)
        .env("COLUMNS", "80")
        .env("LC_ALL", "C")
        .output()
        .expect("the binary starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The toy shop with a hundredth of its people and machines, so that a test takes no time.
fn small() -> String {
    let story = onrush_scenario::story("toy-shop").expect("a shipped story");
    let small = story
        .file
        .replace("\"people\": 240000", "\"people\": 2400")
        .replace("\"people\": 600000", "\"people\": 6000")
        .replace("\"people\": 9000", "\"people\": 90");
    assert_ne!(small, story.file);
    small
}

#[test]
fn runs_are_recorded_verified_and_made_stale_by_a_change() {
    let (plan, record) = (place("steps.onrush.json"), place("steps.steps.json"));
    fs::write(&plan, small()).expect("a folder of the test's");
    let _ = fs::remove_file(&record);
    let (plan_name, record_name) = (plan.to_string_lossy(), record.to_string_lossy());
    let check = |more: &[&str]| {
        let all = [&["check", &plan_name, "--record", &record_name], more].concat();
        onrush(&all)
    };

    let missing = check(&[]);
    assert_eq!(missing.status.code(), Some(2), "there is no such file yet");

    let ran = check(&["--run"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    assert!(text(&ran.stdout).contains("1. The Numbers: begun"));

    let said = check(&["--json"]);
    let said: Value = serde_json::from_slice(&said.stdout).expect("one JSON object");
    assert_eq!(said["format"], "onrush-check/1");
    let rigour = &said["steps"][4];
    assert_eq!(rigour["state"], "proven", "{rigour}");
    assert_eq!(rigour["tasks"][0]["figures"]["runs"], 20);

    let verified = check(&["--verify"]);
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}",
        text(&verified.stdout)
    );

    // A change that could alter the result.
    let changed = small().replace("\"servers\": 2", "\"servers\": 3");
    fs::write(&plan, changed).expect("a folder of the test's");
    let stale = text(&check(&[]).stdout);
    assert!(
        stale.contains("5. The Rigour: to be tested again"),
        "{stale}"
    );
    assert!(stale.contains("Web servers: 2 → 3"), "{stale}");

    // A record that was changed by hand is refused, with its path.
    let file = fs::read_to_string(&record).expect("it was written");
    let forged = file.replacen("\"blocked\": 0", "\"blocked\": 1", 1);
    assert_ne!(forged, file);
    fs::write(&record, forged).expect("a folder of the test's");
    let refused = check(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("records[0].seal"));
}

#[test]
fn a_forged_seal_is_found_by_running_again() {
    use onrush_scenario::Scenario;
    use onrush_steps::{Progress, Record, Trial, Wanted};

    let plan = Scenario::read(&small()).expect("a sound plan");
    // Recorded by another engine: its seal is whole, and yet it is no evidence.
    let wanted = Wanted::first(Trial::Forecast);
    let foreign = Record::of_forecast(&plan, wanted, "onrush 0.0.0");
    let progress = Progress::new(&plan, false).recording(&plan, foreign);
    let (file, record) = (place("forged.onrush.json"), place("forged.steps.json"));
    fs::write(&file, small()).expect("a folder of the test's");
    fs::write(&record, progress.write()).expect("a folder of the test's");
    let (file, record) = (file.to_string_lossy(), record.to_string_lossy());
    let verified = onrush(&["check", &file, "--record", &record, "--verify"]);
    assert_eq!(verified.status.code(), Some(1));
    assert!(text(&verified.stdout).contains("onrush 0.0.0, which is not this engine"));
}
