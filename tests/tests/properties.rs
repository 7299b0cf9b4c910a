//! What holds for any text: no panic, no byte lost, the same again.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use justera::{Repaired, Source};
use justera_tests::{files, root};

/// Converts, and checks what must hold of the result.
fn holds(source: &Source) {
    let converted = justera::convert(source, justera::builtin());
    assert_eq!(converted.repaired.undo(), source.text());
    let lines = converted.outline.lines.len();
    assert_eq!(lines, converted.repaired.lines().len());
    let nodes = converted.outline.nodes.len();
    for line in &converted.outline.lines {
        if let justera::Place::Item(id) = line.place {
            assert!(id.0 < nodes);
        }
    }
    for repair in &converted.minutes.repairs {
        assert_eq!(source.text().get(repair.at.start..repair.at.end), Some(repair.from.as_str()));
    }
    // Every line of an item stands in it once: in its heading or in its body.
    let mut held = vec![0; lines];
    for (id, node) in converted.outline.nodes.iter().enumerate() {
        for &line in &node.body {
            held[line] += 1;
            assert_eq!(converted.outline.lines[line].place, justera::Place::Item(justera::NodeId(id)));
        }
    }
    assert!(held.iter().all(|&times| times <= 1));
    for (line, times) in converted.outline.lines.iter().zip(&held) {
        let heading = line.label == justera::Label::Heading;
        assert_eq!(matches!(line.place, justera::Place::Item(_)) && !heading, *times == 1);
    }
    // What is said of a person stands where it is said to stand.
    for attendee in &converted.minutes.attendees {
        if let Some(at) = &attendee.at {
            let there: String = source.text().get(at.start..at.end).unwrap().split_whitespace().collect();
            let written: String = attendee.name_as_written.split_whitespace().collect();
            assert_eq!(there.replace('-', ""), written.replace('-', ""));
        }
    }
    assert_eq!(converted.minutes.to_json(), justera::convert(source, justera::builtin()).minutes.to_json());
}

/// Fixtures cut at every byte: an archive holds files that were cut off.
#[test]
fn fixtures_cut_at_every_byte_do_no_harm() {
    for path in files(&root().join("fixtures"), &[".txt", ".md"]) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for end in 0..bytes.len() {
            if let Ok(source) = justera::load(&name, &bytes[..end]) {
                let (repaired, _) = justera::repair(&source, justera::builtin());
                assert_eq!(repaired.undo(), source.text(), "{name} cut at {end}");
                let outline = justera::segment(&source, &repaired);
                assert_eq!(outline.lines.len(), repaired.lines().len(), "{name} cut at {end}");
            }
        }
        // The whole way at some of the cuts: it is slower.
        for end in (0..bytes.len()).step_by(97) {
            if let Ok(source) = justera::load(&name, &bytes[..end]) {
                holds(&source);
            }
        }
    }
}

/// A small generator of numbers: the tests need no chance, only variety.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

/// Real documents with bytes and lines changed, doubled, left out and moved.
#[test]
fn mutated_documents_do_no_harm() {
    let mut numbers = Numbers(7);
    let sources = files(&root().join("corpus"), &[".txt", ".md"]);
    for (nth, path) in sources.iter().enumerate() {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let mut lines: Vec<String> = text.lines().take(120).map(str::to_owned).collect();
        for _ in 0..25 {
            let at = numbers.next(lines.len());
            match numbers.next(6) {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[numbers.next(lines.len())].clone()),
                2 => lines[at] = lines[at].chars().rev().collect(),
                3 => lines[at].push_str("\u{c}\u{301}|§§ 9-"),
                4 => lines[at] = lines[at].replace(' ', ""),
                _ => lines[at].insert_str(
                    0,
                    ["§ 4 ", "a) ", "1. ", "| ", "att ", "Beslut: ", "**", "\t\r"][numbers.next(8)],
                ),
            }
            if lines.len() < 3 {
                break;
            }
        }
        let name = format!(
            "{nth}.{}",
            if path.extension().is_some_and(|ending| ending == "md") { "md" } else { "txt" }
        );
        if let Ok(source) = justera::load(&name, lines.join("\n").as_bytes()) {
            holds(&source);
        }
    }
}

#[test]
fn odd_texts_do_no_harm() {
    for text in [
        "§",
        "1.\n2.\n3.\n",
        "a)\nb)\n\u{c}\u{c}",
        "Protokoll\n\n1. Val\n\nÅ) ett\n\nÄ) två\n\nÖ) tre\n\n2. Slut\n",
        "ååååååååååååååååååååååååäb ååååååååååååååååååååååååäb ååååååååååååååååååååååååäb aaaaaaaaaaaaaaaaaaaaaaaaäb",
        "| | | |\n|--|--|\n| | |",
        "Närvarande:",
        "Närvarande: , , ,\n\n1.\n",
        "Föredragande: och, och",
        "Beslut\n\natt\n\natt\n",
        "X beslutade att",
        "\u{301}\u{301}a\u{301}\r\r\r",
        "ﬁﬁﬁ ﬂ\u{ad}\n\u{ad}",
        "-\n-\nord-\n-ord\n",
        "§§ 99999999999999999999",
        "4294967296. stort\n4294967297. större",
        "(((((((((",
        "Bilaga Bilaga Bilaga , och",
        "kl. 99.99 den 99 april 9999",
    ] {
        if let Ok(source) = justera::load("odd.txt", text.as_bytes()) {
            holds(&source);
        }
    }
}

#[test]
fn our_documents_hold() {
    for path in files(&root().join("corpus"), &[".txt", ".md"]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        holds(&justera::load(&name, &std::fs::read(&path).unwrap()).unwrap());
    }
}

#[test]
fn repairing_the_repaired_changes_nothing_on_clean_text() {
    for path in files(&root().join("corpus"), &[".clean"]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let source = justera::load("a.txt", text.as_bytes()).unwrap();
        let (once, _) = justera::repair(&source, justera::builtin());
        let again = justera::load("a.txt", once.written().as_bytes()).unwrap();
        let (twice, _) = justera::repair(&again, justera::builtin());
        assert_eq!(once.written(), twice.written(), "{}", path.display());
    }
}

#[test]
fn a_repaired_text_has_the_lines_of_its_source() {
    for path in files(&root().join("corpus"), &[".txt", ".md"]) {
        let source = justera::load("a.txt", &std::fs::read(&path).unwrap()).unwrap();
        let (repaired, _) = justera::repair(&source, justera::builtin());
        let unrepaired = Repaired::new(source.text(), Vec::new());
        assert_eq!(repaired.lines().len(), unrepaired.lines().len(), "{}", path.display());
    }
}
