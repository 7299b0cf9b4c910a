//! Numbers of cases in a register (diarienummer): `Dnr KS 2024/88`, `SLK-2025-00518`, `03/Ks 0061 042`.

use regex::Captures;

use crate::text::Pattern;

/// A case number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseNumber<'a> {
    /// The number as written, without its label.
    pub number: &'a str,
    /// The byte of the text where its label begins; where it has none, where the number does.
    pub start: usize,
    /// The byte of the text behind the number, and behind the blanks and marks of emphasis that follow it.
    pub end: usize,
}

/// The words that announce one.
macro_rules! label {
    () => {
        r"(?i:dnr|diarienr|diarienummer|ärende\s?nr|ärendenummer)"
    };
}

/// The same, and those that announce the document's own.
macro_rules! label_of_document {
    () => {
        r"(?i:dnr|diarienr|diarienummer|ärende\s?nr|ärendenummer|dok\.?nr|(?:ärende)?beteckning)"
    };
}

/// What follows a label: the register's letters, year and serial number, and the class of the archive's plan behind a
/// space (`2021-12 700`); the letters may stand inside (`03/Ks 0061`, `2023KS88`) and behind it (`2024:12 KS`).
macro_rules! labelled {
    () => {
        r"(?P<n>(?:\p{Lu}\p{L}{0,7}[\s/.:-]{0,2}){0,2}\d[\d/.:-]*(?:\p{L}{1,7}[\s/.:-]?\d[\d/.:-]*)?(?P<class>\s{1,3}\d{3}\b)?(?P<unit>\s?\p{Lu}{1,5}\b)?)"
    };
}

/// What is a case number without a label: a year and a serial number, in either order, or both behind a unit's number.
macro_rules! bare {
    () => {
        r"(?P<m>(?:\p{Lu}{1,6}[\s/.-]?)?(?:\d{3}-\d{1,6}-\d{4}|\d{4}[./:-]\s?\d{1,6}|\d{1,6}/\d{2,4})(?:[.-]\d{1,4})?(?:\s?\p{Lu}{1,5}\b)?)"
    };
}

impl<'a> CaseNumber<'a> {
    /// The one that `text` begins with, behind its label or by its form alone.
    pub fn leading(text: &'a str) -> Option<Self> {
        static FORM: Pattern = Pattern::new(concat!(
            r"^[\s*_]*(?:",
            label!(),
            r"\b[.:*\s|]*",
            labelled!(),
            r"|(?:(?i:ärende):?\s*)?",
            bare!(),
            r")"
        ));
        Self::of(text, &FORM.captures(text)?)
    }

    /// The first behind a label, the document's own among them.
    pub fn labelled(text: &'a str) -> Option<Self> {
        static FORM: Pattern =
            Pattern::new(concat!(r"\b", label_of_document!(), r"\b[.:*\s|]*", labelled!()));
        Self::of(text, &FORM.captures(text)?)
    }

    /// The last behind a label, where nothing but closing marks stands behind it: `Om vägar (Dnr KS 2023/88)`.
    pub fn trailing(text: &'a str) -> Option<Self> {
        static FORM: Pattern = Pattern::new(concat!(r"\b", label!(), r"\b[.:*\s|]*", labelled!()));
        let last = FORM.captures_iter(text).last()?;
        Self::of(text, &last)
            .filter(|found| text[found.end..].trim_matches([')', ']', '.', ' ', '\t']).is_empty())
    }

    /// Whether `text` is one and nothing else.
    pub fn is_alone(text: &'a str) -> bool {
        Self::leading(text).is_some_and(|found| found.end == text.len())
    }

    fn of(text: &'a str, found: &Captures<'a>) -> Option<Self> {
        let number = found.name("n").or_else(|| found.name("m"))?;
        let mut end = number.end();
        // `Dnr 12/79 EU-stöd`, `Dnr 12/79 100 nya träd`: what follows shows that the letters and the figures are the
        // heading's.
        if let Some(unit) = found.name("unit").filter(|unit| text[unit.end()..].starts_with('-')) {
            end = unit.start();
        }
        let counts = |text: &str| {
            text.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '%')
        };
        if let Some(class) =
            found.name("class").filter(|class| end >= class.end() && counts(&text[class.end()..]))
        {
            end = class.start();
        }
        let behind = &text[end..];
        let blank = behind.len()
            - behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).len();
        Some(CaseNumber {
            number: text[number.start()..end].trim_end_matches(['.', ',', ':', '-', '/']),
            start: found.get(0)?.start(),
            end: end + blank,
        })
    }
}

/// Whether a number is a span of years: `2024-2026`, `2024/25`.
pub fn is_years(number: &str) -> bool {
    let parts: Vec<&str> = number.split(['/', '-']).collect();
    let [first, second] = parts[..] else { return false };
    let (Ok(first), Ok(last)) = (first.parse::<u32>(), second.parse::<u32>()) else { return false };
    let last = if second.len() == 2 { first / 100 * 100 + last } else { last };
    (1800..2100).contains(&first) && last > first && last - first <= 10
}

/// How many bytes of `text` stand between an item's number and its heading, and the first case number among them: case
/// numbers, and the paragraphs under which other bodies had the same matter (`Au § 187   Dnr 61/79`).
pub fn apart_from_heading(text: &str) -> (usize, Option<&str>) {
    // A law has its § too: what follows another body's paragraph is a gap, a case number or nothing.
    static ELSEWHERE: Pattern = Pattern::new(
        r"^[\s*_,;/]*\p{Lu}\p{L}{0,5}\.?\s?(?P<sign>§{1,2}|[$&85S]{1,2}\s)\s?\d{1,4}(?:/\d{2,4})?(?P<gap>\s*)",
    );
    let elsewhere = |rest: &str| {
        let found = ELSEWHERE.captures(rest)?;
        let end = found.get(0)?.end();
        // § misread: only where a case number stands behind it.
        let sure = found["sign"].starts_with('§') && (found["gap"].len() >= 3 || end == rest.len());
        (sure || CaseNumber::leading(&rest[end..]).is_some()).then_some(end)
    };
    // `Dnr -`: a label without its number.
    static EMPTY: Pattern = Pattern::new(concat!(r"^[\s*_]*", label!(), r"\b[.:]?\s*[-–—]\s*"));
    // `Bn § 88     Bn 1995/211`: nothing but a unit's letters and a number.
    static OF_UNIT: Pattern = Pattern::new(
        r"^[\s*_]*(?P<n>\p{Lu}\p{L}{1,3}\s(?:\d{4}/\d{1,5}|\d{1,5}/\d{2,4})(?:\s\d{3})?)[\s*_]*$",
    );
    if let Some(number) = OF_UNIT.captures(text).and_then(|found| found.name("n"))
        && CaseNumber::labelled(text).is_none()
        && !is_years(number.as_str().split(' ').nth(1).unwrap_or(""))
    {
        return (text.len(), Some(number.as_str()));
    }
    let (mut at, mut first) = (EMPTY.find(text).map_or(0, |found| found.end()), None);
    loop {
        let rest = &text[at..];
        if let Some(end) = elsewhere(rest) {
            at += end;
            continue;
        }
        // Several are parted by commas.
        let next = rest.trim_start_matches([',', ';', ' ']);
        let parted = first.is_none() || rest.starts_with([',', ';']);
        let Some(number) = CaseNumber::leading(next).filter(|found| parted && !is_years(found.number)) else {
            return (at, first);
        };
        at = text.len() - next.len() + number.end;
        first = first.or(Some(number.number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_the_forms_of_many_registers() {
        for (text, number) in [
            ("Dnr KS 2024/88", "KS 2024/88"),
            ("2031.272 KS", "2031.272 KS"),
            ("Dnr 2021-12 700", "2021-12 700"),
            ("Dnr 03/Ks 0061 042", "03/Ks 0061 042"),
            ("Ärendenummer SLK-2025-00518", "SLK-2025-00518"),
            ("Ärendenummer VN 2022/9", "VN 2022/9"),
            ("Dnr: 2023KS88", "2023KS88"),
            ("Dnr 61/79.", "61/79"),
            ("SLK-2025-00518", "SLK-2025-00518"),
        ] {
            assert_eq!(CaseNumber::leading(text).map(|found| found.number), Some(number), "{text}");
        }
        assert_eq!(CaseNumber::leading("Årsredovisning 2002"), None);
        assert_eq!(CaseNumber::trailing("Om vägar   Dnr 187/75").map(|found| found.start), Some(12));
        assert_eq!(
            CaseNumber::trailing("Dnr 1/75 och (Dnr 187/75)").map(|found| found.number),
            Some("187/75")
        );
        assert_eq!(CaseNumber::trailing("Vägens beteckning 123"), None);
        assert!(CaseNumber::is_alone("537-2210-2022") && !CaseNumber::is_alone("Sida 1"));
    }

    #[test]
    fn what_stands_between_a_number_and_its_heading_is_counted() {
        for (text, expected) in [
            ("Au § 187     Dnr 61/79", (23, Some("61/79"))),
            ("Dnr 2021-12 700 Om vägar", (16, Some("2021-12 700"))),
            ("Au 8 187 Dnr 61/79", (18, Some("61/79"))),
            ("Dnr TN 2021/34, KS 2020/12", (26, Some("TN 2021/34"))),
            ("Bn 1995/211", (11, Some("Bn 1995/211"))),
            ("KS 2014/00611 102", (17, Some("KS 2014/00611 102"))),
            ("Vt 2024/25", (0, None)),
            ("Dnr 118/74", (10, Some("118/74"))),
            ("Dnr - Sandning", (6, None)),
            ("Dnr KS 2024/88 100 nya träd", (15, Some("KS 2024/88"))),
            ("Dnr KS 2024/88 EU-stöd", (15, Some("KS 2024/88"))),
            ("Dnr KS 2023/88 2024/2025 års skolplan", (15, Some("KS 2023/88"))),
            ("KL § 6 om jäv", (0, None)),
            ("Om vägar", (0, None)),
        ] {
            assert_eq!(apart_from_heading(text), expected, "{text}");
        }
    }
}
