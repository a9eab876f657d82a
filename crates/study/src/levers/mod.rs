//! What marketing and IT can do, as edits of a plan.
//!
//! A [`Lever`] gives for a plan the edits that pull it, from gentle to strong; none where it does not apply. How strong it must be
//! pulled is for the advisor to find out. Lead times and days of work are marked as assumed unless a source is named; they are
//! there to put things in order, not to plan a project with.

mod campaign;
mod site;
mod thrift;

use onrush_scenario::{Edit, Scenario};
use serde::{Deserialize, Serialize};

/// Who pulls a lever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Whoever plans the campaign.
    Marketing,
    /// Whoever runs the site.
    It,
}

/// Something that can be done.
#[derive(Debug, Clone, Copy)]
pub struct Lever {
    /// Stable key: `spread_mailing`.
    pub id: &'static str,
    /// Who does it.
    pub side: Side,
    /// Days from the decision until it is in force.
    pub lead_days: f64,
    /// Days of somebody's work.
    pub work_days: f64,
    /// Where these two come from; `None`: assumed.
    pub source: Option<&'static str>,
    /// The edits that pull it on a plan, from gentle to strong.
    pub sizes: fn(&Scenario) -> Vec<Edit>,
}

const fn lever(
    id: &'static str,
    side: Side,
    (lead_days, work_days): (f64, f64),
    sizes: fn(&Scenario) -> Vec<Edit>,
) -> Lever {
    Lever {
        id,
        side,
        lead_days,
        work_days,
        source: None,
        sizes,
    }
}

/// A vendor of waiting rooms (Leap) asks for two weeks' notice.
const ROOM_NOTICE: &str = "Lead time: a vendor of waiting rooms (Leap) asks for two weeks' notice";
/// Capacity units of Amazon's load balancers are provisioned in minutes to a few hours.
const CAPACITY: &str = "Lead time: reserved capacity is there within minutes to a few hours (AWS documentation, load balancer capacity units)";

impl Lever {
    const fn because(self, source: &'static str) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }
}

use Side::{It, Marketing};

static LEVERS: [Lever; 24] = [
    lever(
        "spread_mailing",
        Marketing,
        (0.05, 0.05),
        campaign::spread_mailing,
    ),
    lever("move_spot", Marketing, (14.0, 0.5), campaign::move_spot),
    lever(
        "shorten_spot",
        Marketing,
        (14.0, 0.5),
        campaign::shorten_spot,
    ),
    lever(
        "stage_invitations",
        Marketing,
        (1.0, 0.5),
        campaign::stage_invitations,
    ),
    lever(
        "presale_line",
        Marketing,
        (14.0, 3.0),
        campaign::presale_line,
    )
    .because(ROOM_NOTICE),
    lever(
        "lighter_landing",
        Marketing,
        (5.0, 3.0),
        campaign::lighter_landing,
    ),
    lever(
        "earlier_reminder",
        Marketing,
        (0.05, 0.05),
        campaign::earlier_reminder,
    ),
    lever("cdn", It, (2.0, 2.0), site::cdn),
    lever("cdn_rules", It, (0.1, 0.25), site::cdn_rules),
    lever("coalesce", It, (0.1, 0.25), site::coalesce),
    lever("cache", It, (5.0, 3.0), site::cache),
    lever("pool", It, (0.1, 0.25), site::pool),
    lever("larger_database", It, (0.5, 0.25), site::larger_database),
    lever("replicas", It, (2.0, 2.0), site::replicas),
    lever("queue_orders", It, (20.0, 10.0), site::queue_orders),
    lever("short_lock", It, (10.0, 5.0), site::short_lock),
    lever("more_servers", It, (0.1, 0.1), site::more_servers).because(CAPACITY),
    lever("larger_servers", It, (0.25, 0.25), site::larger_servers),
    lever("scale_before", It, (0.1, 0.1), site::scale_before).because(CAPACITY),
    lever("faster_scaling", It, (1.0, 1.0), site::faster_scaling),
    lever("waiting_room", It, (14.0, 3.0), site::waiting_room).because(ROOM_NOTICE),
    lever("bot_rule", It, (0.1, 0.25), site::bot_rule),
    lever("backoff", It, (5.0, 1.0), site::backoff),
    lever("breaker", It, (3.0, 1.0), site::breaker),
];

/// All levers.
#[must_use]
pub fn levers() -> &'static [Lever] {
    &LEVERS
}

static SAVERS: [Lever; 3] = [
    lever("fewer_servers", It, (0.1, 0.1), thrift::fewer_servers),
    lever(
        "smaller_database",
        It,
        (0.5, 0.25),
        thrift::smaller_database,
    ),
    lever("fewer_replicas", It, (0.5, 0.25), thrift::fewer_replicas),
];

/// What a site that holds may do without; sizes from what saves most to what saves least.
#[must_use]
pub fn savers() -> &'static [Lever] {
    &SAVERS
}

/// The lever or saver with this key.
#[must_use]
pub fn lever_of(id: &str) -> Option<&'static Lever> {
    LEVERS.iter().chain(&SAVERS).find(|l| l.id == id)
}
