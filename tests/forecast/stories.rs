//! Every shipped story: the forecast against the mean of exact runs.
//!
//! The measured figures are in `docs/forecast.md`, between two marks. Write them anew with
//! `ONRUSH_BLESS=1 cargo test -p onrush-tests --test forecast`.

use std::fmt::Write;
use std::path::Path;

use onrush_fluid::Forecast;
use onrush_network::{Network, Servers};
use onrush_observe::Observations;
use onrush_scenario::Scenario;
use onrush_tests::saturated;

/// Exact runs of each story.
const RUNS: u64 = 8;
/// Most percentage points by which lost visits may differ, most seconds by which the first saturation may.
const POINTS: f64 = 5.0;
const SECONDS: f64 = 10.0;

/// Stories whose crowd creeps up to the capacity of processor cores that all workers share. When the last core is taken, chance
/// decides for a minute or two which way it goes, and neither the forecast nor one exact run says when.
const CREEPING: [&str; 2] = ["glastonbury", "ecensus"];
const CREEPING_SECONDS: f64 = 120.0;
/// By how much the visits that other visits bring may differ, of all visits: they follow from who is served.
const SHARED: f64 = 0.05;

struct Compared {
    network: Network,
    forecast: Forecast,
    exact: Vec<Observations>,
}

fn compare(file: &str) -> Compared {
    let network = Scenario::read(file)
        .and_then(|s| s.network())
        .unwrap_or_else(|faults| panic!("{faults}"));
    let forecast = onrush_fluid::forecast(&network).unwrap_or_else(|f| panic!("{f}"));
    let exact = (1..=RUNS)
        .map(|seed| onrush_des::simulate(&network, seed).unwrap_or_else(|f| panic!("{f}")))
        .collect();
    Compared {
        network,
        forecast,
        exact,
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

impl Compared {
    /// Percent of the visits lost: forecast, and mean, least and most of the exact runs.
    fn lost(&self) -> (f64, f64, f64, f64) {
        let exact: Vec<f64> = self
            .exact
            .iter()
            .map(|o| 100.0 * o.ledger.lost() as f64 / o.ledger.visits.arrived as f64)
            .collect();
        let least = exact.iter().copied().fold(f64::INFINITY, f64::min);
        let most = exact.iter().copied().fold(0.0, f64::max);
        (
            100.0 * self.forecast.totals.share_lost(),
            mean(&exact),
            least,
            most,
        )
    }

    /// Second of the first saturation of a station: forecast, and mean of those exact runs in which it happens.
    fn saturation(&self, station: usize) -> (Option<f64>, Vec<f64>) {
        let exact = self
            .exact
            .iter()
            .filter_map(|o| saturated(o, station))
            .map(f64::from)
            .collect();
        (self.forecast.stations[station].saturated_s, exact)
    }

    fn finite(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.network.stations.len())
            .filter(|s| self.network.stations[*s].servers != Servers::Infinite)
    }

    fn row(&self, key: &str) -> String {
        let (forecast, exact, least, most) = self.lost();
        let mut row = format!("| `{key}` | {forecast:.1} | {exact:.1} ({least:.1} to {most:.1}) |");
        let cell = |s: usize| {
            let (forecast, exact) = self.saturation(s);
            let id = &self.network.stations[s].id;
            let forecast = forecast.map_or("never".to_owned(), |at| format!("{at:.0}"));
            let exact = if exact.is_empty() {
                "never".to_owned()
            } else {
                format!("{:.0} in {} of {RUNS}", mean(&exact), exact.len())
            };
            format!("{id}: {forecast}, exact {exact}")
        };
        let cells: Vec<String> = self.finite().map(cell).collect();
        let page = mean(
            &self
                .exact
                .iter()
                .map(|o| o.page_times.mean_s())
                .collect::<Vec<_>>(),
        );
        let _ = write!(
            row,
            " {} | {:.2}, exact {page:.2} | {} |",
            cells.join("; "),
            self.forecast.page_mean_s().unwrap_or(0.0),
            self.forecast.steps.len()
        );
        row
    }

    fn assert_agrees(&self, key: &str) {
        let (forecast, exact, ..) = self.lost();
        assert!(
            (forecast - exact).abs() <= POINTS,
            "{key}: {forecast} % are lost, exactly {exact} %"
        );
        let within = if CREEPING.contains(&key) {
            CREEPING_SECONDS
        } else {
            SECONDS
        };
        for s in self.finite() {
            let (forecast, exact) = self.saturation(s);
            let id = &self.network.stations[s].id;
            match forecast {
                // What happens in the forecast happens in most exact runs, and the reverse.
                None => assert!(2 * exact.len() <= self.exact.len(), "{key}: {id} saturates"),
                Some(at) => {
                    assert!(
                        2 * exact.len() >= self.exact.len(),
                        "{key}: {id} does not saturate"
                    );
                    let exact = mean(&exact);
                    assert!(
                        (at - exact).abs() <= within,
                        "{key}: {id} saturates at {at}, exactly at {exact}"
                    );
                }
            }
        }
        let of = |count: &dyn Fn(&Observations) -> u64| {
            mean(
                &self
                    .exact
                    .iter()
                    .map(|o| count(o) as f64)
                    .collect::<Vec<_>>(),
            )
        };
        let totals = &self.forecast.totals;
        let shared = of(&|o| o.ledger.shared);
        assert!(
            (totals.shared - shared).abs() <= SHARED * totals.arrived,
            "{key}: {} are brought, exactly {shared}",
            totals.shared
        );
        let came = of(&|o| o.ledger.visits.arrived - o.ledger.shared);
        let most = 5.0 * (came / RUNS as f64).sqrt();
        let forecast = totals.arrived - totals.shared;
        assert!(
            (forecast - came).abs() <= most,
            "{key}: {forecast} come by themselves, exactly {came}"
        );
    }
}

#[test]
fn lost_visits_and_first_saturation_agree_on_every_story() {
    let mut rows = String::new();
    for story in onrush_scenario::stories() {
        let compared = compare(story.file);
        compared.assert_agrees(story.key);
        let _ = writeln!(rows, "{}", compared.row(story.key));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/forecast.md");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (before, rest) = text
        .split_once("<!-- stories -->\n")
        .expect("the first mark");
    let (table, after) = rest.split_once("<!-- end -->").expect("the second mark");
    let head = "| story | lost, % | exact: mean (range) | first saturation, s | mean page, s | steps |\n|---|---|---|---|---|---|\n";
    let new = format!("{head}{rows}");
    if std::env::var_os("ONRUSH_BLESS").is_some() {
        let text = format!("{before}<!-- stories -->\n{new}<!-- end -->{after}");
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        return;
    }
    assert_eq!(table, new, "docs/forecast.md tells other figures");
}
