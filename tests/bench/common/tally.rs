//! What the Rust peers share: the models' figures, what is noted down, and the line that is printed at the end.

use std::time::Instant;

/// A place with `servers` servers and exponential service times of this mean, in seconds.
#[derive(Clone, Copy)]
pub struct Place {
    pub servers: usize,
    pub mean_s: f64,
}

/// A stream of arrivals, per second, ...
#[derive(Clone, Copy)]
pub enum Model {
    /// ... all to one place (models A and B).
    Queue { rate: f64, place: Place },
    /// ... this share of it to a delay without waiting, the rest through two places one after the other (model C).
    Web {
        rate: f64,
        edge_share: f64,
        edge_mean_s: f64,
        web: Place,
        database: Place,
    },
}

/// What was asked for on the command line: `MODEL SIZE SEED`.
#[derive(Clone, Copy)]
pub struct Asked {
    pub model: Model,
    /// This many customers come (models A and B).
    pub most: u64,
    /// None come later than this, in seconds (model C).
    pub until_s: f64,
    pub seed: u64,
}

impl Asked {
    /// Reads the command line; a wrong one ends the program with the usage.
    pub fn read() -> Self {
        let words: Vec<String> = std::env::args().skip(1).collect();
        Self::parse(&words).unwrap_or_else(|| {
            eprintln!("usage: MODEL SIZE SEED, with MODEL A or B and SIZE customers, or MODEL C and SIZE seconds");
            std::process::exit(2)
        })
    }

    fn parse(words: &[String]) -> Option<Self> {
        let [model, size, seed] = words else {
            return None;
        };
        let size: f64 = size.parse().ok()?;
        let seed = seed.parse().ok()?;
        let queue = |rate, servers| Model::Queue {
            rate,
            place: Place {
                servers,
                mean_s: 1.0,
            },
        };
        let (model, most, until_s) = match model.as_str() {
            "A" => (queue(0.8, 1), size as u64, f64::INFINITY),
            "B" => (queue(7.2, 8), size as u64, f64::INFINITY),
            "C" => {
                let web = Place {
                    servers: 64,
                    mean_s: 0.040,
                };
                let database = Place {
                    servers: 32,
                    mean_s: 0.008,
                };
                let model = Model::Web {
                    rate: 5000.0,
                    edge_share: 0.8,
                    edge_mean_s: 0.005,
                    web,
                    database,
                };
                (model, u64::MAX, size)
            }
            _ => return None,
        };
        Some(Self {
            model,
            most,
            until_s,
            seed,
        })
    }
}

/// What is noted down of every customer.
#[derive(Default)]
pub struct Tally {
    waited_s: f64,
    responses_s: Vec<f64>,
}

impl Tally {
    /// A customer leaves: how long they waited for servers in all, and how long they were there.
    pub fn left(&mut self, waited_s: f64, response_s: f64) {
        self.waited_s += waited_s;
        self.responses_s.push(response_s);
    }

    /// How many have left.
    #[allow(
        dead_code,
        reason = "some peers know by themselves when nobody is left"
    )]
    pub fn count(&self) -> u64 {
        self.responses_s.len() as u64
    }

    /// Prints the result as one line of JSON. The clock stops before the sorting.
    pub fn print(mut self, started: Instant) {
        let seconds = started.elapsed().as_secs_f64();
        let n = self.responses_s.len();
        let mean = self.responses_s.iter().sum::<f64>() / n as f64;
        self.responses_s.sort_by(f64::total_cmp);
        let p99 = self.responses_s[n * 99 / 100];
        let wq = self.waited_s / n as f64;
        println!(
            "{{\"n\":{n},\"wq\":{wq:.6},\"mean\":{mean:.6},\"p99\":{p99:.6},\"s\":{seconds:.6}}}"
        );
    }
}
