//! Which page views begin a visit.

use std::collections::BTreeMap;

/// A visit is over when nothing was asked for during this time, in seconds: half an hour, as analytics tools have it.
const OVER_AFTER_S: i64 = 1800;

/// Most people that are told apart at one time.
const MOST: usize = 300_000;

/// Who was here lately.
#[derive(Debug, Default)]
pub(super) struct Visits {
    seen: BTreeMap<u64, i64>,
    swept_s: i64,
    too_many: bool,
}

impl Visits {
    /// Whether `who` has not been here for half an hour. Lines of a log are only nearly in order of time.
    pub(super) fn begins(&mut self, who: u64, utc_s: i64) -> bool {
        if self.too_many {
            return false;
        }
        if self.seen.len() >= MOST {
            self.sweep(utc_s);
        }
        let before = self.seen.insert(who, utc_s);
        before.is_none_or(|before| utc_s - before > OVER_AFTER_S)
    }

    /// Whether all could be told apart.
    pub(super) const fn is_sure(&self) -> bool {
        !self.too_many
    }

    /// Forgets who has left; gives up where that makes no room. Not more often than once in a minute of the log, so that a crowd at
    /// the limit does not make each line slow.
    fn sweep(&mut self, utc_s: i64) {
        if (utc_s - self.swept_s).abs() >= 60 {
            self.seen.retain(|_, last| utc_s - *last <= OVER_AFTER_S);
            self.swept_s = utc_s;
        }
        if self.seen.len() >= MOST {
            self.too_many = true;
            self.seen.clear();
        }
    }
}
