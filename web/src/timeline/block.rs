//! Where an activity lies, and where it can be taken hold of.

use onrush_scenario::{Activity, ActivityKind, Span as Clock, defaults};

use super::Lane;

/// What is taken hold of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grip {
    /// All of it: its moment.
    Body,
    /// Its end: how long it lasts (of a sale without one: until half of the rush has come).
    End,
    /// The first who come early for an opening.
    Early,
    /// Half of those who answer have come.
    Half,
}

impl Grip {
    /// A stable name for message ids and classes.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::End => "end",
            Self::Early => "early",
            Self::Half => "half",
        }
    }
}

/// The place of an activity in the rehearsal, in seconds from its start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Block {
    /// Its moment.
    pub(crate) from: f64,
    /// When it is over itself.
    pub(crate) to: f64,
    /// The first come early for it.
    pub(crate) early: Option<f64>,
    /// Half of those reached at its beginning have come.
    pub(crate) half: Option<f64>,
    /// It is there all the time and cannot be moved.
    pub(crate) fixed: bool,
}

impl Block {
    /// The place of `activity`.
    pub(crate) fn of(activity: &Activity, clock: &Clock) -> Self {
        let horizon = f64::from(clock.horizon_s());
        if activity.kind == ActivityKind::Everyday {
            return Self {
                from: 0.0,
                to: horizon,
                early: None,
                half: None,
                fixed: true,
            };
        }
        let from = f64::from(activity.moment_s(clock));
        let half_s = half_after(activity).map(|minutes| minutes * 60.0);
        let length = match activity.kind {
            ActivityKind::OnSale => half_s.unwrap_or(0.0),
            ActivityKind::Freehand => activity
                .curve
                .last()
                .map_or(0.0, |point| point.after_minutes * 60.0),
            ActivityKind::Measured => activity.measured.as_ref().map_or(0.0, |measured| {
                f64::from(measured.every_s) * measured.visits.len() as f64
            }),
            _ => activity.lasts_minutes * 60.0,
        };
        Self {
            from,
            to: from + length,
            early: early_minutes(activity).map(|minutes| from - minutes * 60.0),
            // Of a sale, that is its end already.
            half: half_s
                .filter(|_| activity.kind != ActivityKind::OnSale)
                .map(|half| from + half),
            fixed: false,
        }
    }

    /// The handles that it has, besides its body.
    pub(crate) fn handles(self) -> Vec<Grip> {
        [Grip::Early, Grip::Half, Grip::End]
            .into_iter()
            .filter(|grip| !self.fixed && self.at(*grip).is_some())
            .collect()
    }

    /// The second at which a handle lies.
    pub(crate) fn at(self, grip: Grip) -> Option<f64> {
        match grip {
            Grip::Body => Some(self.from),
            Grip::End => Some(self.to),
            Grip::Early => self.early,
            Grip::Half => self.half,
        }
    }

    /// What lies under a finger at `x`: the nearest handle within reach, else the body. Handles that are not `shown` do not count.
    ///
    /// The reach is that of a finger, 44 pixels in all; a handle at the end of a short block is reached from outside of it, so that
    /// its body can be taken hold of, too.
    pub(crate) fn hit(self, lane: Lane, x: f64, shown: bool) -> Option<Grip> {
        const REACH: f64 = 22.0;
        if self.fixed {
            return None;
        }
        let (left, right) = (lane.x_of(self.from), lane.x_of(self.to));
        let short = right - left < 2.0 * REACH;
        let handle = |grip: Grip| {
            let at = lane.x_of(self.at(grip)?);
            let at = match grip {
                Grip::End if short => left.max(right - REACH) + 2.0 * REACH,
                _ => at,
            };
            let off = (x - at).abs();
            (off <= REACH).then_some((grip, off))
        };
        let handles: &[Grip] = if shown {
            &[Grip::End, Grip::Early, Grip::Half]
        } else {
            &[Grip::End]
        };
        let on_body = (left - REACH..=right.max(left + REACH)).contains(&x);
        let nearest = handles
            .iter()
            .filter_map(|grip| handle(*grip))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match nearest {
            // The middle of a block is the body's, however near the handles are.
            Some((Grip::Half | Grip::Early, off)) if on_body && off > REACH / 2.0 => {
                Some(Grip::Body)
            }
            Some((grip, _)) => Some(grip),
            None => on_body.then_some(Grip::Body),
        }
    }
}

/// When half of those who answer have come, in minutes: what the plan says, or what is usual for the kind.
pub(crate) fn half_after(activity: &Activity) -> Option<f64> {
    let usual = defaults::half_after(activity.kind)?;
    Some(activity.half_after_minutes.unwrap_or(usual.value))
}

/// How long before an opening the first of them come, in minutes.
pub(crate) fn early_minutes(activity: &Activity) -> Option<f64> {
    let (_, usual) = defaults::early(activity.kind)?;
    Some(activity.early_minutes.unwrap_or(usual.value))
}
