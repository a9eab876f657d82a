//! Opens the browser's way to print, which can also write a PDF.

/// A browser that forbids it (some frames do) does nothing.
pub(crate) fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}
