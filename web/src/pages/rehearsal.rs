//! The rehearsal of one plan: the answer, the crowd, the machine room, the result, the scrubber.

use onrush_runner::{Between, Findings, Outlook, Query, Rehearsal};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::{
    AdvicePanel, Assumptions, Bill, ChancesPanel, Charts, ComparisonPanel, Crowd, DocumentStrip,
    Events, ExcerptNotice, FaultList, ForecastLine, HandoverPanel, JourneyPanel, LimitsPanel,
    MachineRoom, MayBe, MoneyTable, NewsLine, PartPanel, PartTabs, People, ProgressLine, Rail,
    ReviewPanel, Scrubber, SeedField, SpanChoice, Targets, Verdict, Why,
};
use crate::language::use_words;
use crate::outside::{
    Palette, Stage, use_kept_focus, use_paced, use_scrolled_past, use_steady, use_swipe,
};
use crate::state::{
    Action, Apart, Document, Form, Handover, Keeping, Kept, Library, News, Part, Playback, Review,
    Run, Selection, Shared, Shown, Span, Steps, Studies, Zoom,
};

#[derive(Properties, PartialEq)]
pub(crate) struct RehearsalPageProps {
    /// The plan, and the last change of it, where that was not taken.
    pub(crate) form: Form,
    /// Whether it is kept.
    pub(crate) keeping: Keeping,
    /// What is worth a line about it.
    pub(crate) news: Option<News>,
    /// A plan kept here that it is another state of.
    pub(crate) relative: Option<Kept>,
    /// What has changed since that.
    pub(crate) handover: Option<Handover>,
    /// The result of that.
    pub(crate) older: Option<Shared<Rehearsal>>,
    /// The seed.
    pub(crate) seed: u64,
    /// How far its rehearsal has come.
    pub(crate) run: Option<Run>,
    /// The result to show.
    pub(crate) shown: Option<Shown>,
    /// The plan's forecast, once it is there.
    pub(crate) forecast: Option<Shared<Outlook>>,
    /// What may come out, where that is not known exactly.
    pub(crate) between: Option<Between>,
    /// A rehearsal will start by itself in a moment.
    pub(crate) due: bool,
    /// What is picked.
    pub(crate) selection: Option<Selection>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that every part shows.
    pub(crate) span: Span,
    /// Whether there is a critical time to look at more closely.
    pub(crate) critical: bool,
    /// How much of the time is shown.
    pub(crate) zoom: Zoom,
    /// The part that is shown where there is room for one only.
    pub(crate) part: Part,
    /// How often it was asked why it broke.
    pub(crate) why: u32,
    /// Whether and how fast it moves.
    pub(crate) playback: Playback,
    /// Questions that many runs answer.
    pub(crate) studies: Studies,
    /// How far it has come with the eight steps.
    pub(crate) steps: Steps,
    /// How often it was asked what would help.
    pub(crate) way_out: u32,
    /// What really happened.
    pub(crate) review: Shared<Review>,
    /// The plans that this browser keeps.
    pub(crate) library: Shared<Library>,
    /// What charts are drawn with.
    pub(crate) palette: Palette,
    /// What stands before it: the task of a team in a workshop.
    #[prop_or_default]
    pub(crate) above: Html,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn RehearsalPage(props: &RehearsalPageProps) -> Html {
    let answer = use_node_ref();
    let far = use_scrolled_past(&answer);
    let (document, dispatch) = (&props.form.document, &props.dispatch);
    // While something is dragged, it is drawn anew, and what follows from it, and nothing else.
    let crowd_form = use_form_apart_from(&props.form, Apart::Site);
    let room_form = use_form_apart_from(&props.form, Apart::Crowd);
    let calm_form = use_form_apart_from(&props.form, Apart::CrowdAndSite);
    let stale = props.shown.as_ref().is_some_and(|shown| shown.stale);
    let exact = matches!(props.run, Some(Run::Done(_)));
    let panel = |part: Part, id: &'static str, heading: &'static str, tools: Html, body: Html| {
        html! { <PartPanel {part} chosen={props.part} {id} {heading} {tools}>{ body }</PartPanel> }
    };
    let spans = |name: &'static str| {
        html! {
            <SpanChoice
                {name} zoom={props.zoom} span={props.span} horizon_s={document.horizon_s()} critical={props.critical}
                second={props.second} dispatch={dispatch.clone()}
            />
        }
    };
    let crowd_tools = html! {
        <>
            <SeedField seed={props.seed} dispatch={dispatch.clone()} />
            { spans("span-crowd") }
        </>
    };
    let (down, up) = {
        let part = props.part;
        use_swipe(dispatch.reform(move |later| Action::Show(part.beside(later))))
    };
    let crowd = html! {
        <Crowd
            form={crowd_form} selection={props.selection.clone()} second={props.second} span={props.span}
            dispatch={dispatch.clone()}
        />
    };
    // Of a plan too large to be played as a whole a part was: what shows the result counts from its beginning.
    let heard = use_steady(match &props.shown {
        Some(shown) if shown.excerpt().is_some() => {
            let shown = shown.clone();
            dispatch.reform(move |action| shown.in_plan(action))
        }
        _ => dispatch.clone(),
    });
    let at = |shown: &Shown| (shown.second(props.second), shown.span(props.span));
    // A result of another state of the plan can be drawn on this one as long as people and parts are the same.
    let fitting = props.shown.as_ref().filter(|shown| shown.fits(document));
    let rehearsal = fitting.map(|shown| shown.rehearsal.clone());
    let moment = fitting.map_or(props.second, |shown| shown.second(props.second));
    let room_second = use_paced(moment, props.playback.playing);
    let room = html! {
        <MachineRoom
            form={room_form} rehearsal={rehearsal.clone()} selection={props.selection.clone()}
            second={room_second} playing={props.playback.playing} dispatch={dispatch.clone()}
        />
    };
    let journey = html! {
        <JourneyPanel
            form={calm_form.clone()} {rehearsal} selection={props.selection.clone()} dispatch={dispatch.clone()}
        />
    };
    let rail = html! {
        <Rail form={calm_form.clone()} steps={props.steps.clone()} dispatch={dispatch.clone()} />
    };
    if props.steps.covered() {
        // Nothing is to be seen that gives the forecast away, until there is a guess.
        return html! {
            <main id="main" class="rehearsal" tabindex="-1">
                <div class="rehearsal__top" ref={answer}>
                    <div class="rehearsal__plan">
                        <DocumentStrip form={calm_form} keeping={props.keeping} seed={props.seed} dispatch={dispatch.clone()} />
                    </div>
                    <Covered />
                </div>
                { rail }
            </main>
        };
    }
    html! {
        <main id="main" class={classes!("rehearsal", stale.then_some("stale"))} tabindex="-1">
            { props.above.clone() }
            { rail }
            <div class="rehearsal__top" ref={answer}>
                <div class="rehearsal__plan">
                    <DocumentStrip
                        form={calm_form.clone()} keeping={props.keeping} seed={props.seed} dispatch={dispatch.clone()}
                        shown={props.shown.clone().filter(|shown| !shown.stale)}
                    />
                    if let Some(news) = props.news.clone() {
                        <NewsLine {news} document={calm_form.document.clone()} dispatch={dispatch.clone()} />
                    }
                    if let Some(relative) = props.relative.clone() {
                        <HandoverPanel
                            document={calm_form.document.clone()} {relative} handover={props.handover.clone()} older={props.older.clone()}
                            shown={props.shown.clone()} dispatch={dispatch.clone()}
                        />
                    }
                </div>
                <Condition
                    document={document.clone()} seed={props.seed} run={props.run.clone()} shown={props.shown.clone()} due={props.due}
                    between={props.between}
                    dispatch={dispatch.clone()}
                />
                if let Some(outlook) = props.forecast.as_ref().filter(|_| !exact) {
                    <ForecastLine document={document.clone()} outlook={outlook.clone()} />
                }
                if let Some(shown) = &props.shown {
                    <ExcerptNotice document={shown.document.clone()} rehearsal={shown.rehearsal.clone()} />
                    <People rehearsal={shown.rehearsal.clone()} />
                }
            </div>
            // Early for the keyboard and for screen readers; the style sheet keeps it at the bottom of the window.
            if let Some(shown) = &props.shown {
                <Scrubber
                    document={shown.played.clone()} rehearsal={shown.rehearsal.clone()} second={at(shown).0} span={at(shown).1}
                    playback={props.playback} {far} dispatch={heard.clone()}
                />
            }
            <PartTabs chosen={props.part} dispatch={dispatch.clone()} />
            <div class="rehearsal__parts" onpointerdown={down} onpointerup={up}>
                { panel(Part::Crowd, "crowd", "ui.the_crowd", crowd_tools, crowd) }
                <div class="rehearsal__column">
                    { panel(Part::Room, "room", "ui.machine_room", Html::default(), room) }
                    if let Some(shown) = &props.shown {
                        { panel(Part::Causes, "causes", "result.events", Html::default(), html! {
                            <>
                                <Why
                                    document={shown.played.clone()} rehearsal={shown.rehearsal.clone()} asked={props.why}
                                    dispatch={heard.clone()}
                                />
                                <Events
                                    document={shown.played.clone()} rehearsal={shown.rehearsal.clone()}
                                    now={happens(&shown.rehearsal, at(shown).0)} why={props.why}
                                    dispatch={heard.clone()}
                                />
                            </>
                        }) }
                    }
                    { panel(Part::Journey, "journey", "journey.title", Html::default(), journey) }
                    { panel(Part::Money, "assumed", "notes.title", Html::default(), html! {
                        <Assumptions document={calm_form.document.clone()} dispatch={dispatch.clone()} />
                    }) }
                </div>
                if let Some(shown @ Shown { rehearsal, document, .. }) = &props.shown {
                    <div class="rehearsal__column">
                        { panel(Part::Charts, "charts", "result.course", spans("span-charts"), html! {
                            <Charts
                                document={shown.played.clone()} rehearsal={rehearsal.clone()} second={at(shown).0}
                                span={at(shown).1} chances={futures(props, shown)} palette={props.palette} playing={props.playback.playing} dispatch={heard.clone()}
                            />
                        }) }
                        { panel(Part::Money, "targets", "result.targets", Html::default(), html! {
                            <Targets document={document.clone()} rehearsal={rehearsal.clone()} />
                        }) }
                        { panel(Part::Money, "money", "money.title", Html::default(), html! {
                            <>
                                <MoneyTable document={document.clone()} rehearsal={rehearsal.clone()} />
                                <Bill
                                    form={props.form.clone()} document={document.clone()} rehearsal={rehearsal.clone()}
                                    dispatch={dispatch.clone()}
                                />
                            </>
                        }) }
                        <Fingerprint rehearsal={rehearsal.clone()} />
                    </div>
                }
                if props.shown.is_some() {
                    { way_out(props) }
                }
            </div>
        </main>
    }
}

/// Where the answer will be, once there is a guess.
#[component]
fn Covered() -> Html {
    let words = use_words();
    html! {
        <div class="rehearsal__answer">
            <h1 tabindex="-1">{ words.t("rail.covered") }</h1>
            <p>{ words.t("rail.covered.help") }</p>
        </div>
    }
}

/// What would help, how far it goes, how likely it holds, what another plan would do.
fn way_out(props: &RehearsalPageProps) -> Html {
    let (document, dispatch) = (&props.form.document, &props.dispatch);
    let asked = |question| props.studies.get(question).cloned();
    let panel = |id: &'static str, heading: &'static str, body: Html| {
        html! { <PartPanel part={Part::WayOut} chosen={props.part} {id} {heading}>{ body }</PartPanel> }
    };
    html! {
        <div class="rehearsal__column rehearsal__wide">
            { panel("wayout", "wayout.advice.title", html! {
                <AdvicePanel
                    asked={asked(Query::Advice)} document={document.clone()} wanted={props.way_out} dispatch={dispatch.clone()}
                />
            }) }
            { panel("limits", "wayout.limits.title", html! {
                <LimitsPanel asked={asked(Query::Limits)} document={document.clone()} dispatch={dispatch.clone()} />
            }) }
            { panel("chances", "wayout.chances.title", html! {
                <ChancesPanel asked={asked(Query::Chances)} document={document.clone()} dispatch={dispatch.clone()} />
            }) }
            { panel("compare", "wayout.comparison.title", html! {
                <ComparisonPanel
                    asked={asked(Query::Comparison)} document={document.clone()} library={props.library.clone()}
                    palette={props.palette} dispatch={dispatch.clone()}
                />
            }) }
            { panel("review", "review.title", html! {
                <ReviewPanel
                    review={props.review.clone()} document={document.clone()} shown={props.shown.clone()}
                    dispatch={dispatch.clone()}
                />
            }) }
        </div>
    }
}

/// What may come out in other futures, where that was asked of the plan whose result is shown, and all of it was rehearsed.
fn futures(props: &RehearsalPageProps, shown: &Shown) -> Option<Shared<Findings>> {
    let asked = props.studies.get(Query::Chances)?;
    let fits = asked.is_of(&shown.document) && shown.excerpt().is_none();
    asked.findings.clone().filter(|_| fits)
}

/// The second, where something happens just then.
fn happens(rehearsal: &Rehearsal, second: u32) -> Option<u32> {
    let mut findings = rehearsal.diagnosis.findings.iter();
    findings
        .any(|finding| finding.from_s == second)
        .then_some(second)
}

/// The form for a part that does not look at `apart`.
#[hook]
fn use_form_apart_from(form: &Form, apart: Apart) -> Form {
    let kept = use_mut_ref({
        let first = form.clone();
        move || first
    });
    let mut kept = kept.borrow_mut();
    if !kept.serves_for(form, apart) {
        *kept = form.clone();
    }
    kept.clone()
}

#[derive(Properties, PartialEq)]
struct FingerprintProps {
    rehearsal: Shared<Rehearsal>,
}

/// What names this result, for people who compare it with another computer's.
#[component]
fn Fingerprint(props: &FingerprintProps) -> Html {
    let words = use_words();
    html! {
        <p class="soft small rehearsal__digest">
            { words.t("result.digest") }{ " " }
            <code data-testid="digest">{ &props.rehearsal.digest }</code>
            <br />
            { words.text("result.engine", &Args::new()
                .with("engine", &props.rehearsal.engine)
                .with("events", props.rehearsal.observations.events)) }
            <br />
            <a href="#model">{ words.t("model.link") }</a>
        </p>
    }
}

/// That the result below is another one than was asked for, and which.
fn stale(words: Words, props: &ConditionProps, shown: &Shown) -> String {
    if shown.is_of_another(&props.document) {
        return words.t("run.stale.plan");
    }
    let args = Args::new()
        .with("old", shown.rehearsal.seed)
        .with("new", props.seed);
    words.text("run.stale", &args)
}

#[derive(Properties, PartialEq)]
struct ConditionProps {
    document: Shared<Document>,
    seed: u64,
    run: Option<Run>,
    shown: Option<Shown>,
    due: bool,
    between: Option<Between>,
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
                    <p class="soft">{ stale(words, props, shown) }</p>
                }
            </div>
        }
    };
    // After a change the answer stays, marked, while the new one is on its way: nothing jumps.
    let changed = props
        .shown
        .as_ref()
        .filter(|shown| shown.is_of_another(&props.document));
    let again = |why: &str| {
        html! {
            <>
                { start("run.retry") }
                <details>
                    <summary>{ words.t("ui.for_it") }</summary>
                    <p><code>{ why }</code></p>
                </details>
            </>
        }
    };
    let said = match &props.run {
        None | Some(Run::Running(_))
            if let Some(shown) = changed
                && (props.due || props.run.is_some()) =>
        {
            html! {
                <>
                    <Verdict document={shown.document.clone()} rehearsal={shown.rehearsal.clone()} />
                    <p class="soft">{ words.t("run.stale.soon") }</p>
                    if let Some(Run::Running(progress)) = &props.run {
                        <ProgressLine clock={props.document.scenario.clock.clone()} progress={*progress} dispatch={props.dispatch.clone()} />
                    }
                </>
            }
        }
        Some(Run::Done(rehearsal)) => html! {
            <>
                <Verdict document={props.document.clone()} rehearsal={rehearsal.clone()} why={Some(props.dispatch.reform(|()| Action::Why))} help={Some(props.dispatch.reform(|()| Action::WayOut))} />
                <MayBe document={props.document.clone()} between={props.between} dispatch={props.dispatch.clone()} />
            </>
        },
        Some(Run::Running(progress)) => head(
            "run.running",
            "run.running.help",
            html! {
                <ProgressLine clock={props.document.scenario.clock.clone()} progress={*progress} dispatch={props.dispatch.clone()} />
            },
        ),
        Some(Run::Cancelled) => head("run.cancelled", "run.cancelled.help", start("run.again")),
        Some(Run::Crashed(why)) => head("run.crashed", "run.crashed.help", again(why)),
        Some(Run::Absent(why)) => head("run.absent", "run.absent.help", again(why)),
        Some(Run::Refused(faults)) => head(
            "run.refused",
            "run.refused.help",
            html! { <FaultList faults={faults.clone()} /> },
        ),
        None => head("run.ready", "run.ready.help", start("run.start")),
    };
    html! { <div ref={node} class="rehearsal__answer">{ said }</div> }
}
