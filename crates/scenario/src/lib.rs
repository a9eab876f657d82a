//! What a person edits: a campaign and the site it meets, in people's units.
//!
//! A [`Scenario`] is the saved file (`*.onrush.json`): when which [`Activity`] reaches how many people, where they are,
//! which pages they walk through, what the site is made of, what things cost and what is hoped for. This crate owns the
//! file's format and versions, checks every number in one place, ships the built-in stories, and lowers a scenario to the
//! plain [`onrush_network::Network`] that a solver reads.
//!
//! The tour, in the order in which a file is read:
//!
//! * [`fields`]: every field with its unit, its range and where that comes from. The one place for ranges.
//! * [`Scenario::read`] reports **all** faults of a file at once, each with the field's path; [`Scenario::write`] gives the
//!   file back; [`Scenario::check`] does the same for a scenario that a form has built.
//! * [`Scenario::network`] lowers it: activities to rates of arriving visits, pages to call scripts, the site to stations.
//!   [`Scenario::labels`] says which part of the network is what.
//! * [`Scenario::edited`] applies an [`Edit`], [`Scenario::changes`] tells two plans apart.
//! * [`Scenario::code`] puts a plan into a link, [`Scenario::from_code`] reads one.
//! * [`defaults`]: the figures that the lowering brings along, each with its source.
//! * [`import`]: measured curves from the tables that analytics tools write.
//! * [`stories()`]: the built-in scenarios; [`presets`]: sites and journeys to begin with; [`blank`]: a plan from three questions;
//!   [`calibrate`]: a site's capacity from one figure of the past.
//!
//! # Example
//!
//! ```
//! use onrush_scenario::{Scenario, StationRole, story};
//!
//! let mut scenario = Scenario::read(story("mole-app").unwrap().file)?;
//! let network = scenario.network()?;
//! let database = scenario.labels().station(StationRole::Database).unwrap();
//! assert_eq!(network.stations[database].total_servers(), Some(100));
//!
//! scenario.site.database.connections = 0;
//! let faults = scenario.network().unwrap_err();
//! assert_eq!(faults.0[0].path, "site.database.connections");
//! # Ok::<(), onrush_network::Faults>(())
//! ```
//!
//! # Does not know about
//!
//! How a network is solved, what came out of it, sentences for the user (a scenario's own names are data), the browser.

pub mod blank;
pub mod calibrate;
mod date;
pub mod defaults;
mod edit;
mod field;
mod fingerprint;
pub mod import;
mod json;
mod lower;
mod model;
mod place;
mod plain;
pub mod presets;
mod range;
mod read;
mod schema;
mod share;
mod stories;
#[cfg(test)]
mod test_support;

pub use date::Date;
pub use edit::{Change, Edit, Values, unused_id};
pub use field::{Field, Kind, WhenAbsent, field, fields};
pub use lower::{
    Arrivals, CacheRole, GateRole, Labels, RoomRole, StationRole, StreamRole, Who,
    expected_requests,
};
pub use model::{
    Activity, ActivityKind, Ask, Autoscaler, BalancePolicy, Balancer, Behaviour, BotFilter,
    Breaker, Cdn, ClockTime, Contact, Copies, CurvePoint, Database, Desk, Devices, Fetch, GoalIs,
    HealthCheck, Incident, IncidentKind, InnerCache, Journey, LooksAt, Measured, Money, Note,
    OpenHours, Opening, Page, PartyKind, Queue, RateLimit, Region, RegionShare, Replicas, Retries,
    Scenario, Scheduled, Sharing, Site, Span, Stock, Targets, ThirdParty, Uncertain, Uplink,
    WaitingRoom, WarmUp, WebServers,
};
pub use read::LARGEST_FILE;
pub use schema::schema;
pub use share::{
    CodeFault, LARGEST_IN_CODE, LONGEST_CODE, bytes as bytes_of, letters as letters_of,
};
pub use stories::{Story, stories, story};
