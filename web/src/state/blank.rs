//! The blank start: what has been answered so far, and which question is being asked.
//!
//! Answers are kept as they were typed, so that nothing is lost on a way to another screen and back.

use onrush_network::Faults;
use onrush_scenario::ActivityKind;

/// The three questions, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Question {
    /// What is planned?
    #[default]
    What,
    /// What kind of site is it?
    Which,
    /// How big is it today?
    Size,
}

impl Question {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::What, Self::Which, Self::Size];

    /// A stable name for message ids and elements.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Which => "which",
            Self::Size => "size",
        }
    }

    /// Its number, from 1.
    pub(crate) fn number(self) -> u32 {
        self as u32 + 1
    }

    /// The one after it; `None` after the last.
    pub(crate) fn next(self) -> Option<Self> {
        match self {
            Self::What => Some(Self::Which),
            Self::Which => Some(Self::Size),
            Self::Size => None,
        }
    }

    /// The one before it; `None` before the first.
    pub(crate) fn before(self) -> Option<Self> {
        match self {
            Self::What => None,
            Self::Which => Some(Self::What),
            Self::Size => Some(Self::Which),
        }
    }

    /// The question whose answer became the field at `path`.
    pub(crate) fn of(path: &str) -> Self {
        if path.starts_with("activities") || path.starts_with("clock") {
            Self::What
        } else if path == "site" {
            Self::Size
        } else {
            Self::Which
        }
    }

    /// The first question that has a fault; `None` when there are no faults.
    pub(crate) fn first_of(faults: &Faults) -> Option<Self> {
        faults.0.iter().map(|fault| Self::of(&fault.path)).min()
    }
}

/// In what the size of a site is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Visitors on a busy day.
    Visitors,
    /// Orders, tickets or leads on a busy day.
    Goals,
    /// Web servers.
    Servers,
}

impl Measure {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Visitors, Self::Goals, Self::Servers];

    /// A stable name for message ids and elements.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Visitors => "visitors",
            Self::Goals => "goals",
            Self::Servers => "servers",
        }
    }

    /// A number to begin with: a middling site.
    pub(crate) fn usual(self) -> &'static str {
        match self {
            Self::Visitors => "10,000",
            Self::Goals => "300",
            Self::Servers => "2",
        }
    }
}

/// The answers so far, as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The question that is being asked.
    pub(crate) question: Question,
    /// Its answer was given and cannot be right: the faults are shown.
    pub(crate) tried: bool,
    /// What is planned.
    pub(crate) kind: ActivityKind,
    /// Whom it reaches.
    pub(crate) people: String,
    /// On which day; `None` until somebody says so: today.
    pub(crate) date: Option<String>,
    /// At what time.
    pub(crate) at: String,
    /// Key of a journey to begin with.
    pub(crate) sector: String,
    /// Key of a site to begin with.
    pub(crate) site: String,
    /// In what the size is told.
    pub(crate) measure: Measure,
    /// How many of these; `None` until somebody says so.
    pub(crate) amount: Option<String>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            question: Question::What,
            tried: false,
            kind: ActivityKind::Email,
            people: "100,000".to_owned(),
            date: None,
            at: "10:00".to_owned(),
            sector: "retail".to_owned(),
            site: "cloud-shop".to_owned(),
            measure: Measure::Visitors,
            amount: None,
        }
    }
}

impl Draft {
    /// The draft at another question.
    pub(crate) fn at(&self, question: Question) -> Self {
        Self {
            question,
            tried: false,
            ..self.clone()
        }
    }

    /// The draft after the present question was answered, when `faults` are those of all answers: at the next question, or, where
    /// its answer cannot be right, at the same one with its faults. `None` when all three are answered and can be right.
    pub(crate) fn answered(&self, faults: Option<&Faults>) -> Option<Self> {
        let wrong = faults.and_then(Question::first_of);
        match (wrong, self.question.next()) {
            (Some(wrong), next) if wrong <= self.question || next.is_none() => Some(Self {
                question: wrong,
                tried: true,
                ..self.clone()
            }),
            (_, Some(next)) => Some(self.at(next)),
            (_, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use onrush_network::Fault;

    use super::*;

    fn faults(paths: &[&str]) -> Faults {
        let of = |path: &&str| Fault::new(*path, "it", "something else");
        Faults(paths.iter().map(of).collect())
    }

    #[test]
    fn questions_come_one_after_the_other_and_end() {
        let mut draft = Draft::default();
        let mut asked = vec![draft.question];
        while let Some(next) = draft.answered(None) {
            draft = next;
            asked.push(draft.question);
        }
        assert_eq!(asked, Question::ALL);
        for question in Question::ALL {
            let back = question.next().map(Question::before);
            assert!(back.is_none_or(|back| back == Some(question)));
        }
    }

    #[test]
    fn an_answer_that_cannot_be_right_holds_up_its_own_question() {
        let draft = Draft::default();
        let held = draft.answered(Some(&faults(&["activities.campaign.people"])));
        let held = held.expect("not done");
        assert_eq!((held.question, held.tried), (Question::What, true));
        // What is wrong later on is asked later on.
        let later = draft.answered(Some(&faults(&["site"]))).expect("not done");
        assert_eq!((later.question, later.tried), (Question::Which, false));
        let last = draft.at(Question::Size);
        let back = last.answered(Some(&faults(&["site", "clock.date"])));
        assert_eq!(back.expect("not done").question, Question::What);
    }
}
