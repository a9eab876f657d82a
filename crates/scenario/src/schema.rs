//! The field table as a JSON Schema, for editors and other programs.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::field::{Field, Kind, WhenAbsent, about, children};
use crate::json;

/// JSON Schema (2020-12) of the newest version of the scenario file, with each field's meaning, unit, range and source; always
/// the same text.
///
/// What takes more than one field (shares that add up, ids that exist) is checked by [`crate::Scenario::read`] only.
///
/// ```
/// let schema = onrush_scenario::schema();
/// assert!(schema.contains("https://json-schema.org/draft/2020-12/schema"));
/// ```
#[must_use]
pub fn schema() -> String {
    let mut root = Object::default();
    root.add(
        "$schema",
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    root.add("title", json!("Onrush scenario"));
    root.add(
        "description",
        json!("A campaign, the site that it meets and what is hoped for (*.onrush.json)"),
    );
    group(&mut root, "");
    // Plain values with text keys: there is nothing that could not be written.
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

/// An object that keeps the order of its keys.
#[derive(Default)]
struct Object(Vec<(&'static str, Node)>);

enum Node {
    Value(Value),
    Object(Object),
}

impl Object {
    fn add(&mut self, key: &'static str, value: Value) {
        self.0.push((key, Node::Value(value)));
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, node) in &self.0 {
            match node {
                Node::Value(value) => map.serialize_entry(key, value)?,
                Node::Object(object) => map.serialize_entry(key, object)?,
            }
        }
        map.end()
    }
}

fn group(object: &mut Object, pattern: &str) {
    object.add("type", json!("object"));
    object.add("additionalProperties", json!(false));
    let required: Vec<&str> = children(pattern)
        .filter(|(_, field)| field.when_absent == WhenAbsent::Fault)
        .map(|(name, _)| name)
        .collect();
    object.add("required", json!(required));
    let properties = children(pattern)
        .map(|(name, field)| (name, Node::Object(of_field(field))))
        .collect();
    object
        .0
        .push(("properties", Node::Object(Object(properties))));
}

fn of_field(field: &Field) -> Object {
    let mut object = Object::default();
    if let Some(said) = about(field.path) {
        object.add("description", json!(said.meaning));
        if !said.unit.is_empty() {
            object.add("x-unit", json!(said.unit));
        }
        if let Some(source) = said.source {
            object.add("x-source", json!(source));
            object.add("x-assumed", json!(said.assumed));
        }
    }
    if let WhenAbsent::Default(value) = field.when_absent
        && let Ok(value) = json::parse(value)
    {
        object.add("default", value.into());
    }
    kind(&mut object, field);
    object
}

fn kind(object: &mut Object, field: &Field) {
    let mut text = |pattern: &str| {
        object.add("type", json!("string"));
        object.add("pattern", json!(pattern));
    };
    match field.kind {
        Kind::Id => text(&format!("^[a-z0-9-]{{1,{}}}$", Kind::LONGEST_ID)),
        Kind::ClockTime => text("^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"),
        Kind::Date => text("^(19[7-9][0-9]|20[0-9]{2}|2100)-[01][0-9]-[0-3][0-9]$"),
        Kind::Currency => text("^[A-Z]{3}$"),
        Kind::Text { least, most } => {
            text("^[^\\u0000-\\u001f\\u007f-\\u009f]*$");
            object.add("minLength", json!(least));
            object.add("maxLength", json!(most));
        }
        Kind::Choice(words) => {
            object.add("type", json!("string"));
            object.add("enum", json!(words));
        }
        Kind::Flag => object.add("type", json!("boolean")),
        Kind::Whole { low, high } if low == high => object.add("const", json!(low)),
        Kind::Whole { low, high } => {
            object.add("type", json!("integer"));
            object.add("minimum", json!(low));
            object.add("maximum", json!(high));
        }
        Kind::Number { low, high } => {
            object.add("type", json!("number"));
            object.add("minimum", number(low));
            object.add("maximum", number(high));
        }
        Kind::Numbers { most, low, high } => {
            object.add("type", json!("array"));
            object.add("minItems", json!(1));
            object.add("maxItems", json!(most));
            object.add(
                "items",
                json!({ "type": "number", "minimum": number(low), "maximum": number(high) }),
            );
        }
        Kind::List { least, most } => {
            object.add("type", json!("array"));
            object.add("minItems", json!(least));
            object.add("maxItems", json!(most));
            let mut entry = Object::default();
            group(&mut entry, &format!("{}[]", field.path));
            object.0.push(("items", Node::Object(entry)));
        }
        Kind::Group => group(object, field.path),
    }
}

/// A number as people write it: 5, not 5.0.
fn number(n: f64) -> Value {
    json::parse(&n.to_string()).map_or(Value::Null, Value::from)
}
