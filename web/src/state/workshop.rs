//! The workshop: what a trainer has set and been sent, and the team that somebody here is.

use std::collections::BTreeMap;
use std::rc::Rc;

use onrush_network::Faults;
use onrush_runner::{ENGINE, Rehearsal};
use onrush_words::{Language, Words};
use onrush_workshop::{Board, By, Clock, Invitation, Need, Standing, Workshop};
use serde_json::{Value, json};

use super::{Document, Origin, Route, Screen, Shared, State, Trouble};

/// The trainer's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Desk {
    /// What is set.
    #[default]
    Setup,
    /// Cards with the teams' links.
    Cards,
    /// Clock, codes, scoreboard.
    Room,
    /// What the surprise was and did.
    Reveal,
    /// A page for each team.
    Sheets,
    /// How to lead a workshop.
    Guide,
}

impl Desk {
    /// All of them, in the order in which they are used.
    pub(crate) const ALL: [Self; 6] = [
        Self::Setup,
        Self::Cards,
        Self::Room,
        Self::Reveal,
        Self::Sheets,
        Self::Guide,
    ];

    /// Its name in addresses and message ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Cards => "cards",
            Self::Room => "room",
            Self::Reveal => "reveal",
            Self::Sheets => "sheets",
            Self::Guide => "guide",
        }
    }

    /// That of a name; the first where there is none.
    pub(crate) fn from_id(id: &str) -> Self {
        let found = Self::ALL.into_iter().find(|desk| desk.id() == id);
        found.unwrap_or_default()
    }
}

/// A workshop that this browser keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeptWorkshop {
    /// Names it.
    pub(crate) id: u32,
    /// What it is called.
    pub(crate) name: String,
    /// What is kept of it ([`Lectern::kept`]).
    pub(crate) text: String,
}

/// Everything on the trainer's side of one workshop.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lectern {
    /// What is set.
    pub(crate) workshop: Workshop,
    /// What is wrong with that.
    pub(crate) faults: Option<Faults>,
    /// What the teams have sent.
    pub(crate) pasted: Rc<str>,
    /// What that was before the list was emptied.
    pub(crate) emptied: Option<Rc<str>>,
    /// What it is worth; `None` while the set-up has faults.
    pub(crate) board: Option<Board>,
    /// Rehearsals with the surprise, by name: why it went as it did.
    pub(crate) done: BTreeMap<String, Shared<Rehearsal>>,
    /// The order of the teams.
    pub(crate) by: By,
    /// The teams' time.
    pub(crate) clock: Clock,
    /// Whether the surprise is shown.
    pub(crate) revealed: bool,
    /// Why no rehearsal can be made (for IT).
    pub(crate) failed: Option<String>,
    /// What is kept of it while the set-up has faults: how it was before.
    sound: Option<String>,
}

impl Lectern {
    fn of(workshop: Workshop) -> Self {
        let mut made = Self {
            clock: Clock::of_minutes(workshop.game.minutes),
            workshop,
            faults: None,
            pasted: "".into(),
            emptied: None,
            board: None,
            done: BTreeMap::new(),
            by: By::default(),
            revealed: false,
            failed: None,
            sound: None,
        };
        made.look();
        made
    }

    /// What is kept in the browser.
    pub(crate) fn kept(&self) -> String {
        json!({
            "name": self.workshop.game.name,
            "code": self.workshop.code(),
            "pasted": &*self.pasted,
            "clock": self.clock,
            "by": self.by.id(),
            "revealed": self.revealed,
        })
        .to_string()
    }

    /// What is kept of it; while the set-up has faults, how it was before it had any; `None` where there is nothing to keep.
    fn last_sound(&self) -> Option<String> {
        match self.faults {
            None => Some(self.kept()),
            Some(_) => self.sound.clone(),
        }
    }

    /// The same again; `None` where it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let workshop = Workshop::read(text("code")?).ok()?;
        let mut made = Self::of(workshop);
        made.pasted = text("pasted").unwrap_or_default().into();
        if let Some(clock) = value.get("clock") {
            made.clock = serde_json::from_value(clock.clone()).unwrap_or(made.clock);
        }
        let by = By::ALL.into_iter().find(|by| Some(by.id()) == text("by"));
        made.by = by.unwrap_or_default();
        made.revealed = value.get("revealed").and_then(Value::as_bool) == Some(true);
        made.look();
        Some(made)
    }

    /// Looks anew at what is set and was sent; what was rehearsed already stays known.
    fn look(&mut self) {
        self.faults = self.workshop.check().err();
        let known = self.board.take();
        if self.faults.is_some() {
            return;
        }
        // What it is called stands in causes, and is the same in every language of this workshop.
        let words = Words::new(Language::English);
        let surprise = self
            .workshop
            .game
            .surprise
            .map(|s| words.incident_kind(s.kind))
            .unwrap_or_default();
        let board = Board::new(&self.workshop, &self.pasted, ENGINE, &surprise);
        self.board = board.ok().map(|mut board| {
            for need in board.wanted() {
                let standing = known.as_ref().and_then(|known| known.standing(&need.key));
                if let Some(standing) = standing {
                    board.learn(&need.key, Ok(standing.clone()));
                }
            }
            board
        });
    }

    /// The rehearsals that are still needed.
    pub(crate) fn wanted(&self) -> Vec<Need> {
        if self.failed.is_some() {
            return Vec::new();
        }
        self.board.as_ref().map_or_else(Vec::new, Board::wanted)
    }
}

/// The team that somebody here is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    /// What the team got.
    pub(crate) invitation: Rc<Invitation>,
    /// The same as in the link.
    pub(crate) code: Rc<str>,
    /// The code of the plan with which it begins.
    start: Rc<str>,
    /// Its own clock.
    pub(crate) clock: Clock,
    /// The key of its plan among those that are kept, as soon as it has changed something.
    pub(crate) plan: Option<String>,
}

/// Something about the workshop.
#[derive(Debug)]
pub(crate) enum WorkshopStep {
    /// What this browser keeps, the latest first.
    Kept(Vec<KeptWorkshop>),
    /// Set this.
    Set(Box<Workshop>),
    /// Begin another one.
    New,
    /// Open one that is kept.
    Open(u32),
    /// Throw one that is kept away, or take that back.
    Throw(Option<u32>),
    /// The teams have sent this.
    Paste(String),
    /// Empty the list of what they have sent, or put it back.
    Empty(bool),
    /// A rehearsal is done, or cannot be made.
    Learned {
        /// Its name.
        key: String,
        /// What came out.
        result: Result<Box<Rehearsal>, Faults>,
    },
    /// Rehearsals cannot be made at all, and why; `None`: try again.
    Failed(Option<String>),
    /// The teams' clock, on the trainer's page.
    Clock(Clock),
    /// The team's own clock.
    OwnClock(Clock),
    /// The order of the teams.
    By(By),
    /// Show the surprise, or not.
    Reveal(bool),
    /// The browser keeps nothing.
    NotKept,
    /// What this browser keeps of the team: its plan's key and file, and its clock.
    Member {
        /// Key and file.
        plan: Option<(String, String)>,
        /// The clock.
        clock: Option<Clock>,
    },
    /// The team begins again from the start.
    Again,
}

/// The workshop's part of the state.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Classroom {
    /// The trainer's workshop, as soon as the page was opened and the browser has said what it keeps.
    pub(crate) lectern: Option<Shared<Lectern>>,
    /// What else is kept.
    pub(crate) earlier: Vec<KeptWorkshop>,
    /// Those that were thrown away, the last one behind.
    pub(crate) thrown: Vec<KeptWorkshop>,
    /// A trainer's code that was opened before the browser has said what it keeps.
    opened: Option<String>,
    /// Which of the trainer's pages is open.
    pub(crate) desk: Desk,
    /// The browser keeps nothing.
    pub(crate) not_kept: bool,
    /// The team that somebody here is.
    pub(crate) member: Option<Member>,
}

/// The story that is offered first.
const FIRST_STORY: &str = "toy-shop";

impl State {
    /// The team that the open plan belongs to.
    pub(crate) fn member(&self) -> Option<&Member> {
        let member = self.classroom.member.as_ref()?;
        let document = self.document.as_ref()?;
        let own = match &document.origin {
            Origin::Own(key) => member.plan.as_ref() == Some(key),
            Origin::Link(code) => member.plan.is_none() && *code == member.start,
            Origin::Story(_) => false,
        };
        own.then_some(member)
    }

    /// The trainer's page.
    pub(super) fn go_workshop(&mut self, code: Option<&str>, desk: Desk) {
        self.view.screen = Screen::Workshop;
        self.view.playback.stop();
        self.view.trouble = None;
        self.classroom.desk = desk;
        if let Some(code) = code {
            match Workshop::read(code) {
                Ok(_) => {
                    self.classroom.opened = Some(code.to_owned());
                    if self.classroom.lectern.is_some() {
                        self.open_workshop();
                    }
                }
                Err(_) => self.fail(Trouble::BrokenLink),
            }
        }
    }

    /// Opens what was asked for by a code: with all that is kept of it.
    fn open_workshop(&mut self) {
        let Some(code) = self.classroom.opened.take() else {
            return;
        };
        let Ok(workshop) = Workshop::read(&code) else {
            return;
        };
        let here = self.classroom.lectern.as_ref();
        if here.is_some_and(|lectern| lectern.workshop == workshop) {
            return;
        }
        let mut kept = self.classroom.earlier.iter();
        let known = kept.find(|kept| kept.id == workshop.id());
        let lectern = known.and_then(|kept| Lectern::read(&kept.text));
        let lectern = lectern
            .filter(|lectern| lectern.workshop == workshop)
            .unwrap_or_else(|| Lectern::of(workshop));
        self.put_workshop(lectern);
    }

    /// Another workshop takes the place of the one that is open, which stays among the earlier ones.
    fn put_workshop(&mut self, lectern: Lectern) {
        let id = lectern.workshop.id();
        // One that nobody has set up yet is not worth a place.
        if let Some(before) = self.classroom.lectern.take()
            && let Some(text) = before.last_sound()
        {
            let kept = KeptWorkshop {
                id: before.workshop.id(),
                name: before.workshop.game.name.clone(),
                text,
            };
            self.classroom
                .earlier
                .retain(|earlier| earlier.id != kept.id);
            self.classroom.earlier.insert(0, kept);
        }
        self.classroom.earlier.retain(|earlier| earlier.id != id);
        self.classroom.thrown.retain(|thrown| thrown.id != id);
        self.classroom.lectern = Some(Shared::new(lectern));
    }

    fn new_workshop(&mut self) -> Lectern {
        let mut workshop = Workshop::new(self.keys.number(), FIRST_STORY);
        workshop.game.surprise = None;
        Lectern::of(workshop)
    }

    /// Opens the page of a team.
    pub(super) fn go_team(&mut self, code: &str) {
        let same = |member: &Member| *member.code == *code;
        if self.member().is_some_and(same) {
            let seed = self.seed;
            return self.resume(seed);
        }
        match Invitation::read(code) {
            Ok(invitation) => {
                self.classroom.member = Some(Member {
                    clock: Clock::of_minutes(invitation.game.minutes),
                    invitation: Rc::new(invitation),
                    code: code.into(),
                    start: "".into(),
                    plan: None,
                });
                self.begin_as_team(None);
            }
            Err(onrush_workshop::NoCode::Newer) => self.fail(Trouble::LinkNewer),
            Err(_) => self.fail(Trouble::BrokenLink),
        }
    }

    /// The team's plan: the kept one, or the start.
    fn begin_as_team(&mut self, kept: Option<(String, String)>) {
        let Some(mut member) = self.classroom.member.clone() else {
            return;
        };
        let invitation = Rc::clone(&member.invitation);
        let from_kept = kept.and_then(|(key, file)| {
            let document = Document::read(Origin::Own(key.clone()), &file).ok()?;
            Some((key, document))
        });
        let document = match from_kept {
            Some((key, document)) => {
                member.plan = Some(key);
                self.kept = Some(Rc::clone(document.file()));
                document
            }
            None => match invitation.game.start() {
                Ok(mut plan) => {
                    member.plan = None;
                    let name = format!("{} · {}", plan.name, invitation.team.name);
                    plan.name = name.chars().take(190).collect();
                    // A link to it is one to this very plan.
                    member.start = plan.code().unwrap_or_default().into();
                    Document::of(Origin::Link(Rc::clone(&member.start)), Rc::new(plan))
                }
                Err(faults) => return self.fail(Trouble::LinkFaults(Shared::new(faults))),
            },
        };
        self.classroom.member = Some(member);
        self.open(document, invitation.game.seed);
    }

    /// A plan becomes the person's own, under this key: where it is the team's, the team goes along.
    pub(super) fn team_owns(&mut self, was: &Origin, key: &str) {
        let Some(member) = &mut self.classroom.member else {
            return;
        };
        let own = match was {
            Origin::Link(code) => member.plan.is_none() && *code == member.start,
            Origin::Own(before) => member.plan.as_ref() == Some(before),
            Origin::Story(_) => false,
        };
        if own {
            member.plan = Some(key.to_owned());
        }
    }

    pub(super) fn workshop(&mut self, step: WorkshopStep) {
        match step {
            WorkshopStep::Kept(kept) => {
                self.classroom.earlier = kept;
                if self.classroom.lectern.is_some() {
                    return;
                }
                if self.classroom.opened.is_some() {
                    return self.open_workshop();
                }
                let latest = self.classroom.earlier.first();
                let lectern = match latest.and_then(|kept| Lectern::read(&kept.text)) {
                    Some(lectern) => lectern,
                    None => self.new_workshop(),
                };
                self.put_workshop(lectern);
            }
            WorkshopStep::New => {
                let lectern = self.new_workshop();
                self.put_workshop(lectern);
            }
            WorkshopStep::Open(id) => {
                let mut kept = self.classroom.earlier.iter();
                let found = kept.find(|kept| kept.id == id);
                if let Some(lectern) = found.and_then(|kept| Lectern::read(&kept.text)) {
                    self.put_workshop(lectern);
                }
            }
            WorkshopStep::Throw(Some(id)) => {
                let mut kept = self.classroom.earlier.iter();
                if let Some(place) = kept.position(|kept| kept.id == id) {
                    let gone = self.classroom.earlier.remove(place);
                    self.classroom.thrown.push(gone);
                }
            }
            WorkshopStep::Throw(None) => {
                if let Some(kept) = self.classroom.thrown.pop() {
                    self.classroom.earlier.insert(0, kept);
                }
            }
            WorkshopStep::NotKept => self.classroom.not_kept = true,
            WorkshopStep::OwnClock(clock) => {
                if let Some(member) = &mut self.classroom.member {
                    member.clock = clock;
                }
            }
            WorkshopStep::Member { plan, clock } => {
                if let (Some(clock), Some(member)) = (clock, &mut self.classroom.member) {
                    member.clock = clock;
                }
                let untouched = self.member().is_some_and(|member| member.plan.is_none());
                if plan.is_some() && untouched {
                    self.begin_as_team(plan);
                }
            }
            WorkshopStep::Again => self.begin_as_team(None),
            other => self.at_lectern(other),
        }
    }

    fn at_lectern(&mut self, step: WorkshopStep) {
        let Some(shared) = &self.classroom.lectern else {
            return;
        };
        let mut lectern = (**shared).clone();
        match step {
            WorkshopStep::Set(workshop) => {
                if workshop.game.minutes != lectern.workshop.game.minutes && !lectern.clock.runs() {
                    lectern.clock = Clock::of_minutes(workshop.game.minutes);
                }
                let before = lectern.last_sound();
                lectern.workshop = *workshop;
                lectern.look();
                lectern.sound = before.filter(|_| lectern.faults.is_some());
            }
            WorkshopStep::Paste(text) => {
                lectern.emptied = None;
                lectern.pasted = if lectern.pasted.is_empty() {
                    text.into()
                } else {
                    format!("{}\n{text}", lectern.pasted).into()
                };
                lectern.look();
            }
            WorkshopStep::Empty(true) => {
                lectern.emptied = Some(std::mem::replace(&mut lectern.pasted, "".into()));
                lectern.look();
            }
            WorkshopStep::Empty(false) => {
                lectern.pasted = lectern.emptied.take().unwrap_or(lectern.pasted);
                lectern.look();
            }
            WorkshopStep::Learned { key, result } => {
                if let Some(board) = &mut lectern.board {
                    let standing = result.as_ref().map_err(Clone::clone).map(|done| {
                        Standing::of(
                            &done.engine,
                            &done.digest,
                            &done.observations,
                            &done.diagnosis,
                        )
                    });
                    board.learn(&key, standing);
                }
                if let Ok(done) = result {
                    lectern.done.insert(key, Shared::new(*done));
                }
            }
            WorkshopStep::Failed(why) => lectern.failed = why,
            WorkshopStep::Clock(clock) => lectern.clock = clock,
            WorkshopStep::By(by) => lectern.by = by,
            WorkshopStep::Reveal(revealed) => lectern.revealed = revealed,
            _ => {}
        }
        self.classroom.lectern = Some(Shared::new(lectern));
    }

    /// The rehearsals that the trainer's page needs.
    pub(crate) fn judging(&self) -> Vec<Need> {
        let lectern = self.classroom.lectern.as_ref();
        // Nothing was handed in: nothing has to be known.
        let handed = |lectern: &&Shared<Lectern>| !lectern.pasted.is_empty();
        lectern.filter(handed).map_or_else(Vec::new, |l| l.wanted())
    }

    /// The address of the team's page.
    pub(super) fn team_route(&self) -> Option<Route> {
        // Another plan is about to be opened.
        let member = self.member().filter(|_| self.wanted.is_none());
        member.map(|member| Route::Team {
            code: member.code.to_string(),
        })
    }
}

#[cfg(test)]
mod tests;
