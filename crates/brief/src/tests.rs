//! Papers of all stories, rehearsed and not.

use onrush_runner::{Flow, Rehearsal, prove, rehearse};
use onrush_scenario::{Contact, Scenario, stories, story};
use onrush_steps::{Progress, check};
use onrush_study::stat::Interval;
use onrush_study::{Chance, Chances, End, Hope, Limits, Rung};
use onrush_words::{Language, Words};

use crate::{
    Block, Brief, Checked, Code, Extent, Known, Paper, Played, Section, Step, verification,
};

const WORDS: Words = Words::new(Language::English);

fn plan(key: &str) -> Scenario {
    Scenario::read(story(key).unwrap().file).unwrap()
}

fn played<'a>(plan: &'a Scenario, done: &'a Rehearsal) -> Known<'a> {
    Known {
        played: Some(Played::of(plan, done)),
        ..Known::default()
    }
}

fn run(plan: &Scenario, seed: u64) -> Rehearsal {
    rehearse(plan, seed, &mut |_| Flow::On).unwrap()
}

fn part<'a>(paper: &'a Paper, id: &str) -> &'a Section {
    paper.sections.iter().find(|s| s.id == id).unwrap()
}

fn facts(section: &Section) -> &[(String, String)] {
    match &section.body[0] {
        Block::Facts(facts) => facts,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_brief_of_the_mole_app_says_when_how_much_and_what_goes_wrong() {
    let mut plan = plan("mole-app");
    plan.activities[0].owner = Some("Jo, TV desk".to_owned());
    plan.contacts.push(Contact {
        id: "ops".to_owned(),
        name: "Operations".to_owned(),
        role: Some("the site".to_owned()),
        reach: Some("+31 20 555 0100".to_owned()),
    });
    let done = run(&plan, 1);
    let brief = Brief::of(&plan, &played(&plan, &done), WORDS);
    let result = brief.result.as_ref().unwrap();
    assert_eq!(
        result.lost,
        done.observations.ledger.lost() + done.observations.ledger.stuck
    );
    assert!(result.visits_peak.local.ends_with("+01:00"));
    let paper = brief.paper(WORDS, Extent::Page);
    assert!(
        paper.lead[0].contains("Saturday 14 January 2017"),
        "{:?}",
        paper.lead
    );
    assert!(paper.lead[0].contains(" UTC)"), "{:?}", paper.lead);
    let Block::Table { head, rows } = &part(&paper, "planned").body[0] else {
        panic!()
    };
    assert_eq!(rows.len(), plan.activities.len());
    assert!(rows.iter().all(|row| row.len() == head.len()));
    assert!(rows.iter().any(|row| row[4] == "Jo, TV desk"));
    assert!(matches!(&part(&paper, "risks").body[0], Block::List(said) if !said.is_empty()));
    let calls = facts(part(&paper, "contacts"));
    assert_eq!(calls[0].0, "Operations");
    assert_eq!(calls[0].1, "the site, +31 20 555 0100");
    let tested = facts(part(&paper, "tested"));
    assert!(tested[0].1.starts_with("Breaks"), "{tested:?}");
    assert_eq!(tested[2].1, "not tested yet");
    assert_eq!(tested[3].1, "not tested yet");
}

#[test]
fn who_is_called_changes_no_result() {
    let plan = plan("toy-shop");
    let mut called = plan.clone();
    called.contacts.push(Contact {
        id: "a".to_owned(),
        name: "Anybody".to_owned(),
        role: None,
        reach: None,
    });
    assert_eq!(called.check(), Ok(()));
    assert_eq!(plan.fingerprint(), called.fingerprint());
    let again = Scenario::read(&called.write()).unwrap();
    assert_eq!(again.contacts, called.contacts);
}

#[test]
fn every_story_has_a_brief_and_a_sheet_without_gaps() {
    for story in stories() {
        let plan = plan(story.key);
        let done = run(&plan, 1);
        let rehearsed = done.rehearsed(&plan).into_owned();
        for known in [Known::default(), played(&rehearsed, &done)] {
            let brief = Brief::of(&plan, &known, WORDS);
            for extent in [Extent::Page, Extent::Full] {
                for paper in [brief.paper(WORDS, extent), brief.sheet(&[], WORDS, extent)] {
                    let said = paper.markdown();
                    assert!(!said.contains(['⟨', '⟩']), "{}: {said}", story.key);
                    assert!(!said.contains("NaN"), "{said}");
                    assert!(paper.sections.iter().all(|s| !s.body.is_empty()));
                    assert!(
                        said.to_lowercase().contains("not tested yet"),
                        "{}",
                        story.key
                    );
                }
            }
            assert!(serde_json::to_string(&brief).unwrap().contains("\"utc\""));
        }
    }
}

#[test]
fn a_page_leaves_out_what_the_whole_text_has() {
    let plan = plan("mole-app");
    let brief = Brief::of(&plan, &Known::default(), WORDS);
    let grounds = |extent| {
        let paper = brief.paper(WORDS, extent);
        let Block::List(entries) = &part(&paper, "assumptions").body[0] else {
            panic!()
        };
        entries.clone()
    };
    assert_eq!(grounds(Extent::Full).len(), plan.notes.len());
    assert!(grounds(Extent::Page).len() < plan.notes.len());
    for note in &plan.notes {
        let whole = grounds(Extent::Full).join("\n");
        assert!(whole.contains(&note.source), "{}", note.field);
    }
}

#[test]
fn what_rests_on_the_weakest_grounds_comes_first() {
    let mut plan = plan("mole-app");
    let last = plan.notes.last_mut().unwrap();
    (last.changed, last.assumed) = (true, true);
    let field = last.field.clone();
    plan.ranges.push(onrush_scenario::Uncertain {
        field: "site.web.servers".to_owned(),
        low: 10.0,
        high: 30.0,
    });
    let brief = Brief::of(&plan, &Known::default(), WORDS);
    assert_eq!(brief.assumptions[0].field, field);
    assert_eq!(brief.assumptions[1].field, "site.web.servers");
    assert_eq!(brief.assumptions[1].range, Some((10.0, 30.0)));
    assert!(!brief.assumptions.last().unwrap().assumed);
}

#[test]
fn the_sheet_tells_chances_ladder_and_steps_where_they_are_known() {
    let plan = plan("staffing-firm");
    let done = run(&plan, 3);
    let between = |best: f64| Interval {
        best,
        low: best - 0.1,
        high: best + 0.1,
    };
    let chances = Chances {
        chances: vec![Chance {
            hope: Hope::Holds,
            probability: between(0.83),
        }],
        forecast: 200,
        exact: 100,
        failed: 0,
        settled: true,
        futures: None,
        futures_exact: false,
        inputs: Vec::new(),
        lost: [0.0; 3],
    };
    let limits = Limits {
        rungs: vec![Rung {
            factor: between(1.4),
            confirmed: true,
            part: Some("database".to_owned()),
            fix: None,
            changes: Vec::new(),
        }],
        end: End::Enough,
        tested_to: 5.0,
        confirmed: true,
    };
    let known = Known {
        chances: Some(&chances),
        limits: Some(&limits),
        ..played(&plan, &done)
    };
    let brief = Brief::of(&plan, &known, WORDS);
    let step = Step {
        name: "1 The numbers".to_owned(),
        state: "proven".to_owned(),
        evidence: vec!["Guessed 4,000.".to_owned()],
    };
    let said = brief.sheet(&[step], WORDS, Extent::Page).markdown();
    assert!(
        said.contains("Holds in 83 of 100 futures played."),
        "{said}"
    );
    assert!(said.contains("The database: at 1.4 times"), "{said}");
    assert!(
        said.contains("| 1 The numbers | proven | Guessed 4,000. |"),
        "{said}"
    );
    let code = &brief.result.as_ref().unwrap().code;
    assert!(said.contains(code.as_str()), "{said}");
    let unsettled = Chances {
        settled: false,
        ..chances.clone()
    };
    let known = Known {
        chances: Some(&unsettled),
        ..known
    };
    let said = Brief::of(&plan, &known, WORDS).sheet(&[], WORDS, Extent::Page);
    assert!(said.markdown().contains("played so far."), "{said:?}");
}

#[test]
fn a_code_tells_the_same_run_from_another_one() {
    let shop = plan("toy-shop");
    let code = |plan: &Scenario, seed| {
        let done = run(plan, seed);
        let brief = Brief::of(plan, &played(plan, &done), WORDS);
        Code::read(&brief.result.unwrap().code).unwrap()
    };
    let then = code(&shop, 1);
    assert_eq!(then.check(&code(&shop, 1)), Checked::Verified);
    assert!(verification(&then, &then, WORDS)[0].starts_with("Verified"));
    assert_eq!(then.check(&code(&shop, 2)), Checked::OtherSeed);
    let mut larger = shop.clone();
    larger.site.web.servers += 1;
    let now = code(&larger, 1);
    assert_eq!(then.check(&now), Checked::OtherPlan);
    let said = verification(&then, &now, WORDS).join(" ");
    assert!(said.contains(&then.fingerprint) && said.contains(&now.fingerprint));
}

#[test]
fn what_the_steps_have_shown_stands_on_the_sheet() {
    let plan = plan("staffing-firm");
    let progress = Progress::new(&plan, false);
    assert_eq!(Step::all(&plan, &progress, WORDS), Vec::new());
    let mut progress = progress.guessed(100.0, "20:30".parse().unwrap()).unwrap();
    for wanted in check(&plan, &progress)[0].wanted() {
        let record = prove(&plan, wanted, &mut |_| Flow::On).unwrap();
        progress = progress.recording(&plan, record);
    }
    let steps = Step::all(&plan, &progress, WORDS);
    assert_eq!(steps.len(), 8);
    assert!(steps[0].name.starts_with("1. "), "{steps:?}");
    assert!(
        steps[0].evidence.join(" ").contains("recorded"),
        "{steps:?}"
    );
    assert!(steps[6].evidence.is_empty(), "{steps:?}");
    let brief = Brief::of(&plan, &Known::default(), WORDS);
    let said = brief.sheet(&steps, WORDS, Extent::Page).markdown();
    assert!(said.contains("No evidence recorded yet."), "{said}");
    assert!(!said.contains(['⟨', '⟩']), "{said}");
}
