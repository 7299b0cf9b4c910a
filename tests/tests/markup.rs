//! One document as the layout models of today write it: each form of markup says the same.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use justera::Presence;
use justera_tests::{files, root};

#[test]
fn every_form_of_markup_says_the_same() {
    let paths = files(&root().join("fixtures/markup"), &[".md"]);
    assert!(paths.len() >= 9, "{paths:?}");
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = justera::load(&name, &std::fs::read(&path).unwrap()).unwrap();
        let converted = justera::convert(&source, justera::builtin());
        assert_eq!(converted.repaired.undo(), source.text(), "{name}");
        let minutes = converted.minutes;

        let meeting = &minutes.meeting;
        assert_eq!(
            [&meeting.body, &meeting.organization, &meeting.date, &meeting.start_time, &meeting.place]
                .map(|field| field.as_deref().unwrap_or("")),
            ["Kulturnämnden", "Lindvalla kommun", "2024-09-18", "13:30", "Sessionssalen, Stadshuset"],
            "{name}"
        );
        assert_eq!(minutes.chair.as_deref(), Some("Karin Ahlmark"), "{name}");
        assert_eq!(minutes.secretary.as_deref(), Some("Jonas Wikhult"), "{name}");
        assert_eq!(minutes.adjusters, ["Eva Sandmark"], "{name}");

        let mut present: Vec<&str> = minutes
            .attendees
            .iter()
            .filter(|attendee| attendee.presence == Presence::Present)
            .map(|attendee| attendee.name.as_str())
            .collect();
        present.sort_unstable();
        assert_eq!(
            present,
            [
                "Eva Sandmark",
                "Fatima Rashid",
                "Ines Bergdal",
                "Jonas Wikhult",
                "Karin Ahlmark",
                "Maj Rydholm",
                "Olle Brandvall",
                "Torbjörn Nyhage"
            ],
            "{name}"
        );
        let replaces: Vec<_> =
            minutes.attendees.iter().filter_map(|attendee| attendee.replaces.as_deref()).collect();
        assert_eq!(replaces, ["Lars-Göran Hult"], "{name}");

        let items: Vec<(&str, &str)> =
            minutes.items.iter().map(|item| (item.path.as_str(), item.heading.as_str())).collect();
        assert_eq!(
            items,
            [
                ("41", "Val av justerare och fastställande av dagordning"),
                ("42", "Delårsuppföljning per augusti"),
                ("43", "Ansökan om stöd till Teaterladans sommarspel"),
                ("44", "Öppettider vid huvudbiblioteket"),
                ("45", "Meddelanden och delegationsbeslut"),
            ],
            "{name}"
        );
        let decisions: Vec<&str> = minutes
            .items
            .iter()
            .flat_map(|item| &item.decisions)
            .map(|decision| decision.text.as_str())
            .collect();
        assert_eq!(
            decisions,
            [
                "Eva Sandmark utses att jämte ordföranden justera dagens protokoll",
                "Dagordningen fastställs utan ändringar",
                "Kulturnämnden godkänner delårsuppföljningen och överlämnar den till kommunstyrelsen",
                "Kulturnämnden beviljar föreningen Teaterladan 45 000 kronor i arrangemangsstöd",
                "Medlen tas ur anslaget för fria grupper",
                "Ärendet bordläggs till nästa sammanträde",
                "Kulturnämnden lägger meddelandena och delegationsbesluten till handlingarna",
            ],
            "{name}"
        );
        // No text of an item holds what no page has printed.
        for item in &minutes.items {
            for mark in ["<", ">", "![", "](", "{0}", "primary_language", "PageBreak"] {
                assert!(!item.text.contains(mark), "{name}: {mark} in {}", item.text);
            }
        }
    }
}
