//! Forecasts of plans beside the one that is open, from a worker of their own that ends with its last answer.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use onrush_runner::{Command, Outlook, Reply};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::worker::host::{FromWorker, WorkerHost};

/// Forecasts of these files, in their order: nothing until all of them are there, or while there are none to ask about. Files that
/// cannot be forecast have none.
#[hook]
pub(crate) fn use_forecasts(files: Rc<[String]>) -> Rc<[Option<Outlook>]> {
    let known = use_state_eq(|| Rc::from([]) as Rc<[Option<Outlook>]>);
    use_effect_with(files, {
        let known = known.setter();
        move |files| {
            known.set(Rc::from([]));
            let host = ask(files, move |answers| known.set(answers.into()));
            // Whoever asks about something else does not want these answers any more.
            move || drop(host.take())
        }
    });
    (*known).clone()
}

/// The worker, for as long as it is needed.
type Host = Rc<RefCell<Option<WorkerHost>>>;

fn ask(files: &[String], answer: impl Fn(Vec<Option<Outlook>>) + 'static) -> Host {
    let host = Host::default();
    if files.is_empty() {
        return host;
    }
    let (wanted, end) = (files.len(), Rc::downgrade(&host));
    let answers = RefCell::new(Vec::new());
    let spawned = WorkerHost::spawn(move |heard| {
        let FromWorker::Message(message) = heard else {
            return;
        };
        let bytes = message.dyn_into::<Uint8Array>().map(|b| b.to_vec());
        let outlook = match bytes.ok().and_then(|bytes| Reply::from_bytes(&bytes)) {
            Some(Reply::Forecast { outlook, .. }) => Some(*outlook),
            _ => None,
        };
        answers.borrow_mut().push(outlook);
        if answers.borrow().len() == wanted {
            answer(answers.take());
            // The worker ends a moment later: this function is a part of it.
            let end = end.clone();
            gloo::timers::callback::Timeout::new(0, move || {
                if let Some(host) = end.upgrade() {
                    host.take();
                }
            })
            .forget();
        }
    });
    // A browser that refuses a worker shows it when the rehearsal asks for its own.
    let Ok(worker) = spawned else { return host };
    for (job, file) in (0..).zip(files) {
        let command = Command::Forecast {
            job,
            file: file.clone(),
        };
        let bytes = Uint8Array::from(&command.to_bytes()[..]);
        // The same goes for one that does not take what it is sent.
        let _ = worker.send(&bytes, &Array::of1(&bytes.buffer()));
    }
    host.replace(Some(worker));
    host
}
