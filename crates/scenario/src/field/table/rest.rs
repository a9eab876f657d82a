//! What stands before and after the crowd and the site.

use super::{MINUTES, MONEY, NAME, PERCENT, list, may, must, none, number, whole};
use crate::field::{Described, Kind};
use Kind::{Choice, ClockTime, Currency, Date, Flag, Group, Id, List, Text};

pub(super) const BEGINNING: &[Described] = &[
    must("onrush", whole(2, 2), "", "Version of the file format"),
    must("name", NAME, "", "What you call it"),
    none("story", Id, "", "Key of the built-in story it came from"),
    none("lineage", Id, "", "Key of the plan that this is another state of: one that is handed over and comes back keeps it"),
    must("clock", Group, "", "When the rehearsal is"),
    must("clock.date", Date, "", "Local date"),
    must("clock.start", ClockTime, "", "Local time at which it begins"),
    must("clock.minutes", whole(1, 80_640), "min", "How long it lasts").because("Eight weeks"),
    must("clock.time_zone", NAME, "", "Name of the time zone, for people"),
    must("clock.utc_offset_minutes", whole(-720, 840), "min", "How far the zone is ahead of UTC on that day")
        .because("Zones in use: UTC−12 to UTC+14"),
    must("regions", List { least: 1, most: 50 }, "", "Where visitors are"),
    must("regions[].id", Id, "", "Stable key, unique in the list"),
    must("regions[].name", NAME, "", "What you call it"),
    must("regions[].share_percent", PERCENT, "%", "Share of all visitors; together 100"),
    must("regions[].round_trip_ms", number(0.0, 5000.0), "ms", "Time to the site's edge and back, on average"),
    none("regions[].phone_percent", PERCENT, "%", "Visitors from here who are on a phone, where that differs from `devices.phone_percent`"),
    may("regions[].cdn", Flag, "", "true", "Whether the CDN serves this region; where it does not, everything is asked of the web servers"),
    none("regions[].cdn_gb", MONEY, "money", "One gigabyte (10⁹ bytes) from the CDN in this region, where that differs from `money.cdn_gb`")
        .because("CloudFront's list price per GB: 0.085 USD in Europe and North America, 0.110 in South America, 0.114 in Japan, 0.120 in South-East Asia"),
    none("devices", Group, "", "Tells phones and computers apart; without it all visitors are alike"),
    must("devices.phone_percent", PERCENT, "%", "Visitors on a phone")
        .because("Contentsquare 2021 (20 billion sessions): 64 % on a phone; business software 19 %, luxury goods 76 %"),
    may("devices.phone_patience_percent", number(1.0, 1000.0), "%", "100", "Patience on a phone, of `journey.behaviour.patience_s`")
        .assumed("No published figure compares the two fairly"),
    may("devices.phone_buys_percent", PERCENT, "%", "53", "How many on a phone take the last step to the goal, of `go_on_percent`")
        .because("Conversion in shops 2023 (Statista): 1.8 % on phones, 3.4 % on computers"),
    may("devices.phone_files_kb_percent", number(0.0, 1000.0), "%", "87", "Size of a page's files on a phone, of `files_kb`")
        .because("Web Almanac 2024, median page: 2,311 kB on a phone, 2,652 kB on a computer"),
];

pub(super) const END: &[Described] = &[
    may("incidents", list(50), "", "[]", "What goes wrong, and when"),
    must("incidents[].id", Id, "", "Stable key, unique in the list"),
    must("incidents[].name", NAME, "", "What you call it"),
    must(
        "incidents[].kind",
        Choice(&[
            "servers_lost",
            "servers_slow",
            "servers_errors",
            "database_down",
            "database_slow",
            "replicas_down",
            "cdn_down",
            "cdn_off",
            "cdn_flushed",
            "cache_down",
            "cache_flushed",
            "third_party_down",
            "third_party_slow",
            "third_party_errors",
            "region_cut_off",
            "region_blocked",
        ]),
        "",
        "What goes wrong: a bad deployment is `servers_slow` or `servers_errors`; `cdn_off` and `cache_down` mean that nothing is kept there",
    ),
    none(
        "incidents[].at",
        ClockTime,
        "",
        "When it begins; left out: when most people arrive",
    ),
    none(
        "incidents[].minutes",
        MINUTES,
        "min",
        "How long it lasts; left out: to the end, or until the backup takes over. Not used where something is flushed",
    ),
    none(
        "incidents[].backup_after_minutes",
        MINUTES,
        "min",
        "A backup takes over after so long",
    ),
    none(
        "incidents[].servers",
        whole(1, 5000),
        "servers",
        "For `servers_lost`: how many; left out: all",
    ),
    none(
        "incidents[].region",
        Id,
        "",
        "For a region's incidents: which",
    ),
    none(
        "incidents[].party",
        Id,
        "",
        "For a third party's incidents: which of `site.third_parties`",
    ),
    may(
        "incidents[].times_slower",
        number(1.0, 1000.0),
        "times",
        "10",
        "For what is slow: how many times as long it takes",
    )
    .assumed("Chosen: from tenths of a second to seconds"),
    may(
        "incidents[].errors_percent",
        PERCENT,
        "%",
        "100",
        "For errors: how many fail",
    )
    .assumed("Chosen: a deployment that breaks a page breaks it for everybody"),
    must("money", Group, "", "What things cost, in one currency"),
    must("money.currency", Currency, "", "ISO 4217 code"),
    must(
        "money.server_hour",
        MONEY,
        "money",
        "One web server for an hour; billed by the second",
    )
    .because("EC2 on demand: about 0.04 USD for each processor core and hour; by the second"),
    must(
        "money.database_hour",
        MONEY,
        "money",
        "The database for an hour",
    )
    .assumed("Assumed: two to nine times a web server, as it has cores; RDS takes about twice as much with a standby"),
    none(
        "money.replica_hour",
        MONEY,
        "money",
        "One replica for an hour, where that differs from `database_hour`",
    )
    .assumed("Assumed: as much as the database"),
    must(
        "money.cdn_gb",
        MONEY,
        "money",
        "One gigabyte (10⁹ bytes) from the CDN",
    )
    .because("CloudFront's list price: 0.085 USD in Europe and North America"),
    none(
        "money.email_thousand",
        MONEY,
        "money",
        "Sending a thousand emails, where that is not in the activity's cost",
    )
    .assumed("Assumed: 0.10 for bare delivery, ten to a hundred times that with a campaign tool"),
    none(
        "money.sms_each",
        MONEY,
        "money",
        "Sending one text message, where that is not in the activity's cost",
    )
    .assumed("Assumed: 0.05 to 0.10 in Europe"),
    none(
        "money.desk_hour",
        MONEY,
        "money",
        "One person at a desk for an hour in which it is open",
    )
    .assumed("Assumed: 25 to 40 with all that is paid on top of wages"),
    none(
        "money.refund_each",
        MONEY,
        "money",
        "Handling one refund of an order that was paid and then lost by the queue; without it nothing is refunded",
    )
    .assumed("Assumed: some minutes of somebody's time and the payment provider's fee, about 5"),
    none(
        "money.goal_is",
        Choice(&["sale", "lead"]),
        "",
        "What reaching the goal is: a sale, or a lead, of which some become sales later; without it neither",
    ),
    none(
        "money.leads_sold_percent",
        PERCENT,
        "%",
        "Where the goal is a lead: how many become sales, later",
    )
    .assumed("Assumed: a few of 100 where companies buy; your own sales team knows"),
    none(
        "money.prices_date",
        Date,
        "",
        "The day on which these list prices held: list prices change",
    ),
    must("targets", Group, "", "What is hoped for"),
    must(
        "targets.page_p95_s",
        number(0.01, 3600.0),
        "s",
        "95 of 100 pages load within this; slower visits count as slow",
    ),
    must(
        "targets.served_percent",
        PERCENT,
        "%",
        "So many of 100 visitors are served",
    ),
    none(
        "targets.budget",
        number(0.0, 1e12),
        "money",
        "What site and campaign may cost together",
    ),
    may("notes", list(500), "", "[]", "Where numbers come from"),
    must(
        "notes[].field",
        NAME,
        "",
        "Path of a field, group or entry of this file",
    ),
    must("notes[].assumed", Flag, "", "Not known but assumed"),
    must(
        "notes[].source",
        Text {
            least: 1,
            most: 1000,
        },
        "",
        "Who says so, or why it was assumed",
    ),
    may(
        "notes[].changed",
        Flag,
        "",
        "false",
        "The value was changed since: what the source says is another one",
    ),
    may(
        "ranges",
        list(200),
        "",
        "[]",
        "Numbers that are not known exactly; computed with is what the field itself says",
    ),
    must(
        "ranges[].field",
        NAME,
        "",
        "Path of a number of this file, one range each",
    ),
    must(
        "ranges[].low",
        number(-1e12, 1e12),
        "",
        "It is at least this; in the field's range, and not above its value",
    ),
    must(
        "ranges[].high",
        number(-1e12, 1e12),
        "",
        "It is at most this; in the field's range, and not below its value",
    ),
    may(
        "contacts",
        list(20),
        "",
        "[]",
        "Who is called about it, in this order",
    ),
    must("contacts[].id", Id, "", "Stable key, unique in the list"),
    must(
        "contacts[].name",
        NAME,
        "",
        "A person's name, or a team's",
    ),
    none("contacts[].role", NAME, "", "What they are called for"),
    none(
        "contacts[].reach",
        NAME,
        "",
        "How they are reached: a telephone number, a mail address, a channel",
    ),
];
