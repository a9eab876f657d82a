//! The table itself. Ranges are generous: they keep typing errors and hostile files out, not large companies.

mod activities;
mod journey;
mod rest;
mod site;

use super::{Described, Field, Kind, WhenAbsent};

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
const fn must(
    path: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
) -> Described {
    Described {
        field: Field {
            path,
            kind,
            when_absent: WhenAbsent::Fault,
        },
        unit,
        meaning,
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
) -> Described {
    must(path, kind, unit, meaning).absent(WhenAbsent::Default(default))
}

/// A field whose absence means that there is none.
const fn none(
    path: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
) -> Described {
    must(path, kind, unit, meaning).absent(WhenAbsent::Nothing)
}

impl Described {
    const fn absent(mut self, when_absent: WhenAbsent) -> Self {
        self.field.when_absent = when_absent;
        self
    }

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

/// The parts of the table. Constants: what of them is only needed to make [`FIELDS`] is in no program.
const PARTS: [&[Described]; 5] = [
    rest::BEGINNING,
    activities::FIELDS,
    journey::FIELDS,
    site::FIELDS,
    rest::END,
];

/// How many fields there are.
const COUNT: usize = {
    let (mut count, mut part) = (0, 0);
    while part < PARTS.len() {
        count += PARTS[part].len();
        part += 1;
    }
    count
};

pub(super) static FIELDS: [Field; COUNT] = {
    let mut fields = [PARTS[0][0].field; COUNT];
    let (mut count, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut i = 0;
        while i < PARTS[part].len() {
            fields[count] = PARTS[part][i].field;
            count += 1;
            i += 1;
        }
        part += 1;
    }
    fields
};

/// The fields with all that is said about them.
pub(super) fn described() -> impl Iterator<Item = &'static Described> {
    PARTS.iter().copied().flatten()
}
