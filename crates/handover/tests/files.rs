//! What is written can be read by those it is for.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use icalendar::{Calendar, CalendarComponent, Component};
use onrush_handover::{LoadPlan, Stamp, Stretch, admission, artillery, calendar, k6, locust};
use onrush_scenario::{Scenario, stories};
use onrush_words::{Language, Words};
use saphyr::{LoadableYamlNode, Yaml};

const WORDS: Words = Words::new(Language::English);

fn every_story() -> Vec<(&'static str, Scenario)> {
    let read = |file| Scenario::read(file).expect("a shipped story");
    stories().iter().map(|s| (s.key, read(s.file))).collect()
}

fn plan(scenario: &Scenario, stretch: Stretch) -> LoadPlan {
    LoadPlan::of(scenario, stretch).expect("a shipped story")
}

#[test]
fn the_pieces_bring_the_crowd_of_the_plan() {
    for (key, scenario) in every_story() {
        let plan = plan(&scenario, Stretch::Whole);
        let network = scenario.network().expect("a shipped story");
        let expected = network.expected_visits() - plan.machines;
        let brought = plan.visits.total();
        assert!(
            (brought / expected - 1.0).abs() < 0.02,
            "{key}: {brought} visits instead of {expected}"
        );
        assert_eq!(plan.visits.seconds(), scenario.clock.minutes * 60, "{key}");
        assert!(plan.visits.stages.len() <= 60, "{key}");
    }
}

#[test]
fn the_busiest_stretch_has_the_peak_in_it() {
    for (key, scenario) in every_story() {
        let whole = plan(&scenario, Stretch::Whole);
        let busiest = plan(&scenario, Stretch::Busiest { minutes: 5 });
        assert_eq!(busiest.visits.seconds(), 300, "{key}");
        // Looked at more closely a peak is higher, never lower.
        assert!(
            busiest.visits.peak() > 0.99 * whole.visits.peak(),
            "{key}: {} of {}",
            busiest.visits.peak(),
            whole.visits.peak()
        );
    }
}

#[test]
fn a_stretch_longer_than_the_rehearsal_is_all_of_it() {
    for (key, scenario) in every_story() {
        let minutes = u32::MAX;
        let busiest = plan(&scenario, Stretch::Busiest { minutes });
        assert_eq!(busiest.begins_s, 0, "{key}");
        assert_eq!(busiest.visits.seconds(), scenario.clock.minutes * 60);
    }
}

#[test]
fn artillery_finds_phases_and_scenarios() {
    for (key, scenario) in every_story() {
        let plan = plan(&scenario, Stretch::usual(&scenario));
        let text = artillery(&plan, WORDS);
        let read = Yaml::load_from_str(&text).unwrap_or_else(|e| panic!("{key}: {e}"));
        let whole = |value: &Yaml| value.as_integer().expect("a whole number");
        let phases = read[0]["config"]["phases"].as_vec().expect("a list");
        let seconds: i64 = phases
            .iter()
            .map(|phase| {
                let length = phase.as_mapping_get("duration");
                whole(length.or(phase.as_mapping_get("pause")).expect("a length"))
            })
            .sum();
        assert_eq!(seconds, i64::from(plan.visits.seconds()), "{key}");
        let scenarios = read[0]["scenarios"].as_vec().expect("a list");
        let weights: i64 = scenarios.iter().map(|s| whole(&s["weight"])).sum();
        assert!((990..=1010).contains(&weights), "{key}: {weights}");
        assert!(scenarios.len() <= plan.steps.len());
    }
}

#[test]
fn calendars_read_the_moments_at_the_right_second() {
    let made = Stamp { seconds: 0 };
    for (key, scenario) in every_story() {
        let text = calendar(&scenario, WORDS, made).expect("a shipped story");
        let read: Calendar = text.parse().unwrap_or_else(|e| panic!("{key}: {e}"));
        let events: Vec<_> = read
            .components
            .iter()
            .filter_map(CalendarComponent::as_event)
            .collect();
        let peak = events.last().expect("the peak at least");
        assert!(
            peak.get_summary().expect("a title").contains("peak"),
            "{key}"
        );
        assert!(text.matches("BEGIN:VALARM").count() == 2, "{key}");
        for activity in &scenario.activities {
            let name = activity.name.as_str();
            let Some(event) = events
                .iter()
                .find(|e| e.get_summary().is_some_and(|s| s.starts_with(name)))
            else {
                continue;
            };
            let second = activity.moment_s(&scenario.clock);
            let starts = event.property_value("DTSTART").expect("a beginning");
            assert_eq!(starts, Stamp::of(&scenario, second).to_string(), "{key}");
        }
    }
    // 20:31 in Amsterdam in January is 19:31 in UTC.
    let story = every_story().into_iter().find(|s| s.0 == "mole-app");
    let scenario = story.expect("the mole app").1;
    let start = scenario.clock.start.second_of_day;
    let at = Stamp::of(&scenario, 20 * 3600 + 31 * 60 - start).to_string();
    assert!(at.ends_with("T193100Z"), "{at}");
}

#[test]
fn a_waiting_room_lets_in_what_the_tightest_part_can_take() {
    for (key, scenario) in every_story() {
        let plan = plan(&scenario, Stretch::usual(&scenario));
        let Some(values) = admission(&scenario, &plan) else {
            panic!("{key} asks nothing of its site");
        };
        let by_law = values.full_at_per_s * onrush_handover::ROOM_TO_BREATHE;
        assert!((values.per_minute / 60.0 / by_law - 1.0).abs() < 1e-12);
        assert!((values.active - by_law * values.visit_s).abs() < 1e-6);
        // Twice the site takes twice the crowd.
        let mut twice = scenario.clone();
        twice.site.web.servers *= 2;
        twice.site.database.connections *= 2;
        let more = admission(&twice, &plan).expect("the same pages");
        assert!(
            (more.per_minute / values.per_minute - 2.0).abs() < 1e-9,
            "{key}"
        );
    }
}

#[test]
fn scripts_have_no_place_left_open() {
    for (key, scenario) in every_story() {
        let plan = plan(&scenario, Stretch::usual(&scenario));
        for text in [
            k6(&plan, WORDS),
            locust(&plan, WORDS),
            artillery(&plan, WORDS),
        ] {
            assert!(!text.contains(['⟦', '⟧', '⟨', '⟩']), "{key}: {text}");
            assert!(!text.contains("NaN") && !text.contains("inf,"), "{key}");
        }
    }
}
