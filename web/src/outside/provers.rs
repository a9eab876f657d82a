//! Runs what the tasks of the eight steps want: a few workers, each with one run after the other.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use onrush_runner::{Command, Reply};
use onrush_steps::Wanted;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::researchers::hands;
use super::today;
use crate::state::{Action, Proof, StepsAction};
use crate::worker::host::{FromWorker, WorkerHost};

/// Lets workers run this proof, and only this.
#[hook]
pub(crate) fn use_provers(proof: Option<Proof>, dispatch: Callback<Action>) {
    // How many are done is no other proof.
    let number = proof.as_ref().map(|p| p.number);
    use_effect_with(number, move |_| {
        let bench = proof.map(|proof| Bench::open(&proof, &dispatch));
        move || drop(bench.map(|bench| bench.replace(Bench::closed())))
    });
}

struct Bench {
    number: u32,
    file: Rc<str>,
    waiting: VecDeque<(u32, Wanted)>,
    hands: Vec<WorkerHost>,
    dispatch: Callback<Action>,
}

type Shared = Rc<RefCell<Bench>>;

impl Bench {
    fn closed() -> Self {
        Self {
            number: 0,
            file: "".into(),
            waiting: VecDeque::new(),
            hands: Vec::new(),
            dispatch: Callback::noop(),
        }
    }

    fn open(proof: &Proof, dispatch: &Callback<Action>) -> Shared {
        let bench = Rc::new(RefCell::new(Self {
            number: proof.number,
            file: Rc::clone(proof.of.file()),
            waiting: (0..).zip(proof.wanted.iter().copied()).collect(),
            hands: Vec::new(),
            dispatch: dispatch.clone(),
        }));
        if let Err(error) = Self::staff(&bench, proof.wanted.len()) {
            dispatch.emit(Action::Steps(StepsAction::Failed {
                number: proof.number,
                why: format!("{error:?}"),
            }));
        }
        bench
    }

    fn staff(bench: &Shared, runs: usize) -> Result<(), JsValue> {
        for place in 0..(hands() as usize).min(runs) {
            let ears = Rc::downgrade(bench);
            let host = WorkerHost::spawn(move |heard| {
                if let Some(bench) = ears.upgrade() {
                    hear(&bench, place, heard);
                }
            })?;
            let mut bench = bench.borrow_mut();
            bench.hands.push(host);
            bench.hand_out(place)?;
        }
        Ok(())
    }

    /// Gives the next run to the worker at `place`.
    fn hand_out(&mut self, place: usize) -> Result<(), JsValue> {
        let Some((job, wanted)) = self.waiting.pop_front() else {
            return Ok(());
        };
        let command = Command::Prove {
            job,
            file: self.file.to_string(),
            wanted,
        };
        match self.hands.get(place) {
            Some(host) => host.send(&command),
            None => Ok(()),
        }
    }
}

fn hear(bench: &Shared, place: usize, heard: FromWorker) {
    let (action, dispatch) = {
        let mut bench = bench.borrow_mut();
        let number = bench.number;
        let failed = |why: String| Some(StepsAction::Failed { number, why });
        let action = match heard {
            FromWorker::Ready => None,
            FromWorker::Crashed(why) | FromWorker::Absent(why) => failed(why),
            FromWorker::Message(message) => {
                let result = match message {
                    Some(Reply::Proved { record, .. }) => Some(Ok(record)),
                    Some(Reply::Refused { faults, .. }) => Some(Err(faults)),
                    _ => None,
                };
                match result.map(|result| (result, bench.hand_out(place))) {
                    None => None,
                    Some((_, Err(error))) => failed(format!("{error:?}")),
                    Some((result, Ok(()))) => Some(StepsAction::Proved {
                        number,
                        result,
                        on: today(),
                    }),
                }
            }
        };
        (action, bench.dispatch.clone())
    };
    // The state may close the bench at this: nothing of it is held any more.
    if let Some(action) = action {
        dispatch.emit(Action::Steps(action));
    }
}
