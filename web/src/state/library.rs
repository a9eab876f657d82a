//! Plans as documents: kept in this browser, opened again, copied, handed over.

use std::rc::Rc;

use onrush_runner::Rehearsal;
use onrush_scenario::{Change, CodeFault, Scenario};

use super::{Document, Gesture, Origin, RunKey, Screen, Shared, State, Trouble, document, route};

/// A plan that this browser keeps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    /// Its key.
    pub(crate) key: String,
    /// What it is called.
    pub(crate) name: String,
    /// The plan that it is another state of.
    pub(crate) lineage: Option<String>,
    /// Whole days since it was changed.
    pub(crate) days: u32,
}

/// All plans that this browser keeps.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Library {
    /// The latest first.
    pub(crate) plans: Vec<Kept>,
    /// How many are there that cannot be read.
    pub(crate) damaged: usize,
    /// The one that was thrown away last, and can be taken back.
    pub(crate) thrown: Option<Kept>,
}

/// Why nothing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotKept {
    /// The browser does not allow it here.
    Refused,
    /// There is no more room.
    Full,
}

/// Whether the plan on the screen is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// As it is on the screen.
    Kept,
    /// In a moment.
    Soon,
    /// It is a story or came by a link, and nothing has been changed: there is nothing to keep.
    Untouched,
    /// Not, and why.
    Not(NotKept),
}

/// Something about the plan that is worth a line, once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// It came by a link, and nothing of one's own was touched.
    FromLink,
    /// It goes on as a copy: another tab has changed the same plan.
    TwoTabs,
    /// Another tab has changed it, and here it is.
    Adopted,
    /// It is not kept.
    NotKept(NotKept),
}

/// What a plan that came back differs in from the one that is kept here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Handover {
    /// The one that is kept here.
    pub(crate) older: Shared<Document>,
    /// What is different now.
    pub(crate) changes: Rc<Vec<Change>>,
}

/// Plans that are remembered while nothing is kept.
const SHELF: usize = 20;

impl State {
    /// Whether the plan on the screen is kept.
    pub(crate) fn keeping(&self) -> Option<Keeping> {
        let document = self.document.as_ref()?;
        Some(match (&document.origin, self.not_kept) {
            (Origin::Own(_), Some(why)) => Keeping::Not(why),
            (Origin::Own(_), None) if document.is_previewed() => Keeping::Soon,
            (Origin::Own(_), None) if self.kept.as_deref() == Some(&**document.file()) => {
                Keeping::Kept
            }
            (Origin::Own(_), None) => Keeping::Soon,
            _ => Keeping::Untouched,
        })
    }

    /// Whether everything a person made would come back if the page were loaded anew.
    pub(crate) fn all_kept(&self) -> bool {
        self.not_kept.is_none() && !self.steps.not_kept
    }

    /// The plans to go back to: those that are kept, and where nothing is, those that are only here.
    pub(crate) fn recent(&self) -> Shared<Library> {
        if self.not_kept.is_none() {
            return self.library.clone();
        }
        let mut library = (*self.library).clone();
        for document in self.shelf.iter().chain(&self.document) {
            let Origin::Own(key) = &document.origin else {
                continue;
            };
            if library.plans.iter().all(|plan| plan.key != *key) {
                let plan = Kept {
                    key: key.clone(),
                    name: document.scenario.name.clone(),
                    lineage: document.scenario.lineage.clone(),
                    days: 0,
                };
                library.plans.insert(0, plan);
            }
        }
        Shared::new(library)
    }

    /// A plan kept here that the one on the screen is another state of.
    pub(crate) fn relative(&self) -> Option<&Kept> {
        let document = self.document.as_ref()?;
        let lineage = document.scenario.lineage.as_deref()?;
        self.library.plans.iter().find(|plan| {
            let other = document.origin != Origin::Own(plan.key.clone());
            other && (plan.key == lineage || plan.lineage.as_deref() == Some(lineage))
        })
    }

    /// The result of the plan that the one on the screen is compared with.
    pub(crate) fn older_run(&self) -> Option<Shared<Rehearsal>> {
        match self.runs.get(&self.older_key()?)? {
            super::Run::Done(rehearsal) => Some(rehearsal.clone()),
            _ => None,
        }
    }

    fn older_key(&self) -> Option<RunKey> {
        self.handover.as_ref().map(|handover| RunKey {
            plan: Rc::clone(handover.older.fingerprint()),
            seed: self.seed,
        })
    }

    /// Once the plan itself has run, the older one runs for comparison.
    pub(super) fn run_older(&mut self) {
        if let (Some(key), Some(handover)) = (self.older_key(), &self.handover)
            && self.runs.active().is_none()
        {
            self.runs.start(key, Rc::clone(handover.older.file()));
        }
    }

    pub(super) fn see_library(&mut self, library: Library) {
        self.library = Shared::new(library);
    }

    pub(super) fn saved(&mut self, file: Rc<str>) {
        self.kept = Some(file);
        self.not_kept = None;
        if matches!(self.news, Some(News::NotKept(_))) {
            self.news = None;
        }
    }

    /// Says once that nothing is kept, and then only beside the name.
    pub(super) fn not_saved(&mut self, why: NotKept) {
        if self.not_kept != Some(why) {
            self.news = Some(News::NotKept(why));
        }
        self.not_kept = Some(why);
    }

    /// What this browser had under the key that was wanted.
    pub(super) fn loaded(&mut self, key: &str, file: Option<&str>) {
        let Some((wanted, seed)) = self.wanted.take() else {
            return;
        };
        if wanted != key {
            self.wanted = Some((wanted, seed));
            return;
        }
        let Some(file) = file else {
            self.fail(Trouble::FileGone);
            return;
        };
        match Document::read(Origin::Own(key.to_owned()), file) {
            Ok(document) => {
                self.kept = Some(Rc::clone(document.file()));
                self.open(document, seed);
            }
            Err(faults) => self.fail(Trouble::KeptDamaged {
                file: file.into(),
                faults: Shared::new(faults),
            }),
        }
    }

    /// Another tab has changed the plan that is open here, where nothing was waiting to be kept.
    pub(super) fn adopt(&mut self, key: &str, file: &str) {
        let Some(open) = &self.document else { return };
        let (Origin::Own(own), Ok(scenario)) = (&open.origin, Scenario::read(file)) else {
            return;
        };
        if own != key || scenario == *open.scenario {
            return;
        }
        let document = open.replaced(Rc::new(scenario));
        self.kept = Some(Rc::clone(document.file()));
        self.news = Some(News::Adopted);
        self.take(document, true);
    }

    /// Another tab has changed the plan meanwhile: this one goes on as a copy.
    pub(super) fn part_ways(&mut self, key: &str) {
        let same = self
            .document
            .as_ref()
            .is_some_and(|open| open.origin == Origin::Own(key.to_owned()));
        if same {
            self.copy();
            self.news = Some(News::TwoTabs);
        }
    }

    /// The plan goes on under another key and name; what is kept under the old one stays as it was.
    pub(super) fn copy(&mut self) {
        let Some(open) = self.document.clone() else {
            return;
        };
        let key = self.keys.next();
        self.team_owns(&open.origin, &key);
        let name = document::copied_name(&open.scenario.name);
        let edit = onrush_scenario::Edit::Set {
            path: "name".into(),
            value: name.into(),
        };
        let named = open.edited(&edit, Gesture::Whole);
        let document = named.ok().flatten().unwrap_or_else(|| (*open).clone());
        self.kept = None;
        self.document = Some(Shared::new(document.owned(key)));
        self.keep_latest();
    }

    /// The open plan makes room for another one.
    pub(super) fn put_on_shelf(&mut self) {
        if let Some(open) = self.document.take()
            && let Origin::Own(_) = open.origin
        {
            self.shelf.retain(|other| other.origin != open.origin);
            self.shelf.push(open);
            if self.shelf.len() > SHELF {
                self.shelf.remove(0);
            }
        }
    }

    /// A plan that is kept nowhere but here.
    pub(super) fn on_shelf(&self, key: &str) -> Option<Document> {
        let origin = Origin::Own(key.to_owned());
        self.not_kept?;
        let found = self.shelf.iter().find(|d| d.origin == origin)?;
        Some((**found).clone())
    }

    /// A plan that has just been made.
    pub(super) fn begin(&mut self, scenario: &Scenario) {
        let key = self.keys.next();
        match Document::read(Origin::Own(key), &scenario.write()) {
            Ok(document) => self.open(document, route::FIRST_SEED),
            Err(faults) => self.fail(Trouble::Faults {
                name: scenario.name.clone(),
                faults: Shared::new(faults),
            }),
        }
    }

    pub(super) fn open_link(&mut self, code: &str, seed: u64) {
        let origin = Origin::Link(code.into());
        if self
            .document
            .as_ref()
            .is_some_and(|open| open.origin == origin)
        {
            self.resume(seed);
            return;
        }
        match Scenario::from_code(code) {
            Ok(scenario) => {
                self.open(Document::of(origin, Rc::new(scenario)), seed);
                self.news = Some(News::FromLink);
            }
            Err(CodeFault::Faults(faults)) => self.fail(Trouble::LinkFaults(Shared::new(faults))),
            Err(CodeFault::Newer) => self.fail(Trouble::LinkNewer),
            Err(CodeFault::TooLong | CodeFault::TooLarge) => self.fail(Trouble::LinkTooLarge),
            Err(CodeFault::Damaged) => self.fail(Trouble::BrokenLink),
        }
    }

    /// The plan that this one is another state of is there: what has changed since?
    pub(super) fn compare(&mut self, file: &str) {
        let Some(open) = &self.document else { return };
        if let Ok(older) = Document::read(Origin::Own(String::new()), file) {
            let mut changes = older.scenario.changes(&open.scenario);
            changes.retain(|change| !["lineage", "story"].contains(&change.path.as_str()));
            self.handover = Some(Handover {
                older: Shared::new(older),
                changes: Rc::new(changes),
            });
            self.run_older();
        }
    }

    /// The plan was thrown away: it is no longer open.
    pub(super) fn thrown(&mut self, key: &str) {
        let gone = Origin::Own(key.to_owned());
        self.shelf.retain(|document| document.origin != gone);
        let open = self
            .document
            .as_ref()
            .is_some_and(|open| open.origin == Origin::Own(key.to_owned()));
        if open {
            self.document = None;
            self.latest = None;
            self.view.screen = Screen::Start;
            self.view.playback.stop();
        }
    }
}
