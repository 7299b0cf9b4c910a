//! What the shared documents say, where they stand beside the project.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use justera_tests::{files, shared};

#[test]
fn every_shared_document_is_converted() {
    for folder in ["seeds", "minutes-dev"] {
        let Some(folder) = shared(folder) else { continue };
        for path in files(&folder, &[".txt", ".md"]) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let source = justera::load(&name, &std::fs::read(&path).unwrap()).unwrap();
            let converted = justera::convert(&source, justera::builtin());
            assert_eq!(converted.repaired.undo(), source.text(), "{name}");
            let minutes = converted.minutes;
            assert!(!minutes.items.is_empty() || !minutes.findings.is_empty(), "{name}: silently thin");
        }
    }
}

/// Pages that nobody can read hold nothing that could be said of them.
#[test]
fn nothing_is_invented_on_unreadable_pages() {
    let Some(folder) = shared("minutes-dev") else { return };
    let mut unreadable = 0;
    for path in files(&folder, &[".txt", ".md"]) {
        let source = justera::load("a.txt", &std::fs::read(&path).unwrap()).unwrap();
        let minutes = justera::convert(&source, justera::builtin()).minutes;
        if minutes.findings.iter().any(|finding| finding.kind == justera::FindingKind::Unreadable) {
            unreadable += 1;
            assert!(minutes.items.is_empty() && minutes.attendees.is_empty() && minutes.people.is_empty());
            let made = minutes.repairs.iter().filter(|repair| repair.trust == justera::Trust::Applied);
            assert_eq!(made.filter(|repair| repair.kind != justera::EditKind::Unicode).count(), 0);
        }
    }
    assert!(unreadable > 0, "the shared documents hold pages that nobody can read");
}
