//! Lists through one array: joining at the end, leaving from anywhere, without allocation.

use super::NIL;

/// Who stands beside whom, by number. One table serves any number of lists, as long as nobody is in two at once.
#[derive(Debug, Default)]
pub(crate) struct Links {
    neighbours: Vec<Neighbours>,
}

#[derive(Debug, Clone, Copy)]
struct Neighbours {
    ahead: u32,
    behind: u32,
}

/// A list in order of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct List {
    first: u32,
    last: u32,
    len: u32,
}

impl Default for List {
    fn default() -> Self {
        Self {
            first: NIL,
            last: NIL,
            len: 0,
        }
    }
}

impl List {
    /// How many are in it.
    #[inline]
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// The first, who stays in it.
    #[inline]
    pub(crate) fn first(&self) -> Option<u32> {
        (self.first != NIL).then_some(self.first)
    }
}

impl Links {
    /// `id` joins at the end. It must not be in another list of this table.
    #[inline]
    pub(crate) fn join(&mut self, list: &mut List, id: u32) {
        if id as usize >= self.neighbours.len() {
            let nobody = Neighbours {
                ahead: NIL,
                behind: NIL,
            };
            self.neighbours.resize(id as usize + 1, nobody);
        }
        let last = std::mem::replace(&mut list.last, id);
        self.neighbours[id as usize] = Neighbours {
            ahead: last,
            behind: NIL,
        };
        if last == NIL {
            list.first = id;
        } else {
            self.neighbours[last as usize].behind = id;
        }
        list.len += 1;
    }

    /// Takes the first out.
    #[inline]
    pub(crate) fn take_first(&mut self, list: &mut List) -> Option<u32> {
        let first = list.first()?;
        self.leave(list, first);
        Some(first)
    }

    /// `id`, who must be in this list, leaves it.
    #[inline]
    pub(crate) fn leave(&mut self, list: &mut List, id: u32) {
        let Neighbours { ahead, behind } = self.neighbours[id as usize];
        if ahead == NIL {
            list.first = behind;
        } else {
            self.neighbours[ahead as usize].behind = behind;
        }
        if behind == NIL {
            list.last = ahead;
        } else {
            self.neighbours[behind as usize].ahead = ahead;
        }
        list.len -= 1;
    }

    /// Who stands behind `id`.
    #[cfg(test)]
    #[inline]
    pub(crate) fn behind(&self, id: u32) -> Option<u32> {
        let behind = self.neighbours[id as usize].behind;
        (behind != NIL).then_some(behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;

    #[test]
    fn several_lists_behave_like_vectors() {
        let mut links = Links::default();
        let mut lists = [List::default(); 3];
        let mut model: [Vec<u32>; 3] = Default::default();
        for i in 0..20_000 {
            let mut key = Key::of_seed(5).number(i);
            let id = key.one_of(50);
            key = key.number(1);
            let which = key.one_of(3) as usize;
            let within = model.iter().position(|m| m.contains(&id));
            match within {
                None => {
                    links.join(&mut lists[which], id);
                    model[which].push(id);
                }
                Some(list) if key.number(2).happens(0.5) => {
                    links.leave(&mut lists[list], id);
                    model[list].retain(|other| *other != id);
                }
                Some(list) => {
                    assert_eq!(
                        links.take_first(&mut lists[list]),
                        Some(model[list].remove(0))
                    );
                }
            }
            for (list, model) in lists.iter().zip(&model) {
                assert_eq!(list.len() as usize, model.len());
                let mut seen = Vec::new();
                let mut next = list.first();
                while let Some(id) = next {
                    seen.push(id);
                    next = links.behind(id);
                }
                assert_eq!(&seen, model);
            }
        }
        assert_eq!(links.take_first(&mut List::default()), None);
    }
}
