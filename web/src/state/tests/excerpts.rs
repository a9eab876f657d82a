//! A plan too large to be played: its result is a part of it, on a clock of its own.

use onrush_runner::{Excerpt, Outlook};
use onrush_scenario::ClockTime;

use super::*;

/// The story, of which the ten minutes from second 4 000 were played. Seconds of the result count from there.
fn played() -> State {
    let state = open(1);
    let mut rehearsal = result(&state);
    rehearsal.observations.horizon_s = 600;
    rehearsal.diagnosis.first_break_s = Some(300);
    rehearsal.diagnosis.recovered_s = Some(500);
    rehearsal.diagnosis.peak.at_s = 400;
    let mut clock = state.document.as_ref().unwrap().scenario.clock.clone();
    clock.start = ClockTime {
        second_of_day: clock.start.second_of_day + 4000,
    };
    clock.minutes = 10;
    rehearsal.excerpt = Some(Box::new(Excerpt {
        from_s: 4000,
        until_s: 4600,
        run_in_s: 600,
        begins_in_trouble: false,
        expected_requests: 3e7,
        clock,
        outlook: Outlook::default(),
    }));
    let reply = Reply::Done {
        job: job(&state),
        rehearsal,
    };
    state.after(Action::Heard(reply))
}

#[test]
fn the_part_that_was_played_is_what_is_looked_at() {
    let state = played();
    assert_eq!(
        state.span(),
        Span {
            from: 4000,
            to: 4600
        }
    );
    assert_eq!(state.view.second, 4300, "the break, in the plan's time");
    let shown = state.shown().unwrap();
    assert_eq!(shown.second(state.view.second), 300);
    assert_eq!(shown.span(state.span()), Span { from: 0, to: 600 });
    assert_eq!(shown.played.horizon_s(), 600);
    let clock = |document: &Document| document.scenario.clock.start.second_of_day;
    assert_eq!(clock(&shown.played), clock(&shown.document) + 4000);
    // Asked again, the same pieces come: nothing is drawn anew for nothing.
    assert_eq!(state.shown().unwrap(), shown);
}

#[test]
fn the_cursor_stays_in_the_part_whatever_is_shown() {
    let state = played().after(Action::Zoom(Zoom::Whole));
    assert_eq!(
        state.span().from,
        0,
        "the crowd can be looked at as a whole"
    );
    for (wished, got) in [(0, 4000), (4321, 4321), (5399, 4599)] {
        let state = state.clone().after(Action::Second(wished));
        assert_eq!(state.view.second, got);
    }
    let playing = state
        .after(Action::Second(4598))
        .after(Action::TogglePlay)
        .after(Action::Tick(1000));
    assert_eq!(playing.view.second, 4599);
    assert!(!playing.view.playback.playing, "it ends with the part");
}

#[test]
fn wishes_in_seconds_of_the_part_are_carried_out_in_those_of_the_plan() {
    let state = played();
    let shown = state.shown().unwrap();
    let state = state.after(shown.in_plan(Action::Jump(500)));
    assert_eq!(state.view.second, 4500);
    let near = Zoom::Chosen(Span { from: 60, to: 180 });
    let state = state.after(shown.in_plan(Action::Zoom(near)));
    assert_eq!(
        state.span(),
        Span {
            from: 4060,
            to: 4180
        }
    );
    let lit = Highlight {
        from: 10,
        until: 20,
        parts: Vec::new(),
        begins: 0,
    };
    let read = state
        .clone()
        .after(shown.in_plan(Action::Highlight(Some(lit))));
    let lit = read.view.lit.0.unwrap();
    assert_eq!((lit.from, lit.in_plan()), (10, (4010, 4020)));
    let state = state.after(shown.in_plan(Action::Zoom(Zoom::Whole)));
    assert_eq!(
        state.span(),
        Span {
            from: 4000,
            to: 4600
        }
    );
}
