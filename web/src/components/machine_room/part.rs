//! The parts of a site: which there are, in which order requests meet them, and where in the plan each is written.

use onrush_scenario::{IncidentKind, PartyKind, Scenario, Site};

/// A part of the machine room that can be looked at closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Where requests come from.
    Visitors,
    /// Where visitors wait until they may enter.
    WaitingRoom,
    /// What tells machines from people.
    BotFilter,
    /// The content delivery network.
    Cdn,
    /// The most requests that are let through.
    RateLimit,
    /// The load balancer: here requests are let in or turned away.
    Door,
    /// The web servers.
    Web,
    /// The cache between web servers and database.
    Cache,
    /// The database.
    Database,
    /// Its copies.
    Replicas,
    /// A stock, by its place in the list.
    Stock(usize),
    /// The line from the web servers to the internet.
    Uplink,
    /// Jobs that nobody waits for.
    Queue,
    /// A third party, by its place in the list.
    Party(usize),
    /// People who do something for visitors, by their place in the list.
    Desk(usize),
}

/// Where in the drawing a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    /// On the way to the servers.
    Edge,
    /// The servers themselves.
    Inner,
    /// What the servers use beside the database.
    Beside,
}

impl Part {
    /// A stable name for message ids and classes.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Visitors => "visitors",
            Self::WaitingRoom => "waiting-room",
            Self::BotFilter => "bot-filter",
            Self::Cdn => "cdn",
            Self::RateLimit => "rate-limit",
            Self::Door => "door",
            Self::Web => "web",
            Self::Cache => "cache",
            Self::Database => "database",
            Self::Replicas => "replicas",
            Self::Stock(_) => "stock",
            Self::Uplink => "uplink",
            Self::Queue => "queue",
            Self::Party(_) => "party",
            Self::Desk(_) => "desk",
        }
    }

    /// Where it stands.
    pub(crate) fn zone(self) -> Zone {
        match self {
            Self::Visitors | Self::WaitingRoom | Self::BotFilter | Self::Cdn | Self::RateLimit => {
                Zone::Edge
            }
            Self::Door | Self::Web | Self::Cache | Self::Database => Zone::Inner,
            Self::Replicas
            | Self::Stock(_)
            | Self::Uplink
            | Self::Queue
            | Self::Party(_)
            | Self::Desk(_) => Zone::Beside,
        }
    }

    /// All parts of a site, in the order in which a request meets them; then those beside.
    pub(crate) fn all(site: &Site) -> Vec<Self> {
        let one = |there: bool, part| there.then_some(part);
        let mut parts: Vec<Self> = [
            Some(Self::Visitors),
            one(site.waiting_room.is_some(), Self::WaitingRoom),
            one(site.bot_filter.is_some(), Self::BotFilter),
            one(site.cdn.is_some(), Self::Cdn),
            one(site.rate_limit.is_some(), Self::RateLimit),
            Some(Self::Door),
            Some(Self::Web),
            one(site.cache.is_some(), Self::Cache),
            Some(Self::Database),
            one(site.uplink.is_some(), Self::Uplink),
            one(site.queue.is_some(), Self::Queue),
        ]
        .into_iter()
        .flatten()
        .collect();
        parts.extend((0..site.third_parties.len()).map(Self::Party));
        parts.extend((0..site.desks.len()).map(Self::Desk));
        parts.extend((0..site.stocks.len()).map(Self::Stock));
        parts.extend(one(site.database.replicas.is_some(), Self::Replicas));
        parts
    }

    /// Where it is written in the plan: `site.web`, `site.third_parties.payment`. `None` for one that is not there.
    pub(crate) fn path(self, scenario: &Scenario) -> Option<String> {
        let site = &scenario.site;
        let entry = |list: &str, id: Option<&String>| id.map(|id| format!("site.{list}.{id}"));
        match self {
            Self::Stock(i) => entry("stocks", site.stocks.get(i).map(|s| &s.id)),
            Self::Party(i) => entry("third_parties", site.third_parties.get(i).map(|p| &p.id)),
            Self::Desk(i) => entry("desks", site.desks.get(i).map(|d| &d.id)),
            _ => self.fixed_path().map(str::to_owned),
        }
    }

    /// The path of a part that there is only one of.
    fn fixed_path(self) -> Option<&'static str> {
        Some(match self {
            Self::Visitors => "regions",
            Self::WaitingRoom => "site.waiting_room",
            Self::BotFilter => "site.bot_filter",
            Self::Cdn => "site.cdn",
            Self::RateLimit => "site.rate_limit",
            Self::Door => "site.balancer",
            Self::Web => "site.web",
            Self::Cache => "site.cache",
            Self::Database => "site.database",
            Self::Replicas => "site.database.replicas",
            Self::Uplink => "site.uplink",
            Self::Queue => "site.queue",
            Self::Stock(_) | Self::Party(_) | Self::Desk(_) => return None,
        })
    }

    /// The part that is written at `path`.
    pub(crate) fn at(scenario: &Scenario, path: &str) -> Option<Self> {
        Self::all(&scenario.site)
            .into_iter()
            .find(|part| part.path(scenario).as_deref() == Some(path))
    }

    /// What the person calls it, for parts that have a name of their own.
    pub(crate) fn own_name(self, site: &Site) -> Option<&str> {
        Some(match self {
            Self::Stock(i) => &site.stocks.get(i)?.name,
            Self::Party(i) => &site.third_parties.get(i)?.name,
            Self::Desk(i) => &site.desks.get(i)?.name,
            _ => return None,
        })
    }

    /// Whether the plan holds without it.
    pub(crate) fn removable(self) -> bool {
        !matches!(
            self,
            Self::Visitors | Self::Door | Self::Web | Self::Database
        )
    }

    /// The part that an incident hits; `None` where that is not there.
    pub(crate) fn hit_by(scenario: &Scenario, incident: usize) -> Option<Self> {
        use IncidentKind as Kind;
        let incident = scenario.incidents.get(incident)?;
        let site = &scenario.site;
        let part = match incident.kind {
            Kind::ServersLost | Kind::ServersSlow | Kind::ServersErrors => Self::Web,
            Kind::DatabaseDown | Kind::DatabaseSlow => Self::Database,
            Kind::ReplicasDown => Self::Replicas,
            Kind::CdnDown | Kind::CdnOff | Kind::CdnFlushed => Self::Cdn,
            Kind::CacheDown | Kind::CacheFlushed => Self::Cache,
            Kind::ThirdPartyDown | Kind::ThirdPartySlow | Kind::ThirdPartyErrors => {
                let id = incident.party.as_ref()?;
                Self::Party(site.third_parties.iter().position(|p| &p.id == id)?)
            }
            Kind::RegionCutOff | Kind::RegionBlocked => Self::Visitors,
        };
        Self::all(site).contains(&part).then_some(part)
    }

    /// What can go wrong with it.
    pub(crate) fn can_suffer(self, site: &Site) -> Vec<IncidentKind> {
        use IncidentKind as Kind;
        // What is not simulated as a cache cannot lose its copies.
        let simulated = site
            .cdn
            .as_ref()
            .is_some_and(|c| c.files.is_some() || c.pages.is_some());
        match self {
            Self::Visitors => vec![Kind::RegionBlocked, Kind::RegionCutOff],
            Self::Cdn if simulated => vec![Kind::CdnDown, Kind::CdnOff, Kind::CdnFlushed],
            Self::Cdn => vec![Kind::CdnDown],
            Self::Web => vec![Kind::ServersLost, Kind::ServersSlow, Kind::ServersErrors],
            Self::Cache => vec![Kind::CacheDown, Kind::CacheFlushed],
            Self::Database => vec![Kind::DatabaseDown, Kind::DatabaseSlow],
            Self::Replicas => vec![Kind::ReplicasDown],
            Self::Party(_) => vec![
                Kind::ThirdPartyDown,
                Kind::ThirdPartySlow,
                Kind::ThirdPartyErrors,
            ],
            _ => Vec::new(),
        }
    }
}

/// A part that can be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addable {
    /// One that there is at most once.
    Single(Part),
    /// A third party of this kind.
    Party(PartyKind),
    /// People who do something for visitors.
    Desk,
    /// Something that can run out.
    Stock,
}

impl Addable {
    /// Most entries of a list, as the field table says.
    const MOST: usize = 20;

    /// What the site does not have and could, in the order of the drawing.
    pub(crate) fn all(site: &Site) -> Vec<Self> {
        let have = Part::all(site);
        let mut all: Vec<Self> = [
            Part::WaitingRoom,
            Part::BotFilter,
            Part::Cdn,
            Part::RateLimit,
            Part::Cache,
            Part::Replicas,
            Part::Uplink,
            Part::Queue,
        ]
        .into_iter()
        .filter(|part| !have.contains(part))
        .map(Self::Single)
        .collect();
        if site.third_parties.len() < Self::MOST {
            all.extend([PartyKind::Payment, PartyKind::Mail, PartyKind::Other].map(Self::Party));
        }
        if site.desks.len() < Self::MOST {
            all.push(Self::Desk);
        }
        if site.stocks.len() < Self::MOST {
            all.push(Self::Stock);
        }
        all
    }

    /// A stable name for message ids.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Single(part) => part.id(),
            Self::Party(PartyKind::Payment) => "payment",
            Self::Party(PartyKind::Mail) => "mail",
            Self::Party(PartyKind::Other) => "party",
            Self::Desk => "desk",
            Self::Stock => "stock",
        }
    }

    /// Where in the drawing it would stand.
    pub(crate) fn zone(self) -> Zone {
        match self {
            Self::Single(part) => part.zone(),
            Self::Party(_) | Self::Desk | Self::Stock => Zone::Beside,
        }
    }
}

/// Where something can be added.
pub(crate) fn zones(addable: &[Addable]) -> Vec<Zone> {
    let mut zones: Vec<Zone> = addable.iter().map(|a| a.zone()).collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}
