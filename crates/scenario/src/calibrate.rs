//! Setting a site's capacity by one figure from the past.
//!
//! Nobody knows how many milliseconds a page costs, but many know that they survived 300 orders an hour, or what a load test
//! showed. All of that says how much work a visit is for the site that there is; so the work of pages and queries is scaled
//! until the model would show the same.

use serde_json::{Value, json};

use crate::{Edit, Scenario};

/// How busy a site is thought to have been that got through its busiest hour: 80 %. Assumed: a site that was full would have been
/// talked about.
pub const SURVIVED_AT: f64 = 0.8;

/// A site that nobody measured may be a third smaller or half as large again. Assumed, for the range of a verdict.
pub const MAYBE: [f64; 2] = [0.7, 1.5];

/// Work may be scaled by this much; a figure that asks for more does not fit the plan.
const SCALES: [f64; 2] = [0.02, 50.0];

/// A figure from the past.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Known {
    /// So many goals (orders, tickets, leads) in an hour went well: the site was at [`SURVIVED_AT`].
    Goals {
        /// Goals in that hour.
        per_hour: f64,
    },
    /// A load test: so many requests a second for pages, each answered within so many seconds on average.
    LoadTest {
        /// Requests a second for documents and data.
        requests_per_s: f64,
        /// Mean time to the answer, in seconds.
        answer_s: f64,
    },
    /// With so many visits in an hour the database was so busy.
    Database {
        /// Visits in that hour.
        visits_per_hour: f64,
        /// How busy it was, in percent.
        busy_percent: f64,
    },
}

/// Why a figure cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// It is zero, negative, or no number.
    NoNumber,
    /// The plan's pages ask for nothing of that kind: no goal is ever reached, no query made.
    NothingOfIt,
    /// The plan would have to be more than fifty times as heavy, or light, to fit.
    TooFar,
}

/// What one visit asks of the site, if every page loads and nothing is in a copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Need {
    /// Seconds of a processor core.
    pub core_s: f64,
    /// Seconds of a database connection.
    pub query_s: f64,
    /// Requests for documents and data.
    pub requests: f64,
    /// Chance of reaching the goal.
    pub goal: f64,
}

/// What one visit of the plan asks of its site.
#[must_use]
pub fn need(scenario: &Scenario) -> Need {
    let site = &scenario.site;
    let missed = |hit: Option<f64>| 1.0 - hit.unwrap_or(0.0) / 100.0;
    let pages_missed = site
        .cdn
        .as_ref()
        .map_or(1.0, |c| missed(c.pages_hit_percent));
    let files_missed = site.cdn.as_ref().map_or(1.0, |c| match c.files {
        Some(_) => 0.0,
        None => missed(c.files_hit_percent),
    });
    let reads_missed = site
        .cache
        .as_ref()
        .map_or(1.0, |c| 1.0 - c.reads_percent / 100.0);
    let mut sum = Need {
        core_s: 0.0,
        query_s: 0.0,
        requests: 0.0,
        goal: 0.0,
    };
    let mut reach = 1.0;
    for page in &scenario.journey.pages {
        if page.goal {
            sum.goal = reach;
        }
        for fetch in std::iter::once(&page.document).chain(&page.calls) {
            let comes = reach * if fetch.cacheable { pages_missed } else { 1.0 };
            let queries = f64::from(fetch.writes)
                + f64::from(fetch.queries.saturating_sub(fetch.writes)) * reads_missed;
            sum.requests += comes;
            sum.core_s += comes * fetch.work_ms / 1000.0;
            sum.query_s += comes * queries * site.database.query_ms / 1000.0;
        }
        let wanted = 1.0 - page.files_at_home_percent / 100.0;
        sum.core_s +=
            reach * wanted * files_missed * f64::from(page.files) * site.web.file_ms / 1000.0;
        reach *= page.go_on_percent / 100.0;
    }
    sum
}

/// Cores of all web servers.
fn cores(scenario: &Scenario) -> f64 {
    f64::from(scenario.site.web.servers) * f64::from(scenario.site.web.cores)
}

/// What has to change for the plan to show the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scales {
    /// Multiplies the work of pages.
    pub work: f64,
    /// Multiplies the time of a query.
    pub query: f64,
    /// Connections that do any good, where that is what the figure tells of.
    pub connections: Option<u32>,
}

/// Finds it.
///
/// # Errors
/// Why the figure does not fit the plan.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the field's range"
)]
pub fn scales(scenario: &Scenario, known: Known) -> Result<Scales, Misfit> {
    let need = need(scenario);
    let positive = |n: f64| n.is_finite() && n > 0.0;
    let both = |scale| Scales {
        work: scale,
        query: scale,
        connections: None,
    };
    let scale = match known {
        Known::Goals { per_hour } => {
            if !positive(per_hour) {
                return Err(Misfit::NoNumber);
            }
            if !positive(need.goal) || !positive(need.core_s) {
                return Err(Misfit::NothingOfIt);
            }
            let visits_s = per_hour / 3600.0 / need.goal;
            let web = visits_s * need.core_s / cores(scenario);
            let database = visits_s * need.query_s / f64::from(scenario.site.database.connections);
            both(SURVIVED_AT / web.max(database))
        }
        Known::LoadTest {
            requests_per_s,
            answer_s,
        } => {
            if !positive(requests_per_s) || !positive(answer_s) {
                return Err(Misfit::NoNumber);
            }
            if !positive(need.requests) || !positive(need.core_s) {
                return Err(Misfit::NothingOfIt);
            }
            let work_s = need.core_s / need.requests;
            let alone_s = work_s + need.query_s / need.requests;
            let most = cores(scenario) / (requests_per_s * work_s);
            // Shared processors: the work of a request takes as much longer as they are busy. The answer to
            // k · alone + k · work · ρ / (1 - ρ) = answer, ρ = k / most, grows with k.
            let (mut low, mut high) = (0.0, most);
            for _ in 0..80 {
                let k = f64::midpoint(low, high);
                let busy = (k / most).min(1.0 - 1e-12);
                let longer = lines(busy, cores(scenario));
                if k * (alone_s + work_s * longer) > answer_s {
                    high = k;
                } else {
                    low = k;
                }
            }
            both(low)
        }
        Known::Database {
            visits_per_hour,
            busy_percent,
        } => {
            if !positive(visits_per_hour) || !positive(busy_percent) || busy_percent > 100.0 {
                return Err(Misfit::NoNumber);
            }
            if !positive(need.query_s) {
                return Err(Misfit::NothingOfIt);
            }
            let working = visits_per_hour / 3600.0 * need.query_s;
            let busy = busy_percent / 100.0;
            // A database without a number of cores that is so busy with so little can only do so much at once.
            let cores = scenario.site.database.cores.map(f64::from);
            let most = cores.unwrap_or((working / busy).ceil().clamp(1.0, 100_000.0));
            Scales {
                work: 1.0,
                query: busy * most / working,
                connections: cores.is_none().then_some(most as u32),
            }
        }
    };
    let fits = |s: f64| (SCALES[0]..=SCALES[1]).contains(&s);
    if fits(scale.work) && fits(scale.query) {
        Ok(scale)
    } else {
        Err(Misfit::TooFar)
    }
}

/// By how much a request's work takes longer, in multiples of itself, when `cores` shared processors are so busy (Sakasegawa's
/// formula for the mean line).
fn lines(busy: f64, cores: f64) -> f64 {
    libm::pow(busy, (2.0 * (cores + 1.0)).sqrt() - 1.0) / (cores * (1.0 - busy))
}

/// The edit that makes the plan show the figure, with a note on the site that says so (`said`, in the person's words). From then
/// on the plan [`is_calibrated`].
///
/// # Errors
/// Why the figure does not fit the plan.
pub fn calibrate(scenario: &Scenario, known: Known, said: &str) -> Result<Edit, Misfit> {
    let scales = scales(scenario, known)?;
    let mut edits = scaled(scenario, scales.work, scales.query);
    if let Some(connections) = scales.connections {
        edits.push(Edit::Set {
            path: "site.database.connections".to_owned(),
            value: json!(connections),
        });
    }
    let others = scenario.notes.iter().filter(|n| n.field != "site");
    let mut notes: Vec<Value> = others
        .filter_map(|note| serde_json::to_value(note).ok())
        .collect();
    notes.push(json!({ "field": "site", "assumed": false, "source": said }));
    edits.push(Edit::Set {
        path: "notes".to_owned(),
        value: Value::Array(notes),
    });
    Ok(Edit::Many(edits))
}

/// Whether a figure from the past has set the site's capacity: a note on the whole `site` that is not assumed.
#[must_use]
pub fn is_calibrated(scenario: &Scenario) -> bool {
    scenario
        .notes
        .iter()
        .any(|n| n.field == "site" && !n.assumed)
}

/// The same plan on a site of so many times the capacity: each piece of work takes so much less.
#[must_use]
pub fn with_capacity(scenario: &Scenario, times: f64) -> Scenario {
    let mut plan = scenario.clone();
    let scale = 1.0 / times.clamp(SCALES[0], SCALES[1]);
    for page in &mut plan.journey.pages {
        for fetch in std::iter::once(&mut page.document).chain(&mut page.calls) {
            fetch.work_ms = (fetch.work_ms * scale).min(60_000.0);
        }
    }
    let site = &mut plan.site;
    site.web.file_ms = (site.web.file_ms * scale).min(100.0);
    site.database.query_ms = (site.database.query_ms * scale).min(60_000.0);
    for party in &mut site.third_parties {
        party.per_s = party.per_s.map(|n| (n * times).clamp(0.1, 1e7));
    }
    for stock in &mut site.stocks {
        stock.lock_ms = (stock.lock_ms * scale).min(60_000.0);
    }
    plan
}

/// Sets of every piece of work, rounded as people would write them.
fn scaled(scenario: &Scenario, work: f64, query: f64) -> Vec<Edit> {
    let rounded = |n: f64| {
        let digits = libm::pow(10.0, 3.0 - libm::log10(n.max(1e-6)).ceil());
        (n * digits).round() / digits
    };
    let set = |path: String, value: f64| Edit::Set {
        path,
        value: json!(rounded(value)),
    };
    let mut edits = Vec::new();
    if (work - 1.0).abs() > 1e-9 {
        for page in &scenario.journey.pages {
            let path = format!("journey.pages.{}", page.id);
            edits.push(set(
                format!("{path}.document.work_ms"),
                (page.document.work_ms * work).min(60_000.0),
            ));
            for (i, call) in page.calls.iter().enumerate() {
                edits.push(set(
                    format!("{path}.calls[{i}].work_ms"),
                    (call.work_ms * work).min(60_000.0),
                ));
            }
        }
        let file = (scenario.site.web.file_ms * work).min(100.0);
        edits.push(set("site.web.file_ms".to_owned(), file));
    }
    if (query - 1.0).abs() > 1e-9 {
        let time = (scenario.site.database.query_ms * query).min(60_000.0);
        edits.push(set("site.database.query_ms".to_owned(), time));
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story;

    fn shop() -> Scenario {
        Scenario::read(story("toy-shop").unwrap().file).unwrap()
    }

    #[test]
    fn orders_that_went_well_leave_a_fifth_of_the_site_free() {
        let plan = shop();
        let edit = calibrate(&plan, Known::Goals { per_hour: 300.0 }, "300 orders").unwrap();
        let after = plan.edited(&edit).unwrap();
        assert!(is_calibrated(&after) && !is_calibrated(&plan));
        let need = need(&after);
        let busy = 300.0 / 3600.0 / need.goal * need.core_s / cores(&after);
        assert!((busy - SURVIVED_AT).abs() < 0.01, "{busy}");
    }

    #[test]
    fn a_load_test_is_answered_in_the_time_that_was_measured() {
        let plan = shop();
        let per_core = 1.0 / (need(&plan).core_s / need(&plan).requests);
        for (share, answer_s) in [(0.1, 0.4), (0.5, 0.4), (0.8, 0.5)] {
            let requests_per_s = share * per_core * cores(&plan);
            let known = Known::LoadTest {
                requests_per_s,
                answer_s,
            };
            let after = plan
                .edited(&calibrate(&plan, known, "a load test").unwrap())
                .unwrap();
            assert!(is_calibrated(&after));
            let need = need(&after);
            let (work_s, query_s) = (need.core_s / need.requests, need.query_s / need.requests);
            let busy = requests_per_s * work_s / cores(&after);
            assert!(busy < 1.0, "it kept up: {busy}");
            let told = work_s * (1.0 + lines(busy, cores(&after))) + query_s;
            // Work is rounded as people would write it, and lines make more of that the busier it is.
            assert!((told - answer_s).abs() < 0.04 * answer_s, "{told}");
        }
    }

    #[test]
    fn a_slower_answer_to_the_same_load_means_heavier_work() {
        let plan = shop();
        let known = Known::LoadTest {
            requests_per_s: 40.0,
            answer_s: 0.3,
        };
        let after = plan
            .edited(&calibrate(&plan, known, "40").unwrap())
            .unwrap();
        let most = cores(&after) / (need(&after).core_s / need(&after).requests);
        assert!(most > 40.0, "{most}");
        let slower = Known::LoadTest {
            requests_per_s: 40.0,
            answer_s: 0.6,
        };
        let slow = scales(&plan, slower).unwrap();
        assert!(slow.work > scales(&plan, known).unwrap().work);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let plan = shop();
        let why = |known| scales(&plan, known).unwrap_err();
        assert_eq!(why(Known::Goals { per_hour: 0.0 }), Misfit::NoNumber);
        assert_eq!(why(Known::Goals { per_hour: f64::NAN }), Misfit::NoNumber);
        assert_eq!(why(Known::Goals { per_hour: 1e9 }), Misfit::TooFar);
        let test = |requests_per_s, answer_s| {
            why(Known::LoadTest {
                requests_per_s,
                answer_s,
            })
        };
        assert_eq!(test(0.0, 1.0), Misfit::NoNumber);
        assert_eq!(test(10.0, f64::NAN), Misfit::NoNumber);
        assert_eq!(test(1e9, 0.5), Misfit::TooFar);
        let mut idle = plan.clone();
        idle.journey.pages[0].go_on_percent = 0.0;
        assert_eq!(
            scales(&idle, Known::Goals { per_hour: 10.0 }).unwrap_err(),
            Misfit::NothingOfIt
        );
    }

    #[test]
    fn the_database_is_as_busy_as_it_was() {
        let plan = shop();
        let known = Known::Database {
            visits_per_hour: 20_000.0,
            busy_percent: 60.0,
        };
        let after = plan
            .edited(&calibrate(&plan, known, "60 %").unwrap())
            .unwrap();
        let busy =
            20_000.0 / 3600.0 * need(&after).query_s / f64::from(after.site.database.connections);
        assert!((busy - 0.6).abs() < 0.01, "{busy}");
        assert_eq!(after.journey, plan.journey);
    }

    #[test]
    fn twice_the_capacity_is_half_the_work() {
        let plan = shop();
        let double = with_capacity(&plan, 2.0);
        let ratio = need(&double).core_s / need(&plan).core_s;
        assert!((ratio - 0.5).abs() < 1e-9);
        assert_eq!(double.check(), Ok(()));
    }
}
