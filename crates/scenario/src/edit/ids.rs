//! Ids and names that are not taken.

use crate::field::Kind;

/// An id like `wish` that none of `taken` is: in small letters, digits and hyphens, with a number behind it where it is taken.
///
/// ```
/// use onrush_scenario::unused_id;
/// assert_eq!(unused_id([], "TV spot, Sunday"), "tv-spot-sunday");
/// assert_eq!(unused_id(["mail", "mail-2"], "mail"), "mail-3");
/// assert_eq!(unused_id(["mail-2"], "mail-2"), "mail-3");
/// assert_eq!(unused_id([], "…"), "entry");
/// ```
pub fn unused_id<'a>(taken: impl IntoIterator<Item = &'a str>, wish: &str) -> String {
    let taken: Vec<&str> = taken.into_iter().collect();
    let wish = slug(wish);
    if !taken.contains(&wish.as_str()) {
        return wish;
    }
    let (stem, first) = counted(&wish, '-');
    // One number more than there are entries: one of them is free.
    (first..=first + taken.len())
        .map(|n| with_number(stem, '-', n, Kind::LONGEST_ID))
        .find(|id| !taken.contains(&id.as_str()))
        .unwrap_or(wish)
}

/// A name like `wish` that none of `taken` is: `Newsletter 2`.
pub(super) fn unused_name(taken: &[&str], wish: &str, longest: usize) -> String {
    let (stem, first) = counted(wish, ' ');
    (first..=first + taken.len())
        .map(|n| with_number(stem, ' ', n, longest))
        .find(|name| !taken.contains(&name.as_str()))
        .unwrap_or_else(|| wish.to_owned())
}

/// `mail-2` is `mail` and goes on with 3; what has no number goes on with 2.
fn counted(text: &str, between: char) -> (&str, usize) {
    text.rsplit_once(between)
        .and_then(|(stem, number)| {
            let number: usize = number.parse().ok()?;
            (!stem.is_empty() && (2..1_000_000).contains(&number)).then_some((stem, number + 1))
        })
        .unwrap_or((text, 2))
}

fn with_number(stem: &str, between: char, n: usize, longest: usize) -> String {
    let end = format!("{between}{n}");
    let room = longest.saturating_sub(end.len());
    let stem: String = stem.chars().take(room).collect();
    format!("{}{end}", stem.trim_end_matches(between))
}

fn slug(wish: &str) -> String {
    let mut id = String::new();
    for c in wish.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            // Where letters are only left out, words must not break.
            c if c.is_alphabetic() => {}
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
        if id.len() == Kind::LONGEST_ID {
            break;
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() {
        "entry".into()
    } else {
        id.to_owned()
    }
}
