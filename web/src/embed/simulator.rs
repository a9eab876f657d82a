//! The worker of an embedded rehearsal, which is the same program: the page's end, and the worker's.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Date, Uint8Array};
use onrush_network::{Faults, Network};
use onrush_runner::{Answer, Flow, Named, Order, Stopped, rehearse_whole};
use onrush_scenario::{Scenario, file_of_code, story_to_play};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use super::state::{Happened, Job};
use crate::state::Action;
use crate::worker::host::{FromWorker, WorkerHost};
use crate::worker::serve::Port;

/// Milliseconds between two reports.
const REPORT_EVERY_MS: f64 = 60.0;

/// Has a worker do `job`, and only that. One that is no longer wanted is ended with its worker.
#[hook]
pub(super) fn use_worker(job: Option<Job>, heard: Callback<Happened>) {
    let host = use_mut_ref(|| None::<WorkerHost>);
    use_effect_with(job, move |job| {
        // The one before has nothing more to say.
        *host.borrow_mut() = None;
        if let Some(job) = job
            && let Err(error) = start(job, &host, &heard)
        {
            let why = error.as_string().unwrap_or_else(|| format!("{error:?}"));
            heard.emit(Happened::Did(Action::Crashed(why)));
        }
    });
}

fn start(
    job: &Job,
    host: &Rc<RefCell<Option<WorkerHost>>>,
    heard: &Callback<Happened>,
) -> Result<(), JsValue> {
    let (number, heard) = (job.number, heard.clone());
    let worker = WorkerHost::reading(Answer::from_bytes, move |from| {
        heard.emit(match from {
            FromWorker::Ready => return,
            FromWorker::Message(Some(answer)) => Happened::Heard(number, answer),
            FromWorker::Message(None) => {
                Happened::Did(Action::Crashed("unreadable message".to_owned()))
            }
            FromWorker::Crashed(why) => Happened::Did(Action::Crashed(why)),
            FromWorker::Absent(why) => Happened::Did(Action::Absent(why)),
        });
    })?;
    let order = Order {
        plan: job.plan.clone(),
        seed: job.seed,
    };
    worker.send_bytes(&order.to_bytes())?;
    *host.borrow_mut() = Some(worker);
    Ok(())
}

/// Answers one message, in the worker. One that cannot be read is left alone: it is not from our page.
pub(crate) fn answer(port: &Port, message: &JsValue) {
    let order = message
        .dyn_ref::<Uint8Array>()
        .and_then(|bytes| Order::from_bytes(&bytes.to_vec()));
    if let Some(order) = order {
        send(port, &carried_out(port, &order));
    }
}

fn carried_out(port: &Port, order: &Order) -> Answer {
    let (scenario, network) = match to_play(&order.plan) {
        Ok(read) => read,
        Err(faults) => return Answer::Refused(faults),
    };
    let mut reported = Date::now();
    let outcome = rehearse_whole(&scenario, &network, order.seed, &mut |progress| {
        let now = Date::now();
        if now - reported >= REPORT_EVERY_MS {
            reported = now;
            send(port, &Answer::Progress(progress));
        }
        Flow::On
    });
    match outcome {
        Ok(whole) => Answer::Done(Box::new(whole)),
        Err(Stopped::Faults(faults)) => Answer::Refused(faults),
        // Nobody stops a run in here: the page ends the whole worker.
        Err(Stopped::Cancelled) => Answer::Refused(Faults::default()),
    }
}

/// The plan, and what is played. The page has read it, too, so there are no faults to be found.
fn to_play(plan: &Named) -> Result<(Scenario, Network), Faults> {
    match plan {
        Named::Story(key) => Scenario::read_to_play(story_to_play(key).unwrap_or_default()),
        Named::Code(code) => {
            let file = file_of_code(code).map_err(|_| Faults::default())?;
            Scenario::read_to_play(&file)
        }
    }
}

fn send(port: &Port, answer: &Answer) {
    let bytes = Uint8Array::from(&answer.to_bytes()[..]);
    if let Err(error) = port.send(&bytes, &Array::of1(&bytes.buffer())) {
        web_sys::console::error_1(&error);
    }
}
