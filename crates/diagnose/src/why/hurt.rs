//! Who was hurt: where they are, what brought them, on which page.

use onrush_network::{Sends, put_in_order};
use onrush_observe::{Tally, VisitOutcome};

use super::Case;
use crate::cause::{Hurt, HurtBy};

/// The people lost by region, by activity and by page, of each those hurt most first; machines are nobody.
pub(super) fn hurt(case: &Case<'_>) -> Vec<Hurt> {
    let ledger = &case.seen.ledger;
    let mut found = sums(case, HurtBy::Region, |role| role.region);
    found.extend(sums(case, HurtBy::Activity, |role| role.activity));
    let all: u64 = ledger.lost_at.iter().sum();
    let pages = ledger
        .lost_at
        .iter()
        .enumerate()
        .map(|(index, &lost)| Hurt {
            by: HurtBy::Page,
            index,
            lost,
            of: all,
        });
    found.extend(pages);
    found.retain(|h| h.lost > 0);
    put_in_order(&mut found, |a, b| {
        (a.by, b.lost, a.index) < (b.by, a.lost, b.index)
    });
    found
}

fn sums(
    case: &Case<'_>,
    by: HurtBy,
    index: impl Fn(&onrush_scenario::StreamRole) -> usize,
) -> Vec<Hurt> {
    let mut found: Vec<Hurt> = Vec::new();
    let streams = case.network.streams.iter().zip(&case.labels.streams);
    for ((stream, role), tally) in streams.zip(&case.seen.ledger.by_stream) {
        if !matches!(stream.sends, Sends::Visits { bots: false, .. }) {
            continue;
        }
        let (index, lost, of) = (index(role), lost(tally), tally.arrived);
        match found.iter_mut().find(|h| h.index == index) {
            Some(h) => {
                h.lost += lost;
                h.of += of;
            }
            None => found.push(Hurt {
                by,
                index,
                lost,
                of,
            }),
        }
    }
    found
}

fn lost(tally: &Tally<VisitOutcome>) -> u64 {
    tally.of_any(&VisitOutcome::LOST)
}
