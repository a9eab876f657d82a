//! A small page that shows the worker at work; the app takes its place.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::worker::host::{FromWorker, WorkerHost};

/// Puts the page in place of the loading screen.
pub(crate) fn mount(window: &web_sys::Window) {
    let root = window
        .document()
        .and_then(|document| document.get_element_by_id("app"));
    match root {
        Some(root) => {
            yew::Renderer::<App>::with_root(root).render();
        }
        None => web_sys::console::error_1(&JsValue::from_str("index.html has no #app")),
    }
}

type Line = Rc<RefCell<Option<WorkerHost>>>;

#[component]
fn App() -> Html {
    let said = use_state(|| AttrValue::from("The worker is starting."));
    let line: Line = use_mut_ref(|| None);

    use_effect_with((), {
        let (said, line) = (said.setter(), Rc::clone(&line));
        move |()| {
            let heard = move |event| said.set(AttrValue::from(describe(&event)));
            match WorkerHost::spawn(heard) {
                Ok(host) => *line.borrow_mut() = Some(host),
                Err(error) => web_sys::console::error_1(&error),
            }
            ask(&line);
        }
    });

    let restart = {
        let (said, line) = (said.setter(), Rc::clone(&line));
        Callback::from(move |_: MouseEvent| {
            said.set(AttrValue::from("The worker is starting."));
            if let Some(host) = line.borrow_mut().as_mut()
                && let Err(error) = host.respawn()
            {
                web_sys::console::error_1(&error);
            }
            ask(&line);
        })
    };

    html! {
        <main>
            <h1>{ "Onrush" }</h1>
            <p>{ "Rehearse the crowd before it arrives." }</p>
            <p role="status">{ (*said).clone() }</p>
            <button onclick={restart}>{ "Restart the worker" }</button>
        </main>
    }
}

/// Sent at once, without waiting for `Ready`: the protocol loses nothing.
fn ask(line: &Line) {
    let bytes = Uint8Array::from(&[20_u8, 11, 11][..]);
    let transfer = Array::of1(&bytes.buffer());
    if let Some(host) = line.borrow().as_ref()
        && let Err(error) = host.send(&bytes, &transfer)
    {
        web_sys::console::error_1(&error);
    }
}

fn describe(event: &FromWorker) -> String {
    match event {
        FromWorker::Ready => "The worker is ready.".to_owned(),
        FromWorker::Message(answer) => format!(
            "The worker answers: {}.",
            answer.as_f64().unwrap_or(f64::NAN)
        ),
        FromWorker::Crashed(why) => format!("The worker has stopped: {why}"),
    }
}
