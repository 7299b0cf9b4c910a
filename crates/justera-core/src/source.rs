//! A document as decoded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::markup::blanked;
use crate::minutes::{At, Finding};
use crate::span::{Raw, Span};

/// How the source is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text, as an engine or a text layer gives it.
    Text,
    /// Markdown, as OCR models write it.
    Markdown,
}

/// A box on a page, in the units of the page's own width and height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// The left edge.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// The width.
    pub width: f32,
    /// The height.
    pub height: f32,
}

/// One page of the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What of the text stands on it.
    pub span: Span<Raw>,
    /// Its width and height where the format tells, in the format's units.
    pub size: Option<(f32, f32)>,
}

/// What a layout format tells of one word; plain text has none.
#[derive(Clone, Debug, PartialEq)]
pub struct WordMark {
    /// The word.
    pub span: Span<Raw>,
    /// Where it stands on its page.
    pub bounds: Option<Bounds>,
    /// How sure the engine was, 0 to 1.
    pub confidence: Option<f32>,
}

/// A document as decoded. Nothing changes it after loading: what is mended stands in [`crate::Repaired`].
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    path: String,
    format: Format,
    encoding: String,
    sha256: String,
    bytes: u64,
    text: String,
    /// None where it is the text.
    bare: Option<String>,
    pages: Vec<Page>,
    lines: Vec<Span<Raw>>,
    words: Vec<WordMark>,
    notes: Vec<Finding>,
}

impl Source {
    /// A source of `text`, which was decoded from `bytes` bytes whose hash is `sha256` (64 hex digits).
    ///
    /// Pages are cut at form feeds and where markup says so, see `markup`, lines at LF, CR LF and CR.
    pub fn new(
        path: String,
        format: Format,
        encoding: String,
        sha256: String,
        bytes: u64,
        text: String,
    ) -> Self {
        let lines = lines(&text);
        let mut pages = Vec::new();
        let mut start = 0;
        // A form feed is of the page that it begins, as it is of that page's first line; at the end it begins none.
        let feeds = text.match_indices('\u{c}').map(|(at, _)| at).filter(|at| at + 1 < text.len());
        let (bare, marked) = blanked(&text).map_or((None, Vec::new()), |(bare, pages)| (Some(bare), pages));
        let mut starts: Vec<usize> = feeds.chain(marked).collect();
        starts.sort_unstable();
        for at in starts {
            pages.push(Page { span: Span::new(start, at), size: None });
            start = at;
        }
        pages.push(Page { span: Span::new(start, text.len()), size: None });
        Source {
            path,
            format,
            encoding,
            sha256,
            bytes,
            text,
            bare,
            pages,
            lines,
            words: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The same source with the notes that loading it left.
    #[must_use]
    pub fn with_notes(mut self, notes: Vec<Finding>) -> Self {
        self.notes = notes;
        self
    }

    /// The same source with the pages and words that a layout format tells of.
    #[must_use]
    pub fn with_layout(mut self, pages: Vec<Page>, words: Vec<WordMark>) -> Self {
        self.pages = pages;
        self.words = words;
        self
    }

    /// The path under which it was given, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How it is laid out.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The name of the encoding that its bytes were found to have.
    pub fn encoding(&self) -> &str {
        &self.encoding
    }

    /// The hash of its bytes, 64 hex digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// How many bytes it had before decoding.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The text as decoded, line ends and form feeds as they were.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text with spaces in the place of its markup, byte for byte, see `markup`.
    pub fn bare(&self) -> &str {
        self.bare.as_deref().unwrap_or(&self.text)
    }

    /// The pages, in order; together they hold the whole text.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The lines without their line ends, in order.
    pub fn lines(&self) -> &[Span<Raw>] {
        &self.lines
    }

    /// What a layout format tells of words, in order; none for plain text.
    pub fn words(&self) -> &[WordMark] {
        &self.words
    }

    /// What loading it left to say.
    pub fn notes(&self) -> &[Finding] {
        &self.notes
    }

    /// The number of the page, from 1, on which the byte stands.
    pub fn page_of(&self, byte: usize) -> u32 {
        let at = self.pages.partition_point(|page| page.span.end <= byte);
        at.min(self.pages.len().saturating_sub(1)) as u32 + 1
    }

    /// The number of the line, from 1, on which the byte stands.
    pub fn line_of(&self, byte: usize) -> u32 {
        self.lines.partition_point(|line| line.start <= byte).max(1) as u32
    }

    /// A span as it is written: with its line, its page and, where the format has them, its box.
    pub fn at(&self, span: Span<Raw>) -> At {
        let bounds = self.words.iter().find(|word| word.span.overlaps(span)).and_then(|word| word.bounds);
        At {
            start: span.start,
            end: span.end,
            line: self.line_of(span.start),
            page: self.page_of(span.start),
            bounds,
        }
    }
}

/// The lines of a text without their ends. A text that ends in a line end has no empty line after it.
pub(crate) fn lines(text: &str) -> Vec<Span<Raw>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let width = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\r' | b'\n' => 1,
            _ => 0,
        };
        if width == 0 {
            at += 1;
        } else {
            lines.push(Span::new(start, at));
            at += width;
            start = at;
        }
    }
    if start < text.len() {
        lines.push(Span::new(start, text.len()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_every_way() {
        let text = "a\nb\r\nc\rd\n\ne";
        let found: Vec<&str> = lines(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, ["a", "b", "c", "d", "", "e"]);
        assert_eq!(lines("a\n").len(), 1);
    }

    #[test]
    fn places_are_told_by_line_and_page() {
        let text = "ett\ntvå\u{c}tre\n";
        let source = Source::new("a.txt".into(), Format::Text, "utf-8".into(), "0".into(), 13, text.into());
        assert_eq!(source.pages().len(), 2);
        let at = source.at(Span::new(9, 12));
        assert_eq!((at.line, at.page), (2, 2));
        // The line that a form feed begins is of its page.
        assert_eq!((source.page_of(7), source.page_of(8)), (1, 2));
        assert_eq!(Span::<Raw>::new(9, 12).of(text), "tre");
    }
}
