//! Integer time.

/// A point in time or a span, in ticks of a [`Clock`]. At most 44 bits are used, so that a solver can put a sequence
/// number of 20 bits beside it in one word.
pub type Ticks = u64;

/// Converts seconds to ticks of 2⁻ᵏ s and back.
///
/// A power of two makes the conversion exact (a multiplication of a float by a power of two loses nothing), makes whole
/// seconds whole numbers of ticks, and turns "which second is this?" into a shift. `k` is as large as the run's length
/// allows, at most 30: a run of two hours has ticks of just under a nanosecond, one of four weeks of a quarter of a
/// microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    shift: u32,
}

impl Clock {
    /// The largest number of ticks that a time may have (2⁴⁴ − 1); later times are capped here.
    pub const MAX: Ticks = (1 << 44) - 1;

    /// The finest clock that can tell twice `horizon_s` seconds.
    #[must_use]
    pub fn for_horizon(horizon_s: u32) -> Self {
        let bits = 32 - horizon_s.leading_zeros();
        Self {
            shift: (43 - bits).min(30),
        }
    }

    /// Ticks in one second.
    #[must_use]
    pub fn ticks_per_second(self) -> Ticks {
        1 << self.shift
    }

    /// `seconds` as ticks, to the nearest; negative and undefined values are zero, too large ones [`Clock::MAX`].
    #[must_use]
    #[inline(always)]
    pub fn ticks(self, seconds: f64) -> Ticks {
        Self::round(seconds * self.ticks_per_second() as f64)
    }

    /// A number of ticks to the nearest whole one (half-way to the even one); saturates likewise.
    #[must_use]
    #[inline(always)]
    pub fn round(ticks: f64) -> Ticks {
        if ticks >= 0.0 && ticks < Self::MAX as f64 {
            // Adding 2⁵² leaves no room for digits behind the point: the sum's fraction is the rounded number. A saturating cast
            // takes three times as long. The comparisons are guessed, so nothing waits for them, as it would for the lesser of two numbers.
            (ticks + (1_u64 << 52) as f64).to_bits() & ((1 << 52) - 1)
        } else {
            Self::limit(ticks)
        }
    }

    #[cold]
    fn limit(ticks: f64) -> Ticks {
        if ticks > 0.0 { Self::MAX } else { 0 }
    }

    /// Ticks as seconds; exact up to 2⁵³ ticks, which is past [`Clock::MAX`].
    #[must_use]
    pub fn seconds(self, ticks: Ticks) -> f64 {
        ticks as f64 / self.ticks_per_second() as f64
    }

    /// The whole second in which `ticks` lies.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "44 bits less the shift of at least 11 fit"
    )]
    pub fn whole_second(self, ticks: Ticks) -> u32 {
        (ticks >> self.shift) as u32
    }

    /// The tick at which second `second` begins.
    #[must_use]
    pub fn start_of(self, second: u32) -> Ticks {
        u64::from(second) << self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_are_exact_for_every_length_of_run() {
        for horizon in [1, 59, 3600, 7200, 86_400, 28 * 86_400, u32::MAX] {
            let clock = Clock::for_horizon(horizon);
            assert_eq!(
                clock.ticks(f64::from(horizon)),
                clock.start_of(horizon),
                "{horizon}"
            );
            assert_eq!(clock.whole_second(clock.start_of(horizon) - 1), horizon - 1);
            assert!(
                clock.start_of(horizon) <= Clock::MAX / 2 + 1,
                "room for what ends after the run"
            );
        }
    }

    #[test]
    fn odd_values_saturate() {
        let clock = Clock::for_horizon(60);
        assert_eq!(clock.ticks(-1.0), 0);
        assert_eq!(clock.ticks(f64::NAN), 0);
        assert_eq!(clock.ticks(f64::INFINITY), Clock::MAX);
        assert_eq!(clock.ticks(1e300), Clock::MAX);
    }
}
