//! Gives the person a file.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// Milliseconds after which a browser has certainly begun to save: only then may the address of the data go.
const SAVED_AFTER_MS: u32 = 10_000;

/// Saves `text` as a file. A browser that forbids it (some frames do) saves nothing.
pub(crate) fn save_text(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        save(name, &blob);
    }
}

/// Saves what is drawn on `canvas` as a PNG.
pub(crate) fn save_picture(name: String, canvas: &HtmlCanvasElement) {
    let ready = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save(&name, &blob);
        }
    });
    let _ = canvas.to_blob(ready.unchecked_ref());
}

fn save(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("a").ok())
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    gloo::timers::callback::Timeout::new(SAVED_AFTER_MS, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}
