//! Decimal numbers as text, to the nearest floating-point number.
//!
//! The standard library does the same faster, by a table of 10 kB that cannot be compressed: too much for programs that are fetched
//! over a line to read a page of plan (docs/decisions/0006-what-the-page-weighs.md). Here the usual number takes one multiplication
//! or division, which round once and so rightly (Clinger 1990); what does not fit that takes whole numbers of any length.

use std::cmp::Ordering;

/// Powers of ten up to this one are exact.
const EXACT_POWER: i64 = 22;
/// More than any finite number has before its point, with some room.
const LARGE: i64 = 400;
/// Digits beyond these decide nothing but whether there is more: 768 are enough for the middle between two numbers.
const DIGITS: usize = 800;
/// Bits of a significand, the leading one included.
const SIGNIFICAND: i64 = 53;
/// The exponent of the smallest number that has all its bits.
const LOWEST: i64 = -1022;
/// The exponent of the largest.
const HIGHEST: i64 = 1023;

/// The number that `text` says, as the standard library reads it to the last bit: `12`, `-0.5`, `.5`, `6.02e23`. One that is too large
/// is infinite; there are no other names for numbers (`inf`, `nan`). `None` for anything else.
///
/// ```
/// use onrush_json::decimal;
/// assert_eq!(decimal("0.1"), Some(0.1));
/// assert_eq!(decimal("1e3"), Some(1000.0));
/// assert_eq!(decimal("1,5"), None);
/// ```
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], power(&text[at + 1..])?),
        None => (text, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() + part.len() == 0 || !(all_digits(whole) && all_digits(part)) {
        return None;
    }
    let size = magnitude(whole, part, exponent);
    Some(if negative { -size } else { size })
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A power of ten; one that is far beyond all numbers stands for all such.
fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !all_digits(digits) {
        return None;
    }
    let size = digits.bytes().fold(0_i64, |sum, b| {
        (sum * 10 + i64::from(b - b'0')).min(i64::from(u32::MAX))
    });
    Some(if text.starts_with('-') { -size } else { size })
}

/// The number with these digits before and behind its point, times a power of ten.
fn magnitude(whole: &str, part: &str, exponent: i64) -> f64 {
    let all = whole.bytes().chain(part.bytes());
    let mut digits: Vec<u8> = all.skip_while(|b| *b == b'0').collect();
    // Where the last digit stands: every length of a text is far below 2^62.
    let mut last = exponent - i64::try_from(part.len()).unwrap_or(i64::MAX / 2);
    while digits.last() == Some(&b'0') {
        digits.pop();
        last += 1;
    }
    let count = i64::try_from(digits.len()).unwrap_or(i64::MAX / 2);
    if digits.is_empty() || count + last < -LARGE {
        return 0.0;
    }
    if count + last > LARGE {
        return f64::INFINITY;
    }
    if digits.len() > DIGITS {
        last += count - i64::try_from(DIGITS).unwrap_or(count);
        digits.truncate(DIGITS);
        // There is more, so it is not exactly in the middle of two numbers.
        digits.push(b'1');
        last -= 1;
    }
    exact(&digits, last).unwrap_or_else(|| nearest(&digits, last))
}

/// By one operation, where that rounds the true result.
#[expect(
    clippy::cast_precision_loss,
    reason = "checked: it has no more bits than a significand"
)]
fn exact(digits: &[u8], last: i64) -> Option<f64> {
    if digits.len() > 15 || last.abs() > EXACT_POWER {
        return None;
    }
    let number = digits
        .iter()
        .fold(0_u64, |sum, b| sum * 10 + u64::from(b - b'0'));
    // Each of these is exact, too.
    let ten = (0..last.abs()).fold(1.0, |power, _| power * 10.0);
    Some(if last < 0 {
        number as f64 / ten
    } else {
        number as f64 * ten
    })
}

/// By long division of whole numbers: `digits` times ten to the power of `last`.
fn nearest(digits: &[u8], last: i64) -> f64 {
    let mut above = Large::of(1);
    above.0.clear();
    for digit in digits {
        above.times_and(10, u32::from(digit - b'0'));
    }
    let mut below = Large::of(1);
    let scaled = if last < 0 { &mut below } else { &mut above };
    for _ in 0..last.abs() {
        scaled.times_and(10, 0);
    }
    // The quotient of these has 54 or 55 bits.
    let shift = SIGNIFICAND + 1 - (above.bits() - below.bits());
    let shifted = if shift < 0 { &mut below } else { &mut above };
    for _ in 0..shift.abs() {
        shifted.times_and(2, 0);
    }
    let mut quotient = 0_u64;
    let steps = SIGNIFICAND + 2;
    for _ in 0..steps {
        below.times_and(2, 0);
    }
    for _ in 0..=steps {
        quotient <<= 1;
        if above.compare(&below) != Ordering::Less {
            above.less(&below);
            quotient |= 1;
        }
        below.halve();
    }
    put_together(quotient, -shift, !above.0.is_empty())
}

/// `quotient` (and a little more, where there is a `rest`) times two to the power of `exponent`, rounded; in the middle to the even one.
fn put_together(quotient: u64, exponent: i64, rest: bool) -> f64 {
    let bits = 64 - i64::from(quotient.leading_zeros());
    let leading = exponent + bits - 1;
    if leading > HIGHEST {
        return f64::INFINITY;
    }
    // The smallest numbers have fewer bits.
    let kept = SIGNIFICAND - (LOWEST - leading).max(0);
    let dropped = bits - kept;
    if kept < 0 {
        return 0.0;
    }
    let significand = quotient >> dropped;
    let behind = quotient & ((1 << dropped) - 1);
    let middle = 1_u64 << (dropped - 1);
    let up = match behind.cmp(&middle) {
        Ordering::Less => false,
        Ordering::Equal => rest || significand & 1 == 1,
        Ordering::Greater => true,
    };
    // A significand that rounds up to the next power of two carries into the exponent, as it should; the leading bit of a whole one
    // is the lowest of the exponent.
    let place = u64::try_from(leading - LOWEST).unwrap_or(0) << (SIGNIFICAND - 1);
    f64::from_bits(place + significand + u64::from(up))
}

/// A whole number of any length: 32 bits each, the lowest first, the last not 0.
struct Large(Vec<u32>);

impl Large {
    fn of(n: u32) -> Self {
        Self(vec![n])
    }

    fn bits(&self) -> i64 {
        let Some(top) = self.0.last() else { return 0 };
        i64::try_from(self.0.len()).unwrap_or(i64::MAX / 64) * 32 - i64::from(top.leading_zeros())
    }

    /// Times `factor` and `more`.
    fn times_and(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = low(carry);
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    fn halve(&mut self) {
        let mut above = 0;
        for word in self.0.iter_mut().rev() {
            let next = *word << 31;
            *word = *word >> 1 | above;
            above = next;
        }
        self.trim();
    }

    /// Minus `other`, which is not larger.
    fn less(&mut self, other: &Self) {
        let mut borrow = false;
        for (i, word) in self.0.iter_mut().enumerate() {
            let taken = other.0.get(i).copied().unwrap_or(0);
            let (first, one) = word.overflowing_sub(taken);
            let (second, two) = first.overflowing_sub(u32::from(borrow));
            *word = second;
            borrow = one || two;
        }
        self.trim();
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
const fn low(n: u64) -> u32 {
    n as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str) {
        let ours = decimal(text).map(f64::to_bits);
        let theirs = text.parse::<f64>().ok().map(f64::to_bits);
        assert_eq!(ours, theirs, "{text}");
    }

    /// The next of a simple sequence of numbers that look random.
    fn next(state: &mut u64) -> u64 {
        *state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (*state >> 32) ^ (*state << 17)
    }

    #[test]
    fn what_is_a_number() {
        for text in [
            "0", "-0", "+1", "007", "1.", ".5", "-.5e1", "1E+2", "1e-2", "0.0", "0e99999", "3e22",
            "3e23",
        ] {
            same(text);
        }
        for text in [
            "", "-", ".", "e1", "1e", "1e+", "1e1.0", "1.2.3", "--1", " 1", "1 ", "1,5", "0x1",
            "é", "1é", "١",
        ] {
            assert_eq!(decimal(text), None, "{text}");
            assert!(text.parse::<f64>().is_err(), "{text}");
        }
    }

    #[test]
    fn edges_are_those_of_the_standard_library() {
        for text in [
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "2.225073858507201e-308",
            "4.9e-324",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2e-324",
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.00000000000000000001",
            "9007199254740995",
            "0.500000000000000166533453693773481063544750213623046875",
            "3.518437208883201171875e13",
            "62.5364939768271845828",
            "8.10109172351e-10",
            "1.50000000000000011102230246251565",
            "179769313486231580793728971405301e276",
        ] {
            same(text);
        }
        // Longer than anything that decides: in the middle, and a little more.
        let middle = format!("{:.1074}", f64::from_bits(1) / 1.0);
        same(&middle);
        same(&format!("{middle}{}1", "0".repeat(2000)));
        same(&format!("1{}", "0".repeat(308)));
        same(&format!("1{}", "0".repeat(309)));
        same(&format!("0.{}1e700", "0".repeat(699)));
    }

    #[test]
    fn every_number_comes_back() {
        let mut state = 1;
        for _ in 0..40_000 {
            let number = f64::from_bits(next(&mut state) ^ next(&mut state) << 32);
            if !number.is_finite() {
                continue;
            }
            same(&format!("{number:e}"));
            same(&format!("{number:.16e}"));
            // The middle between it and the next one.
            let above = f64::from_bits(number.to_bits() + 1);
            same(&format!("{number:.20e}"));
            same(&format!("{above:.18e}"));
        }
    }

    #[test]
    fn usual_numbers_are_read_as_written() {
        let mut state = 2;
        for _ in 0..40_000 {
            let (whole, part) = (next(&mut state), next(&mut state));
            same(&format!("{}.{}", whole % 1_000_000, part % 10_000));
            same(&format!("{whole}.{part}"));
            let power = i64::try_from(part % 700).unwrap() - 350;
            same(&format!("{whole}e{power}"));
        }
    }

    #[test]
    fn the_middle_between_two_goes_to_the_even_one() {
        let mut state = 3;
        for _ in 0..2_000 {
            // 54 bits: exactly between two numbers, and one digit more or less.
            let odd = (next(&mut state) & ((1 << 53) - 1)) | 1 << 53 | 1;
            for scale in [0_u32, 1, 7, 60] {
                let middle = u128::from(odd) << scale;
                same(&middle.to_string());
                same(&format!("{middle}.0000000000000000000000001"));
                same(&(middle - 1).to_string());
            }
            let halves = format!("{}.5", odd >> 1);
            same(&halves);
        }
    }
}
