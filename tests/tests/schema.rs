//! The shape of what is written.

#![allow(clippy::unwrap_used, reason = "a test stops where what it stands on is missing")]

use justera_tests::root;

#[test]
fn the_committed_schema_is_the_types_own() {
    let path = root().join("schema/justera.minutes.1.schema.json");
    let found = justera::schema();
    if std::env::var_os("JUSTERA_UPDATE_SCHEMA").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == kept, "the types have changed; if they should, run `just schema` and commit the file");
}

#[test]
fn the_schema_is_of_draft_2020_12_and_refuses_what_is_wrong() {
    let schema: serde_json::Value = serde_json::from_str(&justera::schema()).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let source =
        justera::load("a.txt", "Protokoll\n\n1. Mötets öppnande\n\n2. Mötets avslutande\n".as_bytes())
            .unwrap();
    let mut value = serde_json::to_value(justera::convert(&source, justera::builtin()).minutes).unwrap();
    assert!(validator.is_valid(&value));
    value["attendees"] = serde_json::json!([{ "name": 7 }]);
    assert!(!validator.is_valid(&value));
}
