//! Compares one document's gold with one prediction.
//!
//! A document is taken apart into entries, a short row of values for each figure, and the entries of
//! the two sides are paired one to one, greedily, in the order of the gold.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diff;
use crate::figures::{Count, Figure};
use crate::items::{Item, flat_items, gold_items};
use crate::text::{alike, casefold, clause, key, words};
use crate::value::{equal, given, is_true, list, str};

/// What one comparison gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// The count of each figure that was measured. A figure is missing where the gold does not speak
    /// of it at all (officers, parties, capacities, ranges, replaces, text).
    pub counts: BTreeMap<Figure, Count>,
    /// Everything that was not right, figure by figure, in the order of the documents.
    pub misses: Vec<Miss>,
}

/// One entry that was not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Where it counts.
    pub figure: Figure,
    /// The entry, its parts joined by ` | `; for [`MissKind::Differs`] both sides in one sentence.
    pub what: String,
    /// On which side it stands alone.
    pub kind: MissKind,
}

/// How an entry was not right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissKind {
    /// The gold has it, the prediction does not.
    Missed,
    /// The prediction has it, the gold does not.
    NotInGold,
    /// Both have something in this place, and not the same.
    Differs,
}

/// Compares a predicted document with its gold.
///
/// `text` is the clean text of the gold and the repaired text of the prediction, whole, where both the
/// document's words are to be measured; an empty repaired text scores zero. Both values are JSON
/// objects; of anything else, and of fields of another shape than expected, nothing counts as found.
pub fn score(gold: &Value, predicted: &Value, text: Option<(&str, &str)>) -> Scores {
    let accept = Accept::of(gold);
    let mut sheet = Sheet::default();
    let (gi, pi) = (gold_items(gold), flat_items(predicted));
    sheet.meta(gold, predicted);

    let of_items = |field: &str| (fields(&gi, field), fields(&pi, field));
    let named = |items: &[Item<'_>]| {
        items.iter().map(|i| Entry(vec![i.path.clone(), or_empty(i.fields, "heading")])).collect()
    };
    sheet.pair(Figure::Items, named(&gi), named(&pi), |g, p| g.same(p, 0) && g.alike(p, 1, 0.9));
    let (g, p) = of_items("kind");
    sheet.pair(Figure::Kinds, g, p, |g, p| g.same(p, 0) && g.same_key(p, 1));
    let presenters = |items| nested(items, "presenters", |x| vec![or_empty(x, "name")]);
    sheet.pair(Figure::Presenters, presenters(&gi), presenters(&pi), |g, p| {
        g.same(p, 0) && g.alike(p, 1, 0.95)
    });
    sheet.decisions(&gi, &pi);
    sheet.people(gold, predicted, &accept);
    let (g, p) = of_items("outcome");
    sheet.pair(Figure::Outcomes, g, p, Entry::same_all);
    let attachment = |a: &Value| {
        // A prediction may describe an attachment; the gold only numbers it.
        let id = if a.is_object() { a.get("id").unwrap_or(&Value::Null) } else { a };
        vec![json!(str(id))]
    };
    let (g, p) = (nested(&gi, "attachments", attachment), nested(&pi, "attachments", attachment));
    sheet
        .pair(Figure::Attachments, g, p, |g, p| g.same(p, 0) && casefold(&g.text(1)) == casefold(&p.text(1)));
    let (g, p) = of_items("record_number");
    sheet.pair(Figure::CaseNumbers, g, p, |g, p| g.same(p, 0) && g.same_key(p, 1));
    let votes = |items| {
        nested(items, "votes", |v| {
            let count = |field: &str| v.get(field).cloned().unwrap_or(Value::Null);
            vec![count("yes"), count("no"), given(v, "abstain").cloned().unwrap_or(json!(0))]
        })
    };
    sheet.pair(Figure::Votes, votes(&gi), votes(&pi), Entry::same_all);
    sheet.pair(Figure::Dissent, dissent(&gi), dissent(&pi), |g, p| {
        g.same(p, 0) && g.same(p, 1) && accept.person(&g.text(2), &p.text(2))
    });
    let recipients = |items| nested(items, "recipients", |r| vec![r.clone()]);
    sheet.pair(Figure::Recipients, recipients(&gi), recipients(&pi), |g, p| {
        g.same(p, 0) && g.alike(p, 1, 0.9)
    });
    if let Some((clean, repaired)) = text {
        sheet.text(clean, repaired, &accept);
    }
    sheet.0
}

/// An entry of a figure: usually the path of an item, or a name, and what is said of it.
#[derive(Debug, Clone)]
struct Entry(Vec<Value>);

impl Entry {
    /// The part as a string, empty for what Python takes for false.
    fn text(&self, part: usize) -> Cow<'_, str> {
        self.0.get(part).filter(|value| is_true(value)).map_or(Cow::Borrowed(""), str)
    }

    fn same(&self, other: &Entry, part: usize) -> bool {
        match (self.0.get(part), other.0.get(part)) {
            (Some(a), Some(b)) => equal(a, b),
            _ => false,
        }
    }

    fn same_all(&self, other: &Entry) -> bool {
        (0..self.0.len()).all(|part| self.same(other, part))
    }

    fn same_key(&self, other: &Entry, part: usize) -> bool {
        key(&self.text(part)) == key(&other.text(part))
    }

    fn alike(&self, other: &Entry, part: usize, least: f64) -> bool {
        alike(&self.text(part), &other.text(part), least)
    }

    fn shown(&self) -> String {
        self.0.iter().map(str).collect::<Vec<_>>().join(" | ")
    }
}

/// Spellings that the gold says are equal.
struct Accept<'g>(BTreeMap<&'g str, &'g str>);

impl<'g> Accept<'g> {
    fn of(gold: &'g Value) -> Self {
        let pairs = gold.get("accept").and_then(Value::as_object).into_iter().flatten();
        Accept(pairs.filter_map(|(from, to)| Some((from.as_str(), to.as_str()?))).collect())
    }

    /// Whether the two name one person. A spelling is tried one at a time, on either side.
    fn person(&self, gold: &str, predicted: &str) -> bool {
        let respelled = |name: &str, other: &str| {
            let mut pairs = self.0.iter().filter(|(from, _)| name.contains(**from));
            pairs.any(|(from, to)| alike(&name.replace(from, to), other, 0.97))
        };
        alike(gold, predicted, 0.97) || respelled(gold, predicted) || respelled(predicted, gold)
    }
}

/// The field as it is, or an empty string where it says nothing.
fn or_empty(value: &Value, field: &str) -> Value {
    given(value, field).cloned().unwrap_or_else(|| json!(""))
}

/// (path, field) of the items that have the field.
fn fields(items: &[Item<'_>], field: &str) -> Vec<Entry> {
    let entry = |i: &Item<'_>| Some(Entry(vec![i.path.clone(), given(i.fields, field)?.clone()]));
    items.iter().filter_map(entry).collect()
}

/// (path, parts of x) for each x in the items' lists of that name.
fn nested(items: &[Item<'_>], field: &str, parts: impl Fn(&Value) -> Vec<Value>) -> Vec<Entry> {
    let entry = |path: &Value, x| Entry([vec![path.clone()], parts(x)].concat());
    items.iter().flat_map(|i| list(i.fields, field).iter().map(|x| entry(&i.path, x))).collect()
}

fn dissent(items: &[Item<'_>]) -> Vec<Entry> {
    let kinds = items.iter().flat_map(|i| ["reservations", "disqualified"].map(|kind| (i, kind)));
    let entry = |i: &Item<'_>, kind, name: &Value| Entry(vec![i.path.clone(), json!(kind), name.clone()]);
    kinds.flat_map(|(i, kind)| list(i.fields, kind).iter().map(move |name| entry(i, kind, name))).collect()
}

/// A pairing of the entries of two sides.
struct Pairing {
    count: Count,
    missed: Vec<Entry>,
    left: Vec<Entry>,
}

/// Gives each gold entry, in order, the first predicted one that is the same and not yet taken.
fn pairing(gold: Vec<Entry>, predicted: Vec<Entry>, same: impl Fn(&Entry, &Entry) -> bool) -> Pairing {
    let mut count = Count { hits: 0, gold: gold.len(), predicted: predicted.len() };
    let (mut missed, mut left) = (Vec::new(), predicted);
    for entry in gold {
        match left.iter().position(|p| same(&entry, p)) {
            Some(at) => {
                left.remove(at);
                count.hits += 1;
            }
            None => missed.push(entry),
        }
    }
    Pairing { count, missed, left }
}

/// The scores as they are filled in.
#[derive(Default)]
struct Sheet(Scores);

impl Sheet {
    fn miss(&mut self, figure: Figure, kind: MissKind, what: String) {
        self.0.misses.push(Miss { figure, what, kind });
    }

    fn pair(
        &mut self,
        figure: Figure,
        gold: Vec<Entry>,
        predicted: Vec<Entry>,
        same: impl Fn(&Entry, &Entry) -> bool,
    ) {
        let Pairing { count, missed, left } = pairing(gold, predicted, same);
        self.0.counts.insert(figure, count);
        for entry in missed {
            self.miss(figure, MissKind::Missed, entry.shown());
        }
        for entry in left {
            self.miss(figure, MissKind::NotInGold, entry.shown());
        }
    }

    /// Only fields that the gold has are compared, so that a richer prediction loses nothing.
    fn meta(&mut self, gold: &Value, predicted: &Value) {
        let mut count = Count::default();
        for section in ["document", "meeting"] {
            for (field, g) in gold.get(section).and_then(Value::as_object).into_iter().flatten() {
                let p = predicted.get(section).and_then(|s| s.get(field)).unwrap_or(&Value::Null);
                let right = if g.is_null() {
                    p.is_null() || p.as_str() == Some("")
                } else {
                    key(&str(g)) == key(&str(p))
                };
                count += Count { hits: usize::from(right), gold: 1, predicted: 1 };
                if !right {
                    let what = format!("{section}.{field} is {}, should be {}", str(p), str(g));
                    self.miss(Figure::Meta, MissKind::Differs, what);
                }
            }
        }
        self.0.counts.insert(Figure::Meta, count);
    }

    fn decisions(&mut self, gold: &[Item<'_>], predicted: &[Item<'_>]) {
        // The opening is cut off once here; it is the clause that is compared, and the clause of a
        // clause is not always itself.
        let entries = |items: &[Item<'_>]| {
            nested(items, "decisions", |d| {
                let text = or_empty(d, "text");
                let by = given(d, "by").cloned().unwrap_or(Value::Null);
                let optional = given(d, "optional").is_some();
                vec![json!(clause(&str(&text))), by, json!(optional), text]
            })
        };
        let same = |g: &Entry, p: &Entry, least: f64| g.same(p, 0) && g.alike(p, 1, least);
        let (optional, gold): (Vec<_>, Vec<_>) =
            entries(gold).into_iter().partition(|g| g.0.get(3).is_some_and(is_true));
        let mut predicted = entries(predicted);
        predicted.retain(|p| !optional.iter().any(|g| same(g, p, 0.9)));

        let with_body = pairing(gold.clone(), predicted.clone(), |g, p| same(g, p, 0.97) && g.same_key(p, 2));
        let Pairing { count, missed, left } = pairing(gold, predicted, |g, p| same(g, p, 0.97));
        let shown = |d: &Entry| format!("{} | {} | {}", d.text(0), d.text(4), d.text(2));
        self.0.counts.insert(Figure::Decisions, count);
        for entry in missed {
            self.miss(Figure::Decisions, MissKind::Missed, shown(&entry));
        }
        for entry in left {
            self.miss(Figure::Decisions, MissKind::NotInGold, shown(&entry));
        }
        self.0.counts.insert(Figure::DecidedBy, with_body.count);
        // What was missed altogether is listed above; here only what another body is said to have taken.
        let mut left = with_body.left;
        for g in with_body.missed {
            if let Some(at) = left.iter().position(|p| same(&g, p, 0.97)) {
                let p = left.remove(at);
                let by = |d: &Entry| {
                    if d.text(2).is_empty() { "nobody".into() } else { d.text(2).into_owned() }
                };
                let what = format!("{} | {} | by {}, should be {}", g.text(0), g.text(4), by(&p), by(&g));
                self.miss(Figure::DecidedBy, MissKind::Differs, what);
            }
        }
    }

    fn people(&mut self, gold: &Value, predicted: &Value, accept: &Accept<'_>) {
        let (ga, pa) = (list(gold, "attendees"), list(predicted, "attendees"));
        let person = |g: &Entry, p: &Entry| accept.person(&g.text(0), &p.text(0));
        let present = json!("present");
        // The gold's null stays null, and then equals no prediction.
        let presence = |a: &Value| a.get("presence").unwrap_or(&present).clone();
        let g = ga.iter().map(|a| Entry(vec![or_empty(a, "name"), presence(a)])).collect();
        let presence = |a: &Value| given(a, "presence").unwrap_or(&present).clone();
        let p = pa.iter().map(|a| Entry(vec![or_empty(a, "name"), presence(a)])).collect();
        self.pair(Figure::Attendees, g, p, |g, p| person(g, p) && g.same(p, 1));

        let affiliated = |people: &[Value]| -> Vec<Entry> {
            let either = |a: &&Value| given(a, "organization").or(given(a, "role")).is_some();
            let part = |a, field| given(a, field).cloned().unwrap_or(json!("-"));
            let entry = |a| Entry(vec![or_empty(a, "name"), part(a, "organization"), part(a, "role")]);
            people.iter().filter(either).map(entry).collect()
        };
        self.pair(Figure::Affiliations, affiliated(ga), affiliated(pa), |g, p| {
            person(g, p) && g.alike(p, 1, 0.9) && g.alike(p, 2, 0.9)
        });

        let absent = |document: &Value| -> Vec<Entry> {
            list(document, "absent_organizations").iter().map(|o| Entry(vec![o.clone()])).collect()
        };
        self.pair(Figure::Absent, absent(gold), absent(predicted), |g, p| g.alike(p, 0, 0.95));

        if ["chair", "secretary", "adjusters"].iter().any(|field| gold.get(field).is_some()) {
            self.pair(Figure::Officers, officers(gold), officers(predicted), |g, p| {
                g.same(p, 0) && accept.person(&g.text(1), &p.text(1))
            });
        }
        for (figure, field) in [
            (Figure::Parties, "party"),
            (Figure::Capacities, "capacity"),
            (Figure::Ranges, "paragraphs"),
            (Figure::Replaces, "replaces"),
        ] {
            let entries = |people: &[Value]| -> Vec<Entry> {
                let entry = |a| Some(Entry(vec![or_empty(a, "name"), json!(str(given(a, field)?))]));
                people.iter().filter_map(entry).collect()
            };
            let g = entries(ga);
            if !g.is_empty() {
                let bare = |e: &Entry| key(&e.text(1)).trim_matches(['§', ' ']).to_string();
                self.pair(figure, g, entries(pa), |g, p| person(g, p) && bare(g) == bare(p));
            }
        }
    }

    fn text(&mut self, clean: &str, repaired: &str, accept: &Accept<'_>) {
        let (gold, predicted) = (words(clean, &accept.0), words(repaired, &accept.0));
        let mut wrong = 0;
        for op in diff::opcodes(&gold, &predicted) {
            if op.equal {
                continue;
            }
            wrong += op.a.len().max(op.b.len());
            let some = |words: &[String]| words.iter().take(12).cloned().collect::<Vec<_>>().join(" ");
            let what = format!("{:?} should be {:?}", some(&predicted[op.b]), some(&gold[op.a]));
            self.miss(Figure::Text, MissKind::Differs, what);
        }
        let hits = gold.len().saturating_sub(wrong);
        let count = Count { hits, gold: gold.len(), predicted: gold.len() };
        self.0.counts.insert(Figure::Text, count);
    }
}

fn officers(document: &Value) -> Vec<Entry> {
    let one = |office: &'static str| Some((office, given(document, office)?));
    let adjusters = list(document, "adjusters").iter().filter(|name| is_true(name));
    [one("chair"), one("secretary")]
        .into_iter()
        .flatten()
        .chain(adjusters.map(|name| ("adjuster", name)))
        .map(|(office, name)| Entry(vec![json!(office), name.clone()]))
        .collect()
}
