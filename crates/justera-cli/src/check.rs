//! `justera check`: has anything changed?

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde_json::Value;

use crate::args::Check;
use crate::inputs;
use crate::messages::{Messages, shown};
use crate::{DIFFERS, DONE, SOME_FAILED, Stop, manifest, output};

/// Differences shown for one document; the rest are counted.
const SHOWN: usize = 50;

pub(crate) fn run(options: &Check, messages: &Messages) -> Result<u8, Stop> {
    let inputs = inputs::find(&options.inputs, None)?;
    inputs::tell(&inputs, messages);
    inputs::refuse_clashes(&inputs.documents, |path| inputs::output_path(path, "json"))?;
    if !options.against.is_dir() {
        return Err(Stop::Usage(format!(
            "{} is no folder; give the one that `justera convert` wrote",
            options.against.display()
        )));
    }
    if inputs.documents.is_empty() {
        return Err(Stop::Usage(
            "no documents were found to compare; give the inputs that were given to `convert`".into(),
        ));
    }
    let failed_before = failed_before(&options.against);
    let mut differing = 0;
    let mut failed = inputs.unreadable.len();
    let mut seen = BTreeSet::new();
    for chunk in inputs.documents.chunks(inputs::AT_ONCE) {
        let compared: Vec<Result<Vec<String>, String>> = chunk
            .par_iter()
            .map(|input| {
                let kept = options.against.join(inputs::output_path(&input.path, "json"));
                let now = inputs::guarded(|| {
                    let limits = options.reading.limits();
                    let source = inputs::load(input, limits.bytes)?;
                    let converted = inputs::in_time(limits, |go_on| {
                        justera::convert_while(&source, justera::builtin(), go_on)
                    })?;
                    Ok(converted.minutes.to_json())
                });
                let kept = std::fs::read_to_string(&kept);
                match (now, kept) {
                    // What failed then, as the manifest says, and fails now has not changed.
                    (Err(_), Err(_)) if failed_before.contains(&input.path) => Ok(Vec::new()),
                    (Err(failure), _) => Err(failure.to_string()),
                    (Ok(_), Err(error)) => Ok(vec![format!("no kept result: {error}")]),
                    (Ok(now), Ok(kept)) if now == kept => Ok(Vec::new()),
                    (Ok(now), Ok(kept)) => differences(&kept, &now),
                }
            })
            .collect();
        for (input, compared) in chunk.iter().zip(compared) {
            seen.insert(inputs::output_path(&input.path, "json"));
            match compared {
                Ok(differences) if differences.is_empty() => {}
                Ok(differences) => {
                    differing += 1;
                    let mut text = format!("{}\n", shown(&input.path));
                    for difference in differences.iter().take(SHOWN) {
                        text.push_str(&format!("  {}\n", shown(difference)));
                    }
                    if differences.len() > SHOWN {
                        text.push_str(&format!("  … and {} more\n", differences.len() - SHOWN));
                    }
                    output::print(&text)?;
                }
                Err(reason) => {
                    failed += 1;
                    messages.error(Some(&input.path), &reason);
                }
            }
        }
    }
    for kept in kept_results(options) {
        if !seen.contains(&kept) {
            differing += 1;
            output::print(&format!("{}\n  its source is not among the inputs\n", shown(&kept)))?;
        }
    }
    messages.note(
        None,
        &format!("{} documents compared, {differing} differ, {failed} failed", inputs.documents.len()),
    );
    Ok(match (differing, failed) {
        (0, 0) => DONE,
        (0, _) => SOME_FAILED,
        _ => DIFFERS,
    })
}

/// The documents that failed when the results were made.
fn failed_before(folder: &std::path::Path) -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(folder.join(manifest::NAME)).unwrap_or_default();
    let failed = |entry: &manifest::Entry| entry.status == manifest::Status::Failed;
    manifest::entries(&manifest).into_values().filter(failed).map(|entry| entry.path).collect()
}

/// The results that are kept, as paths below the folder.
fn kept_results(options: &Check) -> Vec<String> {
    let mut found: Vec<String> = walkdir::WalkDir::new(&options.against)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry.file_type().is_file() && entry.path().extension().is_some_and(|ending| ending == "json")
        })
        .map(|entry| inputs::below(&options.against, entry.path()))
        .collect();
    found.sort();
    found
}

/// What differs, a line each: `items[4].decisions[1].text: "…" -> "…"`.
fn differences(kept: &str, now: &str) -> Result<Vec<String>, String> {
    let kept: Value = serde_json::from_str(kept)
        .map_err(|error| format!("the kept result is not JSON: {error}; convert it again"))?;
    let now: Value = serde_json::from_str(now).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    compare("", &kept, &now, &mut found);
    if found.is_empty() {
        found.push("the values are the same, the bytes are not (spacing or the order of keys)".into());
    }
    Ok(found)
}

fn compare(path: &str, kept: &Value, now: &Value, found: &mut Vec<String>) {
    match (kept, now) {
        (Value::Object(kept), Value::Object(now)) => {
            let keys: BTreeSet<&String> = kept.keys().chain(now.keys()).collect();
            for key in keys {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let nothing = Value::Null;
                compare(&inner, kept.get(key).unwrap_or(&nothing), now.get(key).unwrap_or(&nothing), found);
            }
        }
        (Value::Array(kept), Value::Array(now)) => {
            for index in 0..kept.len().max(now.len()) {
                let inner = format!("{path}[{index}]");
                match (kept.get(index), now.get(index)) {
                    (Some(kept), Some(now)) => compare(&inner, kept, now, found),
                    (Some(kept), None) => found.push(format!("{inner}: gone: {}", short(kept))),
                    (None, Some(now)) => found.push(format!("{inner}: new: {}", short(now))),
                    (None, None) => {}
                }
            }
        }
        (kept, now) if kept != now => found.push(format!("{path}: {} -> {}", short(kept), short(now))),
        _ => {}
    }
}

/// A value on one line, cut where it is long.
fn short(value: &Value) -> String {
    const LONGEST: usize = 160;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_field_by_field() {
        let kept = r#"{"chair":"Ann Ek","items":[{"number":"1","decisions":[{"text":"att bifalla"}]}]}"#;
        let now = r#"{"chair":null,"items":[{"number":"1","decisions":[{"text":"att avslå"},{"text":"att vänta"}]}]}"#;
        assert_eq!(
            differences(kept, now).unwrap(),
            [
                r#"chair: "Ann Ek" -> null"#,
                r#"items[0].decisions[0].text: "att bifalla" -> "att avslå""#,
                r#"items[0].decisions[1]: new: {"text":"att vänta"}"#,
            ]
        );
    }
}
