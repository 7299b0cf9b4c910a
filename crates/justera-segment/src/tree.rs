//! From the titles of items to a tree with bodies, and a place for every line.

use justera_core::labels;
use justera_core::text::lower;
use justera_core::{
    Finding, FindingKind, Label, MarkerKind, Node, NodeId, Outline, Place, Repaired, Span, Tidy, value_of,
};

use crate::View;
use crate::back::back_matter;
use crate::fit::{Depth, Taken};
use crate::prose::inline_decision;
use crate::titles::{Start, starts};

/// Builds the outline.
pub(crate) fn build(views: &[View<'_>], repaired: &Repaired, taken: Vec<Taken>) -> Outline {
    let mut outline = Outline::default();
    let starts = starts(views, &taken);
    for view in views {
        let (label, place) = match () {
            () if view.blank() => (Label::Blank, Place::Front),
            () if view.furniture => (Label::Furniture, Place::Furniture),
            () if view.contents => (Label::Contents, Place::Contents),
            () if view.raw.trim_start().starts_with('|') => (Label::Table, Place::Front),
            () => (Label::Body, Place::Front),
        };
        outline.lines.push(crate::line(view, label, place));
    }
    nodes(&mut outline, &starts);
    for &(line, from) in starts.iter().flat_map(|start| &start.text_from) {
        outline.lines[line].text_from = from;
    }
    let end = back_matter(views, starts.last().map_or(0, |start| start.body));
    assign(&mut outline, views, &starts, end);
    trailing_decisions(&mut outline, views);
    if outline.nodes.is_empty() {
        let message = "no numbered items and no headings that stand apart were found";
        outline.notes.push((Finding::new(FindingKind::NoItems, message), None));
    }
    sequence_notes(&mut outline);
    for (start, node) in starts.iter().zip(&outline.nodes).filter(|(start, _)| start.lost) {
        let message =
            format!("the number {} is not in the text; it follows from those about it", start.number);
        outline.notes.push((Finding::new(FindingKind::NumberInferred, message), Some(node.span)));
    }
    debug_assert_eq!(outline.lines.len(), repaired.lines().len(), "every line has one place");
    outline
}

/// Whether the line's first word is a body that decides.
fn begins_with_body(line: &str) -> bool {
    line.split_whitespace()
        .next()
        .is_some_and(|word| word.starts_with(char::is_uppercase) && labels::is_body(word))
}

/// Makes the nodes, each with its parent and its path.
fn nodes(outline: &mut Outline, starts: &[Start]) {
    let mut chain: Vec<(Depth, NodeId)> = Vec::new();
    for start in starts {
        chain.retain(|(depth, _)| rank(*depth) < rank(start.depth));
        let parent = chain.last().map(|&(_, id)| id);
        // `2a` that follows `1` has no parent of its own.
        let other = |parent: &NodeId| {
            start.within.is_some_and(|within| value_of(&outline.nodes[parent.0].number) != Some(within))
                && outline.nodes[parent.0].parent.is_none()
        };
        let alone = parent.filter(other).and(start.within);
        let parent = parent.filter(|_| alone.is_none());
        let path = match parent {
            None if let Some(within) = alone => format!("{within}/{}", start.number),
            Some(parent) => format!("{}/{}", outline.nodes[parent.0].path, start.number),
            None => start.number.clone(),
        };
        let end = start.heading.iter().map(|span| span.end).max().unwrap_or(start.marker_start);
        let id = NodeId(outline.nodes.len());
        outline.nodes.push(Node {
            kind: start.kind,
            number: start.number.clone(),
            path,
            parent,
            heading: start.heading.clone(),
            span: Span::new(start.marker_start, end.max(start.marker_start)),
            body: Vec::new(),
        });
        chain.push((start.depth, id));
    }
}

fn rank(depth: Depth) -> u8 {
    match depth {
        Depth::Outer => 0,
        Depth::Inner => 1,
        Depth::Innermost => 2,
    }
}

/// Gives every written line to the item it stands in, or to what stands before and after the items.
fn assign(outline: &mut Outline, views: &[View<'_>], starts: &[Start], end: usize) {
    let mut owner: Option<usize> = None;
    let mut next = 0;
    let mut order: Vec<usize> = (0..starts.len()).collect();
    order.sort_by_key(|&index| starts[index].first);
    let mut heads: Vec<Option<usize>> = vec![None; views.len()];
    let mut recipients: Vec<Option<usize>> = vec![None; views.len()];
    for (node, start) in starts.iter().enumerate() {
        for &line in &start.recipients {
            recipients[line].get_or_insert(node);
        }
        for &line in &start.lines {
            heads[line].get_or_insert(node);
        }
    }
    for index in 0..views.len() {
        while next < order.len() && starts[order[next]].first <= index {
            owner = Some(order[next]);
            next += 1;
        }
        let line = &mut outline.lines[index];
        if let Some(node) = heads[index] {
            line.label = Label::Heading;
            line.place = Place::Item(NodeId(node));
            continue;
        }
        if matches!(line.place, Place::Furniture | Place::Contents) {
            continue;
        }
        if let Some(node) = recipients[index] {
            line.place = Place::Item(NodeId(node));
            continue;
        }
        line.place = match owner {
            _ if index >= end && next >= order.len() => {
                if !views[index].blank() {
                    line.label = Label::Signature;
                }
                Place::Back
            }
            Some(owner) => {
                outline.nodes[owner].body.push(index);
                Place::Item(NodeId(owner))
            }
            None => Place::Front,
        };
    }
    // Who gets the decision stands behind it, wherever the margin was read.
    for (index, node) in recipients.into_iter().enumerate() {
        if let Some(node) = node.filter(|&node| outline.lines[index].place == Place::Item(NodeId(node))) {
            outline.nodes[node].body.push(index);
        }
    }
}

/// A decision that stands after the last of several sub-items closes their parent, unless the others have
/// decisions of their own.
fn trailing_decisions(outline: &mut Outline, views: &[View<'_>]) {
    let opener = |line: usize| {
        views[line].counts()
            && (labels::decision_opener(&views[line].plain).is_some()
                || inline_decision(&views[line].plain) && begins_with_body(&views[line].plain))
    };
    for parent in 0..outline.nodes.len() {
        let children: Vec<usize> = outline.children(Some(NodeId(parent))).map(|(id, _)| id.0).collect();
        let Some((&last, others)) = children.split_last() else { continue };
        if others.is_empty()
            || others.iter().any(|&child| outline.nodes[child].body.iter().any(|&line| opener(line)))
        {
            continue;
        }
        let body = &outline.nodes[last].body;
        // Only a decision that stands alone at the end: after it the sub-item does not go on.
        let openers: Vec<usize> = (0..body.len()).filter(|&at| opener(body[at])).collect();
        let [at] = openers[..] else { continue };
        // A number in parts heads a matter of its own, and a clause that speaks of the last sub-item closes that.
        if outline.nodes[last].kind == MarkerKind::Decimal || speaks_of(outline, views, last, others, at) {
            continue;
        }
        let moved = outline.nodes[last].body.split_off(at);
        for &line in &moved {
            outline.lines[line].place = Place::Item(NodeId(parent));
        }
        outline.nodes[parent].body.extend(moved);
    }
}

/// Whether the lines of an item's body from `at` on share more long words with the lines before them than with the
/// item's siblings.
fn speaks_of(outline: &Outline, views: &[View<'_>], item: usize, siblings: &[usize], at: usize) -> bool {
    /// So many letters tell a word of the matter from others; endings are left out.
    const LETTERS: usize = 7;
    /// Words that any decision may have, whatever its matter.
    const OF_ANY: [&str; 6] = ["informa", "handlin", "redovis", "rapport", "förslag", "uppdrag"];
    let words = |lines: &[usize]| -> std::collections::BTreeSet<String> {
        lines
            .iter()
            .flat_map(|&line| views[line].plain.split(|c: char| !c.is_alphabetic()))
            .filter(|word| word.chars().count() >= LETTERS)
            .map(|word| lower(word).chars().take(LETTERS).collect())
            .filter(|word: &String| !OF_ANY.contains(&word.as_str()))
            .collect()
    };
    let node = &outline.nodes[item];
    let clause = words(&node.body[at..]);
    let heads = |node: &Node| -> Vec<usize> {
        let first = views.partition_point(|view| view.start + view.raw.len() < node.span.start);
        let end = views.partition_point(|view| view.start < node.span.end.max(node.span.start + 1));
        (first..end).collect()
    };
    let mut own = words(&node.body[..at]);
    own.extend(words(&heads(node)));
    let mut theirs = std::collections::BTreeSet::new();
    for &sibling in siblings {
        theirs.extend(words(&outline.nodes[sibling].body));
        theirs.extend(words(&heads(&outline.nodes[sibling])));
    }
    clause.intersection(&own).count() > clause.intersection(&theirs).count()
}

/// Notes on numbers that are missing or stand twice among the outermost items.
fn sequence_notes(outline: &mut Outline) {
    let outer: Vec<(String, Span<Tidy>)> =
        outline.children(None).map(|(_, node)| (node.number.clone(), node.span)).collect();
    for pair in outer.windows(2) {
        let (Some(before), Some(after)) = (value_of(&pair[0].0), value_of(&pair[1].0)) else { continue };
        let note = match after.checked_sub(before) {
            Some(1) => continue,
            Some(0) => Finding::new(FindingKind::NumberDuplicate, format!("number {after} stands twice")),
            Some(2) => Finding::new(FindingKind::NumberGap, format!("number {} is missing", before + 1)),
            _ => Finding::new(
                FindingKind::NumberGap,
                format!("numbers {} to {} are missing", before + 1, after.saturating_sub(1)),
            ),
        };
        outline.notes.push((note, Some(pair[1].1)));
    }
}
