//! The rehearsal of one plan: the answer, the crowd, the machine room, the result, the scrubber.

use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::{
    Assumptions, Charts, Crowd, Events, FaultList, MachineRoom, MoneyTable, People, ProgressLine,
    Scrubber, SeedField, SpanChoice, Targets, Verdict,
};
use crate::language::use_words;
use crate::outside::{Stage, use_dark, use_kept_focus, use_scrolled_past};
use crate::state::{Action, Document, Origin, Playback, Run, Shared, Shown, Span, Theme};

#[derive(Properties, PartialEq)]
pub(crate) struct RehearsalPageProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The seed.
    pub(crate) seed: u64,
    /// How far its rehearsal has come.
    pub(crate) run: Option<Run>,
    /// The result to show.
    pub(crate) shown: Option<Shown>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that every part shows.
    pub(crate) span: Span,
    /// Whether there is a critical time to look at more closely.
    pub(crate) critical: bool,
    /// Whether that is what is shown.
    pub(crate) close: bool,
    /// Whether and how fast it moves.
    pub(crate) playback: Playback,
    /// The theme chosen.
    pub(crate) theme: Theme,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn RehearsalPage(props: &RehearsalPageProps) -> Html {
    let words = use_words();
    let dark = use_dark(props.theme);
    let answer = use_node_ref();
    let far = use_scrolled_past(&answer);
    let (document, dispatch) = (&props.document, &props.dispatch);
    let title =
        |id: &str, heading: &str| html! { <h2 id={id.to_owned()}>{ words.t(heading) }</h2> };
    let stale = props.shown.as_ref().is_some_and(|shown| shown.stale);
    html! {
        <>
            <main id="main" class="rehearsal" tabindex="-1">
                <div class="rehearsal__head">
                    <p class="rehearsal__name">{ name(words, document) }</p>
                    <SeedField seed={props.seed} dispatch={dispatch.clone()} />
                </div>
                <div ref={answer}>
                <Condition
                    document={document.clone()} seed={props.seed} run={props.run.clone()} shown={props.shown.clone()}
                    dispatch={dispatch.clone()}
                />
                if let Some(Shown { rehearsal, .. }) = &props.shown {
                    <div class={classes!(stale.then_some("stale"))}>
                        <People rehearsal={rehearsal.clone()} />
                    </div>
                }
                </div>
                <div class={classes!("rehearsal__parts", stale.then_some("stale"))}>
                    <section class="panel rehearsal__wide" aria-labelledby="crowd">
                        <div class="panel__head">
                            { title("crowd", "ui.the_crowd") }
                            if props.critical {
                                <SpanChoice close={props.close} dispatch={dispatch.clone()} />
                            }
                        </div>
                        <Crowd document={document.clone()} second={props.second} span={props.span} dispatch={dispatch.clone()} />
                    </section>
                    <section class="panel rehearsal__wide" aria-labelledby="room">
                        { title("room", "ui.machine_room") }
                        <MachineRoom
                            document={document.clone()}
                            rehearsal={props.shown.as_ref().map(|shown| shown.rehearsal.clone())}
                            second={props.second} playing={props.playback.playing} dispatch={dispatch.clone()}
                        />
                    </section>
                    if let Some(Shown { rehearsal, .. }) = &props.shown {
                        <div class="rehearsal__column">
                            <section class="panel" aria-labelledby="course">
                                { title("course", "result.course") }
                                <Charts
                                    document={document.clone()} rehearsal={rehearsal.clone()} second={props.second} span={props.span} {dark}
                                    dispatch={dispatch.clone()}
                                />
                            </section>
                        </div>
                        <div class="rehearsal__column">
                            <section class="panel" aria-labelledby="events">
                                { title("events", "result.events") }
                                <Events
                                    document={document.clone()} rehearsal={rehearsal.clone()} second={props.second}
                                    dispatch={dispatch.clone()}
                                />
                            </section>
                            <section class="panel" aria-labelledby="targets">
                                { title("targets", "result.targets") }
                                <Targets document={document.clone()} rehearsal={rehearsal.clone()} />
                            </section>
                            <section class="panel" aria-labelledby="money">
                                { title("money", "money.title") }
                                <MoneyTable document={document.clone()} rehearsal={rehearsal.clone()} />
                            </section>
                            <section class="panel" aria-labelledby="assumed">
                                { title("assumed", "notes.title") }
                                <Assumptions document={document.clone()} />
                            </section>
                            <p class="soft small">
                                { words.t("result.digest") }{ " " }
                                <code data-testid="digest">{ &rehearsal.digest }</code>
                                <br />
                                { words.text("result.engine", &Args::new()
                                    .with("engine", &rehearsal.engine)
                                    .with("events", rehearsal.observations.events)) }
                            </p>
                        </div>
                    }
                </div>
            </main>
            if let Some(Shown { rehearsal, .. }) = &props.shown {
                <Scrubber
                    document={document.clone()} rehearsal={rehearsal.clone()} second={props.second} span={props.span}
                    playback={props.playback} {far} dispatch={dispatch.clone()}
                />
            }
        </>
    }
}

/// What the plan is called.
fn name(words: Words, document: &Document) -> String {
    let scenario = &document.scenario;
    let args = Args::new()
        .with("name", &scenario.name)
        .with("date", &scenario.clock.date)
        .with("zone", &scenario.clock.time_zone);
    match document.origin {
        Origin::Story(_) => words.text("rehearsal.story", &args),
        Origin::File(_) => words.text("rehearsal.file", &args),
    }
}

#[derive(Properties, PartialEq)]
struct ConditionProps {
    document: Shared<Document>,
    seed: u64,
    run: Option<Run>,
    shown: Option<Shown>,
    dispatch: Callback<Action>,
}

/// The heading of the page: the answer, or why there is none yet, and what can be done.
#[component]
fn Condition(props: &ConditionProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    use_kept_focus(&node, Stage::of(props.run.as_ref()));
    let again = props.dispatch.reform(|_: MouseEvent| Action::Rehearse);
    let start = |id: &str| {
        html! {
            <button type="button" class="button button--main" onclick={again.clone()}>{ words.t(id) }</button>
        }
    };
    let head = |id: &str, help: &str, rest: Html| {
        html! {
            <div class="notice">
                <h1 tabindex="-1">{ words.text(id, &Args::new().with("name", &props.document.scenario.name)) }</h1>
                <p>{ words.t(help) }</p>
                { rest }
                if let Some(shown) = props.shown.as_ref().filter(|shown| shown.stale) {
                    <p class="soft">
                        { words.text("run.stale", &Args::new().with("old", shown.rehearsal.seed).with("new", props.seed)) }
                    </p>
                }
            </div>
        }
    };
    let said = match &props.run {
        Some(Run::Done(rehearsal)) => html! {
            <Verdict document={props.document.clone()} rehearsal={rehearsal.clone()} />
        },
        Some(Run::Running(progress)) => head(
            "run.running",
            "run.running.help",
            html! {
                <ProgressLine clock={props.document.scenario.clock.clone()} progress={*progress} dispatch={props.dispatch.clone()} />
            },
        ),
        Some(Run::Cancelled) => head("run.cancelled", "run.cancelled.help", start("run.again")),
        Some(Run::Crashed(why)) => head(
            "run.crashed",
            "run.crashed.help",
            html! {
                <>
                    { start("run.retry") }
                    <details>
                        <summary>{ words.t("ui.for_it") }</summary>
                        <p><code>{ &**why }</code></p>
                    </details>
                </>
            },
        ),
        Some(Run::Refused(faults)) => head(
            "run.refused",
            "run.refused.help",
            html! { <FaultList faults={faults.clone()} /> },
        ),
        None => head("run.ready", "run.ready.help", start("run.start")),
    };
    html! { <div ref={node}>{ said }</div> }
}
