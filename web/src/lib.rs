//! The Onrush page, as four programs from one source: [`start()`] is the first screen alone, `page` is everything that can be
//! looked at, `engine` computes, in workers, `embed` is a rehearsal in a frame of another page, and computes it, too. `web/boot.js`
//! fetches each when it is needed, and documents how they meet.
//!
//! `app` draws the page; `worker::answer` rehearses what the page asks for. `state` is all that the
//! page knows, and the one place where that changes; `pages` and `components` show it; `outside` connects it with the
//! worker, the address and the clock; `charts` puts the charts of `onrush_report` on a canvas.
//!
//! # Does not know about
//!
//! How a rehearsal is computed, what it means, or any sentence: all of that is in the crates.

mod app;
mod chart_says;
mod charts;
mod components;
mod curves;
mod embed;
mod fates;
mod keys;
mod language;
mod outside;
mod pages;
mod sentences;
mod start;
mod state;
mod timeline;
mod worker;

use onrush_words::{Texts, bring};
use wasm_bindgen::JsValue;
use web_sys::Element;
use yew::Renderer;

/// The program of the first screen. The page's program takes its place as soon as somebody goes on from there.
pub fn start() {
    bring(Texts::whole());
    // Somebody may have been on the way through the still picture of the same screen.
    let followed = outside::focused_link();
    if let Some(root) = root() {
        let props = start::StartProps { followed };
        let running = Renderer::<start::Start>::with_root_and_props(root, props).render();
        outside::on_leaving(move || running.destroy());
    }
}

/// The program of the page.
pub fn page() {
    bring(Texts::whole());
    if let Some(root) = root() {
        Renderer::<app::App>::with_root(root).render();
    }
}

/// The program of a worker.
pub fn engine() {
    worker::serve::report_panics();
    let mut clerk = worker::answer::Clerk::default();
    let answer = move |port: &_, message: &_| clerk.answer(port, message);
    if let Err(error) = worker::serve::serve(answer) {
        web_sys::console::error_1(&error);
    }
}

/// The program of a frame in another page: what is seen, or, in a worker, what computes.
pub fn embed() {
    bring(Texts::for_embed());
    if web_sys::window().is_none() {
        if let Err(error) = worker::serve::serve(embed::answer) {
            web_sys::console::error_1(&error);
        }
    } else if let Some(root) = root() {
        let running = Renderer::<embed::Embed>::with_root(root).render();
        outside::on_leaving(move || {
            running.destroy();
            embed::make_room();
        });
    }
}

/// The place of the app, cleared of what stood there.
fn root() -> Option<Element> {
    let root = web_sys::window()?.document()?.get_element_by_id("app");
    match &root {
        Some(root) => root.set_inner_html(""),
        None => web_sys::console::error_1(&JsValue::from_str("index.html has no #app")),
    }
    root
}
