//! The parts of the pages: small, props in, messages out. None of them decides anything.

mod announcer;
mod assumptions;
mod bar;
mod chart;
mod crowd;
mod curve;
mod events;
mod file_drop;
mod money;
mod people;
mod progress;
mod scrubber;
mod seed;
mod span_choice;
mod story_card;
mod targets;
mod trouble;
mod verdict;

pub(crate) use announcer::Announcer;
pub(crate) use assumptions::Assumptions;
pub(crate) use bar::Bar;
pub(crate) use chart::Charts;
pub(crate) use crowd::Crowd;
pub(crate) use curve::Curve;
pub(crate) use events::Events;
pub(crate) use file_drop::FileDrop;
pub(crate) use money::MoneyTable;
pub(crate) use people::People;
pub(crate) use progress::ProgressLine;
pub(crate) use scrubber::Scrubber;
pub(crate) use seed::SeedField;
pub(crate) use span_choice::SpanChoice;
pub(crate) use story_card::StoryCard;
pub(crate) use targets::Targets;
pub(crate) use trouble::{FaultList, TroubleNotice};
pub(crate) use verdict::Verdict;
