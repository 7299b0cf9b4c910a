//! JSON values as Python sees them: what is true, what is equal, and how a value is written.
//!
//! `score.py` compares `str()` of values in places, so that a missing field is the word "None" there.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// What Python takes for true: neither null, false, zero nor empty.
pub(crate) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(n) => n.as_f64() != Some(0.0),
        Value::String(s) => !s.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// The field, when it is there and says something.
pub(crate) fn given<'v>(value: &'v Value, field: &str) -> Option<&'v Value> {
    value.get(field).filter(|found| is_true(found))
}

/// The entries of a list; none when it is missing, null or no list.
pub(crate) fn list<'v>(value: &'v Value, field: &str) -> &'v [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Python's `str(value)`.
pub(crate) fn str(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(s) => Cow::Borrowed(s),
        other => Cow::Owned(repr(other)),
    }
}

/// Python's `==`, for which 10 and 10.0, and 1 and true, are the same.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        other => other.as_f64(),
    }
}

fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_string(),
        Value::Bool(true) => "True".to_string(),
        Value::Bool(false) => "False".to_string(),
        Value::Number(n) => repr_number(n),
        Value::String(s) => repr_string(s),
        Value::Array(list) => {
            format!("[{}]", list.iter().map(repr).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let pair = |(name, value): (&String, &Value)| format!("{}: {}", repr_string(name), repr(value));
            format!("{{{}}}", map.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Rust and Python both write the shortest digits that read back, and both turn to an exponent below
/// 1e-4 and from 1e16 on; Python gives the exponent a sign and at least two digits.
fn repr_number(n: &Number) -> String {
    let Some(float) = n.as_f64().filter(|_| n.is_f64()) else { return n.to_string() };
    let digits = format!("{float:?}");
    match digits.split_once('e') {
        Some((mantissa, exponent)) => {
            let (sign, exponent) = match exponent.strip_prefix('-') {
                Some(rest) => ('-', rest),
                None => ('+', exponent),
            };
            format!("{mantissa}e{sign}{exponent:0>2}")
        }
        None => digits,
    }
}

/// Quotes as Python chooses them. Control characters other than line ends and tabs are left as they
/// are: only lists and objects that stand where a word should be ever come here.
fn repr_string(s: &str) -> String {
    let quote = if s.contains('\'') && !s.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in s.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => {
                if c == quote || c == '\\' {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_as_python_writes_them() {
        let rows = [
            (json!(null), "None"),
            (json!(true), "True"),
            (json!(12), "12"),
            (json!(2.0), "2.0"),
            (json!(1e16), "1e+16"),
            (json!(0.00001), "1e-05"),
            (json!("it's"), "it's"),
            (json!(["a", "it's", "\"'"]), r#"['a', "it's", '"\'']"#),
            (json!({"a": [null, 1]}), "{'a': [None, 1]}"),
        ];
        for (value, want) in rows {
            assert_eq!(str(&value), want);
        }
    }

    #[test]
    fn values_that_python_takes_for_false() {
        for value in [json!(null), json!(false), json!(0), json!(0.0), json!(""), json!([]), json!({})] {
            assert!(!is_true(&value), "{value}");
        }
        for value in [json!(true), json!(-1), json!("0"), json!([null]), json!({"a": null})] {
            assert!(is_true(&value), "{value}");
        }
    }

    #[test]
    fn equality_is_of_numbers_not_of_their_kind() {
        assert!(equal(&json!(10), &json!(10.0)));
        assert!(equal(&json!(1), &json!(true)));
        assert!(!equal(&json!(1), &json!("1")));
        assert!(equal(&json!(null), &json!(null)));
    }
}
