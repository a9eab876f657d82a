//! Runs made by hand, each with the answer that a person would give.
#![allow(
    clippy::float_cmp,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "hand-made values are exact"
)]

use onrush_diagnose::example::{GOAL_CENTS, Run, VISITS_PER_S, scenario};
use onrush_diagnose::{Diagnosis, Finding, FindingId, TargetId, Verdict, diagnose};
use onrush_scenario::{Autoscaler, Cdn, LooksAt, Region, Replicas, Scenario};

fn of(run: &Run) -> Diagnosis {
    diagnose(&scenario(), &run.network(), &run.seen)
}

fn ids(d: &Diagnosis) -> Vec<FindingId> {
    d.findings.iter().map(|f| f.id).collect()
}

fn only(d: &Diagnosis, id: FindingId) -> &Finding {
    let mut found = d.findings.iter().filter(|f| f.id == id);
    let first = found.next().unwrap_or_else(|| panic!("no {id:?}"));
    assert!(found.next().is_none(), "more than one {id:?}");
    first
}

fn figure(f: &Finding, name: &str) -> f64 {
    f.figures.iter().find(|x| x.name == name).unwrap().value
}

#[test]
fn a_fine_site_has_room_to_spare_and_nothing_else() {
    let d = of(&Run::quiet(600));
    assert_eq!(d.verdict, Verdict::Holds);
    assert_eq!(ids(&d), [FindingId::RoomToSpare]);
    assert_eq!((d.first_break_s, d.recovered_s, d.root), (None, None, None));
    assert!((d.busiest.unwrap().utilisation - 0.4).abs() < 1e-6);
    assert!(d.targets.iter().all(|t| t.met), "{:?}", d.targets);
}

#[test]
fn the_decoy_is_not_blamed() {
    // The web servers are 100 % busy, refuse people and have the longer line; but they stand waiting for the database.
    let d = of(&Run::quiet(600).full(100..200).lost(105..200, 20));
    assert_eq!(d.verdict, Verdict::Breaks);
    assert_eq!(d.root, Some(1));
    let full = only(&d, FindingId::Saturated);
    assert_eq!(
        (full.station, full.from_s, full.until_s),
        (Some(1), 100, Some(200))
    );
    assert_eq!(figure(full, "servers"), 10.0);
    let held = only(&d, FindingId::HeldWaiting);
    assert_eq!((held.station, held.because_of), (Some(0), Some(1)));
    assert!((figure(held, "share") - 0.95).abs() < 1e-6);
    let line = only(&d, FindingId::LineFull);
    assert_eq!((line.station, line.because_of), (Some(0), Some(1)));
    assert_eq!(figure(line, "refused"), 2000.0);
    // The sentence counts those that somebody waited for.
    let mut run = Run::quiet(600).full(100..200);
    run.seen.series.refused[100..200].fill(15);
    let d2 = of(&run);
    let line = only(&d2, FindingId::LineFull);
    assert_eq!(figure(line, "refused"), 1500.0);
    assert_eq!(figure(line, "refused_in_all"), 2000.0);
    assert_eq!(
        ids(&d)[..3],
        [
            FindingId::Saturated,
            FindingId::HeldWaiting,
            FindingId::LineFull
        ]
    );
}

#[test]
fn web_servers_busy_with_their_own_work_are_the_root() {
    let d = of(&Run::quiet(600).web_full(100..200).lost(105..200, 20));
    assert_eq!(d.root, Some(0));
    assert!(!ids(&d).contains(&FindingId::HeldWaiting));
}

#[test]
fn the_blame_goes_through_several_stations_and_stops_in_a_circle() {
    let mut run = Run::quiet(300).full(100..200).lost(105..200, 20);
    let mut storage = run.seen.stations[1].clone();
    storage.id = "storage".into();
    run.seen.stations.push(storage);
    let mut held = run.seen.held[0].clone();
    (held.holder, held.inner) = (1, 2);
    held.waiting.iter_mut().for_each(|w| *w /= 10.0);
    held.in_service.iter_mut().for_each(|w| *w /= 10.0);
    run.seen.held.push(held.clone());
    assert_eq!(of(&run).root, Some(2), "web → database → storage");
    (held.holder, held.inner) = (2, 0);
    run.seen.held.push(held);
    assert!(of(&run).root.is_some(), "a circle ends");
}

#[test]
fn the_first_break_is_the_second_of_the_first_loss_in_numbers() {
    // Single visitors get lost before: chance.
    let d = of(&Run::quiet(600)
        .lost(20..21, 1)
        .lost(50..51, 2)
        .full(100..200)
        .lost(107..190, 5));
    assert_eq!(d.first_break_s, Some(107));
    assert_eq!(d.recovered_s, Some(190));
    let recovered = only(&d, FindingId::Recovered);
    assert_eq!(recovered.from_s, 190);
    let lost = only(&d, FindingId::PeopleLost);
    assert_eq!((lost.from_s, lost.until_s), (107, Some(190)));
    assert_eq!(figure(lost, "visits"), f64::from(83 * 5));
    assert_eq!(figure(lost, "in_run"), f64::from(83 * 5 + 3));
    assert_eq!(figure(lost, "turned_away"), f64::from(83 * 5 + 3));
}

#[test]
fn the_break_does_not_come_before_its_cause() {
    // A stray visitor is lost three seconds before.
    let d = of(&Run::quiet(600)
        .lost(297..298, 1)
        .full(299..400)
        .lost(300..400, 20));
    assert_eq!(d.first_break_s, Some(300));
    let lost = only(&d, FindingId::PeopleLost);
    assert_eq!((lost.from_s, figure(lost, "visits")), (300, 2000.0));
    assert_eq!(figure(lost, "in_run"), 2001.0);
    // One slow second twenty seconds before the pages become slow.
    let d = of(&Run::quiet(600)
        .pages(280..281, [1500, 3000, 4000])
        .pages(300..340, [1500, 9000, 12_000]));
    assert_eq!(only(&d, FindingId::Slow).from_s, 300);
}

#[test]
fn silence_is_no_recovery() {
    // From 400 on hardly anybody comes, and all of them are lost.
    let mut run = Run::quiet(1800).full(300..400).lost(300..400, 50);
    run.seen.series.served[300..1800].fill(0);
    for s in (400..1500).step_by(10) {
        run = run.lost(s..s + 1, 1);
    }
    let d = of(&run);
    assert_eq!((d.first_break_s, d.recovered_s), (Some(300), None));
    assert!(!ids(&d).contains(&FindingId::Recovered));
    assert_eq!(only(&d, FindingId::PeopleLost).until_s, Some(1491));
    // Until somebody is served again.
    run.seen.series.served[1500..1800].fill(VISITS_PER_S);
    assert_eq!(of(&run).recovered_s, Some(1500));
}

#[test]
fn a_site_that_never_served_anybody_breaks_with_its_first_visitor() {
    let mut run = Run::quiet(600);
    run.seen.series.served.fill(0);
    run.seen.ledger = onrush_observe::Ledger::for_streams(1);
    for s in (40..300).step_by(50) {
        run = run.lost(s..s + 1, 1);
    }
    let d = of(&run.lost(300..400, 50));
    assert_eq!((d.first_break_s, d.recovered_s), (Some(40), None));
    let lost = only(&d, FindingId::PeopleLost);
    assert_eq!((lost.from_s, lost.until_s), (40, Some(400)));
    assert_eq!(figure(lost, "visits"), 5006.0);
}

#[test]
fn a_few_lost_visitors_do_not_break_a_site() {
    let d = of(&Run::quiet(600).lost(100..105, 1));
    assert_eq!(d.verdict, Verdict::Holds);
    assert_eq!(d.first_break_s, None);
}

#[test]
fn a_bad_minute_breaks_a_long_good_day() {
    let d = of(&Run::quiet(7200).lost(3000..3060, 10));
    assert!(600.0 / (7200.0 * f64::from(VISITS_PER_S)) < 0.01);
    assert_eq!(d.verdict, Verdict::Breaks);
    assert_eq!(d.first_break_s, Some(3000));
}

#[test]
fn a_plan_that_ends_full_of_waiting_people_does_not_hold() {
    let d = of(&Run::quiet(600).stuck(1000));
    assert_eq!(d.verdict, Verdict::Breaks);
    assert_eq!((d.first_break_s, d.recovered_s), (Some(599), None));
    let served = d.targets.iter().find(|t| t.id == TargetId::Served).unwrap();
    assert!(!served.met);
    let lost = only(&d, FindingId::PeopleLost);
    assert_eq!((lost.from_s, lost.until_s), (599, None));
    assert_eq!(figure(lost, "stuck"), 1000.0);
    // One of thousands is chance.
    assert_eq!(of(&Run::quiet(600).stuck(1)).verdict, Verdict::Holds);
}

#[test]
fn a_slow_drip_breaks_too() {
    let mut run = Run::quiet(7200);
    // Two visitors a minute, on a site with few visitors.
    run.seen.series.served.fill(1);
    run.seen.ledger = Run::quiet(100).seen.ledger;
    for s in (600..7000).step_by(30) {
        run = run.lost(s..s + 1, 1);
    }
    let d = of(&run);
    assert_eq!(d.verdict, Verdict::Breaks);
    assert_eq!(d.first_break_s, Some(600));
}

#[test]
fn slow_pages_alone_are_slow_not_broken() {
    let d = of(&Run::quiet(600)
        .pages(300..340, [1500, 9000, 12_000])
        .full(295..340));
    assert_eq!(d.verdict, Verdict::HoldsSlowly);
    let slow = only(&d, FindingId::Slow);
    assert_eq!((slow.from_s, slow.until_s), (300, Some(340)));
    assert_eq!(figure(slow, "p95_s"), 9.0);
    assert_eq!(figure(slow, "target_s"), 2.0);
    assert_eq!(d.root, Some(1), "who makes it slow");
    assert_eq!((d.first_break_s, d.recovered_s), (None, None));
}

#[test]
fn slowness_is_told_by_its_worst_second_with_enough_pages() {
    let mut run = Run::quiet(600)
        .pages(300..340, [1500, 9000, 12_000])
        .pages(320..321, [1500, 14_000, 15_000])
        .pages(330..331, [50_000, 50_000, 50_000]);
    run.seen.series.pages[330] = 1;
    assert_eq!(figure(only(&of(&run), FindingId::Slow), "p95_s"), 14.0);
}

#[test]
fn one_slow_second_is_not_a_slow_minute() {
    let d = of(&Run::quiet(600).pages(300..301, [1500, 3000, 4000]));
    assert_eq!(d.verdict, Verdict::Holds);
}

#[test]
fn trouble_that_outlives_the_crowd_is_told_apart() {
    let surge = || Run::quiet(1200).crowd(300..400, 500);
    // The crowd is gone at 400; people are lost until the end.
    let d = of(&surge()
        .full(310..1200)
        .lost(320..1200, 30)
        .crowd(400..1200, VISITS_PER_S));
    let storm = only(&d, FindingId::NotRecovered);
    assert!((400..=460).contains(&storm.from_s), "{}", storm.from_s);
    assert_eq!(storm.until_s, None);
    assert_eq!(d.recovered_s, None);
    assert!(!ids(&d).contains(&FindingId::Recovered));
    // The same surge, over soon after.
    let d = of(&surge()
        .full(310..430)
        .lost(320..430, 30)
        .crowd(400..1200, VISITS_PER_S));
    assert!(!ids(&d).contains(&FindingId::NotRecovered));
    assert_eq!(d.recovered_s, Some(430));
}

#[test]
fn reloads_and_wasted_work_are_found_when_they_matter() {
    let d = of(&Run::quiet(600).reloads(100..200, 30).wasted(150..220, 40));
    let wave = only(&d, FindingId::ReloadWave);
    assert_eq!((wave.from_s, wave.until_s), (100, Some(200)));
    assert_eq!(figure(wave, "reloads"), 3000.0);
    let wasted = only(&d, FindingId::WastedWork);
    assert_eq!(figure(wasted, "requests"), 2800.0);
    assert!((figure(wasted, "share") - 2800.0 / 62_800.0).abs() < 1e-9);
    // Wasted work outside the wave is in the books, and so in the sentence.
    let d = of(&Run::quiet(600).wasted(20..30, 1).wasted(150..220, 40));
    let wasted = only(&d, FindingId::WastedWork);
    assert_eq!((wasted.from_s, figure(wasted, "requests")), (150, 2810.0));
    let d = of(&Run::quiet(600).reloads(100..600, 1).wasted(150..600, 1));
    assert_eq!(ids(&d), [FindingId::RoomToSpare], "a few always do");
}

#[test]
fn a_short_flicker_is_not_a_full_station() {
    let d = of(&Run::quiet(600).web_full(100..102));
    assert!(!ids(&d).contains(&FindingId::Saturated));
    let d = of(&Run::quiet(600).web_full(100..103));
    assert!(ids(&d).contains(&FindingId::Saturated));
}

#[test]
fn delivery_has_the_price_of_its_region_and_machines_are_billed_by_the_second() {
    let mut plan = scenario();
    let region = |id: &str, cdn, cdn_gb| Region {
        id: id.to_owned(),
        name: id.to_owned(),
        share_percent: 50.0,
        round_trip_ms: 30.0,
        phone_percent: None,
        cdn,
        cdn_gb,
    };
    plan.site.cdn = Some(Cdn {
        files_hit_percent: Some(90.0),
        pages_hit_percent: Some(0.0),
        answer_ms: 5.0,
        files: None,
        pages: None,
    });
    plan.regions = vec![
        region("here", true, None),
        region("far", true, Some(0.2)),
        region("beyond", false, Some(9.0)),
    ];
    let mut run = Run::quiet(3600);
    run.seen.ledger.bytes = 6_000_000_000;
    run.seen.ledger.bytes_by_region = vec![1_000_000_000, 3_000_000_000, 2_000_000_000];
    let cdn = |plan: &Scenario, run: &Run| diagnose(plan, &run.network(), &run.seen).money.cdn;
    assert!((cdn(&plan, &run) - (0.08 + 3.0 * 0.2)).abs() < 1e-12);
    plan.regions = vec![region("here", true, None)];
    assert!((cdn(&plan, &run) - 6.0 * 0.08).abs() < 1e-12);

    // Two replicas at the database's price; the web servers were two for half an hour, then eight.
    plan.regions.clear();
    plan.site.database.replicas = Some(Replicas {
        servers: 2,
        connections: 10,
    });
    let servers =
        |plan: &Scenario, run: &Run| diagnose(plan, &run.network(), &run.seen).money.servers;
    let fixed = servers(&plan, &run);
    assert!((fixed - (2.0 * 3.0 + 3.0 * 6.0)).abs() < 1e-9);
    plan.site.web.autoscaler = Some(Autoscaler {
        looks_at: LooksAt::Processor,
        target_percent: 60.0,
        tolerance_percent: 10.0,
        every_s: 60.0,
        boot_s: 120.0,
        boot_varies_percent: 0.0,
        at_least: 2,
        at_most: 8,
        step: 4,
        cooldown_s: 0.0,
        calm_s: 300.0,
        schedule: Vec::new(),
    });
    plan.site.cdn = None;
    run.seen.stations[0].paid = [[2.0_f32; 1800], [8.0; 1800]].concat();
    assert!((servers(&plan, &run) - (5.0 * 3.0 + 3.0 * 6.0)).abs() < 1e-9);
}

#[test]
fn money_counts_what_was_won_lost_and_paid() {
    let mut s = scenario();
    s.targets.budget = Some(0.3);
    let run = Run::quiet(120).lost(50..100, 20);
    let d = diagnose(&s, &run.network(), &run.seen);
    let goal = GOAL_CENTS as f64 / 100.0;
    assert_eq!(d.money.won, 120.0 * f64::from(VISITS_PER_S) * goal);
    assert_eq!(d.money.lost, 1000.0 * goal);
    let missed = onrush_diagnose::missed(&run.network(), &run.seen);
    assert!(!missed.is_empty() && missed.iter().all(|(_, value)| *value > 0.0));
    assert_eq!(
        missed.iter().map(|(_, value)| value).sum::<f64>(),
        d.money.lost
    );
    // Two minutes of two servers at 3 and a database at 6 an hour.
    assert!((d.money.servers - 0.4).abs() < 1e-12);
    assert_eq!((d.money.cdn, d.money.campaign), (0.0, 0.0));
    assert!((d.money.per_goal.unwrap() - 0.4 / 6000.0).abs() < 1e-12);
    let met: Vec<_> = d.targets.iter().map(|t| (t.id, t.met)).collect();
    assert_eq!(
        met,
        [
            (TargetId::PageP95, true),
            (TargetId::Served, false),
            (TargetId::Budget, false)
        ]
    );
    assert!((d.targets[1].got.unwrap() - 600.0 / 7.0).abs() < 1e-9);
}

#[test]
fn of_a_stock_no_more_is_missed_than_was_left() {
    let goal = GOAL_CENTS as f64 / 100.0;
    let mut run = Run::quiet(120).lost(50..100, 20);
    let mut network = run.network();
    let mut missed = |units: u64, taken: u32, returned: u32, takes: bool| {
        let column = |n: u32| [vec![n], vec![0; 119]].concat();
        run.seen.stocks = vec![onrush_observe::StockSeries {
            id: "seats".to_owned(),
            units,
            taken: column(taken),
            returned: column(returned),
            in_vain: vec![0; 120],
        }];
        let take = onrush_network::Step {
            act: onrush_network::Act::Take { stock: 0 },
            ..onrush_network::Step::at(0)
        };
        let steps = if takes { vec![take] } else { Vec::new() };
        network.programs[0].steps = vec![onrush_network::Step::at(0).holding(steps)];
        let by_cause = onrush_diagnose::missed(&network, &run.seen);
        let sum: f64 = by_cause.iter().map(|(_, value)| value).sum();
        let whole = diagnose(&scenario(), &network, &run.seen).money.lost;
        assert!((sum - whole).abs() < 1e-9, "{sum} {whole}");
        whole
    };
    // A thousand were lost on the way to it.
    assert!(
        (missed(6000, 1700, 200, true) - 1000.0 * goal).abs() < 1e-9,
        "enough was left"
    );
    assert!((missed(1900, 1700, 200, true) - 400.0 * goal).abs() < 1e-9);
    assert_eq!(missed(1500, 1700, 200, true), 0.0, "sold out in the end");
    assert!(
        (missed(1500, 1700, 200, false) - 1000.0 * goal).abs() < 1e-9,
        "nothing is taken"
    );
}

#[test]
fn the_peak_is_the_busiest_second_and_the_busiest_five_minutes() {
    let mut run = Run::quiet(1000);
    run.seen.series.requests[700] = 900;
    run.seen.series.visits[650] = 400;
    let d = of(&run);
    assert_eq!((d.peak.at_s, d.peak.requests_per_s), (700, 900.0));
    assert_eq!((d.peak.visits_at_s, d.peak.visits_per_s), (650, 400.0));
    let w = d.peak.busiest_5_min;
    assert_eq!((w.from_s, w.length_s), (401, 300));
    assert_eq!(w.requests, 299 * u64::from(VISITS_PER_S) * 2 + 900);
}

#[test]
fn what_nobody_saw_is_unknown_and_not_met() {
    let mut run = Run::quiet(60);
    run.seen.ledger = onrush_observe::Ledger::for_streams(1);
    run.seen.page_times = onrush_observe::Histogram::default();
    let d = of(&run);
    assert!(d.targets.iter().all(|t| t.got.is_none() && !t.met));
    assert_eq!(ids(&d), [], "no room to spare where nobody came");
    // Everybody is lost before a page loads.
    let d = of(&run.lost(20..40, 20));
    assert_eq!((d.targets[0].got, d.targets[0].met), (None, false));
    assert_eq!((d.targets[1].got, d.targets[1].met), (Some(0.0), false));
}

#[test]
fn nothing_observed_can_make_it_panic() {
    let run = Run::quiet(60);
    let network = run.network();
    for (horizon_s, step_s) in [(0, 0), (0, 1), (1, 0), (60, 7), (10_000, 3), (59, 60)] {
        let mut seen = Run::quiet(30).full(3..20).lost(5..9, 50).seen;
        (seen.horizon_s, seen.step_s) = (horizon_s, step_s);
        seen.held[0].inner = 9;
        assert!(diagnose(&scenario(), &network, &seen).money.won >= 0.0);
        seen.held[0].holder = 9;
        seen.stations[1].busy.clear();
        seen.series.pages.clear();
        seen.stations[0].busy.fill(f32::NAN);
        assert!(diagnose(&scenario(), &network, &seen).money.won >= 0.0);
    }
}

#[test]
fn coarse_steps_tell_the_same_story() {
    let mut run = Run::quiet(300).full(100..200).lost(105..200, 20);
    // The same numbers, read as one a minute.
    run.seen.step_s = 60;
    run.seen.horizon_s *= 60;
    let d = of(&run);
    assert_eq!((d.verdict, d.root), (Verdict::Breaks, Some(1)));
    assert_eq!(d.first_break_s, Some(105 * 60));
    assert_eq!(d.peak.requests_per_s, f64::from(VISITS_PER_S * 2) / 60.0);
}
