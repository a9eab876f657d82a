//! The binary, from outside.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

mod schema;

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn onrush(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrush"));
    command
        .args(args)
        .env("COLUMNS", "80")
        .env("LC_ALL", "C")
        .env_remove("NO_COLOR");
    command
}

fn output(args: &[&str]) -> Output {
    onrush(args).output().expect("the binary starts")
}

fn fed(args: &[&str], input: &[u8]) -> Output {
    let mut child = onrush(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // It may stop reading early; that is no failure of the test.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn stdout(o: &Output) -> String {
    String::from_utf8(o.stdout.clone()).expect("UTF-8")
}

fn stderr(o: &Output) -> String {
    String::from_utf8(o.stderr.clone()).expect("UTF-8")
}

/// The mole app with a hundredth of its people, so that a test takes no time.
fn small() -> String {
    onrush_scenario::story("mole-app")
        .expect("a shipped story")
        .file
        .replace("680000", "6800")
}

fn json_of(o: &Output) -> Value {
    assert_eq!(o.status.code(), Some(0), "{}", stderr(o));
    serde_json::from_slice(&o.stdout).expect("one JSON object and nothing else")
}

#[test]
fn help_version_and_mistakes() {
    let version = output(&["--version"]);
    assert_eq!(
        stdout(&version).trim(),
        format!("onrush {}", env!("CARGO_PKG_VERSION"))
    );
    let help = output(&["help"]);
    assert_eq!(help.status.code(), Some(0));
    for word in ["stories", "run", "validate", "schema"] {
        assert!(stdout(&help).contains(word), "{word}");
    }
    for mistake in [
        &["dance"][..],
        &["run"],
        &["run", "mole-app", "--seed", "x"],
        &[],
    ] {
        let o = output(mistake);
        assert_eq!(o.status.code(), Some(2), "{mistake:?}");
        assert!(stdout(&o).is_empty() && !stderr(&o).is_empty());
    }
}

#[test]
fn stories_are_listed_with_their_keys() {
    let listed = stdout(&output(&["stories"]));
    for story in onrush_scenario::stories() {
        assert!(listed.contains(story.key), "{}", story.key);
    }
    assert!(!listed.contains('⟨'), "{listed}");
}

#[test]
fn the_json_keeps_what_its_schema_says_and_its_sums_are_exact() {
    let run = json_of(&fed(&["run", "-", "--json"], small().as_bytes()));
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/run.schema.json"
    ))
    .expect("the schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(schema::faults(&schema, &run), Vec::<String>::new());
    for kind in ["visits", "requests"] {
        let tally = &run["ledger"][kind];
        let outcomes = tally["outcomes"].as_object().expect("an object");
        let sum: u64 = outcomes.values().filter_map(Value::as_u64).sum();
        assert_eq!(tally["arrived"].as_u64(), Some(sum), "{kind}");
        assert!(sum > 0);
    }
    assert_eq!(run["seed"], 1);
}

#[test]
fn the_schema_of_the_scenario_file_is_printed_and_the_stories_keep_to_it() {
    let printed = output(&["schema"]);
    assert_eq!(printed.status.code(), Some(0));
    let text = stdout(&printed);
    assert_eq!(text, include_str!("../../../docs/scenario.schema.json"));
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let full = include_str!("../../scenario/tests/full.onrush.json");
    let stories = onrush_scenario::stories().iter().map(|s| s.file);
    for file in stories.chain([full]) {
        let scenario: Value = serde_json::from_str(file).expect("JSON");
        assert_eq!(schema::faults(&schema, &scenario), Vec::<String>::new());
        for (from, to) in [
            ("\"onrush\": 2", "\"onrush\": 1"),
            ("\"round_trip_ms\": ", "\"round_trip_ms\": -"),
            ("\"start\": \"", "\"start\": \"5"),
            ("\"id\": \"", "\"id\": \"É"),
            ("\"currency\"", "\"currencies\""),
        ] {
            let bad: Value = serde_json::from_str(&file.replacen(from, to, 1)).expect("JSON");
            assert!(!schema::faults(&schema, &bad).is_empty(), "{from}");
        }
    }
}

#[test]
fn the_schema_check_finds_faults() {
    let schema = serde_json::json!({"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}});
    assert!(schema::faults(&schema, &serde_json::json!({"n": 1})).is_empty());
    for bad in [
        serde_json::json!({}),
        serde_json::json!({"n": "1"}),
        serde_json::json!([]),
    ] {
        assert_eq!(schema::faults(&schema, &bad).len(), 1, "{bad}");
    }
}

/// What each story is there to show, whatever its exact numbers.
#[test]
fn the_stories_show_what_they_are_told_for() {
    let run = |key: &str| json_of(&output(&["run", key, "--json"]));
    let ids = |run: &Value| -> Vec<String> {
        let findings = run["findings"].as_array().expect("an array");
        findings
            .iter()
            .filter_map(|f| f["id"].as_str().map(str::to_owned))
            .collect()
    };

    let mole = run("mole-app");
    assert_eq!(mole["verdict"], "breaks");
    assert_eq!(
        mole["root"], "database",
        "the full web servers are the decoy"
    );
    let held = mole["findings"]
        .as_array()
        .and_then(|all| all.iter().find(|f| f["id"] == "held_waiting"))
        .expect("the web servers stand waiting");
    assert_eq!(
        (&held["station"], &held["because_of"]),
        (&"web".into(), &"database".into())
    );
    assert!(mole["peak"]["requests_per_s"].as_f64() >= Some(5_000.0));
    assert!(mole["peak"]["busiest_5_min"]["requests"].as_u64() >= Some(1_500_000));

    let (shop, firm) = (run("toy-shop"), run("staffing-firm"));
    assert_eq!(shop["verdict"], "breaks");
    assert!(
        ids(&shop).contains(&"not_recovered".to_owned()),
        "reloads keep it down"
    );
    assert_eq!(firm["verdict"], "holds");
    assert_eq!(ids(&firm), ["room_to_spare"]);
    for run in [mole, shop, firm] {
        assert!(!run["headline"].as_str().expect("a sentence").contains('⟨'));
    }
}

#[test]
fn the_same_seed_is_the_same_run_and_another_is_another() {
    let digest = |seed: &str| {
        let run = json_of(&fed(
            &["run", "-", "--json", "--seed", seed],
            small().as_bytes(),
        ));
        run["digest"].as_str().map(str::to_owned)
    };
    assert_eq!(digest("5"), digest("5"));
    assert_ne!(digest("5"), digest("6"));
}

#[test]
fn all_faults_of_all_files_at_once() {
    let folder = tempdir("faults");
    let (first, second) = (folder.join("first.json"), folder.join("second.json"));
    std::fs::write(
        &first,
        small()
            .replace("\"servers\": 24", "\"servers\": 0")
            .replace("\"cores\": 4", "\"cores\": -4"),
    )
    .expect("written");
    std::fs::write(
        &second,
        small().replace("\"workers\": 32", "\"workers\": 1.5"),
    )
    .expect("written");
    let (first, second) = (first.display().to_string(), second.display().to_string());
    let o = output(&["validate", &first, &second]);
    assert_eq!(o.status.code(), Some(2));
    let said = stderr(&o);
    for line in [
        format!("{first}: site.web.servers: 0 is not "),
        format!("{first}: site.web.cores: -4 is not "),
        format!("{second}: site.web.workers: 1.5 is not "),
    ] {
        assert!(said.lines().any(|l| l.starts_with(&line)), "{line}\n{said}");
    }
    let o = output(&["run", &first]);
    assert_eq!((o.status.code(), stdout(&o).as_str()), (Some(2), ""));
    assert!(stderr(&o).lines().count() >= 2);
}

#[test]
fn good_files_are_good() {
    let o = fed(&["validate", "-"], small().as_bytes());
    assert_eq!(o.status.code(), Some(0), "{}", stderr(&o));
    assert!(stdout(&o).contains("good"));
    // As some editors save it.
    let o = fed(
        &["validate", "-"],
        format!("\u{feff}{}", small()).as_bytes(),
    );
    assert_eq!(o.status.code(), Some(0), "{}", stderr(&o));
}

#[test]
fn what_is_no_scenario_is_explained_in_one_line() {
    let folder = tempdir("none").display().to_string();
    for (args, input, says) in [
        (vec!["run", "no-such-story"], &b""[..], "Stories: mole-app"),
        (vec!["run", "Toy-shopp"], b"", "Did you mean toy-shop?"),
        (vec!["run", "no/such/file.json"], b"", "no such file"),
        (vec!["run", folder.as_str()], b"", "folder"),
        (vec!["run", "-"], b"", "empty"),
        (vec!["run", "-"], b"\xff\xfe\x00\x01", "not a text file"),
        (vec!["run", "-"], b"{", "line 1, column 2"),
        (vec!["run", "-"], b"[]", "is not a scenario"),
    ] {
        let o = fed(&args, input);
        let said = stderr(&o);
        assert_eq!(o.status.code(), Some(2), "{args:?}");
        assert!(said.contains(says), "{args:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(stdout(&o).is_empty());
    }
    let o = fed(&["run", "-"], &vec![b' '; 6_000_000]);
    assert_eq!(o.status.code(), Some(2));
    assert!(stderr(&o).contains("too large"));
}

#[test]
fn validate_speaks_of_files_only() {
    let said = stderr(&output(&["validate", "mole-apps"]));
    assert!(said.contains("no such file"), "{said}");
    assert!(
        !said.contains("tories") && !said.contains("story"),
        "{said}"
    );
}

#[test]
fn lost_money_has_whole_cents() {
    let run = json_of(&output(&["run", "toy-shop", "--json"]));
    let cents = run["money"]["lost"].as_f64().expect("a number") * 100.0;
    assert!(
        cents > 0.0 && (cents - cents.round()).abs() < 1e-4,
        "{cents}"
    );
}

#[test]
fn a_strangers_file_commands_no_terminal() {
    let evil = small().replace("The mole app", "\\u001b[2J\\u202eapp");
    let o = fed(&["run", "-"], evil.as_bytes());
    let said = stdout(&o) + &stderr(&o);
    assert!(
        !said.contains('\u{1b}') && !said.contains('\u{202e}'),
        "{said}"
    );
}

#[test]
fn targets_decide_only_when_asked() {
    let strict = small().replace("\"page_p95_s\": 3", "\"page_p95_s\": 0.01");
    assert_eq!(fed(&["run", "-"], strict.as_bytes()).status.code(), Some(0));
    assert_eq!(
        fed(&["run", "-", "--check"], strict.as_bytes())
            .status
            .code(),
        Some(1)
    );
    assert_eq!(
        fed(&["run", "-", "--check"], small().as_bytes())
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn the_summary_is_plain_and_fits_when_it_is_no_terminal() {
    let o = fed(&["run", "-"], small().as_bytes());
    let text = stdout(&o);
    assert!(!text.contains('\u{1b}') && !text.contains('⟨'), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(stderr(&o).is_empty(), "no bar where nobody sees it");
    for part in ["Holds", "THE PEOPLE", "digest", "seed 1"] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = onrush(&["run", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(small().as_bytes())
        .expect("read");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    let mut said = String::new();
    child
        .stderr
        .take()
        .expect("piped")
        .read_to_string(&mut said)
        .expect("UTF-8");
    assert_eq!(said, "");
}

#[test]
fn out_writes_charts_series_and_run() {
    let folder = tempdir("out").join("made/on the way");
    let name = folder.display().to_string();
    let o = fed(&["run", "-", "--out", &name], small().as_bytes());
    assert_eq!(o.status.code(), Some(0), "{}", stderr(&o));
    let file =
        |name: &str| std::fs::read(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(file("crowd.png").starts_with(b"\x89PNG"));
    assert!(file("page-times.svg").starts_with(b"<svg"));
    assert_eq!(file("series.csv").split(|b| *b == b'\n').count(), 5400 + 2);
    let run: Value = serde_json::from_slice(&file("run.json")).expect("JSON");
    assert_eq!(run["format"], "onrush-run/1");
    // Where a file is, no folder can be.
    let blocked = folder.join("run.json").display().to_string();
    let o = fed(&["run", "-", "--out", &blocked], small().as_bytes());
    assert_eq!(o.status.code(), Some(2));
    assert!(stderr(&o).contains("cannot be written"), "{}", stderr(&o));
    assert!(stdout(&o).is_empty(), "said before the run, not after it");
}

fn tempdir(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Left over from an earlier run, or not there.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn of_a_plan_too_large_its_worst_minutes_are_run() {
    let large = onrush_scenario::story("mole-app")
        .expect("a shipped story")
        .file
        .replace("680000", "9000000");
    let run = json_of(&fed(&["run", "-", "--json"], large.as_bytes()));
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/run.schema.json"
    ))
    .expect("the schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(schema::faults(&schema, &run), Vec::<String>::new());
    let excerpt = &run["excerpt"];
    assert_eq!(run["horizon_s"], 600);
    assert_eq!(
        excerpt["until_s"]
            .as_u64()
            .zip(excerpt["from_s"].as_u64())
            .map(|(until, from)| until - from),
        Some(600)
    );
    assert!(excerpt["whole"]["expected_requests"].as_f64() > Some(20e6));
}

#[test]
fn a_plan_is_written_for_other_programs() {
    for (form, mark) in [
        ("k6", "ramping-arrival-rate"),
        ("locust", "class Crowd(LoadTestShape)"),
        ("artillery", "arrivalRate"),
        ("calendar", "BEGIN:VCALENDAR"),
        ("waiting-room", "visitors a minute"),
    ] {
        let done = output(&["export", "mole-app", "--as", form]);
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        assert!(stdout(&done).contains(mark), "{form}: {}", stdout(&done));
    }
    let nowhere = output(&[
        "export",
        "mole-app",
        "--as",
        "k6",
        "--out",
        "no/such/folder/x.js",
    ]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(stderr(&nowhere).contains("no/such/folder/x.js"));
    let unknown = output(&["export", "mole-app", "--as", "jmeter"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("locust"), "it says what there is");
}

#[test]
fn explain_names_the_cause_with_its_evidence() {
    let told = stdout(&output(&["explain", "toy-shop"]));
    assert!(told.contains("WHY IT WENT WRONG"), "{told}");
    assert!(told.contains("processor cores"), "{told}");
    assert!(told.contains("station/web/busy: "), "{told}");
    assert!(told.contains("WHO WAS HURT"), "{told}");
    assert!(
        told.lines().all(|line| line.chars().count() <= 80),
        "{told}"
    );

    let json = json_of(&output(&["explain", "toy-shop", "--json", "--seed", "2"]));
    assert_eq!(json["format"], "onrush-why/1");
    assert_eq!(json["seed"], 2);
    let first = &json["causes"][0];
    assert_eq!(
        (&first["kind"], &first["station"]),
        (&"cores".into(), &"web".into())
    );
    let evidence = first["evidence"].as_array().expect("evidence");
    assert!(
        evidence
            .iter()
            .all(|e| e["from_s"].as_u64() < e["until_s"].as_u64())
    );
    let chain = json["chain"].as_array().expect("what followed");
    assert!(
        chain
            .iter()
            .all(|f| f["evidence"].as_array().is_some_and(|e| !e.is_empty()))
    );
    // Everybody who was lost was lost in one region and by one activity.
    let lost = |by: &str| -> u64 {
        let all = json["hurt"].as_array().expect("who was hurt");
        all.iter()
            .filter(|h| h["by"] == by)
            .filter_map(|h| h["lost"].as_u64())
            .sum()
    };
    assert_eq!(lost("region"), lost("activity"));
    assert_eq!(lost("region"), lost("page"), "nobody waits in a room here");

    let calm = stdout(&output(&["explain", "staffing-firm"]));
    assert!(calm.contains("Nothing went wrong."), "{calm}");
}
