//! What was measured at a part, in the words of engineers.

use onrush_words::{Args, Words};

use super::level::Tank;
use super::model::{Doing, Look};
use super::part::Part;

/// Labels and values.
pub(crate) fn measured(look: &Look, words: Words) -> Vec<(String, String)> {
    let mut rows = Rows {
        words,
        all: Vec::new(),
    };
    match &look.doing {
        Doing::Visitors(v) => {
            rows.rate("requests", v.requests);
            rows.rate("reloads", v.reloads);
            rows.rate("retried", v.retried);
            rows.rate("abandoned", v.abandoned);
            rows.rate("stopped-people", v.blocked);
        }
        Doing::Waiting(w) => {
            rows.number("line", w.people);
            rows.number("active", w.active);
            rows.per_minute("admitted", w.admitted);
            rows.per_minute("given-up", w.given_up);
        }
        Doing::Gate(g) => {
            rows.rate("passed", g.passed);
            rows.rate("stopped-bots", g.bots);
            rows.rate("stopped-people", g.people);
        }
        Doing::Copies(c) => {
            rows.rate("hits", c.answered);
            rows.rate("misses", c.passed);
        }
        Doing::Door(d) => {
            rows.rate("arrived", d.arrived);
            rows.rate("refused", d.refused);
            rows.rate("timed-out", d.timed_out);
        }
        Doing::Tank(tank) => rows.tank(look.part, tank),
        Doing::Uplink(u) => {
            rows.rate("arrived", u.answers);
            rows.share("utilisation", u.share);
        }
        Doing::Stock(s) => {
            rows.rate("sold", s.sold);
            rows.rate("in-vain", s.in_vain);
            rows.number("line", s.line);
        }
    }
    rows.all
}

struct Rows {
    words: Words,
    all: Vec<(String, String)>,
}

impl Rows {
    fn row(&mut self, id: &str, how: &str, n: f64) {
        self.all.push((
            self.words.t(&format!("room.it.{id}")),
            self.words.text(how, &Args::new().with("n", n)),
        ));
    }

    fn rate(&mut self, id: &str, n: f64) {
        self.row(id, "room.it.a-second", n);
    }

    fn per_minute(&mut self, id: &str, n: f64) {
        self.row(id, "room.it.a-minute", n);
    }

    fn number(&mut self, id: &str, n: f64) {
        self.row(id, "room.it.number", n);
    }

    fn share(&mut self, id: &str, n: f64) {
        self.row(id, "room.it.percent", n);
    }

    fn tank(&mut self, part: Part, tank: &Tank) {
        self.rate("arrived", tank.arrived);
        if tank.servers > 0 {
            self.share("utilisation", tank.share());
            self.number("line", tank.line);
        }
        match part {
            Part::Web => {
                self.rate("refused", tank.refused);
                self.number("stuck", tank.stuck);
                self.number("elsewhere", tank.elsewhere);
                self.number("up", tank.up);
                self.number("changing", tank.changing);
            }
            Part::Party(_) => {
                self.rate("failed", tank.failed);
                self.rate("shed", tank.shed);
            }
            Part::Queue | Part::Desk(_) => {
                self.per_minute("refused", 60.0 * tank.refused);
                self.per_minute("given-up", 60.0 * tank.given_up);
            }
            _ => self.rate("failed", tank.failed),
        }
    }
}
