//! `onrush review`, as somebody types it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn onrush(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrush"))
        .args(args)
        .env("LC_ALL", "C")
        .output()
        .unwrap()
}

/// A file in a folder of its own.
fn file(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("onrush-review-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Sessions by the minute of an evening with a peak at 21:20, in an export of an analytics tool.
fn export() -> String {
    let lines = (0..90).map(|minute| {
        let clock = 20 * 60 + 15 + minute;
        let n = if minute >= 65 {
            90_000.0 / f64::from(1 + (minute - 65) * (minute - 65))
        } else {
            30.0
        };
        format!("20170114{:02}{:02},{n:.0}\n", clock / 60, clock % 60)
    });
    let head = "# ----\n# Free form\n# 20170114-20170114\n# ----\n\nDate hour and minute (YYYYMMDDHHMM),Sessions\n,195000,Grand total\n";
    std::iter::once(head.to_owned()).chain(lines).collect()
}

#[test]
fn an_export_is_compared_and_a_new_plan_written() {
    let actual = file("sessions.csv", &export());
    let new = actual.with_file_name("new.onrush.json");
    let out = onrush(&[
        "review",
        "mole-app",
        "--actual",
        actual.to_str().unwrap(),
        "--write",
        new.to_str().unwrap(),
        "--json",
    ]);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let found: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(found["format"], "onrush-review/1");
    assert_eq!(found["actual"]["unit"], "visits");
    assert_eq!(found["placed"]["basis"], "same-day");
    let later = found["comparison"]["score"]["peak_later_s"]
        .as_f64()
        .unwrap();
    assert!((-660.0..=-240.0).contains(&later), "{later}");
    let after = found["after"]["volume_ratio"].as_f64().unwrap();
    let before = found["comparison"]["score"]["volume_ratio"]
        .as_f64()
        .unwrap();
    assert!(
        (after - 1.0).abs() < (before - 1.0).abs(),
        "{before} {after}"
    );
    let plan = fs::read_to_string(&new).unwrap();
    assert!(plan.contains("Measured: sessions.csv"));
    assert!(
        onrush(&["validate", new.to_str().unwrap()])
            .status
            .success()
    );
    let told = onrush(&["review", "mole-app", "--actual", actual.to_str().unwrap()]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.starts_with("The peak came "), "{told}");
    assert!(told.contains("Reported: "), "{told}");
}

#[test]
fn a_log_is_read_and_its_damage_told() {
    let lines = (0..600).map(|i| {
        format!(
            "198.51.100.{} - - [14/Jan/2017:20:{:02}:{:02} +0000] \"GET /page HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0\"\n",
            i % 250, 20 + i / 60, i % 60
        )
    });
    let text: String = std::iter::once("damaged\n".to_owned())
        .chain(lines)
        .collect();
    let log = file("access.log", &text);
    let out = onrush(&[
        "review",
        "mole-app",
        "--actual",
        log.to_str().unwrap(),
        "--unit",
        "requests",
        "--json",
    ]);
    let found: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(found["actual"]["total"], 600.0);
    // 20:20 in UTC is 21:20 in Amsterdam, 65 minutes after the plan's beginning.
    assert_eq!(found["placed"]["at_s"], 65 * 60);
    let notices = found["notices"].to_string();
    assert!(notices.contains("Line 1: no time"), "{notices}");
}

#[test]
fn what_cannot_be_read_is_refused_by_line() {
    let refused = |path: &str, more: &[&str]| {
        let out = onrush(&[&["review", "mole-app", "--actual", path], more].concat());
        assert_eq!(out.status.code(), Some(2));
        String::from_utf8(out.stderr).unwrap()
    };
    let bad = file(
        "bad.csv",
        "time,visits\n20:15,5\nsoon,6\n20:17,many\n20:18,7\n20:19,7\n20:20,7\n",
    );
    let said = refused(bad.to_str().unwrap(), &[]);
    assert!(
        said.contains("ine 3") && said.contains("ine 4") && said.contains("--leave-out"),
        "{said}"
    );
    assert!(
        refused(bad.to_str().unwrap(), &["--column", "Umsatz"])
            .contains("there is no column Umsatz")
    );
    assert!(refused("/nowhere/at/all.csv", &[]).contains("all.csv"));
    let text = file("letter.txt", "Dear all,\nthis is no table.\n");
    assert!(!refused(text.to_str().unwrap(), &[]).is_empty());
    let empty = file("empty.csv", "");
    assert!(!refused(empty.to_str().unwrap(), &[]).is_empty());
}
