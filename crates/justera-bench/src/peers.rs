//! What others do with the same text.

use std::io::Write;
use std::process::{Command, Stdio};

use justera::Model;
use symspell::{SymSpell, UnicodeStringStrategy, Verbosity};

/// SymSpell (Garbe 2012) with our word list, at most two letters off.
pub(crate) struct Symspell(SymSpell<UnicodeStringStrategy>);

impl Symspell {
    /// Takes the words that are seen at least once in 30 million.
    pub(crate) fn new(model: &Model) -> Self {
        let mut symspell = SymSpell::default();
        for (word, log_prob) in model.words() {
            let count = (f64::from(log_prob).exp() * 3e7).round();
            if count >= 1.0 {
                symspell.load_dictionary_line(&format!("{word} {count}"), 0, 1, " ");
            }
        }
        Symspell(symspell)
    }

    /// Mends word by word: the first suggestion for each word, in its case, its marks kept.
    pub(crate) fn mend(&self, text: &str) -> String {
        each_word(text, |word| {
            let found = self.0.lookup(&word.to_lowercase(), Verbosity::Top, 2);
            found.first().map(|suggestion| suggestion.term.clone())
        })
    }

    /// Mends line by line with split and join (`lookup_compound`), which drops all marks and case; the bytes that come out.
    pub(crate) fn compound(&self, text: &str) -> usize {
        let mended = |line: &str| -> usize {
            self.0
                .lookup_compound(&line.to_lowercase(), 2)
                .iter()
                .map(|suggestion| suggestion.term.len())
                .sum()
        };
        text.lines().map(mended).sum()
    }
}

/// `hunspell -d sv_SE -a`: the first suggestion for each word that it does not know. `None` where hunspell or its
/// dictionary is not installed.
pub(crate) fn hunspell(text: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    each_word(text, |word| {
        words.push(word);
        None
    });
    let mut child = Command::new("hunspell")
        .args(["-d", "sv_SE", "-a", "-i", "utf-8"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let asked: String = words.iter().map(|word| format!("^{word}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(asked.as_bytes()));
    let output = child.wait_with_output().ok()?;
    let _ = writer.join();
    // One paragraph of answers for each line; a first line names the program.
    let answers = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut answers =
        answers.split_once('\n')?.1.split("\n\n").map(|answer| answer.lines().next().unwrap_or(""));
    Some(each_word(text, |_| {
        let answer = answers.next()?;
        let (_, suggestions) = answer.starts_with('&').then(|| answer.split_once(": "))??;
        suggestions.split(", ").next().map(str::to_owned)
    }))
}

/// Puts what `mend` says in the place of each run of letters, in the case of the run.
fn each_word<'a>(text: &'a str, mut mend: impl FnMut(&'a str) -> Option<String>) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let letters = rest.len() - rest.trim_start_matches(char::is_alphabetic).len();
        if letters == 0 {
            let marks = rest.find(char::is_alphabetic).unwrap_or(rest.len());
            mended.push_str(&rest[..marks]);
            rest = &rest[marks..];
            continue;
        }
        let word = &rest[..letters];
        match mend(word) {
            Some(found) if word.starts_with(char::is_uppercase) => {
                let mut letters = found.chars();
                mended.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                mended.push_str(letters.as_str());
            }
            Some(found) => mended.push_str(&found),
            None => mended.push_str(word),
        }
        rest = &rest[letters..];
    }
    mended
}
