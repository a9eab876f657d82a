//! Why it went wrong: a clause for each cause, the same for IT, what kept it going and what ended it.

use onrush_diagnose::{Cause, CauseKind, Diagnosis, Evidence, Hurt, HurtBy, Verdict};
use onrush_observe::Observations;
use onrush_scenario::Scenario;

use crate::headline::id_of;
use crate::{Args, Name, Value, Words};

impl Words {
    /// A cause as a clause, small at its beginning and without a full stop: `the copies were not there yet`.
    #[must_use]
    pub fn cause_clause(self, cause: &Cause, scenario: &Scenario, seen: &Observations) -> String {
        let id = cause.station.map_or("?", |s| id_of(seen, s));
        let incident = cause.incident.and_then(|i| scenario.incidents.get(i));
        let activity = cause
            .place
            .filter(|_| cause.kind == CauseKind::Machines)
            .and_then(|i| scenario.activities.get(i));
        let mut args = Args::new()
            .with("station", Name::station(id))
            .with("servers_name", Name::servers(id))
            .with("server_name", Name::server(id))
            .with(
                "holder",
                cause
                    .holder
                    .map_or_else(|| Value::from(""), |h| Name::station(id_of(seen, h)).into()),
            )
            .with("incident", incident.map_or("?", |i| i.name.as_str()));
        for figure in &cause.figures {
            args = args.with(&figure.name, figure.value);
        }
        let closed = cause
            .figures
            .iter()
            .any(|f| f.name == "closed" && f.value > 0.5);
        let key = match cause.kind {
            CauseKind::Incident if cause.place.is_some() && cause.station.is_some() => {
                "incident_behind"
            }
            CauseKind::Servers if cause.holder.is_some() => "servers_held",
            CauseKind::DeskShort if closed => "desk_closed",
            CauseKind::Machines if activity.is_some() => {
                args = args.with("activity", activity.map_or("", |a| a.name.as_str()));
                "machines_of"
            }
            kind => kind.id(),
        };
        self.member("why", key, &args)
            .unwrap_or_else(|| cause.kind.id().to_owned())
    }

    /// A cause as a sentence, and how many it cost.
    #[must_use]
    pub fn cause_sentence(self, cause: &Cause, scenario: &Scenario, seen: &Observations) -> String {
        let clause = self.capitalised(&self.cause_clause(cause, scenario, seen));
        let args = Args::new().with("people", cause.people);
        let cost = match cause.kind {
            _ if cause.people == 0 => return format!("{clause}."),
            CauseKind::QueueBehind | CauseKind::DeskShort => self.text("why.cases", &args),
            CauseKind::SoldOut => self.text("why.late", &args),
            _ => self.text("why.cost", &args),
        };
        format!("{clause}. {}", self.capitalised(&cost))
    }

    /// The same in an engineer's words.
    #[must_use]
    pub fn cause_for_it(self, kind: CauseKind) -> String {
        self.member("why-it", kind.id(), &Args::new())
            .unwrap_or_else(|| kind.id().to_owned())
    }

    /// What kept it going, what ended it, or that nothing did; `None` where nothing broke.
    #[must_use]
    pub fn aftermath(self, d: &Diagnosis, scenario: &Scenario) -> Option<String> {
        let kept = d
            .why
            .kept_by
            .and_then(|k| self.member("why.kept", k.id(), &Args::new()));
        let over = match d.recovered_s {
            Some(second) => {
                let args = Args::new().with("clock", self.clock(&scenario.clock, second));
                let how = d
                    .why
                    .ended_by
                    .and_then(|e| self.member("why.ended", e.id(), &Args::new()));
                Some(match how {
                    Some(how) => self.text("why.ended", &args.with("how", how)),
                    None => self.text("why.ended.plain", &args),
                })
            }
            None => (d.verdict == Verdict::Breaks).then(|| self.t("why.ended.not")),
        };
        let said: Vec<String> = kept.into_iter().chain(over).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Who were hurt: the region's, the activity's or the page's name.
    #[must_use]
    pub fn hurt_name(self, hurt: &Hurt, scenario: &Scenario) -> String {
        let name = match hurt.by {
            HurtBy::Region => scenario.regions.get(hurt.index).map(|r| r.name.as_str()),
            HurtBy::Activity => scenario.activities.get(hurt.index).map(|a| a.name.as_str()),
            HurtBy::Page => scenario
                .journey
                .pages
                .get(hurt.index)
                .map(|p| p.name.as_str()),
        };
        name.unwrap_or("?").to_owned()
    }

    /// Where and how much: `20:31:12 to 20:44:05: 98 on average, 100 at most`.
    #[must_use]
    pub fn evidence(self, evidence: &Evidence, scenario: &Scenario) -> String {
        let args = Args::new()
            .with("from", self.clock(&scenario.clock, evidence.from_s))
            .with("until", self.clock(&scenario.clock, evidence.until_s))
            .with("mean", self.round(evidence.mean))
            .with("most", self.round(evidence.most));
        self.text("why.evidence", &args)
    }
}
