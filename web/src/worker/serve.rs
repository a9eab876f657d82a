//! The worker's end: listens, and answers through a [`Port`].

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{CRASHED, READY};

/// The way back to the page.
#[derive(Clone)]
pub(crate) struct Port {
    scope: DedicatedWorkerGlobalScope,
}

impl Port {
    fn new() -> Result<Self, JsValue> {
        let scope = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>()?;
        Ok(Self { scope })
    }

    /// Posts a message; the buffers in `transfer` move to the page instead of being copied.
    ///
    /// # Errors
    /// What the browser threw, for example when a value cannot be cloned.
    pub(crate) fn send(&self, message: &JsValue, transfer: &Array) -> Result<(), JsValue> {
        self.scope.post_message_with_transfer(message, transfer)
    }

    fn announce(&self, key: &str, value: &JsValue) -> Result<(), JsValue> {
        let note = Object::new();
        Reflect::set(&note, &JsValue::from_str(key), value)?;
        self.scope.post_message(&note)
    }
}

/// Hands every message from the page to `on_message`, from now until the worker is terminated, and tells the page so.
///
/// Call it from `main`: the module is instantiated synchronously, so no message can slip through before.
///
/// # Errors
/// When this is not running in a dedicated worker.
pub(crate) fn serve(mut on_message: impl FnMut(&Port, &JsValue) + 'static) -> Result<(), JsValue> {
    let port = Port::new()?;
    let reply = port.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        on_message(&reply, &event.data());
    });
    port.scope
        .set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker, which ends by being terminated.
    listener.forget();
    port.announce(READY, &JsValue::TRUE)
}

/// A panic ends in a trap, whose message is only "unreachable": send the page the reason first. Programs without this say only that they
/// crashed.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        web_sys::console::error_1(&JsValue::from_str(&text));
        // Nothing more can be done when even this fails; the page still hears of the trap.
        let _ = Port::new().and_then(|port| port.announce(CRASHED, &JsValue::from_str(&text)));
    }));
}
