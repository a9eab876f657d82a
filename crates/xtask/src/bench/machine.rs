//! On what and when it was measured.

use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use super::pin;
use crate::process;

/// What a reader needs to know to compare with another machine.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Machine {
    /// The processor's name.
    pub(crate) processor: String,
    pub(crate) cores: usize,
    pub(crate) system: String,
    /// Day of the run, as YYYY-MM-DD in UTC.
    pub(crate) date: String,
    /// Name and version of each tool.
    pub(crate) tools: Vec<(String, String)>,
    /// How busy the machine was before: runnable programs, over the last minute.
    pub(crate) load: Option<f64>,
}

impl Machine {
    pub(crate) fn look() -> Self {
        let tools = [
            ("rustc", vec!["rustc", "--version"]),
            ("Node", vec!["node", "--version"]),
            ("Python", vec!["python3", "--version"]),
        ];
        Self {
            processor: processor(),
            cores: pin::cores(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            date: today(),
            tools: tools
                .into_iter()
                .map(|(name, words)| (name.to_owned(), version(&words)))
                .collect(),
            load: fs::read_to_string("/proc/loadavg")
                .ok()
                .and_then(|text| text.split(' ').next()?.parse().ok()),
        }
    }
}

fn processor() -> String {
    let linux = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    linux
        .or_else(|| {
            let mut command = Command::new("sysctl");
            command.args(["-n", "machdep.cpu.brand_string"]);
            process::output(&mut command)
                .ok()
                .map(|printed| printed.trim().to_owned())
        })
        .unwrap_or_else(|| "unknown".to_owned())
}

fn version(words: &[&str]) -> String {
    process::output(Command::new(words[0]).args(&words[1..])).map_or_else(
        |_| "not found".to_owned(),
        |printed| {
            // `rustc 1.95.0 (59807616e 2026-04-14)`, `Python 3.11.7`, `v20.20.2`.
            let number = printed
                .split_whitespace()
                .find(|word| word.contains('.'))
                .unwrap_or(&printed);
            number.trim_start_matches('v').to_owned()
        },
    )
}

fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    date(seconds / 86_400)
}

/// The date of a day counted from 1970-01-01.
fn date(mut day: u64) -> String {
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while day >= 365 + u64::from(leap(year)) {
        day -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [
        31,
        28 + u64::from(leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let mut month = 1;
    for length in lengths {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", day + 1)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_have_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(date(20_453), "2025-12-31");
        assert_eq!(date(20_454), "2026-01-01");
    }
}
