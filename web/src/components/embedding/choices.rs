//! What was chosen in the dialog, and the lines that come of it.

use onrush_handover::{Embedded, Lock};
use onrush_words::Language;

use crate::embed::{Asked, At, Piece, Plan};
use crate::state::{Playback, Theme};

/// What is to be pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Way {
    /// A frame.
    #[default]
    Frame,
    /// A script and an element.
    Element,
    /// A picture.
    Picture,
}

impl Way {
    pub(super) const ALL: [Self; 3] = [Self::Frame, Self::Element, Self::Picture];

    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Element => "element",
            Self::Picture => "picture",
        }
    }
}

/// Heights of a frame in CSS pixels: what can be chosen, and what is chosen at first.
pub(super) const HEIGHTS: std::ops::RangeInclusive<u32> = 200..=20_000;
const FIRST_HEIGHT: u32 = 720;

/// All that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choices {
    pub(super) way: Way,
    pub(super) show: Vec<Piece>,
    pub(super) theme: Theme,
    pub(super) language: Option<Language>,
    pub(super) at: At,
    pub(super) plays: bool,
    pub(super) step: Option<usize>,
    pub(super) edit: bool,
    pub(super) lock: Lock,
    pub(super) height: u32,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            way: Way::default(),
            show: Piece::USUAL.to_vec(),
            theme: Theme::System,
            language: None,
            at: At::Moment,
            plays: false,
            step: None,
            edit: false,
            lock: Lock::Open,
            height: FIRST_HEIGHT,
        }
    }
}

impl Choices {
    /// With this part shown or not. The last one stays: a frame with nothing in it helps nobody.
    pub(super) fn showing(mut self, piece: Piece, shown: bool) -> Self {
        let show: Vec<Piece> = Piece::ALL
            .into_iter()
            .filter(|one| {
                if *one == piece {
                    shown
                } else {
                    self.show.contains(one)
                }
            })
            .collect();
        if !show.is_empty() {
            self.show = show;
        }
        self
    }

    /// What is asked for, of this plan and crowd, as it stands behind `#`.
    pub(super) fn asked(&self, plan: Plan, seed: u64) -> String {
        Asked {
            plan,
            seed,
            show: self.show.clone(),
            theme: self.theme,
            language: self.language,
            at: self.at,
            play: self.plays.then_some(Playback::default().speed),
            step: self.step,
            edit: self.edit,
        }
        .fragment()
    }

    /// The lines to paste; for a picture there are others.
    pub(super) fn lines(&self, page: &str, asked: &str, name: &str) -> String {
        let embedded = Embedded {
            page,
            asked,
            name,
            height: self.height,
            lock: self.lock,
        };
        match self.way {
            Way::Element => embedded.element(),
            Way::Frame | Way::Picture => embedded.iframe(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_what_the_frame_reads() {
        let choices = Choices {
            theme: Theme::Dark,
            at: At::Peak,
            plays: true,
            step: Some(2),
            edit: true,
            ..Choices::default()
        }
        .showing(Piece::Room, false)
        .showing(Piece::Charts, true);
        let asked = choices.asked(Plan::Story("mole-app".into()), 7);
        assert_eq!(
            asked,
            "story=mole-app&seed=7&show=answer,people,crowd,charts,causes&theme=dark&at=peak&play=60&step=3&edit=1"
        );
        assert!(Asked::parse("?embed=1", &asked, |_| true).is_ok());
        let usual = Choices::default().asked(Plan::Code("1.ab".into()), 1);
        assert_eq!(usual, "p=1.ab&seed=1");
    }

    #[test]
    fn something_is_always_shown() {
        let mut choices = Choices::default();
        for piece in Piece::ALL {
            choices = choices.showing(piece, false);
        }
        assert_eq!(choices.show, [Piece::Causes]);
    }
}
