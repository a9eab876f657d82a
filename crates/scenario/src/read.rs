//! Reading and writing the scenario file. Every fault is found in one pass and named by its path.

mod cross;
mod fill;
mod migrate;
mod walk;

use onrush_network::{Fault, Faults, Network};

pub(crate) use walk::entry_paths;

use crate::Scenario;
use crate::json::{self, Tree};

/// Largest file, in bytes.
pub const LARGEST_FILE: usize = 5_000_000;

/// Most faults that are told apart; further ones are only counted.
const MOST_FAULTS: usize = 1_000;

impl Scenario {
    /// Reads a scenario file, of this version of the format or an older one.
    ///
    /// # Errors
    /// All faults that it has, in the file's order, each with the field's path, the value as it was written and what is
    /// allowed. Where the text is no JSON, the place of the first fault in it.
    ///
    /// # Example
    ///
    /// ```
    /// use onrush_scenario::{Scenario, story};
    /// let text = story("mole-app").unwrap().file.replace("\"servers\": 24", "\"servers\": 0");
    /// let faults = Scenario::read(&text).unwrap_err();
    /// assert_eq!(faults.to_string(), "site.web.servers: 0 is not a whole number between 1 and 5000");
    /// ```
    pub fn read(text: &str) -> Result<Self, Faults> {
        whole(text).map(|(scenario, _)| scenario)
    }

    /// The same together with the network that it lowers to, for whoever needs both and is in a hurry.
    ///
    /// # Errors
    /// Those of [`Scenario::read`].
    pub fn read_with_network(text: &str) -> Result<(Self, Network), Faults> {
        whole(text)
    }

    /// The scenario as a file of the newest version, always the same for the same scenario; [`Scenario::read`] gives it back.
    ///
    /// A number that no file can hold (infinite or undefined) is written as `null`, which [`Scenario::read`] reports.
    #[must_use]
    pub fn write(&self) -> String {
        // Plain values with text keys: there is nothing that could not be written.
        let mut text = onrush_json::write(self);
        text.push('\n');
        text
    }

    /// Whether every field is in its range and the fields fit each other, for a scenario that did not come from a file.
    ///
    /// # Errors
    /// All faults, exactly as [`Scenario::read`] reports them.
    pub fn check(&self) -> Result<(), Faults> {
        Self::read(&self.write()).map(drop)
    }
}

impl Scenario {
    /// A scenario with the network that it describes: what [`Scenario::read`] and [`Scenario::network`] give, in one go.
    ///
    /// # Errors
    /// Those of [`Scenario::read`].
    pub fn read_to_play(text: &str) -> Result<(Self, Network), Faults> {
        whole(text)
    }
}

/// The scenario in a file, and the network that it lowers to: some faults only show there.
///
/// # Errors
/// Those of [`Scenario::read`].
pub(crate) fn whole(text: &str) -> Result<(Scenario, Network), Faults> {
    let tree = parse(text)?;
    check_version(&tree)?;
    sound(migrate::newest(tree))
}

/// The scenario that the tree of a file of the newest version is, and its network.
///
/// # Errors
/// Those of [`Scenario::read`].
pub(crate) fn sound(tree: Tree) -> Result<(Scenario, Network), Faults> {
    let mut faults = Faults::default();
    walk::fields(&tree, &mut faults);
    fitting(tree, faults)
}

/// The same of a tree that `before`, which is sound, has become: each field by itself is looked at only where something is new.
///
/// # Errors
/// Those of [`sound`].
pub(crate) fn sound_after(before: &Tree, tree: Tree) -> Result<(Scenario, Network), Faults> {
    let mut faults = Faults::default();
    walk::changed(before, &tree, &mut faults);
    fitting(tree, faults)
}

/// What remains to be done once each field has been looked at by itself.
fn fitting(mut tree: Tree, mut faults: Faults) -> Result<(Scenario, Network), Faults> {
    cross::checks(&tree, &mut faults);
    if faults.0.len() > MOST_FAULTS {
        let more = faults.0.len() - MOST_FAULTS;
        faults.0.truncate(MOST_FAULTS);
        faults.0.push(Fault::new(
            "file",
            format!("a file with {more} more faults"),
            "a scenario",
        ));
    }
    faults.or(())?;
    fill::defaults(&mut tree);
    // Every field has the type and range that the model's types need; should they ever differ, this says so.
    let scenario: Scenario = onrush_json::fit(&tree)
        .ok_or_else(|| Faults(vec![Fault::new("file", "", "a scenario")]))?;
    let network = scenario.lower()?;
    Ok((scenario, network))
}

/// The text as a tree, if it is small enough and JSON.
fn parse(text: &str) -> Result<Tree, Faults> {
    let one = |fault| Faults(vec![fault]);
    if text.len() > LARGEST_FILE {
        return Err(one(Fault::new(
            "file",
            format!("{} bytes", text.len()),
            format!("a scenario: it has at most {LARGEST_FILE} bytes"),
        )));
    }
    let tree = json::parse(text).map_err(one)?;
    match tree {
        Tree::Group(_) => Ok(tree),
        other => Err(one(Fault::new(
            "file",
            other.shown(),
            "a scenario: a group of fields in { }",
        ))),
    }
}

/// A newer file may differ everywhere: its version is the only thing worth reporting.
fn check_version(tree: &Tree) -> Result<(), Faults> {
    let known = f64::from(Scenario::VERSION);
    match tree.get("onrush") {
        None => Err(Faults(vec![Fault::new(
            "onrush",
            "",
            format!("{known}, the version of the file format; without it this is no scenario"),
        )])),
        Some(version) if version.number().is_some_and(|v| v > known) => {
            Err(Faults(vec![Fault::new(
                "onrush",
                version.shown(),
                format!(
                    "a version that this program knows ({known} at most): the file was made by a newer Onrush"
                ),
            )]))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
