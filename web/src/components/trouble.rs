//! Why something could not be opened: what happened, what is safe, what to do.

use onrush_network::Faults;
use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Shared, Trouble};

#[derive(Properties, PartialEq)]
pub(crate) struct TroubleNoticeProps {
    /// What happened.
    pub(crate) trouble: Trouble,
    /// Hears when it has been read.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn TroubleNotice(props: &TroubleNoticeProps) -> Html {
    let words = use_words();
    let dismiss = props.dispatch.reform(|_: MouseEvent| Action::Dismiss);
    let named = |name: &str| Args::new().with("name", name);
    let (title, help, faults) = match &props.trouble {
        Trouble::Faults { name, faults } => (
            words.text("trouble.faults", &named(name).with("n", faults.0.len())),
            "trouble.faults.help",
            Some(faults.clone()),
        ),
        Trouble::TooLarge { name } => (
            words.text("trouble.large", &named(name)),
            "trouble.large.help",
            None,
        ),
        Trouble::Unreadable { name } => (
            words.text("trouble.unreadable", &named(name)),
            "trouble.unreadable.help",
            None,
        ),
        Trouble::UnknownStory { key } => (
            words.text("trouble.story", &named(key)),
            "trouble.story.help",
            None,
        ),
        Trouble::BrokenLink => (words.t("trouble.link"), "trouble.link.help", None),
        Trouble::LinkFaults(faults) => (
            words.text(
                "trouble.link-faults",
                &Args::new().with("n", faults.0.len()),
            ),
            "trouble.link-faults.help",
            Some(faults.clone()),
        ),
        Trouble::LinkNewer => (
            words.t("trouble.link-newer"),
            "trouble.link-newer.help",
            None,
        ),
        Trouble::LinkTooLarge => (
            words.t("trouble.link-large"),
            "trouble.link-large.help",
            None,
        ),
        Trouble::KeptDamaged { faults, .. } => (
            words.t("trouble.damaged"),
            "trouble.damaged.help",
            Some(faults.clone()),
        ),
        Trouble::FileGone => (words.t("trouble.gone"), "trouble.gone.help", None),
    };
    html! {
        <section class="notice" role="alert" aria-labelledby="trouble">
            <h2 id="trouble">{ title }</h2>
            <p>{ words.t(help) }</p>
            if let Some(faults) = faults {
                <FaultList {faults} />
            }
            <div class="notice__actions">
                if let Trouble::KeptDamaged { file, .. } = &props.trouble {
                    <button type="button" class="button" onclick={as_file(file)}>{ words.t("document.save") }</button>
                }
                <button type="button" class="button" onclick={dismiss}>{ words.t("trouble.dismiss") }</button>
            </div>
        </section>
    }
}

/// Hands out what is damaged as it is.
fn as_file(file: &std::rc::Rc<str>) -> Callback<MouseEvent> {
    let file = std::rc::Rc::clone(file);
    Callback::from(move |_| {
        crate::outside::save_text("plan.onrush.json", "application/json", &file);
    })
}

#[derive(Properties, PartialEq)]
pub(crate) struct FaultListProps {
    /// What is wrong.
    pub(crate) faults: Shared<Faults>,
}

/// Every fault of a file: where, what stands there, what may stand there.
#[component]
pub(crate) fn FaultList(props: &FaultListProps) -> Html {
    let words = use_words();
    html! {
        <ol class="faults" tabindex="0" aria-label={words.t("faults.label")}>
            { for props.faults.0.iter().map(|fault| html! {
                <li>
                    <strong>{ words.field(&fault.path) }</strong>
                    <br />
                    { words.fault_value(fault) }
                </li>
            }) }
        </ol>
    }
}
