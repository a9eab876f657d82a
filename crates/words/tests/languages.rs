//! Every language says what English says: nothing missing, nothing left over, the same places.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::path::Path;

use onrush_catalogue::check;

/// So many messages of a language may still be missing or as in English. It goes down only.
const LEFT: [(&str, usize); 2] = [("nl", 3200), ("pl", 3200)];

#[test]
fn translations_match_the_english() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("languages");
    let checked = check(&folder).expect("a folder of languages");
    let mut faults = Vec::new();
    for language in &checked {
        let (tag, report) = (&language.tag, &language.report);
        let wrong = report.places.iter().map(|(id, why)| format!("{id}: {why}"));
        let unused = report
            .unused
            .iter()
            .map(|id| format!("{id}: not in English"));
        let all = language.faults.iter().cloned().chain(wrong).chain(unused);
        faults.extend(all.map(|fault| format!("{tag}: {fault}")));
        let left = report.missing.len() + report.untranslated.len();
        let allowed = LEFT.iter().find(|(t, _)| t == tag).map_or(0, |(_, n)| *n);
        if left > allowed {
            faults.push(format!("{tag}: {left} messages are missing or as in English, {allowed} may be; `cargo xtask words` lists them"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(checked[0].tag == "en" && checked[0].messages > 2000);
}
