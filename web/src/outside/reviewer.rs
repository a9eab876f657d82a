//! Reads what was measured, and has it laid over the plan: a worker of its own, made when the first log or table is there.
//!
//! A file is looked at by its first piece. A log goes to the worker piece by piece, the next when the last has been counted, so that
//! no more than one of them is in memory; a table is read whole. Nothing leaves the browser.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::file::callbacks::FileReader;
use gloo::file::{Blob, File};
use onrush_runner::{Command, Piece, Reply};
use onrush_scenario::import::{self, log};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::state::{Action, ReviewJob, ReviewStep};
use crate::worker::host::{FromWorker, WorkerHost};

/// Bytes that are read in one go.
const PIECE: u64 = 1 << 20;

thread_local! {
    /// The file that was chosen, until the state asks for it.
    static OFFERED: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// Hands over a file that the person has chosen.
pub(crate) fn offer(file: &web_sys::File, dispatch: &Callback<Action>) {
    let file = File::from(file.clone());
    let (name, bytes) = (file.name(), file.size());
    OFFERED.with(|offered| *offered.borrow_mut() = Some(file));
    say(dispatch, ReviewStep::Chosen { name, bytes });
}

/// Reads the file that was chosen as number `reading`, and lets the worker do `job`, the newest only.
#[hook]
pub(crate) fn use_reviewer(
    reading: Option<u32>,
    job: Option<ReviewJob>,
    dispatch: Callback<Action>,
) {
    let desk = use_mut_ref(move || Rc::new(RefCell::new(Desk::new(dispatch))));
    use_effect_with(reading, {
        let desk = desk.clone();
        move |reading| begin(&desk.borrow(), *reading)
    });
    use_effect_with(job, move |job| {
        let desk = desk.borrow();
        desk.borrow_mut().next.clone_from(job);
        go_on(&desk);
    });
}

fn say(dispatch: &Callback<Action>, step: ReviewStep) {
    dispatch.emit(Action::Review(Box::new(step)));
}

/// A file that is being read.
struct Open {
    number: u32,
    file: File,
    /// Bytes that the worker has been given.
    given: u64,
    /// Reading stops when this is dropped.
    reader: Option<FileReader>,
}

struct Desk {
    host: Option<WorkerHost>,
    open: Option<Open>,
    /// What the worker has been asked.
    asked: Option<ReviewJob>,
    /// What it will be asked next.
    next: Option<ReviewJob>,
    dispatch: Callback<Action>,
}

type Line = Rc<RefCell<Desk>>;

impl Desk {
    fn new(dispatch: Callback<Action>) -> Self {
        Self {
            host: None,
            open: None,
            asked: None,
            next: None,
            dispatch,
        }
    }
}

/// Begins with another file, or stops reading.
fn begin(line: &Line, reading: Option<u32>) {
    let mut desk = line.borrow_mut();
    if desk.open.as_ref().map(|open| open.number) == reading {
        return;
    }
    desk.open = None;
    let Some(number) = reading else {
        return;
    };
    let Some(file) = OFFERED.with(|offered| offered.borrow_mut().take()) else {
        return;
    };
    desk.open = Some(Open {
        number,
        file,
        given: 0,
        reader: None,
    });
    drop(desk);
    read_on(line);
}

/// Reads the next piece of the open file; at its end says so to the worker.
fn read_on(line: &Line) {
    let mut desk = line.borrow_mut();
    let Some(open) = &mut desk.open else { return };
    let (number, from, size) = (open.number, open.given, open.file.size());
    if from >= size && from > 0 {
        drop(desk);
        return send_piece(line, number, Piece::End);
    }
    let piece = slice(&open.file, from, (from + PIECE).min(size));
    let later = Rc::downgrade(line);
    open.reader = Some(gloo::file::callbacks::read_as_bytes(&piece, move |read| {
        let Some(line) = later.upgrade() else { return };
        match read {
            Ok(bytes) => take(&line, number, from, bytes),
            Err(error) => fail(&line, number, error.to_string()),
        }
    }));
}

fn slice(file: &File, from: u64, to: u64) -> Blob {
    let blob: &web_sys::Blob = file.as_ref();
    // Numbers of bytes are whole in a float up to nine thousand terabytes.
    let (from, to) = (from as f64, to as f64);
    blob.slice_with_f64_and_f64(from, to)
        .map_or_else(|_| Blob::new(""), Blob::from)
}

/// A piece of the file is there.
fn take(line: &Line, number: u32, from: u64, bytes: Vec<u8>) {
    let mut desk = line.borrow_mut();
    let Some(open) = desk.open.as_mut().filter(|open| open.number == number) else {
        return;
    };
    let size = open.file.size();
    let compressed = bytes.starts_with(&[0x1F, 0x8B]) || bytes.starts_with(b"PK\x03\x04");
    if from > 0 || compressed || log::is_log(&bytes) {
        open.given = from + bytes.len() as u64;
        drop(desk);
        let first = from == 0;
        return send_piece(line, number, Piece::Bytes { first, bytes });
    }
    let most = import::LARGEST_IMPORT as u64;
    if size <= bytes.len() as u64 || size > most {
        // A table that is too large is told so by whoever reads it: a little more than the most is enough for that.
        let text = if size > most {
            " ".repeat(import::LARGEST_IMPORT + 1)
        } else {
            import::decode(&bytes)
        };
        let dispatch = desk.dispatch.clone();
        drop(desk);
        return say(&dispatch, ReviewStep::Text { number, text });
    }
    let later = Rc::downgrade(line);
    let whole: &Blob = &open.file;
    open.reader = Some(gloo::file::callbacks::read_as_bytes(whole, move |read| {
        let Some(line) = later.upgrade() else { return };
        let dispatch = line.borrow().dispatch.clone();
        match read {
            Ok(bytes) => {
                let text = import::decode(&bytes);
                say(&dispatch, ReviewStep::Text { number, text });
            }
            Err(error) => fail(&line, number, error.to_string()),
        }
    }));
}

fn fail(line: &Line, number: u32, why: String) {
    let dispatch = {
        let mut desk = line.borrow_mut();
        desk.open = None;
        desk.dispatch.clone()
    };
    say(&dispatch, ReviewStep::Failed { number, why });
}

fn send_piece(line: &Line, number: u32, piece: Piece) {
    let command = Command::ReadLog { job: number, piece };
    if let Err(error) = send(line, &command) {
        fail(line, number, format!("{error:?}"));
    }
}

/// Asks the newest question, if the worker is free.
fn go_on(line: &Line) {
    let job = {
        let mut desk = line.borrow_mut();
        if desk.asked.is_some() {
            return;
        }
        let Some(job) = desk.next.take() else { return };
        desk.asked = Some(job.clone());
        job
    };
    let command = Command::Review {
        job: job.number,
        file: job.document.file().to_string(),
        measured: Box::new((*job.measured).clone()),
        shift_s: job.shift_s,
        fits: job.fits,
    };
    if send(line, &command).is_err() {
        answered(line, None);
    }
}

/// The worker has answered; `None`: it cannot.
fn answered(line: &Line, reply: Option<Reply>) {
    let (job, dispatch) = {
        let mut desk = line.borrow_mut();
        (desk.asked.take(), desk.dispatch.clone())
    };
    let Some(job) = job else { return };
    let reviewed = match reply {
        Some(Reply::Reviewed { reviewed, .. }) => Some(reviewed),
        _ => None,
    };
    say(&dispatch, ReviewStep::Laid { job, reviewed });
    go_on(line);
}

/// Posts a message to the worker, which is made where there is none.
fn send(line: &Line, command: &Command) -> Result<(), JsValue> {
    let mut desk = line.borrow_mut();
    if desk.host.is_none() {
        let ears = Rc::downgrade(line);
        desk.host = Some(WorkerHost::spawn(move |heard| {
            if let Some(line) = ears.upgrade() {
                hear(&line, heard);
            }
        })?);
    }
    match &desk.host {
        Some(host) => host.send(command),
        None => Ok(()),
    }
}

fn hear(line: &Line, heard: FromWorker) {
    let reply = match heard {
        FromWorker::Ready => return,
        FromWorker::Crashed(why) | FromWorker::Absent(why) => return gone(line, why),
        FromWorker::Message(message) => message,
    };
    match reply {
        Some(Reply::LogRead { job, news }) => {
            let dispatch = {
                let desk = line.borrow();
                let expected = desk.open.as_ref().is_some_and(|open| open.number == job);
                expected.then(|| desk.dispatch.clone())
            };
            let Some(dispatch) = dispatch else { return };
            let at_end = news.end.is_some();
            if at_end {
                line.borrow_mut().open = None;
            }
            say(&dispatch, ReviewStep::Log { number: job, news });
            if !at_end {
                read_on(line);
            }
        }
        other => answered(line, other),
    }
}

/// The worker is gone, with the log that it kept: a fresh one begins with the next question.
fn gone(line: &Line, why: String) {
    let (open, asked) = {
        let mut desk = line.borrow_mut();
        desk.host = None;
        (
            desk.open.as_ref().map(|open| open.number),
            desk.asked.is_some(),
        )
    };
    if let Some(number) = open {
        fail(line, number, why);
    }
    if asked {
        answered(line, None);
    }
}
