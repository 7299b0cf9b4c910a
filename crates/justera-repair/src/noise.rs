//! Marks that the scan wrote: specks read as stops, quotes and bars between, before and after the words.
//!
//! How much is taken away hangs on how badly the page was read. On a clean page nothing is; a page that lost its
//! marks in a fair scan loses the underscores that an engine puts into wide spaces; on a heavily damaged page, where
//! every tenth mark is a speck, lone marks and a stop before a small letter go.

use justera_core::{Edit, EditKind, Format, Raw, Source, Span, Trust};

use crate::channel::Pool;
use crate::words::abbreviations;

/// Marks that say nothing when they stand alone inside a line.
const SPECKS: &[char] = &[
    '.', ':', ';', ',', '\'', '‘', '’', '`', '"', '“', '”', '|', '_', '°', '^', '«', '»', '~', '=', '*', '¢',
    '•',
];

/// A chunk between white space.
struct Chunk<'a> {
    text: &'a str,
    start: usize,
    line: usize,
    pool: Pool,
}

impl Chunk<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it begins with a small letter, the marks before it aside.
    fn small(&self) -> bool {
        self.text.trim_start_matches(SPECKS).starts_with(char::is_lowercase)
    }
}

/// The edits that take noise away; `pool` tells how each line was read.
pub(crate) fn edits(source: &Source, pool: impl Fn(usize) -> Pool) -> Vec<Edit> {
    // Markdown means something by its marks, and so does a table.
    if source.format() == Format::Markdown {
        return Vec::new();
    }
    let chunks = chunks(source, pool);
    if chunks.iter().all(|chunk| chunk.pool == Pool::Clean) {
        return Vec::new();
    }
    let italics = chunks.iter().any(|chunk| {
        chunk.text.strip_prefix('_').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    });
    let mut found = Vec::new();
    let mut last = 0;
    let mut put = |start: usize, end: usize, to: &str, why: &str| {
        // Two marks side by side share the space between them.
        let start = start.max(last);
        last = end;
        found.push(Edit {
            at: Span::<Raw>::new(start, end),
            from: source.text()[start..end].to_owned(),
            to: to.to_owned(),
            kind: EditKind::Mark,
            trust: Trust::Applied,
            evidence: why.to_owned(),
            probability: 0.93,
        });
    };
    for (index, chunk) in chunks.iter().enumerate() {
        let on_line = |other: &&Chunk<'_>| other.line == chunk.line;
        let before = index.checked_sub(1).and_then(|before| chunks.get(before)).filter(on_line);
        let after = chunks.get(index + 1).filter(on_line);
        // The next word, on this line or the next.
        let next = chunks.get(index + 1).filter(|next| next.line <= chunk.line + 1);
        let underscores = chunk.text.chars().all(|c| c == '_') && chunk.text.len() < 3;
        if chunk.pool.loses_diacritics() && !italics && underscores {
            let (start, end) = with_space(chunk, before, after);
            put(start, end, "", "an underscore that stands alone is a wide space");
            continue;
        }
        if chunk.pool.loses_diacritics() && !italics {
            let stem = chunk.text.trim_end_matches('_');
            let ends = chunk.text.len() - stem.len();
            if (1..3).contains(&ends) && stem.ends_with(char::is_alphabetic) && !stem.contains('_') {
                put(chunk.start + stem.len(), chunk.end(), "", "an underscore after a word is a wide space");
                continue;
            }
        }
        if chunk.text == "~" && chunk.pool != Pool::Clean {
            put(chunk.start, chunk.end(), "-", "Swedish has no ~; it is a dash");
            continue;
        }
        let figure = next.is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit()));
        if chunk.pool != Pool::Clean
            && let Some((at, read, meant)) = dotted(chunk.text, figure)
        {
            put(chunk.start + at, chunk.start + at + read, meant, "an abbreviation whose stops were misread");
            continue;
        }
        if !chunk.pool.is_heavy() {
            continue;
        }
        let inside = before.is_some_and(|before| before.text.ends_with(char::is_lowercase))
            && after.is_some_and(Chunk::small);
        if chunk.text.chars().all(|c| SPECKS.contains(&c)) {
            if inside || before.is_none() || after.is_none() {
                let (start, end) = with_space(chunk, before, after);
                put(start, end, "", "a mark that stands alone on a heavily damaged page");
            }
            continue;
        }
        let stem = chunk
            .text
            .trim_start_matches(['\'', '‘', '’', '"', '“', '”', '«', '»', '.', ':', ';', '_', '~', '°']);
        // A hyphen before a word is a list's, or answers `inkomst- och`.
        let hanging = before.is_none_or(|before| matches!(before.text, "och" | "eller" | "samt"));
        let stem = if hanging { stem } else { stem.trim_start_matches('-') };
        let opened = chunk.text.len() - stem.len();
        if opened > 0 && stem.starts_with(char::is_alphabetic) && !closes(&chunks[index..]) {
            put(chunk.start, chunk.start + opened, "", "a mark before a word that nothing answers");
        }
        let stem_end = stem.trim_end_matches(['.', ':', ';', '\'', '‘', '’', '"', '“', '”', '_', '~', '°']);
        let closed = stem.len() - stem_end.len();
        let word = stem_end.chars().count() >= 2
            && stem_end.chars().all(char::is_alphabetic)
            && stem_end.ends_with(char::is_lowercase);
        let small = next.is_some_and(|next| next.text.starts_with(char::is_lowercase));
        if closed > 0 && word && small && !abbreviations().contains(stem_end) {
            let start = chunk.end() - closed;
            put(start, chunk.end(), "", "a stop before a small letter on a heavily damaged page");
        }
        let stop = &stem[stem_end.len()..];
        if stop == ":" && figure && abbreviations().contains(stem_end) {
            put(chunk.end() - stop.len(), chunk.end(), ".", "the stop of an abbreviation");
        }
    }
    found
}

/// The abbreviation that a chunk has the letters of, with other stops: `fro.m:` before a figure.
/// Returns where it stands in the chunk, its length in bytes, and what is meant.
fn dotted(chunk: &str, figure: bool) -> Option<(usize, usize, &'static str)> {
    const MEANT: &[(&str, &str)] = &[("from", "fr.o.m."), ("tom", "t.o.m.")];
    let core = chunk.trim_start_matches('(');
    let letters: String = core.chars().filter(|c| c.is_alphabetic()).collect();
    let marks = core.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | ',' | ':' | '-'));
    let (_, meant) = MEANT.iter().find(|(held, _)| *held == letters)?;
    // A stop at the end alone may be a sentence's: `lådan var tom.`
    let inner = core.trim_end_matches(['.', ':', ',', '-']).contains(['.', ':', ',', '-']);
    (figure && marks && inner && core != *meant).then_some((chunk.len() - core.len(), core.len(), meant))
}

/// A lone mark with the space on one side of it.
fn with_space(chunk: &Chunk<'_>, before: Option<&Chunk<'_>>, after: Option<&Chunk<'_>>) -> (usize, usize) {
    match (before, after) {
        (Some(before), _) => (before.end(), chunk.end()),
        (None, Some(after)) => (chunk.start, after.start),
        (None, None) => (chunk.start, chunk.end()),
    }
}

/// Whether what a chunk opens is closed by itself or one of the next.
fn closes(chunks: &[Chunk<'_>]) -> bool {
    const FAR: usize = 15;
    let quotes = ['\'', '‘', '’', '"', '“', '”', '«', '»'];
    let own = chunks[0].text;
    !own.starts_with(quotes) && !own.starts_with(['.', ':', ';', '_', '~', '°', '-'])
        || (own.starts_with(quotes)
            && chunks
                .iter()
                .take(FAR)
                .any(|chunk| chunk.text.trim_end_matches(['.', ',', ';', ':', ')']).ends_with(quotes)))
}

fn chunks(source: &Source, pool: impl Fn(usize) -> Pool) -> Vec<Chunk<'_>> {
    let text = source.text();
    let mut found = Vec::new();
    for (line, &at) in source.lines().iter().enumerate() {
        let content = at.of(text);
        // The marks of a table, of leaders and of rules are meant.
        if content.matches('|').count() > 1 || content.contains("....") || content.contains("____") {
            continue;
        }
        let pool = pool(line);
        found.extend(content.split_whitespace().map(|chunk| Chunk {
            text: chunk,
            start: at.start + (chunk.as_ptr() as usize - content.as_ptr() as usize),
            line,
            pool,
        }));
    }
    found
}
