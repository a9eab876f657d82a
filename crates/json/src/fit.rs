//! From a [`Tree`] to the value that it describes, for types that derive `Deserialize`.
//!
//! `serde_json` could do it. But its error carries a sentence, and the code that puts such sentences together for every field
//! of every type was a tenth of the page. Whoever reads a file format has checked every field before and needs to know only
//! that all is well.

use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::{forward_to_deserialize_any, ser};

use crate::{Tree, decimal};

/// The value that `tree` describes; `None` when it does not fit the type.
///
/// ```
/// use onrush_json::{Limits, fit, parse};
///
/// #[derive(serde::Deserialize, PartialEq, Debug)]
/// struct Price { euros: f64, note: Option<String> }
///
/// let limits = Limits { of: "a price", levels: 2, values: 10 };
/// let tree = parse("{\"euros\": 2}", &limits)?;
/// assert_eq!(fit(&tree), Some(Price { euros: 2.0, note: None }));
/// assert_eq!(fit::<Vec<Price>>(&tree), None);
/// # Ok::<(), onrush_network::Fault>(())
/// ```
#[must_use]
pub fn fit<T: DeserializeOwned>(tree: &Tree) -> Option<T> {
    T::deserialize(Of(tree)).ok()
}

/// It does not fit, and nobody asks why.
#[derive(Debug)]
pub(crate) struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it does not fit")
    }
}

impl std::error::Error for Unfit {}

impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    // The provided ones would put a sentence together first.
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

#[derive(Clone, Copy)]
struct Of<'a>(&'a Tree);

impl<'de> de::Deserializer<'de> for Of<'de> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Null => visitor.visit_unit(),
            Tree::Flag(flag) => visitor.visit_bool(*flag),
            Tree::Number(text) => match number(text) {
                Number::Natural(n) => visitor.visit_u64(n),
                Number::Negative(n) => visitor.visit_i64(n),
                Number::Fraction(n) => visitor.visit_f64(n),
            },
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            Tree::List(items) => visitor.visit_seq(Items(items.iter())),
            Tree::Group(entries) => visitor.visit_map(Entries {
                rest: entries.iter(),
                value: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Number(text) => visitor.visit_f64(decimal(text).ok_or(Unfit)?),
            _ => Err(Unfit),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Number(text) => visitor.visit_u64(text.parse().map_err(|_| Unfit)?),
            _ => Err(Unfit),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Flag(flag) => visitor.visit_bool(*flag),
            _ => Err(Unfit),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Text(text) => visitor.visit_borrowed_str(text),
            _ => Err(Unfit),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::List(items) => visitor.visit_seq(Items(items.iter())),
            _ => Err(Unfit),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Tree::Group(entries) => visitor.visit_map(Entries {
                rest: entries.iter(),
                value: None,
            }),
            _ => Err(Unfit),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        // Names only: no type of ours has more in a variant.
        match self.0 {
            Tree::Text(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => Err(Unfit),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple
        tuple_struct identifier ignored_any
    }
}

/// A number by the smallest kind that holds it.
enum Number {
    Natural(u64),
    Negative(i64),
    Fraction(f64),
}

fn number(text: &str) -> Number {
    match (text.parse(), text.parse()) {
        (Ok(n), _) => Number::Natural(n),
        (_, Ok(n)) if n != 0 => Number::Negative(n), // -0 is no whole number
        // Every number of a tree is one.
        _ => Number::Fraction(decimal(text).unwrap_or(f64::NAN)),
    }
}

struct Items<'a>(std::slice::Iter<'a, Tree>);

impl<'a> de::SeqAccess<'a> for Items<'a> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        self.0
            .next()
            .map(|item| seed.deserialize(Of(item)))
            .transpose()
    }
}

struct Entries<'a> {
    rest: std::slice::Iter<'a, (String, Tree)>,
    value: Option<&'a Tree>,
}

impl<'a> de::MapAccess<'a> for Entries<'a> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unfit> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(de::value::BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Unfit> {
        seed.deserialize(Of(self.value.take().ok_or(Unfit)?))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::fit;
    use crate::{Limits, parse};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        FirstKind,
        Other,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Part {
        kind: Kind,
        n: u32,
        offset: i32,
        share: f64,
        on: bool,
        name: Option<String>,
        list: Vec<(String, f64)>,
        #[serde(flatten)]
        rest: Rest,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Rest {
        pause: Option<f64>,
        others: BTreeMap<String, u64>,
    }

    const WHOLE: &str = r#"{"kind": "first_kind", "n": 3, "offset": -60, "share": 4, "on": true, "list": [["a", 1], ["b", 2.5]],
        "pause": 0.5, "others": {"x": 1}, "unknown": [null]}"#;

    /// `serde_json` is the oracle: what fits, fits with the same value; what does not, does not.
    #[test]
    fn fits_what_serde_json_reads() {
        let limits = Limits {
            of: "a part",
            levels: 9,
            values: 999,
        };
        let spoiled = [
            ("\"first_kind\"", "\"third\""),
            ("\"first_kind\"", "\"other\""),
            ("\"n\": 3", "\"n\": -3"),
            ("\"n\": 3", "\"n\": 4294967295"),
            ("\"n\": 3", "\"n\": 4294967296"),
            ("\"n\": 3", "\"n\": 3.5"),
            ("\"n\": 3,", ""),
            ("\"n\": 3", "\"n\": \"3\""),
            ("-60", "60"),
            ("-60", "null"),
            ("\"share\": 4", "\"share\": 0.1"),
            ("\"share\": 4", "\"share\": true"),
            ("\"share\": 4", "\"share\": 12345678901234567890"),
            ("true", "1"),
            ("\"on\"", "\"name\": null, \"on\""),
            ("\"on\"", "\"name\": \"a \\\" b\", \"on\""),
            ("\"on\"", "\"name\": 5, \"on\""),
            ("[\"b\", 2.5]", "[\"b\"]"),
            ("[\"b\", 2.5]", "{}"),
            ("{\"x\": 1}", "{\"x\": -1}"),
            ("{\"x\": 1}", "[]"),
            ("\"pause\": 0.5,", ""),
            ("\"pause\": 0.5", "\"pause\": null"),
        ];
        let mut fitting = 0;
        for (from, to) in spoiled {
            let text = WHOLE.replacen(from, to, 1);
            let tree = parse(&text, &limits).expect("JSON");
            let theirs: Option<Part> = serde_json::from_str(&text).ok();
            fitting += usize::from(theirs.is_some());
            assert_eq!(fit::<Part>(&tree), theirs, "{text}");
        }
        assert_eq!(fitting, 9, "some of each");
    }
}
