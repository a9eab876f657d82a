//! What can be chosen or added, each with what it is in plain words.

use yew::prelude::*;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offer {
    /// What it is called.
    pub(crate) name: String,
    /// What it is.
    pub(crate) help: String,
}

#[derive(Properties, PartialEq)]
pub(crate) struct PaletteProps {
    /// What these have in common, where there are several groups.
    #[prop_or_default]
    pub(crate) group: Option<AttrValue>,
    /// What there is.
    pub(crate) offers: Vec<Offer>,
    /// Told which was chosen, by its place.
    pub(crate) choose: Callback<usize>,
}

/// A button for each.
#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    html! {
        <>
            if let Some(group) = &props.group {
                <h4 class="palette__group">{ group }</h4>
            }
            <ul class="palette" aria-label={props.group.clone()}>
                { for props.offers.iter().enumerate().map(|(i, offer)| html! {
                    <li key={i}>
                        <button type="button" class="palette__one" onclick={props.choose.reform(move |_: MouseEvent| i)}>
                            <span class="palette__name">{ &offer.name }</span>
                            <span class="palette__help">{ &offer.help }</span>
                        </button>
                    </li>
                }) }
            </ul>
        </>
    }
}
