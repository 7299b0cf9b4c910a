//! Finds in segmented minutes who was there and what was decided.
//!
//! In go the [`Source`], its [`Repaired`] text and its [`Outline`]; out come the [`Minutes`]. What the text does
//! not say is left empty. The parts, each in a module of its own:
//!
//! 1. [`front`]: the labelled parts of the front page;
//! 2. [`attendance`], from each [`roster`], which may have [`columns`] and whose headings tell the [`standing`] of those below
//!    them, in [`lists`] (of many [`layouts`], or between [`commas`]) or [`sheets`] of each [`person`]; [`people`]: who
//!    presented what, and everyone named;
//! 3. [`meeting`]: when and where they met, and what the document calls itself; which [`body`] of which [`organization`];
//! 4. [`decisions`]: blocks of clauses, and [`sentences`] that state one; [`ballots`]: votes and dissent;
//!    [`recipients`]; the [`outcome`] of what was not decided;
//! 5. [`officers`]: chair, secretary, adjusters, also by their [`signatures`];
//! 6. [`presence`]: who took part in each item; [`audit`]: what the document says against itself.

mod addressed;
mod attendance;
mod audit;
mod ballots;
mod body;
mod columns;
mod commas;
mod dates;
mod decisions;
mod front;
mod gapless;
mod items;
mod layouts;
mod lists;
mod meeting;
mod names;
mod officers;
mod organization;
mod outcome;
mod people;
mod person;
mod presence;
mod recipients;
mod roster;
mod sentences;
mod sheets;
mod signatures;
mod standing;
mod tables;

use justera_core::text::lower;
use justera_core::{
    At, Finding, FindingKind, Minutes, Outline, Quality, Repair, Repaired, SCHEMA, Source, SourceInfo, Span,
    Tidy,
};
use justera_lexicon::Model;

/// What the parts read: the document in all its forms.
#[derive(Clone, Copy)]
pub(crate) struct Doc<'a> {
    pub(crate) source: &'a Source,
    pub(crate) repaired: &'a Repaired,
    pub(crate) outline: &'a Outline,
    pub(crate) model: &'a Model,
    /// The lines without Markdown, trimmed; indices as in the outline.
    pub(crate) plain: &'a [String],
    /// Where full lines of its text end, in characters from the margin.
    pub(crate) width: usize,
    /// The names of the attendance, once it is read: by them `herr Ek` and `Anna` are known.
    pub(crate) people: &'a [String],
}

/// Where full lines of text end: four in five lines of running text end before. Lines of a few words are headings, names
/// and numbers.
fn width(repaired: &Repaired, plain: &[String]) -> usize {
    const WORDS: usize = 6;
    let running = repaired.lines().iter().zip(plain).filter(|(_, plain)| plain.split(' ').count() >= WORDS);
    let mut ends: Vec<usize> =
        running.map(|(span, _)| span.of(repaired.text()).trim_end().chars().count()).collect();
    ends.sort_unstable();
    ends.get(ends.len() * 4 / 5).copied().unwrap_or(0)
}

impl<'a> Doc<'a> {
    /// A line as it stands in the repaired text.
    pub(crate) fn raw(&self, line: usize) -> &'a str {
        self.outline.lines[line].span.of(self.repaired.text())
    }

    /// A place in the repaired text, as a place in the source.
    pub(crate) fn at(&self, span: Span<Tidy>) -> At {
        self.source.at(self.repaired.raw(span))
    }

    /// How much a name's letters run like Swedish, a known word above all others; to be compared only.
    pub(crate) fn soundness(&self, name: &str) -> f32 {
        let small = lower(name);
        match self.model.id(&small) {
            Some(_) => 0.0,
            None => self.model.spelling_log_prob(&small) / small.chars().count().max(1) as f32,
        }
    }

    /// The place of the first to the last of some lines.
    pub(crate) fn at_lines(&self, lines: &[usize]) -> Option<At> {
        let span = |line: &usize| self.outline.lines[*line].span;
        Some(self.at(span(lines.first()?).join(span(lines.last()?))))
    }
}

/// Extracts the minutes. Never fails; what could not be found is said in the findings.
pub fn extract(
    source: &Source,
    repaired: &Repaired,
    outline: &Outline,
    quality: Quality,
    model: &Model,
) -> Minutes {
    let plain: Vec<String> =
        outline.lines.iter().map(|line| justera_core::text::plain(line.text().of(repaired.text()))).collect();
    let doc =
        Doc { source, repaired, outline, model, plain: &plain, width: width(repaired, &plain), people: &[] };
    let mut findings: Vec<Finding> = source.notes().to_vec();
    for (finding, span) in &outline.notes {
        findings.push(Finding { at: span.map(|span| doc.at(span)), ..finding.clone() });
    }
    if quality.unreadable() {
        let message = format!(
            "{} of {} words cannot be read as Swedish; no items, persons or decisions are given, for they would be guesses",
            quality.suspect_words, quality.words
        );
        findings.push(Finding::new(FindingKind::Unreadable, message));
        return assemble(&doc, quality, Parts::default(), findings);
    }
    let front = front::read(&doc);
    let mut attendance = attendance::attendance(&doc, &front, &mut findings);
    let people: Vec<String> = attendance.attendees.iter().map(|attendee| attendee.name.clone()).collect();
    let doc = Doc { people: &people, ..doc };
    let about = meeting::read(&doc, &front);
    let mut items = items::read(&doc, &about);
    let officers = officers::read(&doc, &front, &attendance.attendees, &items);
    attendance::complete(&doc, &mut attendance.attendees);
    presence::fill(&about.document, &attendance.attendees, &mut items);
    let people = people::everyone(&doc, &attendance.attendees, &items, &officers);
    audit::audit(&doc, &front, &about, &attendance, &items, &quality, &mut findings);
    let absent_organizations = attendance.absent_organizations;
    let attendees = attendance.attendees;
    assemble(
        &doc,
        quality,
        Parts { about, officers, attendees, absent_organizations, items, people },
        findings,
    )
}

/// What was read of a document.
#[derive(Default)]
struct Parts {
    about: meeting::About,
    officers: officers::Officers,
    attendees: Vec<justera_core::Attendee>,
    absent_organizations: Vec<String>,
    items: Vec<justera_core::Item>,
    people: Vec<String>,
}

/// Puts the parts together with what is known of the source.
fn assemble(doc: &Doc<'_>, quality: Quality, parts: Parts, findings: Vec<Finding>) -> Minutes {
    let (source, repaired) = (doc.source, doc.repaired);
    Minutes {
        schema: SCHEMA.to_owned(),
        id: source.sha256().chars().take(16).collect(),
        source: SourceInfo {
            path: source.path().to_owned(),
            format: source.format(),
            encoding: source.encoding().to_owned(),
            sha256: source.sha256().to_owned(),
            bytes: source.bytes(),
            pages: source.pages().len(),
            quality,
        },
        document: parts.about.document,
        meeting: parts.about.meeting,
        chair: parts.officers.chair,
        secretary: parts.officers.secretary,
        adjusters: parts.officers.adjusters,
        attendees: parts.attendees,
        absent_organizations: parts.absent_organizations,
        items: parts.items,
        people: parts.people,
        repairs: repairs(source, repaired),
        findings,
    }
}

/// The ledger of edits as it is written.
pub fn repairs(source: &Source, repaired: &Repaired) -> Vec<Repair> {
    repaired
        .edits()
        .iter()
        .map(|edit| Repair {
            at: source.at(edit.at),
            from: edit.from.clone(),
            to: edit.to.clone(),
            kind: edit.kind,
            trust: edit.trust,
            evidence: edit.evidence.clone(),
            // Three decimals: more would be read as more than is known.
            probability: (edit.probability * 1000.0).round() / 1000.0,
        })
        .collect()
}
