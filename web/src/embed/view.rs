//! What is seen of an embedded rehearsal.

use std::rc::Rc;

use onrush_words::{Args, Language, Words};
use web_sys::MouseEvent;
use yew::prelude::*;

use super::asked::{Asked, NAMES, Piece, STEPS, Wrong};
use super::charts::ChartsToLookAt;
use super::frame::{go, open, use_asked, use_height, use_seen, whole_page};
use super::language::use_language;
use super::simulator::use_worker;
use super::state::{Happened, State};
use crate::components::{
    CrowdToLookAt, FaultList, People, ProgressLine, RoomToLookAt, Scrubber, Why,
};
use crate::language::use_words;
use crate::outside::{Handed, hand_over, set_title, use_look, use_paced, use_playback};
use crate::sentences::first_sentence;
use crate::state::{Action, Document, Lit, Run, Shared, Theme, Trouble, Zoom};

/// The state as Yew's reducer wants it.
#[derive(Clone, PartialEq)]
struct Store(State);

impl Reducible for Store {
    type Action = Happened;

    fn reduce(self: Rc<Self>, happened: Happened) -> Rc<Self> {
        let next = Self(self.0.clone().after(happened));
        if next == *self { self } else { Rc::new(next) }
    }
}

/// An embedded rehearsal, or what is wrong with its address.
#[component]
pub(crate) fn Embed() -> Html {
    let node = use_node_ref();
    use_height(&node);
    let seen = use_seen(&node);
    let address = use_asked();
    let asked = use_memo(address, |(query, fragment)| {
        Asked::parse(query, fragment, |key| {
            onrush_scenario::story_keys().any(|k| k == key)
        })
    });
    let language = asked
        .as_ref()
        .as_ref()
        .ok()
        .and_then(|asked| asked.language);
    let words = use_language(language);
    html! {
        <ContextProvider<Words> context={words}>
            <main id="main" class="embed" ref={node}>
                { match &*asked {
                    Ok(asked) => html! { <Rehearsed asked={asked.clone()} {seen} /> },
                    Err(wrong) => refused(words, wrong),
                } }
            </main>
        </ContextProvider<Words>>
    }
}

/// What is wrong with the address, and what may stand there.
fn refused(words: Words, wrong: &[Wrong]) -> Html {
    let sentence = |wrong: &Wrong| {
        let args = Args::new()
            .with("name", &wrong.name)
            .with("found", &wrong.found)
            .with("names", NAMES.join(", "))
            .with("parts", Piece::ALL.map(Piece::id).join(", "))
            .with("themes", Theme::ALL.map(Theme::key).join(", "))
            .with("languages", tags().join(", "))
            .with(
                "stories",
                onrush_scenario::story_keys().collect::<Vec<_>>().join(", "),
            )
            .with("steps", STEPS.join(", "));
        words.text(&format!("embed.wrong.{}", wrong.why.id()), &args)
    };
    html! {
        <section class="notice embed__wrong" role="alert" aria-labelledby="wrong">
            <h1 id="wrong">{ words.text("embed.wrong", &Args::new().with("n", wrong.len())) }</h1>
            <ul>
                { for wrong.iter().map(|wrong| html! {
                    <li>
                        <code>{ if wrong.found.is_empty() { wrong.name.clone() } else { format!("{}={}", wrong.name, wrong.found) } }</code>
                        <br />
                        { sentence(wrong) }
                    </li>
                }) }
            </ul>
            <p>{ words.t("embed.wrong.help") }</p>
            <WayToWhole fragment="" />
        </section>
    }
}

fn tags() -> Vec<&'static str> {
    Language::ALL
        .iter()
        .map(|language| language.tag())
        .collect()
}

#[derive(Properties, PartialEq)]
struct RehearsedProps {
    asked: Asked,
    /// Somebody has looked.
    seen: bool,
}

#[component]
fn Rehearsed(props: &RehearsedProps) -> Html {
    let words = use_words();
    let store = {
        let asked = props.asked.clone();
        use_reducer_eq(move || Store(State::new(asked)))
    };
    let happened = use_memo((), {
        let dispatcher = store.dispatcher();
        move |()| Callback::from(move |happened| dispatcher.dispatch(happened))
    });
    let happened = (*happened).clone();
    let dispatch = use_memo((), {
        let happened = happened.clone();
        move |()| happened.reform(Happened::Did)
    });
    let dispatch = (*dispatch).clone();
    use_effect_with(props.asked.clone(), {
        let happened = happened.clone();
        move |asked| happened.emit(Happened::Asked(Box::new(asked.clone())))
    });
    let state = &store.0;
    use_effect_with(props.seen && state.run.is_none(), {
        let dispatch = dispatch.clone();
        move |begin| {
            if *begin {
                dispatch.emit(Action::Rehearse);
            }
        }
    });
    use_worker(state.job(), happened);
    use_playback(state.playback.playing, dispatch.clone());
    use_look(state.asked.theme);
    // With the names that came with a story in the language of the frame, as the whole page has them.
    let spoken = use_memo(
        (state.document.as_ref().ok().cloned(), words),
        |(own, words)| {
            let own = own.as_ref()?;
            Some(own.spoken(*words).map_or_else(|| own.clone(), Shared::new))
        },
    );
    let name = match &*spoken {
        Some(document) => document.scenario.name.clone(),
        None => words.t("embed.title"),
    };
    use_effect_with(name.clone(), |name| set_title(name));
    let second = use_paced(state.second, state.playback.playing);

    let document = match (&state.document, &*spoken) {
        (Ok(_), Some(document)) | (Ok(document), None) => document,
        (Err(trouble), _) => return unreadable(words, trouble),
    };
    let shows = |piece| state.asked.show.contains(&piece);
    let body = state.result().map(|(_, rehearsal)| {
        let played = document;
        let (span, playing) = (state.span(), state.playback.playing);
        let part = |piece: Piece| {
            let content = match piece {
                Piece::Answer => {
                    let (seen, d) = (&rehearsal.observations, &rehearsal.diagnosis);
                    let said = words.headline(&played.scenario, seen, d);
                    let (first, rest) = first_sentence(&said);
                    html! {
                        <h1 class="verdict" data-testid="verdict">
                            <span class="verdict__first">{ first.to_owned() }</span>
                            { " " }
                            <span class="verdict__rest">{ rest.to_owned() }</span>
                        </h1>
                    }
                }
                Piece::People => html! { <People rehearsal={rehearsal.clone()} /> },
                Piece::Crowd => html! {
                    <CrowdToLookAt document={played.clone()} second={state.second} {span} dispatch={dispatch.clone()} />
                },
                Piece::Room => html! {
                    <RoomToLookAt document={played.clone()} rehearsal={rehearsal.clone()} {second} {playing} />
                },
                Piece::Charts => html! {
                    <ChartsToLookAt document={played.clone()} rehearsal={rehearsal.clone()} second={state.second} {span} />
                },
                Piece::Causes => html! {
                    <Why document={played.clone()} rehearsal={rehearsal.clone()} asked={0} alone={true} dispatch={dispatch.clone()} />
                },
            };
            if matches!(piece, Piece::Answer | Piece::People) {
                return html! { <div key={piece.id()} class="embed__part">{ content }</div> };
            }
            if piece == Piece::Causes && rehearsal.diagnosis.why.causes.is_empty() {
                return Html::default();
            }
            let id = format!("part-{}", piece.id());
            html! {
                <section key={piece.id()} class="panel embed__part" aria-labelledby={id.clone()}>
                    <div class="panel__head"><h2 {id}>{ words.t(&format!("embed.part.{}", piece.id())) }</h2></div>
                    { content }
                </section>
            }
        };
        html! {
            <>
                { for state.asked.show.iter().map(|piece| part(*piece)) }
                if Piece::ALL.into_iter().any(|piece| shows(piece) && piece.has_time()) {
                    <Scrubber
                        document={played.clone()} rehearsal={rehearsal.clone()} second={state.second} {span}
                        playback={state.playback.to_show()} far={false} dispatch={dispatch.clone()}
                    />
                    if state.critical().is_some() {
                        { time_shown(words, state.zoom, &dispatch) }
                    }
                }
            </>
        }
    });
    html! {
        <ContextProvider<Lit> context={state.lit.clone()}>
            <p class="embed__name">
                <strong>{ name }</strong>
                { " " }
                <span class="soft small">{ words.text("embed.seed", &Args::new().with("seed", state.asked.seed.to_string())) }</span>
            </p>
            if let Some(step) = state.asked.step {
                <p class="embed__step">{ words.text(&format!("embed.step.{}", STEPS[step]), &Args::new()) }</p>
            }
            { under_way(words, state.run.as_ref(), document, &dispatch) }
            { body }
            <p class="embed__foot">
                if state.asked.edit {
                    <ChangeHere fragment={state.asked.whole_page()} />
                }
                <WayToWhole fragment={state.asked.whole_page()} />
            </p>
        </ContextProvider<Lit>>
    }
}

/// How far the rehearsal is, and what to do where it did not come to its end.
fn under_way(
    words: Words,
    run: Option<&Run>,
    document: &Shared<Document>,
    dispatch: &Callback<Action>,
) -> Html {
    let again = |label: &str| {
        let press = dispatch.reform(|_: MouseEvent| Action::Rehearse);
        html! { <button type="button" class="button button--main" onclick={press}>{ words.t(label) }</button> }
    };
    let ended = |id: &str, why: Option<&str>| {
        html! {
            <section class="notice" role="alert">
                <h2>{ words.t(&format!("embed.{id}")) }</h2>
                { again("run.retry") }
                if let Some(why) = why {
                    <details><summary>{ words.t("ui.for_it") }</summary><p><code>{ why.to_owned() }</code></p></details>
                }
            </section>
        }
    };
    match run {
        None => html! { <p class="soft">{ words.t("run.starting") }</p> },
        Some(Run::Running(progress)) => html! {
            <ProgressLine clock={document.scenario.clock.clone()} progress={*progress} dispatch={dispatch.clone()} />
        },
        Some(Run::Cancelled) => html! { <p>{ again("run.start") }</p> },
        Some(Run::Crashed(why)) => ended("crashed", Some(why)),
        Some(Run::Absent(why)) => ended("absent", Some(why)),
        Some(Run::Refused(faults)) => html! {
            <section class="notice" role="alert">
                <h2>{ words.t("embed.refused") }</h2>
                <FaultList faults={faults.clone()} />
            </section>
        },
        Some(Run::Done(_)) => Html::default(),
    }
}

/// Why the plan in the address is none.
fn unreadable(words: Words, trouble: &Trouble) -> Html {
    let (said, faults) = match trouble {
        Trouble::LinkNewer => ("embed.code.newer", None),
        Trouble::LinkTooLarge => ("embed.code.large", None),
        Trouble::LinkFaults(faults) | Trouble::Faults { faults, .. } => {
            ("embed.code.faults", Some(faults.clone()))
        }
        _ => ("embed.code.damaged", None),
    };
    html! {
        <section class="notice embed__wrong" role="alert" aria-labelledby="wrong">
            <h1 id="wrong">{ words.text("embed.wrong", &Args::new().with("n", 1)) }</h1>
            <p><code>{ "p" }</code>{ ": " }{ words.t(said) }</p>
            if let Some(faults) = faults {
                <FaultList {faults} />
            }
            <WayToWhole fragment="" />
        </section>
    }
}

/// All of the time, or the critical minutes.
fn time_shown(words: Words, now: Zoom, dispatch: &Callback<Action>) -> Html {
    let one = |zoom: Zoom, label: &str| {
        let press = dispatch.reform(move |_: MouseEvent| Action::Zoom(zoom));
        html! {
            <button type="button" class="button" aria-pressed={(now == zoom).to_string()} onclick={press}>
                { words.t(label) }
            </button>
        }
    };
    html! {
        <div class="embed__span" role="group" aria-label={words.t("span.legend")}>
            { one(Zoom::Whole, "span.whole") }
            { one(Zoom::Critical, "span.close") }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct WayProps {
    /// What stands behind the `#` there.
    fragment: AttrValue,
}

/// The same in the whole page, in a tab of its own; where the frame may open none, its address to copy.
#[component]
fn WayToWhole(props: &WayProps) -> Html {
    let words = use_words();
    let shut = use_state_eq(|| false);
    let address = whole_page(&props.fragment);
    let press = {
        let (address, shut) = (address.clone(), shut.setter());
        Callback::from(move |event: MouseEvent| {
            let other = event.ctrl_key() || event.meta_key() || event.shift_key();
            if !other {
                event.prevent_default();
                shut.set(!open(&address));
            }
        })
    };
    html! {
        <>
            <a class="button" href={address.clone()} target="_blank" rel="noopener" onclick={press}>{ words.t("embed.whole") }</a>
            if *shut {
                <label class="embed__address" role="alert">
                    { words.t("embed.whole.shut") }
                    <input type="text" readonly={true} value={address} />
                </label>
            }
        </>
    }
}

/// Has the whole page take our place in the frame, so that the plan can be changed there.
#[component]
fn ChangeHere(props: &WayProps) -> Html {
    let words = use_words();
    let coming = use_state_eq(|| None::<bool>);
    let press = {
        let (fragment, coming) = (props.fragment.clone(), coming.setter());
        Callback::from(move |_: MouseEvent| {
            coming.set(Some(true));
            // The page reads from there what to open.
            go(&fragment);
            let failed = coming.clone();
            hand_over(&Handed::Address, move |_why| failed.set(Some(false)));
        })
    };
    html! {
        <>
            <button type="button" class="button button--main" onclick={press} disabled={*coming == Some(true)}>
                { words.t("embed.change") }
            </button>
            if *coming == Some(true) {
                <progress aria-label={words.t("embed.coming")}></progress>
            } else if *coming == Some(false) {
                <span role="alert" class="soft small">{ words.t("embed.absent") }</span>
            }
        </>
    }
}
