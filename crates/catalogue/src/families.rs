//! A list of ids, some of them by how they begin.

/// Ids, one a line; a line that ends with a dot stands for all ids that begin with it.
///
/// ```
/// let some = onrush_catalogue::Families::read("crowd.add\nroom.\n");
/// assert!(some.has("crowd.add") && some.has("room.what.long"));
/// assert!(!some.has("crowd.add.more") && !some.has("rooms"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Families(Vec<String>);

impl Families {
    /// Reads a list; empty lines count for nothing.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self(lines.map(str::to_owned).collect())
    }

    /// Whether a line of the list stands for this id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|line| stands_for(line, id))
    }

    /// Lines that stand for none of these ids.
    pub fn idle<'a>(&'a self, ids: &[&str]) -> impl Iterator<Item = &'a str> {
        let idle = |line: &&String| !ids.iter().any(|id| stands_for(line, id));
        self.0.iter().filter(idle).map(String::as_str)
    }
}

fn stands_for(line: &str, id: &str) -> bool {
    id == line || line.ends_with('.') && id.starts_with(line)
}
