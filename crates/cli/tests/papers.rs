//! What a team takes away on paper, and how it is checked, from the outside.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::process::{Command, Output};

fn onrush(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrush"))
        .args(args)
        .env("LC_ALL", "en_GB.UTF-8")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_brief_is_markdown_or_json() {
    let brief = onrush(&["brief", "staffing-firm"]);
    assert_eq!(brief.status.code(), Some(0));
    let text = said(&brief);
    assert!(
        text.starts_with("# Brief for IT: The staffing firm\n"),
        "{text}"
    );
    assert!(
        text.contains("UTC") && text.contains("not tested yet"),
        "{text}"
    );
    assert_eq!(
        said(&onrush(&["brief", "staffing-firm", "--markdown"])),
        text
    );
    let json: serde_json::Value =
        serde_json::from_str(&said(&onrush(&["brief", "staffing-firm", "--json"]))).unwrap();
    assert_eq!(json["format"], "onrush-brief/1");
    assert_eq!(json["result"]["verdict"], "holds");
    assert!(
        json["activities"][1]["at"]["utc"]
            .as_str()
            .unwrap()
            .ends_with('Z')
    );
    assert_eq!(onrush(&["brief", "no-such-story"]).status.code(), Some(2));
}

#[test]
fn a_sheet_is_checked_by_anybody_and_a_change_is_found() {
    let folder = std::env::temp_dir().join(format!("onrush-papers-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let readiness = |args: &[&str]| {
        said(&onrush(
            &[&["readiness", "staffing-firm", "--quick"], args].concat(),
        ))
    };
    let markdown = readiness(&[]);
    let code = markdown
        .split_whitespace()
        .find(|word| word.starts_with("or1-"))
        .unwrap()
        .to_owned();
    fs::write(at("sheet.md"), &markdown).unwrap();
    fs::write(at("sheet.json"), readiness(&["--json"])).unwrap();
    let link = format!("https://example.com/#readiness&story=staffing-firm&seed=1&verify={code}");
    for what in [code.clone(), link, at("sheet.md"), at("sheet.json")] {
        let verified = onrush(&["verify", &what]);
        assert_eq!(verified.status.code(), Some(0), "{what}");
        assert!(
            said(&verified).starts_with("Verified: same figures."),
            "{what}"
        );
    }
    let other = onrush(&["verify", &code, "--plan", "toy-shop"]);
    assert_eq!(other.status.code(), Some(1));
    assert!(
        said(&other).starts_with("Not the same plan"),
        "{}",
        said(&other)
    );
    let slip = code.replacen("or1-", "or1-0", 1);
    for bad in [slip.as_str(), "hello", ""] {
        assert_eq!(onrush(&["verify", bad]).status.code(), Some(2), "{bad}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&said(&onrush(&["verify", &code, "--json"]))).unwrap();
    assert_eq!(json["found"], "verified");
    // A code of a plan that is not here.
    let plan = said(&onrush(&[
        "readiness",
        "staffing-firm",
        "--quick",
        "--json",
    ]));
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    assert!(plan["plan"].as_str().unwrap().starts_with("1."));
    fs::remove_dir_all(folder).unwrap();
}
