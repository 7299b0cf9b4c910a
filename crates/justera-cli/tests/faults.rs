//! What may go wrong under a batch, and that nothing is lost by it: after each fault the command is given again, and the
//! output folder then holds what an undisturbed run writes, byte for byte.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

fn justera(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn begin(arguments: &[&str]) -> Child {
    command(arguments).spawn().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_justera"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Says aloud, past the test runner, that a test is skipped.
fn skipped(why: &str) {
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "skipped: {test}, since {why}");
}

/// Documents of several kinds, of which some cannot be converted; each differs from the others.
fn archive(folder: &Path, documents: usize) {
    for number in 0..documents {
        let year = folder.join(format!("{}", 1990 + number % 7));
        std::fs::create_dir_all(&year).unwrap();
        let content = match number % 12 {
            5 => Vec::new(),
            11 => b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
            _ => minutes(number).into_bytes(),
        };
        std::fs::write(year.join(format!("protokoll-{number:04}.txt")), content).unwrap();
    }
}

/// Minutes whose marks were lost, long enough that a run can be stopped in the middle.
fn minutes(number: usize) -> String {
    let mut text = format!(
        "Minnesanteckningar fran mote {number}\n\nNarvarande: Anna Ek, Bo Lindberg, Goran Ask\n\n1. Motets 6ppnande\nOrdforanden halsade valkommen till arets {number}:e mote.\n\n"
    );
    for item in 2..12 {
        text.push_str(&format!(
            "{item}. Rapport om halsoframjande arbete i lan {item}\nGruppen diskuterade fragan och de atgarder som aterstar infor nasta sammantrade, nummer {number}.\n\nGruppen beslutade:\natt lagga rapporten till handlingarna.\n\n"
        ));
    }
    text
}

/// All files below a folder with their bytes.
fn held(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).into_iter().flatten().filter_map(Result::ok) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let relative = entry.path().strip_prefix(folder).unwrap().to_owned();
                found.insert(relative, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

/// The outputs and the manifest, without what a stopped writer left behind under a temporary name.
fn outputs(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = held(folder);
    found.retain(|path, _| !path.file_name().unwrap().to_string_lossy().starts_with(".justera-"));
    found
}

fn same(left: &BTreeMap<PathBuf, Vec<u8>>, right: &BTreeMap<PathBuf, Vec<u8>>) {
    let missing = |from: &BTreeMap<PathBuf, Vec<u8>>, of: &BTreeMap<PathBuf, Vec<u8>>| {
        of.keys().find(|path| !from.contains_key(*path)).cloned()
    };
    assert_eq!((missing(left, right), missing(right, left)), (None, None), "missing, and too many");
    for (path, bytes) in left {
        assert!(bytes == &right[path], "{} differs", path.display());
    }
}

/// An archive and what an undisturbed run makes of it.
struct Trial {
    at: tempfile::TempDir,
    expected: BTreeMap<PathBuf, Vec<u8>>,
    took: Duration,
}

impl Trial {
    fn new(documents: usize) -> Self {
        let at = tempfile::tempdir().unwrap();
        archive(&at.path().join("in"), documents);
        let started = Instant::now();
        let whole = at.path().join("whole");
        justera(&["convert", text(&at.path().join("in")), "-o", text(&whole), "-q"]);
        Trial { expected: outputs(&whole), took: started.elapsed(), at }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.at.path().join(name)
    }

    /// Gives the command again and compares.
    fn goes_on(&self, out: &Path) {
        justera(&["convert", text(&self.path("in")), "-o", text(out), "-q"]);
        same(&outputs(out), &self.expected);
    }
}

#[test]
fn a_run_that_is_killed_at_any_point_goes_on_to_the_same_bytes() {
    const KILLS: u32 = 52;
    let trial = Trial::new(160);
    let mut in_the_middle = 0;
    for kill in 0..KILLS {
        let out = trial.path(&format!("out-{kill}"));
        let mut child = begin(&["convert", text(&trial.path("in")), "-o", text(&out), "-q"]);
        std::thread::sleep(trial.took * kill / KILLS);
        child.kill().unwrap();
        child.wait().unwrap();
        let written = outputs(&out);
        in_the_middle += u32::from(!written.is_empty() && written.len() < trial.expected.len());
        // What is there is whole.
        for (path, bytes) in
            written.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "json"))
        {
            assert!(bytes == &trial.expected[path], "{} was cut by kill {kill}", path.display());
        }
        trial.goes_on(&out);
        std::fs::remove_dir_all(&out).unwrap();
    }
    assert!(in_the_middle >= KILLS / 6, "only {in_the_middle} of {KILLS} kills fell in the middle of a run");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_stop_says_how_to_go_on() {
    let trial = Trial::new(1200);
    let out = trial.path("out");
    let child = begin(&["convert", text(&trial.path("in")), "-o", text(&out), "--jobs", "1"]);
    std::thread::sleep(trial.took / 3);
    let pid = child.id().to_string();
    Command::new("kill").args(["-TERM", &pid]).status().unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(130), "{}", said(&done));
    assert!(said(&done).contains("the same command goes on from here"), "{}", said(&done));
    trial.goes_on(&out);
}

#[test]
fn only_what_changed_is_converted_again() {
    let trial = Trial::new(24);
    let (input, out) = (trial.path("in"), trial.path("out"));
    let run = |more: &[&str]| {
        let mut arguments = vec!["convert", text(&input), "-o", text(&out)];
        arguments.extend(more);
        said(&justera(&arguments))
    };
    assert!(run(&[]).contains("20 converted, 4 failed"));
    assert!(run(&[]).contains("0 converted, 4 failed, 20 kept"));
    let changed = input.join("1990/protokoll-0000.txt");
    std::fs::write(&changed, minutes(999)).unwrap();
    assert!(run(&[]).contains("1 converted, 4 failed, 19 kept"));
    // An output that somebody cut is made anew.
    std::fs::write(out.join("1991/protokoll-0001.json"), "{").unwrap();
    assert!(run(&[]).contains("1 converted, 4 failed, 19 kept"));
    assert!(run(&["--force"]).contains("20 converted, 4 failed;"));
    let again = run(&["--retry-failed"]);
    assert!(again.contains("0 converted, 4 failed, 20 kept") && !again.contains("as before"), "{again}");
    // A source that is gone keeps its output until it is asked for.
    std::fs::remove_file(&changed).unwrap();
    run(&[]);
    assert!(out.join("1990/protokoll-0000.json").exists());
    assert!(run(&["--prune"]).contains("is not among the inputs"));
    assert!(!out.join("1990/protokoll-0000.json").exists());
    assert!(!std::fs::read_to_string(out.join("manifest.jsonl")).unwrap().contains("protokoll-0000"));
}

#[test]
fn a_document_that_no_longer_converts_leaves_no_old_output() {
    let trial = Trial::new(3);
    let (input, out) = (trial.path("in"), trial.path("out"));
    justera(&["convert", text(&input), "-o", text(&out), "-q"]);
    std::fs::write(input.join("1990/protokoll-0000.txt"), b"%PDF-1.4\n\0").unwrap();
    justera(&["convert", text(&input), "-o", text(&out), "-q"]);
    assert!(!out.join("1990/protokoll-0000.json").exists());
}

#[test]
fn a_run_that_goes_wrong_as_a_whole_is_stopped() {
    let trial = Trial::new(400);
    let (input, out, report) = (trial.path("in"), trial.path("out"), trial.path("report.json"));
    let done = justera(&[
        "convert",
        text(&input),
        "-o",
        text(&out),
        "--max-failures",
        "3",
        "--report",
        text(&report),
        "-q",
    ]);
    assert_eq!(done.status.code(), Some(2));
    assert!(said(&done).contains("--max-failures"), "{}", said(&done));
    assert!(outputs(&out).len() < trial.expected.len());
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    assert!(report["failed"]["empty"].as_u64().unwrap() > 0 && report["converted"].as_u64().unwrap() > 0);
    trial.goes_on(&out);
    // A report takes the place of no source and no output.
    let source = input.join("1990/protokoll-0000.txt");
    for report in [source.clone(), out.join("manifest.jsonl"), trial.path("in")] {
        let refused = justera(&["convert", text(&input), "-o", text(&out), "--report", text(&report)]);
        assert_eq!(refused.status.code(), Some(64), "{}", said(&refused));
    }
    assert!(std::fs::read_to_string(source).unwrap().starts_with("Minnesanteckningar"));
}

#[cfg(unix)]
#[test]
fn a_clean_up_removes_only_what_the_program_wrote() {
    let trial = Trial::new(1);
    let (input, out, elsewhere) = (trial.path("in"), trial.path("out"), trial.path("elsewhere"));
    std::fs::create_dir_all(&out).unwrap();
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::fs::write(elsewhere.join("protokoll-0000.json"), "kept").unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("1990")).unwrap();
    for _ in 0..2 {
        justera(&["convert", text(&input), "-o", text(&out), "-q", "--force"]);
    }
    assert_eq!(std::fs::read_to_string(elsewhere.join("protokoll-0000.json")).unwrap(), "kept");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_run_and_loses_nothing() {
    let trial = Trial::new(240);
    let out = trial.path("small");
    std::fs::create_dir(&out).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=400k", "tmpfs", text(&out)])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        return skipped("a small file system cannot be mounted here");
    }
    let done = justera(&["convert", text(&trial.path("in")), "-o", text(&out), "-q"]);
    let full = said(&done);
    // Room is made.
    Command::new("mount").args(["-o", "remount,size=64m", text(&out)]).status().unwrap();
    justera(&["convert", text(&trial.path("in")), "-o", text(&out), "-q"]);
    let found = outputs(&out);
    Command::new("umount").arg(&out).status().unwrap();
    assert!(!done.status.success() && full.contains("room"), "{full}");
    same(&found, &trial.expected);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_said_and_nothing_else_is_touched() {
    let trial = Trial::new(3);
    let done = justera(&["convert", text(&trial.path("in")), "-o", "/proc/justera-out"]);
    assert_eq!(done.status.code(), Some(64));
    assert!(said(&done).contains("cannot be made") && said(&done).contains("-o"), "{}", said(&done));
}

#[test]
fn documents_may_vanish_and_change_while_the_run_goes_on() {
    let trial = Trial::new(400);
    let (input, out) = (trial.path("in"), trial.path("out"));
    let child = begin(&["convert", text(&input), "-o", text(&out), "-q", "--jobs", "1"]);
    // The last year is taken away, and documents of all years grow, while the first are converted.
    let _ = std::fs::remove_dir_all(input.join("1996"));
    for number in (0..400).step_by(9) {
        let path = input.join(format!("{}/protokoll-{number:04}.txt", 1990 + number % 7));
        if let Ok(mut file) = std::fs::File::options().append(true).open(&path) {
            for _ in 0..20 {
                file.write_all("Ordforanden tackade for visat intresse.\n".as_bytes()).unwrap();
            }
        }
    }
    child.wait_with_output().unwrap();
    justera(&["convert", text(&input), "-o", text(&out), "-q", "--prune"]);
    let undisturbed = trial.path("undisturbed");
    justera(&["convert", text(&input), "-o", text(&undisturbed), "-q"]);
    same(&outputs(&out), &outputs(&undisturbed));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_long_deep_or_no_unicode_are_kept_apart() {
    use std::os::unix::ffi::OsStrExt;
    let at = tempfile::tempdir().unwrap();
    let (input, out) = (at.path().join("in"), at.path().join("out"));
    let mut deep = input.clone();
    for level in 0..60 {
        deep.push(format!("n{level}"));
    }
    std::fs::create_dir_all(&deep).unwrap();
    std::fs::write(deep.join("djup.txt"), minutes(1)).unwrap();
    std::fs::write(input.join(format!("{}.txt", "å".repeat(100))), minutes(2)).unwrap();
    for byte in [0xE5, 0xE4] {
        let name = [b"m\xF6te-".as_slice(), &[byte], b".txt"].concat();
        std::fs::write(input.join(std::ffi::OsStr::from_bytes(&name)), minutes(usize::from(byte))).unwrap();
    }
    let done = justera(&["convert", text(&input), "-o", text(&out)]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(said(&done).contains("4 converted"), "{}", said(&done));
    assert!(out.join("m%F6te-%E5.json").is_file() && out.join("m%F6te-%E4.json").is_file());
    assert!(said(&justera(&["convert", text(&input), "-o", text(&out)])).contains("4 kept"));
}

#[test]
fn a_sentence_that_elects_without_end_is_read_to_its_end() {
    const TIMES: usize = 30_000;
    let at = tempfile::tempdir().unwrap();
    let (input, out) = (at.path().join("long.txt"), at.path().join("out"));
    let more = " och till sekreterare valdes Bo Alström".repeat(TIMES);
    let elects = format!("Till ordförande valdes Ulla Ekström{more}.");
    std::fs::write(&input, format!("Årsmöte 12 maj 2020\n\n§ 1 Val av mötesordförande\nBeslut:\n- {elects}\n\n§ 2 Slut\nMötet slutade.\n"))
        .unwrap();
    let done = justera(&["convert", text(&input), "-o", text(&out)]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    let json = std::fs::read_to_string(out.join("long.json")).unwrap();
    assert!(json.contains("\"chair\": \"Ulla Ekström\"") && json.contains("\"secretary\": \"Bo Alström\""));
}

#[test]
fn many_empty_files_are_all_accounted_for() {
    const FILES: usize = 100_000;
    let at = tempfile::tempdir().unwrap();
    let (input, out) = (at.path().join("in"), at.path().join("out"));
    for folder in 0..100 {
        let folder = input.join(format!("{folder:02}"));
        std::fs::create_dir_all(&folder).unwrap();
        for file in 0..FILES / 100 {
            std::fs::File::create(folder.join(format!("{file:03}.txt"))).unwrap();
        }
    }
    // What is said goes to a file: a hundred thousand lines fill a pipe that nobody empties.
    let log = std::fs::File::create(at.path().join("log")).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_justera"))
        .args(["convert", text(&input), "-o", text(&out)])
        .stderr(log)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
    let manifest = std::fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    assert_eq!(manifest.lines().count(), FILES);
    assert_eq!(manifest.lines().filter(|line| line.contains("\"empty\"")).count(), FILES);
}

#[cfg(unix)]
#[test]
fn an_output_does_not_leave_its_folder_through_a_link() {
    let trial = Trial::new(8);
    let (out, elsewhere) = (trial.path("out"), trial.path("elsewhere"));
    std::fs::create_dir_all(&out).unwrap();
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("1990")).unwrap();
    let done = justera(&["convert", text(&trial.path("in")), "-o", text(&out)]);
    assert_eq!(done.status.code(), Some(2));
    assert!(said(&done).contains("leads out of the output folder"), "{}", said(&done));
    assert!(held(&elsewhere).is_empty());
}

#[test]
fn an_output_folder_inside_the_input_is_not_read() {
    let trial = Trial::new(8);
    let input = trial.path("in");
    let out = input.join("lagat");
    for _ in 0..2 {
        let done = justera(&["repair", text(&input), "-o", text(&out)]);
        assert!(!said(&done).contains("lagat"), "{}", said(&done));
    }
    assert!(!out.join("lagat").exists());
}

#[test]
fn the_same_bytes_come_out_whatever_the_threads_the_order_and_the_folder() {
    let trial = Trial::new(60);
    let input = trial.path("in");
    let moved = trial.path("elsewhere/and/deeper");
    std::fs::create_dir_all(moved.parent().unwrap()).unwrap();
    Command::new("cp").args(["-r", text(&input), text(&moved)]).status().unwrap();
    for (jobs, from) in [("1", &input), ("7", &input), ("2", &moved)] {
        let out = trial.path(&format!("out-{jobs}"));
        justera(&["convert", text(from), "-o", text(&out), "-q", "--jobs", jobs]);
        same(&outputs(&out), &trial.expected);
    }
}
