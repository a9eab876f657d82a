//! What a trainer sets, and what each team gets of it.

use std::collections::BTreeSet;

use onrush_network::{Fault, Faults};
use onrush_scenario::{Scenario, Targets, story};
use serde::{Deserialize, Serialize};

use crate::surprise::LONGEST_MIN;
use crate::wire::{self, NoCode, hash};
use crate::{Free, LONGEST_NAME, MINUTES, MOST_TEAMS, Surprise};

/// What is played: the same for the trainer and for every team. In a code its fields stand in this order, one behind the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Game {
    /// What the workshop is called; may be empty.
    pub name: String,
    /// Key of the built-in story.
    pub story: String,
    /// The seed of its crowd.
    pub seed: u64,
    /// What goes wrong, which no team knows beforehand.
    pub surprise: Option<Surprise>,
    /// What counts as held, to the thousandth.
    #[serde(with = "hopes")]
    pub targets: Targets,
    /// Minutes that the teams have.
    pub minutes: u32,
    /// What may be changed.
    pub free: Free,
}

/// What a trainer sets. The key is the trainer's: whoever has it can hand in for every team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workshop {
    /// A number that no other workshop has, from chance.
    pub key: u64,
    /// What is played.
    pub game: Game,
    /// Who takes part: [`Workshop::add_team`] gives each a number.
    pub teams: Vec<Team>,
    /// How many teams there ever were, so that a number is never given twice.
    pub teams_so_far: u16,
}

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Team {
    /// By which the team is known, whatever it is called.
    pub number: u16,
    /// What it is called.
    pub name: String,
    /// Tag of the language of its page; empty: the one of its browser.
    pub language: String,
}

/// What one team gets: everything that it needs for the story, and the surprise, which its page does not show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// Names the workshop; nobody can tell the key from it.
    pub workshop: u32,
    /// By which what it hands in is known to be its own.
    pub token: u64,
    /// The team.
    pub team: Team,
    /// What is played, with the surprise for the reveal without the trainer's page.
    pub game: Game,
}

/// Targets as whole thousandths: few bytes, and every field always there.
mod hopes {
    use onrush_scenario::Targets;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, and ranges are checked"
    )]
    fn whole(value: f64) -> u64 {
        (value * 1000.0).round() as u64
    }

    fn value(whole: u64) -> f64 {
        whole as f64 / 1000.0
    }

    type Whole = (u64, u64, Option<u64>);

    fn thousandths(targets: &Targets) -> Whole {
        (
            whole(targets.page_p95_s),
            whole(targets.served_percent),
            targets.budget.map(whole),
        )
    }

    fn targets((page_p95_s, served_percent, budget): Whole) -> Targets {
        Targets {
            page_p95_s: value(page_p95_s),
            served_percent: value(served_percent),
            budget: budget.map(value),
        }
    }

    pub(super) fn rounded(given: &Targets) -> Targets {
        targets(thousandths(given))
    }

    pub(super) fn serialize<S: Serializer>(
        given: &Targets,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        thousandths(given).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Targets, D::Error> {
        Whole::deserialize(deserializer).map(targets)
    }
}

fn sound_name(faults: &mut Faults, path: &str, name: &str, least: usize) {
    let length = name.chars().count();
    let sound = (least..=LONGEST_NAME).contains(&length) && !name.chars().any(char::is_control);
    faults.require(sound, || {
        Fault::new(path, name, format!("{least} to {LONGEST_NAME} characters"))
    });
}

fn sound_language(faults: &mut Faults, path: &str, tag: &str) {
    let sound = tag.len() <= 12 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    faults.require(sound, || Fault::new(path, tag, "a language's tag, as nl"));
}

impl Game {
    /// One with this story and its own targets, and 30 minutes. An unknown story is told by [`Workshop::check`].
    #[must_use]
    pub fn new(story_key: &str) -> Self {
        let plan = story(story_key).and_then(|story| Scenario::read(story.file).ok());
        Self {
            name: String::new(),
            story: story_key.to_owned(),
            seed: 1,
            surprise: None,
            targets: plan.map_or(
                Targets {
                    page_p95_s: 4.0,
                    served_percent: 99.0,
                    budget: None,
                },
                |plan| plan.targets,
            ),
            minutes: 30,
            free: Free::Both,
        }
    }

    /// The plan with which every team begins: the story's, with what is hoped for in the workshop.
    ///
    /// # Errors
    /// That there is no such story, or the faults of the targets.
    pub fn start(&self) -> Result<Scenario, Faults> {
        let unknown = || {
            Faults(vec![Fault::new(
                "story",
                &self.story,
                "the key of a built-in story",
            )])
        };
        let mut plan = Scenario::read(story(&self.story).ok_or_else(unknown)?.file)?;
        plan.targets = hopes::rounded(&self.targets);
        plan.check()?;
        Ok(plan)
    }

    /// What is wrong with it.
    fn faults(&self) -> Faults {
        let mut faults = match self.start() {
            Ok(_) => Faults::default(),
            Err(faults) => faults,
        };
        sound_name(&mut faults, "name", &self.name, 0);
        faults.require(MINUTES.contains(&self.minutes), || {
            Fault::new(
                "minutes",
                self.minutes,
                format!("between {} and {}", MINUTES.start(), MINUTES.end()),
            )
        });
        if let Some(surprise) = self.surprise {
            faults.require(surprise.minutes <= LONGEST_MIN, || {
                Fault::new(
                    "surprise.minutes",
                    surprise.minutes,
                    format!("between 0 and {LONGEST_MIN}"),
                )
            });
        }
        faults
    }
}

impl Workshop {
    /// One with this key and story, as [`Game::new`] makes it, and no team yet.
    #[must_use]
    pub fn new(key: u64, story_key: &str) -> Self {
        Self {
            key,
            game: Game::new(story_key),
            teams: Vec::new(),
            teams_so_far: 0,
        }
    }

    /// One team more, which sees the page in its browser's language.
    pub fn add_team(&mut self, name: &str) {
        self.teams_so_far = self.teams_so_far.saturating_add(1);
        self.teams.push(Team {
            number: self.teams_so_far,
            name: name.to_owned(),
            language: String::new(),
        });
    }

    /// The same with these teams, too.
    #[must_use]
    pub fn with_teams(mut self, names: &[&str]) -> Self {
        for name in names {
            self.add_team(name);
        }
        self
    }

    /// What is wrong with it.
    ///
    /// # Errors
    /// All of it, with the field's path.
    pub fn check(&self) -> Result<(), Faults> {
        let mut faults = self.game.faults();
        faults.require((1..=MOST_TEAMS).contains(&self.teams.len()), || {
            Fault::new(
                "teams",
                self.teams.len(),
                format!("1 to {MOST_TEAMS} teams"),
            )
        });
        let mut names = BTreeSet::new();
        let mut numbers = BTreeSet::new();
        for (i, team) in self.teams.iter().enumerate().take(MOST_TEAMS) {
            sound_name(&mut faults, &format!("teams[{i}].name"), &team.name, 1);
            sound_language(&mut faults, &format!("teams[{i}].language"), &team.language);
            faults.require(
                numbers.insert(team.number) && team.number <= self.teams_so_far,
                || {
                    Fault::new(
                        format!("teams[{i}].number"),
                        team.number,
                        "a number that no other team has",
                    )
                },
            );
            faults.require(names.insert(team.name.to_lowercase()), || {
                Fault::new(
                    format!("teams[{i}].name"),
                    &team.name,
                    "a name that no other team has",
                )
            });
        }
        faults.or(())
    }

    /// Names it where its key may not be seen.
    #[must_use]
    pub fn id(&self) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "half of the bits will do")]
        let id = hash(&[b"id", &self.key.to_be_bytes()]) as u32;
        id
    }

    /// By which what a team hands in is known to be its own.
    #[must_use]
    pub(crate) fn token(&self, number: u16) -> u64 {
        hash(&[b"team", &self.key.to_be_bytes(), &number.to_be_bytes()])
    }

    /// What the team at this place gets; `None` where there is none.
    #[must_use]
    pub fn invitation(&self, place: usize) -> Option<Invitation> {
        let team = self.teams.get(place)?;
        Some(Invitation {
            workshop: self.id(),
            token: self.token(team.number),
            team: team.clone(),
            game: self.game.clone(),
        })
    }

    /// Everything in one text, for the trainer: `orw1-…`.
    #[must_use]
    pub fn code(&self) -> String {
        // A workshop that is sound is far smaller than the largest code.
        wire::write(wire::WORKSHOP, self).unwrap_or_default()
    }

    /// Reads it, from wherever it comes.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(code: &str) -> Result<Self, NoCode> {
        let read: Self = wire::read(wire::WORKSHOP, code)?;
        read.check().map_err(|_| NoCode::Newer)?;
        Ok(read)
    }

    /// The first workshop in a text: a file, a link.
    #[must_use]
    pub fn find(text: &str) -> Option<Result<Self, NoCode>> {
        let at = text.find("orw1-")?;
        text.get(at..).map(Self::read)
    }
}

impl Invitation {
    /// As a text for a link: `ort1-…`.
    #[must_use]
    pub fn code(&self) -> String {
        // An invitation that is sound is far smaller than the largest code.
        wire::write(wire::TEAM, self).unwrap_or_default()
    }

    /// Reads it, from wherever it comes.
    ///
    /// # Errors
    /// Why it is none. One that speaks of what this program does not have, such as a story, is of a newer one.
    pub fn read(code: &str) -> Result<Self, NoCode> {
        let read: Self = wire::read(wire::TEAM, code)?;
        let mut faults = read.game.faults();
        sound_name(&mut faults, "team.name", &read.team.name, 1);
        sound_language(&mut faults, "team.language", &read.team.language);
        faults.or(read).map_err(|_| NoCode::Newer)
    }
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{IncidentKind, stories};

    use super::*;

    fn workshop() -> Workshop {
        let mut workshop = Workshop::new(42, "toy-shop").with_teams(&["Blue", "Red"]);
        workshop.game.name = "Tuesday".to_owned();
        workshop.game.surprise = Some(Surprise {
            kind: IncidentKind::DatabaseDown,
            minutes: 10,
        });
        workshop
    }

    #[test]
    fn every_story_makes_a_workshop_that_comes_back() {
        for story in stories() {
            let mut workshop = workshop();
            workshop.game.story = story.key.to_owned();
            assert_eq!(workshop.check(), Ok(()));
            assert_eq!(Workshop::read(&workshop.code()), Ok(workshop.clone()));
            let file = format!("# Notes\n{}\nmore", workshop.code());
            assert_eq!(Workshop::find(&file), Some(Ok(workshop.clone())));
            let blue = workshop.invitation(0).unwrap();
            let code = blue.code();
            assert!(code.len() < 180, "{}: {}", story.key, code.len());
            assert_eq!(Invitation::read(&code), Ok(blue));
            assert_eq!(workshop.invitation(2), None);
        }
    }

    /// Codes are in links, files and mails: those that were written once are read for ever, and written the same.
    #[test]
    fn the_bytes_of_a_code_stay() {
        const TRAINERS: &str = "orw1-ADsW_ILa0dl6BHM8tDBKbazlcjvXEpTBJVaU9_57sU9lrGrg9LbKJ4xQNQvoGfqCQa56rs6XuxmsPWjV_xhrwlk";
        const TEAMS: &str = "ort1-ADdQ3kl_Azo1-NDp7hEXW0nxs-fVSOApXCdARlCIwzsCMFjY5h3i6TlxNZ8Ek8K8l10zON9srgupzJ9Zvg";
        let mut written =
            Workshop::new(0x0123_4567_89ab_cdef, "toy-shop").with_teams(&["Blue", "Red"]);
        written.game = Game {
            name: "Tuesday".to_owned(),
            story: "toy-shop".to_owned(),
            seed: 300,
            surprise: Some(Surprise {
                kind: IncidentKind::DatabaseDown,
                minutes: 10,
            }),
            targets: Targets {
                page_p95_s: 2.5,
                served_percent: 99.5,
                budget: Some(1234.0),
            },
            minutes: 45,
            free: Free::Site,
        };
        "nl".clone_into(&mut written.teams[1].language);
        assert_eq!(written.code(), TRAINERS);
        let red = written.invitation(1).unwrap();
        assert_eq!(red.code(), TEAMS);
        assert_eq!(Workshop::read(TRAINERS), Ok(written));
        assert_eq!(Invitation::read(TEAMS), Ok(red));
    }

    #[test]
    fn faults_name_the_field() {
        let paths = |change: &dyn Fn(&mut Workshop)| {
            let mut workshop = workshop();
            change(&mut workshop);
            let faults = workshop.check().unwrap_err();
            faults.0.into_iter().map(|f| f.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(&|w| w.game.story = "no".into()), ["story"]);
        assert_eq!(paths(&|w| w.game.minutes = 0), ["minutes"]);
        assert_eq!(paths(&|w| w.teams.clear()), ["teams"]);
        assert_eq!(
            paths(&|w| w.teams[1].name = "BLUE".into()),
            ["teams[1].name"]
        );
        assert_eq!(paths(&|w| w.teams[0].name = "\n".into()), ["teams[0].name"]);
        assert_eq!(
            paths(&|w| w.teams[0].language = "<b>".into()),
            ["teams[0].language"]
        );
        assert_eq!(paths(&|w| w.teams[1].number = 1), ["teams[1].number"]);
        assert_eq!(paths(&|w| w.game.name = "x".repeat(61)), ["name"]);
        assert_eq!(
            paths(&|w| w.game.targets.served_percent = 101.0),
            ["targets.served_percent"]
        );
        assert_eq!(
            paths(&|w| w.game.surprise = w.game.surprise.map(|s| Surprise { minutes: 9999, ..s })),
            ["surprise.minutes"]
        );
    }

    #[test]
    fn a_team_knows_neither_the_key_nor_another_teams_token() {
        let workshop = workshop();
        let (blue, red) = (
            workshop.invitation(0).unwrap(),
            workshop.invitation(1).unwrap(),
        );
        assert_ne!(blue.token, red.token);
        assert_ne!(blue.token, workshop.key);
        assert_ne!(u64::from(blue.workshop), workshop.key);
        assert_ne!(workshop.id(), Workshop::new(43, "toy-shop").id());
    }
}
