//! The app's whole state as plain values, and the one function that changes it.
//!
//! [`State::after`] takes what happened ([`Action`]) and gives the next state. It is pure: what has to be done outside
//! (ask the worker, set the address, keep the theme) is read off the state by `app`, never done here.

mod action;
mod beside;
mod blank;
mod document;
mod editing;
mod forecasts;
mod history;
mod keys;
mod library;
mod paper;
mod review;
mod route;
mod runs;
mod shared;
mod shown;
mod steps;
mod studies;
mod view;
mod workshop;

#[cfg(test)]
mod tests;

pub(crate) use action::Action;
pub(crate) use beside::Apart;
pub(crate) use blank::{Draft, Measure, Question};
pub(crate) use document::{Document, Gesture, Origin};
pub(crate) use editing::{Form, Refused, Selection};
pub(crate) use forecasts::{ForecastJob, Forecasts};
pub(crate) use history::Travel;
pub(crate) use library::{Handover, Keeping, Kept, Library, News, NotKept};
pub(crate) use paper::{Paper, PaperKind};
pub(crate) use review::{Laid, Review, ReviewJob, ReviewStep, Source};
pub(crate) use route::Route;
pub(crate) use runs::{Job, Run, RunKey, Runs};
pub(crate) use shared::Shared;
pub(crate) use shown::Shown;
pub(crate) use steps::{Proof, Steps, StepsAction};
pub(crate) use studies::{Asked, Errand, Stage, Studies};
pub(crate) use view::{Highlight, Lit, Part, Playback, Screen, Span, Theme, Trouble, View, Zoom};

pub(crate) use workshop::{Classroom, Desk, KeptWorkshop, Lectern, Member, WorkshopStep};

use std::rc::Rc;

use onrush_runner::{Between, Outlook, Reply};

/// Everything the page knows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// The plan that is open.
    pub(crate) document: Option<Shared<Document>>,
    /// The seed of the crowd on the screen.
    pub(crate) seed: u64,
    /// Rehearsals, by plan and seed.
    pub(crate) runs: Runs,
    /// Forecasts of the plan.
    pub(crate) forecasts: Forecasts,
    /// The latest result of the document that is open, with the plan that it belongs to.
    latest: Option<Shown>,
    /// The last edit, if it was not made.
    pub(crate) refused: Option<Refused>,
    /// Changes so far.
    edits_so_far: u32,
    /// The change after which a rehearsal is to start by itself, when no other has come for a while.
    pub(crate) due: Option<u32>,
    /// The plans that this browser keeps.
    pub(crate) library: Shared<Library>,
    /// The plan that is to be opened as soon as the browser has handed it out, and with which seed.
    pub(crate) wanted: Option<(String, u64)>,
    /// The file of the open plan as it was kept last.
    kept: Option<Rc<str>>,
    /// Why nothing is kept, where that is so.
    not_kept: Option<NotKept>,
    /// The person's own plans that were open before: where nothing is kept, they are only here.
    pub(crate) shelf: Vec<Shared<Document>>,
    /// What is worth a line.
    pub(crate) news: Option<News>,
    /// What has changed since the plan was handed over.
    pub(crate) handover: Option<Handover>,
    /// What has been answered on the blank page.
    pub(crate) draft: Shared<Draft>,
    /// Where keys of new plans come from.
    keys: keys::Keys,
    /// Questions about the plan that many runs answer.
    pub(crate) studies: Studies,
    /// What really happened.
    pub(crate) review: Shared<Review>,
    /// How far the plan has come with the eight steps.
    pub(crate) steps: Steps,
    /// The workshop, of a trainer or of a team.
    pub(crate) classroom: Classroom,
    /// What is looked at.
    pub(crate) view: View,
}

impl State {
    /// The state at the beginning.
    /// Keys of new plans come from `luck`, which should be another one each time.
    pub(crate) fn new(theme: Theme, luck: u64) -> Self {
        Self {
            document: None,
            seed: route::FIRST_SEED,
            runs: Runs::default(),
            forecasts: Forecasts::default(),
            latest: None,
            refused: None,
            edits_so_far: 0,
            due: None,
            library: Shared::new(Library::default()),
            wanted: None,
            kept: None,
            not_kept: None,
            shelf: Vec::new(),
            news: None,
            handover: None,
            draft: Shared::new(Draft::default()),
            keys: keys::Keys::new(luck),
            studies: Studies::default(),
            review: Shared::new(Review::default()),
            steps: Steps::default(),
            classroom: Classroom::default(),
            view: View {
                theme,
                ..View::default()
            },
        }
    }

    /// Where we are, as an address.
    pub(crate) fn route(&self) -> Route {
        match (&self.view.paper, self.place()) {
            (Some(paper), of @ (Route::Plan { .. } | Route::Story { .. } | Route::Link { .. })) => {
                of.on_paper(paper.clone())
            }
            (None, Route::Plan { .. } | Route::Link { .. })
                if let Some(team) = self.team_route() =>
            {
                team
            }
            (_, place) => place,
        }
    }

    fn place(&self) -> Route {
        if let Some((key, seed)) = self.wanted.clone() {
            return Route::Plan { key, seed };
        }
        match (self.view.screen, &self.document) {
            (Screen::Rehearsal, Some(document)) => document.route(self.seed),
            (Screen::Model, _) => Route::Model,
            (Screen::Blank, _) => Route::Blank,
            (Screen::Workshop, _) => Route::Workshop {
                code: None,
                desk: self.classroom.desk,
            },
            _ => Route::Start,
        }
    }

    /// What the result on the screen depends on.
    pub(crate) fn key(&self) -> Option<RunKey> {
        self.document.as_ref().map(|document| RunKey {
            plan: Rc::clone(document.fingerprint()),
            seed: self.seed,
        })
    }

    /// How far the rehearsal on the screen has come; `None` when it was never asked for.
    pub(crate) fn run(&self) -> Option<&Run> {
        self.runs.get(&self.key()?)
    }

    /// The result to show: the right one, or the latest of this document until that is there.
    pub(crate) fn shown(&self) -> Option<Shown> {
        let document = self.document.as_ref()?;
        let Some(Run::Done(rehearsal)) = self.run() else {
            let latest = self.latest.clone()?;
            return Some(Shown {
                stale: true,
                ..latest
            });
        };
        let known = self.latest.as_ref();
        let known = known.filter(|l| l.document == *document && l.rehearsal == *rehearsal);
        Some(known.map_or_else(
            || Shown::new(document.clone(), rehearsal.clone()),
            Shown::clone,
        ))
    }

    /// What may come out of the plan that is open, where its figures are not known exactly.
    pub(crate) fn between(&self) -> Option<Between> {
        self.forecasts.between(self.document.as_ref()?)
    }

    /// The forecast of the plan that is open.
    pub(crate) fn forecast(&self) -> Option<&Shared<Outlook>> {
        self.forecasts.newest()
    }

    /// The critical time of the result on the screen, where that is a part worth looking at by itself.
    pub(crate) fn critical(&self) -> Option<Span> {
        let shown = self.shown()?;
        if shown.excerpt().is_some() {
            return Some(shown.stretch());
        }
        let rehearsal = shown.rehearsal;
        Span::around(&rehearsal.diagnosis, rehearsal.observations.horizon_s)
    }

    /// Where the cursor can stand: in the stretch of time that is shown, as far as that was rehearsed.
    pub(crate) fn stage(&self) -> Span {
        let span = self.span();
        match self.shown().filter(|shown| shown.excerpt().is_some()) {
            Some(shown) => span.within(shown.stretch()),
            None => span,
        }
    }

    /// The stretch of time that every part shows.
    pub(crate) fn span(&self) -> Span {
        let horizon = self.document.as_ref().map_or(1, |open| open.horizon_s());
        let whole = Span::whole(horizon);
        match self.view.zoom {
            Zoom::Whole => whole,
            Zoom::Critical => self.critical().unwrap_or(whole),
            Zoom::Chosen(span) => Span::between(span.from, span.to, horizon),
        }
    }

    /// The state after `action`.
    #[must_use]
    pub(crate) fn after(mut self, action: Action) -> Self {
        match action {
            Action::Go(route) => self.go(route),
            Action::OpenFile { name, text } => self.open_file(name, &text),
            Action::Fail(trouble) => self.fail(trouble),
            Action::Dismiss => self.view.trouble = None,
            Action::Draft(draft) => self.draft = Shared::new(*draft),
            Action::Begin(scenario) => {
                self.draft = Shared::new(Draft::default());
                self.begin(&scenario);
            }
            Action::Library(library) => self.see_library(library),
            Action::Loaded { key, file } => self.loaded(&key, file.as_deref()),
            Action::Saved(file) => self.saved(file),
            Action::NotSaved(why) => self.not_saved(why),
            Action::Elsewhere { key, file } => self.adopt(&key, &file),
            Action::TwoTabs(key) => self.part_ways(&key),
            Action::Copy => self.copy(),
            Action::Thrown(key) => self.thrown(&key),
            Action::Compare(file) => self.compare(&file),
            Action::Read => {
                self.news = None;
                self.handover = None;
            }
            Action::Review(step) => self.review(*step),
            Action::Workshop(step) => self.workshop(*step),
            Action::Edit { edit, gesture } => self.edit(&edit, gesture),
            Action::Abandon => self.abandon(),
            Action::Undo => self.travel(Travel::Back),
            Action::Redo => self.travel(Travel::Forth),
            Action::Select(selection) => self.view.selection = selection,
            Action::Due(number) => self.come_due(number),
            Action::Rehearse => self.rehearse(),
            Action::Cancel => self.runs.cancel(),
            Action::Seed(seed) => {
                self.seed = seed;
                self.rehearse();
                self.follow();
            }
            Action::Heard(reply) => self.hear(reply),
            Action::Foretold { job, outlook } => {
                self.forecasts.heard(&job, outlook.map(|outlook| *outlook));
            }
            Action::Between { job, between } => self.forecasts.heard_between(&job, between),
            Action::Crashed(why) => self.runs.stopped(Run::Crashed(why.into())),
            Action::Absent(why) => self.runs.stopped(Run::Absent(why.into())),
            Action::Ask { question, beside } => {
                if let Some(document) = self.document.clone() {
                    self.studies.ask(question, document, beside);
                }
            }
            Action::StopAsking => self.studies.stop(),
            Action::Studied { number, next } => self.studies.heard(number, *next),
            Action::StudyFailed { number, why } => self.studies.failed(number, &why),
            Action::Apply(place) => self.apply(place),
            Action::Steps(action) => self.step(action),
            Action::WayOut => {
                self.view.part = Part::WayOut;
                self.view.way_out = self.view.way_out.wrapping_add(1);
            }
            Action::Second(second) => {
                self.view.second = self.stage().clamp(second);
                self.view.moved = true;
            }
            Action::Jump(second) => self.jump(second),
            Action::Highlight(highlight) => self.view.lit = Lit(highlight),
            Action::Show(part) => self.view.part = part,
            Action::Why => {
                self.view.part = Part::Causes;
                self.view.why = self.view.why.wrapping_add(1);
            }
            Action::Zoom(zoom) => {
                self.view.zoom = zoom;
                self.view.second = self.stage().clamp(self.view.second);
            }
            Action::TogglePlay => self.toggle_play(),
            Action::Speed(speed) if Playback::SPEEDS.contains(&speed) => {
                self.view.playback.speed = speed;
            }
            Action::Speed(_) => {}
            Action::Tick(ms) => {
                let end = self.stage().last();
                self.view.second = self.view.playback.advance(self.view.second, ms, end);
                self.view.moved = true;
            }
            Action::Theme(theme) => self.view.theme = theme,
        }
        if let Some(document) = &self.document {
            self.forecasts.follow(document);
            self.studies.follow(document);
            self.steps.follow(document);
            if let Some(facts) = self.review_facts() {
                self.steps.reviewed(facts);
            }
        }
        self.review_follows();
        self
    }

    fn open_file(&mut self, name: String, text: &str) {
        let key = self.new_key();
        match Document::read(Origin::Own(key), text) {
            Ok(document) => {
                self.kept = None;
                self.open(document, route::FIRST_SEED);
            }
            Err(faults) => self.fail(Trouble::Faults {
                name,
                faults: Shared::new(faults),
            }),
        }
    }

    fn go(&mut self, route: Route) {
        if route == self.route() && self.wanted.is_none() {
            return;
        }
        self.wanted = None;
        self.view.paper = None;
        match route {
            Route::Paper { paper, of } => {
                match *of {
                    Route::Start if self.document.is_some() => {
                        self.view.screen = Screen::Rehearsal;
                        self.view.trouble = None;
                    }
                    of => self.go(of),
                }
                self.view.playback.stop();
                self.view.paper = Some(paper);
            }
            Route::Start => {
                self.view.screen = Screen::Start;
                self.view.playback.stop();
            }
            Route::Model => {
                self.view.screen = Screen::Model;
                self.view.playback.stop();
            }
            Route::Blank => {
                self.view.screen = Screen::Blank;
                self.view.playback.stop();
            }
            Route::Broken => self.fail(Trouble::BrokenLink),
            Route::Guide => self.guide(),
            Route::Workshop { code, desk } => self.go_workshop(code.as_deref(), desk),
            Route::Team { code } => self.go_team(&code),
            Route::Story { key, seed } => {
                let is_open = self
                    .document
                    .as_ref()
                    .is_some_and(|open| open.origin == Origin::Story(key.clone()));
                if is_open {
                    self.resume(seed);
                } else if let Some(story) = onrush_scenario::story(&key) {
                    match Document::read(Origin::Story(key.clone()), story.file) {
                        Ok(document) => self.open(document, seed),
                        Err(faults) => self.fail(Trouble::Faults {
                            name: key,
                            faults: Shared::new(faults),
                        }),
                    }
                } else {
                    self.fail(Trouble::UnknownStory { key });
                }
            }
            Route::Plan { key, seed } => {
                let is_open = self
                    .document
                    .as_ref()
                    .is_some_and(|open| open.origin == Origin::Own(key.clone()));
                if is_open {
                    self.resume(seed);
                } else if let Some(document) = self.on_shelf(&key) {
                    self.open(document, seed);
                } else {
                    self.wanted = Some((key, seed));
                }
            }
            Route::Link { code, seed } => self.open_link(&code, seed),
        }
    }

    fn new_key(&mut self) -> String {
        self.keys.next()
    }

    /// Shows a plan that was not open, and runs it.
    fn open(&mut self, document: Document, seed: u64) {
        self.put_on_shelf();
        self.document = Some(Shared::new(document));
        self.forecasts.forget();
        self.studies.forget();
        self.review = Shared::new(self.review.forgotten());
        self.steps.forget();
        self.latest = None;
        self.refused = None;
        self.due = None;
        self.news = None;
        self.handover = None;
        self.view.selection = None;
        self.view.lit = Lit(None);
        self.view.second = 0;
        self.view.zoom = Zoom::Whole;
        self.view.playback.stop();
        self.resume(seed);
        self.find_the_moment();
    }

    /// Shows the plan that is open, with this seed.
    fn resume(&mut self, seed: u64) {
        self.view.screen = Screen::Rehearsal;
        self.view.trouble = None;
        self.seed = seed;
        self.rehearse();
        self.follow();
    }

    fn rehearse(&mut self) {
        if let (Some(key), Some(document)) = (self.key(), &self.document) {
            self.due = None;
            self.runs.start(key, Rc::clone(document.file()));
        }
        self.keep_latest();
    }

    fn hear(&mut self, reply: Reply) {
        match reply {
            Reply::Progress { job, progress } => self.runs.progress(job, progress),
            Reply::Refused { job, faults } => self.runs.refused(job, faults),
            // The forecaster's has an action of its own; studies have workers of their own.
            Reply::Forecast { .. }
            | Reply::Between { .. }
            | Reply::Study { .. }
            | Reply::LogRead { .. }
            | Reply::Reviewed { .. }
            | Reply::Proved { .. }
            | Reply::Next(_) => {}
            Reply::Done { job, rehearsal } => {
                let first_of_this_plan = self.shown().is_none();
                let expected = self.runs.done(job, Shared::new(*rehearsal))
                    && matches!(self.run(), Some(Run::Done(_)));
                self.keep_latest();
                self.run_older();
                if expected && first_of_this_plan {
                    self.find_the_moment();
                } else if expected {
                    self.follow();
                    self.view.moved = false;
                }
            }
        }
    }

    /// Remembers the result of what is open, to be shown until there is one of what it becomes.
    fn keep_latest(&mut self) {
        if let (Some(document), Some(Run::Done(rehearsal))) = (&self.document, self.run()) {
            let known = self.latest.as_ref();
            if known.is_none_or(|l| l.document != *document || l.rehearsal != *rehearsal) {
                self.latest = Some(Shown::new(document.clone(), rehearsal.clone()));
            }
        }
    }

    /// A result took the place of another: the cursor goes along to its moment, unless the person has put it elsewhere.
    fn follow(&mut self) {
        if let Some(shown) = self.shown().filter(|shown| !shown.stale)
            && !self.view.moved
        {
            self.view.second = self.stage().clamp(moment(&shown));
        }
    }

    /// Puts the cursor where it happens: at the break, with a close look at the minutes around it, or else at the peak.
    fn find_the_moment(&mut self) {
        if let Some(shown) = self.shown() {
            let broke = shown.rehearsal.diagnosis.first_break_s.is_some();
            self.view.zoom = if broke || shown.excerpt().is_some() {
                Zoom::Critical
            } else {
                Zoom::Whole
            };
            self.view.second = self.stage().clamp(moment(&shown));
            self.view.moved = false;
        }
    }

    fn jump(&mut self, second: u32) {
        let span = self.span();
        if !span.holds(second) {
            let horizon = self.document.as_ref().map_or(1, |open| open.horizon_s());
            let middle = i64::from(span.from) + i64::from(span.to - span.from) / 2;
            self.view.zoom = match self.view.zoom {
                Zoom::Chosen(_) => Zoom::Chosen(span.moved(i64::from(second) - middle, horizon)),
                Zoom::Whole | Zoom::Critical => Zoom::Whole,
            };
        }
        self.view.second = self.stage().clamp(second);
        self.view.moved = true;
    }

    fn toggle_play(&mut self) {
        let span = self.stage();
        let (playback, second) = (&mut self.view.playback, self.view.second);
        if playback.playing {
            playback.stop();
        } else {
            self.view.second = playback.start(second, span);
        }
    }

    fn fail(&mut self, trouble: Trouble) {
        self.view.screen = Screen::Start;
        self.view.playback.stop();
        self.view.trouble = Some(trouble);
    }
}

/// The second of the plan that a result is about: its break, or else its peak.
fn moment(shown: &Shown) -> u32 {
    let diagnosis = &shown.rehearsal.diagnosis;
    let second = diagnosis.first_break_s.unwrap_or(diagnosis.peak.at_s);
    shown.stretch().from + second
}
