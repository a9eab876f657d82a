//! The trainer's page.

use onrush_words::Words;
use yew::prelude::*;

use crate::components::{Cards, Guide, NotReady, Reveal, Room, Setup, Sheets};
use crate::language::use_words;
use crate::state::{Action, Classroom, Desk, Lectern, Route, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct WorkshopPageProps {
    /// The workshop.
    pub(crate) classroom: Classroom,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn WorkshopPage(props: &WorkshopPageProps) -> Html {
    let words = use_words();
    let room = &props.classroom;
    let desk = room.desk;
    let way = |to: Desk| {
        let route = Route::Workshop {
            code: None,
            desk: to,
        };
        let here = (to == desk).then_some("page");
        html! {
            <li><a class="button" href={format!("#{}", route.fragment())} aria-current={here}>{ name(words, to) }</a></li>
        }
    };
    let body = match &room.lectern {
        Some(lectern) => body(props, lectern),
        None => Html::default(),
    };
    // On paper only what is to be read stands.
    html! {
        <main id="main" class={format!("page workshop workshop--{}", desk.id())} tabindex="-1">
            <div class="workshop__press">
                <h1>{ words.t("workshop.title") }</h1>
                <nav aria-label={words.t("workshop.desks")}>
                    <ul class="workshop__ways">{ for Desk::ALL.map(way) }</ul>
                </nav>
                if room.not_kept {
                    <p class="notice">{ words.t("workshop.not-kept") }</p>
                }
                if desk == Desk::Setup {
                    <p>{ words.t("workshop.lead") }</p>
                }
            </div>
            { body }
        </main>
    }
}

fn name(words: Words, desk: Desk) -> String {
    words.t(&format!("workshop.desk.{}", desk.id()))
}

fn body(props: &WorkshopPageProps, lectern: &Shared<Lectern>) -> Html {
    let (lectern, dispatch) = (lectern.clone(), props.dispatch.clone());
    match props.classroom.desk {
        Desk::Setup => {
            let (earlier, thrown) = (
                props.classroom.earlier.clone(),
                props.classroom.thrown.clone(),
            );
            html! { <Setup {lectern} {earlier} {thrown} {dispatch} /> }
        }
        Desk::Guide => html! { <Guide /> },
        desk if lectern.faults.is_some() => html! { <NotReady {desk} /> },
        Desk::Cards => html! { <Cards {lectern} /> },
        Desk::Room => html! { <Room {lectern} {dispatch} /> },
        Desk::Reveal => html! { <Reveal {lectern} {dispatch} /> },
        Desk::Sheets => html! { <Sheets {lectern} /> },
    }
}
