//! Seeded fuzzing on stable Rust: the corpus, and changes of it at random.
//!
//! `cargo xtask fuzz --seconds N` runs [`for_a_while`] for longer, each time with another seed, which it prints.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use onrush_review::{Actual, Unit};
use onrush_runner::{Command, Inquiry, Measured, Piece, Query, Reply};
use onrush_scenario::{Scenario, story};
use onrush_steps::{Progress, Record, Trial, Wanted};
use onrush_tests::fuzz::{Mutator, TARGETS, Target};
use onrush_workshop::{HandIn, Standing, Workshop};

/// What a target begins with: its folder in `fuzz/corpus/`, or what this program writes today.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match name {
        "scenario" => here.join("../crates/scenario/stories"),
        "migration" => here.join("../crates/scenario/tests/v1"),
        "message" => return messages(),
        "progress" => return [true, false].map(|guided| kept(guided).into_bytes()).into(),
        "workshop" => return workshop(),
        _ => here.join("fuzz/corpus").join(name),
    };
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json" || e == "seed"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{name} has a corpus");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn shop() -> Scenario {
    Scenario::read(story("toy-shop").unwrap().file).unwrap()
}

/// Progress of somebody who has begun.
fn kept(guided: bool) -> String {
    let plan = shop();
    let wanted = Wanted::first(Trial::Forecast);
    let record = Record::of_forecast(&plan, wanted, "onrush 0.1.0");
    Progress::new(&plan, guided)
        .recording(&plan, record)
        .write()
}

/// One message of each kind that a worker answers at once, and one back.
fn messages() -> Vec<Vec<u8>> {
    let (job, file) = (3, shop().write());
    let counts = (0..30).map(|i| Some(f64::from(i * 40))).collect();
    let measured = Box::new(Measured::Given(Actual {
        name: "export.csv".to_owned(),
        unit: Unit::Visits,
        begins: None,
        every_s: 60,
        counts,
    }));
    let review = |shift_s, fits| Command::Review {
        job,
        file: file.clone(),
        measured: measured.clone(),
        shift_s,
        fits,
    };
    let ask = |question| Command::Ask {
        inquiry: Inquiry {
            question,
            files: vec![file.clone()],
        },
        hands: 2,
    };
    let line =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/log/combined.seed"));
    let piece = Piece::Bytes {
        first: true,
        bytes: line.unwrap(),
    };
    let commands = [
        Command::Forecast {
            job,
            file: file.clone(),
        },
        Command::Between {
            job,
            file: file.clone(),
        },
        Command::ReadLog { job, piece },
        review(Some(60), false),
        review(None, true),
        ask(Query::Advice),
        ask(Query::Chances),
    ];
    let outlook = Box::new(onrush_runner::outlook_of_file(&file).unwrap());
    let mut all: Vec<_> = commands.iter().map(Command::to_bytes).collect();
    all.push(Reply::Forecast { job, outlook }.to_bytes());
    all
}

/// The codes of a workshop, and what a team has changed.
fn workshop() -> Vec<Vec<u8>> {
    let workshop = Workshop::new(7, "toy-shop").with_teams(&["Blue", "Red"]);
    let blue = workshop.invitation(0).unwrap();
    let start = blue.game.start().unwrap();
    let mut plan = start.clone();
    plan.site.web.servers = 14;
    plan.activities.swap(0, 1);
    let code = HandIn::of(&blue, &plan, &Standing::default(), 1).unwrap();
    let changes = onrush_workshop::changes(&start, &plan).unwrap();
    let all = format!("{} and {}", code.code(), workshop.code());
    [changes, blue.code(), all].map(String::into_bytes).into()
}

/// Calls a target; input that makes it panic is kept in a file.
fn call(name: &str, target: Target, input: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| target(input))).unwrap_or_else(|_| {
        let file = std::env::temp_dir().join(format!("onrush-fuzz-{name}-{}", std::process::id()));
        fs::write(&file, input).unwrap();
        panic!("{name}: the input is kept in {}", file.display());
    })
}

#[test]
fn every_target_takes_its_corpus() {
    for (name, target) in TARGETS {
        for input in corpus(name) {
            assert!(
                call(name, target, &input),
                "{name}: what is in the corpus can be run"
            );
        }
    }
}

#[test]
fn changes_at_random_never_do_harm() {
    for (name, target) in TARGETS {
        let corpus = corpus(name);
        let mut mutator = Mutator::new(1);
        let times = match name {
            "scenario" | "migration" | "message" => 150,
            _ => 400,
        };
        let good = (0..times)
            .filter(|_| call(name, target, &mutator.next(&corpus)))
            .count();
        let bad = times - good;
        // Of what bears a check sum nearly every change is noticed; nearly any bytes are a network, a table or a log.
        let sealed = ["code", "link", "progress"].contains(&name);
        let lenient = ["log", "network", "table"].contains(&name);
        assert!(
            (good > 5 || sealed) && (bad > 20 || lenient),
            "{name}: {good} could be run, {bad} not"
        );
    }
}

/// Writes what each target begins with into the folder `ONRUSH_FUZZ_SEEDS`, one folder a target: cargo-fuzz begins with files.
#[test]
#[ignore = "writes files for cargo-fuzz: cargo xtask fuzz"]
fn seeds_for_cargo_fuzz() {
    let folder = std::env::var("ONRUSH_FUZZ_SEEDS").unwrap();
    for (name, _) in TARGETS {
        let folder = Path::new(&folder).join(name);
        fs::create_dir_all(&folder).unwrap();
        for (i, input) in corpus(name).iter().enumerate() {
            fs::write(folder.join(format!("begin-{i}")), input).unwrap();
        }
    }
}

/// For as many seconds as `ONRUSH_FUZZ_SECONDS` says, with the seed `ONRUSH_FUZZ_SEED`.
#[test]
#[ignore = "runs for as long as it is told: cargo xtask fuzz"]
fn for_a_while() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name)
            .ok()
            .and_then(|v| v.parse().ok())
            .unwrap_or(otherwise)
    };
    let length = Duration::from_secs(number("ONRUSH_FUZZ_SECONDS", 10));
    let seed = number("ONRUSH_FUZZ_SEED", 1);
    let each = length / u32::try_from(TARGETS.len()).unwrap();
    println!("seed {seed}");
    for (name, target) in TARGETS {
        let mut corpus = corpus(name);
        let mut mutator = Mutator::new(seed);
        let started = Instant::now();
        let (mut good, mut all) = (0_u64, 0_u64);
        while started.elapsed() < each {
            let input = mutator.next(&corpus);
            all += 1;
            if call(name, target, &input) {
                good += 1;
                // What can be run is worth changing further; the corpus stays small.
                if corpus.len() < 500 && input.len() < 50_000 {
                    corpus.push(input);
                }
            }
        }
        println!("{name}: {all} inputs, {good} of them could be run");
    }
}
