//! Every rule of the checklist both ways: proven, and not proven by a near miss. Records are made up here; that real runs give the
//! right figures is tested in tests/.

use onrush_scenario::{Edit, Scenario, Uncertain, WaitingRoom, story};

use super::*;
use crate::{
    Admitted, Broke, Busiest, Figures, ForecastError, Limit, Part, Ready, ReviewFacts, Trial,
};

fn shop() -> Scenario {
    let mut plan = Scenario::read(story("toy-shop").unwrap().file).unwrap();
    plan.targets.budget = Some(100_000.0);
    plan
}

fn begun(plan: &Scenario) -> Progress {
    // Not as a state of the story: changes count from here.
    let mut own = plan.clone();
    own.story = None;
    Progress::new(&own, true)
}

fn record(plan: &Scenario, trial: Trial, seed: u64, figures: Figures) -> Record {
    let wanted = Wanted { trial, seed };
    Record::sealed(plan, wanted, "onrush test", "digest".to_owned(), figures)
}

fn good() -> Figures {
    Figures {
        arrived: 1000,
        served: 1000,
        served_percent: Some(100.0),
        page_p95_s: Some(1.0),
        cost: 900.0,
        on_target: true,
        busiest: Some(Busiest {
            part: "web".to_owned(),
            percent: 70.0,
            from_s: 60,
        }),
        ready: Some(Ready {
            machines: 4,
            at_s: Some(0),
            peak_s: 600,
        }),
        admitted: Admitted {
            visits: 1000,
            served_percent: Some(100.0),
            fast: true,
            enough: true,
            ..Admitted::default()
        },
        ..Figures::default()
    }
}

fn state(plan: &Scenario, progress: &Progress, step: StepId) -> State {
    verdict_of(plan, progress, step).state
}

fn verdict_of(plan: &Scenario, progress: &Progress, step: StepId) -> StepVerdict {
    let found = check(plan, progress).into_iter().find(|v| v.step == step);
    found.unwrap()
}

fn done(plan: &Scenario, progress: &Progress, step: StepId, task: &str) -> bool {
    verdict_of(plan, progress, step).task(task).unwrap().done
}

/// A plan with an owner for everything that is planned, and a range.
fn numbered() -> Scenario {
    let mut plan = shop();
    for activity in &mut plan.activities {
        activity.owner = Some("Marketing".to_owned());
    }
    let field = "journey.behaviour.patience_s".to_owned();
    plan.ranges = vec![Uncertain {
        field,
        low: 4.0,
        high: 12.0,
    }];
    plan
}

fn looked(plan: &Scenario, progress: Progress) -> Progress {
    let wanted = Wanted::first(Trial::Forecast);
    progress.recording(plan, Record::of_forecast(plan, wanted, "onrush test"))
}

#[test]
fn an_empty_record_proves_nothing() {
    let plan = shop();
    for verdict in check(&plan, &begun(&plan)) {
        assert_ne!(verdict.state, State::Proven, "{:?}", verdict.step);
    }
}

#[test]
fn numbers_are_proven_by_a_guess_a_range_and_owners() {
    let plan = numbered();
    let guess = |p: Progress| p.guessed(1.0, "18:00".parse().unwrap()).unwrap();
    let progress = looked(&plan, guess(begun(&plan)));
    let numbers = verdict_of(&plan, &progress, StepId::Numbers);
    assert_eq!(numbers.state, State::Proven, "a bad guess passes");
    let told = &numbers.task("guess").unwrap().figures;
    assert!(
        told.iter().any(|f| f.name == "off_percent"),
        "its error is shown"
    );

    // Near misses.
    assert_ne!(
        state(&plan, &guess(begun(&plan)), StepId::Numbers),
        State::Proven,
        "no forecast"
    );
    assert_ne!(
        state(&plan, &looked(&plan, begun(&plan)), StepId::Numbers),
        State::Proven,
        "no guess"
    );
    let mut open = begun(&plan);
    open.covered = false;
    let late = looked(&plan, guess(open));
    assert!(
        !done(&plan, &late, StepId::Numbers, "guess"),
        "the forecast was to be seen"
    );
    let mut exact = plan.clone();
    exact.ranges.clear();
    assert!(!done(&exact, &progress, StepId::Numbers, "range"));
    let mut untold = plan.clone();
    untold.activities.last_mut().unwrap().owner = Some("  ".to_owned());
    untold.activities.first_mut().unwrap().owner = None;
    assert_eq!(
        done(&untold, &progress, StepId::Numbers, "activities"),
        !untold
            .activities
            .iter()
            .any(|a| a.kind != onrush_scenario::ActivityKind::Everyday
                && a.owner.as_ref().is_none_or(|o| o.trim().is_empty())),
    );
    let mut nobody = plan.clone();
    for activity in &mut nobody.activities {
        activity.owner = None;
    }
    assert!(!done(&nobody, &progress, StepId::Numbers, "activities"));
}

#[test]
fn on_the_guided_path_nothing_uncovers_but_a_guess_and_the_first_one_stays() {
    let plan = shop();
    let guided = begun(&plan);
    assert!(guided.covered && guided.clone().uncover().covered);
    let own = Progress::new(&plan, false);
    assert!(!own.covered && own.clone().cover().covered && !own.cover().uncover().covered);
    let at = "18:00".parse().unwrap();
    let progress = guided.guessed(5.0, at).unwrap();
    assert!(!progress.covered && !progress.clone().cover().covered);
    let again = progress.guessed(99.0, at).unwrap();
    assert_eq!(again.guess.unwrap().per_s.to_bits(), 5.0_f64.to_bits());
    assert!(again.guessed(f64::NAN, at).is_err());
}

fn ramped(plan: &Scenario, limit: f64) -> Progress {
    let trial = Trial::Ramp {
        to_per_s: 100.0,
        minutes: 20,
    };
    let figures = Figures {
        limit: Some(Limit {
            per_s: limit,
            requests_per_s: limit * 4.0,
            part: Some("database".to_owned()),
        }),
        ..good()
    };
    begun(plan).recording(plan, record(plan, trial, 1, figures))
}

#[test]
fn the_limit_is_stated_within_the_line_and_the_part_by_name() {
    let plan = shop();
    let stated = |per_s, part| ramped(&plan, 40.0).stating(per_s, part).unwrap();
    let is = |p: &Progress| state(&plan, p, StepId::Now);
    assert_eq!(is(&stated(40.0, "database")), State::Proven);
    assert_eq!(is(&stated(34.0, "database")), State::Proven, "15 % below");
    assert_eq!(is(&stated(46.0, "database")), State::Proven, "15 % above");
    assert_eq!(is(&stated(33.9, "database")), State::InProgress);
    assert_eq!(is(&stated(46.1, "database")), State::InProgress);
    assert_eq!(is(&stated(40.0, "web")), State::InProgress);
    let mut strict = stated(36.0, "database");
    strict.thresholds = strict.thresholds.with("limit_within_percent", 5.0).unwrap();
    assert_eq!(is(&strict), State::InProgress);
    let mut vague = plan.clone();
    vague.targets.budget = None;
    assert!(!done(
        &vague,
        &stated(40.0, "database"),
        StepId::Now,
        "targets"
    ));
    // A statement without a ramp, a ramp that never broke, one that broke in its first moments.
    let alone = begun(&plan).stating(40.0, "database").unwrap();
    assert_eq!(is(&alone), State::InProgress);
    let early = ramped(&plan, 10.0).stating(10.0, "database").unwrap();
    assert!(!done(&plan, &early, StepId::Now, "ramp"));
    let next = verdict_of(&plan, &early, StepId::Now).wanted();
    assert!(
        matches!(next[0].trial, Trial::Ramp { to_per_s, .. } if (to_per_s - 20.0).abs() < 1e-9)
    );
}

#[test]
fn the_crowd_and_prices_leave_the_ramp_as_it_is_and_the_site_does_not() {
    let plan = shop();
    let progress = ramped(&plan, 40.0).stating(40.0, "database").unwrap();
    let mut other = plan.clone();
    other.activities[0].people *= 2.0;
    other.money.server_hour += 1.0;
    other.targets.page_p95_s += 1.0;
    other.name = "Another name".to_owned();
    assert_eq!(state(&other, &progress, StepId::Now), State::Proven);
    other.site.web.servers += 1;
    let now = verdict_of(&other, &progress, StepId::Now);
    assert_eq!(now.state, State::Stale);
    let paths: Vec<&str> = now.changes.iter().map(|c| c.path.as_str()).collect();
    assert_eq!(
        paths,
        ["site.web.servers"],
        "and nothing of what does not matter"
    );
    assert!(!now.wanted().is_empty(), "testing again is offered");
}

fn with(plan: &Scenario, path: &str, value: impl Into<serde_json::Value>) -> Scenario {
    let edit = Edit::Set {
        path: path.to_owned(),
        value: value.into(),
    };
    plan.edited(&edit)
        .unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn architecture_needs_the_targets_met_and_a_change_of_how_work_is_done() {
    let plan = shop();
    let page = format!(
        "journey.pages.{}.document.queries",
        plan.journey.pages[0].id
    );
    let fewer = with(&plan, &page, 0);
    let expected = |plan: &Scenario, figures| {
        let before = begun(&shop());
        before.recording(plan, record(plan, Trial::Expected, 1, figures))
    };
    let proven = |plan: &Scenario, figures| {
        state(plan, &expected(plan, figures), StepId::Architecture) == State::Proven
    };
    assert!(proven(&fewer, good()));
    let missed = Figures {
        on_target: false,
        broke: Some(Broke::default()),
        ..good()
    };
    assert!(!proven(&fewer, missed));
    let machines = with(&plan, "site.web.servers", plan.site.web.servers + 10);
    let machines = with(
        &machines,
        "site.database.connections",
        plan.site.database.connections + 100,
    );
    assert!(!proven(&machines, good()), "only more machines");
    assert!(!proven(&plan, good()), "nothing was changed");
    let files = plan.journey.pages[0].files_kb;
    let path = format!("journey.pages.{}.files_kb", plan.journey.pages[0].id);
    assert!(
        !proven(&with(&plan, &path, files + 100.0), good()),
        "a page that grew"
    );
    assert!(
        proven(&with(&plan, &path, files / 2.0), good()),
        "a lighter page"
    );
    // Another seed is no evidence for this step.
    let other = begun(&plan).recording(&fewer, record(&fewer, Trial::Expected, 2, good()));
    assert_ne!(state(&fewer, &other, StepId::Architecture), State::Proven);
}

#[test]
fn infrastructure_needs_capacity_in_time_headroom_and_a_paid_bill() {
    let plan = shop();
    let proven = |plan: &Scenario, figures: Figures| {
        let progress = begun(plan).recording(plan, record(plan, Trial::Expected, 1, figures));
        state(plan, &progress, StepId::Infrastructure) == State::Proven
    };
    assert!(proven(&plan, good()));
    let busy = |percent| Figures {
        busiest: Some(Busiest {
            percent,
            ..Busiest::default()
        }),
        ..good()
    };
    assert!(proven(&plan, busy(80.0)) && !proven(&plan, busy(80.01)));
    let ready = |at_s| Figures {
        ready: Some(Ready {
            machines: 4,
            at_s,
            peak_s: 600,
        }),
        ..good()
    };
    assert!(proven(&plan, ready(Some(600))));
    assert!(!proven(&plan, ready(Some(601))) && !proven(&plan, ready(None)));
    let cost = |cost| Figures { cost, ..good() };
    assert!(proven(&plan, cost(100_000.0)) && !proven(&plan, cost(100_000.5)));
    let mut endless = plan.clone();
    endless.targets.budget = None;
    assert!(
        !proven(&endless, good()),
        "a bill without a budget is inside nothing"
    );
}

fn seeds(plan: &Scenario, runs: u64, missed: u64) -> Progress {
    (1..=runs).fold(begun(plan), |progress, seed| {
        let figures = Figures {
            on_target: seed > missed,
            ..good()
        };
        progress.recording(plan, record(plan, Trial::Expected, seed, figures))
    })
}

#[test]
fn rigour_needs_enough_seeds_nearly_all_on_target_and_the_larger_crowd() {
    let plan = shop();
    let twice = |p: Progress| {
        p.recording(
            &plan,
            record(&plan, Trial::Crowd(2.0), 1, Figures::default()),
        )
    };
    let proven = |p: &Progress| state(&plan, p, StepId::Rigour) == State::Proven;
    assert!(proven(&twice(seeds(&plan, 20, 0))));
    assert!(proven(&twice(seeds(&plan, 20, 1))), "19 of 20 are 95 %");
    assert!(!proven(&twice(seeds(&plan, 20, 2))));
    assert!(!proven(&twice(seeds(&plan, 19, 0))), "one seed short");
    assert!(!proven(&seeds(&plan, 20, 0)), "2x was not run");
    let mut doubled = seeds(&plan, 19, 0);
    // The same seed twice is one.
    doubled = doubled.recording(&plan, record(&plan, Trial::Expected, 19, good()));
    assert!(!proven(&twice(doubled)));
    assert_eq!(
        verdict_of(&plan, &begun(&plan), StepId::Rigour)
            .wanted()
            .len(),
        23
    );

    // Any later change that could alter the result makes it stale and is named.
    let progress = twice(seeds(&plan, 20, 0)).noting(&plan, Some("2026-11-23"));
    let mut later = plan.clone();
    later.site.database.connections += 1;
    let rigour = verdict_of(&later, &progress, StepId::Rigour);
    assert_eq!(rigour.state, State::Stale);
    assert_eq!(rigour.changes[0].path, "site.database.connections");
    assert!(rigour.evidence.iter().all(|e| !e.current));
    let mut renamed = plan.clone();
    renamed.name = "Another name".to_owned();
    renamed.activities[0].owner = Some("Somebody".to_owned());
    assert_eq!(state(&renamed, &progress, StepId::Rigour), State::Proven);
    // Back as it was, the old runs hold again.
    later.site.database.connections -= 1;
    assert_eq!(state(&later, &progress, StepId::Rigour), State::Proven);
}

#[test]
fn controls_need_the_admitted_on_target_a_place_in_line_and_nobody_blocked() {
    let mut plan = shop();
    plan.site.waiting_room = Some(WaitingRoom {
        active: Some(100),
        per_minute: None,
        opens: None,
        shuffled: false,
        session_minutes: 0.0,
        patience_minutes: 10.0,
        place_shown: true,
    });
    let proven = |figures: Figures| {
        let trial = Trial::Crowd(3.0);
        let progress = begun(&plan).recording(&plan, record(&plan, trial, 1, figures));
        state(&plan, &progress, StepId::Controls) == State::Proven
    };
    let admitted = |change: fn(&mut Admitted)| {
        let mut figures = good();
        figures.admitted.gave_up = 500;
        figures.admitted.place_shown = true;
        change(&mut figures.admitted);
        figures
    };
    assert!(proven(good()) && proven(admitted(|_| ())));
    assert!(
        !proven(admitted(|a| a.place_shown = false)),
        "they wait and see nothing"
    );
    assert!(!proven(admitted(|a| a.enough = false)));
    assert!(!proven(admitted(|a| a.fast = false)));
    assert!(
        !proven(Figures {
            turned_away: 1,
            ..good()
        }),
        "one met a closed door"
    );
    assert!(
        !proven(Figures {
            blocked: 1,
            ..good()
        }),
        "one real customer"
    );
    let smaller = begun(&plan).recording(&plan, record(&plan, Trial::Crowd(2.0), 1, good()));
    assert_ne!(state(&plan, &smaller, StepId::Controls), State::Proven);
}

#[test]
fn contingency_needs_every_single_fault_and_one_double() {
    let plan = shop();
    let parts: Vec<Part> = Part::ALL.into_iter().filter(|p| p.is_in(&plan)).collect();
    let all = |single: Figures, double: Figures| {
        let mut progress = begun(&plan);
        for what in &parts {
            let trial = progress.backups.fault(*what);
            progress = progress.recording(&plan, record(&plan, trial, 1, single.clone()));
        }
        let trial = Trial::Double(Part::Database);
        progress.recording(&plan, record(&plan, trial, 1, double))
    };
    let single = |outside_s, orders_lost| Figures {
        outside_s,
        orders_lost,
        ..good()
    };
    let double = |percent| Figures {
        first_page_percent: Some(percent),
        ..good()
    };
    let proven = |p: &Progress| state(&plan, p, StepId::Contingency) == State::Proven;
    assert!(proven(&all(single(60, 0), double(95.0))));
    assert!(!proven(&all(single(61, 0), double(95.0))));
    assert!(!proven(&all(single(0, 1), double(95.0))), "one order lost");
    assert!(!proven(&all(single(0, 0), double(94.9))));
    let mut one_missing = all(single(0, 0), double(100.0));
    one_missing.records.remove(0);
    assert!(!proven(&one_missing));
    let mut no_double = all(single(0, 0), double(100.0));
    no_double.records.pop();
    assert!(!proven(&no_double));
    // Another backup is another trial.
    let mut other = all(single(0, 0), double(100.0));
    other.backups.servers_s = Some(300);
    assert!(!proven(&other));
}

#[test]
fn review_needs_actuals_error_recalibration_and_three_improvements() {
    let plan = shop();
    let facts = ReviewFacts {
        actual_name: "log.csv".to_owned(),
        actual_digest: "abc".to_owned(),
        aligned_shift_s: Some(-60.0),
        error: Some(ForecastError {
            peak_percent: 12.0,
            volume_percent: -3.0,
            timing_s: 40.0,
        }),
        plan: plan.fingerprint(),
        recalibrated_fingerprint: Some("f00".to_owned()),
        improvements: ["Tell IT", "Warm the cache", "Send later"]
            .map(str::to_owned)
            .to_vec(),
        cost_per_lead: None,
    };
    let proven = |change: fn(&mut ReviewFacts)| {
        let mut progress = begun(&plan);
        let mut facts = facts.clone();
        change(&mut facts);
        progress.review = Some(facts);
        state(&plan, &progress, StepId::Review) == State::Proven
    };
    assert!(proven(|_| ()));
    assert!(!proven(|f| f.aligned_shift_s = None));
    assert!(!proven(|f| f.error = None));
    assert!(!proven(|f| f.recalibrated_fingerprint = None));
    assert!(
        !proven(|f| f.improvements[2] = " tell it ".to_owned()),
        "two of them are one"
    );
    assert!(!proven(|f| f.improvements[2] = "  ".to_owned()));
    assert!(
        !proven(|f| f.plan = "another".to_owned()),
        "another plan was scored"
    );
}

#[test]
fn what_was_changed_in_a_file_is_not_read() {
    let plan = shop();
    let progress = seeds(&plan, 2, 1);
    let text = progress.write();
    assert_eq!(Progress::read(&text).unwrap(), progress);
    let forged = text.replacen("\"on_target\": false", "\"on_target\": true", 1);
    assert_ne!(forged, text);
    let faults = Progress::read(&forged).unwrap_err();
    assert_eq!(faults.0[0].path, "records[0].seal");
    let forged = text.replacen("\"seed\": 1", "\"seed\": 7", 1);
    assert!(Progress::read(&forged).is_err());
    // A record of another plan is not taken in.
    let mut other = plan.clone();
    other.site.web.servers += 1;
    let strange = record(&other, Trial::Expected, 3, good());
    assert_eq!(progress.clone().recording(&plan, strange), progress);
}

#[test]
fn bad_files_are_faults_with_paths_and_never_a_panic() {
    let plan = shop();
    let progress = ramped(&plan, 40.0).stating(40.0, "database").unwrap();
    let text = progress.noting(&plan, None).write();
    let fault = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        Progress::read(&changed).unwrap_err().0[0].path.clone()
    };
    assert_eq!(
        fault("\"busiest_percent\": 80.0", "\"busiest_percent\": 101"),
        "thresholds.busiest_percent"
    );
    assert_eq!(fault("\"guided\": true", "\"guided\": 1"), "guided");
    assert_eq!(
        fault("\"onrush_progress\": 1", "\"onrush_progress\": 2"),
        "onrush_progress"
    );
    assert_eq!(
        fault("ramp:100:20", "ramp:-5:20"),
        "records[0].wanted.trial"
    );
    assert_eq!(fault("\"guided\"", "\"misguided\""), "misguided");
    assert_eq!(fault("\"per_s\": 40.0", "\"per_s\": 1e99"), "stated.per_s");
    for end in 0..text.len().min(3000) {
        if text.is_char_boundary(end) {
            assert!(Progress::read(&text[..end]).is_err());
        }
    }
    assert!(Progress::read(&"[".repeat(100_000)).is_err());
}
