//! The brief in words.

use onrush_scenario::ActivityKind;
use onrush_words::{Args, Name, Value, Words};

use crate::{Assumption, Block, Brief, Extent, Paper, Planned, Result, Section, When};

/// What there is room for on one page.
pub(crate) const ASSUMPTIONS: usize = 7;
const REGIONS: usize = 6;
const ACTIVITIES: usize = 8;
const CONTACTS: usize = 6;
/// Letters of a source, and of a long sentence.
const SOURCE: usize = 90;
const SENTENCE: usize = 260;

impl Brief {
    /// The brief that marketing hands IT.
    #[must_use]
    pub fn paper(&self, words: Words, extent: Extent) -> Paper {
        Paper {
            title: words.text("brief.title", &Args::new().with("name", &self.name)),
            lead: self.lead(words),
            sections: vec![
                self.planned(words, extent),
                self.peak(words),
                self.origins(words, extent),
                self.tested(words),
                self.risks(words, extent),
                self.grounds(words, extent, ASSUMPTIONS),
                self.calls(words, extent),
            ],
            link: None,
            foot: self.foot(words),
        }
    }

    fn lead(&self, words: Words) -> Vec<String> {
        let Some(result) = &self.result else {
            let args = Args::new()
                .with("date", words.date(self.begins.local_date()))
                .with("from", self.begins.local_time())
                .with("until", self.local(words, &self.ends))
                .with("from_utc", self.utc(words, &self.begins))
                .with("until_utc", self.utc(words, &self.ends))
                .with("zone", &self.time_zone);
            return vec![words.text("brief.lead.unrehearsed", &args)];
        };
        let args = Args::new()
            .with("date", words.date(result.visits_peak.local_date()))
            .with("local", result.visits_peak.local_time())
            .with("utc", self.utc_beside(words, &result.visits_peak))
            .with("zone", &self.time_zone)
            .with("visits", result.visits_per_s)
            .with("requests", result.requests_per_s);
        let headline = Args::new().with("headline", &result.headline);
        let mut lead = vec![
            words.text("brief.lead", &args),
            words.text("brief.rehearsed", &headline),
        ];
        lead.extend(self.part(words));
        lead
    }

    /// That only a part was rehearsed.
    pub(crate) fn part(&self, words: Words) -> Option<String> {
        let (from, until) = self.result.as_ref()?.part.as_ref()?;
        let args = Args::new()
            .with("from", self.local(words, from))
            .with("until", self.local(words, until));
        Some(words.text("brief.part", &args))
    }

    /// A local time, with its date where that is another one than the plan's.
    pub(crate) fn local(&self, words: Words, when: &When) -> String {
        self.dated(words, when.local_time(), when.local_date())
    }

    /// A time in UTC, with its date where that is another one than the plan's local one.
    fn utc(&self, words: Words, when: &When) -> String {
        self.dated(words, when.utc_time(), when.utc_date())
    }

    /// A time in UTC beside a local date that is told.
    fn utc_beside(&self, words: Words, when: &When) -> String {
        if when.utc_date() == when.local_date() {
            return when.utc_time().to_owned();
        }
        self.dated(words, when.utc_time(), when.utc_date())
    }

    fn dated(&self, words: Words, time: &str, date: &str) -> String {
        if date == self.begins.local_date() {
            return time.to_owned();
        }
        let args = Args::new()
            .with("time", time)
            .with("date", words.date(date));
        words.text("brief.on", &args)
    }

    /// A moment in both.
    pub(crate) fn both(&self, words: Words, when: &When) -> String {
        let args = Args::new()
            .with("local", self.local(words, when))
            .with("utc", self.utc(words, when));
        words.text("brief.both", &args)
    }

    fn planned(&self, words: Words, extent: Extent) -> Section {
        let heading = words.t("brief.planned");
        if self.activities.is_empty() {
            return section(
                "planned",
                heading,
                vec![Block::Text(words.t("brief.planned.nothing"))],
            );
        }
        let shown = extent.of(self.activities.len(), ACTIVITIES);
        let (listed, rest) = self.activities.split_at(shown);
        let mut body = vec![Block::Table {
            head: [
                "brief.planned.what",
                "brief.planned.local",
                "brief.planned.utc",
                "brief.planned.size",
                "brief.planned.owner",
            ]
            .map(|id| words.t(id))
            .to_vec(),
            rows: listed.iter().map(|p| self.row(words, p)).collect(),
        }];
        if !rest.is_empty() {
            let args = Args::new().with("n", rest.len());
            body.push(Block::Note(words.text("brief.contacts.more", &args)));
        }
        section("planned", heading, body)
    }

    fn row(&self, words: Words, planned: &Planned) -> Vec<String> {
        let args = Args::new()
            .with("name", &planned.name)
            .with("kind", words.activity_kind(planned.kind))
            .with("people", planned.reaches)
            .with("visitors", planned.visitors);
        let all_day = || words.t("brief.planned.all-day");
        let at = planned.at.as_ref().map(|at| self.local(words, at));
        let local = match (at, planned.lasts_minutes) {
            (None, _) => all_day(),
            (Some(at), None) => at,
            (Some(at), Some(minutes)) => {
                let args = Args::new()
                    .with("at", at)
                    .with("lasts", Value::Time(minutes * 60.0));
                words.text("brief.planned.lasts", &args)
            }
        };
        let utc = planned.at.as_ref();
        vec![
            words.text("brief.planned.kind", &args),
            local,
            utc.map_or_else(all_day, |at| self.utc(words, at)),
            match planned.kind {
                ActivityKind::Everyday => words.text("brief.planned.daily", &args),
                ActivityKind::Bots => words.text("brief.planned.machines", &args),
                _ if (planned.reaches - planned.visitors).abs() < 0.5 => {
                    words.text("brief.planned.visitors", &args)
                }
                _ => words.text("brief.planned.reaches", &args),
            },
            match (&planned.owner, planned.kind) {
                (Some(owner), _) => owner.clone(),
                (None, ActivityKind::Everyday | ActivityKind::Bots) => String::new(),
                (None, _) => words.t("brief.planned.nobody"),
            },
        ]
    }

    fn peak(&self, words: Words) -> Section {
        let heading = words.t("brief.peak");
        let Some(result) = &self.result else {
            return section(
                "peak",
                heading,
                vec![Block::Text(words.t("brief.peak.none"))],
            );
        };
        let visits = Args::new()
            .with("n", result.visits_per_s)
            .with("when", self.both(words, &result.visits_peak))
            .with("inside", result.inside);
        let requests = Args::new()
            .with("n", result.requests_per_s)
            .with("when", self.both(words, &result.requests_peak))
            .with("busiest", result.requests_in_5_min);
        let taken = |id: &str, part: Option<(f64, u64)>| {
            let (n, of) = part?;
            let args = Args::new()
                .with("n", words.exact(n))
                .with("of", of)
                .with("what", Name::servers(id));
            Some(words.text("brief.peak.taken.said", &args))
        };
        let taken: Vec<String> = [
            taken("web", result.workers),
            taken("database", result.connections),
        ]
        .into_iter()
        .flatten()
        .collect();
        let mut facts = vec![
            (
                words.t("brief.peak.visitors"),
                words.text("brief.peak.visitors.said", &visits),
            ),
            (
                words.t("brief.peak.requests"),
                words.text("brief.peak.requests.said", &requests),
            ),
        ];
        if !taken.is_empty() {
            facts.push((words.t("brief.peak.taken"), taken.join("; ")));
        }
        section("peak", heading, vec![Block::Facts(facts)])
    }

    fn origins(&self, words: Words, extent: Extent) -> Section {
        let mut regions: Vec<_> = self.regions.iter().collect();
        regions.sort_by(|a, b| b.percent.total_cmp(&a.percent));
        let (listed, rest) = regions.split_at(extent.of(regions.len(), REGIONS));
        let mut said: Vec<String> = listed
            .iter()
            .map(|region| {
                let args = Args::new()
                    .with("name", &region.name)
                    .with("percent", words.percent(region.percent / 100.0));
                if region.cdn == Some(false) {
                    words.text("brief.from.region.no-cdn", &args)
                } else {
                    words.text("brief.from.region", &args)
                }
            })
            .collect();
        if !rest.is_empty() {
            let together: f64 = rest.iter().map(|region| region.percent).sum();
            let args = Args::new()
                .with("n", rest.len())
                .with("percent", words.percent(together / 100.0));
            said.push(words.text("brief.from.others", &args));
        }
        let devices = match self.phone_percent {
            Some(percent) => words.text(
                "brief.from.phones",
                &Args::new().with("percent", words.percent(percent / 100.0)),
            ),
            None => words.t("brief.from.devices.unknown"),
        };
        let facts = vec![
            (words.t("brief.from.regions"), said.join(", ")),
            (words.t("brief.from.devices"), devices),
        ];
        section("from", words.t("brief.from"), vec![Block::Facts(facts)])
    }

    fn tested(&self, words: Words) -> Section {
        let no = || words.t("brief.tested.no");
        let targets = self.result.as_ref().map(|result| {
            let said = result.targets.iter().map(|target| {
                let met = if target.met {
                    words.t("brief.tested.met")
                } else {
                    words.t("brief.tested.missed")
                };
                let args = Args::new().with("said", &target.said).with("met", met);
                words.text("brief.tested.target", &args)
            });
            said.collect::<Vec<_>>().join("; ")
        });
        let faults = (self.result.is_some() && !self.incidents.is_empty()).then(|| {
            let args = Args::new().with("names", self.incidents.join(", "));
            words.text("brief.tested.faults.said", &args)
        });
        let facts = vec![
            (
                words.t("brief.tested.once"),
                self.result
                    .as_ref()
                    .map_or_else(no, |result| once(words, result)),
            ),
            (
                words.t("brief.tested.targets"),
                targets.filter(|t| !t.is_empty()).unwrap_or_else(no),
            ),
            (
                words.t("brief.tested.chances"),
                self.futures(words).unwrap_or_else(no),
            ),
            (
                words.t("brief.tested.limits"),
                self.limits.as_ref().map_or_else(no, |l| words.limits(l)),
            ),
            (words.t("brief.tested.faults"), faults.unwrap_or_else(no)),
            (
                words.t("brief.tested.real"),
                words.t("brief.tested.real.said"),
            ),
        ];
        section("tested", words.t("brief.tested"), vec![Block::Facts(facts)])
    }

    pub(crate) fn risks(&self, words: Words, extent: Extent) -> Section {
        let heading = words.t("brief.risks");
        let body = match &self.result {
            None => Block::Text(words.t("brief.risks.unknown")),
            Some(result) => {
                let said = self.dangers(words, result, extent);
                if said.is_empty() {
                    Block::Text(words.t("brief.risks.none"))
                } else {
                    Block::List(said)
                }
            }
        };
        section("risks", heading, vec![body])
    }

    /// What went wrong, and which targets were missed.
    pub(crate) fn dangers(&self, words: Words, result: &Result, extent: Extent) -> Vec<String> {
        let mut said: Vec<String> = result
            .risks
            .iter()
            .map(|risk| {
                let args = Args::new()
                    .with("when", self.local(words, &risk.from))
                    .with("said", extent.text(&risk.said, SENTENCE));
                match &risk.for_it {
                    Some(it) => {
                        let args = args.with("it", extent.text(it, SENTENCE));
                        words.text("brief.risks.risk.it", &args)
                    }
                    None => words.text("brief.risks.risk", &args),
                }
            })
            .collect();
        said.extend(result.targets.iter().filter(|t| !t.met).map(|target| {
            words.text(
                "brief.risks.target",
                &Args::new().with("said", &target.said),
            )
        }));
        said
    }

    pub(crate) fn grounds(&self, words: Words, extent: Extent, room: usize) -> Section {
        let all = &self.assumptions;
        let assumed = all.iter().filter(|a| a.assumed).count();
        let args = Args::new().with("n", all.len()).with("assumed", assumed);
        let heading = words.text("brief.assumptions", &args);
        if all.is_empty() {
            let text = words.t("brief.assumptions.none");
            return section("assumptions", heading, vec![Block::Text(text)]);
        }
        let (listed, rest) = all.split_at(extent.of(all.len(), room));
        let mut body = vec![Block::List(
            listed.iter().map(|a| ground(words, a, extent)).collect(),
        )];
        if !rest.is_empty() {
            let args = Args::new().with("n", rest.len());
            body.push(Block::Note(words.text("brief.assumptions.more", &args)));
        }
        section("assumptions", heading, body)
    }

    pub(crate) fn calls(&self, words: Words, extent: Extent) -> Section {
        let heading = words.t("brief.contacts");
        if self.contacts.is_empty() {
            let text = words.t("brief.contacts.none");
            return section("contacts", heading, vec![Block::Text(text)]);
        }
        let (listed, rest) = self
            .contacts
            .split_at(extent.of(self.contacts.len(), CONTACTS));
        let facts = listed.iter().map(|contact| {
            let said = match (&contact.role, &contact.reach) {
                (Some(role), Some(reach)) => words.text(
                    "brief.contacts.entry",
                    &Args::new().with("role", role).with("reach", reach),
                ),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => String::new(),
            };
            (contact.name.clone(), said)
        });
        let mut body = vec![Block::Facts(facts.collect())];
        if !rest.is_empty() {
            let args = Args::new().with("n", rest.len());
            body.push(Block::Note(words.text("brief.contacts.more", &args)));
        }
        section("contacts", heading, body)
    }

    pub(crate) fn foot(&self, words: Words) -> Vec<String> {
        let args = Args::new().with("fingerprint", &self.fingerprint);
        let made = match &self.result {
            None => words.text("brief.foot", &args),
            Some(result) => words.text(
                "brief.foot.run",
                &args
                    .with("seed", result.seed.to_string())
                    .with("engine", &result.engine)
                    .with("digest", &result.digest),
            ),
        };
        vec![made, words.t("brief.foot.model")]
    }
}

pub(crate) fn section(id: &'static str, heading: String, body: Vec<Block>) -> Section {
    Section { id, heading, body }
}

fn once(words: Words, result: &Result) -> String {
    let args = Args::new()
        .with("verdict", words.verdict(result.verdict))
        .with("served", result.served)
        .with("arrived", result.arrived)
        .with("lost", result.lost)
        .with("seed", result.seed.to_string());
    words.text("brief.tested.once.said", &args)
}

fn ground(words: Words, assumption: &Assumption, extent: Extent) -> String {
    let kind = if assumption.changed {
        words.t("brief.assumptions.changed")
    } else if assumption.assumed {
        words.t("brief.assumptions.assumed")
    } else {
        words.t("brief.assumptions.known")
    };
    let value = match assumption.range {
        Some((low, high)) => {
            let args = Args::new()
                .with("low", words.exact(low))
                .with("high", words.exact(high));
            Some(words.text("brief.assumptions.range", &args))
        }
        None => assumption.value.clone(),
    };
    let what = match value {
        Some(value) => {
            let args = Args::new()
                .with("name", &assumption.name)
                .with("value", value);
            words.text("brief.assumptions.value", &args)
        }
        None => assumption.name.clone(),
    };
    let args = Args::new().with("what", what).with("kind", kind);
    if assumption.source.is_empty() {
        return words.text("brief.assumptions.bare", &args);
    }
    let source = extent.text(&assumption.source, SOURCE);
    words.text("brief.assumptions.entry", &args.with("source", source))
}
