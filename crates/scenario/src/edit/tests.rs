//! What edits do, and what goes along.
#![expect(clippy::float_cmp, reason = "numbers that were typed, not computed")]

use serde_json::{Value, json};

use crate::{Change, Edit, Scenario, stories, story, unused_id};

mod on_values;

const FULL: &str = include_str!("../../tests/full.onrush.json");

fn full() -> Scenario {
    Scenario::read(FULL).unwrap()
}

fn set(path: &str, value: impl Into<Value>) -> Edit {
    Edit::Set {
        path: path.into(),
        value: value.into(),
    }
}

fn remove(path: &str) -> Edit {
    Edit::Remove { path: path.into() }
}

fn after(plan: &Scenario, edit: &Edit) -> Scenario {
    plan.edited(edit)
        .unwrap_or_else(|f| panic!("{edit:?}\n{f}"))
}

fn refused(plan: &Scenario, edit: &Edit) -> String {
    plan.edited(edit).unwrap_err().to_string()
}

/// Paths that have changed, and what stands there now; notes not counted.
fn changed(before: &Scenario, after: &Scenario) -> Vec<(String, Option<Value>)> {
    let changes = before.changes(after).into_iter();
    let shown = changes.filter(|c| !c.path.starts_with("notes"));
    shown.map(|c| (c.path, c.to)).collect()
}

fn note(field: &str, assumed: bool, source: &str) -> Value {
    json!({ "field": field, "assumed": assumed, "source": source })
}

fn with_note(plan: &Scenario, field: &str) -> Scenario {
    let entry = note(field, false, "The list of addressees");
    let list = "notes".into();
    after(
        plan,
        &Edit::Insert {
            list,
            at: None,
            entry,
        },
    )
}

fn note_fields(plan: &Scenario) -> Vec<(&str, bool)> {
    let notes = plan.notes.iter();
    notes.map(|n| (n.field.as_str(), n.changed)).collect()
}

#[test]
fn a_value_is_set_and_nothing_else() {
    let plan = full();
    let newer = after(&plan, &set("activities.mail.people", 25_000));
    assert_eq!(
        changed(&plan, &newer),
        [("activities.mail.people".into(), Some(json!(25_000)))]
    );
    assert_eq!(newer.value_at("activities[0].people"), Some(json!(25_000)));
    let newer = after(&plan, &set("journey.pages.concert.document.queries", 9.0));
    assert_eq!(
        newer.journey.pages[0].document.queries, 9,
        "a whole number may come as 9.0"
    );
    let newer = after(&plan, &set("activities[13].measured.visits[1]", 7));
    assert_eq!(
        newer.activities[13].measured.as_ref().unwrap().visits[1],
        7.0
    );
}

#[test]
fn parts_are_switched_off_and_on() {
    let plan = full();
    let off = after(&plan, &set("site.waiting_room", Value::Null));
    assert_eq!(off.site.waiting_room, None);
    let on = after(
        &off,
        &set(
            "site.waiting_room",
            plan.value_at("site.waiting_room").unwrap(),
        ),
    );
    assert_eq!(on.site, plan.site);
    let off = after(&plan, &set("journey.behaviour.retries", Value::Null));
    let on = after(&off, &set("journey.behaviour.retries.tries", 3));
    let retries = on.journey.behaviour.retries.unwrap();
    assert_eq!(
        (retries.tries, retries.first_s),
        (3, 1.0),
        "the group comes into being, with its defaults"
    );
    assert_eq!(
        refused(&plan, &set("site.database", Value::Null))
            .lines()
            .next()
            .unwrap(),
        "site.database: missing, must be a group of fields in { }"
    );
}

#[test]
fn faults_are_those_of_a_file() {
    let plan = full();
    let edit = Edit::Many(vec![
        set("site.web.servers", 0),
        set("activities.mail.response_percent", 101),
        set("site.web.servers", "many"),
        set("regions.uk.share_percent", 90),
    ]);
    let faults = plan.edited(&edit).unwrap_err();
    let mut by_hand: Value = serde_json::from_str(&plan.write()).unwrap();
    by_hand["site"]["web"]["servers"] = "many".into();
    by_hand["activities"][0]["response_percent"] = 101.into();
    by_hand["regions"][0]["share_percent"] = 90.into();
    let read = Scenario::read(&by_hand.to_string()).unwrap_err();
    let lines = |faults: &onrush_network::Faults| -> Vec<String> {
        let mut lines: Vec<String> = faults.to_string().lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&faults), lines(&read));
}

#[test]
fn paths_that_lead_nowhere_say_so() {
    let plan = full();
    for path in [
        "site.engines",
        "activities.nobody.people",
        "",
        "activities[99]",
        "site..web",
        "name[0]",
    ] {
        assert_eq!(
            refused(&plan, &set(path, 1)),
            format!("{path}: this is not the path of a field of this plan")
        );
        assert!(plan.value_at(path).is_none());
    }
    assert_eq!(
        refused(&plan, &remove("site.cdn")),
        "site.cdn: this is not the path of an entry of a list"
    );
    let entry = json!(1);
    assert_eq!(
        refused(
            &plan,
            &Edit::Insert {
                list: "site.web".into(),
                at: None,
                entry
            }
        ),
        "site.web: this is not the path of a list"
    );
}

#[test]
fn many_is_all_or_nothing_and_only_the_end_counts() {
    let plan = full();
    let shares = Edit::Many(vec![
        set("regions.uk.share_percent", 70),
        set("regions.asia.share_percent", 30),
    ]);
    let newer = after(&plan, &shares);
    assert_eq!(newer.regions[0].share_percent, 70.0);
    assert!(plan.edited(&set("regions.uk.share_percent", 70)).is_err());
    assert!(
        plan.edited(&Edit::Many(vec![
            set("name", "New"),
            remove("activities.nobody")
        ]))
        .is_err()
    );
}

#[test]
fn entries_come_go_and_move() {
    let plan = full();
    let mut entry = plan.value_at("activities.push").unwrap();
    entry["id"] = "push-3".into();
    let newer = after(
        &plan,
        &Edit::Insert {
            list: "activities".into(),
            at: Some(1),
            entry,
        },
    );
    let ids =
        |plan: &Scenario| -> Vec<String> { plan.activities.iter().map(|a| a.id.clone()).collect() };
    assert_eq!(ids(&newer)[..3], ["mail", "push-3", "push"]);
    let newer = after(
        &newer,
        &Edit::Move {
            path: "activities.push-3".into(),
            to: 99,
        },
    );
    assert_eq!(ids(&newer).last().unwrap(), "push-3");
    let newer = after(
        &newer,
        &Edit::Move {
            path: "activities.sms".into(),
            to: 0,
        },
    );
    assert_eq!(ids(&newer)[..3], ["sms", "mail", "push"]);
    let newer = after(&newer, &remove("activities.push-3"));
    let newer = after(
        &newer,
        &Edit::Move {
            path: "activities.sms".into(),
            to: 2,
        },
    );
    assert!(newer == plan);
}

#[test]
fn a_double_has_its_own_id_name_and_notes() {
    let plan = with_note(&full(), "activities.mail.people");
    let newer = after(
        &plan,
        &Edit::Duplicate {
            path: "activities.mail".into(),
        },
    );
    let copy = &newer.activities[1];
    assert_eq!(
        (copy.id.as_str(), copy.name.as_str()),
        ("mail-2", "Newsletter 2")
    );
    assert_eq!(copy.people, plan.activities[0].people);
    assert_eq!(
        note_fields(&newer).last(),
        Some(&("activities.mail-2.people", false))
    );
    assert_eq!(newer.ranges.len(), 2);
    let third = after(
        &newer,
        &Edit::Duplicate {
            path: "activities.mail-2".into(),
        },
    );
    assert_eq!(
        (
            third.activities[2].id.as_str(),
            third.activities[2].name.as_str()
        ),
        ("mail-3", "Newsletter 3")
    );
    let page = after(
        &plan,
        &Edit::Duplicate {
            path: "journey.pages.thanks".into(),
        },
    );
    assert_eq!(
        page.journey.pages.iter().filter(|p| p.goal).count(),
        1,
        "there is one goal"
    );
    let call = after(
        &plan,
        &Edit::Duplicate {
            path: "activities.drawn.curve[1]".into(),
        },
    );
    assert_eq!(
        call.activities[12].curve.len(),
        plan.activities[12].curve.len() + 1
    );
}

#[test]
fn notes_and_ranges_go_with_what_they_speak_of() {
    let plan = with_note(&full(), "activities.mail.people");
    let newer = after(&plan, &remove("activities.mail"));
    assert!(note_fields(&newer).iter().all(|(f, _)| !f.contains("mail")));
    assert!(newer.ranges.is_empty());
    let plan = with_note(&full(), "site.waiting_room.active");
    assert_eq!(
        after(&plan, &set("site.waiting_room", Value::Null))
            .notes
            .len(),
        plan.notes.len() - 1
    );
    let plan = with_note(&full(), "activities.mail.response_percent");
    let newer = after(&plan, &set("activities.mail.response_percent", Value::Null));
    assert_eq!(newer.notes.len(), plan.notes.len() - 1);
}

#[test]
fn notes_by_position_stay_with_their_entry() {
    let curve = "activities.drawn.curve";
    let plan = with_note(&full(), &format!("{curve}[1].level"));
    let last = |plan: &Scenario| plan.notes.last().unwrap().field.clone();
    let entry = json!({ "after_minutes": 0, "level": 1 });
    let newer = after(
        &plan,
        &Edit::Insert {
            list: curve.into(),
            at: Some(0),
            entry,
        },
    );
    assert_eq!(last(&newer), format!("{curve}[2].level"));
    let back = after(&newer, &remove(&format!("{curve}[0]")));
    assert_eq!(last(&back), format!("{curve}[1].level"));
    let gone = after(&plan, &remove(&format!("{curve}[1]")));
    assert_eq!(gone.notes.len(), plan.notes.len() - 1);
}

#[test]
fn a_changed_value_keeps_its_note_marked() {
    let plan = with_note(&full(), "activities.mail.people");
    let newer = after(&plan, &set("activities.mail.people", 5));
    let note = newer.notes.last().unwrap();
    assert_eq!(
        (note.assumed, note.changed, note.source.as_str()),
        (true, true, "The list of addressees")
    );
    let same = after(&plan, &set("activities.mail.people", 20_000));
    assert!(same == plan, "the same value is no change");
    // The note on the group still holds for the other fields.
    let plan = with_note(&full(), "site.database");
    let newer = after(&plan, &set("site.database.query_ms", 4));
    assert_eq!(
        note_fields(&newer)[plan.notes.len() - 1..],
        [("site.database", false), ("site.database.query_ms", true)]
    );
    let mut group = plan.value_at("site.database").unwrap();
    group["query_ms"] = 4.into();
    assert_eq!(
        after(&plan, &set("site.database", group)),
        newer,
        "also as a part of its group"
    );
    let named = after(
        &with_note(&full(), "activities.tv"),
        &set("activities.tv.name", "Spot"),
    );
    assert_eq!(
        named.notes.len(),
        full().notes.len() + 1,
        "a name needs no source"
    );
}

#[test]
fn an_id_changes_together_with_what_names_it() {
    let plan = with_note(&full(), "site.third_parties.bank.answer_ms");
    let newer = after(&plan, &set("site.third_parties.bank.id", "giro"));
    assert_eq!(newer.journey.pages[1].asks[0].id, "giro");
    assert_eq!(
        newer
            .incidents
            .iter()
            .filter(|i| i.party.as_deref() == Some("giro"))
            .count(),
        3
    );
    assert_eq!(
        newer.notes.last().unwrap().field,
        "site.third_parties.giro.answer_ms"
    );
    let newer = after(&plan, &set("regions.asia.id", "far-east"));
    assert_eq!(newer.activities[0].regions[1].id, "far-east");
    assert!(
        newer
            .incidents
            .iter()
            .any(|i| i.region.as_deref() == Some("far-east"))
    );
    let newer = after(&plan, &set("activities.mail.id", "letter"));
    assert_eq!(newer.ranges[0].field, "activities.letter.response_percent");
    assert!(
        refused(&plan, &set("regions.asia.id", "uk"))
            .contains("another entry of the list has this id")
    );
}

#[test]
fn what_only_uses_a_thing_goes_along_and_what_hits_it_keeps_it() {
    let plan = full();
    let said = refused(&plan, &remove("site.third_parties.bank"));
    assert!(
        said.contains("incidents.bank-gone.party") && !said.contains("journey"),
        "{said}"
    );
    let calm = after(
        &plan,
        &Edit::Many(vec![
            remove("incidents.bank-gone"),
            remove("incidents.bank-slow"),
            remove("incidents.bank-errors"),
        ]),
    );
    let newer = after(&calm, &remove("site.third_parties.bank"));
    let asks: Vec<&str> = newer.journey.pages[1]
        .asks
        .iter()
        .map(|a| a.id.as_str())
        .collect();
    assert_eq!(asks, ["tips"]);
    let newer = after(&plan, &remove("site.stocks.seats"));
    assert!(
        newer
            .journey
            .pages
            .iter()
            .all(|p| p.takes.is_none() && p.shows_stock.is_none())
    );
    let newer = after(&plan, &set("site.queue", Value::Null));
    assert!(newer.site.queue.is_none() && newer.journey.pages.iter().all(|p| !p.queues));
    let said = refused(&plan, &set("site.cdn", Value::Null));
    assert!(said.contains("incidents.edge.kind"), "{said}");
}

#[test]
fn regions_share_what_there_is() {
    let plan = full();
    let calm = after(
        &plan,
        &Edit::Many(vec![remove("incidents.cable"), remove("incidents.attack")]),
    );
    let newer = after(&calm, &remove("regions.asia"));
    assert_eq!(newer.regions[0].share_percent, 100.0);
    assert_eq!(newer.activities[0].regions.len(), 1);
    assert_eq!(newer.activities[0].regions[0].share_percent, 100.0);
    let only_asia = after(&calm, &remove("activities.mail.regions.uk"));
    let said = refused(&only_asia, &remove("regions.asia"));
    assert!(
        said.starts_with("activities.mail.regions.asia.id: \"asia\" is not one of regions"),
        "{said}"
    );
    let entry = json!({ "id": "us", "name": "America", "share_percent": 33, "round_trip_ms": 90 });
    let newer = after(
        &plan,
        &Edit::Insert {
            list: "regions".into(),
            at: None,
            entry,
        },
    );
    let shares: Vec<f64> = newer.regions.iter().map(|r| r.share_percent).collect();
    assert_eq!(shares, [53.6, 13.4, 33.0]);
    let newer = after(
        &plan,
        &Edit::Duplicate {
            path: "regions.asia".into(),
        },
    );
    let shares: Vec<f64> = newer.regions.iter().map(|r| r.share_percent).collect();
    assert_eq!(shares, [80.0, 10.0, 10.0]);
}

#[test]
fn what_is_typed_takes_along_what_has_to_fit() {
    let plan = full();
    let newer = after(
        &plan,
        &Edit::typed(&plan, "regions.asia.share_percent", json!(35.5)),
    );
    assert_eq!(newer.regions[0].share_percent, 64.5);
    let newer = after(
        &plan,
        &Edit::typed(&plan, "activities.mail.regions.uk.share_percent", json!(0)),
    );
    assert_eq!(newer.activities[0].regions[1].share_percent, 100.0);
    let newer = after(
        &plan,
        &Edit::typed(&plan, "journey.pages.pay.goal", json!(true)),
    );
    let goals: Vec<&str> = newer
        .journey
        .pages
        .iter()
        .filter(|p| p.goal)
        .map(|p| p.id.as_str())
        .collect();
    assert_eq!(goals, ["pay"]);
    let newer = after(
        &plan,
        &Edit::typed(&plan, "activities.mail.response_percent", json!(4)),
    );
    assert!(newer.ranges.is_empty(), "a single number is no range");
    assert_eq!(Edit::typed(&plan, "name", json!("x")), set("name", "x"));
    assert!(
        plan.edited(&Edit::typed(
            &plan,
            "regions.asia.share_percent",
            json!(101)
        ))
        .is_err()
    );
}

#[test]
fn the_cdn_has_a_share_or_a_cache() {
    let plan = Scenario::read(story("staffing-firm").unwrap().file).unwrap();
    let plan = match plan.site.cdn {
        Some(_) => plan,
        None => panic!("a story with a CDN"),
    };
    let cache = json!({ "objects": 50 });
    let on = after(&plan, &Edit::typed(&plan, "site.cdn.files", cache));
    let cdn = on.site.cdn.as_ref().unwrap();
    assert!(cdn.files.is_some() && cdn.files_hit_percent.is_none());
    let off = after(&on, &Edit::typed(&on, "site.cdn.files", Value::Null));
    assert_eq!(off.site.cdn.unwrap().files_hit_percent, Some(90.0));
}

#[test]
fn ranges_hold_their_value_and_follow_it() {
    let plan = full();
    let path = "activities.mail.response_percent";
    let range = |plan: &Scenario| plan.range_of(path).map(|r| (r.low, r.high));
    assert_eq!(range(&plan), Some((1.0, 5.0)));
    assert_eq!(
        plan.range_of("activities[0].response_percent"),
        plan.range_of(path)
    );
    assert_eq!(range(&after(&plan, &set(path, 4))), Some((1.0, 5.0)));
    assert_eq!(range(&after(&plan, &set(path, 6))), Some((2.0, 10.0)));
    assert_eq!(
        range(&after(&plan, &set(path, 90))),
        Some((30.0, 100.0)),
        "not beyond the field's own range"
    );
    let wider = after(&plan, &Edit::between(&plan, path, 2.0, 8.0));
    assert_eq!(
        (range(&wider), wider.activities[0].response_percent),
        (Some((2.0, 8.0)), Some(3.0))
    );
    let other = after(&plan, &Edit::between(&plan, path, 6.0, 8.0));
    assert_eq!(other.activities[0].response_percent, Some(7.0));
    let whole = after(&plan, &Edit::between(&plan, "site.web.workers", 10.0, 13.0));
    assert_eq!(whole.site.web.workers, 12);
    for (low, high, fault) in [
        (5.0, 1.0, "ranges[0].low"),
        (-1.0, 5.0, "ranges[0].low"),
        (1.0, 101.0, "ranges[0].high"),
    ] {
        let said = refused(&plan, &Edit::between(&plan, path, low, high));
        assert!(said.contains(fault), "{low} to {high}: {said}");
    }
    for field in [
        "name",
        "activities.mail",
        "activities.nobody.people",
        "activities.push.response_percent",
        path,
    ] {
        let entry = json!({ "field": field, "low": 1, "high": 5 });
        let said = refused(
            &plan,
            &Edit::Insert {
                list: "ranges".into(),
                at: None,
                entry,
            },
        );
        assert!(said.starts_with("ranges[1].field"), "{field}: {said}");
    }
}

#[test]
fn a_plan_can_be_had_at_the_ends_of_its_ranges() {
    let plan = full();
    let plan = after(&plan, &Edit::between(&plan, "site.web.workers", 10.0, 13.0));
    let at = |share: f64| {
        let plan = plan.with_ranges_at(share).unwrap();
        assert!(plan.ranges.is_empty());
        (
            plan.activities[0].response_percent.unwrap(),
            plan.site.web.workers,
        )
    };
    assert_eq!(at(0.0), (1.0, 10));
    assert_eq!(at(1.0), (5.0, 13));
    assert_eq!(at(0.25), (2.0, 11));
    assert_eq!(at(-7.0), at(0.0));
    assert_eq!(
        plan.fingerprint(),
        {
            let mut bare = plan.clone();
            bare.ranges.clear();
            bare.fingerprint()
        },
        "a range changes no result"
    );
}

#[test]
fn changes_are_the_fewest() {
    let plan = full();
    assert_eq!(plan.changes(&plan), []);
    let newer = after(
        &plan,
        &Edit::Many(vec![
            set("name", "Another"),
            remove("activities.sms"),
            Edit::Move {
                path: "activities.tv".into(),
                to: 0,
            },
            set("site.waiting_room", Value::Null),
            set(
                "activities.mail.curve",
                json!([{ "after_minutes": 0, "level": 1 }]),
            ),
        ]),
    );
    let changes = plan.changes(&newer);
    let paths: Vec<&str> = changes.iter().map(|c| c.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "name",
            "activities.mail.curve",
            "activities.sms",
            "activities",
            "site.waiting_room"
        ]
    );
    assert_eq!(changes[2].to, None);
    assert_eq!(changes[2].from.as_ref().unwrap()["name"], "Text message");
    assert_eq!(changes[3].to.as_ref().unwrap()[0], "tv");
    let backwards: Vec<Change> = newer.changes(&plan);
    assert_eq!(backwards.len(), changes.len());
    assert_eq!(backwards[0].to, Some(json!(plan.name)));
}

#[test]
fn edits_are_data() {
    let edits = Edit::Many(vec![
        set("site.cdn", Value::Null),
        Edit::Duplicate {
            path: "activities.tv".into(),
        },
        Edit::Move {
            path: "activities.tv".into(),
            to: 2,
        },
        Edit::Insert {
            list: "ranges".into(),
            at: Some(0),
            entry: json!({}),
        },
        remove("notes[0]"),
    ]);
    let text = serde_json::to_string(&edits).unwrap();
    assert_eq!(serde_json::from_str::<Edit>(&text).unwrap(), edits);
}

#[test]
fn every_field_can_be_set_to_what_it_is() {
    for story in stories() {
        let plan = Scenario::read(story.file).unwrap();
        let values = plan.values();
        for field in crate::fields().iter().filter(|f| !f.path.contains("[]")) {
            if let Some(value) = values.at(field.path) {
                assert!(
                    after(&plan, &set(field.path, value)) == plan,
                    "{}",
                    field.path
                );
            }
        }
        assert_eq!(values.entries("activities").len(), plan.activities.len());
        assert_eq!(values.entries("notes")[1], "[1]");
    }
}

#[test]
fn edits_at_random_never_do_harm() {
    use crate::test_support::Random;
    let mut random = Random(7);
    let (mut good, mut bad) = (0, 0);
    let mut plan = full();
    let lists = [
        "activities",
        "regions",
        "journey.pages",
        "site.third_parties",
        "site.stocks",
        "incidents",
        "notes",
        "ranges",
        "site.desks",
        "activities.drawn.curve",
    ];
    for round in 0..800 {
        if round % 25 == 0 {
            plan = full();
        }
        let before = plan.values();
        let list = lists[random.below(lists.len())];
        let entries = before.entries(list);
        let entry = match entries.get(random.below(entries.len().max(1))) {
            Some(entry) if entry.starts_with('[') => format!("{list}{entry}"),
            Some(entry) => format!("{list}.{entry}"),
            None => continue,
        };
        let fields = crate::fields();
        let field = fields[random.below(fields.len())].path.replace("[]", "[0]");
        let values = [
            Value::Null,
            json!(0),
            json!(1),
            json!(50),
            json!("x"),
            json!(2.5),
            json!([]),
            json!({}),
            json!(true),
            json!("08:30"),
        ];
        let value = values[random.below(values.len())].clone();
        let edit = match random.below(6) {
            0 => remove(&entry),
            1 => Edit::Duplicate { path: entry },
            2 => Edit::Move {
                path: entry,
                to: random.below(5),
            },
            3 => Edit::typed(&plan, &field, value),
            4 => set(&format!("{entry}.id"), "another"),
            _ => set(&field, value),
        };
        let edited = plan.edited(&edit);
        if round % 8 == 0 {
            assert_eq!(before.edited(&edit), edited, "{edit:?}");
        }
        match edited {
            Ok(newer) => {
                assert_eq!(newer.check(), Ok(()), "{edit:?}");
                plan = newer;
                good += 1;
            }
            Err(faults) => {
                assert!(!faults.0.is_empty());
                bad += 1;
            }
        }
    }
    assert!(good > 150 && bad > 150, "{good} {bad}");
}

#[test]
fn ids_are_made_of_names() {
    for (taken, wish, id) in [
        (&[][..], "Newsletter to 100 000!", "newsletter-to-100-000"),
        (&["mail"], "Mail", "mail-2"),
        (&["mail", "mail-2", "mail-3"], "mail-2", "mail-4"),
        (&[], "  --  ", "entry"),
        (&["entry"], "日本", "entry-2"),
        (&["-2"], "-2", "2"),
    ] {
        assert_eq!(unused_id(taken.iter().copied(), wish), id, "{wish}");
    }
    let long = unused_id(["a".repeat(40).as_str()], &"a".repeat(90));
    assert_eq!((long.len(), &long[36..]), (40, "aa-2"));
}

#[test]
fn every_part_that_may_be_missing_can_be_switched_on() {
    for story in stories() {
        let plan = Scenario::read(story.file).unwrap();
        for field in crate::fields() {
            let is_part = field.kind == crate::Kind::Group;
            if !is_part || field.when_absent != crate::WhenAbsent::Nothing {
                continue;
            }
            let path = field.path.replace("[]", "[0]");
            if plan
                .values()
                .at(path.rsplit_once('.').map_or("name", |p| p.0))
                .is_none()
            {
                assert!(path.starts_with("site."), "{path}");
                continue;
            }
            if plan.value_at(&path).is_some() {
                continue;
            }
            let value = plan.usual(&path).unwrap_or_else(|| panic!("{path}"));
            let on = after(&plan, &Edit::typed(&plan, &path, value));
            assert!(on.value_at(&path).is_some(), "{path}");
            let off = after(&on, &Edit::typed(&on, &path, Value::Null));
            assert!(off.value_at(&path).is_none(), "{path}");
        }
    }
    assert_eq!(full().usual("site.database"), None);
    assert_eq!(full().usual("site.engine"), None);
}
