//! The rules of each figure, as rows of gold, prediction and count.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use justera_eval::{Count, Figure, MissKind, score};
use serde_json::{Value, json};

fn count(figure: Figure, gold: &Value, predicted: &Value) -> Option<(usize, usize, usize)> {
    let counts = score(gold, predicted, None).counts;
    counts.get(&figure).map(|c: &Count| (c.hits, c.gold, c.predicted))
}

/// A document of one item `1` with the given fields.
fn item(fields: Value) -> Value {
    let mut item = json!({"path": "1", "number": "1", "heading": "Val"});
    for (name, value) in fields.as_object().expect("fields of an item") {
        item[name] = value.clone();
    }
    json!({"items": [item]})
}

fn person(fields: Value) -> Value {
    json!({"items": [], "attendees": [fields]})
}

#[test]
fn figures_of_items() {
    use Figure::*;
    let rows = [
        (Items, json!({}), json!({"heading": "val."}), (1, 1, 1)),
        (Items, json!({}), json!({"number": "2"}), (0, 1, 1)),
        (Kinds, json!({"kind": "beslut"}), json!({"kind": "Beslut:"}), (1, 1, 1)),
        (Kinds, json!({"kind": null}), json!({"kind": "rapport"}), (0, 0, 1)),
        (
            Presenters,
            json!({"presenters": [{"name": "Bo Ek"}]}),
            json!({"presenters": [{"name": "Bo Ek"}, {}]}),
            (1, 1, 2),
        ),
        (Outcomes, json!({"outcome": "adjourned"}), json!({"outcome": "Adjourned"}), (0, 1, 1)),
        (
            Attachments,
            json!({"attachments": ["14a", "6"]}),
            json!({"attachments": [{"id": "14A"}, 6]}),
            (2, 2, 2),
        ),
        (
            CaseNumbers,
            json!({"record_number": "2026.016 KS"}),
            json!({"record_number": "2026.016 ks"}),
            (1, 1, 1),
        ),
        (
            Votes,
            json!({"votes": [{"yes": 10, "no": 5, "abstain": null}]}),
            json!({"votes": [{"yes": 10, "no": 5.0}]}),
            (1, 1, 1),
        ),
        (Dissent, json!({"reservations": ["Bo Ek"]}), json!({"disqualified": ["Bo Ek"]}), (0, 1, 1)),
        (
            Recipients,
            json!({"recipients": ["Revisorerna"]}),
            json!({"recipients": ["revisorerna", "akten"]}),
            (1, 1, 2),
        ),
    ];
    for (figure, gold, predicted, want) in rows {
        let found = count(figure, &item(gold.clone()), &item(predicted.clone()));
        assert_eq!(found, Some(want), "{figure:?} {gold} {predicted}");
    }
}

#[test]
fn decisions_compare_by_clause_and_optional_ones_count_neither_way() {
    let gold = item(json!({"decisions": [
        {"text": "att välja Bo", "by": "Stämman"},
        {"text": "att tillstyrka förslaget", "optional": true},
    ]}));
    let rows = [
        (json!([{"text": "Stämman beslutade att välja Bo.", "by": "stämman"}]), (1, 1, 1), (1, 1, 1)),
        (json!([{"text": "att välja Bo", "by": null}]), (1, 1, 1), (0, 1, 1)),
        (json!([{"text": "att tillstyrka förslaget"}]), (0, 1, 0), (0, 1, 0)),
        (json!([{"text": "att avslå"}, {"text": "att välja Bo", "by": "Stämman"}]), (1, 1, 2), (1, 1, 2)),
    ];
    for (decisions, text, by) in rows {
        let predicted = item(json!({"decisions": decisions}));
        assert_eq!(count(Figure::Decisions, &gold, &predicted), Some(text), "{predicted}");
        assert_eq!(count(Figure::DecidedBy, &gold, &predicted), Some(by), "{predicted}");
    }
}

#[test]
fn figures_of_people() {
    use Figure::*;
    let rows = [
        (Attendees, json!({"name": "Bo Ek"}), json!({"name": "Bo  Ek", "presence": null}), Some((1, 1, 1))),
        (Attendees, json!({"name": "Bo Ek", "presence": null}), json!({"name": "Bo Ek"}), Some((0, 1, 1))),
        (
            Attendees,
            json!({"name": "Bo Ek"}),
            json!({"name": "Bo Ek", "presence": "absent"}),
            Some((0, 1, 1)),
        ),
        (
            Affiliations,
            json!({"name": "Bo", "role": "chef"}),
            json!({"name": "Bo", "role": "chef", "organization": ""}),
            Some((1, 1, 1)),
        ),
        (Affiliations, json!({"name": "Bo", "role": "chef"}), json!({"name": "Bo"}), Some((0, 1, 0))),
        (
            Ranges,
            json!({"name": "Bo", "paragraphs": "94-98"}),
            json!({"name": "Bo", "paragraphs": "§ 94–98"}),
            Some((1, 1, 1)),
        ),
        // what the gold never speaks of is not measured
        (Parties, json!({"name": "Bo", "party": null}), json!({"name": "Bo", "party": "S"}), None),
    ];
    for (figure, gold, predicted, want) in rows {
        let found = count(figure, &person(gold.clone()), &person(predicted.clone()));
        assert_eq!(found, want, "{figure:?} {gold} {predicted}");
    }
}

#[test]
fn accepted_spellings_are_tried_on_either_side() {
    let rows = [("Hans Liliedahl", 1), ("Hans Liljedahl", 1), ("Hans Lilja", 0)];
    for (name, hits) in rows {
        for gold in ["Hans Liliedahl", "Hans Liljedahl"] {
            let gold = json!({"items": [], "chair": gold, "accept": {"Liliedahl": "Liljedahl"}});
            let predicted = json!({"chair": name, "secretary": ""});
            assert_eq!(count(Figure::Officers, &gold, &predicted), Some((hits, 1, 1)), "{name}");
        }
    }
}

#[test]
fn meta_compares_the_fields_of_the_gold() {
    let gold = json!({"items": [], "meeting": {"body": "Kommunstyrelsen", "date": null, "place": "Teams", "start_time": null}});
    let predicted = json!({"meeting": {"body": "kommunstyrelsen ", "date": "", "start_time": "14:00", "end_time": "16:00"}});
    assert_eq!(count(Figure::Meta, &gold, &predicted), Some((2, 4, 4)));
    // A missing field is the word "None" in score.py.
    let gold = json!({"items": [], "meeting": {"place": "none"}});
    assert_eq!(count(Figure::Meta, &gold, &json!({})), Some((1, 1, 1)));
}

#[test]
fn text_counts_words_of_the_gold() {
    let gold = json!({"items": []});
    let rows = [
        ("Mötet öppnas  kl. 9", "Mötet\nöppnas kl. 9", (4, 4, 4)),
        ("Mötet öppnas kl. 9", "Mötet 6ppnas kl. 9", (3, 4, 4)),
        ("Mötet öppnas", "", (0, 2, 2)),
        ("Mötet", "a b c d", (0, 1, 1)), // more wrong than there is to be right
    ];
    for (clean, repaired, want) in rows {
        let count = score(&gold, &json!({}), Some((clean, repaired))).counts[&Figure::Text];
        assert_eq!((count.hits, count.gold, count.predicted), want, "{clean} {repaired}");
    }
}

#[test]
fn misses_say_on_which_side_an_entry_stands_alone() {
    let decided = |text: &str, by: &str| item(json!({"decisions": [{"text": text, "by": by}]}));
    let rows = [
        (
            decided("att a", "Stämman"),
            decided("att a", "Styrelsen"),
            vec![(Figure::DecidedBy, MissKind::Differs)],
        ),
        (
            decided("att a", "Stämman"),
            decided("att helt annat", "Stämman"),
            vec![(Figure::Decisions, MissKind::Missed), (Figure::Decisions, MissKind::NotInGold)],
        ),
        (json!({"items": [], "meeting": {"place": "A"}}), json!({}), vec![(Figure::Meta, MissKind::Differs)]),
    ];
    for (gold, predicted, want) in rows {
        let misses = score(&gold, &predicted, None).misses;
        assert_eq!(misses.iter().map(|m| (m.figure, m.kind)).collect::<Vec<_>>(), want, "{misses:?}");
    }
}

#[test]
fn documents_of_any_shape_are_scored_without_a_panic() {
    let odd = [
        json!(null),
        json!([]),
        json!("x"),
        json!({"items": {}}),
        json!({"items": [1, [], {"number": [], "decisions": [1, null], "votes": "x"}], "attendees": [null, 3], "meeting": 1, "accept": []}),
    ];
    for gold in &odd {
        for predicted in &odd {
            score(gold, predicted, Some(("", "")));
        }
    }
}
