//! Opens a file: by the browser's dialogue or by dropping it here.

use gloo::file::callbacks::FileReader;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::read_file;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct FileDropProps {
    /// Hears of the file's text, or why there is none.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn FileDrop(props: &FileDropProps) -> Html {
    let words = use_words();
    let over = use_state_eq(|| false);
    // Reading stops when the reader is dropped, so the latest one is kept.
    let reader = use_mut_ref(|| None::<FileReader>);
    let open = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |file: Option<web_sys::File>| {
            if let Some(file) = file {
                *reader.borrow_mut() = read_file(&file, dispatch.clone());
            }
        })
    };
    let chosen = open.reform(|event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let file = input.files().and_then(|files| files.get(0));
        // So that the same file can be chosen again after it was changed.
        input.set_value("");
        file
    });
    let drag = |is_over: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(is_over);
        })
    };
    // The file itself is opened wherever on the page it falls.
    let dropped = {
        let over = over.setter();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    html! {
        <div class={classes!("drop", over.then_some("drop--over"))}
            ondragover={drag(true)} ondragenter={drag(true)} ondragleave={drag(false)} ondrop={dropped}
        >
            <p class="drop__words">{ words.t("file.hint") }</p>
            <label>
                <input class="drop__input" type="file" accept=".json,application/json" onchange={chosen} />
                <span class="button">{ words.t("file.open") }</span>
            </label>
        </div>
    }
}
