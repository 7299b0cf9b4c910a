//! Sentences that state a decision, told from those that recount or propose one.

use justera_core::labels::{self};
use justera_core::text::{Pattern, lower};
use justera_lexicon::token::capitalized;

use crate::Doc;
use crate::dates::MONTHS;
use crate::names::leading_name;
use crate::tables::{is_abbreviation, resolution};

/// Words by which minutes call the body that meets, whichever it is.
pub(crate) fn generic(word: &str) -> bool {
    matches!(
        lower(word).as_str(),
        "mötet"
            | "stämman"
            | "årsmötet"
            | "nämnden"
            | "styrelsen"
            | "rådet"
            | "nätverket"
            | "utskottet"
            | "årsstämman"
            | "föreningsstämman"
            | "kommunalstämman"
            | "kyrkostämman"
            | "mötesdeltagarna"
            | "gruppen"
            | "kommittén"
            | "fullmäktige"
            | "kammaren"
            | "direktionen"
            | "delegationen"
            | "kommissionen"
            | "beredningen"
            | "representanterna"
            | "representantskapet"
            | "ombuden"
    )
}

/// Whether a word by which minutes call a body is this one's: `Nämnden` is no council's name for itself.
fn own_word(word: &str, body: Option<&str>) -> bool {
    let small = lower(word);
    let meeting = ["mötet", "stämman", "mötesdeltagarna", "gruppen"].iter().any(|form| small.ends_with(form));
    // The general meeting is another body than the board.
    if body.is_some_and(|body| lower(body).ends_with("styrelsen"))
        && ["stämman", "årsmötet"].iter().any(|form| small.ends_with(form))
    {
        return false;
    }
    // `stadsdelsnämnd`, `nämnden`: alike but for their endings.
    let stem = small.trim_end_matches(['n', 't', 'e', 'a']);
    generic(word) && (meeting || body.is_none_or(|body| lower(body).contains(stem)))
}

/// Whether a word is the body's name, or the first of it: `Referensgruppen` is `Referensgruppen för vatten`,
/// `Sektionsmötet` is a `Sektionsmöte` and `Ledningsgruppen` is `Ledningsgrupp Barn och unga`.
fn is_called(word: &str, body: Option<&str>) -> bool {
    let Some(name) = body.map(lower) else { return false };
    let small = lower(word);
    let first = name.split(' ').next().filter(|first| first.len() < name.len() && labels::is_body(word));
    let definite =
        |first: &str| ["", "en", "et", "n", "t"].iter().any(|end| small.strip_prefix(first) == Some(*end));
    small == name
        || !name.contains(' ') && definite(&name)
        || first.is_some_and(definite)
        || abbreviates(word, &name)
}

/// Whether letters stand for a body, given in small letters: `TävlK` for the `tävlingskommitté`, `BUN` for the `barn- och
/// utbildningsnämnden`. They begin as it does and end with the letter with which its last part begins.
fn abbreviates(word: &str, body: &str) -> bool {
    const PARTS: [&str; 11] = [
        "styrelse",
        "nämnd",
        "fullmäktige",
        "utskott",
        "kommitté",
        "råd",
        "grupp",
        "delegation",
        "beredning",
        "direktion",
        "nätverk",
    ];
    let letters = word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && (2..=6).contains(&word.chars().count())
        && word.chars().all(char::is_alphabetic);
    let small = lower(word);
    let part =
        || PARTS.iter().find(|part| body.rfind(**part).is_some_and(|at| body.len() - at <= part.len() + 2));
    letters
        && small.chars().next() == body.chars().next()
        && word.ends_with(char::is_uppercase)
        && part().is_some_and(|part| small.chars().next_back() == part.chars().next())
}

/// Whether a word names the body that met, in either way.
pub(crate) fn ours(word: &str, body: Option<&str>) -> bool {
    own_word(word, body) || is_called(word, body)
}

/// The body that a sentence has as its subject, where it is the body that met.
pub(crate) fn subject(text: &str, body: Option<&str>) -> Option<String> {
    let word = text.split_whitespace().next().unwrap_or("");
    if generic(word) || is_called(word, body) {
        return Some(word.to_owned());
    }
    let body = body?;
    let first = text.get(..body.len())?;
    (lower(first) == lower(body) && text[body.len()..].starts_with(' ')).then(|| body.to_owned())
}

/// The body's one name, where the line has it in the genitive or a little misread.
pub(crate) fn canonical(name: &str, body: Option<&str>) -> String {
    let name = name.trim().trim_matches(|c: char| matches!(c, '*' | '_' | ':' | '"')).trim();
    if let Some(body) = body {
        // `Årsmötet` of an `Årsmöte`: the form of the meeting in its definite form stands as it is printed.
        let definite = ["t", "n"].iter().any(|end| lower(name) == format!("{}{end}", lower(body)));
        if definite && ["möte", "stämma"].iter().any(|form| lower(body).ends_with(form)) {
            return capitalized(&lower(name));
        }
        for form in [name, name.trim_end_matches('s')] {
            if lower(form) == lower(body) || strsim::normalized_levenshtein(&lower(form), &lower(body)) > 0.8
            {
                return body.to_owned();
            }
        }
    }
    // In capitals the name is that of a heading; letters that stand for words stay.
    let shouted = name.chars().count() > 5 && !name.chars().any(char::is_lowercase);
    if shouted { capitalized(&lower(name)) } else { name.to_owned() }
}

/// A sentence that states a decision: `X beslutade att …`.
pub(crate) struct Inline<'a> {
    pub(crate) by: &'a str,
    pub(crate) clause: &'a str,
    /// What stands before the verb, where the body stands behind it.
    before: &'a str,
    /// What stands between the verb and the clause.
    between: &'a str,
    /// Whether nothing stands there, and nothing before the body.
    pub(crate) plain: bool,
}

impl Inline<'_> {
    /// Whether the words about the verb tell of another meeting, or deny that it was decided.
    pub(crate) fn recounts(&self) -> bool {
        another_meeting(self.between) || denies(self.between) || another_meeting(self.before)
    }
}

static INLINE: Pattern = Pattern::new(
    r"(?s)^(?P<by>\p{Lu}[\p{L}-]*(?:\s[\p{L}-]+){0,4}?)\s+(?:beslutade|beslutar|beslöt|beslöto)(?P<between>\s[^.:;]{0,60}?)??\s+(?:[-–•]\s+)?(?P<clause>att\s.+)$",
);

/// Whether any form of the verb stands in the sentence; most have none, and no pattern need be asked.
fn decides(sentence: &str) -> bool {
    ["beslut", "beslöt", "Beslut", "Beslöt", "estämd"].iter().any(|verb| sentence.contains(verb))
}

/// `Mot denna bakgrund beslutade nämnden att …`; what may stand before the verb is of this meeting.
static INVERTED: Pattern = Pattern::new(
    r"(?s)^(?P<before>(?:Mot|Därefter|Efter|På|Med|Slutligen|Vidare|Dessutom|Härefter|Sedan)\b[^.;:0-9]*?)\s?(?:beslutade|beslutar|beslöt|beslöto)\s+(?P<by>(?:\p{L}+-(?:,\s\p{L}+-)*\s(?:och|samt)\s)?\p{L}[\p{L}-]+)(?P<between>\s[^.:;]{0,60}?)??,?\s+(?P<clause>att\s.+)$",
);

/// Reads a sentence as a decision.
pub(crate) fn inline(sentence: &str) -> Option<Inline<'_>> {
    let sentence = sentence.trim();
    if !decides(sentence) {
        return None;
    }
    let (found, plain) = match INLINE.captures(sentence) {
        Some(found) => (found, true),
        None => (INVERTED.captures(sentence)?, false),
    };
    let by = found.name("by")?.as_str();
    let between = found.name("between").map_or("", |between| between.as_str().trim());
    if !labels::is_body(by.split_whitespace().next_back()?)
        && !labels::is_body(by.split_whitespace().next()?)
        && !by_letters(by)
    {
        return None;
    }
    let before = found.name("before").map_or("", |before| before.as_str());
    Some(Inline {
        by,
        clause: found.name("clause")?.as_str(),
        before,
        between,
        plain: plain && between.is_empty(),
    })
}

/// Whether a body is called by letters that stand for its name: `BN`, `TävlK`.
fn by_letters(by: &str) -> bool {
    by.chars().filter(|c| c.is_uppercase()).count() >= 2
        && by.chars().count() <= 6
        && by.chars().all(char::is_alphabetic)
}

/// `Nämnden beslöt att …`, `Beslöts att …`, `Vidare beslöt stämman att …`: who decided, and the clauses.
pub(crate) fn attended(sentence: &str, body: Option<&str>) -> Option<(Option<String>, Vec<String>)> {
    static FORM: Pattern = Pattern::new(
        r"(?s)^(?:(?:Vidare|Därefter|Därjemte|Dessutom|Slutligen|Sedan|Härefter|Efter(?:\s\p{Ll}+){1,4})\s+|(?P<before>(?:Sedan|Efter|På|Med|Då|Under)\s[^;:]{5,200}?),\s+)?(?:(?P<by>\p{L}+)\s+)?(?i:beslöt|beslöto|beslöts|bestämde|bestämdes|beslutade|beslutades|beslutas|beslutar|hade\s+(?:alltså|således|sålunda|därmed|följaktligen)\s+(?:beslutat|beslutit))(?:\s+(?P<after>\p{L}+))?(?:\s+(?:vidare|därför|även|också|enhälligt|dessutom|härefter|sålunda|således))*(?:,?\s+(?:efter\s+(?:sluten\s+|öppen\s+)?(?:votering|omröstning)|i\s+enlighet\s+med|enligt)[^.,;]{0,60}?)*[,:]?\s+(?:[-–•]\s+)?(?P<clause>(?:dels\s+)?[Aa]tt\s.+)$",
    );
    if !decides(sentence) {
        return None;
    }
    let found = FORM.captures(sentence.trim())?;
    // What was decided before is told, but where it is changed now.
    let told = |before: &str| !before.starts_with("Med ändring av ") && another_meeting(before);
    if found.name("before").is_some_and(|before| told(before.as_str())) {
        return None;
    }
    let word = |name: &str| found.name(name).map(|word| word.as_str());
    // Another council than the board that met: `Kommunala rådet. Ulla var med. Rådet beslutade att …`
    let another = |word: &str| {
        body.is_some_and(|body| lower(body).ends_with("styrelsen"))
            && matches!(lower(word).as_str(), "rådet" | "fullmäktige" | "utskottet" | "kommittén")
    };
    let assembly = |word: &str| (generic(word) && !another(word)) || is_called(word, body);
    let small = |word: &str| {
        matches!(
            lower(word).as_str(),
            "vidare"
                | "därför"
                | "även"
                | "också"
                | "enhälligt"
                | "dessutom"
                | "härefter"
                | "sålunda"
                | "således"
                | "därvid"
        )
    };
    // `Sedan nämnden beslutade att bygga`: a clause that another goes on from.
    if sentence.trim_start().starts_with("Sedan ") && word("by").is_some() {
        return None;
    }
    let by = match (word("by"), word("after")) {
        // `Nämnden beslutade då att …` tells of another day.
        (Some(by), Some(after)) if assembly(by) && !small(after) && !assembly(after) => return None,
        (Some(by), _) if assembly(by) => Some(by.to_owned()),
        (Some(by), _) if !small(by) => return None,
        (_, Some(after)) if assembly(after) => Some(after.to_owned()),
        (None, None) => None,
        (None, Some(after)) if small(after) => None,
        _ => return None,
    };
    Some((by.map(|by| capitalized(&by)), clauses(found.name("clause")?.as_str())))
}

/// `På framställning af Skolrådet beslöto Stadsfullmäktige att …`: the same where anything of this meeting stands before
/// the verb, and the body behind it.
pub(crate) fn turned(sentence: &str, body: Option<&str>) -> Option<(Option<String>, Vec<String>)> {
    static CLAUSE: Pattern = Pattern::new(r"(?s)^[^.:;]{0,60}?\b(?P<clause>att\s.+)$");
    if !decides(sentence) || !sentence.starts_with(char::is_uppercase) {
        return None;
    }
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let pair = decided_by(&words, body)?;
    let place = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
    let (before, behind) = (&sentence[..place(pair[0])], &sentence[place(pair[1]) + pair[1].len()..]);
    let clause = CLAUSE.captures(behind)?.name("clause")?;
    let between = &behind[..clause.start()];
    // What someone else proposed or asked stands in a clause of its own before the verb.
    let of_this = !another_meeting(before) && !another_meeting(between) && !denies(between);
    of_this.then(|| (Some(capitalized(pair[1].trim_end_matches(','))), clauses(clause.as_str())))
}

/// Whether the body that met is the subject of a sentence and what it decided stands in the infinitive directly behind:
/// `Nämnden beslutade bevilja bygglov.` What it proposes to another is no decision of the matter.
pub(crate) fn infinitive(sentence: &str, body: Option<&str>) -> bool {
    // Infinitives that do not end with `a`.
    const SHORT: [&str; 4] = ["ge", "utse", "anse", "avslå"];
    let Some(behind) = subject(sentence, body).and_then(|name| sentence.get(name.len()..)) else {
        return false;
    };
    let adverb = |word: &&str| matches!(*word, "enhälligt" | "därför" | "även" | "också");
    let mut words = behind.split_whitespace();
    let decides = words.next().is_some_and(labels::is_decision_verb);
    let verb = words.find(|word| !adverb(word));
    decides
        && verb.is_some_and(|word| {
            word.chars().all(char::is_lowercase)
                && (word.ends_with('a') && word.len() > 3 || SHORT.contains(&word))
        })
}

/// The verb of a decision with the body that met directly behind it.
fn decided_by<'a, 'b>(words: &'b [&'a str], body: Option<&str>) -> Option<&'b [&'a str]> {
    let ours = |word: &str| ours(word, body);
    words.windows(2).find(|pair| labels::is_decision_verb(pair[0]) && ours(pair[1].trim_end_matches(',')))
}

/// A clause cut where another with `att` of its own is joined to it: `att godkänna rapporten och att sända den`.
pub(crate) fn clauses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let text = text.strip_prefix("dels ").unwrap_or(text);
    let mut rest = text;
    while let Some((at, mark)) = [
        " och att ",
        " samt att ",
        ", att ",
        ", - att ",
        ", – att ",
        ", • att ",
        "; att ",
        "; och att ",
        "; samt att ",
        " och dels att ",
        " samt dels att ",
        " dels att ",
    ]
    .iter()
    .filter_map(|mark| rest.find(mark).map(|at| (at, *mark)))
    .min()
    {
        // What is set to someone may have several parts: `i uppdrag att utreda och att återkomma`. A semicolon parts
        // decisions all the same.
        let inside = rest[..at].strip_prefix("att ").unwrap_or(&rest[..at]).contains(" att ");
        if inside && !mark.starts_with(';') {
            break;
        }
        found.push(rest[..at].trim_end_matches([',', ';']).to_owned());
        rest = &rest[at + mark.len() - "att ".len()..];
    }
    found.push(rest.to_owned());
    found
}

/// The sentences of a paragraph whose lines may be sentences without stops, as associations write them: a line that
/// begins with a capital letter, where the line before would have had room for its first word, begins a sentence.
pub(crate) fn own_sentences(doc: &Doc<'_>, lines: &[(usize, String)]) -> Vec<String> {
    /// Words of a sentence that is whole on its line.
    const WHOLE: usize = 4;
    let end = |line: usize| doc.raw(line).trim_end().chars().count();
    let width = lines.iter().map(|&(line, _)| end(line)).max().unwrap_or(0).max(60).max(doc.width);
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut last = 0;
    for (line, text) in lines {
        let first = text.split_whitespace().next().map_or(0, |word| word.chars().count());
        // `a/ från förbundet`, `2) Budget`, `b. Rapporten`: a point of a list, whatever its first word.
        static POINT: Pattern = Pattern::new(r"^(?:(?:\p{Ll}|\d{1,2})\s?[/)]\s|\p{Ll}\.\s+\p{Lu})");
        // `Röstlängden fastställdes`: whole by itself, below a line however long.
        let above = groups.last().and_then(|group| group.last()).map_or("", |above| *above);
        let mut words = text.split(' ');
        let thing =
            words.next().is_some_and(|word| ["en", "et", "na"].iter().any(|form| word.ends_with(form)));
        let whole = thing
            && words
                .next()
                .is_some_and(|word| word.ends_with('s') && crate::tables::resolution(word).is_some())
            && words.count() + 2 <= WHOLE
            && !above.ends_with([',', '-', '–', ':']);
        let begins = text.starts_with(char::is_uppercase) && (whole || last + 1 + first <= width * 9 / 10)
            || POINT.is_match(text);
        match groups.last_mut().filter(|_| !begins) {
            Some(group) => group.push(text),
            None => groups.push(vec![text]),
        }
        last = end(*line);
    }
    groups.into_iter().flat_map(|group| sentences(&justera_core::text::unwrap(group))).collect()
}

/// Whether the sentence is a decision of this meeting and not one that the text recounts of another.
pub(crate) fn own(inline: &Inline<'_>, body: Option<&str>) -> bool {
    let Some(body) = body else { return false };
    let same = canonical(inline.by, Some(body)) == body || ours(inline.by, Some(body));
    // A day between the body and the clause is another meeting's.
    same && !inline.recounts()
}

/// Whether words between the verb and the clause deny the decision, or tell of what is usual.
pub(crate) fn denies(words: &str) -> bool {
    lower(words).split(|c: char| !c.is_alphabetic()).any(|word| {
        matches!(
            word,
            "inte" | "ej" | "icke" | "aldrig" | "kanske" | "normalt" | "alltid" | "vanligen" | "ofta"
        )
    })
}

/// Whether words about the verb tell of another meeting: a day, a month, the one before.
fn another_meeting(words: &str) -> bool {
    let small = format!(" {}", lower(words));
    another_day(words) || [" i ", " vid ", " under "].iter().any(|before| small.starts_with(before))
}

/// Whether words name a day or say that it is past.
fn another_day(words: &str) -> bool {
    const TOLD: [&str; 11] = [
        "föregående",
        "förra",
        "tidigare",
        "senaste",
        "fjol",
        " då",
        "våras",
        "höstas",
        "nyligen",
        "år sedan",
        "redan",
    ];
    let small = format!(" {}", lower(words));
    // `med 5 röster mot 3`, `efter votering 5 mot 3` counts and tells of no day.
    let counts =
        [" röster mot ", "-röster ", "votering", "omröstning"].iter().any(|word| small.contains(word));
    small.chars().any(|c| c.is_ascii_digit()) && !counts
        || TOLD.iter().any(|told| small.contains(told))
        || small.split_whitespace().any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
}

/// The sentences of a paragraph. A full stop after a figure, an initial or an abbreviation ends none.
pub(crate) fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices(['.', '!', '?']) {
        // A run of stops ends with its last.
        if text[at + 1..].starts_with(['.', '!', '?']) {
            continue;
        }
        let after = text[at + 1..].trim_start_matches(['"', '”', ')', '.']);
        let next = after.trim_start().chars().next();
        let gap = after.len() != after.trim_start().len() || after.is_empty();
        let last = text[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
        // An initial, or the number of a point: `A. Ek`, `1. Rapporten godkänns.`; but `se bilaga 1.` ends.
        let before = text[start..at - last.len()].trim_end().rsplit(' ').next().unwrap_or("");
        let numbered = matches!(
            lower(before).as_str(),
            "bilaga"
                | "bil"
                | "bil."
                | "§"
                | "punkt"
                | "punkten"
                | "nr"
                | "kap"
                | "kap."
                | "kl"
                | "kl."
                | "klockan"
                | "sidan"
                | "alternativ"
                | "proposition"
                | "motion"
        );
        let single = last.chars().count() <= 1 && !(numbered && last.chars().all(|c| c.is_ascii_digit()));
        // `m.m.`, and the number of a point, `4.2.`; but `kl. 14.30.` and `37.840:-.` end.
        let dotted = last.contains('.')
            && (last.contains(char::is_alphabetic) || text[start..at].trim_start() == last);
        let short = dotted || single || is_abbreviation(last);
        // `3 kr. 60 öre`
        let sum = matches!(last, "kr" | "kronor") && next.is_some_and(|c| c.is_ascii_digit());
        let figure = sum || at > 0 && bytes[at - 1].is_ascii_digit() && next.is_some_and(char::is_lowercase);
        let begins = next.is_none_or(|c| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '”' | '§' | '-' | '(')
        });
        if gap && begins && !short && !figure && !inside_brackets(&text[start..], at - start) {
            found.push(text[start..=at].trim().to_owned());
            start = at + 1;
        }
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        found.push(rest.to_owned());
    }
    found
}

/// Whether a place of a text, in bytes, stands inside a bracket that goes on behind it: `(ansv. Omar, klart i maj)`.
fn inside_brackets(text: &str, at: usize) -> bool {
    /// A bracket is no longer, in bytes; one that never closes is a slip.
    const LONGEST: usize = 200;
    let opened = text[..at].rfind('(').filter(|&open| !text[open..at].contains(')'));
    let mut behind = text[at + 1..].char_indices().take(LONGEST);
    let mut closed = || behind.find(|(_, c)| matches!(c, '(' | ')')).filter(|(_, c)| *c == ')');
    // A whole sentence in brackets ends with its stop.
    opened.is_some_and(|open| closed().is_some_and(|(close, _)| close > 0 && at + close - open <= LONGEST))
}

/// `blir oförändrad`
fn unchanged(words: &[&str]) -> bool {
    matches!(words, ["blir" | "förblir" | "blev", next, ..] if next.starts_with("oförändra"))
}

/// `fick full ansvarsfrihet`
fn discharged(words: &[&str]) -> bool {
    let free = |word: &str| word.starts_with("ansvarsfrihet");
    matches!(words, ["fick", next, ..] if free(next))
        || matches!(words, ["fick", "full", next, ..] if free(next))
}

/// Whether a text says of someone by name, and without a verb, that he or she is chosen: `Ulla Ek, omval, Bo Al, nyval.`
pub(crate) fn is_chosen(doc: &Doc<'_>, text: &str) -> bool {
    static CHOSEN: Pattern =
        Pattern::new(r"^(?P<who>\p{Lu}[^,.:;]{3,40}), (?:omval|nyval|fyllnadsval|återval)\b");
    CHOSEN.captures(text).is_some_and(|found| {
        leading_name(doc.model, &found["who"], true).is_some_and(|named| named.rest.is_empty())
    })
}

/// Whether a sentence of minutes without blocks states a resolution, and by whom.
pub(crate) fn resolves(doc: &Doc<'_>, sentence: &str, body: Option<&str>) -> Option<Option<String>> {
    // A body of several words is read as its last: `Miljö- och byggnadsnämnden godkände redovisningen.`
    let named = subject(sentence, body).filter(|name| name.contains(' '));
    let last =
        named.as_deref().and_then(|name| sentence.get(..name.len())?.rfind(' ')).map_or(0, |at| at + 1);
    let words: Vec<&str> = sentence[last..].split_whitespace().collect();
    // `Punkten utgår, eftersom valberedningen valdes förra året.`
    if words.len() > 1 && matches!(words[1].trim_end_matches([',', '.']), "utgår" | "utgick") {
        return None;
    }
    // `Omval av Ulla Ek.`, `Nyval på två år av Bo Al.`
    if words.len() > 2
        && matches!(words[0], "Omval" | "Nyval" | "Återval")
        && matches!(words[1], "av" | "på" | "för")
    {
        return Some(None);
    }
    if is_chosen(doc, sentence) {
        return Some(None);
    }
    // `Godkändes.`
    if let [word] = words.as_slice() {
        let alone = word.starts_with(char::is_uppercase) && resolution(word) == Some('p');
        return alone.then_some(None);
    }
    if words.is_empty() || words.len() > 70 {
        return None;
    }
    let small = lower(sentence);
    // That the meeting was opened or closed decides nothing.
    let held = ["öppnat", "öppnad", "öppnades", "avslutat", "avslutad", "afslutad", "upplöst"];
    if held.iter().any(|word| small.contains(word)) && (small.contains("förklara") || words.len() < 6) {
        return None;
    }
    // The auditors recommend it.
    if small.contains("ansvarsfrihet") && small.contains("tillstyrk") {
        return None;
    }
    // Proposals, questions and what others decided are none.
    if ["föreslår", "föreslog", "nominera", "yrkar", "förslag att ", "kandidat"]
        .iter()
        .any(|word| small.contains(word))
        && !small.contains("beslut")
    {
        return None;
    }
    let subject = named.as_deref().unwrap_or(words[0]).trim_matches(|c: char| !c.is_alphabetic());
    // What someone said, and what nobody was.
    if sentence.starts_with(['"', '”', '“', '»']) || matches!(subject, "Ingen" | "Inget" | "Inga") {
        return None;
    }
    // `Vi röstade om tema`: what came of it is told elsewhere.
    let voted = ["röstade om ", "röstar om "].iter().any(|form| small.contains(form));
    if voted && !["beslut", "beslöt", "valdes", "bifölls", "avslogs"].iter().any(|verb| small.contains(verb))
    {
        return None;
    }
    let ours = |word: &str| ours(word, body);
    let we = subject.eq_ignore_ascii_case("vi");
    let assembly = named.is_some() || ours(subject) || we;
    // `På yrkande av Bo Al beslöto fullmäktige bordlägga ärendet.`
    let inverted = decided_by(&words, body);
    let before =
        inverted.map_or("", |pair| &sentence[..pair[0].as_ptr() as usize - sentence.as_ptr() as usize]);
    if let Some(pair) =
        inverted.filter(|_| words[0].starts_with(char::is_uppercase) && !another_meeting(before))
    {
        return Some(Some(capitalized(pair[1].trim_end_matches(','))));
    }
    // `Stämman gav styrelsen i uppdrag att …`, `Stämman fann sig behörigen utlyst.`
    let whole_phrase = |word: &str| match word {
        "gav" | "ger" => small.contains(" i uppdrag att ") || small.contains(" ansvarsfrihet"),
        "lade" | "lägger" => small.contains(" till handlingarna"),
        "tog" | "tar" => small.contains(" del av informationen"),
        "ställde" | "ställer" => small.contains(" sig bakom "),
        "noterar" | "noterade" => [" informationen", " rapporten", " redovisningen", " till protokollet"]
            .iter()
            .any(|what| small.contains(what)),
        "fann" | "finner" => {
            ["fann sig ", "finner sig "].iter().any(|form| small.contains(form))
                && ["behörig", "beslutför", "beslutsför"].iter().any(|form| small.contains(form))
        }
        _ => false,
    };
    // Money is granted; a notice is put up, with the same verb.
    let granted = |word: &str| {
        matches!(word, "anslogs" | "anslogos" | "anslås")
            && [" kr", " öre", " rdr", ":-"].iter().any(|sum| small.contains(sum))
    };
    // `Uppdrog nämnden åt ingenjören att …`, `Afslog nämnden hans begäran`: the verb stands first.
    if let [verb, body, _, ..] = words[..]
        && verb.starts_with(char::is_uppercase)
        && resolution(verb) == Some('a')
        && !labels::is_decision_verb(&lower(verb))
        && ours(body)
    {
        return (!denies(words[2]) && !another_day(words[2])).then(|| Some(capitalized(body)));
    }
    for (nth, word) in words.iter().enumerate() {
        let known = resolution(word).or_else(|| granted(word).then_some('p'));
        match known.or_else(|| whole_phrase(word).then_some('a')) {
            // The meeting itself, and the verb directly behind it.
            Some('a') if assembly && (nth <= 2 || (nth <= 8 && words[nth - 1] == "och")) => {
                let rest = words[nth..].join(" ").to_lowercase();
                let laid = nth + 1 < words.len() && !rest.starts_with("beslutade den ");
                // Up to the clause nothing may tell of another day, or deny it.
                let between = rest.split_once(' ').map_or("", |(_, behind)| behind);
                let between = between.split(" att ").next().filter(|between| between.len() < rest.len() / 2);
                if between.is_some_and(|between| denies(between) || another_meeting(between))
                    && rest.contains(" att ")
                {
                    return None;
                }
                return laid.then(|| (!we).then(|| subject.to_owned()));
            }
            Some('p') if nth > 0 => {
                // A subject stands before it in the same clause, and no clause that only tells. `Till att justera utsågs Bo
                // Al` has its own before it.
                let own = usize::from(words[0] == "Till" && words[1] == "att");
                // Behind a comma the verb goes on from what stood before the first: `Motionen, som kom in sent, avslogs`.
                // A clause that begins the sentence stands wholly before it: `Sedan det upplysts att …, återremitterades`.
                // Or a verb beside it does: `Berättelsen, som låg framme, lästes och godkändes`.
                let pair = nth > 3 && words[nth - 1] == "och" && words[nth - 2].ends_with('s');
                let closed = nth > 1 && words[if pair { nth - 3 } else { nth - 1 }].ends_with(',');
                let first = words[..nth].iter().position(|word| word.ends_with(',')).unwrap_or(nth);
                let begun = closed
                    && first + 1 == nth
                    && matches!(words[0], "Sedan" | "Efter" | "Eftersom" | "Enär" | "Då");
                // `Ordföranden meddelade, att …`: what someone said was decided.
                let said = closed
                    && !begun
                    && words[..=first].iter().skip(1).any(|word| {
                        let word = lower(word.trim_end_matches(','));
                        ["ade", "rde", "lde", "yste", "höll", "sade"].iter().any(|end| word.ends_with(end))
                    });
                // `Till protokolljusterare att jämte ordföranden justera protokollet, väljs Bo Al`: what it is to do stands between.
                let office = words[0] == "Till" && words[1..nth].contains(&"att");
                let before = match (begun || office, closed) {
                    (true, _) => &[],
                    (_, true) => &words[..=first],
                    _ => &words[..nth],
                };
                let on = words[..nth].windows(2).any(|pair| pair == ["på", "om"] || pair[1] == "huruvida");
                let told = on
                    || said
                    || before.iter().skip(1 + own).any(|word| {
                        matches!(
                            lower(word).as_str(),
                            "att"
                                | "behöver"
                                | "får"
                                | "skulle"
                                | "borde"
                                | "som"
                                | "när"
                                | "då"
                                | "där"
                                | "har"
                                | "kan"
                                | "ska"
                                | "skall"
                                | "måste"
                                | "bör"
                                | "ej"
                                | "inte"
                        )
                    });
                // `av revisorn`, `aldrig`: another's, or none.
                let behind = words[nth + 1..].iter().take(3).copied().collect::<Vec<_>>().join(" ");
                let agent = behind.strip_prefix("av ").and_then(|agent| agent.split_whitespace().next());
                // `bordlades i mars`, `godkändes vid förra mötet`: on another day.
                let past = behind.starts_with("i ") && another_day(&behind)
                    || ["vid förra", "vid föregående", "förra mötet"]
                        .iter()
                        .any(|form| behind.starts_with(form));
                // `Kassören föredrog budgeten, som godkändes utan ändring`: the sentence ends with what became of it.
                let relative = nth > 3
                    && words[nth - 1] == "som"
                    && words[nth - 2].ends_with(',')
                    && words.len() - nth <= 5
                    && matches!(
                        *word,
                        "godkändes" | "antogs" | "fastställdes" | "avslogs" | "bifölls" | "lades"
                    )
                    && !words[nth..].iter().any(|word| word.ends_with(','));
                // `Ulla Ek läste berättelsen som godkändes av årsmötet`
                let by_us = nth > 2
                    && words[nth - 1] == "som"
                    && *word == "godkändes"
                    && words.len() - nth <= 3
                    && agent.is_some_and(|agent| ours(agent.trim_end_matches(['.', ','])));
                let told = told && !relative && !by_us;
                let others = past
                    || agent.is_some_and(|agent| !ours(agent.trim_end_matches(['.', ','])))
                    || denies(&behind);
                // `Vid stämman 2015 beslutades`, `Redan 1998 …`: what stands before tells of another day.
                let dated = words[1].starts_with(|c: char| c.is_ascii_digit());
                let fronted = begun
                    || matches!(words[0], "Vid" | "På" | "Under" | "Redan" | "Förra")
                    || (dated && matches!(words[0], "Den" | "År"));
                let told = told || others || (fronted && another_day(&words[..nth].join(" ")));
                return (!told).then_some(None);
            }
            // `Till slut enades styrelsen om att …`, `Styrelsen enades om att …`
            _ if *word == "enades" && small.contains(" om ") && !words[..nth].contains(&"som") => {
                let behind = words.get(nth + 1).is_some_and(|next| ours(next));
                let by = match (behind, assembly && nth <= 2) {
                    (true, _) => words[nth + 1],
                    (_, true) => subject,
                    _ => return None,
                };
                let told = denies(&words[nth..].join(" ")) || another_day(&words[..nth].join(" "));
                return (!told).then(|| (by != "vi" && !we).then(|| capitalized(by)));
            }
            // `Stämman ansågs vara behörigen utlyst.`
            _ if nth == 1
                && matches!(*word, "ansågs" | "anses" | "befanns")
                && ["behörig", "stadgeenlig", "laga ordning", "rätt sätt"]
                    .iter()
                    .any(|how| small.contains(how)) =>
            {
                return (!denies(sentence)).then_some(None);
            }
            // `Interpellationen anses besvarad.`
            _ if nth == 1
                && matches!(*word, "anses" | "ansågs")
                && small
                    .trim_end_matches('.')
                    .split(' ')
                    .any(|word| matches!(word, "besvarad" | "besvarade" | "besvarat")) =>
            {
                return (!denies(sentence)).then_some(None);
            }
            // `Avgiften blir oförändrad, 400 kr.`, `Styrelsen fick full ansvarsfrihet.`
            _ if nth > 0 && nth <= 3 && (unchanged(&words[nth..]) || discharged(&words[nth..])) => {
                let others = small.contains(" enligt ") || denies(sentence) || another_day(sentence);
                return (!others).then_some(None);
            }
            // `Frågan överläts till styrelsen.`
            _ if nth == 1 && *word == "överläts" && matches!(words[0], "Frågan" | "Ärendet" | "Saken") => {
                return (!another_day(sentence)).then_some(None);
            }
            // `Kassören fick i uppdrag att …`, `Styrelsen fick fullmakt att …`
            _ if nth > 0
                && nth <= 8
                && matches!(*word, "fick" | "får")
                && sentence[word.as_ptr() as usize - sentence.as_ptr() as usize..]
                    .split_once(' ')
                    .is_some_and(|(_, behind)| {
                        behind.starts_with("i uppdrag att ") || behind.starts_with("fullmakt att ")
                    })
                && !words[..nth].iter().any(|word| {
                    matches!(lower(word).as_str(), "som" | "att" | "ingen" | "inget" | "när" | "då")
                }) =>
            {
                return (!another_day(sentence)).then_some(None);
            }
            Some('p') if nth == 0 => {
                // `Godkändes.`, `Bordlades till nästa möte.`
                return (subject.starts_with(char::is_uppercase)
                    && leading_name(doc.model, sentence, false).is_none())
                .then_some(None);
            }
            Some('l') if small.contains("till handlingarn") => return Some(None),
            _ => {}
        }
    }
    None
}
