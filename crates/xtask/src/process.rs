//! Running other programs, and saying so.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use crate::fault::{Explain, Fault, Outcome};

static STARTED: OnceLock<Instant> = OnceLock::new();

/// Times in progress lines count from here.
pub(crate) fn start_clock() {
    STARTED.get_or_init(Instant::now);
}

/// Prints one progress line, with the time since the start.
pub(crate) fn say(line: impl AsRef<str>) {
    let seconds = STARTED.get_or_init(Instant::now).elapsed().as_secs_f64();
    println!("[{seconds:6.1} s] {}", line.as_ref());
}

/// Runs a program to its end; what it prints is seen.
pub(crate) fn run(command: &mut Command) -> Outcome<()> {
    say(format!("$ {}", spelled(command)));
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::new(format!(
            "`{}` failed ({status}); what it printed above tells why",
            spelled(command)
        )))
    }
}

/// Runs a program quietly and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        return Err(Fault::new(format!(
            "`{}` failed ({}): {}",
            spelled(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    String::from_utf8(output.stdout).explain(|| format!("`{}` printed no text", spelled(command)))
}

/// The cargo that started us.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// The first of these programs that is on the search path.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name).with_extension(env::consts::EXE_EXTENSION))
            .find(|file| file.is_file())
    })
}

/// A command as one would type it.
fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

fn not_started(command: &Command, error: &io::Error) -> Fault {
    let program = command.get_program().display();
    if error.kind() == io::ErrorKind::NotFound {
        Fault::new(format!(
            "`{program}` was not found: install it, or add its folder to PATH"
        ))
    } else {
        Fault::new(format!("`{program}` could not be started: {error}"))
    }
}
