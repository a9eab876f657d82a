//! What only some requests need, beside the requests.

use onrush_network::LIMITS;

use crate::random::Key;
use crate::visits::NIL;

/// An object that a request asked a cache for, and fetches or waits for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted {
    pub(super) cache: u32,
    pub(super) object: u32,
}

/// One request's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aside {
    /// Objects fetched or waited for, outermost first.
    wanted: [Wanted; LIMITS.depth],
    /// What gates decide by: the visit, or the request where there is none.
    pub(super) who: Key,
    /// Whether a machine sent it.
    pub(super) bot: bool,
    /// The units taken: the last of a list, [`NIL`] for none.
    pub(super) taken: u32,
}

impl Aside {
    /// The object wanted at a level. (`Network::check` limits the levels.)
    pub(super) fn wanted(&mut self, level: u8) -> &mut Wanted {
        &mut self.wanted[usize::from(level).min(LIMITS.depth - 1)]
    }
}

const EMPTY: Aside = Aside {
    wanted: [Wanted {
        cache: 0,
        object: 0,
    }; LIMITS.depth],
    who: Key::NONE,
    bot: false,
    taken: NIL,
};

/// By the requests' numbers; as long as the highest of those that needed it.
#[derive(Debug, Default)]
pub(super) struct Asides(Vec<Aside>);

impl Asides {
    #[inline]
    pub(super) fn of(&mut self, id: u32) -> &mut Aside {
        let at = id as usize;
        if at >= self.0.len() {
            self.0.resize(at + 1, EMPTY);
        }
        &mut self.0[at]
    }
}
