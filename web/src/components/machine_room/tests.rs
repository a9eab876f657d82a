//! From observations to what is drawn, without a browser.

use onrush_network::Line;
use onrush_observe::{HeldSeries, Ledger, Observations, Series, StationSeries};
use onrush_scenario::{Cdn, Region, Scenario, StationRole, story};
use onrush_words::Words;

use super::geometry::Rect;
use super::layout::{Body, Plan, WIDE, plan};
use super::model::{DoorState, Level, Limit, Part, Room, SOURCES};
use super::plumbing::Stream;
use super::says::{Captions, Origin, card};

/// The mole app with more regions than are shown singly, some with long names.
fn scenario() -> Scenario {
    let mut scenario = Scenario::read(story("mole-app").unwrap().file).unwrap();
    let names = [
        ("nl", "Netherlands", 50.0),
        ("long", "Saint Vincent and the Grenadines", 20.0),
        ("one", "Llanfairpwllgwyngyllgogerychwyrndrobwll", 15.0),
        ("asia", "Asia", 10.0),
        ("rest", "Elsewhere", 5.0),
    ];
    scenario.regions = names
        .map(|(id, name, share_percent)| Region {
            id: id.into(),
            name: name.into(),
            share_percent,
            round_trip_ms: 30.0,
            phone_percent: None,
            cdn: true,
            cdn_gb: None,
        })
        .to_vec();
    scenario.site.cdn.get_or_insert(Cdn {
        files_hit_percent: Some(95.0),
        pages_hit_percent: Some(80.0),
        answer_ms: 5.0,
        files: None,
        pages: None,
    });
    scenario
}

/// Two steps of two seconds: a calm one, and one in which the database holds the web servers and the door turns away.
fn observations(scenario: &Scenario) -> Observations {
    let network = scenario.network().unwrap();
    let labels = scenario.labels();
    let mut stations: Vec<StationSeries> = network
        .stations
        .iter()
        .zip(&labels.stations)
        .map(|(station, role)| {
            let servers = station.total_servers().unwrap_or(0);
            let places = match station.line {
                Line::Unlimited => u64::MAX,
                Line::Places(n) => u64::from(n) * u64::from(station.instances),
            };
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let (n, all) = (servers as f32, places as f32);
            let mut series = StationSeries {
                id: station.id.clone(),
                servers,
                places,
                arrived: vec![20, 200],
                served: vec![20, 200],
                refused: vec![0, 0],
                given_up: vec![0, 0],
                busy: vec![0.1 * n, n],
                line: vec![0.0, 0.0],
                ..StationSeries::default()
            };
            match role {
                StationRole::Web => {
                    series.arrived = vec![40, 4_000];
                    series.refused = vec![0, 1_000];
                    series.line[1] = all;
                }
                StationRole::Database => {
                    series.arrived = vec![80, 6_000];
                    series.line[1] = 300.0;
                }
                _ => {}
            }
            series
        })
        .collect();
    let place = |role| labels.station(role).unwrap();
    let (holder, inner) = (place(StationRole::Web), place(StationRole::Database));
    stations[inner].busy = vec![5.0, 100.0];
    Observations {
        horizon_s: 4,
        step_s: 2,
        ledger: Ledger::default(),
        series: Series {
            inside: vec![30, 9_000],
            requests: vec![100, 10_000],
            errors: vec![0, 60],
            abandoned: vec![0, 400],
            reloads: vec![0, 500],
            ..Series::default()
        },
        stations,
        held: vec![HeldSeries {
            holder,
            inner,
            waiting: vec![0.0, 300.0],
            in_service: vec![2.0, 100.0],
        }],
        ..Observations::default()
    }
}

/// Without a rehearsal, calm, and overflowing.
fn rooms(scenario: &Scenario) -> [Room; 3] {
    let seen = observations(scenario);
    [
        Room::at(scenario, None, 0),
        Room::at(scenario, Some(&seen), 1),
        Room::at(scenario, Some(&seen), 3),
    ]
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}

#[test]
fn counts_of_a_step_become_rates_per_second() {
    let scenario = scenario();
    let [rest, calm, storm] = rooms(&scenario);
    assert!(!rest.rehearsed && close(rest.visitors.requests, 0.0));
    assert!(close(calm.visitors.requests, 50.0) && close(calm.visitors.inside, 30.0));
    assert!(close(storm.visitors.requests, 5_000.0));
    assert!(close(storm.door.admitted, 1_500.0) && close(storm.door.refused, 500.0));
    assert!(close(storm.door.timed_out, 30.0));
    let cdn = storm.cdn.unwrap();
    assert!(close(cdn.answered, 3_000.0) && close(cdn.passed, 2_000.0));
    assert!(close(storm.strongest, 5_000.0));
    assert!(close(storm.width(5_000.0), 1.0) && close(storm.width(1_250.0), 0.5));
}

#[test]
fn levels_tell_calm_from_overflowing() {
    let scenario = scenario();
    let [rest, calm, storm] = rooms(&scenario);
    for room in [&rest, &calm] {
        assert_eq!(
            (room.web.level, room.database.level),
            (Level::Fine, Level::Fine)
        );
        assert_eq!(room.door.state, DoorState::Open);
    }
    assert_eq!(storm.web.level, Level::Overflowing);
    assert_eq!(storm.database.level, Level::Overflowing, "300 wait for 100");
    assert_eq!(storm.door.state, DoorState::TurningAway);
    assert!(close(storm.web.stuck, 300.0) && close(storm.web.elsewhere, 100.0));
    assert_eq!(storm.database.limit, Limit::Holders(storm.web.servers));
}

#[test]
fn each_level_begins_where_it_says() {
    let scenario = scenario();
    let mut seen = observations(&scenario);
    let web = scenario.labels().station(StationRole::Web).unwrap();
    for (share, level) in [
        (0.69, Level::Fine),
        (0.71, Level::Busy),
        (0.94, Level::Busy),
        (0.96, Level::Full),
    ] {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let servers = seen.stations[web].servers as f32;
        seen.stations[web].busy[0] = share * servers;
        assert_eq!(
            Room::at(&scenario, Some(&seen), 0).web.level,
            level,
            "{share}"
        );
    }
}

#[test]
fn many_regions_are_drawn_together_and_none_is_forgotten() {
    let scenario = scenario();
    let [_, calm, _] = rooms(&scenario);
    assert_eq!(calm.visitors.sources.len(), SOURCES);
    let all: usize = calm.visitors.sources.iter().map(|s| s.regions).sum();
    assert_eq!(all, scenario.regions.len());
    let flow: f64 = calm.visitors.sources.iter().map(|s| s.requests).sum();
    assert!(
        close(flow, 50.0),
        "five regions with 10 a second each: {flow}"
    );
}

#[test]
fn a_scenario_that_has_changed_since_shows_what_it_can() {
    let mut changed = scenario();
    let seen = observations(&changed);
    changed.site.cdn = None;
    changed.regions.truncate(1);
    // The figures are those of other stations; it is enough that nothing breaks and nothing is out of range.
    let room = Room::at(&changed, Some(&seen), u32::MAX);
    assert!(room.web.share() <= 1.0 && room.web.line_share() <= 1.0);
}

#[test]
fn what_is_spoken_has_the_figures() {
    let scenario = scenario();
    let [rest, _, storm] = rooms(&scenario);
    let words = Words::default();
    let spoken = |room: &Room, part| Captions::new(room, words).of(part).spoken.clone();
    let web = spoken(&storm, Part::Web);
    for figure in [
        "768 of 768 busy",
        "300 of them waiting",
        "in line",
        "overflowing",
    ] {
        assert!(web.contains(figure), "{web}");
    }
    assert!(spoken(&rest, Part::Web).contains("not rehearsed"));
    assert!(spoken(&storm, Part::Door).contains("turns away 500"));
}

#[test]
fn every_text_exists() {
    let scenario = scenario();
    for room in rooms(&scenario) {
        let captions = Captions::new(&room, Words::default());
        for part in room.parts() {
            let all = format!(
                "{:?}{:?}",
                captions.of(part),
                card(part, &room, &scenario, Words::default())
            );
            assert!(!all.contains('⟨'), "{part:?}: {all}");
        }
    }
}

#[test]
fn cards_say_where_figures_come_from() {
    let mut scenario = scenario();
    let note = |field: &str, assumed| onrush_scenario::Note {
        field: field.into(),
        assumed,
        changed: false,
        source: field.into(),
    };
    scenario.notes = vec![
        note("site.web", true),
        note("site.web.cores", false),
        note("site.balancer.timeout_s", false),
    ];
    let [_, calm, _] = rooms(&scenario);
    let origins = |part| {
        card(part, &calm, &scenario, Words::default())
            .figures
            .into_iter()
            .map(|f| f.origin)
            .collect::<Vec<_>>()
    };
    let web = origins(Part::Web);
    assert_eq!(web[0], Origin::Assumed("site.web".into()));
    assert_eq!(web[1], Origin::Known("site.web.cores".into()));
    assert_eq!(web[3], Origin::Measured);
    assert_eq!(
        origins(Part::Door)[0],
        Origin::Plan,
        "the timeout's note is not the policy's"
    );
    assert_eq!(origins(Part::Database)[0], Origin::Plan);
}

/// Everything that may not be covered by anything else.
fn boxes(plan: &Plan) -> Vec<(String, Rect)> {
    let mut boxes = Vec::new();
    for block in &plan.blocks {
        let part = block.part.id();
        for text in &block.texts {
            boxes.push((format!("{part}: {}", text.lines.join("/")), text.area()));
        }
        if let Some(badge) = &block.badge {
            boxes.push((format!("{part}: {}", badge.text), badge.area()));
        }
        match &block.body {
            // Texts stand inside a region's box.
            Body::Sources(_) => {}
            Body::Node(node) => boxes.push((format!("{part}: node"), *node)),
            Body::Tank { strip, tank } => {
                boxes.push((format!("{part}: line"), *strip));
                boxes.push((format!("{part}: tank"), *tank));
            }
        }
    }
    boxes
}

/// Texts may not be crossed by pipes; nodes, lines and tanks are where pipes end. A region's pipe may run behind the region
/// below it.
fn is_text(name: &str) -> bool {
    !name.starts_with("visitors")
        && !["node", "line", "tank"]
            .iter()
            .any(|end| name.ends_with(end))
}

#[test]
fn nothing_overlaps_and_nothing_is_cut_at_any_width() {
    let mut with = scenario();
    for cdn in [true, false] {
        if !cdn {
            with.site.cdn = None;
        }
        for room in rooms(&with) {
            let captions = Captions::new(&room, Words::default());
            for width in [
                280.0, 320.0, 358.0, 500.0, 719.0, WIDE, 772.0, 900.0, 1_200.0, 1_800.0,
            ] {
                let plan = plan(&room, &captions, width, None);
                let whole = Rect::new(0.0, 0.0, plan.width, plan.height);
                let boxes = boxes(&plan);
                for (i, (name, area)) in boxes.iter().enumerate() {
                    assert!(whole.holds(area), "{width}: {name} is cut: {area:?}");
                    for (other, rect) in &boxes[i + 1..] {
                        assert!(!area.overlaps(rect), "{width}: {name} on {other}");
                    }
                }
                for (pipe, point) in plan
                    .pipes
                    .iter()
                    .flat_map(|pipe| pipe.curve.points().into_iter().map(move |p| (pipe, p)))
                {
                    let half = pipe.width / 2.0;
                    let stroke = Rect::new(point.x - half, point.y - half, pipe.width, pipe.width);
                    for (name, area) in boxes.iter().filter(|(name, _)| is_text(name)) {
                        assert!(!area.overlaps(&stroke), "{width}: {} on {name}", pipe.key);
                    }
                }
                for (i, block) in plan.blocks.iter().enumerate() {
                    for other in &plan.blocks[i + 1..] {
                        assert!(
                            !block.area.overlaps(&other.area),
                            "{width}: {:?}",
                            block.part
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn pipes_are_as_wide_as_their_flow() {
    let scenario = scenario();
    let [rest, _, storm] = rooms(&scenario);
    for width in [358.0, 1_000.0] {
        let pipes = |room| plan(room, &Captions::new(room, Words::default()), width, None).pipes;
        assert!(pipes(&rest).iter().all(|p| p.width <= 0.0));
        let pipes = pipes(&storm);
        let of = |key: &str| pipes.iter().find(|p| p.key == key).unwrap();
        assert!(of("cdn-door").width > of("door-web").width);
        assert!(
            of("web-database").width > of("cdn-door").width,
            "3,000 queries, 2,000 requests"
        );
        assert_eq!(of("door-away").stream, Stream::Away);
        assert!(of("door-away").width > 0.0);
    }
}

#[test]
fn nothing_moves_while_time_goes_on() {
    let scenario = scenario();
    let seen = observations(&scenario);
    let largest = Room::largest(&scenario, &seen);
    let place = |room: &Room, width, least: Option<&Plan>| {
        plan(room, &Captions::new(room, Words::default()), width, least)
    };
    for width in [320.0, 358.0, 600.0, WIDE, 900.0, 1_400.0] {
        let least = place(&largest, width, None);
        let [calm, storm] = [1, 3].map(|second| {
            let plan = place(
                &Room::at(&scenario, Some(&seen), second),
                width,
                Some(&least),
            );
            (
                plan.height,
                plan.blocks
                    .into_iter()
                    .map(|b| (b.area, b.body))
                    .collect::<Vec<_>>(),
            )
        });
        assert_eq!(calm, storm, "{width}");
    }
}
