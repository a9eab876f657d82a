//! The exponential function, fast and the same everywhere.
//!
//! `libm::exp` is correctly rounded to within one unit in the last place and takes about 25 ns here; drawing log-normal
//! times made it a fifth of all run time. A time needs eight digits at most. This one is good to ten and takes a fifth of
//! that, by additions and multiplications alone, which give the same bits on every platform.

/// Steps of the table in one octave.
const STEPS: u8 = 64;

/// 2^(i/64). Written out, because `libm::exp2`, which makes the same numbers, brings a table of its own that is eight times as large, and
/// which a frame in another page would wait for.
#[expect(clippy::approx_constant, reason = "√2 is one of them")]
#[rustfmt::skip]
static TABLE: [f64; STEPS as usize] = [
    1.0, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284,
    1.0442737824274138, 1.0556451783605572, 1.0671404006768237, 1.0787607977571199,
    1.0905077326652577, 1.102382583307841, 1.1143867425958924, 1.1265216186082418,
    1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812,
    1.189207115002721, 1.202156731452703, 1.215247359980469, 1.22848053610687,
    1.241857812073484, 1.255380757024691, 1.2690509571917332, 1.2828700160787783,
    1.2968395546510096, 1.3109612115247644, 1.3252366431597413, 1.339667524053303,
    1.3542555469368927, 1.3690024229745905, 1.383909881963832, 1.3989796725383112,
    1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
    1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384,
    1.5422108254079407, 1.559004400237837, 1.5759808451078865, 1.593142151342267,
    1.6104903319492543, 1.6280274218573478, 1.645755478153965, 1.6636765803267364,
    1.681792830507429, 1.7001063537185235, 1.718619298122478, 1.7373338352737062,
    1.7562521603732995, 1.7753764925265212, 1.7947090750031072, 1.8142521755003989,
    1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656,
    1.9152065613971474, 1.9360617934922943, 1.9571441241754002, 1.978456026387951,
];

/// Steps of the table in one unit of the exponent of e.
pub(crate) const STEPS_PER_UNIT: f64 = STEPS as f64 / core::f64::consts::LN_2;
/// The farthest from zero that [`power_of_two`] may be asked for: 2^±1000.
pub(crate) const FARTHEST: f64 = STEPS as f64 * 1000.0;

/// 2^(x/64) for drawing random times, to ten digits. `x` lies within [`FARTHEST`], which is not looked at here: what draws many times
/// makes sure of it once. Whoever draws e^(μ + σz) keeps μ and σ in steps of the table, so that the way from the random number to the
/// time, which all that follows waits for, is two multiplications and two comparisons shorter than through e^x.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the low 32 bits are what is wanted"
)]
pub(crate) fn power_of_two(x: f64) -> f64 {
    /// 1.5 · 2⁵²: added to a number it leaves the nearest whole one in the low bits, without a conversion.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const A: f64 = 1.0 / STEPS_PER_UNIT;
    const B: f64 = A * A / 2.0;
    const C: f64 = A * A * A / 6.0;
    let rounded = x + ROUND;
    let n = rounded.to_bits() as u32;
    let r = x - (rounded - ROUND);
    // |r| ≤ 1/2, and A is 0.011: the fourth term of the series is below 4 · 10⁻¹¹.
    // Grouped so that the processor can work on both halves at once.
    let series = (1.0 + r * A) + (r * r) * (B + r * C);
    // Whole octaves are added to the exponent.
    let octaves = i64::from(n.cast_signed() >> STEPS.trailing_zeros()) << 52;
    let part = TABLE[(n & u32::from(STEPS - 1)) as usize];
    f64::from_bits(part.to_bits().wrapping_add_signed(octaves)) * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_the_powers_of_two() {
        for (i, power) in (0..STEPS).zip(TABLE) {
            let wanted = libm::exp2(f64::from(i) / f64::from(STEPS));
            assert_eq!(power.to_bits(), wanted.to_bits(), "{i}");
        }
    }

    #[test]
    fn agrees_with_libm_to_ten_digits_as_far_as_it_may_be_asked() {
        let mut x = -FARTHEST;
        while x <= FARTHEST {
            let (ours, theirs) = (power_of_two(x), libm::exp2(x / f64::from(STEPS)));
            assert!(
                (ours / theirs - 1.0).abs() < 1e-10,
                "{x}: {ours} against {theirs}"
            );
            x += 1.0123;
        }
        let (top, bottom) = (power_of_two(FARTHEST), power_of_two(-FARTHEST));
        assert!(top.is_finite() && top > 1e300 && bottom > 0.0 && bottom < 1e-300);
    }
}
