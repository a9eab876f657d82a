//! Rehearses what teams have handed in: a few workers, each with one plan after the other.

use std::cell::RefCell;
use std::rc::Rc;

use onrush_runner::{Command, Reply};
use onrush_workshop::Need;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::researchers::hands;
use crate::state::{Action, WorkshopStep};
use crate::worker::host::{FromWorker, WorkerHost};

/// Lets workers rehearse what is needed, each plan once.
#[hook]
pub(crate) fn use_judges(needs: Vec<Need>, dispatch: Callback<Action>) {
    let bench = use_mut_ref(|| None::<Shared>);
    let keys: Vec<String> = needs.iter().map(|need| need.key.clone()).collect();
    use_effect_with(keys, move |_| {
        let mut open = bench.borrow_mut();
        if needs.is_empty() {
            // Workers that have nothing to do are sent home.
            *open = None;
            return;
        }
        let bench = open.get_or_insert_with(|| Bench::open(dispatch.clone()));
        if let Err(error) = pursue(bench, &needs) {
            let why = format!("{error:?}");
            dispatch.emit(step(WorkshopStep::Failed(Some(why))));
        }
    });
}

fn step(step: WorkshopStep) -> Action {
    Action::Workshop(Box::new(step))
}

struct Bench {
    hands: Vec<Hand>,
    jobs_so_far: u32,
    dispatch: Callback<Action>,
}

/// A worker, and the number and name of what it rehearses.
struct Hand {
    host: WorkerHost,
    doing: Option<(u32, String)>,
}

type Shared = Rc<RefCell<Bench>>;

impl Bench {
    fn open(dispatch: Callback<Action>) -> Shared {
        Rc::new(RefCell::new(Self {
            hands: Vec::new(),
            jobs_so_far: 0,
            dispatch,
        }))
    }

    fn is_being_done(&self, key: &str) -> bool {
        let mut doing = self.hands.iter().filter_map(|hand| hand.doing.as_ref());
        doing.any(|(_, done)| done == key)
    }
}

/// Gives what nobody does yet to whoever is free.
fn pursue(bench: &Shared, needs: &[Need]) -> Result<(), JsValue> {
    let wanted = needs.len().min(hands() as usize);
    while bench.borrow().hands.len() < wanted {
        let place = bench.borrow().hands.len();
        let ears = Rc::downgrade(bench);
        let host = WorkerHost::spawn(move |heard| {
            if let Some(bench) = ears.upgrade() {
                hear(&bench, place, heard);
            }
        })?;
        bench.borrow_mut().hands.push(Hand { host, doing: None });
    }
    let mut bench = bench.borrow_mut();
    for need in needs {
        if bench.is_being_done(&need.key) {
            continue;
        }
        bench.jobs_so_far += 1;
        let job = bench.jobs_so_far;
        let Some(hand) = bench.hands.iter_mut().find(|hand| hand.doing.is_none()) else {
            break;
        };
        hand.host.send(&Command::Rehearse {
            job,
            file: need.plan.write(),
            seed: need.seed,
        })?;
        hand.doing = Some((job, need.key.clone()));
    }
    Ok(())
}

fn hear(bench: &Shared, place: usize, heard: FromWorker) {
    let (said, dispatch) = {
        let mut bench = bench.borrow_mut();
        let dispatch = bench.dispatch.clone();
        let Some(hand) = bench.hands.get_mut(place) else {
            return;
        };
        let mut mine = |number: u32| {
            let own = hand.doing.take_if(|(job, _)| *job == number);
            own.map(|(_, key)| key)
        };
        let said = match heard {
            // The state wants nothing any more then, and all are sent home; they begin anew when it is tried again.
            FromWorker::Crashed(why) | FromWorker::Absent(why) => {
                Some(WorkshopStep::Failed(Some(why)))
            }
            FromWorker::Message(Some(Reply::Done { job, rehearsal })) => {
                mine(job).map(|key| WorkshopStep::Learned {
                    key,
                    result: Ok(rehearsal),
                })
            }
            FromWorker::Message(Some(Reply::Refused { job, faults })) => {
                mine(job).map(|key| WorkshopStep::Learned {
                    key,
                    result: Err(faults),
                })
            }
            _ => None,
        };
        (said, dispatch)
    };
    // The state may send all workers home at this: nothing of them is held any more.
    if let Some(said) = said {
        dispatch.emit(step(said));
    }
}
