//! What became of the people: every visit in exactly one group.

use onrush_observe::{Ledger, Outcome, VisitOutcome};

/// A group of visits that ended alike, as the people bar shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Got what they came for, and no page was slow.
    ServedWell,
    /// Got what they came for, but waited for it.
    ServedSlowly,
    /// Ended otherwise.
    Otherwise(VisitOutcome),
}

impl Fate {
    /// A stable name for message ids, classes and patterns.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::ServedWell => "served_well",
            Self::ServedSlowly => "served_slowly",
            Self::Otherwise(outcome) => outcome.id(),
        }
    }
}

/// How many visits met each fate, in the order of the bar; only those that anybody met.
pub(crate) fn fates(ledger: &Ledger) -> Vec<(Fate, u64)> {
    use VisitOutcome::{
        Blocked, Error, GaveUpSlow, GaveUpWaiting, SoldOut, TurnedAway, Unfinished,
    };
    let slowly = ledger.served_slowly.min(ledger.served());
    let others = [
        GaveUpSlow,
        GaveUpWaiting,
        TurnedAway,
        Error,
        Blocked,
        SoldOut,
        Unfinished,
    ];
    [
        (Fate::ServedWell, ledger.served() - slowly),
        (Fate::ServedSlowly, slowly),
    ]
    .into_iter()
    .chain(others.map(|outcome| (Fate::Otherwise(outcome), ledger.visits.of(outcome))))
    .filter(|(_, count)| *count > 0)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_visit_is_in_one_group() {
        let mut ledger = Ledger::for_streams(1);
        for (i, outcome) in VisitOutcome::ALL.iter().enumerate() {
            for _ in 0..=i {
                ledger.visits.end(*outcome);
            }
        }
        ledger.served_slowly = 2;
        let fates = fates(&ledger);
        assert_eq!(
            fates.iter().map(|(_, n)| n).sum::<u64>(),
            ledger.visits.ended()
        );
        assert_eq!(fates[0], (Fate::ServedWell, 1));
        assert_eq!(fates[1], (Fate::ServedSlowly, 2));
    }

    #[test]
    fn nobody_has_no_fate() {
        assert!(fates(&Ledger::default()).is_empty());
    }
}
