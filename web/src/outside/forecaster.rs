//! The page's forecaster: a worker of its own, so that a forecast never waits for a rehearsal.
//!
//! One question is with the worker at a time; of those asked meanwhile only the newest is kept. Before it is needed it is kept
//! busy with a built-in story for a moment: a browser compiles a program well only once it has run.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use onrush_runner::{Command, Reply};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use crate::state::{Action, ForecastJob};
use crate::worker::host::{FromWorker, WorkerHost};

/// Forecasts made for nothing but warming up, one after the other while nobody asks for anything.
const WARM_UPS: u32 = 8;
/// The number of those; jobs of the state begin at 1.
const WARM_UP: u32 = 0;

/// Lets the forecaster answer `job`, the newest question. Answers come as [`Action::Foretold`].
#[hook]
pub(crate) fn use_forecaster(job: Option<ForecastJob>, dispatch: Callback<Action>) {
    let forecaster = use_mut_ref(move || Forecaster::new(dispatch));
    use_effect_with(job, move |job| forecaster.borrow_mut().ask(job.clone()));
}

/// What the worker is up to.
#[derive(Debug, Default)]
struct Desk {
    /// What the worker has been asked.
    asked: Option<Question>,
    /// What it will be asked next.
    next: Option<ForecastJob>,
    warmed: u32,
}

#[derive(Debug)]
enum Question {
    WarmUp,
    Job(ForecastJob),
}

struct Forecaster {
    line: Rc<RefCell<Line>>,
}

/// The worker, and what goes to and fro.
struct Line {
    host: Option<WorkerHost>,
    desk: Desk,
    /// The next question waits for the frame to be drawn.
    turn: Option<Timeout>,
    dispatch: Callback<Action>,
}

impl Forecaster {
    fn new(dispatch: Callback<Action>) -> Self {
        let line = Rc::new(RefCell::new(Line {
            host: None,
            desk: Desk::default(),
            turn: None,
            dispatch,
        }));
        let ears = Rc::downgrade(&line);
        // A browser that refuses a worker shows it when the rehearsal asks for its own; forecasts then stay away.
        line.borrow_mut().host = WorkerHost::spawn(move |heard| {
            if let Some(line) = ears.upgrade() {
                hear(&line, heard);
            }
        })
        .ok();
        line.borrow_mut().go_on();
        Self { line }
    }

    fn ask(&mut self, job: Option<ForecastJob>) {
        let mut line = self.line.borrow_mut();
        line.desk.next = job.or(line.desk.next.take());
        // What has changed is drawn first: a timer's turn comes after the frame in which this is asked.
        let later = Rc::clone(&self.line);
        line.turn
            .get_or_insert_with(|| Timeout::new(0, move || later.borrow_mut().take_turn()));
    }
}

impl Line {
    /// The frame has been drawn.
    fn take_turn(&mut self) {
        self.turn = None;
        self.go_on();
    }

    /// Asks the next question, if the worker is free.
    fn go_on(&mut self) {
        if self.desk.asked.is_some() {
            return;
        }
        let (question, number, file) = match self.desk.next.take() {
            Some(job) => {
                let (number, file) = (job.number, job.document.file().to_string());
                (Question::Job(job), number, file)
            }
            None if self.desk.warmed < WARM_UPS => {
                let Some(story) = onrush_scenario::stories().first() else {
                    return;
                };
                self.desk.warmed += 1;
                (Question::WarmUp, WARM_UP, story.file.to_owned())
            }
            None => return,
        };
        let command = Command::Forecast { job: number, file };
        let bytes = Uint8Array::from(&command.to_bytes()[..]);
        let sent = self
            .host
            .as_ref()
            .is_some_and(|host| host.send(&bytes, &Array::of1(&bytes.buffer())).is_ok());
        if sent {
            self.desk.asked = Some(question);
        }
    }

    /// The worker is gone with the question that it had; a fresh one takes the next.
    fn begin_anew(&mut self) -> Option<ForecastJob> {
        // What ended one worker is not worth another.
        self.desk.warmed = WARM_UPS;
        if self
            .host
            .as_mut()
            .is_some_and(|host| host.respawn().is_err())
        {
            self.host = None;
        }
        match self.desk.asked.take() {
            Some(Question::Job(job)) => Some(job),
            _ => None,
        }
    }
}

fn hear(line: &RefCell<Line>, heard: FromWorker) {
    let reply = match heard {
        FromWorker::Ready => return,
        FromWorker::Crashed(_) => None,
        FromWorker::Message(message) => read(message),
    };
    let (answered, dispatch) = {
        let mut line = line.borrow_mut();
        let answered = match reply {
            Some(Reply::Forecast { outlook, .. }) => match line.desk.asked.take() {
                Some(Question::Job(job)) => Some((job, Some(outlook))),
                _ => None,
            },
            Some(Reply::Refused { .. }) => match line.desk.asked.take() {
                Some(Question::Job(job)) => Some((job, None)),
                _ => None,
            },
            // Nothing else can come from there, unless the program is at fault.
            _ => line.begin_anew().map(|job| (job, None)),
        };
        line.go_on();
        (answered, line.dispatch.clone())
    };
    if let Some((job, outlook)) = answered {
        dispatch.emit(Action::Foretold { job, outlook });
    }
}

fn read(message: JsValue) -> Option<Reply> {
    let bytes = message.dyn_into::<Uint8Array>().ok()?;
    Reply::from_bytes(&bytes.to_vec())
}
