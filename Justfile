# What is done often, in one line each. `just` alone lists it.
_:
    @just --list

# Format, lint and test, as CI does.
check:
    bash .ci/run

# The tests alone.
test:
    cargo test --workspace

# Convert our own documents and show their scores.
scores:
    JUSTERA_UPDATE_SCORES=1 cargo test -p justera-tests --test corpus the_scores
    git diff --stat corpus/scores.csv

# Write the schema anew after a change of the types.
schema:
    JUSTERA_UPDATE_SCHEMA=1 cargo test -p justera-tests --test schema the_committed

# Accept changed snapshots: read the diff before you commit it.
snapshots:
    INSTA_UPDATE=always cargo test -p justera-tests --test fixtures
    git diff --stat tests/tests/snapshots

# Typeset our documents, spoil the pictures and read them with Tesseract.
readings:
    python3 scripts/ocr_readings.py corpus

# The language model from the shared data, into model/justera.model.
model:
    mkdir -p target/lang
    tar -xJf ../shared/lang/corpus.tar.xz -C target/lang
    xz -dc ../shared/lang/names-scb2020-min5.tsv.xz > target/names.tsv
    cargo run --release -p justera-train -- model --text target/lang --formulas model/formulas --names target/names.tsv --places ../shared/lang/municipalities-cc0.csv:3 --places ../shared/lang/counties-cc0.csv:3 --places ../shared/lang/postal-localities-cc0.txt --titles ../shared/lang/jobs.csv --leave-out ../shared/ocr-pairs -o model/justera.model

# The channel tables from the shared pairs, into crates/justera-repair/data/channel.
channel:
    cargo run --release -p justera-train -- channel --pairs ../shared/ocr-pairs -o crates/justera-repair/data/channel

# The repair on pages that nothing was learned from, beside what others do (about a minute; hunspell and hunspell-sv, where installed).
bench-repair:
    cargo run --release -p justera-bench -- repair ../shared/ocr-pairs --peers-every 20

# Every edit that is made in text that is right.
bench-clean:
    cargo run --release -p justera-bench -- clean ../shared/lang/test-kommunal.txt ../shared/ocr-pairs/*.truth.txt ../shared/gold/*.clean.txt

# Time and memory of the stages and of whole runs, and how they grow (some minutes).
bench-speed:
    cargo build --release --workspace
    rm -rf target/mangled target/clean && mkdir -p target/mangled target/clean
    find ../shared/ocr-pairs -name '*.eng.txt' -size +1c -exec cp {} target/mangled \;
    cp ../shared/ocr-pairs/*.truth.txt target/clean
    target/release/justera-bench speed --mangled target/mangled --clean target/clean

# The stages one by one, under criterion.
bench-stages:
    cargo bench -p justera-bench --bench stages

# How long Tesseract takes for the pages beside what we take for their text (Tesseract and the programs that --check names).
bench-scans:
    cargo build --release --workspace
    python3 scripts/ocr_readings.py corpus kommunstyrelse-protokoll landsting-au-1978 folkhalsorad-bygd --keep target/scans
    target/release/justera-bench speed --mangled target/mangled --clean target/clean --scans target/scans

# 20,000 documents, with memory and progress plotted in docs/soak.svg.
soak:
    cargo build --release --workspace
    target/release/justera-bench soak corpus

# Ten minutes of documents damaged at random.
fuzz:
    cargo run --release -p justera-bench -- fuzz corpus fixtures --seconds 600
