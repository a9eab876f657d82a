//! What a review has found: how good the forecast was, where the measurement stands, what the plan learns from it.

use onrush_review::{
    Basis, Comparison, Crowd, Fit, Fitted, Match, NoFit, Placed, Reported, Score, Seen, Unit, What,
};
use onrush_scenario::Scenario;
use onrush_scenario::import::log::{DamagedLine, Log, Summary};

use crate::{Args, Name, Value, Words};

/// Nearer to 1 than this a ratio is right.
const RIGHT: f64 = 0.05;

/// Below the first a shape is good, below the second fair (shares of all who came at another time).
const SHAPES: [f64; 2] = [0.1, 0.25];

/// Below this a part of the plan that was not measured is not worth a word.
const MEASURED: f64 = 0.98;

impl Words {
    /// The name of a unit: `page views`.
    #[must_use]
    pub fn review_unit(self, unit: Unit) -> String {
        self.t(&format!("review.unit.{}", unit.id()))
    }

    /// The finding in one sentence: `The peak came 12 minutes earlier and was 1.4 times as high.`
    #[must_use]
    pub fn review_finding(self, comparison: &Comparison) -> String {
        match &comparison.score {
            Ok(score) => self.peak(score),
            Err(why) => self.t(&format!("review.no.{}", why.id())),
        }
    }

    fn peak(self, score: &Score) -> String {
        let in_time = score.peak_later_s.abs() <= score.within_s;
        let in_height = (score.peak_ratio - 1.0).abs() < RIGHT;
        let late = {
            let args = Args::new().with("time", Value::Time(score.peak_later_s.abs()));
            let id = if score.peak_later_s > 0.0 {
                "review.late.later"
            } else {
                "review.late.earlier"
            };
            self.text(id, &args)
        };
        let times = {
            let args = Args::new().with("factor", self.times(score.peak_ratio));
            let id = if score.peak_ratio > 1.0 {
                "review.times.higher"
            } else {
                "review.times.lower"
            };
            self.text(id, &args)
        };
        let args = Args::new().with("late", late).with("times", times);
        let id = match (in_time, in_height) {
            (true, true) => "review.peak.right",
            (true, false) => "review.peak.height",
            (false, true) => "review.peak.time",
            (false, false) => "review.peak.both",
        };
        self.text(id, &args)
    }

    /// The score in sentences: peak, volume, shape, and how exact that is. One sentence where there is none.
    #[must_use]
    pub fn review_score(self, comparison: &Comparison) -> Vec<String> {
        let mut said = vec![self.review_finding(comparison)];
        let Ok(score) = &comparison.score else {
            return said;
        };
        let args = Args::new()
            .with("factor", self.times(score.volume_ratio))
            .with("actual", score.actual_total)
            .with("forecast", score.forecast_total)
            .with("unit", Name::of("review.unit", comparison.unit.id()));
        let id = if (score.volume_ratio - 1.0).abs() < RIGHT {
            "review.volume.right"
        } else if score.volume_ratio > 1.0 {
            "review.volume.more"
        } else {
            "review.volume.fewer"
        };
        said.push(self.text(id, &args));
        let [good, fair] = SHAPES;
        let id = if score.shape_error < good {
            "review.shape.good"
        } else if score.shape_error < fair {
            "review.shape.fair"
        } else {
            "review.shape.poor"
        };
        said.push(self.text(id, &Args::new().with("share", score.shape_error)));
        let args = Args::new().with("time", Value::Time(score.within_s));
        said.push(self.text("review.within", &args));
        if score.measured < MEASURED {
            let args = Args::new().with("share", score.measured);
            said.push(self.text("review.measured", &args));
        }
        said
    }

    /// Where a measurement stands, and whether another place would be more like the forecast. `at_s` is where it stands now.
    #[must_use]
    pub fn review_place(self, placed: Placed, best: Option<Match>, at_s: i64) -> Vec<String> {
        let way = |seconds: i64| if seconds < 0 { "earlier" } else { "later" };
        let moved = |seconds: i64| {
            Args::new()
                .with("time", Value::Time(seconds.unsigned_abs() as f64))
                .with("way", way(seconds))
        };
        let mut said = vec![match placed.basis {
            Basis::SameDay => self.t("review.clock.same"),
            Basis::TimeOfDay => self.t("review.clock.time"),
            Basis::Nothing => self.t("review.clock.nothing"),
            Basis::OtherDay { days } => {
                let args = Args::new()
                    .with("days", days.unsigned_abs())
                    .with("way", if days < 0 { "before" } else { "after" });
                self.text("review.clock.other", &args)
            }
        }];
        let has_clock = placed.basis != Basis::Nothing;
        if has_clock && at_s != placed.at_s {
            said.push(self.text("review.clock.moved", &moved(at_s - placed.at_s)));
        }
        if let Some(best) = best.filter(|_| has_clock) {
            said.push(if best.at_s == placed.at_s {
                self.t("review.clock.match.same")
            } else {
                self.text("review.clock.match", &moved(best.at_s - placed.at_s))
            });
        }
        said
    }

    /// What a fit found, piece by piece.
    #[must_use]
    pub fn review_fit(self, scenario: &Scenario, fit: &Fit) -> Vec<String> {
        let mut said: Vec<String> = fit
            .pieces
            .iter()
            .map(|piece| self.fitted(scenario, piece))
            .collect();
        if let Some(rate) = fit.background_per_s.filter(|rate| rate.low > 0.0) {
            let args = Args::new().with("rate", self.round(rate.value * 60.0));
            said.push(self.text("review.fit.background", &args));
        }
        let args = Args::new().with("share", fit.explained);
        said.push(self.text("review.fit.explained", &args));
        if !fit.pieces.iter().any(|piece| piece.seen == Seen::Well) {
            said.push(self.t("review.fit.nothing"));
        }
        said
    }

    fn fitted(self, scenario: &Scenario, piece: &Fitted) -> String {
        let names: Vec<&str> = piece
            .activities
            .iter()
            .filter_map(|i| scenario.activities.get(*i))
            .map(|activity| activity.name.as_str())
            .collect();
        let name = self.list(names);
        let factor = piece.factor;
        let args = Args::new()
            .with("name", name.clone())
            .with("names", name)
            .with("factor", self.times(factor.value))
            .with("low", self.times(factor.low))
            .with("high", self.times(factor.high));
        match piece.seen {
            Seen::Not => return self.text("review.fit.unseen", &args),
            Seen::Hardly if factor.high > 100.0 => {
                return self.text("review.fit.hardly.open", &args);
            }
            Seen::Hardly => return self.text("review.fit.hardly", &args),
            Seen::Well if piece.activities.len() > 1 => {
                return self.text("review.fit.together", &args) + ".";
            }
            Seen::Well => {}
        }
        let mut said = vec![self.text("review.fit.factor", &args)];
        if piece.shift_s != 0 {
            let args = Args::new().with("time", Value::Time(f64::from(piece.shift_s.abs())));
            said.push(if piece.shift_s > 0 {
                self.text("review.fit.later", &args)
            } else {
                self.text("review.fit.earlier", &args)
            });
        }
        if piece.half > 1.001 {
            let args = Args::new().with("factor", self.times(piece.half));
            said.push(self.text("review.fit.slower", &args));
        } else if piece.half < 0.999 {
            let args = Args::new().with("factor", self.times(1.0 / piece.half));
            said.push(self.text("review.fit.faster", &args));
        }
        said.join("; ") + "."
    }

    /// Why nothing can be fitted.
    #[must_use]
    pub fn review_no_fit(self, why: &NoFit) -> String {
        self.t(&format!("review.fit.no.{}", why.id()))
    }

    /// The note on what came from a measurement.
    #[must_use]
    pub fn review_note(self, name: &str, digest: &str) -> String {
        let args = Args::new().with("name", name).with("digest", digest);
        self.text("review.note", &args)
    }

    /// What a log holds, in a sentence; with what it cannot tell.
    #[must_use]
    pub fn log_found(self, log: &Log) -> String {
        self.log_summary(&log.summary, log.knows_visits())
    }

    /// The same from its figures.
    #[must_use]
    pub fn log_summary(self, summary: &Summary, knows_visits: bool) -> String {
        let args = Args::new()
            .with("lines", summary.lines)
            .with("requests", summary.requests)
            .with("pages", summary.pages)
            .with("visits", summary.visits)
            .with("machines", summary.machines)
            .with("failed", summary.failed);
        let mut said = self.text("log.found", &args);
        if !knows_visits {
            said.push(' ');
            said += &self.t("log.visits_unknown");
        }
        said
    }

    /// A damaged line of a log.
    #[must_use]
    pub fn log_damage(self, damaged: &DamagedLine) -> String {
        let args = Args::new()
            .with("line", damaged.line)
            .with("found", &damaged.found);
        self.text(&format!("log.damage.{}", damaged.damage.id()), &args)
    }

    /// A figure that was reported of a story, and the forecast's beside it where there is one.
    #[must_use]
    pub fn reported(self, reported: &Reported, visits: &Crowd, requests: &Crowd) -> String {
        let said = self.t(&format!("review.reported.{}", reported.id));
        let forecast = match reported.what {
            What::RequestsPerS(_) => requests.most_within(1.0).0,
            What::RequestsWithin { seconds, .. } => requests.most_within(seconds).0,
            What::VisitsWithin { seconds, .. } => visits.most_within(seconds).0,
            What::Other => return said,
        };
        let args = Args::new().with("forecast", forecast);
        format!("{said} {}", self.text("review.reported.beside", &args))
    }

    /// A ratio with as many digits as people can use: `1.4`, `0.62`, `12`.
    fn times(self, ratio: f64) -> Value {
        if !ratio.is_finite() {
            return self.t("number.unknown").into();
        }
        let (places, unit) = if ratio >= 10.0 {
            (0, 1.0)
        } else if ratio >= 0.995 {
            (1, 10.0)
        } else if ratio >= 0.0995 || ratio <= 0.0 {
            (2, 100.0)
        } else if ratio >= 0.00995 {
            (3, 1000.0)
        } else {
            (5, 1e5)
        };
        let said = crate::numbers::decimal(self.language, ratio, places);
        Value::Said((ratio * unit).round() / unit, said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrush_review::NotComparable;

    fn comparison(change: impl Fn(&mut Score)) -> Comparison {
        let mut score = Score {
            forecast_total: 1000.0,
            actual_total: 1000.0,
            volume_ratio: 1.0,
            forecast_peak_per_s: 2.0,
            actual_peak_per_s: 2.0,
            peak_ratio: 1.0,
            forecast_peak_s: 600.0,
            actual_peak_s: 600.0,
            peak_later_s: 0.0,
            within_s: 60.0,
            shape_error: 0.04,
            measured: 1.0,
        };
        change(&mut score);
        Comparison {
            unit: Unit::Visits,
            every_s: 60,
            from_s: 0,
            bins: Vec::new(),
            score: Ok(score),
        }
    }

    #[test]
    fn findings_by_what_was_wrong() {
        let words = Words::default();
        let said = |change: &dyn Fn(&mut Score)| words.review_finding(&comparison(change));
        assert_eq!(
            said(&|s| (s.peak_later_s, s.peak_ratio) = (-720.0, 1.4)),
            "The peak came 12 minutes earlier and was 1.4 times as high."
        );
        assert_eq!(
            said(&|s| (s.peak_later_s, s.peak_ratio) = (30.0, 0.62)),
            "The peak came when it was forecast and was only 0.62 times as high."
        );
        assert_eq!(
            said(&|s| s.peak_later_s = 120.0),
            "The peak came 2 minutes later and was as high as forecast."
        );
        assert_eq!(
            said(&|_| ()),
            "The peak came when it was forecast, and was as high."
        );
        let none = Comparison {
            score: Err(NotComparable::NoOverlap),
            ..comparison(|_| ())
        };
        assert_eq!(words.review_score(&none).len(), 1);
        let all = words.review_score(&comparison(|s| {
            (s.volume_ratio, s.actual_total, s.shape_error, s.measured) = (2.0, 2000.0, 0.3, 0.5);
        }));
        assert_eq!(
            all[1],
            "In all 2 times as many visits came as forecast: 2,000 instead of 1,000."
        );
        assert_eq!(all.len(), 5);
    }

    #[test]
    fn places_say_what_they_rest_on() {
        let words = Words::default();
        let placed = Placed {
            at_s: -300,
            basis: Basis::OtherDay { days: -1 },
        };
        let best = Match {
            at_s: 3300,
            likeness: 0.9,
        };
        let said = words.review_place(placed, Some(best), 0);
        assert!(said[0].contains("one day before the plan's"), "{said:?}");
        assert!(said[1].contains("5 minutes later"), "{said:?}");
        assert!(said[2].contains("60 minutes later"), "{said:?}");
    }

    #[test]
    fn every_reported_figure_has_a_sentence() {
        let words = Words::default();
        for story in onrush_scenario::stories() {
            let plan = Scenario::read(story.file).unwrap();
            let crowd = |unit| Crowd::of(&plan, unit).unwrap();
            for figure in onrush_review::reported(story.key) {
                let said = words.reported(figure, &crowd(Unit::Visits), &crowd(Unit::Requests));
                assert!(said.starts_with("Reported: "), "{said}");
            }
        }
    }
}
