//! What makes a station special: contention, and everything else that a plain one does not have.

use onrush_network::{Clock, Ticks};

use crate::compile::StationTable;
use crate::stations::Instance;

/// How long a service takes that would take `length` ticks undisturbed.
pub(super) fn special_length(table: &StationTable, instance: &Instance, mut length: f64) -> Ticks {
    if let Some(contention) = &table.contention {
        let held = if contention.counts_held {
            0
        } else {
            instance.held
        };
        length *= contention.factor(instance.busy - held);
    }
    Clock::round(length)
}
