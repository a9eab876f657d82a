//! Big values that are made once and looked at often.

use std::{ops::Deref, rc::Rc};

/// Shared data that counts as changed only when it is another piece of data.
///
/// `Rc<T>` compares the contents, which for a rehearsal means millions of numbers at every change of the page.
#[derive(Debug)]
pub(crate) struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Shares a value.
    pub(crate) fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_piece_is_equal_even_when_its_content_is_not_equal_to_itself() {
        let a = Shared::new(f64::NAN);
        assert_eq!(a, a.clone());
        assert_ne!(Shared::new(1), Shared::new(1));
    }
}
