//! Finding the browsers for the tests, and installing them where that is ours to do.

use std::path::PathBuf;

use crate::debian;
use crate::fault::{Fault, Outcome};
use crate::process::{self, say};

/// What the tests use.
#[derive(Clone, Copy)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    /// The variable in which its path goes to the tests (and in which a person can name another one).
    pub(crate) fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "ONRUSH_CHROMIUM",
            Self::Firefox => "ONRUSH_FIREFOX",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        }
    }

    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            ],
            Self::Firefox => &[
                "firefox",
                "firefox-esr",
                "/Applications/Firefox.app/Contents/MacOS/firefox",
            ],
        }
    }

    fn find(self) -> Option<PathBuf> {
        std::env::var_os(self.variable())
            .map(PathBuf::from)
            .or_else(|| process::find_program(self.programs()))
    }
}

/// The browser's program, installed first if need be.
pub(crate) fn require(browser: Browser) -> Outcome<PathBuf> {
    if let Some(found) = browser.find() {
        return Ok(found);
    }
    say(format!(
        "{} is missing: installing the browsers",
        browser.name()
    ));
    install(browser)?;
    browser.find().ok_or_else(|| missing(browser))
}

/// On Debian and its kin, with the rights to do so; elsewhere a person must.
fn install(browser: Browser) -> Outcome<()> {
    if !debian::may_install() {
        return Err(missing(browser));
    }
    debian::install(&["chromium", "firefox-esr", "fonts-dejavu-core"])
}

fn missing(browser: Browser) -> Fault {
    Fault::new(format!(
        "{name} was not found and cannot be installed from here: install it (on Debian or Ubuntu `apt-get install chromium \
         firefox-esr fonts-dejavu-core`), or name its program in {variable}",
        name = browser.name(),
        variable = browser.variable()
    ))
}
