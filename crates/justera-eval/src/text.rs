//! When two strings of the minutes count as the same.
//!
//! The rules are those of `score.py`, down to what Python calls white space and a word character.

use std::collections::BTreeMap;

/// Opening of a decision, and the words that may stand between its verb and `att`.
const VERB: &str = "beslut";
const BETWEEN: [&str; 3] = ["också", "därför", "enhälligt"];

/// Letters that may stand before the verb in an opening; a longer one is text of the decision's own.
const LONGEST_OPENING: usize = 60;

/// Quotes, dashes and white space made plain, Markdown's emphasis removed.
pub(crate) fn fold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut gap = false;
    for c in s.chars() {
        let c = match c {
            '*' | '_' => continue,
            '”' | '“' | '„' | '‟' | '″' => '"',
            '’' | '‘' | '`' | '´' => '\'',
            '–' | '—' | '‒' | '−' => '-',
            c => c,
        };
        if is_space(c) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// What two strings are compared by: folded, without final stops, without case.
pub(crate) fn key(s: &str) -> String {
    let folded = fold(s);
    casefold(folded.trim_end_matches(|c| is_space(c) || matches!(c, '.' | ',' | ';' | ':')))
}

/// Python's `str.casefold`, to within the choice of a representative for each class of letters.
///
/// Lower, upper, lower brings `ß`, `ſ`, `ς` and the ligatures (`ﬁ`, which text layers are full of) to
/// their plain letters. The dotless `ı` is the one letter that this would carry over to another.
pub(crate) fn casefold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if c == 'ı' {
            out.push(c);
        } else {
            let upper = c.to_lowercase().flat_map(char::to_uppercase);
            out.extend(upper.flat_map(char::to_lowercase));
        }
    }
    out
}

/// A decision, folded, without its opening: `Stämman beslutade att X` and `att X` are the same.
///
/// This is `^.{0,60}?\bbeslut\w*\s+(?:också\s+|därför\s+|enhälligt\s+)?(?=att\b)` removed. It is
/// written out because the look-ahead is beyond the regex crate, and because `\w` there takes in
/// combining marks, which Python's does not.
pub(crate) fn clause(s: &str) -> String {
    let folded = fold(s);
    let mut before = None;
    for (at, c) in folded.char_indices().take(LONGEST_OPENING + 1) {
        if !before.is_some_and(is_word)
            && let Some(rest) = after_verb(&folded[at..])
        {
            return rest.to_string();
        }
        before = Some(c);
    }
    folded
}

/// Whether two strings are the same but for at most a share of `1 - least` of their letters.
pub(crate) fn alike(a: &str, b: &str, least: f64) -> bool {
    let (a, b) = (key(a), key(b));
    if a == b {
        return true;
    }
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let longest = a.len().max(b.len());
    let near = |distance: usize| 1.0 - distance as f64 / longest as f64 >= least;
    // The distance is at least the difference in length, which spares most pairs the work.
    near(a.len().abs_diff(b.len())) && near(levenshtein(&a, &b))
}

/// Insertions, deletions and changes of one letter that lead from `a` to `b`.
pub(crate) fn levenshtein(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        row[0] = left;
        for (y, cell) in b.iter().zip(&mut row[1..]) {
            let above = *cell;
            left = (above + 1).min(left + 1).min(diagonal + usize::from(x != y));
            diagonal = above;
            *cell = left;
        }
    }
    row[b.len()]
}

/// The words of a text, Markdown's marks and rules left out, accepted spellings put in their place.
pub(crate) fn words(text: &str, accept: &BTreeMap<&str, &str>) -> Vec<String> {
    let text = fold(&without_breaks(text)).replace(['|', '#', '>'], " ");
    let mut out = Vec::new();
    for word in text.split(is_space) {
        // A table's rule is no word; `:--:` is left to be one, as score.py leaves it.
        let rule = word.chars().all(|c| matches!(c, '-' | ':'));
        let word = if rule { word.trim_matches('-') } else { word };
        if word.is_empty() {
            continue;
        }
        let core = word.trim_matches(['.', ',', ';', ':', '(', ')', '"', '\'']);
        out.push(match accept.get(core) {
            Some(right) => word.replace(core, right),
            None => word.to_string(),
        });
    }
    out
}

/// What Python takes for white space: Unicode's, and the four separators of ASCII.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// What Python's `\w` takes for part of a word.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The rest from `att` on, when the verb of a decision stands at the beginning.
fn after_verb(s: &str) -> Option<&str> {
    let rest = after_space(s.strip_prefix(VERB)?.trim_start_matches(is_word))?;
    if is_att(rest) {
        return Some(rest);
    }
    BETWEEN.iter().find_map(|word| after_space(rest.strip_prefix(word)?)).filter(|rest| is_att(rest))
}

fn after_space(s: &str) -> Option<&str> {
    let rest = s.trim_start_matches(is_space);
    (rest.len() < s.len()).then_some(rest)
}

fn is_att(s: &str) -> bool {
    s.strip_prefix("att").is_some_and(|rest| !rest.starts_with(is_word))
}

/// `<br>`, `<br/>` and `<br />` as a space.
fn without_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<br") {
        let tail = rest[at + "<br".len()..].trim_start_matches(is_space);
        match tail.strip_prefix('/').unwrap_or(tail).strip_prefix('>') {
            Some(after) => {
                out.push_str(&rest[..at]);
                out.push(' ');
                rest = after;
            }
            None => {
                out.push_str(&rest[..at + "<br".len()]);
                rest = &rest[at + "<br".len()..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let rows = [
            ("  **Mötet**  öppnas. ", "mötet öppnas"),
            ("”Ja” – nej’s", "\"ja\" - nej's"),
            ("Bilaga 6 ; .:", "bilaga 6"),
            ("STRASSE ß ſ ς ﬁ ﬀ ı İ", "strasse ss s σ fi ff ı i\u{307}"),
            ("a\u{1c}b\u{a0}c", "a b c"),
            ("_*_", ""),
            ("", ""),
        ];
        for (given, want) in rows {
            assert_eq!(key(given), want, "{given:?}");
        }
    }

    #[test]
    fn clauses() {
        let rows = [
            ("att lägga", "att lägga"),
            ("Stämman beslutade att välja", "att välja"),
            ("Styrelsen beslutar också  att X", "att X"),
            ("Den beslutade enhälligt att X", "att X"),
            ("Mötet beslutade därför att", "att"),
            // not an opening: no att, another word between, no verb of its own
            ("Stämman beslutade attans", "Stämman beslutade attans"),
            ("Den beslutade redan att X", "Den beslutade redan att X"),
            ("Delegationsbeslut att X", "Delegationsbeslut att X"),
            ("Beslutade att X", "Beslutade att X"),
            // only the first of two
            ("beslut att de beslutade att X", "att de beslutade att X"),
            ("beslut är att de beslutade att X", "att X"),
        ];
        for (given, want) in rows {
            assert_eq!(clause(given), want, "{given:?}");
        }
        let long = |letters: usize| format!("{} beslut att X", "x".repeat(letters));
        assert_eq!(clause(&long(59)), "att X");
        assert_eq!(clause(&long(60)), long(60));
    }

    #[test]
    fn distances() {
        let rows =
            [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("åäö", "aao", 3), ("ab", "ba", 2)];
        for (a, b, want) in rows {
            let letters = |s: &str| s.chars().collect::<Vec<_>>();
            assert_eq!(levenshtein(&letters(a), &letters(b)), want, "{a} {b}");
            assert_eq!(levenshtein(&letters(b), &letters(a)), want, "{b} {a}");
        }
    }

    #[test]
    fn likeness() {
        let rows = [
            ("Val av justerare", "val av justerare.", 0.97, true),
            ("0123456789", "012345678x", 0.9, true), // exactly at the limit
            ("0123456789", "012345678x", 0.91, false),
            ("", "", 0.9, true),
            ("", "a", 0.0, false),
        ];
        for (a, b, least, want) in rows {
            assert_eq!(alike(a, b, least), want, "{a:?} {b:?} {least}");
        }
    }

    #[test]
    fn words_of_a_text() {
        let accept = BTreeMap::from([("Liliedahl", "Liljedahl")]);
        let rows = [
            ("# Rubrik\n\n|a|b|\n|---|:-:|", vec!["Rubrik", "a", "b", ":-:"]),
            ("en<br/>två<br >tre <brus>", vec!["en", "två", "tre", "<brus"]),
            ("- punkt – slut--", vec!["punkt", "slut--"]),
            ("(Liliedahl), Liliedahls", vec!["(Liljedahl),", "Liliedahls"]),
        ];
        for (given, want) in rows {
            assert_eq!(words(given, &accept), want, "{given:?}");
        }
    }
}
