//! The run as one JSON object; described in `docs/json.md` and `docs/run.schema.json`.

use onrush_diagnose::{BillItem, BillLine, Diagnosis, Finding, FindingId, TargetId, Verdict};
use onrush_observe::{Outcome, Tally};
use onrush_scenario::Scenario;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::play::Played;

/// Name and version of the format. Fields may be added without a new version; none is renamed, removed or redefined.
const FORMAT: &str = "onrush-run/1";

#[derive(Serialize)]
struct Report {
    format: &'static str,
    story: Option<String>,
    name: String,
    seed: u64,
    engine: String,
    digest: String,
    expected: Expected,
    events: u64,
    wall_s: f64,
    date: String,
    time_zone: String,
    horizon_s: u32,
    step_s: u32,
    peak: Peak,
    verdict: Verdict,
    headline: String,
    excerpt: Option<ExcerptOut>,
    first_break: Option<Moment>,
    recovered: Option<Moment>,
    root: Option<String>,
    busiest: Option<Busiest>,
    ledger: Ledger,
    findings: Vec<FindingOut>,
    targets: Vec<Target>,
    money: Money,
}

/// What was known before the run started.
#[derive(Serialize)]
struct Expected {
    visits: u64,
    requests: u64,
    events: u64,
}

/// Of a plan too large to be simulated as a whole: the part that was.
#[derive(Serialize)]
struct ExcerptOut {
    from_s: u32,
    until_s: u32,
    run_in_s: u32,
    begins_in_trouble: bool,
    whole: WholeOut,
}

/// The forecast of the whole plan.
#[derive(Serialize)]
struct WholeOut {
    expected_requests: f64,
    visits: f64,
    lost: f64,
    first_break_s: Option<u32>,
}

#[derive(Serialize)]
struct Moment {
    at: String,
    at_s: u32,
}

#[derive(Serialize)]
struct Peak {
    at: String,
    at_s: u32,
    requests_per_s: f64,
    visits_at: String,
    visits_at_s: u32,
    visits_per_s: f64,
    busiest_5_min: Window,
}

#[derive(Serialize)]
struct Window {
    from: String,
    from_s: u32,
    length_s: u32,
    requests: u64,
}

#[derive(Serialize)]
struct Busiest {
    station: String,
    from: String,
    from_s: u32,
    utilisation: f64,
}

#[derive(Serialize)]
struct Ledger {
    visits: Value,
    machines: Value,
    requests: Value,
    served_slowly: u64,
    pages_loaded: u64,
    reloads: u64,
    wasted: u64,
    stuck: u64,
    files: u64,
    bytes: u64,
}

#[derive(Serialize)]
struct FindingOut {
    id: FindingId,
    from: String,
    from_s: u32,
    until: Option<String>,
    until_s: Option<u32>,
    station: Option<String>,
    because_of: Option<String>,
    figures: Map<String, Value>,
    text: String,
}

#[derive(Serialize)]
struct Target {
    id: TargetId,
    wanted: f64,
    got: Option<f64>,
    met: bool,
}

#[derive(Serialize)]
struct Money {
    currency: String,
    won: f64,
    lost: f64,
    campaign: f64,
    servers: f64,
    cdn: f64,
    messages: f64,
    desks: f64,
    refunds: f64,
    per_visitor: Option<f64>,
    per_goal: Option<f64>,
    per_lead: Option<f64>,
    per_sale: Option<f64>,
    prices_date: Option<String>,
    bill: Vec<BillLineOut>,
    missed: Vec<MissedOut>,
}

#[derive(Serialize)]
struct BillLineOut {
    item: &'static str,
    of: Option<String>,
    units: f64,
    price: f64,
    amount: f64,
}

#[derive(Serialize)]
struct MissedOut {
    cause: Option<&'static str>,
    value: f64,
}

/// One object on one line.
pub(crate) fn object(played: &Played) -> String {
    // Plain values with text keys can always be written.
    let mut text = serde_json::to_string(&report(played)).unwrap_or_default();
    text.push('\n');
    text
}

fn report(played: &Played) -> Report {
    let (words, scenario, rehearsal) = (played.words, played.scenario, played.rehearsal);
    let (seen, d) = (&rehearsal.observations, &rehearsal.diagnosis);
    let clock = |second| words.clock(&scenario.clock, second);
    let station = |index: usize| seen.stations.get(index).map(|s| s.id.clone());
    let moment = |second: u32| Moment {
        at: clock(second),
        at_s: second,
    };
    Report {
        format: FORMAT,
        story: played.story.map(str::to_owned),
        name: scenario.name.clone(),
        seed: rehearsal.seed,
        engine: rehearsal.engine.clone(),
        digest: rehearsal.digest.clone(),
        expected: Expected {
            visits: played.expected.visits,
            requests: played.expected.requests,
            events: played.expected.events,
        },
        events: seen.events,
        wall_s: played.wall.as_secs_f64(),
        date: scenario.clock.date.clone(),
        time_zone: scenario.clock.time_zone.clone(),
        horizon_s: seen.horizon_s,
        step_s: seen.step_s,
        peak: Peak {
            at: clock(d.peak.at_s),
            at_s: d.peak.at_s,
            requests_per_s: d.peak.requests_per_s,
            visits_at: clock(d.peak.visits_at_s),
            visits_at_s: d.peak.visits_at_s,
            visits_per_s: d.peak.visits_per_s,
            busiest_5_min: Window {
                from: clock(d.peak.busiest_5_min.from_s),
                from_s: d.peak.busiest_5_min.from_s,
                length_s: d.peak.busiest_5_min.length_s,
                requests: d.peak.busiest_5_min.requests,
            },
        },
        verdict: d.verdict,
        headline: words.headline(scenario, seen, d),
        excerpt: rehearsal.excerpt.as_ref().map(|e| ExcerptOut {
            from_s: e.from_s,
            until_s: e.until_s,
            run_in_s: e.run_in_s,
            begins_in_trouble: e.begins_in_trouble,
            whole: WholeOut {
                expected_requests: e.expected_requests,
                visits: e.outlook.arrived,
                lost: e.outlook.lost,
                first_break_s: e.outlook.first_break_s,
            },
        }),
        first_break: d.first_break_s.map(moment),
        recovered: d.recovered_s.map(moment),
        root: d.root.and_then(station),
        busiest: d.busiest.and_then(|b| {
            Some(Busiest {
                station: station(b.station)?,
                from: clock(b.from_s),
                from_s: b.from_s,
                utilisation: b.utilisation,
            })
        }),
        ledger: Ledger {
            visits: tally(&seen.ledger.visits),
            machines: tally(&seen.ledger.machines),
            requests: tally(&seen.ledger.requests),
            served_slowly: seen.ledger.served_slowly,
            pages_loaded: seen.ledger.pages_loaded,
            reloads: seen.ledger.reloads,
            wasted: seen.ledger.wasted,
            stuck: seen.ledger.stuck,
            files: seen.ledger.files,
            bytes: seen.ledger.bytes,
        },
        findings: d.findings.iter().map(|f| finding(played, f)).collect(),
        targets: d
            .targets
            .iter()
            .map(|t| Target {
                id: t.id,
                wanted: t.wanted,
                got: t.got,
                met: t.met,
            })
            .collect(),
        money: money(scenario, d),
    }
}

/// What it cost and earned.
fn money(scenario: &Scenario, d: &Diagnosis) -> Money {
    Money {
        currency: scenario.money.currency.clone(),
        won: d.money.won,
        lost: to_the_cent(d.money.lost),
        campaign: d.money.campaign,
        servers: d.money.servers,
        cdn: d.money.cdn,
        messages: d.money.messages,
        desks: d.money.desks,
        refunds: d.money.refunds,
        per_visitor: d.money.per_visitor,
        prices_date: scenario.money.prices_date.clone(),
        bill: d
            .bill
            .iter()
            .map(|line| bill_line(scenario, line))
            .collect(),
        missed: d
            .missed
            .iter()
            .map(|m| MissedOut {
                cause: d.cause_of(m).map(|c| c.kind.id()),
                value: to_the_cent(m.value),
            })
            .collect(),
        per_goal: d.money.per_goal,
        per_lead: d.money.per_lead,
        per_sale: d.money.per_sale,
    }
}

/// A line of the bill, with the key of the activity, region or desk that it is of.
fn bill_line(scenario: &Scenario, line: &BillLine) -> BillLineOut {
    let of = line.index.and_then(|i| match line.item {
        BillItem::Activity | BillItem::Emails | BillItem::Texts => {
            scenario.activities.get(i).map(|a| a.id.clone())
        }
        BillItem::Delivery => scenario.regions.get(i).map(|r| r.id.clone()),
        BillItem::Desk => scenario.site.desks.get(i).map(|d| d.id.clone()),
        _ => None,
    });
    BillLineOut {
        item: line.item.id(),
        of,
        units: line.units,
        price: line.price,
        amount: line.amount(),
    }
}

/// An estimate has no use for fractions of a cent.
fn to_the_cent(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// Every outcome by name, those that did not happen too.
fn tally<O: Outcome>(tally: &Tally<O>) -> Value {
    let outcomes: Map<String, Value> = tally
        .iter()
        .map(|(outcome, n)| (outcome.id().to_owned(), n.into()))
        .collect();
    serde_json::json!({ "arrived": tally.arrived, "outcomes": outcomes })
}

fn finding(played: &Played, f: &Finding) -> FindingOut {
    let (words, scenario) = (played.words, played.scenario);
    let seen = &played.rehearsal.observations;
    let station = |index: usize| seen.stations.get(index).map(|s| s.id.clone());
    FindingOut {
        id: f.id,
        from: words.clock(&scenario.clock, f.from_s),
        from_s: f.from_s,
        until: f.until_s.map(|s| words.clock(&scenario.clock, s)),
        until_s: f.until_s,
        station: f.station.and_then(station),
        because_of: f.because_of.and_then(station),
        figures: f
            .figures
            .iter()
            .map(|figure| (figure.name.clone(), figure.value.into()))
            .collect(),
        text: words.finding(f, scenario, seen),
    }
}
