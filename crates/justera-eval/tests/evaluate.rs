//! Files in, rows out.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use justera_eval::{EvalError, Figure, evaluate};

const GOLD: &str =
    r#"{"meeting": {"body": "Styrelsen"}, "items": [{"path": "1", "heading": "Val", "decisions": []}]}"#;
const RIGHT: &str = r#"{"meeting": {"body": "Styrelsen"}, "items": [{"number": "1", "heading": "Val"}]}"#;
const WRONG: &str = r#"{"meeting": {"body": "Stämman"}, "items": [{"number": "1", "heading": "Hot"}]}"#;

#[test]
fn each_reading_has_a_row_and_the_sum_is_over_all() {
    let dir = Folder::new("readings");
    dir.write("gold/x/a.gold.json", GOLD);
    dir.write("gold/x/a.clean", "Val av Bo Ek");
    dir.write("gold/b.gold.json", GOLD);
    dir.write("gold/c.gold.json", GOLD);
    dir.write("pred/manifest.json", RIGHT);
    dir.write("pred/a.json", RIGHT);
    dir.write("pred/a.txt", "Val av Bo Ek");
    dir.write("pred/deep/a.tess-eng.json", WRONG);
    dir.write("pred/deep/a.tess-eng.txt", "Val av B0 Ek");
    dir.write("pred/a.tess-swe.json", RIGHT);
    dir.write("pred/b.tess-eng.json", "{");
    let report = evaluate(&dir.path("gold"), &dir.path("pred")).unwrap();
    let want = "\
name,text,meta,items
b.tess-eng,,0.0000,0.0000
c,,0.0000,0.0000
a,1.0000,1.0000,1.0000
a.tess-eng,0.7500,0.0000,0.0000
a.tess-swe,0.0000,1.0000,1.0000
ALL,0.5833,0.4000,0.5000
";
    let csv = report.csv();
    let first: Vec<String> =
        csv.lines().map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(first.join("\n") + "\n", want);
    assert_eq!(report.total()[&Figure::Items].predicted, 3);

    let misses = report.misses();
    for line in [
        "b.tess-eng.json: not JSON: EOF while parsing an object at line 1 column 1; it scores zero\n",
        "   c: - -\n      meta: meeting.body is None, should be Styrelsen\n      items: missed 1 | Val\n",
        "      items: missed 1 | Val\n      items: not in the gold 1 | Hot\n",
        "      text: \"B0\" should be \"Bo\"\n",
    ] {
        assert!(misses.contains(line), "{line}\nis not in\n{misses}");
    }
}

#[test]
fn errors_say_where_and_what_to_do() {
    let dir = Folder::new("errors");
    dir.write("none/readme.txt", "");
    dir.write("broken/a.gold.json", "{");
    dir.write("shape/a.gold.json", "{}");
    dir.write("twice/x/a.gold.json", GOLD);
    dir.write("twice/y/a.gold.json", GOLD);
    dir.write("good/a.gold.json", GOLD);
    let rows = [
        ("missing", "none", "missing: no such folder; expected NAME.gold.json"),
        ("good", "missing", "missing: no such folder; expected converted documents"),
        ("none", "none", "none: no gold found; expected files named NAME.gold.json"),
        ("broken", "none", "a.gold.json: not JSON: EOF while parsing an object at line 1 column 1"),
        ("shape", "none", "a.gold.json: no list of items; expected an object"),
        ("twice", "none", "y/a.gold.json: both are named a; expected each name once"),
    ];
    for (gold, pred, want) in rows {
        let error: EvalError = evaluate(&dir.path(gold), &dir.path(pred)).unwrap_err();
        assert!(error.to_string().contains(want), "{error}\nlacks\n{want}");
    }
}

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let id = std::process::id();
        Folder(std::env::temp_dir().join(format!("justera-eval-{id}-evaluate-{name}")))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: impl AsRef<Path>, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind in the system's temporary folder is no failure of the test.
        let _ = fs::remove_dir_all(&self.0);
    }
}
