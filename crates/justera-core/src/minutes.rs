//! What Justera writes: one document, normalized.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::edit::{EditKind, Trust};
use crate::source::{Bounds, Format};
use crate::span::{Raw, Span};

/// The name and version of the shape of [`Minutes`].
pub const SCHEMA: &str = "justera.minutes/1";

/// A place in the source as decoded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct At {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The line, from 1.
    pub line: u32,
    /// The page, from 1.
    pub page: u32,
    /// The box on the page, where the format tells.
    #[serde(rename = "box", default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<Bounds>,
}

/// One meeting's minutes. Keys are English, values are the document's own Swedish as repaired; what the
/// document does not say is `null` or an empty list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Minutes {
    /// Always `justera.minutes/1`.
    pub schema: String,
    /// The first 16 hex digits of the source's SHA-256.
    pub id: String,
    /// Where it comes from.
    pub source: SourceInfo,
    /// What kind of document it is.
    pub document: Document,
    /// Which meeting it tells of.
    pub meeting: Meeting,
    /// Who led the meeting.
    pub chair: Option<String>,
    /// Who kept the minutes.
    pub secretary: Option<String>,
    /// Who adjusted the minutes (justerare), the chair not counted.
    pub adjusters: Vec<String>,
    /// Everyone listed as present or absent, an entry for each that is printed.
    pub attendees: Vec<Attendee>,
    /// Municipalities or bodies that are said not to have been represented.
    pub absent_organizations: Vec<String>,
    /// The agenda items (ärenden, paragrafer), sub-items inside them.
    pub items: Vec<Item>,
    /// Every distinct person, in one form.
    pub people: Vec<String>,
    /// What was mended, and what may need mending.
    pub repairs: Vec<Repair>,
    /// What a reader should know.
    pub findings: Vec<Finding>,
}

/// The file that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceInfo {
    /// Its path, relative to the input that was named.
    pub path: String,
    /// How it is laid out.
    pub format: Format,
    /// How its bytes were decoded.
    pub encoding: String,
    /// The hash of its bytes.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many pages it has; 1 when it is not cut into pages.
    pub pages: usize,
    /// How well it reads.
    pub quality: Quality,
}

/// How well a source reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quality {
    /// How many words it has.
    pub words: usize,
    /// How many of them are still unlikely to be right after the repair.
    pub suspect_words: usize,
    /// Which faults its pages show: `clean`, or the name of the channel that explains most of them.
    pub channel: String,
    /// The places that do not read as Swedish, in order; they are told as findings.
    #[serde(skip)]
    pub unreadable: Vec<Span<Raw>>,
}

impl Quality {
    /// Whether so little reads as Swedish that what the document seems to say would be guesswork.
    ///
    /// Of the pages seen, those that a person can read have at most a fifth of suspect words, tables of names and
    /// streets among them; a scanner's own layer that nobody can read has two fifths.
    pub fn unreadable(&self) -> bool {
        Quality::mostly_suspect(self.words, self.suspect_words)
    }

    /// Whether so many of some words are suspect that they are not to be believed.
    pub fn mostly_suspect(words: usize, suspect: usize) -> bool {
        words >= 20 && suspect * 3 > words
    }
}

/// What kind of document it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// `protokoll`, `minnesanteckningar`, `protokollsutdrag`, …, as the document calls itself, in small letters.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its title as printed.
    pub title: Option<String>,
    /// Its own date, where one is printed apart from the meeting's, YYYY-MM-DD.
    pub date: Option<String>,
    /// Its case number (diarienummer).
    pub record_number: Option<String>,
}

/// Which meeting it tells of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// The body that met, in the one form that the document shows to be right.
    pub body: Option<String>,
    /// The body as it is printed first.
    pub body_as_written: Option<String>,
    /// The municipality, region or association it belongs to.
    pub organization: Option<String>,
    /// The day of the meeting, YYYY-MM-DD.
    pub date: Option<String>,
    /// When it began, HH:MM.
    pub start_time: Option<String>,
    /// When it ended, HH:MM.
    pub end_time: Option<String>,
    /// Where it was held.
    pub place: Option<String>,
}

/// Whether a person was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Listed as present.
    Present,
    /// Listed as absent, or replaced by another for the whole meeting.
    Absent,
}

/// In which capacity a person was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Capacity {
    /// Takes part in the decisions: ledamot, tjänstgörande ersättare.
    Member,
    /// A substitute who does not serve.
    Substitute,
    /// An official, a guest.
    Other,
}

/// One printed entry of a person in the attendance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attendee {
    /// By which [`Item::present`] refers to the entry: `a1`, `a2`, … in the order printed.
    pub id: String,
    /// The name as repaired.
    pub name: String,
    /// The name as it stands in the source.
    pub name_as_written: String,
    /// Whether the person was there.
    pub presence: Presence,
    /// In which capacity, where the list has classes.
    pub capacity: Option<Capacity>,
    /// The title or role, as printed.
    pub role: Option<String>,
    /// The municipality, authority or unit, as printed.
    pub organization: Option<String>,
    /// The party's letters.
    pub party: Option<String>,
    /// The paragraphs served, as printed, without the mark: `94-98`.
    pub paragraphs: Option<String>,
    /// Whom the person replaced.
    pub replaces: Option<String>,
    /// Where it stands.
    pub at: Option<At>,
}

/// One agenda item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Its number or letter, as printed, without marks.
    pub number: String,
    /// The numbers from the outermost in: `4/a`.
    pub path: String,
    /// The heading, in one line, without its number and without the stop or the colon that ends it.
    pub heading: String,
    /// The label before the heading's colon: `beslut`, `rapport`, `information/dialog`, …
    pub kind: Option<String>,
    /// The case number printed with the item.
    pub record_number: Option<String>,
    /// Who presented it.
    pub presenters: Vec<Presenter>,
    /// Its own text, lines joined, without page furniture and without its sub-items.
    pub text: String,
    /// What was decided, one entry a clause.
    pub decisions: Vec<Decision>,
    /// The counts of each vote.
    pub votes: Vec<Vote>,
    /// Who had a reservation recorded.
    pub reservations: Vec<String>,
    /// Who did not take part for interest (jäv).
    pub disqualified: Vec<String>,
    /// To whom the decision is sent.
    pub recipients: Vec<String>,
    /// Where it was not decided: `adjourned`, `withdrawn` or `referred_back`.
    pub outcome: Option<Outcome>,
    /// The appendices it refers to, as numbered: `6`, `14a`.
    pub attachments: Vec<String>,
    /// Where it stands.
    pub at: Option<At>,
    /// In minutes of a body (protokoll), who took part in deciding the item: the [`Attendee::id`] of each member and
    /// serving substitute, by the paragraphs printed beside them, whom they replace, and who was disqualified.
    pub present: Vec<String>,
    /// Its sub-items.
    pub items: Vec<Item>,
}

/// Who presented an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Presenter {
    /// The name.
    pub name: String,
    /// The title.
    pub role: Option<String>,
    /// The municipality, authority or unit.
    pub organization: Option<String>,
}

/// One clause of a decision of the body that met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Who decided, as the text says, in basic form.
    pub by: Option<String>,
    /// The clause, without its final stop.
    pub text: String,
    /// Where it stands.
    pub at: Option<At>,
}

/// The count of one vote; a figure that is not printed is `null`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vote {
    /// Votes for.
    pub yes: Option<u32>,
    /// Votes against.
    pub no: Option<u32>,
    /// Abstentions.
    pub abstain: Option<u32>,
}

/// How an item ended that was not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Bordlagt.
    Adjourned,
    /// Utgår.
    Withdrawn,
    /// Återremiss.
    ReferredBack,
}

/// One repair, made or suggested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Repair {
    /// Where.
    pub at: At,
    /// What stands in the source.
    pub from: String,
    /// What should stand there.
    pub to: String,
    /// What kind of fault it mends.
    pub kind: EditKind,
    /// Whether it was made.
    pub trust: Trust,
    /// Why.
    pub evidence: String,
    /// How likely it is right, 0 to 1.
    pub probability: f32,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A number is missing in a sequence of items.
    NumberGap,
    /// A number stands twice.
    NumberDuplicate,
    /// A number that was lost is given by those before and after it.
    NumberInferred,
    /// No agenda items were found.
    NoItems,
    /// Most of it cannot be read as Swedish.
    Unreadable,
    /// A part of it cannot be read as Swedish.
    UnreadablePart,
    /// A person stands twice in the attendance.
    PersonTwice,
    /// The range of paragraphs printed on the front does not agree with the items found.
    RangeMismatch,
    /// A bullet or name is struck through in the original and the strokes are lost.
    PresenceUnsure,
    /// The bytes were not clean text.
    Encoding,
    /// The printed list of contents names an item that was not found.
    ContentsMismatch,
    /// A number of persons is printed, and another number of names stands beside it.
    CountMismatch,
    /// The votes do not add up to those who served.
    VoteMismatch,
    /// A weekday is printed that the date did not fall on.
    WeekdayMismatch,
    /// An appendix is referred to that the document's list of them does not have.
    AttachmentUnlisted,
    /// Two names that may be one person's.
    PersonTwoSpellings,
    /// An organization is said not to have been represented, and one of those present comes from it.
    OrganizationPresent,
    /// A presenter who is not in the attendance.
    PresenterUnlisted,
    /// Numbers that stand together, and below the last of them text that may be of any.
    TextUnplaced,
}

/// A note beside the values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// What was found, in words.
    pub message: String,
    /// Where.
    pub at: Option<At>,
}

impl Finding {
    /// A finding that has no place yet.
    pub fn new(kind: FindingKind, message: impl Into<String>) -> Self {
        Finding { kind, message: message.into(), at: None }
    }
}

impl Minutes {
    /// As it is written: indented by two, keys in fixed order, a line end at the end.
    pub fn to_json(&self) -> String {
        // Nothing in the type can fail to be written: no maps with other keys than strings.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}
