//! From observations to what is drawn, without a browser.

use onrush_network::Line;
use onrush_observe::{
    GateSeries, HeldSeries, Observations, RoomSeries, Series, StationSeries, StockSeries,
};
use onrush_scenario::{Region, Scenario, StationRole, story};
use onrush_words::{Language, Words};

use super::build;
use super::drawing::{fitted, flow};
use super::geometry::{Rect, Size};
use super::layout::{Body, Brief, Plan, lines, plan};
use super::level::{Level, Limit};
use super::model::{Doing, Room, SOURCES, State};
use super::part::{Addable, Part, zones};
use super::plumbing::{Stream, Way};
use super::says::{Captions, plain};
use super::troubles::Trouble;

/// Widths from the smallest phone to a projector.
const WIDTHS: [f64; 9] = [
    280.0, 320.0, 358.0, 500.0, 619.0, 620.0, 772.0, 1_000.0, 1_800.0,
];

/// The mole app.
fn story_plan() -> Scenario {
    Scenario::read(story("mole-app").unwrap().file).unwrap()
}

/// One server, no CDN, one region.
fn small() -> Scenario {
    let mut plan = story_plan();
    plan.site.cdn = None;
    plan.site.web.servers = 1;
    plan.regions.truncate(1);
    plan.regions[0].share_percent = 100.0;
    plan
}

/// Every part, some twice, more regions than are shown singly, long names, and something wrong with each part.
fn full() -> Scenario {
    let words = Words::default();
    let mut plan = story_plan();
    let names = [
        ("nl", "Netherlands", 50.0),
        ("long", "Saint Vincent and the Grenadines", 20.0),
        ("one", "Llanfairpwllgwyngyllgogerychwyrndrobwll", 15.0),
        ("asia", "Asia", 10.0),
        ("rest", "Elsewhere", 5.0),
    ];
    plan.regions = names
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
    for addable in Addable::all(&plan.site) {
        plan = plan.edited(&build::add(addable, &plan, words)).unwrap();
    }
    plan.site.third_parties[1].at_once = Some(30);
    plan.site.desks[0].name = "The people of the sales department on the telephone".into();
    for part in Part::all(&plan.site) {
        for kind in part.can_suffer(&plan.site) {
            let edit = build::add_incident(kind, part, &plan, words);
            plan = plan.edited(&edit).unwrap();
        }
    }
    plan
}

/// Two steps of two seconds: a calm one, and one in which everything is full and people are lost everywhere.
fn observations(scenario: &Scenario) -> Observations {
    let network = scenario.network().unwrap();
    let labels = scenario.labels();
    let mut stations: Vec<StationSeries> = network
        .stations
        .iter()
        .map(|station| {
            let servers = station.total_servers().unwrap_or(0);
            let places = match station.line {
                Line::Unlimited => u64::MAX,
                Line::Places(n) => u64::from(n) * u64::from(station.instances),
            };
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let (n, all) = (servers as f32, places.min(100_000) as f32);
            StationSeries {
                id: station.id.clone(),
                servers,
                places,
                arrived: vec![20, 4_000],
                refused: vec![0, 1_000],
                given_up: vec![0, 100],
                failed: vec![0, 100],
                shed: vec![0, 100],
                busy: vec![0.1 * n, n],
                line: vec![0.0, all],
                up: vec![1.0, 12.0],
                paid: vec![1.0, 20.0],
                ..StationSeries::default()
            }
        })
        .collect();
    let place = |role| labels.station(role).unwrap();
    let (holder, inner) = (place(StationRole::Web), place(StationRole::Database));
    stations[holder].arrived = vec![40, 4_000];
    stations[inner].arrived = vec![80, 6_000];
    stations[inner].line[1] = 300.0;
    stations[inner].refused = vec![0, 0];
    let gates = labels.gates.iter().map(|_| GateSeries {
        people_passed: vec![40, 4_000],
        people_stopped: vec![0, 200],
        bots_passed: vec![0, 20],
        bots_stopped: vec![0, 600],
        ..GateSeries::default()
    });
    let rooms = labels.rooms.iter().map(|_| RoomSeries {
        came: vec![10, 200],
        admitted: vec![10, 100],
        given_up: vec![0, 40],
        waiting: vec![0.0, 12_345.0],
        active: vec![30.0, 9_000.0],
        ..RoomSeries::default()
    });
    let stocks = labels.stocks.iter().map(|_| StockSeries {
        units: 1_000,
        taken: vec![100, 900],
        returned: vec![0, 0],
        in_vain: vec![0, 50],
        ..StockSeries::default()
    });
    Observations {
        horizon_s: 4,
        step_s: 2,
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
        gates: gates.collect(),
        rooms: rooms.collect(),
        stocks: stocks.collect(),
        ..Observations::default()
    }
}

/// Everything that goes wrong, at all times.
fn always(scenario: &Scenario) -> Vec<Trouble> {
    let mut all = Trouble::all(scenario);
    for trouble in &mut all {
        (trouble.from_s, trouble.until_s) = (0.0, f64::INFINITY);
    }
    all
}

/// Without a rehearsal, calm, and overflowing.
fn rooms(scenario: &Scenario) -> [Room; 3] {
    let seen = observations(scenario);
    [
        Room::at(scenario, None, &[], 0),
        Room::at(scenario, Some(&seen), &[], 1),
        Room::at(scenario, Some(&seen), &always(scenario), 3),
    ]
}

/// The plan of a drawing in which all of these stand.
fn drawn(scenario: &Scenario, rehearsed: bool, width: f64) -> Plan {
    let room = if rehearsed {
        Room::largest(scenario, &observations(scenario), &always(scenario))
    } else {
        Room::at(scenario, None, &[], 0)
    };
    let brief = Brief {
        parts: &Part::all(&scenario.site),
        captions: &Captions::new(&room, scenario, Words::default()),
        ghosts: &zones(&Addable::all(&scenario.site)),
        badges: rehearsed,
    };
    plan(&brief, width)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3
}

#[test]
fn counts_of_a_step_become_rates_per_second() {
    let scenario = story_plan();
    let [rest, calm, storm] = rooms(&scenario);
    let doing = |room: &Room, part| room.of(part).unwrap().doing.clone();
    let Doing::Visitors(v) = doing(&calm, Part::Visitors) else {
        panic!()
    };
    assert!(!rest.rehearsed && close(rest.of(Part::Visitors).unwrap().comes(), 0.0));
    assert!(close(v.requests, 50.0) && close(v.inside, 30.0));
    let Doing::Door(door) = doing(&storm, Part::Door) else {
        panic!()
    };
    assert!(close(door.admitted, 1_500.0) && close(door.refused, 500.0));
    assert!(close(door.timed_out, 30.0));
    let Doing::Copies(cdn) = doing(&storm, Part::Cdn) else {
        panic!()
    };
    assert!(close(cdn.answered, 3_000.0) && close(cdn.passed, 2_000.0));
    assert!(close(storm.strongest, 5_000.0));
    assert!(close(storm.width(5_000.0), 1.0) && close(storm.width(1_250.0), 0.5));
}

#[test]
fn what_is_lost_at_each_part_is_counted_there() {
    let scenario = full();
    let [_, _, storm] = rooms(&scenario);
    let doing = |part| storm.of(part).unwrap().doing.clone();
    let Doing::Waiting(w) = doing(Part::WaitingRoom) else {
        panic!()
    };
    assert!(
        close(w.admitted, 3_000.0) && close(w.given_up, 1_200.0),
        "per minute"
    );
    let Doing::Gate(filter) = doing(Part::BotFilter) else {
        panic!()
    };
    assert!(
        close(filter.passed, 2_010.0) && close(filter.people, 100.0) && close(filter.bots, 300.0)
    );
    let Doing::Stock(stock) = doing(Part::Stock(0)) else {
        panic!()
    };
    assert!(close(stock.left, 0.0) && close(stock.sold, 450.0));
    assert_eq!(
        storm.of(Part::Stock(0)).unwrap().state,
        Some(State::SoldOut)
    );
    for part in [Part::Web, Part::Database, Part::Cdn, Part::Visitors] {
        assert!(!storm.of(part).unwrap().troubles.is_empty(), "{part:?}");
    }
}

#[test]
fn levels_tell_calm_from_overflowing() {
    let scenario = story_plan();
    let [rest, calm, storm] = rooms(&scenario);
    for room in [&rest, &calm] {
        for part in [Part::Web, Part::Database] {
            assert_eq!(room.tank(part).unwrap().level, Level::Fine);
        }
    }
    let (web, database) = (
        storm.tank(Part::Web).unwrap(),
        storm.tank(Part::Database).unwrap(),
    );
    assert_eq!(web.level, Level::Overflowing);
    assert_eq!(database.level, Level::Overflowing, "300 wait for 100");
    assert!(close(web.stuck, 300.0) && close(web.elsewhere, 100.0));
    assert_eq!(database.limit, Limit::Holders(web.servers));
}

#[test]
fn each_level_begins_where_it_says() {
    let scenario = story_plan();
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
        let room = Room::at(&scenario, Some(&seen), &[], 0);
        assert_eq!(room.tank(Part::Web).unwrap().level, level, "{share}");
    }
}

#[test]
fn many_regions_are_drawn_together_and_none_is_forgotten() {
    let scenario = full();
    let [_, calm, storm] = rooms(&scenario);
    let sources = |room: &Room| match &room.of(Part::Visitors).unwrap().doing {
        Doing::Visitors(v) => v.sources.clone(),
        _ => Vec::new(),
    };
    assert_eq!(sources(&calm).len(), SOURCES);
    let all: usize = sources(&calm).iter().map(|s| s.regions).sum();
    assert_eq!(all, scenario.regions.len());
    let flow: f64 = sources(&calm).iter().map(|s| s.requests).sum();
    assert!(
        close(flow, 50.0),
        "five regions with 10 a second each: {flow}"
    );
    assert!(
        sources(&storm).iter().all(|s| s.shut.is_none()),
        "the last region is shut, which is not shown singly"
    );
}

#[test]
fn a_scenario_that_has_changed_since_shows_what_it_can() {
    let mut changed = full();
    let seen = observations(&changed);
    changed.site.cdn = None;
    changed.site.waiting_room = None;
    changed.regions.truncate(1);
    // The figures are those of other stations; it is enough that nothing breaks and nothing is out of range.
    let room = Room::at(&changed, Some(&seen), &[], u32::MAX);
    let web = room.tank(Part::Web).unwrap();
    assert!(web.share() <= 1.0 && web.line_share() <= 1.0);
    assert!(room.of(Part::Cdn).is_none());
}

#[test]
fn what_is_spoken_has_the_figures() {
    let scenario = story_plan();
    let [rest, _, storm] = rooms(&scenario);
    let spoken = |room: &Room, part| {
        Captions::new(room, &scenario, Words::default())
            .of(part)
            .unwrap()
            .spoken
            .clone()
    };
    let web = spoken(&storm, Part::Web);
    for figure in [
        "overflowing",
        "768 of 768",
        "300 of 768 stand and wait",
        "in line",
    ] {
        assert!(web.contains(figure), "{web}");
    }
    assert!(spoken(&rest, Part::Web).contains("not rehearsed"));
    assert!(spoken(&storm, Part::Door).contains("turns away 500"));
    assert!(spoken(&storm, Part::Visitors).contains("Belgium"));
}

#[test]
fn every_text_exists() {
    let scenario = full();
    let words = Words::default();
    for room in rooms(&scenario) {
        let captions = Captions::new(&room, &scenario, words);
        for look in &room.parts {
            let all = format!(
                "{:?}{:?}",
                captions.of(look.part),
                plain(look, &room, &scenario, words)
            );
            assert!(!all.contains('⟨'), "{:?}: {all}", look.part);
        }
    }
    for addable in Addable::all(&small().site) {
        for id in [String::new(), ".help".into()] {
            let text = words.t(&format!("room.add.{}{id}", addable.id()));
            assert!(!text.contains('⟨'), "{text}");
        }
    }
}

/// Everything that may not be covered by anything else.
fn boxes(plan: &Plan) -> Vec<(String, Rect)> {
    let mut boxes = Vec::new();
    for block in &plan.blocks {
        let part = block.part.id();
        for text in &block.head {
            boxes.push((format!("{part}: {}", text.lines.join("/")), text.area()));
        }
        let notes = Rect::new(
            block.notes.at.x,
            block.notes.at.y,
            block.notes.width,
            block.notes.height,
        );
        if notes.h > 0.0 {
            boxes.push((format!("{part}: notes"), notes));
        }
        match &block.body {
            Body::Sources(rects) => {
                boxes.extend(rects.iter().map(|r| (format!("{part}: body"), *r)));
            }
            Body::Node(r) | Body::Gauge(r) => boxes.push((format!("{part}: body"), *r)),
            Body::Tank { strip, tank } => {
                boxes.push((format!("{part}: body"), *strip));
                boxes.push((format!("{part}: body"), *tank));
            }
        }
    }
    for ghost in &plan.ghosts {
        boxes.push((format!("{:?}: body", ghost.zone), ghost.area));
    }
    boxes
}

#[test]
fn nothing_overlaps_and_nothing_is_cut_at_any_width() {
    for scenario in [small(), story_plan(), full()] {
        for (rehearsed, width) in WIDTHS.iter().flat_map(|w| [(false, *w), (true, *w)]) {
            let plan = drawn(&scenario, rehearsed, width);
            let whole = Rect::new(0.0, 0.0, plan.width, plan.height);
            let boxes = boxes(&plan);
            for (i, (name, area)) in boxes.iter().enumerate() {
                assert!(
                    whole.holds(area),
                    "{width}: {name} is cut: {area:?} of {whole:?}"
                );
                for (other, rect) in &boxes[i + 1..] {
                    assert!(
                        !area.overlaps(rect),
                        "{width}: {name} {area:?} on {other} {rect:?}"
                    );
                }
            }
            for (i, block) in plan.blocks.iter().enumerate() {
                assert!(whole.holds(&block.area), "{width}: {:?}", block.part);
                for other in &plan.blocks[i + 1..] {
                    assert!(
                        !block.area.overlaps(&other.area),
                        "{width}: {:?} on {:?}",
                        block.part,
                        other.part
                    );
                }
            }
        }
    }
}

#[test]
fn no_pipe_runs_over_a_text() {
    for scenario in [small(), story_plan(), full()] {
        let [_, _, storm] = rooms(&scenario);
        for width in WIDTHS {
            let plan = drawn(&scenario, true, width);
            let texts: Vec<_> = boxes(&plan)
                .into_iter()
                .filter(|(name, _)| !name.ends_with("body"))
                .collect();
            for pipe in &plan.pipes {
                let half = pipe.way.flow(&storm).width.max(3.0) / 2.0;
                for p in pipe.curve.points() {
                    let stroke = Rect::new(p.x - half, p.y - half, 2.0 * half, 2.0 * half);
                    for (name, area) in &texts {
                        assert!(!area.overlaps(&stroke), "{width}: {} on {name}", pipe.key);
                    }
                }
            }
        }
    }
}

#[test]
fn pipes_lead_to_every_part_and_are_as_wide_as_their_flow() {
    let scenario = full();
    let [rest, _, storm] = rooms(&scenario);
    for width in [358.0, 1_000.0] {
        let plan = drawn(&scenario, true, width);
        for part in Part::all(&scenario.site).into_iter().skip(1) {
            let reached = plan.pipes.iter().any(|pipe| match pipe.way {
                Way::Into(p) | Way::Beside(p) => p == part,
                Way::Region(_) => part == Part::WaitingRoom,
                Way::Aside(_) => false,
            });
            assert!(reached, "{part:?}");
        }
        assert!(plan.pipes.iter().all(|p| p.way.flow(&rest).width <= 0.0));
        let of = |way: Way| way.flow(&storm);
        assert!(of(Way::Into(Part::Database)).width > of(Way::Into(Part::Web)).width);
        let away = of(Way::Aside(Part::Door));
        assert_eq!(away.stream, Stream::Away);
        assert!(away.width > 0.0);
    }
}

#[test]
fn what_is_written_fits_its_place_in_every_second() {
    for scenario in [small(), story_plan(), full()] {
        for width in WIDTHS {
            let plan = drawn(&scenario, true, width);
            let [_, calm, storm] = rooms(&scenario);
            for room in [calm, storm] {
                let captions = Captions::new(&room, &scenario, Words::default());
                for block in &plan.blocks {
                    let notes = &captions.of(block.part).unwrap().notes;
                    let shown = lines(notes, &block.notes).len();
                    // Twelve lines are the most that any part gets; in the narrowest columns the last may be left out.
                    let most = block.notes.height > 220.0;
                    assert!(
                        shown == notes.len() || most,
                        "{width}: {:?}: {notes:?}",
                        block.part
                    );
                }
            }
        }
    }
}

#[test]
fn what_comes_from_a_region_fits_its_box_in_every_language() {
    let scenario = story_plan();
    let [_, calm, storm] = rooms(&scenario);
    for &language in Language::ALL {
        for width in WIDTHS {
            let plan = drawn(&scenario, true, width);
            for room in [&calm, &storm] {
                let captions = Captions::new(room, &scenario, Words::new(language));
                for block in &plan.blocks {
                    let Body::Sources(boxes) = &block.body else {
                        continue;
                    };
                    let sources = &captions.of(block.part).unwrap().sources;
                    assert_eq!(boxes.len(), sources.len());
                    for (rect, source) in boxes.iter().zip(sources) {
                        let said = flow(source, rect.w);
                        let shown = fitted(said, Size::Text, rect.w);
                        assert_eq!(shown, said, "{language:?} at {width}");
                    }
                }
            }
        }
    }
}
