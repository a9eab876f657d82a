//! From bytes to a [`LabFile`], or to all that is wrong with it.

mod walk;

use std::collections::BTreeMap;

use onrush_json::{Limits, Tree, below};
use onrush_network::{Backoff, Balance, Clock, Dist, Fault, Faults, LIMITS};

use crate::model::{Arrivals, Class, Client, Closed, LabFile, RateOver, Station, Step};
use walk::{Fields, Reader, one_of};

/// Largest file, in bytes.
pub const LARGEST_FILE: usize = 16_000_000;
/// Longest run, in seconds.
pub const LONGEST_S: f64 = LIMITS.horizon_s as f64;

/// Six levels of steps take some twenty of JSON.
const JSON: Limits = Limits {
    of: "a lab file",
    levels: 64,
    values: 1_000_000,
};
/// Most classes: each is a client of the network.
const MOST_CLASSES: usize = 1_000;
/// Most sources of arrivals; a long sine takes several streams of the network, which may have 2,000.
const MOST_ARRIVALS: usize = 1_000;
/// Most points of one rate.
const MOST_POINTS: usize = 300_000;
/// Highest rate, per second.
const HIGHEST_RATE: f64 = 1e7;
/// Most customers in a closed network.
const MOST_CUSTOMERS: u32 = 1_000_000;
/// Longest name, in characters.
const LONGEST_NAME: usize = 100;
/// Most waves of a sine in one run; see [`crate::lower`] for how it is drawn.
pub(crate) const MOST_WAVES: f64 = 100_000.0;

const BALANCES: [(&str, Balance); 4] = [
    ("round_robin", Balance::RoundRobin),
    ("random", Balance::Random),
    ("least_busy", Balance::LeastBusy),
    ("two_choices", Balance::TwoChoices),
];

type Names<'a> = BTreeMap<&'a str, usize>;

impl LabFile {
    /// Reads a lab file.
    ///
    /// # Errors
    /// All faults that it has, each with the field's path, the value as it was written and what is allowed. Where the text is
    /// no JSON, the place of the first fault in it.
    ///
    /// # Example
    ///
    /// ```
    /// let faults = onrush_lab::LabFile::read(r#"{
    ///     "duration_s": 60,
    ///     "stations": {"db": {"servers": 0, "service": {"dist": "exp", "mean_s": 0.01}}},
    ///     "classes": {"page": {"script": [{"at": "db"}]}},
    ///     "arrivals": [{"class": "file", "rate_per_s": 5}]
    /// }"#).unwrap_err();
    /// assert_eq!(faults.to_string(), "stations.db.servers: 0 is not between 1 and 100000\n\
    ///     arrivals[0].class: \"file\" is not the name of a class of this file");
    /// ```
    pub fn read(text: &str) -> Result<Self, Faults> {
        let one = |fault| Faults(vec![fault]);
        if text.len() > LARGEST_FILE {
            let allowed = format!("a lab file: it has at most {LARGEST_FILE} bytes");
            return Err(one(Fault::new(
                "file",
                format!("{} bytes", text.len()),
                allowed,
            )));
        }
        let tree = onrush_json::parse(text, &JSON).map_err(one)?;
        let mut reader = Reader::default();
        let file = file(&mut reader, &tree);
        reader.or(file)
    }

    /// Reads a lab file from its bytes, which must be UTF-8.
    ///
    /// # Errors
    /// As [`LabFile::read`].
    pub fn read_bytes(bytes: &[u8]) -> Result<Self, Faults> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::read(text),
            Err(error) => Err(Faults(vec![Fault::new(
                format!("byte {}", error.valid_up_to()),
                "this byte",
                "UTF-8",
            )])),
        }
    }
}

fn file(r: &mut Reader, tree: &Tree) -> LabFile {
    let known = [
        "duration_s",
        "warm_up_s",
        "stations",
        "classes",
        "arrivals",
        "closed",
    ];
    let f = r.fields(tree, "", &known);
    if !matches!(tree, Tree::Group(_)) {
        return nothing();
    }
    let duration_s = r.number(&f, "duration_s", 0.001, LONGEST_S);
    let warm_up_s = r.number_or(&f, "warm_up_s", (0.0, LONGEST_S), 0.0);
    if let Some(tree) = f.get("warm_up_s").filter(|_| warm_up_s >= duration_s) {
        r.wrong("warm_up_s", tree, "less than duration_s");
    }
    let stations = named(r, &f, "stations", "station", LIMITS.stations);
    let station_names = names(&stations);
    let class_trees = named(r, &f, "classes", "class", MOST_CLASSES);
    let class_names = names(&class_trees);
    let stations: Vec<_> = stations
        .iter()
        .map(|(name, tree)| {
            (
                (*name).to_owned(),
                station(r, tree, &below("stations", name)),
            )
        })
        .collect();
    let classes: Vec<_> = class_trees
        .iter()
        .map(|(name, tree)| {
            (
                (*name).to_owned(),
                class(r, tree, &below("classes", name), &station_names),
            )
        })
        .collect();
    let mut file = LabFile {
        duration_s,
        warm_up_s,
        stations,
        classes,
        ..nothing()
    };
    match (f.get("arrivals"), f.get("closed")) {
        (Some(_), Some(tree)) => r.wrong(
            "closed",
            tree,
            "allowed beside arrivals: a network is open or closed",
        ),
        (None, None) => r.missing(
            "arrivals",
            "a list of who comes (or, for a closed network, closed)",
        ),
        (Some(tree), None) => {
            let items = r.list(tree, "arrivals", 1, MOST_ARRIVALS);
            file.arrivals = items
                .iter()
                .enumerate()
                .map(|(i, tree)| {
                    arrivals(r, tree, &format!("arrivals[{i}]"), &class_names, duration_s)
                })
                .collect();
        }
        (None, Some(tree)) => {
            let closed = closed(r, tree, &class_names);
            moves_on(r, &file, &closed);
            file.closed = Some(closed);
        }
    }
    file
}

fn nothing() -> LabFile {
    LabFile {
        duration_s: 0.0,
        warm_up_s: 0.0,
        stations: Vec::new(),
        classes: Vec::new(),
        arrivals: Vec::new(),
        closed: None,
    }
}

fn names<'a>(entries: &[(&'a str, &'a Tree)]) -> Names<'a> {
    entries
        .iter()
        .enumerate()
        .map(|(i, (name, _))| (*name, i))
        .collect()
}

/// A group of things with names.
fn named<'a>(
    r: &mut Reader,
    f: &Fields<'a>,
    name: &str,
    what: &str,
    most: usize,
) -> Vec<(&'a str, &'a Tree)> {
    let Some(tree) = f.get(name) else {
        r.missing(name, format!("a group with a field for each {what}"));
        return Vec::new();
    };
    let entries = r.entries(tree, name);
    if matches!(tree, Tree::Group(_)) && !(1..=most).contains(&entries.len()) {
        r.fault(
            name,
            format!("a group of {}", entries.len()),
            format!("a group of 1 to {most} entries"),
        );
        return Vec::new();
    }
    for (entry, _) in &entries {
        if entry.trim().is_empty() || entry.chars().count() > LONGEST_NAME {
            let allowed = format!("a name of 1 to {LONGEST_NAME} characters");
            r.fault(&below(name, entry), format!("\"{entry}\""), allowed);
        }
    }
    entries
}

fn station(r: &mut Reader, tree: &Tree, path: &str) -> Station {
    let known = [
        "servers",
        "line",
        "service",
        "patience",
        "instances",
        "balance",
        "cores",
        "alpha",
        "beta",
    ];
    let f = r.fields(tree, path, &known);
    let is_group = matches!(tree, Tree::Group(_));
    let servers = match f.get("servers") {
        Some(Tree::Text(text)) if text == "infinite" => None,
        Some(tree) => Some(r.whole_at(tree, &f.at("servers"), (1, 100_000), ", or \"infinite\"")),
        None => {
            if is_group {
                r.missing(
                    &f.at("servers"),
                    "a whole number between 1 and 100000, or \"infinite\"",
                );
            }
            None
        }
    };
    Station {
        servers,
        line: r.whole(&f, "line", 0, 10_000_000),
        service: if let Some(tree) = f.get("service") {
            dist(r, tree, &f.at("service"))
        } else {
            if is_group {
                r.missing(&f.at("service"), "a distribution");
            }
            Dist::constant(0.0)
        },
        patience: f
            .get("patience")
            .map(|tree| dist(r, tree, &f.at("patience"))),
        instances: r.whole(&f, "instances", 1, 10_000).unwrap_or(1),
        balance: f
            .get("balance")
            .and_then(|tree| r.word(tree, &f.at("balance"), &BALANCES))
            .unwrap_or_default(),
        cores: r.whole(&f, "cores", 1, 100_000),
        alpha: r.number_or(&f, "alpha", (0.0, 10.0), 0.0),
        beta: r.number_or(&f, "beta", (0.0, 1.0), 0.0),
    }
}

/// A distribution with its mean and, where it is free, its squared coefficient of variation.
fn dist(r: &mut Reader, tree: &Tree, path: &str) -> Dist {
    type Make = fn(f64, f64) -> Dist;
    let kinds: [(&str, Make); 6] = [
        ("exp", |mean_s, _| Dist::Exponential { mean_s }),
        ("deterministic", |mean_s, _| Dist::Deterministic { mean_s }),
        ("uniform", |mean_s, cv2| Dist::Uniform { mean_s, cv2 }),
        ("gamma", |mean_s, cv2| Dist::Gamma { mean_s, cv2 }),
        ("lognormal", |mean_s, cv2| Dist::Lognormal { mean_s, cv2 }),
        ("hyperexp", |mean_s, cv2| Dist::Hyperexponential {
            mean_s,
            cv2,
        }),
    ];
    let f = r.fields(tree, path, &["dist", "mean_s", "cv2"]);
    let nothing = Dist::constant(0.0);
    if !matches!(tree, Tree::Group(_)) {
        return nothing;
    }
    let mean_s = r.number(&f, "mean_s", 0.0, LIMITS.longest_s);
    let Some(kind) = f.get("dist") else {
        r.missing(&f.at("dist"), one_of(&kinds));
        return nothing;
    };
    let Some(make) = r.word(kind, &f.at("dist"), &kinds) else {
        return nothing;
    };
    match (make(mean_s, 1.0).cv2_range(), f.get("cv2")) {
        (Some((low, high)), _) => {
            let cv2 = r.number(&f, "cv2", low, high);
            make(mean_s, cv2)
        }
        (None, Some(tree)) => {
            r.wrong(
                &f.at("cv2"),
                tree,
                "allowed: this distribution has no free variation",
            );
            nothing
        }
        (None, None) => make(mean_s, 1.0),
    }
}

fn class(r: &mut Reader, tree: &Tree, path: &str, stations: &Names) -> Class {
    let f = r.fields(tree, path, &["script", "client"]);
    let mut script = Vec::new();
    let path = f.at("script");
    if let Some(tree) = f.get("script") {
        let mut steps = 0;
        script = steps_of(r, tree, &path, stations, 1, &mut steps);
        if steps > LIMITS.steps {
            let allowed = format!("at most {} steps", LIMITS.steps);
            r.fault(&path, format!("{steps} steps"), allowed);
        }
    } else if matches!(tree, Tree::Group(_)) {
        r.missing(&path, "a list of steps");
    }
    Class {
        script,
        client: f
            .get("client")
            .map_or(Client::PATIENT, |tree| client(r, tree, &f.at("client"))),
    }
}

/// A list of steps, `level` deep (1 is outermost); `count` counts them all.
fn steps_of(
    r: &mut Reader,
    tree: &Tree,
    path: &str,
    stations: &Names,
    level: usize,
    count: &mut usize,
) -> Vec<Step> {
    if level > LIMITS.depth {
        r.fault(
            path,
            format!("level {level}"),
            format!("at most {} levels of steps", LIMITS.depth),
        );
        return Vec::new();
    }
    let least = usize::from(level == 1);
    let items = r.list(tree, path, least, LIMITS.steps);
    *count += items.len();
    let mut steps = Vec::with_capacity(items.len());
    for (i, tree) in items.iter().enumerate() {
        let known = ["at", "probability", "times", "while_holding"];
        let f = r.fields(tree, &format!("{path}[{i}]"), &known);
        if !matches!(tree, Tree::Group(_)) {
            continue;
        }
        steps.push(Step {
            at: r.reference(&f, "at", stations, "a station"),
            probability: r.number_or(&f, "probability", (0.0, 1.0), 1.0),
            times: r.whole(&f, "times", 1, 1_000).unwrap_or(1),
            while_holding: f.get("while_holding").map_or_else(Vec::new, |tree| {
                steps_of(r, tree, &f.at("while_holding"), stations, level + 1, count)
            }),
        });
    }
    steps
}

fn client(r: &mut Reader, tree: &Tree, path: &str) -> Client {
    let f = r.fields(tree, path, &["timeout_s", "tries", "backoff"]);
    Client {
        timeout_s: f
            .get("timeout_s")
            .map(|tree| r.number_at(tree, &f.at("timeout_s"), 0.000_001, LIMITS.longest_s)),
        tries: r.whole(&f, "tries", 1, 100).unwrap_or(1),
        backoff: f.get("backoff").map(|tree| {
            let f = r.fields(tree, &f.at("backoff"), &["first_s", "factor", "jitter"]);
            if !matches!(tree, Tree::Group(_)) {
                return Backoff {
                    first_s: 0.0,
                    factor: 1.0,
                    jitter: false,
                };
            }
            Backoff {
                first_s: r.number(&f, "first_s", 0.0, 3_600.0),
                factor: r.number(&f, "factor", 1.0, 10.0),
                jitter: f
                    .get("jitter")
                    .and_then(|tree| {
                        r.word(tree, &f.at("jitter"), &[("full", true), ("none", false)])
                    })
                    .unwrap_or(false),
            }
        }),
    }
}

fn arrivals(r: &mut Reader, tree: &Tree, path: &str, classes: &Names, duration_s: f64) -> Arrivals {
    const RATES: [&str; 3] = ["rate_per_s", "rate_points", "rate_sine"];
    let f = r.fields(tree, path, &["class", RATES[0], RATES[1], RATES[2]]);
    let mut rate = RateOver::Constant(0.0);
    if !matches!(tree, Tree::Group(_)) {
        return Arrivals { class: 0, rate };
    }
    let class = r.reference(&f, "class", classes, "a class");
    let given: Vec<_> = RATES
        .into_iter()
        .filter(|name| f.get(name).is_some())
        .collect();
    if given.is_empty() {
        r.missing(
            &f.at("rate_per_s"),
            format!("there, or one of: {}, {}", RATES[1], RATES[2]),
        );
    }
    for name in given.iter().skip(1) {
        if let Some(tree) = f.get(name) {
            r.wrong(
                &f.at(name),
                tree,
                format!("allowed beside {}: one rate is enough", given[0]),
            );
        }
    }
    if let Some(tree) = f.get("rate_per_s") {
        rate = RateOver::Constant(r.number_at(tree, &f.at("rate_per_s"), 0.0, HIGHEST_RATE));
    }
    if let Some(tree) = f.get("rate_points") {
        rate = points(r, tree, &f.at("rate_points"));
    }
    if let Some(tree) = f.get("rate_sine") {
        rate = sine(r, tree, &f.at("rate_sine"), duration_s);
    }
    Arrivals { class, rate }
}

fn points(r: &mut Reader, tree: &Tree, path: &str) -> RateOver {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for (i, point) in r.list(tree, path, 1, MOST_POINTS).iter().enumerate() {
        let path = format!("{path}[{i}]");
        let Tree::List(pair) = point else {
            r.wrong(&path, point, "a pair [second, rate per second]");
            continue;
        };
        let [second, rate] = &pair[..] else {
            r.fault(
                &path,
                format!("a list of {}", pair.len()),
                "a pair [second, rate per second]",
            );
            continue;
        };
        let at = r.number_at(second, &format!("{path}[0]"), 0.0, LONGEST_S);
        let rate = r.number_at(rate, &format!("{path}[1]"), 0.0, HIGHEST_RATE);
        if points.last().is_some_and(|(before, _)| at < *before) {
            r.wrong(
                &format!("{path}[0]"),
                second,
                "at or after the point before it",
            );
        }
        points.push((at, rate));
    }
    RateOver::Points(points)
}

fn sine(r: &mut Reader, tree: &Tree, path: &str, duration_s: f64) -> RateOver {
    let f = r.fields(tree, path, &["mean_per_s", "amplitude_per_s", "period_s"]);
    if !matches!(tree, Tree::Group(_)) {
        return RateOver::Constant(0.0);
    }
    let mean_per_s = r.number(&f, "mean_per_s", 0.0, HIGHEST_RATE / 2.0);
    let amplitude_per_s = r.number(&f, "amplitude_per_s", 0.0, HIGHEST_RATE / 2.0);
    let period_s = r.number(&f, "period_s", 0.000_001, LONGEST_S);
    if let Some(tree) = f
        .get("amplitude_per_s")
        .filter(|_| amplitude_per_s > mean_per_s)
    {
        let allowed =
            format!("between 0 and mean_per_s ({mean_per_s}): the rate would be negative");
        r.wrong(&f.at("amplitude_per_s"), tree, allowed);
    }
    if let Some(tree) = f
        .get("period_s")
        .filter(|_| duration_s > MOST_WAVES * period_s)
    {
        let allowed = format!("at least duration_s / {MOST_WAVES}");
        r.wrong(&f.at("period_s"), tree, allowed);
    }
    RateOver::Sine {
        mean_per_s,
        amplitude_per_s,
        period_s,
    }
}

fn closed(r: &mut Reader, tree: &Tree, classes: &Names) -> Closed {
    let f = r.fields(tree, "closed", &["class", "customers", "think"]);
    let mut closed = Closed {
        class: 0,
        customers: 1,
        think: Dist::constant(1.0),
    };
    if !matches!(tree, Tree::Group(_)) {
        return closed;
    }
    closed.class = r.reference(&f, "class", classes, "a class");
    if let Some(customers) = r.whole(&f, "customers", 1, MOST_CUSTOMERS) {
        closed.customers = customers;
    } else {
        r.missing(
            "closed.customers",
            format!("a whole number between 1 and {MOST_CUSTOMERS}"),
        );
    }
    match f.get("think") {
        Some(tree) => closed.think = dist(r, tree, "closed.think"),
        None => r.missing("closed.think", "a distribution"),
    }
    closed
}

/// Customers who neither think nor do anything that takes time would come back for ever in the same moment.
fn moves_on(r: &mut Reader, file: &LabFile, closed: &Closed) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range"
    )]
    let clock = Clock::for_horizon(file.duration_s.ceil().max(1.0) as u32);
    let moment_s = (2.0 / clock.ticks_per_second() as f64).max(1e-6);
    let Some((_, class)) = file.classes.get(closed.class) else {
        return;
    };
    if closed.think.mean_s() < moment_s && !takes_time(&class.script, &file.stations, moment_s) {
        let allowed = format!(
            "at least {moment_s}: without a certain service before anybody can be refused, customers must think"
        );
        r.fault("closed.think.mean_s", closed.think.mean_s(), allowed);
    }
}

/// Whether every customer passes at least `moment_s` on average before the request can fail or end.
fn takes_time(steps: &[Step], stations: &[(String, Station)], moment_s: f64) -> bool {
    for step in steps {
        let Some((_, station)) = stations.get(step.at) else {
            return true; // a fault of its own
        };
        let refuses = station.servers.is_some()
            && (station.line.is_some() || station.patience.is_some_and(|p| p.mean_s() < moment_s));
        if refuses && step.probability > 0.0 {
            return false;
        }
        // Half of the time comes before what is done while holding.
        if step.probability >= 0.01 && station.service.mean_s() >= 2.0 * moment_s {
            return true;
        }
        if step.probability > 0.0 && !step.while_holding.is_empty() {
            return takes_time(&step.while_holding, stations, moment_s);
        }
    }
    false
}

#[cfg(test)]
mod tests;
