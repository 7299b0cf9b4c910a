//! How fast, with how much memory, and how both grow: whole runs of the program, and the stages by themselves.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use justera::builtin;

use crate::BenchError;
use crate::peers::Symspell;

/// The options of `justera-bench speed`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Documents that recognition broke: a folder.
    #[arg(long)]
    mangled: PathBuf,
    /// Documents that are right: a folder.
    #[arg(long)]
    clean: PathBuf,
    /// The program.
    #[arg(long, default_value = "target/release/justera")]
    program: PathBuf,
    /// The most documents of the growing archives.
    #[arg(long, default_value_t = 10_000)]
    documents: usize,
    /// Pictures of pages (.png), as `scripts/ocr_readings.py --keep DIR` leaves them: read again with Tesseract, where
    /// that is installed, as the other way to a better text
    #[arg(long)]
    scans: Option<PathBuf>,
    /// The most pages of the growing documents.
    #[arg(long, default_value_t = 2_000)]
    pages: usize,
}

pub(crate) fn run(options: &Options) -> Result<String, BenchError> {
    let mut report = String::from(
        "| stage, one thread | mangled, words/s | MB/s | clean, words/s | MB/s |\n|---|---|---|---|---|\n",
    );
    let [mangled, clean] = [stages(&options.mangled)?, stages(&options.clean)?];
    for ((name, a), (_, b)) in mangled.iter().zip(&clean) {
        report += &format!("| {name} | {:.0} | {:.1} | {:.0} | {:.1} |\n", a.0, a.1, b.0, b.1);
    }
    let work = tempdir()?;
    report +=
        "\n| whole run | documents | words | seconds | words/s | peak MB |\n|---|---|---|---|---|---|\n";
    let mut row = |name: &str, input: &Path, jobs: &str| -> Result<(), BenchError> {
        let (words, files) = counted(input)?;
        let out = work.join("out");
        let _ = std::fs::remove_dir_all(&out);
        let (seconds, peak) = measured(
            Command::new(&options.program)
                .arg("convert")
                .arg(input)
                .arg("-o")
                .arg(&out)
                .args(["-q", "--jobs", jobs]),
        )?;
        report += &format!(
            "| {name}, {jobs} jobs | {files} | {words} | {seconds:.2} | {:.0} | {peak:.0} |\n",
            words as f64 / seconds
        );
        Ok(())
    };
    for jobs in ["1", "2"] {
        row("mangled", &options.mangled, jobs)?;
        row("clean", &options.clean, jobs)?;
    }
    let texts = crate::texts(&options.mangled)?;
    let read: Vec<String> = texts
        .iter()
        .map(|path| crate::read(path))
        .filter(|text| text.as_ref().is_ok_and(|text| !text.trim().is_empty()))
        .collect::<Result<_, _>>()?;
    let mut documents = 1;
    while documents <= options.documents {
        let folder = work.join(format!("archive-{documents}"));
        for number in 0..documents {
            put(&folder.join(format!("{:02}/{number:05}.txt", number % 50)), &read[number % read.len()])?;
        }
        row("archive", &folder, "2")?;
        documents *= 10;
    }
    let mut pages = 1;
    while pages <= options.pages {
        let folder = work.join(format!("pages-{pages}"));
        let document: Vec<&str> = read.iter().map(String::as_str).cycle().take(pages).collect();
        put(&folder.join("document.txt"), &document.join("\n\u{c}"))?;
        row(&format!("one document of {pages} pages"), &folder, "1")?;
        pages = if pages == 1 { 20 } else { pages * 10 };
    }
    report += "\n| the same mangled words, one thread | seconds | words/s |\n|---|---|---|\n";
    let all = read.join("\n");
    let words = all.split_whitespace().count();
    let held = work.join("all.txt");
    put(&held, &all)?;
    let mut peer = |name: &str, seconds: Option<f64>| match seconds {
        Some(seconds) => report += &format!("| {name} | {seconds:.3} | {:.0} |\n", words as f64 / seconds),
        None => report += &format!("| {name} | not there | |\n"),
    };
    peer("wc -w", timed(Command::new("wc").arg("-w").arg(&held)));
    peer("hunspell -d sv_SE -l", timed(Command::new("hunspell").args(["-d", "sv_SE", "-l"]).arg(&held)));
    let symspell = Symspell::new(builtin());
    let started = Instant::now();
    std::hint::black_box(symspell.compound(&all));
    peer("SymSpell, lookup_compound", Some(started.elapsed().as_secs_f64()));
    peer(
        "justera repair",
        timed(
            Command::new(&options.program)
                .args(["repair", "-q", "--jobs", "1", "-o"])
                .arg(work.join("mended"))
                .arg(&held),
        ),
    );
    peer("justera, start (--version)", timed(Command::new(&options.program).arg("--version")));
    if let Some(scans) = &options.scans {
        report += &read_again(scans, &options.program, &work)?;
    }
    let _ = std::fs::remove_dir_all(&work);
    Ok(report)
}

/// What it takes to read pages again with Tesseract's Swedish model, beside what it takes to convert what it read.
fn read_again(scans: &Path, program: &Path, work: &Path) -> Result<String, BenchError> {
    let mut pages: Vec<PathBuf> = Vec::new();
    let mut folders = vec![scans.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|source| BenchError::File { path: folder.clone(), source })?;
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|ending| ending == "png") => pages.push(path),
                false => {}
            }
        }
    }
    pages.sort();
    let mut words = 0;
    let started = Instant::now();
    for (nth, page) in pages.iter().enumerate() {
        // One thread, as all that is compared here.
        let read = Command::new("tesseract")
            .env("OMP_THREAD_LIMIT", "1")
            .arg(page)
            .args(["-", "-l", "swe"])
            .output();
        let Some(read) = read.ok().filter(|read| read.status.success()) else {
            return Ok("\n| Tesseract | not there, or without its Swedish model | |\n".into());
        };
        let text = String::from_utf8_lossy(&read.stdout);
        words += text.split_whitespace().count();
        put(&work.join(format!("read/{nth:04}.txt")), &text)?;
    }
    let reading = started.elapsed().as_secs_f64();
    let converting = timed(
        Command::new(program)
            .args(["convert", "-q", "--jobs", "1", "-o"])
            .arg(work.join("read-out"))
            .arg(work.join("read")),
    )
    .unwrap_or(f64::NAN);
    Ok(format!(
        "\n| the same {} pages, {words} words, one thread | seconds | words/s |\n|---|---|---|\n| Tesseract, Swedish model | {reading:.1} | {:.0} |\n| justera convert | {converting:.2} | {:.0} |\n\nReading again takes {:.0} times as long as converting.\n",
        pages.len(),
        words as f64 / reading,
        words as f64 / converting,
        reading / converting
    ))
}

/// Words and megabytes a second.
type Rate = (f64, f64);

/// Words and megabytes a second of each stage, over all documents of a folder.
fn stages(folder: &Path) -> Result<Vec<(&'static str, Rate)>, BenchError> {
    let mut bytes = 0;
    let mut words = 0;
    let mut took = [Duration::ZERO; 5];
    let mut documents = Vec::new();
    for path in crate::texts(folder)? {
        documents.push(std::fs::read(&path).map_err(|source| BenchError::File { path, source })?);
    }
    for document in &documents {
        let mut clock = Instant::now();
        let mut lap = |stage: usize| {
            took[stage] += clock.elapsed();
            clock = Instant::now();
        };
        let Ok(source) = justera::load("bench.txt", document) else { continue };
        lap(0);
        let (repaired, quality) = justera::repair(&source, builtin());
        lap(1);
        let outline = justera::segment(&source, &repaired);
        lap(2);
        let minutes = justera::extract(&source, &repaired, &outline, quality, builtin());
        lap(3);
        std::hint::black_box(minutes.to_json());
        lap(4);
        bytes += document.len();
        words += source.text().split_whitespace().count();
    }
    let rate = |took: Duration| {
        let seconds = took.as_secs_f64().max(1e-9);
        (words as f64 / seconds, bytes as f64 / 1e6 / seconds)
    };
    let names = ["load", "repair", "segment", "extract", "write JSON"];
    let mut rates: Vec<_> = names.into_iter().zip(took.map(rate)).collect();
    rates.push(("all", rate(took.iter().sum())));
    Ok(rates)
}

/// Runs a program to its end; seconds, and its peak memory in megabytes (0 where /proc does not tell).
pub(crate) fn measured(command: &mut Command) -> Result<(f64, f64), BenchError> {
    let started = Instant::now();
    let name = command.get_program().to_os_string();
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| BenchError::File { path: name.clone().into(), source })?;
    let mut peak = 0.0f64;
    loop {
        peak = peak.max(resident(child.id()).0);
        match child.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_millis(2)),
            _ => return Ok((started.elapsed().as_secs_f64(), peak)),
        }
    }
}

/// The peak and the present memory of a process, in megabytes.
pub(crate) fn resident(process: u32) -> (f64, f64) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) / 1e3
    };
    (of("VmHWM:"), of("VmRSS:"))
}

fn timed(command: &mut Command) -> Option<f64> {
    let started = Instant::now();
    let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    done.success().then(|| started.elapsed().as_secs_f64())
}

fn counted(folder: &Path) -> Result<(usize, usize), BenchError> {
    let texts = crate::texts(folder)?;
    let mut words = 0;
    for path in &texts {
        words += crate::read(path)?.split_whitespace().count();
    }
    Ok((words, texts.len()))
}

/// An empty folder of this run's own.
pub(crate) fn tempdir() -> Result<PathBuf, BenchError> {
    let path = std::env::temp_dir().join(format!("justera-bench-{}", std::process::id()));
    std::fs::create_dir_all(&path).map_err(|source| BenchError::File { path: path.clone(), source })?;
    Ok(path)
}

/// Writes a file and the folders above it.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), BenchError> {
    let file = |source| BenchError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(file)?;
    }
    std::fs::write(path, text).map_err(file)
}
