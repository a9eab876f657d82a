//! What is taken away on paper: which of it is looked at, and what it is compared with.

/// A paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaperKind {
    /// What other programs and people get of the plan.
    Handover,
    /// One page for IT.
    Brief,
    /// How ready a team is.
    Readiness,
}

/// The paper that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paper {
    /// Which.
    pub(crate) kind: PaperKind,
    /// The code that its rehearsal is compared with, as it stood in the address.
    pub(crate) code: Option<String>,
}

/// Longest code that is kept of an address, in bytes.
const LONGEST_CODE: usize = 200;

impl PaperKind {
    /// All of them, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Handover, Self::Brief, Self::Readiness];

    /// Its name in addresses and message ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Handover => "handover",
            Self::Brief => "brief",
            Self::Readiness => "readiness",
        }
    }
}

impl Paper {
    /// A paper that is compared with nothing.
    pub(crate) const fn of(kind: PaperKind) -> Self {
        Self { kind, code: None }
    }

    /// The paper that an address asks for, if any.
    pub(super) fn parse(fragment: &str) -> Option<Self> {
        let parts = || fragment.trim_start_matches('#').split('&');
        let kind = PaperKind::ALL
            .into_iter()
            .find(|kind| parts().any(|part| part == kind.id()))?;
        let code = parts().find_map(|part| part.strip_prefix("verify="));
        // What stands in a code and nothing else, so that it can stand in an address again.
        let kept = |code: &str| {
            code.chars()
                .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
                .take(LONGEST_CODE)
                .collect::<String>()
        };
        Some(Self {
            kind,
            code: code.map(kept).filter(|code| !code.is_empty()),
        })
    }
}
