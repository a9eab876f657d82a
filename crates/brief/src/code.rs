//! A short code by which anybody can check that a paper tells what the rehearsal gave.
//!
//! `or1-FINGERPRINT-SEED-ENGINE-DIGEST-FIGURES-CHECK`: the plan's fingerprint, the seed, the engine's version, the first half of the
//! run's digest, verdict, break, visits that came and that were lost, and four letters by which a slip of the hand is told from a
//! difference. The plan itself is not in it.

use onrush_diagnose::Verdict;
use serde::Serialize;

/// The version of this way of writing.
const VERSION: &str = "or1";
/// Longest code that is looked at, in bytes.
const LONGEST: usize = 200;
/// Digits of the digest that are in a code: 64 bits.
const DIGEST: usize = 16;

/// A rehearsal in a few figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// Of the plan.
    pub fingerprint: String,
    /// Of the crowd.
    pub seed: u64,
    /// Version of the engine, as `0.1.0`.
    pub engine: String,
    /// The first 16 digits of the run's digest.
    pub digest: String,
    /// Whether it held.
    pub verdict: Verdict,
    /// The second in which it broke.
    pub break_s: Option<u32>,
    /// Visits that came.
    pub arrived: u64,
    /// Visits that were lost.
    pub lost: u64,
}

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCode {
    /// It does not look like one.
    Other,
    /// It was written by a newer program, in a way that is not known here.
    Newer,
    /// A letter is missing or wrong.
    Slip,
}

/// What a check has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "found")]
pub enum Checked {
    /// The same plan gives the same figures.
    Verified,
    /// The plan is another one: it was changed since.
    OtherPlan,
    /// The plan is the same, the crowd another one.
    OtherSeed,
    /// Plan and seed are the same, the engine is of another version.
    OtherEngine {
        /// Whether the few figures of the code came out the same all the same.
        same_figures: bool,
    },
    /// Plan, seed and engine are the same, and yet other figures came out.
    OtherFigures,
}

impl Code {
    /// The version in the name of an engine: `0.1.0` of `onrush 0.1.0`.
    #[must_use]
    pub fn version(engine: &str) -> String {
        let version = engine.rsplit(' ').next().unwrap_or_default();
        let kept = version
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '.');
        kept.collect()
    }

    /// Reads a code, which may come from anybody: large or small, with spaces where it was broken.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Self, NoCode> {
        if text.len() > 4 * LONGEST {
            return Err(NoCode::Other);
        }
        let text: String = text.split_whitespace().collect();
        let text = text.to_ascii_lowercase();
        if text.len() > LONGEST {
            return Err(NoCode::Other);
        }
        let parts: Vec<&str> = text.split('-').collect();
        let version = parts.first().and_then(|v| v.strip_prefix("or"));
        match version {
            Some("1") => {}
            Some(n) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => {
                return Err(NoCode::Newer);
            }
            _ => return Err(NoCode::Other),
        }
        let (body, check) = text.rsplit_once('-').ok_or(NoCode::Slip)?;
        if check != mark(body) {
            return Err(NoCode::Slip);
        }
        Self::of_parts(&parts).ok_or(NoCode::Slip)
    }

    fn of_parts(parts: &[&str]) -> Option<Self> {
        let &[_, fingerprint, seed, engine, digest, figures, _] = parts else {
            return None;
        };
        let figures: Vec<&str> = figures.split('.').collect();
        let &[held, arrived, lost] = figures.as_slice() else {
            return None;
        };
        let (verdict, second) = held.split_at_checked(1)?;
        let hexadecimal =
            |text: &str| text.len() == DIGEST && text.bytes().all(|b| b.is_ascii_hexdigit());
        (hexadecimal(fingerprint) && hexadecimal(digest)).then_some(())?;
        Some(Self {
            fingerprint: fingerprint.to_owned(),
            seed: number(seed)?,
            engine: engine.to_owned(),
            digest: digest.to_owned(),
            verdict: match verdict {
                "h" => Verdict::Holds,
                "s" => Verdict::HoldsSlowly,
                "b" => Verdict::Breaks,
                _ => return None,
            },
            break_s: match second {
                "" => None,
                second => Some(u32::try_from(number(second)?).ok()?),
            },
            arrived: number(arrived)?,
            lost: number(lost)?,
        })
    }

    /// What this code says of a rehearsal that gave `now`.
    #[must_use]
    pub fn check(&self, now: &Self) -> Checked {
        let figures = |code: &Self| (code.verdict, code.break_s, code.arrived, code.lost);
        if self.fingerprint != now.fingerprint {
            Checked::OtherPlan
        } else if self.seed != now.seed {
            Checked::OtherSeed
        } else if self.engine != now.engine {
            Checked::OtherEngine {
                same_figures: figures(self) == figures(now),
            }
        } else if self.digest == now.digest && figures(self) == figures(now) {
            Checked::Verified
        } else {
            Checked::OtherFigures
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verdict = match self.verdict {
            Verdict::Holds => 'h',
            Verdict::HoldsSlowly => 's',
            Verdict::Breaks => 'b',
        };
        let body = format!(
            "{VERSION}-{}-{}-{}-{}-{verdict}{}.{}.{}",
            self.fingerprint,
            letters(self.seed),
            self.engine,
            self.digest.get(..DIGEST).unwrap_or(&self.digest),
            self.break_s.map_or_else(String::new, |s| letters(s.into())),
            letters(self.arrived),
            letters(self.lost),
        );
        write!(f, "{body}-{}", mark(&body))
    }
}

/// Cyclic redundancy check with 16 bits (CCITT's polynomial): finds every slip of one letter, and two letters that changed places.
fn mark(body: &str) -> String {
    let mut sum: u16 = 0xffff;
    for byte in body.bytes() {
        sum ^= u16::from(byte) << 8;
        for _ in 0..8 {
            sum = if sum & 0x8000 == 0 {
                sum << 1
            } else {
                sum << 1 ^ 0x1021
            };
        }
    }
    format!("{sum:04x}")
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A number in base 36.
fn letters(mut n: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[(n % 36) as usize]));
        n /= 36;
        if n == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

fn number(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 36)
        .ok()
        .filter(|_| !text.starts_with('+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code {
            fingerprint: "0123456789abcdef".to_owned(),
            seed: u64::MAX,
            engine: "0.1.0".to_owned(),
            digest: "fedcba9876543210".to_owned(),
            verdict: Verdict::Breaks,
            break_s: Some(972),
            arrived: 682_000,
            lost: 398_112,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for code in [
            code(),
            Code {
                verdict: Verdict::Holds,
                break_s: None,
                lost: 0,
                seed: 1,
                ..code()
            },
        ] {
            let written = code.to_string();
            assert!(written.len() < 100, "{written}");
            assert_eq!(Code::read(&written), Ok(code.clone()));
            let broken = format!(" {}\n {} ", &written[..30], &written[30..]).to_uppercase();
            assert_eq!(Code::read(&broken), Ok(code));
        }
        let long = Code {
            digest: "fedcba98765432100123456789abcdef".to_owned(),
            ..code()
        };
        assert_eq!(Code::read(&long.to_string()), Ok(code()));
    }

    #[test]
    fn every_slip_of_a_letter_is_found() {
        let written = code().to_string();
        for at in 4..written.len() {
            for to in ["0", "x", ""] {
                let mut slipped = written.clone();
                slipped.replace_range(at..=at, to);
                if slipped != written {
                    assert_eq!(Code::read(&slipped), Err(NoCode::Slip), "{slipped}");
                }
            }
        }
        assert_eq!(Code::read("or2-whatever"), Err(NoCode::Newer));
        for other in [
            "",
            "or",
            "orx-1",
            "https://example.com",
            "1-2-3-4-5-6-7",
            "\u{e9}",
        ] {
            assert_eq!(Code::read(other), Err(NoCode::Other), "{other}");
        }
        assert_eq!(Code::read(&"or1-".repeat(1000)), Err(NoCode::Other));
    }

    #[test]
    fn a_check_says_what_is_different() {
        let now = code();
        let check = |then: Code| then.check(&now);
        assert_eq!(check(code()), Checked::Verified);
        let other = |change: &dyn Fn(&mut Code)| {
            let mut then = code();
            change(&mut then);
            check(then)
        };
        assert_eq!(
            other(&|c| c.fingerprint = "0".repeat(16)),
            Checked::OtherPlan
        );
        assert_eq!(other(&|c| c.seed = 2), Checked::OtherSeed);
        let same_figures = Checked::OtherEngine { same_figures: true };
        assert_eq!(
            other(&|c| {
                c.engine = "0.2.0".to_owned();
                c.digest = "0".repeat(16);
            }),
            same_figures
        );
        assert_eq!(
            other(&|c| {
                c.engine = "0.2.0".to_owned();
                c.lost += 1;
            }),
            Checked::OtherEngine {
                same_figures: false
            }
        );
        assert_eq!(other(&|c| c.digest = "0".repeat(16)), Checked::OtherFigures);
        assert_eq!(other(&|c| c.lost += 1), Checked::OtherFigures);
    }

    #[test]
    fn the_version_is_the_last_word_of_the_engines_name() {
        assert_eq!(Code::version("onrush 0.1.0"), "0.1.0");
        assert_eq!(Code::version("onrush 0.2.0-rc.1"), "0.2.0rc.1");
        assert_eq!(Code::version(""), "");
    }
}
