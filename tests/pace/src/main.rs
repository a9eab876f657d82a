//! Times the native program: `onrush-pace NAME RUNS SEED` prints one line of JSON.

use std::process::ExitCode;
use std::time::Instant;

use onrush_pace::Piece;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [name, runs, seed] = words.as_slice() else {
        return usage();
    };
    let (Ok(runs), Ok(seed)) = (runs.parse::<u32>(), seed.parse::<u32>()) else {
        return usage();
    };
    let piece = Piece::new(name);
    let mut count = 0.0;
    let mut seconds = Vec::new();
    for _ in 0..runs {
        let started = Instant::now();
        count = piece.play(seed);
        seconds.push(started.elapsed().as_secs_f64().to_string());
    }
    println!("{{\"count\":{count},\"seconds\":[{}]}}", seconds.join(","));
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: onrush-pace NAME RUNS SEED");
    ExitCode::from(2)
}
