//! The three models that everybody is timed on, and what theory says about them.

/// A model, by the letter that the peers and the yardstick call it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Model {
    /// M/M/1: one server, utilisation 0.8.
    OneServer,
    /// M/M/8: eight servers, utilisation 0.9.
    EightServers,
    /// The web model: an edge, web workers, database connections.
    Web,
}

/// Something a run must get right before its time counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    /// What theory says.
    pub(crate) exact: f64,
}

/// Requests a second of the web model.
const WEB_RATE: f64 = 5000.0;

impl Model {
    pub(crate) const ALL: [Self; 3] = [Self::OneServer, Self::EightServers, Self::Web];

    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::OneServer => "A",
            Self::EightServers => "B",
            Self::Web => "C",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::OneServer => "M/M/1",
            Self::EightServers => "M/M/8",
            Self::Web => "web model",
        }
    }

    /// The lab file of the model.
    pub(crate) fn lab_file(self) -> &'static str {
        match self {
            Self::OneServer => "one_server.json",
            Self::EightServers => "eight_servers.json",
            Self::Web => "web.json",
        }
    }

    /// Customers that come on average in a run of this size: customers (A, B) or seconds (C).
    pub(crate) fn customers(self, size: f64) -> f64 {
        match self {
            Self::OneServer | Self::EightServers => size,
            Self::Web => size * WEB_RATE,
        }
    }

    /// What is compared with theory.
    pub(crate) fn figures(self) -> Vec<Figure> {
        let wait = |servers, load| Figure {
            name: "mean wait",
            unit: "service times",
            exact: mean_wait(servers, load),
        };
        match self {
            Self::OneServer => vec![wait(1, 0.8)],
            Self::EightServers => vec![wait(8, 7.2)],
            Self::Web => vec![
                Figure {
                    name: "mean response",
                    unit: "ms",
                    exact: 0.8 * 5.0 + 0.2 * web_page_ms(),
                },
                Figure {
                    name: "99th percentile",
                    unit: "ms",
                    exact: WEB_P99_MS,
                },
            ],
        }
    }
}

/// The 99th percentile of the web model. Nobody is at the edge for so long, so it is where one page in twenty is still not
/// answered: two exponential times of 40 and 8 ms in a row last longer than t with chance (40 e^(-t/40) - 8 e^(-t/8)) / 32,
/// of which the second term has vanished here. So t = 40 ms · ln 25. Hardly anybody waits.
const WEB_P99_MS: f64 = 128.755;

/// Mean time of a page through web workers and database, in milliseconds.
fn web_page_ms() -> f64 {
    40.0 * (1.0 + mean_wait(64, 40.0)) + 8.0 * (1.0 + mean_wait(32, 8.0))
}

/// Mean wait in an M/M/c queue, in service times: Erlang's C formula, by way of his B formula's recursion.
fn mean_wait(servers: u32, load: f64) -> f64 {
    let mut blocked = 1.0;
    for server in 1..=servers {
        blocked = load * blocked / (f64::from(server) + load * blocked);
    }
    let free = f64::from(servers) - load;
    let waits = blocked / (1.0 - load / f64::from(servers) * (1.0 - blocked));
    waits / free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_textbooks() {
        let exact: Vec<f64> = Model::ALL
            .iter()
            .flat_map(|model| model.figures())
            .map(|figure| figure.exact)
            .collect();
        for (found, known) in exact.iter().zip([4.0, 0.87692, 13.600, 128.76]) {
            assert!((found - known).abs() < 0.0006 * known, "{found} {known}");
        }
        assert_eq!(exact.len(), 4);
    }

    fn lab_file(name: &str) -> serde_json::Value {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bench/models");
        let text = std::fs::read_to_string(folder.join(name)).expect(name);
        serde_json::from_str(&text).expect(name)
    }

    /// Servers that a station's work keeps busy on average, when this many come in a second.
    fn load(file: &serde_json::Value, station: &str, per_s: f64) -> f64 {
        let service = &file["stations"][station]["service"];
        assert_eq!(service["dist"], "exp");
        service["mean_s"].as_f64().expect("a mean") * per_s
    }

    #[test]
    fn the_lab_files_describe_the_same_models() {
        for (model, servers, busy) in [(Model::OneServer, 1, 0.8), (Model::EightServers, 8, 7.2)] {
            let file = lab_file(model.lab_file());
            let rate = file["arrivals"][0]["rate_per_s"].as_f64().expect("a rate");
            assert_eq!(file["stations"]["queue"]["servers"], servers);
            assert!((load(&file, "queue", rate) - busy).abs() < 1e-9);
            let come = rate * file["duration_s"].as_f64().expect("a length");
            assert!((come - 1e6).abs() < 1_000.0, "{come}");
        }
        for (name, seconds) in [(Model::Web.lab_file(), 60), ("web_ten_times.json", 600)] {
            let file = lab_file(name);
            assert_eq!(file["duration_s"], seconds);
            let rates =
                [0, 1].map(|at| file["arrivals"][at]["rate_per_s"].as_f64().expect("a rate"));
            assert!((rates[0] + rates[1] - WEB_RATE).abs() < 1e-9);
            assert!((load(&file, "edge", rates[0]) - 0.8 * WEB_RATE * 0.005).abs() < 1e-9);
            assert!((load(&file, "web", rates[1]) - 40.0).abs() < 1e-9);
            assert!((load(&file, "database", rates[1]) - 8.0).abs() < 1e-9);
            assert_eq!(file["stations"]["web"]["servers"], 64);
            assert_eq!(file["stations"]["database"]["servers"], 32);
        }
        let row = lab_file("tandem.json");
        assert_eq!(
            row["classes"]["customer"]["script"]
                .as_array()
                .map(Vec::len),
            Some(32)
        );
    }
}
