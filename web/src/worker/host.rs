//! The page's end: makes the worker, talks to it, ends it, replaces it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Reflect, Uint8Array};
use onrush_runner::{Command, Reply};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::{CRASHED, READY};

/// What the page hears; messages of the app's own are an `M`.
#[derive(Debug)]
pub(crate) enum FromWorker<M = Reply> {
    /// The worker listens. (Messages sent earlier are not lost, they wait for it.)
    Ready,
    /// A message of the app's own. Both ends were built together, so one that cannot be read (`None`) is a fault of theirs.
    Message(Option<M>),
    /// The worker is gone, and why. Only [`WorkerHost::respawn`] helps.
    Crashed(String),
    /// The program for the worker has not arrived, and why. What was sent is lost; sending again tries again.
    Absent(String),
}

/// A running worker, or one that begins as soon as its program has arrived; ended when this is dropped.
pub(crate) struct WorkerHost {
    line: Rc<Line>,
}

struct Line {
    state: RefCell<State>,
    listener: Rc<dyn Fn(FromWorker<Vec<u8>>)>,
    on_message: Closure<dyn Fn(MessageEvent)>,
    on_error: Closure<dyn Fn(ErrorEvent)>,
}

#[derive(Default)]
struct State {
    worker: Option<Worker>,
    /// The program has been asked for.
    asked: bool,
    /// What is to be sent then.
    waiting: Vec<Uint8Array>,
}

impl WorkerHost {
    /// Starts a worker. `listener` hears everything from it and from those that replace it.
    ///
    /// # Errors
    /// When the browser refuses to make a worker.
    pub(crate) fn spawn(listener: impl Fn(FromWorker) + 'static) -> Result<Self, JsValue> {
        Self::reading(Reply::from_bytes, listener)
    }

    /// The same for a worker with messages of another kind, which `read` makes of bytes.
    ///
    /// # Errors
    /// When the browser refuses to make a worker.
    pub(crate) fn reading<M: 'static>(
        read: fn(&[u8]) -> Option<M>,
        listener: impl Fn(FromWorker<M>) + 'static,
    ) -> Result<Self, JsValue> {
        Self::hearing(Rc::new(move |heard| listener(heard.read(read))))
    }

    fn hearing(listener: Rc<dyn Fn(FromWorker<Vec<u8>>)>) -> Result<Self, JsValue> {
        let on_message = Closure::<dyn Fn(MessageEvent)>::new({
            let listener = Rc::clone(&listener);
            move |event: MessageEvent| {
                let heard = sort(event.data());
                if matches!(heard, FromWorker::Crashed(_)) {
                    silence(event.target());
                }
                listener(heard);
            }
        });
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new({
            let listener = Rc::clone(&listener);
            move |event: ErrorEvent| {
                // Handled here: the page itself is well.
                event.prevent_default();
                silence(event.target());
                listener(FromWorker::Crashed(event.message()));
            }
        });
        let line = Rc::new(Line {
            state: RefCell::default(),
            listener,
            on_message,
            on_error,
        });
        call(&line)?;
        Ok(Self { line })
    }

    /// Posts a command; its bytes move to the worker instead of being copied.
    ///
    /// # Errors
    /// What the browser threw, for example when a value cannot be cloned.
    pub(crate) fn send(&self, command: &Command) -> Result<(), JsValue> {
        self.send_bytes(&command.to_bytes())
    }

    /// Posts a message of another kind.
    ///
    /// # Errors
    /// What the browser threw.
    pub(crate) fn send_bytes(&self, bytes: &[u8]) -> Result<(), JsValue> {
        let message = Uint8Array::from(bytes);
        {
            let mut state = self.line.state.borrow_mut();
            if let Some(worker) = &state.worker {
                return post(worker, &message);
            }
            state.waiting.push(message);
        }
        call(&self.line)
    }

    /// Ends the worker at once, whatever it is doing, and starts a fresh one. Nothing more is heard from the old one.
    ///
    /// # Errors
    /// When the browser refuses to make a worker; the old one is gone all the same.
    pub(crate) fn respawn(&mut self) -> Result<(), JsValue> {
        self.line.hang_up();
        call(&self.line)
    }
}

impl Drop for WorkerHost {
    fn drop(&mut self) {
        self.line.hang_up();
    }
}

impl Line {
    /// Ends the worker, and forgets what waits for one.
    fn hang_up(&self) {
        let mut state = self.state.borrow_mut();
        state.waiting.clear();
        if let Some(worker) = state.worker.take() {
            end(&worker);
        }
    }
}

/// Makes a worker and sends what waits for it: now, or when its program has arrived.
fn call(line: &Rc<Line>) -> Result<(), JsValue> {
    {
        let state = line.state.borrow();
        if state.worker.is_some() || state.asked {
            return Ok(());
        }
    }
    let ready = Rc::downgrade(line);
    let failed = Rc::downgrade(line);
    let ready = Closure::once_into_js(move || {
        let Some(line) = ready.upgrade() else { return };
        line.state.borrow_mut().asked = false;
        if let Err(error) = call(&line) {
            (line.listener)(FromWorker::Crashed(format!("{error:?}")));
        }
    });
    let failed = Closure::once_into_js(move |why: String| {
        let Some(line) = failed.upgrade() else { return };
        {
            let mut state = line.state.borrow_mut();
            state.asked = false;
            state.waiting.clear();
        }
        (line.listener)(FromWorker::Absent(why));
    });
    let Some(worker) = worker(&ready, &failed)? else {
        line.state.borrow_mut().asked = true;
        return Ok(());
    };
    worker.set_onmessage(Some(line.on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(line.on_error.as_ref().unchecked_ref()));
    let mut state = line.state.borrow_mut();
    for message in state.waiting.drain(..) {
        post(&worker, &message)?;
    }
    state.worker = Some(worker);
    Ok(())
}

fn post(worker: &Worker, message: &Uint8Array) -> Result<(), JsValue> {
    worker.post_message_with_transfer(message, &Array::of1(&message.buffer()))
}

/// Tells the protocol's own notes from the app's messages.
fn sort(data: JsValue) -> FromWorker<Vec<u8>> {
    let note = |key: &str| Reflect::get(&data, &JsValue::from_str(key)).ok();
    if note(READY).is_some_and(|value| value.is_truthy()) {
        FromWorker::Ready
    } else if let Some(reason) = note(CRASHED).and_then(|value| value.as_string()) {
        FromWorker::Crashed(reason)
    } else {
        let bytes = data.dyn_into::<Uint8Array>().ok();
        FromWorker::Message(bytes.map(|bytes| bytes.to_vec()))
    }
}

impl FromWorker<Vec<u8>> {
    fn read<M>(self, read: fn(&[u8]) -> Option<M>) -> FromWorker<M> {
        match self {
            Self::Ready => FromWorker::Ready,
            Self::Message(bytes) => FromWorker::Message(bytes.and_then(|bytes| read(&bytes))),
            Self::Crashed(why) => FromWorker::Crashed(why),
            Self::Absent(why) => FromWorker::Absent(why),
        }
    }
}

/// Messages that are already on their way must not be heard either, hence the listeners go first.
fn end(worker: &Worker) {
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
}

/// A panic is followed by the trap's own error: one crash is reported once.
fn silence(target: Option<web_sys::EventTarget>) {
    if let Some(worker) = target.and_then(|target| target.dyn_into::<Worker>().ok()) {
        end(&worker);
    }
}

/// `onrushBoot.worker(ready, failed)` of `web/boot.js`: a worker, or none yet.
fn worker(ready: &JsValue, failed: &JsValue) -> Result<Option<Worker>, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &JsValue::from_str("onrushBoot"))?;
    let worker = Reflect::get(&boot, &JsValue::from_str("worker"))?
        .dyn_into::<Function>()?
        .call2(&boot, ready, failed)?;
    if worker.is_undefined() {
        return Ok(None);
    }
    worker.dyn_into().map(Some)
}
