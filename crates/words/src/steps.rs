//! The eight steps in words: their names, their tasks, what was found, and what ran.

use onrush_scenario::Scenario;
use onrush_steps::{Record, Shown, State, StepId, TaskVerdict, Trial, Value};

use crate::{Args, Name, Words};

impl Words {
    /// A sentence about a step, by its key: `name`, `why`, `hint.1`. `None` where there is none.
    #[must_use]
    pub fn step(self, step: StepId, key: &str) -> Option<String> {
        self.member("steps", &format!("{}.{key}", step.id()), &Args::new())
    }

    /// How far a step has come, in a word or two.
    #[must_use]
    pub fn step_state(self, state: State) -> String {
        match state {
            State::Open => self.t("steps.state.open"),
            State::InProgress => self.t("steps.state.in_progress"),
            State::Proven => self.t("steps.state.proven"),
            State::Stale => self.t("steps.state.stale"),
        }
    }

    /// What a task asks for.
    #[must_use]
    pub fn task(self, step: StepId, task: &TaskVerdict) -> String {
        self.step(step, task.id)
            .unwrap_or_else(|| task.id.to_owned())
    }

    /// What was found about a task; `None` as long as there is nothing to say.
    #[must_use]
    pub fn task_found(self, step: StepId, task: &TaskVerdict, plan: &Scenario) -> Option<String> {
        let args = task.figures.iter().fold(Args::new(), |args, shown| {
            self.with_shown(args, shown, plan)
        });
        let key = format!("{}.{}.found", step.id(), task.id);
        // A figure that is not known yet leaves its place open: then there is nothing to say.
        self.member("steps", &key, &args)
            .filter(|said| !said.contains('⟨'))
    }

    fn with_shown(self, args: Args, shown: &Shown, plan: &Scenario) -> Args {
        let Shown { name, value } = shown;
        match value {
            Value::Number(n) => args.with(name, *n),
            Value::Count(n) => args.with(name, *n),
            Value::Second(second) => args.with(name, self.clock(&plan.clock, *second)),
            Value::Time(time) => args.with(name, time.to_string()),
            Value::Money(amount) => args.with(name, self.money(*amount, &plan.money.currency)),
            Value::Part(part) => args.with(name, Name::station(part)),
            Value::Flag(flag) => args.with(name, if *flag { "yes" } else { "no" }),
            Value::Name(text) => args.with(name, text),
        }
    }

    /// What was tried: `A ramp to 40 visitors a second in 20 minutes`.
    #[must_use]
    pub fn trial(self, trial: Trial) -> String {
        match trial {
            Trial::Forecast => self.t("steps.trial.forecast"),
            Trial::Ramp { to_per_s, minutes } => {
                let args = Args::new().with("to", to_per_s).with("minutes", minutes);
                self.text("steps.trial.ramp", &args)
            }
            Trial::Expected => self.t("steps.trial.expected"),
            Trial::Crowd(times) => {
                self.text("steps.trial.crowd", &Args::new().with("times", times))
            }
            Trial::Earlier { minutes } => {
                self.text("steps.trial.earlier", &Args::new().with("minutes", minutes))
            }
            Trial::Longer => self.t("steps.trial.longer"),
            Trial::Fault { what, .. } => {
                self.text("steps.trial.fault", &Args::new().with("part", what.id()))
            }
            Trial::Double(what) => {
                self.text("steps.trial.double", &Args::new().with("part", what.id()))
            }
        }
    }

    /// A record in one line: what was tried, with which seed, on which plan, and what it showed.
    #[must_use]
    pub fn record(self, record: &Record, current: bool, plan: &Scenario) -> String {
        let figures = &record.figures;
        let served = figures.served_percent.unwrap_or(0.0) / 100.0;
        let what = Args::new()
            .with("arrived", figures.arrived)
            .with("served", served)
            .with("peak", figures.peak_per_s)
            .with("clock", self.clock(&plan.clock, figures.peak_at_s));
        let said = match (record.wanted.trial, &figures.limit) {
            (Trial::Forecast, _) => self.text("steps.figures.forecast", &what),
            (Trial::Ramp { .. }, Some(limit)) => {
                let part = limit.part.as_deref().unwrap_or_default();
                let args = what
                    .with("limit", limit.per_s)
                    .with("part", Name::station(part));
                self.text("steps.figures.limit", &args)
            }
            (Trial::Ramp { .. }, None) => self.t("steps.figures.unbroken"),
            _ => self.text("steps.figures", &what),
        };
        let args = Args::new()
            .with("trial", self.trial(record.wanted.trial))
            .with("seed", record.wanted.seed.to_string())
            .with("plan", &record.plan)
            .with("engine", &record.engine)
            .with("figures", said);
        if current {
            self.text("steps.evidence", &args)
        } else {
            self.text("steps.evidence.old", &args)
        }
    }
}
