//! A workshop: several teams with the same story, the same crowd and the same surprise, and a scoreboard that is computed, not
//! claimed.
//!
//! A [`Workshop`] is what a trainer sets. Each team gets an [`Invitation`], a short text for a link in which the surprise cannot be
//! read at a glance. What a team hands in is a [`HandIn`]: what it has changed since the start, and what its own rehearsal gave.
//! [`find`] finds such codes in any text, [`Board`] says what each is worth, which rehearsals are needed to know it ([`Board::wanted`]),
//! and in which order the teams stand.
//!
//! Nobody has to be believed: the plan is rebuilt from the story and the changes, rehearsed with the same seed, with and without the
//! surprise, and a claim that differs is called forged. What this cannot prevent is told in `docs/workshop.md`: whoever has a team's
//! link can hand in for that team, and whoever takes the program apart can read the surprise.
//!
//! # Example
//!
//! ```
//! use onrush_workshop::{Board, HandIn, Standing, Workshop};
//!
//! let workshop = Workshop::new(0x5eed, "toy-shop").with_teams(&["Blue", "Red"]);
//! let blue = workshop.invitation(0).unwrap();
//! assert_eq!(onrush_workshop::Invitation::read(&blue.code()).as_ref(), Ok(&blue));
//!
//! // The team changes its plan, rehearses it, and hands in.
//! let start = blue.game.start().unwrap();
//! let mut plan = start.clone();
//! plan.site.web.servers = 12;
//! let claim = Standing { arrived: 1000, served_well: 900, ..Standing::default() };
//! let code = HandIn::of(&blue, &plan, &claim, 0).unwrap().code();
//!
//! let board = Board::new(&workshop, &format!("Blue here:\n> {code}\nThanks!"), "", "").unwrap();
//! assert_eq!(board.handed().len(), 1);
//! assert_eq!(board.wanted().len(), 2, "the start and the plan of Blue");
//! ```
//!
//! # Does not know about
//!
//! How a rehearsal is made, sentences, clocks, files, the browser.

mod board;
mod clock;
mod expected;
mod hand_in;
mod patch;
mod rules;
mod setup;
mod standing;
mod surprise;
mod wire;

pub use board::{Board, By, Handed, Need, Place, State};
pub use clock::Clock;
pub use expected::{EXPECTED, Expected};
pub use hand_in::{HandIn, find};
pub use patch::{apply as rebuilt, between as changes};
pub use rules::{Free, broken, unpriced};
pub use setup::{Game, Invitation, Team, Workshop};
pub use standing::Standing;
pub use surprise::Surprise;
pub use wire::NoCode;

/// Most characters of pasted text that are searched for codes.
pub const LONGEST_PASTE: usize = 1024 * 1024;
/// Most codes that are looked at in one text.
pub const MOST_CODES: usize = 200;
/// Most characters of one code.
pub const LONGEST_CODE: usize = 24 * 1024;
/// Most bytes of the changes in a code, unpacked.
pub const LARGEST_CHANGES: usize = 64 * 1024;
/// Most teams.
pub const MOST_TEAMS: usize = 24;
/// Most characters of a name of a workshop or team.
pub const LONGEST_NAME: usize = 60;
/// Minutes that a workshop's clock may run.
pub const MINUTES: std::ops::RangeInclusive<u32> = 1..=240;
