//! The plan as a document: its name and keeping, steps back and forth, links, what came back, what was there last time.

mod details;
mod handover;
mod news;
mod recent;
mod share;
mod steps;
mod strip;

pub(crate) use handover::{HandoverPanel, place, value};
pub(crate) use news::NewsLine;
pub(crate) use recent::Recent;
pub(crate) use share::Share;
pub(crate) use steps::Steps;
pub(crate) use strip::DocumentStrip;
