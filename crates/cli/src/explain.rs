//! `onrush explain`: why a plan breaks, what followed, who was hurt.

use onrush_diagnose::{CauseKind, Evidence, HurtBy, Loop, Relief, Verdict};
use onrush_runner::{Flow, Rehearsal, rehearse};
use onrush_scenario::Scenario;
use onrush_words::{Args, Words};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::args::Explain;
use crate::bill::{Bill, BillOut};
use crate::input::{self, BadInput};
use crate::print;
use crate::screen::{Screen, Tone, plain, width};

/// Name and version of the format. Fields may be added without a new version; none is renamed, removed or redefined.
const FORMAT: &str = "onrush-why/1";

/// Rehearses and explains.
///
/// # Errors
/// What is wrong with the scenario, or that it could not be written.
pub(crate) fn run(words: Words, asked: &Explain) -> Result<u8, BadInput> {
    let scenario = input::scenario(words, &asked.what)?;
    let rehearsal = rehearse(&scenario, asked.seed, &mut |_| Flow::On)
        .map_err(|stopped| input::stopped(words, &asked.what, &stopped))?;
    let rehearsed = rehearsal.rehearsed(&scenario);
    let told = Told {
        words,
        scenario: &rehearsed,
        rehearsal: &rehearsal,
    };
    let text = if asked.json {
        told.json()
    } else {
        told.text(Screen::of_stdout())
    };
    print(words, &text)?;
    Ok(0)
}

struct Told<'a> {
    words: Words,
    scenario: &'a Scenario,
    rehearsal: &'a Rehearsal,
}

impl Told<'_> {
    fn text(&self, screen: Screen) -> String {
        let (words, scenario) = (self.words, self.scenario);
        let (seen, d) = (&self.rehearsal.observations, &self.rehearsal.diagnosis);
        let mut lines: Vec<String> = Vec::new();
        let headline = words.headline(scenario, seen, d);
        lines.extend(
            screen
                .wrap("  ", &plain(&headline))
                .iter()
                .map(|l| screen.paint(Tone::Strong, l)),
        );
        let heading = |lines: &mut Vec<String>, id: &str| {
            lines.push(String::new());
            lines.push(screen.paint(Tone::Strong, &words.t(id).to_uppercase()));
        };
        heading(&mut lines, "why.causes");
        if d.why.causes.is_empty() {
            lines.push(format!("  {}", words.t("why.none")));
        }
        for (number, cause) in d.why.causes.iter().enumerate() {
            let clock = words.clock(&scenario.clock, cause.from_s);
            let from = words.text("why.began", &Args::new().with("clock", clock));
            let said = words.cause_sentence(cause, scenario, seen);
            lines.extend(screen.wrap(
                &format!("  {}  ", number + 1),
                &plain(&format!("{from}: {said}")),
            ));
            lines.extend(screen.wrap("     ", &words.cause_for_it(cause.kind)));
            for evidence in &cause.evidence {
                let shown = format!(
                    "{}: {}",
                    evidence.series.id(seen),
                    words.evidence(evidence, scenario)
                );
                let wrapped = screen.wrap("       ", &plain(&shown));
                lines.extend(wrapped.iter().map(|l| screen.paint(Tone::Quiet, l)));
            }
        }
        if let Some(after) = words.aftermath(d, scenario) {
            lines.push(String::new());
            lines.extend(screen.wrap("  ", &after));
        }
        if !d.findings.is_empty() {
            heading(&mut lines, "why.then");
        }
        for finding in &d.findings {
            let when = words.finding_when(finding, scenario);
            lines.extend(screen.wrap(
                &format!("  {when:<20}  "),
                &plain(&words.finding(finding, scenario, seen)),
            ));
        }
        if !d.why.hurt.is_empty() {
            heading(&mut lines, "why.hurt");
        }
        let names = d
            .why
            .hurt
            .iter()
            .map(|h| width(&words.hurt_name(h, scenario)))
            .max()
            .unwrap_or(0);
        for (by, id) in [
            (HurtBy::Region, "why.hurt.region"),
            (HurtBy::Activity, "why.hurt.activity"),
            (HurtBy::Page, "why.hurt.page"),
        ] {
            let mut of_kind = d.why.hurt.iter().filter(|h| h.by == by).peekable();
            if of_kind.peek().is_some() {
                lines.push(format!("  {}", words.t(id)));
            }
            for hurt in of_kind {
                let name = plain(&words.hurt_name(hurt, scenario));
                let share = words.percent(as_f64(hurt.lost) / as_f64(hurt.of.max(1)));
                lines.push(format!(
                    "    {name:<names$}  {:>11}  {share:>8}",
                    words.exact(as_f64(hurt.lost))
                ));
            }
        }
        let bill = self.bill().text(screen);
        if !bill.is_empty() {
            heading(&mut lines, "cli.bill");
        }
        lines.extend(bill);
        lines.iter().flat_map(|l| [l.trim_end(), "\n"]).collect()
    }

    fn bill(&self) -> Bill<'_> {
        Bill {
            words: self.words,
            scenario: self.scenario,
            seen: &self.rehearsal.observations,
            diagnosis: &self.rehearsal.diagnosis,
        }
    }

    fn json(&self) -> String {
        let (words, scenario) = (self.words, self.scenario);
        let (seen, d) = (&self.rehearsal.observations, &self.rehearsal.diagnosis);
        let station = |i: usize| seen.stations.get(i).map(|s| s.id.clone());
        let clock = |s: u32| words.clock(&scenario.clock, s);
        let evidence = |all: &[Evidence]| -> Vec<EvidenceOut> {
            all.iter()
                .map(|e| EvidenceOut {
                    series: e.series.id(seen),
                    from_s: e.from_s,
                    until_s: e.until_s,
                    mean: e.mean,
                    most: e.most,
                })
                .collect()
        };
        let figures = |all: &[onrush_diagnose::Figure]| -> Map<String, Value> {
            all.iter()
                .map(|f| (f.name.clone(), f.value.into()))
                .collect()
        };
        let out = Out {
            format: FORMAT,
            name: &scenario.name,
            seed: self.rehearsal.seed,
            digest: &self.rehearsal.digest,
            verdict: d.verdict,
            headline: words.headline(scenario, seen, d),
            first_break_s: d.first_break_s,
            recovered_s: d.recovered_s,
            causes: d
                .why
                .causes
                .iter()
                .map(|c| CauseOut {
                    kind: c.kind,
                    station: c.station.and_then(station),
                    holder: c.holder.and_then(station),
                    incident: c
                        .incident
                        .and_then(|i| scenario.incidents.get(i))
                        .map(|i| i.id.as_str()),
                    from: clock(c.from_s),
                    from_s: c.from_s,
                    until_s: c.until_s,
                    people: c.people,
                    figures: figures(&c.figures),
                    evidence: evidence(&c.evidence),
                    text: words.cause_sentence(c, scenario, seen),
                    for_it: words.cause_for_it(c.kind),
                })
                .collect(),
            chain: d
                .findings
                .iter()
                .map(|f| LinkOut {
                    id: serde_json::to_value(f.id).unwrap_or_default(),
                    from: clock(f.from_s),
                    from_s: f.from_s,
                    until_s: f.until_s,
                    station: f.station.and_then(station),
                    because_of: f.because_of.and_then(station),
                    figures: figures(&f.figures),
                    evidence: evidence(&f.evidence(seen)),
                    text: words.finding(f, scenario, seen),
                })
                .collect(),
            kept_by: d.why.kept_by,
            ended_by: d.why.ended_by,
            aftermath: words.aftermath(d, scenario),
            hurt: d
                .why
                .hurt
                .iter()
                .map(|h| HurtOut {
                    by: h.by,
                    name: words.hurt_name(h, scenario),
                    lost: h.lost,
                    of: h.of,
                })
                .collect(),
            bill: self.bill().json(),
        };
        // Plain values with text keys can always be written.
        serde_json::to_string(&out).unwrap_or_default() + "\n"
    }
}

#[derive(Serialize)]
struct Out<'a> {
    format: &'static str,
    name: &'a str,
    seed: u64,
    digest: &'a str,
    verdict: Verdict,
    headline: String,
    first_break_s: Option<u32>,
    recovered_s: Option<u32>,
    causes: Vec<CauseOut<'a>>,
    chain: Vec<LinkOut>,
    kept_by: Option<Loop>,
    ended_by: Option<Relief>,
    aftermath: Option<String>,
    hurt: Vec<HurtOut>,
    bill: BillOut,
}

#[derive(Serialize)]
struct CauseOut<'a> {
    kind: CauseKind,
    station: Option<String>,
    holder: Option<String>,
    incident: Option<&'a str>,
    from: String,
    from_s: u32,
    until_s: Option<u32>,
    people: u64,
    figures: Map<String, Value>,
    evidence: Vec<EvidenceOut>,
    text: String,
    for_it: String,
}

#[derive(Serialize)]
struct LinkOut {
    id: Value,
    from: String,
    from_s: u32,
    until_s: Option<u32>,
    station: Option<String>,
    because_of: Option<String>,
    figures: Map<String, Value>,
    evidence: Vec<EvidenceOut>,
    text: String,
}

#[derive(Serialize)]
struct EvidenceOut {
    series: String,
    from_s: u32,
    until_s: u32,
    mean: f64,
    most: f64,
}

#[derive(Serialize)]
struct HurtOut {
    by: HurtBy,
    name: String,
    lost: u64,
    of: u64,
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn as_f64(n: u64) -> f64 {
    n as f64
}
