//! The stories as they are played: without what nobody looks at meanwhile (`build.rs`). For the program that shows one story to look at
//! (docs/decisions/0006-what-the-page-weighs.md).

macro_rules! to_play {
    ($key:literal) => {
        (
            $key,
            include_str!(concat!(env!("OUT_DIR"), "/", $key, ".onrush.json")),
        )
    };
}

/// Key and text of each, in the order of [`crate::stories()`]. Made by the build script.
static TO_PLAY: [(&str, &str); 10] = [
    to_play!("mole-app"),
    to_play!("museum-tickets"),
    to_play!("toy-shop"),
    to_play!("staffing-firm"),
    to_play!("asia-email"),
    to_play!("asia-blocked"),
    to_play!("influencer-post"),
    to_play!("glastonbury"),
    to_play!("black-friday"),
    to_play!("ecensus"),
];

/// The keys of all stories.
pub fn story_keys() -> impl Iterator<Item = &'static str> {
    TO_PLAY.iter().map(|(key, _)| *key)
}

/// The file of the story with this key, without its notes.
#[must_use]
pub fn story_to_play(key: &str) -> Option<&'static str> {
    TO_PLAY
        .iter()
        .find(|(k, _)| *k == key)
        .map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Scenario, stories};

    #[test]
    fn a_story_to_play_is_the_story_without_its_notes() {
        assert!(story_keys().eq(stories().iter().map(|s| s.key)));
        for story in stories() {
            let whole = Scenario::read(story.file).unwrap();
            let text = story_to_play(story.key).unwrap();
            let light = Scenario::read(text).unwrap();
            assert_eq!(light.network(), whole.network(), "{}", story.key);
            let without = Scenario {
                notes: Vec::new(),
                ..whole
            };
            assert_eq!(light, without, "{}", story.key);
            assert!(text.len() * 2 < story.file.len(), "{}", story.key);
        }
        assert_eq!(story_to_play("no-such-story"), None);
    }
}
