//! Keeping a program on one core, so that it is not moved about while it is timed.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use crate::process;

/// `taskset` and a core, where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Pin(Option<(PathBuf, usize)>);

impl Pin {
    /// The last core, which has the least to do with the rest of the machine; nothing where that cannot be had.
    pub(crate) fn find() -> Self {
        let cores = cores();
        let pinned = process::find_program(&["taskset"])
            .map(|taskset| Self(Some((taskset, cores.saturating_sub(1)))))
            .filter(|pin| process::output(pin.command("true").arg("")).is_ok());
        pinned.unwrap_or(Self(None))
    }

    /// Not on any core in particular.
    pub(crate) fn nowhere() -> Self {
        Self(None)
    }

    /// A command that runs there.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        match &self.0 {
            None => Command::new(program),
            Some((taskset, core)) => {
                let mut command = Command::new(taskset);
                command.arg("-c").arg(core.to_string()).arg(program);
                command
            }
        }
    }

    /// The core, if it is pinned to one.
    pub(crate) fn core(&self) -> Option<usize> {
        self.0.as_ref().map(|(_, core)| *core)
    }
}

/// Cores that may be used.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}
