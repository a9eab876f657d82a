//! What can be added: every kind of activity, in plain words.

use onrush_scenario::ActivityKind;
use yew::prelude::*;

use super::says;
use crate::language::use_words;
use crate::timeline::GROUPS;

#[derive(Properties, PartialEq)]
pub(super) struct PaletteProps {
    /// Hears what is added.
    pub(super) choose: Callback<ActivityKind>,
    /// Closes it.
    pub(super) close: Callback<()>,
}

#[component]
pub(super) fn Palette(props: &PaletteProps) -> Html {
    let words = use_words();
    html! {
        <section class="crowd-sheet" aria-labelledby="palette">
            <div class="crowd-sheet__head">
                <h3 id="palette" tabindex="-1">{ words.t("crowd.add.title") }</h3>
                <button type="button" class="button button--plain" onclick={props.close.reform(|_: MouseEvent| ())}>{ words.t("crowd.close") }</button>
            </div>
            { for GROUPS.iter().map(|(group, kinds)| html! {
                <div key={*group} class="crowd-palette" role="group" aria-label={words.t(&format!("crowd.group.{group}"))}>
                    <p class="crowd-palette__group" aria-hidden="true">{ words.t(&format!("crowd.group.{group}")) }</p>
                    { for kinds.iter().map(|kind| {
                        let kind = *kind;
                        html! {
                            <button key={kind.id()} type="button" class="crowd-palette__one" onclick={props.choose.reform(move |_: MouseEvent| kind)}>
                                <span class="crowd-palette__name">{ says::name(words, kind) }</span>
                                <span class="crowd-palette__about">{ says::about(words, kind) }</span>
                            </button>
                        }
                    }) }
                </div>
            }) }
        </section>
    }
}
