//! Tables of tags, and tables between bars in whose cells lines are broken.
//!
//! A row is read as one line between bars. A cell that is a list is read as lines, with what stands before it as what heads
//! it; so is each cell of a column in which whole texts stand.

use std::ops::Range;

use super::{Kind, LineSoFar, Mark, Piece, Tag};

/// A cell of a row, in bytes of the source.
struct Cell {
    /// The tag or the bar before it.
    open: Range<usize>,
    /// The tag or the bar behind it; empty where what follows begins another.
    close: Range<usize>,
    /// The pieces between them.
    pieces: Range<usize>,
    /// How many lines of text it has.
    lines: usize,
    /// How many rows and columns it goes over.
    rows: usize,
    columns: usize,
}

impl Cell {
    fn inner(&self) -> Range<usize> {
        self.open.end..self.close.start
    }

    fn len(&self) -> usize {
        self.close.start - self.open.end
    }
}

/// Reads the table of tags that begins with piece `from`, and tells the piece and the byte behind it.
pub(super) fn of_tags(text: &str, pieces: &[Piece], from: usize, found: &mut Vec<Mark>) -> (usize, usize) {
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new()];
    let mut end = from + 1;
    while let Some(piece) = pieces.get(end) {
        match piece.kind {
            Kind::Close(Tag::Table) | Kind::Open(Tag::Table) => break,
            Kind::Open(Tag::Row) => rows.push(Vec::new()),
            Kind::Open(Tag::Cell) => {
                let cell = cell(text, pieces, end);
                // What ends it may begin the next.
                end = cell.pieces.end - 1;
                if let Some(row) = rows.last_mut() {
                    row.push(cell);
                }
            }
            _ => {}
        }
        end += 1;
    }
    let agenda = rows.iter().find(|row| !row.is_empty()).and_then(|row| agenda_of_row(text, row));
    let prose = agenda.clone().or_else(|| prose(&rows).map(|at| at..at + 1));
    let mut hanging = Hanging::default();
    let (mut at, mut done) = (from, pieces[from].at.start);
    for (nth, row) in rows.iter().filter(|row| !row.is_empty()).enumerate() {
        let broken = match row.len() {
            _ if nth == 0 && agenda.is_some() => None,
            1 if hanging.at(0) == 0 => Some(0..1),
            _ => apart(text, row, prose.as_ref()),
        };
        let broken = broken.as_ref();
        let tail = broken.is_none_or(|broken| held_behind(row, broken.end));
        let skipped = hanging.row(row);
        for (nth, cell) in row.iter().enumerate() {
            nothing(text, &pieces[at..cell.pieces.start - 1], done..cell.open.start, found);
            const FIRST: [&str; 4] = ["\n| ", "\n|  | ", "\n|  |  | ", "\n|  |  |  | "];
            const NEXT: [&str; 4] = [" | ", " |  | ", " |  |  | ", " |  |  |  | "];
            let read = match (nth, broken) {
                (0, None) => FIRST[skipped[nth].min(3)],
                (0, Some(_)) => "\n",
                (_, None) => NEXT[skipped[nth].min(3)],
                (_, Some(broken)) if nth == broken.start && counts(text, row, agenda.as_ref()) => ". ",
                (_, Some(broken)) => bar(nth, broken, tail),
            };
            found.push(Mark { at: cell.open.clone(), read });
            inside(text, pieces, cell, broken.is_some_and(|broken| broken.contains(&nth)), true, found);
            let read = if tail && nth + 1 == row.len() { " |" } else { "" };
            found.push(Mark { at: cell.close.clone(), read });
            // A tag that ended the cell is read.
            at = cell.pieces.end + usize::from(!cell.close.is_empty());
            done = cell.close.end;
        }
    }
    let Some(close) = pieces.get(end).filter(|piece| piece.kind == Kind::Close(Tag::Table)) else {
        let behind = pieces.get(end).map_or(done, |piece| piece.at.start);
        nothing(
            text,
            &pieces[at..end],
            done..pieces[at..end].last().map_or(done, |piece| piece.at.end),
            found,
        );
        return (end, behind);
    };
    nothing(text, &pieces[at..end], done..close.at.start, found);
    found.push(Mark { at: close.at.clone(), read: "\n" });
    (end + 1, close.at.end)
}

/// No table of a page has more columns.
const MOST_COLUMNS: usize = 100;

/// How many rows below hold a cell of each column that goes over them.
#[derive(Default)]
struct Hanging {
    columns: Vec<usize>,
}

impl Hanging {
    fn at(&self, column: usize) -> usize {
        self.columns.get(column).copied().unwrap_or(0)
    }

    /// How many columns are held before each cell of a row, which is told to the rows below.
    fn row(&mut self, row: &[Cell]) -> Vec<usize> {
        let mut below = vec![0; self.columns.len()];
        let mut column = 0;
        let mut skipped = Vec::with_capacity(row.len());
        for cell in row {
            let from = column;
            while self.at(column) > 0 {
                below[column] = self.columns[column] - 1;
                column += 1;
            }
            skipped.push(column - from);
            let end = column + cell.columns;
            if cell.rows > 1 && end <= MOST_COLUMNS {
                below.resize(below.len().max(end), 0);
                below[column..end].fill(cell.rows - 1);
            }
            column = end;
        }
        for (column, rows) in self.columns.iter().enumerate().skip(column) {
            below[column] = rows.saturating_sub(1);
        }
        self.columns = below;
        skipped
    }
}

/// The cell that piece `open` begins.
fn cell(text: &str, pieces: &[Piece], open: usize) -> Cell {
    let ends = |piece: &Piece| {
        matches!(
            piece.kind,
            Kind::Close(Tag::Cell | Tag::Row | Tag::Table) | Kind::Open(Tag::Cell | Tag::Row | Tag::Table)
        )
    };
    let behind = pieces[open + 1..].iter().position(ends).map_or(pieces.len(), |behind| open + 1 + behind);
    let tag = &text[pieces[open].at.clone()];
    let span = |name: &str| -> Option<usize> {
        let value = tag.split_once(name)?.1.trim_start_matches(['"', '\'']);
        value.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let from = pieces[open].at.end;
    let (pieces_end, close) = match pieces.get(behind) {
        Some(piece) if piece.kind == Kind::Close(Tag::Cell) => (behind, piece.at.clone()),
        Some(piece) => (behind, piece.at.start..piece.at.start),
        // A cell that nothing ends has no text: what follows may be the rest of the document.
        None => (open + 1, from..from),
    };
    let mut cell = Cell {
        open: pieces[open].at.clone(),
        close,
        pieces: open + 1..pieces_end,
        lines: 0,
        rows: span("rowspan=").unwrap_or(1),
        columns: span("colspan=").unwrap_or(1).clamp(1, MOST_COLUMNS),
    };
    cell.lines = lines(text, pieces, &cell);
    cell
}

/// How many lines of text a cell has.
fn lines(text: &str, pieces: &[Piece], cell: &Cell) -> usize {
    let (mut lines, mut fresh, mut done) = (0, true, cell.open.end);
    let mut see = |run: &str| {
        for (nth, line) in run.split('\n').enumerate() {
            fresh |= nth > 0;
            if fresh && !line.trim().is_empty() {
                (lines, fresh) = (lines + 1, false);
            }
        }
    };
    for piece in &pieces[cell.pieces.clone()] {
        see(&text[done..piece.at.start]);
        done = piece.at.end;
        if matches!(
            piece.kind,
            Kind::Open(Tag::Break | Tag::Entry | Tag::Block | Tag::List(_)) | Kind::Numbered(_)
        ) {
            see("\n");
        }
    }
    see(&text[done..cell.close.start]);
    lines
}

/// Reads the rows between bars from the line that begins at `start` on, if it is one, with piece `from` in it, and tells
/// the piece and the byte behind them.
pub(super) fn of_bars(
    text: &str,
    pieces: &[Piece],
    from: usize,
    start: usize,
    found: &mut Vec<Mark>,
) -> Option<(usize, usize)> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut line_start, mut at) = (start, from);
    for line in text[start..].split_inclusive('\n') {
        let row = line.trim();
        if !(row.starts_with('|') && row.ends_with('|') && row.len() > 1) {
            break;
        }
        let Some(row) = row_of_bars(text, pieces, &mut at, line_start..line_start + line.len()) else {
            break;
        };
        rows.push(row);
        line_start += line.len();
    }
    if rows.is_empty() {
        return None;
    }
    let agenda = agenda_of_row(text, &rows[0]);
    let prose = agenda.clone().or_else(|| prose(&rows).map(|at| at..at + 1));
    let listed = listed_in_rows(text, &rows);
    for (nth, row) in rows.iter().enumerate() {
        if let Some(listed) = listed.filter(|&at| nth > 0 && row.get(at).is_some_and(|cell| cell.lines > 1))
            && !held_behind(row, listed + 1)
            && (0..row.len()).all(|at| at == listed || row[at].lines <= 1)
        {
            for (at, cell) in row.iter().enumerate() {
                rows_of_own(text, pieces, cell, (at == listed).then_some(listed), found);
            }
            continue;
        }
        let heads = agenda.is_some() && (nth == 0 || row.iter().all(|cell| is_rule(&text[cell.inner()])));
        let broken = apart(text, row, prose.as_ref()).filter(|_| !heads);
        let broken = broken.as_ref();
        let tail = broken.is_none_or(|broken| held_behind(row, broken.end));
        for (nth, cell) in row.iter().enumerate() {
            if let Some(broken) = broken {
                let read = match nth {
                    0 => "",
                    _ if nth == broken.start && counts(text, row, agenda.as_ref()) => ". ",
                    _ => bar(nth, broken, tail),
                };
                found.push(Mark { at: cell.open.clone(), read });
            }
            inside(text, pieces, cell, broken.is_some_and(|broken| broken.contains(&nth)), false, found);
        }
        if let Some(last) = row.last().filter(|_| !tail) {
            found.push(Mark { at: last.close.clone(), read: "" });
        }
    }
    Some((at, line_start))
}

/// The column of persons below the heads of a table: `Kommun | Deltagare`.
fn listed(cells: &[&str]) -> Option<usize> {
    const PERSONS: [&str; 9] = [
        "deltagare",
        "namn",
        "närvarande",
        "representant",
        "representanter",
        "ledamot",
        "ledamöter",
        "person",
        "personer",
    ];
    let titled = cells.iter().all(|cell| !cell.trim().is_empty());
    cells.iter().position(|cell| is_among(cell, &PERSONS)).filter(|&at| titled && at > 0)
}

/// The same of rows, where a rule stands below their heads. Each line of its cells is then a row, as those of the other rows
/// are; without heads the cell before it may be a label of them all.
fn listed_in_rows(text: &str, rows: &[Vec<Cell>]) -> Option<usize> {
    let [heads, rule, ..] = rows else { return None };
    let ruled = rule.iter().all(|cell| text[cell.inner()].contains('-') && is_rule(&text[cell.inner()]));
    let heads: Vec<&str> = heads.iter().map(|cell| &text[cell.inner()]).collect();
    listed(&heads).filter(|_| ruled)
}

/// The cells of a line between bars, with the pieces from `at` on that stand in it; none where markup goes over its end.
fn row_of_bars(text: &str, pieces: &[Piece], at: &mut usize, line: Range<usize>) -> Option<Vec<Cell>> {
    let here = &pieces[*at..*at + pieces[*at..].partition_point(|piece| piece.at.start < line.end)];
    if here.iter().any(|piece| piece.at.end > line.end || piece.kind == Kind::Open(Tag::Table)) {
        return None;
    }
    // A bar inside of markup ends no cell.
    let mut behind = here.iter().peekable();
    let free = |bar: &usize| {
        while behind.next_if(|piece| piece.at.end <= *bar).is_some() {}
        behind.peek().is_none_or(|piece| piece.at.start > *bar)
    };
    let bars: Vec<usize> =
        text[line.clone()].match_indices('|').map(|(at, _)| line.start + at).filter(free).collect();
    let mut row = Vec::with_capacity(bars.len());
    for (nth, bar) in bars.windows(2).enumerate() {
        let last = nth + 2 == bars.len();
        let pieces_of = |bar: usize| *at + here.partition_point(|piece| piece.at.start < bar);
        let close = if last { bar[1]..bar[1] + 1 } else { bar[1]..bar[1] };
        let mut cell = Cell {
            open: bar[0]..bar[0] + 1,
            close,
            pieces: pieces_of(bar[0])..pieces_of(bar[1]),
            lines: 0,
            rows: 1,
            columns: 1,
        };
        cell.lines = lines(text, pieces, &cell);
        row.push(cell);
    }
    // The last bar may be markup's own; then pieces stand behind the last cell.
    let told = row.last().is_some_and(|cell| cell.pieces.end == *at + here.len())
        && row.first().is_some_and(|cell| cell.pieces.start == *at);
    told.then(|| {
        *at += here.len();
        row
    })
}

/// The columns in which the matters of an agenda stand, and what became of them, where the cells of a row are its heads: `Nr |
/// Ärende | Beslut | Ansvarig`.
fn agenda(cells: &[&str]) -> Option<Range<usize>> {
    const NUMBERS: [&str; 6] = ["nr", "nr.", "§", "§§", "punkt", "#"];
    const MATTERS: [&str; 8] = [
        "ärende",
        "ärenden",
        "rubrik",
        "ämne",
        "ärende/beslut",
        "ärende och beslut",
        "ärende/rubrik",
        "dagordning",
    ];
    const TOLD: [&str; 7] =
        ["beslut", "anteckning", "anteckningar", "diskussion", "beskrivning", "kommentar", "text"];
    let numbered = cells.first().is_some_and(|cell| is_among(cell, &NUMBERS));
    let matter = cells.iter().position(|cell| is_among(cell, &MATTERS)).filter(|_| numbered)?;
    let told = cells[matter + 1..].iter().take_while(|cell| is_among(cell, &TOLD)).count();
    Some(matter..matter + 1 + told)
}

/// Whether a cell is one of these heads, whatever marks it has.
fn is_among(cell: &str, heads: &[&str]) -> bool {
    let small = cell.trim().trim_matches(['*', '_', ':', ' ']).to_lowercase();
    heads.contains(&small.as_str())
}

fn agenda_of_row(text: &str, row: &[Cell]) -> Option<Range<usize>> {
    let cells: Vec<&str> = row.iter().map(|cell| &text[cell.inner()]).collect();
    agenda(&cells)
}

/// Whether a row of an agenda begins with the bare number of its matter, which then stands directly before it.
fn counts(text: &str, row: &[Cell], agenda: Option<&Range<usize>>) -> bool {
    let number = text[row[0].inner()].trim();
    agenda.is_some_and(|matter| matter.start == 1)
        && (1..=3).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

fn is_rule(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '-' | ':' | ' '))
}

/// Where the first cell of each row between bars begins that holds the heads of an agenda or of a list of persons.
pub(super) fn heads(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !text.contains('|') {
        return found;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let row = line.trim();
        if row.starts_with('|') && row.ends_with('|') && row.len() > 2 {
            let cells: Vec<&str> = row[1..row.len() - 1].split('|').collect();
            if agenda(&cells).is_some() || listed(&cells).is_some() {
                found.push(at + line.len() - line.trim_start().len() + 1);
            }
        }
        at += line.len();
    }
    found
}

/// The column of a table in which whole texts stand: that of an item, beside its number and who answers for it.
fn prose(rows: &[Vec<Cell>]) -> Option<usize> {
    /// A text has so many lines and bytes; less is a name with its title.
    const LINES: usize = 3;
    const BYTES: usize = 100;
    rows.iter().find_map(|row| {
        let only = row.iter().filter(|cell| cell.lines > 1).count() == 1;
        row.iter().position(|cell| only && cell.lines >= LINES && cell.len() >= BYTES)
    })
}

/// The cells of a row that are read as lines: the one in the column of texts; a list with at most one cell before it, which
/// heads it, and none behind; lists beside each other, likewise.
fn apart(text: &str, row: &[Cell], prose: Option<&Range<usize>>) -> Option<Range<usize>> {
    let broken: Vec<usize> = (0..row.len()).filter(|&at| row[at].lines > 1).collect();
    let headed = |list: &Range<usize>| {
        let before = row[..list.start].iter().filter(|cell| cell.lines > 0).count();
        !held_behind(row, list.end) && before <= 1
    };
    let prose = prose.map(|prose| prose.start..prose.end.min(row.len())).filter(|prose| {
        prose.start < prose.end
            && broken.iter().all(|at| prose.contains(at))
            && row[prose.clone()].iter().any(|cell| cell.lines > 0)
    });
    if prose.is_some() {
        return prose;
    }
    match broken[..] {
        [] => None,
        [at] => Some(at..at + 1).filter(headed),
        [first, .., last] => {
            let lists = first..last + 1;
            let all = || row[lists.clone()].iter().all(|cell| tells_of_each(text, cell));
            (headed(&lists) && all()).then_some(lists)
        }
    }
}

/// Whether the lines of a cell stand for themselves, and not beside those of the next: most have what is told of a person
/// behind a comma or in brackets.
fn tells_of_each(text: &str, cell: &Cell) -> bool {
    cell.lines > 0 && text[cell.inner()].matches(['(', ',']).count() * 2 >= cell.lines
}

/// Whether cells of a row have text from that one on.
fn held_behind(row: &[Cell], from: usize) -> bool {
    row[from..].iter().any(|cell| cell.lines > 0)
}

/// What is read between a cell and the one before it; `tail` says whether cells behind those that are read as lines have text.
fn bar(nth: usize, broken: &Range<usize>, tail: bool) -> &'static str {
    match nth {
        _ if nth <= broken.start => "    ",
        _ if nth < broken.end => "\n",
        _ if !tail => "",
        // What stands behind a text is a row of its own.
        _ if nth == broken.end => "\n\n| ",
        _ => " | ",
    }
}

/// Reads what stands in a cell, as lines or in one; white space at its edges is left out where `trim` says so.
fn inside(text: &str, pieces: &[Piece], cell: &Cell, as_lines: bool, trim: bool, found: &mut Vec<Mark>) {
    let mut line = LineSoFar { held: true };
    let inner = cell.inner();
    let held = &text[inner.clone()];
    let (mut done, mut end) = (inner.start, inner.end);
    if trim {
        done += held.len() - held.trim_start().len();
        end = inner.start + held.trim_end().len();
        push(inner.start..done, "", found);
    }
    let run = |run: Range<usize>, line: &mut LineSoFar, found: &mut Vec<Mark>| {
        line.text(&text[run.clone()]);
        if !as_lines {
            for (at, end) in text[run.clone()].match_indices(['\n', '\r']) {
                push(run.start + at..run.start + at + end.len(), " ", found);
            }
        }
    };
    for piece in &pieces[cell.pieces.clone()] {
        run(done.min(piece.at.start)..piece.at.start, &mut line, found);
        let read = match as_lines {
            true => line.read(&text[piece.at.end..], piece.kind),
            false => in_row(text, piece),
        };
        push(piece.at.clone(), read, found);
        done = piece.at.end;
    }
    run(done.min(end)..end, &mut line, found);
    if trim && end.max(done) < inner.end {
        push(end.max(done)..inner.end, "", found);
    }
}

/// Reads the cell of a row between bars, each line as a row of its own below the same heads where `listed` gives its column.
fn rows_of_own(text: &str, pieces: &[Piece], cell: &Cell, listed: Option<usize>, found: &mut Vec<Mark>) {
    const NEXT: [&str; 4] = [" |\n| ", " |\n|  | ", " |\n|  |  | ", " |\n|  |  |  | "];
    for piece in &pieces[cell.pieces.clone()] {
        let read = match (listed, piece.kind) {
            (Some(column), Kind::Open(Tag::Break)) => NEXT[column.min(3)],
            _ => in_row(text, piece),
        };
        push(piece.at.clone(), read, found);
    }
}

/// Reads pieces between the cells of a table, and the white space around them, as nothing.
fn nothing(text: &str, pieces: &[Piece], around: Range<usize>, found: &mut Vec<Mark>) {
    let mut done = around.start;
    for piece in pieces {
        white(text, done..piece.at.start, found);
        push(piece.at.clone(), "", found);
        done = piece.at.end;
    }
    white(text, done..around.end, found);
}

/// Reads white space as nothing, and leaves all else.
fn white(text: &str, at: Range<usize>, found: &mut Vec<Mark>) {
    if text[at.clone()].trim().is_empty() {
        push(at, "", found);
    }
}

fn push(at: Range<usize>, read: &'static str, found: &mut Vec<Mark>) {
    if !at.is_empty() {
        found.push(Mark { at, read });
    }
}

/// What is read in the place of a piece inside a cell whose row is one line.
fn in_row(text: &str, piece: &Piece) -> &'static str {
    let before = text[..piece.at.start].trim_end().chars().next_back();
    let after = text[piece.at.end..].trim_start().chars().next();
    // What stands in lines below each other in a cell is told apart by a comma.
    let joined = before.is_none_or(|c| matches!(c, ',' | ';' | ':' | '-' | '>' | '|'))
        || after.is_none_or(|c| matches!(c, '(' | '<' | '|') || c.is_lowercase());
    match piece.kind {
        Kind::Open(Tag::Break) if joined => " ",
        Kind::Open(Tag::Break) => ", ",
        Kind::Open(Tag::Strong) | Kind::Close(Tag::Strong) => "**",
        Kind::Open(Tag::Struck) | Kind::Close(Tag::Struck) => "~~",
        Kind::Reads(read) => read,
        Kind::Open(Tag::Block | Tag::List(_) | Tag::Entry | Tag::Heading(_)) | Kind::Numbered(_) => " ",
        _ => "",
    }
}
