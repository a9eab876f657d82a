//! What is known of how the true stories ended: a few figures each, and no curve.

/// A figure that was reported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reported {
    /// Key of its sentence: `mole-app.peak`.
    pub id: &'static str,
    /// What of the forecast it can be compared with.
    pub what: What,
}

/// What a reported figure is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// At the peak so many requests came in a second.
    RequestsPerS(f64),
    /// So many requests came within so many seconds.
    RequestsWithin {
        /// How many.
        requests: f64,
        /// In which time.
        seconds: f64,
    },
    /// So many visits began within so many seconds.
    VisitsWithin {
        /// How many.
        visits: f64,
        /// In which time.
        seconds: f64,
    },
    /// Nothing that the forecast of a crowd says.
    Other,
}

/// What was reported of a story, by its key; nothing for a plan of one's own.
#[must_use]
pub fn reported(story: &str) -> &'static [Reported] {
    const MOLE: [Reported; 2] = [
        Reported {
            id: "mole-app.peak",
            what: What::RequestsPerS(5000.0),
        },
        Reported {
            id: "mole-app.five_minutes",
            what: What::RequestsWithin {
                requests: 1_500_000.0,
                seconds: 300.0,
            },
        },
    ];
    const MUSEUM: [Reported; 3] = [
        Reported {
            id: "museum-tickets.minutes",
            what: What::Other,
        },
        Reported {
            id: "museum-tickets.still_down",
            what: What::Other,
        },
        Reported {
            id: "museum-tickets.sold_out",
            what: What::Other,
        },
    ];
    match story {
        "mole-app" => &MOLE,
        "museum-tickets" => &MUSEUM,
        _ => &[],
    }
}
