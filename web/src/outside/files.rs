//! Reads a file that the person chose or dropped.

use gloo::file::{File, callbacks::FileReader};
use yew::Callback;

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
