//! Seeded fuzzing on stable Rust: the corpus, and changes of it at random.
//!
//! `cargo xtask fuzz --seconds N` runs [`for_a_while`] for longer, each time with another seed, which it prints.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use onrush_tests::fuzz::{Mutator, TARGETS, Target};

/// What a target begins with: its folder in `fuzz/corpus/`; scenarios begin with the stories.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = match name {
        "scenario" => here.join("../crates/scenario/stories"),
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
        let times = if name == "scenario" { 150 } else { 400 };
        let good = (0..times)
            .filter(|_| call(name, target, &mutator.next(&corpus)))
            .count();
        let bad = times - good;
        assert!(
            // Of a code nearly every change is noticed.
            (good > 5 || name == "link") && (bad > 20 || name == "network"),
            "{name}: {good} could be run, {bad} not"
        );
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
    println!("seed {seed}");
    for (name, target) in TARGETS {
        let mut corpus = corpus(name);
        let mut mutator = Mutator::new(seed);
        let started = Instant::now();
        let (mut good, mut all) = (0_u64, 0_u64);
        while started.elapsed() < length / 3 {
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
