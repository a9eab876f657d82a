//! Files of version 1 mean what they meant.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use onrush_network::Network;
use onrush_scenario::Scenario;

/// A network as text, a part a line.
fn told(network: &Network) -> String {
    let mut text = format!("horizon_s {}\n", network.horizon_s);
    macro_rules! list {
        ($($name:ident),*) => {$(
            for part in &network.$name {
                writeln!(text, concat!(stringify!($name), " {:?}"), part).unwrap();
            }
        )*};
    }
    list!(
        stations,
        caches,
        gates,
        stocks,
        rooms,
        programs,
        journeys,
        clients,
        streams,
        populations,
        scalers,
        incidents
    );
    text
}

/// The stories as version 1 released them lower to the networks that version 1 made of them (recorded by its own lowering).
#[test]
fn the_stories_of_version_1_lower_as_they_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/v1");
    for key in ["mole-app", "toy-shop", "staffing-firm"] {
        let file = fs::read_to_string(folder.join(format!("{key}.onrush.json"))).unwrap();
        let got = told(&Scenario::read(&file).unwrap().network().unwrap());
        let recorded = folder.join(format!("{key}.network.txt"));
        let wanted = fs::read_to_string(recorded).unwrap();
        for (got, wanted) in got.lines().zip(wanted.lines()) {
            assert_eq!(got, wanted, "{key}");
        }
        assert_eq!(got.lines().count(), wanted.lines().count(), "{key}");
    }
}
