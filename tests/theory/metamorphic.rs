//! What must change, or stay, when a network is changed.

use onrush_network::{
    Act, Cache, Client, Dist, Gate, Line, Network, Program, Rate, Rule, Sends, Servers, Station,
    Step, Stream, Trouble,
};
use onrush_observe::Observations;
use onrush_tests::random::{Source, core_network};
use onrush_tests::watch::{estimate, open, room, servers};
use rand::{RngExt, SeedableRng};

fn sum(column: &[u32]) -> u64 {
    column.iter().map(|v| u64::from(*v)).sum()
}

fn run(network: &Network) -> Observations {
    onrush_des::simulate(network, 1).unwrap_or_else(|f| panic!("{f}"))
}

/// A random network of plain stations without contention, holding, retries or patience. Only the first station's line may have an
/// end: more servers in front make the crowd behind them denser, and a short line there may then refuse more.
fn plain_network(source: &mut Source) -> Network {
    let n = source.random_range(1..5_usize);
    let stations = (0..n)
        .map(|i| {
            let mean_s = source.random_range(0.01..0.1);
            let service = [
                Dist::exponential(mean_s),
                Dist::constant(mean_s),
                Dist::lognormal(mean_s, 2.0),
            ];
            Station {
                line: if i > 0 || source.random_bool(0.5) {
                    Line::Unlimited
                } else {
                    Line::Places(source.random_range(0..20))
                },
                ..servers(
                    &format!("s{i}"),
                    source.random_range(1..6),
                    service[source.random_range(0..3)],
                )
            }
        })
        .collect();
    let steps = (0..n)
        .map(|i| Step::at(i).probability(source.random_range(0.3..1.0)))
        .collect();
    let mut network = open(stations, steps, 0.0, 120);
    let most = source.random_range(10.0..120.0);
    network.streams[0].rate = Rate::new(vec![
        (0.0, 0.0),
        (30.0, most),
        (60.0, most),
        (60.0, 5.0),
        (120.0, 5.0),
    ]);
    network
}

#[test]
fn more_servers_never_serve_fewer_of_the_same_crowd() {
    let mut source = Source::seed_from_u64(11);
    let mut more = 0;
    for _ in 0..150 {
        let mut network = plain_network(&mut source);
        let before = sum(&run(&network).clients[0].completed);
        for station in &mut network.stations {
            let Servers::Finite(n) = station.servers else {
                continue;
            };
            station.servers = Servers::Finite(n + source.random_range(1..4));
        }
        let after = sum(&run(&network).clients[0].completed);
        assert!(
            after >= before,
            "{after} are fewer than {before}: {network:?}"
        );
        more += u32::from(after > before);
    }
    assert!(more > 50, "in most networks it helps: {more}");
}

#[test]
fn twice_the_rate_at_twice_the_servers_is_as_busy() {
    for (servers_before, per_s) in [(1, 7.0), (4, 30.0), (20, 170.0)] {
        let [off] = estimate(&both(servers_before, per_s), |r| {
            // The second station and stream are the doubled ones.
            [r.busy(0) / f64::from(servers_before) - r.busy(1) / f64::from(2 * servers_before)]
        });
        off.assert_zero(
            &format!("difference of utilisation at {servers_before} servers"),
            0.03,
        );
    }
}

/// A station and its double, each with its own stream.
fn both(n: u32, per_s: f64) -> Network {
    let service = Dist::lognormal(0.1, 1.0);
    let until_s = 1_500.0;
    Network {
        horizon_s: 1_500,
        stations: vec![servers("one", n, service), servers("two", 2 * n, service)],
        programs: vec![
            Program::new("one", vec![Step::at(0)]),
            Program::new("two", vec![Step::at(1)]),
        ],
        clients: vec![Client::new("one", 0), Client::new("two", 1)],
        streams: vec![
            Stream::requests("one", Rate::constant(per_s, until_s), 0),
            Stream::requests("two", Rate::constant(2.0 * per_s, until_s), 1),
        ],
        ..Network::default()
    }
}

/// The same network with its stations, caches, gates, clients and streams in the opposite order.
fn turned(network: &Network) -> Network {
    let mut n = network.clone();
    let stations = n.stations.len();
    let caches = n.caches.len();
    let gates = n.gates.len();
    let clients = n.clients.len();
    n.stations.reverse();
    n.caches.reverse();
    n.gates.reverse();
    n.clients.reverse();
    n.streams.reverse();
    n.incidents.reverse();
    for program in &mut n.programs {
        turn_steps(&mut program.steps, stations, caches, gates);
    }
    for stream in &mut n.streams {
        if let Sends::Requests { client } = &mut stream.sends {
            *client = clients - 1 - *client;
        }
    }
    for population in &mut n.populations {
        population.client = clients - 1 - population.client;
    }
    for scaler in &mut n.scalers {
        scaler.station = stations - 1 - scaler.station;
    }
    for incident in &mut n.incidents {
        match &mut incident.trouble {
            Trouble::Down { station, .. }
            | Trouble::Slow { station, .. }
            | Trouble::Errors { station, .. } => {
                *station = stations - 1 - *station;
            }
            Trouble::Flush { cache } | Trouble::CacheOff { cache } => *cache = caches - 1 - *cache,
        }
    }
    n
}

fn turn_steps(steps: &mut [Step], stations: usize, caches: usize, gates: usize) {
    for step in steps {
        match &mut step.act {
            Act::Visit {
                at, while_holding, ..
            } => {
                *at = stations - 1 - *at;
                turn_steps(while_holding, stations, caches, gates);
            }
            Act::Cached { cache, otherwise } => {
                *cache = caches - 1 - *cache;
                turn_steps(otherwise, stations, caches, gates);
            }
            Act::Pass { gate } => *gate = gates - 1 - *gate,
            Act::Group(steps) => turn_steps(steps, stations, caches, gates),
            Act::Take { .. } | Act::Start { .. } => {}
        }
    }
}

#[test]
fn the_order_of_parts_changes_nothing() {
    let mut source = Source::seed_from_u64(12);
    for _ in 0..60 {
        let network = core_network(&mut source);
        let (before, mut after) = (run(&network), run(&turned(&network)));
        assert_eq!(before.series, after.series);
        assert_eq!(before.ledger.requests, after.ledger.requests);
        assert_eq!(before.ledger.visits, after.ledger.visits);
        after.stations.reverse();
        after.caches.reverse();
        after.gates.reverse();
        after.clients.reverse();
        assert_eq!(before.stations, after.stations);
        assert_eq!(before.caches, after.caches);
        assert_eq!(before.gates, after.gates);
        assert_eq!(before.clients, after.clients);
    }
}

#[test]
fn a_part_added_elsewhere_leaves_the_other_streams_as_they_were() {
    let mut source = Source::seed_from_u64(13);
    for _ in 0..60 {
        let mut network = core_network(&mut source);
        let before = run(&network);
        // A whole site of its own, with everybody who goes there; its parts stand first in every list where they may.
        let at = network.stations.len();
        network
            .stations
            .push(room("elsewhere", 3, 10, Dist::exponential(0.1)));
        network.caches.push(Cache::new("elsewhere", 10, 1.0, 5.0));
        network.gates.push(Gate {
            id: "elsewhere".into(),
            rule: Rule::Filter {
                bots: 0.5,
                people: 0.5,
            },
            from_s: 0.0,
            until_s: f64::INFINITY,
        });
        let (cache, gate) = (network.caches.len() - 1, network.gates.len() - 1);
        let steps = vec![
            Step::new(Act::Pass { gate }),
            Step::cached(cache, vec![Step::at(at)]),
        ];
        network.programs.push(Program::new("elsewhere", steps));
        network
            .clients
            .push(Client::new("elsewhere", network.programs.len() - 1));
        let rate = Rate::constant(40.0, f64::from(network.horizon_s));
        network.streams.insert(
            0,
            Stream::requests("elsewhere", rate, network.clients.len() - 1),
        );
        let after = run(&network);
        assert_eq!(before.series, after.series);
        assert_eq!(before.stations[..], after.stations[..at]);
        assert_eq!(before.caches[..], after.caches[..cache]);
        assert_eq!(before.gates[..], after.gates[..gate]);
        let clients = before.clients.len();
        assert_eq!(before.clients[..], after.clients[..clients]);
    }
}
