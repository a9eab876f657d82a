//! The run for people: the answer first, then what supports it.

use onrush_diagnose::FindingId;
use onrush_observe::{Outcome, RequestOutcome, Tally, VisitOutcome};
use onrush_report::{ChartId, Line, Stroke, Theme, Tone as Ink, View, chart, terminal};
use onrush_words::{Args, Words};

use crate::out::{moments, part_names, with_labels};
use crate::play::Played;
use crate::screen::{Screen, Tone, plain, width};

/// Rows of the chart.
const CHART_ROWS: u16 = 14;

/// Everything that came out, in lines of at most the screen's width.
pub(crate) fn summary(played: &Played, screen: Screen) -> String {
    let mut page = Page {
        played,
        screen,
        words: played.words,
        text: String::new(),
    };
    page.title();
    page.excerpt();
    page.headline();
    page.chart();
    page.peak();
    page.people();
    page.requests();
    page.findings();
    page.targets();
    page.money();
    page.imprint();
    page.text
}

struct Page<'a> {
    played: &'a Played<'a>,
    screen: Screen,
    words: Words,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn paragraph(&mut self, first: &str, text: &str) {
        for line in self.screen.wrap(first, text) {
            self.line(&line);
        }
    }

    fn heading(&mut self, text: &str) {
        let heading = self.screen.paint(Tone::Strong, text);
        self.line("");
        self.line(&heading);
    }

    /// Two texts at the two ends of a line.
    fn ends(&self, left: &str, right: &str) -> String {
        let gap = self
            .screen
            .width
            .saturating_sub(width(left) + width(right))
            .max(2);
        format!("{left}{}{right}", " ".repeat(gap))
    }

    fn title(&mut self) {
        let clock = &self.played.scenario.clock;
        let name = plain(&self.played.scenario.name);
        let args = Args::new()
            .with("date", plain(&clock.date))
            .with("from", self.words.clock_minute(clock, 0))
            .with("until", self.words.clock_minute(clock, clock.horizon_s()));
        let when = self.words.text("cli.when", &args);
        let line = self.ends(&name, &when);
        let line = line.replacen(&name, &self.screen.paint(Tone::Strong, &name), 1);
        self.line(&line);
    }

    /// What was simulated of a plan too large to be simulated as a whole, and what is forecast of that.
    fn excerpt(&mut self) {
        let Some(excerpt) = &self.played.rehearsal.excerpt else {
            return;
        };
        let (words, clock) = (self.words, &self.played.whole.clock);
        let outlook = &excerpt.outlook;
        let mut args = Args::new()
            .with("requests", excerpt.expected_requests)
            .with("from", words.clock_minute(clock, excerpt.from_s))
            .with("until", words.clock_minute(clock, excerpt.until_s))
            .with("run_in", f64::from(excerpt.run_in_s))
            .with("share", outlook.share_lost());
        let forecast = match outlook.first_break_s {
            Some(second) => {
                args = args.with("clock", words.clock_minute(clock, second));
                words.text("excerpt.whole_breaks", &args)
            }
            None => words.t("excerpt.whole_holds"),
        };
        let state = if excerpt.run_in_s == excerpt.from_s {
            words.t("excerpt.from_the_beginning")
        } else if excerpt.begins_in_trouble {
            words.text("excerpt.in_trouble", &args)
        } else {
            words.text("excerpt.run_in", &args)
        };
        let text = [words.text("excerpt.what", &args), state, forecast].join(" ");
        self.line("");
        self.paragraph("  ", &plain(&text));
    }

    fn headline(&mut self) {
        let rehearsal = self.played.rehearsal;
        let headline = self.words.headline(
            self.played.scenario,
            &rehearsal.observations,
            &rehearsal.diagnosis,
        );
        self.line("");
        for line in self.screen.wrap("  ", &plain(&headline)) {
            let line = self.screen.paint(Tone::Strong, &line);
            self.line(&line);
        }
    }

    /// New visitors each second, and visitors lost each second.
    fn chart(&mut self) {
        let seen = &self.played.rehearsal.observations;
        let step_s = seen.step_s.max(1);
        #[expect(clippy::cast_precision_loss, reason = "drawn to within a character")]
        let per_second = |n: &u32| *n as f32 / step_s as f32;
        let lost = Line {
            key: "lost".to_owned(),
            name: self.words.t("cli.chart.lost"),
            tone: Ink::Lost,
            stroke: Stroke::Solid,
            values: seen.series.lost.iter().map(per_second).collect(),
            zero_is_gap: true,
        };
        let names = part_names(self.words, seen);
        let drawn = with_labels(self.words, &names, |labels| {
            let mut chart = chart(ChartId::Crowd, seen, &moments(self.played), labels);
            if seen.ledger.lost() > 0 {
                chart.lines.insert(0, lost);
            }
            let columns = u16::try_from(self.screen.width).unwrap_or(80);
            let size = (columns, CHART_ROWS);
            terminal(&chart, &Theme::DARK, &self.part(), size, self.screen.colour)
        });
        self.line("");
        self.text.push_str(&drawn);
    }

    /// The part of the run that the chart shows: the peak and all trouble, with as much before and after; all of it when that
    /// would hide less than half.
    fn part(&self) -> View {
        const LEAST_MARGIN_S: u32 = 300;
        let d = &self.played.rehearsal.diagnosis;
        let horizon = self.played.rehearsal.observations.horizon_s;
        let of_trouble = d
            .findings
            .iter()
            .filter(|f| f.because_of.is_some() || f.id == FindingId::PeopleLost);
        let (mut from, mut to) = (d.peak.visits_at_s, d.peak.visits_at_s);
        for finding in of_trouble {
            from = from.min(finding.from_s);
            to = to.max(finding.until_s.unwrap_or(horizon));
        }
        if from == to {
            return View::default();
        }
        let margin = (to - from).max(LEAST_MARGIN_S);
        let (from, to) = (from.saturating_sub(margin), (to + margin).min(horizon));
        if 2 * (to - from) > horizon {
            return View::default();
        }
        View {
            from_s: f64::from(from / 60 * 60),
            to_s: f64::from(to),
            ..View::default()
        }
    }

    fn peak(&mut self) {
        if self.played.rehearsal.observations.ledger.visits.arrived == 0 {
            return;
        }
        let peak = &self.played.rehearsal.diagnosis.peak;
        let clock = &self.played.scenario.clock;
        let args = Args::new()
            .with("clock", self.words.clock(clock, peak.at_s))
            .with("rate", peak.requests_per_s)
            .with("visits_clock", self.words.clock(clock, peak.visits_at_s))
            .with("visits", peak.visits_per_s)
            .with("from", self.words.clock(clock, peak.busiest_5_min.from_s))
            .with("seconds", peak.busiest_5_min.length_s)
            .with("requests", peak.busiest_5_min.requests);
        let text = self.words.text("cli.peak", &args);
        self.line("");
        self.paragraph("  ", &text);
    }

    fn people(&mut self) {
        let ledger = &self.played.rehearsal.observations.ledger;
        let lost = [
            VisitOutcome::GaveUpWaiting,
            VisitOutcome::GaveUpSlow,
            VisitOutcome::Error,
            VisitOutcome::TurnedAway,
            VisitOutcome::Blocked,
        ];
        let words = self.words;
        self.heading(&words.t("cli.people"));
        self.bar();
        self.tally(&ledger.visits, &lost, |o| words.visit_outcome(o));
        if ledger.served_slowly > 0 {
            let args = Args::new().with("n", ledger.served_slowly);
            let text = self.words.text("cli.served_slowly", &args);
            self.paragraph("  ", &text);
        }
    }

    /// All visitors as one bar: served well, served slowly, the rest, lost.
    fn bar(&mut self) {
        let ledger = &self.played.rehearsal.observations.ledger;
        let arrived = ledger.visits.arrived;
        if arrived == 0 {
            return;
        }
        let room = (self.screen.width - 2) as u64;
        let (served, slowly, lost) = (ledger.served(), ledger.served_slowly, ledger.lost());
        let rest = arrived.saturating_sub(served + lost);
        // Each boundary is rounded, so that the parts always fill the bar.
        let (mut before, mut drawn, mut bar) = (0, 0, String::from("  "));
        for (n, glyph, tone) in [
            (served.saturating_sub(slowly), "█", Some(Tone::Good)),
            (slowly, "▓", Some(Tone::Good)),
            (rest, "░", None),
            (lost, "▒", Some(Tone::Lost)),
        ] {
            before += n;
            let until = (before * room + arrived / 2) / arrived;
            let length = usize::try_from(until - drawn).unwrap_or(0);
            let part = glyph.repeat(length);
            bar += &tone.map_or(part.clone(), |t| self.screen.paint(t, &part));
            drawn = until;
        }
        self.line(&bar);
        let key = self.words.t("cli.people.key");
        let key = self.screen.paint(Tone::Quiet, &format!("  {key}"));
        self.line(&key);
    }

    fn requests(&mut self) {
        let ledger = &self.played.rehearsal.observations.ledger;
        let words = self.words;
        self.heading(&words.t("cli.requests"));
        self.tally(&ledger.requests, &[], |o: RequestOutcome| {
            words.request_outcome(o)
        });
        let args = Args::new()
            .with("reloads", ledger.reloads)
            .with("wasted", ledger.wasted);
        if ledger.reloads + ledger.wasted > 0 {
            let text = self.words.text("cli.requests.more", &args);
            self.paragraph("  ", &text);
        }
    }

    /// A table of the outcomes that happened, with their sum.
    fn tally<O: Outcome + PartialEq>(
        &mut self,
        tally: &Tally<O>,
        lost: &[O],
        name: impl Fn(O) -> String,
    ) {
        let rows: Vec<(String, u64, Option<Tone>)> = tally
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(o, n)| (name(o), n, lost.contains(&o).then_some(Tone::Lost)))
            .chain([(self.words.t("cli.all"), tally.arrived, None)])
            .collect();
        let names = rows.iter().map(|r| width(&r.0)).max().unwrap_or(0);
        let all = tally.arrived;
        let lines: Vec<String> = rows
            .into_iter()
            .map(|(name, n, tone)| {
                let count = self.words.exact(as_f64(n));
                let share = self.words.percent(as_f64(n) / as_f64(all.max(1)));
                let row = format!("  {name:<names$}  {count:>11}  {share:>12}");
                tone.map_or(row.clone(), |tone| self.screen.paint(tone, &row))
            })
            .collect();
        for line in lines {
            self.line(&line);
        }
    }

    fn findings(&mut self) {
        let (scenario, rehearsal) = (self.played.scenario, self.played.rehearsal);
        let rows: Vec<(String, String)> = rehearsal
            .diagnosis
            .findings
            .iter()
            .map(|f| {
                let text = self.words.finding(f, scenario, &rehearsal.observations);
                (self.words.finding_when(f, scenario), plain(&text))
            })
            .collect();
        if rows.is_empty() {
            return;
        }
        self.heading(&self.words.t("cli.findings"));
        let times = rows.iter().map(|r| width(&r.0)).max().unwrap_or(0);
        for (when, text) in rows {
            let first = format!("  {when:<times$}  ");
            for (i, line) in self.screen.wrap(&first, &text).into_iter().enumerate() {
                let line = match i {
                    0 => line.replacen(&when, &self.screen.paint(Tone::Quiet, &when), 1),
                    _ => line,
                };
                self.line(&line);
            }
        }
    }

    fn targets(&mut self) {
        self.heading(&self.words.t("cli.targets"));
        let (met, missed) = (self.words.t("cli.met"), self.words.t("cli.missed"));
        let unknown = self.words.t("cli.unknown");
        let names = width(&met).max(width(&missed)).max(width(&unknown));
        for target in &self.played.rehearsal.diagnosis.targets {
            let text = self.words.target(target, self.played.scenario);
            let (sign, name) = if target.met {
                ("✓", &met)
            } else if target.got.is_none() {
                ("?", &unknown)
            } else {
                ("✗", &missed)
            };
            self.paragraph(&format!("  {sign} {name:<names$}  "), &plain(&text));
        }
    }

    fn money(&mut self) {
        let money = &self.played.rehearsal.diagnosis.money;
        let currency = plain(&self.played.scenario.money.currency);
        let rows = [
            (self.words.t("cli.money.won"), money.won),
            (self.words.t("cli.money.lost"), money.lost),
            (self.words.t("cli.money.campaign"), money.campaign),
            (self.words.t("cli.money.servers"), money.servers),
            (self.words.t("cli.money.cdn"), money.cdn),
            (self.words.t("cli.money.messages"), money.messages),
            (self.words.t("cli.money.desks"), money.desks),
            (self.words.t("cli.money.refunds"), money.refunds),
            (
                self.words.t("cli.money.per_visitor"),
                money.per_visitor.unwrap_or(0.0),
            ),
        ]
        .into_iter()
        .filter(|(_, amount)| *amount != 0.0)
        .chain(
            money
                .per_goal
                .filter(|_| money.per_lead.or(money.per_sale).is_none())
                .map(|amount| (self.words.t("cli.money.per_goal"), amount)),
        )
        .chain(
            money
                .per_lead
                .map(|amount| (self.words.t("cli.money.per_lead"), amount)),
        )
        .chain(
            money
                .per_sale
                .map(|amount| (self.words.t("cli.money.per_sale"), amount)),
        )
        .map(|(name, amount)| (name, self.words.money_exact(amount, &currency)))
        .collect::<Vec<_>>();
        if rows.is_empty() {
            return;
        }
        self.heading(&self.words.t("cli.money"));
        let names = rows.iter().map(|r| width(&r.0)).max().unwrap_or(0);
        for (name, amount) in rows {
            self.line(&format!("  {name:<names$}  {amount:>14}"));
        }
    }

    fn imprint(&mut self) {
        let rehearsal = self.played.rehearsal;
        let args = Args::new()
            .with("seed", rehearsal.seed)
            .with("engine", rehearsal.engine.as_str())
            .with("events", rehearsal.observations.events)
            .with("wall", self.played.wall.as_secs_f64())
            .with("digest", rehearsal.digest.as_str());
        let imprint = self.words.text("cli.imprint", &args);
        let mut lines = self.screen.wrap("", &imprint);
        lines.push(self.words.text("cli.digest", &args));
        self.line("");
        for line in lines {
            let line = self.screen.paint(Tone::Quiet, &line);
            self.line(&line);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn as_f64(n: u64) -> f64 {
    n as f64
}
