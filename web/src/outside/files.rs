//! Reads a file that the person chose or dropped.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::file::{File, callbacks::FileReader};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent};
use yew::prelude::*;

use crate::state::{Action, Trouble};

/// Largest file that is read: no plan comes near it.
const LARGEST_BYTES: u64 = 5_000_000;

/// Reads `file` and reports its text or why there is none. Dropping the reader gives up.
pub(crate) fn read_file(file: &web_sys::File, dispatch: Callback<Action>) -> Option<FileReader> {
    let file = File::from(file.clone());
    let name = file.name();
    if file.size() > LARGEST_BYTES {
        dispatch.emit(Action::Fail(Trouble::TooLarge { name }));
        return None;
    }
    Some(gloo::file::callbacks::read_as_bytes(&file, move |result| {
        let text = result.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        dispatch.emit(match text {
            Some(text) => Action::OpenFile { name, text },
            None => Action::Fail(Trouble::Unreadable { name }),
        });
    }))
}

/// Reads the bytes of `file`, unless there are more than `most`: then `read` hears of none. Dropping the reader gives up.
pub(crate) fn read_bytes(
    file: &web_sys::File,
    most: usize,
    read: Callback<Option<Vec<u8>>>,
) -> Option<FileReader> {
    let file = File::from(file.clone());
    if usize::try_from(file.size()).is_ok_and(|size| size <= most) {
        return Some(gloo::file::callbacks::read_as_bytes(&file, move |result| {
            read.emit(result.ok());
        }));
    }
    read.emit(None);
    None
}

/// Opens a file that is dropped anywhere on the page: a browser that is not told otherwise would leave the page for it.
#[hook]
pub(crate) fn use_dropped_files(dispatch: Callback<Action>) {
    // Reading stops when the reader is dropped, so the latest one is kept.
    let reader = use_mut_ref(|| None::<FileReader>);
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let may_prevent = EventListenerOptions::enable_prevent_default;
            let over =
                EventListener::new_with_options(&window, "dragover", may_prevent(), |event| {
                    if files_in(event).is_some() {
                        event.prevent_default();
                    }
                });
            let drop =
                EventListener::new_with_options(&window, "drop", may_prevent(), move |event| {
                    let Some(data) = files_in(event) else {
                        return;
                    };
                    event.prevent_default();
                    if let Some(file) = data.files().and_then(|files| files.get(0)) {
                        *reader.borrow_mut() = read_file(&file, dispatch.clone());
                    }
                });
            (over, drop)
        });
        move || drop(listeners)
    });
}

/// What is dragged, if it has files. Text may be dragged into fields as ever.
fn files_in(event: &Event) -> Option<DataTransfer> {
    let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    data.types()
        .iter()
        .any(|kind| kind.as_string().as_deref() == Some("Files"))
        .then_some(data)
}
