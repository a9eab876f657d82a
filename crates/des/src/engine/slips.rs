//! Events that can be called off.
//!
//! An entry of the event list names a request, and cannot be found again. Where somebody may be thrown out of a service, the
//! entry names a *slip* instead, on which the request stands until its name is struck out.

use crate::visits::NIL;

/// What an event is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// Nothing: called off.
    Void,
    /// A request's service has ended, or it goes on.
    Request(u32),
    /// Among those who share an instance's servers somebody may be done.
    Shared(u32),
    /// Not in use; the next of these.
    Free(u32),
}

/// All slips.
#[derive(Debug)]
pub(super) struct Slips {
    all: Vec<Slip>,
    free: u32,
}

impl Slips {
    pub(super) fn new() -> Self {
        Self {
            all: Vec::new(),
            free: NIL,
        }
    }

    /// Writes a slip; its number.
    #[inline]
    pub(super) fn write(&mut self, slip: Slip) -> u32 {
        if let Some(Slip::Free(next)) = self.all.get(self.free as usize) {
            let number = self.free;
            self.free = *next;
            self.all[number as usize] = slip;
            return number;
        }
        self.all.push(slip);
        u32::try_from(self.all.len() - 1).unwrap_or(NIL)
    }

    /// The slip's event has come: the slip can be used again.
    #[inline]
    pub(super) fn take(&mut self, number: u32) -> Slip {
        let free = Slip::Free(self.free);
        self.free = number;
        std::mem::replace(&mut self.all[number as usize], free)
    }

    /// Strikes out the request that stands on this slip.
    pub(super) fn strike_out(&mut self, number: u32, request: u32) {
        if let Some(slip) = self.all.get_mut(number as usize)
            && *slip == Slip::Request(request)
        {
            *slip = Slip::Void;
        }
    }
}
