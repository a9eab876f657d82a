//! What can be added: every kind of activity, in plain words.

use onrush_scenario::ActivityKind;
use yew::prelude::*;

use super::says;
use crate::components::palette::{Offer, Palette};
use crate::components::sheet::{Sheet, SheetPlace};
use crate::language::use_words;
use crate::timeline::GROUPS;

#[derive(Properties, PartialEq)]
pub(super) struct ActivitiesProps {
    /// Hears what is added.
    pub(super) choose: Callback<ActivityKind>,
    /// Closes it.
    pub(super) close: Callback<()>,
}

#[component]
pub(super) fn Activities(props: &ActivitiesProps) -> Html {
    let words = use_words();
    html! {
        <Sheet title={words.t("crowd.add.title")} about="activities" place={SheetPlace::Within} on_close={props.close.clone()}>
            { for GROUPS.iter().map(|(group, kinds)| {
                let offer = |kind: &ActivityKind| Offer {
                    name: says::name(words, *kind),
                    help: says::about(words, *kind),
                };
                html! {
                    <Palette
                        key={*group} group={words.t(&format!("crowd.group.{group}"))}
                        offers={kinds.iter().map(offer).collect::<Vec<_>>()} choose={props.choose.reform(|i: usize| kinds[i])}
                    />
                }
            }) }
        </Sheet>
    }
}
