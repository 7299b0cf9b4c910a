//! Swedish dates and times.

use justera_core::text::{Pattern, lower};
use regex::Captures;

/// A day; the year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    pub(crate) year: Option<u32>,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

impl Day {
    /// As YYYY-MM-DD, with the year of another date where this has none.
    pub(crate) fn iso(self, year: Option<u32>) -> Option<String> {
        let year = self.year.or(year)?;
        Some(format!("{year:04}-{:02}-{:02}", self.month, self.day))
    }

    /// As a day of the calendar, where it has a year and there was such a day.
    fn date(self) -> Option<time::Date> {
        let month = time::Month::try_from(u8::try_from(self.month).ok()?).ok()?;
        let year = i32::try_from(self.year?).ok()?;
        time::Date::from_calendar_date(year, month, u8::try_from(self.day).ok()?).ok()
    }
}

pub(crate) const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

static FORMS: [Pattern; 5] = [
    // 2021-04-16, 2021.04.16, 2021/04/16, 2021 04 16
    Pattern::new(
        r"\b(?:(?P<y>(?:1[89]|20)\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})|(?P<y2>(?:19|20)\d{2}) (?P<m2>0[1-9]|1[0-2]) (?P<d2>0[1-9]|[12]\d|3[01]))\b",
    ),
    // den 16 april 2021, 16 april, 16:de april, 16 apr.; of several days, 13-14 oktober, the first
    Pattern::new(
        r"(?i)\b(?P<d>\d{1,2})(?::?e|:?de|:?a|\.)?(?:[-–]\d{1,2})?\s+(?P<name>januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|januarii|februarii|martii|aprilis|maji|junii|julii|october|octobris|novembris|decembris|septembris|jan|feb|febr|apr|jun|jul|aug|august|sept|sep|okt|octob|oct|nov|dec)\b\.?(?:\s+(?:år\s+)?(?P<y>(?:1[89]|20)\d{2}))?",
    ),
    // 16/4-21, 16/4 2021
    Pattern::new(
        r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:-(?P<y>(?:19|20)\d{2}|\d{2})|\s+(?P<y2>(?:19|20)\d{2}))?\b",
    ),
    // 14.3.2017
    Pattern::new(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:1[89]|20)\d{2})\b"),
    // 210416, 20210416
    Pattern::new(r"\b(?P<y>(?:19|20)\d{2}|\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)\b"),
];

/// The dates of a text, in order.
pub(crate) fn days(text: &str) -> Vec<(usize, Day)> {
    // Most lines have no figure. (Figures of other scripts fit the patterns, but are no number to us.)
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize, Day)> = Vec::new();
    for form in FORMS.iter() {
        for captures in form.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            if found.iter().any(|&(start, end, _)| whole.start() < end && start < whole.end()) {
                continue;
            }
            // `Sidan 1/2` is a page, `Nr 3/12` counts meetings, `801012-3456` is a number of an organization.
            let before = text[..whole.start()].split_whitespace().next_back().unwrap_or("").to_lowercase();
            let number = text[whole.end()..]
                .strip_prefix('-')
                .is_some_and(|rest| rest.chars().take(4).filter(char::is_ascii_digit).count() == 4);
            let counted = matches!(before.trim_end_matches(['.', ':']), "nr" | "nummer")
                && whole.as_str().contains('/')
                && captures.name("y2").is_none();
            if counted
                || matches!(before.as_str(), "sidan" | "sida" | "sid")
                || (number && whole.as_str().bytes().all(|b| b.is_ascii_digit()))
            {
                continue;
            }
            if let Some(day) = day(&captures) {
                found.push((whole.start(), whole.end(), day));
            }
        }
    }
    found.sort_by_key(|&(start, ..)| start);
    found.into_iter().map(|(start, _, day)| (start, day)).collect()
}

fn day(captures: &Captures<'_>) -> Option<Day> {
    let number = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<u32>().ok());
    let month = number("m").or_else(|| number("m2")).or_else(|| {
        // `6 October 1854`, as it was written up to about 1870.
        let name = captures.name("name")?.as_str().to_lowercase().replace("oct", "okt");
        MONTHS
            .iter()
            .position(|month| month.starts_with(name.get(..3).unwrap_or(&name)))
            .map(|at| at as u32 + 1)
    })?;
    let year = number("y").or_else(|| number("y2")).map(|year| match year {
        0..=49 => 2000 + year,
        50..=99 => 1900 + year,
        _ => year,
    });
    let day = number("d").or_else(|| number("d2"))?;
    // A day without a year may be one of a leap year.
    let known = Day { year: Some(year.unwrap_or(2000)), month, day };
    known.date().map(|_| Day { year, month, day })
}

/// Weekdays printed before a whole date that did not fall on them: the weekday as printed, the date, and the weekday
/// that it was.
pub(crate) fn weekdays(text: &str) -> Vec<(String, String, &'static str)> {
    /// Monday first, as [`time::Weekday`] counts them.
    const NAMES: [&str; 7] = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"];
    static BEFORE: Pattern = Pattern::new(
        r"(?i)\b(?P<d>måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)(?:en)?,?\s+(?:den\s+)?$",
    );
    if !text.contains("dag") && !text.contains("DAG") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, day) in days(text) {
        let Some(printed) = BEFORE.captures(&text[..at]).and_then(|found| found.name("d")) else { continue };
        let (Some(date), Some(iso)) = (day.date(), day.iso(None)) else { continue };
        // Two figures of a year may be hours or another day.
        if !text.contains(&iso[..4]) {
            continue;
        }
        let fell = NAMES[usize::from(date.weekday().number_days_from_monday())];
        if lower(printed.as_str()) != fell {
            found.push((lower(printed.as_str()), iso, fell));
        }
    }
    found
}

static TIMES: Pattern = Pattern::new(
    r"(?ix)
        (?P<mark>\b(?:kl|klockan|tid)\b\.?:?\s*)?
        \b(?P<h1>2[0-4]|[01]?\d)(?:[.:,](?P<m1>[0-5]\d))?
        (?:\s*(?:-|–|—|till|--)\s*(?:kl\.?\s*)?(?P<h2>2[0-4]|[01]?\d)(?:[.:,](?P<m2>[0-5]\d))?)?
        (?:\s*(?P<half>[ef])\.?\s?m\b)?",
);

/// Hours without a mark before their minutes, behind `kl`: `kl. 0830-1145`.
static RUN_TOGETHER: Pattern = Pattern::new(
    r"(?i)\b(?:kl|klockan)\b\.?:?\s*(?P<h1>2[0-3]|[01]\d)(?P<m1>[0-5]\d)(?:\s*[-–—]\s*(?P<h2>2[0-3]|[01]\d)(?P<m2>[0-5]\d))?\b",
);

/// The first hour, or pair of hours, of a text, as HH:MM. A bare number counts only after `kl` or in a pair with
/// minutes.
pub(crate) fn hours(text: &str) -> Option<(String, Option<String>)> {
    // But where an hour with its mark stands before it: `10.00-12.00, lunch kl 1130`.
    static MARKED: Pattern = Pattern::new(r"\b\d{1,2}[.:][0-5]\d\b");
    let marked = |end: usize| MARKED.is_match(&text[..end]);
    let run_together = RUN_TOGETHER.captures(text);
    if let Some(found) = run_together.filter(|found| found.get(0).is_some_and(|whole| !marked(whole.start())))
    {
        let at = |hour: &str, minute: &str| {
            Some(format!("{}:{}", found.name(hour)?.as_str(), found.name(minute)?.as_str()))
        };
        return Some((at("h1", "m1")?, at("h2", "m2")));
    }
    for found in TIMES.captures_iter(text) {
        let number = |name: &str| found.name(name).and_then(|found| found.as_str().parse::<u32>().ok());
        let first = number("h1")?;
        let late = |hour: Option<u32>, minute: Option<u32>| hour == Some(24) && minute.unwrap_or(0) > 0;
        if late(Some(first), number("m1")) || late(number("h2"), number("m2")) {
            continue;
        }
        let second = number("h2");
        let minutes = found.name("m1").is_some() || found.name("m2").is_some();
        if !(found.name("mark").is_some() || minutes) {
            continue;
        }
        let start = found.get(0)?.start();
        let end = found.get(0)?.end();
        // `kl. 18,30`; elsewhere a comma parts tenths.
        if found.name("mark").is_none() && found.get(0)?.as_str().contains(',') {
            continue;
        }
        // 2020.07.01 is a date, 1.500 a sum, 3.30 % a share.
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-'));
        if figure(before) || (after.is_some_and(|c| c.is_ascii_digit() || c == '/' || c == '-')) {
            continue;
        }
        let evening = found.name("half").is_some_and(|half| half.as_str().eq_ignore_ascii_case("e"));
        let clock = |hour: u32, minute: Option<u32>| {
            let hour = if evening && hour < 12 { hour + 12 } else { hour };
            format!("{:02}:{:02}", hour, minute.unwrap_or(0))
        };
        let second = second.map(|second| clock(second, number("m2")));
        // They met again after a pause: `09.00-11.30, 12.30-14.20`.
        let again = second.is_some().then(|| last_hour_of_next_pairs(&text[end..])).flatten();
        return Some((clock(first, number("m1")), again.or(second)));
    }
    None
}

/// Where the pairs of hours end that `text` begins with, behind a pair before it.
fn last_hour_of_next_pairs(text: &str) -> Option<String> {
    static PAIR: Pattern = Pattern::new(
        r"^\s*(?:,|och|samt)\s*(?:kl(?:ockan|\.)?\s*)?\d{1,2}[.:][0-5]\d\s?[-–—]\s?(?P<h>[01]?\d|2[0-3])[.:](?P<m>[0-5]\d)\b",
    );
    let found = PAIR.captures(text)?;
    let hour: u32 = found["h"].parse().ok()?;
    last_hour_of_next_pairs(&text[found.get(0)?.end()..])
        .or_else(|| Some(format!("{hour:02}:{}", &found["m"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, expected) in [
            ("2021-04-16", "2021-04-16"),
            ("den 16 april 2021", "2021-04-16"),
            ("Tisdagen den 22 april 2014 klockan 19.00", "2014-04-22"),
            ("16/4-21", "2021-04-16"),
            ("tisdagen den 14.3.2017", "2017-03-14"),
            ("13-14 oktober 2012", "2012-10-13"),
            ("Nr 3/12", ""),
            ("minnesanteckningar 210416", "2021-04-16"),
            ("20 August 2020", "2020-08-20"),
            ("14 mars 2025", "2025-03-14"),
            ("den 6:te", ""),
            ("31 februari 2020", ""),
            ("den 6 October 1854", "1854-10-06"),
            ("den 2 Maji 1861", "1861-05-02"),
            ("Org.nr 801012-3456", ""),
        ] {
            let found = days(text).first().and_then(|(_, day)| day.iso(None)).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(days("tisdag 16/4 18.30-20.00")[0].1, Day { year: None, month: 4, day: 16 });
        assert_eq!(days("den 16 april")[0].1.iso(Some(2021)).as_deref(), Some("2021-04-16"));
    }

    #[test]
    fn a_weekday_is_held_against_its_date() {
        assert!(weekdays("Tisdagen den 22 april 2014").is_empty());
        assert!(weekdays("tisdag 16 april").is_empty(), "without a year nothing is known");
        assert_eq!(
            weekdays("onsdagen den 22 april 2014, kl. 18"),
            [("onsdag".to_owned(), "2014-04-22".to_owned(), "tisdag")]
        );
    }

    #[test]
    fn hours_are_read_in_every_form() {
        for (text, expected) in [
            ("9.15-12", Some(("09:15", Some("12:00")))),
            ("kl. 14:00-17:20", Some(("14:00", Some("17:20")))),
            ("Kl. 8.00-10.00", Some(("08:00", Some("10:00")))),
            ("klockan 19.00", Some(("19:00", None))),
            ("kl. 09.00-11.30, 12.30-14.20", Some(("09:00", Some("14:20")))),
            ("kl 9.15-12, 1 tim", Some(("09:15", Some("12:00")))),
            ("kl. 18:00-22:40", Some(("18:00", Some("22:40")))),
            ("Tisdagen 2018-03-21, kl 19:00", Some(("19:00", None))),
            ("kl. 3 e. m.", Some(("15:00", None))),
            ("2021-04-16", None),
            ("Rådhuset 4", None),
        ] {
            let expected = expected.map(|(a, b): (&str, Option<&str>)| (a.to_owned(), b.map(str::to_owned)));
            assert_eq!(hours(text), expected, "{text}");
        }
    }
}
