//! `onrush lab`, from outside.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

const FILE: &str = r#"{"duration_s": 100, "warm_up_s": 10,
    "stations": {"db": {"servers": 2, "service": {"dist": "exp", "mean_s": 0.1}}},
    "classes": {"page": {"script": [{"at": "db"}]}},
    "arrivals": [{"class": "page", "rate_per_s": 10}]}"#;

fn lab(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrush"))
        .arg("lab")
        .args(args)
        .env("COLUMNS", "100")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // It may stop reading early; that is no failure of the test.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Exit code 2, nothing on standard output, and these lines on standard error.
fn refused(args: &[&str], input: &[u8], lines: &[&str]) {
    let o = lab(args, input);
    assert_eq!(o.status.code(), Some(2), "{}", text(&o.stderr));
    assert!(o.stdout.is_empty());
    assert_eq!(text(&o.stderr).lines().collect::<Vec<_>>(), lines);
}

#[test]
fn one_object_is_printed_and_the_same_one_again() {
    let object = |args: &[&str]| -> serde_json::Value {
        let o = lab(args, FILE.as_bytes());
        assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
        assert!(o.stderr.is_empty());
        assert_eq!(text(&o.stdout).lines().count(), 1);
        let mut object: serde_json::Value = serde_json::from_slice(&o.stdout).expect("JSON");
        assert!(object["wall_s"].as_f64().expect("a time") > 0.0);
        object["wall_s"] = serde_json::Value::Null;
        object
    };
    let one = object(&["-", "--json"]);
    assert_eq!(
        one,
        object(&["-", "--json", "--seed", "1", "--replications", "1"])
    );
    assert_ne!(one, object(&["-", "--json", "--seed", "2"]));
    assert!(one["stations"]["db"]["arrived"].as_u64().expect("a count") > 700);
    let several = object(&["-", "--json", "--replications", "3", "--series", "10"]);
    let arrived = &several["series"]["stations"]["db"]["arrived"];
    assert_eq!(arrived.as_array().expect("a column").len(), 10);
}

#[test]
fn people_get_tables() {
    let o = lab(&["-", "--series", "50"], FILE.as_bytes());
    assert_eq!(o.status.code(), Some(0), "{}", text(&o.stderr));
    let printed = text(&o.stdout);
    for word in [
        "STATION",
        "db",
        "utilisation",
        "page",
        "95 % interval",
        "p99",
        "SECOND",
    ] {
        assert!(printed.contains(word), "{word} in\n{printed}");
    }
    assert!(
        !printed.contains('⟨') && !printed.contains('\u{1b}'),
        "{printed}"
    );
    let widest = printed.lines().map(|l| l.chars().count()).max();
    assert!(widest <= Some(110), "{printed}");
}

#[test]
fn every_fault_has_a_line_that_begins_with_its_path() {
    refused(
        &["-", "--json"],
        FILE.replace("\"servers\": 2", "\"servers\": 0").as_bytes(),
        &["stations.db.servers: 0 is not between 1 and 100000"],
    );
    refused(
        &["-"],
        FILE.replace("\"servers\": 2", "\"servers\": 0, \"colour\": 1")
            .replace("\"rate_per_s\": 10", "\"rate_per_s\": -1")
            .as_bytes(),
        &[
            "stations.db.colour: \"colour\" is not a field here; there are: servers, line, service, patience, instances, \
             balance, cores, alpha, beta",
            "stations.db.servers: 0 is not between 1 and 100000",
            "arrivals[0].rate_per_s: -1 is not between 0 and 10000000",
        ],
    );
    refused(
        &["-", "--series", "0"],
        FILE.as_bytes(),
        &["--series: 0 is not between 0.001 and 1000000000"],
    );
    refused(
        &["no-such-file.json"],
        b"",
        &["no-such-file.json: there is no such file."],
    );
    refused(
        &["-"],
        b"\xff\xfe{}",
        &["-: this is not a text file; it must be JSON in UTF-8."],
    );
    refused(&["-"], b"", &["-: this file is empty."]);
}

#[test]
fn mistakes_on_the_command_line_are_bad_input_too() {
    for args in [
        &["-", "--replications", "0"][..],
        &["-", "--replications", "ten"],
        &["-", "--seed", "-1"],
        &["-", "--series", "often"],
        &["-", "--series"],
        &[],
    ] {
        let o = lab(args, FILE.as_bytes());
        assert_eq!(o.status.code(), Some(2), "{args:?}");
        assert!(o.stdout.is_empty() && !o.stderr.is_empty(), "{args:?}");
    }
    for series in ["nan", "inf", "-5", "1e-12"] {
        let o = lab(&["-", &format!("--series={series}")], FILE.as_bytes());
        assert_eq!(o.status.code(), Some(2), "{series}");
        assert_eq!(text(&o.stderr).lines().count(), 1, "{series}");
    }
}

#[test]
fn hostile_input_ends_in_faults_and_never_in_a_panic() {
    let deep = "[".repeat(1_000_000);
    let stations = FILE.replace("\"db\": {", "\"db\": [[[[{").into_bytes();
    let inputs: [&[u8]; 8] = [
        deep.as_bytes(),
        &stations,
        b"{\"duration_s\": NaN}",
        b"{\"duration_s\": 1e400}",
        b"null",
        b"{}",
        b"{\"stations\": {\"\\u0000\": {}}}",
        b"\x00\x00\x00",
    ];
    for input in inputs {
        let o = lab(&["-", "--json"], input);
        assert_eq!(o.status.code(), Some(2));
        assert!(o.stdout.is_empty() && !o.stderr.is_empty());
        assert!(!text(&o.stderr).contains("panicked"), "{}", text(&o.stderr));
    }
}

#[test]
fn too_many_at_once_end_with_exit_code_3_and_the_second() {
    let file = FILE
        .replace("0.1", "100000")
        .replace("\"rate_per_s\": 10", "\"rate_per_s\": 4000000");
    let o = lab(&["-", "--json"], file.as_bytes());
    assert_eq!(o.status.code(), Some(3), "{}", text(&o.stderr));
    assert!(o.stdout.is_empty());
    let said = text(&o.stderr);
    assert_eq!(
        said,
        "More than 10,000,000 were in the system at once, in second 2.\n"
    );
}
