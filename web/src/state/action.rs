//! What can happen to the page: everything that a person does, and everything that comes back from outside.

use std::rc::Rc;

use onrush_runner::{Between, Next, Outlook, Query, Reply};
use onrush_scenario::{Edit, Scenario};

use super::{
    Draft, ForecastJob, Gesture, Highlight, Library, NotKept, Part, ReviewStep, Route, Selection,
    StepsAction, Theme, Trouble, WorkshopStep, Zoom,
};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Action {
    /// An address was opened or gone back to.
    Go(Route),
    /// The text of a file is there.
    OpenFile {
        /// The file's name.
        name: String,
        /// Its text.
        text: String,
    },
    /// Something could not be opened.
    Fail(Trouble),
    /// The message about that has been read.
    Dismiss,
    /// An answer on the blank page, or another question of it.
    Draft(Box<Draft>),
    /// Open a plan that has just been made.
    Begin(Box<Scenario>),
    /// The plans that this browser keeps.
    Library(Library),
    /// What the browser has kept under a key, if anything.
    Loaded {
        /// The key.
        key: String,
        /// The file.
        file: Option<String>,
    },
    /// The open plan is kept as it is in this file.
    Saved(Rc<str>),
    /// It could not be kept.
    NotSaved(NotKept),
    /// Another tab has kept a newer state of this plan.
    Elsewhere {
        /// The plan's key.
        key: String,
        /// Its file.
        file: String,
    },
    /// Another tab has kept another state of this plan, while here there are changes, too.
    TwoTabs(String),
    /// Go on with a copy of the plan.
    Copy,
    /// This plan is thrown away.
    Thrown(String),
    /// The file of the plan that the open one is to be compared with.
    Compare(String),
    /// What was worth a line has been read.
    Read,
    /// Change the plan.
    Edit {
        /// How.
        edit: Edit,
        /// Whether that is all, or a step of something longer.
        gesture: Gesture,
    },
    /// Forget the previews since the gesture began.
    Abandon,
    /// One step back.
    Undo,
    /// One step forth again.
    Redo,
    /// Pick something, or nothing.
    Select(Option<Selection>),
    /// A while has gone by since this change.
    Due(u32),
    /// Run the plan with the present seed (again).
    Rehearse,
    /// Stop what is running.
    Cancel,
    /// Another crowd.
    Seed(u64),
    /// The worker said something.
    Heard(Reply),
    /// The forecaster has answered; `None` when there is no forecast of that plan.
    Foretold {
        /// What was asked.
        job: ForecastJob,
        /// The answer.
        outlook: Option<Box<Outlook>>,
    },
    /// The forecaster has answered what may come out; `None` when it cannot.
    Between {
        /// What was asked.
        job: ForecastJob,
        /// The answer.
        between: Option<Between>,
    },
    /// The worker is gone, and why.
    Crashed(String),
    /// The worker's program has not arrived, and why.
    Absent(String),
    /// Ask this about the plan; with the file of the plan to compare it with, where it is about two.
    Ask {
        /// The question.
        question: Query,
        /// The other plan's file.
        beside: Option<Rc<str>>,
    },
    /// Stop looking for an answer.
    StopAsking,
    /// The study with this number goes on.
    Studied {
        /// Its number.
        number: u32,
        /// How far it is, and what it has found.
        next: Box<Next>,
    },
    /// The study with this number cannot go on, and why (for IT).
    StudyFailed {
        /// Its number.
        number: u32,
        /// Why.
        why: String,
    },
    /// Change the plan as this option of the advice says.
    Apply(usize),
    /// Something about the eight steps.
    Steps(StepsAction),
    /// Show what would help.
    WayOut,
    /// Something about the review of what really happened.
    Review(Box<ReviewStep>),
    /// Something about a workshop.
    Workshop(Box<WorkshopStep>),
    /// Move the cursor to this second.
    Second(u32),
    /// Move the cursor to this second, and what is shown along with it where the second is out of sight.
    Jump(u32),
    /// Show what is being read about, or nothing.
    Highlight(Option<Highlight>),
    /// Show this part of the rehearsal where there is room for one only.
    Show(Part),
    /// Show why it broke.
    Why,
    /// Show this much of the plan's time.
    Zoom(Zoom),
    /// Play or pause.
    TogglePlay,
    /// Play this fast.
    Speed(u32),
    /// So many milliseconds went by while playing.
    Tick(u32),
    /// Another theme.
    Theme(Theme),
}
