//! What the site is made of. Every part that may be left out is not there when it is.

use super::{NAME, PERCENT, VARIES, list, may, must, none, number, whole};
use crate::field::{Described, Kind};
use Kind::{Choice, ClockTime, Flag, Group, Id};

/// The fields of a simulated cache.
macro_rules! cache {
    ($path:literal, $meaning:literal, $objects:literal) => {
        [
            none($path, Group, "", $meaning),
            must(
                concat!($path, ".objects"),
                whole(1, 1_000_000),
                "",
                $objects,
            ),
            may(
                concat!($path, ".zipf"),
                number(0.0, 3.0),
                "",
                "0.8",
                "How unequally popular they are: Zipf's exponent; 0 makes all alike",
            )
            .because(
                "Breslau et al. 1999: 0.64 to 0.83 in six traces of web requests, others up to 1",
            ),
            none(
                concat!($path, ".keep_minutes"),
                number(0.0, 1_000_000.0),
                "min",
                "How long an object stays fresh; left out: for ever",
            ),
            may(
                concat!($path, ".warm"),
                Flag,
                "",
                "false",
                "Whether everything is there at the beginning; else it starts empty",
            ),
            may(
                concat!($path, ".coalesce"),
                Flag,
                "",
                "false",
                "Whether several who miss the same object wait for one fetch",
            ),
        ]
    };
}

const CDN_FILES: [Described; 6] = cache!(
    "site.cdn.files",
    "The CDN's copies of static files, in each region by itself, as a cache that fills and expires; in place of `files_hit_percent`",
    "Different bundles of files: about one for each different page"
);
const CDN_PAGES: [Described; 6] = cache!(
    "site.cdn.pages",
    "The CDN's copies of cacheable documents and calls, in each region by itself; in place of `pages_hit_percent`",
    "Different pages"
);
const CACHE: [Described; 6] = cache!(
    "site.cache",
    "A cache between web servers and database",
    "Different results that are asked for"
);

pub(super) const FIELDS: &[Described] = &[
    must("site", Group, "", "What the site is made of"),
    none("site.cdn", Group, "", "Servers all over the world that hand out copies"),
    none("site.cdn.files_hit_percent", PERCENT, "%", "Static files that it has, where its cache is not simulated")
        .because("A vendor's opinion (eknix.com): 99 % and more"),
    none("site.cdn.pages_hit_percent", PERCENT, "%", "Cacheable documents and calls that it has, where its cache is not simulated")
        .because("A vendor's opinion (eknix.com): catalogues 70 to 90 %, product pages 60 to 85 %"),
    must("site.cdn.answer_ms", number(0.0, 5000.0), "ms", "Time it takes to answer"),
    CDN_FILES[0], CDN_FILES[1], CDN_FILES[2], CDN_FILES[3], CDN_FILES[4], CDN_FILES[5],
    CDN_PAGES[0], CDN_PAGES[1], CDN_PAGES[2], CDN_PAGES[3], CDN_PAGES[4], CDN_PAGES[5],
    none("site.bot_filter", Group, "", "Tells machines from people at the edge, and errs"),
    must("site.bot_filter.stops_bots_percent", PERCENT, "%", "Machines that it stops"),
    must("site.bot_filter.stops_people_percent", PERCENT, "%", "People that it stops by mistake"),
    none("site.waiting_room", Group, "", "Where visitors wait until they may enter the site"),
    none("site.waiting_room.active", whole(1, 100_000_000), "people", "Most visitors on the site at once")
        .because("Cloudflare advises 75 % of what the site can carry"),
    none("site.waiting_room.per_minute", number(0.1, 1e7), "people", "Most admissions in a minute"),
    none("site.waiting_room.opens", ClockTime, "", "Nobody is admitted before; left out: open from the start"),
    may("site.waiting_room.shuffled", Flag, "", "true", "Whether those who wait at the opening are drawn in random order")
        .because("Queue-it and CrowdHandler draw those who came before the opening, and let later ones queue behind them"),
    may("site.waiting_room.session_minutes", number(0.0, 1440.0), "min", "0", "A place stays taken for so long after its visitor has left, because the room sees only that nothing happens")
        .because("Waiting rooms are set to minutes: 5 in a provider's example, up to 15 in ticket shops"),
    may("site.waiting_room.patience_minutes", number(0.1, 10_000.0), "min", "30", "How long people wait here, on average, when they see their place in line")
        .assumed("Chosen: hundreds of thousands waited for hours for tickets (Oasis 2024), few would for a bargain"),
    may("site.waiting_room.place_shown", Flag, "", "true", "Whether it shows the place in line; else patience is half of that (assumed)"),
    none("site.rate_limit", Group, "", "The most requests that are let through to the web servers, whoever sends them"),
    must("site.rate_limit.per_s", number(0.1, 1e7), "requests/s", "Requests a second"),
    none("site.rate_limit.burst", number(1.0, 1e7), "requests", "So many may come at once")
        .assumed("Left out: what is let through in one second"),
    none("site.uplink", Group, "", "The line from the web servers to the internet, shared by all answers"),
    must("site.uplink.megabits_per_s", number(1.0, 1e7), "Mbit/s", "Its bandwidth"),
    must("site.balancer", Group, "", "What spreads requests over the web servers"),
    must("site.balancer.policy", Choice(&["round_robin", "random", "least_busy", "two_choices"]), "", "How it chooses a server"),
    must("site.balancer.timeout_s", number(0.1, 3600.0), "s", "After so long it answers 504; the work goes on")
        .because("nginx waits 60 s for what is behind it before it answers 504"),
    none("site.balancer.health", Group, "", "It asks each server whether it is there, and leaves out those that do not answer"),
    may("site.balancer.health.every_s", number(0.1, 3600.0), "s", "10", "Time between two questions")
        .because("nginx: a server that failed is left out for 10 s"),
    may("site.balancer.health.fails", whole(1, 100), "", "1", "Failures in a row until it is left out")
        .because("nginx: max_fails 1"),
    may("site.balancer.health.passes", whole(1, 100), "", "1", "Answers in a row until it is used again")
        .because("nginx tries it again after one pause"),
    must("site.web", Group, "", "The web servers"),
    must("site.web.servers", whole(1, 5000), "servers", "Machines"),
    must("site.web.workers", whole(1, 2000), "", "Requests that one machine works on at once")
        .because("As shipped: PHP-FPM 5, Puma 5 threads, gunicorn 1, Tomcat 200"),
    must("site.web.cores", whole(1, 1000), "", "Processor cores of one machine; more busy workers share them"),
    must("site.web.line", whole(0, 100_000), "", "Places to wait at each machine; beyond, 503")
        .because("As shipped: PHP-FPM and nginx 511, Puma 1024, gunicorn 2048, Tomcat 100"),
    must("site.web.file_ms", number(0.0, 100.0), "ms", "Work for one static file where no CDN has it"),
    none("site.web.warm_up", Group, "", "A machine is slow just after its start"),
    must("site.web.warm_up.seconds", number(0.0, 86_400.0), "s", "Time to full speed"),
    may("site.web.warm_up.times_slower", number(1.0, 100.0), "times", "3", "How many times as long its work takes at the start")
        .assumed("Chosen: code, connections and templates are cold"),
    none("site.web.autoscaler", Group, "", "Adds and removes machines by itself"),
    may("site.web.autoscaler.looks_at", Choice(&["processor", "workers"]), "", "\"processor\"", "What it looks at: processor time, or workers busy (those who only wait included)")
        .because("Kubernetes and AWS scale by processor time unless told otherwise"),
    must("site.web.autoscaler.target_percent", number(5.0, 100.0), "%", "The share that it aims at"),
    may("site.web.autoscaler.tolerance_percent", number(0.0, 50.0), "%", "10", "So near to the target it does nothing, in percent of it")
        .because("Kubernetes: 0.1"),
    may("site.web.autoscaler.every_s", number(1.0, 3600.0), "s", "60", "Time between two decisions, and what its figures are the mean of")
        .because("AWS: 300 s, 60 s with detailed monitoring; Kubernetes 15 s"),
    may("site.web.autoscaler.boot_s", number(0.0, 86_400.0), "s", "120", "From the decision to the first request served, on average")
        .because("AWS' own example: 2 to 3 min from launch to service; measured 26 to 29 s for the machine alone, the application comes on top"),
    may("site.web.autoscaler.boot_varies_percent", VARIES, "%", "25", "Standard deviation in percent of the mean")
        .assumed("Chosen"),
    must("site.web.autoscaler.at_least", whole(1, 5000), "servers", "Fewest machines"),
    must("site.web.autoscaler.at_most", whole(1, 5000), "servers", "Most machines"),
    may("site.web.autoscaler.step", whole(1, 5000), "servers", "4", "Most machines added by one decision")
        .because("Kubernetes: four, or twice as many as there are"),
    may("site.web.autoscaler.cooldown_s", number(0.0, 86_400.0), "s", "0", "After adding, nothing is added for so long")
        .because("Kubernetes: 0; AWS' simple scaling: 300"),
    may("site.web.autoscaler.calm_s", number(0.0, 86_400.0), "s", "300", "A machine is removed only when fewer were wanted for so long")
        .because("Kubernetes: 300 s"),
    may("site.web.autoscaler.schedule", list(100), "", "[]", "Scale before the crowd: the fewest machines from a time on, in place of `at_least`"),
    must("site.web.autoscaler.schedule[].at", ClockTime, "", "From when on; within the rehearsal"),
    must("site.web.autoscaler.schedule[].servers", whole(1, 5000), "servers", "Fewest machines"),
    CACHE[0], CACHE[1], CACHE[2], CACHE[3], CACHE[4], CACHE[5],
    must("site.cache.reads_percent", PERCENT, "%", "Reading queries that it may answer"),
    may("site.cache.answer_ms", number(0.0, 1000.0), "ms", "0.5", "Time it takes to answer")
        .assumed("Redis answers 70,000 to 120,000 requests a second to 50 clients, 99 of 100 within 1 to 2 ms; half a millisecond was chosen"),
    must("site.database", Group, "", "The database"),
    must("site.database.connections", whole(1, 100_000), "", "Queries at once; a web worker that finds them taken stands and waits")
        .because("As shipped: PostgreSQL 100, MySQL 151"),
    must("site.database.query_ms", number(0.0, 60_000.0), "ms", "Time of one query"),
    must("site.database.query_varies_percent", VARIES, "%", "Standard deviation in percent of the mean"),
    none("site.database.cores", whole(1, 1000), "", "Processor cores; more busy connections share them"),
    may("site.database.contention_percent", PERCENT, "%", "0", "Waiting for each other: each further busy connection makes a query take so much longer (α of the Universal Scalability Law)")
        .because("Fitted to published figures of PostgreSQL 9.1 with up to 24 clients: about 1 %"),
    may("site.database.coherency_percent", PERCENT, "%", "0", "Keeping each other informed: the same for each pair of them (β)")
        .because("The same fit: 0.2 %"),
    none("site.database.pool_per_server", whole(1, 10_000), "", "Connections that one web server may use at once")
        .because("HikariCP as shipped: 10; its authors advise twice the database's cores plus its disks, for all servers together"),
    none("site.database.failover_s", number(0.0, 86_400.0), "s", "A standby takes over so long after the primary has gone down"),
    none("site.database.replicas", Group, "", "Copies that answer the reading queries"),
    must("site.database.replicas.servers", whole(1, 100), "servers", "How many"),
    must("site.database.replicas.connections", whole(1, 100_000), "", "Queries at once, on each"),
    none("site.queue", Group, "", "Jobs that nobody waits for: orders that are confirmed later"),
    must("site.queue.workers", whole(1, 100_000), "", "Jobs at once"),
    must("site.queue.job_ms", number(0.0, 3_600_000.0), "ms", "Time of one job, its queries not included"),
    may("site.queue.job_varies_percent", VARIES, "%", "100", "Standard deviation in percent of the mean")
        .assumed("Chosen: as an exponential time"),
    none("site.queue.places", whole(0, 10_000_000), "", "Most jobs that wait; left out: no limit"),
    may("site.queue.writes", whole(0, 1000), "", "0", "Writing queries of one job"),
    may("site.desks", list(20), "", "[]", "People who do something for visitors: a sales team, a call centre"),
    must("site.desks[].id", Id, "", "Stable key, unique in the list"),
    must("site.desks[].name", NAME, "", "What you call it"),
    must("site.desks[].people", whole(1, 100_000), "people", "How many work there at once"),
    must("site.desks[].minutes_per_case", number(0.01, 10_000.0), "min", "Time for one case, on average"),
    may("site.desks[].varies_percent", VARIES, "%", "100", "Standard deviation in percent of the mean")
        .because("The classical assumption for calls (Erlang): exponential"),
    none("site.desks[].patience_minutes", number(0.1, 10_000.0), "min", "How long a case waits before it gives up, on average; left out: for ever"),
    none("site.desks[].places", whole(0, 10_000_000), "", "Most cases that wait; left out: no limit"),
    none("site.desks[].page", Id, "", "Page whose visitors come here; left out: the goal"),
    may("site.desks[].share_percent", PERCENT, "%", "100", "How many of those who load that page come here")
        .assumed("Everybody, unless you say otherwise"),
    may("site.desks[].hours", list(5), "", "[]", "When it is open, every day; left out: always"),
    must("site.desks[].hours[].from", ClockTime, "", "Opens"),
    must("site.desks[].hours[].until", ClockTime, "", "Closes; the same time or an earlier one is on the next day"),
    may("site.third_parties", list(20), "", "[]", "Services of others that pages ask: payment, mail"),
    must("site.third_parties[].id", Id, "", "Stable key, unique in the list"),
    must("site.third_parties[].name", NAME, "", "What you call it"),
    must("site.third_parties[].kind", Choice(&["payment", "mail", "other"]), "", "What it does"),
    must("site.third_parties[].answer_ms", number(0.0, 600_000.0), "ms", "Time it takes to answer, on average"),
    may("site.third_parties[].varies_percent", VARIES, "%", "100", "Standard deviation in percent of the mean")
        .assumed("Chosen: as an exponential time"),
    none("site.third_parties[].at_once", whole(1, 100_000), "", "Most requests that it works on at once; left out: no limit"),
    none("site.third_parties[].per_s", number(0.1, 1e7), "requests/s", "Rate limit: what is above fails at once")
        .because("Stripe: 100 requests a second, 25 for each kind; Checkout.com: 100"),
    none("site.third_parties[].burst", number(1.0, 1e7), "requests", "So many may come at once")
        .assumed("Left out: what is allowed in one second"),
    may("site.third_parties[].errors_percent", PERCENT, "%", "0", "Requests that fail for no reason of ours"),
    none("site.third_parties[].timeout_s", number(0.1, 3600.0), "s", "We wait so long; then it has failed. Left out: for ever"),
    may("site.third_parties[].optional", Flag, "", "false", "Whether the page does without it when it fails"),
    may("site.third_parties[].background", Flag, "", "false", "Whether nobody waits for it: a mail that is sent later"),
    none("site.third_parties[].breaker", Group, "", "A circuit breaker: when it fails too often it is not asked for a while"),
    may("site.third_parties[].breaker.window", whole(1, 10_000), "", "100", "Last requests that are looked at")
        .because("resilience4j: 100"),
    may("site.third_parties[].breaker.failures_percent", number(1.0, 100.0), "%", "50", "Failed or slow ones among them that open it")
        .because("resilience4j: 50 %"),
    none("site.third_parties[].breaker.slow_s", number(0.001, 3600.0), "s", "Longer counts as failed; left out: never")
        .because("resilience4j: 60 s"),
    may("site.third_parties[].breaker.open_s", number(0.1, 86_400.0), "s", "60", "How long it is not asked")
        .because("resilience4j: 60 s"),
    may("site.third_parties[].breaker.trial", whole(1, 1000), "", "10", "Requests that are then let through to see")
        .because("resilience4j: 10"),
    may("site.stocks", list(20), "", "[]", "Goods or tickets of which there are only so many"),
    must("site.stocks[].id", Id, "", "Stable key, unique in the list"),
    must("site.stocks[].name", NAME, "", "What you call it"),
    must("site.stocks[].units", whole(0, 1_000_000_000), "", "Units at the beginning"),
    may("site.stocks[].lock_ms", number(0.0, 60_000.0), "ms", "0", "Each sale locks the same row of the database for so long: buyers wait in one line"),
];
