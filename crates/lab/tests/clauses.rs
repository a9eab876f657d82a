//! The laboratory clause by clause, with networks whose answers are known.
//!
//! Comparisons by chance ask for six standard errors or more of what the sample gives; all seeds are 1.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use onrush_lab::{LabFile, Plan, Results, StationResult, Stopped, Time, run};

fn plan(replications: u32) -> Plan {
    Plan {
        replications,
        ..Plan::default()
    }
}

fn results(text: &str, plan: &Plan) -> Results {
    let file = LabFile::read(text).unwrap_or_else(|f| panic!("{f}"));
    run(&file, plan).unwrap_or_else(|f| panic!("{f}"))
}

/// A file of one class, "c", with the given stations, script and the rest.
fn file(seconds: &str, stations: &str, script: &str, rest: &str) -> String {
    format!(
        "{{{seconds}, \"stations\": {{{stations}}}, \"classes\": {{\"c\": {{\"script\": [{script}]}}}}, {rest}}}"
    )
}

fn station<'a>(r: &'a Results, name: &str) -> &'a StationResult {
    &r.stations.iter().find(|(n, _)| n == name).unwrap().1
}

fn near(what: &str, a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within, "{what}: {a} is not {b} ± {within}");
}

fn mean(t: &Time) -> f64 {
    t.mean.unwrap()
}

const ARRIVALS: &str = "\"arrivals\": [{\"class\": \"c\", \"rate_per_s\": 10}]";

#[test]
fn one_server_by_the_formulas_with_intervals_of_batches_and_of_replications() {
    let text = file(
        "\"duration_s\": 20000.5, \"warm_up_s\": 500.25",
        "\"a\": {\"servers\": 1, \"service\": {\"dist\": \"exp\", \"mean_s\": 0.05}}",
        "{\"at\": \"a\"}",
        ARRIVALS,
    );
    // ρ = .5: Wq = .05, R = .1, L = 1.
    for replications in [1, 10] {
        let r = results(&text, &plan(replications));
        let a = station(&r, "a");
        near("arrived", a.arrived, 195_002.5, 3_000.0);
        near("served", a.served, a.arrived, 100.0);
        near("utilisation", a.utilisation.unwrap(), 0.5, 0.02);
        near("in line", a.mean_in_line, 0.5, 0.05);
        near("in station", a.mean_in_station, 1.0, 0.07);
        near("wait", mean(&a.wait_s), 0.05, 0.005);
        near("response", mean(&a.response_s), 0.1, 0.007);
        near(
            "p50",
            a.response_s.p50.unwrap(),
            0.1 * core::f64::consts::LN_2,
            0.006,
        );
        near("p99", a.response_s.p99.unwrap(), 0.4605, 0.05);
        let [low, high] = a.wait_s.ci95.unwrap();
        assert!(low < mean(&a.wait_s) && mean(&a.wait_s) < high);
        assert!(high - low > 0.0002 && high - low < 0.01, "{low} {high}");
        let c = &r.classes[0].1;
        near("completed", c.completed, a.served, 0.0);
        near(
            "of the class",
            mean(&c.response_s),
            mean(&a.response_s),
            1e-9,
        );
        near(
            "Little",
            a.mean_in_station,
            a.arrived / 19_500.25 * mean(&a.response_s),
            0.001,
        );
        assert_eq!(r.events > 0, r.wall_s > 0.0);
    }
}

#[test]
fn the_intervals_hold_the_truth_as_often_as_they_say() {
    // 60 runs of M/M/1 at .7, of 95 %: fewer than 48 hold it with chance below one in 10,000 (binomial).
    let text = file(
        "\"duration_s\": 3000, \"warm_up_s\": 200",
        "\"a\": {\"servers\": 1, \"service\": {\"dist\": \"exp\", \"mean_s\": 0.07}}",
        "{\"at\": \"a\"}",
        ARRIVALS,
    );
    let truth = 0.07 * 0.7 / 0.3;
    for replications in [1, 5] {
        let held = (0..60)
            .filter(|seed| {
                let plan = Plan {
                    seed: 1_000 + seed,
                    replications,
                    ..Plan::default()
                };
                let [low, high] = station(&results(&text, &plan), "a").wait_s.ci95.unwrap();
                low <= truth && truth <= high
            })
            .count();
        assert!(held >= 48, "{held} of 60 with {replications} replications");
    }
}

#[test]
fn the_result_does_not_depend_on_the_threads_nor_on_the_order_in_the_file() {
    let one = "\"a\": {\"servers\": 2, \"service\": {\"dist\": \"exp\", \"mean_s\": 0.1}}";
    let two = "\"b\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"lognormal\", \"mean_s\": 0.2, \"cv2\": 2}}";
    let text = |stations: &str| {
        file(
            "\"duration_s\": 200",
            stations,
            "{\"at\": \"a\"}, {\"at\": \"b\"}",
            ARRIVALS,
        )
    };
    let run = |stations: &str, threads: usize| {
        let plan = Plan {
            replications: 7,
            threads: std::num::NonZeroUsize::new(threads),
            series_s: Some(50.0),
            ..Plan::default()
        };
        let mut r = results(&text(stations), &plan);
        r.wall_s = 0.0;
        r.stations.sort_by(|a, b| a.0.cmp(&b.0));
        if let Some(s) = &mut r.series {
            s.stations.sort_by(|a, b| a.0.cmp(&b.0));
        }
        r
    };
    let all = run(&format!("{one}, {two}"), 1);
    assert_eq!(all, run(&format!("{one}, {two}"), 3));
    assert_eq!(all, run(&format!("{two}, {one}"), 2));
    assert!(
        all.stations[0].1.arrived.fract() != 0.0,
        "counts are means over seven replications"
    );
}

#[test]
fn a_full_line_refuses_and_the_refused_leave() {
    // M/M/1/1: half of λ = μ are refused, and fail.
    let text = file(
        "\"duration_s\": 5000",
        "\"a\": {\"servers\": 1, \"line\": 0, \"service\": {\"dist\": \"exp\", \"mean_s\": 0.1}}, \
         \"b\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"exp\", \"mean_s\": 0.1}}",
        "{\"at\": \"a\"}, {\"at\": \"b\"}",
        ARRIVALS,
    );
    let r = results(&text, &plan(1));
    let (a, b, c) = (station(&r, "a"), station(&r, "b"), &r.classes[0].1);
    near("refused", a.refused / a.arrived, 0.5, 0.02);
    near(
        "the refused come to no later step",
        b.arrived,
        a.served,
        0.0,
    );
    near("failed", c.failed, a.refused, 0.0);
    near("completed", c.completed, b.served, 0.0);
    assert!(
        b.utilisation.is_none(),
        "infinitely many servers have no utilisation"
    );
    near("the delay holds λS", b.mean_in_station, 0.5, 0.05);
    near("nobody waits", mean(&b.wait_s), 0.0, 0.0);
}

#[test]
fn the_impatient_abandon_the_line() {
    // One server busy for ever with the first, patience exactly 2 s: everybody else abandons after it.
    let text = file(
        "\"duration_s\": 1000",
        "\"a\": {\"servers\": 1, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 100000}, \
         \"patience\": {\"dist\": \"deterministic\", \"mean_s\": 2}}",
        "{\"at\": \"a\"}",
        ARRIVALS,
    );
    let r = results(&text, &plan(1));
    let a = station(&r, "a");
    near("abandoned", a.abandoned, a.arrived, 60.0);
    near("twenty stand in line", a.mean_in_line, 20.0, 1.0);
    near("only who began service waited", mean(&a.wait_s), 0.0, 0.0);
    assert_eq!(a.response_s, Time::default(), "nobody finished");
    near("failed", r.classes[0].1.failed, a.abandoned, 0.0);
}

#[test]
fn a_step_is_made_with_its_probability_so_many_times() {
    let text = file(
        "\"duration_s\": 2000",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"deterministic\", \"mean_s\": 0.5}}",
        "{\"at\": \"a\", \"probability\": 0.25, \"times\": 3}",
        ARRIVALS,
    );
    let r = results(&text, &plan(1));
    let (a, c) = (station(&r, "a"), &r.classes[0].1);
    // Drawn once for all three: of 20,000 a quarter takes 1.5 s, the rest nothing.
    near("visits for each", a.arrived / c.completed, 0.75, 0.08);
    near("median", c.response_s.p50.unwrap(), 0.0, 0.0);
    near("p90", c.response_s.p90.unwrap(), 1.5, 0.015);
    near("mean", mean(&c.response_s), 0.375, 0.04);
}

#[test]
fn a_held_server_is_busy_for_both_halves_and_all_between() {
    let text = file(
        "\"duration_s\": 2000",
        "\"web\": {\"servers\": 50, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 0.2}}, \
         \"db\": {\"servers\": 50, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 0.1}}",
        "{\"at\": \"web\", \"while_holding\": [{\"at\": \"db\", \"times\": 3}]}",
        ARRIVALS,
    );
    let r = results(&text, &plan(1));
    let (web, db) = (station(&r, "web"), station(&r, "db"));
    near("time at web", mean(&web.response_s), 0.5, 1e-6);
    near("time at db", mean(&db.response_s), 0.1, 1e-6);
    near("arrived three times", db.arrived, 3.0 * web.arrived, 40.0);
    near(
        "busy",
        web.utilisation.unwrap() * 50.0,
        web.arrived / 2_000.0 * 0.5,
        0.01,
    );
    near(
        "p50 of the class",
        r.classes[0].1.response_s.p50.unwrap(),
        0.5,
        0.005,
    );
}

#[test]
fn an_inner_refusal_releases_what_is_held_and_skips_the_second_half() {
    // The inner station is taken for ever by the first: everybody else is held for half of 2 s and fails.
    let text = file(
        "\"duration_s\": 2000, \"warm_up_s\": 100",
        "\"web\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"deterministic\", \"mean_s\": 2}}, \
         \"db\": {\"servers\": 1, \"line\": 0, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 500000}}",
        "{\"at\": \"web\", \"while_holding\": [{\"at\": \"db\"}]}",
        ARRIVALS,
    );
    let r = results(&text, &plan(1));
    let (web, db, c) = (station(&r, "web"), station(&r, "db"), &r.classes[0].1);
    near("all refused", db.refused, db.arrived, 0.0);
    near("failed", c.failed, db.refused, 0.0);
    near("nobody finishes at web", web.served, 0.0, 0.0);
    // One second each, and the first one for ever.
    near(
        "in web",
        web.mean_in_station,
        1.0 + web.arrived / 1_900.0,
        0.05,
    );
}

#[test]
fn instances_have_their_own_lines_and_balancers_choose() {
    let text = |balance: &str| {
        file(
            "\"duration_s\": 3000",
            &format!(
                "\"a\": {{\"servers\": 1, \"instances\": 10, \"balance\": \"{balance}\", \
                 \"service\": {{\"dist\": \"exp\", \"mean_s\": 0.8}}}}"
            ),
            "{\"at\": \"a\"}",
            ARRIVALS,
        )
    };
    let wait = |balance: &str| mean(&station(&results(&text(balance), &plan(4)), "a").wait_s);
    // ρ .8 at each of ten: chance alone is M/M/1 (Wq 4 S = 3.2 s); turns are smoother; a look at two, and at all, better still.
    let (random, turns, two, all) = (
        wait("random"),
        wait("round_robin"),
        wait("two_choices"),
        wait("least_busy"),
    );
    near("random", random, 3.2, 0.5);
    assert!(
        turns < random && two < turns && all < two,
        "{random} {turns} {two} {all}"
    );
    let r = results(&text("random"), &plan(1));
    near(
        "utilisation is of all instances",
        station(&r, "a").utilisation.unwrap(),
        0.8,
        0.03,
    );
}

#[test]
fn busy_servers_slow_each_other_down_even_where_they_are_infinitely_many() {
    // Far apart: nobody meets. Together with `cores`, only what is more than they are.
    let text = |servers: &str, more: &str, customers: u32| {
        file(
            "\"duration_s\": 2000, \"warm_up_s\": 100",
            &format!(
                "\"a\": {{\"servers\": {servers}, {more}, \"service\": {{\"dist\": \"deterministic\", \"mean_s\": 0.1}}}}"
            ),
            "{\"at\": \"a\"}",
            &format!(
                "\"closed\": {{\"class\": \"c\", \"customers\": {customers}, \"think\": {{\"dist\": \"deterministic\", \"mean_s\": 0}}}}"
            ),
        )
    };
    for servers in ["6", "\"infinite\""] {
        let r = results(
            &text(servers, "\"alpha\": 0.1, \"beta\": 0.02", 6),
            &plan(1),
        );
        near(
            "N = 6",
            station(&r, "a").served / 1_900.0,
            6.0 / (0.1 * (1.0 + 0.5 + 0.6)),
            0.1,
        );
        let r = results(
            &text(servers, "\"alpha\": 0.1, \"beta\": 0.02, \"cores\": 4", 6),
            &plan(1),
        );
        near(
            "N = 3",
            station(&r, "a").served / 1_900.0,
            6.0 / (0.1 * (1.0 + 0.2 + 0.12)),
            0.1,
        );
        let r = results(&text(servers, "\"cores\": 4", 6), &plan(1));
        near(
            "no contention",
            station(&r, "a").served / 1_900.0,
            60.0,
            0.1,
        );
    }
}

#[test]
fn rates_jump_and_are_zero_outside_their_points() {
    let text = file(
        "\"duration_s\": 100",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"deterministic\", \"mean_s\": 0}}",
        "{\"at\": \"a\"}",
        "\"arrivals\": [{\"class\": \"c\", \"rate_points\": [[20, 0], [40, 1000], [40, 100], [60, 100]]}]",
    );
    let series = results(
        &text,
        &Plan {
            series_s: Some(20.0),
            ..Plan::default()
        },
    )
    .series
    .unwrap();
    let arrived = &series.stations[0].1.arrived;
    assert_eq!(arrived.len(), 5);
    near("before", arrived[0], 0.0, 0.0);
    near("the ramp", arrived[1], 10_000.0, 600.0);
    near("after the jump", arrived[2], 2_000.0, 270.0);
    near("outside", arrived[3] + arrived[4], 0.0, 0.0);
}

#[test]
fn a_sine_goes_up_and_down() {
    let text = file(
        "\"duration_s\": 1000",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"deterministic\", \"mean_s\": 0}}",
        "{\"at\": \"a\"}",
        "\"arrivals\": [{\"class\": \"c\", \"rate_sine\": {\"mean_per_s\": 100, \"amplitude_per_s\": 100, \"period_s\": 500}}]",
    );
    let series = results(
        &text,
        &Plan {
            series_s: Some(250.0),
            ..Plan::default()
        },
    )
    .series
    .unwrap();
    let arrived = &series.stations[0].1.arrived;
    // Half a wave: 250 · 100 ± 100 · 500/π.
    for (i, expected) in [40_915.5, 9_084.5, 40_915.5, 9_084.5]
        .into_iter()
        .enumerate()
    {
        near("half a wave", arrived[i], expected, 1_300.0);
    }
}

/// A class with a client.
fn with_client(seconds: &str, stations: &str, client: &str, rest: &str) -> String {
    file(seconds, stations, "{\"at\": \"a\"}", rest).replace(
        "{\"at\": \"a\"}]",
        &format!("{{\"at\": \"a\"}}], \"client\": {client}"),
    )
}

#[test]
fn timed_out_attempts_stay_and_run_to_their_end() {
    // Services take 3 s, the timeout is 2 s, three tries: nobody is ever answered, every attempt is served.
    let text = with_client(
        "\"duration_s\": 1000",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"deterministic\", \"mean_s\": 3}}",
        "{\"timeout_s\": 2, \"tries\": 3}",
        ARRIVALS,
    );
    let r = results(
        &text,
        &Plan {
            series_s: Some(1_000.0),
            ..Plan::default()
        },
    );
    let (a, c) = (station(&r, "a"), &r.classes[0].1);
    near("answered", c.completed, 0.0, 0.0);
    assert_eq!(c.response_s, Time::default());
    let s = &r.series.as_ref().unwrap().classes[0].1;
    near(
        "every attempt arrives",
        a.arrived,
        s.started[0] + s.retried[0],
        0.0,
    );
    near(
        "two further attempts for each",
        s.retried[0],
        2.0 * s.started[0],
        150.0,
    );
    near("all are served, late", a.served, a.arrived, 150.0);
    near("failed after three timeouts", c.failed, s.started[0], 120.0);
}

#[test]
fn an_answer_counts_once_and_from_the_first_attempt() {
    // One server, taken for 5 s by each: a second attempt in the same line. Alone in the system, customer by customer:
    // an attempt of 3 s against a timeout of 2: retried at once, behind the first one's rest. Never in time.
    // With 1.5 s of service: in time at the first attempt.
    let text = |service: f64| {
        with_client(
            "\"duration_s\": 10000",
            &format!(
                "\"a\": {{\"servers\": 1, \"service\": {{\"dist\": \"deterministic\", \"mean_s\": {service}}}}}"
            ),
            "{\"timeout_s\": 2, \"tries\": 2, \"backoff\": {\"first_s\": 4, \"factor\": 2}}",
            "\"arrivals\": [{\"class\": \"c\", \"rate_per_s\": 0.001}]",
        )
    };
    let r = results(&text(1.5), &plan(20));
    near("response", mean(&r.classes[0].1.response_s), 1.5, 0.05);
    near("failed", r.classes[0].1.failed, 0.0, 0.0);
    let r = results(&text(3.0), &plan(20));
    let (a, c) = (station(&r, "a"), &r.classes[0].1);
    near("late twice", c.completed, 0.0, 0.0);
    near("both attempts are served", a.served, 2.0 * c.failed, 1.0);
}

#[test]
fn the_refused_are_tried_again_after_their_pauses() {
    // Nobody is ever let in after the first. Three tries, pauses of 1 and 3 s: fails after 4 s, or after 2 on average.
    for (jitter, seconds) in [("", 4.0), (", \"jitter\": \"full\"", 2.0)] {
        let text = with_client(
            "\"duration_s\": 1000",
            "\"a\": {\"servers\": 1, \"line\": 0, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 600000}}",
            &format!("{{\"tries\": 3, \"backoff\": {{\"first_s\": 1, \"factor\": 3{jitter}}}}}"),
            ARRIVALS,
        );
        let r = results(
            &text,
            &Plan {
                series_s: Some(1_000.0),
                ..Plan::default()
            },
        );
        let s = &r.series.unwrap().classes[0].1;
        // By Little's law the number of those who are still trying at the end tells how long they try.
        let trying = s.started[0] - s.failed[0] - s.completed[0] - 1.0;
        near("still trying at the end", trying, 10.0 * seconds, 38.0);
        near("attempts", s.retried[0], 2.0 * s.started[0], 100.0);
    }
}

#[test]
fn without_backoff_the_retry_is_immediate_and_without_client_there_is_none() {
    let stations = "\"a\": {\"servers\": 1, \"line\": 0, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 600000}}";
    let seconds = "\"duration_s\": 1000, \"warm_up_s\": 10";
    let r = results(
        &with_client(seconds, stations, "{\"tries\": 3}", ARRIVALS),
        &plan(1),
    );
    let (a, c) = (station(&r, "a"), &r.classes[0].1);
    near(
        "three attempts at the same moment",
        a.refused,
        3.0 * c.failed,
        0.0,
    );
    let r = results(
        &file(seconds, stations, "{\"at\": \"a\"}", ARRIVALS),
        &plan(1),
    );
    near(
        "one attempt",
        station(&r, "a").refused,
        r.classes[0].1.failed,
        0.0,
    );
}

#[test]
fn customers_of_a_closed_network_think_again_whatever_became_of_them() {
    // 30 customers think 2 s, then find a delay of 1 s: 10 requests a second, for ever.
    let closed = "\"closed\": {\"class\": \"c\", \"customers\": 30, \"think\": {\"dist\": \"exp\", \"mean_s\": 2}}";
    let text = file(
        "\"duration_s\": 2000, \"warm_up_s\": 100",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"exp\", \"mean_s\": 1}}",
        "{\"at\": \"a\"}",
        closed,
    );
    let r = results(&text, &plan(1));
    near("throughput", station(&r, "a").served / 1_900.0, 10.0, 0.3);
    near(
        "at the station",
        station(&r, "a").mean_in_station,
        10.0,
        0.3,
    );
    // All refused but one: the other 29 come back every 2 s.
    let text = file(
        "\"duration_s\": 2000, \"warm_up_s\": 100",
        "\"a\": {\"servers\": 1, \"line\": 0, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 600000}}",
        "{\"at\": \"a\"}",
        closed,
    );
    let r = results(&text, &plan(1));
    near("refused", station(&r, "a").refused / 1_900.0, 14.5, 0.5);
    // All start thinking: nobody is there at first.
    let text = file(
        "\"duration_s\": 1",
        "\"a\": {\"servers\": 1, \"service\": {\"dist\": \"exp\", \"mean_s\": 1}}",
        "{\"at\": \"a\"}",
        "\"closed\": {\"class\": \"c\", \"customers\": 30, \"think\": {\"dist\": \"deterministic\", \"mean_s\": 1.5}}",
    );
    near(
        "still thinking",
        station(&results(&text, &plan(1)), "a").arrived,
        0.0,
        0.0,
    );
}

#[test]
fn only_what_happens_after_the_warm_up_counts_whenever_the_customer_came() {
    // Everybody comes in the first 10 s and is served 100 s later.
    let text = file(
        "\"duration_s\": 105, \"warm_up_s\": 50",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"deterministic\", \"mean_s\": 100}}",
        "{\"at\": \"a\"}",
        "\"arrivals\": [{\"class\": \"c\", \"rate_points\": [[0, 100], [10, 100]]}]",
    );
    let r = results(
        &text,
        &Plan {
            series_s: Some(10.0),
            ..Plan::default()
        },
    );
    let (a, c) = (station(&r, "a"), &r.classes[0].1);
    near("arrived before", a.arrived, 0.0, 0.0);
    near("half of them served by the end", a.served, 500.0, 150.0);
    near("completed", c.completed, a.served, 0.0);
    near("the rest is neither", c.failed, 0.0, 0.0);
    near("response", mean(&c.response_s), 100.0, 1e-6);
    let series = r.series.as_ref().unwrap();
    let s = &series.stations[0].1;
    assert_eq!(s.arrived.len(), 11);
    near("the series begins at 0", s.arrived[0], 1_000.0, 200.0);
    near(
        "and is a time average",
        s.mean_in_station[5],
        s.arrived[0],
        1e-9,
    );
    near("its last step is short", s.served[10], a.served, 0.0);
}

#[test]
fn more_than_ten_million_at_once_end_the_run_with_the_second() {
    let text = file(
        "\"duration_s\": 100",
        "\"a\": {\"servers\": 1, \"service\": {\"dist\": \"deterministic\", \"mean_s\": 1000}}",
        "{\"at\": \"a\"}",
        "\"arrivals\": [{\"class\": \"c\", \"rate_per_s\": 4000000}]",
    );
    let file = LabFile::read(&text).unwrap();
    let stopped = run(&file, &Plan::default()).unwrap_err();
    assert!(
        matches!(stopped, Stopped::TooMany { second: 2..=3 }),
        "{stopped:?}"
    );
}

#[test]
fn what_would_take_days_is_refused_before_it_starts() {
    let text = file(
        "\"duration_s\": 100000000",
        "\"a\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"exp\", \"mean_s\": 1e-6}}",
        "{\"at\": \"a\", \"times\": 1000}",
        "\"arrivals\": [{\"class\": \"c\", \"rate_per_s\": 10000000}]",
    );
    let stopped = run(&LabFile::read(&text).unwrap(), &Plan::default()).unwrap_err();
    assert!(
        stopped
            .to_string()
            .starts_with("duration_s: 100000000 is not short enough"),
        "{stopped}"
    );
    let text = text.replace("100000000", "10").replace("10000000", "1");
    let series = Plan {
        series_s: Some(1e-9),
        ..Plan::default()
    };
    let stopped = run(&LabFile::read(&text).unwrap(), &series).unwrap_err();
    assert!(
        stopped
            .to_string()
            .starts_with("--series: 0.000000001 is not between"),
        "{stopped}"
    );
}

#[test]
fn the_json_has_exactly_the_fields_that_are_promised() {
    let text = file(
        "\"duration_s\": 50",
        "\"z\": {\"servers\": \"infinite\", \"service\": {\"dist\": \"exp\", \"mean_s\": 1}}, \
         \"a\": {\"servers\": 1, \"service\": {\"dist\": \"exp\", \"mean_s\": 0.01}}",
        "{\"at\": \"a\"}",
        ARRIVALS,
    );
    let keys = |v: &serde_json::Value| {
        let mut keys: Vec<_> = v.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys.join(" ")
    };
    let json = results(
        &text,
        &Plan {
            series_s: Some(10.0),
            ..Plan::default()
        },
    )
    .json();
    let v: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(keys(&v), "classes events series stations wall_s");
    assert!(
        json.find("\"z\"").unwrap() < json.find("\"a\"").unwrap(),
        "the file's order"
    );
    let a = &v["stations"]["a"];
    assert_eq!(
        keys(a),
        "abandoned arrived mean_in_line mean_in_station refused response_s served utilisation wait_s"
    );
    assert_eq!(keys(&a["wait_s"]), "ci95 mean p50 p90 p95 p99");
    assert_eq!(a["wait_s"]["ci95"].as_array().unwrap().len(), 2);
    assert!(a["arrived"].is_u64() && a["utilisation"].is_f64());
    let z = &v["stations"]["z"];
    assert!(
        z["utilisation"].is_null()
            && z["wait_s"]["mean"].is_null()
            && z["wait_s"]["ci95"].is_null()
    );
    assert_eq!(keys(&v["classes"]["c"]), "completed failed response_s");
    assert_eq!(keys(&v["series"]), "classes stations step_s");
    assert_eq!(
        keys(&v["series"]["stations"]["a"]),
        "abandoned arrived mean_in_station refused served"
    );
    assert_eq!(
        keys(&v["series"]["classes"]["c"]),
        "completed failed retried started"
    );
    assert_eq!(
        v["series"]["stations"]["a"]["arrived"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
    let without: serde_json::Value =
        serde_json::from_str(&results(&text, &plan(1)).json()).unwrap();
    assert_eq!(keys(&without), "classes events stations wall_s");
}

#[test]
fn the_worked_example_of_the_documentation_is_true() {
    let document =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/lab.md")).unwrap();
    let example = document
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let r = results(example, &plan(20));
    let wait = station(&r, "tills").wait_s;
    let [low, high] = wait.ci95.unwrap();
    // Wq = C / (cμ − λ) with C(1.8, 2) = .8526: 51.16 s. Within three half widths: missed once in a million runs.
    let half = (high - low) / 2.0;
    near("Wq", mean(&wait), 51.16, 3.0 * half);
    assert!((1.0..5.0).contains(&half), "some 3 s to each side: {half}");
}
