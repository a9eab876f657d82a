//! What is said of an activity in a line.

use onrush_scenario::{Activity, ActivityKind, Span as Clock};
use onrush_words::{Args, Words};

/// A second as a clock shows it; with seconds where they matter.
pub(super) fn clock(words: Words, clock: &Clock, second: u32) -> String {
    if (clock.start.second_of_day + second % 60).is_multiple_of(60) {
        words.clock_minute(clock, second)
    } else {
        words.clock(clock, second)
    }
}

/// When an activity is: `21:25`, `all the time`.
pub(super) fn moment(words: Words, activity: &Activity, span: &Clock) -> String {
    if activity.kind == ActivityKind::Everyday {
        return words.t("crowd.always");
    }
    clock(words, span, activity.moment_s(span))
}

/// What kind of activity it is: `a mailing`.
pub(super) fn kind(words: Words, kind: ActivityKind) -> String {
    words
        .member("kind", kind.id(), &Args::new())
        .unwrap_or_default()
}

/// What a new activity of this kind is called: `Newsletter`.
pub(super) fn name(words: Words, kind: ActivityKind) -> String {
    words
        .member("crowd.new", kind.id(), &Args::new())
        .unwrap_or_default()
}

/// What such an activity does, for somebody who looks for one.
pub(super) fn about(words: Words, kind: ActivityKind) -> String {
    words
        .member("crowd.about", kind.id(), &Args::new())
        .unwrap_or_default()
}
