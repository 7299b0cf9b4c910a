//! What stands beside a decision: votes, dissent, recipients, and how a matter ended that was not decided.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};
use justera_core::{Outcome, Vote};

use crate::Doc;
use crate::decisions::Read;
use crate::names::names_in;
use crate::person::{PARTY, is_tick, split_outer};
use crate::sentences::{denies, sentences};

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

/// To whom a decision is sent: a line each, or between commas on one line.
pub(crate) fn recipients(found: &mut Read, text: &str, lines: usize) {
    let text = text.trim_start_matches(['-', '•', '*', '–', '·']).trim().trim_end_matches(['.', ',']);
    let pieces: Vec<&str> =
        if lines == 1 && text.contains(',') { split_outer(text, &[',', ';']) } else { vec![text] };
    for piece in pieces {
        let piece = piece.trim();
        let small = lower(piece);
        // A place of signature, or that the paragraph is adjusted, is no recipient.
        let told = sentences(piece).len() > 1
            || (piece.split_whitespace().count() > 3 && tells_what_was_done(&small));
        if !told
            && piece.chars().any(char::is_alphabetic)
            && !small.starts_with("paragrafen")
            && !small.starts_with("justera")
            && piece.chars().count() <= 120
        {
            found.recipients.push(piece.to_owned());
        }
    }
}

/// The first of some lines below the label of recipients with which running text begins; their number where none does.
pub(crate) fn prose_behind(lines: &[(usize, String)]) -> usize {
    /// Words of a line of text at least; a recipient may have as many, but no verb.
    const WORDS: usize = 5;
    let verb = |word: &str| {
        let past = word.chars().count() >= 6
            && ["ade", "ades", "dde", "ddes", "lte", "ltes", "kte", "ktes"]
                .iter()
                .any(|end| word.ends_with(end));
        past || labels::is_decision_verb(word)
            || crate::tables::resolution(word).is_some()
            || matches!(
                word,
                "har"
                    | "hade"
                    | "är"
                    | "var"
                    | "voro"
                    | "skall"
                    | "skulle"
                    | "ska"
                    | "kan"
                    | "kunde"
                    | "bör"
                    | "borde"
                    | "blir"
                    | "blev"
                    | "blivit"
                    | "finns"
                    | "fanns"
                    | "anser"
                    | "yrkar"
                    | "röstar"
                    | "får"
                    | "fick"
                    | "fann"
                    | "beräknas"
                    | "föreligger"
                    | "förelåg"
            )
    };
    // `Omröstningslista nr. 1`, and its rows: `Ulla Ek (S)   X`.
    let ballots = |text: &str| {
        let first = lower(text.split_whitespace().next().unwrap_or(""));
        let last = text.split_whitespace().next_back().unwrap_or("");
        first.starts_with("omröstning")
            || first.starts_with("votering")
            || PARTY.is_match(text) && is_tick(last)
    };
    let tells = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        ballots(text) || text.split_whitespace().count() >= WORDS && words.any(verb)
    };
    let Some(told) = lines.iter().position(|(_, text)| tells(text)) else { return lines.len() };
    // Where its sentence begins.
    lines[..=told].iter().rposition(|(_, text)| text.starts_with(char::is_uppercase)).unwrap_or(told)
}

/// To whom a decision is sent, told in a sentence: `Beslutet delges Norrby kommun och beredningsgruppen.`
pub(crate) fn recipients_told(found: &mut Read, sentence: &str) {
    static FORM: Pattern = Pattern::new(
        r"^(?:Beslutet|Protokollsutdrag|Utdrag)\s+(?:ska\s+)?(?:(?:delges|meddelas|tillställs)|(?:expedieras|skickas|sänds|översänds|överlämnas)\s+(?:för\s+kännedom\s+)?till)\s+(?P<who>\p{L}[^.:;]{2,160})\.?$",
    );
    let Some(who) =
        FORM.captures(sentence.trim()).and_then(|found| found.name("who").map(|who| who.as_str().to_owned()))
    else {
        return;
    };
    // Behind `meddelas` how and when may stand: only whom a capital or the end of a definite noun tells.
    let noun = |who: &str| {
        let last = who.split(' ').next_back().unwrap_or("");
        who.starts_with(char::is_uppercase)
            || ["en", "et", "na", "ren", "orn"].iter().any(|end| last.ends_with(end))
                && !who.contains(" vid ")
    };
    for part in split_outer(&who, &[',']) {
        let joined = part.trim().strip_prefix("samt ").unwrap_or(part.trim());
        // `Kultur- och fritidsnämnden` is one.
        for who in joined.split(" samt ").flat_map(apart).filter(|who| noun(who)) {
            recipients(found, who, 2);
        }
    }
}

/// The parts of a phrase between `och`, but where it joins the two halves of one name.
fn apart(phrase: &str) -> Vec<&str> {
    match phrase.match_indices(" och ").find(|&(at, _)| !phrase[..at].ends_with('-')) {
        Some((at, och)) => {
            let mut parts = vec![&phrase[..at]];
            parts.extend(apart(&phrase[at + och.len()..]));
            parts
        }
        None => vec![phrase],
    }
}

/// To whom a decision is sent, from the notes in the margin beside an item: those behind a label that says so.
pub(crate) fn recipients_beside(found: &mut Read, margin: &[&str]) {
    let mut listed = false;
    for note in margin {
        match labels::label(note).filter(|found| found.section == Section::Recipients) {
            Some(label) => {
                listed = true;
                recipients(found, label.rest, 1);
            }
            None if listed => recipients(found, note, margin.len()),
            None => {}
        }
    }
}

/// Whether a line tells what someone did, and is no one's name: `Bo Al lämnar sammanträdet kl. 11.10`, `Ordföranden tackar
/// och förklarar mötet avslutat`.
fn tells_what_was_done(small: &str) -> bool {
    [
        "lämnar",
        "lämnade",
        "anländer",
        "anlände",
        "tjänstgör",
        "ajourneras",
        "återupptas",
        "tackar",
        "tackade",
        "förklarar",
        "förklarade",
    ]
    .iter()
    .any(|verb| small.split_whitespace().any(|word| word == *verb))
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

/// How an item ended that was not decided.
pub(crate) fn outcome<'a>(found: &mut Read, lines: impl Iterator<Item = &'a str>) {
    static WITHDRAWN: Pattern = Pattern::new(
        r"(?i)\b(?:ärendet|punkten|frågan|motionen|§\s*\d+|paragrafen)(?:,[^.,]{3,60},)?\s+(?:utgår|utgick|utgår\.|dras|drogs|har\s+utgått|avför(?:des|es|s)\s+från\s+(?:dagordningen|föredragningslistan|ärendelistan)|har\s+(?:åter|in)dragits)|\boch\s+utgick\b|\bdrog\s+(?:\p{L}+\s+){0,3}?tillbaka\s+(?:(?:sin|sitt)\s+)?(?:motion|proposition|ansökan|frågan|ärendet|förslag)|\båtertog\s+(?:sin|sitt)\s+(?:motion|förslag|ansökan)|^frågan\som\s[^.,]{3,80}?\s(?:utgår|utgick),\s(?:enär|emedan|då|eftersom)\b|^(?:utgår|utgick)\b(?:\.?$|,|\s(?:därmed\s)?från\s(?:dagens|mötet|dagordningen))",
    );
    static ADJOURNED: Pattern = Pattern::new(
        r"(?i)\b(?:ärendet|detta\s+ärende|denna\s+fråga|punkten|frågan|ärendena|motionen|valet|interpellationen|beslutet)\s+(?:om\s+[\p{L}\s]{3,80}?\s+)?(?:bordlades|bordläggs|bordlägges|bordlagts|bordlägga)|\batt\s+bordlägga\b|\batt\s+(?:ärendet|frågan|interpellationen|valet|motionen)\s+bordläggs|^bordlades\b|^bordläggs\b|\bbordlägga\s+(?:ärendet|frågan|punkten|motionen|valet)\b|\b(?:ärendet|frågan)\s+(?:skulle|ska|skall)\s+(?:h?vila|anstå|uppskjutas)\b|\b(?:ärendet|frågan)\s+(?:uppsköts|uppskjuts|sköts\s+upp)\b|\b(?:bordlades|bordläggs|bordlägges|bordlagts)\s+(?:ärendet|frågan|punkten|motionen)\b|\bfrågan\s+(?:skulle|ska|skall)\s+bordläggas\b|\b(?:ärendet|frågan|punkten)\s+(?:flyttas|flyttades|skjuts|sköts)\s+(?:fram\s+)?till\s+(?:nästa|nästkommande|kommande)\b|\b(?:ärendet|frågan|punkten)\s+(?:flyttas|flyttades)\s+för\s+(?:behandling|beslut)\b",
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
        ["bordl", "vila", "anstå", "uppsk", "sköts", "skjuts", "flytta"]
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
    let decided: String = found
        .decisions
        .iter()
        .map(|decision| decision.text.as_str())
        .filter(|text| !denied(text))
        .collect::<Vec<_>>()
        .join(". ");
    // Of what is told at length only a part may be put off or withdrawn.
    let short = whole.split_whitespace().count() < 40;
    // A matter that was sent back or laid over is so by decision; one that is withdrawn is only said to be.
    found.outcome = match () {
        () if REFERRED.is_match(&decided) => Some(Outcome::ReferredBack),
        () if adjourned(&decided) => Some(Outcome::Adjourned),
        () if found.decisions.len() <= POINTS && PUT_OFF.is_match(&decided) => Some(Outcome::Adjourned),
        () if found.decisions.len() == POINTS && withdrawn(&decided) => Some(Outcome::Withdrawn),
        () if found.decisions.is_empty() && (short || OWN.is_match(&whole)) && withdrawn(&whole) => {
            Some(Outcome::Withdrawn)
        }
        () if found.decisions.is_empty() && (adjourned(&whole) || short && PUT_OFF.is_match(&whole)) => {
            Some(Outcome::Adjourned)
        }
        () => None,
    };
}
