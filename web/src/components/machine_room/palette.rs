//! What a site does not have yet and could.

use yew::prelude::*;

use super::part::{Addable, Zone};
use crate::language::use_words;

#[derive(Properties, PartialEq)]
pub(crate) struct PaletteProps {
    /// What fits, in the order of the drawing.
    pub(crate) addable: Vec<Addable>,
    /// Where it shall stand; `None`: anywhere.
    pub(crate) zone: Option<Zone>,
    /// Told what was chosen.
    pub(crate) choose: Callback<Addable>,
}

/// A button for each part that can be added, with what it is in plain words.
#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    let words = use_words();
    let fits = |a: &&Addable| props.zone.is_none_or(|zone| a.zone() == zone);
    html! {
        <>
            <p class="soft">{ words.t("room.add.help") }</p>
            <ul class="palette">
                { for props.addable.iter().filter(fits).map(|&addable| {
                    let id = addable.id();
                    html! {
                        <li key={id}>
                            <button
                                type="button" class="palette__one"
                                onclick={props.choose.reform(move |_: MouseEvent| addable)}
                            >
                                <span class="palette__name">{ words.t(&format!("room.add.{id}")) }</span>
                                <span class="palette__help">{ words.t(&format!("room.add.{id}.help")) }</span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </>
    }
}
