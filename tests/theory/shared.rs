//! Processor sharing.

use onrush_network::{Discipline, Dist, Network, Step};
use onrush_tests::formula::{birth_death, erlang_c, waiting};
use onrush_tests::watch::{estimate, open, room, servers};

fn exp(mean_s: f64) -> Dist {
    Dist::exponential(mean_s)
}

fn endless(c: u32, service: Dist, per_s: f64, horizon_s: u32) -> Network {
    open(
        vec![servers("station", c, service)],
        vec![Step::at(0)],
        per_s,
        horizon_s,
    )
}

fn finite(c: u32, places: u32, service: Dist, per_s: f64, horizon_s: u32) -> Network {
    open(
        vec![room("station", c, places, service)],
        vec![Step::at(0)],
        per_s,
        horizon_s,
    )
}

#[test]
fn who_shares_one_server_is_slow_by_the_load_alone() {
    // M/G/1 processor sharing: R = S / (1 − ρ) whatever the distribution.
    for service in [
        exp(1.0),
        Dist::constant(1.0),
        Dist::Uniform {
            mean_s: 1.0,
            cv2: 0.3,
        },
        Dist::lognormal(1.0, 3.0),
        Dist::Hyperexponential {
            mean_s: 1.0,
            cv2: 4.0,
        },
    ] {
        let mut model = endless(1, service, 0.7, 60_000);
        model.stations[0].discipline = Discipline::Shared;
        let [time, present] = estimate(&model, |r| [r.response_s(0), r.present(0)]);
        time.assert_is(&format!("R shared with {service:?}"), 1.0 / 0.3, 0.15);
        present.assert_is(&format!("L shared with {service:?}"), 0.7 / 0.3, 0.15);
    }
    // Several processors that are shared: M/M/c has the same number present in either discipline.
    let mut model = endless(4, exp(1.0), 3.0, 15_000);
    model.stations[0].discipline = Discipline::Shared;
    let [present] = estimate(&model, |r| [r.present(0)]);
    present.assert_is("L of four shared", 3.0 + erlang_c(3.0, 4) * 3.0, 0.1);
    // A link with room for so many: M/M/1/K.
    let mut model = finite(1, 4, exp(1.0), 0.9, 20_000);
    model.stations[0].discipline = Discipline::Shared;
    let p = birth_death(0.9, |_| 1.0, 5);
    let [refused, present] = estimate(&model, |r| [r.refused(0), r.present(0)]);
    refused.assert_is("refused by a shared link", p[5], 0.08);
    let all: f64 = waiting(&p, 0);
    present.assert_is("present on a shared link", all, 0.05);
}
