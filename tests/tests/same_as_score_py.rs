//! Compares every figure, and the table, with what `score.py` gives for the same files.
//!
//! Runs only where the shared data stand, as the gold is of real people and stays outside the project.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says how much it compared"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use justera_eval::{Figure, evaluate};
use justera_tests::{files, shared};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// The ways in which the gold is spoiled to make predictions of it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    /// Items flat, known by path.
    Flat,
    /// Items nested by number, some of their values of other types.
    Nested,
}

#[test]
fn every_figure_is_that_of_score_py() {
    let (Some(script), Some(gold)) = (shared("score/score.py"), shared("gold")) else { return };
    let gold = richer_gold(&gold);
    let mut compared = 0;
    let mut below_one = BTreeSet::new();
    let rounds = [0, 3, 12, 40].map(|damage| (Shape::Flat, damage));
    let rounds = rounds.into_iter().chain([0, 8, 25, 60].map(|damage| (Shape::Nested, damage)));
    for (round, (shape, damage)) in rounds.enumerate() {
        for seed in 0..4 {
            let pred = temporary();
            spoil_all(gold.path(), pred.path(), shape, damage, Dice::new(1 + 100 * seed + round as u64));
            let (n, low) = compare(&script, gold.path(), pred.path());
            compared += n;
            below_one.extend(low);
        }
    }
    println!("compared {compared} figures, below 1.0 at least once: {below_one:?}");
    // A figure that never fell below 1.0 would not have been tried.
    assert_eq!(below_one, Figure::ALL.iter().map(|figure| figure.name().to_string()).collect());
}

/// A copy of the gold, with what it lacks: absent organizations, optional decisions, accepted
/// spellings in more documents, and values that are no strings.
fn richer_gold(from: &Path) -> TempDir {
    let to = temporary();
    for path in files(from, &[""]) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        if !name.ends_with(".gold.json") {
            fs::write(to.path().join(name), text).unwrap();
            continue;
        }
        let mut gold: Value = serde_json::from_str(&text).unwrap();
        gold["absent_organizations"] = json!(["Norrby kommun", "Region Norrland", "Norrby kommun"]);
        for (field, value) in [
            ("number", json!(3)),
            ("share", json!(0.5)),
            ("open", json!(true)),
            ("rooms", json!(["a", "it's", null, 1e-7])),
            ("none", json!("none")),
        ] {
            gold["meeting"][field] = value;
        }
        if gold["accept"].is_null() {
            gold["accept"] = json!({"son": "sson", "a": "o"});
        }
        for item in gold["items"].as_array_mut().unwrap().iter_mut().step_by(3) {
            for decision in item["decisions"].as_array_mut().unwrap().iter_mut().skip(1) {
                decision["optional"] = json!(true);
            }
        }
        fs::write(to.path().join(name), gold.to_string()).unwrap();
    }
    to
}

#[test]
fn texts_of_few_words_are_aligned_as_difflib_aligns_them() {
    let Some(script) = shared("score/score.py") else { return };
    let (gold, pred) = (temporary(), temporary());
    let mut dice = Dice::new(7);
    for n in 0..150 {
        // Two to nine different words in up to 80 places: ties and crossing blocks all the way.
        let kinds = 2 + dice.below(8);
        let mut text =
            || (0..dice.below(80)).map(|_| format!("w{}", dice.below(kinds))).collect::<Vec<_>>().join(" ");
        fs::write(gold.path().join(format!("t{n:03}.gold.json")), "{\"items\": []}").unwrap();
        fs::write(gold.path().join(format!("t{n:03}.clean.txt")), text()).unwrap();
        fs::write(pred.path().join(format!("t{n:03}.txt")), text()).unwrap();
    }
    let (compared, _) = compare(&script, gold.path(), pred.path());
    println!("compared {compared} figures of random texts");
}

/// Runs both and compares them; returns how many figures were compared and which were below 1.0.
fn compare(script: &Path, gold: &Path, pred: &Path) -> (usize, Vec<String>) {
    let python = |arguments: &[&str]| {
        let output = Command::new("python3").arg(script).args([gold, pred]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let theirs: Value = serde_json::from_str(&python(&["--json"])).unwrap();
    let report = evaluate(gold, pred).unwrap();
    let ours = report.json();
    let names = |v: &Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs));
    let (mut compared, mut low) = (0, Vec::new());
    for (name, figures) in theirs.as_object().unwrap() {
        for (figure, f1) in figures.as_object().unwrap() {
            assert_eq!(ours[name][figure], *f1, "{figure} of {name} in {}", pred.display());
            compared += 1;
            if f1.as_f64().unwrap() < 1.0 {
                low.push(figure.clone());
            }
        }
        assert_eq!(ours[name].as_object().unwrap().len(), figures.as_object().unwrap().len(), "{name}");
    }
    assert_eq!(report.table(), python(&[]));
    (compared, low)
}

/// Writes a spoiled copy of every gold file; the damage is in hundredths.
fn spoil_all(gold: &Path, pred: &Path, shape: Shape, damage: u64, mut dice: Dice) {
    for (n, path) in files(gold, &[""]).iter().enumerate() {
        let name = path.file_name().unwrap().to_str().unwrap();
        if let Some(name) = name.strip_suffix(".gold.json") {
            let gold: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            // One prediction is missing, one broken, some lie deeper, and some have a longer name.
            let to = match n % 4 {
                0 => pred.join("deep/er").join(format!("{name}.json")),
                1 => pred.join(format!("{name}_v2.json")),
                _ => pred.join(format!("{name}.json")),
            };
            if damage > 20 && dice.hit(8) {
                continue;
            }
            let document = prediction(&gold, shape, damage, &mut dice);
            let text = serde_json::to_string_pretty(&document).unwrap();
            let end = if damage > 20 && dice.hit(8) { text.len() - 1 } else { text.len() };
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, &text[..end]).unwrap();
        } else if let Some(name) = name.strip_suffix(".clean.txt") {
            let clean = fs::read_to_string(path).unwrap();
            if damage > 50 && dice.hit(50) {
                continue;
            }
            let mut words: Vec<String> =
                clean.split(' ').map(|word| spoiled(word, damage, &mut dice)).collect();
            words.retain(|_| !dice.hit(damage / 4));
            fs::write(pred.join(format!("{name}.txt")), words.join(" ")).unwrap();
        }
    }
}

fn prediction(gold: &Value, shape: Shape, damage: u64, dice: &mut Dice) -> Value {
    let mut out = Map::new();
    for (field, value) in gold.as_object().unwrap() {
        match field.as_str() {
            "items" => {}
            "accept" | "people" | "notes" => {}
            _ => {
                out.insert(field.clone(), damaged(value, field, damage, dice));
            }
        }
    }
    let mut items: Vec<Value> = Vec::new();
    for item in gold["items"].as_array().unwrap() {
        if dice.hit(damage / 2) {
            continue;
        }
        let path = item["path"].as_str().unwrap();
        let last = path.rsplit('/').next().unwrap();
        let mut copy = damaged(item, "item", damage, dice);
        copy["path"] = json!(path);
        copy["number"] = match last.parse::<u64>() {
            Ok(number) if shape == Shape::Nested && dice.hit(50) => json!(number),
            _ if dice.hit(30) => json!(format!(" § {}. ", last.to_uppercase())),
            _ => json!(last),
        };
        if dice.hit(damage) {
            copy["number"] = json!(dice.below(9));
        }
        for (field, value) in [
            ("kind", json!("beslut")),
            ("outcome", json!("adjourned")),
            ("votes", json!([{"yes": 10, "no": 5}, {"yes": 10.0, "no": 5, "abstain": null}])),
            ("recipients", json!(["Akten"])),
            ("reservations", json!(["Bo Ek", "Bo Ek"])),
            ("attachments", json!(["6", {"id": 7}, {"id": "14A"}, 3])),
            ("record_number", json!("2026.016 KS")),
            ("presenters", json!([{"name": null}, {}])),
        ] {
            if dice.hit(damage / 3) {
                copy[field] = value;
            }
        }
        if dice.hit(damage / 4) {
            items.push(copy.clone());
        }
        items.push(copy);
    }
    if shape == Shape::Nested {
        items = nest(items);
    }
    out.insert("items".to_string(), Value::Array(items));
    Value::Object(out)
}

/// Puts each item into the last one whose path it continues.
fn nest(flat: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for mut item in flat {
        let path = item["path"].as_str().unwrap().to_string();
        let parent = path.rsplit_once('/').map(|(parent, _)| parent.to_string());
        let holder = parent.and_then(|parent| out.iter_mut().rev().find(|o| o["path"] == json!(parent)));
        match holder {
            Some(holder) => {
                if holder["items"].is_null() {
                    holder["items"] = json!([]);
                }
                item.as_object_mut().unwrap().remove("path");
                holder["items"].as_array_mut().unwrap().push(item);
            }
            None => out.push(item),
        }
    }
    out
}

/// A value with entries dropped, doubled and turned about, and with letters changed.
fn damaged(value: &Value, field: &str, damage: u64, dice: &mut Dice) -> Value {
    match value {
        Value::String(s) => match field {
            "presence" if dice.hit(damage) => json!("absent"),
            "text" if dice.hit(20) => {
                json!(format!("Stämman beslutade {}", spoiled(s, damage, dice)))
            }
            "by" if dice.hit(damage) => json!("Styrelsen"),
            "paragraphs" if dice.hit(30) => json!(format!("§ {s}")),
            "party" if dice.hit(30) => json!(s.to_lowercase()),
            _ if dice.hit(damage / 3) => [Value::Null, json!("")][dice.below(2) as usize].clone(),
            _ if dice.hit(15) => json!(format!("**{}** .", s.to_uppercase())),
            _ => json!(spoiled(s, damage, dice)),
        },
        Value::Array(list) => {
            let mut out = Vec::new();
            for entry in list {
                if dice.hit(damage / 2) {
                    continue;
                }
                let entry = damaged(entry, field, damage, dice);
                // An empty name in a list of names would stop score.py, which expects strings there.
                let entry = if entry.is_null() { json!("") } else { entry };
                if dice.hit(damage / 4) {
                    out.push(entry.clone());
                }
                let at = if dice.hit(damage) { 0 } else { out.len() };
                out.insert(at, entry);
            }
            Value::Array(out)
        }
        Value::Object(map) => {
            let mut out = Map::new();
            for (field, value) in map.iter() {
                if !dice.hit(damage / 4) {
                    out.insert(field.clone(), damaged(value, field, damage, dice));
                }
            }
            Value::Object(out)
        }
        Value::Null if field == "place" || field == "record_number" => {
            if dice.hit(damage) {
                json!("None")
            } else {
                Value::Null
            }
        }
        other => other.clone(),
    }
}

/// A string with about one letter in thirty changed, for as many strings as the damage says.
fn spoiled(s: &str, damage: u64, dice: &mut Dice) -> String {
    if !dice.hit(damage) {
        return s.to_string();
    }
    let mut out = String::new();
    for c in s.chars() {
        match dice.below(90) {
            0 => {}
            1 => out.extend([c, c]),
            2 => out
                .push(['a', 'o', '6', 'Ö', 'ß', 'ﬁ', '—', '’', '|', '*', '\u{a0}'][dice.below(11) as usize]),
            _ => out.push(c),
        }
    }
    out
}

/// A small generator, the same at every run.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn hit(&mut self, hundredths: u64) -> bool {
        self.below(100) < hundredths
    }
}

/// A folder that goes when the test ends, also when it fails: it holds copies of the gold, which is
/// of real people.
fn temporary() -> TempDir {
    tempfile::tempdir().unwrap()
}
