//! Studies from outside.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The mole app with a hundredth of its people on one server and this many connections.
fn plan(folder: &std::path::Path, connections: u32) -> String {
    let text = onrush_scenario::story("mole-app")
        .expect("a shipped story")
        .file
        .replace("680000", "6800")
        .replace("\"people\": 50000", "\"people\": 500")
        .replace("\"servers\": 24", "\"servers\": 1")
        .replace(
            "\"connections\": 100",
            &format!("\"connections\": {connections}"),
        );
    let ranges = r#""ranges": [{ "field": "activities.after.response_percent", "low": 25, "high": 45 }], "notes": ["#;
    let path = folder.join(format!("{connections}.onrush.json"));
    fs::write(&path, text.replace("\"notes\": [", ranges)).expect("a file");
    path.display().to_string()
}

fn onrush(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrush"))
        .args(args)
        .env("COLUMNS", "100")
        .env("LC_ALL", "C")
        .output()
        .expect("the binary starts")
}

fn good(args: &[&str]) -> String {
    let o = onrush(args);
    let said = String::from_utf8_lossy(&o.stderr).into_owned();
    assert_eq!(o.status.code(), Some(0), "{args:?}: {said}");
    let text = String::from_utf8(o.stdout).expect("UTF-8");
    assert!(!text.contains('⟨'), "{text}");
    text
}

fn refused(args: &[&str]) -> String {
    let o = onrush(args);
    assert_eq!(o.status.code(), Some(2), "{args:?}");
    String::from_utf8(o.stderr).expect("UTF-8")
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&good(&[args, &["--json"]].concat())).expect("one JSON object")
}

#[test]
fn plans_are_compared_in_words_and_as_json() {
    let folder = folder("compare");
    let (one, three) = (plan(&folder, 1), plan(&folder, 3));
    let said = good(&["compare", &one, &three, "--seeds", "1..3"]);
    assert!(
        said.contains("visitors lost") && said.contains("1 → 3"),
        "{said}"
    );
    let told = json(&["compare", &one, &three, "--seeds", "1..3", "--jobs", "1"]);
    assert_eq!(told["format"], "onrush-compare/1");
    let lost = &told["answer"]["plans"][0]["differences"][1];
    assert_eq!(
        (&lost["metric"], &lost["clear"]),
        (&"lost".into(), &true.into()),
        "{lost}"
    );
    assert!(refused(&["compare", &one, &three, "--seeds", "3..1"]).contains("3..1"));
}

#[test]
fn limits_name_the_part_and_the_factor() {
    let folder = folder("limits");
    let one = plan(&folder, 1);
    let args = [
        "limits", &one, "--seeds", "1..2", "--most", "3", "--rungs", "1",
    ];
    let said = good(&args);
    assert!(
        said.contains("What goes first: the database") && said.contains("Exact runs: all held"),
        "{said}"
    );
    let told = json(&args);
    assert_eq!(told["answer"]["rungs"][0]["part"], "database");
}

#[test]
fn advice_is_what_exact_runs_support() {
    let folder = folder("advise");
    let said = good(&["advise", &plan(&folder, 1)]);
    assert!(
        said.contains("What saves most for its price") && said.contains("runs)"),
        "{said}"
    );
}

#[test]
fn a_split_sweep_is_merged_into_the_whole_and_answers() {
    let folder = folder("merge");
    let one = plan(&folder, 1);
    let file = |name: &str| folder.join(name).display().to_string();
    let (a, b, whole, merged) = (file("a"), file("b"), file("whole"), file("merged"));
    for (seeds, out) in [("1..4", &whole), ("3..4", &a), ("1..2", &b)] {
        let said = good(&["chances", &one, "--seeds", seeds, "--results", out]);
        assert!(said.contains("runs written"), "{said}");
    }
    good(&["merge", &a, &b, "--out", &merged]);
    let read = |name: &str| fs::read(name).expect("written");
    assert_eq!(read(&merged), read(&whole));
    assert_eq!(good(&["merge", &b, &a]).as_bytes(), read(&whole));
    let said = good(&["chances", &one, "--from", &merged]);
    assert!(
        said.contains("4 futures played exactly") && said.contains("What it depends on most"),
        "{said}"
    );
    // What does not belong together is refused, in words.
    assert!(refused(&["merge", &a, &whole]).contains("Seed 3 of plan 1 is there twice"));
    assert!(
        refused(&["chances", &plan(&folder, 3), "--from", &merged]).contains("not of this plan")
    );
    assert!(refused(&["merge", &one]).contains("line 1"));
    assert!(refused(&["merge", &file("nothing")]).contains("cannot be read"));
}

/// Begins `onrush` with these arguments and presses Ctrl-C as soon as it listens.
#[cfg(target_os = "linux")]
fn stopped(arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrush"))
        .args(arguments)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let id = child.id().to_string();
    // The signals that a process catches are a mask of its status; that of Ctrl-C is the second.
    let listens = || {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let mask = status.lines().find_map(|l| l.strip_prefix("SigCgt:"));
        mask.and_then(|m| u64::from_str_radix(m.trim(), 16).ok())
            .is_some_and(|m| m & 0b10 != 0)
    };
    while !listens() {
        assert!(
            child.try_wait().expect("a child").is_none(),
            "it ended by itself"
        );
        std::thread::yield_now();
    }
    let sent = Command::new("kill")
        .args(["-INT", &id])
        .status()
        .expect("kill");
    assert!(sent.success());
    child.wait_with_output().expect("its output")
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_stopped_says_what_is_known_and_that_it_is_not_all() {
    for study in [
        &["chances", "mole-app", "--jobs", "1"][..],
        &["advise", "mole-app", "--jobs", "1"],
        &["limits", "mole-app", "--jobs", "1"],
    ] {
        let out = stopped(study);
        assert_eq!(out.status.code(), Some(130), "{study:?}: {out:?}");
        let said = String::from_utf8(out.stdout).expect("text");
        assert!(said.starts_with("Stopped before the end."), "{said}");
        assert!(!said.contains("Still looking"), "{said}");
    }
    let out = stopped(&["advise", "mole-app", "--jobs", "1", "--json"]);
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(
        (&told["complete"], &told["format"]),
        (&false.into(), &"onrush-advise/1".into())
    );
    assert_eq!(out.status.code(), Some(130));
}
