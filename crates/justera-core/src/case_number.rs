//! Numbers of cases in a register (diarienummer): `Dnr KS 2024/88`, `SLK-2025-00518`, `03/Ks 0061 042`.

use regex::Captures;

use crate::text::Pattern;

/// A case number in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseNumber<'a> {
    /// The number as written, without its label.
    pub number: &'a str,
    /// The byte where its label begins, or where the number does that has none.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
}

/// The words that announce one.
macro_rules! label {
    () => {
        r"(?i:dnr|diarienr|diarienummer|ärendenr|ärendenummer|dok\.?nr|beteckning)"
    };
}

/// What follows a label: the register's letters, year and serial number, and the class of the archive's plan behind a
/// space (`2021-12 700`); the letters may stand inside (`03/Ks 0061`, `2023KS88`) and behind it (`2024:12 KS`).
macro_rules! labelled {
    () => {
        r"(?P<n>(?:\p{Lu}\p{L}{0,7}[\s/.:-]{0,2}){0,2}\d[\d/.:-]*(?:\p{L}{1,7}[\s/.:-]?\d[\d/.:-]*)?(?:\s\d{3}\b)?(?:\s?\p{Lu}{1,5}\b)?)"
    };
}

/// What is a case number without a label: a year and a serial number, in either order.
macro_rules! bare {
    () => {
        r"(?P<m>(?:\p{Lu}{1,6}[\s/.-]?)?(?:\d{4}[./:-]\s?\d{1,6}|\d{1,6}/\d{2,4})(?:[.-]\d{1,4})?(?:\s?\p{Lu}{1,5}\b)?)"
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
            r")[\s*_]*"
        ));
        Self::of(FORM.captures(text)?)
    }

    /// The first behind a label.
    pub fn labelled(text: &'a str) -> Option<Self> {
        static FORM: Pattern = Pattern::new(concat!(r"\b", label!(), r"\b[.:*\s|]*", labelled!()));
        Self::of(FORM.captures(text)?)
    }

    fn of(found: Captures<'a>) -> Option<Self> {
        let number = found.name("n").or_else(|| found.name("m"))?;
        let whole = found.get(0)?;
        Some(CaseNumber {
            number: number.as_str().trim_end_matches(['.', ',', ':', '-', '/']),
            start: whole.start(),
            end: whole.end(),
        })
    }
}

/// The bytes of `text` that stand between an item's number and its heading: case numbers, and the paragraphs under which
/// other bodies had the same matter (`Au § 187   Dnr 61/79`); and the first of the case numbers.
pub fn apart_from_heading(text: &str) -> (usize, Option<&str>) {
    static ELSEWHERE: Pattern =
        Pattern::new(r"^[\s*_,;/]*\p{Lu}\p{L}{0,5}\.?\s?§{1,2}\s?\d{1,4}(?:/\d{2,4})?(?:\s|$)");
    // § misread: only where a case number stands behind it.
    static MISREAD: Pattern = Pattern::new(r"^[\s*_,;/]*\p{Lu}\p{L}{0,5}\.?\s[$&85S]{1,2}\s\d{1,4}\s+");
    let misread = |rest: &str| {
        let end = MISREAD.find(rest)?.end();
        CaseNumber::leading(&rest[end..]).map(|_| end)
    };
    let (mut at, mut first) = (0, None);
    loop {
        let rest = &text[at..];
        if let Some(end) = ELSEWHERE.find(rest).map(|found| found.end()).or_else(|| misread(rest)) {
            at += end;
        } else if let Some(number) = CaseNumber::leading(rest) {
            at += number.end;
            first = first.or(Some(number.number));
        } else {
            return (at, first);
        }
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
        assert_eq!(CaseNumber::labelled("Om vägar   Dnr 187/75").map(|found| found.start), Some(12));
    }

    #[test]
    fn what_stands_between_a_number_and_its_heading_is_counted() {
        for (text, expected) in [
            ("Au § 187     Dnr 61/79", (23, Some("61/79"))),
            ("Dnr 2021-12 700 Om vägar", (16, Some("2021-12 700"))),
            ("Au 8 187 Dnr 61/79", (18, Some("61/79"))),
            ("Om vägar", (0, None)),
        ] {
            assert_eq!(apart_from_heading(text), expected, "{text}");
        }
    }
}
