//! The Onrush page and its worker: one binary that looks where it runs.
//!
//! In a window [`app`] draws the page; in a worker [`worker::answer`] rehearses what the page asks for. [`state`] is all that the
//! page knows, and the one place where that changes; [`pages`] and [`components`] show it; [`outside`] connects it with the
//! worker, the address and the clock; [`charts`] puts the charts of `onrush_report` on a canvas.
//!
//! # Does not know about
//!
//! How a rehearsal is computed, what it means, or any sentence: all of that is in the crates.

mod app;
mod chart_says;
mod charts;
mod components;
mod curves;
mod fates;
mod keys;
mod language;
mod outside;
mod pages;
mod sentences;
mod state;
mod timeline;
mod worker;

use wasm_bindgen::JsValue;

fn main() {
    if let Some(window) = web_sys::window() {
        mount(&window);
    } else if let Err(error) = worker::serve::serve(worker::answer::answer) {
        web_sys::console::error_1(&error);
    }
}

/// Puts the app in place of the loading screen.
fn mount(window: &web_sys::Window) {
    let root = window
        .document()
        .and_then(|document| document.get_element_by_id("app"));
    match root {
        Some(root) => {
            root.set_inner_html("");
            yew::Renderer::<app::App>::with_root(root).render();
        }
        None => web_sys::console::error_1(&JsValue::from_str("index.html has no #app")),
    }
}
