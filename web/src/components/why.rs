//! Why it went wrong: what was at fault, what kept it going and ended it, who was hurt. Whatever is pointed at or has the
//! focus is shown in the charts, in the machine room and in the scrubber.

use onrush_diagnose::{Cause, Evidence, Finding, HurtBy, Watched};
use onrush_observe::Observations;
use onrush_scenario::{CacheRole, GateRole, Labels, StationRole};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::{has_focus, use_led_to};
use crate::state::{Action, Document, Highlight, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct WhyProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// How often it was asked why it broke: each time reading goes on here, at the first cause.
    pub(crate) asked: u32,
    /// Nothing follows that tells what happened then.
    #[prop_or_default]
    pub(crate) alone: bool,
    /// Hears where to move the cursor, and what to show.
    pub(crate) dispatch: Callback<Action>,
}

/// Rows of each kind in the table of who was hurt.
const ROWS: usize = 3;

#[component]
pub(crate) fn Why(props: &WhyProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    use_led_to(&node, Some("button"), props.asked);
    let (scenario, d) = (&props.document.scenario, &props.rehearsal.diagnosis);
    if d.why.causes.is_empty() {
        return Html::default();
    }
    html! {
        <div ref={node} class="why">
            <h3>{ words.t("why.causes") }</h3>
            <ol class="events why__causes">
                { for d.why.causes.iter().enumerate().map(|(i, cause)| html! { <li key={i}>{ one(words, props, cause) }</li> }) }
            </ol>
            if let Some(said) = words.aftermath(d, scenario) {
                <p class="why__after">{ said }</p>
            }
            { hurt(words, props) }
            if !props.alone && !d.findings.is_empty() {
                <h3>{ words.t("why.then") }</h3>
            }
        </div>
    }
}

/// One cause: the sentence, and for IT what shows it.
fn one(words: Words, props: &WhyProps, cause: &Cause) -> Html {
    let (scenario, seen) = (&props.document.scenario, &props.rehearsal.observations);
    let until = cause.until_s.unwrap_or(seen.horizon_s);
    let lit = Highlight {
        from: cause.from_s,
        until,
        parts: parts(&cause.evidence, &scenario.labels()),
        begins: 0,
    };
    let second = cause.from_s;
    let focused = {
        let (dispatch, lit) = (props.dispatch.clone(), lit.clone());
        Callback::from(move |()| {
            dispatch.emit(Action::Jump(second));
            dispatch.emit(Action::Highlight(Some(lit.clone())));
        })
    };
    let [show, hide] = shown(&props.dispatch, lit);
    html! {
        <>
            <button
                type="button" class="event" onclick={focused.reform(|_: MouseEvent| ())}
                onfocus={focused.reform(|_: FocusEvent| ())} onblur={hide.reform(|_: FocusEvent| ())}
                onmouseenter={show.reform(|_: MouseEvent| ())} onmouseleave={left(&hide)}
            >
                <span class="event__time">
                    { words.text("why.began", &Args::new().with("clock", words.clock(&scenario.clock, second))) }
                </span>
                <span>{ words.cause_sentence(cause, scenario, seen) }</span>
            </button>
            <details class="why__it">
                <summary>{ words.t("ui.for_it") }</summary>
                <p>{ words.cause_for_it(cause.kind) }</p>
                <ul>
                    { for cause.evidence.iter().map(|e| html! {
                        <li><code>{ e.series.id(seen) }</code>{ ": " }{ words.evidence(e, scenario) }</li>
                    }) }
                </ul>
            </details>
        </>
    }
}

/// What shows a stretch, and what shows it no longer.
pub(crate) fn shown(dispatch: &Callback<Action>, lit: Highlight) -> [Callback<()>; 2] {
    [
        dispatch.reform(move |()| Action::Highlight(Some(lit.clone()))),
        dispatch.reform(|()| Action::Highlight(None)),
    ]
}

/// The mouse has gone elsewhere. What has the focus stays shown.
pub(crate) fn left(hide: &Callback<()>) -> Callback<MouseEvent> {
    let hide = hide.clone();
    Callback::from(move |event: MouseEvent| {
        if !has_focus(&event) {
            hide.emit(());
        }
    })
}

/// Where a finding is to be seen.
pub(crate) fn of_finding(finding: &Finding, seen: &Observations, labels: &Labels) -> Highlight {
    let evidence = finding.evidence(seen);
    let until = evidence.iter().map(|e| e.until_s).max();
    Highlight {
        from: finding.from_s,
        until: until.unwrap_or(finding.from_s + 1).max(finding.from_s + 1),
        parts: parts(&evidence, labels),
        begins: 0,
    }
}

/// The parts of the machine room that evidence is about, by the names that they have there.
fn parts(evidence: &[Evidence], labels: &Labels) -> Vec<String> {
    let station = |i: usize| -> Option<String> {
        Some(match labels.stations.get(i)? {
            StationRole::Network { .. } => "visitors".to_owned(),
            StationRole::Cdn => "cdn".to_owned(),
            StationRole::Web => "web".to_owned(),
            StationRole::Database | StationRole::Pool => "database".to_owned(),
            StationRole::Replicas => "replicas".to_owned(),
            StationRole::Cache => "cache".to_owned(),
            StationRole::Uplink => "uplink".to_owned(),
            StationRole::Row { stock } => format!("stock-{stock}"),
            StationRole::Party { party } => format!("party-{party}"),
            StationRole::Queue => "queue".to_owned(),
            StationRole::Desk { desk } => format!("desk-{desk}"),
        })
    };
    let mut found: Vec<String> = Vec::new();
    for one in evidence {
        let beside = match one.series {
            Watched::Misses(i) => labels.caches.get(i).map(|role| match role {
                CacheRole::Site => "cache",
                CacheRole::CdnFiles { .. } | CacheRole::CdnPages { .. } => "cdn",
            }),
            Watched::Stopped(i) => labels.gates.get(i).map(|role| match role {
                GateRole::BotFilter => "bot-filter",
                GateRole::RateLimit => "rate-limit",
                GateRole::Block { .. } => "visitors",
            }),
            Watched::Waiting(_) => Some("waiting-room"),
            Watched::Refused | Watched::Errors => Some("door"),
            Watched::Machines | Watched::Visits | Watched::Reloads => Some("visitors"),
            _ => None,
        };
        let of_stations = one.series.stations().into_iter().filter_map(station);
        for name in of_stations.chain(beside.map(str::to_owned)) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// Who was hurt: of each kind those hurt most.
fn hurt(words: Words, props: &WhyProps) -> Html {
    let scenario = &props.document.scenario;
    let all = &props.rehearsal.diagnosis.why.hurt;
    if all.is_empty() {
        return Html::default();
    }
    let kinds = [
        (HurtBy::Region, "why.hurt.region"),
        (HurtBy::Activity, "why.hurt.activity"),
        (HurtBy::Page, "why.hurt.page"),
    ];
    html! {
        <table class="why__hurt">
            <caption>{ words.t("why.hurt") }</caption>
            <thead>
                <tr>
                    <th scope="col">{ words.t("why.hurt.who") }</th>
                    <th scope="col" class="number">{ words.t("why.hurt.lost") }</th>
                    <th scope="col" class="number">{ words.t("why.hurt.of") }</th>
                </tr>
            </thead>
            { for kinds.into_iter().map(|(by, heading)| html! {
                <tbody key={heading}>
                    <tr><th scope="rowgroup" colspan="3" class="soft">
                        { words.t(heading) }
                        if by == HurtBy::Page {
                            { ", " }{ words.t("why.hurt.of_all") }
                        }
                    </th></tr>
                    { for all.iter().filter(|h| h.by == by).take(ROWS).map(|h| html! {
                        <tr>
                            <th scope="row">{ words.hurt_name(h, scenario) }</th>
                            <td class="number">{ words.round(as_f64(h.lost)) }</td>
                            <td class="number">{ words.percent(as_f64(h.lost) / as_f64(h.of.max(1))) }</td>
                        </tr>
                    }) }
                </tbody>
            }) }
        </table>
    }
}

#[expect(clippy::cast_precision_loss, reason = "people are far fewer than 2^53")]
fn as_f64(n: u64) -> f64 {
    n as f64
}
