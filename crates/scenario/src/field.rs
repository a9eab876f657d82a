//! Every field of the scenario file: what it is, in which unit, in which range, and why.
//!
//! The one place where ranges live. The reader consults it, and whoever builds a form or decodes a link does, too.

mod index;
mod table;

pub(crate) use index::{at_pattern, children};
use table::FIELDS;
pub(crate) use table::NAME;

/// A field of the scenario file: what is needed to read one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Where it stands; `[]` is any entry of a list: `activities[].people`.
    pub path: &'static str,
    /// What may stand there.
    pub kind: Kind,
    /// What holds when it is left out.
    pub when_absent: WhenAbsent,
}

/// A field with what is said about it, for somebody who writes a file. The texts are apart from [`Field`], so that a program which only
/// reads files has none of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Described {
    /// The field.
    pub field: Field,
    /// Unit of a number, as people write it: `ms`, `%`, `people`; empty where there is none.
    pub unit: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Where the default, a usual figure or the range comes from.
    pub source: Option<&'static str>,
    /// The default was chosen, not measured; `source` says why.
    pub assumed: bool,
}

/// What may stand in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A whole number.
    Whole {
        /// Smallest.
        low: i64,
        /// Largest.
        high: i64,
    },
    /// A number.
    Number {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// A text without control characters.
    Text {
        /// Fewest characters.
        least: usize,
        /// Most characters.
        most: usize,
    },
    /// A stable key: lower-case letters, digits and hyphens, 1 to [`Kind::LONGEST_ID`] of them; unique in its list.
    Id,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A time of day: `20:31`, `20:31:12`.
    ClockTime,
    /// A date: `2017-01-14`.
    Date,
    /// An ISO 4217 code: `EUR`.
    Currency,
    /// `true` or `false`.
    Flag,
    /// Fields of its own.
    Group,
    /// Entries, each a group.
    List {
        /// Fewest.
        least: usize,
        /// Most.
        most: usize,
    },
    /// Entries, each a number; at least one.
    Numbers {
        /// Most.
        most: usize,
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
}

/// What holds when a field is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenAbsent {
    /// It must be there.
    Fault,
    /// This value (as JSON) holds.
    Default(&'static str),
    /// There is none: no limit, no such part, or the figure of the activity's kind.
    Nothing,
}

impl Kind {
    /// Longest id, in characters.
    pub const LONGEST_ID: usize = 40;

    /// What is allowed, as a fault says it: `a whole number between 1 and 5000`.
    #[must_use]
    pub fn allowed(&self) -> String {
        match *self {
            Self::Whole { low, high } if low == high => format!("{low}"),
            Self::Whole { low, high } => format!("a whole number between {low} and {high}"),
            Self::Number { low, high } => format!("a number between {low} and {high}"),
            Self::Text { least, most } => {
                format!("a text of {least} to {most} characters on one line")
            }
            Self::Id => format!(
                "a short name of small letters a to z, digits and hyphens, at most {} characters",
                Self::LONGEST_ID
            ),
            Self::Choice(words) => format!("one of: {}", words.join(", ")),
            Self::ClockTime => "a time of day as 20:31 or 20:31:12".into(),
            Self::Date => "a date as 2017-01-14, between 1970 and 2100".into(),
            Self::Currency => "a currency as EUR or USD: three capital letters".into(),
            Self::Flag => "true or false".into(),
            Self::Group => "a group of fields in { }".into(),
            Self::List { least, most } => format!("a list in [ ] of {least} to {most} entries"),
            Self::Numbers { most, low, high } => {
                format!("a list in [ ] of 1 to {most} numbers between {low} and {high}")
            }
        }
    }
}

/// All fields, each group before its own fields.
#[must_use]
pub fn fields() -> &'static [Field] {
    &FIELDS
}

/// All fields in the same order, with what is said about them.
pub fn described() -> impl Iterator<Item = &'static Described> {
    table::described()
}

/// What is said about the field at `path`, which is as in [`field()`].
#[must_use]
pub fn about(path: &str) -> Option<&'static Described> {
    let field = field(path)?;
    described().find(|said| said.field.path == field.path)
}

/// The field at `path`: a pattern as in [`Field::path`], or the path of a field in a file, with ids or positions for the
/// entries of lists: `activities.after.people`, `activities[2].people`.
///
/// ```
/// use onrush_scenario::{Kind, field};
/// let servers = field("site.web.servers").unwrap();
/// assert_eq!(servers.kind, Kind::Whole { low: 1, high: 5000 });
/// assert_eq!(field("activities.after.people"), field("activities[].people"));
/// assert_eq!(field("site.web.engines"), None);
/// ```
#[must_use]
pub fn field(path: &str) -> Option<&'static Field> {
    let pattern = pattern(path)?;
    at_pattern(&pattern).or_else(|| {
        // One number of a list of numbers.
        at_pattern(pattern.strip_suffix("[]")?).filter(|f| matches!(f.kind, Kind::Numbers { .. }))
    })
}

/// One step of a path in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment<'a> {
    /// `.name` of a field, or of a list's entry by id.
    Name(&'a str),
    /// `[3]`; `[]` is `None`.
    Entry(Option<usize>),
}

/// The steps of a path; `None` when it is none.
pub(crate) fn segments(path: &str) -> Option<Vec<Segment<'_>>> {
    let mut segments = Vec::new();
    for part in path.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        segments.push(Segment::Name(name));
        while !rest.is_empty() {
            let (inside, after) = rest.strip_prefix('[')?.split_once(']')?;
            segments.push(Segment::Entry(match inside {
                "" => None,
                digits => Some(digits.parse().ok()?),
            }));
            rest = after;
        }
    }
    Some(segments)
}

/// The pattern of a path, ids and positions replaced by `[]`.
fn pattern(path: &str) -> Option<String> {
    let mut pattern = String::new();
    for segment in segments(path)? {
        let in_list =
            matches!(at_pattern(&pattern), Some(f) if matches!(f.kind, Kind::List { .. }));
        match segment {
            Segment::Entry(_) => pattern.push_str("[]"),
            Segment::Name(_) if in_list => pattern.push_str("[]"),
            Segment::Name(name) => {
                if !pattern.is_empty() {
                    pattern.push('.');
                }
                pattern.push_str(name);
            }
        }
    }
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_a_tree_without_repetitions() {
        for (i, field) in FIELDS.iter().enumerate() {
            assert!(
                FIELDS[..i].iter().all(|f| f.path != field.path),
                "{} twice",
                field.path
            );
            if let Some((parent, _)) = field.path.rsplit_once('.') {
                let kind = at_pattern(parent.trim_end_matches("[]")).map(|f| f.kind);
                let listed = parent.ends_with("[]");
                assert!(
                    matches!(kind, Some(Kind::List { .. })) && listed
                        || kind == Some(Kind::Group) && !listed,
                    "{} hangs in the air",
                    field.path
                );
            }
        }
    }

    #[test]
    fn every_price_says_where_its_usual_figure_comes_from() {
        let prices =
            described().filter(|f| f.field.path.starts_with("money.") && f.unit == "money");
        for price in prices {
            assert!(price.source.is_some(), "{}", price.field.path);
        }
    }

    #[test]
    fn paths_with_ids_and_positions_find_their_field() {
        for path in [
            "journey.pages.open.calls[0].work_ms",
            "journey.pages[3].calls[].work_ms",
            "journey.pages[].calls[].work_ms",
        ] {
            assert_eq!(
                field(path).unwrap().path,
                "journey.pages[].calls[].work_ms",
                "{path}"
            );
        }
        for path in [
            "",
            ".",
            "site.",
            "activities..people",
            "activities[x].people",
            "activities[",
            "site.web[0]",
        ] {
            assert_eq!(field(path), None, "{path}");
        }
    }

    #[test]
    fn the_figures_of_the_kinds_are_those_in_force() {
        use crate::{ActivityKind, defaults};
        let Some(Kind::Choice(words)) = field("activities[].kind").map(|f| f.kind) else {
            panic!()
        };
        assert_eq!(words, ActivityKind::ALL.map(ActivityKind::id));
        for kind in ActivityKind::ALL {
            let written = serde_json::to_value(kind).unwrap();
            assert_eq!(written, kind.id());
            let early = defaults::early(kind);
            for (name, figure) in [
                ("half_after_minutes", defaults::half_after(kind)),
                ("response_percent", Some(defaults::response(kind))),
                ("early_percent", early.map(|e| e.0)),
                ("early_minutes", early.map(|e| e.1)),
            ] {
                let path = format!("activities[].{name}");
                let source = described().find(|f| f.field.path == path).unwrap().source;
                let said = figure.map(|f| format!("{} {}", kind.id(), f.value));
                let listed = source.unwrap().split([' ', ',']).any(|w| w == kind.id());
                assert_eq!(listed, said.is_some(), "{name} {}", kind.id());
                if let Some(said) = said {
                    assert!(source.unwrap().contains(&said), "{name}: {said}");
                }
            }
        }
    }

    #[test]
    fn every_default_figure_has_a_source() {
        for Described { field, source, .. } in described() {
            let WhenAbsent::Default(value) = field.when_absent else {
                continue;
            };
            let is_figure = value.parse::<f64>().is_ok_and(|n| n != 0.0);
            // 100 % of something is all of it, once is once; still, most say why.
            let plain = field.path == "journey.pages[].asks[].times";
            assert!(
                !is_figure || plain || source.is_some(),
                "{} = {value}",
                field.path
            );
        }
        for (name, figure) in crate::defaults::figures() {
            assert!(
                figure.source.len() >= 6 && figure.value.is_finite(),
                "{name}"
            );
        }
    }

    #[test]
    fn every_field_says_what_it_is() {
        for said in described() {
            let path = said.field.path;
            assert!(said.meaning.chars().count() >= 5, "{path}");
            assert!(!said.meaning.ends_with('.'), "{path}");
            for text in [said.meaning, said.source.unwrap_or("")] {
                assert!(!text.contains('|'), "{path} would break the table");
            }
        }
    }
}
