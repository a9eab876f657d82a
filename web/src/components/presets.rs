//! Something usual to begin with: a site, a journey.

use onrush_scenario::{Edit, presets};
use onrush_words::Words;
use yew::prelude::*;

use crate::components::FaultList;
use crate::components::fields::whole;
use crate::components::palette::{Offer, Palette};
use crate::language::use_words;
use crate::state::{Action, Document, Form, Shared};

/// What is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The site.
    Site,
    /// The journey.
    Journey,
}

impl Kind {
    /// A stable name for message ids.
    fn id(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Journey => "journey",
        }
    }

    /// Keys of what there is to begin with.
    fn keys(self) -> Vec<&'static str> {
        match self {
            Self::Site => presets::sites().iter().map(|p| p.key).collect(),
            Self::Journey => presets::journeys().iter().map(|p| p.key).collect(),
        }
    }

    /// Puts it into the plan, and calls what is new as the language does.
    fn edit(self, key: &str, document: &Document, words: Words) -> Option<Edit> {
        // The plan itself: of the one on the screen the names would come along, which are only shown in that language.
        let (plan, say) = (document.own(), |part| words.part_to_begin_with(part));
        match self {
            Self::Site => presets::site(key).map(|p| p.edit(plan, say)),
            Self::Journey => presets::journey(key).map(|p| p.edit(plan, say)),
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PresetsProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// What is replaced.
    pub(crate) kind: Kind,
    /// Told when one was put in.
    pub(crate) on_done: Callback<()>,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// A button for each, with what it is; below, why one does not fit this plan.
#[component]
pub(crate) fn Presets(props: &PresetsProps) -> Html {
    let words = use_words();
    let kind = props.kind;
    let faults = use_state_eq(|| None);
    let choose = {
        let (form, dispatch) = (props.form.clone(), props.dispatch.clone());
        let (on_done, faults) = (props.on_done.clone(), faults.setter());
        move |key: &'static str| {
            let Some(edit) = kind.edit(key, &form.document, words) else {
                return;
            };
            match form.document.scenario.edited(&edit) {
                Ok(_) => {
                    dispatch.emit(whole(edit));
                    on_done.emit(());
                }
                Err(wrong) => faults.set(Some(Shared::new(wrong))),
            }
        }
    };
    let keys = kind.keys();
    let offer = |key: &&'static str| {
        let id = format!("preset.{}.{key}", kind.id());
        Offer {
            name: words.t(&format!("{id}.name")),
            help: words.t(&format!("{id}.says")),
        }
    };
    let offers: Vec<Offer> = keys.iter().map(offer).collect();
    html! {
        <>
            <p class="soft">{ words.t(&format!("presets.{}.help", kind.id())) }</p>
            <Palette {offers} choose={Callback::from(move |i: usize| choose(keys[i]))} />
            if let Some(faults) = &*faults {
                <div role="alert">
                    <p>{ words.t("presets.refused") }</p>
                    <FaultList faults={faults.clone()} />
                </div>
            }
        </>
    }
}
