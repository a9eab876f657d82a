//! Numbers as tools and people write them.

use super::Decimal;

/// What stands between groups of three, besides point and comma: spaces of all widths, apostrophes.
const GROUPING: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\'', '’'];

/// The number in a cell; `None` when it is none.
pub(super) fn parse(cell: &str, decimal: Decimal) -> Option<f64> {
    let (group, point) = match decimal {
        Decimal::Point => (',', '.'),
        Decimal::Comma => ('.', ','),
    };
    let cell = cell.trim();
    let mut plain = String::with_capacity(cell.len());
    let mut since_group: Option<u32> = None;
    let mut in_fraction = false;
    for c in cell.chars() {
        if c.is_ascii_digit() {
            since_group = since_group.map(|n| n + 1);
            plain.push(c);
        } else if c == group || GROUPING.contains(&c) {
            let first = since_group.is_none() && plain.len() <= 4 && plain.ends_with(digit);
            if in_fraction || !(first || since_group == Some(3)) {
                return None;
            }
            since_group = Some(0);
        } else if c == point && !in_fraction {
            if since_group.is_some_and(|n| n != 3) {
                return None;
            }
            since_group = None;
            in_fraction = true;
            plain.push('.');
        } else if c == '-' || c == '−' {
            if !plain.is_empty() {
                return None;
            }
            plain.push('-');
        } else if c == '+' && plain.is_empty() {
        } else {
            return None;
        }
    }
    if since_group.is_some_and(|n| n != 3) || !plain.contains(digit) {
        return None;
    }
    onrush_json::decimal(&plain)
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// How the numbers of a column are written; `european`: where nothing else tells.
pub(super) fn style<'a>(cells: impl Iterator<Item = &'a str>, european: bool) -> Decimal {
    for cell in cells {
        let cell = cell.trim();
        let (comma, point) = (cell.rfind(','), cell.rfind('.'));
        // The last of the two is the decimal one; two of a kind group.
        match (comma, point) {
            (Some(c), Some(p)) if c > p => return Decimal::Comma,
            (Some(_), Some(_)) => return Decimal::Point,
            (Some(c), None) if cell.matches(',').count() > 1 || cell.len() - c != 4 => {
                return if cell.matches(',').count() > 1 {
                    Decimal::Point
                } else {
                    Decimal::Comma
                };
            }
            (None, Some(p)) if cell.matches('.').count() > 1 || cell.len() - p != 4 => {
                return if cell.matches('.').count() > 1 {
                    Decimal::Comma
                } else {
                    Decimal::Point
                };
            }
            _ => {}
        }
    }
    if european {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}
