//! One phenomenon a file: what each stage makes of it, as snapshots that a reader can judge.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use std::collections::BTreeSet;
use std::path::Path;

use justera::{Repaired, Source};
use justera_tests::{files, root, show_outline, show_repair};

fn load(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy();
    justera::load(&name, &std::fs::read(path).unwrap()).unwrap()
}

fn snapshots(check: impl Fn(&Source) -> String, stage: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for path in files(&root().join("fixtures").join(stage), &[".txt", ".md"]) {
            let source = load(&path);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let shown = format!("{}\n=== becomes ===\n{}", source.text(), check(&source));
            insta::assert_snapshot!(format!("{stage}__{name}"), shown);
        }
    });
}

#[test]
fn repair() {
    snapshots(
        |source| {
            let (repaired, _) = justera::repair(source, justera::builtin());
            assert_eq!(repaired.undo(), source.text());
            show_repair(source, &repaired)
        },
        "repair",
    );
}

#[test]
fn segment() {
    snapshots(
        |source| {
            let repaired = Repaired::new(source.text(), Vec::new());
            let outline = justera::segment(source, &repaired);
            show_outline(&repaired, &outline)
        },
        "segment",
    );
}

#[test]
fn extract() {
    snapshots(
        |source| {
            let minutes = justera::convert(source, justera::builtin()).minutes;
            let mut value = serde_json::to_value(&minutes).unwrap();
            let fields = value.as_object_mut().unwrap();
            for left_out in ["schema", "id", "source", "repairs"] {
                fields.remove(left_out);
            }
            compact(&mut value);
            format!("{value:#}")
        },
        "extract",
    );
}

/// Takes out what is empty and where things stand: the snapshot shows what was found.
fn compact(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.shift_remove("at");
            fields.shift_remove("name_as_written");
            fields.values_mut().for_each(compact);
            fields.retain(|_, value| {
                !(value.is_null()
                    || value.as_array().is_some_and(Vec::is_empty)
                    || value.as_str() == Some(""))
            });
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(compact),
        _ => {}
    }
}

#[test]
fn no_snapshot_is_without_its_fixture() {
    let mut expected = BTreeSet::new();
    for stage in ["repair", "segment", "extract"] {
        for path in files(&root().join("fixtures").join(stage), &[".txt", ".md"]) {
            expected.insert(format!("{stage}__{}.snap", path.file_name().unwrap().to_string_lossy()));
        }
    }
    let found: BTreeSet<String> = files(&root().join("tests/tests/snapshots"), &[".snap"])
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("schema"))
        .collect();
    assert_eq!(found, expected, "a fixture without a snapshot, or a snapshot without a fixture");
}

#[test]
fn no_fixture_lies_outside_the_stages() {
    let stray: Vec<_> = files(&root().join("fixtures"), &[""])
        .into_iter()
        .filter(|path| {
            !["repair", "segment", "extract", "markup"]
                .iter()
                .any(|stage| path.parent().is_some_and(|folder| folder.ends_with(stage)))
        })
        .collect();
    assert!(stray.is_empty(), "{stray:?}");
}
