//! What happened, one sentence for each finding.

use onrush_diagnose::{Finding, FindingId};
use onrush_observe::Observations;
use onrush_scenario::Scenario;

use crate::headline::{figure, id_of};
use crate::{Args, Name, Words};

impl Words {
    /// A finding as a sentence, without its time (see [`Words::finding_when`]).
    #[must_use]
    pub fn finding(self, finding: &Finding, scenario: &Scenario, seen: &Observations) -> String {
        let name = |station: Option<usize>| station.map(|s| id_of(seen, s)).unwrap_or_default();
        let (station, blamed) = (name(finding.station), name(finding.because_of));
        let mut args = Args::new()
            .with("station", Name::station(station))
            .with("servers_name", Name::servers(station))
            .with("server_name", Name::server(station))
            .with("blamed", Name::station(blamed))
            .with("target", scenario.targets.page_p95_s)
            .with(
                "lasted",
                f64::from(
                    finding
                        .until_s
                        .unwrap_or(seen.horizon_s)
                        .saturating_sub(finding.from_s),
                ),
            );
        for figure in &finding.figures {
            args = args.with(&figure.name, figure.value);
        }
        if finding.id == FindingId::PeopleLost {
            args = args.with("causes", self.causes(finding));
            // Figures that read the same are told once.
            let said = |name: &str| figure(finding, name).map(|n| self.about(n));
            if said("in_run") != said("visits") {
                return self.capitalised(&self.text("finding.people_lost_then", &args));
            }
        }
        if finding.id == FindingId::SoldOut {
            let stock = figure(finding, "stock").and_then(|index| at(&scenario.site.stocks, index));
            args = args.with("name", stock.map_or("?", |s| s.name.as_str()));
        }
        let short_of_cores = figure(finding, "cores").is_some();
        let open_breaker = figure(finding, "per_s").is_none_or(|per_s| per_s <= 0.0);
        let id = match finding.id {
            FindingId::Saturated if station == "uplink" => "finding.saturated_uplink",
            FindingId::Saturated if station.starts_with("row/") => "finding.saturated_row",
            FindingId::Saturated if short_of_cores => "finding.saturated_cores",
            FindingId::Shed if open_breaker => "finding.shed_breaker",
            FindingId::Shed => "finding.shed",
            FindingId::MachinesLate => "finding.machines_late",
            FindingId::Blocked => "finding.blocked",
            FindingId::SoldOut => "finding.sold_out",
            FindingId::Saturated => "finding.saturated",
            FindingId::HeldWaiting => "finding.held_waiting",
            FindingId::LineFull => "finding.line_full",
            FindingId::GatewayTimeouts => "finding.gateway_timeouts",
            FindingId::Slow => "finding.slow",
            FindingId::ReloadWave => "finding.reload_wave",
            FindingId::WastedWork => "finding.wasted_work",
            FindingId::PeopleLost => "finding.people_lost",
            FindingId::Recovered => "finding.recovered",
            FindingId::NotRecovered => "finding.not_recovered",
            FindingId::RoomToSpare => "finding.room_to_spare",
        };
        self.capitalised(&self.text(id, &args))
    }

    /// What people were lost to, as a list without the causes that nobody was lost to.
    fn causes(self, finding: &Finding) -> String {
        let causes = [
            "turned_away",
            "gave_up_slow",
            "gave_up_waiting",
            "blocked",
            "error",
            "stuck",
        ]
        .into_iter()
        .filter_map(|cause| {
            let n = figure(finding, cause).filter(|n| *n > 0.0)?;
            self.member("finding.people_lost", cause, &Args::new().with("n", n))
        });
        self.list(causes)
    }

    /// When a finding began and ended: `20:31:12 to 20:44:05`, `20:31:12 to the end`, or one time for a moment.
    #[must_use]
    pub fn finding_when(self, finding: &Finding, scenario: &Scenario) -> String {
        let from = self.clock(&scenario.clock, finding.from_s);
        let moment = matches!(
            finding.id,
            FindingId::Recovered | FindingId::RoomToSpare | FindingId::SoldOut
        );
        match finding.until_s {
            _ if moment => from,
            Some(until) if until <= finding.from_s => from,
            Some(until) => {
                let args = Args::new()
                    .with("from", from)
                    .with("until", self.clock(&scenario.clock, until));
                self.text("finding.from_until", &args)
            }
            None => self.text("finding.from_on", &Args::new().with("from", from)),
        }
    }
}

/// The entry that a figure counts, which is one of few.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index that was a whole number"
)]
fn at<T>(entries: &[T], index: f64) -> Option<&T> {
    entries.get(index.max(0.0) as usize)
}
