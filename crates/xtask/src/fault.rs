//! What went wrong, as a sentence that says what to do.

use std::fmt;

/// A failure, told to the person at the terminal.
#[derive(Debug)]
pub(crate) struct Fault(String);

/// The result of everything here that can fail.
pub(crate) type Outcome<T> = Result<T, Fault>;

impl Fault {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Puts a sentence before an error from below.
pub(crate) trait Explain<T> {
    fn explain(self, sentence: impl FnOnce() -> String) -> Outcome<T>;
}

impl<T, E: fmt::Display> Explain<T> for Result<T, E> {
    fn explain(self, sentence: impl FnOnce() -> String) -> Outcome<T> {
        self.map_err(|error| Fault(format!("{}: {error}", sentence())))
    }
}
