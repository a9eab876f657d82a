//! What each code that was handed in is worth, which rehearsals are needed to know it, and in which order the teams stand.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use onrush_network::Faults;
use onrush_scenario::{Change, Scenario};
use serde::Serialize;

use crate::hand_in::{Claim, find, number};
use crate::{HandIn, NoCode, Standing, Workshop, broken, unpriced};

/// By what teams are put in order, after whether they held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The share of people served well, then money.
    #[default]
    People,
    /// What is left over, then people.
    Money,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::People, Self::Money];

    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Money => "money",
        }
    }
}

/// A rehearsal that is needed.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// Names it.
    pub key: String,
    /// The plan.
    pub plan: Scenario,
    /// The seed.
    pub seed: u64,
}

/// What became of something that was handed in.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It counts: rehearsed again, with the same figures.
    Verified,
    /// Its rehearsal is under way.
    Waiting,
    /// The same figures came out, but something was changed that may not be.
    OutsideRules(Vec<Change>),
    /// The same team has handed in something later.
    Replaced,
    /// The same code stands there once more.
    Duplicate,
    /// It is no code.
    NoCode(NoCode),
    /// It is of another workshop.
    Foreign,
    /// There is no such team.
    UnknownTeam,
    /// It was not made with the team's link, or changed since.
    ForgedSeal,
    /// The plan that it stands for is not the one that it names.
    ForgedPlan,
    /// The rehearsal gives other figures.
    ForgedFigures,
    /// It was made with another version of the story or another crowd.
    OtherStart,
    /// It was made by another version of the engine, of this name.
    OtherEngine(String),
    /// Its plan cannot be rehearsed, and why.
    CannotRun(Faults),
}

impl State {
    /// A stable name for files and message ids.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Waiting => "waiting",
            Self::OutsideRules(_) => "outside-rules",
            Self::Replaced => "replaced",
            Self::Duplicate => "duplicate",
            Self::NoCode(NoCode::Newer) => "newer",
            Self::NoCode(NoCode::TooLarge) => "too-large",
            Self::NoCode(_) => "damaged",
            Self::Foreign => "foreign",
            Self::UnknownTeam => "unknown-team",
            Self::ForgedSeal => "forged-seal",
            Self::ForgedPlan => "forged-plan",
            Self::ForgedFigures => "forged-figures",
            Self::OtherStart => "other-start",
            Self::OtherEngine(_) => "other-engine",
            Self::CannotRun(_) => "cannot-run",
        }
    }

    /// Whether something is wrong with it.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        !matches!(
            self,
            Self::Verified | Self::Waiting | Self::Replaced | Self::Duplicate
        )
    }
}

/// Something that was handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Handed {
    /// Its first letters.
    pub shown: String,
    /// The team's place, where it is known.
    pub team: Option<usize>,
    /// When, in seconds since 1970 by the team's clock; 0 where it is no code.
    pub at_s: u64,
    /// What became of it.
    pub state: State,
    entry: Option<Entry>,
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    plan: Scenario,
    claim: Claim,
    plain: String,
    struck: String,
}

/// Where a team stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its place among all, from 1; teams that are equal share one. `None` outside the rules.
    pub rank: Option<usize>,
    /// The team's place in the workshop's list.
    pub team: usize,
    /// Its plan.
    pub plan: Scenario,
    /// What it gave without the surprise.
    pub plain: Standing,
    /// What it gave with it.
    pub struck: Standing,
    /// The key of the rehearsal with the surprise.
    pub key: String,
    /// Whether everything that counts as held was so, with the surprise.
    pub held: bool,
    /// People served well, with the surprise, of all that come to the start's plan (0 to 1): who is sent away from the rehearsal's
    /// time is not served.
    pub served_well: f64,
    /// What the plan costs more than the start.
    pub measures: f64,
    /// What was changed that has no line in the bill ([`crate::unpriced`]).
    pub unpriced: Vec<Change>,
    /// What was changed that may not be.
    pub outside: Vec<Change>,
}

impl Place {
    /// What orders the places: the figures as they are shown, so that nobody is ahead by what cannot be seen.
    fn key(&self, by: By) -> (bool, i64, i64) {
        let share = whole(self.served_well * 1000.0);
        let money = whole(self.struck.left_over());
        match by {
            By::People => (self.held, share, money),
            By::Money => (self.held, money, share),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

/// A scoreboard.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    workshop: Workshop,
    start: Scenario,
    keys: (String, String),
    struck_start: Scenario,
    surprise: String,
    handed: Vec<Handed>,
    known: BTreeMap<String, Result<Standing, Faults>>,
}

impl Board {
    /// The board of a workshop with what was handed in, as text. `engine` is the one that rehearses here; `surprise` is what the
    /// surprise is called in a plan.
    ///
    /// # Errors
    /// What is wrong with the workshop.
    pub fn new(
        workshop: &Workshop,
        text: &str,
        engine: &str,
        surprise: &str,
    ) -> Result<Self, Faults> {
        let start = workshop.game.start()?;
        let struck_start = match workshop.game.surprise {
            Some(kind) => kind.strike(&start, surprise)?,
            None => start.clone(),
        };
        let mut board = Self {
            workshop: workshop.clone(),
            keys: (start.fingerprint(), struck_start.fingerprint()),
            start,
            struck_start,
            surprise: surprise.to_owned(),
            handed: Vec::new(),
            known: BTreeMap::new(),
        };
        let mut seen: Vec<HandIn> = Vec::new();
        for (shown, read) in find(text) {
            let handed = match read {
                Err(why) => Handed {
                    shown,
                    team: None,
                    at_s: 0,
                    state: State::NoCode(why),
                    entry: None,
                },
                Ok(code) if seen.contains(&code) => Handed {
                    shown,
                    team: board.team_of(&code),
                    at_s: code.at_s,
                    state: State::Duplicate,
                    entry: None,
                },
                Ok(code) => {
                    let handed = board.admit(shown, &code, engine);
                    seen.push(code);
                    handed
                }
            };
            board.handed.push(handed);
        }
        board.replace();
        Ok(board)
    }

    fn team_of(&self, code: &HandIn) -> Option<usize> {
        let mut teams = self.workshop.teams.iter();
        let place = teams.position(|team| team.number == code.number)?;
        (code.workshop == self.workshop.id()).then_some(place)
    }

    fn admit(&self, shown: String, code: &HandIn, engine: &str) -> Handed {
        let (state, entry) = match self.weigh(code, engine) {
            Ok(entry) => (State::Waiting, Some(entry)),
            Err(state) => (state, None),
        };
        Handed {
            shown,
            team: self.team_of(code),
            at_s: code.at_s,
            state,
            entry,
        }
    }

    /// All that can be said without a rehearsal.
    fn weigh(&self, code: &HandIn, engine: &str) -> Result<Entry, State> {
        if code.workshop != self.workshop.id() {
            return Err(State::Foreign);
        }
        if self.team_of(code).is_none() {
            return Err(State::UnknownTeam);
        }
        if !code.is_sealed_with(self.workshop.token(code.number)) {
            return Err(State::ForgedSeal);
        }
        if code.claim.engine != engine && !engine.is_empty() {
            return Err(State::OtherEngine(code.claim.engine.clone()));
        }
        if code.start != number(&self.keys.0) || code.seed != self.workshop.game.seed {
            return Err(State::OtherStart);
        }
        let plan = code.plan(&self.start).map_err(State::CannotRun)?;
        let plain = plan.fingerprint();
        if code.plan != number(&plain) {
            return Err(State::ForgedPlan);
        }
        let struck = self.struck(&plan).map_err(State::CannotRun)?;
        Ok(Entry {
            claim: code.claim.clone(),
            plain,
            struck: struck.fingerprint(),
            plan,
        })
    }

    /// A plan with the surprise in it.
    ///
    /// # Errors
    /// The faults of the plan with it.
    pub fn struck(&self, plan: &Scenario) -> Result<Scenario, Faults> {
        match self.workshop.game.surprise {
            Some(surprise) => surprise.strike(plan, &self.surprise),
            None => Ok(plan.clone()),
        }
    }

    /// Of each team only the latest counts; of two at the same time the one that stands later.
    fn replace(&mut self) {
        for team in 0..self.workshop.teams.len() {
            let own = |handed: &&mut Handed| handed.team == Some(team) && handed.entry.is_some();
            let Some(latest) = self.handed.iter_mut().filter(own).map(|h| h.at_s).max() else {
                continue;
            };
            let mut found = false;
            for handed in self.handed.iter_mut().rev().filter(own) {
                if handed.at_s == latest && !found {
                    found = true;
                } else {
                    handed.state = State::Replaced;
                    handed.entry = None;
                }
            }
        }
    }

    /// The workshop.
    #[must_use]
    pub const fn workshop(&self) -> &Workshop {
        &self.workshop
    }

    /// The plan with which every team began.
    #[must_use]
    pub const fn start(&self) -> &Scenario {
        &self.start
    }

    /// The start with the surprise: what would have happened had nobody done anything.
    #[must_use]
    pub const fn struck_start(&self) -> &Scenario {
        &self.struck_start
    }

    /// Everything that was handed in, in its order.
    #[must_use]
    pub fn handed(&self) -> &[Handed] {
        &self.handed
    }

    /// What the rehearsal of this name gave, where it is known.
    #[must_use]
    pub fn standing(&self, key: &str) -> Option<&Standing> {
        self.known.get(key)?.as_ref().ok()
    }

    /// What the start gave without and with the surprise, where it is known.
    #[must_use]
    pub fn untouched(&self) -> (Option<&Standing>, Option<&Standing>) {
        (self.standing(&self.keys.0), self.standing(&self.keys.1))
    }

    /// The name of the start's rehearsal with the surprise.
    #[must_use]
    pub fn struck_key(&self) -> &str {
        &self.keys.1
    }

    /// The rehearsals that are needed and not yet known, each once.
    #[must_use]
    pub fn wanted(&self) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        let mut need = |key: &str, plan: &Scenario| {
            if !self.known.contains_key(key) && needs.iter().all(|need| need.key != key) {
                needs.push(Need {
                    key: key.to_owned(),
                    plan: plan.clone(),
                    seed: self.workshop.game.seed,
                });
            }
        };
        need(&self.keys.0, &self.start);
        need(&self.keys.1, &self.struck_start);
        for entry in self
            .handed
            .iter()
            .filter_map(|handed| handed.entry.as_ref())
        {
            need(&entry.plain, &entry.plan);
            if let Ok(struck) = self.struck(&entry.plan) {
                need(&entry.struck, &struck);
            }
        }
        needs
    }

    /// What the rehearsal of this name gave, or why there is none.
    pub fn learn(&mut self, key: &str, result: Result<Standing, Faults>) {
        self.known.insert(key.to_owned(), result);
        for handed in &mut self.handed {
            let Some(entry) = &handed.entry else { continue };
            let results = (self.known.get(&entry.plain), self.known.get(&entry.struck));
            handed.state = match results {
                (Some(Err(faults)), _) | (_, Some(Err(faults))) => State::CannotRun(faults.clone()),
                (Some(Ok(plain)), _) if Claim::of(plain) != entry.claim => State::ForgedFigures,
                (Some(Ok(_)), Some(Ok(_))) => {
                    let changes = broken(self.workshop.game.free, &self.start, &entry.plan);
                    if changes.is_empty() {
                        State::Verified
                    } else {
                        State::OutsideRules(changes)
                    }
                }
                _ => State::Waiting,
            };
        }
    }

    /// The teams whose results are verified, the best first; those outside the rules behind them, without a rank.
    #[must_use]
    pub fn places(&self, by: By) -> Vec<Place> {
        let mut places: Vec<Place> = self.handed.iter().filter_map(|h| self.place(h)).collect();
        places.sort_by(|a, b| {
            let outside = a.outside.is_empty().cmp(&b.outside.is_empty()).reverse();
            let better: Ordering = b.key(by).cmp(&a.key(by));
            outside.then(better).then(a.team.cmp(&b.team))
        });
        let keys: Vec<_> = places.iter().map(|place| place.key(by)).collect();
        for (i, place) in places.iter_mut().enumerate() {
            // As many as are better, and one.
            let better = keys.iter().take(i).filter(|key| **key > keys[i]).count();
            place.rank = place.outside.is_empty().then_some(better + 1);
        }
        places
    }

    fn place(&self, handed: &Handed) -> Option<Place> {
        let outside = match &handed.state {
            State::Verified => Vec::new(),
            State::OutsideRules(changes) => changes.clone(),
            _ => return None,
        };
        let entry = handed.entry.as_ref()?;
        let (plain, struck) = (self.standing(&entry.plain)?, self.standing(&entry.struck)?);
        let (_, start) = self.untouched();
        let come = start
            .map_or(0, |start| start.arrived)
            .max(struck.arrived)
            .max(1);
        let share = |people: u64| people as f64 / come as f64;
        let hopes = &self.start.targets;
        let served = share(struck.served_well + struck.served_slowly) * 100.0;
        let held = struck.page_p95_s.is_some_and(|p95| p95 <= hopes.page_p95_s)
            && served >= hopes.served_percent
            && hopes.budget.is_none_or(|budget| struck.cost <= budget);
        Some(Place {
            rank: None,
            team: handed.team?,
            plan: entry.plan.clone(),
            plain: plain.clone(),
            struck: struck.clone(),
            key: entry.struck.clone(),
            held,
            served_well: share(struck.served_well),
            measures: struck.cost - start.map_or(struck.cost, |start| start.cost),
            unpriced: unpriced(&self.start, &entry.plan),
            outside,
        })
    }
}
