//! From a lab file to the network that the engine reads.
//!
//! Everything is put in the order of its name, whatever the order in the file: two files that say the same are the same
//! network, and give the same run.
//!
//! A sine is drawn with straight lines. With n of them to a wave no point of the curve is off by more than a · 4.94 / n²
//! (half the squared step over four, times the amplitude a). n is 500 where [`MOST_POINTS`] allow, which is off by two parts in
//! 100,000 of the amplitude; at the longest run that is read (100,000 waves) it is 40, off by 3 in 1,000.

use onrush_network::{Contention, Line, Network, Population, Program, Rate, Servers, Stream};

use crate::model::{Arrivals, Class, LabFile, RateOver, Station, Step};

/// Lines to a wave of a sine.
const LINES: f64 = 500.0;
/// Most points that a sine may take in all.
const MOST_POINTS: f64 = 4_000_000.0;
/// Points of one stream of the network.
const POINTS_OF_STREAM: usize = 500_000;

/// A network, and where the file's parts are in it.
pub(crate) struct Lowered {
    pub(crate) network: Network,
    /// Index in the network of each station of the file.
    pub(crate) station_at: Vec<usize>,
    /// Index among the clients of each class of the file.
    pub(crate) class_at: Vec<usize>,
}

pub(crate) fn lower(file: &LabFile) -> Lowered {
    let (stations, station_at) = by_name(&file.stations);
    let (classes, class_at) = by_name(&file.classes);
    let horizon_s = whole_seconds(file.duration_s);
    let mut network = Network {
        horizon_s,
        stations: stations.iter().map(|(name, s)| station(name, s)).collect(),
        programs: classes
            .iter()
            .map(|(name, c)| Program::new(name.clone(), steps(&c.script, &station_at)))
            .collect(),
        clients: classes
            .iter()
            .enumerate()
            .map(|(program, (name, c))| client(name, program, c))
            .collect(),
        ..Network::default()
    };
    network.streams = streams(file, &class_at, f64::from(horizon_s));
    network.populations = file
        .closed
        .iter()
        .map(|closed| Population {
            id: file.classes[closed.class].0.clone(),
            client: class_at[closed.class],
            customers: closed.customers,
            think: closed.think,
        })
        .collect();
    Lowered {
        network,
        station_at,
        class_at,
    }
}

/// Seconds, rounded up: what the network's run lasts. What happens after the file's own end is not counted.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "read in range"
)]
fn whole_seconds(duration_s: f64) -> u32 {
    duration_s.ceil().max(1.0) as u32
}

/// The entries in the order of their names, and for each entry of the original its place there.
fn by_name<T>(entries: &[(String, T)]) -> (Vec<&(String, T)>, Vec<usize>) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| entries[*a].0.cmp(&entries[*b].0));
    let mut places = vec![0; entries.len()];
    for (place, original) in order.iter().enumerate() {
        places[*original] = place;
    }
    (order.iter().map(|i| &entries[*i]).collect(), places)
}

fn station(name: &str, s: &Station) -> onrush_network::Station {
    let slowed = s.alpha > 0.0 || s.beta > 0.0;
    onrush_network::Station {
        servers: s.servers.map_or(Servers::Infinite, Servers::Finite),
        line: s.line.map_or(Line::Unlimited, Line::Places),
        instances: s.instances,
        balance: s.balance,
        contention: slowed.then_some(Contention {
            cores: s.cores,
            alpha: s.alpha,
            beta: s.beta,
            // The bare model: who holds a server is busy there.
            counts_held: true,
        }),
        patience: s.patience,
        ..onrush_network::Station::new(name, s.service)
    }
}

fn steps(script: &[Step], station_at: &[usize]) -> Vec<onrush_network::Step> {
    script
        .iter()
        .map(|step| {
            onrush_network::Step::at(station_at[step.at])
                .probability(step.probability)
                .times(step.times)
                .holding(steps(&step.while_holding, station_at))
        })
        .collect()
}

fn client(name: &str, program: usize, class: &Class) -> onrush_network::Client {
    onrush_network::Client {
        timeout_s: class.client.timeout_s,
        retries: onrush_network::Retries {
            tries: class.client.tries,
            backoff: class.client.backoff,
            budget: None,
        },
        ..onrush_network::Client::new(name, program)
    }
}

/// The streams, named by what they bring, so that a random number belongs to an entry and not to its place in the list.
fn streams(file: &LabFile, class_at: &[usize], horizon_s: f64) -> Vec<Stream> {
    let mut named: Vec<(String, &Arrivals)> = file
        .arrivals
        .iter()
        .map(|a| {
            (
                format!("{} {:016x}", file.classes[a.class].0, fingerprint(&a.rate)),
                a,
            )
        })
        .collect();
    named.sort_by(|a, b| a.0.cmp(&b.0));
    let mut streams = Vec::new();
    let mut twins = 0;
    for (i, (name, arrivals)) in named.iter().enumerate() {
        twins = if i > 0 && named[i - 1].0 == *name {
            twins + 1
        } else {
            0
        };
        for (part, rate) in rates(&arrivals.rate, horizon_s).into_iter().enumerate() {
            let id = format!("{name} {twins}.{part}");
            streams.push(Stream::requests(id, rate, class_at[arrivals.class]));
        }
    }
    streams
}

/// The rate as straight lines; a very long sine in several parts, one after the other, which together are the same process.
fn rates(rate: &RateOver, horizon_s: f64) -> Vec<Rate> {
    match rate {
        RateOver::Constant(per_s) => vec![Rate::constant(*per_s, horizon_s)],
        RateOver::Points(points) => vec![Rate::new(points.clone())],
        RateOver::Sine {
            mean_per_s,
            amplitude_per_s,
            period_s,
        } => {
            let lines = (MOST_POINTS * period_s / horizon_s)
                .clamp(40.0, LINES)
                .floor();
            let mut points = Vec::new();
            let mut i = 0.0;
            loop {
                let at = (i / lines * period_s).min(horizon_s);
                // The angle within the wave, exact however many waves have passed.
                let turn = libm::fmod(i, lines) / lines;
                let sine = if at < horizon_s {
                    libm::sin(core::f64::consts::TAU * turn)
                } else {
                    libm::sin(core::f64::consts::TAU * libm::fmod(horizon_s, *period_s) / period_s)
                };
                points.push((at, (mean_per_s + amplitude_per_s * sine).max(0.0)));
                if at >= horizon_s {
                    break;
                }
                i += 1.0;
            }
            // Each part begins where the one before it ended.
            let mut parts = Vec::new();
            let mut from = 0;
            while from + 1 < points.len() {
                let to = (from + POINTS_OF_STREAM - 1).min(points.len() - 1);
                parts.push(Rate::new(points[from..=to].to_vec()));
                from = to;
            }
            parts
        }
    }
}

/// A number that equal rates share (FNV-1a over the bits).
fn fingerprint(rate: &RateOver) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |number: f64| {
        for byte in number.to_bits().to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    match rate {
        RateOver::Constant(per_s) => add(*per_s),
        RateOver::Points(points) => points.iter().for_each(|(at, rate)| {
            add(*at);
            add(*rate);
        }),
        RateOver::Sine {
            mean_per_s,
            amplitude_per_s,
            period_s,
        } => {
            [*mean_per_s, *amplitude_per_s, *period_s]
                .into_iter()
                .for_each(add);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(period_s: f64, horizon_s: f64) -> Vec<Rate> {
        let rate = RateOver::Sine {
            mean_per_s: 100.0,
            amplitude_per_s: 100.0,
            period_s,
        };
        rates(&rate, horizon_s)
    }

    #[test]
    fn a_sine_is_as_close_as_promised() {
        for (period_s, horizon_s, worst) in [
            (6.3, 200.0, 2e-5),
            (86_400.0, 4_000.0, 2e-5),
            (1.0, 20_000.0, 1.3e-4),
            (0.01, 1_000.0, 3.1e-3),
        ] {
            let parts = sine(period_s, horizon_s);
            let mut furthest = 0.0_f64;
            for i in 0..20_000 {
                let t = f64::from(i) / 20_000.0 * horizon_s;
                let ours: f64 = parts
                    .iter()
                    .find(|r| r.points()[0].0 <= t && t < r.points()[r.points().len() - 1].0)
                    .map_or(0.0, |r| r.at(t));
                let turn = libm::fmod(t, period_s) / period_s;
                let exact = 100.0 + 100.0 * libm::sin(core::f64::consts::TAU * turn);
                furthest = furthest.max((ours - exact).abs() / 100.0);
            }
            assert!(furthest < worst, "{period_s} {horizon_s}: {furthest}");
            let all: f64 = parts.iter().map(|r| r.expected(0.0, horizon_s)).sum();
            let turn = core::f64::consts::TAU * horizon_s / period_s;
            let exact = 100.0 * horizon_s
                + 100.0 * period_s / core::f64::consts::TAU * (1.0 - libm::cos(turn));
            assert!((all / exact - 1.0).abs() < 1e-4, "{all} {exact}");
            assert!(parts.iter().all(|r| r.points().len() <= POINTS_OF_STREAM));
        }
    }

    #[test]
    fn the_longest_sine_fits_the_network() {
        let points: usize = sine(1.0, 100_000.0).iter().map(|r| r.points().len()).sum();
        assert!((3_900_000..4_100_000).contains(&points), "{points}");
    }

    #[test]
    fn the_order_in_the_file_does_not_matter() {
        let read = |text: &str| lower(&LabFile::read(text).unwrap()).network;
        let one = read(
            r#"{"duration_s": 9.5, "stations": {
                "b": {"servers": 2, "service": {"dist": "exp", "mean_s": 1}},
                "a": {"servers": "infinite", "service": {"dist": "exp", "mean_s": 2}}},
            "classes": {"y": {"script": [{"at": "b"}, {"at": "a"}]}, "x": {"script": [{"at": "a"}]}},
            "arrivals": [{"class": "x", "rate_per_s": 1}, {"class": "y", "rate_per_s": 2}, {"class": "y", "rate_per_s": 3}]}"#,
        );
        let other = read(
            r#"{"arrivals": [{"class": "y", "rate_per_s": 3}, {"class": "y", "rate_per_s": 2}, {"rate_per_s": 1, "class": "x"}],
            "classes": {"x": {"script": [{"at": "a"}]}, "y": {"script": [{"at": "b"}, {"at": "a"}]}},
            "stations": {
                "a": {"servers": "infinite", "service": {"dist": "exp", "mean_s": 2}},
                "b": {"servers": 2, "service": {"dist": "exp", "mean_s": 1}}},
            "duration_s": 9.5}"#,
        );
        assert_eq!(one, other);
        assert_eq!(one.check(), Ok(()));
        assert_eq!(one.horizon_s, 10);
        assert_eq!(one.programs[1].steps[0].station(), Some(1));
    }

    #[test]
    fn twins_are_two_streams() {
        let text = r#"{"duration_s": 10,
            "stations": {"a": {"servers": 1, "service": {"dist": "exp", "mean_s": 1}}},
            "classes": {"x": {"script": [{"at": "a"}]}},
            "arrivals": [{"class": "x", "rate_per_s": 1}, {"class": "x", "rate_per_s": 1}]}"#;
        let network = lower(&LabFile::read(text).unwrap()).network;
        assert_eq!(network.check(), Ok(()));
        assert_ne!(network.streams[0].id, network.streams[1].id);
    }
}
