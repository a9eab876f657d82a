//! What would help, in words.

use onrush_study::{Advice, Advised, Aim, Found, WORK_DAY};

use crate::{Args, Words};

impl Words {
    /// The advice in one or two sentences.
    #[must_use]
    pub fn advice(self, advice: &Advice) -> String {
        let args = Args::new()
            .with("lost", advice.lost)
            .with("arrived", advice.arrived)
            .with("n", advice.tried);
        let args = args.with("slow", advice.slow);
        let lost = match (advice.aim, advice.exact) {
            (Aim::Speed, _) => "advise.slow",
            (Aim::Answers, false) => "advise.lost_forecast",
            (Aim::Answers | Aim::Thrift, _) => "advise.lost",
        };
        let lost = self.text(lost, &args);
        let found = match advice.found {
            Found::Searching => self.t("advise.searching"),
            Found::Holds => return self.holds_well(advice),
            Found::Faulty => return self.t("advise.faulty"),
            Found::TooLarge => self.t("advise.too_large"),
            Found::Nothing => self.text("advise.nothing", &args),
            Found::Options => match advice.options.first() {
                Some(best) => {
                    let args = Args::new().with("what", self.levers(&best.levers));
                    let id = match advice.aim {
                        Aim::Speed => "advise.best_slow",
                        Aim::Answers | Aim::Thrift => "advise.best",
                    };
                    self.text(id, &args)
                }
                None => String::new(),
            },
        };
        if advice.arrived <= 0.0 && matches!(advice.found, Found::Searching) {
            // Not even the forecast is there yet.
            return found;
        }
        format!("{lost} {found}")
    }

    /// What an option brings and takes, in one sentence without a full stop.
    #[must_use]
    pub fn advised(self, option: &Advised, currency: &str) -> String {
        let Some(gain) = &option.gain else {
            let args = Args::new().with("saved", option.forecast).with(
                "seconds",
                self.exact((option.forecast * 100.0).round() / 100.0),
            );
            return match option.aim {
                Aim::Speed => self.text("advise.quickens_forecast", &args),
                Aim::Answers | Aim::Thrift => self.text("advise.saves_forecast", &args),
            };
        };
        let args = Args::new()
            .with("saved", gain.saved.best)
            .with("low", gain.saved.low)
            .with("high", gain.saved.high)
            .with("runs", gain.runs)
            .with("cost", self.money(gain.cost.abs(), currency))
            .with("work", self.work_time(option.work_days))
            .with("lead", self.lead_time(option.lead_days));
        let sure = if gain.saved.best <= 0.0 {
            Sure::None
        } else if gain.saved.low.is_finite() {
            Sure::Known
        } else {
            Sure::Once
        };
        let saves = match (option.aim, sure) {
            (Aim::Answers, Sure::None) => self.t("advise.saves_none"),
            (Aim::Answers, Sure::Once) => self.text("advise.saves_once", &args),
            (Aim::Answers, Sure::Known) => self.text("advise.saves", &args),
            (Aim::Speed, Sure::None) => self.t("advise.quickens_none"),
            (Aim::Speed, Sure::Once) => self.text("advise.quickens_once", &args),
            (Aim::Speed, Sure::Known) => self.text("advise.quickens", &args),
            (Aim::Thrift, _) if option.supported => self.text("advise.spares", &args),
            (Aim::Thrift, _) => self.t("advise.spares_not"),
        };
        let n = |n: f64| Args::new().with("n", n);
        let then = match option.aim {
            Aim::Answers if gain.holds => Some(self.t("advise.holds_then")),
            Aim::Answers => Some(self.text("advise.still_lost", &n(gain.still_lost))),
            Aim::Speed if gain.holds => Some(self.t("advise.fast_then")),
            Aim::Speed => Some(self.text("advise.still_slow", &n(gain.still_slow))),
            Aim::Thrift => None,
        };
        let cost = if gain.cost.abs() < 0.005 {
            self.text("advise.cost_same", &args)
        } else if gain.cost < 0.0 {
            self.text("advise.cost_less", &args)
        } else {
            self.text("advise.cost", &args)
        };
        let brings = [Some(saves), then].into_iter().flatten();
        format!("{}; {cost}", brings.collect::<Vec<_>>().join(", "))
    }

    /// Days of work, or where that is less than one, hours (8 make a day): `2 hours of work`.
    fn work_time(self, days: f64) -> String {
        if days < 1.0 {
            self.text("advise.work.hours", &hours(days * 8.0))
        } else {
            self.text("advise.work.days", &Args::new().with("n", days))
        }
    }

    /// Days, or where that is less than one, hours.
    fn lead_time(self, days: f64) -> String {
        if days < 1.0 {
            self.text("advise.lead.hours", &hours(days * 24.0))
        } else {
            self.text("advise.lead.days", &Args::new().with("n", days))
        }
    }

    /// A site that holds: what it could do without.
    fn holds_well(self, advice: &Advice) -> String {
        let holds = self.t("advise.holds");
        let spare = match advice.options.first() {
            Some(best) if best.supported => {
                let args = Args::new().with("what", self.levers(&best.levers));
                self.text("advise.spare", &args)
            }
            _ if advice.tried > 0 => self.t("advise.spare_none"),
            _ => return holds,
        };
        format!("{holds} {spare}")
    }

    /// What the prices of advice leave out, and how more can be saved than were lost, where that is so.
    #[must_use]
    pub fn advice_assumed(self, advice: &Advice, currency: &str) -> String {
        let sourced = advice.options.iter().filter(|o| o.sourced).count();
        let args = Args::new()
            .with("sourced", sourced)
            .with("day", self.money(WORK_DAY, currency));
        let assumed = self.text("advise.assumed", &args);
        // Who sees more saved than lost wonders: who is served brings others.
        let most = advice.options.iter().filter(|o| o.supported);
        let most = most.filter_map(|o| Some(o.gain?.saved.best));
        if advice.aim == Aim::Answers && most.fold(0.0, f64::max) > advice.lost * MORE_THAN_LOST {
            return format!("{} {assumed}", self.t("advise.more_come"));
        }
        assumed
    }
}

/// From here on what is saved is more than what was lost, chance aside.
const MORE_THAN_LOST: f64 = 1.1;

/// How well it is known what an option saves.
enum Sure {
    /// It saves nobody.
    None,
    /// One run says so.
    Once,
    /// There is an interval.
    Known,
}

/// Hours, whole ones from one on.
fn hours(n: f64) -> Args {
    let hours = if n < 1.0 { n } else { n.round() };
    Args::new().with("n", hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Words = Words::new(crate::Language::English);

    #[test]
    fn short_work_is_told_in_hours() {
        assert_eq!(WORDS.work_time(0.25), "2 hours of work");
        assert_eq!(WORDS.work_time(0.05), "0.4 hours of work");
        assert_eq!(WORDS.work_time(1.0), "1 day of work");
        assert_eq!(WORDS.lead_time(0.5), "12 hours");
        assert_eq!(WORDS.lead_time(14.0), "14 days");
    }

    #[test]
    fn more_saved_than_lost_is_explained() {
        let option = |saved: f64, supported: bool| Advised {
            aim: Aim::Answers,
            levers: vec!["more_servers".to_owned()],
            sides: Vec::new(),
            edit: onrush_scenario::Edit::Remove {
                path: "site.cdn".to_owned(),
            },
            changes: Vec::new(),
            lead_days: 1.0,
            work_days: 1.0,
            sourced: false,
            forecast: saved,
            gain: Some(onrush_study::Gain {
                runs: 3,
                saved: onrush_study::stat::Interval {
                    best: saved,
                    low: saved - 1.0,
                    high: saved + 1.0,
                },
                won: 0.0,
                cost: 1.0,
                holds: true,
                still_lost: 0.0,
                still_slow: 0.0,
            }),
            supported,
        };
        let said = |options| {
            let advice = Advice {
                found: Found::Options,
                aim: Aim::Answers,
                lost: 100.0,
                slow: 0.0,
                arrived: 200.0,
                exact: true,
                options,
                tried: 3,
            };
            WORDS.advice_assumed(&advice, "EUR")
        };
        let more = WORDS.t("advise.more_come");
        assert!(said(vec![option(90.0, true), option(180.0, true)]).starts_with(&more));
        for few in [
            vec![option(104.0, true)],
            vec![option(180.0, false)],
            vec![],
        ] {
            assert!(!said(few).contains(&more));
        }
    }
}
