//! Agenda items and their paths: flat in the gold, nested or flat in a prediction.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::text::is_space;
use crate::value::{given, list, str};

/// An agenda item and the path that it is known by.
pub(crate) struct Item<'v> {
    /// Numbers and letters from the outermost in, joined by `/`.
    pub(crate) path: Value,
    /// The item as it stands in the document.
    pub(crate) fields: &'v Value,
}

/// The gold's items, which are flat, each with its path.
pub(crate) fn gold_items(gold: &Value) -> Vec<Item<'_>> {
    let path = |item: &Value| item.get("path").map_or(String::new(), |path| str(path).to_lowercase());
    list(gold, "items").iter().map(|item| Item { path: json!(path(item)), fields: item }).collect()
}

/// The prediction's items, nested ones after their parent.
pub(crate) fn flat_items(predicted: &Value) -> Vec<Item<'_>> {
    let mut out = Vec::new();
    let mut open: Vec<(&Value, String)> =
        list(predicted, "items").iter().rev().map(|item| (item, String::new())).collect();
    while let Some((item, base)) = open.pop() {
        if !item.is_object() {
            continue;
        }
        let number = given(item, "number").map_or(Cow::Borrowed(""), str);
        let number = number.trim_matches(is_space).trim_matches(['.', ')', '§', ' ']);
        let number = number.to_lowercase();
        // A path is believed only where a flat list needs it: on an item that holds no others, stands
        // in none, and is not of the outermost level. Everywhere else the numbers decide.
        let path = match item.get("path") {
            Some(path) if given(item, "items").is_none() && base.is_empty() && str(path).contains('/') => {
                path.clone()
            }
            _ if base.is_empty() => json!(number),
            _ => json!(format!("{base}/{number}")),
        };
        let inner = list(item, "items").iter().rev();
        open.extend(inner.map(|inner| (inner, str(&path).into_owned())));
        out.push(Item { path, fields: item });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_predicted_items() {
        let rows = [
            // numbers are stripped of their marks and lowered
            (json!([{"number": " § 12. "}, {"number": "A)"}, {"number": 3}]), vec!["12", "a", "3"]),
            // nested items come after their parent
            (
                json!([{"number": 4, "items": [{"number": "b", "items": [{"number": 1}]}]}]),
                vec!["4", "4/b", "4/b/1"],
            ),
            // a path is believed on a flat item that is not outermost, and nowhere else
            (json!([{"path": "4/A"}, {"path": "4", "number": "5"}, {"path": "6"}]), vec!["4/A", "5", ""]),
            (
                json!([{"path": "9/a", "number": "9", "items": [{"path": "8/b", "number": "b"}]}]),
                vec!["9", "9/b"],
            ),
            // zero says nothing in Python, and neither does what is no item
            (json!([{"number": 0}, "7", null]), vec![""]),
        ];
        for (items, want) in rows {
            let document = json!({"items": items});
            let paths: Vec<_> = flat_items(&document).iter().map(|i| str(&i.path).into_owned()).collect();
            assert_eq!(paths, want, "{document}");
        }
    }
}
