//! What goes wrong.

use serde::{Deserialize, Serialize};

use super::ClockTime;

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Stable key.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// What goes wrong.
    pub kind: IncidentKind,
    /// When it begins; `None`: when most people arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<ClockTime>,
    /// How long it lasts; `None`: to the end, or until a backup takes over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<f64>,
    /// A backup takes over after so long; `None`: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup_after_minutes: Option<f64>,
    /// For `servers_lost`: how many; `None`: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servers: Option<u32>,
    /// Key of the region, for a region's incidents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Key of the third party, for its incidents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// For what is slow: how many times as long it takes.
    pub times_slower: f64,
    /// For errors: how many fail.
    pub errors_percent: f64,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Web servers are gone.
    ServersLost,
    /// Web servers are slow: a bad deployment.
    ServersSlow,
    /// Web servers answer with errors: a bad deployment.
    ServersErrors,
    /// The primary database is gone.
    DatabaseDown,
    /// The database is slow, replicas included.
    DatabaseSlow,
    /// The replicas are gone.
    ReplicasDown,
    /// The CDN answers nobody.
    CdnDown,
    /// The CDN keeps nothing and passes everything on.
    CdnOff,
    /// The CDN's copies are thrown away.
    CdnFlushed,
    /// The inner cache keeps nothing.
    CacheDown,
    /// The inner cache is emptied.
    CacheFlushed,
    /// A third party is gone.
    ThirdPartyDown,
    /// A third party is slow.
    ThirdPartySlow,
    /// A third party answers with errors.
    ThirdPartyErrors,
    /// A region cannot reach the site.
    RegionCutOff,
    /// The site lets nobody in from a region.
    RegionBlocked,
}

impl IncidentKind {
    /// All kinds.
    pub const ALL: [Self; 16] = [
        Self::ServersLost,
        Self::ServersSlow,
        Self::ServersErrors,
        Self::DatabaseDown,
        Self::DatabaseSlow,
        Self::ReplicasDown,
        Self::CdnDown,
        Self::CdnOff,
        Self::CdnFlushed,
        Self::CacheDown,
        Self::CacheFlushed,
        Self::ThirdPartyDown,
        Self::ThirdPartySlow,
        Self::ThirdPartyErrors,
        Self::RegionCutOff,
        Self::RegionBlocked,
    ];

    /// The word in the file: `servers_lost`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ServersLost => "servers_lost",
            Self::ServersSlow => "servers_slow",
            Self::ServersErrors => "servers_errors",
            Self::DatabaseDown => "database_down",
            Self::DatabaseSlow => "database_slow",
            Self::ReplicasDown => "replicas_down",
            Self::CdnDown => "cdn_down",
            Self::CdnOff => "cdn_off",
            Self::CdnFlushed => "cdn_flushed",
            Self::CacheDown => "cache_down",
            Self::CacheFlushed => "cache_flushed",
            Self::ThirdPartyDown => "third_party_down",
            Self::ThirdPartySlow => "third_party_slow",
            Self::ThirdPartyErrors => "third_party_errors",
            Self::RegionCutOff => "region_cut_off",
            Self::RegionBlocked => "region_blocked",
        }
    }

    /// Whether it hits a region, which must be named.
    #[must_use]
    pub const fn hits_region(self) -> bool {
        matches!(self, Self::RegionCutOff | Self::RegionBlocked)
    }

    /// Whether it hits a third party, which must be named.
    #[must_use]
    pub const fn hits_party(self) -> bool {
        matches!(
            self,
            Self::ThirdPartyDown | Self::ThirdPartySlow | Self::ThirdPartyErrors
        )
    }
}
