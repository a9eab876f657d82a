//! The readiness sheet in words.

use onrush_scenario::Scenario;
use onrush_steps::{Progress, StepVerdict, check};
use onrush_study::Hope;
use onrush_words::{Args, Words};
use serde::Serialize;

use crate::say::section;
use crate::{Block, Brief, Checked, Code, Extent, NoCode, Paper, Section};

/// Assumptions that a sheet has room for; the brief has them in more detail.
const ASSUMPTIONS: usize = 4;

/// A step of preparation and what proves it, for the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Its number and name.
    pub name: String,
    /// How it stands, in a word.
    pub state: String,
    /// What was recorded, with figures and date; empty where nothing was.
    pub evidence: Vec<String>,
}

/// Letters of a step's evidence that a page has room for.
const EVIDENCE: usize = 200;

impl Step {
    /// The eight steps of a plan with what was found about each. Empty where nothing was done yet.
    #[must_use]
    pub fn all(plan: &Scenario, progress: &Progress, words: Words) -> Vec<Self> {
        if progress.is_new() {
            return Vec::new();
        }
        check(plan, progress)
            .iter()
            .map(|verdict| Self::of(verdict, plan, words))
            .collect()
    }

    fn of(verdict: &StepVerdict, plan: &Scenario, words: Words) -> Self {
        let args = Args::new()
            .with("n", verdict.step.number())
            .with("name", words.step(verdict.step, "name").unwrap_or_default());
        let done = verdict.tasks.iter().filter(|task| task.done);
        let mut evidence: Vec<String> = done
            .filter_map(|task| words.task_found(verdict.step, task, plan))
            .collect();
        let current = || verdict.evidence.iter().filter(|e| e.current);
        let runs = Args::new().with("n", current().count());
        // Dates as 2026-11-23 are in the order of time.
        match current().filter_map(|e| e.record.on.as_ref()).max() {
            Some(on) => {
                let runs = runs.with("on", words.date(on));
                evidence.push(words.text("sheet.steps.runs.on", &runs));
            }
            None if current().next().is_some() => {
                evidence.push(words.text("sheet.steps.runs", &runs));
            }
            None => {}
        }
        Self {
            name: words.text("sheet.steps.name", &args),
            state: words.step_state(verdict.state),
            evidence,
        }
    }
}

impl Brief {
    /// The sheet that says how ready a team is, with a code by which anybody can check it. `steps` is empty where nobody keeps a
    /// record of them.
    #[must_use]
    pub fn sheet(&self, steps: &[Step], words: Words, extent: Extent) -> Paper {
        Paper {
            title: words.text("sheet.title", &Args::new().with("name", &self.name)),
            lead: self.verdict(words),
            sections: vec![
                self.likely(words),
                self.ladder(words),
                evidence(steps, words, extent),
                self.open_risks(words, extent),
                self.grounds(words, extent, ASSUMPTIONS),
                self.calls(words, extent),
                self.check(words),
            ],
            link: None,
            foot: self.foot(words),
        }
    }

    fn verdict(&self, words: Words) -> Vec<String> {
        let Some(result) = &self.result else {
            return vec![words.t("sheet.unrehearsed")];
        };
        let when = Args::new()
            .with("date", words.date(self.begins.local_date()))
            .with("zone", &self.time_zone)
            .with("visits", result.visits_per_s)
            .with("when", self.both(words, &result.visits_peak));
        let mut said = vec![result.headline.clone(), words.text("sheet.when", &when)];
        said.extend(self.part(words));
        said
    }

    /// `Holds in 83 of 100 futures played.`, as far as anybody asked.
    pub(crate) fn futures(&self, words: Words) -> Option<String> {
        let chances = self.chances.as_ref()?;
        let holds = chances.chances.iter().find(|c| c.hope == Hope::Holds)?;
        let exact = chances.exact > 0;
        let of = if exact {
            chances.exact
        } else {
            chances.forecast
        };
        let args = Args::new()
            .with("n", (holds.probability.best * of as f64).round())
            .with("of", of);
        Some(match (exact, chances.settled) {
            (true, true) => words.text("sheet.chances.holds", &args),
            (true, false) => words.text("sheet.chances.so-far", &args),
            (false, _) => words.text("sheet.chances.forecast", &args),
        })
    }

    fn likely(&self, words: Words) -> Section {
        let heading = words.t("sheet.chances");
        let body = match (self.futures(words), &self.chances) {
            (Some(said), Some(chances)) => {
                let exact = chances.exact > 0;
                let hopes = chances.chances.iter().map(|c| words.chance(c, exact));
                vec![Block::Text(said), Block::List(hopes.collect())]
            }
            _ => vec![Block::Text(sentence(&words.t("brief.tested.no")))],
        };
        section("chances", heading, body)
    }

    fn ladder(&self, words: Words) -> Section {
        let heading = words.t("sheet.limits");
        let Some(limits) = &self.limits else {
            let text = sentence(&words.t("brief.tested.no"));
            return section("limits", heading, vec![Block::Text(text)]);
        };
        let rungs = limits.rungs.iter().map(|rung| {
            let part = rung.part.as_deref().map_or_else(
                || words.t("limits.unknown_part"),
                |id| words.station_name(id),
            );
            let args = Args::new()
                .with("part", capital(&part))
                .with("factor", (rung.factor.best * 100.0).round() / 100.0)
                .with("evidence", words.limit_evidence(rung));
            words.text("sheet.limits.rung", &args)
        });
        let body = vec![
            Block::Text(words.limits(limits)),
            Block::List(rungs.collect()),
        ];
        section("limits", heading, body)
    }

    /// What went wrong, and what nobody has tested.
    fn open_risks(&self, words: Words, extent: Extent) -> Section {
        let mut said = self
            .result
            .as_ref()
            .map(|result| self.dangers(words, result, extent))
            .unwrap_or_default();
        let missing = [
            (self.result.is_none(), "brief.tested.once"),
            (self.chances.is_none(), "brief.tested.chances"),
            (self.limits.is_none(), "brief.tested.limits"),
            (self.incidents.is_empty(), "brief.tested.faults"),
            (true, "brief.tested.real"),
        ];
        let names: Vec<String> = missing
            .into_iter()
            .filter(|(is_missing, _)| *is_missing)
            .map(|(_, id)| words.t(id))
            .collect();
        let args = Args::new().with("what", names.join("; "));
        said.push(words.text("sheet.risks.not-tested", &args));
        section("risks", words.t("sheet.risks"), vec![Block::List(said)])
    }

    fn check(&self, words: Words) -> Section {
        let heading = words.t("sheet.check");
        let body = match &self.result {
            None => vec![Block::Text(words.t("sheet.check.none"))],
            Some(result) => vec![
                Block::Facts(vec![(words.t("sheet.check.code"), result.code.clone())]),
                Block::Note(words.t("sheet.check.how")),
            ],
        };
        section("check", heading, body)
    }
}

fn evidence(steps: &[Step], words: Words, extent: Extent) -> Section {
    let heading = words.t("sheet.steps");
    if steps.is_empty() {
        let text = sentence(&words.t("brief.tested.no"));
        return section("steps", heading, vec![Block::Text(text)]);
    }
    let row = |step: &Step| {
        let evidence = if step.evidence.is_empty() {
            words.t("sheet.steps.none")
        } else {
            extent.text(&step.evidence.join(" "), EVIDENCE)
        };
        vec![step.name.clone(), step.state.clone(), evidence]
    };
    let table = Block::Table {
        head: [
            "sheet.steps.step",
            "sheet.steps.state",
            "sheet.steps.evidence",
        ]
        .map(|id| words.t(id))
        .to_vec(),
        rows: steps.iter().map(row).collect(),
    };
    section("steps", heading, vec![table])
}

/// What a check has found, in sentences: the answer first.
#[must_use]
pub fn verification(then: &Code, now: &Code, words: Words) -> Vec<String> {
    let figures = |id: &str, code: &Code| {
        let args = Args::new()
            .with("verdict", words.verdict(code.verdict))
            .with("arrived", code.arrived)
            .with("lost", code.lost);
        words.text(id, &args)
    };
    let both = |then: &str, now: &str| Args::new().with("then", then).with("now", now);
    let then_and_now = || vec![figures("verify.then", then), figures("verify.now", now)];
    let mut said = match then.check(now) {
        Checked::Verified => {
            let args = Args::new()
                .with("engine", &now.engine)
                .with("digest", &now.digest)
                .with("arrived", now.arrived)
                .with("lost", now.lost);
            return vec![
                words.t("verify.verified"),
                words.text("verify.verified.more", &args),
            ];
        }
        Checked::OtherPlan => vec![
            words.t("verify.plan"),
            words.text(
                "verify.plan.more",
                &both(&then.fingerprint, &now.fingerprint),
            ),
        ],
        Checked::OtherSeed => {
            let args = both(&then.seed.to_string(), &now.seed.to_string());
            vec![words.text("verify.seed", &args)]
        }
        Checked::OtherEngine { same_figures } => vec![
            if same_figures {
                words.t("verify.engine.same")
            } else {
                words.t("verify.engine.other")
            },
            words.text("verify.engine.more", &both(&then.engine, &now.engine)),
        ],
        Checked::OtherFigures => {
            let args = both(&then.digest, &now.digest);
            vec![
                words.t("verify.figures"),
                words.text("verify.figures.more", &args),
            ]
        }
    };
    said.extend(then_and_now());
    said
}

/// Why a text is no code.
#[must_use]
pub fn no_code(why: NoCode, words: Words) -> String {
    words.t(match why {
        NoCode::Other => "verify.bad.other",
        NoCode::Newer => "verify.bad.newer",
        NoCode::Slip => "verify.bad.slip",
    })
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    format!("{}.", capital(text))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}
