//! The stages one by one on documents of the corpus: one that is right, and the same one as an engine misread it.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use justera::builtin;

/// A document of the corpus by the name of its folder and the ending of its reading.
fn document(name: &str, reading: &str) -> Vec<u8> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let path = corpus.join(name).join(format!("{name}{reading}.txt"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn stages(criterion: &mut Criterion) {
    for (kind, reading) in [("clean", ""), ("mangled", ".tess-eng")] {
        let bytes = document("kommunstyrelse-protokoll", reading);
        let mut group = criterion.benchmark_group(kind);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let load = || justera::load("bench.txt", &bytes).expect("the corpus is text");
        let source = load();
        let (repaired, quality) = justera::repair(&source, builtin());
        let outline = justera::segment(&source, &repaired);
        let minutes = justera::extract(&source, &repaired, &outline, quality.clone(), builtin());
        group.bench_function("load", |bencher| bencher.iter(|| black_box(load())));
        group.bench_function("repair", |bencher| {
            bencher.iter(|| black_box(justera::repair(&source, builtin())));
        });
        group.bench_function("segment", |bencher| {
            bencher.iter(|| black_box(justera::segment(&source, &repaired)));
        });
        group.bench_function("extract", |bencher| {
            bencher.iter_batched(
                || quality.clone(),
                |quality| black_box(justera::extract(&source, &repaired, &outline, quality, builtin())),
                BatchSize::SmallInput,
            );
        });
        group.bench_function("write JSON", |bencher| bencher.iter(|| black_box(minutes.to_json())));
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
