//! The worker's part: rehearses what it is asked to, and says how far it is.

use js_sys::{Array, Date, Uint8Array};
use onrush_runner::{
    Command, Desk, Flow, Progress, Reply, Reviewer, Stopped, between_of_file, outlook_of_file,
    rehearse,
};
use onrush_scenario::Scenario;
use onrush_steps::Wanted;
use onrush_study::Task;
use wasm_bindgen::{JsCast, JsValue};

use super::serve::Port;

/// Milliseconds between two reports: often enough for a bar to move, seldom enough to cost nothing.
const REPORT_EVERY_MS: f64 = 60.0;

/// Milliseconds between two accounts of what a study has found: putting one together takes a few.
const TELL_EVERY_MS: f64 = 200.0;

/// Whoever answers: keeps the study that was asked for, if any.
#[derive(Default)]
pub(crate) struct Clerk {
    desk: Option<Desk>,
    reviewer: Reviewer,
    told: f64,
}

impl Clerk {
    /// Answers one message of the page. A message that is none is left alone: it is not from our page.
    pub(crate) fn answer(&mut self, port: &Port, message: &JsValue) {
        let command = message
            .dyn_ref::<Uint8Array>()
            .and_then(|bytes| Command::from_bytes(&bytes.to_vec()));
        match command {
            Some(Command::Rehearse { job, file, seed }) => {
                send(port, &do_job(port, job, &file, seed));
            }
            Some(Command::Forecast { job, file }) => send(port, &forecast(job, &file)),
            Some(Command::Between { job, file }) => send(port, &between(job, &file)),
            Some(Command::Study { job, file, task }) => send(port, &study(port, job, &file, &task)),
            Some(Command::Prove { job, file, wanted }) => {
                send(port, &proof(port, job, &file, wanted));
            }
            Some(Command::Ask { inquiry, hands }) => {
                match Desk::open(&inquiry, hands as usize) {
                    Ok(desk) => self.desk = Some(desk),
                    Err(faults) => return send(port, &Reply::Refused { job: 0, faults }),
                }
                self.go_on(port);
            }
            Some(Command::Took { number, result }) => {
                if let Some(desk) = &mut self.desk {
                    desk.take(number, *result);
                    self.go_on(port);
                }
            }
            Some(Command::ReadLog { job, piece }) => {
                let news = Box::new(self.reviewer.read(&piece));
                send(port, &Reply::LogRead { job, news });
            }
            Some(Command::Review {
                job,
                file,
                measured,
                shift_s,
                fits,
            }) => {
                let reply = match self.reviewer.review(&file, &measured, shift_s, fits) {
                    Ok(reviewed) => Reply::Reviewed {
                        job,
                        reviewed: Box::new(reviewed),
                    },
                    Err(faults) => Reply::Refused { job, faults },
                };
                send(port, &reply);
            }
            None => {}
        }
    }

    /// Says what the study wants next, and now and then what it knows.
    fn go_on(&mut self, port: &Port) {
        let Some(desk) = &mut self.desk else { return };
        let now = Date::now();
        let tells = now - self.told >= TELL_EVERY_MS;
        if tells {
            self.told = now;
        }
        send(port, &Reply::Next(Box::new(desk.next(tells))));
    }
}

fn do_job(port: &Port, job: u32, file: &str, seed: u64) -> Reply {
    let scenario = match Scenario::read(file) {
        Ok(scenario) => scenario,
        Err(faults) => return Reply::Refused { job, faults },
    };
    match rehearse(&scenario, seed, &mut reporter(port, job)) {
        Ok(rehearsal) => Reply::Done {
            job,
            rehearsal: Box::new(rehearsal),
        },
        Err(stopped) => refused(job, stopped),
    }
}

/// One job of a study, whatever it asks for.
fn study(port: &Port, job: u32, file: &str, task: &Task) -> Reply {
    let scenario = match Scenario::read(file) {
        Ok(scenario) => scenario,
        Err(faults) => return Reply::Refused { job, faults },
    };
    match onrush_runner::study::work(&scenario, task, &mut reporter(port, job)) {
        Ok(outcome) => Reply::Study {
            job,
            outcome: Box::new(outcome),
        },
        Err(stopped) => refused(job, stopped),
    }
}

/// One run that a task of the eight steps wants.
fn proof(port: &Port, job: u32, file: &str, wanted: Wanted) -> Reply {
    let scenario = match Scenario::read(file) {
        Ok(scenario) => scenario,
        Err(faults) => return Reply::Refused { job, faults },
    };
    match onrush_runner::prove(&scenario, wanted, &mut reporter(port, job)) {
        Ok(record) => Reply::Proved {
            job,
            record: Box::new(record),
        },
        Err(stopped) => refused(job, stopped),
    }
}

/// Says now and then how far a job is.
fn reporter(port: &Port, job: u32) -> impl FnMut(Progress) -> Flow + '_ {
    let mut reported = Date::now();
    move |progress| {
        let now = Date::now();
        if now - reported >= REPORT_EVERY_MS {
            reported = now;
            send(port, &Reply::Progress { job, progress });
        }
        Flow::On
    }
}

fn refused(job: u32, stopped: Stopped) -> Reply {
    let faults = match stopped {
        Stopped::Faults(faults) => faults,
        // Nobody stops a run in here: the page ends the whole worker.
        Stopped::Cancelled => onrush_network::Faults::default(),
    };
    Reply::Refused { job, faults }
}

fn forecast(job: u32, file: &str) -> Reply {
    match outlook_of_file(file) {
        Ok(outlook) => Reply::Forecast {
            job,
            outlook: Box::new(outlook),
        },
        Err(faults) => Reply::Refused { job, faults },
    }
}

fn between(job: u32, file: &str) -> Reply {
    match between_of_file(file) {
        Ok(between) => Reply::Between { job, between },
        Err(faults) => Reply::Refused { job, faults },
    }
}

fn send(port: &Port, reply: &Reply) {
    let bytes = Uint8Array::from(&reply.to_bytes()[..]);
    if let Err(error) = port.send(&bytes, &Array::of1(&bytes.buffer())) {
        web_sys::console::error_1(&error);
    }
}
