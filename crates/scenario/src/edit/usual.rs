//! What a part is like when it is switched on, until somebody says otherwise.

use serde_json::{Value, json};

use crate::{Scenario, field};

impl Scenario {
    /// A group to switch the part at `path` on with, fitting this plan: `site.waiting_room`, `activities.mail.sharing`. Fields
    /// that have a default of their own are left out. `None` where nothing can be switched on.
    ///
    /// The figures are where one begins to think, not measurements: a form shows them as assumed.
    ///
    /// ```
    /// use onrush_scenario::{Edit, Scenario, story};
    /// let plan = Scenario::read(story("toy-shop").unwrap().file)?;
    /// let value = plan.usual("site.rate_limit").unwrap();
    /// let plan = plan.edited(&Edit::Set { path: "site.rate_limit".into(), value })?;
    /// assert!(plan.site.rate_limit.unwrap().per_s > 0.0);
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    #[must_use]
    pub fn usual(&self, path: &str) -> Option<Value> {
        let web = &self.site.web;
        Some(match field(path)?.path {
            // Where visits are shared out by device, most are on a phone (the table names its source).
            "devices" => json!({ "phone_percent": 64 }),
            // One in ten tells one other; as many can be reached as were reached at all.
            "activities[].sharing" => json!({ "brings": 0.1, "reach": self.reached(path) }),
            // A quarter of an hour as analytics tools count it: rising, then falling.
            "activities[].measured" => json!({ "every_s": 900, "visits": [1, 4, 3, 2, 1] }),
            // Static files nearly always, personal pages never.
            "site.cdn" => {
                json!({ "files_hit_percent": 95, "pages_hit_percent": 0, "answer_ms": 5 })
            }
            "site.cdn.files" | "site.cdn.pages" => json!({ "objects": 100, "warm": true }),
            "site.bot_filter" => json!({ "stops_bots_percent": 80, "stops_people_percent": 0.5 }),
            // As many as the workers can look after when each visitor asks about every ten seconds for half a second.
            "site.waiting_room" => {
                json!({ "active": (self.workers() * 20).clamp(1, 1_000_000), "shuffled": true })
            }
            // As many as the workers finish when each request takes half a second.
            "site.rate_limit" => json!({ "per_s": self.workers() * 2 }),
            "site.uplink" => json!({ "megabits_per_s": 1000 }),
            // Kubernetes' probe as shipped: every 10 s, three failures, one answer.
            "site.balancer.health" => json!({ "every_s": 10, "fails": 3, "passes": 1 }),
            "site.web.warm_up" => json!({ "seconds": 60 }),
            "site.web.autoscaler" => json!({
                "target_percent": 60,
                "at_least": web.servers,
                "at_most": (web.servers.saturating_mul(4)).min(5000),
            }),
            "site.cache" => json!({ "objects": 1000, "reads_percent": 50, "warm": true }),
            "site.database.replicas" => {
                json!({ "servers": 1, "connections": self.site.database.connections })
            }
            "site.queue" => json!({ "workers": 4, "job_ms": 200 }),
            "site.third_parties[].breaker" => json!({}),
            "journey.pages[].opens" => json!({ "at": self.clock.start }),
            "journey.behaviour.retries" => json!({ "tries": 3 }),
            _ => return None,
        })
    }

    /// Requests that all web servers work on at once.
    fn workers(&self) -> u64 {
        u64::from(self.site.web.servers) * u64::from(self.site.web.workers)
    }

    /// Whom the activity around `path` reaches.
    fn reached(&self, path: &str) -> u64 {
        let activity = path.trim_end_matches(".sharing");
        let people = self.value_at(&format!("{activity}.people"));
        let people = people.and_then(|v| v.as_f64()).unwrap_or(1000.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped before"
        )]
        let people = people.clamp(0.0, 1e8) as u64;
        people
    }
}
