//! A story as a card: one sentence, its curve, a way in.

use onrush_scenario::{Scenario, Story};
use onrush_words::Args;
use yew::prelude::*;

use crate::components::Curve;
use crate::curves::CrowdCurves;
use crate::language::use_words;
use crate::state::{Route, Span};

#[derive(Properties, PartialEq)]
pub(crate) struct StoryCardProps {
    /// The story.
    pub(crate) story: &'static Story,
}

#[component]
pub(crate) fn StoryCard(props: &StoryCardProps) -> Html {
    let words = use_words();
    let key = props.story.key;
    let crowd = use_memo(key, |_| {
        let scenario = Scenario::read(props.story.file).ok()?;
        let span = Span::whole(scenario.clock.horizon_s());
        let crowd = CrowdCurves::of(&scenario, span);
        Some((scenario, crowd))
    });
    let (title, teaser) = words.story(key).map_or_else(
        || (key.to_owned(), String::new()),
        |text| (text.title, text.teaser),
    );
    let address = Route::Story {
        key: key.to_owned(),
        seed: 1,
    }
    .fragment();
    html! {
        <li class="story">
            <svg class="story__curve" aria-hidden="true">
                if let Some((_, crowd)) = &*crowd {
                    <svg y="12%" width="100%" height="88%">
                        <Curve values={crowd.sum.clone()} top={crowd.top} class="story__area" />
                    </svg>
                }
            </svg>
            <div class="story__words">
                <h2>{ title.clone() }</h2>
                <p>{ teaser }</p>
                if let Some(partner) = props.story.partner.and_then(|key| words.story(key)) {
                    <p class="story__pair">{ words.text("story.pair", &Args::new().with("title", partner.title)) }</p>
                }
                if let Some((scenario, crowd)) = &*crowd {
                    <p class="story__peak">
                        { words.text("story.peak", &Args::new()
                            .with("clock", words.clock_minute(&scenario.clock, crowd.peak_at_s))
                            .with("rate", crowd.peak_per_s)) }
                    </p>
                }
                <a class="button button--main story__go story__link" href={format!("#{address}")}>
                    { words.t("story.try") }
                    <span class="visually-hidden">{ format!(": {title}") }</span>
                </a>
            </div>
        </li>
    }
}
