//! The whole way over our own documents: valid against the schema, the same whatever the threads, scored.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use std::path::PathBuf;

use justera_tests::{files, root};

/// The sources: what `justera convert corpus` reads, and nothing else that lies there.
fn sources() -> Vec<PathBuf> {
    files(&root().join("corpus"), &[".txt", ".md"])
}

#[test]
fn every_document_becomes_valid_json() {
    let schema: serde_json::Value = serde_json::from_str(&justera::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let sources = sources();
    assert!(sources.len() >= 14, "only {} sources", sources.len());
    for path in sources {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = justera::load(&name, &std::fs::read(&path).unwrap()).unwrap();
        let converted = justera::convert(&source, justera::builtin());
        let value: serde_json::Value = serde_json::from_str(&converted.minutes.to_json()).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert_eq!(converted.repaired.undo(), source.text(), "{name}");
        assert!(
            !converted.minutes.items.is_empty() || !converted.minutes.findings.is_empty(),
            "{name}: neither items nor a finding that says why"
        );
        // Every line has one place, and the lines are the text.
        let lines: usize = converted.outline.lines.len();
        assert_eq!(lines, converted.repaired.lines().len(), "{name}");
    }
}

#[test]
fn the_scores_are_those_that_are_committed() {
    let out = tempfile::tempdir().unwrap();
    for path in sources() {
        let relative = path.strip_prefix(root().join("corpus")).unwrap();
        let source = justera::load(&relative.to_string_lossy(), &std::fs::read(&path).unwrap()).unwrap();
        let converted = justera::convert(&source, justera::builtin());
        let target = out.path().join(relative);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(&target, converted.repaired.written()).unwrap();
        std::fs::write(target.with_extension("json"), converted.minutes.to_json()).unwrap();
    }
    let report = justera_eval::evaluate(&root().join("corpus"), out.path()).unwrap();
    let found = report.csv();
    let path = root().join("corpus/scores.csv");
    if std::env::var_os("JUSTERA_UPDATE_SCORES").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<String> = found
        .lines()
        .filter(|line| !kept.lines().any(|other| other == *line))
        .map(|line| {
            let name = line.split(',').next().unwrap_or("");
            let before = kept.lines().find(|other| other.split(',').next() == Some(name)).unwrap_or("no row");
            format!("- {before}\n+ {line}")
        })
        .collect();
    assert!(
        found == kept,
        "the scores have changed; if they are as they should be, run `just scores` and commit corpus/scores.csv\n{}",
        changed.join("\n")
    );
}

#[test]
fn every_gold_has_a_source_and_a_clean_text() {
    for gold in files(&root().join("corpus"), &[".gold.json"]) {
        let folder = gold.parent().unwrap();
        let name = gold.file_name().unwrap().to_string_lossy().replace(".gold.json", "");
        assert!(folder.ends_with(&name), "{name} lies in a folder of another name");
        let source = [".txt", ".md"].iter().any(|ending| folder.join(format!("{name}{ending}")).is_file());
        assert!(source, "{name} has no source");
        assert!(folder.join(format!("{name}.clean")).is_file(), "{name} has no clean text");
    }
    let folders = std::fs::read_dir(root().join("corpus"))
        .unwrap()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .count();
    assert_eq!(folders, files(&root().join("corpus"), &[".gold.json"]).len(), "a folder without gold");
}
