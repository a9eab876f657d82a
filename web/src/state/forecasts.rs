//! The forecast of the plan that is open: asked for at every change, the newest wins.

use std::rc::Rc;

use onrush_runner::{Between, Outlook};
use onrush_scenario::calibrate;

use super::{Document, Shared};

/// What the forecasting worker is asked to do. Equal jobs are the same job: the number is never used twice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ForecastJob {
    /// Its number, repeated in the answer.
    pub(crate) number: u32,
    /// The plan.
    pub(crate) document: Shared<Document>,
}

/// An answer, and to which job.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    number: u32,
    /// `None` when it cannot be forecast.
    outlook: Option<Shared<Outlook>>,
}

/// The job that is wanted now, and the newest answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Forecasts {
    wanted: Option<ForecastJob>,
    known: Option<Known>,
    jobs_so_far: u32,
    /// Jobs up to this one asked about another plan.
    forgotten: u32,
    /// What may come out where figures are not known exactly: asked once nobody drags.
    between_wanted: Option<ForecastJob>,
    /// The newest answer to that, and to what file.
    between: Option<(Rc<str>, Between)>,
}

impl Forecasts {
    /// What the worker should do, or has done.
    pub(crate) fn wanted(&self) -> Option<&ForecastJob> {
        self.wanted.as_ref()
    }

    /// What may come out of it is wanted of this plan, where anything about it is not known exactly.
    pub(crate) fn between_wanted(&self) -> Option<&ForecastJob> {
        self.between_wanted.as_ref()
    }

    /// What may come out of `document`, once that is known; not that of an older state of it.
    pub(crate) fn between(&self, document: &Document) -> Option<Between> {
        // The file of a preview is not written for this.
        let settled = !document.is_previewed();
        let (file, between) = self.between.as_ref().filter(|_| settled)?;
        (file == document.file()).then_some(*between)
    }

    /// The worker has answered what may come out of `job`'s plan.
    pub(crate) fn heard_between(&mut self, job: &ForecastJob, between: Option<Between>) {
        if self.between_wanted.as_ref() == Some(job) {
            self.between = between.map(|between| (Rc::clone(job.document.file()), between));
        }
    }

    /// Wants to know what may come out of `document`. (A range changes no result, so the plan's name does not tell.)
    fn follow_between(&mut self, document: &Shared<Document>) {
        if document.is_previewed() {
            return;
        }
        let scenario = &document.scenario;
        let told = scenario.story.is_some() || calibrate::is_calibrated(scenario);
        if scenario.ranges.is_empty() && told {
            self.between_wanted = None;
            return;
        }
        let same =
            |wanted: &Shared<Document>| wanted == document || wanted.file() == document.file();
        let wanted = self.between_wanted.as_ref();
        if wanted.is_some_and(|job| same(&job.document)) {
            return;
        }
        self.jobs_so_far += 1;
        self.between_wanted = Some(ForecastJob {
            number: self.jobs_so_far,
            document: document.clone(),
        });
    }

    /// Wants the forecast of `document`, unless that is what was wanted last.
    pub(crate) fn follow(&mut self, document: &Shared<Document>) {
        self.follow_between(document);
        let same = |wanted: &Shared<Document>| {
            wanted == document || wanted.fingerprint() == document.fingerprint()
        };
        if self.wanted.as_ref().is_some_and(|job| same(&job.document)) {
            return;
        }
        self.jobs_so_far += 1;
        self.wanted = Some(ForecastJob {
            number: self.jobs_so_far,
            document: document.clone(),
        });
    }

    /// Another plan is opened: what is known says nothing about it.
    pub(crate) fn forget(&mut self) {
        self.known = None;
        self.forgotten = self.jobs_so_far;
    }

    /// The worker has answered job `number`, which asked for `plan`. Answers to older questions than the newest answered are
    /// dropped; one that is overtaken by a newer question is better than none while somebody drags.
    pub(crate) fn heard(&mut self, job: &ForecastJob, outlook: Option<Outlook>) {
        let overtaken = self.known.as_ref();
        if job.number <= self.forgotten || overtaken.is_some_and(|k| k.number >= job.number) {
            return;
        }
        self.known = Some(Known {
            number: job.number,
            outlook: outlook.map(Shared::new),
        });
    }

    /// The newest forecast of the plan that is open, be it as it was a moment ago, so that nothing flickers while somebody drags.
    pub(crate) fn newest(&self) -> Option<&Shared<Outlook>> {
        self.known.as_ref()?.outlook.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Scenario, story};

    use super::super::Origin;
    use super::*;

    fn document(servers: u32) -> Document {
        let text = story("mole-app").expect("shipped").file;
        let mut scenario = Scenario::read(text).expect("sound");
        scenario.site.web.servers = servers;
        Document::read(Origin::Own("plan".to_owned()), &scenario.write()).expect("sound")
    }

    fn outlook(lost: f64) -> Outlook {
        Outlook {
            lost,
            ..Outlook::default()
        }
    }

    fn asked(forecasts: &mut Forecasts, servers: u32) -> ForecastJob {
        forecasts.follow(&Shared::new(document(servers)));
        forecasts.wanted().cloned().expect("a job")
    }

    #[test]
    fn the_same_plan_is_asked_for_once() {
        let mut forecasts = Forecasts::default();
        let first = asked(&mut forecasts, 10);
        assert_eq!(asked(&mut forecasts, 10), first);
        assert_ne!(asked(&mut forecasts, 11).number, first.number);
    }

    #[test]
    fn an_older_answer_never_replaces_a_newer_one() {
        let mut forecasts = Forecasts::default();
        let (first, second) = (asked(&mut forecasts, 10), asked(&mut forecasts, 11));
        forecasts.heard(&second, Some(outlook(2.0)));
        forecasts.heard(&first, Some(outlook(1.0)));
        let shown = forecasts.newest().expect("the newest");
        assert!((shown.lost - 2.0).abs() < 1e-9);
    }

    #[test]
    fn answers_about_the_plan_before_are_not_shown() {
        let mut forecasts = Forecasts::default();
        let first = asked(&mut forecasts, 10);
        forecasts.forget();
        let second = asked(&mut forecasts, 11);
        forecasts.heard(&first, Some(outlook(1.0)));
        assert!(forecasts.newest().is_none());
        forecasts.heard(&second, Some(outlook(2.0)));
        assert!(forecasts.newest().is_some());
    }

    #[test]
    fn while_dragging_the_last_answer_stays_to_be_drawn() {
        let mut forecasts = Forecasts::default();
        let first = asked(&mut forecasts, 10);
        forecasts.heard(&first, Some(outlook(1.0)));
        let second = asked(&mut forecasts, 11);
        assert!(forecasts.newest().is_some());
        // It could not be forecast: nothing old is shown in its place.
        forecasts.heard(&second, None);
        assert!(forecasts.newest().is_none());
    }
}
