//! Addresses: what stands behind the `#` and what it opens.
//!
//! | address                    | opens                                                     |
//! |----------------------------|-----------------------------------------------------------|
//! | (nothing), `#`             | the start                                                 |
//! | `#story=mole-app`          | that story, with seed 1                                   |
//! | `#story=mole-app&seed=42`  | that story, with seed 42                                  |
//! | `#p=1.zVfRjt…&seed=42`      | the plan that is in the link itself                       |
//! | `#plan=k3v9q2xr&seed=42`   | the person's own plan of that key, where this browser has it |
//! | `#new`                     | a blank page: three questions that make a plan            |
//! | `#steps`                   | the eight steps, with a story whose site breaks            |
//! | `#workshop`                | the trainer's page; `#workshop&at=room` one part of it, `#workshop=orw1-…` that workshop |
//! | `#team=ort1-…`             | the page of a team in a workshop                          |
//! | `#model`                   | what the model leaves out                                  |
//! | `#brief&story=…&seed=…`    | the brief of that plan; likewise `#readiness&…` and `#handover&…`; without a plan that of the open one |
//! | `#readiness&…&verify=or1-…` | the readiness sheet, compared with that code               |
//!
//! Keys may be written large or small. Unknown names are left alone (a newer program may know them); a key or seed that is
//! none makes the address [`Route::Broken`]. A fragment never
//! reaches a server, so nobody learns what was opened.

use super::{Desk, Paper};

/// A place in the app that has an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// The stories.
    Start,
    /// The rehearsal of a built-in story.
    Story {
        /// Its key.
        key: String,
        /// The seed of its crowd.
        seed: u64,
    },
    /// The rehearsal of the person's own plan.
    Plan {
        /// Its key among those that are kept here.
        key: String,
        /// The seed of its crowd.
        seed: u64,
    },
    /// The rehearsal of a plan that is in the link itself.
    Link {
        /// Its code.
        code: String,
        /// The seed of its crowd.
        seed: u64,
    },
    /// What the model leaves out, and the words of the field.
    Model,
    /// The three questions that make a plan.
    Blank,
    /// The eight steps with a broken site, from the beginning or from where one was.
    Guide,
    /// The trainer's page.
    Workshop {
        /// The workshop to be opened; `None`: the latest.
        code: Option<String>,
        /// Which part of it.
        desk: Desk,
    },
    /// The page of a team.
    Team {
        /// Its invitation.
        code: String,
    },
    /// What is taken away on paper of a plan.
    Paper {
        /// Which paper.
        paper: Paper,
        /// Of which plan; [`Route::Start`] for the one that is open.
        of: Box<Route>,
    },
    /// An address that was meant to open something and cannot be read.
    Broken,
}

/// The seed where none is given.
pub(crate) const FIRST_SEED: u64 = 1;

/// Longest key that is looked at, in bytes.
const LONGEST_KEY: usize = 64;

impl Route {
    /// Reads an address, with or without its `#`. Every text is an address; one without a known name is the start.
    pub(crate) fn parse(fragment: &str) -> Self {
        match Paper::parse(fragment) {
            Some(paper) => match Self::plain(fragment) {
                Self::Broken => Self::Broken,
                of => of.on_paper(paper),
            },
            None => Self::plain(fragment),
        }
    }

    fn plain(fragment: &str) -> Self {
        let mut story = None;
        let (mut plan, mut code) = (None, None);
        let (mut model, mut blank, mut guide) = (false, false, false);
        let (mut workshop, mut team, mut desk) = (None, None, Desk::default());
        let mut seed = Some(FIRST_SEED);
        for part in fragment.trim_start_matches('#').split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name {
                "story" => story = Some(value.to_ascii_lowercase()),
                "plan" => plan = Some(value.to_ascii_lowercase()),
                "p" => code = Some(value.to_owned()),
                "model" => model = true,
                "new" => blank = true,
                "steps" => guide = true,
                "workshop" => workshop = Some(value.to_owned()),
                "team" => team = Some(value.to_owned()),
                "at" => desk = Desk::from_id(value),
                "seed" => seed = value.parse().ok(),
                _ => {}
            }
        }
        if let Some(code) = code {
            return match (story, plan, seed) {
                (None, None, Some(seed)) => Self::Link { code, seed },
                _ => Self::Broken,
            };
        }
        match (&story, &plan, workshop, team) {
            (None, None, Some(code), None) => {
                let code = Some(code).filter(|code| !code.is_empty());
                return Self::Workshop { code, desk };
            }
            (None, None, None, Some(code)) => return Self::Team { code },
            (_, _, None, None) => {}
            _ => return Self::Broken,
        }
        match (story, plan, seed) {
            (Some(key), None, Some(seed)) if is_key(&key) => Self::Story { key, seed },
            (None, Some(key), Some(seed)) if is_key(&key) => Self::Plan { key, seed },
            (None, None, Some(_)) if model => Self::Model,
            (None, None, Some(_)) if blank => Self::Blank,
            (None, None, Some(_)) if guide => Self::Guide,
            (None, None, Some(_)) => Self::Start,
            _ => Self::Broken,
        }
    }

    /// The address of a paper of this plan.
    pub(crate) fn on_paper(self, paper: Paper) -> Self {
        Self::Paper {
            paper,
            of: Box::new(self),
        }
    }

    /// The address, without `#`.
    pub(crate) fn fragment(&self) -> String {
        match self {
            Self::Start | Self::Broken => String::new(),
            Self::Model => "model".to_owned(),
            Self::Blank => "new".to_owned(),
            Self::Guide => "steps".to_owned(),
            Self::Workshop { code, desk } => {
                let code = code.as_ref().map(|code| format!("={code}"));
                let desk = (*desk != Desk::default()).then(|| format!("&at={}", desk.id()));
                let parts = [
                    "workshop".to_owned(),
                    code.unwrap_or_default(),
                    desk.unwrap_or_default(),
                ];
                parts.concat()
            }
            Self::Team { code } => format!("team={code}"),
            Self::Story { key, seed } => format!("story={key}&seed={seed}"),
            Self::Link { code, seed } => format!("p={code}&seed={seed}"),
            Self::Plan { key, seed } => format!("plan={key}&seed={seed}"),
            Self::Paper { paper, of } => {
                let mut parts = vec![paper.kind.id().to_owned(), of.fragment()];
                parts.extend(paper.code.as_ref().map(|code| format!("verify={code}")));
                parts.retain(|part| !part.is_empty());
                parts.join("&")
            }
        }
    }
}

/// Keys are lower case words with hyphens, so an address needs no escapes.
fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::super::PaperKind;
    use super::*;

    fn story(key: &str, seed: u64) -> Route {
        Route::Story {
            key: key.into(),
            seed,
        }
    }

    fn plan(key: &str, seed: u64) -> Route {
        Route::Plan {
            key: key.into(),
            seed,
        }
    }

    #[test]
    fn addresses_open_what_the_table_says() {
        for (fragment, route) in [
            ("", Route::Start),
            ("#model", Route::Model),
            ("#new", Route::Blank),
            ("#", Route::Start),
            ("#story=mole-app", story("mole-app", 1)),
            ("#story=mole-app&seed=42", story("mole-app", 42)),
            ("seed=42&story=mole-app", story("mole-app", 42)),
            ("#story=Mole-App", story("mole-app", 1)),
            ("#plan=k3v9q2xr&seed=7", plan("k3v9q2xr", 7)),
            (
                "#p=1.aB-_&seed=7",
                Route::Link {
                    code: "1.aB-_".into(),
                    seed: 7,
                },
            ),
        ] {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
    }

    #[test]
    fn odd_addresses_do_no_harm() {
        for (fragment, route) in [
            ("#story=", Route::Broken),
            ("#story", Route::Broken),
            ("#story=../../x", Route::Broken),
            ("#story=<b>", Route::Broken),
            ("#plan=k3v9q2xr&seed=abc", Route::Broken),
            ("#plan=..", Route::Broken),
            ("#p=1.ab&plan=cd", Route::Broken),
            ("#p=1.ab&seed=x", Route::Broken),
            ("#plan=a&story=b", Route::Broken),
            ("#team=a&story=b", Route::Broken),
            ("#team=a&workshop", Route::Broken),
            ("#story=mole-app&seed=", Route::Broken),
            ("#&&==&", Route::Start),
            ("#story=mole-app&seed=-1", Route::Broken),
            ("#story=mole-app&seed=99999999999999999999", Route::Broken),
            ("#story=mole-app&colour=red", story("mole-app", 1)),
            ("#ünï=çødé", Route::Start),
        ] {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
        assert_eq!(
            Route::parse(&format!("#story={}", "a".repeat(1000))),
            Route::Broken
        );
    }

    #[test]
    fn papers_are_of_a_plan_or_of_the_open_one() {
        let brief = Paper::of(PaperKind::Brief);
        for (fragment, route) in [
            ("#brief", Route::Start.on_paper(brief.clone())),
            (
                "#brief&story=mole-app&seed=3",
                story("mole-app", 3).on_paper(brief),
            ),
            (
                "#plan=k3&readiness&verify=or1-AB.c%20%3Cb%3E",
                plan("k3", 1).on_paper(Paper {
                    kind: PaperKind::Readiness,
                    code: Some("or1-AB.c203Cb3E".to_owned()),
                }),
            ),
            ("#brief&plan=..", Route::Broken),
        ] {
            assert_eq!(Route::parse(fragment), route, "{fragment}");
        }
    }

    #[test]
    fn writing_and_reading_gives_the_same_place() {
        for route in [
            story("toy-shop", 2).on_paper(Paper {
                kind: PaperKind::Readiness,
                code: Some("or1-a.b-c".to_owned()),
            }),
            plan("k3", 1).on_paper(Paper::of(PaperKind::Handover)),
            Route::Start,
            Route::Workshop {
                code: None,
                desk: Desk::Setup,
            },
            Route::Workshop {
                code: Some("orw1-aB_".into()),
                desk: Desk::Reveal,
            },
            Route::Team {
                code: "ort1-aB_".into(),
            },
            Route::Blank,
            Route::Guide,
            Route::Model,
            story("toy-shop", u64::MAX),
            plan("k3v9q2xr", 3),
        ] {
            assert_eq!(Route::parse(&route.fragment()), route);
        }
    }
}
