//! A long run, watched: memory and documents done over time.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::speed::{put, resident, tempdir};
use crate::{BenchError, read, texts};

/// The options of `justera-bench soak`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The documents that are varied.
    corpus: PathBuf,
    /// How many documents are made of them.
    #[arg(long, default_value_t = 20_000)]
    documents: usize,
    /// The program.
    #[arg(long, default_value = "target/release/justera")]
    program: PathBuf,
    /// The plot, an SVG file.
    #[arg(short, long, default_value = "docs/soak.svg")]
    output: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<String, BenchError> {
    let seeds: Vec<String> =
        texts(&options.corpus)?.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    if seeds.is_empty() {
        return Err(BenchError::Nothing(options.corpus.clone()));
    }
    let work = tempdir()?;
    let (input, out) = (work.join("in"), work.join("out"));
    let mut chance = fastrand::Rng::with_seed(1);
    for number in 0..options.documents {
        put(
            &input.join(format!("{:03}/{number:06}.txt", number % 200)),
            &varied(&seeds[number % seeds.len()], &mut chance),
        )?;
    }
    let started = Instant::now();
    let mut child = Command::new(&options.program)
        .arg("convert")
        .arg(&input)
        .arg("-o")
        .arg(&out)
        .arg("-q")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|source| BenchError::File { path: options.program.clone(), source })?;
    // Seconds, documents done, megabytes.
    let mut points: Vec<(f64, usize, f64)> = Vec::new();
    let mut peak = 0.0f64;
    let manifest = out.join("manifest.jsonl");
    loop {
        let (high, now) = resident(child.id());
        peak = peak.max(high);
        let ended = !matches!(child.try_wait(), Ok(None));
        let done =
            std::fs::read(&manifest).map_or(0, |held| held.iter().filter(|&&byte| byte == b'\n').count());
        if now > 0.0 {
            points.push((started.elapsed().as_secs_f64(), done, now));
        }
        if ended {
            break;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    let seconds = started.elapsed().as_secs_f64();
    put(&options.output, &plot(&points))?;
    let _ = std::fs::remove_dir_all(&work);
    let half = points.len() / 2;
    let most = |points: &[(f64, usize, f64)]| points.iter().map(|point| point.2).fold(0.0, f64::max);
    Ok(format!(
        "{} documents in {seconds:.1} s ({:.0} a second); peak {peak:.0} MB; most in the first half {:.0} MB, in the second {:.0} MB; plotted in {}\n",
        options.documents,
        options.documents as f64 / seconds,
        most(&points[..half]),
        most(&points[half..]),
        options.output.display()
    ))
}

/// The document with other numbers, some lines left out and some said twice.
fn varied(text: &str, chance: &mut fastrand::Rng) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let times = match chance.u8(..40) {
            0 => 0,
            1 => 2,
            _ => 1,
        };
        for _ in 0..times {
            // A number that opens a line is part of a sequence and stays.
            let opens = line.trim_start_matches(|c: char| !c.is_alphabetic());
            let (head, rest) = line.split_at(line.len() - opens.len());
            out.push_str(head);
            out.extend(
                rest.chars().map(|c| if c.is_ascii_digit() { char::from(b'0' + chance.u8(..10)) } else { c }),
            );
            out.push('\n');
        }
    }
    out
}

/// Memory and documents done over time, as SVG.
fn plot(points: &[(f64, usize, f64)]) -> String {
    const WIDTH: f64 = 640.0;
    const HEIGHT: f64 = 260.0;
    let last = points.last().copied().unwrap_or((1.0, 1, 1.0));
    let most = points.iter().map(|point| point.2).fold(1.0, f64::max) * 1.1;
    let line = |value: &dyn Fn(&(f64, usize, f64)) -> f64| -> String {
        points.iter().fold(String::new(), |mut out, point| {
            let (x, y) = (40.0 + point.0 / last.0 * WIDTH, 20.0 + HEIGHT * (1.0 - value(point)));
            let _ = write!(out, "{x:.1},{y:.1} ");
            out
        })
    };
    let memory = line(&|point| point.2 / most);
    let done = line(&|point| point.1 as f64 / last.1.max(1) as f64);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 320" font-family="sans-serif" font-size="12">
<rect x="40" y="20" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#999"/>
<polyline points="{memory}" fill="none" stroke="#b03030" stroke-width="1.5"/>
<polyline points="{done}" fill="none" stroke="#3050b0" stroke-width="1.5"/>
<text x="44" y="34" fill="#b03030">memory, of {most:.0} MB</text>
<text x="44" y="50" fill="#3050b0">documents done, of {}</text>
<text x="40" y="298">0 s</text><text x="640" y="298">{:.0} s</text>
</svg>
"##,
        last.1, last.0
    )
}
