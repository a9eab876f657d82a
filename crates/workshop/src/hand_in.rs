//! What a team hands in: what it has changed, and what its own rehearsal gave.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use onrush_scenario::Scenario;
use serde::{Deserialize, Serialize};

use crate::wire::{self, NoCode, hash};
use crate::{Invitation, LARGEST_CHANGES, LONGEST_PASTE, MOST_CODES, Standing, patch};

/// The best compression that there is.
const LEVEL: u8 = 10;
/// How a code begins.
const MARK: &str = "orr";
/// Longest name of an engine.
const LONGEST_ENGINE: usize = 40;

/// What a team hands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandIn {
    /// Names the workshop.
    pub workshop: u32,
    /// The team's number.
    pub number: u16,
    /// When, in seconds since 1970 by the team's clock: of several the latest counts.
    pub at_s: u64,
    /// [`Scenario::fingerprint`] of the start, as a number.
    pub start: u64,
    /// That of the changed plan.
    pub plan: u64,
    /// The seed of the crowd.
    pub seed: u64,
    /// What the team's own rehearsal gave, without the surprise.
    pub claim: Claim,
    /// The changes since the start, compressed.
    changes: Vec<u8>,
    /// By which it is known to come from the team's link, unchanged.
    seal: u64,
}

/// What is claimed of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Name and version of the engine.
    pub engine: String,
    /// The first 64 bits of the digest.
    pub digest: u64,
    /// 0 holds, 1 holds slowly, 2 breaks.
    pub verdict: u8,
    /// The second in which it broke.
    pub break_s: Option<u32>,
    /// Visits that came.
    pub arrived: u64,
    /// Visits that were served well.
    pub served_well: u64,
    /// Visits that were lost.
    pub lost: u64,
}

impl Claim {
    /// That of a rehearsal.
    #[must_use]
    pub fn of(standing: &Standing) -> Self {
        Self {
            engine: standing.engine.clone(),
            digest: standing.mark(),
            verdict: standing.verdict_number(),
            break_s: standing.break_s,
            arrived: standing.arrived,
            served_well: standing.served_well,
            lost: standing.lost,
        }
    }
}

/// A fingerprint as a number.
pub(crate) fn number(fingerprint: &str) -> u64 {
    u64::from_str_radix(fingerprint, 16).unwrap_or(0)
}

impl HandIn {
    /// What the team of this invitation hands in: its plan, the rehearsal of it with the workshop's seed, and when. `None` when the
    /// changes are too large for a code.
    #[must_use]
    pub fn of(
        invitation: &Invitation,
        plan: &Scenario,
        standing: &Standing,
        at_s: u64,
    ) -> Option<Self> {
        let start = invitation.game.start().ok()?;
        let changes = patch::between(&start, plan)?;
        if changes.len() > LARGEST_CHANGES {
            return None;
        }
        let mut made = Self {
            workshop: invitation.workshop,
            number: invitation.team.number,
            at_s,
            start: number(&start.fingerprint()),
            plan: number(&plan.fingerprint()),
            seed: invitation.game.seed,
            claim: Claim::of(standing),
            changes: compress_to_vec(changes.as_bytes(), LEVEL),
            seal: 0,
        };
        made.seal = made.sealed(invitation.token)?;
        Some(made)
    }

    /// As a text that can be sent: `orr1-…`.
    #[must_use]
    pub fn code(&self) -> String {
        // Larger ones are not made.
        wire::write(wire::RESULT, self).unwrap_or_default()
    }

    /// Reads it, from wherever it comes.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(code: &str) -> Result<Self, NoCode> {
        let read: Self = wire::read(wire::RESULT, code)?;
        if read.claim.engine.len() > LONGEST_ENGINE {
            return Err(NoCode::Damaged);
        }
        Ok(read)
    }

    /// The seal that it should have.
    fn sealed(&self, token: u64) -> Option<u64> {
        let open = Self {
            seal: 0,
            ..self.clone()
        };
        let bytes = postcard::to_allocvec(&open).ok()?;
        Some(hash(&[b"result", &token.to_be_bytes(), &bytes]))
    }

    /// Whether it was made with this token, and not changed since.
    pub(crate) fn is_sealed_with(&self, token: u64) -> bool {
        self.sealed(token) == Some(self.seal)
    }

    /// The plan that it stands for.
    ///
    /// # Errors
    /// What is wrong with its changes, or with the plan.
    pub(crate) fn plan(&self, start: &Scenario) -> Result<Scenario, onrush_network::Faults> {
        let none = || {
            onrush_network::Faults(vec![onrush_network::Fault::new(
                "changes",
                "this",
                format!("at most {LARGEST_CHANGES} bytes of changes"),
            )])
        };
        let changes = decompress_to_vec_with_limit(&self.changes, LARGEST_CHANGES)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(none)?;
        patch::apply(start, &changes)
    }
}

/// All codes in a text, in their order, whatever stands between them; of one that is none, why, and its first letters.
#[must_use]
pub fn find(text: &str) -> Vec<(String, Result<HandIn, NoCode>)> {
    let mut text = text;
    if text.len() > LONGEST_PASTE {
        let mut end = LONGEST_PASTE;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text = &text[..end];
    }
    let mut found = Vec::new();
    let (mut at, mut ended) = (0, 0);
    while let Some(next) = text[at..].find(MARK) {
        let from = at + next;
        at = from + MARK.len();
        let before = text[..from].chars().next_back();
        // A word that happens to end so; but a code may stand right behind another.
        if from != ended
            && before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        {
            continue;
        }
        let rest = &text[from..];
        // Up to the next one, so that what is cut off does not go on with another.
        let end = rest[MARK.len()..].match_indices(MARK).find_map(|(i, _)| {
            let i = i + MARK.len();
            rest[i..].starts_with("orr1-").then_some(i)
        });
        let part = &rest[..end.unwrap_or(rest.len())];
        let read = match HandIn::read(part) {
            // A code in which by chance such letters stand.
            Err(NoCode::Damaged) if end.is_some() => {
                let whole = HandIn::read(rest);
                if whole.is_ok() {
                    whole
                } else {
                    Err(NoCode::Damaged)
                }
            }
            read => read,
        };
        if read == Err(NoCode::Other) {
            continue;
        }
        if let Ok(read) = &read {
            let code = read.code();
            if rest.starts_with(&code) {
                ended = from + code.len();
                at = ended;
            }
        }
        let shown = part.split_whitespace().next().unwrap_or_default();
        found.push((shown.chars().take(20).collect(), read));
        if found.len() >= MOST_CODES {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Workshop;

    fn made() -> (Workshop, HandIn) {
        let workshop = Workshop::new(42, "toy-shop").with_teams(&["Blue", "Red"]);
        let blue = workshop.invitation(0).unwrap();
        let mut plan = blue.game.start().unwrap();
        plan.site.web.servers += 5;
        let standing = Standing {
            engine: "onrush 0.1.0".to_owned(),
            digest: "0123456789abcdef0123456789abcdef".to_owned(),
            arrived: 100_000,
            served_well: 90_000,
            ..Standing::default()
        };
        let made = HandIn::of(&blue, &plan, &standing, 1_700_000_000).unwrap();
        (workshop, made)
    }

    #[test]
    fn a_code_is_short_and_comes_back_with_its_plan() {
        let (workshop, made) = made();
        let code = made.code();
        assert!(code.len() < 240, "{}", code.len());
        assert_eq!(HandIn::read(&code), Ok(made.clone()));
        let start = workshop.game.start().unwrap();
        let plan = made.plan(&start).unwrap();
        assert_eq!(plan.site.web.servers, start.site.web.servers + 5);
        assert_eq!(made.plan, number(&plan.fingerprint()));
        assert!(made.is_sealed_with(workshop.token(1)));
        assert!(!made.is_sealed_with(workshop.token(2)));
    }

    #[test]
    fn every_field_that_is_tampered_with_breaks_the_seal() {
        let (workshop, made) = made();
        let changes: [&dyn Fn(&mut HandIn); 13] = [
            &|m| m.workshop += 1,
            &|m| m.number = 2,
            &|m| m.at_s += 1,
            &|m| m.start += 1,
            &|m| m.plan += 1,
            &|m| m.seed += 1,
            &|m| m.claim.engine.push('1'),
            &|m| m.claim.digest += 1,
            &|m| m.claim.verdict += 1,
            &|m| m.claim.break_s = Some(1),
            &|m| m.claim.served_well += 1,
            &|m| m.claim.lost += 1,
            &|m| m.changes.push(0),
        ];
        for (i, change) in changes.into_iter().enumerate() {
            let mut forged = made.clone();
            change(&mut forged);
            assert_eq!(HandIn::read(&forged.code()), Ok(forged.clone()));
            assert!(!forged.is_sealed_with(workshop.token(1)), "{i}");
        }
    }

    #[test]
    fn codes_are_found_in_any_mess() {
        let (_, made) = made();
        let code = made.code();
        let lines: Vec<_> = code.as_bytes().chunks(60).collect();
        let wrapped = "> ".to_owned() + &String::from_utf8_lossy(&lines.join(&b"\r\n> "[..]));
        let cut = &code[..code.len() - 10];
        let text = format!(
            "Hello, sorry, torr1-x is no code, nor is orrery.\n{wrapped}\nRed:\"{code}\".\n{cut}\n{cut} {code};{code}{code} orr2-abc é"
        );
        let found: Vec<_> = find(&text).into_iter().map(|(_, read)| read).collect();
        let good = || Ok(made.clone());
        assert_eq!(
            found,
            [
                good(),
                good(),
                Err(NoCode::Damaged),
                Err(NoCode::Damaged),
                good(),
                good(),
                good(),
                Err(NoCode::Newer),
            ]
        );
        assert_eq!(find(""), []);
        let many = format!("{code} ").repeat(MOST_CODES + 50);
        assert_eq!(find(&many).len(), MOST_CODES);
        assert!(find(&"é".repeat(LONGEST_PASTE)).is_empty());
    }

    #[test]
    fn a_bomb_ends_early() {
        let (workshop, made) = made();
        let bomb = HandIn {
            changes: compress_to_vec(&vec![b' '; 10_000_000], LEVEL),
            ..made
        };
        assert!(bomb.plan(&workshop.game.start().unwrap()).is_err());
    }
}
