//! Small readings of text that several stages share.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::{Captures, Match, Regex};

/// A pattern of our own, made ready when it is first asked.
///
/// One that is mistyped stops a test run; a program in use goes on without its rule, as if nothing ever fitted.
#[derive(Debug)]
pub struct Pattern {
    form: &'static str,
    held: OnceLock<Option<Regex>>,
    wider: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern of this form, in the syntax of the crate `regex`; `\d`, `\p{L}`, `\p{Lu}` and `\p{Ll}` mean figures and
    /// letters of the Latin script.
    pub const fn new(form: &'static str) -> Self {
        Pattern { form, held: OnceLock::new(), wider: OnceLock::new() }
    }

    /// The pattern, where it may fit somewhere in `text`.
    ///
    /// The borders of words, as Unicode has them, are the one thing that the fast engine of `regex` cannot follow
    /// through å, ä and ö. So it is asked first for the form without them, which fits wherever the form does; most
    /// lines are done with that.
    fn may_fit(&self, text: &str) -> Option<&Regex> {
        const BORDER: &str = r"\b";
        let made = |form: &str| {
            let regex = Regex::new(&narrowed(form));
            debug_assert!(regex.is_ok(), "{regex:?}");
            regex.ok()
        };
        if self.form.contains(BORDER)
            && let Some(wider) = self.wider.get_or_init(|| made(&self.form.replace(BORDER, "")))
            && !wider.is_match(text)
        {
            return None;
        }
        self.held.get_or_init(|| made(self.form)).as_ref()
    }

    /// Whether it fits anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_fit(text).is_some_and(|regex| regex.is_match(text))
    }

    /// Where it fits first.
    pub fn find<'a>(&self, text: &'a str) -> Option<Match<'a>> {
        self.may_fit(text)?.find(text)
    }

    /// Everywhere that it fits, in order and without overlap.
    pub fn find_iter<'a>(&self, text: &'a str) -> impl Iterator<Item = Match<'a>> {
        self.may_fit(text).into_iter().flat_map(move |regex| regex.find_iter(text))
    }

    /// Where it fits first, with its groups.
    pub fn captures<'a>(&self, text: &'a str) -> Option<Captures<'a>> {
        self.may_fit(text)?.captures(text)
    }

    /// Everywhere that it fits, with its groups.
    pub fn captures_iter<'a>(&self, text: &'a str) -> impl Iterator<Item = Captures<'a>> {
        self.may_fit(text).into_iter().flat_map(move |regex| regex.captures_iter(text))
    }

    /// `text` with `by` in every place where it fits; `$1` in it stands for the first group.
    pub fn replace_all<'a>(&self, text: &'a str, by: impl regex::Replacer) -> Cow<'a, str> {
        match self.may_fit(text) {
            Some(regex) => regex.replace_all(text, by),
            None => Cow::Borrowed(text),
        }
    }
}

/// The form with its classes of letters held to the Latin script as U+0000 to U+024F and U+1E00 to U+1EFF have it, and
/// its figures to 0 to 9. The other scripts make a pattern many times as large; `\b`, `\w` and `\s` stay as they are.
fn narrowed(form: &str) -> String {
    const CLASSES: [(&str, &str); 4] = [
        (r"\d", "[0-9]"),
        (r"\p{L}", r"[\p{L}&&[\x00-\u{24F}\u{1E00}-\u{1EFF}]]"),
        (r"\p{Lu}", r"[\p{Lu}&&[\x00-\u{24F}\u{1E00}-\u{1EFF}]]"),
        (r"\p{Ll}", r"[\p{Ll}&&[\x00-\u{24F}\u{1E00}-\u{1EFF}]]"),
    ];
    CLASSES.iter().fold(form.to_owned(), |form, (class, narrow)| form.replace(class, narrow))
}

/// `text` in small letters, as [`str::to_lowercase`] has it, but quick where the text is Swedish.
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'A'..='Z' => out.push(letter.to_ascii_lowercase()),
            '\0'..='\u{7f}' | 'å' | 'ä' | 'ö' | 'é' | '–' | '”' => out.push(letter),
            'Å' => out.push('å'),
            'Ä' => out.push('ä'),
            'Ö' => out.push('ö'),
            // A sigma's small form hangs on its place in the word.
            'Σ' => return text.to_lowercase(),
            _ => out.extend(letter.to_lowercase()),
        }
    }
    out
}

/// Whether `text` begins with `att`, as a clause of a decision does, or is that word, above the clause.
pub fn is_clause(text: &str) -> bool {
    text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("att ")) || text.eq_ignore_ascii_case("att")
}

/// Joins lines to one, as a reader does: white space to single spaces, words broken by a hyphen at the line's
/// end put together again.
///
/// The hyphen stays where it belongs to the word: before `och`, `eller`, `samt`, `respektive` (`hälso- och`),
/// after an acronym or a figure (`SUS-frågor`), and before a capital letter.
pub fn unwrap<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for line in lines {
        for word in line.split_whitespace() {
            match joined.strip_suffix(HYPHENS).filter(|_| !joined.ends_with(" -") && joined != "-") {
                Some(before) if starts_line(line, word) => {
                    let stem = before.rsplit([' ', '-', '/']).next().unwrap_or("");
                    if hanging(word) {
                        joined.push(' ');
                    } else if keeps_hyphen(stem, word) {
                        // The parts stand together with their hyphen.
                    } else {
                        joined.truncate(before.len());
                    }
                }
                _ if joined.is_empty() => {}
                _ => joined.push(' '),
            }
            joined.push_str(word);
        }
    }
    joined
}

/// The hyphen, the one that only breaks words, and the one that is seen only at a line's end.
pub const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

/// Whether `word` is the first of `line`.
fn starts_line(line: &str, word: &str) -> bool {
    line.trim_start().as_ptr() == word.as_ptr()
}

/// Whether a hyphen before `word` hangs: `för- och nackdelar`.
fn hanging(word: &str) -> bool {
    matches!(
        word.trim_end_matches([',', '.']),
        "och" | "eller" | "samt" | "respektive" | "resp." | "resp" | "&" | "o" | "m.fl"
    )
}

/// Whether the hyphen between `stem` and the next line's `word` is the word's own.
fn keeps_hyphen(stem: &str, word: &str) -> bool {
    let first = word.chars().next().unwrap_or(' ');
    // e-tjänst, A-skatt: one letter makes no syllable of Swedish.
    if stem.chars().count() == 1 {
        return true;
    }
    let acronym = stem.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    acronym || stem.ends_with(|c: char| c.is_ascii_digit()) || !first.is_lowercase()
}

/// `text` without Markdown's marks of emphasis, heading and quotation, without struck-through marks, and with letters that
/// were set apart put together; nothing of a stroke below a heading.
pub fn plain(text: &str) -> String {
    /// A tab stands between columns, as a gap of so many spaces does.
    const GAP: &str = "    ";
    if is_rule(text) {
        return String::new();
    }
    let text = text.trim().trim_start_matches('#').trim_start_matches('>').trim();
    let tabs = text.contains('\t').then(|| text.replace('\t', GAP));
    let text = tabs.as_deref().unwrap_or(text);
    match text.contains(['*', '_']) {
        true => together(&without_markdown(text)),
        false => together(text),
    }
}

/// Whether a line is the stroke that a typist set below a heading, or the rule of Markdown, and no text.
fn is_rule(raw: &str) -> bool {
    /// A stroke has so many signs; fewer are a dash.
    const LEAST: usize = 3;
    let signs = raw.trim();
    signs.chars().all(|c| matches!(c, '-' | '=' | '¯' | '–' | '—')) && signs.chars().count() >= LEAST
}

/// Words whose letters a typist set apart to stress them, put together: `a t t`, `N ä r v a r a n d e:`. The text itself
/// keeps the gaps: they are the writer's and no misreading.
fn together(text: &str) -> String {
    let single = |word: &str| {
        let mut letters = word.trim_end_matches([':', ',', '.']).chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    // An engine may take two of the three letters for one word.
    let torn = |words: &[&str]| matches!(words, ["a", "tt", ..] | ["at", "t", ..]);
    // The fast way out: few lines have two lone letters beside each other.
    let beside = |(a, b): (&str, &str)| (single(a) && single(b)) || torn(&[a, b]);
    if !text.split(' ').zip(text.split(' ').skip(1)).any(beside) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if torn(&words[at..]) {
            out.push("att".to_owned());
            at += 2;
            continue;
        }
        let ends = |at: usize| words[at].ends_with([':', ',', '.']);
        let mut end = at;
        while end < words.len() && single(words[end]) && !torn(&words[end..]) && (end == at || !ends(end - 1))
        {
            end += 1;
        }
        let run = &words[at..end];
        if is_stressed(run) {
            out.push(run.concat());
        } else if run.is_empty() {
            out.push(words[at].to_owned());
            end = at + 1;
        } else {
            out.extend(run.iter().map(|word| (*word).to_owned()));
        }
        at = end;
    }
    out.join(" ")
}

/// Whether lone letters are those of one word, and no ticks, grades or parties of a table: behind the first they are
/// small, or they are many, not of one kind and not in the order of the alphabet.
fn is_stressed(run: &[&str]) -> bool {
    const LETTERS: usize = 5;
    const CAPITALS: usize = 7;
    let kinds: std::collections::BTreeSet<&str> = run.iter().copied().collect();
    let small = run.iter().skip(1).all(|word| word.starts_with(char::is_lowercase));
    run == ["a", "t", "t"]
        || (small && run.len() >= LETTERS && kinds.len() > 2)
        || (run.len() >= CAPITALS && kinds.len() > 4 && !run.is_sorted())
}

/// `text` without Markdown's marks.
fn without_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if first != '*' {
            // An underscore is a mark only at the border of a word.
            let before = out.chars().next_back();
            let after = rest.chars().next();
            let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if first != '_' || (inner(before) && inner(after)) {
                out.push(first);
            }
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_figures_of_patterns_are_latin() {
        static NAME: Pattern = Pattern::new(r"^\p{Lu}\p{Ll}+ [\p{L}-]+ \d$");
        assert!(NAME.is_match("Šárka Nguyễn-Åström 7"));
        assert!(!NAME.is_match("Ольга Ek 7") && !NAME.is_match("Ulla Ek ٧"));
    }

    #[test]
    fn broken_lines_are_joined() {
        for (lines, expected) in [
            (vec!["till mötes-", "sekreterare."], "till mötessekreterare."),
            (vec!["hälso-", "och sjukvård"], "hälso- och sjukvård"),
            (vec!["kring SUS-", "frågor"], "kring SUS-frågor"),
            (vec!["Karin Lindén-", "Ek"], "Karin Lindén-Ek"),
            (vec!["förslag - ", "utan mer"], "förslag - utan mer"),
            (vec!["  a  b", "", "c "], "a b c"),
            (vec!["för- och nackdelar"], "för- och nackdelar"),
            (vec!["2018-", "2020"], "2018-2020"),
            (vec!["nya e-", "tjänster"], "nya e-tjänster"),
            (vec!["läng\u{2010}", "derna"], "längderna"),
        ] {
            assert_eq!(unwrap(lines.iter().copied()), expected);
        }
    }

    #[test]
    fn small_letters_are_those_of_the_library() {
        for text in ["", "ÅRSMÖTE 2020 – É", "ΟΔΟΣ", "İstanbul", "Straße", "§ 4 Åsa”"] {
            assert_eq!(lower(text), text.to_lowercase());
        }
        let all: String = (1..=char::MAX as u32).filter_map(char::from_u32).filter(|c| *c != 'Σ').collect();
        assert_eq!(lower(&all), all.to_lowercase());
    }

    #[test]
    fn a_pattern_fits_where_its_borders_do() {
        static WORD: Pattern = Pattern::new(r"\bås\b");
        assert!(WORD.is_match("på en ås."));
        assert!(!WORD.is_match("åsen") && !WORD.is_match("lås") && !WORD.is_match("en sal"));
    }

    #[test]
    fn marks_are_taken_off() {
        for (text, expected) in [
            ("### **5. Rubrik**", "5. Rubrik"),
            ("*Tora*, _chef_", "Tora, chef"),
            ("fil_namn.txt", "fil_namn.txt"),
            ("5 < 6", "5 < 6"),
            ("om a<b och c>d slutet", "om a<b och c>d slutet"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
