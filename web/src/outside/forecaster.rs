//! The page's forecaster: a worker of its own, so that a forecast never waits for a rehearsal.
//!
//! One question is with the worker at a time; of those asked meanwhile only the newest is kept. Before it is needed it is kept
//! busy with a built-in story for a moment: a browser compiles a program well only once it has run.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use onrush_runner::{Command, Reply};
use yew::prelude::*;

use crate::state::{Action, ForecastJob};
use crate::worker::host::{FromWorker, WorkerHost};

/// Forecasts made for nothing but warming up, one after the other while nobody asks for anything.
const WARM_UPS: u32 = 8;
/// The number of those; jobs of the state begin at 1.
const WARM_UP: u32 = 0;

/// Lets the forecaster answer `job`, the newest question, and after it `between`: what may come out where figures are not known
/// exactly. Answers come as [`Action::Foretold`] and [`Action::Between`].
#[hook]
pub(crate) fn use_forecaster(
    job: Option<ForecastJob>,
    between: Option<ForecastJob>,
    dispatch: Callback<Action>,
) {
    let forecaster = use_mut_ref(move || Forecaster::new(dispatch));
    use_effect_with(job, {
        let forecaster = forecaster.clone();
        move |job| forecaster.borrow_mut().ask(job.clone())
    });
    use_effect_with(between, move |between| {
        forecaster.borrow_mut().ask_between(between.clone());
    });
}

/// What the worker is up to.
#[derive(Debug, Default)]
struct Desk {
    /// What the worker has been asked.
    asked: Option<Question>,
    /// What it will be asked next.
    next: Option<ForecastJob>,
    /// What it will be asked when nothing else is: it takes several forecasts.
    between: Option<ForecastJob>,
    warmed: u32,
}

#[derive(Debug)]
enum Question {
    WarmUp,
    Job(ForecastJob),
    Between(ForecastJob),
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

    fn ask_between(&mut self, job: Option<ForecastJob>) {
        let mut line = self.line.borrow_mut();
        line.desk.between = job;
        line.go_on();
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
        let asked = |job: &ForecastJob| (job.number, job.document.file().to_string());
        let (question, command) = match (self.desk.next.take(), self.desk.between.take()) {
            (Some(next), between) => {
                self.desk.between = between;
                let (job, file) = asked(&next);
                (Question::Job(next), Command::Forecast { job, file })
            }
            (None, Some(between)) => {
                let (job, file) = asked(&between);
                (Question::Between(between), Command::Between { job, file })
            }
            (None, None) if self.desk.warmed < WARM_UPS => {
                let Some(story) = onrush_scenario::stories().first() else {
                    return;
                };
                self.desk.warmed += 1;
                let command = Command::Forecast {
                    job: WARM_UP,
                    file: story.file.to_owned(),
                };
                (Question::WarmUp, command)
            }
            (None, None) => return,
        };
        let sent = self
            .host
            .as_ref()
            .is_some_and(|host| host.send(&command).is_ok());
        if sent {
            self.desk.asked = Some(question);
        }
    }

    /// The worker is gone with the question that it had; a fresh one takes the next.
    fn begin_anew(&mut self) -> Option<Question> {
        // What ended one worker is not worth another.
        self.desk.warmed = WARM_UPS;
        if self
            .host
            .as_mut()
            .is_some_and(|host| host.respawn().is_err())
        {
            self.host = None;
        }
        self.desk.asked.take()
    }
}

fn hear(line: &RefCell<Line>, heard: FromWorker) {
    let reply = match heard {
        FromWorker::Ready => return,
        FromWorker::Absent(_) => return line_is_dead(line),
        FromWorker::Crashed(_) => None,
        FromWorker::Message(message) => message,
    };
    let (answered, dispatch) = {
        let mut line = line.borrow_mut();
        let answered = match reply {
            Some(
                reply @ (Reply::Forecast { .. } | Reply::Between { .. } | Reply::Refused { .. }),
            ) => {
                let question = line.desk.asked.take();
                question.and_then(|question| answer(question, Some(reply)))
            }
            // Nothing else can come from there, unless the program is at fault.
            _ => line
                .begin_anew()
                .and_then(|question| answer(question, None)),
        };
        line.go_on();
        (answered, line.dispatch.clone())
    };
    if let Some(action) = answered {
        dispatch.emit(action);
    }
}

/// What is told of an answer; `None` where nobody waits for it.
fn answer(question: Question, reply: Option<Reply>) -> Option<Action> {
    match question {
        Question::WarmUp => None,
        Question::Job(job) => Some(Action::Foretold {
            job,
            outlook: match reply {
                Some(Reply::Forecast { outlook, .. }) => Some(outlook),
                _ => None,
            },
        }),
        Question::Between(job) => Some(Action::Between {
            job,
            between: match reply {
                Some(Reply::Between { between, .. }) => Some(between),
                _ => None,
            },
        }),
    }
}

/// The worker's program has not arrived: there is no forecast, until another question tries again.
fn line_is_dead(line: &RefCell<Line>) {
    let (asked, dispatch) = {
        let mut line = line.borrow_mut();
        line.desk.warmed = WARM_UPS;
        (line.desk.asked.take(), line.dispatch.clone())
    };
    if let Some(Question::Job(job)) = asked {
        dispatch.emit(Action::Foretold { job, outlook: None });
    }
}
