//! The page's simulator: a worker that does the job that the state asks for, and no other.

use std::cell::Cell;
use std::rc::Rc;

use onrush_runner::{Command, Reply};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use crate::state::{Action, Job};
use crate::worker::host::{FromWorker, WorkerHost};

/// Lets the worker do `job`, and only that: what it does for an earlier one is ended.
#[hook]
pub(crate) fn use_simulator(job: Option<Job>, dispatch: Callback<Action>) {
    let simulator = use_mut_ref(move || Simulator::new(dispatch));
    use_effect_with(job, move |job| simulator.borrow_mut().pursue(job.as_ref()));
}

/// What the worker is up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// It waits for a job.
    Nothing,
    /// This job.
    Job(u32),
    /// It is gone.
    Gone,
}

struct Simulator {
    host: Option<WorkerHost>,
    doing: Rc<Cell<Doing>>,
    dispatch: Callback<Action>,
}

impl Simulator {
    fn new(dispatch: Callback<Action>) -> Self {
        Self {
            host: None,
            doing: Rc::new(Cell::new(Doing::Gone)),
            dispatch,
        }
    }

    fn pursue(&mut self, job: Option<&Job>) {
        let wanted = job.map_or(Doing::Nothing, |job| Doing::Job(job.number));
        if self.doing.get() == wanted {
            return;
        }
        let outcome = self.be_ready().and_then(|()| match job {
            Some(job) => self.start(job),
            None => Ok(()),
        });
        if let Err(error) = outcome {
            self.doing.set(Doing::Gone);
            self.dispatch.emit(Action::Crashed(in_words(&error)));
        }
    }

    /// A worker that waits for a job: the present one, or a fresh one where that is busy or gone.
    fn be_ready(&mut self) -> Result<(), JsValue> {
        match &mut self.host {
            Some(_) if self.doing.get() == Doing::Nothing => {}
            Some(host) => host.respawn()?,
            None => {
                let (doing, dispatch) = (Rc::clone(&self.doing), self.dispatch.clone());
                self.host = Some(WorkerHost::spawn(move |heard| {
                    listen(heard, &doing, &dispatch);
                })?);
            }
        }
        self.doing.set(Doing::Nothing);
        Ok(())
    }

    fn start(&self, job: &Job) -> Result<(), JsValue> {
        let command = Command::Rehearse {
            job: job.number,
            file: job.file.to_string(),
            seed: job.key.seed,
        };
        if let Some(host) = &self.host {
            host.send(&command)?;
            self.doing.set(Doing::Job(job.number));
        }
        Ok(())
    }
}

fn listen(heard: FromWorker, doing: &Cell<Doing>, dispatch: &Callback<Action>) {
    match heard {
        FromWorker::Ready => {}
        FromWorker::Crashed(why) => {
            doing.set(Doing::Gone);
            dispatch.emit(Action::Crashed(why));
        }
        FromWorker::Absent(why) => {
            doing.set(Doing::Gone);
            dispatch.emit(Action::Absent(why));
        }
        FromWorker::Message(None) => {
            doing.set(Doing::Gone);
            dispatch.emit(Action::Crashed("unreadable message".to_owned()));
        }
        FromWorker::Message(Some(reply)) => {
            if let Reply::Done { .. } | Reply::Refused { .. } = reply {
                doing.set(Doing::Nothing);
            }
            dispatch.emit(Action::Heard(reply));
        }
    }
}

fn in_words(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| error.message().into())
}
