//! What can run out.

/// Units left.
#[derive(Debug, Clone)]
pub(crate) struct Stock {
    left: u64,
    taken: u64,
}

impl Stock {
    pub(crate) fn new(units: u64) -> Self {
        Self {
            left: units,
            taken: 0,
        }
    }

    /// Takes a unit, if one is left.
    #[inline]
    pub(crate) fn take(&mut self) -> bool {
        let taken = self.left > 0;
        self.left -= u64::from(taken);
        self.taken += u64::from(taken);
        taken
    }

    /// A unit goes back, because who took it failed later. Nothing happens when none is out.
    #[inline]
    pub(crate) fn give_back(&mut self) {
        let back = self.taken > 0;
        self.left += u64::from(back);
        self.taken -= u64::from(back);
    }

    /// How many are left.
    #[inline]
    pub(crate) fn left(&self) -> u64 {
        self.left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_there_are_and_what_comes_back_is_sold_again() {
        let mut stock = Stock::new(3);
        assert_eq!((0..10).filter(|_| stock.take()).count(), 3);
        assert_eq!(stock.left(), 0);
        stock.give_back();
        assert!(stock.take() && !stock.take());
        for _ in 0..10 {
            stock.give_back();
        }
        assert_eq!(stock.left(), 3, "never more than at first");
        assert!(!Stock::new(0).take());
        let mut full = Stock::new(u64::MAX);
        full.give_back();
        assert!(full.take());
    }
}
