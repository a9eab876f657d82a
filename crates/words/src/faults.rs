//! What is wrong with an input, in plain words.

use onrush_network::Fault;

use crate::{Args, Words};

impl Words {
    /// A fault as a sentence: the field in plain words, the value, and what would be allowed.
    #[must_use]
    pub fn fault(self, fault: &Fault) -> String {
        let args = Args::new()
            .with("field", self.field(&fault.path))
            .with("what", self.fault_value(fault));
        self.text("fault.line", &args)
    }

    /// The same without the field, for where that stands beside it: `0 is not between 1 and 10,000`.
    #[must_use]
    pub fn fault_value(self, fault: &Fault) -> String {
        let args = Args::new()
            .with("value", fault.value.as_str())
            .with("allowed", self.allowed(&fault.allowed));
        if fault.value.is_empty() {
            self.text("fault.missing", &args)
        } else {
            self.text("fault.value", &args)
        }
    }

    /// What a field is called in a form, by its path; keys and positions in lists (`activities.push.people`,
    /// `activities[2].people`) make no difference. Fields without a name keep their path.
    #[must_use]
    pub fn field(self, path: &str) -> String {
        let bare: String = path
            .split('.')
            .map(|part| part.split('[').next().unwrap_or(part))
            .collect::<Vec<_>>()
            .join(".");
        let last = bare.rsplit('.').next().unwrap_or(&bare);
        // `activities.push.people` is `activities.people`.
        let without_key = bare
            .split('.')
            .next()
            .map(|first| format!("{first}.{last}"));
        [Some(bare.as_str()), without_key.as_deref()]
            .into_iter()
            .flatten()
            .find_map(|key| self.member("field", key, &Args::new()))
            .map_or_else(
                || path.to_owned(),
                |name| {
                    self.text(
                        "fault.field",
                        &Args::new().with("name", name).with("path", path),
                    )
                },
            )
    }

    /// `a whole number between 1 and 100000` with its numbers as the language writes them; anything else unchanged.
    fn allowed(self, allowed: &str) -> String {
        let parts = allowed.split_once("between ").and_then(|(kind, rest)| {
            let (low, high) = rest.split_once(" and ")?;
            Some((kind, low.parse::<f64>().ok()?, high.parse::<f64>().ok()?))
        });
        match parts {
            Some((kind, low, high)) => self.text(
                "fault.between",
                &Args::new()
                    .with("kind", kind.trim())
                    .with("low", low)
                    .with("high", high),
            ),
            None => allowed.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn a_fault_names_field_value_and_range() {
        let words = Words::new(Language::English);
        let said = words.fault(&Fault::new("site.web.servers", 0, "between 1 and 10000"));
        assert_eq!(
            said,
            "Web servers (site.web.servers): 0 is not between 1 and 10,000."
        );
        let whole = Fault::new("site.web.line", 1.5, "a whole number between 0 and 1000000");
        assert_eq!(
            words.fault_value(&whole),
            "1.5 is not a whole number between 0 and 1,000,000"
        );
        let said = words.fault(&Fault::new("x.y", "", "a number"));
        assert_eq!(said, "x.y: missing; it must be a number.");
        assert!(
            words
                .field("activities.after.people")
                .starts_with("People reached")
        );
        assert!(
            words
                .field("activities[2].people")
                .starts_with("People reached")
        );
    }
}
