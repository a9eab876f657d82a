//! What studies have found: limits, comparisons, chances.

use onrush_scenario::{Change, Scenario};
use onrush_study::levers::Side;
use onrush_study::{
    Beside, Chance, Chances, Comparison, Difference, End, Hope, Influence, Limits, Metric,
    Mismatch, Rung,
};

use crate::numbers::{decimal, with_cents};
use crate::{Args, Name, Value as Said, Words};

impl Words {
    /// What a lever does, as an instruction: `Make the database larger`.
    #[must_use]
    pub fn lever(self, id: &str) -> String {
        self.member("lever", id, &Args::new())
            .unwrap_or_else(|| id.to_owned())
    }

    /// One lever, or two of a pair.
    #[must_use]
    pub fn levers(self, ids: &[String]) -> String {
        match ids {
            [one] => self.lever(one),
            [a, b] => {
                let args = Args::new()
                    .with("a", self.lever(a))
                    .with("b", self.lever(b));
                self.text("lever.and", &args)
            }
            _ => self.list(ids),
        }
    }

    /// Who pulls it.
    #[must_use]
    pub fn sides(self, sides: &[Side]) -> String {
        match sides {
            [Side::Marketing] => self.t("study.side.marketing"),
            [Side::It] => self.t("study.side.it"),
            _ => self.t("study.side.both"),
        }
    }

    /// A crowd as a factor of the planned one, with two decimals also where they are zeros: `0.3` would be read as somewhere near a
    /// third. Whole factors have none, and small ones two figures: a site that holds a two-hundredth holds more than `0`.
    #[must_use]
    pub fn factor(self, n: f64) -> String {
        if places(n) > 2 {
            return decimal(self.language, n, places(n));
        }
        let rounded = (n * 100.0).round() / 100.0;
        if rounded.fract() == 0.0 {
            self.exact(rounded)
        } else {
            with_cents(self.language, rounded)
        }
    }

    /// A factor for a sentence, which may choose by its number.
    fn so_many_times(self, n: f64) -> Said {
        let known = if places(n) > 2 {
            n
        } else {
            (n * 100.0).round() / 100.0
        };
        Said::Said(known, self.factor(n))
    }

    /// The ladder in one or two sentences: `Your site holds 1.4 times this crowd. What goes first: the database. Behind it, at 2.1
    /// times: the web servers.`
    #[must_use]
    pub fn limits(self, limits: &Limits) -> String {
        let tested = Args::new().with("factor", self.so_many_times(limits.tested_to));
        let Some((first, behind)) = limits.rungs.split_first() else {
            return match (limits.end, limits.confirmed) {
                (End::AnyCrowd, _) => self.t("limits.any"),
                (End::Holds, true) => self.text("limits.holds", &tested),
                (End::Holds, false) => self.text("limits.holds_forecast", &tested),
                _ => self.t("advise.searching"),
            };
        };
        let args = |rung: &Rung, at: f64| {
            Args::new()
                .with("factor", self.so_many_times(at))
                .with("part", self.part(rung))
        };
        let mut said = vec![if first.factor.best < 1.0 {
            self.text("limits.already", &args(first, held(first.factor.low)))
        } else {
            self.text("limits.first", &args(first, held(first.factor.low)))
        }];
        let more = behind
            .iter()
            .map(|rung| self.text("limits.behind", &args(rung, rung.factor.best)));
        said.extend(more);
        match limits.end {
            End::Holds => said.push(self.text("limits.nothing_else", &tested)),
            End::NoFix => said.push(self.t("limits.no_fix")),
            _ => {}
        }
        said.join(" ")
    }

    fn part(self, rung: &Rung) -> Said {
        match rung.part.as_deref() {
            Some(id) => Name::station(id).into(),
            None => self.t("limits.unknown_part").into(),
        }
    }

    /// How sure a limit is.
    #[must_use]
    pub fn limit_evidence(self, rung: &Rung) -> String {
        let args = Args::new()
            .with("low", self.so_many_times(held(rung.factor.low)))
            .with("high", self.so_many_times(broke(rung.factor.high)));
        if rung.confirmed {
            self.text("limits.confirmed", &args)
        } else {
            self.text("limits.forecast", &args)
        }
    }

    /// One respect in which plans differ, or do not.
    #[must_use]
    pub fn difference(self, d: &Difference, currency: &str) -> String {
        let amount = |n: f64| {
            if d.metric.is_money() {
                self.money(n, currency)
            } else if d.metric == Metric::PageP95 {
                self.exact(n)
            } else {
                self.exact(n.round())
            }
        };
        let ends = d.difference.map_or((0.0, 0.0), |i| (i.low, i.high));
        let sign = |n: f64| {
            let plus = if n > 0.0 { "+" } else { "" };
            format!("{plus}{}", amount(n))
        };
        let what = self.member("metric", d.metric.id(), &Args::new());
        let args = Args::new()
            .with("what", what.unwrap_or_else(|| d.metric.id().to_owned()))
            .with("first", amount(d.first))
            .with("this", amount(d.this))
            .with("low", sign(ends.0))
            .with("high", sign(ends.1));
        if d.clear {
            self.text("compare.clear", &args)
        } else {
            self.text("compare.unclear", &args)
        }
    }

    /// A comparison, line by line: for each plan what stands behind it and each difference.
    #[must_use]
    pub fn comparison(self, c: &Comparison, plans: &[Scenario]) -> Vec<String> {
        let name = |plan: u32| plans.get(plan as usize).map_or("", |p| p.name.as_str());
        let currency = plans.first().map_or("", |p| p.money.currency.as_str());
        let mut lines = Vec::new();
        if let Some((plan, seed, why)) = &c.failed {
            let args = Args::new()
                .with("name", name(*plan))
                .with("seed", *seed)
                .with("why", why);
            lines.push(self.text("compare.failed", &args));
        }
        if c.parts_differ {
            lines.push(self.t("compare.parts"));
        }
        for beside in &c.plans {
            let args = Args::new()
                .with("name", name(beside.plan))
                .with("first", name(0))
                .with("n", beside.runs);
            let served = beside
                .differences
                .iter()
                .find(|d| d.metric == Metric::Served)
                .filter(|_| c.exact);
            lines.extend(served.map(|d| self.verdict_of(d, &args)));
            lines.push(match (c.exact, beside.runs) {
                (false, _) => self.t("compare.forecast"),
                (true, 1) => self.t("compare.one_run"),
                (true, _) => self.runs_of_each(beside, &args),
            });
            let differences = beside.differences.iter();
            lines.extend(differences.map(|d| format!("  {}", self.difference(d, currency))));
            let changes: Vec<&Change> = beside.changes.iter().filter(|c| says(c)).collect();
            if changes.is_empty() {
                lines.push(self.t("study.changes.none"));
            } else {
                lines.push(self.t("compare.changes"));
                if let Some(plan) = plans.get(beside.plan as usize) {
                    let names = self.names_of(plan);
                    lines.extend(
                        changes
                            .into_iter()
                            .map(|c| format!("  {}", names.change(c))),
                    );
                }
            }
        }
        lines
    }

    /// How many runs stand behind a comparison; `args` has `name`, `first` and `n`. Says so where the crowds themselves differ, and not
    /// only how or where they are met.
    #[must_use]
    pub fn runs_of_each(self, beside: &Beside, args: &Args) -> String {
        let other = beside.changes.iter().any(is_of_the_crowd);
        self.text(
            if other {
                "compare.other_crowds"
            } else {
                "compare.runs"
            },
            args,
        )
    }

    /// The answer to which plan is better, by the visitors served.
    fn verdict_of(self, served: &Difference, names: &Args) -> String {
        let more = served.this - served.first;
        let args = names.clone().with("n", more.abs());
        match (served.clear, more > 0.0) {
            (false, _) => self.text("compare.verdict.same", &args),
            (true, true) => self.text("compare.verdict.more", &args),
            (true, false) => self.text("compare.verdict.fewer", &args),
        }
    }

    /// How likely a hope comes true.
    #[must_use]
    pub fn chance(self, chance: &Chance, exact: bool) -> String {
        let p = &chance.probability;
        let hope = match chance.hope {
            Hope::Holds => self.t("chances.hope.holds"),
            Hope::PageP95 => self.t("chances.hope.page_p95"),
            Hope::Served => self.t("chances.hope.served"),
            Hope::Budget => self.t("chances.hope.budget"),
        };
        let args = Args::new()
            .with("hope", hope)
            .with("percent", self.percent(p.best))
            .with("low", self.percent(p.low))
            .with("high", self.percent(p.high));
        if exact {
            self.text("chances.line", &args)
        } else {
            self.text("chances.line_forecast", &args)
        }
    }

    /// Chances, line by line.
    #[must_use]
    pub fn chances(self, c: &Chances) -> Vec<String> {
        let exact = c.exact > 0;
        let holds = c.chances.iter().find(|x| x.hope == Hope::Holds);
        let mut lines: Vec<String> = holds
            .map(|holds| {
                let n = (holds.probability.best * 100.0).round();
                self.text("chances.headline", &Args::new().with("n", n))
            })
            .into_iter()
            .collect();
        let counts = Args::new()
            .with("n", c.forecast)
            .with("exact", c.exact)
            .with("forecast", c.forecast);
        lines.push(if exact {
            self.text("chances.exact", &counts)
        } else {
            self.text("chances.forecast", &counts)
        });
        lines.extend(
            c.chances
                .iter()
                .map(|x| format!("  {}", self.chance(x, exact))),
        );
        let lost = Args::new()
            .with("low", c.lost[0])
            .with("middle", c.lost[1])
            .with("high", c.lost[2]);
        lines.push(self.text("chances.lost", &lost));
        if c.failed > 0 {
            lines.push(self.text("chances.failed", &Args::new().with("n", c.failed)));
        }
        if c.inputs.is_empty() {
            lines.push(self.t("chances.no_inputs"));
        } else {
            lines.push(self.t("chances.inputs"));
            lines.extend(c.inputs.iter().map(|i| format!("  {}", self.influence(i))));
        }
        lines
    }

    /// What depends on an uncertain number.
    #[must_use]
    pub fn influence(self, input: &Influence) -> String {
        let args = Args::new()
            .with("field", self.field(&input.field))
            .with("low", input.low)
            .with("high", input.high)
            .with("when_low", input.lost_when_low)
            .with("when_high", input.lost_when_high);
        self.text("chances.input", &args)
    }

    /// Why results cannot be read or put together; `name` is the file that was being read.
    #[must_use]
    pub fn mismatch(self, mismatch: &Mismatch, name: &str) -> String {
        let args = Args::new().with("name", name);
        match mismatch {
            Mismatch::Unreadable(line) => {
                self.text("results.unreadable", &args.with("line", *line))
            }
            Mismatch::Engine(a, b) => self.text("results.engine", &args.with("a", a).with("b", b)),
            Mismatch::Plans => self.t("results.plans"),
            Mismatch::Twice { plan, seed } => self.text(
                "results.twice",
                &args.with("plan", *plan + 1).with("seed", *seed),
            ),
            Mismatch::Nothing => self.t("results.nothing"),
        }
    }
}

/// What is known about numbers is no change of the plan, nor is what it is called.
fn says(change: &Change) -> bool {
    let path = change.path.as_str();
    !path.starts_with("notes")
        && !path.starts_with("ranges")
        && !["name", "story", "lineage"].contains(&path)
}

/// Whether other people come, or at other hours: not where the same people are only written to over a longer time, say.
fn is_of_the_crowd(change: &Change) -> bool {
    let mut path = change.path.split('.');
    match (path.next(), path.next(), path.next()) {
        (Some("clock"), Some(field), None) => ["date", "start", "minutes"].contains(&field),
        (Some("regions"), Some(_), None) => true,
        (Some("activities"), Some(_), field) => field.is_none_or(|field| {
            [
                "kind",
                "people",
                "response_percent",
                "sharing",
                "measured",
                "curve",
            ]
            .contains(&field)
        }),
        _ => false,
    }
}

/// What all held: never more than was seen.
fn held(n: f64) -> f64 {
    let whole = shown_whole(n);
    (n * whole + 1e-6).floor() / whole
}

/// What all broke at: never less than was seen.
fn broke(n: f64) -> f64 {
    let whole = shown_whole(n);
    (n * whole - 1e-6).ceil() / whole
}

/// Decimals of a factor: two, and below a tenth as many as show two figures.
fn places(n: f64) -> usize {
    match n {
        n if !(n > 0.0 && n < 0.1) => 2,
        n if n >= 0.01 => 3,
        _ => 4,
    }
}

/// By this much all of its decimals become whole.
fn shown_whole(n: f64) -> f64 {
    [100.0, 1000.0, 10_000.0][places(n) - 2]
}

#[cfg(test)]
mod tests {
    use onrush_study::levers::{levers, savers};
    use onrush_study::stat::Interval;

    use super::*;

    const WORDS: Words = Words::new(crate::Language::English);

    fn rung(part: &str, best: f64) -> Rung {
        Rung {
            factor: Interval {
                best,
                low: best * 0.98,
                high: best * 1.02,
            },
            confirmed: true,
            part: Some(part.to_owned()),
            fix: None,
            changes: Vec::new(),
        }
    }

    #[test]
    fn every_lever_and_metric_can_be_said() {
        for lever in levers().iter().chain(savers()) {
            assert_ne!(WORDS.lever(lever.id), lever.id);
        }
        for metric in Metric::ALL {
            let said = WORDS.member("metric", metric.id(), &Args::new());
            assert!(said.is_some(), "{metric:?}");
        }
    }

    #[test]
    fn the_ladder_in_words() {
        let mut limits = Limits {
            rungs: vec![rung("database", 1.43), rung("web", 2.1)],
            end: End::Enough,
            tested_to: 10.0,
            confirmed: false,
        };
        assert_eq!(
            WORDS.limits(&limits),
            "Your site holds 1.40 times this crowd. What goes first: the database. Behind it, at 2.10 times: the web servers."
        );
        assert_eq!(
            WORDS.limit_evidence(&limits.rungs[0]),
            "Exact runs: all held at 1.40 times, all broke at 1.46 times."
        );
        // Two figures, never more than held and never less than broke.
        let mut small = rung("web", 0.3);
        small.factor.low = 0.2998;
        small.factor.high = 0.3011;
        assert_eq!(
            WORDS.limit_evidence(&small),
            "Exact runs: all held at 0.29 times, all broke at 0.31 times."
        );
        // A site that breaks with a handful of its crowd holds more than nothing.
        let tiny = |low, high| Rung {
            factor: Interval {
                best: f64::midpoint(low, high),
                low,
                high,
            },
            ..rung("web", 1.0)
        };
        assert_eq!(
            WORDS.limit_evidence(&tiny(0.004_36, 0.006_98)),
            "Exact runs: all held at 0.0043 times, all broke at 0.007 times."
        );
        assert_eq!(
            WORDS.limit_evidence(&tiny(0.0137, 0.0249)),
            "Exact runs: all held at 0.013 times, all broke at 0.025 times."
        );
        assert_eq!(WORDS.factor(0.0), "0");
        limits.rungs.clear();
        limits.end = End::Holds;
        limits.confirmed = true;
        assert_eq!(
            WORDS.limits(&limits),
            "Your site holds 10 times this crowd, and nothing breaks up to there."
        );
    }

    #[test]
    fn a_comparison_of_other_crowds_says_so() {
        let said = |path: &str| {
            let beside = Beside {
                plan: 1,
                runs: 5,
                differences: Vec::new(),
                changes: vec![Change {
                    path: path.to_owned(),
                    from: None,
                    to: None,
                }],
            };
            let args = Args::new()
                .with("name", "B")
                .with("first", "A")
                .with("n", 5);
            WORDS.runs_of_each(&beside, &args)
        };
        for same in [
            "site.web.servers",
            "activities.mail.lasts_minutes",
            "activities.mail.name",
            "journey.pages.a",
        ] {
            assert_eq!(
                said(same),
                "B beside A: 5 runs of each, on the same crowds.",
                "{same}"
            );
        }
        for other in [
            "clock.start",
            "activities.mail",
            "activities.mail.people",
            "regions.nl",
        ] {
            assert!(said(other).contains("not with the same crowd"), "{other}");
        }
    }

    #[test]
    fn a_difference_says_its_interval_or_that_there_is_none() {
        let mut d = Difference {
            metric: Metric::Lost,
            first: 5200.0,
            this: 300.0,
            difference: Some(Interval {
                best: -4900.0,
                low: -5000.0,
                high: -4800.0,
            }),
            clear: true,
        };
        assert_eq!(
            WORDS.difference(&d, "EUR"),
            "visitors lost: 5,200 → 300 (−5,000 to −4,800)"
        );
        d.clear = false;
        assert_eq!(
            WORDS.difference(&d, "EUR"),
            "visitors lost: 5,200 → 300, no clear difference"
        );
    }
}
