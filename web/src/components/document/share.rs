//! The plan as a link.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::strip::save;
use crate::components::Said;
use crate::language::use_words;
use crate::outside::{copy, link, use_own_id};
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
    let copied = use_state_eq(|| None::<bool>);
    use_effect_with((props.document.clone(), props.seed), {
        let copied = copied.setter();
        move |_| copied.set(None)
    });
    let address = use_memo((props.document.clone(), props.seed), |(document, seed)| {
        document
            .shared_route(*seed)
            .map(|route| link(&route.fragment()))
    });
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
    let press = {
        let (address, copied, field) = (address.clone(), copied.setter(), field.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, field) = (copied.clone(), field.clone());
            copy(
                &address,
                Callback::from(move |done: bool| {
                    copied.set(Some(done));
                    // The next best thing: the link is marked, one key copies it.
                    if let Some(input) = field.cast::<HtmlInputElement>().filter(|_| !done) {
                        let _ = input.focus();
                        input.select();
                    }
                }),
            );
        })
    };
    html! {
        <div class="share">
            <label class="field__name" for={id.clone()}>{ words.t("share.link") }</label>
            <div class="field__row">
                <input id={id} ref={field} class="share__link" type="text" readonly={true} value={address} />
                <button type="button" class="button button--main" onclick={press}>{ words.t("share.copy") }</button>
            </div>
            <Said tag="p" class="soft small">
                { match *copied {
                    Some(true) => words.t("share.copied"),
                    Some(false) => words.t("share.by-hand"),
                    None => words.t("share.help"),
                } }
            </Said>
        </div>
    }
}
