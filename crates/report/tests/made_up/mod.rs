//! A made-up run: everyday visitors, a broadcast that ends at 20:30, a site that breaks and recovers.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "shared by tests and the example, each using some of it"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small made-up numbers"
)]

use onrush_observe::{CacheSeries, Ledger, Observations, RoomSeries, StationSeries, StockSeries};
use onrush_report::{Labels, Moments, Names, Numerals};

const HORIZON: u32 = 7_200;

/// A run without any value.
pub fn nothing(horizon_s: u32) -> Observations {
    Observations {
        horizon_s,
        step_s: 1,
        ledger: Ledger::for_streams(0),
        ..Observations::default()
    }
}

/// A run of two hours from 20:00.
pub fn broadcast() -> Observations {
    let mut seed = 7_u64;
    let mut noise = move || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // The number of ones among 32 random bits is close enough to normal: mean 16, variance 8.
        (f64::from(((seed >> 32) as u32).count_ones()) - 16.0) / 2.83
    };
    let mut o = nothing(HORIZON);
    let s = &mut o.series;
    let mut stations: Vec<StationSeries> = [
        ("web", 96, 2_000),
        ("database", 100, u64::MAX),
        ("cache", 64, u64::MAX),
        ("payment", 12, u64::MAX),
    ]
    .into_iter()
    .map(|(id, servers, places)| StationSeries {
        id: id.into(),
        servers,
        places,
        ..StationSeries::default()
    })
    .collect();
    let (mut inside, mut queue) = (900.0_f64, 0.0_f64);
    for t in 0..HORIZON {
        let x = f64::from(t) - 1_800.0;
        let rise = if x < 0.0 {
            libm::exp(x / 60.0)
        } else {
            libm::exp(-x / 420.0)
        };
        let rate = 18.0 + 30.0 * libm::exp(-f64::from(t) / 900.0) + 1_480.0 * rise;
        let visits = (rate + noise() * rate.sqrt()).max(0.0);
        let wanted = visits * 4.1;
        let broken = (1_872..2_640).contains(&t);
        let capacity = if broken { 2_300.0 } else { 6_100.0 };
        let answered = wanted.min(capacity + noise() * 25.0);
        let over = wanted - answered;
        queue = (queue + over * 0.4 - if broken { 60.0 } else { 300.0 }).clamp(0.0, 2_000.0);
        let (refused, errors, abandoned) = (over * 0.62, over * 0.22, over * 0.16);
        let lost = over * 0.11;
        inside = (inside + visits - lost - inside / 95.0).max(0.0);
        let p50 = 0.09 + queue / 320.0 + 0.01 * noise().abs();
        let p95 = 0.28 + queue / 120.0 + 0.04 * noise().abs();
        let p99 = (0.55 + queue / 70.0 + 0.15 * noise().abs()).min(30.0);
        let quiet = t % 997 == 3;
        s.visits.push(visits as u32);
        s.inside.push(inside as u32);
        s.served.push((visits - lost).max(0.0) as u32);
        s.lost.push(lost as u32);
        s.requests.push(wanted as u32);
        s.answered.push(answered as u32);
        s.refused.push(refused as u32);
        s.errors.push(errors as u32);
        s.abandoned.push(abandoned as u32);
        s.wasted.push((abandoned * 0.8) as u32);
        s.reloads.push((over * 0.3) as u32);
        s.pages.push((answered / 4.0) as u32);
        s.page_p50_ms
            .push(if quiet { 0 } else { (p50 * 1000.0) as u32 });
        s.page_p95_ms
            .push(if quiet { 0 } else { (p95 * 1000.0) as u32 });
        s.page_p99_ms
            .push(if quiet { 0 } else { (p99 * 1000.0) as u32 });
        let load = wanted / 6_100.0;
        for (i, station) in stations.iter_mut().enumerate() {
            let share = [0.52, 0.93, 0.31, 0.22][i] * load + 0.012 * noise().abs();
            let share = if queue > 0.0 && i < 2 {
                1.0
            } else {
                share.min(1.0)
            };
            station
                .arrived
                .push((wanted * [1.0, 0.9, 0.95, 0.02][i]) as u32);
            station
                .served
                .push((answered * [1.0, 0.9, 0.95, 0.02][i]) as u32);
            station
                .refused
                .push(if i == 0 { refused as u32 } else { 0 });
            station
                .given_up
                .push(if i == 0 { abandoned as u32 } else { 0 });
            station.busy.push((share * station.servers as f64) as f32);
            station.line.push([queue, queue * 0.05, 0.0, 0.0][i] as f32);
        }
    }
    o.stations = stations;
    o
}

/// Adds what not every site has: machines that are added, a cache, a waiting room, a stock.
pub fn furnish(o: &mut Observations) {
    let steps = HORIZON as usize;
    let web = &mut o.stations[0];
    web.up = (0..steps)
        .map(|t| if t < 1_950 { 4.0 } else { 10.0 })
        .collect();
    web.paid = (0..steps)
        .map(|t| if t < 1_880 { 4.0 } else { 10.0 })
        .collect();
    let from_ten = |n: u32| {
        (0..steps)
            .map(|t| if t < 10 { 0 } else { n })
            .collect::<Vec<u32>>()
    };
    o.caches = vec![CacheSeries {
        id: "cache/files".into(),
        hits: from_ten(8),
        misses: from_ten(1),
        coalesced: from_ten(1),
    }];
    o.rooms = vec![RoomSeries {
        id: "room/site".into(),
        came: vec![3; steps],
        waiting: vec![12.5; steps],
        ..RoomSeries::default()
    }];
    o.stocks = vec![StockSeries {
        id: "tickets".into(),
        units: 1_000,
        taken: (0..steps).map(|t| u32::from(t < 1_000)).collect(),
        returned: vec![0; steps],
        in_vain: vec![0; steps],
    }];
}

pub fn moments() -> Moments {
    Moments {
        clock_start_s: 20 * 3600,
        page_target_s: Some(3.0),
        break_s: Some(1_872),
        peak_s: Some(1_803),
        recovery_s: Some(2_700),
    }
}

pub fn names() -> Names {
    let stations = ["Web servers", "Database", "Cache", "Payment, \"fast\""]
        .map(str::to_owned)
        .to_vec();
    Names {
        stations,
        ..Names::default()
    }
}

pub fn labels(names: &Names) -> Labels<'_> {
    Labels {
        text: &text,
        names,
        numerals: Numerals::default(),
    }
}

fn text(id: &str) -> String {
    match id {
        "chart.crowd" => "The crowd",
        "chart.requests" => "Requests",
        "chart.page-times" => "Waiting for a page",
        "chart.people" => "People",
        "chart.utilisation" => "How busy each part is",
        "chart.waiting" => "Lines",
        "axis.crowd" => "new visits per second",
        "axis.requests" => "per second",
        "axis.page-times" => "from click to complete page",
        "axis.people" => "number of people",
        "axis.utilisation" => "share of its capacity",
        "axis.waiting" => "requests in line",
        "axis.day" => "day",
        "line.visits" => "New visits",
        "line.inside" => "On the site",
        "line.lost" => "Lost so far",
        "line.requests" => "Sent",
        "line.answered" => "Answered",
        "line.refused" => "Refused & sent away",
        "line.errors" => "Failed",
        "line.abandoned" => "Nobody waited any more",
        "line.p50" => "Half of all pages",
        "line.p95" => "95 of 100",
        "line.p99" => "99 of 100",
        "mark.break" => "breaks",
        "mark.peak" => "peak",
        "mark.recovery" => "recovers",
        "mark.target" => "target",
        other => other,
    }
    .to_owned()
}
