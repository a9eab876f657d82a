//! Times without a network: the quiet sign that they do not matter, and the notice of a newer version.

use yew::prelude::*;

use crate::components::Said;
use crate::language::use_words;
use crate::outside::take_newer;

#[derive(Properties, PartialEq)]
pub(crate) struct NewerNoticeProps {
    /// Whether a newer version is there.
    pub(crate) newer: bool,
    /// Whether everything that is open would come back.
    #[prop_or(true)]
    pub(crate) kept: bool,
}

/// A newer version is there. Nobody is hurried, and it can be put off until the next one.
#[component]
pub(crate) fn NewerNotice(props: &NewerNoticeProps) -> Html {
    let words = use_words();
    let later = use_state_eq(|| false);
    let put_off = {
        let later = later.setter();
        Callback::from(move |_: MouseEvent| later.set(true))
    };
    let take = Callback::from(|_: MouseEvent| take_newer());
    let said = (props.newer && !*later).then(|| {
        html! {
            <section class="notice" aria-labelledby="newer">
                <h2 id="newer">{ words.t("offline.newer") }</h2>
                if props.kept {
                    <p>{ words.t("offline.newer.help") }</p>
                } else {
                    <p>{ words.t("offline.newer.unkept") }</p>
                }
                <div class="notice__actions">
                    if props.kept {
                        <button type="button" class="button" onclick={take}>
                            { words.t("offline.reload") }
                        </button>
                    }
                    <button type="button" class="button" onclick={put_off}>{ words.t("offline.later") }</button>
                </div>
            </section>
        }
    });
    html! { <Said class="newer">{ said }</Said> }
}

#[derive(Properties, PartialEq)]
pub(crate) struct OfflineSignProps {
    /// Whether what is open will open without a network too.
    pub(crate) ready: bool,
}

/// That it works without a network; nothing where it does not.
#[component]
pub(crate) fn OfflineSign(props: &OfflineSignProps) -> Html {
    let words = use_words();
    if !props.ready {
        return Html::default();
    }
    html! {
        <span class="offline">
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8.5l3.5 3.5L13 5" /></svg>
            { words.t("offline.ready") }
        </span>
    }
}
