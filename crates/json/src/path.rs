//! Where something stands in a file, in the words of its faults.

/// Most letters of a key that are repeated in a path.
pub const LONGEST_KEY: usize = 60;

/// The path of what stands under `key` in the group at `path`, which is empty for the file itself. Keys come from strangers: long
/// ones are cut, an empty one is seen, and what would break the line is replaced.
///
/// ```
/// use onrush_json::below;
/// assert_eq!(below("", "site"), "site");
/// assert_eq!(below("site", "web"), "site.web");
/// assert_eq!(below("site", ""), "site.\"\"");
/// ```
#[must_use]
pub fn below(path: &str, key: &str) -> String {
    let mut short: String = key
        .chars()
        .take(LONGEST_KEY)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if key.is_empty() {
        short.push_str("\"\"");
    } else if key.chars().count() > LONGEST_KEY {
        short.push('\u{2026}');
    }
    if path.is_empty() {
        short
    } else {
        format!("{path}.{short}")
    }
}
