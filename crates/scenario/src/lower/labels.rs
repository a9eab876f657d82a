//! What the parts of a lowered network are.

use super::{crowd, doors, site};
use crate::Scenario;

/// What a station of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StationRole {
    /// The way through the internet from one region to the site's edge and back: a delay.
    Network {
        /// Index in [`Scenario::regions`].
        region: usize,
    },
    /// The content delivery network: a delay.
    Cdn,
    /// The web servers.
    Web,
    /// The database; its primary where there are replicas.
    Database,
    /// The database's replicas.
    Replicas,
    /// The connections that each web server has to the database.
    Pool,
    /// The cache between web servers and database, as a delay.
    Cache,
    /// The line from the web servers to the internet.
    Uplink,
    /// The row of the database that every sale of a stock locks.
    Row {
        /// Index in [`crate::Site::stocks`].
        stock: usize,
    },
    /// A third party.
    Party {
        /// Index in [`crate::Site::third_parties`].
        party: usize,
    },
    /// The workers of the queue.
    Queue,
    /// People who do something for visitors.
    Desk {
        /// Index in [`crate::Site::desks`].
        desk: usize,
    },
}

/// What a stream of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamRole {
    /// Index in [`Scenario::activities`].
    pub activity: usize,
    /// Index in [`Scenario::regions`].
    pub region: usize,
    /// Who comes.
    pub who: Who,
}

/// Who comes in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Visitors, whose devices are not told apart.
    Anybody,
    /// Visitors on a computer.
    Computers,
    /// Visitors on a phone.
    Phones,
    /// Machines.
    Bots,
    /// Mail systems that open the links of a mailing.
    Scanners,
}

/// What a cache of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CacheRole {
    /// The CDN's copies of static files in one region.
    CdnFiles {
        /// Index in [`Scenario::regions`].
        region: usize,
    },
    /// The CDN's copies of pages in one region.
    CdnPages {
        /// Index in [`Scenario::regions`].
        region: usize,
    },
    /// The cache between web servers and database.
    Site,
}

/// What a gate of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateRole {
    /// The bot filter.
    BotFilter,
    /// The rate limit.
    RateLimit,
    /// A region that is not let in.
    Block {
        /// Index in [`Scenario::incidents`].
        incident: usize,
    },
}

/// What the parts of a lowered network are, by their index in it.
///
/// There are no clients or populations: whoever comes to a site walks a journey, machines too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// For each of [`onrush_network::Network::stations`].
    pub stations: Vec<StationRole>,
    /// For each of [`onrush_network::Network::streams`].
    pub streams: Vec<StreamRole>,
    /// For each of [`onrush_network::Network::caches`].
    pub caches: Vec<CacheRole>,
    /// For each of [`onrush_network::Network::gates`].
    pub gates: Vec<GateRole>,
    /// For each of [`onrush_network::Network::stocks`], the index in [`crate::Site::stocks`].
    pub stocks: Vec<usize>,
    /// For each of [`onrush_network::Network::rooms`]: the site's waiting room is the only one.
    pub rooms: Vec<RoomRole>,
    /// For each of [`onrush_network::Network::scalers`], the station that it scales.
    pub scalers: Vec<StationRole>,
    /// For each of [`onrush_network::Network::incidents`], the index in [`Scenario::incidents`]. One may be several in the
    /// network, and one that lets a region's visitors in no longer is a gate.
    pub incidents: Vec<usize>,
}

/// What a waiting room of the lowered network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoomRole {
    /// The one in front of the site.
    Site,
}

impl Labels {
    /// Index of the first station with this role.
    #[must_use]
    pub fn station(&self, role: StationRole) -> Option<usize> {
        self.stations.iter().position(|&r| r == role)
    }

    /// Index of the cache with this role.
    #[must_use]
    pub fn cache(&self, role: CacheRole) -> Option<usize> {
        self.caches.iter().position(|&r| r == role)
    }

    /// Index of the gate with this role.
    #[must_use]
    pub fn gate(&self, role: GateRole) -> Option<usize> {
        self.gates.iter().position(|&r| r == role)
    }
}

impl Scenario {
    /// What the parts of [`Scenario::network`] are.
    #[must_use]
    pub fn labels(&self) -> Labels {
        let mut labels = Labels {
            stations: site::roles(self),
            streams: crowd::roles(self),
            caches: doors::cache_roles(self),
            gates: doors::gate_roles(self),
            stocks: (0..self.site.stocks.len()).collect(),
            rooms: self
                .site
                .waiting_room
                .iter()
                .map(|_| RoomRole::Site)
                .collect(),
            scalers: self
                .site
                .web
                .autoscaler
                .iter()
                .map(|_| StationRole::Web)
                .collect(),
            incidents: Vec::new(),
        };
        labels.incidents = super::incidents::roles(self, &labels);
        labels
    }
}
