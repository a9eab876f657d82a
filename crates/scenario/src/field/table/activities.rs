//! What brings visitors.

use super::{MONEY, NAME, PERCENT, list, may, must, none, number, whole};
use crate::field::{Described, Kind};
use Kind::{Choice, ClockTime, Group, Id, Numbers};

pub(super) const FIELDS: &[Described] = &[
    must("activities", list(100), "", "What brings visitors"),
    must("activities[].id", Id, "", "Stable key, unique in the list; chance is keyed by it"),
    must("activities[].name", NAME, "", "What you call it"),
    must("activities[].kind", Choice(&[
        "email", "push", "sms", "tv", "window", "on_sale", "post", "influencer", "press", "ads", "everyday", "bots", "freehand",
        "measured",
    ]), "", "What it is; gives the curve of the response"),
    must("activities[].at", ClockTime, "", "When: the send, the moment on the screen, the opening, the first point of a curve; within the rehearsal. Not used for `everyday`"),
    may("activities[].days_later", whole(0, 55), "days", "0", "So many days after the first such time of day in the rehearsal, for rehearsals of several days"),
    must("activities[].lasts_minutes", number(0.0, 40_320.0), "min", "How long it takes itself: the sending, the appeal, the window, the run of the ads. Not used for `everyday`, `on_sale`, `freehand` and `measured`").because("Four weeks"),
    must("activities[].people", number(0.0, 1e9), "people", "Whom it reaches; for `everyday` visitors in a day, for `bots` their visits"),
    none("activities[].response_percent", PERCENT, "%", "How many of them come")
        .because("By kind: email 2.91, push 2.5, sms 4, tv 2, window 10, on_sale 40, post 1.8, influencer 3, press 5, ads 0.45, everyday 100, bots 100, freehand 100, measured 100 (each with its source in defaults.rs)"),
    none("activities[].half_after_minutes", number(0.1, 40_320.0), "min", "Half of those who come have come by then (of the rush, for `window` and `on_sale`)")
        .because("By kind: email 102, push 18, sms 19.5, tv 0.8, window 3, on_sale 3, post 40.6, influencer 24, press 336, ads 1 (each with its source in defaults.rs)"),
    none("activities[].early_percent", PERCENT, "%", "For `window` and `on_sale`: how many come before the opening")
        .because("By kind: window 5, on_sale 60 (each with its source in defaults.rs)"),
    none("activities[].early_minutes", number(0.1, 1440.0), "min", "For `window` and `on_sale`: the first of them come so long before")
        .because("By kind: window 10, on_sale 60 (each with its source in defaults.rs)"),
    may("activities[].scanners_percent", PERCENT, "%", "0", "For `email`: recipients whose mail system opens the link by itself to look for harm, within a minute; in percent of `people`"),
    none("activities[].phone_percent", PERCENT, "%", "Visitors of this activity who are on a phone, where that differs from their region's"),
    may("activities[].regions", list(50), "", "[]", "Where its visitors are, where that differs from the regions' own shares; together 100"),
    must("activities[].regions[].id", Id, "", "Which of `regions`"),
    must("activities[].regions[].share_percent", PERCENT, "%", "Share of this activity's visitors"),
    none("activities[].sharing", Group, "", "Its visitors bring others"),
    must("activities[].sharing.brings", number(0.0, 20.0), "people", "How many one visitor brings who was served, on average; with 1 or more it goes viral"),
    may("activities[].sharing.brings_when_lost", number(0.0, 20.0), "people", "0", "How many onlookers one visitor brings who was lost"),
    may("activities[].sharing.after_minutes", number(0.0, 10_000.0), "min", "60", "After how long they come, on average")
        .assumed("Half of all shares on Twitter come within 41 min, the rest much later (SEISMIC, KDD 2015); an hour lies between"),
    must("activities[].sharing.reach", whole(0, 100_000_000), "people", "How many can be reached by sharing in all"),
    may("activities[].curve", list(500), "", "[]", "For `freehand`: points of the curve, in order of time; straight lines between them"),
    must("activities[].curve[].after_minutes", number(0.0, 40_320.0), "min", "Time after `at`"),
    must("activities[].curve[].level", number(0.0, 1e9), "", "Height; only the proportions matter"),
    none("activities[].measured", Group, "", "For `measured`: visits counted at another time, from `at` on; only the proportions matter"),
    must("activities[].measured.every_s", whole(1, 86_400), "s", "Length of one interval"),
    must("activities[].measured.visits", Numbers { most: 2880, low: 0.0, high: 1e9 }, "", "Visits in each interval"),
    may("activities[].cost", MONEY, "money", "0", "What it costs"),
    none("activities[].owner", NAME, "", "Who tells IT about it"),
];
