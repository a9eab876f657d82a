//! The one sentence that answers the question.

use onrush_diagnose::{CauseKind, Diagnosis, Finding, FindingId, Verdict};
use onrush_observe::{Observations, VisitOutcome};
use onrush_scenario::Scenario;

use crate::{Args, Name, Words};

/// A cause that begins so long after the site broke did not break it.
const LATER_S: u32 = 60;

impl Words {
    /// The answer in one to three sentences: whether it holds, when and why it breaks, and what became of the people.
    /// It says only what the figures support.
    #[must_use]
    pub fn headline(self, scenario: &Scenario, seen: &Observations, d: &Diagnosis) -> String {
        match d.verdict {
            Verdict::Holds => self.holds(scenario, seen, d),
            Verdict::HoldsSlowly => self.holds_slowly(scenario, seen, d),
            Verdict::Breaks => self.breaks(scenario, seen, d),
        }
    }

    fn holds(self, scenario: &Scenario, seen: &Observations, d: &Diagnosis) -> String {
        if seen.ledger.visits.arrived == 0 {
            return self.t("headline.nobody");
        }
        let args = Args::new()
            .with("clock", self.clock_minute(&scenario.clock, d.peak.at_s))
            .with("rate", d.peak.requests_per_s);
        match d.busiest {
            None => self.text("headline.holds", &args),
            Some(busiest) => {
                let args = args
                    .with("station", Name::station(id_of(seen, busiest.station)))
                    .with("utilisation", busiest.utilisation);
                self.text("headline.holds_busiest", &args)
            }
        }
    }

    fn holds_slowly(self, scenario: &Scenario, seen: &Observations, d: &Diagnosis) -> String {
        let lost = share(not_served(seen), ended(seen));
        let slow = d.findings.iter().filter(|f| f.id == FindingId::Slow);
        let seconds: f64 = slow
            .map(|f| f64::from(f.until_s.unwrap_or(seen.horizon_s).saturating_sub(f.from_s)))
            .sum();
        let first = d.findings.iter().find(|f| f.id == FindingId::Slow);
        let args = Args::new()
            .with("seconds", seconds)
            .with("target", scenario.targets.page_p95_s)
            .with(
                "clock",
                self.clock_minute(&scenario.clock, first.map_or(0, |f| f.from_s)),
            )
            .with("share", lost);
        if lost > 0.0 {
            self.text("headline.slowly_lost", &args)
        } else {
            self.text("headline.slowly", &args)
        }
    }

    fn breaks(self, scenario: &Scenario, seen: &Observations, d: &Diagnosis) -> String {
        let at = d.first_break_s.unwrap_or(0);
        let when = self.text(
            "headline.breaks",
            &Args::new().with("clock", self.clock(&scenario.clock, at)),
        );
        let what = self.text(
            "headline.lost",
            &Args::new()
                .with("share", share(not_served(seen), ended(seen)))
                .with("stuck", seen.ledger.stuck),
        );
        // Where the site was full as well, the people kept out by a door get a sentence of their own.
        let first_is_a_door = d.why.causes.first().is_some_and(|c| {
            matches!(
                c.kind,
                CauseKind::BotFilter | CauseKind::Block | CauseKind::RateLimit
            )
        });
        let blocked = d.findings.iter().find(|f| f.id == FindingId::Blocked);
        let blocked = blocked
            .filter(|_| d.root.is_some() && !first_is_a_door)
            .map_or_else(String::new, |f| {
                let people = figure(f, "people").unwrap_or(0.0);
                format!(
                    " {}",
                    self.text("headline.blocked", &Args::new().with("people", people))
                )
            });
        let said = match self.cause(scenario, seen, d) {
            Some(cause) => {
                let first = d.why.causes.first();
                let later = first.filter(|c| c.from_s >= at.saturating_add(LATER_S));
                let cause = match later {
                    Some(_) => self.capitalised(&cause),
                    None => cause,
                };
                let args = Args::new().with("cause", cause).with("what", what);
                let why = match later {
                    // What cost the most people need not be what broke it first.
                    Some(c) => {
                        let clock = self.clock(&scenario.clock, c.from_s);
                        self.text("headline.because_later", &args.with("clock", clock))
                    }
                    None => self.text("headline.because", &args),
                };
                format!("{when} {}", self.capitalised(&why))
            }
            None => format!(
                "{when} {}",
                self.capitalised(&self.text("headline.plain", &Args::new().with("what", what)))
            ),
        };
        format!("{said}{blocked}")
    }

    /// Why it broke, as a clause without a full stop; `None` when no part of the site was at the root of it.
    #[must_use]
    pub fn cause(self, scenario: &Scenario, seen: &Observations, d: &Diagnosis) -> Option<String> {
        let Some(first) = d.why.causes.first() else {
            return self.kept_out(d);
        };
        let clause = || Some(self.cause_clause(first, scenario, seen));
        match first.kind {
            CauseKind::BotFilter | CauseKind::Block | CauseKind::RateLimit => {
                return self.kept_out(d).or_else(clause);
            }
            // What the root was, the findings say in more detail.
            CauseKind::Cores
            | CauseKind::Servers
            | CauseKind::Uplink
            | CauseKind::Row
            | CauseKind::PartyLimit
            | CauseKind::PartyFull
            | CauseKind::ScalerLate
            | CauseKind::Slow => {}
            _ => return clause(),
        }
        let Some(root) = d.root else {
            return clause();
        };
        let id = id_of(seen, root);
        let servers = seen.stations.get(root).map_or(0, |s| s.servers);
        let of_root = |kind: FindingId| {
            d.findings
                .iter()
                .filter(move |f| f.id == kind && f.because_of == Some(root))
        };
        let own = |kind: FindingId| {
            d.findings
                .iter()
                .find(move |f| f.id == kind && f.station == Some(root))
        };
        let mut args = Args::new()
            .with("servers_name", Name::servers(id))
            .with("server_name", Name::server(id))
            .with("station", Name::station(id))
            .with("place", id.split_once('/').map_or(id, |(_, place)| place))
            .with("servers", servers);
        // The part that stood waiting for it for the largest share of its time; of equals the first, which is nearer to people.
        let held = of_root(FindingId::HeldWaiting).reduce(|best, f| {
            let share = |f: &Finding| figure(f, "share").unwrap_or(0.0);
            if share(f) > share(best) { f } else { best }
        });
        if id.starts_with("row/") {
            return Some(self.text("cause.row", &args));
        }
        if id == "uplink" {
            return Some(self.t("cause.uplink"));
        }
        if let Some(shed) = own(FindingId::Shed) {
            let per_s = figure(shed, "per_s").unwrap_or(0.0);
            args = args.with("per_s", per_s);
            let id = if per_s > 0.0 {
                "cause.shed"
            } else {
                "cause.breaker"
            };
            return Some(self.text(id, &args));
        }
        if let Some(holder) = held.and_then(|f| f.station) {
            args = args.with("holder", Name::station(id_of(seen, holder)));
            let id = if servers == 0 {
                "cause.slow"
            } else {
                "cause.held"
            };
            return Some(self.text(id, &args));
        }
        let Some(saturated) = own(FindingId::Saturated) else {
            return clause();
        };
        let full = match figure(saturated, "cores") {
            Some(cores) => self.text("cause.cores", &args.with("cores", cores)),
            None => self.text("cause.full", &args),
        };
        Some(match own(FindingId::MachinesLate) {
            Some(late) => {
                let args = Args::new()
                    .with("cause", full)
                    .with("wait_s", figure(late, "wait_s").unwrap_or(0.0));
                self.text("cause.late", &args)
            }
            None => full,
        })
    }

    /// A door kept people out, and no part of the site was full.
    fn kept_out(self, d: &Diagnosis) -> Option<String> {
        let blocked = d.findings.iter().find(|f| f.id == FindingId::Blocked)?;
        let people = figure(blocked, "people").unwrap_or(0.0);
        Some(self.text("cause.blocked", &Args::new().with("people", people)))
    }
}

/// Visits lost, or stuck when the run ended.
fn not_served(seen: &Observations) -> u64 {
    seen.ledger.lost() + seen.ledger.stuck
}

/// Visits of which we know how they ended: those that came to an end, well or not, and those that were stuck.
pub(crate) fn ended(seen: &Observations) -> u64 {
    let visits = &seen.ledger.visits;
    visits.ended() - visits.of(VisitOutcome::Unfinished) + seen.ledger.stuck
}

#[expect(clippy::cast_precision_loss, reason = "visits are far below 2^53")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

pub(crate) fn figure(finding: &Finding, name: &str) -> Option<f64> {
    finding
        .figures
        .iter()
        .find(|f| f.name == name)
        .map(|f| f.value)
}

pub(crate) fn id_of(seen: &Observations, station: usize) -> &str {
    seen.stations.get(station).map_or("?", |s| s.id.as_str())
}
