//! Today's site against slowly rising traffic.

use onrush_network::Faults;
use onrush_scenario::{Activity, ActivityKind, CurvePoint, Money, Scenario};

use crate::trial::neutral_targets;
use crate::{Record, Trial, forecast};

/// A ramp takes so long …
const LONG_MIN: u32 = 20;
/// … where that many requests are not exceeded; else shorter, …
const REQUESTS: f64 = 6e6;
/// … but not shorter than this.
const SHORT_MIN: u32 = 5;
/// The site must carry so much of the ramp before it breaks, or the limit is read off too coarsely.
const EARLY: f64 = 0.2;
/// The first ramp rises to so many times the expected peak.
const ABOVE: f64 = 1.5;

/// Puts a ramp in the place of the crowd, and takes away what would hide the limit of the machines: the waiting room and the
/// rate limit, openings for which people wait, stocks that run out, what goes wrong, prices and hopes.
pub(crate) fn turn_into(plan: &mut Scenario, to_per_s: f64, minutes: u32) {
    let start = plan.clock.start;
    let length = f64::from(minutes);
    let point = |after_minutes, level| CurvePoint {
        after_minutes,
        level,
    };
    plan.activities = vec![Activity {
        id: "ramp".to_owned(),
        name: "ramp".to_owned(),
        kind: ActivityKind::Freehand,
        at: start,
        days_later: 0,
        lasts_minutes: 0.0,
        people: to_per_s * length * 60.0 / 2.0,
        response_percent: Some(100.0),
        half_after_minutes: None,
        early_percent: None,
        early_minutes: None,
        scanners_percent: 0.0,
        phone_percent: None,
        regions: Vec::new(),
        sharing: None,
        curve: vec![point(0.0, 0.0), point(length, 1.0)],
        measured: None,
        cost: 0.0,
        owner: None,
    }];
    plan.clock.minutes = minutes;
    plan.incidents.clear();
    plan.site.waiting_room = None;
    plan.site.rate_limit = None;
    for page in &mut plan.journey.pages {
        page.opens = None;
    }
    for stock in &mut plan.site.stocks {
        stock.units = 1_000_000_000;
    }
    // Whatever was uncertain or noted speaks of things that are gone.
    plan.ranges.clear();
    plan.notes.clear();
    (plan.money, plan.targets) = (Money::plain(), neutral_targets());
}

/// Whether a ramp's record shows the limit well enough.
pub(crate) fn shows_limit(record: &Record) -> bool {
    let Trial::Ramp { to_per_s, .. } = record.wanted.trial else {
        return false;
    };
    let limit = record.figures.limit.as_ref();
    limit.is_some_and(|limit| limit.per_s >= EARLY * to_per_s)
}

/// The ramp to be run next, knowing those that were run on this site or on an earlier one.
pub(crate) fn next(plan: &Scenario, before: Option<&Record>) -> Result<Trial, Faults> {
    let to_per_s = match before.map(|r| (r.wanted.trial, r.figures.limit.as_ref())) {
        Some((_, Some(limit))) => limit.per_s * 2.0,
        Some((Trial::Ramp { to_per_s, .. }, None)) => to_per_s * 2.0,
        _ => forecast(plan).peak_per_s * ABOVE,
    };
    let to_per_s = round_up(to_per_s.max(1.0));
    let minutes = LONG_MIN;
    let mut probe = plan.clone();
    turn_into(&mut probe, to_per_s, minutes);
    let network = probe.network()?;
    let requests = onrush_scenario::expected_requests(&network);
    let share = (REQUESTS / requests.max(1.0)).min(1.0) * f64::from(LONG_MIN);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between two small whole numbers"
    )]
    let minutes = share.clamp(f64::from(SHORT_MIN), f64::from(LONG_MIN)) as u32;
    Ok(Trial::Ramp { to_per_s, minutes })
}

/// To two digits, upwards: 1,234 becomes 1,300.
fn round_up(per_s: f64) -> f64 {
    let mut unit = 1.0;
    while per_s / unit > 100.0 {
        unit *= 10.0;
    }
    (per_s / unit).ceil() * unit
}
