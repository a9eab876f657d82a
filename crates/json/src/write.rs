//! A value as JSON for people: two spaces a level, one entry a line.
//!
//! The same text as `serde_json`'s, without the code for what cannot fail when writing to memory.

use std::fmt::Write;

use serde::ser::{self, Serialize};

use crate::fit::Unfit;

/// `value` as text. What no JSON can hold (an infinite number, a key that is no text) is written as `null`.
///
/// ```
/// assert_eq!(onrush_json::write(&vec![1.0, f64::NAN]), "[\n  1.0,\n  null\n]");
/// ```
#[must_use]
pub fn write<T: Serialize>(value: &T) -> String {
    let mut text = Text::default();
    if value.serialize(&mut text).is_err() {
        return "null".to_owned();
    }
    text.out
}

#[derive(Default)]
struct Text {
    out: String,
    levels: usize,
    /// Nothing has been written in the list or group that is open.
    first: bool,
}

impl Text {
    fn open(&mut self, bracket: char) {
        self.out.push(bracket);
        self.levels += 1;
        self.first = true;
    }

    fn close(&mut self, bracket: char) {
        self.levels -= 1;
        if !self.first {
            self.line();
        }
        self.first = false;
        self.out.push(bracket);
    }

    fn next(&mut self) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.line();
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.levels {
            self.out.push_str("  ");
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                c if c < ' ' => {
                    // Writing to a string cannot fail.
                    let _ = write!(self.out, "\\u{:04x}", u32::from(c));
                }
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn key(&mut self, key: &str) {
        self.next();
        self.quoted(key);
        self.out.push_str(": ");
    }
}

macro_rules! numbers {
    ($($name:ident: $type:ty,)*) => {
        $(fn $name(self, n: $type) -> Result<(), Unfit> {
            let _ = write!(self.out, "{n}");
            Ok(())
        })*
    };
}

macro_rules! compounds {
    ($($trait:ident, $method:ident;)*) => {
        $(impl ser::$trait for &mut Text {
            type Ok = ();
            type Error = Unfit;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
                self.next();
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Unfit> {
                self.close(']');
                Ok(())
            }
        })*
    };
}

impl ser::Serializer for &mut Text {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = ser::Impossible<(), Unfit>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = ser::Impossible<(), Unfit>;

    numbers! {
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_bool: bool,
    }

    fn serialize_f32(self, n: f32) -> Result<(), Unfit> {
        self.serialize_f64(n.into())
    }

    fn serialize_f64(self, n: f64) -> Result<(), Unfit> {
        if n.is_finite() {
            let said = format!("{n:?}");
            match said.split_once('e') {
                Some((digits, power)) if !power.starts_with('-') => {
                    let _ = write!(self.out, "{digits}e+{power}");
                }
                _ => self.out.push_str(&said),
            }
        } else {
            self.out.push_str("null");
        }
        Ok(())
    }

    fn serialize_char(self, c: char) -> Result<(), Unfit> {
        self.quoted(c.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unfit> {
        self.quoted(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_none(self) -> Result<(), Unfit> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unfit> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unfit> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unfit> {
        self.quoted(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unfit> {
        self.open('[');
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unfit> {
        self.open('[');
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unfit> {
        self.open('[');
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unfit> {
        Err(Unfit)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unfit> {
        self.open('{');
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unfit> {
        self.open('{');
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unfit> {
        Err(Unfit)
    }
}

compounds! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
}

impl ser::SerializeStruct for &mut Text {
    type Ok = ();
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        self.key(key);
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unfit> {
        self.close('}');
        Ok(())
    }
}

impl ser::SerializeMap for &mut Text {
    type Ok = ();
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        self.next();
        let before = self.out.len();
        key.serialize(&mut **self)?;
        if !self.out[before..].starts_with('"') {
            return Err(Unfit);
        }
        self.out.push_str(": ");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Unfit> {
        self.close('}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::write;

    #[test]
    fn writes_what_serde_json_writes() {
        let values = [
            json!({}),
            json!([]),
            json!(null),
            json!({"a": [1, -2, 0.1, 5.0, 1e20, 1e-7, 123456.789, true, null], "b": {"c": "text", "d": []}}),
            json!([[[]], {"": {}}]),
            json!("quotes \" and \\ and \n\r\t\u{8}\u{c}\u{1}\u{1f} and ä 🙂 \u{7f}"),
        ];
        for value in values {
            let theirs = serde_json::to_string_pretty(&value).expect("it can be written");
            assert_eq!(write(&value), theirs);
        }
        for number in [
            0.0,
            -0.0,
            1e15,
            1e16,
            1e17,
            1e21,
            1e-4,
            1e-6,
            0.1 + 0.2,
            f64::MAX,
            5e-324,
        ] {
            let theirs = serde_json::to_string(&number).expect("it can be written");
            assert_eq!(write(&number), theirs);
        }
    }
}
