//! What is taken away on paper: the hand-over, the brief for IT, the readiness sheet.

use std::rc::Rc;

use onrush_brief::{Brief, Code, Extent, Known, Played, Step};
use onrush_runner::{Findings, Query};
use onrush_steps::Progress;
use onrush_study::{Chances, Limits};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::{CalledForm, HandoverSheet, PaperTools, PaperView, Said, Verification};
use crate::language::use_words;
use crate::outside::link;
use crate::state::{Action, Asked, Document, Form, Paper, PaperKind, Run, Shared, Shown, Studies};

#[derive(Properties, PartialEq)]
pub(crate) struct PaperPageProps {
    /// Which paper, and what it is compared with.
    pub(crate) paper: Paper,
    /// The plan, and the last change of it, where that was not taken.
    pub(crate) form: Form,
    /// The seed.
    pub(crate) seed: u64,
    /// How far its rehearsal has come.
    pub(crate) run: Option<Run>,
    /// Its result.
    pub(crate) shown: Option<Shown>,
    /// Whether the figures of the peak stay covered until somebody has guessed.
    pub(crate) covered: bool,
    /// How far the plan has come with the eight steps.
    pub(crate) progress: Option<Shared<Progress>>,
    /// Questions that many runs answer.
    pub(crate) studies: Studies,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn PaperPage(props: &PaperPageProps) -> Html {
    let words = use_words();
    let document = &props.form.document;
    let kind = props.paper.kind;
    let back = format!("#{}", document.route(props.seed).fragment());
    let to = |other: PaperKind| {
        let route = document.route(props.seed).on_paper(Paper::of(other));
        let here = (other == kind).then_some("page");
        html! {
            <a class="button" href={format!("#{}", route.fragment())} aria-current={here}>
                { words.member("paper", other.id(), &Args::new()) }
            </a>
        }
    };
    html! {
        <main id="main" class="page papers" tabindex="-1">
            <nav class="papers__ways" aria-label={words.t("paper.ways")}>
                <a class="button" href={back}>{ words.t("paper.back") }</a>
                { for PaperKind::ALL.map(to) }
            </nav>
            { match kind {
                PaperKind::Handover => html! { <HandoverSheet document={document.clone()} seed={props.seed} /> },
                PaperKind::Brief | PaperKind::Readiness => page(words, props),
            } }
        </main>
    }
}

fn page(words: Words, props: &PaperPageProps) -> Html {
    let document = &props.form.document;
    let shown = props.shown.as_ref().filter(|shown| !shown.stale);
    let brief = Brief::of(
        &document.scenario,
        &Known {
            played: shown.map(played),
            chances: chances(&props.studies, document),
            limits: limits(&props.studies, document),
        },
        words,
    );
    let now = brief
        .result
        .as_ref()
        .and_then(|result| Code::read(&result.code).ok());
    let kind = props.paper.kind;
    // The link opens the same paper, and checks it.
    let code = brief.result.as_ref().map(|result| result.code.clone());
    let address = document.shared_route(props.seed).map(|of| {
        let paper = Paper {
            kind,
            code: code.filter(|_| kind == PaperKind::Readiness),
        };
        link(&of.on_paper(paper).fragment())
    });
    let steps = props.progress.as_ref().map_or_else(Vec::new, |progress| {
        Step::all(&document.scenario, progress, words)
    });
    let said = |extent: Extent| {
        let (paper, link) = match kind {
            PaperKind::Readiness => (brief.sheet(&steps, words, extent), "paper.link.check"),
            _ => (brief.paper(words, extent), "paper.link.open"),
        };
        paper.with_link(words.t(link), address.clone())
    };
    let file = format!(
        "{}-{}",
        onrush_scenario::unused_id([], &document.scenario.name),
        kind.id()
    );
    // Whoever came with a code wants to know first. What was typed is about one plan.
    let check = html! {
        if kind == PaperKind::Readiness {
            <Verification
                key={document.fingerprint().as_ref()}
                asked={props.paper.code.clone().map(AttrValue::from)} {now} dispatch={props.dispatch.clone()}
            />
        }
    };
    html! {
        <>
            <PaperTools markdown={Rc::<str>::from(said(Extent::Full).markdown())} {file} />
            if shown.is_none() {
                <Said tag="p" class="papers__wait">{ waiting(words, props) }</Said>
            }
            if props.paper.code.is_some() {
                { check.clone() }
            }
            <PaperView paper={said(Extent::Page)} kind={kind.id()} />
            if props.paper.code.is_none() {
                { check }
            }
            <CalledForm form={props.form.clone()} dispatch={props.dispatch.clone()} />
        </>
    }
}

/// Why there is no rehearsal to write about.
fn waiting(words: Words, props: &PaperPageProps) -> String {
    match &props.run {
        _ if props.covered => words.t("paper.covered"),
        Some(Run::Running(_)) => words.t("paper.waits"),
        _ => words.t("paper.no-run"),
    }
}

fn played(shown: &Shown) -> Played<'_> {
    Played::of(&shown.played.scenario, &shown.rehearsal)
}

/// An answer that still holds for the plan: nothing that could change it was changed since.
fn holds<'a>(
    studies: &'a Studies,
    question: Query,
    document: &Shared<Document>,
) -> Option<&'a Asked> {
    studies.get(question).filter(|asked| {
        asked.of.fingerprint() == document.fingerprint()
            && asked.of.scenario.ranges == document.scenario.ranges
    })
}

fn chances<'a>(studies: &'a Studies, document: &Shared<Document>) -> Option<&'a Chances> {
    match holds(studies, Query::Chances, document)?
        .findings
        .as_deref()?
    {
        Findings::Chances(chances) => Some(&**chances),
        _ => None,
    }
}

fn limits<'a>(studies: &'a Studies, document: &Shared<Document>) -> Option<&'a Limits> {
    match holds(studies, Query::Limits, document)?
        .findings
        .as_deref()?
    {
        Findings::Limits(limits) => Some(limits),
        _ => None,
    }
}
