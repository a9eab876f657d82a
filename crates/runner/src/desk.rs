//! Keeps a study at work, whichever it is: the end that asks, for whoever has others to compute.

use std::fmt::Debug;

use onrush_network::Faults;
use onrush_scenario::Scenario;
use onrush_study::{
    Advance, Advice, Advisor, Chances, Compare, Comparison, Job, Ladder, Limits, Luck, Machine,
    Result as Came, Study,
};
use serde::{Deserialize, Serialize};

/// What can be asked about plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Query {
    /// What would help the plan.
    Advice,
    /// How large a crowd it holds.
    Limits,
    /// How likely it holds.
    Chances,
    /// How the second plan differs from the first.
    Comparison,
}

impl Query {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Advice, Self::Limits, Self::Chances, Self::Comparison];

    /// A stable name, for ids of sentences and elements.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Limits => "limits",
            Self::Chances => "chances",
            Self::Comparison => "comparison",
        }
    }
}

/// A question and the plans that it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inquiry {
    /// What is asked.
    pub question: Query,
    /// The plans, as their files.
    pub files: Vec<String>,
}

/// The answer to a question, as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Findings {
    /// To [`Query::Advice`].
    Advice(Advice),
    /// To [`Query::Limits`].
    Limits(Limits),
    /// To [`Query::Chances`].
    Chances(Box<Chances>),
    /// To [`Query::Comparison`].
    Comparison(Comparison),
}

/// What is to be done next, and what is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// Jobs that nobody has yet.
    pub jobs: Vec<Job>,
    /// How far it is.
    pub advance: Advance,
    /// What is known, where that was asked for; always at the end.
    pub findings: Option<Findings>,
    /// Whether nothing is left to be computed.
    pub done: bool,
}

/// Seeds of exact runs, as on the command line.
const ADVICE: u64 = 6;
const LIMITS: u64 = 3;
const CHANCES: u64 = 200;
const COMPARISON: u64 = 10;
/// Largest crowd of the ladder, as a factor, and how many rungs it has at most.
const MOST: f64 = 10.0;
const RUNGS: usize = 3;
/// Chances are known well enough when each is known to plus or minus so much.
const WITHIN: f64 = 0.07;

/// A study that is being worked on, whichever it is.
trait AtWork: Debug {
    /// At most `free` jobs, with what is known so far where that is `wanted`, or all is done.
    fn next(&mut self, free: usize, wanted: bool) -> Next;
    fn take(&mut self, number: u32, result: Came);
}

/// A machine, and what its answer is among the findings.
#[derive(Debug)]
struct Bench<S: Study> {
    machine: Machine<S>,
    as_findings: fn(S::Answer) -> Findings,
}

impl<S: Study<Answer: Debug> + Debug> AtWork for Bench<S> {
    fn next(&mut self, free: usize, wanted: bool) -> Next {
        let jobs = self.machine.next_jobs(free);
        let done = self.machine.done();
        Next {
            jobs,
            advance: self.machine.advance(),
            findings: (wanted || done).then(|| (self.as_findings)(self.machine.answer())),
            done,
        }
    }

    fn take(&mut self, number: u32, result: Came) {
        self.machine.take(number, result);
    }
}

fn at_work<S: Study<Answer: Debug> + Debug + 'static>(
    study: S,
    as_findings: fn(S::Answer) -> Findings,
) -> Box<dyn AtWork> {
    Box::new(Bench {
        machine: Machine::new(study),
        as_findings,
    })
}

/// A study at work, whichever it is, with so many jobs out at once.
#[derive(Debug)]
pub struct Desk {
    at_work: Box<dyn AtWork>,
    hands: usize,
    out: usize,
}

impl Desk {
    /// Begins. At most `hands` jobs (at least 1) are out at once.
    ///
    /// # Errors
    /// The faults of the plans.
    pub fn open(inquiry: &Inquiry, hands: usize) -> Result<Self, Faults> {
        let plans: Vec<Scenario> = inquiry
            .files
            .iter()
            .map(|file| Scenario::read(file))
            .collect::<Result<_, _>>()?;
        let first = plans.first().cloned().ok_or_else(Faults::default)?;
        let seeds = |n: u64| (1..=n).collect::<Vec<u64>>();
        let at_work = match inquiry.question {
            Query::Advice => at_work(Advisor::new(first, seeds(ADVICE)), Findings::Advice),
            Query::Limits => {
                let ladder = Ladder::new(first, seeds(LIMITS), MOST, RUNGS);
                at_work(ladder, Findings::Limits)
            }
            Query::Chances => {
                let seeds = seeds(CHANCES);
                let most = seeds.len();
                at_work(Luck::new(first, seeds, most, WITHIN), |chances| {
                    Findings::Chances(Box::new(chances))
                })
            }
            Query::Comparison => {
                let compare = Compare::new(plans, seeds(COMPARISON), false);
                at_work(compare, Findings::Comparison)
            }
        };
        Ok(Self {
            at_work,
            hands: hands.max(1),
            out: 0,
        })
    }

    /// What is to be done next; with what is known so far where that is `wanted`, or all is done.
    pub fn next(&mut self, wanted: bool) -> Next {
        let free = self.hands.saturating_sub(self.out);
        let next = self.at_work.next(free, wanted);
        self.out += next.jobs.len();
        next
    }

    /// Takes the result of a job that [`Desk::next`] handed out.
    pub fn take(&mut self, number: u32, result: Came) {
        self.out = self.out.saturating_sub(1);
        self.at_work.take(number, result);
    }
}

#[cfg(test)]
mod tests {
    use onrush_study::Outcome;

    use super::*;
    use crate::{Command, Reply};

    fn inquiry(question: Query) -> Inquiry {
        let file = |key| onrush_scenario::story(key).unwrap().file.to_owned();
        Inquiry {
            question,
            files: vec![file("toy-shop"), file("staffing-firm")],
        }
    }

    /// Does all jobs of a question by saying that a plan saves the more, the more it differs; every message goes over the line.
    fn answered(question: Query) -> Findings {
        let ask = Command::Ask {
            inquiry: inquiry(question),
            hands: 3,
        };
        let Some(Command::Ask { inquiry, hands }) = Command::from_bytes(&ask.to_bytes()) else {
            panic!("a question that cannot be sent");
        };
        let mut desk = Desk::open(&inquiry, hands as usize).unwrap();
        let mut waiting = Vec::new();
        loop {
            let next = desk.next(true);
            let reply = Reply::Next(Box::new(next.clone()));
            assert_eq!(Reply::from_bytes(&reply.to_bytes()), Some(reply));
            waiting.extend(next.jobs);
            assert!(waiting.len() <= 3, "more jobs are out than there are hands");
            let Some(job) = waiting.pop() else {
                assert!(next.done);
                return next.findings.unwrap();
            };
            let helped = f64::from(u8::from(job.task.variant.edit.is_some()));
            let outcome = Outcome {
                arrived: 10_000.0,
                served: 5000.0 + 4000.0 * helped,
                lost: 5000.0 - 4000.0 * helped,
                holds: helped > 0.0,
                ..Outcome::default()
            };
            desk.take(job.number, Ok(outcome));
        }
    }

    #[test]
    fn every_question_is_answered_through_messages() {
        for question in Query::ALL {
            let kind = match answered(question) {
                Findings::Advice(advice) => {
                    assert!(advice.options.iter().any(|o| o.supported), "{advice:?}");
                    Query::Advice
                }
                Findings::Limits(_) => Query::Limits,
                Findings::Chances(chances) => {
                    assert!(chances.settled);
                    Query::Chances
                }
                Findings::Comparison(comparison) => {
                    assert_eq!(comparison.plans.len(), 1);
                    Query::Comparison
                }
            };
            assert_eq!(kind, question);
        }
    }

    #[test]
    fn a_plan_that_is_none_is_refused() {
        let mut asked = inquiry(Query::Limits);
        asked.files[0] = "{}".to_owned();
        assert!(Desk::open(&asked, 1).is_err());
        asked.files.clear();
        assert!(Desk::open(&asked, 1).is_err());
    }
}
