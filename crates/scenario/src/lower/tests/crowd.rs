//! Who comes, and how they walk.

use onrush_network::{Journey, Sends, Stream};

use super::*;
use crate::{ActivityKind, Devices, Who};

fn journey<'a>(network: &'a Network, id: &str) -> &'a Journey {
    network.journeys.iter().find(|j| j.id == id).unwrap()
}

/// Expected visits of a stream, within the rehearsal.
fn visits(network: &Network, id: &str) -> f64 {
    let stream: &Stream = network
        .streams
        .iter()
        .find(|s| s.id == id)
        .unwrap_or_else(|| panic!("no stream {id}"));
    stream.rate.expected(0.0, f64::from(network.horizon_s))
}

#[test]
fn regions_and_devices_divide_an_activity() {
    let scenario = full();
    let network = scenario.network().unwrap();
    // 20,000 recipients, 3 %; 60 % of them in Asia, 55 % on a phone.
    let parts = [
        ("mail/uk/computers", 0.4 * 0.45),
        ("mail/uk/phones", 0.4 * 0.55),
        ("mail/asia/computers", 0.6 * 0.45),
        ("mail/asia/phones", 0.6 * 0.55),
    ];
    let all: f64 = parts.iter().map(|(id, _)| visits(&network, id)).sum();
    assert!(
        (300.0..600.0).contains(&all),
        "most come within the rehearsal: {all}"
    );
    for (id, share) in parts {
        let got = visits(&network, id) / all;
        assert!((got - share).abs() < 1e-9, "{id}: {got}");
    }
    // Push has nothing of its own: the region's 70 % and, where it says nothing, the general 64 %.
    let phones = visits(&network, "push/uk/phones");
    let share = phones / (phones + visits(&network, "push/uk/computers"));
    assert!((share - 0.70).abs() < 1e-9, "{share}");
    let phones = visits(&network, "push/asia/phones");
    let share = phones / (phones + visits(&network, "push/asia/computers"));
    assert!((share - 0.64).abs() < 1e-9, "{share}");
    // All through the waiting room; machines are told from people.
    for (stream, role) in network.streams.iter().zip(&scenario.labels().streams) {
        let Sends::Visits {
            bots,
            room,
            region,
            journey,
        } = stream.sends
        else {
            panic!()
        };
        assert_eq!((room, region), (Some(0), role.region));
        assert_eq!(bots, matches!(role.who, Who::Bots | Who::Scanners));
        let walked = &network.journeys[journey];
        let wanted = match (
            role.who,
            scenario.activities[role.activity].sharing.is_some(),
        ) {
            (Who::Bots, _) => "bots",
            (Who::Scanners, _) => "scanners",
            (Who::Phones, true) => "visit/phones/mail",
            (Who::Phones, false) => "visit/phones",
            (_, true) => "visit/computers/mail",
            (_, false) => "visit/computers",
        };
        assert_eq!(walked.id, wanted);
    }
}

#[test]
fn phones_walk_the_same_pages_with_less_patience_and_fewer_sales() {
    let network = full().network().unwrap();
    let (computers, phones) = (
        journey(&network, "visit/computers"),
        journey(&network, "visit/phones"),
    );
    let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
    let patience = |j: &Journey| j.behaviour.patience.unwrap().mean_s();
    assert!(close(patience(phones), 0.9 * patience(computers)));
    assert!(
        close(phones.pages[0].go_on, computers.pages[0].go_on),
        "not the last step"
    );
    assert!(close(phones.pages[1].go_on, 0.5 * computers.pages[1].go_on));
    let bundle = |j: &Journey| j.pages[0].requests.last().unwrap().bytes;
    assert_eq!((bundle(computers), bundle(phones)), (1_200_000, 960_000));
    let b = &computers.behaviour;
    assert!(close(libm::exp(-b.discouraged_per_s), 0.85) && close(b.brisk_s, 2.0));
    assert_eq!((b.retries.tries, b.retries.budget), (3, Some(0.1)));
    // Those who come early wait on the first page, see the seats, and share.
    let opening = computers.pages[0].opens.unwrap();
    assert!(close(opening.at_s, 5400.0));
    assert!(
        close(opening.refresh.unwrap().mean_s(), 15.0) && close(opening.reaction.mean_s(), 2.0)
    );
    assert_eq!(computers.pages[0].stock, Some(0));
    assert_eq!(computers.sharing, None);
    let sharing = journey(&network, "visit/phones/mail").sharing.unwrap();
    assert!(close(sharing.mean, 0.4) && close(sharing.delay.mean_s(), 1800.0));
    assert_eq!(sharing.reach, 5000);
}

#[test]
fn a_countdown_needs_no_refreshing() {
    let mut scenario = full();
    let opens = scenario.journey.pages[0].opens.as_mut().unwrap();
    (opens.countdown, opens.refresh_s, opens.reaction_s) = (true, None, None);
    let network = scenario.network().unwrap();
    let opening = network.journeys[0].pages[0].opens.unwrap();
    assert_eq!(opening.refresh, None);
    assert!((opening.reaction.mean_s() - 0.5).abs() < 1e-12);
}

#[test]
fn machines_ask_for_documents_and_buy_nothing() {
    let mut scenario = full();
    let network = scenario.network().unwrap();
    let bots = journey(&network, "bots");
    let pages: Vec<&str> = bots.pages.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(pages, ["concert"], "the others take seats or are the goal");
    assert_eq!(bots.pages[0].requests.len(), 1);
    assert_eq!(bots.pages[0].requests[0].kind, RequestKind::Document);
    assert_eq!(bots.pages[0].opens, None);
    scenario.journey.pages[1].takes = None;
    let network = scenario.network().unwrap();
    let bots = journey(&network, "bots");
    assert_eq!(bots.pages.len(), 2);
    assert!((bots.pages[0].go_on - 1.0).abs() < 1e-12);
    assert!(bots.pages.iter().all(|p| p.goal_cents.is_none()));
    // One in twenty of 20,000 mails is opened by a machine, all within the hour.
    let scanners: f64 = ["uk", "asia"]
        .map(|r| visits(&network, &format!("mail/{r}/scanners")))
        .iter()
        .sum();
    assert!((scanners - 1000.0).abs() < 1.0, "{scanners}");
    // 1,000 visits of crawlers, evenly.
    let rate = |s: f64| -> f64 {
        network
            .streams
            .iter()
            .filter(|x| x.id.starts_with("bots/"))
            .map(|x| x.rate.at(s))
            .sum()
    };
    for second in [60.0, 3000.0, 10_000.0] {
        assert!(
            (rate(second) - 1000.0 / 10_800.0).abs() < 1e-6,
            "{}",
            rate(second)
        );
    }
}

#[test]
fn curves_that_are_given_keep_their_shape() {
    let mut scenario = full();
    scenario.devices = None;
    scenario.regions.truncate(1);
    scenario.regions[0].share_percent = 100.0;
    scenario
        .activities
        .retain(|a| ["drawn", "log"].contains(&a.id.as_str()));
    scenario.incidents.clear();
    let network = scenario.network().unwrap();
    assert_eq!(network.journeys.len(), 1);
    assert!((visits(&network, "drawn/uk") - 1000.0).abs() < 1e-6);
    assert!((visits(&network, "log/uk") - 900.0).abs() < 1e-6);
    let (drawn, log) = (&network.streams[0].rate, &network.streams[1].rate);
    // 08:30 nothing, 08:40 the top, 09:10 a fifth of it, then nothing.
    let top = drawn.at(2400.0);
    assert!((drawn.peak() - top).abs() < 1e-12);
    assert!(
        (drawn.at(2100.0) / top - 0.5).abs() < 1e-9
            && (drawn.at(4199.999) / top - 0.2).abs() < 1e-4
    );
    assert!(drawn.at(1799.0).abs() < 1e-12 && drawn.at(4201.0).abs() < 1e-12);
    // 10, 20, 80, 40, 0, 5.5 in ten minutes each.
    for (i, n) in [10.0, 20.0, 80.0, 40.0, 0.0, 5.5].into_iter().enumerate() {
        let from = f64::from(u32::try_from(i).unwrap()) * 600.0;
        let got = log.expected(from, from + 600.0);
        assert!((got - 900.0 * n / 155.5).abs() < 1e-9, "{i}: {got}");
    }
    // A curve that goes on past the end is cut there.
    scenario.clock.minutes = 45;
    scenario.journey.pages[0].opens = None;
    scenario.site.waiting_room = None;
    scenario.site.web.autoscaler = None;
    let network = scenario.network().unwrap();
    let cut = &network.streams[0].rate;
    assert!((cut.expected(0.0, 1e9) - drawn.expected(0.0, 2700.0)).abs() < 1e-9);
    assert!((cut.points().last().unwrap().0 - 2700.0).abs() < 1e-12);
}

#[test]
fn people_are_there_before_a_sale_opens() {
    let network = full().network().unwrap();
    // 5,000 people, of whom 40 % come: 70 % of those before 09:30, the first of them at 08:45.
    let sale: Vec<&Rate> = network
        .streams
        .iter()
        .filter(|s| s.id.starts_with("sale/"))
        .map(|s| &s.rate)
        .collect();
    let between = |a: f64, b: f64| sale.iter().map(|r| r.expected(a, b)).sum::<f64>() / 2000.0;
    assert!(between(0.0, 2699.0) < 1e-9);
    assert!(
        (between(0.0, 5400.0) - 0.7).abs() < 0.001,
        "{}",
        between(0.0, 5400.0)
    );
    let rush = between(5400.0, 5580.0);
    assert!(
        (rush - 0.15).abs() < 0.002,
        "half of the rest within three minutes: {rush}"
    );
    assert!((between(0.0, 1e9) - 1.0).abs() < 0.002);
}

#[test]
fn devices_that_all_are_the_same_make_one_stream() {
    let mut scenario = read("staffing-firm");
    let plain = scenario.network().unwrap();
    scenario.devices = Some(Devices {
        phone_percent: 100.0,
        phone_patience_percent: 100.0,
        phone_buys_percent: 100.0,
        phone_files_kb_percent: 100.0,
    });
    let phones = scenario.network().unwrap();
    assert_eq!(phones.streams.len(), plain.streams.len());
    assert!(
        scenario
            .labels()
            .streams
            .iter()
            .all(|s| s.who == Who::Phones)
    );
    assert_eq!(
        journey(&phones, "visit/phones").pages,
        journey(&plain, "visit").pages
    );
}

#[test]
fn the_usual_response_of_a_kind_holds_where_the_file_says_nothing() {
    let mut scenario = read("toy-shop");
    for kind in ActivityKind::ALL {
        scenario.activities[0].kind = kind;
        scenario.activities[0].response_percent = None;
        let usual = crate::defaults::response(kind).value;
        assert!((scenario.activities[0].response() - usual).abs() < 1e-12);
        scenario.activities[0].response_percent = Some(12.0);
        assert!((scenario.activities[0].response() - 12.0).abs() < 1e-12);
    }
}

#[test]
fn those_who_refresh_while_they_wait_are_counted_beforehand() {
    let mut scenario = full();
    scenario.activities.retain(|a| a.id == "log");
    scenario.incidents.clear();
    scenario.devices = None;
    let network = scenario.network().unwrap();
    // 900 visits, in ten minutes each from 08:00 on: those wait for 09:30 for 85, 75 … minutes, and refresh every 15 s a page of
    // three requests.
    let waits = [85.0, 75.0, 65.0, 55.0, 45.0, 35.0];
    let shares = [10.0, 20.0, 80.0, 40.0, 0.0, 5.5].map(|n| n / 155.5);
    let minutes: f64 = waits.iter().zip(shares).map(|(w, s)| 900.0 * w * s).sum();
    let wanted = minutes * 60.0 / 15.0 * 3.0;
    let got = crate::lower::visit::refreshes(&network);
    assert!((got / wanted - 1.0).abs() < 1e-9, "{got}, not {wanted}");
    // Too many of them are too many requests.
    scenario.activities[0].people = 60_000_000.0;
    let refused = scenario.network().unwrap_err().to_string();
    assert!(
        refused.starts_with("activities: a crowd that makes "),
        "{refused}"
    );
}
