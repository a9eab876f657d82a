//! As much of JSON Schema as the two schemas in `docs/` use; a keyword that is not known here is a fault.

use serde_json::Value;

/// Where `value` is not what `schema` says, by path.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "$", &mut found);
    found
}

fn check(schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let keywords = schema.as_object().expect("a schema is an object");
    let kinds: Vec<&str> = match keywords.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|k| is(k, value)) {
        found.push(format!("{path}: {value} is no {kinds:?}"));
        return;
    }
    if value.is_null() {
        return;
    }
    let number = |v: &Value| v.as_f64().unwrap_or(f64::NAN);
    for (keyword, rule) in keywords {
        let good = match keyword.as_str() {
            "type" | "description" | "title" | "$schema" | "properties" | "default" | "x-unit"
            | "x-source" | "x-assumed" => true,
            "minItems" | "minLength" => length(value) >= number(rule),
            "maxItems" | "maxLength" => length(value) <= number(rule),
            "const" => value == rule,
            "enum" => rule.as_array().is_some_and(|all| all.contains(value)),
            "minimum" => number(value) >= number(rule),
            "maximum" => number(value) <= number(rule),
            "pattern" => matches(
                rule.as_str().unwrap_or_default(),
                value.as_str().unwrap_or_default(),
            ),
            "required" => rule.as_array().is_some_and(|keys| {
                keys.iter()
                    .all(|k| value.get(k.as_str().unwrap_or_default()).is_some())
            }),
            "additionalProperties" => true_or_listed(schema, rule, value, path, found),
            "items" => {
                let items = value.as_array().expect("an array");
                for (i, item) in items.iter().enumerate() {
                    check(rule, item, &format!("{path}[{i}]"), found);
                }
                true
            }
            _ => false,
        };
        if !good {
            found.push(format!(
                "{path}: {keyword} {rule} does not hold for {value}"
            ));
        }
    }
    for (key, schema) in keywords
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if let Some(value) = value.get(key) {
            check(schema, value, &format!("{path}.{key}"), found);
        }
    }
}

fn true_or_listed(
    schema: &Value,
    rule: &Value,
    value: &Value,
    path: &str,
    found: &mut Vec<String>,
) -> bool {
    let listed = |key: &String| {
        schema
            .get("properties")
            .is_some_and(|p| p.get(key).is_some())
    };
    let others = value
        .as_object()
        .expect("an object")
        .iter()
        .filter(|(k, _)| !listed(k));
    match rule {
        Value::Bool(allowed) => *allowed || others.count() == 0,
        rule => {
            others.for_each(|(k, v)| check(rule, v, &format!("{path}.{k}"), found));
            true
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// Entries of a list, or characters of a text.
fn length(value: &Value) -> f64 {
    let n = match value {
        Value::Array(items) => items.len(),
        Value::String(text) => text.chars().count(),
        _ => 0,
    };
    f64::from(u32::try_from(n).expect("a small number"))
}

/// The patterns of the schemas: digests, clock times, ids, dates, currencies and lines of text.
fn matches(pattern: &str, text: &str) -> bool {
    let all = |good: fn(u8) -> bool| text.bytes().all(good);
    match pattern {
        "^[0-9a-f]{32}$" => {
            text.len() == 32 && all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        }
        "^[a-z0-9-]{1,40}$" => {
            (1..=40).contains(&text.len())
                && all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        }
        "^[A-Z]{3}$" => text.len() == 3 && all(|b| b.is_ascii_uppercase()),
        "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" => !text.chars().any(char::is_control),
        "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$" => {
            text.parse::<onrush_scenario::ClockTime>().is_ok()
        }
        "^(19[7-9][0-9]|20[0-9]{2}|2100)-[01][0-9]-[0-3][0-9]$" => {
            text.len() == 10 && all(|b| b.is_ascii_digit() || b == b'-')
        }
        _ => {
            assert!(
                pattern.starts_with("^[0-2][0-9]:"),
                "{pattern} is not known here"
            );
            let time = text.split(" on day ").next().unwrap_or_default();
            time.len() == 8 && time.parse::<onrush_scenario::ClockTime>().is_ok()
        }
    }
}
