//! Marks that are no letters but stand for one.

use justera_core::text::Pattern;
use justera_core::{CaseNumber, Edit, EditKind, Format, Source, Span, Trust};

use crate::words::abbreviations;

/// `|` before a word, not at the border of a table: the preposition's capital I. Before a capital letter only at the
/// start of a line, since elsewhere a rule of the form stands before names; after `på` it is the figure 1.
static BAR: Pattern = Pattern::new(r"(?:^[ \t]*(\|) [\p{L}0-9&]|[^|:\s][ \t]+(\|) [\p{Ll}0-9&])");
/// A bar behind a sentence, at the end of a line: a word goes on below it.
static STOPPED: Pattern = Pattern::new(r"[\p{Ll}\d)][.!?][ \t]+\|[ \t]*$");
/// A bar at the start of a line before a capital letter: several are the rule beside a list.
static RULE: Pattern = Pattern::new(r"^[ \t]*\|[ \t]\p{Lu}");
/// A whole date behind a bar: the head of a page, where no preposition stands.
static DATE: Pattern = Pattern::new(r"^\s*\d{4}-\d{2}-\d{2}");
/// `$\S 130$`, `$3,2 \%$`: models that read pages as formulas write signs and figures so; `\S 5` where they lost the
/// formula's borders.
static LATEX: Pattern = Pattern::new(r"\$([^$\n]{1,60})\$|(?:^|[\s|(#*])((?:\\S\s?)?\\S)\s?\d");
/// A command or a group inside a formula.
static COMMAND: Pattern = Pattern::new(
    r"\\(?:mathrm|mathbf|mathit|text|textbf|textit|mathsf)\s?\{([^{}\\]*)\}|\^\s?\{?\\circ\}?|\^\s?\{?(\d{1,2})\}?|\\([A-Za-z]+|[^A-Za-z])|\{([^{}\\\p{L}]*)\}",
);
/// A formula each of whose signs stands apart: `\S 2 3 { - } 2 8`.
static APART: Pattern = Pattern::new(r"\d \d|\{ [^{}\p{L}] \}|\\ S");
/// What may be an abbreviation of several parts: `t.0.m.`, `bi.a.`, `tex.`, `bla.`
static DOTTED: Pattern = Pattern::new(r"(?:^|[ \t(])([a-zåäö01|]{1,3}(?:\.[a-zåäö01|]{1,3}){1,3}|tex|bla)\.");
/// What stands for a bullet at the start of a line.
static BULLET: Pattern = Pattern::new(
    r"^[ \t]*(?:([•·«»¢*+-])(?:[ \t]+[\p{L}\d(]|\p{Lu}\p{Ll})|([>=~])(?:[ \t]+\p{L}|\p{Lu}\p{Ll}))",
);

/// One year, for which someone is chosen: the figure 1 is read as l, I or a bar, at times glued to the word. `på lår`
/// with its own å is another thing.
static ONE_YEAR: Pattern = Pattern::new(r"\bp[åa] ([lI|L]\s?[aä]r|[lI|] år)(?:$|[\s,.;(])");

/// The label of a case's number with its n misread: `Dar 2012/71`.
static CASE: Pattern = Pattern::new(r"(?:^|[\s(])(D[ao]r)\b[.:]?[ \t]+[\p{Lu}\d]");

/// No number of a case is longer, in characters with the letters before it.
const CASE_LENGTH: usize = 40;

/// A dash that was lost before, between years, hours or small numbers: `2024–2026`, `18.00–20.15`, `5–7`. Between
/// thousands a space stood.
static DASH: Pattern = Pattern::new(
    r"(?:^|[^\d\x{FFFD}.:])(\d{4}|\d{1,2}[.:]\d{2}|\d{1,2})(\x{FFFD})(\d{4}|\d{1,2}[.:]\d{2}|\d{1,2})(?:$|[^\d\x{FFFD}])",
);

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
    let tables = source
        .lines()
        .iter()
        .map(|line| line.of(text))
        .filter(|line| line.matches('|').count() > 1 && !runs_on(line))
        .count();
    let rules = source.lines().iter().filter(|line| RULE.is_match(line.of(text))).count();
    let draws = tables > 0 || rules > 2 || source.format() == Format::Markdown;
    for (nth, &line) in source.lines().iter().enumerate() {
        let content = line.of(text);
        let bars = content.matches('|').count();
        if !draws && (bars == 1 || bars > 1 && runs_on(content)) {
            let below = source.lines().get(nth + 1).map_or("", |line| line.of(text).trim_start());
            let ends = STOPPED.find(content).filter(|_| below.starts_with(char::is_lowercase));
            let bars = BAR
                .captures_iter(content)
                .filter_map(|found| found.get(1).or(found.get(2)))
                .filter(|bar| !content[..bar.start()].trim_end().ends_with("på"))
                .filter(|bar| !DATE.is_match(&content[bar.end()..]))
                .map(|bar| bar.start())
                .chain(ends.map(|found| content[..found.end()].trim_end().len() - 1));
            for bar in bars {
                let at = Span::new(line.start + bar, line.start + bar + 1);
                put(at, "I", EditKind::Mark, "a lone bar before a word is the word I");
            }
        }
        for found in LATEX.captures_iter(content) {
            let written = match (found.get(0), found.get(1), found.get(2)) {
                (Some(whole), Some(inner), _) => {
                    formula(inner.as_str(), source.format()).map(|to| (whole, to))
                }
                (_, _, Some(sign)) => formula(sign.as_str(), source.format()).map(|to| (sign, to)),
                _ => None,
            };
            let Some((whole, to)) = written else { continue };
            let at = Span::new(line.start + whole.start(), line.start + whole.end());
            put(at, &to, EditKind::Mark, "text that was written as a formula");
        }
        for found in ONE_YEAR.captures_iter(content).filter_map(|found| found.get(1)) {
            let at = Span::new(line.start + found.start(), line.start + found.end());
            put(at, "1 år", EditKind::Digit, "someone is chosen for years, and a figure stands before them");
        }
        for found in DASH.captures_iter(content).filter(ascends).filter_map(|found| found.get(2)) {
            let at = Span::new(line.start + found.start(), line.start + found.end());
            put(at, "–", EditKind::Mark, "a sign was lost here; between figures it is a dash");
        }
        for found in CASE.captures_iter(content).filter_map(|found| found.get(1)) {
            let behind = content[found.end()..].trim_start_matches(['.', ':', ' ', '\t']);
            let labelled: String = "Dnr ".chars().chain(behind.chars().take(CASE_LENGTH)).collect();
            let number = CaseNumber::labelled(&labelled).map_or("", |case| case.number);
            if number.contains(['/', '-']) && number.bytes().filter(u8::is_ascii_digit).count() >= 3 {
                let at = Span::new(line.start + found.start(), line.start + found.end());
                put(at, "Dnr", EditKind::Confusion, "the number of a case stands behind it");
            }
        }
        for found in DOTTED.captures_iter(content).filter_map(|found| found.get(1)) {
            // `bla.` may be a colour at the end of a sentence.
            let goes_on = || content[found.end() + 1..].trim_start().starts_with(char::is_lowercase);
            if let Some(meant) = abbreviation(found.as_str()).filter(|_| found.as_str() != "bla" || goes_on())
            {
                let at = Span::new(line.start + found.start(), line.start + found.end());
                put(at, meant, EditKind::Mark, "an abbreviation with a letter or stop misread");
            }
        }
    }
    for at in inline_bullets(source) {
        put(at, "•", EditKind::Mark, "nothing is quoted here, and the mark stands by itself again and again");
    }
    if source.format() == Format::Text {
        for (at, meant) in bullets(source) {
            put(at, meant, EditKind::Mark, "other lines of the list begin with a bullet");
        }
    }
    found.sort_by_key(|edit| edit.at.start);
    found
}

/// Whether two numbers of the same kind rise.
fn ascends(found: &regex::Captures<'_>) -> bool {
    let [first, last] = [1, 3].map(|group| found.get(group).map_or("", |number| number.as_str()));
    let value = |number: &str| number.replace([':', '.'], "").parse::<u32>().unwrap_or(0);
    first.len().abs_diff(last.len()) <= 1 && value(first) < value(last)
}

/// What a formula says that is none: signs, figures and words; none where it may be one.
fn formula(inner: &str, format: Format) -> Option<String> {
    // Money has its space behind the sign, `25 $ 2 3 $`.
    let may = inner.contains('\\') || !inner.starts_with(' ');
    let adjacent = || inner.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_digit));
    let apart = may && APART.is_match(inner) && !adjacent();
    let tight: String = if apart { inner.split(' ').collect() } else { inner.to_owned() };
    let inner = tight.as_str();
    if !inner.contains('\\') {
        // Figures alone between marks: so writes a model that makes Markdown; elsewhere it may be money.
        let group = apart || inner.contains("^{");
        let sign =
            |c| matches!(c, '.' | ',' | ':' | '-' | '–' | '/') || group && matches!(c, '{' | '}' | '~' | '^');
        let figures = inner.chars().all(|c| c.is_ascii_digit() || sign(c))
            && inner.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
            && inner.ends_with(|c: char| c.is_ascii_digit() || c == '}');
        if !figures || !group && format != Format::Markdown {
            return None;
        }
    }
    let mut out = String::new();
    let mut last = 0;
    for found in COMMAND.captures_iter(inner) {
        let whole = found.get(0)?;
        out.push_str(&inner[last..whole.start()]);
        last = whole.end();
        if let Some(text) = found.get(1) {
            out.push_str(text.as_str());
        } else if let Some(power) = found.get(2) {
            const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
            out.extend(power.as_str().bytes().map(|digit| RAISED[usize::from(digit - b'0')]));
        } else if let Some(group) = found.get(4) {
            out.push_str(group.as_str());
        } else {
            out.push_str(match found.get(3).map_or("circ", |name| name.as_str()) {
                "S" => "§",
                "circ" => "°",
                "times" => "×",
                "cdot" => "·",
                "pm" => "±",
                "leq" | "le" => "≤",
                "geq" | "ge" => "≥",
                "to" | "rightarrow" => "→",
                "ldots" | "dots" => "…",
                "quad" | " " | "," | ";" => " ",
                sign @ ("%" | "&" | "#" | "_" | "$") => sign,
                _ => return None,
            });
        }
    }
    out.push_str(&inner[last..]);
    let out = out.replace("§ §", "§§").replace('~', " ");
    let mut text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // `§130` stands as others write it.
    if let Some(digit) =
        text.find('§').map(|at| at + text[at..].len() - text[at..].trim_start_matches('§').len())
        && text[digit..].starts_with(|c: char| c.is_ascii_digit())
    {
        text.insert(digit, ' ');
    }
    (!text.is_empty() && !text.contains(['\\', '{', '}', '^', '_', '='])).then_some(text)
}

/// Whether all bars of a line stand before words, and one of them behind a sentence: such a line is no row of a table.
fn runs_on(line: &str) -> bool {
    static BEHIND_SENTENCE: Pattern = Pattern::new(r"[\p{Ll}\d]{2}[.!?][ \t]+\| \p{Ll}{2}");
    let words = BAR.captures_iter(line).count();
    words == line.matches('|').count() && BEHIND_SENTENCE.is_match(line)
}

/// The one abbreviation that the letters of `read` can be, if it is none itself.
fn abbreviation(read: &str) -> Option<&'static str> {
    // What is one stroke, and what is one ring.
    let alike = |text: &str| -> String {
        let shape = |c| match c {
            'i' | '1' | '|' => 'l',
            '0' => 'o',
            _ => c,
        };
        // A ring is at times read twice, as a letter and as a figure.
        let mut letters: Vec<char> = text.chars().filter(|&c| c != '.').map(shape).collect();
        letters.dedup();
        letters.into_iter().collect()
    };
    let known = abbreviations();
    if known.contains(read) || (read.chars().all(|c| c.is_ascii_digit() || c == '.')) {
        return None;
    }
    let shape = alike(read);
    let mut meant = known.iter().filter(|held| held.contains('.') && alike(held) == shape);
    let only = meant.next().copied()?;
    // Without their stops only t.ex. and, inside a sentence, bl.a. are told from words.
    let stops = |text: &str| text.matches('.').count();
    (meant.next().is_none() && (stops(only) == stops(read) || matches!(read, "tex" | "bla"))).then_some(only)
}

/// Bullets inside lines, where a list was set as running text: » by itself between words, three times and more, in a text
/// that has no « and no » at a word.
fn inline_bullets(source: &Source) -> Vec<Span<justera_core::Raw>> {
    const LEAST: usize = 3;
    let text = source.text();
    let alone = |at: usize| {
        let free = |c: Option<char>| c.is_none_or(char::is_whitespace);
        free(text[..at].chars().next_back()) && free(text[at + '»'.len_utf8()..].chars().next())
    };
    let places: Vec<usize> = text.match_indices('»').map(|(at, _)| at).collect();
    if places.len() < LEAST || text.contains('«') || !places.iter().all(|&at| alone(at)) {
        return Vec::new();
    }
    // At the beginning of a line they are bullets of a list, see below.
    let starts = |at: &usize| {
        let before = text[..*at].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with('\n')
    };
    places.into_iter().filter(|at| !starts(at)).map(|at| Span::new(at, at + '»'.len_utf8())).collect()
}

/// Bullets that were read as another mark: as a quotation mark, which begins no item of a list, or as the
/// arms of a dash where the document has dashes.
fn bullets(source: &Source) -> Vec<(Span<justera_core::Raw>, &'static str)> {
    /// So many lines of a document make a list.
    const LINES: usize = 3;
    let text = source.text();
    let starts: Vec<(Span<justera_core::Raw>, char)> = source
        .lines()
        .iter()
        .filter_map(|&line| {
            let content = line.of(text);
            let found = BULLET.captures(content)?;
            let mark = found.get(1).or(found.get(2))?;
            // What is closed again on its line is quoted.
            let quoted = content[mark.end()..].contains(['«', '»']);
            let at = Span::new(line.start + mark.start(), line.start + mark.end());
            mark.as_str().chars().next().filter(|_| !quoted).map(|mark| (at, mark))
        })
        .collect();
    let count = |marks: &[char]| starts.iter().filter(|(_, mark)| marks.contains(mark)).count();
    let round = ['•', '«', '»', '¢'];
    let misread = count(&round[1..]) > 0 && count(&round) + count(&['*', '+']) >= LINES;
    let dashes = count(&['-']) >= LINES;
    starts
        .into_iter()
        .filter_map(|(at, mark)| match mark {
            '«' | '»' | '¢' | '*' | '+' if misread => Some((at, "•")),
            '>' | '=' | '~' if dashes => Some((at, "-")),
            _ => None,
        })
        .collect()
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
            ("väljs på | år", "väljs på 1 år"),
            ("2024\u{fffd}2026, kl 9.30\u{fffd}12.15", "2024–2026, kl 9.30–12.15"),
            ("1\u{fffd}250 kr, 2024\u{fffd}05\u{fffd}12", "1\u{fffd}250 kr, 2024\u{fffd}05\u{fffd}12"),
            ("suppleant pa lar", "suppleant pa 1 år"),
            ("ledamot på | ar (fyllnadsval)", "ledamot på 1 år (fyllnadsval)"),
            ("ont på låret, på lår", "ont på låret, på lår"),
            ("| 2015 ingick", "I 2015 ingick"),
            ("| 2015-09-22 2(5)", "| 2015-09-22 2(5)"),
            ("gäller t.0.m. 2020", "gäller t.o.m. 2020"),
            ("finns bla. en damm", "finns bl.a. en damm"),
            ("väggen är bla. Taket", "väggen är bla. Taket"),
            ("gäller t.0o.m. 2020", "gäller t.o.m. 2020"),
            ("version 1.0.3", "version 1.0.3"),
            ("på området, bi.a. genom", "på området, bl.a. genom"),
            ("frågor, tex. om", "frågor, t.ex. om"),
            ("kl. 9.10. Mötet", "kl. 9.10. Mötet"),
            ("# $\\S$ 40 Val", "# § 40 Val"),
            ("$\\S \\S 38-49$, $\\S 50$, och $\\S\\S 1-2$", "§§ 38-49, § 50, och §§ 1-2"),
            ("\\S 52 Meddelanden, \\Sverige", "§ 52 Meddelanden, \\Sverige"),
            ("upp $3,2 \\%$ och $14^{\\circ}$, $5 \\mathrm{~m}^{2}$", "upp 3,2 % och 14°, 5 m²"),
            (r"# $\S 2 3$ Val, $\ S \ S 2 3 { - } 2 8$", "# § 23 Val, §§ 23-28"),
            ("kl. $1 3 { : } 0 0 { - } 1 5 { : } 1 5$ .", "kl. 13:00-15:15 ."),
            (r"$2 5 ~ 0 0 0$ kronor, $18 \%$, $1 8 4 7$", "25 000 kronor, 18 %, 1847"),
            ("december $2026^{1}$, 25 $ 2 3 $", "december 2026¹, 25 $ 2 3 $"),
            ("mellan $5 och $6, $\\frac{1}{2}$", "mellan $5 och $6, $\\frac{1}{2}$"),
            ("• Ett\n« Två\n* Tre", "• Ett\n• Två\n• Tre"),
            ("* Ett\n* Två\n* Tre", "* Ett\n* Två\n* Tre"),
            ("- Ett\n- Två\n= Tre\n- Fyra", "- Ett\n- Två\n- Tre\n- Fyra"),
            ("« Ett ord » sade\n« Två », och\n« Tre » är", "« Ett ord » sade\n« Två », och\n« Tre » är"),
        ] {
            let source = Source::new("x".into(), Format::Text, "utf-8".into(), String::new(), 0, text.into());
            assert_eq!(Repaired::new(text, edits(&source)).text(), expected);
        }
    }
}
