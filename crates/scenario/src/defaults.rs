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
/// kinds that have none: they answer to nothing, or their curve is given.
#[must_use]
pub const fn half_after(kind: ActivityKind) -> Option<Figure> {
    use ActivityKind as Kind;
    match kind {
        Kind::Email => Some(EMAIL_HALF),
        Kind::Push => Some(PUSH_HALF),
        Kind::Sms => Some(SMS_HALF),
        Kind::Tv => Some(TV_HALF),
        Kind::Window | Kind::OnSale => Some(WINDOW_HALF),
        Kind::Post => Some(POST_HALF),
        Kind::Influencer => Some(INFLUENCER_HALF),
        Kind::Press => Some(PRESS_HALF),
        Kind::Ads => Some(ADS_HALF),
        Kind::Everyday | Kind::Bots | Kind::Freehand | Kind::Measured => None,
    }
}

/// How many answer to a kind: what holds where [`crate::Activity::response_percent`] is left out.
#[must_use]
pub const fn response(kind: ActivityKind) -> Figure {
    use ActivityKind as Kind;
    match kind {
        Kind::Email => EMAIL_RESPONSE,
        Kind::Push => PUSH_RESPONSE,
        Kind::Sms => SMS_RESPONSE,
        Kind::Tv => TV_RESPONSE,
        Kind::Window => WINDOW_RESPONSE,
        Kind::OnSale => ON_SALE_RESPONSE,
        Kind::Post => POST_RESPONSE,
        Kind::Influencer => INFLUENCER_RESPONSE,
        Kind::Press => PRESS_RESPONSE,
        Kind::Ads => ADS_RESPONSE,
        Kind::Everyday | Kind::Bots | Kind::Freehand | Kind::Measured => ALL_RESPONSE,
    }
}

/// How many come before the opening, and from when on: what holds where [`crate::Activity::early_percent`] and
/// [`crate::Activity::early_minutes`] are left out. `None` for kinds that do not open.
#[must_use]
pub const fn early(kind: ActivityKind) -> Option<(Figure, Figure)> {
    match kind {
        ActivityKind::Window => Some((WINDOW_EARLY_SHARE, WINDOW_EARLY_FROM)),
        ActivityKind::OnSale => Some((ON_SALE_EARLY_SHARE, ON_SALE_EARLY_FROM)),
        _ => None,
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

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $figure:expr;)*) => {
        $($(#[$doc])* pub const $name: Figure = $figure;)*

        /// All figures, by name.
        #[must_use]
        pub fn figures() -> Vec<(&'static str, Figure)> {
            vec![$((stringify!($name), $name)),*]
        }
    };
}

figures! {
    /// Half of all clicks on a mailing come within this time of its delivery.
    EMAIL_HALF = assumed(
        102.0,
        "min",
        "Opens: median 3.4 h, fitted to Inntopia (25 campaigns of 100,000 and more: 27 % in 1 h, 61 % in 6 h). Clicks are \
         faster: fitted to Denis (10 million sends) their median is half of that of opens, hence 1.7 h",
    );

    /// Spread of those times: sigma of the log-normal distribution.
    EMAIL_SIGMA = known(
        2.0,
        "",
        "Log-normal fit to Inntopia's opens (corp.inntopia.com/email-short-tail): sigma 2.01",
    );

    /// Half of those who open a push notification do so within this time.
    PUSH_HALF = assumed(
        18.0,
        "min",
        "Leanplum, 1.5 billion notifications: median 7 min on iOS, 48 min on Android; 18 min is their geometric mean, for an \
         audience of equal parts",
    );

    /// Spread of those times: sigma of the log-normal distribution.
    PUSH_SIGMA = assumed(
        1.5,
        "",
        "Chosen so that both platforms' medians (7 and 48 min) lie well inside the spread of one curve",
    );

    /// Half of those who react to a moment on television do so within this time.
    TV_HALF = known(
        0.8,
        "min",
        "Du, Xu and Wilbur (Journal of Marketing 2019, doi 10.1177/0022242919847192): about 75 % of the searches that a spot \
         causes come in its own minute or the next; this half-time gives that share",
    );

    /// How much longer the tail of that reaction is than its rise: mean of the one over mean of the other.
    TV_TAIL = assumed(
        6.0,
        "",
        "Picking up a phone takes about ten seconds; the mean of the tail is then about a minute",
    );

    /// Half of those who follow a post do so within this time.
    POST_HALF = known(
        40.6,
        "min",
        "SEISMIC (Zhao et al., KDD 2015), memory kernel fitted to 166,076 cascades on Twitter: median 40.6 min. Half-lives differ \
         by network: Twitter 21 min, Facebook 30 min, Instagram 19 h (Graffius 2018)",
    );

    /// How fast a post is forgotten: the kernel falls with age to the power of −(1 + this).
    POST_THETA = known(0.2314843, "", "SEISMIC (Zhao et al., KDD 2015)");

    /// Interest in a post stays constant for so long before it falls; scaled with the half-time.
    POST_FRESH = known(5.0, "min", "SEISMIC (Zhao et al., KDD 2015): 300 s");

    /// How many of the visitors of an offer in a fixed window come before it opens.
    WINDOW_EARLY_SHARE = assumed(
        5.0,
        "%",
        "People do come early (Glastonbury 2013: the page was down before the sale opened at 09:00), how many is not published",
    );

    /// When the first of them come.
    WINDOW_EARLY_FROM = assumed(
        10.0,
        "min",
        "Chosen: early visitors gather in the last ten minutes before the opening",
    );

    /// How many come in the rush at the opening.
    WINDOW_RUSH_SHARE = assumed(
        50.0,
        "%",
        "Chosen, after ticket sales that sell out within minutes of their opening (Glastonbury 2020: 135,000 tickets in 34 min); \
         the rest come evenly until the close",
    );

    /// Half of the rush has come within this time of the opening.
    WINDOW_HALF = assumed(
        3.0,
        "min",
        "Chosen after Glastonbury 2004 (open at 20:00, servers down at 20:03) and SEPTA 2015 (54,000 visits in the first minute, \
         900,000 in ten)",
    );

    /// How much of the rush comes at its very beginning: shape of the Weibull distribution, below 1 means falling from the start.
    WINDOW_SHAPE = assumed(
        0.8,
        "",
        "Chosen: the rate is highest at the opening and falls from there",
    );

    /// How much the way through the internet varies (squared coefficient of variation).
    ROUND_TRIP_CV2 = assumed(0.1, "", "Chosen: a stable connection");

    /// How much a CDN's answering time varies (squared coefficient of variation).
    CDN_CV2 = assumed(0.25, "", "Chosen: standard deviation half of the mean");

    /// How much the work for one page varies (squared coefficient of variation).
    WORK_CV2 = assumed(
        0.5,
        "",
        "Chosen: between constant work (0) and the exponential times of queueing theory (1)",
    );

    /// How much the time on a page varies (squared coefficient of variation).
    THINK_CV2 = assumed(
        1.0,
        "",
        "Chosen: reading times are log-normal with a long tail; standard deviation equal to the mean",
    );

    /// How much the pause before a reload varies (squared coefficient of variation).
    PAUSE_CV2 = assumed(0.5, "", "Chosen: people, not clocks, press the button");

    /// Pause before a reload after patience has run out.
    SLOW_RELOAD_PAUSE = assumed(
        0.5,
        "s",
        "Chosen: who reloads a page that does not come does so at once",
    );

    /// Half of all clicks on a text message come within this time.
    SMS_HALF = assumed(
        19.5,
        "min",
        "Dynmark 2013 (a billion messages): 43 % of all responses within 15 min; with the spread assumed below, half within 19.5",
    );

    /// Spread of those times: sigma of the log-normal distribution.
    SMS_SIGMA = assumed(1.5, "", "Chosen as for push notifications");

    /// Half of those who follow an influencer's post do so within this time.
    INFLUENCER_HALF = assumed(
        24.0,
        "min",
        "Graffius 2022: half-life of a post on Twitter 24 min, on Facebook 50 min. Followers of one person get it at the same \
         moment, so the short one was chosen; the curve is that of other posts",
    );

    /// Half of those who come for an article or a trending topic come within this time.
    PRESS_HALF = assumed(
        336.0,
        "min",
        "Fitted to one front page (Hacker News 2014, utcc.utoronto.ca/~cks): 18,255 visits in the first 5.6 h, 17,112 on the next \
         day, 908 and 228 later. Its peak came after 39 min, Slashdot's (jgc.org 2006) after 4.5 h; the curve's after 2.5 h",
    );

    /// Spread of those times: sigma of the log-normal distribution.
    PRESS_SIGMA = assumed(0.89, "", "The same fit: 97 % within 29.6 h");

    /// Half of those who click an advertisement arrive within this time of seeing it.
    ADS_HALF = assumed(
        1.0,
        "min",
        "Chosen: who clicks comes at once; the ads themselves are shown evenly while they run",
    );

    /// Spread of those times: sigma of the log-normal distribution.
    ADS_SIGMA = assumed(1.0, "", "Chosen: seconds to minutes");

    /// How many of the visitors of a ticket sale come before it opens.
    ON_SALE_EARLY_SHARE = assumed(
        60.0,
        "%",
        "Most are there before (Glastonbury 2013: down before 09:00; Click Frenzy 2012: dead right after the countdown; Oasis 2024: \
         hundreds of thousands in the line before the line), how many is not published",
    );

    /// When the first of them come.
    ON_SALE_EARLY_FROM = assumed(
        60.0,
        "min",
        "SecuTix opens its waiting room an hour before the sale",
    );

    /// How strongly early visitors gather towards an opening: the rate falls by e in this part of the time before it.
    EARLY_BUNCHING = assumed(
        30.0,
        "%",
        "Chosen: with the first coming 10 min before, two thirds of the early visitors come in the last three",
    );

    /// Response to a mailing.
    EMAIL_RESPONSE = known(2.91, "%", "Mailchimp, October 2019, all senders: 2.91 % of recipients click (MailerLite 2022: 3.36 %)");

    /// Response to a push notification.
    PUSH_RESPONSE = assumed(
        2.5,
        "%",
        "Leanplum 2016 (1.5 billion): opened by 3.48 % on Android, 1.77 % on iOS; between the two. Others: 2 to 6 %",
    );

    /// Response to a text message.
    SMS_RESPONSE = known(4.0, "%", "Dynmark 2013 (a billion messages): 4 % click on average, 8 % in retail, 14 % in entertainment");

    /// Response to a moment on television.
    TV_RESPONSE = assumed(
        2.0,
        "%",
        "De Mol (VIER, Belgium, April 2020): about 30,000 of 1.5 million viewers tried to sign up the same evening. Most spots get far less",
    );

    /// Response to an offer in a fixed window.
    WINDOW_RESPONSE = assumed(10.0, "%", "Chosen: several times a mailing's, because the time is short");

    /// Response to a ticket sale.
    ON_SALE_RESPONSE = known(40.0, "%", "Ticketmaster 2022: 40 % of those invited to a sale usually come and buy");

    /// Response to a post on a social network.
    POST_RESPONSE = assumed(1.8, "%", "Median of links in profiles, 1 to 3 % (creatorlanehq.com 2026, a vendor's glossary)");

    /// Response to an influencer's post.
    INFLUENCER_RESPONSE = assumed(
        3.0,
        "%",
        "Link stickers in stories: 2 to 5 % of those who see them (creatorlanehq.com 2026, a vendor's glossary)",
    );

    /// Response to an article.
    PRESS_RESPONSE = assumed(5.0, "%", "Chosen; nothing comparable is published");

    /// Response to an advertisement.
    ADS_RESPONSE = assumed(0.45, "%", "Advertisements in stories: 0.33 to 0.54 % are clicked (an aggregator's figures)");

    /// Everybody whom a curve, a day's visitors or a machine's visits speak of comes.
    ALL_RESPONSE = assumed(100.0, "%", "By definition: these are counted as visits");

    /// A page without a countdown is refreshed so often by those who wait on it.
    REFRESH = assumed(
        20.0,
        "s",
        "Chosen; a vendor (Queue-Fair) counts up to 100 requests a minute from each, files included",
    );

    /// Time from the opening to asking, for a person.
    REACTION = assumed(3.0, "s", "Chosen: people, not clocks, press the button");

    /// The same for a countdown's script.
    COUNTDOWN_REACTION = assumed(0.5, "s", "Chosen: clocks of browsers differ by that much");

    /// How much these two and the time between refreshes vary (squared coefficient of variation).
    WAITING_CV2 = assumed(0.5, "", "Chosen");

    /// Patience in a waiting room that does not show the place in line, of that in one which does.
    PLACE_HIDDEN_PATIENCE = assumed(
        50.0,
        "%",
        "Chosen: people wait longer when they know how long; nobody has published by how much",
    );

    /// How much patience in a waiting room or in a desk's line varies (squared coefficient of variation).
    ROOM_PATIENCE_CV2 = assumed(1.0, "", "Chosen: standard deviation equal to the mean");

    /// How much the time until a shared link brings somebody varies (squared coefficient of variation).
    SHARING_CV2 = assumed(4.0, "", "Chosen: a long tail, as the kernel of posts has");

    /// A mail system opens a link within this time of the delivery, evenly.
    SCANNER_WITHIN = assumed(60.0, "s", "Chosen: they look before they deliver, or right after");

    /// A machine pauses so long between two pages.
    BOT_PAUSE = assumed(1.0, "s", "Chosen: one page a second, as polite crawlers do at the most");

    /// A machine waits so long for a page.
    BOT_PATIENCE = assumed(30.0, "s", "Chosen: a usual timeout of HTTP libraries");

    /// How much the work for one file, row or job varies where nothing else is said (squared coefficient of variation).
    CACHE_CV2 = assumed(0.25, "", "Chosen: standard deviation half of the mean");

    /// How much the time for which a sale locks its row varies (squared coefficient of variation).
    LOCK_CV2 = assumed(0.5, "", "Chosen as for other work");
}

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
