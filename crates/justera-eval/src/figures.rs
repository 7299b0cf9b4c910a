//! What is measured ([`Figure`]) and how much of it was right ([`Count`]).

use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// How many entries were found, out of how many.
///
/// The unit is one entry of the figure: a heading, a name, a word of text, a field of the meeting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Entries of the gold that the prediction has right; never more than `gold` or `predicted`.
    pub hits: usize,
    /// Entries in the gold.
    pub gold: usize,
    /// Entries in the prediction. For `text` and `meta`, which compare place by place, it equals `gold`.
    pub predicted: usize,
}

impl Count {
    /// The harmonic mean of precision and recall, 0.0 to 1.0; 1.0 when there was nothing to find and
    /// nothing was found.
    pub fn f1(&self) -> f64 {
        if self.is_empty() {
            return 1.0;
        }
        (2 * self.hits) as f64 / (self.gold + self.predicted) as f64
    }

    /// Whether there was nothing to find and nothing was found, so that the figure says nothing.
    pub fn is_empty(&self) -> bool {
        self.gold == 0 && self.predicted == 0
    }
}

impl Add for Count {
    type Output = Count;

    fn add(self, other: Count) -> Count {
        Count {
            hits: self.hits + other.hits,
            gold: self.gold + other.gold,
            predicted: self.predicted + other.predicted,
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        *self = *self + other;
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Count>>(counts: I) -> Count {
        counts.fold(Count::default(), Add::add)
    }
}

/// One thing that is measured. The order is that of the columns in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Words right in the repaired text.
    Text,
    /// Fields of the document and the meeting that are right.
    Meta,
    /// Agenda items: path and heading.
    Items,
    /// Labelled kinds of items: path and kind.
    Kinds,
    /// Presenters: path and name.
    Presenters,
    /// Decisions: path and text.
    Decisions,
    /// Decisions with the body that took them.
    DecidedBy,
    /// Persons: name and presence.
    Attendees,
    /// Persons with organization or role.
    Affiliations,
    /// Organizations that were not represented.
    Absent,
    /// Outcomes of items: adjourned, withdrawn, referred back.
    Outcomes,
    /// Attachments named in items.
    Attachments,
    /// Chair, secretary and adjusters.
    Officers,
    /// Parties of persons.
    Parties,
    /// Capacities of persons: member, substitute, other.
    Capacities,
    /// Paragraphs that a person served.
    Ranges,
    /// Whom a person replaced.
    Replaces,
    /// Record numbers of items.
    CaseNumbers,
    /// Counted votes.
    Votes,
    /// Reservations and disqualifications.
    Dissent,
    /// Who is sent a copy.
    Recipients,
}

impl Figure {
    /// Every figure, in the order of the columns.
    pub const ALL: [Figure; 21] = [
        Figure::Text,
        Figure::Meta,
        Figure::Items,
        Figure::Kinds,
        Figure::Presenters,
        Figure::Decisions,
        Figure::DecidedBy,
        Figure::Attendees,
        Figure::Affiliations,
        Figure::Absent,
        Figure::Outcomes,
        Figure::Attachments,
        Figure::Officers,
        Figure::Parties,
        Figure::Capacities,
        Figure::Ranges,
        Figure::Replaces,
        Figure::CaseNumbers,
        Figure::Votes,
        Figure::Dissent,
        Figure::Recipients,
    ];

    /// The name in tables, CSV and JSON: lower case, underscores, at most twelve letters.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// One line that says which entries are compared.
    pub fn meaning(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Figure::Text => ("text", "words right in the repaired text"),
            Figure::Meta => ("meta", "document and meeting fields that are right"),
            Figure::Items => ("items", "(path, heading) of every agenda item, nested ones too"),
            Figure::Kinds => ("kinds", "(path, kind)"),
            Figure::Presenters => ("presenters", "(path, name)"),
            Figure::Decisions => ("decisions", "(path, text)"),
            Figure::DecidedBy => ("decided_by", "(path, text, body)"),
            Figure::Attendees => ("attendees", "(name, presence)"),
            Figure::Affiliations => ("affiliations", "(name, organization, role) where the gold has either"),
            Figure::Absent => ("absent", "absent organizations"),
            Figure::Outcomes => ("outcomes", "(path, outcome)"),
            Figure::Attachments => ("attachments", "(path, attachment)"),
            Figure::Officers => ("officers", "chair, secretary, adjusters"),
            Figure::Parties => ("parties", "(name, party)"),
            Figure::Capacities => ("capacities", "(name, capacity)"),
            Figure::Ranges => ("ranges", "(name, the paragraphs the person served)"),
            Figure::Replaces => ("replaces", "(name, the person replaced)"),
            Figure::CaseNumbers => ("case_numbers", "(path, record number)"),
            Figure::Votes => ("votes", "(path, yes, no, abstain)"),
            Figure::Dissent => ("dissent", "(path, reservation or disqualification, name)"),
            Figure::Recipients => ("recipients", "(path, recipient)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_of_counts() {
        let rows = [
            ((0, 0, 0), 1.0), // nothing to find, nothing found
            ((0, 3, 0), 0.0), // a missing prediction
            ((0, 0, 3), 0.0), // all of it invented
            ((2, 3, 1 + 2), 2.0 / 3.0),
            ((4, 4, 4), 1.0),
        ];
        for ((hits, gold, predicted), want) in rows {
            let count = Count { hits, gold, predicted };
            assert_eq!(count.f1(), want, "{count:?}");
        }
    }

    #[test]
    fn counts_add_up_part_by_part() {
        let one = Count { hits: 1, gold: 2, predicted: 3 };
        let two = Count { hits: 10, gold: 20, predicted: 30 };
        let sum = Count { hits: 11, gold: 22, predicted: 33 };
        assert_eq!(one + two, sum);
        assert_eq!([one, two].into_iter().sum::<Count>(), sum);
    }

    #[test]
    fn all_figures_are_listed_once_in_order_with_names_that_fit_the_table() {
        for pair in Figure::ALL.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
        for figure in Figure::ALL {
            assert!(figure.name().len() <= 12, "{figure:?}");
            assert!(!figure.meaning().contains('\n'), "{figure:?}");
        }
    }
}
