//! The built-in stories: true cases as scenario files.

/// A built-in story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    /// Stable key: `mole-app`. The scenario's `story` field and file name.
    pub key: &'static str,
    /// The scenario file.
    pub file: &'static str,
}

static STORIES: [Story; 1] = [Story {
    key: "mole-app",
    file: include_str!("../stories/mole-app.onrush.json"),
}];

/// All of them, in the order in which they are shown.
#[must_use]
pub fn stories() -> &'static [Story] {
    &STORIES
}

/// The story with this key.
#[must_use]
pub fn story(key: &str) -> Option<&'static Story> {
    STORIES.iter().find(|s| s.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    #[test]
    fn every_story_reads_checks_and_lowers() {
        for story in stories() {
            let scenario =
                Scenario::read(story.file).unwrap_or_else(|f| panic!("{}:\n{f}", story.key));
            assert_eq!(scenario.story.as_deref(), Some(story.key));
            let network = scenario.network().unwrap();
            assert_eq!(network.check(), Ok(()), "{}", story.key);
            let labels = scenario.labels();
            assert_eq!(labels.stations.len(), network.stations.len());
            assert_eq!(labels.streams.len(), network.streams.len());
        }
    }
}
