//! How a matter ended that was not decided: put off, sent back, withdrawn.

use justera_core::Outcome;
use justera_core::text::{Pattern, lower};

use crate::decisions::Read;
use crate::sentences::{denies, sentences};

/// How an item ended that was not decided.
pub(crate) fn outcome<'a>(found: &mut Read, lines: impl Iterator<Item = &'a str>) {
    static WITHDRAWN: Pattern = Pattern::new(
        r"(?i)\b(?:ärendet|punkten|frågan|motionen|§\s*\d+|paragrafen)(?:,[^.,]{3,60},)?\s+(?:utgår|utgick|utgår\.|dras|drogs|har\s+utgått|avför(?:des|es|s)\s+från\s+(?:dagordningen|föredragningslistan|ärendelistan)|har\s+(?:åter|in)dragits)|\boch\s+utgick\b|\bdr(?:og|ar)\s+(?:\p{L}+\s+){0,3}?tillbaka\s+(?:(?:sin|sitt)\s+)?(?:motion|proposition|ansökan|frågan|ärendet|förslag)|\båtertog\s+(?:sin|sitt)\s+(?:motion|förslag|ansökan)|^frågan\som\s[^.,]{3,80}?\s(?:utgår|utgick),\s(?:enär|emedan|då|eftersom)\b|^rapporten\s+(?:utgår|utgick)\.?$|\.\srapporten\s+(?:utgår|utgick)\.|^(?:utgår|utgick)\b(?:\.?$|,|\s(?:då|eftersom)\b|\s(?:därmed\s)?från\s(?:dagens|mötet|dagordningen))",
    );
    static ADJOURNED: Pattern = Pattern::new(
        r"(?i)\b(?:ärendet|detta\s+ärende|denna\s+fråga|punkten|frågan|ärendena|motionen|valet|interpellationen|beslutet)\s+(?:om\s+[\p{L}\s]{3,80}?\s+)?(?:bordlades|bordläggs|bordlägges|bordlagts|bordlägga)|\batt\s+bordlägga\b|\batt\s+(?:ärendet|frågan|interpellationen|valet|motionen)\s+bordläggs|^bordlades\b|^bordläggs\b|\bbordlägga\s+(?:ärendet|frågan|punkten|motionen|valet)\b|\b(?:ärendet|frågan)\s+(?:skulle|ska|skall)\s+(?:h?vila|anstå|uppskjutas)\b|\b(?:ärendet|frågan)\s+(?:uppsköts|uppskjuts|sköts\s+upp)\b|\b(?:bordlades|bordläggs|bordlägges|bordlagts)\s+(?:ärendet|frågan|punkten|motionen)\b|\bfrågan\s+(?:skulle|ska|skall)\s+bordläggas\b|\b(?:ärendet|frågan|punkten)\s+(?:flyttas|flyttades|skjuts|sköts)\s+(?:fram\s+)?till\s+(?:nästa|nästkommande|kommande)\b|\b(?:ärendet|frågan|punkten)\s+(?:flyttas|flyttades)\s+för\s+(?:behandling|beslut)(?:\s+vid)?\b|\b(?:ärendet|frågan|punkten)\s+tas\s+upp\s+(?:på|vid)\s+nästa\s+(?:möte|sammanträde)\s+i\s?stället\b|\b(?:frågan|ärendet|saken)\s+h?vil(?:ar|ande)\s+till\b|\bfick\s+(?:ärendet|frågan|saken)\s+h?vila\b|\bbl(?:ef|ev)\s+(?:ärendet|frågan)\s+(?:\p{L}+\s+)?bordlag[dt]{1,2}\b|\batt\s+uppskjuta\s+(?:frågan|ärendet)\b",
    );
    // Whatever the matter is called; of several points one may be put off and the matter not.
    static PUT_OFF: Pattern =
        Pattern::new(r"(?i)\b\p{L}{3,}[nt]\s+(?:bordlades|bordläggs|bordlägges)\s+till\b");
    const POINTS: usize = 1;
    // A sentence of its own says it of the matter, however much is told beside it.
    static OWN: Pattern = Pattern::new(r"(?:^|\. )(?:Ärendet|Punkten|Frågan) (?:utgår|utgick)\b");
    static REFERRED: Pattern = Pattern::new(
        r"(?i)\båterremitter(?:as|ades|a|ar)\b|\båterförvis(?:as|ades|a)\b|\bårremiss\b|\bbeslutar\s+om\s+(?:ärendets\s+)?återremiss|\b(?:ärendet|frågan)\s+(?:remitter|återsänd|återförvis)\p{L}+(?:\s+\p{L}+)?\s+(?:tillbaka|för\s+(?:ny|vidare|fortsatt|ytterligare)\s+beredning)",
    );
    let whole = justera_core::text::unwrap(lines);
    // What became of it at another meeting is told.
    let told = |sentence: &String| {
        let small = lower(sentence);
        ["vid förra ", "vid föregående ", "förra sammanträdet", "förra mötet"]
            .iter()
            .any(|form| small.contains(form))
    };
    let whole =
        sentences(&whole).into_iter().filter(|sentence| !told(sentence)).collect::<Vec<_>>().join(" ");
    // What was laid over `vid förra mötet` is told of another meeting, and what was `inte bordlagt` was not.
    let next = |text: &str| text.split_whitespace().next().unwrap_or("").to_owned();
    let adjourned = |text: &str| {
        let small = lower(text);
        [
            "bordl",
            "vila",
            "hvil",
            "vilar",
            "anstå",
            "uppsk",
            "sköts",
            "skjuts",
            "flytta",
            "i stället",
            "istället",
        ]
        .iter()
        .any(|word| small.contains(word))
            && ADJOURNED.find_iter(text).any(|found| {
                let next = next(&text[found.end()..]);
                next != "vid" && !denies(&next)
            })
    };
    let withdrawn = |text: &str| WITHDRAWN.find_iter(text).any(|found| !denies(&next(&text[found.end()..])));
    // `att avslå yrkandet om bordläggning`, `att inte återremittera`: the opposite.
    let denied = |text: &str| {
        let small = lower(text);
        let verb = ["bordl", "återremi", "återförvis"].iter().filter_map(|verb| small.find(verb)).min();
        // What stands in a clause before the verb's own denies something else.
        let before = |at: usize| {
            let own = small[..at].rsplit(',').next().unwrap_or("");
            ["avslå", " inte ", " ej "].iter().any(|word| own.contains(word))
        };
        // Behind the verb itself.
        let behind = |at: usize| {
            let rest = small[at..].split_once(' ').map_or("", |(_, rest)| rest);
            denies(&next(rest))
        };
        verb.is_some_and(|at| before(at) || behind(at))
    };
    // Of several decisions one that names its own question tells of that alone: `Frågan om rökruta bordläggs`.
    static OWN_QUESTION: Pattern = Pattern::new(r"(?i)^(?:frågan|ärendet)\s+om\s");
    let of_part = |text: &&str| found.decisions.len() > POINTS && OWN_QUESTION.is_match(text);
    let decided: String = found
        .decisions
        .iter()
        .map(|decision| decision.text.as_str())
        .filter(|text| !denied(text) && !of_part(text))
        .collect::<Vec<_>>()
        .join(". ");
    // The only decision of a matter is of the whole, whatever it is called: `Parkeringsplatsen bordläggs`.
    let put_off = |text: &str| {
        let word = text.split_whitespace().position(|word| {
            matches!(
                word.trim_end_matches(['.', ',']),
                "bordlades"
                    | "bordläggs"
                    | "bordlägges"
                    | "bordlägger"
                    | "bordlade"
                    | "Bordläggs"
                    | "Bordlades"
            )
        });
        word.is_some_and(|at| {
            let next = text.split_whitespace().nth(at + 1).unwrap_or("");
            next != "vid" && !denies(next)
        })
    };
    // What a sentence of its own says at the end.
    static SENT_BACK: Pattern = Pattern::new(
        r"(?i)\b(?:återförvisades|återremitterades|återremitteras)\s+(?:ärendet|frågan)\b|\bbeslutat\s+återremittera\s+(?:ärendet|frågan)\b",
    );
    let told = sentences(&whole);
    let last = told.last().map_or("", String::as_str);
    // Of what is told at length only a part may be put off or withdrawn.
    let short = whole.split_whitespace().count() < 40;
    // A matter that was sent back or laid over is so by decision; one that is withdrawn is only said to be.
    found.outcome = match () {
        () if REFERRED.is_match(&decided) => Some(Outcome::ReferredBack),
        () if adjourned(&decided) => Some(Outcome::Adjourned),
        () if found.decisions.len() <= POINTS && (PUT_OFF.is_match(&decided) || put_off(&decided)) => {
            Some(Outcome::Adjourned)
        }
        () if found.decisions.len() == POINTS && withdrawn(&decided) => Some(Outcome::Withdrawn),
        () if found.decisions.is_empty() && (short || OWN.is_match(&whole)) && withdrawn(&whole) => {
            Some(Outcome::Withdrawn)
        }
        () if found.decisions.is_empty() && SENT_BACK.is_match(last) => Some(Outcome::ReferredBack),
        () if found.decisions.is_empty() && (adjourned(&whole) || short && PUT_OFF.is_match(&whole)) => {
            Some(Outcome::Adjourned)
        }
        () => None,
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use justera_core::Decision;

    #[test]
    fn a_matter_ends_as_its_only_decision_or_its_own_sentence_says() {
        let read = |decisions: &[&str], text: &str| {
            let decision = |text: &&str| Decision { by: None, text: (*text).to_owned(), at: None };
            let mut found = Read::default();
            found.decisions = decisions.iter().map(decision).collect();
            outcome(&mut found, text.lines());
            found.outcome
        };
        for (decisions, text, expected) in [
            (&["Byte av skoter bordlades"][..], "Byte av skoter bordlades.", Some(Outcome::Adjourned)),
            (&["Nämnden antar policyn", "Frågan om rökruta bordläggs"], "", None),
            (&["att Ulla svarar", "att bordlägga frågan om svaret"], "", Some(Outcome::Adjourned)),
            (&[], "Punkten flyttas för behandling vid mötet i december.", Some(Outcome::Adjourned)),
            (&[], "Då svar icke ankommit, fick ärendet hvila.", Some(Outcome::Adjourned)),
            (&[], "På förslag af Ek återförvisades ärendet till nämnden.", Some(Outcome::ReferredBack)),
            (&[], "Frågan om inköp av spruta utgick, enär utlåtandet ej inkommit.", Some(Outcome::Withdrawn)),
            (&[], "Ulla drar tillbaka sin motion.", Some(Outcome::Withdrawn)),
            (&[], "Ärendet bordlades vid förra mötet.", None),
        ] {
            assert_eq!(read(decisions, text), expected, "{decisions:?} {text}");
        }
    }
}
