//! A countdown that stays right while the page sleeps: it holds when it ends, not how much it has counted.

use serde::{Deserialize, Serialize};

/// A countdown; times are milliseconds, `now` those since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// It stands, with so much left.
    Stopped {
        /// What is left.
        left_ms: u64,
    },
    /// It runs.
    Running {
        /// When it is over.
        until_ms: u64,
    },
}

impl Clock {
    const MINUTE_MS: u64 = 60_000;
    /// Most that is left: a day.
    const LONGEST_MS: u64 = 24 * 60 * Self::MINUTE_MS;

    /// One that stands, with so many minutes left.
    #[must_use]
    pub const fn of_minutes(minutes: u32) -> Self {
        Self::Stopped {
            left_ms: minutes as u64 * Self::MINUTE_MS,
        }
    }

    /// What is left.
    #[must_use]
    pub fn left_ms(self, now_ms: u64) -> u64 {
        match self {
            Self::Stopped { left_ms } => left_ms,
            Self::Running { until_ms } => until_ms.saturating_sub(now_ms),
        }
        .min(Self::LONGEST_MS)
    }

    /// Whether it runs.
    #[must_use]
    pub const fn runs(self) -> bool {
        matches!(self, Self::Running { .. })
    }

    /// Runs from now on.
    #[must_use]
    pub fn started(self, now_ms: u64) -> Self {
        Self::Running {
            until_ms: now_ms.saturating_add(self.left_ms(now_ms)),
        }
    }

    /// Stands from now on.
    #[must_use]
    pub fn paused(self, now_ms: u64) -> Self {
        Self::Stopped {
            left_ms: self.left_ms(now_ms),
        }
    }

    /// So many minutes more; one that was over goes on from now.
    #[must_use]
    pub fn longer(self, minutes: u32, now_ms: u64) -> Self {
        let left_ms =
            (self.left_ms(now_ms) + u64::from(minutes) * Self::MINUTE_MS).min(Self::LONGEST_MS);
        match self {
            Self::Stopped { .. } => Self::Stopped { left_ms },
            Self::Running { .. } => Self::Stopped { left_ms }.started(now_ms),
        }
    }

    /// What is worth being said: the last full minutes 10, 5 and 1, and 0 for the end. The same until the next is.
    #[must_use]
    pub fn mark(self, now_ms: u64) -> Option<u32> {
        if !self.runs() {
            return None;
        }
        let left = self.left_ms(now_ms);
        [0, 1, 5, 10]
            .into_iter()
            .find(|minutes| left <= u64::from(*minutes) * Self::MINUTE_MS)
    }

    /// As people read it: `12:05`; what has begun counts as a second.
    #[must_use]
    pub fn shown(self, now_ms: u64) -> String {
        let seconds = self.left_ms(now_ms).div_ceil(1000);
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_right_after_any_sleep() {
        let clock = Clock::of_minutes(20).started(1000);
        assert_eq!(clock.shown(1000), "20:00");
        assert_eq!(clock.shown(1001), "20:00");
        assert_eq!(clock.shown(61_000), "19:00");
        assert_eq!(clock.shown(10_000_000), "0:00");
        let paused = clock.paused(61_500);
        assert_eq!(paused.shown(99_000_000), "19:00");
        assert_eq!(paused.left_ms(0), 19 * 60_000 - 500);
        assert_eq!(paused.longer(1, 0).left_ms(0), 20 * 60_000 - 500);
        let over = clock.longer(1, 10_000_000);
        assert_eq!(over.shown(10_000_000), "1:00");
        assert!(over.runs());
        assert_eq!(Clock::of_minutes(u32::MAX).left_ms(0), Clock::LONGEST_MS);
    }

    #[test]
    fn it_speaks_seldom() {
        let clock = Clock::of_minutes(12).started(0);
        let said: Vec<Option<u32>> = (0..=13).map(|minute| clock.mark(minute * 60_000)).collect();
        let mut marks = said.clone();
        marks.dedup();
        assert_eq!(marks, [None, Some(10), Some(5), Some(1), Some(0)]);
        assert_eq!(clock.paused(0).mark(11 * 60_000), None);
    }
}
