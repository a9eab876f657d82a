//! Parts of a plan with as little in them as there can be: where to begin by hand, and what to put in the place of what cannot
//! change a result.

use crate::{BalancePolicy, Balancer, Behaviour, Database, Money, Site, WebServers};

impl Site {
    /// One web server with one worker and a database with one connection, and nothing else.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            cdn: None,
            bot_filter: None,
            waiting_room: None,
            rate_limit: None,
            uplink: None,
            balancer: Balancer {
                policy: BalancePolicy::RoundRobin,
                timeout_s: 30.0,
                health: None,
            },
            web: WebServers {
                servers: 1,
                workers: 1,
                cores: 1,
                line: 1,
                file_ms: 1.0,
                warm_up: None,
                autoscaler: None,
            },
            cache: None,
            database: Database {
                connections: 1,
                query_ms: 1.0,
                query_varies_percent: 0.0,
                cores: None,
                contention_percent: 0.0,
                coherency_percent: 0.0,
                pool_per_server: None,
                failover_s: None,
                replicas: None,
            },
            queue: None,
            desks: Vec::new(),
            third_parties: Vec::new(),
            stocks: Vec::new(),
        }
    }
}

impl Behaviour {
    /// Visitors who wait for eight seconds, all of them, and then go without another try.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            patience_s: 8.0,
            patience_varies_percent: 0.0,
            reload_percent: 0.0,
            reload_after_error_percent: 0.0,
            reloads_at_most: 0,
            reload_pause_s: 0.0,
            discouraged_percent_per_s: 0.0,
            brisk_s: 0.0,
            retries: None,
        }
    }
}

impl Money {
    /// Euros, and nothing costs any.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            currency: "EUR".to_owned(),
            server_hour: 0.0,
            database_hour: 0.0,
            replica_hour: None,
            cdn_gb: 0.0,
            email_thousand: None,
            sms_each: None,
            desk_hour: None,
            refund_each: None,
            goal_is: None,
            leads_sold_percent: None,
            prices_date: None,
        }
    }
}
