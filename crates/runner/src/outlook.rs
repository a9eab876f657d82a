//! The forecast in the few numbers that a page draws while somebody drags.

use onrush_diagnose::{Means, first_break_of_means};
use onrush_fluid::{Forecast, StationForecast};
use onrush_network::{Faults, Network};
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What is expected on average, without chance. Series have one value for each step; steps are short where much changes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outlook {
    /// Length of the run, in seconds.
    pub horizon_s: u32,
    /// End of each step, in seconds; it begins where the one before ends, the first at 0.
    pub until_s: Vec<f32>,
    /// New visits a second.
    pub visits_per_s: Vec<f32>,
    /// Requests sent a second, repeated ones included.
    pub requests_per_s: Vec<f32>,
    /// Visits lost a second.
    pub lost_per_s: Vec<f32>,
    /// Visits there at the end of the step.
    pub inside: Vec<f32>,
    /// Each station, in the network's order.
    pub stations: Vec<StationOutlook>,
    /// Visits that come.
    pub arrived: f64,
    /// Visits lost to the site's condition.
    pub lost: f64,
    /// The second with the most requests, and how many a second these are; `None` when none are sent.
    pub peak: Option<(u32, f64)>,
    /// The second with the most new visits, and how many a second these are; `None` when nobody comes.
    pub visits_peak: Option<(u32, f64)>,
    /// The second at which the first visitors are lost in numbers; `None` when it holds.
    pub first_break_s: Option<u32>,
    /// Index of the station that is full first; `None` when none is.
    pub first_full: Option<usize>,
    /// Mean time of all pages that load, in seconds; `None` when none does.
    pub page_mean_s: Option<f64>,
}

/// What is expected of one station.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StationOutlook {
    /// The station's id.
    pub id: String,
    /// Share of the servers that are busy at the end of the step (0 to 1); empty where they are without limit.
    pub utilisation: Vec<f32>,
    /// Requests in line at the end of the step.
    pub line: Vec<f32>,
    /// First second from which nearly all servers are busy for some seconds; `None` when that never happens.
    pub full_s: Option<u32>,
}

/// The forecast of a scenario's file.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn outlook_of_file(file: &str) -> Result<Outlook, Faults> {
    let (_, network) = Scenario::read_with_network(file)?;
    outlook(&network)
}

/// The forecast of a network.
///
/// # Errors
/// The network's faults, if it is not whole.
pub fn outlook(network: &Network) -> Result<Outlook, Faults> {
    onrush_fluid::forecast(network).map(|forecast| Outlook::of(&forecast))
}

impl Outlook {
    /// The few numbers of a forecast.
    #[must_use]
    pub fn of(forecast: &Forecast) -> Self {
        let people = &forecast.people;
        let per_s = |column: &[f64]| -> Vec<f32> {
            let steps = column.iter().zip(&forecast.steps);
            steps
                .map(|(n, step)| small(n / step.length_s().max(1e-9)))
                .collect()
        };
        let means: Vec<Means> = forecast
            .steps
            .iter()
            .zip(people.served.iter().zip(&people.lost))
            .map(|(step, (served, lost))| Means {
                until_s: step.until_s,
                served: *served,
                lost: *lost,
            })
            .collect();
        let highest = |column: &[f64]| {
            let steps = column.iter().zip(&forecast.steps);
            steps
                .map(|(n, step)| (second(step.from_s), n / step.length_s().max(1e-9)))
                .max_by(|a, b| a.1.total_cmp(&b.1))
                .filter(|(_, rate)| *rate > 0.0)
        };
        let full = |s: &StationForecast| s.saturated_s;
        let first_full = (0..forecast.stations.len())
            .filter(|s| full(&forecast.stations[*s]).is_some())
            .min_by(|a, b| {
                let when = |s: usize| full(&forecast.stations[s]).unwrap_or(f64::INFINITY);
                when(*a).total_cmp(&when(*b))
            });
        Self {
            horizon_s: forecast.horizon_s,
            until_s: forecast.steps.iter().map(|s| small(s.until_s)).collect(),
            visits_per_s: per_s(&people.visits),
            requests_per_s: per_s(&people.requests),
            lost_per_s: per_s(&people.lost),
            inside: people.inside.iter().copied().map(small).collect(),
            stations: forecast.stations.iter().map(StationOutlook::of).collect(),
            arrived: forecast.totals.arrived,
            lost: forecast.totals.lost(),
            peak: highest(&people.requests),
            visits_peak: highest(&people.visits),
            first_break_s: first_break_of_means(forecast.horizon_s, &means),
            first_full,
            page_mean_s: forecast.page_mean_s(),
        }
    }

    /// Share of the visits that are lost (0 to 1); 0 when nobody comes.
    #[must_use]
    pub fn share_lost(&self) -> f64 {
        if self.arrived > 0.0 {
            self.lost / self.arrived
        } else {
            0.0
        }
    }

    /// The step in which `second` lies.
    #[must_use]
    pub fn step_of(&self, second: f64) -> usize {
        self.until_s
            .partition_point(|until| f64::from(*until) <= second)
            .min(self.until_s.len().saturating_sub(1))
    }
}

impl StationOutlook {
    fn of(forecast: &StationForecast) -> Self {
        let limited = forecast.servers.iter().all(|n| n.is_finite());
        Self {
            id: forecast.id.clone(),
            utilisation: if limited {
                let pairs = forecast.busy.iter().zip(&forecast.servers);
                pairs
                    .map(|(busy, servers)| small((busy / servers.max(1.0)).clamp(0.0, 1.0)))
                    .collect()
            } else {
                Vec::new()
            },
            line: forecast.line.iter().copied().map(small).collect(),
            full_s: forecast.saturated_s.map(second),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "for drawing: seven digits are plenty"
)]
fn small(number: f64) -> f32 {
    number as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; seconds are not negative"
)]
fn second(at: f64) -> u32 {
    at as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(key: &str) -> &'static str {
        onrush_scenario::story(key).expect("a shipped story").file
    }

    #[test]
    fn the_mole_app_breaks_where_the_exact_run_does() {
        let outlook = outlook_of_file(file("mole-app")).expect("a sound story");
        let scenario = Scenario::read(file("mole-app")).expect("a sound story");
        let exact = crate::rehearse(&scenario, 1, &mut |_| crate::Flow::On).expect("it can be run");
        let (about, at) = (outlook.first_break_s, exact.diagnosis.first_break_s);
        let (about, at) = (about.expect("breaks"), at.expect("breaks"));
        assert!(about.abs_diff(at) <= 15, "{about} and {at}");
        let lost = exact.observations.ledger.lost() as f64;
        let share = lost / exact.observations.ledger.visits.arrived as f64;
        assert!((outlook.share_lost() - share).abs() < 0.05);
        let (peak_s, _) = outlook.peak.expect("somebody comes");
        assert!(peak_s < outlook.horizon_s);
    }

    #[test]
    fn a_site_that_holds_has_no_break() {
        let outlook = outlook_of_file(file("staffing-firm")).expect("a sound story");
        assert_eq!(outlook.first_break_s, None);
        assert_eq!(outlook.first_full, None);
        assert!(outlook.share_lost() < 0.001);
    }

    #[test]
    fn every_series_has_a_value_for_each_step() {
        for story in onrush_scenario::stories() {
            let outlook = outlook_of_file(story.file).expect("a sound story");
            let steps = outlook.until_s.len();
            for column in [
                &outlook.visits_per_s,
                &outlook.requests_per_s,
                &outlook.lost_per_s,
                &outlook.inside,
            ] {
                assert_eq!(column.len(), steps, "{}", story.key);
            }
            for station in &outlook.stations {
                assert_eq!(station.line.len(), steps, "{}", story.key);
                assert!([0, steps].contains(&station.utilisation.len()));
                assert!(station.utilisation.iter().all(|u| (0.0..=1.0).contains(u)));
            }
            assert_eq!(outlook.step_of(0.0), 0);
            assert_eq!(outlook.step_of(1e9), steps - 1);
        }
    }

    #[test]
    fn a_faulty_file_names_its_faults() {
        let text = file("mole-app").replace("\"servers\": 24", "\"servers\": 0");
        let faults = outlook_of_file(&text).expect_err("no servers");
        assert_eq!(faults.0[0].path, "site.web.servers");
    }
}
