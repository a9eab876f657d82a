//! What things are called: parts of a site, ways in which visits and requests end, verdicts, targets.

use onrush_diagnose::{TargetId, TargetResult, Verdict};
use onrush_observe::{Outcome, RequestOutcome, VisitOutcome};
use onrush_scenario::{ActivityKind, IncidentKind, Scenario, Who};

use crate::message::in_form;
use crate::{Args, Name, Words};

impl Name {
    /// A part of the site, for a sentence that says it in its own form.
    #[must_use]
    pub fn station(id: &str) -> Self {
        Self::of("station", id)
    }

    /// What the servers of a part are called, for a sentence.
    #[must_use]
    pub fn servers(id: &str) -> Self {
        Self::of("servers", id)
    }

    /// What one of them is called, for a sentence.
    #[must_use]
    pub fn server(id: &str) -> Self {
        Self::of("server", id)
    }

    /// A name of a family, for a sentence.
    pub(crate) fn of(family: &'static str, id: &str) -> Self {
        Self {
            family,
            id: id.to_owned(),
        }
    }
}

impl Words {
    /// A name in a form; an empty one is that of a dictionary.
    pub(crate) fn named(self, name: &Name, form: &str) -> String {
        let said =
            |key: &str, args: &Args| self.member(name.family, key, &in_form(args.clone(), form));
        part(&name.id, said)
    }

    /// A part of the site in plain words, by its station's id: `the database`. Parts that nobody named keep their id.
    #[must_use]
    pub fn station_name(self, id: &str) -> String {
        part(id, |key, args| self.member("station", key, args))
    }

    /// The same part as an engineer calls it: `database connections`.
    #[must_use]
    pub fn station_for_it(self, id: &str) -> String {
        part(id, |key, args| self.member("station-it", key, args))
    }

    /// What the servers of a part are called: `database connections`, `web workers`.
    #[must_use]
    pub fn station_servers(self, id: &str) -> String {
        part(id, |key, args| self.member("servers", key, args))
    }

    /// What one of them is called: `database connection`.
    #[must_use]
    pub fn station_server(self, id: &str) -> String {
        part(id, |key, args| self.member("server", key, args))
    }

    /// A cache by its id: `the CDN's copies of files in nl`.
    #[must_use]
    pub fn cache_name(self, id: &str) -> String {
        part(id, |key, args| self.member("cache", key, args))
    }

    /// A gate by its id: `the bot filter`.
    #[must_use]
    pub fn gate_name(self, id: &str) -> String {
        part(id, |key, args| self.member("gate", key, args))
    }

    /// A waiting room by its id.
    #[must_use]
    pub fn waiting_room_name(self, id: &str) -> String {
        part(id, |key, args| self.member("waiting-room", key, args))
    }

    /// What adds and removes machines, by its id.
    #[must_use]
    pub fn scaler_name(self, id: &str) -> String {
        part(id, |key, args| self.member("scaler", key, args))
    }

    /// What goes wrong, by the word for its kind in a scenario: `the database goes down`.
    #[must_use]
    pub fn incident_kind(self, kind: IncidentKind) -> String {
        self.member("incident", kind.id(), &Args::new())
            .unwrap_or_else(|| kind.id().to_owned())
    }

    /// Who comes in a stream: `visitors on a phone`.
    #[must_use]
    pub fn who(self, who: Who) -> String {
        match who {
            Who::Anybody => self.t("who.anybody"),
            Who::Computers => self.t("who.computers"),
            Who::Phones => self.t("who.phones"),
            Who::Bots => self.t("who.bots"),
            Who::Scanners => self.t("who.scanners"),
        }
    }

    /// How a visit ended: `gave up on a slow page`.
    #[must_use]
    pub fn visit_outcome(self, outcome: VisitOutcome) -> String {
        self.member("visit", outcome.id(), &Args::new())
            .unwrap_or_else(|| outcome.id().to_owned())
    }

    /// How a request ended: `answered in time`.
    #[must_use]
    pub fn request_outcome(self, outcome: RequestOutcome) -> String {
        self.member("request", outcome.id(), &Args::new())
            .unwrap_or_else(|| outcome.id().to_owned())
    }

    /// The verdict in one or two words.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Holds => self.t("verdict.holds"),
            Verdict::HoldsSlowly => self.t("verdict.slowly"),
            Verdict::Breaks => self.t("verdict.breaks"),
        }
    }

    /// What an activity is: `a moment on television`.
    #[must_use]
    pub fn activity_kind(self, kind: ActivityKind) -> String {
        self.member("kind", kind.id(), &Args::new())
            .unwrap_or_else(|| kind.id().to_owned())
    }

    /// A target, what was hoped for and what came, as one line.
    #[must_use]
    pub fn target(self, target: &TargetResult, scenario: &Scenario) -> String {
        let currency = &scenario.money.currency;
        let Some(got) = target.got else {
            let args = |wanted: f64| Args::new().with("wanted", wanted);
            return match target.id {
                TargetId::PageP95 => self.text("target.page_p95_unknown", &args(target.wanted)),
                TargetId::Served => {
                    self.text("target.served_unknown", &args(target.wanted / 100.0))
                }
                TargetId::Budget => self.t("number.unknown"),
            };
        };
        match target.id {
            TargetId::PageP95 => {
                let args = Args::new().with("wanted", target.wanted).with("got", got);
                self.text("target.page_p95", &args)
            }
            TargetId::Served => {
                let args = Args::new()
                    .with("wanted", target.wanted / 100.0)
                    .with("got", got / 100.0);
                self.text("target.served", &args)
            }
            TargetId::Budget => {
                let args = Args::new()
                    .with("wanted", self.money(target.wanted, currency))
                    .with("got", self.money(got, currency));
                self.text("target.budget", &args)
            }
        }
    }
}

/// The sentence for a station: its own, else that of its kind (`network/nl` is a `network`), else the one for others.
fn part(id: &str, member: impl Fn(&str, &Args) -> Option<String>) -> String {
    let (kind, place) = id.split_once('/').unwrap_or((id, ""));
    let args = Args::new().with("id", id).with("place", place);
    member(kind, &args)
        .or_else(|| member("other", &args))
        .unwrap_or_else(|| id.to_owned())
}
