//! The app: holds the state, connects it with the outside, chooses the page.

use std::rc::Rc;

use onrush_words::{Args, Language, Words};
use yew::prelude::*;

use crate::components::{Announcer, Bar, NewerNotice, Steps, TeamPanel, TroubleNotice, Voice};
use crate::language::use_spoken;
use crate::outside::{
    keep_theme, kept_theme, luck, set_title, use_address, use_autosave, use_delay,
    use_dropped_files, use_forecaster, use_fresh_screen, use_handed, use_judges, use_kept_progress,
    use_kept_team, use_kept_workshop, use_language, use_look, use_offline, use_playback,
    use_provers, use_researchers, use_reviewer, use_simulator, use_undo_keys,
};
use crate::pages::{BlankPage, ModelPage, PaperPage, RehearsalPage, StartPage, WorkshopPage};
use crate::state::{Action, Document, Form, Keeping, Lit, Run, Screen, Shown, State};

/// The state as Yew's reducer wants it.
#[derive(Clone, PartialEq)]
struct Store(State);

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = Self(self.0.clone().after(action));
        // Handing back the same pointer spares the page a render.
        if next == *self { self } else { Rc::new(next) }
    }
}

/// What the browser's tab, history and bookmarks call this place.
fn title(words: Words, state: &State, document: Option<&Document>) -> String {
    if state.view.screen == Screen::Model {
        return words.t("title.model");
    }
    if state.view.screen == Screen::Blank {
        return words.t("title.blank");
    }
    if state.view.screen == Screen::Workshop {
        return words.t("title.workshop");
    }
    let (Screen::Rehearsal, Some(document)) = (state.view.screen, document) else {
        return words.t("title.start");
    };
    let scenario = &document.scenario;
    let args = Args::new()
        .with("name", &scenario.name)
        .with("seed", state.seed.to_string());
    let broken = match state.run() {
        // What gives the forecast away is covered.
        Some(Run::Done(rehearsal)) if !state.steps.covered() => {
            rehearsal.diagnosis.first_break_s.map(|second| {
                let played = rehearsal.rehearsed(scenario);
                words.clock(&played.clock, second)
            })
        }
        _ => None,
    };
    if let Some(paper) = &state.view.paper {
        let args = args.with(
            "paper",
            words
                .member("paper", paper.kind.id(), &Args::new())
                .unwrap_or_default(),
        );
        return words.text("title.paper", &args);
    }
    match broken {
        Some(clock) => words.text("title.breaks", &args.with("clock", clock)),
        None => words.text("title.plan", &args),
    }
}

/// What a team sees above its rehearsal.
fn team(state: &State, dispatch: &Callback<Action>) -> Html {
    let (Some(member), Some(document)) = (state.member(), &state.document) else {
        return Html::default();
    };
    html! {
        <TeamPanel
            member={member.clone()}
            document={document.clone()}
            seed={state.seed}
            run={state.run().cloned()}
            not_kept={state.classroom.not_kept}
            dispatch={dispatch.clone()}
        />
    }
}

/// The whole app.
#[component]
pub(crate) fn App() -> Html {
    let store = use_reducer_eq(|| Store(State::new(kept_theme(), luck())));
    let state = &store.0;
    let speaking = use_language();
    let words = speaking.words;
    let spoken = use_spoken(words);
    let dispatch = use_memo((), {
        let dispatcher = store.dispatcher();
        move |()| Callback::from(move |action| dispatcher.dispatch(action))
    });
    let dispatch = (*dispatch).clone();

    use_simulator(state.runs.active().cloned(), dispatch.clone());
    use_forecaster(
        state.forecasts.wanted().cloned(),
        state.forecasts.between_wanted().cloned(),
        dispatch.clone(),
    );
    use_researchers(state.studies.active().cloned(), dispatch.clone());
    use_reviewer(
        state.review.reading(),
        state.review.wanted().cloned(),
        dispatch.clone(),
    );
    use_provers(state.steps.proof().cloned(), dispatch.clone());
    use_kept_progress(
        state.steps.slot().cloned(),
        state.steps.progress().cloned(),
        dispatch.clone(),
    );
    use_kept_workshop(
        state.view.screen,
        state.classroom.lectern.clone(),
        state.classroom.earlier.clone(),
        state.classroom.thrown.clone(),
        dispatch.clone(),
    );
    use_kept_team(state.member().cloned(), dispatch.clone());
    use_effect_with(
        state.member().map(|member| Rc::clone(&member.invitation)),
        {
            let choose = speaking.choose.clone();
            // The trainer may have chosen a language for the team.
            move |team| {
                let tag = team.as_ref().map_or("", |team| team.team.language.as_str());
                if let Some(language) = Language::from_tag(tag) {
                    choose.emit(language);
                }
            }
        },
    );
    use_judges(state.judging(), dispatch.clone());
    use_address(state.route(), dispatch.clone());
    use_handed(dispatch.clone());
    use_autosave(
        state.document.clone(),
        state.wanted.as_ref().map(|(key, _)| key.clone()),
        dispatch.clone(),
    );
    use_fresh_screen(
        state.view.screen,
        state.view.paper.as_ref().map(|paper| paper.kind),
    );
    use_undo_keys(dispatch.clone());
    use_dropped_files(dispatch.clone());
    use_delay(state.due, dispatch.clone());
    use_playback(state.view.playback.playing, dispatch.clone());
    let offline = use_offline();
    let palette = use_look(state.view.theme);
    use_effect_with(state.view.theme, |theme| keep_theme(*theme));

    let document = state.document.as_ref().map(|own| spoken.document(own));
    let shown = state.shown().map(|shown| Shown {
        document: spoken.document(&shown.document),
        played: spoken.document(&shown.played),
        ..shown
    });
    use_effect_with(title(words, state, document.as_deref()), |title| {
        set_title(title);
    });

    let page = match (state.view.screen, &document) {
        (Screen::Rehearsal, Some(document)) if let Some(paper) = &state.view.paper => html! {
            <PaperPage
                paper={paper.clone()}
                form={Form { document: document.clone(), refused: state.refused.clone() }}
                seed={state.seed}
                run={state.run().cloned()}
                shown={shown.filter(|shown| !state.steps.covered() && !shown.is_of_another(document))}
                covered={state.steps.covered()}
                progress={state.steps.progress().cloned()}
                studies={state.studies.clone()}
                dispatch={dispatch.clone()}
            />
        },
        (Screen::Rehearsal, Some(document)) => html! {
            <RehearsalPage
                form={Form { document: document.clone(), refused: state.refused.clone() }}
                selection={state.view.selection.clone()}
                keeping={state.keeping().unwrap_or(Keeping::Untouched)}
                news={state.news.clone()}
                relative={state.relative().cloned()}
                handover={state.handover.clone()}
                older={state.older_run()}
                seed={state.seed}
                run={state.run().cloned()}
                {shown}
                forecast={state.forecast().cloned()}
                between={state.between()}
                due={state.due.is_some()}
                second={state.view.second}
                span={state.span()}
                critical={state.critical().is_some()}
                zoom={state.view.zoom}
                part={state.view.part}
                why={state.view.why}
                playback={state.view.playback.to_show()}
                studies={state.studies.clone()}
                steps={state.steps.clone()}
                way_out={state.view.way_out}
                review={state.review.clone()}
                library={state.library.clone()}
                {palette}
                above={team(state, &dispatch)}
                dispatch={dispatch.clone()}
            />
        },
        (Screen::Model, _) => html! { <ModelPage /> },
        (Screen::Workshop, _) => {
            html! { <WorkshopPage classroom={state.classroom.clone()} dispatch={dispatch.clone()} /> }
        }
        (Screen::Blank, _) => {
            html! { <BlankPage draft={state.draft.clone()} dispatch={dispatch.clone()} /> }
        }
        _ => html! {
            <StartPage library={state.recent()} offline={offline.ready} dispatch={dispatch.clone()}>
                if let Some(trouble) = state.view.trouble.clone() {
                    <TroubleNotice {trouble} dispatch={dispatch.clone()} />
                }
            </StartPage>
        },
    };
    let on_screen = (state.view.screen == Screen::Rehearsal)
        .then(|| state.document.clone())
        .flatten();
    html! {
        <ContextProvider<Words> context={words}>
            <Bar speaking={speaking.clone()} theme={state.view.theme} dispatch={dispatch.clone()}>
                if let Some(document) = on_screen {
                    <Steps {document} dispatch={dispatch.clone()} />
                }
            </Bar>
            <ContextProvider<Lit> context={state.view.lit.clone()}>
                { page }
            </ContextProvider<Lit>>
            <NewerNotice newer={offline.newer} kept={state.all_kept()} />
        <Voice />
        <Announcer {document} screen={state.view.screen} run={state.run().filter(|_| !state.steps.covered()).cloned()} />
        </ContextProvider<Words>>
    }
}
