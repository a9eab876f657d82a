//! What is said about runs whose meaning is known.

use std::ops::Range;

use onrush_diagnose::example::{Run, scenario};
use onrush_diagnose::{Finding, FindingId, diagnose};
use onrush_words::Words;

const WORDS: Words = Words::new(onrush_words::Language::English);

fn headline(run: &Run) -> String {
    let s = scenario();
    WORDS.headline(&s, &run.seen, &diagnose(&s, &run.network(), &run.seen))
}

const BUSY: Range<u32> = 100..200;

#[test]
fn headlines_by_verdict() {
    assert_eq!(
        headline(&Run::quiet(600)),
        "Holds. The peak comes at 20:00 with 100 requests a second; the busiest part, the web servers, is at 40 % in its \
         fullest minute."
    );
    assert_eq!(
        headline(&Run::quiet(600).full(BUSY).lost(107..207, 200)),
        "It breaks at 20:01:47. All 10 database connections were taken and the web servers stood waiting for them; 4 in 10 \
         visitors left without what they came for."
    );
    assert_eq!(
        headline(&Run::quiet(600).web_full(BUSY).lost(107..207, 200)),
        "It breaks at 20:01:47. All 100 web workers were busy and new requests had to wait in line; 4 in 10 visitors left \
         without what they came for."
    );
    assert_eq!(
        headline(&Run::quiet(600).lost(107..207, 200)),
        "It breaks at 20:01:47. 4 in 10 visitors left without what they came for."
    );
    let slow = Run::quiet(600).pages(300..340, [1500, 9000, 12_000]);
    assert_eq!(
        headline(&slow),
        "Just holds, slowly: from 20:05 on, for 40 seconds in all, more than 5 in 100 pages take over 2 seconds."
    );
    assert_eq!(
        headline(&slow.lost(310..330, 1)),
        "Just holds, slowly: from 20:05 on, for 40 seconds in all, more than 5 in 100 pages take over 2 seconds; fewer than \
         1 in 100 visitors are lost."
    );
}

#[test]
fn who_is_still_waiting_at_the_end_is_not_forgotten() {
    assert_eq!(
        headline(&Run::quiet(100).full(40..100).stuck(1250)),
        "It breaks at 20:01:39. All 10 database connections were taken and the web servers stood waiting for them; 2 in 10 \
         visitors left without what they came for, or were still waiting at the end."
    );
}

#[test]
fn a_run_without_visitors_says_so() {
    let mut run = Run::quiet(1);
    run.seen.ledger = onrush_observe::Ledger::for_streams(1);
    assert_eq!(
        headline(&run),
        "Nobody came in this run, so nothing can be said about the site."
    );
}

#[test]
fn sentences_begin_large_and_one_is_no_many() {
    let mut run = Run::quiet(600).lost(0..600, 20);
    run.seen.series.served.fill(0);
    run.seen.ledger = onrush_observe::Ledger::for_streams(1);
    let run = run.lost(0..600, 1);
    assert_eq!(
        headline(&run),
        "It breaks at 20:00:00. All visitors left without what they came for."
    );
    let target = diagnose(&scenario(), &run.network(), &run.seen).targets[1];
    assert!(WORDS.target(&target, &scenario()).ends_with("it was 0 %"));
    let unknown = onrush_diagnose::TargetResult {
        got: None,
        ..target
    };
    assert!(
        WORDS
            .target(&unknown, &scenario())
            .ends_with("no visit ended")
    );

    let mut run = Run::quiet(600).web_full(BUSY).lost(107..207, 200);
    let web = &mut run.seen.stations[0];
    (web.servers, web.places) = (1, 1);
    for busy in &mut web.busy {
        *busy /= 100.0;
    }
    web.refused[150] = 10;
    run.seen.series.refused[150] = 10;
    run.seen.held.clear();
    assert!(
        headline(&run).contains("The only web worker was busy and new"),
        "{}",
        headline(&run)
    );
    let s = scenario();
    let d = diagnose(&s, &run.network(), &run.seen);
    let said: Vec<String> = d
        .findings
        .iter()
        .map(|f| WORDS.finding(f, &s, &run.seen))
        .collect();
    assert!(
        said[0].starts_with("The only web worker was taken, and"),
        "{said:?}"
    );
    assert!(said[1].contains("full (1 place);"), "{said:?}");
}

#[test]
fn findings_in_words() {
    let s = scenario();
    let run = Run::quiet(600)
        .full(BUSY)
        .lost(107..190, 5)
        .reloads(BUSY, 30)
        .pages(BUSY, [1500, 9000, 12_000]);
    let d = diagnose(&s, &run.network(), &run.seen);
    let said: Vec<String> = d
        .findings
        .iter()
        .map(|f| {
            format!(
                "{}: {}",
                WORDS.finding_when(f, &s),
                WORDS.finding(f, &s, &run.seen)
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "20:01:40 to 20:03:20: All 10 database connections were taken, and requests stood in line for them.",
            "20:01:40 to 20:03:20: The web servers stood waiting for the database: 95 in 100 busy web workers were held by \
             requests that the database had not answered yet.",
            "20:01:40 to 20:03:20: The line before the web servers was full (200 places); 2,000 requests were turned away.",
            "20:01:40 to 20:03:20: Pages became slow: at worst, 95 in 100 took up to 9 seconds; the target is 2 seconds.",
            "20:01:40 to 20:03:20: People reloaded 3,000 times: 36 in 100 attempts to load a page were reloads, on top \
             of the crowd's own.",
            "20:01:47 to 20:03:10: About 420 visitors were lost, 9 in 100 of those whose visits ended in this time: about 420 \
             turned away.",
            "20:03:20: Pages are fast again and nobody is lost any more.",
        ]
    );
}

/// Even a finding that nobody would make has a sentence without holes.
#[test]
fn every_kind_of_finding_can_be_said() {
    use FindingId::{
        Blocked, GatewayTimeouts, HeldWaiting, LineFull, MachinesLate, NotRecovered, PeopleLost,
        Recovered, ReloadWave, RoomToSpare, Saturated, Shed, Slow, SoldOut, WastedWork,
    };
    let names = [
        "servers",
        "utilisation",
        "share",
        "refused",
        "places",
        "requests",
        "p95_s",
        "target_s",
        "reloads",
        "visits",
        "turned_away",
        "gave_up_slow",
        "error",
        "in_run",
        "stuck",
        "gave_up_waiting",
        "blocked",
        "per_s",
        "wait_s",
        "before",
        "after",
        "people",
        "machines",
        "stock",
        "units",
    ];
    let run = Run::quiet(60);
    for id in [
        Blocked,
        MachinesLate,
        Shed,
        SoldOut,
        GatewayTimeouts,
        HeldWaiting,
        LineFull,
        NotRecovered,
        PeopleLost,
        Recovered,
        ReloadWave,
        RoomToSpare,
        Saturated,
        Slow,
        WastedWork,
    ] {
        for value in [0.0, 1.0, 12_345.6] {
            let figure = |name: &&str| onrush_diagnose::Figure {
                name: (*name).to_owned(),
                value,
            };
            let finding = Finding {
                id,
                from_s: 3,
                until_s: None,
                station: Some(0),
                because_of: Some(1),
                figures: names.iter().map(figure).collect(),
            };
            let said = WORDS.finding(&finding, &scenario(), &run.seen);
            assert!(
                said.ends_with('.') && !said.contains(['⟨', '{', '}']),
                "{said}"
            );
            assert!(!said.contains("  "), "{said}");
        }
    }
}

#[test]
fn parts_of_a_site_have_two_names() {
    assert_eq!(WORDS.station_name("database"), "the database");
    assert_eq!(WORDS.station_for_it("database"), "database connections");
    assert_eq!(WORDS.station_for_it("network/nl"), "round trip nl");
    assert_eq!(WORDS.station_name("printer"), "the part “printer”");
}
