//! Faults of version 2's fields, in the file that has all of them.

use super::*;

/// What is replaced in the full file, by what, and the fault that follows.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "\"id\": \"asia\", \"share_percent\": 60",
        "\"id\": \"mars\", \"share_percent\": 60",
        "activities.mail.regions.mars.id: \"mars\" is not one of regions: uk, asia",
    ),
    (
        "\"id\": \"asia\", \"share_percent\": 60",
        "\"id\": \"asia\", \"share_percent\": 50",
        "activities.mail.regions: 90 % in all is not 100 %: the regions' share_percent must add up to it",
    ),
    (
        "\"brings\": 0.4",
        "\"brings\": 21",
        "activities.mail.sharing.brings: 21 is not a number between 0 and 20",
    ),
    (
        "{ \"after_minutes\": 10, \"level\": 5 }",
        "{ \"after_minutes\": 50, \"level\": 5 }",
        "activities.drawn.curve[2].after_minutes: 40 is not at or after the point before it",
    ),
    (
        "{ \"after_minutes\": 10, \"level\": 5 }, { \"after_minutes\": 40, \"level\": 1 }",
        "{ \"after_minutes\": 10, \"level\": 0 }",
        "activities.drawn.curve: a list of 2 points is not for a freehand activity two points or more, over some time, not all of them 0",
    ),
    (
        "[10, 20, 80, 40, 0, 5.5]",
        "[10, 20, -80, 40, 0, 5.5]",
        "activities.log.measured.visits[2]: -80 is not a number between 0 and 1000000000",
    ),
    (
        "[10, 20, 80, 40, 0, 5.5]",
        "[]",
        "activities.log.measured.visits: a list of 0 entries is not a list in [ ] of 1 to 2880 numbers between 0 and 1000000000",
    ),
    (
        "[10, 20, 80, 40, 0, 5.5]",
        "[0, 0]",
        "activities.log.measured.visits: nothing but 0 is not at least one interval in which somebody came",
    ),
    (
        "\"measured\": {",
        "\"measure\": {",
        "activities.log.measured: missing, must be there for a measured activity: how many visits came in each interval",
    ),
    (
        "\"queries\": 3, \"writes\": 1",
        "\"queries\": 3, \"writes\": 4",
        "journey.pages.concert.calls[0].writes: 4 is not between 0 and 3, the number of its queries",
    ),
    (
        "\"opens\": { \"at\": \"09:30\"",
        "\"opens\": { \"at\": \"11:30\"",
        "journey.pages.concert.opens.at: \"11:30\" is not a time within the rehearsal, which runs from 08:00 to 11:00",
    ),
    (
        "\"shows_stock\": \"seats\"",
        "\"shows_stock\": \"sofas\"",
        "journey.pages.concert.shows_stock: \"sofas\" is not one of site.stocks: seats",
    ),
    (
        "\"takes\": \"seats\"",
        "\"takes\": \"sofas\"",
        "journey.pages.pay.takes: \"sofas\" is not one of site.stocks: seats",
    ),
    (
        "{ \"id\": \"tips\", \"times\": 2 }",
        "{ \"id\": \"hints\", \"times\": 2 }",
        "journey.pages.pay.asks.hints.id: \"hints\" is not one of site.third_parties: bank, tips, post-office",
    ),
    (
        "\"queue\": {",
        "\"que\": {",
        "journey.pages.thanks.queues: true is not false where there is no site.queue",
    ),
    (
        "\"answer_ms\": 5,",
        "\"answer_ms\": 5, \"files_hit_percent\": 90,",
        "site.cdn.files_hit_percent: 90 is not left out where site.cdn.files is there",
    ),
    (
        "\"pages\": { \"objects\"",
        "\"papers\": { \"objects\"",
        "site.cdn.pages_hit_percent: missing, must be there unless site.cdn.pages is",
    ),
    (
        "\"opens\": \"09:00\"",
        "\"opens\": \"07:59\"",
        "site.waiting_room.opens: \"07:59\" is not a time within the rehearsal, which runs from 08:00 to 11:00",
    ),
    (
        "\"at_least\": 2,",
        "\"at_least\": 17,",
        "site.web.autoscaler.at_least: 17 is not between 1 and 16, which is at_most",
    ),
    (
        "\"at_most\": 16",
        "\"at_most\": 3",
        "site.web.autoscaler.at_most: 3 is not at least 4, the servers that there are from the start",
    ),
    (
        "\"at\": \"09:00\", \"servers\": 12",
        "\"at\": \"09:00\", \"servers\": 17",
        "site.web.autoscaler.schedule[1].servers: 17 is not between 1 and 16, which is at_most",
    ),
    (
        "\"at\": \"10:30\", \"servers\": 2",
        "\"at\": \"12:30\", \"servers\": 2",
        "site.web.autoscaler.schedule[0].at: \"12:30\" is not a time within the rehearsal, which runs from 08:00 to 11:00",
    ),
    (
        "\"page\": \"concert\"",
        "\"page\": \"theatre\"",
        "site.desks.phones.page: \"theatre\" is not one of journey.pages: concert, pay, thanks",
    ),
    (
        "\"kind\": \"servers_lost\", \"at\": \"09:40\"",
        "\"kind\": \"servers_lost\", \"at\": \"07:40\"",
        "incidents.lost.at: \"07:40\" is not a time within the rehearsal, which runs from 08:00 to 11:00",
    ),
    (
        "\"replicas\": {",
        "\"replica\": {",
        "incidents.copies.kind: \"replicas_down\" is not something that can go wrong here: there is no site.database.replicas",
    ),
    (
        "\"cache\": {",
        "\"cash\": {",
        "incidents.restart.kind: \"cache_flushed\" is not something that can go wrong here: there is no site.cache",
    ),
    (
        "\"cdn\": {",
        "\"cdm\": {",
        "incidents.purge.kind: \"cdn_flushed\" is not something that can go wrong here: there is no site.cdn.files or site.cdn.pages",
    ),
    (
        "\"third_party_down\", \"party\": \"bank\"",
        "\"third_party_down\"",
        "incidents.bank-gone.party: missing, must be the id of an entry of site.third_parties",
    ),
    (
        "\"third_party_down\", \"party\": \"bank\"",
        "\"third_party_down\", \"party\": \"sparrow\"",
        "incidents.bank-gone.party: \"sparrow\" is not one of site.third_parties: bank, tips, post-office",
    ),
    (
        "\"region_cut_off\", \"region\": \"asia\"",
        "\"region_cut_off\"",
        "incidents.cable.region: missing, must be the id of an entry of regions",
    ),
    (
        "\"stocks\": [{",
        "\"stocks\": [], \"stokcs\": [{",
        "journey.pages.pay.takes: \"seats\" is not the id of an entry of site.stocks, which is empty",
    ),
    (
        "\"objects\": 2000",
        "\"objects\": 2000000",
        "site.cache.objects: 2000000 is not a whole number between 1 and 1000000",
    ),
    (
        "\"kind\": \"on_sale\"",
        "\"kind\": \"onsale\"",
        "activities.sale.kind: \"onsale\" is not one of: email, push, sms, tv, window, on_sale, post, influencer, press, ads, everyday, bots, freehand, measured",
    ),
];

#[test]
fn every_kind_of_fault_of_the_new_fields_names_its_path() {
    assert_eq!(faults(FULL), Vec::<String>::new());
    for (from, to, wanted) in FAULTS {
        assert!(FULL.contains(from), "{from}");
        let got = faults(&FULL.replacen(from, to, 1));
        assert!(
            got.iter().any(|f| f == wanted),
            "wanted {wanted}\ngot    {got:#?}"
        );
    }
}

#[test]
fn all_of_them_at_once() {
    let mut text = FULL.to_owned();
    let mut wanted = 0;
    // Those that do not touch each other's text.
    for (from, to, _) in FAULTS {
        if text.contains(from) && !to.contains(from) {
            text = text.replacen(from, to, 1);
            wanted += 1;
        }
    }
    assert!(wanted > 20, "{wanted}");
    assert!(faults(&text).len() >= wanted, "{:#?}", faults(&text));
}

#[test]
fn a_file_of_version_1_is_read_and_written_as_the_newest() {
    let old = mole().replacen("\"onrush\": 2", "\"onrush\": 1", 1);
    let scenario = Scenario::read(&old).unwrap();
    assert_eq!(scenario, Scenario::read(mole()).unwrap());
    assert_eq!(scenario.onrush, Scenario::VERSION);
    assert!(scenario.write().contains("\"onrush\": 2"));
    // Its faults have the paths that it is written with.
    let faults = faults(&old.replacen("\"servers\": 24", "\"servers\": 0", 1));
    assert_eq!(
        faults,
        ["site.web.servers: 0 is not a whole number between 1 and 5000"]
    );
}

#[test]
fn caches_of_all_regions_together_are_bounded() {
    let mut scenario = Scenario::read(FULL).unwrap();
    let region = scenario.regions[0].clone();
    scenario.regions.extend((0..48).map(|i| crate::Region {
        id: format!("r{i}"),
        share_percent: 0.0,
        ..region.clone()
    }));
    scenario
        .site
        .cdn
        .as_mut()
        .unwrap()
        .files
        .as_mut()
        .unwrap()
        .objects = 1_000_000;
    assert_eq!(
        scenario.check().unwrap_err().to_string(),
        "site: 49004450 objects in the caches, those of each region counted is not at most 4000000"
    );
}

#[test]
fn kinds_of_visitors_are_bounded() {
    let mut scenario = Scenario::read(FULL).unwrap();
    let mail = scenario.activities[0].clone();
    scenario.activities.extend((0..60).map(|i| crate::Activity {
        id: format!("mail-{i}"),
        people: 10.0,
        ..mail.clone()
    }));
    let faults = scenario.check().unwrap_err();
    // The people who share and those who do not, on two kinds of devices; bots and scanners.
    assert_eq!(
        faults.to_string(),
        "activities: visitors of 126 kinds is not at most 100: each activity that is shared, on each device, is one"
    );
}
