//! What stands beside a decision: votes and dissent.

use justera_core::Vote;
use justera_core::text::{Pattern, lower};

use crate::Doc;
use crate::decisions::Read;
use crate::names::names_in;
use crate::sentences::sentences;

static VOTES: [Pattern; 19] = [
    // `31 ledamöter röstar ja, 28 nej och 1 avstår`
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3})\s+(?:ledamöter\s+)?röstar?(?:de)?\s+ja,?\s+(?:och\s+)?(?P<n>\d{1,3})\s+(?:röstar?(?:de)?\s+)?nej(?:,?\s+(?:och\s+|medan\s+)?(?P<a>\d{1,3})\s+avst[åo]\p{L}*)?",
    ),
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3})\s+röstade\s+(?:för|ja)\b[^.\d]{0,60}?(?P<n>\d{1,3})\s+(?:röstade\s+)?(?:e?mot|nej)\b",
    ),
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3}(?:[.,]\d{3})?)\s+röster\s+och\s+för\s+a[fv]slag\s+(?P<n>\d{1,3}(?:[.,]\d{3})?)\s+röster",
    ),
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3}(?:[.,]\d{3})?)\s+(?:st\.?\s+)?ja(?:[- ]?röst(?:er)?)?\b[^.\d]{0,60}?(?P<n>\d{1,3}(?:[.,]\d{3})?)\s+(?:st\.?\s+)?nej(?:[- ]?röst(?:er)?)?(?:[^.\d]{0,40}?\b(?P<a>\d{1,3}|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:ledamöter\s+|ledamot\s+|st\.?\s+)?(?:som\s+)?(?:avstår|avstod|avstående|nedlagda|lade))?",
    ),
    Pattern::new(
        r"(?i)\bja(?:-röster)?:?\s*(?P<y>\d{1,3})\b(?:\s*\([^)]*\))?[^.\d]{0,20}?nej(?:-röster)?:?\s*(?P<n>\d{1,3})\b(?:[^.\d]{0,20}?avst[åo][\p{L}]*:?\s*(?P<a>\d{1,3}))?",
    ),
    // Two proposals that are not called ja and nej: `5 röster för utskottets förslag och 3 röster för Eks`.
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3})\s+röster\s+(?:avg\p{L}+\s+)?för\b[^.\d]{0,60}?(?:förslag|yrkande|avslag|bifall)\p{L}*(?:,|,?\s+(?:och|mot|samt))\s+(?P<n>\d{1,3}|en)\s+röst(?:er)?\s+(?:avg\p{L}+\s+)?för\b(?:[^.\d]{0,60}?(?:förslag|yrkande|avslag|bifall))?",
    ),
    // `5 röster för ärendets avgörande och 2 röster för Eks yrkande`
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3})\s+röster\s+(?:avg\p{L}+\s+)?för\s[^.,\d]{3,60}?\s+(?:och|mot|samt)\s+(?P<n>\d{1,3}|en)\s+röst(?:er)?\s+(?:avg\p{L}+\s+)?för\b[^.\d]{0,60}?(?:förslag|yrkande|avslag|bifall)",
    ),
    Pattern::new(
        r"(?i)(?:förslag|yrkande)\p{L}*\s+(?:fick|erhöll|samlade)\s+(?P<y>\d{1,3})\s+röster\s+(?:och|mot|medan)\s+[^.\d]{2,60}?(?:förslag|yrkande)[^.\d]{0,20}?\b(?P<n>\d{1,3})\s+röster\b",
    ),
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3})\s+för,?\s+(?:och\s+)?(?P<n>\d{1,3})\s+e?mot\b(?:\s*(?:,|och|samt)\s+(?P<a>\d{1,3})\s+(?:nedlagd|avst|blank))?",
    ),
    Pattern::new(r"(?i)\b(?P<y>\d{1,3})/(?P<n>\d{1,3})/(?P<a>\d{1,3})\s+röster"),
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3}(?:[., ]\d{3})?)\s+röster\s+för\b(?:[^.\d]{0,50}?(?P<n>\d{1,3}(?:[., ]\d{3})?)\s+(?:röst(?:er)?\s+)?(?:emot|mot|för\s+avslag))?(?:[^.\d]{0,30}?(?P<a>\d{1,3})\s+(?:nedlagda|avst|blank))?",
    ),
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3}(?:[., ]\d{3})?)\s+röster\s[^.\d]{0,50}?(?P<n>\d{1,3}(?:[., ]\d{3})?)\s+(?:röster\s+)?(?:emot|mot)\b",
    ),
    Pattern::new(
        r"(?i)(?:med|röstade|votering|omröstning)\s+(?P<y>\d{1,3})\s+(?:röster\s+)?mot\s+(?P<n>\d{1,3})\b(?:\s+(?:röster\s+)?och\s+(?P<a>\d{1,3})\s+nedlag)?",
    ),
    // `5 ledamöter röstade för att säga upp avtalet och 3 röstade emot`, `Sex ledamöter röstar för förslaget och tre för Eks`
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3}|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:ledamöter\s+|medlemmar\s+|personer\s+)?röstar?(?:de)?\s+(?:för|ja)\b[^.\d]{0,80}?\b(?P<n>\d{1,3}|en|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:ledamot\s+|ledamöter\s+|medlemmar\s+|personer\s+)?(?:röstar?(?:de)?\s+)?(?:e?mot|nej|för)\b",
    ),
    // `Fyra röstade för 5 % och två för 8 %`
    Pattern::new(
        r"(?i)\b(?P<y>två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+röstade\s+för\s[^.]{2,40}?\soch\s(?P<n>en|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:röstade\s+)?för\b",
    ),
    // `15 var för motionen och 9 emot`
    Pattern::new(
        r"(?i)\b(?P<y>\d{1,3})\s+(?:var|voro|är)\s+för\b[^.\d]{0,40}?\b(?P<n>\d{1,3})\s+(?:var\s+|voro\s+|är\s+)?e?mot\b",
    ),
    // `för höjning avgivits 5 röster och mot höjning 4 röster`, `För Eks förslag avges 6 röster, mot 2 röster`
    Pattern::new(
        r"(?i)\bför\s[^.\d]{2,60}?\savg\p{L}+\s+(?P<y>\d{1,3})\s+röster,?\s+(?:och\s+)?e?mot\b[^.\d]{0,40}?(?P<n>\d{1,3})\s+röst",
    ),
    // `För styrelsens förslag röstar 8, för Eks yrkande röstar 4`
    Pattern::new(
        r"(?i)\bför\s[^.\d]{3,60}?(?:förslag|yrkande)\p{L}*\s+röstar?(?:de)?\s+(?P<y>\d{1,3})\b[^.\d]{0,20}?\bför\s[^.\d]{3,60}?(?:förslag|yrkande)\p{L}*\s+röstar?(?:de)?\s+(?P<n>\d{1,3})\b",
    ),
    Pattern::new(r"(?i)^(?:resultat|summa)\b\W*(?P<y>\d{1,3})\s+(?P<n>\d{1,3})\s+(?P<a>\d{1,3})$"),
];

static SUM: Pattern = Pattern::new(
    r"(?i)\b(?:summa|totalt|resultat)\b\W{1,8}(?P<y>\d{1,3})\b\W{1,8}(?P<n>\d{1,3})\b(?:\W{1,8}(?P<a>\d{1,3})\b)?",
);

/// A table of the counts alone: `| Ja | Nej | Avstår |` / `| 21 | 18 | 2 |`.
static COUNTS: Pattern = Pattern::new(
    r"(?i)\|\s*ja\s*\|\s*nej\s*\|(?:\s*avst[åo]\p{L}*\s*\|)?[\s|:-]*?\|\s*(?P<y>\d{1,3})\s*\|\s*(?P<n>\d{1,3})\s*\|(?:\s*(?P<a>\d{1,3})\s*\|)?",
);

/// `En ledamot avstod från att rösta`, `3 som avstår`, `1 nedlagd röst`.
static ABSTAINED: Pattern = Pattern::new(
    r"(?i)\b(?P<a>\d{1,3}|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio)\s+(?:ledam[\p{L}]+\s+|sed(?:el|lar)\s+(?:var\s+|voro\s+)?|medlem(?:mar)?\s+|röstberättigade?\s+|person(?:er)?\s+|st\.?\s+)?(?:som\s+)?(?:röst(?:er)?\s+)?(?:avst[åo][\p{L}]*|nedlagd[\p{L}]*|lade?s?\s+ne[dr]|blank(?:a|t)?\b)",
);

/// So far before a count, in bytes, the verb of its sentence is looked for.
const SENTENCE: usize = 300;

/// The counts of votes in a paragraph. A count that says again what was said is the same vote; what it adds is kept.
pub(crate) fn votes(found: &mut Read, text: &str) {
    if !["röst", "Röst", "RÖST", "otering", "nej", "Nej", "NEJ", "esultat", "umma"]
        .iter()
        .any(|word| text.contains(word))
    {
        return;
    }
    let mut here: Vec<(usize, usize, Vote)> = Vec::new();
    let chooses = text.contains("valdes");
    for form in VOTES.iter() {
        for captures in form.captures_iter(text) {
            let Some(whole) = captures.get(0) else { continue };
            if here.iter().any(|&(start, end, _)| whole.start() < end && start < whole.end()) {
                continue;
            }
            // `valdes Bo Al med 30 röster mot 19 för Ek`: who is chosen, and no matter.
            let before = || {
                let mut near = whole.start().saturating_sub(SENTENCE)..whole.start();
                let near = near.find(|&at| text.is_char_boundary(at)).unwrap_or(whole.start());
                text[near..whole.start()].rsplit(". ").next().unwrap_or("")
            };
            if chooses && before().split(' ').any(|word| word == "valdes") {
                continue;
            }
            // `… föreningen, som den 21 oktober med 64 röster mot 11 antagit förslaget`: another's, and recounted.
            if told_of_day(before()) {
                continue;
            }
            let number = |name: &str| captures.name(name).and_then(|found| count(found.as_str()));
            let abstain = number("a").or_else(|| {
                // Who abstained is told behind the counts, in a sentence of its own.
                let end = (whole.end()..).take(80).take_while(|&at| at <= text.len());
                let end = end.filter(|&at| text.is_char_boundary(at)).last().unwrap_or(whole.end());
                let tail = &text[whole.end()..end];
                // The next count has those who abstained from it.
                let tail = &tail[..tail.find(" ja").unwrap_or(tail.len())];
                let found = ABSTAINED.captures(tail)?;
                count(found.name("a")?.as_str())
            });
            here.push((whole.start(), whole.end(), Vote { yes: number("y"), no: number("n"), abstain }));
        }
    }
    // The last row of a table of names under `Ja | Nej | Avstår`.
    if here.is_empty() && text.contains('|') && lower(text).contains("nej") {
        for captures in SUM.captures_iter(text).chain(COUNTS.captures_iter(text)) {
            let number = |name: &str| captures.name(name).and_then(|found| count(found.as_str()));
            let start = captures.get(0).map_or(0, |whole| whole.start());
            here.push((start, start, Vote { yes: number("y"), no: number("n"), abstain: number("a") }));
        }
    }
    here.sort_by_key(|&(start, ..)| start);
    for (.., vote) in here {
        let again = found.votes.iter_mut().find(|held| {
            held.yes == vote.yes
                && held.no == vote.no
                && (held.abstain == vote.abstain || held.abstain.is_none())
        });
        match again {
            Some(held) => held.abstain = held.abstain.or(vote.abstain),
            None => found.votes.push(vote),
        }
    }
}

/// Whether a count is told in a clause of its own of what another did on a day: `som den 21 oktober`, `hade den 3 maj`.
fn told_of_day(before: &str) -> bool {
    static DAY: Pattern = Pattern::new(
        r"(?i)\b(?:som|vilk\p{L}+|hvilk\p{L}+|hade)\s+(?:\p{L}+\s+){0,2}den\s+\d{1,2}\s+\p{L}{3,}[^.:;]*$",
    );
    DAY.is_match(before)
}

/// A number in figures or in a word.
fn count(text: &str) -> Option<u32> {
    const WORDS: [&str; 11] = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"];
    let small = lower(text).replace(['.', ',', ' '], "");
    let word = if small == "ett" {
        Some(1)
    } else {
        WORDS.iter().position(|word| *word == small).map(|at| at as u32)
    };
    small.parse().ok().or(word)
}

/// Who has a reservation recorded or is disqualified, told in a sentence.
pub(crate) fn dissent(doc: &Doc<'_>, found: &mut Read, text: &str) {
    for sentence in sentences(text) {
        let small = lower(&sentence);
        // `reserverar sig inte`, `är inte jävig`, `jäv inte föreligger`
        if ["sig inte", "sig ej", "inte jävig", "ej jävig", "jäv inte förel", "jäv ej förel", "icke jävig"]
            .iter()
            .any(|no| small.contains(no))
        {
            continue;
        }
        // `Häremot anförde herrar Ek och Al reservation.`
        let entered = ["anförde ", "anmälde ", "anmäler ", "anför "].iter().any(|verb| small.contains(verb))
            && (small
                .split(|c: char| !c.is_alphabetic())
                .any(|word| matches!(word, "reservation" | "reservationer"))
                || ["avvikande mening", "skiljaktig mening"].iter().any(|form| small.contains(form)))
            && !small.contains("jäv");
        if small.contains("reserverar sig") || small.contains("reserverade sig") || entered {
            let verb = ["reserverar sig", "reserverade sig", "anförde ", "anmälde ", "anmäler ", "anför "];
            let end = verb.iter().find_map(|verb| small.find(verb)).unwrap_or(0);
            let before = sentence.get(..end).unwrap_or("");
            let held = found.reservations.len();
            names_into(doc, &mut found.reservations, before);
            if found.reservations.len() == held {
                // `Häremot reserverade sig A och B.`
                names_into(doc, &mut found.reservations, sentence.get(end..).unwrap_or(""));
            }
        }
        static DECLARED: Pattern = Pattern::new(r"\b[Aa]nmäl(?:er|de)\s+(?:\p{Lu}[\p{L}-]+\s+){2,4}jäv\b");
        let interest = DECLARED.is_match(&sentence)
            || small.contains("anmäler jäv")
            || small.contains("anmälde jäv")
            || small.contains("på grund av jäv")
            || small.contains("jävig");
        // `anmäler jäv i ärendet om bidrag, § 39`: it is told ahead of another matter.
        static OF_ANOTHER: Pattern =
            Pattern::new(r"(?i)\bjäv\s+(?:i|vid|för|på|avseende|gällande)\s[^.;]{0,80}?§\s?\d");
        if interest && !OF_ANOTHER.is_match(&sentence) {
            let end = small.find("jäv").unwrap_or(0);
            let before = sentence.get(..end).unwrap_or("");
            let held = found.disqualified.len();
            // `anmälde Bo Al jäv`: whose name stands behind the verb.
            let verb = ["anmäler ", "anmälde "].iter().filter_map(|verb| before.rfind(verb)).max();
            names_into(doc, &mut found.disqualified, verb.map_or(before, |at| &before[at..]));
            if found.disqualified.len() == held {
                names_into(doc, &mut found.disqualified, before);
            }
            // `På grund av jäv deltar Bo Al inte`
            static BEHIND: Pattern = Pattern::new(
                r"(?i)^jäv\s+(?:deltar|deltog|lämnar|lämnade|avstår|avstod)\s+(?P<who>.{3,80}?)\s+(?:inte|ej|icke|mötet|sammanträdet|rummet|lokalen|från)\b",
            );
            let behind = sentence.get(end..).unwrap_or("");
            if found.disqualified.len() == held
                && let Some(who) = BEHIND.captures(behind).and_then(|found| found.name("who"))
            {
                names_into(doc, &mut found.disqualified, who.as_str());
            }
        }
    }
}

/// Whether a paragraph below the label of reservations tells of something else that someone does.
pub(crate) fn tells_other(text: &str) -> bool {
    let small = lower(text);
    ["lämnar", "lämnade", "yrkar", "yrkade", "föreslår", "föreslog", "anser", "meddelar", "meddelade"]
        .iter()
        .any(|verb| small.split(' ').any(|word| word == *verb))
}

/// The names in a phrase, in order, each once.
pub(crate) fn names_into(doc: &Doc<'_>, names: &mut Vec<String>, phrase: &str) {
    for name in names_in(doc, phrase) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}
