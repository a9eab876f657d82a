//! The progress as a file, beginning again, and where the lines are drawn.

use gloo::file::callbacks::FileReader;
use onrush_steps::{Progress, Thresholds};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::save_text;
use crate::state::{Action, Shared, StepsAction};

#[derive(Properties, PartialEq)]
pub(super) struct ToolsProps {
    pub(super) progress: Shared<Progress>,
    /// The plan's name, for the file.
    pub(super) name: String,
    pub(super) not_kept: bool,
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Tools(props: &ToolsProps) -> Html {
    let words = use_words();
    let sure = use_state_eq(|| false);
    let reader = use_mut_ref(|| None::<FileReader>);
    let save = {
        let (progress, name) = (props.progress.clone(), props.name.clone());
        Callback::from(move |_: MouseEvent| {
            let letters = name
                .chars()
                .map(|c| if c.is_alphanumeric() { c } else { '-' });
            let file: String = letters.take(60).chain(".steps.json".chars()).collect();
            save_text(&file, "application/json", &progress.write());
        })
    };
    let load = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            input.set_value("");
            let Some(file) = file else { return };
            let dispatch = dispatch.clone();
            let file = gloo::file::File::from(file);
            *reader.borrow_mut() = Some(gloo::file::callbacks::read_as_text(&file, move |text| {
                let text = text.unwrap_or_default();
                dispatch.emit(Action::Steps(StepsAction::Import(text)));
            }));
        })
    };
    let again = {
        let (sure, dispatch) = (sure.clone(), props.dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            if *sure {
                dispatch.emit(Action::Steps(StepsAction::Reset));
            }
            sure.set(!*sure);
        })
    };
    let line = |(field, low, high): &(&'static str, f64, f64)| {
        let field = *field;
        let dispatch = props.dispatch.clone();
        let change = Callback::from(move |event: Event| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(value) = onrush_json::decimal(&text.trim().replace(',', ".")) {
                dispatch.emit(Action::Steps(StepsAction::Threshold { field, value }));
            }
        });
        let value = props.progress.thresholds.get(field);
        html! {
            <label key={field} class="step__field">
                { words.t(&format!("rail.line.{field}")) }
                <input class="field__input" type="number" step="any" min={low.to_string()} max={high.to_string()}
                    value={value.map(|v| v.to_string())} onchange={change} />
            </label>
        }
    };
    html! {
        <details class="step__tools">
            <summary>{ words.t("rail.tools") }</summary>
            if props.not_kept {
                <p class="step__note">{ words.t("rail.not_kept") }</p>
            }
            <div class="step__buttons">
                <button type="button" class="button" onclick={save}>{ words.t("rail.save") }</button>
                <label>
                    <input class="drop__input" type="file" accept=".json,application/json" onchange={load} />
                    <span class="button">{ words.t("rail.load") }</span>
                </label>
                <button type="button" class="button" onclick={again}>
                    { words.t(if *sure { "rail.reset.sure" } else { "rail.reset" }) }
                </button>
            </div>
            <fieldset>
                <legend>{ words.t("rail.lines") }</legend>
                <div class="step__fields">{ for Thresholds::BOUNDS.iter().map(line) }</div>
            </fieldset>
        </details>
    }
}
