//! What a trainer may expect: results of shipped stories as they are and prepared, without and with a surprise.
//!
//! Figures of this engine, seed 1; a test rehearses all of them again.

use onrush_diagnose::Verdict;
use onrush_network::Faults;
use onrush_scenario::{Edit, IncidentKind, Scenario};

use crate::Surprise;

/// What to expect of one story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Key of the story.
    pub story: &'static str,
    /// A surprise that suits it.
    pub surprise: Surprise,
    /// What prepares it: paths, and values as JSON.
    pub prepared: &'static [(&'static str, &'static str)],
    /// Verdict and share of people served well: as it is, with the surprise, prepared, prepared with the surprise.
    pub results: [(Verdict, f64); 4],
}

impl Expected {
    /// The story's plan, prepared.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn plan(&self, start: &Scenario) -> Result<Scenario, Faults> {
        let edits = self.prepared.iter().map(|(path, value)| Edit::Set {
            path: (*path).to_owned(),
            value: serde_json::from_str(value).unwrap_or_default(),
        });
        start.edited(&Edit::Many(edits.collect()))
    }
}

/// Stories that suit a workshop well, the easiest first.
pub const EXPECTED: [Expected; 3] = [
    Expected {
        story: "toy-shop",
        surprise: Surprise {
            kind: IncidentKind::ServersLost,
            minutes: 0,
        },
        prepared: &[
            ("site.web.servers", "14"),
            (
                "site.balancer.health",
                r#"{"every_s": 5, "fails": 2, "passes": 2}"#,
            ),
        ],
        results: [
            (Verdict::Breaks, 0.5975),
            (Verdict::Breaks, 0.1047),
            (Verdict::Holds, 0.9998),
            (Verdict::Breaks, 0.9912),
        ],
    },
    Expected {
        story: "influencer-post",
        surprise: Surprise {
            kind: IncidentKind::ThirdPartySlow,
            minutes: 10,
        },
        prepared: &[
            ("site.web.servers", "8"),
            ("site.web.autoscaler.at_least", "8"),
        ],
        results: [
            (Verdict::Breaks, 0.5097),
            (Verdict::Breaks, 0.5016),
            (Verdict::Holds, 0.9968),
            (Verdict::HoldsSlowly, 0.9698),
        ],
    },
    Expected {
        story: "mole-app",
        surprise: Surprise {
            kind: IncidentKind::CdnDown,
            minutes: 3,
        },
        prepared: &[
            ("site.database.connections", "150"),
            ("money.database_hour", "2.25"),
        ],
        results: [
            (Verdict::Breaks, 0.3723),
            (Verdict::Breaks, 0.3013),
            (Verdict::Holds, 0.9999),
            (Verdict::Breaks, 0.6213),
        ],
    },
];
