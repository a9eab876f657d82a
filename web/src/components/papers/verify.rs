//! Whether a sheet tells what the rehearsal gives: its code, from the link or typed, beside what was found here.

use onrush_brief::{Checked, Code, no_code, verification};
use onrush_words::{Args, Words};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;
use crate::outside::use_own_id;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct VerificationProps {
    /// The code in the address.
    pub(crate) asked: Option<AttrValue>,
    /// The rehearsal on the screen; `None` while there is none.
    pub(crate) now: Option<Code>,
    /// Hears of another seed.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Verification(props: &VerificationProps) -> Html {
    let words = use_words();
    let (id, field) = (use_own_id(), use_node_ref());
    let typed = use_state_eq(|| None::<String>);
    use_effect_with(props.asked.clone(), {
        let typed = typed.setter();
        // Another link was opened: its code counts, not what was typed before.
        move |_| typed.set(None)
    });
    let code = (*typed)
        .clone()
        .or_else(|| props.asked.as_ref().map(ToString::to_string));
    let check = {
        let (typed, field) = (typed.setter(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(input) = field.cast::<HtmlInputElement>() {
                typed.set(Some(input.value()));
            }
        })
    };
    html! {
        <section class="verify panel" aria-labelledby="verify">
            <h2 id="verify">{ words.t("paper.verify") }</h2>
            <p class="soft small">{ words.t("paper.verify.help") }</p>
            <form onsubmit={check}>
                <label class="field__name" for={id.clone()}>{ words.t("sheet.check.code") }</label>
                <div class="field__row">
                    <input
                        id={id} ref={field} class="field__input verify__code" type="text" autocomplete="off" spellcheck="false"
                        value={code.clone().unwrap_or_default()}
                    />
                    <button type="submit" class="button">{ words.t("paper.verify.check") }</button>
                </div>
            </form>
            <Said at_once={true} testid="verified">
                if let Some(code) = code.filter(|code| !code.trim().is_empty()) {
                    { said(words, &code, props) }
                }
            </Said>
        </section>
    }
}

fn said(words: Words, code: &str, props: &VerificationProps) -> Html {
    let then = match Code::read(code) {
        Ok(then) => then,
        Err(why) => return html! { <p class="verify__said">{ no_code(why, words) }</p> },
    };
    let Some(now) = &props.now else {
        return html! { <p class="verify__said">{ words.t("paper.verify.wait") }</p> };
    };
    let mut said = verification(&then, now, words).into_iter();
    let found = then.check(now);
    let state = if found == Checked::Verified {
        "verify__said verify__said--same"
    } else {
        "verify__said"
    };
    let seed = then.seed;
    let again = props
        .dispatch
        .reform(move |_: MouseEvent| Action::Seed(seed));
    html! {
        <>
            <p class={state}><strong>{ said.next() }</strong></p>
            { for said.map(|more| html! { <p class="small">{ more }</p> }) }
            if found == Checked::OtherSeed {
                <button type="button" class="button" onclick={again}>
                    { words.text("paper.verify.seed", &Args::new().with("seed", seed.to_string())) }
                </button>
            }
        </>
    }
}
