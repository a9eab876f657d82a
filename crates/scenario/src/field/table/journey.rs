//! What visitors do.

use super::{NAME, PERCENT, VARIES, list, may, must, none, number, whole};
use crate::field::{Described, Kind};
use Kind::{ClockTime, Flag, Group, Id, List};

pub(super) const FIELDS: &[Described] = &[
    must("journey", Group, "", "What visitors do"),
    must("journey.pages", List { least: 1, most: 30 }, "", "The pages in order; exactly one is the goal"),
    must("journey.pages[].id", Id, "", "Stable key, unique in the list"),
    must("journey.pages[].name", NAME, "", "What you call it"),
    must("journey.pages[].document", Group, "", "The page itself"),
    must("journey.pages[].document.work_ms", number(0.0, 60_000.0), "ms", "Work for a web server, waiting for the database not included"),
    must("journey.pages[].document.queries", whole(0, 1000), "", "Database queries, one after the other"),
    may("journey.pages[].document.writes", whole(0, 1000), "", "0", "How many of the queries write: they go to the primary and past the cache"),
    must("journey.pages[].document.kb", number(0.0, 100_000.0), "kB", "Size of the answer (1 kB = 1000 bytes)"),
    may("journey.pages[].document.cacheable", Flag, "", "false", "Whether a CDN may answer it for everybody"),
    may("journey.pages[].calls", list(20), "", "[]", "Data that the page asks for when it has arrived"),
    must("journey.pages[].calls[].work_ms", number(0.0, 60_000.0), "ms", "As for the document"),
    must("journey.pages[].calls[].queries", whole(0, 1000), "", "As for the document"),
    may("journey.pages[].calls[].writes", whole(0, 1000), "", "0", "As for the document"),
    must("journey.pages[].calls[].kb", number(0.0, 100_000.0), "kB", "As for the document"),
    may("journey.pages[].calls[].cacheable", Flag, "", "false", "As for the document"),
    must("journey.pages[].files", whole(0, 1000), "files", "Static files, simulated as one request")
        .because("Web Almanac 2024: the median page makes 71 requests on a desktop, 66 on a phone"),
    must("journey.pages[].files_kb", number(0.0, 1e6), "kB", "Their size together")
        .because("Web Almanac 2024: 2,652 kB on a desktop, 2,311 kB on a phone (median)"),
    may("journey.pages[].files_at_home_percent", PERCENT, "%", "0", "Visitors whose browser has them and only asks whether they are still good"),
    must("journey.pages[].think_s", number(0.0, 3600.0), "s", "Time on the page, on average")
        .because("Contentsquare 2021: 54 s on a page, on average"),
    must("journey.pages[].go_on_percent", PERCENT, "%", "How many go on to the next page"),
    may("journey.pages[].goal", Flag, "", "false", "Loading this page is the goal"),
    may("journey.pages[].value", number(0.0, 1e6), "money", "0", "What reaching the goal is worth"),
    none("journey.pages[].opens", Group, "", "The page leads on only from a moment on; who has come before waits on it"),
    must("journey.pages[].opens.at", ClockTime, "", "The moment; within the rehearsal"),
    may("journey.pages[].opens.countdown", Flag, "", "false", "The page counts down and asks again by itself, so that nobody refreshes and everybody comes at once"),
    none("journey.pages[].opens.refresh_s", number(0.1, 3600.0), "s", "Without a countdown: time between two refreshes of somebody who waits")
        .assumed("Left out: 20. Chosen; a vendor (Queue-Fair) counts up to 100 requests a minute from each, files included"),
    none("journey.pages[].opens.reaction_s", number(0.0, 3600.0), "s", "Time from the moment to asking for the page, on average")
        .assumed("Left out: 0.5 with a countdown, else 3. Chosen: a script's delay, a person's"),
    none("journey.pages[].shows_stock", Id, "", "Which of `site.stocks` the page shows: who finds it empty leaves, too late but not failed"),
    none("journey.pages[].takes", Id, "", "Which of `site.stocks` the document takes a unit from"),
    may("journey.pages[].asks", list(20), "", "[]", "Third parties that the document asks, while its worker waits"),
    must("journey.pages[].asks[].id", Id, "", "Which of `site.third_parties`"),
    may("journey.pages[].asks[].times", whole(1, 20), "", "1", "How often"),
    may("journey.pages[].queues", Flag, "", "false", "The document puts a job into `site.queue`, for which nobody waits"),
    must("journey.behaviour", Group, "", "What people do when a page does not come"),
    must("journey.behaviour.patience_s", number(0.1, 3600.0), "s", "How long they wait for a page, on average")
        .because("Google 2016: 53 % of visits to mobile sites end when a page takes longer than 3 s"),
    must("journey.behaviour.patience_varies_percent", VARIES, "%", "Standard deviation in percent of the mean"),
    must("journey.behaviour.reload_percent", PERCENT, "%", "How many reload when patience runs out"),
    must("journey.behaviour.reload_after_error_percent", PERCENT, "%", "How many reload at an error"),
    must("journey.behaviour.reloads_at_most", whole(0, 100), "", "Most reloads of one page"),
    must("journey.behaviour.reload_pause_s", number(0.0, 3600.0), "s", "Pause before a reload after an error"),
    may("journey.behaviour.discouraged_percent_per_s", number(0.0, 99.0), "%", "0", "Each further second of a page's time loses so many of those who would have gone on")
        .because("Akamai 2017 (10 billion visits, a correlation): 2 s more went with 36.5 % fewer sales on computers, 26 % on phones: about 20 % and 14 % a second"),
    may("journey.behaviour.brisk_s", number(0.0, 3600.0), "s", "0", "Up to here a page's time discourages nobody")
        .because("Akamai 2017: most sales at 1.8 s on computers, 2.7 s on phones"),
    none("journey.behaviour.retries", Group, "", "The app tries again by itself when a request fails, before the visitor sees it"),
    must("journey.behaviour.retries.tries", whole(1, 20), "", "Attempts in all, the first included")
        .because("Google's SRE book, chapter 21: three attempts at most"),
    may("journey.behaviour.retries.first_s", number(0.0, 3600.0), "s", "1", "Delay before the first retry")
        .assumed("Chosen, as most libraries do"),
    may("journey.behaviour.retries.factor", number(1.0, 10.0), "times", "2", "Growth of the delay from one retry to the next")
        .assumed("Chosen, as most libraries do: it doubles"),
    may("journey.behaviour.retries.jitter", Flag, "", "true", "Whether the delay is drawn evenly between 0 and that, so that not all come back at once"),
    none("journey.behaviour.retries.budget_percent", PERCENT, "%", "A retry budget: so many retries for 100 first attempts")
        .because("AWS (Brooker 2022) and Google's SRE book: 10 % keeps the extra load below a tenth"),
];
