//! The tasks of each step, and when each is done. The rules are those of the checklist in docs/steps.md, one function a step.

use onrush_scenario::{Activity, ActivityKind};

use super::look::Look;
use super::{Shown, TaskVerdict, Value};
use crate::trial::EARLIER_MIN;
use crate::{Figures, Part, Record, StepId, Trial, Wanted, structural};

pub(super) fn of(step: StepId, look: &Look) -> Vec<TaskVerdict> {
    match step {
        StepId::Numbers => numbers(look),
        StepId::Now => now(look),
        StepId::Architecture => architecture(look),
        StepId::Infrastructure => infrastructure(look),
        StepId::Rigour => rigour(look),
        StepId::Controls => controls(look),
        StepId::Contingency => contingency(look),
        StepId::Review => review(look),
    }
}

fn task(id: &'static str, done: bool, figures: Vec<Shown>) -> TaskVerdict {
    TaskVerdict {
        id,
        done,
        needed: true,
        figures,
        wanted: Vec::new(),
    }
}

impl TaskVerdict {
    fn wants(mut self, wanted: impl IntoIterator<Item = Wanted>) -> Self {
        self.wanted.extend(wanted);
        self
    }

    fn extra(mut self) -> Self {
        self.needed = false;
        self
    }
}

fn shown(name: &'static str, value: Value) -> Shown {
    Shown { name, value }
}

fn number(name: &'static str, value: f64) -> Shown {
    shown(name, Value::Number(value))
}

fn maybe(name: &'static str, value: Option<f64>) -> Option<Shown> {
    value.map(|value| number(name, value))
}

fn count(name: &'static str, n: impl TryInto<u64>) -> Shown {
    shown(name, Value::Count(n.try_into().unwrap_or(u64::MAX)))
}

fn part(name: &'static str, part: &str) -> Shown {
    shown(name, Value::Part(part.to_owned()))
}

/// What somebody does on a day of their choice; ordinary visitors and machines come by themselves.
fn planned(activity: &Activity) -> bool {
    !matches!(activity.kind, ActivityKind::Everyday | ActivityKind::Bots)
}

/// 1: a guess before the reveal, with its error shown; a forecast with at least one range; for every activity a time and
/// somebody who tells IT.
fn numbers(look: &Look) -> Vec<TaskVerdict> {
    let (plan, progress) = (look.plan, look.progress);
    let wanted = Wanted::first(Trial::Forecast);
    let forecast = look.run(wanted);
    let guess = progress.guess.filter(|g| g.before_reveal);
    let mut told = Vec::new();
    if let Some(guess) = progress.guess {
        told.push(number("guess", guess.per_s));
        told.push(shown("guess_at", Value::Time(guess.at)));
    }
    if let (Some(guess), Some(record)) = (progress.guess, forecast) {
        let figures = &record.figures;
        told.push(number("peak", figures.peak_per_s));
        told.push(shown("peak_at", Value::Second(figures.peak_at_s)));
        if figures.peak_per_s > 0.0 {
            let off = (guess.per_s / figures.peak_per_s - 1.0) * 100.0;
            told.push(number("off_percent", off));
        }
        let at = f64::from(plan.clock.seconds_until(guess.at));
        let late = at - f64::from(figures.peak_at_s);
        told.push(number("off_minutes", late / 60.0));
    }
    let missing = forecast.is_none().then_some(wanted);
    let activities: Vec<&Activity> = plan.activities.iter().filter(|a| planned(a)).collect();
    let without: Vec<&&Activity> = activities
        .iter()
        .filter(|a| a.owner.as_ref().is_none_or(|o| o.trim().is_empty()))
        .collect();
    let mut owners = vec![
        count("activities", activities.len()),
        count("without", without.len()),
    ];
    if let Some(first) = without.first() {
        owners.push(shown("first", Value::Name(first.name.clone())));
    }
    let ranges = plan.ranges.len();
    let pages = &plan.journey.pages;
    vec![
        task("guess", guess.is_some() && forecast.is_some(), told)
            .wants(missing.filter(|_| guess.is_some())),
        task(
            "activities",
            !activities.is_empty() && without.is_empty(),
            owners,
        ),
        task(
            "range",
            ranges > 0 && forecast.is_some(),
            vec![count("ranges", ranges)],
        )
        .wants(missing),
        task(
            "journey",
            pages.iter().any(|p| p.goal) && !plan.regions.is_empty(),
            vec![
                count("pages", pages.len()),
                count("regions", plan.regions.len()),
            ],
        )
        .extra(),
    ]
}

/// 2: a ramp recorded for this site; the limit stated within the line; the part named rightly; targets set.
fn now(look: &Look) -> Vec<TaskVerdict> {
    let lines = look.progress.thresholds;
    let ramp = look.ramp();
    let limit = ramp.and_then(|r| r.figures.limit.as_ref());
    let stated = look.progress.stated.as_ref();
    let mut ramped = Vec::new();
    if let Some(record) = ramp {
        ramped.push(number(
            "requests",
            record
                .figures
                .limit
                .as_ref()
                .map_or(0.0, |l| l.requests_per_s),
        ));
    }
    let within = |stated: f64, measured: f64| {
        (stated - measured).abs() <= measured * lines.limit_within_percent / 100.0 * (1.0 + 1e-9)
    };
    let near = matches!((stated, limit), (Some(s), Some(l)) if within(s.per_s, l.per_s));
    let named =
        matches!((stated, limit), (Some(s), Some(l)) if l.part.as_deref() == Some(s.part.trim()));
    let mut read_off = vec![number("within", lines.limit_within_percent)];
    read_off.extend(maybe("stated", stated.map(|s| s.per_s)));
    // Only who was right is told: the others look again.
    read_off.extend(maybe("measured", limit.map(|l| l.per_s).filter(|_| near)));
    let mut names: Vec<Shown> = stated
        .map(|s| part("stated", &s.part))
        .into_iter()
        .collect();
    names.extend(
        limit
            .and_then(|l| l.part.as_deref())
            .filter(|_| named)
            .map(|p| part("measured", p)),
    );
    let targets = &look.plan.targets;
    let mut hopes = vec![
        number("page_s", targets.page_p95_s),
        number("served", targets.served_percent),
    ];
    hopes.extend(targets.budget.map(|b| shown("budget", Value::Money(b))));
    let next = ramp.is_none().then(|| look.next_ramp()).flatten();
    vec![
        task("ramp", limit.is_some(), ramped).wants(next),
        task("limit", near, read_off),
        task("part", named, names),
        task("targets", targets.budget.is_some(), hopes),
    ]
}

/// The figures of a run against the plan's targets.
fn against_targets(look: &Look, figures: &Figures) -> Vec<Shown> {
    let targets = &look.plan.targets;
    let mut shown_ = vec![
        number("peak", figures.peak_per_s),
        number("page_target", targets.page_p95_s),
        number("served_target", targets.served_percent),
    ];
    shown_.extend(maybe("page_s", figures.page_p95_s));
    shown_.extend(maybe("served", figures.served_percent));
    if let Some(broke) = &figures.broke {
        shown_.push(shown("broke_at", Value::Second(broke.at_s)));
        shown_.extend(broke.part.as_deref().map(|p| part("part", p)));
    }
    shown_
}

/// 3: on target at the expected peak, with at least one change of how the work is done.
fn architecture(look: &Look) -> Vec<TaskVerdict> {
    let wanted = Wanted::first(Trial::Expected);
    let run = look.run(wanted);
    let figures = run.map_or_else(Vec::new, |r| against_targets(look, &r.figures));
    let before = look.progress.kept(&look.progress.began_with);
    let changes = before.map_or_else(Vec::new, |before| structural(&before, look.plan));
    vec![
        task(
            "expected",
            run.is_some_and(|r| r.figures.on_target),
            figures,
        )
        .wants(run.is_none().then_some(wanted)),
        task(
            "structural",
            !changes.is_empty(),
            vec![count("changes", changes.len())],
        ),
    ]
}

/// 4: capacity before the peak, nothing above the line in any minute, the bill inside the budget.
fn infrastructure(look: &Look) -> Vec<TaskVerdict> {
    let lines = look.progress.thresholds;
    let wanted = Wanted::first(Trial::Expected);
    let run = look.run(wanted);
    let ready = run.and_then(|r| r.figures.ready);
    let mut times = Vec::new();
    if let Some(ready) = ready {
        times.push(count("machines", ready.machines));
        times.push(shown("peak_at", Value::Second(ready.peak_s)));
        times.extend(ready.at_s.map(|at| shown("ready_at", Value::Second(at))));
    }
    let busiest = run.and_then(|r| r.figures.busiest.as_ref());
    let mut load = vec![number("line", lines.busiest_percent)];
    if let Some(busiest) = busiest {
        load.push(number("percent", busiest.percent));
        load.push(part("part", &busiest.part));
    }
    let budget = look.plan.targets.budget;
    let cost = run.map(|r| r.figures.cost);
    let mut money: Vec<Shown> = cost
        .map(|c| shown("cost", Value::Money(c)))
        .into_iter()
        .collect();
    money.extend(budget.map(|b| shown("budget", Value::Money(b))));
    let missing = || run.is_none().then_some(wanted);
    vec![
        task("capacity", ready.is_some_and(|r| r.in_time()), times).wants(missing()),
        task(
            "headroom",
            busiest.is_some_and(|b| b.percent <= lines.busiest_percent),
            load,
        )
        .wants(missing()),
        task(
            "bill",
            matches!((cost, budget), (Some(cost), Some(budget)) if cost <= budget),
            money,
        )
        .wants(missing()),
    ]
}

/// 5: many seeds, nearly all on target; a larger crowd recorded. An earlier and a longer peak are worth a look.
fn rigour(look: &Look) -> Vec<TaskVerdict> {
    let lines = look.progress.thresholds;
    let runs = look.runs(Trial::Expected);
    let good = runs.iter().filter(|r| r.figures.on_target).count();
    let enough = runs.len() >= lines.seeds as usize;
    let share = if runs.is_empty() {
        0.0
    } else {
        good as f64 / runs.len() as f64 * 100.0
    };
    let seeds = (1..=u64::from(lines.seeds)).map(|seed| Wanted {
        trial: Trial::Expected,
        seed,
    });
    let missing = seeds.filter(|w| look.run(*w).is_none());
    let once = |id: &'static str, trial: Trial| {
        let wanted = Wanted::first(trial);
        let run = look.run(wanted);
        let mut figures = run.map_or_else(Vec::new, |r| against_targets(look, &r.figures));
        if let Trial::Crowd(times) = trial {
            figures.push(number("times", times));
        }
        if let Some(run) = run {
            figures.push(shown("on_target", Value::Flag(run.figures.on_target)));
        }
        task(id, run.is_some(), figures).wants(run.is_none().then_some(wanted))
    };
    vec![
        task(
            "seeds",
            enough && share >= lines.on_target_percent,
            vec![
                count("runs", runs.len()),
                count("good", good),
                count("wanted", lines.seeds),
                number("line", lines.on_target_percent),
            ],
        )
        .wants(missing),
        once("larger", Trial::Crowd(lines.larger_crowd)),
        once(
            "earlier",
            Trial::Earlier {
                minutes: EARLIER_MIN,
            },
        )
        .extra(),
        once("longer", Trial::Longer).extra(),
    ]
}

/// 6: with the largest crowd those admitted are on target, all others have a page and a place in line, and nobody real is
/// blocked.
fn controls(look: &Look) -> Vec<TaskVerdict> {
    let lines = look.progress.thresholds;
    let wanted = Wanted::first(Trial::Crowd(lines.largest_crowd));
    let run = look.run(wanted);
    let figures = run.map(|r| &r.figures);
    let admitted = figures.map(|f| f.admitted);
    let missing = || run.is_none().then_some(wanted);
    let times = || number("times", lines.largest_crowd);
    let mut inside = vec![times()];
    let mut outside = vec![times()];
    let mut shut_out = vec![times()];
    if let (Some(figures), Some(admitted)) = (figures, admitted) {
        inside.push(count("admitted", admitted.visits));
        inside.extend(maybe("served", admitted.served_percent));
        inside.push(number("served_target", look.plan.targets.served_percent));
        inside.extend(maybe("page_s", figures.page_p95_s));
        inside.push(number("page_target", look.plan.targets.page_p95_s));
        outside.push(count("waited", admitted.gave_up + admitted.waiting));
        outside.push(shown("place_shown", Value::Flag(admitted.place_shown)));
        outside.push(count("turned_away", figures.turned_away));
        shut_out.push(count("blocked", figures.blocked));
    }
    let in_line = |f: &Figures| {
        let waited = f.admitted.gave_up + f.admitted.waiting > 0;
        f.turned_away == 0 && (!waited || f.admitted.place_shown)
    };
    vec![
        task(
            "admitted",
            admitted.is_some_and(|a| a.fast && a.enough),
            inside,
        )
        .wants(missing()),
        task("in_line", figures.is_some_and(in_line), outside).wants(missing()),
        task(
            "nobody_blocked",
            figures.is_some_and(|f| f.blocked == 0),
            shut_out,
        )
        .wants(missing()),
    ]
}

/// 7: each single fault is over soon and loses no order; after one double fault a static page still answers.
fn contingency(look: &Look) -> Vec<TaskVerdict> {
    let lines = look.progress.thresholds;
    let mut tasks: Vec<TaskVerdict> = look
        .breakable()
        .map(|what| {
            let wanted = Wanted::first(look.progress.backups.fault(what));
            let run = look.run(wanted);
            let fine =
                |r: &Record| r.figures.outside_s <= lines.outside_s && r.figures.orders_lost == 0;
            let mut figures = vec![number("line", f64::from(lines.outside_s))];
            if let Some(run) = run {
                figures.push(number("outside", f64::from(run.figures.outside_s)));
                figures.push(count("orders", run.figures.orders_lost));
                figures.push(count("ordering", run.figures.lost_at_goal));
            }
            task(what.id(), run.is_some_and(fine), figures).wants(run.is_none().then_some(wanted))
        })
        .collect();
    let doubles: Vec<&Record> = look
        .breakable()
        .filter_map(|what| look.run(Wanted::first(Trial::Double(what))))
        .collect();
    let answers = |r: &&&Record| {
        let share = r.figures.first_page_percent;
        share.is_some_and(|p| p >= lines.first_page_percent)
    };
    let best = doubles.iter().find(answers);
    let mut figures = vec![number("line", lines.first_page_percent)];
    if let Some(shown_) = best.or(doubles.last()) {
        figures.extend(maybe("percent", shown_.figures.first_page_percent));
    }
    let wanted = doubles
        .is_empty()
        .then_some(Wanted::first(Trial::Double(Part::Database)));
    tasks.push(task("double", best.is_some(), figures).wants(wanted));
    tasks
}

/// 8: what happened is loaded and aligned, the error shown, the recalibrated plan saved, improvements written.
fn review(look: &Look) -> Vec<TaskVerdict> {
    let lines = look.progress.thresholds;
    let facts = look.progress.review.as_ref();
    // It speaks of the plan that was scored, and of what was made of it.
    let now = look.plan.fingerprint();
    let of_this = facts.filter(|f| {
        f.plan == now || f.recalibrated_fingerprint.as_ref() == Some(&now) || look.is_once()
    });
    let error = of_this.and_then(|f| f.error);
    let mut aligned = Vec::new();
    if let Some(facts) = facts {
        aligned.push(shown("name", Value::Name(facts.actual_name.clone())));
        aligned.extend(maybe("shift_s", facts.aligned_shift_s));
    }
    let errors = error.map_or_else(Vec::new, |e| {
        vec![
            number("peak_percent", e.peak_percent),
            number("volume_percent", e.volume_percent),
            number("timing_s", e.timing_s),
        ]
    });
    let written = of_this.map_or(0, |f| distinct(&f.improvements));
    let cost = of_this.and_then(|f| f.cost_per_lead);
    vec![
        task(
            "actuals",
            of_this.is_some_and(|f| f.aligned_shift_s.is_some() && !f.actual_digest.is_empty()),
            aligned,
        ),
        task("error", error.is_some(), errors),
        task(
            "recalibrated",
            of_this.is_some_and(|f| f.recalibrated_fingerprint.is_some()),
            Vec::new(),
        ),
        task(
            "improvements",
            written >= lines.improvements as usize,
            vec![
                count("written", written),
                count("wanted", lines.improvements),
            ],
        ),
        task(
            "cost",
            cost.is_some(),
            cost.map(|c| shown("cost", Value::Money(c)))
                .into_iter()
                .collect(),
        )
        .extra(),
    ]
}

/// How many of them say something, each counted once.
fn distinct(improvements: &[String]) -> usize {
    let mut said: Vec<String> = improvements
        .iter()
        .map(|i| i.trim().to_lowercase())
        .filter(|i| !i.is_empty())
        .collect();
    said.sort();
    said.dedup();
    said.len()
}
