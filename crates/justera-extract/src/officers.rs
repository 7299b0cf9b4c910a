//! Chair, secretary and adjusters.

use justera_core::labels::Section;
use justera_core::text::{Pattern, lower};
use justera_core::{Attendee, Capacity, Item, Presence};
use justera_lexicon::token::capitalized;

use crate::Doc;
use crate::front::Front;
use crate::names::{leading_name, names_in};
use crate::person::{after_title, split_outer};
use crate::sentences::sentences;
use crate::signatures::{signatures, two_names};

/// Who led the meeting, kept the minutes and adjusts them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Officers {
    pub(crate) chair: Option<String>,
    pub(crate) secretary: Option<String>,
    pub(crate) adjusters: Vec<String>,
    /// Who signed below `Justeras`, in order.
    pub(crate) signed: Vec<String>,
}

/// Reads the officers: from the labels and the signatures, from the elections of a general meeting, and from the
/// roles in the attendance.
pub(crate) fn read(doc: &Doc<'_>, front: &Front, attendees: &[Attendee], items: &[Item]) -> Officers {
    let mut officers = Officers::default();
    for block in front.of(Section::Adjusters) {
        // `Ordförande`, `Sekreterare`, `Justerare` below each other, and then their names: whose each is is not told.
        let above = (0..block.line).rev().filter(|&line| !doc.plain[line].is_empty());
        let stacked =
            above.map(|line| doc.plain[line].as_str()).take_while(|text| office_of(text).is_some()).count();
        if stacked > 0 && block.lines.len() > stacked {
            continue;
        }
        let mut lines: Vec<String> = Vec::new();
        for (_, text) in &block.lines {
            // `Ulla Ek med` / `Bo Al som ersättare`
            match lines.last_mut().filter(|last| last.ends_with(" med")) {
                Some(last) => *last = justera_core::text::unwrap([last.as_str(), text.as_str()]),
                None => lines.push(text.clone()),
            }
        }
        for text in &lines {
            // When and where they adjust, and who else signs, stands below their names.
            let first = text.split(' ').next().unwrap_or("");
            let other = office_of(first).is_some() || lower(first).starts_with("justeringens");
            if other && !officers.adjusters.is_empty() {
                break;
            }
            let text = INSTEAD.replace_all(text, "");
            for piece in split_outer(&text.replace(" och ", ", "), &[',', ';']) {
                for name in leading_name(doc.model, piece, true)
                    .into_iter()
                    .flat_map(|named| two_names(doc, named.name))
                {
                    push(&mut officers.adjusters, &name);
                }
            }
        }
    }
    told_in_front(doc, front, &mut officers);
    let told = officers.adjusters.len();
    elections(doc, items, &mut officers);
    let elected = officers.adjusters.get(told..).unwrap_or_default().to_vec();
    let named = officers.adjusters.len();
    signatures(doc, front, attendees, &mut officers);
    beside_named(&mut officers, named);
    let with_role = |role: &str, not: &str| {
        attendees
            .iter()
            .find(|attendee| {
                attendee.presence == Presence::Present
                    && (role.contains("sekr") || attendee.capacity != Some(Capacity::Other))
                    && attendee.role.as_deref().is_some_and(|held| {
                        let held = lower(held);
                        held.split([',', ' ']).any(|word| word.trim_end_matches('.') == role)
                            && !held.contains(not)
                            && !held.contains("vice")
                            // The board's chair is not the general meeting's.
                            && !held.contains("styrelse")
                    })
            })
            .map(|attendee| attendee.name.clone())
    };
    if officers.chair.is_none() {
        officers.chair = with_role("ordförande", "kommunrevision").or_else(|| with_role("ordf", "vice"));
    }
    if officers.secretary.is_none() {
        officers.secretary = with_role("mötessekreterare", "vice")
            .or_else(|| with_role("sekreterare", "vice"))
            .or_else(|| with_role("sekr", "vice"))
            // `kommunsekreterare`, `nämndsekreterare`
            .or_else(|| {
                let keeps = |attendee: &&Attendee| {
                    attendee.presence == Presence::Present
                        && attendee.role.as_deref().is_some_and(|role| {
                            let mut words = role.split([',', ' ']);
                            !lower(role).contains("vice")
                                && words.any(|word| office_of(word) == Some(Office::Secretary))
                        })
                };
                attendees.iter().find(keeps).map(|attendee| attendee.name.clone())
            });
    }
    if officers.chair.is_none() {
        officers.chair = with_role("mötesledare", "vice");
    }
    if officers.secretary.is_none() {
        officers.secretary = with_role("antecknade", "vice")
            .or_else(|| with_role("antecknar", "vice"))
            .or_else(|| with_role("anteckningar", "vice"))
            .or_else(|| with_role("protokollförare", "vice"));
    }
    if officers.chair.is_none() {
        officers.chair = items.iter().take(3).find_map(|item| {
            let found = OPENED.captures(&item.text).or_else(|| OPENED_BY.captures(&item.text))?;
            names_in(doc, found.name("who")?.as_str()).into_iter().next()
        });
    }
    // Those who adjust beside the chair: the chair's own signature is not an adjuster's, nor is that of who kept the minutes and
    // was not elected to it.
    let Officers { chair, secretary, adjusters, .. } = &mut officers;
    adjusters.retain(|name| {
        Some(name) != chair.as_ref() && (Some(name) != secretary.as_ref() || elected.contains(name))
    });
    officers
}

/// What those who signed tell of the adjusters whom the text names, the first so many: one of whom the text gives the surname
/// has the name that is signed; and where each of them has signed, one other who did so before them is the chair, if nobody
/// is yet.
fn beside_named(officers: &mut Officers, named: usize) {
    let Officers { chair, adjusters, signed, .. } = officers;
    // Who signed as the chair is no adjuster any more.
    let named = named.min(adjusters.len());
    let mut all = named > 0;
    for name in &mut adjusters[..named] {
        let same = signed.iter().find(|signed| *signed == name);
        match same.or_else(|| signed.iter().find(|signed| signed.rsplit(' ').next() == Some(name.as_str()))) {
            Some(signer) => name.clone_from(signer),
            None => all = false,
        }
    }
    let (of_text, others) = adjusters.split_at(named);
    let others: Vec<&String> = others.iter().filter(|name| !of_text.contains(name)).collect();
    let first = match others[..] {
        [other] if all && signed.first() == Some(other) => Some(other.clone()),
        _ => None,
    };
    // Beside two who are named it is no third, whoever led the meeting.
    let other = |name: &String| named >= 2 && first.as_ref() == Some(name);
    let mut held: Vec<String> = Vec::new();
    adjusters.iter().filter(|name| !other(name)).for_each(|name| push(&mut held, name));
    *adjusters = held;
    *chair = chair.take().or(first);
}

fn push(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|held| held == name) {
        names.push(name.to_owned());
    }
}

static ELECTED: Pattern = Pattern::new(
    r"(?i)(?P<before>.*?)\b(?:valdes|väljs|utsågs|utses|utsågos|valts|vald)\b\s*(?P<between>.*?)\b(?:till|att|som),?\s+(?:(?:jämte|tillsammans\s+med)\s+.{3,60}?\s(?P<beside>justera)\b|(?P<role>(?:mötes|stämmo)?ordförande|(?:mötes)?sekreterare|justera|justerare|justerings(?:person|man|män|personer)|protokolljusterare))",
);

static ELECTS: Pattern = Pattern::new(
    r"(?i)\b(?:valde|väljer|välja|utsåg|utse|utser|att)\s+(?P<who>\p{Lu}.*?)\s+(?:till|som|att|utses till)(?:\s+att)?,?\s+(?:(?:jämte|tillsammans\s+med)\s+.{3,60}?\s(?P<beside>justera)\b|(?:(?:mötets|stämmans)\s+)?(?P<role>(?:mötes|stämmo)?ordförande|(?:mötes)?sekreterare|justera|justerare|justerings(?:person|man|män|personer)|protokolljusterare))",
);

static TO_OFFICE: Pattern = Pattern::new(
    r"(?i)\btill\s+(?P<role>(?:mötes|stämmo)?ordförande|(?:mötes)?sekreterare|protokollförare|justerare|protokolls?justerare|justerings(?:person|man|män|personer))\b.{0,70}?\b(?:valdes|utsågs|utsågos|utses|väljs|välja|utse|valde\s+\p{L}+)\s+(?P<who>.+)$",
);

/// `Ordförande Ulla Ek hälsade alla välkomna`, `Ordföranden, lantbrukaren Bo Ek, förklarade …`: the meeting's own chair, where nothing else names one.
static OPENED: Pattern = Pattern::new(
    r"^(?:Ordförande|\p{Lu}\p{Ll}+ordförande)(?:n)?(?:,\s+(?:\p{Ll}{4,30}\s+){1,2}|,?\s+)(?P<who>\p{Lu}.{3,40}?),?\s+(?:hälsade|hälsar|öppnade|öppnar|förklarade|förklarar|inledde)\b",
);

/// `Sammanträdet öppnades av ordföranden Ulla Ek`
static OPENED_BY: Pattern = Pattern::new(
    r"^\p{L}+\s(?:öppnades|öppnas)\sa[fv]\s(?:\p{Ll}*ordföranden),?\s(?P<who>(?:\p{Lu}\p{Ll}{0,4}\.\s){0,3}\p{Lu}[^,;.]{1,40}?)(?:[,;.]|\s*$|\s(?:h?var|som|med|kl|och)\b)",
);

/// For a term of years the association's own officers are chosen.
static TERM: Pattern = Pattern::new(
    r"(?i)\b(?:på|för)\s+(?:ett|två|tre|fyra|\d+)\s+år\b|\bför\s+(?:åren|tiden|verksamhetsåret|mandat)",
);

static ADJUSTS: Pattern = Pattern::new(
    r"(?i)\bjustera\b.{0,100}?\b(?:utsågs|utsågos|utses|utse|valdes|väljs|välja|valts|utsetts)\s+(?P<who>.+)$",
);

/// `X valdes till ordförande för stämman`: elections of the meeting itself, in its first items.
fn elections(doc: &Doc<'_>, items: &[Item], officers: &mut Officers) {
    let all: Vec<&Item> =
        items.iter().flat_map(|item| std::iter::once(item).chain(&item.items)).take(12).collect();
    for item in all {
        let (heading, small) = (lower(&item.heading), lower(&item.text));
        // The board's own chair is elected too: only the meeting's officers count.
        let of_meeting = [
            "mötesordf",
            "mötessekr",
            "justera",
            "justering",
            "för stämman",
            "för mötet",
            "mötets",
            "stämmans",
            "mötesfunktionärer",
            "stämmoordförande",
            "protokollförare",
            "val av ordförande för",
            "val av ordförande vid",
            "för årsmötet",
            "presidium",
        ]
        .iter()
        .any(|word| heading.contains(word) || small.contains(&format!("till {word}")));
        // Where the items of old minutes have no headings, the sentence says it.
        let of_this = ["årsmötet", "mötet", "stämman", "dagens"]
            .iter()
            .any(|meeting| small.contains(&format!("ordförande för {meeting}")));
        let untitled = heading.is_empty() && (small.contains("justera") || of_this);
        let named = matches!(heading.as_str(), "sekreterare" | "val av sekreterare" | "mötesordförande");
        if !of_meeting && !untitled && !named && !heading.contains("ordförande och sekreterare") {
            continue;
        }
        for decision in &item.decisions {
            elected(doc, &decision.text, officers);
        }
        // `2. Mötessekreterare blev Bo Al`
        if item.decisions.is_empty() {
            elected(doc, &item.heading, officers);
        }
        offices_below(doc, item, officers);
        chosen_below(doc, item, &heading, officers);
    }
}

/// Who is chosen where the offices are labels: `Ordförande: Ulla Ek` / `Justerare: Bo Al, Eva Ask`.
fn offices_below(doc: &Doc<'_>, item: &Item, officers: &mut Officers) {
    static LABELLED: Pattern = Pattern::new(
        r"(?:^|\s)(?P<office>Mötesordförande|Ordförande|Mötessekreterare|Sekreterare|Protokollförare|Justerare|Justeringspersoner|Justeringsmän|Protokolljusterare):\s+",
    );
    let found: Vec<_> = LABELLED
        .captures_iter(&item.text)
        .filter_map(|found| Some((found.get(0)?, found.name("office")?)))
        .collect();
    for (nth, (whole, office)) in found.iter().enumerate() {
        let end = found.get(nth + 1).map_or(item.text.len(), |(next, _)| next.start());
        let Some(office) = office_of(office.as_str()) else { continue };
        let who = item.text[whole.end()..end].trim_end_matches([' ', '-', '•', '.', ',', '–']);
        let who = who.replace(" och ", ", ").replace(" samt ", ", ");
        for piece in who.split(", ") {
            let Some(named) = leading_name(doc.model, piece, true).filter(|named| named.rest.is_empty())
            else {
                break;
            };
            take(officers, office, named.name);
        }
    }
}

/// Who is chosen where the heading alone says for what: `Val av mötesordf.` / `Valdes Ulla Ek`, `Val av sekreterare` / `Ulla Ek.`
fn chosen_below(doc: &Doc<'_>, item: &Item, heading: &str, officers: &mut Officers) {
    static CHOSEN: Pattern = Pattern::new(
        r"^(?:(?:Valdes|Utsågs|Utses|Väljs|[Aa]tt\s(?:välja|utse)|\p{Lu}\p{Ll}+\s(?:valde|utsåg|väljer|utser))\s+)?(?P<who>\p{Lu}[^.;:]{3,80}?)(?:\s+(?:valdes|utsågs|utses|väljs))?\.?$",
    );
    let offices = [("ordf", Office::Chair), ("sekr", Office::Secretary), ("juster", Office::Adjuster)];
    // One office a heading: of several the sentence must say who bears which.
    let mut named = offices.iter().filter(|(word, _)| heading.contains(word)).map(|&(_, office)| office);
    let (Some(office), None) = (named.next(), named.next()) else { return };
    let year = heading.contains("19") || heading.contains("20");
    if TERM.is_match(heading) || year || heading.contains("vice") {
        return;
    }
    let text = item.decisions.first().map_or(item.text.as_str(), |decision| decision.text.as_str());
    let Some(found) = CHOSEN.captures(text.trim()) else { return };
    // Nothing but names, and what joins them.
    let pieces = found["who"].replace(" och ", ", ").replace(" samt ", ", ");
    for piece in pieces.split(", ") {
        let named = leading_name(doc.model, piece, true).filter(|named| named.rest.is_empty());
        let Some(named) = named else { return };
        take(officers, office, named.name);
    }
}

/// Who is to stand in for one who adjusts, behind that one's name: `och ersättare Bo Al`, `med Bo Al som ersättare`.
static INSTEAD: Pattern = Pattern::new(
    r"(?i)\s+(?:(?:och|samt|med)\s+(?:som\s+)?(?:ersättare|suppleant)\s+(?-i:\p{Lu}).*$|med\s+(?-i:\p{Lu})[^.;]{3,60}?\s+som\s+(?:ersättare|suppleant)\b.*$)",
);

/// Reads who is chosen for which offices of the meeting in a sentence that says so, each office by itself: `Till ordförande valdes
/// Ulla Ek och till sekreterare valdes Bo Al`.
fn elected(doc: &Doc<'_>, sentence: &str, officers: &mut Officers) {
    let sentence = &*INSTEAD.replace_all(sentence, "");
    // The next office stands behind a comma or `och`; or where a stop was left out: `valdes Ulla Ek Till sekreterare valdes …`.
    static NEXT: Pattern = Pattern::new(
        r"(?:(?P<joint>(?:,|\s+(?:och|samt))\s+)t|(?P<stop>\p{L}\s)T)ill\s+(?:\p{Ll}+\s+)?(?i:mötes|stämmo)?(?i:ordförande|sekreterare|protokollförare|juster)",
    );
    let mut from = 0;
    for found in NEXT.captures_iter(sentence) {
        let Some(before) = found.name("joint").or_else(|| found.name("stop")) else { continue };
        let piece = &sentence[from..before.end()];
        let joint = found.name("joint").is_some();
        // `valdes Bo Al att föra protokoll och till justerare …` is one sentence, in which the verb stands but once.
        let leads = capitalized(piece).starts_with("Till ") && !capitalized(piece).starts_with("Till att ");
        if joint && !leads {
            continue;
        }
        let own = if joint { &sentence[from..before.start()] } else { piece.trim_end() };
        elected_once(doc, &capitalized(own), officers);
        from = before.end();
    }
    elected_once(doc, &if from > 0 { capitalized(&sentence[from..]) } else { sentence.to_owned() }, officers);
}

/// Reads who is chosen for an office in a sentence that tells of one, or of two in turn.
fn elected_once(doc: &Doc<'_>, sentence: &str, officers: &mut Officers) {
    if let Some(who) = ADJUSTS.captures(sentence).and_then(|found| found.name("who")) {
        choose(doc, officers, Office::Adjuster, who.as_str());
        return;
    }
    // `Uppdrogs åt Ulla Ek att föra protokollet.`
    static KEEPS: Pattern = Pattern::new(
        r"(?i)\b(?:uppdrogs\s+åt|utsågs|valdes|utses)\s+(?P<who>\p{Lu}.{3,40}?)\s+att\s+föra\s+(?:dagens\s+)?protokoll",
    );
    // `Ulla Ek utsågs att föra protokollet och Bo Al att justera det`
    static KEPT_BY: Pattern = Pattern::new(
        r"^(?P<who>\p{Lu}[^,.;]{3,40}?)\s+(?:utsågs|valdes|utses|väljs)\s+(?:till\s+)?att\s+föra\s+(?:dagens\s+)?protokoll\p{L}*(?:(?:,|\s+(?:och|samt))\s+(?P<beside>\p{Lu}.{3,60}?)\s+(?:till\s+)?att\s+justera\b)?",
    );
    if let Some(found) = KEPT_BY.captures(sentence) {
        choose(doc, officers, Office::Secretary, &found["who"]);
        choose(doc, officers, Office::Adjuster, found.name("beside").map_or("", |who| who.as_str()));
        return;
    }
    // `valdes Ulla Ek och att föra protokollet Bo Al`: who keeps them stands behind.
    let kept = KEEPS.captures(sentence).and_then(|found| found.name("who"));
    if let Some(who) = kept.filter(|who| !who.as_str().ends_with(" och")) {
        choose(doc, officers, Office::Secretary, who.as_str());
        return;
    }
    // `Till mötesordförande och mötessekreterare valdes Ulla Ek resp. Bo Al`
    static EACH: Pattern = Pattern::new(
        r"^Till\s(?P<first>\p{L}+)\s(?:och|samt)\s(?P<second>\p{L}+)\s(?:för\s\p{Ll}+\s)?(?:valdes|utsågs|väljs|utses)\s(?P<one>\p{Lu}.{3,40}?),?\s(?:resp\.?|respektive)\s(?P<other>\p{Lu}.{3,40}?)\.?$",
    );
    if let Some(found) = EACH.captures(sentence)
        && let (Some(first), Some(second)) = (office_of(&found["first"]), office_of(&found["second"]))
    {
        choose(doc, officers, first, &found["one"]);
        choose(doc, officers, second, &found["other"]);
        return;
    }
    // `Ulla Ek valdes att leda förhandlingarna och Bo Al att föra protokollet`
    static LEADS: Pattern = Pattern::new(
        r"^(?P<chair>\p{Lu}.{3,40}?)\s(?:valdes|utsågs|väljs|utses)\s(?:till\s)?att\sleda\s\p{L}+(?:\s(?:och|samt)\s(?P<keeper>\p{Lu}.{3,40}?)\s(?:till\s)?att\sföra\s(?:dagens\s)?protokoll)?",
    );
    if let Some(found) = LEADS.captures(sentence) {
        choose(doc, officers, Office::Chair, &found["chair"]);
        choose(doc, officers, Office::Secretary, found.name("keeper").map_or("", |who| who.as_str()));
        return;
    }
    // `Att leda dagens förhandlingar valdes Ulla Ek`
    static TO_LEAD: Pattern = Pattern::new(
        r"^(?:Till\s)?[Aa]tt\sleda\s(?:\p{L}+\s){1,2}(?:valdes|utsågs|väljs|utses)\s(?P<chair>\p{Lu}.{3,40})$",
    );
    if let Some(found) = TO_LEAD.captures(sentence) {
        choose(doc, officers, Office::Chair, &found["chair"]);
        return;
    }
    // `till sekreterare Bo Al`, behind `Till ordförande valdes …`
    static ALONE: Pattern = Pattern::new(
        r"^Till\s(?:\p{Ll}+\s)??(?P<office>\p{L}+)(?:\s(?:för|vid)\s\p{L}+)?\s(?P<who>\p{Lu}[^.]*)\.?$",
    );
    // `Mötessekreterare blev Bo Al`
    static BECAME: Pattern = Pattern::new(
        r"^(?P<office>\p{L}+)(?:\s(?:för|vid)\s(?:mötet|årsmötet|stämman))?\s+blev\s+(?P<who>\p{Lu}.*)$",
    );
    let alone = || ALONE.captures(sentence).filter(|_| !TERM.is_match(sentence));
    let told = BECAME.captures(sentence).or_else(alone);
    if let Some((office, who)) =
        told.and_then(|found| Some((office_of(&found["office"])?, found.name("who")?)))
    {
        choose(doc, officers, office, who.as_str());
        return;
    }
    for (form, group) in [(&TO_OFFICE, "who"), (&ELECTED, "before"), (&ELECTS, "who")] {
        let Some(found) = form.captures(sentence) else {
            continue;
        };
        let role = found.name("role").or_else(|| found.name("beside"));
        let role = role.map_or(String::new(), |role| lower(role.as_str()));
        let who = found.name(group).map_or("", |who| who.as_str());
        let office = if role.contains("ordförande") {
            Office::Chair
        } else if role.contains("sekreterare") || role.contains("förare") {
            Office::Secretary
        } else {
            Office::Adjuster
        };
        // `Eftersom Bo Al är sjuk valdes Ulla Ek till …`: who is chosen stands nearest to the office.
        let between = found.name("between").map_or("", |between| between.as_str());
        let nearest = !names_in(doc, between).is_empty();
        if TERM.is_match(sentence) && !role.contains("juster") {
            return;
        }
        choose(doc, officers, office, if nearest { between } else { who });
        return;
    }
}

/// What sentences of the front page say: `Att jämte ordföranden justera valdes Ulla Ek. Sekreterare är Bo Al.`
fn told_in_front(doc: &Doc<'_>, front: &Front, officers: &mut Officers) {
    static IS: Pattern = Pattern::new(
        r"^(?:(?:Såsom|Som)\s+)?(?P<office>\p{L}+)(?:\s(?:för|vid)\s(?:mötet|sammanträdet|stämman))?\s+(?:är|var|tjänstgjorde)\s+(?P<who>.*)$",
    );
    let listed =
        front.of(Section::Attendance).flat_map(|block| block.lines.iter().map(|(_, text)| text.as_str()));
    let loose = front.loose.iter().map(|&line| doc.plain[line].as_str());
    for sentence in
        loose.chain(listed).filter(|text| text.contains(". ") || text.ends_with('.')).flat_map(sentences)
    {
        let sentence = sentence.trim_end_matches('.');
        if lower(sentence).contains("justera") {
            elected(doc, sentence, officers);
        } else if let Some(found) = IS.captures(sentence)
            && let Some(office) = office_of(&found["office"])
            && let Some(named) = leading_name(doc.model, after_title(doc.model, &found["who"]).1, true)
                .filter(|named| named.rest.is_empty())
        {
            take(officers, office, named.name);
        }
    }
}

/// The office that a word names.
pub(crate) fn office_of(word: &str) -> Option<Office> {
    let small = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    Some(match small.as_str() {
        "ordförande" | "ordföranden" | "mötesordförande" | "stämmoordförande" | "ordf" => Office::Chair,
        "sekr" | "protokollförare" | "antecknare" => Office::Secretary,
        "justerande" | "justeras" | "justeradt" | "justerare" | "justeringsperson" | "justeringsman"
        | "justerat" | "justeringspersoner" | "justeringsmän" | "protokolljusterare" => Office::Adjuster,
        // A political secretary keeps no minutes, nor does who leads an office.
        small
            if small.ends_with("sekreterare")
                && !small.contains(' ')
                && !["general", "stats", "parti"].iter().any(|first| small.starts_with(first)) =>
        {
            Office::Secretary
        }
        _ => return None,
    })
}

/// Which office a signature is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Office {
    Chair,
    Secretary,
    Adjuster,
}

/// Gives an office to those whom a text names.
fn choose(doc: &Doc<'_>, officers: &mut Officers, office: Office, who: &str) {
    for name in names_in(doc, who) {
        take(officers, office, &name);
    }
}

/// Gives an office to a person, if nobody bears it yet; adjusters may be several.
pub(crate) fn take(officers: &mut Officers, role: Office, name: &str) {
    match role {
        Office::Chair => {
            officers.chair.get_or_insert_with(|| name.to_owned());
        }
        Office::Secretary => {
            officers.secretary.get_or_insert_with(|| name.to_owned());
        }
        Office::Adjuster => push(&mut officers.adjusters, name),
    }
}

/// The same of one who signed.
pub(crate) fn sign(officers: &mut Officers, role: Office, name: &str) {
    if role == Office::Adjuster {
        push(&mut officers.signed, name);
    }
    take(officers, role, name);
}
