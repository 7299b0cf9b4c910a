//! Finds gold and predictions, pairs them, and scores each pair.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use thiserror::Error;

use crate::report::{Report, Row};
use crate::score::score;

const GOLD: &str = ".gold.json";
const CLEAN: [&str; 2] = [".clean.txt", ".clean"];

/// The beginning of files that a run leaves beside its documents and that are no predictions.
const MANIFEST: &str = "manifest";

/// Why an evaluation could not be made. Bad predictions are not among the reasons: they score zero.
#[derive(Debug, Error)]
pub enum EvalError {
    /// A folder is missing, or is no folder.
    #[error("{what} {}: no such folder; expected {expected}; check the path", path.display())]
    NoFolder {
        /// Which folder: "gold" or "predictions".
        what: &'static str,
        /// Where it was looked for.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
    /// The gold folder holds no gold.
    #[error(
        "gold {}: no gold found; expected files named NAME.gold.json in it or in its folders; \
         name the folder that holds them",
        path.display()
    )]
    NoGold {
        /// The folder.
        path: PathBuf,
    },
    /// No gold document has a prediction.
    #[error(
        "predictions {}: none for any of the {golds} gold documents; expected NAME.json for NAME.gold.json; \
         name the folder that `justera convert` wrote",
        path.display()
    )]
    NoPredictions {
        /// The folder of the predictions.
        path: PathBuf,
        /// How many documents have gold.
        golds: usize,
    },
    /// A file or folder is there and cannot be read.
    #[error("{}: cannot be read: {source}; expected {expected}; make it readable or remove it", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What it should be.
        expected: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// A gold file is not JSON.
    #[error("gold {}: not JSON: {source}; expected an object as docs/GOLD.md describes it; mend the file", path.display())]
    GoldSyntax {
        /// The gold file.
        path: PathBuf,
        /// Where the JSON broke off, with line and column.
        source: serde_json::Error,
    },
    /// A gold file is JSON of another kind.
    #[error(
        "gold {}: no list of items; expected an object with \"items\" as docs/GOLD.md describes it; \
         mend the file, or give it a name that does not end in .gold.json",
        path.display()
    )]
    GoldShape {
        /// The gold file.
        path: PathBuf,
    },
    /// Two gold files have one name, so that their predictions could not be told apart.
    #[error(
        "gold {} and {}: both are named {name}; expected each name once, as predictions are found by it; \
         rename one", first.display(), second.display()
    )]
    SameName {
        /// The name without `.gold.json`.
        name: String,
        /// The file that comes first.
        first: PathBuf,
        /// The other one.
        second: PathBuf,
    },
}

/// Scores the predictions below one folder against the gold below another.
///
/// For `NAME.gold.json` the prediction is the file `NAME*.json` with the shortest path (in characters;
/// of equals the first), as in `score.py`. A file `NAME.READING.json` is another reading of the same
/// document and gets a row of its own, named `NAME.READING`; where there are readings and no `NAME.json`,
/// only they have rows. The repaired text is found in the same way among `*.txt`, where `NAME.clean.txt`
/// or `NAME.clean` stands beside the gold. Files that begin with `manifest`, gold itself, and whatever
/// is hidden are no predictions. What is missing or broken scores zero, but texts only where there is any text.
pub fn evaluate(gold_dir: &Path, pred_dir: &Path) -> Result<Report, EvalError> {
    let golds = golds(gold_dir)?;
    let expected = "converted documents (NAME.json) and texts (NAME.txt)";
    let files = files_below("predictions", pred_dir, expected)?;
    let documents = named(&files, ".json");
    // A Markdown source is mended under its own name.
    let mut texts = named(&files, ".txt");
    texts.extend(named(&files, ".md"));
    let mut rows = Vec::new();
    for (name, path) in &golds {
        let gold = read_gold(path)?;
        let clean = read_clean(path, name)?;
        for Reading { name, prediction, text } in readings(name, &golds, &documents, &texts) {
            let (predicted, problem) = match &prediction {
                Some(path) => read_prediction(path)?,
                None => (json!({}), None),
            };
            let (text, repaired) = match text {
                Some(path) if clean.is_some() => {
                    let repaired = read_text(&path, "a repaired text in UTF-8")?;
                    (Some(path), repaired)
                }
                _ => (None, String::new()),
            };
            // Where nothing was repaired at all, nothing is said of texts.
            let pair = clean.as_deref().filter(|_| !texts.is_empty()).map(|clean| (clean, repaired.as_str()));
            let scores = score(&gold, &predicted, pair);
            rows.push(Row { name, prediction, text, problem, scores });
        }
    }
    if rows.iter().all(|row| row.prediction.is_none() && row.text.is_none()) {
        return Err(EvalError::NoPredictions { path: pred_dir.to_owned(), golds: golds.len() });
    }
    Ok(Report::new(rows))
}

/// What a row will be made of.
#[derive(Debug, PartialEq)]
struct Reading {
    name: String,
    prediction: Option<PathBuf>,
    text: Option<PathBuf>,
}

/// The readings of one document, the plain one first, the others by name.
fn readings(name: &str, golds: &[(String, PathBuf)], documents: &[Named], texts: &[Named]) -> Vec<Reading> {
    let mut others: BTreeMap<&str, Vec<&Named>> = BTreeMap::new();
    let mut plain: Vec<&Named> = Vec::new();
    for document in documents.iter().filter(|d| d.stem.starts_with(name)) {
        if is_of(&document.stem, name) && document.stem != name {
            // With gold for both `a` and `a.b`, `a.b.json` is the second's and no reading of the first.
            let owned =
                |(gold, _): &(String, PathBuf)| gold.len() > name.len() && is_of(&document.stem, gold);
            if !golds.iter().any(owned) {
                others.entry(&document.stem).or_default().push(document);
            }
        } else {
            plain.push(document);
        }
    }
    let exact = plain.iter().any(|document| document.stem == name);
    let mut out = Vec::new();
    if exact || others.is_empty() {
        // Texts of another reading would be measured twice.
        let of_other = |text: &Named| others.keys().any(|reading| is_of(&text.stem, reading));
        let texts = texts.iter().filter(|text| text.stem.starts_with(name) && !of_other(text));
        let (prediction, text) = (shortest(plain.into_iter()), shortest(texts));
        out.push(Reading { name: name.to_string(), prediction, text });
    }
    for (reading, documents) in others {
        out.push(Reading {
            name: reading.to_string(),
            prediction: shortest(documents.into_iter()),
            text: shortest(texts.iter().filter(|text| is_of(&text.stem, reading))),
        });
    }
    out
}

/// Whether the stem is the name, or the name and a further part after a dot.
fn is_of(stem: &str, name: &str) -> bool {
    stem.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A file, and its name without the ending that was asked for.
struct Named {
    stem: String,
    path: PathBuf,
}

fn named(files: &[PathBuf], ending: &str) -> Vec<Named> {
    let named = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        let usable = !name.starts_with(MANIFEST) && !name.ends_with(GOLD);
        usable.then_some(Named { stem: name.strip_suffix(ending)?.to_string(), path: path.clone() })
    };
    files.iter().filter_map(named).collect()
}

/// The shortest path; of equals the first, and the files come sorted.
fn shortest<'n>(files: impl Iterator<Item = &'n Named>) -> Option<PathBuf> {
    files.min_by_key(|file| file.path.to_string_lossy().chars().count()).map(|file| file.path.clone())
}

/// The gold files with their names, in the order of their paths.
fn golds(dir: &Path) -> Result<Vec<(String, PathBuf)>, EvalError> {
    let mut golds: Vec<(String, PathBuf)> = Vec::new();
    let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in files_below("gold", dir, "NAME.gold.json made by hand")? {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.and_then(|name| name.strip_suffix(GOLD)).map(str::to_string) else {
            continue;
        };
        if let Some(first) = seen.insert(name.clone(), path.clone()) {
            return Err(EvalError::SameName { name, first, second: path });
        }
        golds.push((name, path));
    }
    if golds.is_empty() {
        return Err(EvalError::NoGold { path: dir.to_path_buf() });
    }
    Ok(golds)
}

/// All files below a folder, sorted by path. Links are followed; what is hidden is passed by.
fn files_below(what: &'static str, dir: &Path, expected: &'static str) -> Result<Vec<PathBuf>, EvalError> {
    if !dir.is_dir() {
        return Err(EvalError::NoFolder { what, path: dir.to_path_buf(), expected });
    }
    let mut files = Vec::new();
    walk(dir, &mut Vec::new(), &mut files)?;
    files.sort();
    Ok(files)
}

/// `above` are the true paths of the folders that lead here, by which a link into one of them is known.
fn walk(dir: &Path, above: &mut Vec<PathBuf>, files: &mut Vec<PathBuf>) -> Result<(), EvalError> {
    let unreadable =
        |source| EvalError::Read { path: dir.to_path_buf(), expected: "a folder that can be listed", source };
    let real = fs::canonicalize(dir).map_err(unreadable)?;
    if above.contains(&real) {
        return Ok(());
    }
    above.push(real);
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        // A link that leads nowhere is neither, and left out.
        if path.is_dir() {
            walk(&path, above, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    above.pop();
    Ok(())
}

fn read_gold(path: &Path) -> Result<Value, EvalError> {
    let text = read_text(path, "gold in UTF-8")?;
    let gold: Value = serde_json::from_str(&text)
        .map_err(|source| EvalError::GoldSyntax { path: path.to_path_buf(), source })?;
    if !gold.get("items").is_some_and(Value::is_array) {
        return Err(EvalError::GoldShape { path: path.to_path_buf() });
    }
    Ok(gold)
}

fn read_clean(gold: &Path, name: &str) -> Result<Option<String>, EvalError> {
    let path = CLEAN.map(|ending| gold.with_file_name(format!("{name}{ending}")));
    let path = path.into_iter().find(|path| path.is_file());
    path.map(|path| read_text(&path, "the gold's clean text in UTF-8")).transpose()
}

/// The document, or an empty one and the reason why.
fn read_prediction(path: &Path) -> Result<(Value, Option<String>), EvalError> {
    let bytes = fs::read(path).map_err(|source| EvalError::Read {
        path: path.to_path_buf(),
        expected: "a prediction",
        source,
    })?;
    let because = |why: String| (json!({}), Some(format!("{}: {why}; it scores zero", path.display())));
    Ok(match serde_json::from_slice::<Value>(&bytes) {
        Ok(document) if document.is_object() => (document, None),
        Ok(_) => because("no JSON object".to_string()),
        Err(error) => because(format!("not JSON: {error}")),
    })
}

fn read_text(path: &Path, expected: &'static str) -> Result<String, EvalError> {
    fs::read_to_string(path).map_err(|source| EvalError::Read { path: path.to_path_buf(), expected, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_of_a_document() {
        let golds = ["a", "a.b"].map(|name| (name.to_string(), PathBuf::new()));
        // (files, rows of `a` as name = document + text)
        let rows = [
            ("", "a=-+-"),
            ("a.json a.txt", "a=a.json+a.txt"),
            ("a.json a.x.json a.x.txt", "a=a.json+- a.x=a.x.json+a.x.txt"),
            ("a.x.json a.y.json a.txt", "a.x=a.x.json+- a.y=a.y.json+-"),
            // a name that merely begins alike is taken when there is no better, as score.py does
            ("a_v2.json", "a=a_v2.json+-"),
            ("a_v2.json a.x.json", "a.x=a.x.json+-"),
            // the shortest path, then the first
            ("q/a.json p/a.json", "a=p/a.json+-"),
            ("q/a.x.json long/a.x.json", "a.x=q/a.x.json+-"),
            // what belongs to the gold `a.b`, and what is no prediction
            ("a.json a.b.json a.b.c.json", "a=a.json+-"),
            ("manifest.json a.gold.json", "a=-+-"),
        ];
        for (files, want) in rows {
            let mut files: Vec<PathBuf> = files.split_whitespace().map(PathBuf::from).collect();
            files.sort();
            let shown =
                |path: &Option<PathBuf>| path.as_ref().map_or("-".to_string(), |p| p.display().to_string());
            let found = readings("a", &golds, &named(&files, ".json"), &named(&files, ".txt"));
            let row = |r: &Reading| format!("{}={}+{}", r.name, shown(&r.prediction), shown(&r.text));
            assert_eq!(found.iter().map(row).collect::<Vec<_>>().join(" "), want, "{files:?}");
        }
    }
}
