//! How far the open plan has come with the eight steps: its progress, the runs under way, what of it is looked at.

use std::rc::Rc;

use onrush_network::Faults;
use onrush_runner::ENGINE;
use onrush_scenario::{ClockTime, Edit};
use onrush_steps::{
    Backups, Progress, Record, StepId, StepVerdict, Wanted, assist, assist_backups, check, ramp_of,
};

use super::{Document, Gesture, Origin, Route, Shared, State};

/// The story of the guided path.
const GUIDED: &str = "toy-shop";
/// Rounds of runs for one press: a ramp may have to be run again, higher or lower.
const ROUNDS: u32 = 8;
/// Hints of a step.
const HINTS: u8 = 3;

/// Something about the eight steps.
#[derive(Debug)]
pub(crate) enum StepsAction {
    /// What the browser has kept for the plan, if anything.
    Loaded {
        /// For which.
        slot: String,
        /// The progress, as its file.
        text: Option<String>,
    },
    /// It could not be kept.
    NotKept,
    /// Look at a step, or at none.
    Choose(Option<StepId>),
    /// Cover the forecast, to guess first.
    Cover,
    /// Show it without a guess.
    Uncover,
    /// The guess.
    Guess {
        /// Visitors a second.
        per_s: f64,
        /// When.
        at: ClockTime,
        /// Today.
        on: String,
    },
    /// What was read off the ramp.
    Read {
        /// New visitors a second.
        per_s: f64,
        /// The part.
        part: String,
        /// Today.
        on: String,
    },
    /// What stands in for what breaks.
    Backups(Backups),
    /// Another line.
    Threshold {
        /// Which.
        field: &'static str,
        /// Where.
        value: f64,
    },
    /// One more hint for a step; the last one does it.
    Hint(StepId),
    /// Run what these steps want.
    Prove(Vec<StepId>),
    /// Stop that.
    Stop,
    /// A run is done, or cannot be.
    Proved {
        /// Number of the proof.
        number: u32,
        /// What it showed.
        result: Result<Box<Record>, Faults>,
        /// Today.
        on: String,
    },
    /// The workers have given up, and why (for IT).
    Failed {
        /// Number of the proof.
        number: u32,
        /// Why.
        why: String,
    },
    /// Begin again.
    Reset,
    /// Go on with the progress in this file.
    Import(String),
}

/// Runs under way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Proof {
    /// Its number: none is used twice.
    pub(crate) number: u32,
    /// The plan that they are of.
    pub(crate) of: Shared<Document>,
    /// The runs.
    pub(crate) wanted: Rc<[Wanted]>,
    /// How many of them are done.
    pub(crate) done: usize,
    /// For which steps.
    steps: Rc<[StepId]>,
    /// Rounds before this one.
    rounds: u32,
}

/// The steps of the open plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Steps {
    /// Under which name the browser keeps its progress; `None` where it does not.
    slot: Option<String>,
    progress: Option<Shared<Progress>>,
    /// The guided path was asked for.
    guide: bool,
    /// The step that is looked at.
    pub(crate) chosen: Option<StepId>,
    /// What workers should be running.
    proof: Option<Proof>,
    so_far: u32,
    /// What could not be run, or read.
    pub(crate) refused: Option<Shared<Faults>>,
    /// Why the workers gave up (for IT).
    pub(crate) failed: Option<Rc<str>>,
    /// The browser does not keep it.
    pub(crate) not_kept: bool,
}

/// The name under which the progress of a plan is kept.
fn slot(document: &Document) -> Option<String> {
    match &document.origin {
        Origin::Own(key) => Some(key.clone()),
        Origin::Story(key) => Some(format!("story.{key}")),
        Origin::Link(_) => None,
    }
}

impl Steps {
    /// The progress, once it is known.
    pub(crate) fn progress(&self) -> Option<&Shared<Progress>> {
        self.progress.as_ref()
    }

    /// Where the browser keeps it.
    pub(crate) fn slot(&self) -> Option<&String> {
        self.slot.as_ref()
    }

    /// What workers should be running.
    pub(crate) fn proof(&self) -> Option<&Proof> {
        self.proof.as_ref()
    }

    /// Whether everything that gives the forecast away is covered, until there is a guess.
    pub(crate) fn covered(&self) -> bool {
        self.progress
            .as_ref()
            .map_or(self.guide, |progress| progress.covered)
    }

    /// Another plan was opened.
    pub(super) fn forget(&mut self) {
        *self = Self {
            so_far: self.so_far,
            ..Self::default()
        };
    }

    /// The plan is this one now. An own plan that came from a story goes on with its progress.
    pub(super) fn follow(&mut self, document: &Shared<Document>) {
        let now = slot(document);
        if now != self.slot {
            self.slot = now;
        }
        if self.slot.is_none() && self.progress.is_none() {
            self.progress = Some(Shared::new(Progress::new(&document.scenario, self.guide)));
        }
        let other = |proof: &Proof| proof.of.scenario != document.scenario;
        if self.proof.as_ref().is_some_and(other) {
            self.proof = None;
        }
    }

    fn set(&mut self, progress: Progress) {
        self.progress = Some(Shared::new(progress));
    }

    fn change(&mut self, change: impl FnOnce(Progress) -> Progress) {
        if let Some(progress) = &self.progress {
            let next = change((**progress).clone());
            if next != **progress {
                self.set(next);
            }
        }
    }
}

impl State {
    /// Opens the guided path's story.
    pub(super) fn guide(&mut self) {
        self.go(Route::Story {
            key: GUIDED.to_owned(),
            seed: super::route::FIRST_SEED,
        });
        self.steps.guide = true;
        self.steps.chosen = self.steps.chosen.or(Some(StepId::Numbers));
        if let Some(document) = self.document.clone() {
            self.steps.change(|progress| guided(progress, &document));
        }
    }

    pub(super) fn step(&mut self, action: StepsAction) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let plan = &document.scenario;
        let steps = &mut self.steps;
        match action {
            StepsAction::Loaded { slot, text } => {
                if steps.slot.as_ref() != Some(&slot) || steps.progress.is_some() {
                    return;
                }
                let kept = text.map(|text| Progress::read(&text));
                let progress = match kept {
                    Some(Ok(progress)) => progress,
                    Some(Err(faults)) => {
                        // What cannot be read is not written over before something was done.
                        steps.refused = Some(Shared::new(faults));
                        Progress::new(plan, false)
                    }
                    None => Progress::new(plan, false),
                };
                let progress = if steps.guide {
                    guided(progress, &document)
                } else {
                    progress
                };
                if progress.guided {
                    steps.chosen = steps.chosen.or(Some(StepId::Numbers));
                }
                steps.set(progress);
            }
            StepsAction::NotKept => steps.not_kept = true,
            StepsAction::Choose(step) => steps.chosen = step,
            StepsAction::Cover => steps.change(Progress::cover),
            StepsAction::Uncover => steps.change(Progress::uncover),
            StepsAction::Guess { per_s, at, on } => {
                steps.refused = None;
                let Some(progress) = &steps.progress else {
                    return;
                };
                match (**progress).clone().guessed(per_s, at) {
                    Ok(progress) => {
                        steps.set(progress);
                        // The reveal: from now on the forecast is to be seen, and its figures are held against the guess.
                        self.look(&document, &on);
                    }
                    Err(faults) => steps.refused = Some(Shared::new(faults)),
                }
            }
            StepsAction::Read { per_s, part, on } => {
                steps.refused = None;
                let Some(progress) = &steps.progress else {
                    return;
                };
                match (**progress).clone().stating(per_s, &part) {
                    Ok(progress) => steps.set(progress.noting(plan, Some(&on))),
                    Err(faults) => steps.refused = Some(Shared::new(faults)),
                }
            }
            StepsAction::Backups(backups) => steps.change(|p| Progress { backups, ..p }),
            StepsAction::Threshold { field, value } => {
                let Some(progress) = &steps.progress else {
                    return;
                };
                steps.refused = None;
                match progress.thresholds.with(field, value) {
                    Ok(thresholds) => steps.change(|p| Progress { thresholds, ..p }),
                    Err(fault) => steps.refused = Some(Shared::new(Faults(vec![fault]))),
                }
            }
            StepsAction::Hint(step) => self.hint(&document, step),
            StepsAction::Prove(which) => {
                steps.refused = None;
                steps.failed = None;
                self.prove(&document, &which, 0);
            }
            StepsAction::Stop => steps.proof = None,
            StepsAction::Proved { number, result, on } => {
                self.proved(&document, number, result, &on);
            }
            StepsAction::Failed { number, why } => {
                if steps.proof.as_ref().is_some_and(|p| p.number == number) {
                    steps.proof = None;
                    steps.failed = Some(why.into());
                }
            }
            StepsAction::Reset => {
                let guided = steps.progress.as_ref().is_some_and(|p| p.guided);
                steps.proof = None;
                steps.refused = None;
                steps.failed = None;
                steps.chosen = Some(StepId::Numbers);
                steps.set(Progress::new(plan, guided));
            }
            StepsAction::Import(text) => match Progress::read(&text) {
                Ok(progress) => {
                    steps.refused = None;
                    steps.set(progress);
                }
                Err(faults) => steps.refused = Some(Shared::new(faults)),
            },
        }
    }

    /// Notes what the forecast says.
    fn look(&mut self, document: &Shared<Document>, on: &str) {
        let plan = &document.scenario;
        let wanted = Wanted::first(onrush_steps::Trial::Forecast);
        let record = Record::of_forecast(plan, wanted, ENGINE).dated(Some(on.to_owned()));
        self.steps
            .change(|progress| progress.recording(plan, record).noting(plan, Some(on)));
    }

    /// One more hint; the last does it.
    fn hint(&mut self, document: &Shared<Document>, step: StepId) {
        let place = usize::from(step.number()) - 1;
        let before = self
            .steps
            .progress
            .as_ref()
            .and_then(|p| p.hints.get(place).copied())
            .unwrap_or(0);
        let now = (before + 1).min(HINTS);
        let plan = Rc::clone(&document.scenario);
        self.steps.change(|mut progress| {
            progress.hints.resize(StepId::ALL.len(), 0);
            progress.hints[place] = now;
            if now == HINTS && step == StepId::Contingency {
                progress.backups = assist_backups();
            }
            let limit = ramp_of(&plan, &progress).and_then(|r| r.figures.limit.clone());
            if let (true, StepId::Now, Some(limit)) = (now == HINTS, step, limit) {
                let part = limit.part.unwrap_or_default();
                return progress
                    .clone()
                    .stating(limit.per_s, &part)
                    .unwrap_or(progress);
            }
            progress
        });
        if now == HINTS {
            let edits = assist(step, &document.scenario);
            if !edits.is_empty() {
                self.edit(&Edit::Many(edits), Gesture::Whole);
            }
        }
    }

    /// Has run what these steps want.
    fn prove(&mut self, document: &Shared<Document>, which: &[StepId], rounds: u32) {
        let Some(progress) = &self.steps.progress else {
            return;
        };
        let plan = &document.scenario;
        let mut wanted: Vec<Wanted> = Vec::new();
        for verdict in check(plan, progress) {
            if which.contains(&verdict.step) {
                wanted.extend(StepVerdict::wanted(&verdict));
            }
        }
        let mut once: Vec<Wanted> = Vec::new();
        for wanted in wanted {
            if !once.contains(&wanted) {
                once.push(wanted);
            }
        }
        if once.is_empty() || rounds >= ROUNDS {
            self.steps.proof = None;
            return;
        }
        self.steps.so_far += 1;
        self.steps.proof = Some(Proof {
            number: self.steps.so_far,
            of: document.clone(),
            wanted: once.into(),
            done: 0,
            steps: which.into(),
            rounds,
        });
    }

    fn proved(
        &mut self,
        document: &Shared<Document>,
        number: u32,
        result: Result<Box<Record>, Faults>,
        on: &str,
    ) {
        let Some(mut proof) = self.steps.proof.clone().filter(|p| p.number == number) else {
            return;
        };
        let plan = &proof.of.scenario;
        proof.done += 1;
        match result {
            Ok(record) => {
                let record = record.dated(Some(on.to_owned()));
                self.steps.change(|p| p.recording(plan, record));
            }
            Err(faults) => self.steps.refused = Some(Shared::new(faults)),
        }
        if proof.done < proof.wanted.len() {
            self.steps.proof = Some(proof);
            return;
        }
        self.steps.proof = None;
        self.steps.change(|p| p.noting(plan, Some(on)));
        if self.steps.refused.is_none() {
            let which = Rc::clone(&proof.steps);
            self.prove(document, &which, proof.rounds + 1);
        }
    }
}

/// Progress that follows the guided path.
fn guided(progress: Progress, document: &Document) -> Progress {
    if progress.guided {
        progress
    } else if progress.is_new() {
        Progress::new(&document.scenario, true)
    } else {
        Progress {
            guided: true,
            covered: progress.guess.is_none(),
            ..progress
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::state::{Action, Theme};

    fn guide() -> State {
        let state = State::new(Theme::System, 1).after(Action::Go(Route::Guide));
        loaded(state, None)
    }

    fn loaded(state: State, text: Option<String>) -> State {
        let slot = state.steps.slot().cloned().unwrap();
        state.after(Action::Steps(StepsAction::Loaded { slot, text }))
    }

    fn act(state: State, action: StepsAction) -> State {
        state.after(Action::Steps(action))
    }

    fn guessed(state: State) -> State {
        let at = "20:15".parse().unwrap();
        let on = "2026-11-23".to_owned();
        act(
            state,
            StepsAction::Guess {
                per_s: 40.0,
                at,
                on,
            },
        )
    }

    #[test]
    fn on_the_guided_path_everything_is_covered_until_there_is_a_guess() {
        let state = State::new(Theme::System, 1).after(Action::Go(Route::Guide));
        assert!(
            state.steps.covered(),
            "before the browser has answered, too"
        );
        let state = guide();
        assert!(state.steps.covered());
        let state = act(state, StepsAction::Uncover);
        assert!(state.steps.covered(), "there is no way around");
        let state = guessed(state);
        assert!(!state.steps.covered());
        let progress = state.steps.progress().unwrap();
        assert_eq!(
            progress.records.len(),
            1,
            "the forecast is noted with the guess"
        );
        // What is kept is gone on with.
        let again = State::new(Theme::System, 1).after(Action::Go(Route::Guide));
        let again = loaded(again, Some(progress.write()));
        assert!(!again.steps.covered() && again.steps.progress().unwrap().guess.is_some());
    }

    #[test]
    fn a_story_that_is_edited_keeps_its_progress_and_undo_leaves_it() {
        let state = guessed(guide());
        let before = state.steps.slot().cloned();
        let edit = Edit::Set {
            path: "site.web.servers".to_owned(),
            value: json!(9),
        };
        let gesture = Gesture::Whole;
        let state = state.after(Action::Edit { edit, gesture });
        assert_ne!(
            state.steps.slot().cloned(),
            before,
            "an own plan has a place of its own"
        );
        assert!(state.steps.progress().unwrap().guess.is_some());
        let state = state.after(Action::Undo);
        assert!(state.steps.progress().unwrap().guess.is_some());
        assert_eq!(state.document.unwrap().scenario.site.web.servers, 2);
    }

    #[test]
    fn runs_are_wanted_recorded_and_stopped_when_the_plan_changes() {
        let state = act(guessed(guide()), StepsAction::Prove(vec![StepId::Rigour]));
        let proof = state.steps.proof().unwrap().clone();
        assert_eq!(proof.wanted.len(), 23);
        let number = proof.number;
        let on = "2026-11-23".to_owned();
        let refused = StepsAction::Proved {
            number: number + 1,
            result: Err(Faults::default()),
            on,
        };
        let state = act(state, refused);
        assert_eq!(state.steps.proof().unwrap().done, 0, "of another proof");
        let edit = Edit::Set {
            path: "site.web.servers".to_owned(),
            value: json!(9),
        };
        let gesture = Gesture::Whole;
        let state = state.after(Action::Edit { edit, gesture });
        assert!(state.steps.proof().is_none());
    }

    #[test]
    fn another_plan_has_progress_of_its_own_and_a_damaged_one_says_so() {
        let state = guessed(guide());
        let story = Route::Story {
            key: "mole-app".to_owned(),
            seed: 1,
        };
        let state = state.after(Action::Go(story));
        assert!(state.steps.progress().is_none() && !state.steps.covered());
        let state = loaded(state, Some("{".to_owned()));
        assert!(state.steps.refused.is_some() && state.steps.progress().unwrap().is_new());
    }
}
