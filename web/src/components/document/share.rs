//! The plan as a link.

use yew::prelude::*;

use super::strip::save;
use crate::components::Said;
use crate::language::use_words;
use crate::outside::{link, use_copy_of_field, use_own_id};
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct ShareProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// The seed of the crowd on the screen.
    pub(crate) seed: u64,
}

#[component]
pub(crate) fn Share(props: &ShareProps) -> Html {
    let words = use_words();
    let (id, field) = (use_own_id(), use_node_ref());
    let address = use_memo((props.document.clone(), props.seed), |(document, seed)| {
        document
            .shared_route(*seed)
            .map(|route| AttrValue::from(link(&route.fragment())))
    });
    let (press, copied) = use_copy_of_field(&field, (*address).clone());
    let Some(address) = (*address).clone() else {
        let document = props.document.clone();
        let save = Callback::from(move |_: MouseEvent| save(&document));
        return html! {
            <div class="share">
                <p>{ words.t("share.large") }</p>
                <button type="button" class="button" onclick={save}>{ words.t("document.save") }</button>
            </div>
        };
    };
    html! {
        <div class="share">
            <label class="field__name" for={id.clone()}>{ words.t("share.link") }</label>
            <div class="field__row">
                <input id={id} ref={field} class="field__input" type="text" readonly={true} value={address} />
                <button type="button" class="button button--main" onclick={press}>{ words.t("share.copy") }</button>
            </div>
            <Said tag="p" class="soft small">
                { match copied {
                    Some(true) => words.t("share.copied"),
                    Some(false) => words.t("share.by-hand"),
                    None => words.t("share.help"),
                } }
            </Said>
        </div>
    }
}
