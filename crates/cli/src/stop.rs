//! Ctrl-C, and what a scheduler sends before it ends a job: once ends what is being computed, so that what is known can be
//! printed; twice ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of what was stopped: that of a shell for a command that Ctrl-C ended (128 and the signal's number, 2).
pub(crate) const STOPPED: u8 = 130;

static STOP: AtomicBool = AtomicBool::new(false);

/// From now on [`wanted`] tells.
pub(crate) fn listen() {
    // Where signals cannot be heard, Ctrl-C ends the program, as it does anyway.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED.into());
        }
    });
}

/// Whether somebody wants it to stop.
pub(crate) fn wanted() -> bool {
    STOP.load(Ordering::Relaxed)
}
