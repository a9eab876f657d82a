//! What a person edits: a campaign and the site it meets, in people's units.
//!
//! A [`Scenario`] is the saved file (`*.onrush.json`): when which [`Activity`] reaches how many people, where they are,
//! which pages they walk through, what the site is made of, what things cost and what is hoped for. This crate owns the
//! file's format and versions, checks every number in one place, ships the built-in stories, and lowers a scenario to the
//! plain [`onrush_network::Network`] that a solver reads.
//!
//! # Does not know about
//!
//! How a network is solved, what came out of it, sentences for the user (a scenario's own names are data), the browser.

pub mod defaults;
mod field;
mod fingerprint;
mod json;
mod lower;
mod model;
mod read;
mod stories;
#[cfg(test)]
mod test_support;

pub use field::{Field, Kind, WhenAbsent, field, fields};
pub use lower::{Labels, StationRole, StreamRole};
pub use model::{
    Activity, ActivityKind, BalancePolicy, Balancer, Behaviour, Cdn, ClockTime, Database, Fetch,
    Journey, Money, Note, Page, Region, Scenario, Site, Span, Targets, WebServers,
};
pub use read::LARGEST_FILE;
pub use stories::{Story, stories, story};
