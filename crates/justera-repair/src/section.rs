//! The section sign: an engine that knows Swedish reads § as `$`, `8`, `5`, `S` or `&`.
//!
//! A figure is never changed without proof. Proof is the legal pattern (`2 kap. 3 8`, `25 8 2 mom.`, `7 5 lagen`); in a
//! text that refers to laws elsewhere, two figures side by side after a word that leads to a reference (`enligt 44 8`,
//! `65 c 8`); and at the start of a line, the sequence of the paragraphs (`§ 17`, `8 18`, `§ 19`).

use std::collections::HashSet;

use justera_core::text::Pattern;
use justera_core::{Edit, EditKind, Raw, Source, Span, Trust};

use crate::holes::HOLE;

/// What § is read as at the start of a line, and the number after it.
static HEADING: Pattern = Pattern::new(
    r"^[ \t\f]*(?:[#*]+[ \t]*)*(?:\p{Lu}{2,5}[ \t])?(\\?[§$&8S5£\x{FFFD}])[ \t]?(\d{1,3})(?:[ \t.:]|$)(.*)",
);

/// What can follow a paragraph's number in a reference to a law.
const FOLLOWERS: &[&str] = &[
    "första",
    "andra",
    "tredje",
    "fjärde",
    "femte",
    "sista",
    "st",
    "stycket",
    "mom",
    "p",
    "punkten",
    "lagen",
    "lag",
    "balken",
    "förordningen",
    "stadgan",
    "stadgarna",
    "stadgar",
    "forsta",
    "forordningen",
];
/// Which part of a paragraph.
const ORDINALS: &[&str] = &["första", "andra", "tredje", "fjärde", "femte", "sista"];
/// How the name of a law ends.
const LAWS: &[&str] = &["lagen", "balken", "förordningen", "stadgan", "forordningen"];

/// A chunk between white space, without the marks about it.
struct Chunk<'a> {
    core: &'a str,
    start: usize,
    /// Whether a blank line or the text's start stands before it.
    fresh: bool,
    /// Whether a bracket opens before it.
    opened: bool,
    /// Whether a mark follows it.
    closed: bool,
}

/// The edits that give § back.
pub(crate) fn edits(source: &Source) -> Vec<Edit> {
    let text = source.text();
    let chunks = chunks(source);
    // Where the text speaks of money, a dollar sign may be one.
    let money = ["dollar", "USD"].iter().any(|word| text.contains(word));
    let mut found: Vec<Edit> = Vec::new();
    let mut put = |start: usize, from: &str, to: &str, why: &str, probability: f32| {
        found.push(Edit {
            at: Span::<Raw>::new(start, start + from.len()),
            from: from.to_owned(),
            to: to.to_owned(),
            kind: EditKind::Digit,
            trust: Trust::Applied,
            evidence: why.to_owned(),
            probability,
        });
    };
    let signs: Vec<(usize, Sign)> =
        chunks.iter().enumerate().filter_map(|(at, chunk)| Some((at, Sign::of(chunk.core)?))).collect();
    // § at the start of a line heads a paragraph of the minutes; after a number it is a law's.
    let after_number = |(at, _): (usize, &str)| {
        text[..at]
            .trim_end_matches([' ', '\u{a0}'])
            .ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase())
    };
    let dollars =
        |(at, sign): &(usize, Sign)| sign.dollars && !money && number_before(&chunks, *at).is_some();
    // `14 8 första stycket` can be nothing else, and a law has its number: (2016:450).
    let whole = |(at, _): &(usize, Sign)| {
        let words = chunks.get(at + 1).zip(chunks.get(at + 2));
        number_before(&chunks, *at).is_some()
            && words.is_some_and(|(which, what)| {
                ORDINALS.contains(&which.core) && matches!(what.core, "stycket" | "styckena" | "meningen")
            })
    };
    static LAW: Pattern = Pattern::new(r"\((?:1[89]|20)\d{2}:\d{1,4}\)");
    let of_law = text.contains("kap.")
        || text.match_indices('§').any(after_number)
        || signs.iter().any(whole)
        || signs.iter().any(|(at, _)| legal(&chunks, *at, false))
        || LAW.is_match(text);
    // A dollar sign behind a figure is § where the text speaks of laws, or where it is no sum: two of them, a letter
    // before it, or what only a paragraph has behind it.
    let paragraph = |held: &(usize, Sign)| {
        let (at, sign) = held;
        let lettered = number_before(&chunks, *at).is_some_and(|number| number + 2 == *at);
        dollars(held)
            && (of_law || sign.double || lettered || legal(&chunks, *at, true) || referred(&chunks, *at))
    };
    // How often each reading is § by what stands about it.
    let proved = |core: &str| {
        signs.iter().filter(|(at, _)| chunks[*at].core == core && legal(&chunks, *at, of_law)).count()
    };
    let brackets: HashSet<&str> = signs
        .iter()
        .map(|(at, _)| chunks[*at].core)
        .collect::<HashSet<_>>()
        .into_iter()
        .filter(|core| of_law && proved(core) >= PROVED)
        .collect();
    for held in &signs {
        let (at, sign) = held;
        let why = match () {
            () if paragraph(held) || legal(&chunks, *at, of_law) => "a reference to a law has § here",
            () if brackets.contains(chunks[*at].core) && bracketed(&chunks, *at) => {
                "two figures between brackets, and the second is § elsewhere in this text"
            }
            () if of_law && referred(&chunks, *at) => "two figures in a reference: the second is §",
            () => continue,
        };
        put(chunks[*at].start, chunks[*at].core, if sign.double { "§§" } else { "§" }, why, 0.98);
    }
    for (at, from, why) in headings(source, money) {
        put(at, from, "§", why, 0.97);
    }
    found.sort_by_key(|edit| edit.at.start);
    found.dedup_by(|a, b| a.at.overlaps(b.at));
    found
}

/// A reading that may be § or §§.
struct Sign {
    double: bool,
    /// Whether it has a $, which Swedish minutes hardly use otherwise.
    dollars: bool,
}

impl Sign {
    fn of(core: &str) -> Option<Self> {
        let signs = core.chars().count();
        let fits = (1..=2).contains(&signs)
            && core.chars().all(|c| matches!(c, '$' | '8' | '5' | 'S' | '&' | '§' | HOLE));
        (fits && !core.chars().all(|c| c == '§'))
            // One sign is at times read twice, as S and as $; two are read alike.
            .then(|| Sign { double: signs == 2 && core != "S$", dollars: core.contains(['$', '§']) })
    }
}

/// The number of a paragraph, at most three figures: `3`, `12`, `3-7`.
fn is_number(core: &str) -> bool {
    let mut parts = core.split(['-', '–']);
    let fits = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(fits) && parts.next().is_none_or(fits) && parts.next().is_none()
}

/// Whether the sign stands right after the number of a paragraph: `12 $`, `12 a $`. Returns the number's place.
fn number_before(chunks: &[Chunk<'_>], sign: usize) -> Option<usize> {
    if chunks[sign].fresh {
        return None;
    }
    let last = sign.checked_sub(1)?;
    let lettered = chunks[last].core.len() == 1 && chunks[last].core.bytes().all(|b| b.is_ascii_lowercase());
    let number = if lettered && !chunks[last].fresh { last.checked_sub(1)? } else { last };
    // After a comma the next number of a list follows.
    let open = (number..sign).all(|at| !chunks[at].closed);
    (open && is_number(chunks[number].core)).then_some(number)
}

/// So often must a figure be § beyond doubt before it is so between brackets: `(9 8)` may be a result.
const PROVED: usize = 3;

/// Whether a number and the sign stand alone between brackets: `(9 8)`.
fn bracketed(chunks: &[Chunk<'_>], sign: usize) -> bool {
    number_before(chunks, sign).is_some_and(|number| chunks[number].opened && chunks[sign].closed)
}

/// Whether the sign stands in what a text that refers to laws writes of a paragraph: `enligt 44 8`, `65 c 8).`
fn referred(chunks: &[Chunk<'_>], sign: usize) -> bool {
    let next = chunks.get(sign + 1).filter(|next| !next.fresh).map_or("", |next| next.core);
    // A figure that counts, or leads on to another number or to the chapter, is a figure.
    let counts = ["kap", "kapitlet", "procent", "%", "kronor", "kr", "öre"].contains(&next);
    let leads_on = is_number(next) && !chunks[sign].closed;
    let Some(mut number) = number_before(chunks, sign).filter(|_| !counts && !leads_on) else {
        return false;
    };
    if chunks[sign].core.starts_with(['&', 'S']) {
        return false;
    }
    // `(65 c 8)`: nothing is counted after a letter and before a stop.
    if number + 2 == sign && chunks[sign].closed {
        return true;
    }
    if matches!(next, "och" | "eller") {
        return false;
    }
    for _ in 0..8 {
        let Some(before) = number.checked_sub(1).filter(|_| !chunks[number].fresh) else { return false };
        match chunks[before].core {
            "enligt" | "i" | "av" | "jfr" | "jämför" | "se" => return true,
            "och" | "eller" | "samt" | "-" | "–" => {}
            core if is_number(core) => {}
            _ => return false,
        }
        number = before;
    }
    false
}

/// Whether the chunks about a sign are those of a reference to a law. What is counted may also be followed by `första` or
/// `p`, so that these are proof only in a text that is known to refer to laws.
fn legal(chunks: &[Chunk<'_>], sign: usize, of_law: bool) -> bool {
    let Some(mut number) = number_before(chunks, sign) else { return false };
    let next = chunks.get(sign + 1).filter(|next| !next.fresh).map_or("", |next| next.core);
    let law = |word: &str| LAWS.iter().any(|end| word.len() > end.len() && word.ends_with(end));
    let after_i = next == "i"
        && chunks.get(sign + 2).is_some_and(|next| FOLLOWERS.contains(&next.core) || law(next.core));
    // `25 8 2 mom.`: a part of the paragraph by its number.
    let part = is_number(next)
        && chunks
            .get(sign + 2)
            .is_some_and(|next| matches!(next.core, "mom" | "st" | "stycket" | "p" | "punkten"));
    if law(next) || after_i || part || (FOLLOWERS.contains(&next) && (of_law || next.starts_with("mom"))) {
        // `12 8 st stolar`: things are counted in st.
        let counted = next == "st"
            && chunks.get(sign + 2).is_some_and(|next| next.core.starts_with(char::is_lowercase));
        return !counted;
    }
    // `3 & 4 §§` are two paragraphs.
    if is_number(next) && !chunks[sign].closed && !chunks[sign].core.contains('$') {
        return false;
    }
    // `2 kap. 3, 4 och 7 8`: back over the other numbers to the chapter.
    for _ in 0..12 {
        let Some(before) = number.checked_sub(1) else { return false };
        let core = chunks[before].core;
        match core {
            "kap" | "kapitlet" => return true,
            "och" | "eller" | "samt" | "-" | "–" | "a" | "b" | "c" | "d" => {}
            _ if is_number(core) || matches!(core, "§" | "§§") => {}
            _ => return false,
        }
        if chunks[number].fresh {
            return false;
        }
        number = before;
    }
    false
}

/// Paragraphs at the start of a line whose sign was read as something else, with proof by the sequence.
///
/// § and, where there is no talk of money, $ are sure. What stands before the next number or after the last one of a
/// sure paragraph is one too, and so on along the sequence; and so are numbers in their order that the document has
/// proved elsewhere, in its contents list or in its body.
fn headings(source: &Source, money: bool) -> Vec<(usize, &str, &'static str)> {
    /// How many lines that only look like paragraphs may stand between two that are.
    const BETWEEN: usize = 3;
    /// More lines than this are a table of numbers; minutes have a few hundred paragraphs.
    const MOST: usize = 1_500;
    let text = source.text();
    let lines: Vec<(usize, &str, u32)> = source
        .lines()
        .iter()
        .filter_map(|&line| {
            let content = line.of(text);
            let found = HEADING.captures(line.of(source.bare()))?;
            let (sign, number) = (found.get(1)?, found.get(2)?);
            // A heading has a capital; a sum or a count goes on in small letters or figures.
            let rest = found.get(3).map_or("", |rest| rest.as_str());
            let rest = rest
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–' | '—'));
            // What was lost may have been a bullet.
            let doubtful = matches!(bare_sign(sign.as_str()), "8" | "5" | LOST);
            let capital = rest.starts_with(|c: char| c.is_uppercase() || c == HOLE);
            if doubtful && !rest.is_empty() && !capital {
                return None;
            }
            Some((line.start + sign.start(), &content[sign.range()], number.as_str().parse().ok()?))
        })
        .collect();
    if lines.len() > MOST {
        return Vec::new();
    }
    let mut sure: Vec<bool> = lines
        .iter()
        .enumerate()
        .map(|(at, &(_, sign, number))| match bare_sign(sign) {
            "§" => true,
            "$" => !money,
            // Two in their order prove each other.
            LOST => {
                let follows = |(a, b): (u32, u32)| a + 1 == b;
                let other = |at: usize| lines.get(at).filter(|(_, sign, _)| *sign == LOST).map(|held| held.2);
                other(at + 1).is_some_and(|next| follows((number, next)))
                    || at.checked_sub(1).and_then(other).is_some_and(|before| follows((before, number)))
            }
            _ => false,
        })
        .collect();
    loop {
        let proved: HashSet<u32> =
            lines.iter().zip(&sure).filter(|(_, sure)| **sure).map(|(&(.., number), _)| number).collect();
        let next: Vec<bool> = (0..lines.len())
            .map(|at| {
                let number = lines[at].2;
                let before = (0..at).rev().find(|&before| sure[before]).map(|before| lines[before].2);
                let after = (at + 1..lines.len()).find(|&after| sure[after]).map(|after| lines[after].2);
                // What the surest neighbours leave no room for is no paragraph.
                let room = before.is_none_or(|held| held < number || after.is_none())
                    && after.is_none_or(|held| held > number || before.is_none_or(|before| before >= held));
                let beside =
                    room && (before.is_some_and(|held| held + 1 == number) || after == Some(number + 1));
                let in_order = || {
                    lines[at.saturating_sub(BETWEEN)..at].iter().any(|(.., held)| held + 1 == number)
                        || lines[at + 1..].iter().take(BETWEEN).any(|(.., held)| *held == number + 1)
                };
                // Accounts and articles are numbered 511, 512; § is seldom read as 5 all through.
                let run = bare_sign(lines[at].1) != "5" && proved.contains(&number) && in_order();
                sure[at] || beside || run
            })
            .collect();
        if next == sure {
            break;
        }
        sure = next;
    }
    lines
        .into_iter()
        .zip(sure)
        .filter(|((_, sign, _), sure)| *sure && *sign != "§")
        .map(|((at, sign, _), _)| match bare_sign(sign) {
            LOST => (at, sign, "a sign was lost before a number at the start of a line"),
            "$" => (at, sign, "$ before a number at the start of a line is §"),
            _ => (at, sign, "the paragraphs beside it have the numbers before and after"),
        })
        .collect()
}

/// A sign that was lost before, see [`HOLE`].
const LOST: &str = "\u{fffd}";

/// A sign without the backslash that Markdown sets before it.
fn bare_sign(sign: &str) -> &str {
    sign.trim_start_matches('\\')
}

/// The chunks of the text with their places.
fn chunks(source: &Source) -> Vec<Chunk<'_>> {
    let text = source.text();
    let mut found = Vec::new();
    let mut fresh = true;
    for &line in source.lines() {
        let content = line.of(text);
        let mut blank = true;
        for chunk in content.split_whitespace() {
            let trimmed = chunk.trim_start_matches(['(', '"', '”', '[']);
            let start = line.start + (trimmed.as_ptr() as usize - content.as_ptr() as usize);
            let core = trimmed.trim_end_matches([')', '.', ',', ';', ':', '"', '”', ']']);
            let (opened, closed) = (chunk.starts_with('('), core.len() < trimmed.len());
            found.push(Chunk { core, start, fresh, opened, closed });
            (fresh, blank) = (false, false);
        }
        fresh |= blank;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_core::{Format, Repaired};

    #[test]
    fn a_section_sign_is_given_back_with_proof_only() {
        for (text, expected) in [
            ("enligt 2 kap. 3 8 och", "enligt 2 kap. 3 § och"),
            ("enligt 25 $ 2 mom.", "enligt 25 § 2 mom."),
            ("7 5 kommunallagen gäller", "7 § kommunallagen gäller"),
            ("i 4, 6 och 9 $$ samt", "i 4, 6 och 9 §§ samt"),
            ("2 kap. 3 och 4 88.", "2 kap. 3 och 4 §§."),
            ("20 b $ ska", "20 b § ska"),
            ("§ 17 Val\n8 18 Val\n§ 19 Val", "§ 17 Val\n§ 18 Val\n§ 19 Val"),
            ("§17 Val\n818 Val\n§19 Val", "§17 Val\n§18 Val\n§19 Val"),
            ("$ 4 Val av justerare", "§ 4 Val av justerare"),
            (
                "858 Val\n859 Budget\n$60 Taxa\n\n8 58\nVal\n859\nBudget",
                "§58 Val\n§59 Budget\n§60 Taxa\n\n§ 58\nVal\n§59\nBudget",
            ),
            ("$ 3. Om vägen\n85 kronor", "§ 3. Om vägen\n85 kronor"),
            ("12 8 röster", "12 8 röster"),
            ("§ 4 Avgifter\n85 kronor per år\n§ 5 Val", "§ 4 Avgifter\n85 kronor per år\n§ 5 Val"),
            ("§ 5 Val\n§ 6 Val\n85 1200\n86 1250", "§ 5 Val\n§ 6 Val\n85 1200\n86 1250"),
            (
                "§ 11 Val\n§ 12 Val\n§ 13 Val\n511 Material\n512 Hyra\n513 El",
                "§ 11 Val\n§ 12 Val\n§ 13 Val\n511 Material\n512 Hyra\n513 El",
            ),
            ("§ 1 Val\n5 5 första dagarna", "§ 1 Val\n5 5 första dagarna"),
            ("enligt 2 kap. 3 & 4 §§", "enligt 2 kap. 3 & 4 §§"),
            ("§ 1 Val\nRum 12 8 st stolar", "§ 1 Val\nRum 12 8 st stolar"),
            ("§ 1 Val\nårskurs 5 a 8 elever", "§ 1 Val\nårskurs 5 a 8 elever"),
            (
                "av 5 8, 25 $ 2 mom., 32 8 1 mom. samt 35 & i förordningen",
                "av 5 §, 25 § 2 mom., 32 § 1 mom. samt 35 § i förordningen",
            ),
            ("ska enligt 44 8. Av 9 § följer", "ska enligt 44 §. Av 9 § följer"),
            ("ansvar (65 c 8) och 9 §", "ansvar (65 c §) och 9 §"),
            ("enligt 5, 7 eller 8 kap. och 9 §", "enligt 5, 7 eller 8 kap. och 9 §"),
            ("i 7 8 anses", "i 7 8 anses"),
            (
                "byns område (9 8). Enligt 2 kap. 3 8, 3 kap. 1 8 och 5 kap. 2 8 och",
                "byns område (9 §). Enligt 2 kap. 3 §, 3 kap. 1 § och 5 kap. 2 § och",
            ),
            ("slutade (9 8). Medlem i 2 kap.", "slutade (9 8). Medlem i 2 kap."),
            ("kostar 10 $ per natt", "kostar 10 $ per natt"),
            ("på 4 kap. 6 - 8 85 och 14 $ gäller", "på 4 kap. 6 - 8 §§ och 14 § gäller"),
            ("i 14 8 första stycket och enligt 17 8.", "i 14 § första stycket och enligt 17 §."),
            ("enligt 11 eller 13 8. Förordning (2031:450).", "enligt 11 eller 13 §. Förordning (2031:450)."),
            ("resultat (3 8) i hockey", "resultat (3 8) i hockey"),
            ("4 d kap. 3, 5, 8, 9 och 13 §§", "4 d kap. 3, 5, 8, 9 och 13 §§"),
            ("ökade i 12 500 fall enligt 9 §", "ökade i 12 500 fall enligt 9 §"),
            ("8 18 Val", "8 18 Val"),
            ("priset är 5 $ per dollar", "priset är 5 $ per dollar"),
            ("rum 8\n\n5 stolar", "rum 8\n\n5 stolar"),
            (
                "\u{fffd} 15 bollar\n\u{fffd} 2 Mål\n\u{fffd} 5 Par",
                "\u{fffd} 15 bollar\n\u{fffd} 2 Mål\n\u{fffd} 5 Par",
            ),
            ("# **KPR § 4 Val**\n# **KPR \\$ 5 Budget**", "# **KPR § 4 Val**\n# **KPR § 5 Budget**"),
            ("\u{fffd} 17 Val\n\u{fffd}18 Val", "§ 17 Val\n§18 Val"),
            ("dnr $2031/00042", "dnr $2031/00042"),
        ] {
            let source = Source::new("x".into(), Format::Text, "utf-8".into(), String::new(), 0, text.into());
            assert_eq!(Repaired::new(text, edits(&source)).text(), expected);
        }
    }
}
