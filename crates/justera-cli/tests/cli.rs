//! The command as its users meet it: what it writes, what it says when it cannot, and its exit codes.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const NOTES: &str = "Minnesanteckningar\n\nNärvarande: Anna Ek, Bo Lindberg\n\n1. Mötets öppnande\n\n2. Övriga frågor\n\nGruppen beslutade:\natt vänta.\n";

/// The program, which cargo builds for the tests of its own package.
fn program() -> &'static str {
    env!("CARGO_BIN_EXE_justera")
}

fn justera(arguments: &[&str]) -> Output {
    Command::new(program()).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_folder_becomes_json_and_a_manifest() {
    let at = tempfile::tempdir().unwrap();
    let (input, output) = (at.path().join("in"), at.path().join("out"));
    std::fs::create_dir_all(input.join("1975/maj")).unwrap();
    std::fs::write(input.join("1975/maj/a.txt"), NOTES).unwrap();
    std::fs::write(input.join("b.md"), NOTES).unwrap();
    std::fs::write(input.join("tom.txt"), "").unwrap();
    std::fs::write(input.join("bild.txt"), b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    std::fs::write(input.join(".gitignore"), "*.txt\n").unwrap();
    std::fs::write(input.join("annat.csv"), "a;b").unwrap();
    let done = justera(&["convert", text(&input), "-o", text(&output)]);
    assert_eq!(code(&done), 2, "{}", stderr(&done));
    assert!(output.join("1975/maj/a.json").is_file() && output.join("b.json").is_file());
    let manifest = std::fs::read_to_string(output.join("manifest.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> =
        manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(String, String)> = rows
        .iter()
        .map(|row| (row["path"].as_str().unwrap().to_owned(), row["status"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        ("1975/maj/a.txt", "converted"),
        ("b.md", "converted"),
        ("bild.txt", "failed"),
        ("tom.txt", "failed"),
    ];
    assert_eq!(told, expected.map(|(path, status)| (path.to_owned(), status.to_owned())));
    assert_eq!(rows[2]["error"]["kind"], "not-text");
    assert_eq!(rows[3]["error"]["kind"], "empty");
    assert!(
        !manifest.contains("seconds"),
        "the manifest holds no times, so that it comes out the same again"
    );
    let said = stderr(&done);
    assert!(said.contains("bild.txt") && said.contains("PNG"), "{said}");
    assert!(said.contains("1 .csv"), "what was not read is said: {said}");
    assert!(said.contains("2 converted, 2 failed"), "{said}");
}

#[test]
fn inputs_that_would_write_one_output_are_refused_before_anything_is_written() {
    let at = tempfile::tempdir().unwrap();
    std::fs::write(at.path().join("a.txt"), NOTES).unwrap();
    std::fs::write(at.path().join("a.md"), NOTES).unwrap();
    let output = at.path().join("out");
    let done = justera(&["convert", text(at.path()), "-o", text(&output)]);
    assert_eq!(code(&done), 64);
    assert!(stderr(&done).contains("would both be written to a.json"), "{}", stderr(&done));
    assert!(!output.exists());
}

#[test]
fn no_source_is_written_over_whatever_way_its_path_is_spelt() {
    let at = tempfile::tempdir().unwrap();
    let folder = at.path().join("z");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("a.txt");
    std::fs::write(&file, "Motet oppnades av ordforanden i foreningen.\n").unwrap();
    std::fs::copy(&file, folder.join("manifest.jsonl")).unwrap();
    let before = std::fs::read(&file).unwrap();
    for (command, input, output) in [
        ("repair", "z/a.txt", "z"),
        ("repair", "z", "./z/../z"),
        ("repair", "z/a.txt", text(&folder)),
        ("convert", "z/manifest.jsonl", "z"),
    ] {
        let done = Command::new(program())
            .current_dir(at.path())
            .args([command, input, "-o", output])
            .output()
            .unwrap();
        assert_eq!(code(&done), 64, "{command} {input} -o {output}");
        assert!(stderr(&done).contains("would be written over"), "{}", stderr(&done));
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(std::fs::read(folder.join("manifest.jsonl")).unwrap(), before);
}

#[test]
fn a_line_is_answered_before_the_next_has_come() {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new(program())
        .args(["convert", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in ["12345678901234567890123", "1.10", "\"tre\""] {
        writeln!(input, "{{\"id\":{id},\"text\":\"Protokoll\"}}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.starts_with(&format!("{{\"id\":{id},")), "{answer}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_cannot_be_begun_is_said_with_a_way_out() {
    let at = tempfile::tempdir().unwrap();
    let nowhere = at.path().join("finns-inte");
    let (gold, empty, kept) = (at.path().join("gold"), at.path().join("tom"), at.path().join("brev.text"));
    let (report, out) = (nowhere.join("r.json"), at.path().join("ut"));
    for folder in [&gold, &empty] {
        std::fs::create_dir(folder).unwrap();
    }
    let note = gold.join("a.txt");
    std::fs::write(&note, NOTES).unwrap();
    std::fs::write(gold.join("a.gold.json"), "{\"items\": []}").unwrap();
    std::fs::write(&kept, "Kära du").unwrap();
    for (arguments, expected) in [
        (vec!["convert", text(&nowhere)], "give a file or a folder that is there"),
        (vec!["convert", text(&empty), "-o", "x"], "no documents were found"),
        (vec!["convert", "-", "-o", "x"], "give it alone and without -o"),
        (vec!["repair", "-"], "is read by `justera convert -`"),
        (vec!["convert", text(&note), "-o", text(&out), "--report", text(&report)], "no such folder"),
        (
            vec!["convert", text(&note), "-o", text(&out), "--report", text(&kept)],
            "no report of an earlier run",
        ),
        (vec!["evaluate", text(&gold), text(&empty)], "none for any of the 1 gold documents"),
        (vec!["check", text(at.path()), "--against", text(&nowhere)], "is no folder"),
        (vec!["evaluate", text(&nowhere), text(at.path())], "no such folder"),
        (vec!["förvandla"], "unrecognized subcommand"),
    ] {
        let done = justera(&arguments);
        assert_eq!(code(&done), 64, "{arguments:?}: {}", stderr(&done));
        assert!(stderr(&done).contains(expected), "{arguments:?}: {}", stderr(&done));
    }
    let done = justera(&["--help"]);
    assert_eq!(code(&done), 0);
    assert!(stdout(&done).contains("convert"));
}

#[test]
fn one_document_goes_to_standard_output_as_json_and_several_as_lines() {
    let at = tempfile::tempdir().unwrap();
    let (a, b) = (at.path().join("a.txt"), at.path().join("b.txt"));
    std::fs::write(&a, NOTES).unwrap();
    std::fs::write(&b, NOTES).unwrap();
    let one: serde_json::Value = serde_json::from_str(&stdout(&justera(&["convert", text(&a)]))).unwrap();
    assert_eq!(one["items"][1]["decisions"][0]["text"], "att vänta");
    let several = stdout(&justera(&["convert", text(&a), text(&b)]));
    let paths: Vec<serde_json::Value> = several
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["source"]["path"].clone())
        .collect();
    assert_eq!(paths, ["a.txt", "b.txt"]);
}

#[test]
fn the_example_of_the_readme_is_what_comes_out() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let block = |opens: &str| readme.split_once(opens).unwrap().1.split_once("```").unwrap().0;
    let at = tempfile::tempdir().unwrap();
    std::fs::write(at.path().join("sida.txt"), block("```text\n")).unwrap();
    let out = Command::new(program()).args(["convert", "sida.txt"]).current_dir(at.path()).output().unwrap();
    let written = stdout(&out);
    // Every key with its value, as far as it is shown: what is left out is marked `…`.
    let parts: Vec<&str> = block("```jsonc\n").split('"').collect();
    let mut shown = 0;
    for pair in parts.windows(3).skip(1).step_by(2) {
        let [key, between, string] = *pair else { continue };
        let Some(value) = between.strip_prefix(": ") else { continue };
        let expected = match value.split([',', ' ', '}', '\n']).next().unwrap() {
            "" => format!("\"{key}\": \"{}", string.split('…').next().unwrap()),
            opens if opens.starts_with(['{', '[']) => continue,
            scalar => format!("\"{key}\": {scalar}"),
        };
        assert!(written.contains(&expected), "the README shows {expected}, and what comes out is\n{written}");
        shown += 1;
    }
    assert!(shown > 50, "only {shown} values were found in the README");
}

#[test]
fn json_lines_are_answered_in_order_with_errors_as_records() {
    let mut child = Command::new(program())
        .args(["convert", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in [
        serde_json::json!({ "id": "ett", "text": NOTES }).to_string(),
        "detta är inte json".to_owned(),
        serde_json::json!({ "id": 3, "text": "" }).to_string(),
        serde_json::json!({ "id": "fyra", "path": "/finns/inte.txt" }).to_string(),
        serde_json::json!({ "id": "fem" }).to_string(),
        String::new(),
        serde_json::json!({ "id": "sex", "text": NOTES }).to_string(),
    ] {
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let done = child.wait_with_output().unwrap();
    assert_eq!(code(&done), 2);
    let answers: Vec<serde_json::Value> =
        stdout(&done).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<String> = answers
        .iter()
        .map(|answer| format!("{} {}", answer["id"], answer["error"]["kind"].as_str().unwrap_or("converted")))
        .collect();
    assert_eq!(
        told,
        [
            "\"ett\" converted",
            "null bad-line",
            "3 empty",
            "\"fyra\" unreadable",
            "\"fem\" bad-line",
            "\"sex\" converted"
        ]
    );
    assert_eq!(answers[0]["minutes"]["attendees"][0]["name"], "Anna Ek");
}

#[test]
fn check_tells_what_has_changed_and_exits_with_1() {
    let at = tempfile::tempdir().unwrap();
    let (input, kept) = (at.path().join("in"), at.path().join("kept"));
    std::fs::create_dir_all(&input).unwrap();
    std::fs::write(input.join("a.txt"), NOTES).unwrap();
    assert_eq!(code(&justera(&["convert", text(&input), "-o", text(&kept), "--quiet"])), 0);
    assert_eq!(code(&justera(&["check", text(&input), "--against", text(&kept)])), 0);
    std::fs::write(input.join("a.txt"), NOTES.replace("vänta", "avslå")).unwrap();
    std::fs::write(kept.join("borta.json"), "{}").unwrap();
    let done = justera(&["check", text(&input), "--against", text(&kept)]);
    assert_eq!(code(&done), 1);
    let said = stdout(&done);
    assert!(said.contains("items[1].decisions[0].text: \"att vänta\" -> \"att avslå\""), "{said}");
    assert!(said.contains("borta.json\n  its source is not among the inputs"), "{said}");
}

#[test]
fn a_mended_text_leads_back_to_its_source_byte_for_byte() {
    let at = tempfile::tempdir().unwrap();
    let damaged = "Motet oppnades. Narvarande var fem ledamoter fran foreningen i omradet.\r\nForslaget skall behandlas pa nasta mote.\r\n";
    let utf16: Vec<u8> = [0xfffe_u16.swap_bytes()]
        .into_iter()
        .chain(damaged.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let sources: [(&str, Vec<u8>); 3] = [
        ("utf8.txt", [b"\xEF\xBB\xBF", damaged.as_bytes()].concat()),
        ("utf16.txt", utf16),
        (
            "dos.txt",
            b"M\x94tet \x94ppnades. N\x84rvarande: \x8Fke \x99berg och M\x84rta \x8Fs.\r\nMotet slutade.\r\n"
                .to_vec(),
        ),
    ];
    let (input, mended) = (at.path().join("in"), at.path().join("mended"));
    std::fs::create_dir_all(&input).unwrap();
    for (name, bytes) in &sources {
        std::fs::write(input.join(name), bytes).unwrap();
    }
    assert_eq!(code(&justera(&["repair", text(&input), "-o", text(&mended), "--edits"])), 0);
    for (name, bytes) in &sources {
        let (repaired, ledger) = (mended.join(name), mended.join(format!("{name}.edits.jsonl")));
        let back = justera(&["repair", text(&repaired), "--undo", text(&ledger)]);
        assert_eq!(&back.stdout, bytes, "{name}: {}", stderr(&back));
    }
    assert!(std::fs::read_to_string(mended.join("utf8.txt")).unwrap().contains("Mötet öppnades"));
    let (repaired, ledger) = (mended.join("utf8.txt"), mended.join("utf8.txt.edits.jsonl"));
    let over = justera(&["repair", text(&repaired), "--undo", text(&ledger), "-o", text(&mended)]);
    assert_eq!(code(&over), 64);
    assert!(stderr(&over).contains("is one of the inputs"), "{}", stderr(&over));
    let wrong = justera(&[
        "repair",
        text(&mended.join("dos.txt")),
        "--undo",
        text(&mended.join("utf8.txt.edits.jsonl")),
    ]);
    assert_eq!(code(&wrong), 64);
    assert!(stderr(&wrong).contains("do not lead from"), "{}", stderr(&wrong));
}

#[test]
fn a_diff_shows_old_and_new_lines_with_reasons() {
    let at = tempfile::tempdir().unwrap();
    let input = at.path().join("a.txt");
    std::fs::write(&input, "| stället beslutades att frågan om vägen ska tas upp igen vid nästa möte.\n")
        .unwrap();
    let said = stdout(&justera(&["repair", "--diff", text(&input)]));
    assert!(
        said.contains("- | stället") && said.contains("+ I stället") && said.contains("a lone bar"),
        "{said}"
    );
    // What is read as other lines, a table of tags, is shown as it stands.
    let input = at.path().join("b.txt");
    let row = "<table><tr><td>Namn</td></tr><tr><td>Ek</td></tr></table>\n";
    std::fs::write(
        &input,
        format!("{row}| stället beslutades att frågan ska tas upp igen vid nästa möte.\n"),
    )
    .unwrap();
    let said = stdout(&justera(&["repair", "--diff", text(&input)]));
    assert!(
        said.contains("b.txt:2\n- | stället beslutades") && said.contains("+ I stället beslutades"),
        "{said}"
    );
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let at = tempfile::tempdir().unwrap();
    for number in 0..40 {
        std::fs::write(at.path().join(format!("{number}.txt")), NOTES.repeat(20)).unwrap();
    }
    let mut child = Command::new(program())
        .args(["convert", text(at.path())])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((code(&done), stderr(&done)), (0, String::new()));
}

#[test]
fn messages_can_be_json_and_control_characters_are_escaped() {
    let at = tempfile::tempdir().unwrap();
    std::fs::write(at.path().join("r\u{1b}[31m.txt"), "").unwrap();
    let done =
        justera(&["--log-format", "json", "convert", text(at.path()), "-o", text(&at.path().join("out"))]);
    let first: serde_json::Value = serde_json::from_str(stderr(&done).lines().next().unwrap()).unwrap();
    assert_eq!(first["level"], "error");
    let done = justera(&["convert", text(at.path()), "-o", text(&at.path().join("out"))]);
    assert!(!stderr(&done).contains('\u{1b}'), "{:?}", stderr(&done));
}

#[test]
fn candidates_are_explained() {
    let at = tempfile::tempdir().unwrap();
    let input = at.path().join("a.txt");
    std::fs::write(
        &input,
        "1. Öppnande\n\nGruppen föreslår:\n1. att vänta\n2. att se\n\n2. Avslutning\n\nSlut.\n",
    )
    .unwrap();
    let said = stderr(&justera(&["convert", "--explain", text(&input)]));
    assert!(said.contains("+ line") && said.contains("- line"), "{said}");
    assert!(said.contains("item 2"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused() {
    let done = justera(&["convert", "/dev/null"]);
    assert_eq!(code(&done), 2);
    assert!(stderr(&done).contains("no regular file"), "{}", stderr(&done));
}

#[cfg(unix)]
#[test]
fn symbolic_links_below_a_folder_are_not_followed() {
    let at = tempfile::tempdir().unwrap();
    let (input, secret) = (at.path().join("in"), at.path().join("hemlig.txt"));
    std::fs::create_dir_all(&input).unwrap();
    std::fs::write(&secret, NOTES).unwrap();
    std::os::unix::fs::symlink(&secret, input.join("a.txt")).unwrap();
    std::os::unix::fs::symlink(&input, input.join("runt")).unwrap();
    std::fs::write(input.join("b.txt"), NOTES).unwrap();
    let output = at.path().join("out");
    let done = justera(&["convert", text(&input), "-o", text(&output)]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert!(output.join("b.json").is_file() && !output.join("a.json").exists());
    assert!(stderr(&done).contains("2 symbolic links"), "{}", stderr(&done));
}

#[test]
fn hidden_files_and_folders_are_passed_over_and_counted() {
    let at = tempfile::tempdir().unwrap();
    let (input, output) = (at.path().join("in"), at.path().join("out"));
    std::fs::create_dir_all(input.join(".git/info")).unwrap();
    for name in [".git/info/a.txt", ".dold.txt", "b.txt"] {
        std::fs::write(input.join(name), NOTES).unwrap();
    }
    let done = justera(&["convert", text(&input), "-o", text(&output)]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert_eq!(below(&output), ["b.json", "manifest.jsonl"].map(std::path::PathBuf::from));
    assert!(stderr(&done).contains("1 hidden files, 1 hidden folders"), "{}", stderr(&done));
}

/// The files below a folder, as paths relative to it, sorted.
fn below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(&here).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_path_buf());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn threads_make_no_difference() {
    let at = tempfile::tempdir().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    for jobs in ["1", "4"] {
        let done = justera(&[
            "convert",
            "--quiet",
            "--jobs",
            jobs,
            text(&corpus),
            "-o",
            text(&at.path().join(jobs)),
        ]);
        assert_eq!(code(&done), 0, "{}", stderr(&done));
    }
    let written = below(&at.path().join("1"));
    assert!(written.len() > 14);
    assert_eq!(written, below(&at.path().join("4")));
    for path in written {
        let read = |jobs: &str| std::fs::read(at.path().join(jobs).join(&path)).unwrap();
        assert_eq!(read("1"), read("4"), "{}", path.display());
    }
}

#[test]
fn a_profile_is_learned_and_used_and_a_false_one_is_refused() {
    let at = tempfile::tempdir().unwrap();
    let (truth, reading, profile) =
        (at.path().join("truth"), at.path().join("ocr"), at.path().join("engine.tsv"));
    std::fs::create_dir_all(&truth).unwrap();
    std::fs::create_dir_all(&reading).unwrap();
    let text =
        "Ordföranden öppnade mötet och hälsade alla välkomna till årets första sammanträde.\n".repeat(20);
    // An engine that reads every ö as ¤.
    std::fs::write(truth.join("a.txt"), &text).unwrap();
    std::fs::write(reading.join("a.txt"), text.replace('ö', "¤")).unwrap();
    std::fs::write(truth.join("b.txt"), &text).unwrap();
    let told = justera(&["learn", self::text(&truth), self::text(&reading), "-o", self::text(&profile)]);
    assert_eq!(code(&told), 2, "b.txt has no reading: {}", stderr(&told));
    assert!(stderr(&told).contains("b.txt"), "{}", stderr(&told));
    assert!(std::fs::read_to_string(&profile).unwrap().contains("ö\t¤\t"));
    let page = at.path().join("page.txt");
    let other = "Nämnden beslöt att förslaget läggs till handlingarna för kännedom. Ordföranden tackade också för visat intresse. ".repeat(8);
    std::fs::write(&page, other.replace('ö', "¤")).unwrap();
    let mended = justera(&["repair", self::text(&page), "--profile", self::text(&profile)]);
    assert_eq!(stdout(&mended), other, "{}", stderr(&mended));
    std::fs::write(&profile, "no profile").unwrap();
    let refused = justera(&["repair", self::text(&page), "--profile", self::text(&profile)]);
    assert_eq!(code(&refused), 64);
    assert!(stderr(&refused).contains("justera learn"), "{}", stderr(&refused));
}

#[test]
fn a_document_that_takes_too_long_fails_and_the_others_go_on() {
    let at = tempfile::tempdir().unwrap();
    let (input, output) = (at.path().join("in"), at.path().join("out"));
    std::fs::create_dir_all(&input).unwrap();
    // A million words that nobody has seen, each other than the rest: minutes of work even for a fast machine.
    let mut state = 1u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        b"abdefghiklmnoprstuvaeio"[(state >> 33) as usize % 23]
    };
    let mut noise = String::new();
    for nth in 0..1_000_000 {
        let word: Vec<u8> = (0..4 + nth % 7).map(|_| letter()).collect();
        noise.push_str(std::str::from_utf8(&word).unwrap());
        // Words that are known stand between, or the whole would be set aside as noise.
        noise.push_str(if nth % 9 == 0 { " och\n" } else { " det " });
    }
    std::fs::write(input.join("slow.txt"), noise).unwrap();
    std::fs::write(input.join("sound.txt"), NOTES).unwrap();
    let run = justera(&["convert", text(&input), "-o", text(&output), "--max-seconds", "1"]);
    assert_eq!(code(&run), 2);
    assert!(stderr(&run).contains("allow more with --max-seconds"), "{}", stderr(&run));
    assert!(output.join("sound.json").is_file() && !output.join("slow.json").exists());
    let manifest = std::fs::read_to_string(output.join("manifest.jsonl")).unwrap();
    assert!(manifest.contains("\"too-slow\""), "{manifest}");
}
