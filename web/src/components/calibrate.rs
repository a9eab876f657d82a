//! Sets the site's capacity by one figure from the past.

use onrush_scenario::calibrate::{Known, Misfit, calibrate};
use onrush_words::Args;
use yew::prelude::*;

use super::form::{number_in, value_of};
use crate::language::use_words;
use crate::state::{Action, Document, Gesture, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct CalibrateProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Hears of the change.
    pub(crate) dispatch: Callback<Action>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Goals,
    Test,
    Database,
}

impl Kind {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Goals, "goals"),
        (Self::Test, "test"),
        (Self::Database, "database"),
    ];
}

#[component]
pub(crate) fn Calibrate(props: &CalibrateProps) -> Html {
    let words = use_words();
    let kind = use_state_eq(|| Kind::Goals);
    let (first, second) = (use_state_eq(String::new), use_state_eq(String::new));
    let misfit = use_state_eq(|| None::<Misfit>);
    let (label, other) = match *kind {
        Kind::Goals => ("calibrate.goals", None),
        Kind::Test => ("calibrate.requests", Some("calibrate.answer")),
        Kind::Database => ("calibrate.visits", Some("calibrate.busy")),
    };
    let onsubmit = {
        let (kind, first, second, misfit) = (*kind, first.clone(), second.clone(), misfit.clone());
        let (document, dispatch) = (props.document.clone(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let number = |text: &str| number_in(words, text).unwrap_or(f64::NAN);
            let (n, m) = (number(&first), number(&second));
            let args = Args::new().with("n", n);
            let (known, said) = match kind {
                Kind::Goals => (
                    Known::Goals { per_hour: n },
                    words.text("calibrate.said.goals", &args),
                ),
                Kind::Test => (
                    Known::LoadTest {
                        requests_per_s: n,
                        answer_s: m,
                    },
                    words.text("calibrate.said.test", &args.with("seconds", m)),
                ),
                Kind::Database => (
                    Known::Database {
                        visits_per_hour: n,
                        busy_percent: m,
                    },
                    words.text("calibrate.said.database", &args.with("busy", m)),
                ),
            };
            match calibrate(&document.scenario, known, &said) {
                Ok(edit) => {
                    misfit.set(None);
                    dispatch.emit(Action::Edit {
                        edit,
                        gesture: Gesture::Whole,
                    });
                }
                Err(why) => misfit.set(Some(why)),
            }
        })
    };
    let choose = {
        let kind = kind.clone();
        Callback::from(move |event: Event| {
            let value = value_of(&event);
            if let Some((chosen, _)) = Kind::ALL.iter().find(|k| k.1 == value) {
                kind.set(*chosen);
            }
        })
    };
    let input = |id: &'static str, label: &str, state: &UseStateHandle<String>| {
        let (value, state) = ((**state).clone(), state.clone());
        let onchange = Callback::from(move |event: Event| state.set(value_of(&event)));
        html! {
            <div class="field">
                <label class="field__name" for={id}>{ words.t(label) }</label>
                <input
                    {id} class="field__input" type="text" inputmode="decimal" {value} {onchange}
                    aria-describedby="calibrate-error" aria-invalid={misfit.is_some().then_some("true")}
                />
            </div>
        }
    };
    let why = misfit.map(|why| {
        words.t(match why {
            Misfit::NoNumber => "calibrate.no_number",
            Misfit::NothingOfIt => "calibrate.nothing_of_it",
            Misfit::TooFar => "calibrate.too_far",
        })
    });
    html! {
        <details class="calibrate">
            <summary>{ words.t("calibrate.open") }</summary>
            <form class="calibrate__form" novalidate=true {onsubmit}>
                <div class="field">
                    <label class="field__name" for="calibrate-kind">{ words.t("calibrate.kind") }</label>
                    <select id="calibrate-kind" class="field__input" onchange={choose}>
                        { for Kind::ALL.iter().map(|(each, key)| html! {
                            <option value={*key} selected={*each == *kind}>
                                { words.member("calibrate.kind", key, &Args::new()).unwrap_or_default() }
                            </option>
                        }) }
                    </select>
                </div>
                { input("calibrate-first", label, &first) }
                if let Some(other) = other {
                    { input("calibrate-second", other, &second) }
                }
                <p class="calibrate__error" id="calibrate-error" role="alert">{ why.unwrap_or_default() }</p>
                <button type="submit" class="button">{ words.t("calibrate.go") }</button>
            </form>
        </details>
    }
}
