//! What a site does not have yet and could.

use yew::prelude::*;

use super::part::{Addable, Zone};
use crate::components::palette::{Offer, Palette};
use crate::language::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct AddablesProps {
    /// What fits, in the order of the drawing.
    pub(crate) addable: Vec<Addable>,
    /// Where it shall stand; `None`: anywhere.
    pub(crate) zone: Option<Zone>,
    /// Told what was chosen.
    pub(crate) choose: Callback<Addable>,
}

/// A button for each part that can be added.
#[component]
pub(crate) fn Addables(props: &AddablesProps) -> Html {
    let words = use_words();
    let fits = |a: &Addable| props.zone.is_none_or(|zone| a.zone() == zone);
    let fitting: Vec<Addable> = props.addable.iter().copied().filter(fits).collect();
    let offer = |addable: &Addable| Offer {
        name: words.t(&format!("room.add.{}", addable.id())),
        help: words.t(&format!("room.add.{}.help", addable.id())),
    };
    let offers: Vec<Offer> = fitting.iter().map(offer).collect();
    html! {
        <>
            <p class="soft">{ words.t("room.add.help") }</p>
            <Palette {offers} choose={props.choose.reform(move |i: usize| fitting[i])} />
        </>
    }
}
