//! What stands in for parts of a plan that cannot change a result.

use onrush_scenario::{BalancePolicy, Balancer, Behaviour, Database, Site, WebServers};

/// A site that is the same for every plan.
pub(crate) fn site() -> Site {
    Site {
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

/// Visitors that are the same for every plan.
pub(crate) fn behaviour() -> Behaviour {
    Behaviour {
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
