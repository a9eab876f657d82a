//! When the people come whom an activity brings.
//!
//! Each kind has a distribution of the time between being reached and arriving, scaled by its half-time. The activity
//! itself takes a while (a mailing is sent, an appeal is shown), so what arrives is that distribution spread evenly over the
//! while: with F its cumulated share and L the length, the rate at time t is (F(t) − F(t − L)) / L, exactly. L is at least one
//! second, which also rounds off what would be infinitely steep.

use onrush_network::Rate;

use crate::{Activity, ActivityKind, Span, defaults};

mod given;

/// New visits a second over the rehearsal that `activity` brings, all regions together.
pub(super) fn arrivals(activity: &Activity, clock: &Span) -> Rate {
    let horizon = f64::from(clock.horizon_s());
    let visitors = activity.visitors();
    if visitors <= 0.0 || horizon <= 0.0 {
        return Rate::default();
    }
    let at = f64::from(activity.moment_s(clock));
    let response = match Arrivals::of(activity) {
        Arrivals::Daily => return everyday(visitors, clock, horizon),
        Arrivals::Given => return given::rate(activity, at, horizon),
        Arrivals::Respond(response) => response,
    };
    let rate = |second: f64| visitors * response.rate(second - at);
    let kinks: Vec<f64> = response.kinks().into_iter().map(|k| at + k).collect();
    Rate::new(trace(rate, &kinks, horizon, visitors))
}

/// When mail systems come that open the links of a mailing: evenly within a minute of each delivery.
pub(super) fn scanners(activity: &Activity, clock: &Span) -> Rate {
    let horizon = f64::from(clock.horizon_s());
    let machines = activity.people * activity.scanners_percent / 100.0;
    if machines <= 0.0 || horizon <= 0.0 {
        return Rate::default();
    }
    let at = f64::from(activity.moment_s(clock));
    let response = Response {
        shape: Shape::Even {
            for_s: defaults::SCANNER_WITHIN.value,
        },
        spread_s: (activity.lasts_minutes * 60.0).max(1.0),
    };
    Rate::new(trace(
        |second| machines * response.rate(second - at),
        &response
            .kinks()
            .into_iter()
            .map(|k| at + k)
            .collect::<Vec<_>>(),
        horizon,
        machines,
    ))
}

/// What makes an activity's people come when they do.
enum Arrivals {
    /// The hour of the day.
    Daily,
    /// The curve in the file.
    Given,
    /// The activity's moment.
    Respond(Response),
}

/// How a kind's people come after the moment of their activity, as a share of all.
#[derive(Debug, Clone, Copy)]
struct Response {
    shape: Shape,
    /// Length over which the shape is spread, in seconds.
    spread_s: f64,
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Log-normal with this median and sigma.
    Lognormal { half_s: f64, sigma: f64 },
    /// A short rise and an exponential tail: the sum of two exponential times.
    RiseAndTail { half_s: f64 },
    /// Constant interest, then a power law.
    PowerLaw { half_s: f64 },
    /// Early visitors, a rush at the opening, an even rest until the close.
    Opening {
        half_s: f64,
        open_s: f64,
        early: Early,
    },
    /// Evenly over this time.
    Even { for_s: f64 },
}

/// Who comes before an opening.
#[derive(Debug, Clone, Copy)]
struct Early {
    /// How many of all.
    share: f64,
    /// The first of them, so long before.
    from_s: f64,
}

impl Arrivals {
    fn of(activity: &Activity) -> Self {
        use ActivityKind as Kind;
        let half_s = activity
            .half_after_minutes
            .or(defaults::half_after(activity.kind).map(|f| f.value))
            .unwrap_or(0.0)
            .max(0.001)
            * 60.0;
        let lasts_s = (activity.lasts_minutes * 60.0).max(1.0);
        let lognormal = |sigma: defaults::Figure| Shape::Lognormal {
            half_s,
            sigma: sigma.value,
        };
        let opening = |open_s| Shape::Opening {
            half_s,
            open_s,
            early: Early::of(activity),
        };
        let (shape, spread_s) = match activity.kind {
            Kind::Email => (lognormal(defaults::EMAIL_SIGMA), lasts_s),
            Kind::Push => (lognormal(defaults::PUSH_SIGMA), lasts_s),
            Kind::Sms => (lognormal(defaults::SMS_SIGMA), lasts_s),
            Kind::Press => (lognormal(defaults::PRESS_SIGMA), lasts_s),
            Kind::Ads => (lognormal(defaults::ADS_SIGMA), lasts_s),
            Kind::Tv => (Shape::RiseAndTail { half_s }, lasts_s),
            Kind::Post | Kind::Influencer => (Shape::PowerLaw { half_s }, lasts_s),
            Kind::Bots => (Shape::Even { for_s: lasts_s }, 1.0),
            Kind::Window => (opening(lasts_s), 1.0),
            Kind::OnSale => (opening(f64::INFINITY), 1.0),
            Kind::Everyday => return Self::Daily,
            Kind::Freehand | Kind::Measured => return Self::Given,
        };
        Self::Respond(Response { shape, spread_s })
    }
}

impl Early {
    fn of(activity: &Activity) -> Self {
        let (share, from) = defaults::early(activity.kind)
            .map_or((0.0, 0.0), |(share, from)| (share.value, from.value));
        Self {
            share: activity.early_percent.unwrap_or(share) / 100.0,
            from_s: activity.early_minutes.unwrap_or(from) * 60.0,
        }
    }
}

impl Response {
    /// Share of all who come, per second, `t` seconds after the activity's moment.
    fn rate(&self, t: f64) -> f64 {
        ((self.shape.come_by(t) - self.shape.come_by(t - self.spread_s)) / self.spread_s).max(0.0)
    }

    /// Seconds at which the rate bends sharply.
    fn kinks(&self) -> Vec<f64> {
        let mut kinks = vec![0.0, self.spread_s];
        match self.shape {
            Shape::Opening { open_s, early, .. } => {
                kinks.extend([-early.from_s, 1.0 - early.from_s, open_s, open_s + 1.0]);
            }
            Shape::Even { for_s } => kinks.extend([for_s, for_s + self.spread_s]),
            _ => {}
        }
        kinks
    }
}

impl Shape {
    /// Share of all who have come by `t` seconds after being reached; 0 long before, 1 in the end.
    fn come_by(self, t: f64) -> f64 {
        match self {
            Self::Opening {
                half_s,
                open_s,
                early,
            } => opening(t, half_s, open_s, early),
            _ if t <= 0.0 => 0.0,
            Self::Even { for_s } => (t / for_s).min(1.0),
            Self::Lognormal { half_s, sigma } => {
                let z = libm::log(t / half_s) / sigma;
                0.5 * libm::erfc(-z / core::f64::consts::SQRT_2)
            }
            Self::RiseAndTail { half_s } => {
                // Means 1 (tail) and 1/k (rise); the median of their sum is MEDIAN.
                let k = defaults::TV_TAIL.value;
                let x = t / half_s * RISE_AND_TAIL_MEDIAN;
                1.0 - (k * libm::exp(-x) - libm::exp(-k * x)) / (k - 1.0)
            }
            Self::PowerLaw { half_s } => power_law(t / half_s),
        }
    }
}

/// Median of the sum of two exponential times with means 1 and 1/6 (1 / [`defaults::TV_TAIL`]): the zero of
/// 0.5 − (6 e^−x − e^−6x) / 5.
const RISE_AND_TAIL_MEDIAN: f64 = 0.873_351_104;

/// Cumulated memory kernel of a post, `x` half-times after it. Density: constant for the fresh time s₀, then
/// (s/s₀)^−(1+θ). With θ small the tail is long: a sixth comes after a week.
fn power_law(x: f64) -> f64 {
    let theta = defaults::POST_THETA.value;
    let fresh = 1.0 / (1.0 + 1.0 / theta); // share that comes in the fresh time
    // The half-time lies past the fresh time; in units of the fresh time it is:
    let half = libm::pow(1.0 - theta * (0.5 / fresh - 1.0), -1.0 / theta);
    let s = x * half;
    if s <= 1.0 {
        fresh * s
    } else {
        fresh * (1.0 + (1.0 - libm::pow(s, -theta)) / theta)
    }
}

/// Cumulated share of those who come for an opening, `t` seconds after it.
fn opening(t: f64, half_s: f64, open_s: f64, early: Early) -> f64 {
    let (early_share, early_from) = (early.share, early.from_s);
    // Of a sale that does not close, all who are not early rush in.
    let rush_share = if open_s.is_finite() {
        (defaults::WINDOW_RUSH_SHARE.value / 100.0).min(1.0 - early_share)
    } else {
        1.0 - early_share
    };
    let bunching = early_from * defaults::EARLY_BUNCHING.value / 100.0;
    if t <= -early_from {
        return 0.0;
    }
    if t <= 0.0 {
        // Density rising as e^(t / bunching) on [−early_from, 0].
        let floor = libm::exp(-early_from / bunching);
        return early_share * (libm::exp(t / bunching) - floor) / (1.0 - floor);
    }
    // Who has not come by the close does not come: the rush is the part of a Weibull distribution before it. The scale
    // puts half of the *untruncated* rush at the half-time, which differs only for half-times near the close.
    let shape = defaults::WINDOW_SHAPE.value;
    let weibull = |t: f64| -libm::expm1(-core::f64::consts::LN_2 * libm::pow(t / half_s, shape));
    let t = t.min(open_s);
    let rest_share = 1.0 - early_share - rush_share;
    early_share + rush_share * weibull(t) / weibull(open_s) + rest_share * t / open_s
}

/// Straight lines through `rate` between 0 and `horizon`: as few as keep the area, never shorter than about a second.
///
/// Lines start and end at every kink and at doubling distances from it, where the curves are smooth; from there each is
/// halved until it follows the curve.
fn trace(rate: impl Fn(f64) -> f64, kinks: &[f64], horizon: f64, visitors: f64) -> Vec<(f64, f64)> {
    const SHORTEST_S: f64 = 1.0;
    // An error in a line's area is let pass when it is this share of the line's area, or of everything.
    const OF_AREA: f64 = 0.0004;
    const OF_ALL: f64 = 1e-7;

    let mut marks = vec![0.0, horizon];
    for &kink in kinks.iter().filter(|k| k.is_finite()) {
        marks.push(kink);
        let mut distance = SHORTEST_S;
        while distance < 2.0 * horizon {
            marks.extend([kink - distance, kink + distance]);
            distance *= 2.0;
        }
    }
    marks.retain(|t| (0.0..=horizon).contains(t));
    onrush_network::sort_few(&mut marks);
    marks.dedup_by(|a, b| *a - *b < 1e-6);

    let mut points = Vec::new();
    let mut open: Vec<((f64, f64), (f64, f64))> = Vec::new();
    for pair in marks.windows(2) {
        open.push(((pair[0], rate(pair[0])), (pair[1], rate(pair[1]))));
        while let Some((a, b)) = open.pop() {
            let width = b.0 - a.0;
            let middle = (a.0 + width / 2.0, rate(a.0 + width / 2.0));
            // Of a parabola through the three points, the straight line misses two thirds of the gap in the middle.
            let missed = (middle.1 - f64::midpoint(a.1, b.1)).abs() * width * 2.0 / 3.0;
            let area = (a.1 + b.1 + 2.0 * middle.1) / 4.0 * width;
            if width >= 2.0 * SHORTEST_S && missed > (area * OF_AREA).max(visitors * OF_ALL) {
                open.push((middle, b));
                open.push((a, middle));
            } else {
                points.push(a);
            }
        }
    }
    points.push((horizon, rate(horizon)));
    points
}

/// Visitors by the hour of the day, `visitors` in 24 hours.
fn everyday(visitors: f64, clock: &Span, horizon: f64) -> Rate {
    let start = f64::from(clock.start.second_of_day);
    let mean = visitors / 86_400.0 / everyday_mean();
    let rate = |second: f64| mean * everyday_factor(libm::fmod(start + second, 86_400.0) / 3600.0);
    let mut seconds = vec![0.0, horizon];
    let mut midnight = -start;
    while midnight < horizon {
        seconds.extend(
            defaults::EVERYDAY_HOURS
                .iter()
                .map(|(hour, _)| midnight + hour * 3600.0),
        );
        midnight += 86_400.0;
    }
    seconds.retain(|t| (0.0..=horizon).contains(t));
    onrush_network::sort_few(&mut seconds);
    seconds.dedup();
    Rate::new(seconds.into_iter().map(|t| (t, rate(t))).collect())
}

/// The hours with the first one again at the end of the day.
fn day() -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
    let hours = defaults::EVERYDAY_HOURS;
    let next = hours.into_iter().skip(1).chain([(24.0, hours[0].1)]);
    hours.into_iter().zip(next)
}

/// Mean of the factors over a day.
fn everyday_mean() -> f64 {
    day()
        .map(|(a, b)| (b.0 - a.0) * (a.1 + b.1) / 2.0)
        .sum::<f64>()
        / 24.0
}

/// Factor at an hour of the day (0 to 24).
fn everyday_factor(hour: f64) -> f64 {
    day()
        .find(|(a, b)| (a.0..=b.0).contains(&hour))
        .map_or(1.0, |(a, b)| a.1 + (b.1 - a.1) * (hour - a.0) / (b.0 - a.0))
}

#[cfg(test)]
mod tests;
