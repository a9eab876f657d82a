//! Who takes part: add a team, name it, take it out, put it back.

use onrush_words::{Args, Language, Words};
use onrush_workshop::Team;
use yew::prelude::*;

use super::entry::Entry;
use super::setup::{Choice, changing};
use crate::components::Said;
use crate::language::use_words;
use crate::outside::focus_on;
use crate::state::{Action, Lectern, Shared};

#[derive(Properties, PartialEq)]
pub(super) struct TeamsProps {
    /// The workshop.
    pub(super) lectern: Shared<Lectern>,
    /// Hears of everything.
    pub(super) dispatch: Callback<Action>,
}

/// A team that was taken out: of which workshop, from which place.
#[derive(Debug, Clone, PartialEq)]
struct Gone {
    workshop: u64,
    place: usize,
    team: Team,
}

#[component]
pub(super) fn Teams(props: &TeamsProps) -> Html {
    let words = use_words();
    let workshop = &props.lectern.workshop;
    let gone = use_state_eq(Vec::<Gone>::new);
    let (undo, adder) = (use_node_ref(), use_node_ref());
    // The button that was pressed is gone: the focus goes where the next thing is.
    let before = use_mut_ref(|| 0_usize);
    use_effect_with(gone.len(), {
        let (undo, adder) = (undo.clone(), adder.clone());
        move |now| {
            let was = before.replace(*now);
            if was != *now {
                focus_on(if *now > 0 { &undo } else { &adder });
            }
        }
    });
    let wrong = |path: String| {
        let faults = props.lectern.faults.as_ref();
        faults.is_some_and(|faults| faults.0.iter().any(|fault| fault.path == path))
    };
    let (lectern, dispatch) = (&props.lectern, &props.dispatch);
    let add = {
        let change = changing(lectern, dispatch, |w, _| {
            // The first letter that no team has yet.
            let free = ('A'..='Z')
                .map(String::from)
                .find(|name| w.teams.iter().all(|team| team.name != *name));
            w.add_team(&free.unwrap_or_default());
            true
        });
        Callback::from(move |_: MouseEvent| {
            change.emit(String::new());
        })
    };
    let team = |(place, team): (usize, &Team)| {
        let n = || Args::new().with("n", place + 1);
        let remove = {
            let change = changing(lectern, dispatch, move |w, _| {
                if place < w.teams.len() {
                    w.teams.remove(place);
                }
                true
            });
            let taken = Gone {
                workshop: workshop.key,
                place,
                team: team.clone(),
            };
            let gone = gone.clone();
            Callback::from(move |_: MouseEvent| {
                change.emit(String::new());
                let mut all = (*gone).clone();
                all.push(taken.clone());
                gone.set(all);
            })
        };
        html! {
            <li key={team.number.to_string()} class="workshop__team">
                <Entry
                    label={words.text("workshop.setup.team", &n())} value={team.name.clone()} wrong={wrong(format!("teams[{place}].name"))}
                    on={changing(lectern, dispatch, move |w, typed| w.teams.get_mut(place).map(|t| typed.clone_into(&mut t.name)).is_some())}
                />
                <Choice
                    label={words.text("workshop.setup.language", &n())} chosen={team.language.clone()} options={languages(words)}
                    on={changing(lectern, dispatch, move |w, tag| w.teams.get_mut(place).map(|t| tag.clone_into(&mut t.language)).is_some())}
                />
                <button type="button" class="button" onclick={remove}>
                    { words.text("workshop.setup.remove", &Args::new().with("team", &team.name)) }
                </button>
            </li>
        }
    };
    let shown = gone.last().filter(|gone| gone.workshop == workshop.key);
    let shown = shown.cloned();
    let put_back = {
        let (gone, back) = (gone.clone(), shown.clone());
        let change = changing(lectern, dispatch, move |w, _| {
            if let Some(Gone { place, team, .. }) = &back {
                w.teams.insert((*place).min(w.teams.len()), team.clone());
            }
            true
        });
        Callback::from(move |_: MouseEvent| {
            change.emit(String::new());
            let mut all = (*gone).clone();
            all.pop();
            gone.set(all);
        })
    };
    let none = workshop.teams.is_empty();
    html! {
        <fieldset class="panel">
            <legend>{ words.t("workshop.setup.teams") }</legend>
            if none {
                <p class="soft">{ words.t("workshop.setup.none") }</p>
            }
            <ol class="workshop__teams">{ for workshop.teams.iter().enumerate().map(team) }</ol>
            <Said>
                if let Some(gone) = shown {
                    <p>
                        { words.text("workshop.setup.removed", &Args::new().with("team", &gone.team.name)) }{ " " }
                        <button ref={undo} type="button" class="button" onclick={put_back}>{ words.t("document.undo") }</button>
                    </p>
                }
            </Said>
            <button
                ref={adder} type="button" class={classes!("button", none.then_some("button--main"))} onclick={add}
                disabled={workshop.teams.len() >= onrush_workshop::MOST_TEAMS}
            >
                { words.t("workshop.setup.add") }
            </button>
            if !none {
                <p class="soft small">{ words.t("workshop.setup.changed") }</p>
            }
        </fieldset>
    }
}

fn languages(words: Words) -> Vec<(AttrValue, AttrValue)> {
    let mut all = vec![(
        AttrValue::default(),
        words.t("workshop.setup.language.own").into(),
    )];
    all.extend(
        Language::ALL
            .iter()
            .map(|l| (l.tag().into(), l.own_name().into())),
    );
    all
}
