//! The labelled parts of the front page, and of a list of those present wherever it stands.

use std::collections::HashSet;

use justera_core::Place;
use justera_core::labels::{self, Section};
use justera_core::text::{Pattern, lower};

use crate::Doc;
use crate::columns::cells;
use crate::dates::{days, hours};
use crate::names::leading_name;
use crate::person::after_title;
use crate::sheets::{is_row, is_rule};
use crate::tables::is_role_word;

/// One labelled part: `Beslutande`, `Plats och tid`.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) section: Section,
    /// The label in small letters.
    pub(crate) label: String,
    /// What stands after the label, line by line: the line's index and the text.
    pub(crate) lines: Vec<(usize, String)>,
    /// The line of the label.
    pub(crate) line: usize,
}

impl Block {
    /// A label on `line` with its value on another.
    fn of_value(section: Section, label: &str, line: usize, (at, value): (usize, &str)) -> Self {
        Block { section, label: lower(label), lines: vec![(at, value.trim().to_owned())], line }
    }
}

/// The front page cut into its parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Front {
    pub(crate) blocks: Vec<Block>,
    /// Lines before the first label, and others that belong to no part.
    pub(crate) loose: Vec<usize>,
}

impl Front {
    /// The parts of one section, in order.
    pub(crate) fn of(&self, section: Section) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.section == section)
    }
}

/// Sections whose part ends at a blank line; lists of persons may have blank lines inside.
fn ends_at_blank(section: Section) -> bool {
    !matches!(section, Section::Attendance | Section::Summoned | Section::Adjusters | Section::Notice)
}

/// Cuts the front page. Attendance that stands inside an item is read too.
pub(crate) fn read(doc: &Doc<'_>) -> Front {
    let mut front = Front::default();
    let mut open: Option<Block> = None;
    let mut blanks = 0;
    // What stands behind the second half of a label that was broken over two lines.
    let mut rest_of_broken: Option<(usize, String)> = None;
    for index in 0..doc.plain.len() {
        if let Some((line, rest)) = rest_of_broken.take_if(|(line, _)| *line == index) {
            if let Some(block) = open.as_mut().filter(|_| !rest.is_empty()) {
                block.lines.push((line, rest));
            }
            continue;
        }
        let place = doc.outline.lines[index].place;
        let inside = matches!(place, Place::Item(_));
        if !matches!(place, Place::Front | Place::Item(_)) {
            continue;
        }
        // A part ends where an item begins, also one that has no heading: `1. Ordföranden öppnade mötet.`
        if inside && open.as_ref().is_some_and(|block| doc.outline.lines[block.line].place != place) {
            front.blocks.extend(open.take());
        }
        let text = &doc.plain[index];
        if text.is_empty() {
            blanks += 1;
            let closes = open.as_ref().is_some_and(|block| {
                !block.lines.is_empty() && (ends_at_blank(block.section) || (inside && blanks > 0))
            });
            if closes {
                front.blocks.extend(open.take());
            }
            continue;
        }
        if let Some((below, values)) = (!inside).then(|| labels_above(doc, index)).flatten() {
            front.blocks.extend(open.take());
            front.blocks.extend(values);
            // The line of the values is read.
            rest_of_broken = Some((below, String::new()));
            blanks = 0;
            continue;
        }
        let listing =
            open.as_ref().is_some_and(|open| open.section == Section::Attendance && !open.lines.is_empty());
        if listing && blanks > 0 && heads_agenda(doc, index) {
            front.blocks.extend(open.take());
            blanks = 0;
            continue;
        }
        if !inside && crate::sheets::heads_lists(text) {
            front.blocks.extend(open.take());
            let (section, label) = (Section::Attendance, "närvaro".to_owned());
            open = Some(Block { section, label, lines: vec![(index, text.clone())], line: index });
            blanks = 0;
            continue;
        }
        // A roll call that a sentence tells of: who answered stands below it.
        let called = (inside && open.is_none() && front.of(Section::Attendance).next().is_none())
            .then(|| roll_call(doc, index))
            .flatten();
        if let Some(last) = called {
            open = Some(Block {
                section: Section::Attendance,
                label: "närvarande".to_owned(),
                lines: Vec::new(),
                line: last,
            });
            rest_of_broken = (last > index).then(|| (last, String::new()));
            blanks = 0;
            continue;
        }
        let found = row(doc.raw(index)).or_else(|| label(doc.raw(index))).filter(|found| {
            if found.section == Section::Attendance && is_part_of_table(doc, index) {
                return false;
            }
            // The first head of a table is no label of what stands beside it.
            let listed = open.as_ref().is_some_and(|block| block.section == Section::Attendance);
            // A cell of a list that was read apart, `anmält förhinder`, is no heading.
            let told = crate::person::absence(text) && text.contains(' ') && !text.contains(':');
            if listed && told && text.starts_with(char::is_lowercase) {
                return false;
            }
            // Tasks that were read below all the names: `ordförande` / `ledamot`.
            let first = text.split([' ', ',']).next().unwrap_or("");
            if listed && !text.contains(':') && is_role_word(first) {
                let small = |text: &str| text.starts_with(char::is_lowercase) && !text.contains(':');
                let task = |text: &str| small(text) || text.starts_with(|c: char| c.is_ascii_digit());
                let beside = |line: Option<usize>| {
                    line.and_then(|line| doc.plain.get(line)).is_some_and(|text| task(text))
                };
                if small(text) && (beside(index.checked_sub(1)) || beside(Some(index + 1))) {
                    return false;
                }
                // In capitals they are known by their number: as many as bare names above them.
                let bare = |text: &str| name_of(doc, text).is_some_and(|name| name.len() == text.len());
                let names = open
                    .as_ref()
                    .map_or(0, |block| block.lines.iter().filter(|(_, text)| bare(text)).count());
                let last = |text: &str| text.split(' ').next_back().unwrap_or("").to_owned();
                let tasks = doc.plain[index..].iter().take_while(|text| is_role_word(&last(text)));
                if names >= 3 && tasks.take(names + 1).count() == names {
                    return false;
                }
            }
            if listed && crate::roster::heads_columns(doc, index) {
                return false;
            }
            // In a table a row of one cell heads those below it, and the columns stay.
            if listed
                && is_row(text)
                && found.rest.is_empty()
                && open.as_ref().is_some_and(|open| open.lines.iter().any(|(_, text)| is_row(text)))
            {
                return false;
            }
            // `Ordförande: Ulla Ek` in the list, where she has not been named before; among those who were not there she
            // is no entry of it.
            let away = open.as_ref().is_some_and(|open| {
                crate::standing::class("", &open.label).presence == justera_core::Presence::Absent
            });
            if listed
                && !away
                && found.section == Section::Signature
                && let Some((_, rest)) = office_and_name(doc, text)
                && blanks == 0
                && let Some(name) = name_of(doc, rest)
                && !open.as_ref().is_some_and(|open| open.lines.iter().any(|(_, text)| text.contains(name)))
            {
                return false;
            }
            // Directly below the list's label an office is the heading of the one who holds it.
            let first = open.as_ref().is_some_and(|block| block.lines.is_empty() && block.line < index);
            let below = doc.plain[index + 1..].iter().find(|text| !text.is_empty());
            let below = below.is_some_and(|text| name_of(doc, text).is_some());
            // So is one among persons, directly above another.
            let among = blanks == 0
                && doc.plain.get(index + 1).is_some_and(|text| name_of(doc, text).is_some())
                && open
                    .as_ref()
                    .is_some_and(|open| open.lines.iter().any(|(_, text)| name_of(doc, text).is_some()));
            if listed
                && (first || among)
                && found.section == Section::Signature
                && found.rest.is_empty()
                && below
            {
                return false;
            }
            // Inside an item only a list of those present counts.
            !inside
                || (found.section == Section::Attendance
                    && lists_in_item(
                        doc,
                        index,
                        found.label,
                        listed || front.of(Section::Attendance).next().is_some(),
                    ))
        });
        if inside && justera_core::Label::Heading == doc.outline.lines[index].label {
            front.blocks.extend(open.take());
            continue;
        }
        // The rest of a label on the line below: `Tjänstgörande    Ulla Ek` / `ersättare    Bo Al`.
        let below = open
            .as_mut()
            .filter(|block| block.line + 1 == index && text.starts_with(char::is_lowercase))
            .and_then(|block| Some((second_half(block, text)?, block)));
        if let Some(((label, rest), block)) = below {
            block.section = labels::section(&label).unwrap_or(block.section);
            block.label = label;
            if !rest.is_empty() {
                block.lines.push((index, rest));
            }
            continue;
        }
        if let Some((label, rest, next)) = broken_label(doc, index).filter(|_| !inside) {
            front.blocks.extend(open.take());
            let lines = if rest.is_empty() { Vec::new() } else { vec![(index, rest)] };
            let section = labels::section(&label).unwrap_or(Section::Attendance);
            open = Some(Block { section, label, lines, line: index });
            rest_of_broken = Some((index + 1, next));
            blanks = 0;
            continue;
        }
        // The list of those present, cut by what is signed at the foot of its page, goes on overleaf without a label.
        let cut = |open: &Block| matches!(open.section, Section::Signature | Section::Notice);
        if found.is_none() && !inside && open.as_ref().is_none_or(cut) && goes_on_overleaf(doc, &front, index)
        {
            front.blocks.extend(open.take());
            let label =
                front.of(Section::Attendance).last().map_or_else(String::new, |list| list.label.clone());
            open = Some(Block {
                section: Section::Attendance,
                label,
                lines: vec![(index, text.clone())],
                line: index,
            });
            blanks = 0;
            continue;
        }
        // A heading of Markdown that is no label ends the list under one of its level.
        let level = |line: usize| doc.raw(line).trim_start().chars().take_while(|&c| c == '#').count();
        let other = found.is_none()
            && level(index) > 0
            && open.as_ref().is_some_and(|block| (1..=level(block.line)).contains(&level(index)));
        if other {
            front.blocks.extend(open.take());
        }
        // The heads of a table, of which the first is a label too: `Ledamöter    Närvarande   Frånvarande`.
        let heads = |found: &labels::Found<'_>| {
            let rest = cells(doc, index, found.rest);
            found.section == Section::Attendance
                && rest.len() > 1
                && rest.iter().all(|cell| crate::sheets::heads(&cell.text))
        };
        if let Some(found) = found.as_ref().filter(|found| heads(found)) {
            front.blocks.extend(open.take());
            open = Some(Block {
                section: found.section,
                label: found.label.to_lowercase(),
                lines: vec![(index, text.clone())],
                line: index,
            });
            blanks = 0;
            continue;
        }
        if let Some(found) = found {
            front.blocks.extend(open.take());
            let mut lines = Vec::new();
            // A second label in another column: `Plats och tid … Paragrafer §§ 1-3`.
            let (rest, second) = second_label(found.rest);
            let (rest, more) = match matches!(found.section, Section::Date | Section::Time | Section::Place) {
                true => labels_behind(rest),
                false => (rest, Vec::new()),
            };
            // In a cell of a table the lines of a list are divided by marks.
            for line in rest.split("<br>").map(str::trim).filter(|line| !line.is_empty()) {
                // The rule between the label's column and the next, read as a bar.
                let line =
                    if line.matches('|').count() == 1 { line.trim_start_matches(['|', ' ']) } else { line };
                lines.push((index, line.trim_start_matches('/').to_owned()));
            }
            let second = second.map(|(section, value)| (section, "", value));
            for (section, label, value) in second.into_iter().chain(more) {
                let block = Block {
                    section,
                    label: lower(label),
                    lines: vec![(index, value.to_owned())],
                    line: index,
                };
                front.blocks.push(block);
            }
            open =
                Some(Block { section: found.section, label: found.label.to_lowercase(), lines, line: index });
            blanks = 0;
        } else if let Some(block) = &mut open {
            let opens_struck = text.starts_with('(') && block.lines.is_empty();
            let text = without_rule(text);
            // In a list of persons it is read as an `i`, too.
            let person = |text: &&str| block.section == Section::Attendance && name_of(doc, text).is_some();
            let text = text.strip_prefix("i ").filter(person).unwrap_or(text);
            let (rest, second) = second_label(text);
            if let Some((section, value)) = second {
                front.blocks.push(Block {
                    section,
                    label: String::new(),
                    lines: vec![(index, value.to_owned())],
                    line: index,
                });
            }
            let block_line = if opens_struck { text } else { rest };
            // A row that goes on below a label in the first cell: `| | Ulla Ek (S) |`.
            let cells = if block_line.starts_with('|') { crate::sheets::row(block_line) } else { Vec::new() };
            let below = cells.first().is_some_and(String::is_empty);
            let mut held = cells.into_iter().filter(|cell| below && !cell.is_empty());
            let line = match (held.next(), held.next()) {
                (Some(only), None) => only,
                _ => block_line.to_owned(),
            };
            let line = match office_and_name(doc, &line).filter(|_| block.section == Section::Attendance) {
                Some((office, rest)) => format!("{office} {rest}"),
                None => line,
            };
            block.lines.push((index, line));
            blanks = 0;
        } else if place == Place::Front {
            front.loose.push(index);
        }
    }
    front.blocks.extend(open);
    unstack(doc, &mut front);
    told_apart(doc, &mut front);
    front
}

/// Gives the label of those present the paragraph that names them, where it was read before what stands between them: `Närvarande:`,
/// the title, and then `Ledamöterna doktor Ulla Ek, ordförande, herrar Bo Ahl och …`.
fn told_apart(doc: &Doc<'_>, front: &mut Front) {
    let named = |text: &str| {
        let who = ["Ledamöterna ", "Ledamöter ", "Herrar "].iter().find_map(|class| text.strip_prefix(class));
        who.is_some_and(|who| name_of(doc, who).is_some())
    };
    let empty = |block: &&mut Block| block.section == Section::Attendance && block.lines.is_empty();
    let Some(block) = front.blocks.iter_mut().find(empty) else { return };
    let told = |&line: &usize| line > block.line && named(&doc.plain[line]);
    let Some(first) = front.loose.iter().position(told) else { return };
    let lines = front.loose[first..].iter().enumerate();
    let lines = lines.take_while(|(nth, line)| **line == front.loose[first] + nth);
    block.lines = lines.map(|(_, &line)| (line, doc.plain[line].clone())).collect();
}

/// Whether the label of a list of persons inside an item is that of those who met: `Närvarande` anywhere; in the first item,
/// which may be no more than the heading above the list, `Deltagare` too, and behind that any other.
fn lists_in_item(doc: &Doc<'_>, line: usize, label: &str, listed: bool) -> bool {
    let label = lower(label);
    let second = doc.outline.children(None).nth(1).map(|(_, node)| node.span.start);
    let first = || second.is_none_or(|second| doc.outline.lines[line].span.start < second);
    let opens = ["deltagare", "deltagande", "deltog", "närvaro"].iter().any(|word| label.starts_with(word));
    label.starts_with("närvarande") || ((opens || listed) && first())
}

/// Labels in capitals that stand above their values, side by side: `PLATS        DATUM OCH TID` above `Norrgården
/// 2015-11-17 kl. 19.00`. The line of the values, and the parts.
fn labels_above(doc: &Doc<'_>, index: usize) -> Option<(usize, Vec<Block>)> {
    /// Lines below which the values begin at most, and how far from the label's column.
    const BELOW: usize = 2;
    const COLUMNS: usize = 3;
    let text = doc.plain[index].as_str();
    if text.chars().any(char::is_lowercase) || !text.contains(' ') {
        return None;
    }
    let page = doc.outline.lines[index].page;
    let next = |from: usize| {
        let front = |line: &usize| {
            doc.outline.lines[*line].place == Place::Front && doc.outline.lines[*line].page == page
        };
        (from + 1..doc.plain.len().min(from + 1 + BELOW))
            .filter(front)
            .find(|&line| !doc.plain[line].is_empty())
    };
    let below = next(index)?;
    let told = |section: Section| matches!(section, Section::Place | Section::Time | Section::Date);
    let block = |section, label: &str, value: &str| Block::of_value(section, label, index, (below, value));
    let heads = cells(doc, index, text);
    if heads.len() > 1 {
        let values = cells(doc, below, &doc.plain[below]);
        let blocks: Vec<Block> = heads
            .iter()
            .filter_map(|head| {
                let section = labels::section(&head.text)?;
                let value = values.iter().find(|value| value.column.abs_diff(head.column) <= COLUMNS)?;
                labels::section(&value.text).is_none().then(|| block(section, &head.text, &value.text))
            })
            .collect();
        let tells = blocks.iter().any(|block| told(block.section));
        return tells.then_some((below, blocks));
    }
    labels_run_together(doc, index, below, next(below))
}

/// The same where an engine has lost the gaps, `PLATS DATUM OCH TID FÖR MÖTET`: the day tells where one value ends and the
/// other begins, or each stands on a line of its own.
fn labels_run_together(
    doc: &Doc<'_>,
    index: usize,
    below: usize,
    further: Option<usize>,
) -> Option<(usize, Vec<Block>)> {
    let text = doc.plain[index].as_str();
    let (at, second) = text.match_indices(' ').map(|(at, _)| at).find_map(|at| {
        let (first, second) = (labels::section(&text[..at])?, labels::section(&text[at..])?);
        (first == Section::Place && matches!(second, Section::Time | Section::Date)).then_some((at, second))
    })?;
    let value = doc.plain[below].as_str();
    let day = |text: &str| days(text).first().map(|&(at, _)| at);
    let (place, when) = match day(value) {
        Some(0) => return None,
        Some(at) => value.split_at(at),
        None => (value, doc.plain[further?].as_str()),
    };
    day(when)?;
    let block = |section, label: &str, value: &str| Block::of_value(section, label, index, (below, value));
    Some((below, vec![block(Section::Place, &text[..at], place), block(second, &text[at..], when)]))
}

/// Whether the first text of a page is a list of persons whom the front page has not listed before, though it has listed
/// others.
fn goes_on_overleaf(doc: &Doc<'_>, front: &Front, index: usize) -> bool {
    /// So many lines that each begin with a person; fewer may be those who sign.
    const PERSONS: usize = 3;
    let page = |line: usize| doc.outline.lines[line].page;
    let list = front.of(Section::Attendance).last().filter(|list| {
        let absent = crate::standing::class("", &list.label).presence == justera_core::Presence::Absent;
        !list.lines.is_empty() && !absent && page(list.line) < page(index)
    });
    let Some(list) = list else { return false };
    let written =
        |line: &usize| doc.outline.lines[*line].place == Place::Front && !doc.plain[*line].is_empty();
    let first = (0..index).rev().find(written).is_some_and(|above| page(above) < page(index));
    let listed = |name: &str| list.lines.iter().any(|(_, text)| text.contains(name));
    // Nothing of an item stands between them.
    let near =
        (index..doc.plain.len()).take_while(|&line| !matches!(doc.outline.lines[line].place, Place::Item(_)));
    let below = near.filter(written).take(PERSONS);
    first
        && below.filter(|&line| name_of(doc, &doc.plain[line]).is_some_and(|name| !listed(name))).count()
            == PERSONS
}

/// Gives back to their labels the values of a front page whose column of labels an engine read before the column of
/// values: `Tid`, `Plats`, `Ledamöter`, `Justerare` below each other, and all that stood beside them behind the last.
///
/// Only what tells by itself where it belongs is given back: a day or hours, the line behind them, persons. Whose
/// list a person stood in is another question, see `roster`.
fn unstack(doc: &Doc<'_>, front: &mut Front) {
    /// So many labels below each other without a value are a column.
    const LABELS: usize = 3;
    let begins = |last: usize| {
        (0..last).rev().take_while(|&at| front.blocks[at].lines.is_empty()).last().unwrap_or(last)
    };
    let Some(last) = (LABELS..front.blocks.len()).find(|&at| {
        !front.blocks[at].lines.is_empty()
            && at - begins(at) >= LABELS
            && front.blocks[begins(at)..=at].iter().any(|block| block.section == Section::Attendance)
    }) else {
        return;
    };
    let first = begins(last);
    // Behind a blank line they belong to no label.
    let from = front.blocks[last].line;
    let to = front.blocks.get(last + 1).map_or(usize::MAX, |next| next.line);
    let loose = front.loose.iter().filter(|&&line| from < line && line < to);
    let mut values = front.blocks[last].lines.clone();
    values.extend(loose.map(|&line| (line, doc.plain[line].clone())));
    values.sort_by_key(|&(line, _)| line);
    let names: Vec<Option<&str>> = values.iter().map(|(_, text)| name_of(doc, text)).collect();
    let when = |at: usize| {
        names[at].is_none() && (!days(&values[at].1).is_empty() || hours(&values[at].1).is_some())
    };
    let own: Vec<usize> = (0..values.len()).filter(|&at| names[at].is_some()).collect();
    // Fewer persons than lists are no lists, and where one of the lists is of those absent nobody can be told to have
    // been there: the values stay where they stood.
    let held = &front.blocks[first..=last];
    let absent = held.iter().any(|block| {
        block.section == Section::Attendance
            && crate::standing::class("", &block.label).presence == justera_core::Presence::Absent
    });
    if own.len() < LABELS || absent {
        return;
    }
    // Who adjusts is listed twice: among those present, and behind them.
    let mut seen = HashSet::new();
    let again: Vec<bool> = own.iter().map(|&at| !seen.insert(names[at])).collect();
    let adjusting = own.len() - again.iter().rev().take_while(|&&again| again).count();
    let adjusts = held.iter().any(|block| block.section == Section::Adjusters);
    let persons = if adjusts { adjusting } else { own.len() };
    let (begin, end) = (own[0], own[persons - 1] + 1);
    let place = (0..begin).find(|&at| when(at)).map(|at| at + 1).filter(|&at| at < begin && !when(at));
    let list = (first..=last).rev().find(|&at| front.blocks[at].section == Section::Attendance);
    // A second `Plats och tid` is the adjustment's.
    let meets = (first..=last).find(|&at| matches!(front.blocks[at].section, Section::Time | Section::Date));
    front.blocks[last].lines.clear();
    let mut left: Vec<bool> = vec![true; values.len()];
    for at in first..=last {
        let held: Vec<usize> = match front.blocks[at].section {
            // What stands between two persons goes on from the one above.
            Section::Attendance if Some(at) == list => (begin..end).filter(|&value| !when(value)).collect(),
            Section::Time if Some(at) == meets && front.blocks[at].label.contains("plats") => {
                let last = (0..begin).rev().find(|&value| when(value)).unwrap_or(0);
                // The place stands beside the hours, or on the line behind them.
                (0..begin.min(last + 2)).skip_while(|&value| !when(value)).collect()
            }
            Section::Time | Section::Date if Some(at) == meets => {
                (0..begin).find(|&value| when(value)).into_iter().collect()
            }
            // The place stands below the hours.
            Section::Place => place.into_iter().collect(),
            Section::Adjusters => own[persons..].to_vec(),
            Section::Adjusting => (end..values.len()).filter(|&value| when(value)).collect(),
            _ => continue,
        };
        held.iter().for_each(|&value| left[value] = false);
        front.blocks[at].lines = held.into_iter().map(|value| values[value].clone()).collect();
    }
    // What nobody takes stays behind the last label.
    let rest = values.iter().zip(&left).filter(|(_, left)| **left).map(|(value, _)| value.clone());
    let kept = &mut front.blocks[last].lines;
    kept.extend(rest);
    kept.sort_by_key(|&(line, _)| line);
}

/// The name that a line of a list begins with, behind a title.
fn name_of<'a>(doc: &Doc<'_>, text: &'a str) -> Option<&'a str> {
    leading_name(doc.model, after_title(doc.model, text).1, true).map(|named| named.name)
}

/// An office with the person who holds it behind a colon or a gap: `Vice ordförande:   Ulla Ek`.
fn office_and_name<'a>(doc: &Doc<'_>, text: &'a str) -> Option<(&'a str, &'a str)> {
    /// Words that an office has at most: `1:e vice ordförande`.
    const WORDS: usize = 3;
    let gap = text.find("  ").into_iter().chain(text.find(": ")).min()?;
    let (office, rest) = (text[..gap].trim(), text[gap..].trim_start_matches([':', ' ']).trim());
    let last = office.split(' ').next_back()?;
    let offices = is_role_word(last) && office.split(' ').count() <= WORDS && !office.contains(',');
    let plural = labels::section(office) == Some(Section::Attendance);
    (offices && !plural && leading_name(doc.model, rest, true).is_some()).then_some((office, rest))
}

/// A row of a table with a label and its value: `| **Tid** | kl. 9-12 |`.
fn row(raw: &str) -> Option<labels::Found<'_>> {
    let inner = raw.trim().strip_prefix('|')?;
    let (head, rest) = inner.split_once('|')?;
    let section = labels::section(head).filter(|section| !section.of_item())?;
    let rest = rest.trim_end_matches(['|', ' ']).trim();
    // The head of a table of persons has another head beside it.
    let heads = section == Section::Attendance && crate::sheets::heads(rest);
    (!rest.is_empty() && !rest.contains('|') && !heads).then(|| labels::Found {
        section,
        label: head.trim().trim_matches('*'),
        rest,
    })
}

/// A line without what an engine made of the rule of a table before it: `| Adjungerade Ulla Ek`, `» Plats Rådhuset`.
/// A row between bars is one.
fn without_rule(line: &str) -> &str {
    let row = line.starts_with('|') && (line.ends_with('|') || line.matches('|').count() > 2);
    let mut letters = line.chars();
    let (Some(first), Some(' ')) = (letters.next(), letters.next()) else { return line };
    let rest = letters.as_str().trim_start();
    // A quote before a name is a ditto mark.
    let speck =
        matches!(first, '|' | '»' | '«' | '\'' | '´' | '`' | '‘' | '’' | ';' | ':' | '.' | ',' | '!' | '~');
    if speck && !row && rest.starts_with(char::is_uppercase) { rest } else { line }
}

/// A label at the start of a line of the front page: as [`labels::label`] finds it, or, where an engine has lost
/// the columns, as the longest run of words that is one and is followed by a capital letter or a figure.
pub(crate) fn label(raw: &str) -> Option<labels::Found<'_>> {
    let line = raw.trim().trim_start_matches(['#', '*', '_', '>', ' ']);
    let line = without_rule(line);
    if let Some(found) = labels::label(line) {
        return Some(found);
    }
    // The offices of those who sign, side by side: `UNDERSKRIFT Ordförande Protokollförare`.
    let mut words = line.split_whitespace();
    let signs = |word: &str| labels::section(word) == Some(Section::Signature);
    if line.contains(' ') && words.all(signs) {
        return Some(labels::Found { section: Section::Signature, label: line, rest: "" });
    }
    // `Underskrifter Sekreterare …… Paragrafer 31-38`
    let signed = |text: &str| text.split_whitespace().next().is_some_and(signs);
    if let Some(rest) = line.split_once(' ').map(|(_, rest)| rest).filter(|rest| signed(line) && signed(rest))
        && office_beside(line).is_some()
    {
        return Some(labels::Found { section: Section::Signature, label: line, rest });
    }
    // A mark before the heading of a list, `* Ersättare`, and the rule behind it are read as quotes and bars.
    let bare = line.trim_matches(|c: char| matches!(c, '”' | '"' | '“' | '|' | ';' | ' '));
    if bare.len() < line.len()
        && !(is_row(line) && bare.contains('|'))
        && labels::section(bare) == Some(Section::Attendance)
    {
        return Some(labels::Found { section: Section::Attendance, label: bare, rest: "" });
    }
    // Emphasis between the label and its value.
    if let Some((head, rest)) = line.split_once(':')
        && let head = head.trim()
        && let Some(section) = labels::section(head)
    {
        let rest = rest.trim();
        return Some(labels::Found { section, label: head, rest });
    }
    // The cells of a table are not the columns of a page, see `row`.
    if line.starts_with('|') {
        return None;
    }
    let mut best = None;
    let mut end = 0;
    for word in line.split_inclusive(' ').take(5) {
        end += word.len();
        let head = &line[..end];
        let rest = line[end..].trim_start();
        let capital = rest.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || c == '§');
        if let Some(section) = labels::section(head).filter(|section| !section.of_item()) {
            // `När` and `Var` begin many a sentence, `Dag` is a name, and `Kansli` begins that of an office; they are labels
            // before a colon or a gap.
            const OTHERS: [&str; 8] =
                ["när", "var", "exp", "dag", "kansli", "kansliet", "sekretariat", "sekretariatet"];
            if OTHERS.contains(&lower(head.trim()).as_str()) {
                continue;
            }
            // A signature's label before a name is a label only on a line of its own.
            // `Därjämte voro tillstädes stadsingenjören Bo Al`: a sentence that is the label.
            let said = section == Section::Attendance
                && head.split_whitespace().any(|word| matches!(word, "voro" | "var" | "närvoro"));
            if (capital || said) && section != Section::Signature {
                best = Some(labels::Found { section, label: head.trim(), rest });
            }
        }
    }
    best
}

/// The office alone of a line of those who sign, without what stands beside it: `Sekreterare …………` of `Underskrifter Sekreterare
/// ………… Paragrafer 31-38`.
pub(crate) fn office_beside(text: &str) -> Option<&str> {
    static BESIDE: Pattern = Pattern::new(
        r"^Underskrift(?:er)?:?\s+(?P<a>\p{Lu}.*?)(?:\s+Paragrafer:?\s*§*\s*\d.*)?$|^(?P<b>\p{Lu}\p{Ll}+\s.*?)\s*Paragrafer:?\s*§*\s*\d.*$",
    );
    let found = BESIDE.captures(text)?;
    Some(found.name("a").or(found.name("b"))?.as_str().trim())
}

/// Whether a row is the title of a part of the table of persons whose heads stand above it: its columns stay.
fn is_part_of_table(doc: &Doc<'_>, index: usize) -> bool {
    /// So many rows a table of persons has at most.
    const MOST: usize = 200;
    let rows = || (index.saturating_sub(MOST)..index).rev().take_while(|&above| is_row(&doc.plain[above]));
    let text = &doc.plain[index];
    is_row(text)
        && crate::sheets::is_alone(&crate::sheets::row(text))
        && rows().any(|above| crate::roster::is_head(doc, above))
}

/// Whether a line holds the heads of the table of an agenda, which is none of the list above it.
fn heads_agenda(doc: &Doc<'_>, line: usize) -> bool {
    let rule = |text: &String| is_row(text) && crate::sheets::row(text).iter().all(|cell| is_rule(cell));
    let head = |cell: &String| {
        matches!(
            lower(cell).as_str(),
            "nr" | "§" | "punkt" | "ärende" | "ärenden" | "rubrik" | "beslut" | "ansvarig"
        )
    };
    let text = doc.plain[line].as_str();
    text.starts_with('|')
        && doc.plain.get(line + 1).is_some_and(rule)
        && crate::sheets::row(text).iter().filter(|cell| head(cell)).count() >= 2
}

/// Whether a sentence that ends on this line or, broken, on the next says that those below answered a roll call: `Vid upprop
/// antecknades såsom närvarande:`. The line with which it ends.
fn roll_call(doc: &Doc<'_>, index: usize) -> Option<usize> {
    static CALLED: Pattern =
        Pattern::new(r"(?i)\b(?:namn)?upprop\b.{0,60}\b(?:när|till)(?:varande|städes)(?:\s\p{Ll}+)?:$");
    let text = doc.plain[index].as_str();
    // Nearly no line has the word.
    text.contains("pprop").then_some(())?;
    if CALLED.is_match(text) {
        return Some(index);
    }
    let next = doc.plain.get(index + 1).filter(|next| next.ends_with(':'))?;
    CALLED.is_match(&justera_core::text::unwrap([text, next])).then_some(index + 1)
}

/// A label in a column of its own that runs over two lines, `Dessutom när-    herr Ek` / `varande:    och fru Al`, or
/// `Justeringens tid och` / `plats` where the column was read by itself: the label in small letters, and what stands behind it on each line.
fn broken_label(doc: &Doc<'_>, index: usize) -> Option<(String, String, String)> {
    let text = doc.plain[index].as_str();
    let (first, rest) = text.split_once("   ").unwrap_or((text, ""));
    let next = doc.plain.get(index + 1).filter(|next| next.starts_with(char::is_lowercase))?;
    let (second, behind) = next.split_once("   ").unwrap_or((next, ""));
    if labels::section(first).is_some() || first.split_whitespace().count() > 4 {
        return None;
    }
    let label = justera_core::text::unwrap([first, second.trim_end_matches(':')]).to_lowercase();
    labels::section(&label)?;
    Some((label, rest.trim().to_owned(), behind.trim().to_owned()))
}

/// The whole label, where the line below its first half begins with its second; and what stands behind that.
fn second_half(block: &Block, text: &str) -> Option<(String, String)> {
    let cell = text.split("  ").next().unwrap_or(text);
    let words = cell.split_whitespace().count().min(4);
    // As far as its words make a label with those above, the longest first.
    (1..=words).rev().find_map(|count| {
        let end = cell
            .split_whitespace()
            .nth(count - 1)
            .map(|word| word.as_ptr() as usize - text.as_ptr() as usize + word.len())?;
        let label = justera_core::text::unwrap([block.label.as_str(), text[..end].trim_end_matches(':')])
            .to_lowercase();
        // `och` joins two persons of the list.
        if [" och", " samt"].iter().any(|end| label.ends_with(end)) {
            return None;
        }
        labels::section(&label).map(|_| (label, text[end..].trim_start_matches(':').trim().to_owned()))
    })
}

/// A label in the middle of a line, behind another's value.
fn second_label(rest: &str) -> (&str, Option<(Section, &str)>) {
    for word in ["Paragrafer", "Paragraf"] {
        if let Some(at) = rest.find(word) {
            let value = rest[at + word.len()..].trim();
            if value.starts_with(|c: char| c == '§' || c.is_ascii_digit() || c == '=' || c == ':') {
                return (rest[..at].trim(), Some((Section::Paragraphs, value)));
            }
        }
    }
    (rest, None)
}

/// The other labels of the meeting behind the value of one, on the same line: `Datum: 2023-03-16, Plats: Bygdegården. Antal
/// närvarande: 38 st.`, `Datum: 2024-01-18 Tid: 17.00`. What stands behind a label of another kind is none of the values'.
fn labels_behind(rest: &str) -> (&str, Vec<(Section, &str, &str)>) {
    static LABEL: Pattern = Pattern::new(r"(?P<mark>[,.;]?)\s+(?P<l>\p{Lu}\p{L}*(?:\s\p{Ll}+){0,3}):\s");
    // Where each label begins and ends, and what it is, where it is the meeting's.
    type Label<'a> = (usize, usize, Option<(Section, &'a str)>);
    let mut found: Vec<Label<'_>> = Vec::new();
    for label in LABEL.captures_iter(rest) {
        let (Some(whole), Some(name)) = (label.get(0), label.name("l")) else { continue };
        let section = labels::section(name.as_str())
            .filter(|section| {
                matches!(section, Section::Date | Section::Time | Section::Place | Section::Attendance)
            })
            .map(|section| (section, name.as_str()));
        // Without a mark before it a word with a colon may be the value's own.
        if section.is_some() || !label["mark"].is_empty() {
            found.push((whole.start(), whole.end(), section));
        }
    }
    let own = found.first().map_or(rest, |&(start, ..)| rest[..start].trim());
    let ends = found.iter().skip(1).map(|&(start, ..)| start).chain([rest.len()]);
    let values = found.iter().zip(ends);
    let told = values.filter_map(|(&(_, from, label), end)| {
        let (section, label) = label?;
        Some((section, label, rest[from..end].trim()))
    });
    (own, told.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_behind_anothers_value_is_read() {
        assert_eq!(
            labels_behind("2023-03-16, Plats: Bygdegården. Antal närvarande: 38 st."),
            ("2023-03-16", vec![(Section::Place, "Plats", "Bygdegården")])
        );
        assert_eq!(
            labels_behind("2024-01-18 Tid: 17.00–19.10 Plats: Biblioteket"),
            (
                "2024-01-18",
                vec![(Section::Time, "Tid", "17.00–19.10"), (Section::Place, "Plats", "Biblioteket")]
            )
        );
        assert_eq!(labels_behind("Folkets hus, Storgatan 1"), ("Folkets hus, Storgatan 1", vec![]));
    }

    #[test]
    fn labels_stand_in_columns_and_without_them() {
        for (line, expected) in [
            (
                "Plats och tid Lilla salen, Folkets hus Paragrafer §§1-3",
                Some((Section::Time, "Lilla salen, Folkets hus Paragrafer §§1-3")),
            ),
            (
                "Beslutande Holger Alm (L) (ordförande)",
                Some((Section::Attendance, "Holger Alm (L) (ordförande)")),
            ),
            ("Närvarande vid mötet var", None),
            ("**Datum:** 2007-07-11, kl 18.30", Some((Section::Date, "2007-07-11, kl 18.30"))),
        ] {
            assert_eq!(label(line).map(|found| (found.section, found.rest)), expected, "{line}");
        }
    }

    #[test]
    fn a_second_label_is_cut_off() {
        assert_eq!(second_label("Salen Paragrafer §§1-3"), ("Salen", Some((Section::Paragraphs, "§§1-3"))));
        assert_eq!(second_label("Rådhuset"), ("Rådhuset", None));
    }
}
