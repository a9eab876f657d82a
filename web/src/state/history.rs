//! What a plan was before, for undo and redo.

use std::rc::Rc;

use onrush_scenario::Scenario;

/// Steps that can be undone; each is a whole plan, tens of kilobytes as a rule.
const STEPS: usize = 100;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Travel {
    /// Undo.
    Back,
    /// Redo.
    Forth,
}

/// The plans before and after the present one.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    /// Earlier ones, the latest last.
    past: Vec<Rc<Scenario>>,
    /// Those that were undone, the next one last.
    future: Vec<Rc<Scenario>>,
    /// The plan at the beginning of the gesture that is under way.
    began: Option<Rc<Scenario>>,
}

impl PartialEq for History {
    /// Equal when these are the very same plans: comparing their contents would take long.
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &[Rc<Scenario>], b: &[Rc<Scenario>]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Rc::ptr_eq(a, b))
        };
        same(&self.past, &other.past)
            && same(&self.future, &other.future)
            && same(self.began.as_slice(), other.began.as_slice())
    }
}

impl History {
    /// The plan at the beginning of the gesture that is under way.
    pub(super) fn began(&self) -> Option<&Rc<Scenario>> {
        self.began.as_ref()
    }

    /// Whether there is a step in this direction.
    pub(crate) fn can(&self, travel: Travel) -> bool {
        match travel {
            Travel::Back => !self.past.is_empty() || self.began.is_some(),
            Travel::Forth => !self.future.is_empty() && self.began.is_none(),
        }
    }

    /// A gesture is under way that began with `now`, or earlier.
    pub(super) fn previewed(&self, now: &Rc<Scenario>) -> Self {
        Self {
            began: Some(self.began.clone().unwrap_or_else(|| Rc::clone(now))),
            ..self.clone()
        }
    }

    /// The gesture is over and has changed nothing.
    pub(super) fn ended(&self) -> Self {
        Self {
            began: None,
            ..self.clone()
        }
    }

    /// `base` was changed.
    pub(super) fn gone_on(&self, base: &Rc<Scenario>) -> Self {
        let mut past = self.past.clone();
        if past.len() == STEPS {
            past.remove(0);
        }
        past.push(Rc::clone(base));
        Self {
            past,
            future: Vec::new(),
            began: None,
        }
    }

    /// The plan one step away from `now`, and what lies around it.
    pub(super) fn travelled(
        &self,
        travel: Travel,
        now: &Rc<Scenario>,
    ) -> Option<(Rc<Scenario>, Self)> {
        let mut next = self.clone();
        let (from, to) = match travel {
            Travel::Back => (&mut next.past, &mut next.future),
            Travel::Forth => (&mut next.future, &mut next.past),
        };
        let plan = from.pop()?;
        to.push(Rc::clone(now));
        Some((plan, next))
    }
}
