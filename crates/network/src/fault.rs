//! What is wrong with an input, as values.

use std::fmt;

/// One fault in an input: where, what was found, and what would be allowed.
///
/// The same type serves the scenario file, forms, links and the command line, so that a wrong number is reported the same
/// way wherever it was typed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fault {
    /// Path of the field, as in `site.web.servers` or `activities[2].audience`.
    pub path: String,
    /// The value found, as written (shortened when long); empty when there was none.
    pub value: String,
    /// What would be allowed, in plain words: `between 1 and 100000`, `one of: push, email`.
    pub allowed: String,
}

impl Fault {
    /// Longest value that is repeated back, in characters.
    const LONGEST_VALUE: usize = 60;

    /// A fault at `path`: `value` was found, `allowed` says what may stand there.
    pub fn new(
        path: impl Into<String>,
        value: impl fmt::Display,
        allowed: impl Into<String>,
    ) -> Self {
        let mut value = value.to_string();
        if value.chars().count() > Self::LONGEST_VALUE {
            value = value.chars().take(Self::LONGEST_VALUE).collect();
            value.push('…');
        }
        Self {
            path: path.into(),
            value,
            allowed: allowed.into(),
        }
    }
}

impl fmt::Display for Fault {
    /// `stations.db.servers: 0 is not between 1 and 100000`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value.is_empty() {
            write!(f, "{}: missing, must be {}", self.path, self.allowed)
        } else {
            write!(f, "{}: {} is not {}", self.path, self.value, self.allowed)
        }
    }
}

/// All faults found in one pass. Empty means the input is good.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// Adds a fault unless `ok`.
    pub fn require(&mut self, ok: bool, fault: impl FnOnce() -> Fault) {
        if !ok {
            self.0.push(fault());
        }
    }

    /// Adds a fault unless `value` is a number from `low` to `high`, ends included. NaN never is.
    pub fn require_between(&mut self, path: &str, value: f64, low: f64, high: f64) {
        self.require((low..=high).contains(&value), || {
            Fault::new(path, value, format!("between {low} and {high}"))
        });
    }

    /// `Ok` with `good` when there is no fault.
    ///
    /// # Errors
    /// The faults, when there are any.
    pub fn or<T>(self, good: T) -> Result<T, Self> {
        if self.0.is_empty() {
            Ok(good)
        } else {
            Err(self)
        }
    }
}

impl fmt::Display for Faults {
    /// One fault a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
