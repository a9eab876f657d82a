//! The table itself. Ranges are generous: they keep typing errors and hostile files out, not large companies.

mod activities;
mod journey;
mod rest;
mod site;

use std::sync::LazyLock;

use super::{Field, Kind, WhenAbsent};

/// Text that people read.
pub(crate) const NAME: Kind = Kind::Text {
    least: 1,
    most: 200,
};
const PERCENT: Kind = Kind::Number {
    low: 0.0,
    high: 100.0,
};
/// Standard deviation in percent of the mean.
const VARIES: Kind = Kind::Number {
    low: 0.0,
    high: 1000.0,
};
const MONEY: Kind = Kind::Number {
    low: 0.0,
    high: 1e9,
};
/// A length of time of at most eight weeks, in minutes.
const MINUTES: Kind = Kind::Number {
    low: 0.0,
    high: 80_640.0,
};

/// A number from `low` to `high`.
const fn number(low: f64, high: f64) -> Kind {
    Kind::Number { low, high }
}

/// A whole number from `low` to `high`.
const fn whole(low: i64, high: i64) -> Kind {
    Kind::Whole { low, high }
}

/// A list of at most so many entries.
const fn list(most: usize) -> Kind {
    Kind::List { least: 0, most }
}

/// A field that must be there.
const fn must(path: &'static str, kind: Kind, unit: &'static str, meaning: &'static str) -> Field {
    Field {
        path,
        kind,
        unit,
        meaning,
        when_absent: WhenAbsent::Fault,
        source: None,
        assumed: false,
    }
}

/// A field that may be left out.
const fn may(
    path: &'static str,
    kind: Kind,
    unit: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Field {
    Field {
        when_absent: WhenAbsent::Default(default),
        ..must(path, kind, unit, meaning)
    }
}

/// A field whose absence means that there is none.
const fn none(path: &'static str, kind: Kind, unit: &'static str, meaning: &'static str) -> Field {
    Field {
        when_absent: WhenAbsent::Nothing,
        ..must(path, kind, unit, meaning)
    }
}

impl Field {
    const fn because(self, source: &'static str) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }

    const fn assumed(self, why: &'static str) -> Self {
        Self {
            source: Some(why),
            assumed: true,
            ..self
        }
    }
}

pub(super) static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    [
        rest::BEGINNING,
        activities::FIELDS,
        journey::FIELDS,
        site::FIELDS,
        rest::END,
    ]
    .concat()
});
