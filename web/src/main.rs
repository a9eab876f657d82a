//! The Onrush page and its worker: one binary that looks where it runs.

mod page;
mod worker;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

fn main() {
    if let Some(window) = web_sys::window() {
        page::mount(&window);
    } else if let Err(error) = worker::serve::serve(answer) {
        web_sys::console::error_1(&error);
    }
}

/// A stand-in for the simulation: adds up the bytes it is sent.
fn answer(port: &worker::serve::Port, message: &JsValue) {
    let sum: u32 = Uint8Array::new(message)
        .to_vec()
        .into_iter()
        .map(u32::from)
        .sum();
    if let Err(error) = port.send(&JsValue::from(sum), &Array::new()) {
        web_sys::console::error_1(&error);
    }
}
