//! The table itself. Ranges are generous: they keep typing errors and hostile files out, not large companies.

use super::{Field, Kind, WhenAbsent};
use Kind::{Choice, ClockTime, Currency, Date, Flag, Group, Id, List, Number, Text, Whole};

/// Text that people read.
const NAME: Kind = Text {
    least: 1,
    most: 200,
};
const PERCENT: Kind = Number {
    low: 0.0,
    high: 100.0,
};
/// Standard deviation in percent of the mean.
const VARIES: Kind = Number {
    low: 0.0,
    high: 1000.0,
};
const MONEY: Kind = Number {
    low: 0.0,
    high: 1e9,
};

/// A field that must be there.
const fn must(path: &'static str, kind: Kind, unit: &'static str) -> Field {
    Field {
        path,
        kind,
        unit,
        when_absent: WhenAbsent::Fault,
        source: None,
    }
}

/// A field that may be left out.
const fn may(path: &'static str, kind: Kind, unit: &'static str, default: &'static str) -> Field {
    Field {
        when_absent: WhenAbsent::Default(default),
        ..must(path, kind, unit)
    }
}

/// A field whose absence means that there is none.
const fn none(path: &'static str, kind: Kind, unit: &'static str) -> Field {
    Field {
        when_absent: WhenAbsent::Nothing,
        ..must(path, kind, unit)
    }
}

impl Field {
    const fn because(self, source: &'static str) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }
}

pub(super) static FIELDS: &[Field] = &[
    must("onrush", Whole { low: 1, high: 1 }, ""),
    must("name", NAME, ""),
    none("story", Id, ""),
    must("clock", Group, ""),
    must("clock.date", Date, ""),
    must("clock.start", ClockTime, ""),
    must("clock.minutes", Whole { low: 1, high: 80_640 }, "min").because("Eight weeks"),
    must("clock.time_zone", NAME, ""),
    must("clock.utc_offset_minutes", Whole { low: -720, high: 840 }, "min")
        .because("Zones in use: UTC−12 to UTC+14"),
    must("regions", List { least: 1, most: 50 }, ""),
    must("regions[].id", Id, ""),
    must("regions[].name", NAME, ""),
    must("regions[].share_percent", PERCENT, "%"),
    must("regions[].round_trip_ms", Number { low: 0.0, high: 5000.0 }, "ms"),
    must("activities", List { least: 0, most: 100 }, ""),
    must("activities[].id", Id, ""),
    must("activities[].name", NAME, ""),
    must("activities[].kind", Choice(&["email", "push", "tv", "window", "post", "everyday"]), ""),
    must("activities[].at", ClockTime, ""),
    must("activities[].lasts_minutes", Number { low: 0.0, high: 40_320.0 }, "min").because("Four weeks"),
    must("activities[].people", Number { low: 0.0, high: 1e9 }, "people"),
    must("activities[].response_percent", PERCENT, "%"),
    none("activities[].half_after_minutes", Number { low: 0.1, high: 40_320.0 }, "min")
        .because("By kind: email 102, push 18, tv 0.8, window 3, post 40.6 (each with its source in defaults.rs)"),
    may("activities[].cost", MONEY, "money", "0"),
    none("activities[].owner", NAME, ""),
    must("journey", Group, ""),
    must("journey.pages", List { least: 1, most: 30 }, ""),
    must("journey.pages[].id", Id, ""),
    must("journey.pages[].name", NAME, ""),
    must("journey.pages[].document", Group, ""),
    must("journey.pages[].document.work_ms", Number { low: 0.0, high: 60_000.0 }, "ms"),
    must("journey.pages[].document.queries", Whole { low: 0, high: 1000 }, ""),
    must("journey.pages[].document.kb", Number { low: 0.0, high: 100_000.0 }, "kB"),
    may("journey.pages[].document.cacheable", Flag, "", "false"),
    may("journey.pages[].calls", List { least: 0, most: 20 }, "", "[]"),
    must("journey.pages[].calls[].work_ms", Number { low: 0.0, high: 60_000.0 }, "ms"),
    must("journey.pages[].calls[].queries", Whole { low: 0, high: 1000 }, ""),
    must("journey.pages[].calls[].kb", Number { low: 0.0, high: 100_000.0 }, "kB"),
    may("journey.pages[].calls[].cacheable", Flag, "", "false"),
    must("journey.pages[].files", Whole { low: 0, high: 1000 }, "files")
        .because("Web Almanac 2024: the median page makes 71 requests on a desktop, 66 on a phone"),
    must("journey.pages[].files_kb", Number { low: 0.0, high: 1e6 }, "kB")
        .because("Web Almanac 2024: 2,652 kB on a desktop, 2,311 kB on a phone (median)"),
    may("journey.pages[].files_at_home_percent", PERCENT, "%", "0"),
    must("journey.pages[].think_s", Number { low: 0.0, high: 3600.0 }, "s")
        .because("Contentsquare 2021: 54 s on a page, on average"),
    must("journey.pages[].go_on_percent", PERCENT, "%"),
    may("journey.pages[].goal", Flag, "", "false"),
    may("journey.pages[].value", Number { low: 0.0, high: 1e6 }, "money", "0"),
    must("journey.behaviour", Group, ""),
    must("journey.behaviour.patience_s", Number { low: 0.1, high: 3600.0 }, "s")
        .because("Google 2016: 53 % of visits to mobile sites end when a page takes longer than 3 s"),
    must("journey.behaviour.patience_varies_percent", VARIES, "%"),
    must("journey.behaviour.reload_percent", PERCENT, "%"),
    must("journey.behaviour.reload_after_error_percent", PERCENT, "%"),
    must("journey.behaviour.reloads_at_most", Whole { low: 0, high: 100 }, ""),
    must("journey.behaviour.reload_pause_s", Number { low: 0.0, high: 3600.0 }, "s"),
    must("site", Group, ""),
    none("site.cdn", Group, ""),
    must("site.cdn.files_hit_percent", PERCENT, "%"),
    must("site.cdn.pages_hit_percent", PERCENT, "%"),
    must("site.cdn.answer_ms", Number { low: 0.0, high: 5000.0 }, "ms"),
    must("site.balancer", Group, ""),
    must("site.balancer.policy", Choice(&["round_robin", "random", "least_busy", "two_choices"]), ""),
    must("site.balancer.timeout_s", Number { low: 0.1, high: 3600.0 }, "s")
        .because("nginx waits 60 s for what is behind it before it answers 504"),
    must("site.web", Group, ""),
    must("site.web.servers", Whole { low: 1, high: 5000 }, "servers"),
    must("site.web.workers", Whole { low: 1, high: 2000 }, "")
        .because("As shipped: PHP-FPM 5, Puma 5 threads, gunicorn 1, Tomcat 200"),
    must("site.web.cores", Whole { low: 1, high: 1000 }, ""),
    must("site.web.line", Whole { low: 0, high: 100_000 }, "")
        .because("As shipped: PHP-FPM and nginx 511, Puma 1024, gunicorn 2048, Tomcat 100"),
    must("site.web.file_ms", Number { low: 0.0, high: 100.0 }, "ms"),
    must("site.database", Group, ""),
    must("site.database.connections", Whole { low: 1, high: 100_000 }, "")
        .because("As shipped: PostgreSQL 100, MySQL 151"),
    must("site.database.query_ms", Number { low: 0.0, high: 60_000.0 }, "ms"),
    must("site.database.query_varies_percent", VARIES, "%"),
    must("money", Group, ""),
    must("money.currency", Currency, ""),
    must("money.server_hour", MONEY, "money"),
    must("money.database_hour", MONEY, "money"),
    must("money.cdn_gb", MONEY, "money")
        .because("CloudFront's list price: 0.085 USD in Europe and North America"),
    must("targets", Group, ""),
    must("targets.page_p95_s", Number { low: 0.01, high: 3600.0 }, "s"),
    must("targets.served_percent", PERCENT, "%"),
    none("targets.budget", Number { low: 0.0, high: 1e12 }, "money"),
    may("notes", List { least: 0, most: 500 }, "", "[]"),
    must("notes[].field", NAME, ""),
    must("notes[].assumed", Flag, ""),
    must("notes[].source", Text { least: 1, most: 1000 }, ""),
];
