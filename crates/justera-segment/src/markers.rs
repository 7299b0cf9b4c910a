//! Everything that may begin an item.

use justera_core::text::Pattern;
use justera_core::{Marker, MarkerKind};

use crate::View;

/// A marker's form behind the marks of emphasis, heading and list that may stand before it.
macro_rules! form {
    ($form:literal) => {
        Pattern::new(concat!(r"^(?:\s|\u{c}|#|\*|_|>|\||</?(?:strong|b|em|i|h\d|p|li|ul|div)>)*", $form))
    };
}

/// The ways in which markers are written; the first that fits a line counts.
static FORMS: [(MarkerKind, Pattern); 9] = [
    (MarkerKind::Decimal, form!(r"(?:§\s*)?(?:\d{1,3})\.(?P<n>\d{1,2})(?:[.:)]|\s|\*)\s*")),
    // § 4, §4, §§ 4, Ks § 46, Paragraf 4.
    (
        MarkerKind::Section,
        form!(
            r"(?:(?:\p{Lu}[\p{L}]{0,6}\s?)?§§?\s*|(?i:paragraf|ärende|punkt)\s+)(?P<n>\d{1,4})\b(?:\s?[.:)])?(?:\*\*)?\s*"
        ),
    ),
    (MarkerKind::Section, form!(r"(?P<n>\d{1,4})\s?§(?:\s?[.:)])?\s*")),
    // § read as 8, $, &, S or 5; the number follows without a gap, or alone on its line.
    (MarkerKind::SectionMisread, form!(r"[$&8S](?:[$&])?\s?(?P<n>[1-9]\d{0,3})\.?(?:$|\s+)")),
    (MarkerKind::Number, form!(r"(?:[-–]\s+)?(?P<n>\d{1,3})\s?[.)](?:\*\*)?(?:\s+|(?P<glued>\p{Lu})|$)")),
    // A full stop read as a comma: `9, Frågan om …`.
    (MarkerKind::Number, form!(r"(?P<n>\d{1,2}),\s+(?:\p{Lu})")),
    (MarkerKind::Letter, form!(r"(?:[-–]\s+)?(?P<n>[a-zåäö])\s?[).](?:\*\*)?\s+")),
    (MarkerKind::Letter, form!(r"(?:[-–]\s+)?(?P<n>[A-ZÅÄÖa-zåäö])\s?[)/](?:\*\*)?\s*")),
    // An initial stands before a surname too: such a list must have a second entry, see `lists`.
    (MarkerKind::Letter, form!(r"(?P<n>[A-H])\.\s+")),
];

/// All candidates, in order.
pub(crate) fn find(views: &[View<'_>]) -> Vec<Marker> {
    let mut found: Vec<Marker> = views
        .iter()
        .enumerate()
        .filter(|(_, view)| view.counts())
        .filter_map(|(line, view)| marker(view, line))
        .collect();
    // § is taken for misread only where it does not stand as itself.
    let sections = found.iter().filter(|marker| marker.kind == MarkerKind::Section).count();
    if sections >= 2 {
        found.retain(|marker| marker.kind != MarkerKind::SectionMisread);
    }
    found
}

/// Whether the line begins like an item.
pub(crate) fn is_marker(view: &View<'_>) -> bool {
    marker(view, 0).is_some_and(|marker| marker.kind != MarkerKind::SectionMisread)
}

fn marker(view: &View<'_>, line: usize) -> Option<Marker> {
    for (kind, form) in FORMS.iter() {
        let Some(found) = form.captures(view.raw) else { continue };
        let (Some(whole), Some(number)) = (found.get(0), found.name("n")) else { continue };
        let value = match kind {
            MarkerKind::Letter => letter_value(number.as_str())?,
            _ => number.as_str().parse().ok()?,
        };
        let rest = found.name("glued").map_or(whole.end(), |glued| glued.start());
        // The comma form looks at the letter after it.
        let rest = if *kind == MarkerKind::Number && whole.as_str().contains(',') {
            whole.end() - whole.as_str().chars().next_back().map_or(0, char::len_utf8)
        } else {
            rest
        };
        let text = view.raw[rest..].trim();
        if *kind == MarkerKind::SectionMisread && !reads_as_section(text) {
            continue;
        }
        // `3.5.10` is a number of another document.
        if *kind == MarkerKind::Decimal && text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if *kind == MarkerKind::Section && refers(text) || value == 0 {
            return None;
        }
        return Some(Marker {
            kind: *kind,
            number: number.as_str().to_lowercase(),
            value,
            line,
            rest: view.start + rest,
        });
    }
    None
}

/// After a misread § stands nothing, a case number, or a heading; a quantity has a unit after it in small letters.
fn reads_as_section(rest: &str) -> bool {
    rest.chars().next().is_none_or(|first| {
        first.is_uppercase() || first.is_ascii_digit() || matches!(first, '-' | '—' | '–' | '*')
    })
}

/// `§ 4 kommunallagen`, `§ 10, att godkänna`: a reference inside prose that happens to begin a line.
fn refers(rest: &str) -> bool {
    rest.starts_with([',', ';', '–', '-'])
        || (rest.starts_with(char::is_lowercase) && !rest.starts_with("att "))
        || rest.starts_with("att ")
}

/// 1 for a, 27 and up for å, ä and ö.
fn letter_value(letter: &str) -> Option<u32> {
    let small = letter.chars().next()?.to_lowercase().next()?;
    match small {
        'a'..='z' => Some(small as u32 - 'a' as u32 + 1),
        'å' => Some(27),
        'ä' => Some(28),
        'ö' => Some(29),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Option<(MarkerKind, u32, &str)> {
        let view = View {
            raw,
            plain: justera_core::text::plain(raw),
            start: 0,
            page: 1,
            furniture: false,
            contents: false,
        };
        marker(&view, 0).map(|marker| (marker.kind, marker.value, raw[marker.rest..].trim()))
    }

    #[test]
    fn markers_are_read_in_all_their_forms() {
        use MarkerKind::{Decimal, Letter, Number, Section, SectionMisread};
        for (raw, expected) in [
            ("4. Rapporter", Some((Number, 4, "Rapporter"))),
            ("### **4. Avtal**", Some((Number, 4, "Avtal**"))),
            ("10.Regeringens samordnare", Some((Number, 10, "Regeringens samordnare"))),
            ("9, Frågan om ansvar", Some((Number, 9, "Frågan om ansvar"))),
            ("6.", Some((Number, 6, ""))),
            ("§ 112 2031.272 KS", Some((Section, 112, "2031.272 KS"))),
            ("§4", Some((Section, 4, ""))),
            ("4 § Val", Some((Section, 4, "Val"))),
            ("<strong>§ 2 Mötet</strong>", Some((Section, 2, "Mötet</strong>"))),
            ("82 2031.007 XN", Some((SectionMisread, 2, "2031.007 XN"))),
            ("a) Rapport", Some((Letter, 1, "Rapport"))),
            ("A/ Redogörelse", Some((Letter, 1, "Redogörelse"))),
            ("- b) Annat", Some((Letter, 2, "Annat"))),
            ("§ 17.1 Pris", Some((Decimal, 1, "Pris"))),
            ("16 april", None),
            ("§ 10, att godkänna", None),
            ("2021-04-16", None),
            ("12.30 Lunch", Some((Decimal, 30, "Lunch"))),
            ("82 kronor", None),
            ("8 58 Dnr KS", Some((SectionMisread, 58, "Dnr KS"))),
            ("$ 3. Om taket", Some((SectionMisread, 3, "Om taket"))),
        ] {
            assert_eq!(read(raw), expected, "{raw}");
        }
    }
}
