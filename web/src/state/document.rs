//! The plan that is open.

use std::borrow::Cow;
use std::cell::{LazyCell, OnceCell};
use std::rc::Rc;

use onrush_network::Faults;
use onrush_runner::Rehearsal;
use onrush_scenario::{ActivityKind, Edit, Scenario, Values};
use onrush_words::Words;

use super::Route;
use super::history::{History, Travel};

/// Where a plan came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A built-in story, by key, as it is told.
    Story(String),
    /// The person's own plan, by its key among those that are kept.
    Own(String),
    /// A link, by its code, as it came.
    Link(Rc<str>),
}

/// Values that are made when they are first looked at.
type Later<T> = LazyCell<T, Box<dyn FnOnce() -> T>>;

fn later<T>(make: impl FnOnce() -> T + 'static) -> Rc<Later<T>> {
    Rc::new(LazyCell::new(Box::new(make)))
}

fn values_of(scenario: &Rc<Scenario>) -> Rc<Later<Values>> {
    let scenario = Rc::clone(scenario);
    later(move || scenario.values())
}

/// A sound scenario and how it came to be so. While something is dragged there is one for each move of the hand: what is made from
/// the scenario is made when it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Where it came from.
    pub(crate) origin: Origin,
    /// What it says.
    pub(crate) scenario: Rc<Scenario>,
    /// The same as values of its file, by path.
    pub(crate) values: Rc<Later<Values>>,
    /// Its file and its fingerprint.
    written: Rc<Written>,
    /// What it was before, and what was undone.
    pub(crate) history: History,
    /// The values of the plan with which the gesture under way began, since each preview starts from there.
    base: Option<Rc<Later<Values>>>,
}

/// What a scenario is written as.
#[derive(Debug)]
struct Written {
    scenario: Rc<Scenario>,
    file: OnceCell<Rc<str>>,
    fingerprint: OnceCell<Rc<str>>,
}

impl PartialEq for Document {
    /// The rest follows from these.
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin
            && self.scenario == other.scenario
            && self.history == other.history
    }
}

/// Whether two plans say the same; at once where they are one.
pub(super) fn same(one: &Rc<Scenario>, other: &Rc<Scenario>) -> bool {
    Rc::ptr_eq(one, other) || one == other
}

/// The name of a copy: with a number behind it.
pub(super) fn copied_name(name: &str) -> String {
    let (stem, number) = name
        .rsplit_once(' ')
        .and_then(|(stem, n)| Some((stem, n.parse::<u32>().ok()?.checked_add(1)?)))
        .filter(|(stem, n)| !stem.is_empty() && (3..1000).contains(n))
        .unwrap_or((name, 2));
    // Room for the number within the longest name.
    let stem: String = stem.chars().take(190).collect();
    format!("{stem} {number}")
}

/// How an edit belongs to what the person is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gesture {
    /// It is all of it: a value typed, a button pressed.
    Whole,
    /// It is on the way, as while dragging. Each preview takes the place of the one before, and starts from the plan as it was
    /// when the gesture began.
    Preview,
    /// It is the end of it: one step back leads to before the first preview. It starts from there, too.
    Commit,
}

impl Document {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(crate) fn read(origin: Origin, file: &str) -> Result<Self, Faults> {
        let scenario = Rc::new(Scenario::read(file)?);
        let written = Written {
            scenario: Rc::clone(&scenario),
            file: OnceCell::from(Rc::from(file)),
            fingerprint: OnceCell::new(),
        };
        Ok(Self {
            written: Rc::new(written),
            ..Self::of(origin, scenario)
        })
    }

    /// The address of its rehearsal with this seed, in this browser.
    pub(crate) fn route(&self, seed: u64) -> Route {
        match &self.origin {
            Origin::Story(key) => Route::Story {
                key: key.clone(),
                seed,
            },
            Origin::Link(code) => Route::Link {
                code: code.to_string(),
                seed,
            },
            Origin::Own(key) => Route::Plan {
                key: key.clone(),
                seed,
            },
        }
    }

    /// The address that opens it anywhere; `None` when it is too large for one.
    pub(crate) fn shared_route(&self, seed: u64) -> Option<Route> {
        Some(match &self.origin {
            Origin::Own(_) => Route::Link {
                code: self.handed_over().code()?,
                seed,
            },
            _ => self.route(seed),
        })
    }

    /// A plan that is sound.
    pub(crate) fn of(origin: Origin, scenario: Rc<Scenario>) -> Self {
        let values = values_of(&scenario);
        Self::new(origin, scenario, values)
    }

    /// A plan that is sound, to be looked at and never changed: it has no values. A program that has no others needs no code for them.
    pub(crate) fn to_look_at(origin: Origin, scenario: Rc<Scenario>) -> Self {
        Self::new(origin, scenario, later(Values::none))
    }

    fn new(origin: Origin, scenario: Rc<Scenario>, values: Rc<Later<Values>>) -> Self {
        Self {
            origin,
            values,
            written: Rc::new(Written {
                scenario: Rc::clone(&scenario),
                file: OnceCell::new(),
                fingerprint: OnceCell::new(),
            }),
            scenario,
            history: History::default(),
            base: None,
        }
    }

    /// The file, as the worker gets it.
    pub(crate) fn file(&self) -> &Rc<str> {
        let Written { scenario, file, .. } = &*self.written;
        file.get_or_init(|| scenario.write().into())
    }

    /// A name for what its result depends on: equal for plans whose results must be equal.
    pub(crate) fn fingerprint(&self) -> &Rc<str> {
        let Written {
            scenario,
            fingerprint,
            ..
        } = &*self.written;
        fingerprint.get_or_init(|| scenario.fingerprint().into())
    }

    /// The same document after a change that came from elsewhere.
    pub(super) fn replaced(&self, scenario: Rc<Scenario>) -> Self {
        let history = self.history.gone_on(&self.scenario);
        self.with(scenario, history)
    }

    /// The plan as it is shown in another language: with the names and notes that came with a story in that language. What it is
    /// by itself, its file, its fingerprint and its links stay. `None` where nothing differs.
    pub(crate) fn spoken(&self, words: Words) -> Option<Self> {
        let Cow::Owned(shown) = words.plan(&self.scenario) else {
            return None;
        };
        let scenario = Rc::new(shown);
        Some(Self {
            values: values_of(&scenario),
            scenario,
            ..self.clone()
        })
    }

    /// The plan itself, whatever language it is shown in.
    pub(crate) fn own(&self) -> &Rc<Scenario> {
        &self.written.scenario
    }

    /// The plan as it is handed over: it says which one it is a state of, so that it is known again when it comes back.
    pub(crate) fn handed_over(&self) -> Scenario {
        let mut scenario = (**self.own()).clone();
        if let (None, Origin::Own(key)) = (&scenario.lineage, &self.origin) {
            scenario.lineage = Some(key.clone());
        }
        scenario
    }

    /// The same document with another plan in it.
    fn with(&self, scenario: Rc<Scenario>, history: History) -> Self {
        Self {
            history,
            ..Self::of(self.origin.clone(), scenario)
        }
    }

    /// The document after an edit; `None` when that changes nothing.
    ///
    /// # Errors
    /// All faults that the plan would have.
    pub(crate) fn edited(&self, edit: &Edit, gesture: Gesture) -> Result<Option<Self>, Faults> {
        let base = self.history.began().unwrap_or(&self.scenario);
        // Previews come with every move of a hand; what is kept is made in the plain way.
        let values = (gesture == Gesture::Preview).then(|| {
            let began = self.base.as_ref().unwrap_or(&self.values);
            Rc::clone(began)
        });
        let next = Rc::new(match &values {
            Some(values) => values.edited(edit)?,
            None => base.edited(edit)?,
        });
        let history = match gesture {
            Gesture::Preview => self.history.previewed(&self.scenario),
            Gesture::Whole | Gesture::Commit if next == *base => self.history.ended(),
            Gesture::Whole | Gesture::Commit => self.history.gone_on(base),
        };
        let same = next == self.scenario && history == self.history;
        Ok((!same).then(|| Self {
            base: values,
            ..self.with(next, history)
        }))
    }

    /// The end of a gesture whose last edit was refused: what is on the screen stays. `None` where there was none.
    pub(crate) fn settled(&self) -> Option<Self> {
        let base = self.history.began()?;
        let history = if *base == self.scenario {
            self.history.ended()
        } else {
            self.history.gone_on(base)
        };
        Some(Self {
            history,
            base: None,
            ..self.clone()
        })
    }

    /// Back to before the gesture; `None` where there is none.
    pub(crate) fn abandoned(&self) -> Option<Self> {
        let base = Rc::clone(self.history.began()?);
        Some(self.with(base, self.history.ended()))
    }

    /// One step back or forth; `None` where there is none. During a gesture, a step back is the end of that.
    pub(crate) fn travelled(&self, travel: Travel) -> Option<Self> {
        if self.history.began().is_some() {
            return match travel {
                Travel::Back => self.abandoned(),
                Travel::Forth => None,
            };
        }
        let (scenario, history) = self.history.travelled(travel, &self.scenario)?;
        Some(self.with(scenario, history))
    }

    /// The same plan as the person's own, under this key.
    pub(crate) fn owned(self, key: String) -> Self {
        Self {
            origin: Origin::Own(key),
            ..self
        }
    }

    /// Whether a gesture is under way.
    pub(crate) fn is_previewed(&self) -> bool {
        self.history.began().is_some()
    }

    /// The number that holds where the field at `path` is left out, if that is known: the figure of the activity's kind.
    pub(crate) fn usual(&self, path: &str) -> Option<f64> {
        use onrush_scenario::defaults;
        let pattern = onrush_scenario::field(path)?.path;
        let (activity, _) = path.rsplit_once('.')?;
        let kind = self.values.at(&format!("{activity}.kind"))?;
        let kind = ActivityKind::ALL
            .into_iter()
            .find(|k| Some(k.id()) == kind.as_str())?;
        let early = defaults::early(kind);
        let figure = match pattern {
            "activities[].response_percent" => Some(defaults::response(kind)),
            "activities[].half_after_minutes" => defaults::half_after(kind),
            "activities[].early_percent" => early.map(|(percent, _)| percent),
            "activities[].early_minutes" => early.map(|(_, minutes)| minutes),
            _ => None,
        };
        figure.map(|figure| figure.value)
    }

    /// The document as far as it was rehearsed: of a plan too large to be played as a whole, the part on its own clock.
    pub(super) fn played(&self, rehearsal: &Rehearsal) -> Self {
        Self {
            scenario: Rc::new(rehearsal.rehearsed(&self.scenario).into_owned()),
            ..self.clone()
        }
    }

    /// Length of the rehearsal, in seconds.
    pub(crate) fn horizon_s(&self) -> u32 {
        self.scenario.clock.horizon_s()
    }
}
