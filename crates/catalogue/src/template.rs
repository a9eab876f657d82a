//! The structure of a message: its places and their branches.

/// The ways in which numbers are written. Any other style asks for a form of a name.
pub const STYLES: [&str; 6] = ["about", "round", "share", "percent", "seconds", "decimal"];

/// A place of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// The value's name.
    pub name: &'a str,
    /// How it is written; empty for as it is.
    pub style: &'a str,
    /// What it chooses from; empty where the value itself is shown.
    pub keys: Vec<&'a str>,
}

/// All places of a message, those inside of branches too.
///
/// # Errors
/// A note for the author: braces that do not match, a place without a name, branches without `other`.
pub fn places(template: &str) -> Result<Vec<Place<'_>>, String> {
    let mut found = Vec::new();
    collect(template, &mut found)?;
    Ok(found)
}

fn collect<'a>(template: &'a str, found: &mut Vec<Place<'a>>) -> Result<(), String> {
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        if rest[at..].starts_with('}') {
            return Err("a closing brace too many".to_owned());
        }
        let length = closing(&rest[at..]).ok_or("a brace is not closed")?;
        let parts = split_branches(&rest[at + 1..at + length]);
        let (name, style) = parts[0].split_once(':').unwrap_or((parts[0], ""));
        if name.trim().is_empty() || name.contains('{') {
            return Err(format!("a place without a name: {}", parts[0]));
        }
        let mut keys = Vec::new();
        let mut inner = Vec::new();
        for part in &parts[1..] {
            let (key, text) = part
                .split_once(':')
                .ok_or_else(|| format!("a branch without a name: {part}"))?;
            keys.push(key.trim());
            collect(text, &mut inner)?;
        }
        if !keys.is_empty() && !keys.contains(&"other") {
            return Err(format!("{name} has no branch `other`"));
        }
        found.push(Place {
            name: name.trim(),
            style: style.trim(),
            keys,
        });
        found.append(&mut inner);
        rest = &rest[at + length + 1..];
    }
    Ok(())
}

/// Position of the brace that closes the one at the beginning.
#[must_use]
pub fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(i);
                }
            }
            _ => {}
        }
    }
    None
}

/// Cuts at the bars that are not inside inner braces; there is always a first part.
#[must_use]
pub fn split_branches(inner: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0_u32, 0, Vec::new());
    for (i, b) in inner.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => {
                parts.push(&inner[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_branches_are_found() {
        let found = places("{n|one: a|other: {m:about}} from {where}").unwrap();
        let names: Vec<&str> = found.iter().map(|p| p.name).collect();
        assert_eq!(names, ["n", "m", "where"]);
        assert_eq!(found[0].keys, ["one", "other"]);
        assert_eq!(found[1].style, "about");
        for bad in ["{n", "n}", "{n|one: a}", "{|other: x}", "{n|other: {m}"] {
            assert!(places(bad).is_err(), "{bad}");
        }
    }
}
