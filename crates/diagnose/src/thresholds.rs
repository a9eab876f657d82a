//! Where the lines are drawn. All of these are ours (assumed), chosen so that a site that people would call fine has no
//! finding, and one that they would call broken has; none is taken from a source, except where noted.

/// A visitor or five is chance, not an event: fewer are never called a break, a wave or a full line.
pub(crate) const HANDFUL: u64 = 5;

/// The window in which lost visitors are counted to find the second of the first break.
pub(crate) const LOSS_WINDOW_S: u32 = 10;
/// Share of the visits that end in such a window above which people are *being lost*.
pub(crate) const LOSS_SHARE: f64 = 0.01;
/// Share of all ended visits above which the whole run *breaks*.
pub(crate) const BREAK_SHARE: f64 = 0.01;
/// Share of the visits that end in some minute above which the run *breaks*, however well the rest went …
pub(crate) const BREAK_SHARE_IN_A_MINUTE: f64 = 0.05;
/// … if they are at least so many.
pub(crate) const BREAK_VISITS_IN_A_MINUTE: u64 = 20;

/// So long we look ahead from a bad second to see whether trouble begins with it …
pub(crate) const ONSET_S: u32 = 5;
/// … and so many of those seconds must be bad.
pub(crate) const ONSET_BAD: usize = 3;

/// The stretch of time that counts as "some minute".
pub(crate) const MINUTE_S: u32 = 60;
/// Share of a minute's pages over the target above which the minute's 95th percentile misses it, by definition.
pub(crate) const SLOW_SHARE: f64 = 0.05;

/// Pages that must load in a step for its 95th percentile to be quoted: of fewer, it is the slowest one.
pub(crate) const ENOUGH_PAGES: u32 = 20;

/// Utilisation from which a station with people in line is full …
pub(crate) const FULL: f64 = 0.95;
/// … and below which it no longer is: lower, so that a station at the edge does not flicker.
pub(crate) const NO_LONGER_FULL: f64 = 0.85;
/// How long either must last.
pub(crate) const FULL_FOR_S: u32 = 3;

/// Share of a station's busy servers from which we say that they are *mostly* held by another.
pub(crate) const MOSTLY: f64 = 0.5;
/// How far around the first trouble we look for its root.
pub(crate) const AROUND_S: u32 = 60;

/// Stretches of the same kind of trouble with a smaller gap between them are one.
pub(crate) const GAP_S: u32 = 60;
/// At most so many stretches of one kind are reported of one station: the longest.
pub(crate) const STRETCHES: usize = 3;

/// Reloads among page loads in some minute from which they are a wave of their own, and the least number of them.
pub(crate) const RELOAD_SHARE: f64 = 0.10;
/// Work for nobody among finished work in some minute from which it is worth a finding, and the least number.
pub(crate) const WASTE_SHARE: f64 = 0.05;
/// The least number of reloads or wasted requests in a minute for either.
pub(crate) const MANY: u64 = 50;

/// A new machine that is there within so long did not come late.
pub(crate) const LATE_S: u32 = 30;

/// Calm that must follow before we call the site recovered.
pub(crate) const CALM_S: u32 = 60;
/// Lines need time to drain; trouble that lasts longer than this after the crowd has gone back outlives it.
pub(crate) const DRAIN_S: u32 = 120;

/// Utilisation of the busiest part (mean of any 60 s) below which there is room to spare: 80 %, the product's own rule for
/// the expected peak.
pub(crate) const ROOM: f64 = 0.80;
