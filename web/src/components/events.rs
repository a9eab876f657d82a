//! What happened, in order: each event takes the cursor to its second. The one at the root is marked.

use onrush_diagnose::{Diagnosis, Finding, FindingId, Verdict};
use yew::prelude::*;

use crate::components::why::{left, of_finding, shown};
use crate::language::use_words;
use crate::outside::use_led_to;
use crate::state::{Action, Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct EventsProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// The cursor, where something happens just there.
    pub(crate) now: Option<u32>,
    /// How often it was asked why it broke: each time reading goes on here, at the cause.
    pub(crate) why: u32,
    /// Hears where to move it.
    pub(crate) dispatch: Callback<Action>,
}

/// Where a finding stands in the chain of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// It is what everything came from.
    Cause,
    /// It came from that.
    Consequence,
    /// It tells of something else.
    Other,
}

/// The finding that everything else came from, by its place in the diagnosis; `None` where nothing broke, or no part of the site
/// and no door was at the root of it.
pub(crate) fn cause(diagnosis: &Diagnosis) -> Option<usize> {
    if diagnosis.verdict == Verdict::Holds {
        return None;
    }
    let first = |is: &dyn Fn(&Finding) -> bool| {
        let found = diagnosis.findings.iter().enumerate().filter(|(_, f)| is(f));
        found.min_by_key(|(_, f)| f.from_s).map(|(i, _)| i)
    };
    match diagnosis.root {
        Some(root) => first(&|f| f.station == Some(root)),
        None => first(&|f| f.id == FindingId::Blocked),
    }
}

fn link(diagnosis: &Diagnosis, cause: Option<usize>, at: usize) -> Link {
    let finding = &diagnosis.findings[at];
    match diagnosis.root {
        _ if cause == Some(at) => Link::Cause,
        Some(root) if cause.is_some() && finding.because_of == Some(root) => Link::Consequence,
        _ => Link::Other,
    }
}

#[component]
pub(crate) fn Events(props: &EventsProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    // Where there are causes, they are the answer.
    let leads = props.rehearsal.diagnosis.why.causes.is_empty();
    use_led_to(&node, leads.then_some("[data-link=cause]"), props.why);
    let scenario = &props.document.scenario;
    let diagnosis = &props.rehearsal.diagnosis;
    let observations = &props.rehearsal.observations;
    let labels = scenario.labels();
    let cause = cause(diagnosis);
    let mut findings: Vec<(usize, &Finding)> = diagnosis.findings.iter().enumerate().collect();
    // The diagnosis puts causes before consequences; people expect the order of the clock.
    onrush_network::put_in_order(&mut findings, |a, b| a.1.from_s < b.1.from_s);
    if findings.is_empty() {
        return html! { <p class="soft">{ words.t("events.none") }</p> };
    }
    html! {
        <ol ref={node} class="events">
            { for findings.into_iter().map(|(i, finding)| {
                let second = finding.from_s;
                let go = props.dispatch.reform(move |()| Action::Jump(second));
                let lit = of_finding(finding, observations, &labels);
                let [show, hide] = shown(&props.dispatch, lit);
                let focused = {
                    let (go, show) = (go.clone(), show.clone());
                    Callback::from(move |()| {
                        go.emit(());
                        show.emit(());
                    })
                };
                let now = (props.now == Some(second)).then_some("true");
                let (link, said) = match link(diagnosis, cause, i) {
                    Link::Cause => (Some("cause"), Some("events.cause")),
                    Link::Consequence => (Some("consequence"), Some("events.consequence")),
                    Link::Other => (None, None),
                };
                html! {
                    <li key={i}>
                        <button
                            type="button" class="event" aria-current={now} data-link={link}
                            onclick={go.reform(|_: MouseEvent| ())} onfocus={focused.reform(|_: FocusEvent| ())}
                            onblur={hide.reform(|_: FocusEvent| ())} onmouseenter={show.reform(|_: MouseEvent| ())}
                            onmouseleave={left(&hide)}
                        >
                            // The figures are those of the whole stretch, so its end belongs here too.
                            <span class="event__time">{ words.finding_when(finding, scenario) }</span>
                            <span>
                                if let Some(said) = said {
                                    <strong class="event__link">{ words.t(said) }</strong>{ " " }
                                }
                                { words.finding(finding, scenario, observations) }
                            </span>
                        </button>
                    </li>
                }
            }) }
        </ol>
    }
}

#[cfg(test)]
mod tests {
    use onrush_runner::{Flow, rehearse};
    use onrush_scenario::{Scenario, story};

    use super::*;

    fn diagnosis(key: &str) -> Diagnosis {
        let scenario = Scenario::read(story(key).expect("shipped").file).expect("sound");
        rehearse(&scenario, 1, &mut |_| Flow::On)
            .expect("it runs")
            .diagnosis
    }

    #[test]
    fn what_broke_has_one_cause_and_consequences_after_it() {
        let d = diagnosis("museum-tickets");
        let cause = cause(&d).expect("it breaks");
        let links: Vec<Link> = (0..d.findings.len())
            .map(|i| link(&d, Some(cause), i))
            .collect();
        assert_eq!(links.iter().filter(|l| **l == Link::Cause).count(), 1);
        for (finding, link) in d.findings.iter().zip(&links) {
            if *link == Link::Consequence {
                assert!(finding.from_s >= d.findings[cause].from_s, "{finding:?}");
            }
        }
    }

    #[test]
    fn what_holds_has_no_cause() {
        assert_eq!(cause(&diagnosis("staffing-firm")), None);
    }
}
