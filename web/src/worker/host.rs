//! The page's end: makes the worker, talks to it, ends it, replaces it.

use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::{CRASHED, READY};

/// What the page hears.
#[derive(Debug, Clone)]
pub(crate) enum FromWorker {
    /// The worker listens. (Messages sent earlier are not lost, they wait for it.)
    Ready,
    /// A message of the app's own.
    Message(JsValue),
    /// The worker is gone, and why. Only [`WorkerHost::respawn`] helps.
    Crashed(String),
}

/// A running worker, ended when this is dropped.
pub(crate) struct WorkerHost {
    worker: Worker,
    on_message: Closure<dyn Fn(MessageEvent)>,
    on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl WorkerHost {
    /// Starts a worker. `listener` hears everything from it and from those that replace it.
    ///
    /// # Errors
    /// When the browser refuses to make a worker.
    pub(crate) fn spawn(listener: impl Fn(FromWorker) + 'static) -> Result<Self, JsValue> {
        let listener = Rc::new(listener);
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
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            // Handled here: the page itself is well.
            event.prevent_default();
            silence(event.target());
            listener(FromWorker::Crashed(event.message()));
        });
        let worker = spawn_worker()?;
        let host = Self {
            worker,
            on_message,
            on_error,
        };
        host.listen();
        Ok(host)
    }

    /// Posts a message; the buffers in `transfer` move to the worker instead of being copied.
    ///
    /// # Errors
    /// What the browser threw, for example when a value cannot be cloned.
    pub(crate) fn send(&self, message: &JsValue, transfer: &Array) -> Result<(), JsValue> {
        self.worker.post_message_with_transfer(message, transfer)
    }

    /// Ends the worker at once, whatever it is doing, and starts a fresh one. Nothing more is heard from the old one.
    ///
    /// # Errors
    /// When the browser refuses to make a worker; the old one is gone all the same.
    pub(crate) fn respawn(&mut self) -> Result<(), JsValue> {
        end(&self.worker);
        self.worker = spawn_worker()?;
        self.listen();
        Ok(())
    }

    fn listen(&self) {
        self.worker
            .set_onmessage(Some(self.on_message.as_ref().unchecked_ref()));
        self.worker
            .set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
    }
}

impl Drop for WorkerHost {
    fn drop(&mut self) {
        end(&self.worker);
    }
}

/// Tells the protocol's own notes from the app's messages.
fn sort(data: JsValue) -> FromWorker {
    let note = |key: &str| Reflect::get(&data, &JsValue::from_str(key)).ok();
    if note(READY).is_some_and(|value| value.is_truthy()) {
        FromWorker::Ready
    } else if let Some(reason) = note(CRASHED).and_then(|value| value.as_string()) {
        FromWorker::Crashed(reason)
    } else {
        FromWorker::Message(data)
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

/// `onrushBoot.spawnWorker()` of `web/boot.js`.
fn spawn_worker() -> Result<Worker, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &JsValue::from_str("onrushBoot"))?;
    Reflect::get(&boot, &JsValue::from_str("spawnWorker"))?
        .dyn_into::<js_sys::Function>()?
        .call0(&boot)?
        .dyn_into()
}
