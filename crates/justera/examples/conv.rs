#![allow(missing_docs, clippy::unwrap_used)]
fn main() {
    let a: Vec<String> = std::env::args().collect();
    for f in &a[2..] {
        let s = justera::load(f, &std::fs::read(f).unwrap()).unwrap();
        let c = justera::convert(&s, justera::builtin());
        let name = std::path::Path::new(f).file_stem().unwrap().to_str().unwrap();
        std::fs::write(format!("{}/{}.json", a[1], name), c.minutes.to_json()).unwrap();
        std::fs::write(format!("{}/{}.txt", a[1], name), c.repaired.text()).unwrap();
    }
}
