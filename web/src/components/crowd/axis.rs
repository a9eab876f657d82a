//! The times below the sum, on the clock that is asked for.

use onrush_report::Tick;
use onrush_scenario::Span as Clock;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::viewer_ahead_minutes;
use crate::state::Span;

/// Whose clock is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Zone {
    /// The plan's.
    #[default]
    Plan,
    /// That of whoever looks at it.
    Viewer,
    /// The world's.
    Utc,
}

impl Zone {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 3] = [Self::Plan, Self::Viewer, Self::Utc];

    /// A stable name for message ids.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Viewer => "viewer",
            Self::Utc => "utc",
        }
    }

    /// How far that clock is ahead of the plan's, in seconds.
    pub(super) fn shift_s(self, clock: &Clock) -> i64 {
        let ahead = match self {
            Self::Plan => clock.utc_offset_minutes,
            Self::Viewer => viewer_ahead_minutes(&clock.date).unwrap_or(clock.utc_offset_minutes),
            Self::Utc => 0,
        };
        i64::from(ahead - clock.utc_offset_minutes) * 60
    }

    /// The second of its day at which the rehearsal begins on that clock.
    pub(super) fn start_s(self, clock: &Clock) -> u32 {
        shifted(clock, self.shift_s(clock)).start.second_of_day
    }
}

/// The same rehearsal on a clock that is so many seconds ahead.
pub(super) fn shifted(clock: &Clock, shift_s: i64) -> Clock {
    let mut clock = clock.clone();
    let second = (i64::from(clock.start.second_of_day) + shift_s).rem_euclid(86_400);
    clock.start.second_of_day = u32::try_from(second).unwrap_or(0);
    clock
}

#[derive(Properties, PartialEq)]
pub(super) struct AxisProps {
    /// The stretch of time that is shown.
    pub(super) span: Span,
    /// Places with their times.
    pub(super) ticks: Vec<Tick>,
    /// Whose clock it is.
    pub(super) zone: Zone,
    /// When the rehearsal is.
    pub(super) clock: Clock,
}

#[component]
pub(super) fn Axis(props: &AxisProps) -> Html {
    let words = use_words();
    // Times at the ends lean inwards.
    let anchor = |share: f64| match share {
        share if share < 4.0 => "start",
        share if share > 96.0 => "end",
        _ => "middle",
    };
    let zone = match props.zone {
        Zone::Plan => props.clock.time_zone.clone(),
        zone => words.t(&format!("crowd.zone.{}", zone.id())),
    };
    html! {
        <div class="track track--axis" aria-hidden="true">
            <span class="track__zone">{ zone }</span>
            <svg class="axis">
                { for props.ticks.iter().map(|tick| {
                    let share = props.span.percent(tick.at);
                    html! {
                        <text class="track__text" x={format!("{share:.3}%")} y="1.1em" text-anchor={anchor(share)}>{ &tick.label }</text>
                    }
                }) }
            </svg>
        </div>
    }
}
