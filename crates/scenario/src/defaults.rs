//! Figures that the model brings along where a scenario names none, each with its source.
//!
//! They are data, so that the product can show where a number comes from; a figure without a published source says so.

use crate::ActivityKind;

/// A figure, its unit and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The value, in `unit`.
    pub value: f64,
    /// The unit, as people write it: `min`, `%`; empty for plain numbers.
    pub unit: &'static str,
    /// Who says so, or why it was assumed.
    pub source: &'static str,
    /// Not measured by anyone but chosen, or derived by a guess.
    pub assumed: bool,
}

/// The half-time of a kind's response: what holds where [`crate::Activity::half_after_minutes`] is left out. `None` for
/// everyday visitors, who answer to nothing.
#[must_use]
pub const fn half_after(kind: ActivityKind) -> Option<Figure> {
    match kind {
        ActivityKind::Email => Some(EMAIL_HALF),
        ActivityKind::Push => Some(PUSH_HALF),
        ActivityKind::Tv => Some(TV_HALF),
        ActivityKind::Window => Some(WINDOW_HALF),
        ActivityKind::Post => Some(POST_HALF),
        ActivityKind::Everyday => None,
    }
}

/// A figure with a published source.
const fn known(value: f64, unit: &'static str, source: &'static str) -> Figure {
    Figure {
        value,
        unit,
        source,
        assumed: false,
    }
}

/// A figure that was chosen.
const fn assumed(value: f64, unit: &'static str, source: &'static str) -> Figure {
    Figure {
        value,
        unit,
        source,
        assumed: true,
    }
}

/// Half of all clicks on a mailing come within this time of its delivery.
pub const EMAIL_HALF: Figure = assumed(
    102.0,
    "min",
    "Opens: median 3.4 h, fitted to Inntopia (25 campaigns of 100,000 and more: 27 % in 1 h, 61 % in 6 h). Clicks are \
     faster: fitted to Denis (10 million sends) their median is half of that of opens, hence 1.7 h",
);

/// Spread of those times: sigma of the log-normal distribution.
pub const EMAIL_SIGMA: Figure = known(
    2.0,
    "",
    "Log-normal fit to Inntopia's opens (corp.inntopia.com/email-short-tail): sigma 2.01",
);

/// Half of those who open a push notification do so within this time.
pub const PUSH_HALF: Figure = assumed(
    18.0,
    "min",
    "Leanplum, 1.5 billion notifications: median 7 min on iOS, 48 min on Android; 18 min is their geometric mean, for an \
     audience of equal parts",
);

/// Spread of those times: sigma of the log-normal distribution.
pub const PUSH_SIGMA: Figure = assumed(
    1.5,
    "",
    "Chosen so that both platforms' medians (7 and 48 min) lie well inside the spread of one curve",
);

/// Half of those who react to a moment on television do so within this time.
pub const TV_HALF: Figure = known(
    0.8,
    "min",
    "Du, Xu and Wilbur (Journal of Marketing 2019, doi 10.1177/0022242919847192): about 75 % of the searches that a spot \
     causes come in its own minute or the next; this half-time gives that share",
);

/// How much longer the tail of that reaction is than its rise: mean of the one over mean of the other.
pub const TV_TAIL: Figure = assumed(
    6.0,
    "",
    "Picking up a phone takes about ten seconds; the mean of the tail is then about a minute",
);

/// Half of those who follow a post do so within this time.
pub const POST_HALF: Figure = known(
    40.6,
    "min",
    "SEISMIC (Zhao et al., KDD 2015), memory kernel fitted to 166,076 cascades on Twitter: median 40.6 min. Half-lives differ \
     by network: Twitter 21 min, Facebook 30 min, Instagram 19 h (Graffius 2018)",
);

/// How fast a post is forgotten: the kernel falls with age to the power of −(1 + this).
pub const POST_THETA: Figure = known(0.2314843, "", "SEISMIC (Zhao et al., KDD 2015)");

/// Interest in a post stays constant for so long before it falls; scaled with the half-time.
pub const POST_FRESH: Figure = known(5.0, "min", "SEISMIC (Zhao et al., KDD 2015): 300 s");

/// How many of the visitors of an offer in a fixed window come before it opens.
pub const WINDOW_EARLY_SHARE: Figure = assumed(
    5.0,
    "%",
    "People do come early (Glastonbury 2013: the page was down before the sale opened at 09:00), how many is not published",
);

/// When the first of them come.
pub const WINDOW_EARLY_FROM: Figure = assumed(
    10.0,
    "min",
    "Chosen: early visitors gather in the last ten minutes before the opening",
);

/// How strongly they gather towards the opening: the number still to come falls by e in this time.
pub const WINDOW_EARLY_BUNCHING: Figure = assumed(
    3.0,
    "min",
    "Chosen: two thirds of the early visitors come in the last three minutes",
);

/// How many come in the rush at the opening.
pub const WINDOW_RUSH_SHARE: Figure = assumed(
    50.0,
    "%",
    "Chosen, after ticket sales that sell out within minutes of their opening (Glastonbury 2020: 135,000 tickets in 34 min); \
     the rest come evenly until the close",
);

/// Half of the rush has come within this time of the opening.
pub const WINDOW_HALF: Figure = assumed(
    3.0,
    "min",
    "Chosen after Glastonbury 2004 (open at 20:00, servers down at 20:03) and SEPTA 2015 (54,000 visits in the first minute, \
     900,000 in ten)",
);

/// How much of the rush comes at its very beginning: shape of the Weibull distribution, below 1 means falling from the start.
pub const WINDOW_SHAPE: Figure = assumed(
    0.8,
    "",
    "Chosen: the rate is highest at the opening and falls from there",
);

/// Visitors by hour of the day relative to their mean: (hour, factor), straight lines between.
///
/// Source: logs of the 1998 World Cup site, 11 to 24 May, hours in GMT, a worldwide audience: lowest at 04:00, highest at
/// 16:00, peak over mean 1.43. A single city is steeper.
pub const EVERYDAY_HOURS: [(f64, f64); 7] = [
    (0.0, 0.74),
    (4.0, 0.60),
    (9.0, 0.94),
    (12.0, 1.24),
    (16.0, 1.43),
    (20.0, 1.16),
    (23.0, 0.77),
];

/// How much the way through the internet varies (squared coefficient of variation).
pub const ROUND_TRIP_CV2: Figure = assumed(0.1, "", "Chosen: a stable connection");

/// How much a CDN's answering time varies (squared coefficient of variation).
pub const CDN_CV2: Figure = assumed(0.25, "", "Chosen: standard deviation half of the mean");

/// How much the work for one page varies (squared coefficient of variation).
pub const WORK_CV2: Figure = assumed(
    0.5,
    "",
    "Chosen: between constant work (0) and the exponential times of queueing theory (1)",
);

/// How much the time on a page varies (squared coefficient of variation).
pub const THINK_CV2: Figure = assumed(
    1.0,
    "",
    "Chosen: reading times are log-normal with a long tail; standard deviation equal to the mean",
);

/// How much the pause before a reload varies (squared coefficient of variation).
pub const PAUSE_CV2: Figure = assumed(0.5, "", "Chosen: people, not clocks, press the button");

/// Pause before a reload after patience has run out.
pub const SLOW_RELOAD_PAUSE: Figure = assumed(
    0.5,
    "s",
    "Chosen: who reloads a page that does not come does so at once",
);
