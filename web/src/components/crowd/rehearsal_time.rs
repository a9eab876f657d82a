//! When the rehearsal itself is: its date, beginning and length, and whose clock that is.

use onrush_scenario::Edit;
use onrush_words::Args;
use yew::prelude::*;

use crate::components::Field;
use crate::components::sheet::{Sheet, SheetPlace};
use crate::language::use_words;
use crate::state::{Action, Form, Gesture};
use crate::timeline::{begin_earlier, end_later};

/// What one press adds or takes away, in minutes.
const STEP: i32 = 30;

#[derive(Properties, PartialEq)]
pub(super) struct RehearsalTimeProps {
    /// The plan.
    pub(super) form: Form,
    /// Closes it.
    pub(super) close: Callback<()>,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn RehearsalTime(props: &RehearsalTimeProps) -> Html {
    let words = use_words();
    let scenario = &props.form.document.scenario;
    let step = |id: &'static str, edit: Option<Edit>| {
        let off = edit.is_none();
        let press = props.dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| {
            if let Some(edit) = edit.clone() {
                press.emit(Action::Edit {
                    edit,
                    gesture: Gesture::Whole,
                });
            }
        });
        html! {
            <button type="button" class="button" aria-disabled={off.then_some("true")} onclick={press}>
                { words.text(id, &Args::new().with("n", STEP)) }
            </button>
        }
    };
    let field = |path: &'static str| html! { <Field form={props.form.clone()} {path} dispatch={props.dispatch.clone()} /> };
    html! {
        <Sheet title={words.t("crowd.time.title")} about="rehearsal-time" place={SheetPlace::Within} on_close={props.close.clone()}>
            <div class="sheet__steps" role="group" aria-label={words.t("crowd.time.borders")}>
                { step("crowd.time.begin.earlier", begin_earlier(scenario, STEP)) }
                { step("crowd.time.begin.later", begin_earlier(scenario, -STEP)) }
                { step("crowd.time.end.earlier", end_later(scenario, -STEP)) }
                { step("crowd.time.end.later", end_later(scenario, STEP)) }
            </div>
            <div class="sheet__fields">
                { field("clock.date") }
                { field("clock.start") }
                { field("clock.minutes") }
                { field("clock.time_zone") }
                { field("clock.utc_offset_minutes") }
            </div>
        </Sheet>
    }
}
