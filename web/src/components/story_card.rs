//! A story as a card: one sentence, its curve, a way in.

use std::rc::Rc;

use onrush_scenario::{ClockTime, Span as Clock};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::Curve;
use crate::language::use_words;
use crate::state::Route;

/// What a card shows of each story: computed beforehand, so that the first screen needs neither the stories nor what reads them.
const CARDS: &str = include_str!("story_cards.txt");
/// The lowest and the highest point of a curve, as characters.
const LEVELS: std::ops::RangeInclusive<u8> = b'!'..=b'}';

/// What a card shows of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Card {
    /// The story's key.
    pub(crate) key: &'static str,
    /// Key of the story that is told beside it.
    pub(crate) partner: Option<&'static str>,
    /// Second of the day at which the rehearsal begins.
    start_s: u32,
    /// The second with the highest rate.
    peak_at_s: u32,
    /// The highest rate, in new visits in a thousand seconds.
    peak_per_ks: u32,
    /// The sum curve, a character for each point.
    curve: &'static str,
}

/// The cards, in the order of the stories.
pub(crate) fn cards() -> impl Iterator<Item = Card> {
    CARDS.lines().filter_map(|line| {
        let mut parts = line.split(' ');
        Some(Card {
            key: parts.next()?,
            partner: parts.next().filter(|key| *key != "-"),
            start_s: parts.next()?.parse().ok()?,
            peak_at_s: parts.next()?.parse().ok()?,
            peak_per_ks: parts.next()?.parse().ok()?,
            curve: parts.next()?,
        })
    })
}

impl Card {
    /// The curve, from 0 to the height of [`LEVELS`].
    fn curve(&self) -> Rc<[f64]> {
        let points = self.curve.bytes();
        points
            .map(|point| f64::from(point.saturating_sub(*LEVELS.start())))
            .collect()
    }

    /// When the crowd is greatest, and how great.
    pub(crate) fn peak(&self, words: Words) -> String {
        let args = Args::new()
            .with("clock", words.clock_minute(&self.clock(), self.peak_at_s))
            .with("rate", f64::from(self.peak_per_ks) / 1000.0);
        words.text("story.peak", &args)
    }

    /// Where the clock stands at the beginning, as far as a time of day goes.
    fn clock(&self) -> Clock {
        Clock {
            date: String::new(),
            start: ClockTime {
                second_of_day: self.start_s,
            },
            minutes: 0,
            time_zone: String::new(),
            utc_offset_minutes: 0,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct StoryCardProps {
    /// The story.
    pub(crate) card: Card,
}

#[component]
pub(crate) fn StoryCard(props: &StoryCardProps) -> Html {
    let words = use_words();
    let card = &props.card;
    let key = card.key;
    let (title, teaser) = words.story(key).map_or_else(
        || (key.to_owned(), String::new()),
        |text| (text.title, text.teaser),
    );
    let address = Route::Story {
        key: key.to_owned(),
        seed: 1,
    }
    .fragment();
    let top = f64::from(*LEVELS.end() - *LEVELS.start());
    html! {
        <li class="story">
            <svg class="story__curve" aria-hidden="true">
                <svg y="12%" width="100%" height="88%">
                    <Curve values={card.curve()} {top} class="story__area" />
                </svg>
            </svg>
            <div class="story__words">
                <h2>{ title.clone() }</h2>
                <p>{ teaser }</p>
                if let Some(partner) = card.partner.and_then(|key| words.story(key)) {
                    <p class="story__pair">{ words.text("story.pair", &Args::new().with("title", partner.title)) }</p>
                }
                <p class="story__peak">{ card.peak(words) }</p>
                <a class="button button--main story__go story__link" href={format!("#{address}")}>
                    { words.t("story.try") }
                    <span class="visually-hidden">{ format!(": {title}") }</span>
                </a>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curves::CrowdCurves;
    use crate::state::Span;
    use onrush_scenario::{Scenario, Story};

    /// Points of a card's curve.
    const POINTS: usize = 240;

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rates of stories are thousands at most, and levels are a character's"
    )]
    fn line(story: &Story) -> String {
        let scenario = Scenario::read(story.file).unwrap();
        let crowd = CrowdCurves::of(&scenario, Span::whole(scenario.clock.horizon_s()));
        let height = f64::from(*LEVELS.end() - *LEVELS.start());
        let each = crowd.sum.len().div_ceil(POINTS);
        let curve: String = crowd
            .sum
            .chunks(each)
            .map(|values| values.iter().copied().fold(0.0, f64::max))
            .map(|value| {
                (f64::from(*LEVELS.start()) + (value / crowd.top * height).round()) as u8 as char
            })
            .collect();
        format!(
            "{} {} {} {} {} {curve}\n",
            story.key,
            story.partner.unwrap_or("-"),
            scenario.clock.start.second_of_day,
            crowd.peak_at_s,
            (crowd.peak_per_s * 1000.0).round() as u32,
        )
    }

    #[test]
    fn cards_show_the_stories_as_they_are() {
        let fresh: String = onrush_scenario::stories().iter().map(line).collect();
        if std::env::var_os("ONRUSH_UPDATE").is_some() {
            let file = concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/src/components/story_cards.txt"
            );
            std::fs::write(file, fresh).unwrap();
            return;
        }
        assert_eq!(
            CARDS, fresh,
            "a story has changed: run `ONRUSH_UPDATE=1 cargo test -p onrush-web cards_show` and look at the difference"
        );
        assert_eq!(cards().count(), onrush_scenario::stories().len());
    }
}
