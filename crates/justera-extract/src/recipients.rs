//! To whom a decision is sent.

use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};

use crate::decisions::Read;
use crate::person::{PARTY, is_tick, split_outer};
use crate::sentences::sentences;

/// Writes to whom a decision is sent, a line each; a list between commas goes on where one of its lines ends with a comma or
/// the next begins with a small letter.
pub(crate) fn listed(found: &mut Read, lines: &[(usize, String)]) {
    let runs = lines.first().is_some_and(|(_, first)| first.contains(", "))
        && lines.windows(2).all(|pair| pair[0].1.ends_with(',') || pair[1].1.starts_with(char::is_lowercase));
    if runs {
        let whole = justera_core::text::unwrap(lines.iter().map(|(_, text)| text.as_str()));
        add(found, &whole, 1);
    } else {
        lines.iter().for_each(|(_, text)| add(found, text, lines.len()));
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

/// To whom a decision is sent: a line each, or between commas on one line.
fn add(found: &mut Read, text: &str, lines: usize) {
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

/// To whom a decision is sent, told in a sentence: `Beslutet delges Norrby kommun och beredningsgruppen.`
pub(crate) fn told(found: &mut Read, sentence: &str) {
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
            add(found, who, 2);
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
pub(crate) fn beside(found: &mut Read, margin: &[&str]) {
    let mut listed = false;
    for note in margin {
        match labels::label(note).filter(|found| found.section == Section::Recipients) {
            Some(label) => {
                listed = true;
                add(found, label.rest, 1);
            }
            None if listed => add(found, note, margin.len()),
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
