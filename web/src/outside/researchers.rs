//! Finds out what was asked: one worker keeps the study, a few others compute its jobs, the page is the post office between them.
//!
//! They begin with the question and end with the answer, or as soon as nobody wants it any more.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use onrush_runner::{Command, Inquiry, Next, Reply};
use onrush_study::{Job, Result as Came};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::state::{Action, Errand};
use crate::worker::host::{FromWorker, WorkerHost};

/// Workers at most, and at least: two cores shall both work, as the page itself needs little of one.
const HANDS: (u32, u32) = (2, 4);
/// Jobs that a worker has at once, so that it never waits for the post.
const AT_ONCE: usize = 2;

/// Lets workers run this errand, and only this.
#[hook]
pub(crate) fn use_researchers(errand: Option<Errand>, dispatch: Callback<Action>) {
    use_effect_with(errand, move |errand| {
        let office = errand.clone().map(|errand| Office::open(errand, &dispatch));
        // Whatever its workers do, they end with it.
        move || drop(office.map(|office| office.replace(Office::closed())))
    });
}

/// How many workers compute: as many as there are cores besides the page's.
pub(super) fn hands() -> u32 {
    let cores = web_sys::window().map_or(1.0, |w| w.navigator().hardware_concurrency());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of cores; casts saturate"
    )]
    let cores = cores as u32;
    cores.saturating_sub(1).clamp(HANDS.0, HANDS.1)
}

/// A worker that computes, and how many jobs it has.
struct Hand {
    host: WorkerHost,
    has: usize,
}

struct Office {
    errand: Option<Errand>,
    desk: Option<WorkerHost>,
    hands: Vec<Hand>,
    waiting: VecDeque<Job>,
    dispatch: Callback<Action>,
}

type Shared = Rc<RefCell<Office>>;

impl Office {
    fn closed() -> Self {
        Self {
            errand: None,
            desk: None,
            hands: Vec::new(),
            waiting: VecDeque::new(),
            dispatch: Callback::noop(),
        }
    }

    fn open(errand: Errand, dispatch: &Callback<Action>) -> Shared {
        let number = errand.number;
        let office = Rc::new(RefCell::new(Self {
            errand: Some(errand),
            dispatch: dispatch.clone(),
            ..Self::closed()
        }));
        if let Err(error) = Self::staff(&office) {
            let why = format!("{error:?}");
            dispatch.emit(Action::StudyFailed { number, why });
        }
        office
    }

    /// Calls the workers, and asks the first of them.
    fn staff(office: &Shared) -> Result<(), JsValue> {
        let spawn = |who: Option<usize>| {
            let ears = Rc::downgrade(office);
            WorkerHost::spawn(move |heard| {
                if let Some(office) = ears.upgrade() {
                    hear(&office, who, heard);
                }
            })
        };
        let desk = spawn(None)?;
        let hands = (0..hands() as usize)
            .map(|place| {
                let host = spawn(Some(place))?;
                Ok(Hand { host, has: 0 })
            })
            .collect::<Result<Vec<_>, JsValue>>()?;
        let mut office = office.borrow_mut();
        let Some(errand) = &office.errand else {
            return Ok(());
        };
        let ask = Command::Ask {
            inquiry: Inquiry {
                question: errand.question,
                files: errand.files.iter().map(ToString::to_string).collect(),
            },
            hands: u32::try_from(hands.len() * AT_ONCE).unwrap_or(1),
        };
        desk.send(&ask)?;
        office.desk = Some(desk);
        office.hands = hands;
        Ok(())
    }

    /// Gives waiting jobs to whoever has the fewest.
    fn hand_out(&mut self) -> Result<(), JsValue> {
        let Some(errand) = &self.errand else {
            return Ok(());
        };
        while let Some(hand) = self.hands.iter_mut().min_by_key(|hand| hand.has)
            && hand.has < AT_ONCE
            && let Some(job) = self.waiting.pop_front()
        {
            let Some(file) = errand.files.get(job.task.plan as usize) else {
                continue;
            };
            let command = Command::Study {
                job: job.number,
                file: file.to_string(),
                task: Box::new(job.task),
            };
            hand.host.send(&command)?;
            hand.has += 1;
        }
        Ok(())
    }

    /// A job of `place` is done.
    fn took(&mut self, place: usize, number: u32, result: Came) -> Result<(), JsValue> {
        if let Some(hand) = self.hands.get_mut(place) {
            hand.has = hand.has.saturating_sub(1);
        }
        if let Some(desk) = &self.desk {
            let result = Box::new(result);
            desk.send(&Command::Took { number, result })?;
        }
        self.hand_out()
    }
}

/// Takes what a worker says: the one that keeps the study, or the one at a place.
fn hear(office: &Shared, who: Option<usize>, heard: FromWorker) {
    let outcome = {
        let mut office = office.borrow_mut();
        let reply = match heard {
            FromWorker::Ready => return,
            FromWorker::Crashed(why) | FromWorker::Absent(why) => Err(why),
            FromWorker::Message(message) => message.ok_or_else(String::new),
        };
        reply.and_then(|reply| {
            let told = match (who, reply) {
                (None, Reply::Next(mut next)) => {
                    office.waiting.extend(next.jobs.drain(..));
                    office.hand_out().map(|()| Some(next))
                }
                (Some(place), Reply::Study { job, outcome }) => {
                    office.took(place, job, Ok(*outcome)).map(|()| None)
                }
                (Some(place), Reply::Refused { job, faults }) => {
                    office.took(place, job, Err(faults)).map(|()| None)
                }
                (None, Reply::Refused { .. }) => return Err("refused".to_owned()),
                _ => Ok(None),
            };
            told.map_err(|error| format!("{error:?}"))
        })
    };
    // The state may end the office at this: nothing of it is held any more.
    tell(office, outcome);
}

fn tell(office: &Shared, outcome: Result<Option<Box<Next>>, String>) {
    let (number, dispatch) = {
        let office = office.borrow();
        let Some(errand) = &office.errand else { return };
        (errand.number, office.dispatch.clone())
    };
    match outcome {
        Ok(Some(next)) => dispatch.emit(Action::Studied { number, next }),
        Ok(None) => {}
        Err(why) => dispatch.emit(Action::StudyFailed { number, why }),
    }
}
