//! Questions about the plan that many runs answer: one at a time is looked into, the answers stay with the plan they are about.

use std::collections::BTreeMap;
use std::rc::Rc;

use onrush_runner::{Findings, Next, Query};
use onrush_scenario::Scenario;
use onrush_study::Advance;

use super::document::same;
use super::{Document, Gesture, Shared, State};

/// What workers are to find out. Equal numbers are the same errand: none is used twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Errand {
    /// Its number, repeated in every answer.
    pub(crate) number: u32,
    /// What is asked.
    pub(crate) question: Query,
    /// The plans' files.
    pub(crate) files: Rc<[Rc<str>]>,
}

/// How a question stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stage {
    /// It is looked into.
    Running,
    /// It was stopped.
    Stopped,
    /// The workers gave up, and why (for IT).
    Failed(Rc<str>),
    /// All is known.
    Done,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    /// The plan that it is about.
    pub(crate) of: Shared<Document>,
    /// The plan that it was compared with.
    pub(crate) beside: Option<Shared<Document>>,
    /// How it stands.
    pub(crate) stage: Stage,
    /// How far it is.
    pub(crate) advance: Option<Advance>,
    /// What is known.
    pub(crate) findings: Option<Shared<Findings>>,
    /// Of advice: the option that was applied, and the plan that came of it.
    applied: Option<(usize, Rc<Scenario>)>,
}

impl Asked {
    /// Whether it is about this plan, as it is now.
    pub(crate) fn is_of(&self, document: &Document) -> bool {
        // Not by fingerprint: this is asked at every move of a drag.
        same(&self.of.scenario, document.own())
    }

    /// The option of the advice that made the plan what it is now.
    pub(crate) fn applied(&self, document: &Document) -> Option<usize> {
        let (place, plan) = self.applied.as_ref()?;
        same(plan, document.own()).then_some(*place)
    }
}

/// All questions, at most one of which is being looked into.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Studies {
    asked: BTreeMap<Query, Asked>,
    active: Option<Errand>,
    so_far: u32,
}

impl Studies {
    /// A question and its answer, if it was asked.
    pub(crate) fn get(&self, question: Query) -> Option<&Asked> {
        self.asked.get(&question)
    }

    /// What workers should be doing.
    pub(crate) fn active(&self) -> Option<&Errand> {
        self.active.as_ref()
    }

    /// Asks a question about a plan. Another one that is looked into is stopped. A comparison without a sound plan to compare with is not
    /// asked.
    pub(super) fn ask(&mut self, question: Query, of: Shared<Document>, beside: Option<Rc<str>>) {
        let beside = match (question, beside) {
            (Query::Comparison, Some(file)) => {
                let Ok(other) = Document::read(of.origin.clone(), &file) else {
                    return;
                };
                Some(Shared::new(other))
            }
            (Query::Comparison, None) => return,
            _ => None,
        };
        self.stop();
        self.so_far += 1;
        let files = std::iter::once(&of).chain(&beside);
        self.active = Some(Errand {
            number: self.so_far,
            question,
            files: files.map(|d| Rc::clone(d.file())).collect(),
        });
        let asked = Asked {
            of,
            beside,
            stage: Stage::Running,
            advance: None,
            findings: None,
            applied: None,
        };
        self.asked.insert(question, asked);
    }

    /// Stops what is looked into; what was found stays.
    pub(super) fn stop(&mut self) {
        self.end(Stage::Stopped);
    }

    fn end(&mut self, stage: Stage) {
        let Some(errand) = self.active.take() else {
            return;
        };
        if let Some(asked) = self.asked.get_mut(&errand.question) {
            asked.stage = stage;
        }
    }

    fn is_active(&self, number: u32) -> bool {
        self.active.as_ref().is_some_and(|e| e.number == number)
    }

    /// The workers have come so far.
    pub(super) fn heard(&mut self, number: u32, next: Next) {
        let Some(errand) = self.active.as_ref().filter(|e| e.number == number) else {
            return;
        };
        if let Some(asked) = self.asked.get_mut(&errand.question) {
            asked.advance = Some(next.advance);
            if let Some(findings) = next.findings {
                asked.findings = Some(Shared::new(findings));
            }
        }
        if next.done {
            self.end(Stage::Done);
        }
    }

    /// The workers have given up.
    pub(super) fn failed(&mut self, number: u32, why: &str) {
        if self.is_active(number) {
            self.end(Stage::Failed(why.into()));
        }
    }

    /// The plan is this one now: what is looked into for another one is not worth the work any more.
    pub(super) fn follow(&mut self, document: &Document) {
        let about = self.active.as_ref().and_then(|e| self.get(e.question));
        if about.is_some_and(|asked| !asked.is_of(document)) {
            self.stop();
        }
    }

    /// Another plan was opened.
    pub(super) fn forget(&mut self) {
        self.active = None;
        self.asked.clear();
    }
}

impl State {
    /// Changes the plan as an option of the advice says, if the advice is about the plan as it is.
    pub(super) fn apply(&mut self, place: usize) {
        let (Some(open), Some(asked)) = (self.document.clone(), self.studies.get(Query::Advice))
        else {
            return;
        };
        let Some(Findings::Advice(advice)) = asked.findings.as_deref() else {
            return;
        };
        let Some(option) = advice.options.get(place).filter(|_| asked.is_of(&open)) else {
            return;
        };
        let edit = option.edit.clone();
        self.edit(&edit, Gesture::Whole);
        let now = self.document.as_ref().map(|d| Rc::clone(&d.scenario));
        if let (Some(now), Some(asked)) = (now, self.studies.asked.get_mut(&Query::Advice)) {
            asked.applied = (!same(&now, &open.scenario)).then_some((place, now));
        }
    }
}

#[cfg(test)]
mod tests {
    use onrush_study::{Advice, Advised, Aim, Found};
    use serde_json::json;

    use super::*;
    use crate::state::{Action, Route, Theme};

    fn opened() -> State {
        let story = Route::Story {
            key: "toy-shop".to_owned(),
            seed: 1,
        };
        State::new(Theme::System, 1).after(Action::Go(story))
    }

    fn ask(question: Query) -> Action {
        Action::Ask {
            question,
            beside: None,
        }
    }

    fn advice() -> Findings {
        let option = Advised {
            aim: Aim::Answers,
            levers: vec!["more_servers".to_owned()],
            sides: Vec::new(),
            edit: onrush_scenario::Edit::Set {
                path: "site.web.servers".to_owned(),
                value: json!(9),
            },
            changes: Vec::new(),
            lead_days: 1.0,
            work_days: 1.0,
            sourced: false,
            forecast: 10.0,
            gain: None,
            supported: true,
        };
        Findings::Advice(Advice {
            found: Found::Options,
            aim: Aim::Answers,
            lost: 100.0,
            slow: 0.0,
            arrived: 1000.0,
            exact: true,
            options: vec![option],
            tried: 1,
        })
    }

    fn told(number: u32, done: bool) -> Action {
        Action::Studied {
            number,
            next: Box::new(Next {
                jobs: Vec::new(),
                advance: Advance {
                    done: 1,
                    of: 2,
                    exact: 0,
                },
                findings: Some(advice()),
                done,
            }),
        }
    }

    fn advised(state: &State) -> &Asked {
        state.studies.get(Query::Advice).unwrap()
    }

    #[test]
    fn a_fix_is_applied_with_one_action_and_undone_with_one() {
        let state = opened().after(ask(Query::Advice)).after(told(1, true));
        assert_eq!(advised(&state).stage, Stage::Done);
        assert!(state.studies.active().is_none());
        let before = state.document.clone().unwrap();
        let state = state.after(Action::Apply(0));
        let now = state.document.clone().unwrap();
        assert_eq!(now.scenario.site.web.servers, 9);
        assert_eq!(advised(&state).applied(&now), Some(0));
        assert!(!advised(&state).is_of(&now) && state.due.is_some());
        let again = state.clone().after(Action::Apply(0));
        assert_eq!(
            again.document, state.document,
            "advice about another plan is not applied"
        );
        let state = state.after(Action::Undo);
        let back = state.document.clone().unwrap();
        assert_eq!(back.scenario, before.scenario);
        assert!(advised(&state).is_of(&back) && advised(&state).applied(&back).is_none());
    }

    #[test]
    fn a_change_of_the_plan_stops_what_is_looked_into_and_what_was_found_stays() {
        let state = opened().after(ask(Query::Advice)).after(told(1, false));
        assert!(state.studies.active().is_some());
        let state = state.after(Action::Apply(0));
        assert!(state.studies.active().is_none());
        assert_eq!(advised(&state).stage, Stage::Stopped);
        assert!(advised(&state).findings.is_some());
        let late = state.clone().after(told(1, true));
        assert_eq!(late.studies, state.studies, "nobody waits for it any more");
    }

    #[test]
    fn one_question_at_a_time_and_none_of_another_plan() {
        let state = opened().after(ask(Query::Advice)).after(ask(Query::Limits));
        assert_eq!(advised(&state).stage, Stage::Stopped);
        let active = state.studies.active().unwrap();
        assert_eq!((active.number, active.question), (2, Query::Limits));
        let failed = state.clone().after(Action::StudyFailed {
            number: 2,
            why: "gone".to_owned(),
        });
        let limits = failed.studies.get(Query::Limits).unwrap();
        assert_eq!(limits.stage, Stage::Failed("gone".into()));
        let other = state.after(Action::Go(Route::Story {
            key: "mole-app".to_owned(),
            seed: 1,
        }));
        assert_eq!(other.studies.get(Query::Advice), None);
        assert!(other.studies.active().is_none());
    }

    #[test]
    fn a_comparison_needs_a_plan_to_compare_with() {
        let state = opened().after(ask(Query::Comparison));
        assert!(state.studies.active().is_none());
        let state = opened().after(Action::Ask {
            question: Query::Comparison,
            beside: Some(onrush_scenario::story("staffing-firm").unwrap().file.into()),
        });
        assert_eq!(state.studies.active().unwrap().files.len(), 2);
    }
}
