//! Marks that are no letters but stand for one.

use std::sync::LazyLock;

use justera_core::{Edit, EditKind, Format, Source, Span, Trust};
use regex::Regex;

/// `|` before a word, not at the border of a table: the preposition's capital I. Before a capital letter only at the
/// start of a line, since elsewhere a rule of the form stands before names; after `på` it is the figure 1.
static BAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    justera_core::text::pattern(r"(?:^[ \t]*(\|) [\p{L}0-9&]|[^|:\s][ \t]+(\|) [\p{Ll}0-9&])")
});
/// `t.0.m.`: a figure between the letters of an abbreviation.
static ZERO: LazyLock<Option<Regex>> =
    LazyLock::new(|| justera_core::text::pattern(r"\b[a-zåäö]\.(0)\.[a-zåäö]\."));

/// The edits of single marks.
pub(crate) fn edits(source: &Source) -> Vec<Edit> {
    let text = source.text();
    let mut found = Vec::new();
    let mut put = |at: Span<justera_core::Raw>, to: &str, kind: EditKind, evidence: &str| {
        found.push(Edit {
            at,
            from: at.of(text).to_owned(),
            to: to.to_owned(),
            kind,
            trust: Trust::Applied,
            evidence: evidence.to_owned(),
            probability: 0.98,
        });
    };
    // Where bars draw a table, a lone one may be a cell's border on a broken line.
    let tables = source.lines().iter().filter(|line| line.of(text).matches('|').count() > 1).count();
    let draws = tables > 0 || source.format() == Format::Markdown;
    for &line in source.lines() {
        let content = line.of(text);
        if !draws
            && content.matches('|').count() == 1
            && let Some(bar) = BAR
                .as_ref()
                .and_then(|bar| bar.captures(content))
                .and_then(|found| found.get(1).or(found.get(2)))
                .filter(|bar| !content[..bar.start()].trim_end().ends_with("på"))
        {
            let at = Span::new(line.start + bar.start(), line.start + bar.end());
            put(at, "I", EditKind::Mark, "a lone bar before a word is the word I");
        }
        if let Some(zero) = &*ZERO {
            for found in zero.captures_iter(content).filter_map(|found| found.get(1)) {
                let at = Span::new(line.start + found.start(), line.start + found.end());
                put(at, "o", EditKind::Digit, "a figure between the letters of an abbreviation");
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_core::Repaired;

    #[test]
    fn bars_and_zeros_are_read_as_letters_where_they_stand_for_them() {
        for (text, expected) in [
            ("| stället efterlyses", "I stället efterlyses"),
            ("mandat. | sammanhanget", "mandat. I sammanhanget"),
            ("| Namn | Kommun |", "| Namn | Kommun |"),
            ("Frånvarande: | Torgny Ek", "Frånvarande: | Torgny Ek"),
            ("väljs på | år", "väljs på | år"),
            ("gäller t.0.m. 2020", "gäller t.o.m. 2020"),
            ("version 1.0.3", "version 1.0.3"),
        ] {
            let source = Source::new("x".into(), Format::Text, "utf-8".into(), String::new(), 0, text.into());
            assert_eq!(Repaired::new(text, edits(&source)).text(), expected);
        }
    }
}
