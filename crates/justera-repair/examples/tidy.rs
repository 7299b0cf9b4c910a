#![allow(missing_docs, clippy::unwrap_used)]
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = std::time::Instant::now();
    let model = justera_lexicon::builtin();
    eprintln!("load {:?}", t.elapsed());
    for f in &a[2..] {
        let text = std::fs::read_to_string(f).unwrap();
        let s = justera_core::Source::new(f.clone(), justera_core::Format::Text, "utf-8".into(), String::new(), 0, text);
        let t = std::time::Instant::now();
        let (r, q) = justera_repair::repair(&s, model);
        let name = std::path::Path::new(f).file_name().unwrap().to_str().unwrap();
        std::fs::write(format!("{}/{}", a[1], name), r.text()).unwrap();
        assert_eq!(r.undo(), s.text());
        if std::env::var("V").is_ok() {
            eprintln!("{name} {q:?} {:?}", t.elapsed());
            for e in r.edits() { if std::env::var("V").unwrap() == "2" || e.kind != justera_core::EditKind::LostDiacritic { eprintln!("  {:?} {:?} {} -> {} {}", e.trust, e.kind, e.from, e.to, e.evidence); } }
        }
    }
}
