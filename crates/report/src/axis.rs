//! Where axes have their ticks, and how numbers and times are written on them.

use crate::{Numerals, Unit};

const DAY: f64 = 86_400.0;

/// Distances between ticks of a clock, in seconds, that people count in.
const CLOCK_STEPS: &[f64] = &[
    1.0,
    2.0,
    5.0,
    10.0,
    15.0,
    30.0,
    60.0,
    120.0,
    300.0,
    600.0,
    900.0,
    1_800.0,
    3_600.0,
    7_200.0,
    10_800.0,
    21_600.0,
    43_200.0,
    DAY,
    2.0 * DAY,
    7.0 * DAY,
];

/// A tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where: a second of the run or a value.
    pub at: f64,
    /// What is written there.
    pub label: String,
}

/// The local time of `second` of a run that begins at `clock_start_s`: `20:31`, or `20:31:12` with seconds.
#[must_use]
pub fn clock_time(clock_start_s: u32, second: f64, seconds: bool) -> String {
    let of_day = whole(second.floor() + f64::from(clock_start_s)) % 86_400;
    let (h, m, s) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    if seconds {
        format!("{h:02}:{m:02}:{s:02}")
    } else {
        format!("{h:02}:{m:02}")
    }
}

/// Ticks at natural times between two seconds of a run, at most `most` of them (never fewer than one is tried for).
#[must_use]
pub fn clock_ticks(
    clock_start_s: u32,
    from_s: f64,
    to_s: f64,
    most: usize,
    day: &str,
) -> Vec<Tick> {
    let (from, to) = (
        from_s + f64::from(clock_start_s),
        to_s + f64::from(clock_start_s),
    );
    if !(from.is_finite() && to.is_finite()) || to <= from {
        return Vec::new();
    }
    let enough = |step: f64| ticks_between(from, to, step) <= most.max(1);
    let Some(step) = CLOCK_STEPS.iter().copied().find(|s| enough(*s)) else {
        return Vec::new();
    };
    multiples(from, to, step)
        .map(|at| Tick {
            at: at - f64::from(clock_start_s),
            label: if step >= DAY || (step >= DAY / 4.0 && at % DAY == 0.0) {
                format!("{day} {}", whole(at / DAY) + 1)
            } else {
                clock_time(0, at, step < 60.0)
            },
        })
        .collect()
}

/// The vertical axis: from what value to what value, and whether equal distances are equal steps or equal factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// Equal distances are equal steps, from zero to `max`.
    Linear {
        /// Top of the axis.
        max: f64,
    },
    /// Equal distances are equal factors.
    Log {
        /// Bottom of the axis, above zero.
        min: f64,
        /// Top of the axis.
        max: f64,
    },
}

impl Scale {
    /// The height of `value`: 0 at the bottom of the axis, 1 at its top; values outside lie on the edge.
    #[must_use]
    pub fn height(&self, value: f64) -> f64 {
        let share = match *self {
            Self::Linear { max } => value / max,
            Self::Log { min, max } => libm::log(value.max(min) / min) / libm::log(max / min),
        };
        share.clamp(0.0, 1.0)
    }

    /// The value at a height of 0 (bottom) to 1 (top).
    #[must_use]
    pub fn value(&self, height: f64) -> f64 {
        match *self {
            Self::Linear { max } => height * max,
            Self::Log { min, max } => min * libm::pow(max / min, height),
        }
    }

    /// Ticks at round values, at most `most` of them where that is possible.
    #[must_use]
    pub fn ticks(&self, most: usize, unit: Unit, numerals: Numerals) -> Vec<Tick> {
        match *self {
            Self::Linear { max } => {
                let step = if unit == Unit::Percent {
                    [10.0, 20.0, 25.0, 50.0]
                        .into_iter()
                        .find(|s| ticks_between(0.0, max, *s) <= most)
                        .unwrap_or(100.0)
                } else {
                    // An axis with nothing but a zero says nothing.
                    round_step(max / real(most.saturating_sub(1).max(1))).min(round_down(max))
                };
                let values: Vec<f64> = multiples(0.0, max, step).collect();
                let top = values.last().copied().unwrap_or(0.0);
                values
                    .iter()
                    .map(|at| Tick {
                        at: *at,
                        label: tick_text(*at, top, step, unit, numerals),
                    })
                    .collect()
            }
            Self::Log { min, max } => {
                let decade = whole_signed(libm::log10(min).floor());
                let last = whole_signed(libm::log10(max).ceil());
                let all = |mantissas: &[f64]| -> Vec<f64> {
                    (decade..=last)
                        .flat_map(|e| mantissas.iter().map(move |m| m * power_of_ten(e)))
                        .filter(|v| *v >= min * 0.999 && *v <= max * 1.001)
                        .collect()
                };
                [&[1.0, 2.0, 5.0][..], &[1.0, 3.0], &[1.0]]
                    .into_iter()
                    .map(all)
                    .find(|v| v.len() <= most)
                    .unwrap_or_else(|| all(&[1.0]))
                    .into_iter()
                    .map(|at| Tick {
                        at,
                        label: value_text(at, unit, numerals),
                    })
                    .collect()
            }
        }
    }
}

/// `value` as people read it: `5,432`, `0.4`, `1.2 s`, `240 ms`, `71 %`.
#[must_use]
pub fn value_text(value: f64, unit: Unit, numerals: Numerals) -> String {
    // No-break spaces keep number and unit together.
    match unit {
        Unit::Count => decimal(value, decimals_for(value), numerals),
        Unit::Percent => format!("{}\u{a0}%", decimal(value, 0, numerals)),
        Unit::Seconds if value > 0.0 && value < 0.9995 => {
            format!("{}\u{a0}ms", decimal(value * 1000.0, 0, numerals))
        }
        Unit::Seconds => format!("{}\u{a0}s", decimal(value, decimals_for(value), numerals)),
    }
}

/// One place below ten, unless it would be a zero.
fn decimals_for(value: f64) -> usize {
    let tenths = (value * 10.0).round();
    usize::from(value.abs() < 10.0 && tenths % 10.0 != 0.0)
}

/// A value of a linear axis: all ticks of an axis are written alike.
fn tick_text(at: f64, top: f64, step: f64, unit: Unit, numerals: Numerals) -> String {
    if at == 0.0 && unit != Unit::Seconds {
        return "0".to_owned();
    }
    let (divisor, suffix) = match unit {
        Unit::Percent => (1.0, "\u{a0}%"),
        Unit::Seconds if top < 1.0 => (0.001, "\u{a0}ms"),
        Unit::Seconds => (1.0, "\u{a0}s"),
        Unit::Count if top >= 1e9 => (1e9, "G"),
        Unit::Count if top >= 1e6 => (1e6, "M"),
        Unit::Count if top >= 1e4 => (1e3, "k"),
        Unit::Count => (1.0, ""),
    };
    let places = (0..3).find(|p| {
        let shown = step / divisor * power_of_ten(i32::from(*p));
        (shown - shown.round()).abs() < 1e-6
    });
    format!(
        "{}{suffix}",
        decimal(at / divisor, usize::from(places.unwrap_or(3_u8)), numerals)
    )
}

fn decimal(value: f64, places: usize, numerals: Numerals) -> String {
    let plain = format!("{:.places$}", value.max(0.0));
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 4);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() >= numerals.grouped_from {
            text.push(numerals.group);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(numerals.decimal);
        text.push_str(part);
    }
    text
}

/// The smallest of 1, 2, 5, 10, 20 … (and their tenths) that is not below `least`.
fn round_step(least: f64) -> f64 {
    let power = power_of_ten(whole_signed(libm::log10(least.max(1e-9)).floor()));
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= least * 0.999_999)
        .unwrap_or(10.0 * power)
}

/// The first of 1, 2, 5 times a power of ten at or below `value`: where a logarithmic axis begins.
pub(crate) fn round_down(value: f64) -> f64 {
    let power = power_of_ten(whole_signed(libm::log10(value.max(1e-9)).floor()));
    [5.0, 2.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s <= value * 1.000_001)
        .unwrap_or(power)
}

fn multiples(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (from / step - 1e-9).ceil();
    (0..ticks_between(from, to, step)).map(move |i| (first + real(i)) * step)
}

fn ticks_between(from: f64, to: f64, step: f64) -> usize {
    let n = (to / step + 1e-9).floor() - (from / step - 1e-9).ceil() + 1.0;
    usize::try_from(whole(n.min(100_000.0))).unwrap_or(0)
}

/// Exact for the exponents that axes have; multiplying keeps it the same on every platform.
fn power_of_ten(exponent: i32) -> f64 {
    let size = (0..exponent.unsigned_abs().min(300)).fold(1.0, |p, _| p * 10.0);
    if exponent < 0 { 1.0 / size } else { size }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates by intent"
)]
fn whole(value: f64) -> u64 {
    value.max(0.0) as u64
}

#[expect(clippy::cast_possible_truncation, reason = "an exponent")]
fn whole_signed(value: f64) -> i32 {
    value as i32
}

#[expect(clippy::cast_precision_loss, reason = "a number of ticks")]
fn real(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "ticks are exact")]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn clock_ticks_stand_at_natural_times_whenever_the_run_begins() {
        let start = 19 * 3600 + 58 * 60;
        let ticks = clock_ticks(start, 0.0, 3_600.0, 7, "day");
        assert_eq!(
            labels(&ticks),
            ["20:00", "20:10", "20:20", "20:30", "20:40", "20:50"]
        );
        assert_eq!(ticks[0].at, 120.0);
        assert_eq!(
            labels(&clock_ticks(start, 1995.0, 2010.0, 4, "day")),
            ["20:31:15", "20:31:20", "20:31:25", "20:31:30"]
        );
    }

    #[test]
    fn a_run_over_midnight_and_one_of_weeks_can_be_read() {
        let ticks = clock_ticks(23 * 3600, 0.0, 7_200.0, 5, "day");
        assert_eq!(
            labels(&ticks),
            ["23:00", "23:30", "00:00", "00:30", "01:00"]
        );
        let ticks = clock_ticks(0, 0.0, 28.0 * DAY, 6, "day");
        assert_eq!(
            labels(&ticks),
            ["day 1", "day 8", "day 15", "day 22", "day 29"]
        );
        let ticks = clock_ticks(0, 0.0, 2.0 * DAY, 5, "day");
        assert_eq!(
            labels(&ticks),
            ["day 1", "12:00", "day 2", "12:00", "day 3"]
        );
    }

    #[test]
    fn there_are_never_more_ticks_than_asked_for_and_odd_ranges_have_none() {
        for span in [1.0, 7.0, 59.0, 61.0, 3_601.0, 86_399.0, 1e6] {
            for most in 1..12 {
                let n = clock_ticks(71_999, 3.0, 3.0 + span, most, "day").len();
                assert!(n <= most, "{span} {most}: {n}");
            }
        }
        assert!(clock_ticks(0, 5.0, 5.0, 5, "day").is_empty());
        assert!(clock_ticks(0, 0.0, f64::NAN, 5, "day").is_empty());
        assert!(clock_ticks(0, 0.0, f64::INFINITY, 5, "day").is_empty());
    }

    #[test]
    fn values_are_written_as_people_read_them() {
        let n = Numerals::default();
        assert_eq!(value_text(5432.4, Unit::Count, n), "5,432");
        assert_eq!(value_text(0.42, Unit::Count, n), "0.4");
        assert_eq!(value_text(3.0, Unit::Count, n), "3");
        assert_eq!(
            value_text(
                1_234_567.0,
                Unit::Count,
                Numerals {
                    group: '.',
                    decimal: ',',
                    grouped_from: 4
                }
            ),
            "1.234.567"
        );
        assert_eq!(value_text(0.24, Unit::Seconds, n), "240\u{a0}ms");
        assert_eq!(
            value_text(
                1.24,
                Unit::Seconds,
                Numerals {
                    group: '.',
                    decimal: ',',
                    grouped_from: 4
                }
            ),
            "1,2\u{a0}s"
        );
        assert_eq!(value_text(70.6, Unit::Percent, n), "71\u{a0}%");
    }

    #[test]
    fn linear_axes_have_round_ticks_written_alike() {
        let n = Numerals::default();
        let ticks = |max, most, unit| Scale::Linear { max }.ticks(most, unit, n);
        assert_eq!(
            labels(&ticks(6_400.0, 5, Unit::Count)),
            ["0", "2,000", "4,000", "6,000"]
        );
        assert_eq!(labels(&ticks(6_400.0, 2, Unit::Count)), ["0", "5,000"]);
        assert_eq!(
            labels(&ticks(26_000.0, 6, Unit::Count)),
            ["0", "10k", "20k"]
        );
        assert_eq!(
            labels(&ticks(1_300_000.0, 6, Unit::Count)),
            ["0", "0.5M", "1.0M"]
        );
        assert_eq!(
            labels(&ticks(105.0, 5, Unit::Percent)),
            ["0", "25\u{a0}%", "50\u{a0}%", "75\u{a0}%", "100\u{a0}%"]
        );
        assert_eq!(
            labels(&ticks(1.0, 6, Unit::Count)),
            ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            labels(&ticks(0.25, 4, Unit::Seconds)),
            ["0\u{a0}ms", "100\u{a0}ms", "200\u{a0}ms"]
        );
    }

    #[test]
    fn logarithmic_axes_have_ticks_at_decades_and_between_where_there_is_room() {
        let n = Numerals::default();
        let axis = Scale::Log {
            min: 0.05,
            max: 20.0,
        };
        assert_eq!(
            labels(&axis.ticks(4, Unit::Seconds, n)),
            ["100\u{a0}ms", "1\u{a0}s", "10\u{a0}s"]
        );
        assert_eq!(axis.ticks(9, Unit::Seconds, n).len(), 9);
        for height in [0.0, 0.3, 1.0] {
            assert!((axis.height(axis.value(height)) - height).abs() < 1e-12);
        }
        assert_eq!(axis.height(0.0), 0.0, "what is too small lies on the edge");
        assert_eq!(round_down(0.07), 0.05);
        assert_eq!(round_down(0.5), 0.5);
        assert_eq!(round_down(1.9), 1.0);
    }
}
