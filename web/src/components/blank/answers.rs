//! What was typed, as the answers that make a plan.

use onrush_network::Faults;
use onrush_scenario::blank::{Answers, Names, Size};
use onrush_scenario::{ActivityKind, Scenario, blank};
use onrush_words::Words;

use crate::components::form::number_in;
use crate::outside::{today, zone_on};
use crate::state::{Draft, Measure};

/// Kinds that need no curve and are planned by somebody.
pub(super) fn kinds() -> impl Iterator<Item = ActivityKind> {
    ActivityKind::ALL.into_iter().filter(|kind| {
        !matches!(
            kind,
            ActivityKind::Freehand
                | ActivityKind::Measured
                | ActivityKind::Everyday
                | ActivityKind::Bots
        )
    })
}

/// The day that the draft is about.
pub(super) fn date(draft: &Draft) -> String {
    draft.date.clone().unwrap_or_else(today)
}

/// What stands in the field for the size.
pub(super) fn amount(draft: &Draft) -> String {
    let usual = || draft.measure.usual().to_owned();
    draft.amount.clone().unwrap_or_else(usual)
}

/// The plan that the answers so far make.
///
/// # Errors
/// What cannot be right about them, by the paths of the fields that they become.
pub(super) fn plan(words: Words, draft: &Draft) -> Result<Scenario, Faults> {
    let activity = words.capitalised(&words.activity_kind(draft.kind));
    let names = Names {
        plan: activity.clone(),
        activity,
        everyday: words.t("blank.everyday"),
        region: words.t("blank.region"),
    };
    blank::plan(&answers(words, draft), &names).map(|plan| words.plan_to_begin_with(plan))
}

/// The answers; numbers that are none become ones that are refused.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and is checked afterwards"
)]
fn answers(words: Words, draft: &Draft) -> Answers {
    let number = |text: &str| number_in(words, text).unwrap_or(f64::NAN);
    let amount = number(&amount(draft));
    let date = date(draft);
    Answers {
        kind: draft.kind,
        people: number(&draft.people),
        zone: zone_on(&date),
        date,
        at: draft.at.clone(),
        sector: draft.sector.clone(),
        site: draft.site.clone(),
        size: match draft.measure {
            Measure::Visitors => Size::Visitors(amount),
            Measure::Goals => Size::Goals(amount),
            Measure::Servers => Size::Servers(amount.clamp(0.0, 1e9) as u32),
        },
    }
}
