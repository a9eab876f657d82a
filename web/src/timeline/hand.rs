//! One thing of the timeline in somebody's hand, from taking hold of it to letting go.

use onrush_scenario::{Edit, Span as Clock};

use super::Dropped;

/// What can be drawn along the time.
pub(crate) trait Drawn {
    /// The change when the hand is at `x`, in pixels from the lane's left edge. `free`: to the second, without snapping.
    fn to(&self, clock: &Clock, x: f64, free: bool) -> Option<Dropped>;
}

/// A thing that is held, and what came of it so far.
#[derive(Debug)]
pub(crate) struct Hand<T> {
    thing: T,
    pointer: i32,
    from_x: f64,
    moved: bool,
    last: Option<Dropped>,
}

/// What letting go means.
#[derive(Debug, PartialEq)]
pub(crate) enum LetGo {
    /// It was pressed and not moved.
    Pressed,
    /// It was moved there.
    Dropped(Dropped),
    /// It was moved, and nothing came of it.
    Nothing,
}

impl<T: Drawn> Hand<T> {
    /// The pointer with this number takes hold of `thing` at `x`.
    pub(crate) fn new(thing: T, pointer: i32, x: f64) -> Self {
        Self {
            thing,
            pointer,
            from_x: x,
            moved: false,
            last: None,
        }
    }

    /// Whether this pointer holds it.
    pub(crate) const fn is_of(&self, pointer: i32) -> bool {
        self.pointer == pointer
    }

    /// Whether it was moved.
    pub(crate) const fn is_moved(&self) -> bool {
        self.moved
    }

    /// The hand is at `x`; it may have trembled by less than `tremble` pixels. The change to be shown, where it is another one than
    /// before.
    pub(crate) fn at(&mut self, clock: &Clock, x: f64, tremble: f64, free: bool) -> Option<Edit> {
        if !self.moved && (x - self.from_x).abs() < tremble {
            return None;
        }
        self.moved = true;
        let dropped = self.thing.to(clock, x, free)?;
        let again = self.last.as_ref().is_some_and(|l| l.edit == dropped.edit);
        let edit = (!again).then(|| dropped.edit.clone());
        self.last = Some(dropped);
        edit
    }

    /// It is let go of.
    pub(crate) fn let_go(self) -> LetGo {
        match (self.moved, self.last) {
            (false, _) => LetGo::Pressed,
            (true, Some(dropped)) => LetGo::Dropped(dropped),
            (true, None) => LetGo::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use onrush_scenario::{Scenario, story};

    use super::*;

    /// To whole tens of pixels, and not below zero.
    struct Tens;

    impl Drawn for Tens {
        fn to(&self, _: &Clock, x: f64, free: bool) -> Option<Dropped> {
            let at = if free { x } else { (x / 10.0).round() * 10.0 };
            (at >= 0.0).then(|| Dropped {
                edit: Edit::Set {
                    path: "at".to_owned(),
                    value: at.into(),
                },
                longer: None,
            })
        }
    }

    fn clock() -> Clock {
        Scenario::read(story("toy-shop").unwrap().file)
            .unwrap()
            .clock
    }

    #[test]
    fn a_hand_that_trembles_has_pressed() {
        let mut hand = Hand::new(Tens, 7, 100.0);
        assert!(hand.is_of(7) && !hand.is_of(8));
        assert_eq!(hand.at(&clock(), 102.0, 3.0, false), None);
        assert!(!hand.is_moved());
        assert_eq!(hand.let_go(), LetGo::Pressed);
    }

    #[test]
    fn each_change_is_shown_once_and_the_last_one_stays() {
        let (clock, mut hand) = (clock(), Hand::new(Tens, 7, 100.0));
        let first = hand.at(&clock, 121.0, 3.0, false);
        assert!(first.is_some() && hand.is_moved());
        assert_eq!(hand.at(&clock, 122.0, 3.0, false), None, "the same again");
        // Moved is moved: back at the beginning nothing trembles any more.
        let back = hand.at(&clock, 101.0, 3.0, false);
        assert!(back.is_some() && back != first);
        let free = hand.at(&clock, 103.0, 3.0, true).unwrap();
        // Where nothing comes of a place, what came of the one before it stays.
        assert_eq!(hand.at(&clock, -50.0, 3.0, false), None);
        let LetGo::Dropped(dropped) = hand.let_go() else {
            panic!("it was moved");
        };
        assert_eq!(dropped.edit, free);
    }

    #[test]
    fn moved_where_nothing_comes_of_it_is_neither_press_nor_change() {
        let mut hand = Hand::new(Tens, 7, 10.0);
        assert_eq!(hand.at(&clock(), -50.0, 3.0, false), None);
        assert_eq!(hand.let_go(), LetGo::Nothing);
    }
}
