//! The result on the screen, and where in the plan's time it lies.

use onrush_runner::{Excerpt, Rehearsal};

use super::{Action, Document, Highlight, Shared, Span, Zoom};

/// The result on the screen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// The result.
    pub(crate) rehearsal: Shared<Rehearsal>,
    /// The plan that it belongs to: parts of the result are named by their positions in it.
    pub(crate) document: Shared<Document>,
    /// That plan as far as it was rehearsed: where it is too large to be played as a whole, the part that was, on its own clock.
    /// Seconds of the result count from its beginning.
    pub(crate) played: Shared<Document>,
    /// It belongs to another seed, or another state of the plan, than what is asked for.
    pub(crate) stale: bool,
}

impl Shown {
    /// A result with its plan.
    pub(super) fn new(document: Shared<Document>, rehearsal: Shared<Rehearsal>) -> Self {
        let played = match &rehearsal.excerpt {
            None => document.clone(),
            Some(_) => Shared::new(document.played(&rehearsal)),
        };
        Self {
            rehearsal,
            document,
            played,
            stale: false,
        }
    }

    /// Whether it is of `document`, or of a plan with the same people and parts, so that it can be drawn on that.
    pub(crate) fn fits(&self, document: &Document) -> bool {
        self.document.fingerprint() == document.fingerprint()
            || self.document.horizon_s() == document.horizon_s()
                && self.document.scenario.labels() == document.scenario.labels()
    }

    /// Whether it is of another state of the plan than `document`.
    pub(crate) fn is_of_another(&self, document: &Document) -> bool {
        self.document.fingerprint() != document.fingerprint()
    }

    /// The part of the plan that was rehearsed, where that is not all of it.
    pub(crate) fn excerpt(&self) -> Option<&Excerpt> {
        self.rehearsal.excerpt.as_deref()
    }

    /// The stretch of the plan that was rehearsed.
    pub(crate) fn stretch(&self) -> Span {
        match self.excerpt() {
            Some(excerpt) => Span {
                from: excerpt.from_s,
                to: excerpt.until_s,
            },
            None => Span::whole(self.document.horizon_s()),
        }
    }

    /// A second of the plan as one of the result.
    pub(crate) fn second(&self, of_plan: u32) -> u32 {
        let stretch = self.stretch();
        stretch.clamp(of_plan) - stretch.from
    }

    /// As much of a stretch of the plan as was rehearsed, in seconds of the result; all of it where the stretch has nothing of that.
    pub(crate) fn span(&self, of_plan: Span) -> Span {
        let stretch = self.stretch();
        let seen = of_plan.within(stretch);
        Span {
            from: seen.from - stretch.from,
            to: seen.to - stretch.from,
        }
    }

    /// What is wished in seconds of the result, in seconds of the plan.
    pub(crate) fn in_plan(&self, action: Action) -> Action {
        if self.excerpt().is_none() {
            return action;
        }
        let stretch = self.stretch();
        match action {
            Action::Second(second) => Action::Second(second.saturating_add(stretch.from)),
            Action::Jump(second) => Action::Jump(second.saturating_add(stretch.from)),
            Action::Zoom(Zoom::Whole) => Action::Zoom(Zoom::Chosen(stretch)),
            Action::Zoom(Zoom::Chosen(span)) => Action::Zoom(Zoom::Chosen(Span {
                from: span.from + stretch.from,
                to: span.to + stretch.from,
            })),
            Action::Highlight(Some(lit)) => Action::Highlight(Some(Highlight {
                begins: stretch.from,
                ..lit
            })),
            other => other,
        }
    }
}
