//! What an embedded rehearsal knows, and the one function that changes it.

use std::rc::Rc;

use onrush_runner::{Answer, Rehearsal};
use onrush_scenario::{CodeFault, Scenario, story_to_play};

use super::asked::{Asked, At, Plan};
use crate::state::{Action, Document, Lit, Origin, Playback, Run, Shared, Span, Trouble, Zoom};

/// Something that happened.
#[derive(Debug)]
pub(super) enum Happened {
    /// Somebody did something, or time went by.
    Did(Action),
    /// The worker answered order number so and so.
    Heard(u32, Answer),
    /// The address asks for something else.
    Asked(Box<Asked>),
}

/// Everything that an embedded rehearsal knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    /// What the address asks for.
    pub(super) asked: Asked,
    /// The plan, or why there is none.
    pub(super) document: Result<Shared<Document>, Trouble>,
    /// How far its rehearsal has come; `None` as long as nobody has looked.
    pub(super) run: Option<Run>,
    /// Orders so far.
    orders: u32,
    /// The result.
    pub(super) shown: Option<Shared<Rehearsal>>,
    /// The cursor.
    pub(super) second: u32,
    /// Whether and how fast it moves.
    pub(super) playback: Playback,
    /// How much of the time is shown.
    pub(super) zoom: Zoom,
    /// What is being read about.
    pub(super) lit: Lit,
}

/// What the worker has to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Job {
    /// Its number, so that an answer to an older one is known.
    pub(super) number: u32,
    /// The plan.
    pub(super) plan: Plan,
    /// The seed.
    pub(super) seed: u64,
}

impl State {
    /// Before anybody has looked.
    pub(super) fn new(asked: Asked) -> Self {
        Self {
            document: read(&asked.plan),
            asked,
            run: None,
            orders: 0,
            shown: None,
            second: 0,
            playback: Playback::default(),
            zoom: Zoom::Whole,
            lit: Lit(None),
        }
    }

    /// What the worker should be doing.
    pub(super) fn job(&self) -> Option<Job> {
        let running = matches!(self.run, Some(Run::Running(_)));
        running.then(|| Job {
            number: self.orders,
            plan: self.asked.plan.clone(),
            seed: self.asked.seed,
        })
    }

    /// The result, with its plan.
    pub(super) fn result(&self) -> Option<(&Shared<Document>, &Shared<Rehearsal>)> {
        self.document.as_ref().ok().zip(self.shown.as_ref())
    }

    fn whole(&self) -> Span {
        let played = self.result().map(|(played, _)| played.horizon_s());
        Span::whole(played.unwrap_or(1))
    }

    /// The stretch around what matters, where that is a part worth looking at by itself.
    pub(super) fn critical(&self) -> Option<Span> {
        let (played, rehearsal) = self.result()?;
        Span::around(&rehearsal.diagnosis, played.horizon_s())
    }

    /// The stretch of time that is shown.
    pub(super) fn span(&self) -> Span {
        let whole = self.whole();
        match self.zoom {
            Zoom::Whole => whole,
            Zoom::Critical => self.critical().unwrap_or(whole),
            Zoom::Chosen(span) => Span::between(span.from, span.to, whole.to),
        }
    }

    /// The state after something.
    #[must_use]
    pub(super) fn after(mut self, happened: Happened) -> Self {
        match happened {
            Happened::Heard(number, answer) if number == self.orders => self.hear(answer),
            // An answer to an older order.
            Happened::Heard(..) => {}
            Happened::Asked(asked) => self.ask(*asked),
            Happened::Did(action) => self.act(action),
        }
        self
    }

    fn ask(&mut self, asked: Asked) {
        let same = self.asked.plan == asked.plan && self.asked.seed == asked.seed;
        if !same {
            let begun = self.run.is_some();
            *self = Self {
                orders: self.orders,
                ..Self::new(asked)
            };
            if begun {
                self.rehearse();
            }
            return;
        }
        let moved = self.asked.at != asked.at;
        let plays = self.asked.play != asked.play;
        self.asked = asked;
        if moved {
            self.find_the_moment();
        }
        if plays {
            self.begin_to_play();
        }
    }

    fn rehearse(&mut self) {
        if self.document.is_ok() {
            self.orders = self.orders.wrapping_add(1);
            self.run = Some(Run::Running(None));
        }
    }

    fn hear(&mut self, answer: Answer) {
        if !matches!(self.run, Some(Run::Running(_))) {
            return;
        }
        self.run = Some(match answer {
            Answer::Progress(progress) => Run::Running(Some(progress)),
            Answer::Refused(faults) => Run::Refused(Shared::new(faults)),
            Answer::Done(whole) => {
                let rehearsal = Shared::new(Rehearsal::of_whole(self.asked.seed, *whole));
                self.shown = Some(rehearsal.clone());
                self.find_the_moment();
                self.begin_to_play();
                Run::Done(rehearsal)
            }
        });
    }

    /// Puts the cursor where it shall stand at first, with a close look at the minutes around a break.
    fn find_the_moment(&mut self) {
        let Some((played, rehearsal)) = self.result() else {
            return;
        };
        let d = &rehearsal.diagnosis;
        let start = played.scenario.clock.start.second_of_day;
        let second = match self.asked.at {
            At::Moment => d.first_break_s.unwrap_or(d.peak.at_s),
            At::Peak => d.peak.at_s,
            At::Second(second) => second,
            // What is earlier than the beginning is of the next day, or outside: then as near as can be.
            At::Clock(clock) => (clock + 86_400 - start % 86_400) % 86_400,
        };
        self.zoom = Zoom::Whole;
        self.second = self.span().clamp(second);
        if self.critical().is_some_and(|span| span.holds(self.second)) {
            self.zoom = Zoom::Critical;
        }
    }

    fn begin_to_play(&mut self) {
        self.playback.stop();
        if let Some(speed) = self.asked.play.filter(|_| self.shown.is_some()) {
            self.playback.speed = speed;
            self.second = self.playback.start(self.second, self.span());
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Rehearse => self.rehearse(),
            Action::Cancel => self.run = Some(Run::Cancelled),
            Action::Crashed(why) => self.run = Some(Run::Crashed(why.into())),
            Action::Absent(why) => self.run = Some(Run::Absent(why.into())),
            Action::Second(second) => self.second = self.span().clamp(second),
            Action::Jump(second) => {
                if !self.span().holds(second) {
                    self.zoom = Zoom::Whole;
                }
                self.second = self.span().clamp(second);
            }
            Action::Zoom(zoom) => {
                self.zoom = zoom;
                self.second = self.span().clamp(self.second);
            }
            Action::Highlight(highlight) => self.lit = Lit(highlight),
            Action::TogglePlay if self.playback.playing => self.playback.stop(),
            Action::TogglePlay => self.second = self.playback.start(self.second, self.span()),
            Action::Speed(speed) => self.playback.speed = speed,
            Action::Tick(ms) => {
                let end = self.span().last();
                self.second = self.playback.advance(self.second, ms, end);
            }
            // Nothing else can happen here.
            _ => {}
        }
    }
}

fn read(plan: &Plan) -> Result<Shared<Document>, Trouble> {
    let document = match plan {
        Plan::Story(key) => {
            let file =
                story_to_play(key).ok_or_else(|| Trouble::UnknownStory { key: key.clone() })?;
            let scenario = Scenario::read(file).map_err(|faults| Trouble::Faults {
                name: key.clone(),
                faults: Shared::new(faults),
            })?;
            Document::to_look_at(Origin::Story(key.clone()), Rc::new(scenario))
        }
        Plan::Code(code) => {
            let scenario = Scenario::from_code(code).map_err(|fault| match fault {
                CodeFault::Faults(faults) => Trouble::LinkFaults(Shared::new(faults)),
                CodeFault::Newer => Trouble::LinkNewer,
                CodeFault::TooLong | CodeFault::TooLarge => Trouble::LinkTooLarge,
                CodeFault::Damaged => Trouble::BrokenLink,
            })?;
            Document::to_look_at(Origin::Link(code.as_str().into()), Rc::new(scenario))
        }
    };
    Ok(Shared::new(document))
}

#[cfg(test)]
mod tests {
    use onrush_runner::{Flow, rehearse_whole};

    use super::*;

    fn asked(fragment: &str) -> Asked {
        Asked::parse("", fragment, |_| true).expect("sound")
    }

    fn did(state: State, action: Action) -> State {
        state.after(Happened::Did(action))
    }

    /// The museum's morning, rehearsed.
    fn done(fragment: &str) -> State {
        let state = did(State::new(asked(fragment)), Action::Rehearse);
        let job = state.job().expect("it runs");
        let document = state.document.clone().expect("a plan");
        let network = document.scenario.network().expect("sound");
        let whole = rehearse_whole(&document.scenario, &network, job.seed, &mut |_| Flow::On);
        let answer = Answer::Done(Box::new(whole.expect("sound")));
        state.after(Happened::Heard(job.number, answer))
    }

    #[test]
    fn nothing_runs_before_somebody_looks() {
        let state = State::new(asked("story=museum-tickets"));
        assert_eq!((state.job(), &state.run), (None, &None));
        let state = did(state, Action::Rehearse);
        assert_eq!(state.job().map(|job| job.seed), Some(1));
        assert_eq!(did(state, Action::Cancel).job(), None);
    }

    #[test]
    fn the_cursor_begins_where_it_is_asked_to() {
        let state = done("story=museum-tickets");
        let d = state.result().expect("done").1.diagnosis.clone();
        let broke = d.first_break_s.expect("it breaks");
        assert_eq!(state.second, broke);
        assert!(state.span().holds(broke));
        let at = |text: &str| {
            let next = asked(&format!("story=museum-tickets&at={text}"));
            state.clone().after(Happened::Asked(Box::new(next))).second
        };
        assert_eq!(at("peak"), d.peak.at_s);
        assert_eq!(at("30"), 30);
        let (played, _) = state.result().expect("done");
        let start = played.scenario.clock.start.second_of_day;
        let later = start + 61;
        let clock = format!(
            "{:02}:{:02}:{:02}",
            later / 3600,
            later / 60 % 60,
            later % 60
        );
        assert_eq!(at(&clock), 61);
        assert_eq!(at("999999"), played.horizon_s() - 1);
    }

    #[test]
    fn another_look_keeps_the_result_another_crowd_does_not() {
        let state = done("story=museum-tickets");
        let dark = asked("story=museum-tickets&theme=dark&show=people");
        let same = state.clone().after(Happened::Asked(Box::new(dark)));
        assert_eq!(same.shown, state.shown);
        let other = asked("story=museum-tickets&seed=2");
        let other = state.after(Happened::Asked(Box::new(other)));
        assert_eq!(other.shown, None);
        assert_eq!(other.job().map(|job| (job.number, job.seed)), Some((2, 2)));
        // What was on its way for the first is not taken for the second's.
        let late = Answer::Refused(onrush_network::Faults::default());
        assert!(other.after(Happened::Heard(1, late)).job().is_some());
    }

    #[test]
    fn playing_begins_when_asked_to_and_goes_on() {
        let state = done("story=museum-tickets&at=10&play=10");
        assert!(state.playback.playing);
        let later = did(state, Action::Tick(1000));
        assert_eq!(later.second, 20);
        assert!(!did(later, Action::TogglePlay).playback.playing);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_not_run() {
        for (code, trouble) in [
            ("1.%21", Trouble::BrokenLink),
            ("9.abc", Trouble::LinkNewer),
        ] {
            let state = State::new(asked(&format!("p={code}")));
            assert_eq!(state.document, Err(trouble));
            assert_eq!(did(state, Action::Rehearse).job(), None);
        }
    }
}
