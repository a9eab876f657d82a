//! Pictures for pages that may have no frames: the people over time, with what they show in words.

use onrush_handover::picture;
use onrush_report::ChartId;
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::charts::{png_canvas, svg_text};
use crate::components::charts::one;
use crate::outside::{save_picture, save_text};
use crate::sentences::headline;
use crate::state::{Shown, Span};

/// The picture that is made.
const CHART: ChartId = ChartId::People;

/// What the picture shows, for whoever does not see it.
pub(super) fn alt(words: Words, shown: &Shown) -> String {
    let (_, says) = one(CHART, &shown.played, &shown.rehearsal, words);
    let said = headline(words, &shown.played, &shown.rehearsal);
    words.text(
        "embedding.alt",
        &Args::new()
            .with("name", &shown.document.scenario.name)
            .with("headline", said)
            .with("chart", says.to_string()),
    )
}

/// The name of its file, without the ending.
pub(super) fn stem(shown: &Shown) -> String {
    let name = onrush_scenario::unused_id([], &shown.document.scenario.name);
    format!("{name}-crowd-{}", shown.rehearsal.seed)
}

/// The lines to paste, with the picture beside the page.
pub(super) fn lines(words: Words, shown: &Shown, link: Option<&str>) -> String {
    picture(
        &format!("{}.svg", stem(shown)),
        &alt(words, shown),
        &headline(words, &shown.played, &shown.rehearsal),
        link,
    )
}

/// Saves it as a file.
pub(super) fn save(words: Words, shown: &Shown, png: bool) -> Callback<MouseEvent> {
    let shown = shown.clone();
    Callback::from(move |_| {
        let (chart, _) = one(CHART, &shown.played, &shown.rehearsal, words);
        let span = Span::whole(shown.played.horizon_s());
        let name = stem(&shown);
        if png {
            if let Some(canvas) = png_canvas(&chart, span, &[]) {
                save_picture(format!("{name}.png"), &canvas);
            }
        } else if let Some(text) = svg_text(&chart, span, &[]) {
            save_text(&format!("{name}.svg"), "image/svg+xml", &text);
        }
    })
}
