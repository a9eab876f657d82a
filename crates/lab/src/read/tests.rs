//! Every clause of the format, and everything that can be wrong with a file.

use onrush_network::{Backoff, Balance, Dist};

use crate::{LARGEST_FILE, LabFile, RateOver};

mod mutation;

/// The example of the format's description, with everything in it.
pub(super) const WHOLE: &str = r#"{
  "duration_s": 20000, "warm_up_s": 2000.5,
  "stations": {
    "web": {"servers": 64, "line": 511, "service": {"dist": "exp", "mean_s": 0.04},
            "patience": {"dist": "exp", "mean_s": 2.0}, "instances": 4, "balance": "two_choices"},
    "db":  {"servers": 32, "service": {"dist": "lognormal", "mean_s": 0.008, "cv2": 4.0},
            "cores": 8, "alpha": 0.1, "beta": 0.001},
    "edge": {"servers": "infinite", "service": {"dist": "deterministic", "mean_s": 0.005}}
  },
  "classes": {
    "page": {"script": [{"at": "web", "while_holding": [{"at": "db", "times": 3}]}],
             "client": {"timeout_s": 3, "tries": 3, "backoff": {"first_s": 1, "factor": 2, "jitter": "full"}}},
    "file": {"script": [{"at": "edge"}, {"at": "web"}, {"at": "db", "probability": 0.2}]}
  },
  "arrivals": [
    {"class": "page", "rate_per_s": 500},
    {"class": "file", "rate_points": [[0, 10], [60, 5000], [60, 20], [300, 10]]},
    {"class": "file", "rate_sine": {"mean_per_s": 100, "amplitude_per_s": 20, "period_s": 6.2831853}}
  ]
}"#;

const CLOSED: &str = r#"{"duration_s": 10,
  "stations": {"a": {"servers": 1, "service": {"dist": "exp", "mean_s": 1}}},
  "classes": {"page": {"script": [{"at": "a"}]}},
  "closed": {"class": "page", "customers": 20, "think": {"dist": "exp", "mean_s": 4}}}"#;

fn faults(text: &str) -> Vec<String> {
    match LabFile::read(text) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.0.iter().map(ToString::to_string).collect(),
    }
}

/// The faults of the whole file with one text in it replaced.
fn with(what: &str, by: &str) -> Vec<String> {
    assert_eq!(WHOLE.matches(what).count(), 1, "{what} stands there once");
    faults(&WHOLE.replace(what, by))
}

#[test]
#[expect(clippy::float_cmp, reason = "what was written is what was read")]
fn everything_is_read() {
    let file = LabFile::read(WHOLE).unwrap();
    assert!((file.duration_s, file.warm_up_s) == (20_000.0, 2_000.5));
    let names: Vec<_> = file
        .stations
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["web", "db", "edge"]);
    let (web, db) = (&file.stations[0].1, &file.stations[1].1);
    assert_eq!(
        (web.servers, web.line, web.instances),
        (Some(64), Some(511), 4)
    );
    assert_eq!(web.patience, Some(Dist::exponential(2.0)));
    assert_eq!(web.balance, Balance::TwoChoices);
    assert_eq!(db.service, Dist::lognormal(0.008, 4.0));
    assert_eq!((db.cores, db.line, db.instances), (Some(8), None, 1));
    assert!((db.alpha, db.beta) == (0.1, 0.001));
    assert_eq!(file.stations[2].1.servers, None);
    let (page, second) = (&file.classes[0].1, &file.classes[1].1);
    assert_eq!(page.script[0].while_holding[0].times, 3);
    assert_eq!(page.client.timeout_s, Some(3.0));
    assert_eq!(page.client.tries, 3);
    assert_eq!(
        page.client.backoff,
        Some(Backoff {
            first_s: 1.0,
            factor: 2.0,
            jitter: true
        })
    );
    assert_eq!(second.client.tries, 1);
    assert!(second.script[2].probability == 0.2);
    assert_eq!(file.arrivals[0].rate, RateOver::Constant(500.0));
    assert!(matches!(&file.arrivals[1].rate, RateOver::Points(p) if p.len() == 4));
    assert!(matches!(file.arrivals[2].rate, RateOver::Sine { .. }));
    let closed = LabFile::read(CLOSED).unwrap().closed.unwrap();
    assert_eq!(
        (closed.customers, closed.think),
        (20, Dist::exponential(4.0))
    );
    assert!(
        LabFile::read(&WHOLE.replace("\"warm_up_s\": 2000.5,", ""))
            .unwrap()
            .warm_up_s
            == 0.0
    );
    // A whole number may be written as JSON likes.
    assert!(with("\"servers\": 64", "\"servers\": 6.4e1").is_empty());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn each_wrong_value_is_named_with_its_path_and_range() {
    for (what, by, expected) in [
        (
            "\"servers\": 32",
            "\"servers\": 0",
            "stations.db.servers: 0 is not between 1 and 100000",
        ),
        (
            "\"servers\": 32",
            "\"servers\": 100001",
            "stations.db.servers: 100001 is not between 1 and 100000",
        ),
        (
            "\"servers\": 32",
            "\"servers\": -1",
            "stations.db.servers: -1 is not between 1 and 100000",
        ),
        (
            "\"servers\": 32",
            "\"servers\": 1e999",
            "stations.db.servers: 1e999 is not between 1 and 100000",
        ),
        (
            "\"servers\": 32",
            "\"servers\": 1.5",
            "stations.db.servers: 1.5 is not a whole number between 1 and 100000, or \"infinite\"",
        ),
        (
            "\"servers\": 32",
            "\"servers\": \"many\"",
            "stations.db.servers: \"many\" is not a whole number between 1 and 100000, or \"infinite\"",
        ),
        (
            "\"servers\": 32, ",
            "",
            "stations.db.servers: missing, must be a whole number between 1 and 100000, or \"infinite\"",
        ),
        (
            "\"line\": 511",
            "\"line\": -1",
            "stations.web.line: -1 is not between 0 and 10000000",
        ),
        (
            "\"instances\": 4",
            "\"instances\": 0",
            "stations.web.instances: 0 is not between 1 and 10000",
        ),
        (
            "\"two_choices\"",
            "\"fair\"",
            "stations.web.balance: \"fair\" is not one of: round_robin, random, least_busy, two_choices",
        ),
        (
            "\"cores\": 8",
            "\"cores\": 0",
            "stations.db.cores: 0 is not between 1 and 100000",
        ),
        (
            "\"alpha\": 0.1",
            "\"alpha\": -0.1",
            "stations.db.alpha: -0.1 is not between 0 and 10",
        ),
        (
            "\"beta\": 0.001",
            "\"beta\": null",
            "stations.db.beta: null is not a number between 0 and 1",
        ),
        (
            "\"mean_s\": 0.04",
            "\"mean_s\": -1",
            "stations.web.service.mean_s: -1 is not between 0 and 604800",
        ),
        (
            "\"mean_s\": 0.04",
            "\"mean_s\": \"NaN\"",
            "stations.web.service.mean_s: \"NaN\" is not a number between 0 and 604800",
        ),
        (
            "\"mean_s\": 0.04",
            "\"mean_s\": 0.04, \"cv2\": 2",
            "stations.web.service.cv2: 2 is not allowed: this distribution has no free variation",
        ),
        (
            ", \"cv2\": 4.0",
            "",
            "stations.db.service.cv2: missing, must be a number between 0.0001 and 100",
        ),
        (
            "\"dist\": \"lognormal\"",
            "\"dist\": \"hyperexp\", \"cv2\": 1",
            "stations.db.service.cv2: 4.0 is not allowed: the field stands here a second time",
        ),
        (
            "\"dist\": \"lognormal\"",
            "\"dist\": \"pareto\"",
            "stations.db.service.dist: \"pareto\" is not one of: exp, deterministic, uniform, gamma, lognormal, hyperexp",
        ),
        (
            "\"lognormal\", \"mean_s\": 0.008, \"cv2\": 4.0",
            "\"uniform\", \"mean_s\": 0.008, \"cv2\": 0.34",
            "stations.db.service.cv2: 0.34 is not between 0 and 0.3333333333333333",
        ),
        (
            "\"lognormal\", \"mean_s\": 0.008, \"cv2\": 4.0",
            "\"hyperexp\", \"mean_s\": 0.008, \"cv2\": 1",
            "stations.db.service.cv2: 1 is not between 1.0001 and 100",
        ),
        (
            "\"at\": \"db\", \"times\": 3",
            "\"at\": \"dbx\", \"times\": 3",
            "classes.page.script[0].while_holding[0].at: \"dbx\" is not the name of a station of this file",
        ),
        (
            "\"at\": \"db\", \"times\": 3",
            "\"times\": 3",
            "classes.page.script[0].while_holding[0].at: missing, must be the name of a station of this file",
        ),
        (
            "\"times\": 3",
            "\"times\": 0",
            "classes.page.script[0].while_holding[0].times: 0 is not between 1 and 1000",
        ),
        (
            "\"probability\": 0.2",
            "\"probability\": 1.2",
            "classes.file.script[2].probability: 1.2 is not between 0 and 1",
        ),
        (
            "\"timeout_s\": 3",
            "\"timeout_s\": 0",
            "classes.page.client.timeout_s: 0 is not between 0.000001 and 604800",
        ),
        (
            "\"tries\": 3",
            "\"tries\": 0",
            "classes.page.client.tries: 0 is not between 1 and 100",
        ),
        (
            "\"first_s\": 1, ",
            "",
            "classes.page.client.backoff.first_s: missing, must be a number between 0 and 3600",
        ),
        (
            "\"factor\": 2",
            "\"factor\": 0.5",
            "classes.page.client.backoff.factor: 0.5 is not between 1 and 10",
        ),
        (
            "\"full\"",
            "true",
            "classes.page.client.backoff.jitter: true is not one of: full, none",
        ),
        (
            "\"class\": \"page\"",
            "\"class\": \"pages\"",
            "arrivals[0].class: \"pages\" is not the name of a class of this file",
        ),
        (
            "\"rate_per_s\": 500",
            "\"rate_per_s\": -5",
            "arrivals[0].rate_per_s: -5 is not between 0 and 10000000",
        ),
        (
            ", \"rate_per_s\": 500",
            "",
            "arrivals[0].rate_per_s: missing, must be there, or one of: rate_points, rate_sine",
        ),
        (
            "\"rate_per_s\": 500",
            "\"rate_per_s\": 500, \"rate_points\": [[0, 1]]",
            "arrivals[0].rate_points: a list is not allowed beside rate_per_s: one rate is enough",
        ),
        (
            "[60, 20]",
            "[59, 20]",
            "arrivals[1].rate_points[2][0]: 59 is not at or after the point before it",
        ),
        (
            "[60, 20]",
            "[60, -20]",
            "arrivals[1].rate_points[2][1]: -20 is not between 0 and 10000000",
        ),
        (
            "[60, 20]",
            "[60]",
            "arrivals[1].rate_points[2]: a list of 1 is not a pair [second, rate per second]",
        ),
        (
            "[60, 20]",
            "60",
            "arrivals[1].rate_points[2]: 60 is not a pair [second, rate per second]",
        ),
        (
            "\"amplitude_per_s\": 20",
            "\"amplitude_per_s\": 101",
            "arrivals[2].rate_sine.amplitude_per_s: 101 is not between 0 and mean_per_s (100): the rate would be negative",
        ),
        (
            "\"period_s\": 6.2831853",
            "\"period_s\": 0.01",
            "arrivals[2].rate_sine.period_s: 0.01 is not at least duration_s / 100000",
        ),
        (
            "\"duration_s\": 20000",
            "\"duration_s\": 0",
            "duration_s: 0 is not between 0.001 and 100000000",
        ),
        (
            "\"duration_s\": 20000, ",
            "",
            "duration_s: missing, must be a number between 0.001 and 100000000",
        ),
        (
            "2000.5",
            "20000",
            "warm_up_s: 20000 is not less than duration_s",
        ),
        (
            "2000.5",
            "-1",
            "warm_up_s: -1 is not between 0 and 100000000",
        ),
        (
            "\"duration_s\": 20000",
            "\"duration_s\": 20000, \"seed\": 4",
            "seed: \"seed\" is not a field here; there are: duration_s, warm_up_s, stations, classes, arrivals, closed",
        ),
        (
            "\"line\": 511",
            "\"lines\": 511",
            "stations.web.lines: \"lines\" is not a field here; there are: servers, line, service, patience, instances, \
             balance, cores, alpha, beta",
        ),
    ] {
        let found = with(what, by);
        assert!(
            found.iter().any(|f| f == expected),
            "{what} -> {by}:\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = WHOLE
        .replace("\"servers\": 64", "\"servers\": 0")
        .replace("\"tries\": 3", "\"tries\": 0.5")
        .replace("\"rate_per_s\"", "\"rate\"")
        .replace("20000", "-1");
    let found = faults(&text);
    for start in [
        "duration_s:",
        "stations.web.servers:",
        "classes.page.client.tries:",
        "arrivals[0].rate:",
    ] {
        assert!(
            found.iter().any(|f| f.starts_with(start)),
            "{start}\n{}",
            found.join("\n")
        );
    }
    assert!(found.iter().all(|f| !f.contains('\n')));
}

#[test]
fn what_is_missing_or_of_another_kind_is_named() {
    for (text, expected) in [
        (
            "",
            "line 1, column 1: the end of the file is not JSON here: a value was expected",
        ),
        ("[]", "file: a list is not a group of fields in { }"),
        ("7", "file: 7 is not a group of fields in { }"),
        (
            "{\"duration_s\": NaN}",
            "line 1, column 16: `N` is not JSON here: a value was expected",
        ),
        (
            "{\"duration_s\": -Infinity}",
            "line 1, column 17: `I` is not JSON here: a digit was expected",
        ),
    ] {
        assert_eq!(faults(text), [expected]);
    }
    let found = faults("{}");
    assert_eq!(found.len(), 4, "{found:?}");
    for field in ["duration_s", "stations", "classes", "arrivals"] {
        assert!(
            found
                .iter()
                .any(|f| f.starts_with(&format!("{field}: missing"))),
            "{field}"
        );
    }
    assert_eq!(
        faults(&CLOSED.replace("\"closed\"", "\"arrivals\": [], \"closed\"")),
        ["closed: a group is not allowed beside arrivals: a network is open or closed"]
    );
    assert_eq!(
        faults(&CLOSED.replace("\"customers\": 20, ", "")),
        ["closed.customers: missing, must be a whole number between 1 and 1000000"]
    );
    for wrong in ["null", "true", "\"x\"", "[]", "7"] {
        for field in ["stations", "classes", "closed"] {
            let text = CLOSED.replace(
                &format!("\"{field}\": {{"),
                &format!("\"{field}\": {wrong}, \"x\": {{"),
            );
            assert!(
                faults(&text)
                    .iter()
                    .any(|f| f.starts_with(&format!("{field}: "))),
                "{field} {wrong}"
            );
        }
    }
}

#[test]
fn customers_who_would_come_back_in_the_same_moment_for_ever_are_refused() {
    let instant = CLOSED.replace("\"mean_s\": 4", "\"mean_s\": 0");
    assert!(faults(&instant).is_empty(), "the service takes time");
    let nothing = instant.replace("\"mean_s\": 1", "\"mean_s\": 0");
    assert!(faults(&nothing)[0].starts_with("closed.think.mean_s: 0 is not at least"));
    let refused = instant.replace("\"servers\": 1", "\"servers\": 1, \"line\": 0");
    assert!(faults(&refused)[0].starts_with("closed.think.mean_s: 0 is not at least"));
    let never = instant.replace("\"at\": \"a\"", "\"at\": \"a\", \"probability\": 0");
    assert!(faults(&never)[0].starts_with("closed.think.mean_s: 0 is not at least"));
    let tiny = nothing.replace("\"mean_s\": 0", "\"mean_s\": 1e-300");
    assert!(faults(&tiny)[0].starts_with("closed.think.mean_s"));
}

#[test]
fn sizes_are_bounded() {
    let many =
        |n: usize, entry: &dyn Fn(usize) -> String| (0..n).map(entry).collect::<Vec<_>>().join(",");
    let station = |i: usize| {
        format!("\"s{i}\": {{\"servers\": 1, \"service\": {{\"dist\": \"exp\", \"mean_s\": 1}}}}")
    };
    let text = format!(
        "{{\"duration_s\": 1, \"stations\": {{{}}}, \"classes\": {{\"c\": {{\"script\": [{{\"at\": \"s0\"}}]}}}}, \
         \"arrivals\": [{{\"class\": \"c\", \"rate_per_s\": 1}}]}}",
        many(1_001, &station)
    );
    assert!(
        faults(&text)[0]
            .starts_with("stations: a group of 1001 is not a group of 1 to 1000 entries")
    );
    let deep = "[{\"at\": \"db\", \"while_holding\": ".repeat(7) + "[]" + &"}]".repeat(7);
    let found = with("[{\"at\": \"db\", \"times\": 3}]", &deep);
    assert!(
        found[0].ends_with("level 7 is not at most 6 levels of steps"),
        "{found:?}"
    );
    let steps = many(1_001, &|_| "{\"at\": \"db\"}".to_owned());
    let found = with("{\"at\": \"db\", \"times\": 3}", &steps);
    assert!(
        found[0].contains("a list of 1001 is not a list of 0 to 1000 entries"),
        "{found:?}"
    );
    let found = faults(&"[".repeat(1_000_000));
    assert!(
        found[0].contains("nesting of more than 64 levels"),
        "{found:?}"
    );
    let found = faults(&" ".repeat(LARGEST_FILE + 1));
    assert!(found[0].starts_with("file: 16000001 bytes is not a lab file"));
    // A thousand faults are told apart, the rest counted.
    let rates = many(900, &|_| {
        "{\"class\": \"x\", \"rate_per_s\": -1, \"more\": 1}".to_owned()
    });
    let found = with("{\"class\": \"page\", \"rate_per_s\": 500}", &rates);
    assert_eq!(found.len(), 1_001);
    assert!(
        found[1_000].starts_with("file: a file with 1700 more faults"),
        "{}",
        found[1_000]
    );
}

#[test]
fn names_cannot_break_the_line_of_a_fault() {
    let found = with("\"db\":", "\"d\\nb\\u001b[2J\":");
    assert!(
        found.iter().all(|f| !f.chars().any(char::is_control)),
        "{found:?}"
    );
    let long = format!("\"{}\":", "x".repeat(1_000));
    let found = with("\"edge\":", &long);
    assert!(
        found[0].len() < 400 && found[0].contains("is not a name of 1 to 100 characters"),
        "{found:?}"
    );
    let nameless = with("\"duration_s\": 20000", "\"duration_s\": 20000, \"\": 1");
    assert!(
        nameless[0].starts_with("\"\": \"\" is not a field here"),
        "{nameless:?}"
    );
    let twice = with(
        "\"duration_s\": 20000",
        "\"duration_s\": 20000, \"duration_s\": 20000",
    );
    assert_eq!(
        twice,
        ["duration_s: 20000 is not allowed: the field stands here a second time"]
    );
    assert!(
        LabFile::read_bytes(b"{\"\xff\": 1}")
            .unwrap_err()
            .to_string()
            .contains("byte 2: this byte is not UTF-8")
    );
}
