//! What an address asks of a frame, and what is wrong with it.

use super::*;

fn parse(fragment: &str) -> Result<Asked, Vec<Wrong>> {
    Asked::parse("?embed=1", fragment, |key| key == "mole-app")
}

fn faults(fragment: &str) -> Vec<(String, Why)> {
    let wrong = parse(fragment).expect_err(fragment);
    wrong.into_iter().map(|w| (w.name, w.why)).collect()
}

#[test]
fn a_story_alone_is_enough() {
    let asked = parse("#story=mole-app").expect("sound");
    assert_eq!(asked.plan, Plan::Story("mole-app".to_owned()));
    assert_eq!((asked.seed, asked.at, asked.play), (1, At::Moment, None));
    assert_eq!(asked.show, Piece::USUAL);
    assert!(!asked.edit);
}

#[test]
fn query_and_fragment_are_read_alike_and_the_fragment_counts() {
    let asked = Asked::parse(
        "?embed=1&story=mole-app&theme=dark&utm_source=wiki",
        "#theme=light&seed=7",
        |_| true,
    );
    let asked = asked.expect("sound");
    assert_eq!((asked.theme, asked.seed), (Theme::Light, 7));
}

#[test]
fn everything_can_be_asked_for() {
    let asked = parse(
        "#story=mole-app&seed=3&show=room,answer,room&theme=dark&lang=en&at=21:28&play=10&step=rigour&edit=1",
    );
    let asked = asked.expect("sound");
    assert_eq!(asked.show, [Piece::Answer, Piece::Room]);
    assert_eq!(asked.at, At::Clock(21 * 3600 + 28 * 60));
    assert_eq!((asked.play, asked.step), (Some(10), Some(4)));
    assert!(asked.edit);
    assert_eq!(parse(&asked.fragment()), Ok(asked));
}

#[test]
fn times_are_seconds_clocks_or_names() {
    for (text, wanted) in [
        ("0", Some(At::Second(0))),
        ("90", Some(At::Second(90))),
        ("20:31:12", Some(At::Clock(73_872))),
        ("20%3A31", None),
        ("peak", Some(At::Peak)),
        ("break", Some(At::Moment)),
        ("24:00", None),
        ("20:61", None),
        ("1:2:3:4", None),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("99999999999", None),
    ] {
        assert_eq!(at(text), wanted, "{text}");
    }
    let asked = parse("#story=mole-app&at=20%3A31%3A12").expect("sound");
    assert_eq!(asked.at, At::Clock(73_872));
}

#[test]
fn every_fault_is_told_with_its_name() {
    assert_eq!(
        faults(
            "#story=mole-app&theme=mauve&show=answer,&seed=-1&colour=red&lang=tlh&at=noon&play=7&step=9&edit=yes"
        ),
        [
            ("colour", Why::Unknown),
            ("seed", Why::Seed),
            ("show", Why::Show),
            ("theme", Why::Theme),
            ("lang", Why::Language),
            ("at", Why::At),
            ("play", Why::Play),
            ("step", Why::Step),
            ("edit", Why::Edit),
        ]
        .map(|(name, why)| (name.to_owned(), why))
    );
}

#[test]
fn exactly_one_plan_is_named() {
    for fragment in ["", "#", "#seed=2", "#story=mole-app&p=1.ab"] {
        assert_eq!(
            faults(fragment),
            [("story".to_owned(), Why::Plan)],
            "{fragment}"
        );
    }
    assert_eq!(faults("#story=moles"), [("story".to_owned(), Why::Story)]);
    assert_eq!(
        faults("#story=mole-app&story=toy-shop"),
        [("story".to_owned(), Why::Twice)]
    );
    assert!(parse("#story=Mole-App&story=Mole-App").is_ok());
}

#[test]
fn the_documentation_names_all_that_is_understood() {
    let text = include_str!("../../../../docs/embedding.md");
    let table = text
        .split("\n## What can be asked for")
        .nth(1)
        .expect("its part");
    let table = table.split("\n## ").next().expect("its end");
    let rows = table.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, NAMES.len());
    for name in NAMES {
        assert!(table.contains(&format!("| `{name}` |")), "{name}");
    }
    let themes = Theme::ALL.map(Theme::key);
    let languages = Language::ALL.iter().map(|language| language.tag());
    let values = Piece::ALL.map(Piece::id).into_iter().chain(STEPS);
    for value in values.chain(themes).chain(languages) {
        assert!(table.contains(&format!("`{value}`")), "{value}");
    }
}

#[test]
fn long_and_odd_texts_do_no_harm() {
    let long = format!("#story={}", "ä".repeat(70_000));
    let wrong = parse(&long).expect_err("no story");
    assert_eq!(wrong[0].found.chars().count(), LONGEST_TOLD + 1);
    for odd in ["%", "%4", "%zz", "a%ff", "%C3%A4", "ünï=çødé&&==&"] {
        assert!(parse(odd).is_err(), "{odd}");
    }
    assert_eq!(unescaped("%C3%A4%20b%"), "ä b%");
    assert_eq!(unescaped("a%ff"), "a%ff");
}

#[test]
fn what_is_asked_for_is_written_as_it_is_read() {
    for fragment in [
        "story=mole-app&seed=1",
        "p=1.aB-_&seed=18446744073709551615",
        "story=mole-app&seed=1&show=people&theme=projector&at=peak&play=300&step=8",
        "story=mole-app&seed=1&at=00:00:59",
    ] {
        assert_eq!(parse(fragment).expect("sound").fragment(), fragment);
    }
}
