//! What can be done with a paper: print it, copy it, save it.

use std::rc::Rc;

use yew::prelude::*;

use super::copied::CopySaid;
use crate::language::use_words;
use crate::outside::{print, save_text, use_copy};

#[derive(Properties, PartialEq)]
pub(crate) struct PaperToolsProps {
    /// The paper as Markdown.
    pub(crate) markdown: Rc<str>,
    /// Name of the file, without its end.
    pub(crate) file: AttrValue,
}

#[component]
pub(crate) fn PaperTools(props: &PaperToolsProps) -> Html {
    let words = use_words();
    let (press, copied) = use_copy({
        let text = Rc::clone(&props.markdown);
        move || Some(text.to_string())
    });
    let save = {
        let (text, name) = (Rc::clone(&props.markdown), format!("{}.md", props.file));
        Callback::from(move |_: MouseEvent| save_text(&name, "text/markdown", &text))
    };
    let on_paper = Callback::from(|_: MouseEvent| print());
    html! {
        <div class="paper-tools">
            <button type="button" class="button button--main" onclick={on_paper}>{ words.t("paper.print") }</button>
            <button type="button" class="button" onclick={press}>{ words.t("paper.copy") }</button>
            <button type="button" class="button" onclick={save}>{ words.t("paper.save") }</button>
            <CopySaid {copied} />
        </div>
    }
}
