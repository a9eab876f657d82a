//! The first screen by itself: shows the start until somebody goes on from there, then has the page's program take over.

#[cfg(test)]
mod still;

use onrush_words::Words;
use yew::prelude::*;

use crate::components::{Bar, NewerNotice, Said, Voice};
use crate::outside::{
    Handed, focus_on_link, hand_over, keep_theme, kept_theme, use_dropped_files, use_language,
    use_library, use_look, use_offline, use_opened,
};
use crate::pages::StartPage;
use crate::state::{Action, Library, Route, Shared, Trouble};

/// How the page's program is doing.
#[derive(Clone, PartialEq)]
enum Rest {
    /// Nobody has asked for it.
    Unasked,
    /// It is on its way.
    Coming,
    /// It has not arrived, and why.
    Missing(AttrValue),
}

#[derive(Properties, PartialEq)]
pub(crate) struct StartProps {
    /// The address of the link that had the focus in the still picture of this screen: somebody was on the way already.
    pub(crate) followed: Option<AttrValue>,
}

/// The first screen.
#[component]
pub(crate) fn Start(props: &StartProps) -> Html {
    use_effect_with(props.followed.clone(), |followed| {
        if let Some(address) = followed {
            focus_on_link(address);
        }
    });
    let speaking = use_language();
    let words = speaking.words;
    let theme = use_state_eq(kept_theme);
    let offline = use_offline();
    let library = use_state_eq(|| Shared::new(Library::default()));
    let rest = use_state_eq(|| Rest::Unasked);
    // What is wanted last counts; what did not arrive can be asked for again.
    let wanted = use_mut_ref(|| None::<std::rc::Rc<Handed>>);

    let go = {
        let rest = rest.setter();
        use_callback((), move |what: Option<std::rc::Rc<Handed>>, ()| {
            if what.is_some() {
                wanted.replace(what);
            }
            if let Some(what) = &*wanted.borrow() {
                rest.set(Rest::Coming);
                let rest = rest.clone();
                hand_over(what, move |why| rest.set(Rest::Missing(why.into())));
            }
        })
    };
    let hand = go.reform(|what: Handed| Some(std::rc::Rc::new(what)));
    let dispatch = {
        let (theme, library, hand) = (theme.setter(), library.setter(), hand.clone());
        use_callback((), move |action: Action, ()| match action {
            Action::Theme(chosen) => {
                keep_theme(chosen);
                theme.set(chosen);
            }
            Action::Library(kept) => library.set(Shared::new(kept)),
            Action::OpenFile { name, text } => hand.emit(Handed::File { name, text }),
            Action::Fail(Trouble::TooLarge { name }) => hand.emit(Handed::Trouble {
                kind: "large",
                name,
            }),
            Action::Fail(Trouble::Unreadable { name }) => hand.emit(Handed::Trouble {
                kind: "unreadable",
                name,
            }),
            // Nothing else can happen here.
            _ => {}
        })
    };
    use_look(*theme);
    use_dropped_files(dispatch.clone());
    use_library(dispatch.reform(Action::Library));
    use_opened(Callback::from(move |route| {
        if route != Route::Start {
            hand.emit(Handed::Address);
        }
    }));
    let again = go.reform(|_: MouseEvent| None);
    let said = match &*rest {
        Rest::Unasked => Html::default(),
        Rest::Coming => html! {
            <p class="coming"><label>{ words.t("rest.coming") }<progress></progress></label></p>
        },
        Rest::Missing(why) => html! {
            <section class="notice" aria-labelledby="missing">
                <h2 id="missing">{ words.t("rest.missing") }</h2>
                <p>{ words.t("rest.missing.help") }</p>
                <div class="notice__actions">
                    <button type="button" class="button" onclick={again}>{ words.t("run.retry") }</button>
                </div>
                <details>
                    <summary>{ words.t("ui.for_it") }</summary>
                    <p><code>{ why }</code></p>
                </details>
            </section>
        },
    };
    html! {
        <ContextProvider<Words> context={words}>
            <Bar speaking={speaking.clone()} theme={*theme} dispatch={dispatch.clone()} />
            <StartPage library={(*library).clone()} offline={offline.ready} {dispatch}>
                <Said class="rest">{ said }</Said>
            </StartPage>
            <NewerNotice newer={offline.newer} />
            <Voice />
        </ContextProvider<Words>>
    }
}
