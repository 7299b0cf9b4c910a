//! The markup that layout models write about the text of a page: tags, tables, images, page breaks.
//!
//! What is found here is left in the source and in the repaired text; the stages that look for structure read the text
//! without it, with a table as rows between bars and a break as the end of a line. The forms are those of the models'
//! own descriptions of their output: HTML (`MinerU`, `PaddleOCR`, dots.ocr, Nanonets, Azure), comments and selection
//! marks (Azure, Docling), `{0}-----` and anchors (Marker), images of Markdown (Mistral, Marker), places of blocks
//! (DeepSeek), front matter (olmOCR).

mod tables;
mod tabs;

use std::ops::Range;
use std::sync::LazyLock;

/// What is read in the place of some bytes of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The bytes of the source.
    pub(crate) at: Range<usize>,
    /// What is read there.
    pub(crate) read: &'static str,
}

/// The markup of a text, in its order, without overlaps.
pub(crate) fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let pieces = pieces(text);
    if pieces.is_empty() {
        return tabs::marks(text);
    }
    let mut line = LineSoFar::default();
    let (mut at, mut done, mut line_start) = (0, 0, 0);
    // The last line that was asked whether it is a row, which takes as long as it is long.
    let mut asked = None;
    while at < pieces.len() {
        let Piece { at: place, kind } = &pieces[at];
        let before = &text[done..place.start];
        line.text(before);
        line_start = before.rfind('\n').map_or(line_start, |end| done + end + 1);
        let next = match kind {
            Kind::Open(Tag::Table) => Some(tables::of_tags(text, &pieces, at, &mut found)),
            _ if asked == Some(line_start) => None,
            _ => {
                asked = Some(line_start);
                tables::of_bars(text, &pieces, at, line_start, &mut found)
            }
        };
        if let Some((next, end)) = next {
            // A table ends its line.
            (at, done, line_start) = (next, end, end);
            line = LineSoFar::default();
        } else {
            let read = line.read(&text[place.end..], *kind);
            if !place.is_empty() {
                found.push(Mark { at: place.clone(), read });
            }
            (at, done) = (at + 1, place.end);
        }
    }
    found
}

/// `text` with spaces in the place of its markup, byte for byte, so that places stay, and where that says that a page begins, in
/// bytes; none where the text has no markup.
pub(crate) fn blanked(text: &str) -> Option<(String, Vec<usize>)> {
    let pieces = pieces(text);
    if pieces.is_empty() {
        return None;
    }
    // What stands before all text begins no second page.
    let begin = text.len() - text.trim_start().len();
    let pages = pieces.iter().filter(|piece| piece.kind == Kind::Page && piece.at.start > begin);
    let pages = pages.map(|piece| piece.at.start).collect();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Piece { at, .. } in pieces {
        out.push_str(&text[done..at.start]);
        // Line ends stay, for the lines are counted.
        out.extend(
            text[at.clone()].bytes().map(|b| if matches!(b, b'\n' | b'\r') { b as char } else { ' ' }),
        );
        done = at.end;
    }
    out.push_str(&text[done..]);
    Some((out, pages))
}

/// What a tag is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    /// Looks, or what a model says of a part of the page.
    Inline,
    Strong,
    Emphasis,
    Struck,
    /// A heading of this level.
    Heading(u8),
    Block,
    Break,
    /// A list, whether its entries are numbered.
    List(bool),
    Entry,
    Table,
    Row,
    Cell,
    /// A box that may be ticked.
    Box,
    /// What is between it and its end is not of the document's text.
    Aside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Open(Tag),
    Close(Tag),
    /// Nothing is read in its place.
    Nothing,
    /// Nothing, and a page begins.
    Page,
    /// This is printed.
    Reads(&'static str),
    /// An entry of a list with this number begins.
    Numbered(usize),
}

/// A box that is ticked.
const TICKED: Kind = Kind::Reads("x");

#[derive(Clone, Debug)]
struct Piece {
    at: Range<usize>,
    kind: Kind,
}

/// All markup of a text, in its order.
fn pieces(text: &str) -> Vec<Piece> {
    let mut found = front_matter(text);
    let matter = found.len();
    // The fast way out: most texts have none of what markup begins with.
    if text.contains(['<', '{', ']', '\\', '`']) || text.contains("selected:") {
        let mut at = 0;
        while let Some(next) = text[at..].find(['<', '!', '[', ']', '{', ':', '"', '\\', '`']) {
            at += next;
            match piece(text, at) {
                Some((len, kind)) => {
                    found.push(Piece { at: at..at + len, kind });
                    at += len;
                }
                None => at += 1,
            }
        }
    }
    if matter > 0 {
        found.sort_by_key(|piece| piece.at.start);
        found.dedup_by(|next, held| next.at.start < held.at.end);
    }
    number_entries(text, &mut found);
    // The heads of a table have no markup of their own, but are read with its rows.
    let heads = tables::heads(text);
    if !heads.is_empty() {
        found.extend(heads.into_iter().map(|at| Piece { at: at..at, kind: Kind::Nothing }));
        found.sort_by_key(|piece| piece.at.start);
    }
    found
}

/// Gives the entries of numbered lists their numbers.
fn number_entries(text: &str, pieces: &mut [Piece]) {
    // The next number of each list that is open; none where its entries have no numbers.
    let mut open: Vec<Option<usize>> = Vec::new();
    for piece in pieces {
        match piece.kind {
            Kind::Open(Tag::List(numbered)) => {
                let tag = &text[piece.at.clone()];
                let start = tag.split_once("start=").and_then(|(_, value)| {
                    value
                        .trim_start_matches(['"', '\''])
                        .split(|c: char| !c.is_ascii_digit())
                        .next()?
                        .parse()
                        .ok()
                });
                open.push(numbered.then(|| start.unwrap_or(1)));
            }
            Kind::Close(Tag::List(_)) => {
                open.pop();
            }
            Kind::Open(Tag::Entry) => {
                if let Some(Some(next)) = open.last_mut() {
                    piece.kind = Kind::Numbered(*next);
                    *next += 1;
                }
            }
            _ => {}
        }
    }
}

/// What is read where an entry of a numbered list begins: behind a line that it ends, or at the beginning of one.
fn number(entry: usize, breaks: bool) -> &'static str {
    /// More entries than a list of minutes has.
    const MOST: usize = 200;
    static NUMBERS: LazyLock<Vec<String>> =
        LazyLock::new(|| (0..=MOST).map(|n| format!("\n{n}. ")).collect());
    let read = NUMBERS.get(entry).map_or("\n- ", String::as_str);
    if breaks { read } else { &read[1..] }
}

/// The markup that begins at `at`: its length in bytes.
fn piece(text: &str, at: usize) -> Option<(usize, Kind)> {
    /// A comment, an image or the place of a block is no longer, in bytes.
    const MOST: usize = 2_000;
    let rest = &text[at..];
    let within = |open: &str, close: &str| -> Option<usize> {
        let inner = rest.strip_prefix(open)?;
        let end = find_near(inner, close, MOST)?;
        Some(open.len() + end + close.len())
    };
    if let Some(mark) = footnote(text, at) {
        return Some(mark);
    }
    match rest.as_bytes()[0] {
        b'<' => {
            if let Some(inner) = rest.strip_prefix("<!--") {
                let end = find_near(inner, "-->", MOST)?;
                let said = inner[..end].trim();
                // `<!-- PageHeader="Nämnden" -->`: what stands between the quotes is printed.
                let printed = ["PageHeader=\"", "PageFooter=\""].iter().find(|name| said.starts_with(**name));
                return Some(match printed {
                    Some(_) => (4 + inner.find('"')? + 1, Kind::Nothing),
                    None if said.eq_ignore_ascii_case("PageBreak") => (4 + end + 3, Kind::Page),
                    None => (4 + end + 3, Kind::Nothing),
                });
            }
            if rest.starts_with("<--- Page Split --->") {
                return Some(("<--- Page Split --->".len(), Kind::Page));
            }
            // `<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>`
            for name in ["<|ref|>", "<|det|>"] {
                let close = name.replace("<|", "<|/");
                if let Some(len) = within(name, &close) {
                    return Some((len, Kind::Nothing));
                }
            }
            let ((tag, opens), len) = tag(rest)?;
            if tag == Tag::Box {
                let ticked = rest[..len].contains("checked") && !rest[..len].contains("checked=\"false\"");
                return Some((len, if ticked { TICKED } else { Kind::Nothing }));
            }
            if tag == Tag::Aside {
                let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?;
                let close = format!("</{name}>");
                let aside = opens.then(|| find_near(&rest[len..], &close, MOST)).flatten();
                return Some((aside.map_or(len, |end| len + end + close.len()), Kind::Nothing));
            }
            Some((len, if opens { Kind::Open(tag) } else { Kind::Close(tag) }))
        }
        // `![alt](place)`
        b'!' => {
            let inner = rest.strip_prefix("![")?;
            let close = find_near(inner, "](", MOST)?;
            (!inner[..close].contains('\n')).then_some(())?;
            let target = target(&inner[close + 2..])?;
            Some((2 + close + 2 + target, Kind::Nothing))
        }
        b'[' => {
            // `[§ 4](#page-2)`: the bracket before words that lead somewhere.
            let line = rest.lines().next()?;
            let close = find_near(line, "](", 200)?;
            (!line[1..close].contains(['[', ']']) && target(&line[close + 2..]).is_some())
                .then_some((1, Kind::Nothing))
        }
        b']' => {
            let inner = rest.strip_prefix("](")?;
            let len = target(inner)?;
            // An address is told in the minutes; where on the page a link leads is not.
            Some(if inner.starts_with("http") { (1, Kind::Reads(" ")) } else { (2 + len, Kind::Nothing) })
        }
        // `{3}------------------------------------------------`
        b'{' => {
            let inner = &rest[1..];
            let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
            let strokes = inner[digits..].strip_prefix('}')?.bytes().take_while(|&b| b == b'-').count();
            ((1..=5).contains(&digits) && strokes >= 16).then_some((digits + 2 + strokes, Kind::Page))
        }
        // "```markdown" and "```" about what a model answered.
        b'`' => {
            let line = rest.lines().next()?;
            let begins = text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
            let fence = line.strip_prefix("```")?.trim_end().chars().all(|c| c.is_ascii_alphanumeric());
            (begins && fence).then_some((line.len(), Kind::Nothing))
        }
        // `1\.` stands for `1.`; a mark of emphasis stays one that is none, but for the star of a note: `Ek\* (S)`.
        b'\\' => {
            let escaped = rest[1..].starts_with(['.', '-', '#', '+', '&', '(', ')', '[', ']'])
                || rest.starts_with("\\*") && text[..at].ends_with(char::is_alphabetic);
            escaped.then_some((1, Kind::Nothing))
        }
        // The end of `<!-- PageHeader="Nämnden" -->`.
        b'"' => {
            let end = "\" -->";
            (rest.starts_with(end) && opened_near(text, at)).then_some((end.len(), Kind::Nothing))
        }
        _ => [(":selected:", TICKED), (":unselected:", Kind::Nothing)]
            .into_iter()
            .find(|(name, _)| rest.starts_with(name))
            .map(|(name, kind)| (name.len(), kind)),
    }
}

/// The mark of a footnote behind a word or a figure, and its length in bytes: `<sup>1</sup>`, `[^1]`. What is raised behind a
/// unit, `m<sup>2</sup>`, is no mark.
fn footnote(text: &str, at: usize) -> Option<(usize, Kind)> {
    /// A mark is no longer, in bytes.
    const MOST: usize = 6;
    let (open, close) =
        [("<sup>", "</sup>"), ("[^", "]")].into_iter().find(|(open, _)| text[at..].starts_with(open))?;
    let inner = &text[at + open.len()..];
    let mark = &inner[..find_near(inner, close, MOST + close.len())?];
    let fits =
        !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '\\' | ')' | ','));
    let before = &text[..at];
    let word = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
    let unit = (1..=2).contains(&word) && mark.starts_with(['2', '3']);
    let behind_text = before.chars().next_back().is_some_and(|c| !c.is_whitespace() && c != '>');
    (fits && behind_text && !unit).then_some((open.len() + mark.len() + close.len(), Kind::Nothing))
}

/// Whether a comment that is printed was opened a line's length before `at`.
fn opened_near(text: &str, at: usize) -> bool {
    const MOST: usize = 400;
    let near = &text.as_bytes()[at.saturating_sub(MOST)..at];
    let line = near.rsplit(|&b| b == b'\n').next().unwrap_or(near);
    line.windows("<!-- Page".len()).any(|window| window == b"<!-- Page")
}

/// Where `wanted` begins in `text`, if it does in its first `most` bytes.
fn find_near(text: &str, wanted: &str, most: usize) -> Option<usize> {
    let near = text.as_bytes().get(..most).unwrap_or(text.as_bytes());
    near.windows(wanted.len()).position(|window| window == wanted.as_bytes())
}

/// The length of the place that a link leads to, with its closing bracket: a path, an address, an anchor.
fn target(text: &str) -> Option<usize> {
    let end = find_near(text, ")", 1_000)?;
    let target = &text[..end];
    (target.contains(['/', '#', '.']) && !target.contains(char::is_whitespace)).then_some(end + 1)
}

/// The tag that `text` begins with, whether it opens, and its length in bytes.
fn tag(text: &str) -> Option<((Tag, bool), usize)> {
    /// No tag of a text is longer, in bytes.
    const MOST: usize = 400;
    let inner = text.strip_prefix('<')?;
    let opens = !inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name: String = inner
        .chars()
        .take(16)
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect::<String>()
        .to_ascii_lowercase();
    let tag = match name.as_str() {
        "a" | "u" | "span" | "sup" | "sub" | "font" | "ins" | "small" | "big" | "mark" | "nobr" | "code"
        | "label" | "signature" | "thead" | "tbody" | "tfoot" | "colgroup" | "col" => Tag::Inline,
        "em" | "i" => Tag::Emphasis,
        "b" | "strong" => Tag::Strong,
        "del" | "s" | "strike" => Tag::Struck,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading(name.as_bytes()[1] - b'0'),
        "ol" => Tag::List(true),
        "ul" => Tag::List(false),
        "p" | "div" | "html" | "body" | "center" | "hr" | "figure" | "figcaption" | "caption" | "section"
        | "header" | "footer" | "blockquote" | "pre" | "dl" | "dt" | "dd" | "main" | "article" => Tag::Block,
        "br" => Tag::Break,
        "li" => Tag::Entry,
        "table" => Tag::Table,
        "tr" => Tag::Row,
        "td" | "th" => Tag::Cell,
        "input" => Tag::Box,
        "img" | "watermark" | "page_number" => Tag::Aside,
        _ => return None,
    };
    let end = text.bytes().take(MOST).skip(1).position(|b| matches!(b, b'>' | b'<'))? + 1;
    // `a<b och c>d` compares; a tag has attributes or nothing behind its name.
    let attributes = inner.get(name.len()..end + 1 - (text.len() - inner.len()))?;
    let fits = attributes.trim_matches([' ', '/', '>']).is_empty() || attributes.contains('=');
    (text.as_bytes()[end] == b'>' && fits).then_some(((tag, opens), end + 1))
}

/// Whether text stands on the line that is read.
#[derive(Clone, Copy, Default)]
struct LineSoFar {
    held: bool,
}

impl LineSoFar {
    /// Goes on with text.
    fn text(&mut self, run: &str) {
        let (ended, line) = run.rsplit_once('\n').map_or((false, run), |(_, line)| (true, line));
        self.held = !line.trim().is_empty() || (self.held && !ended);
    }

    /// What is read in the place of a piece outside of rows, `after` behind it.
    fn read(&mut self, after: &str, kind: Kind) -> &'static str {
        let ends = after.chars().find(|c| !c.is_whitespace() || *c == '\n').is_none_or(|c| c == '\n');
        let breaks = match kind {
            Kind::Open(Tag::Entry | Tag::Heading(_)) | Kind::Numbered(_) => self.held,
            Kind::Open(Tag::Break) | Kind::Close(Tag::Break) => !ends,
            Kind::Open(Tag::Block | Tag::List(_) | Tag::Row)
            | Kind::Close(Tag::Block | Tag::List(_) | Tag::Row | Tag::Heading(_)) => self.held && !ends,
            _ => false,
        };
        self.held &= !breaks;
        self.held |= matches!(kind, Kind::Reads(read) if !read.trim().is_empty());
        match kind {
            Kind::Open(Tag::Strong) | Kind::Close(Tag::Strong) => "**",
            Kind::Open(Tag::Emphasis) | Kind::Close(Tag::Emphasis) => "*",
            Kind::Open(Tag::Struck) | Kind::Close(Tag::Struck) => "~~",
            Kind::Open(Tag::Heading(level)) => {
                const MARKS: [&str; 6] = ["\n# ", "\n## ", "\n### ", "\n#### ", "\n##### ", "\n###### "];
                let marks = MARKS[usize::from(level).clamp(1, 6) - 1];
                if breaks { marks } else { marks.trim_start() }
            }
            Kind::Open(Tag::Entry) => {
                if breaks {
                    "\n- "
                } else {
                    "- "
                }
            }
            Kind::Open(Tag::Cell) => "  ",
            Kind::Reads(read) => read,
            Kind::Numbered(entry) => number(entry, breaks),
            _ => {
                if breaks {
                    "\n"
                } else {
                    ""
                }
            }
        }
    }
}

/// The blocks between `---` that tell of a page and are not printed on it: `primary_language: sv`. One that begins the text
/// says which others there are.
fn front_matter(text: &str) -> Vec<Piece> {
    let key = |line: &str| -> Option<String> {
        let (key, _) = line.split_once(':')?;
        let fits = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-'));
        fits.then(|| key.to_owned())
    };
    // The keys of the block at the beginning of `rest`, and its length in bytes.
    let block = |rest: &str| -> Option<(Vec<String>, usize)> {
        const MOST: usize = 40;
        let mut len = 0;
        let mut keys = Vec::new();
        for (nth, line) in rest.split_inclusive('\n').enumerate().take(MOST) {
            len += line.len();
            match line.trim_end() {
                "---" if nth > 0 => return (keys.len() > 1).then_some((keys, len)),
                "---" => {}
                other if nth > 0 => keys.push(key(other)?),
                _ => return None,
            }
        }
        None
    };
    let begin = text.len() - text.trim_start().len();
    let Some((keys, len)) = block(&text[begin..]) else { return Vec::new() };
    let mut found = vec![Piece { at: begin..begin + len, kind: Kind::Nothing }];
    for (at, _) in text[begin + len..].match_indices("---\n") {
        let at = begin + len + at;
        let begins = text[..at].ends_with('\n');
        if let Some((_, len)) = block(&text[at..]).filter(|(held, _)| begins && *held == keys) {
            found.push(Piece { at: at..at + len, kind: Kind::Page });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as it is read.
    fn seen(text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        for Mark { at, read } in marks(text) {
            assert!(at.start >= done, "{at:?} overlaps in {text:?}");
            out.push_str(&text[done..at.start]);
            out.push_str(read);
            done = at.end;
        }
        out.push_str(&text[done..]);
        out
    }

    #[test]
    fn tables_are_rows_between_bars() {
        for (text, expected) in [
            (
                "<table><tr><th>Namn</th><th>Parti</th></tr><tr><td>Tora Ek</td><td>S</td></tr></table>",
                "\n| Namn | Parti |\n| Tora Ek | S |\n",
            ),
            (
                "<table>\n <tr>\n  <td>Tora\nEk</td>\n  <td></td><td>S</td>\n </tr>\n</table>\nSlut",
                "\n| Tora Ek |  | S |\n\nSlut",
            ),
            (
                "<table><tr><td>Ledamöter</td><td>Tora Ek (S)<br>Olle By (M)</td></tr></table>",
                "\nLedamöter    Tora Ek (S)\nOlle By (M)\n",
            ),
            ("<tr><td rowspan=\"2\">A</td>", "  A"),
            ("| Tora Ek<br>Olle By | x<br>(N) |\n", "| Tora Ek, Olle By | x (N) |\n"),
            (
                "<table><tr><td rowspan='2'>A</td><td>B</td></tr><tr><td>C</td></tr></table>",
                "\n| A | B |\n|  | C |\n",
            ),
            (
                "<table><tr><td>A</td><td rowspan=2>B</td><td>x</td></tr><tr><td>C</td><td>y</td></tr></table>",
                "\n| A | B | x |\n| C |  | y |\n",
            ),
            (
                "<table><tr><td>Ledamöter</td><td>Tora Ek (S)\nOlle By (M)</td><td>Bo Al (C)\nEva Ask (V)</td></tr></table>",
                "\nLedamöter    Tora Ek (S)\nOlle By (M)\nBo Al (C)\nEva Ask (V)\n",
            ),
            (
                "| Nr | Ärende | Ansvarig |\n|---|---|---|\n| 1 | Inledning | TE |\n| 2 | Bruket | |\n",
                "| Nr | Ärende | Ansvarig |\n|---|---|---|\n 1 .  Inledning \n\n|  TE |\n 2 .  Bruket  \n",
            ),
            ("<table><tr><td>A<td>B<tr><td>C</table>", "\n| A | B |\nC\n"),
            ("<table><tr><td>A", "\nA"),
            ("<table><tr><td>A</td><td>B<br>C</td><td></td></tr></table>", "\nA    B\nC\n"),
            (
                "<table><tr><td>Tora Ek<br>kansler</td><td>S</td><td>x</td></tr></table>",
                "\n| Tora Ek kansler | S | x |\n",
            ),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn rows_hold_no_markup_that_goes_over_their_end() {
        for text in [
            "| <b>a</b> <!-- x |\n y | --> | b |\n",
            "| a<br>b <!-- | --> | c |\n",
            "| a<br> ![b](c/d|e) |\n| ![\nf](g/h) |\n",
        ] {
            seen(text);
        }
        assert_eq!(seen("| A<br>B <!-- | --> | c |\n"), "| A, B  | c |\n");
    }

    #[test]
    fn what_is_not_printed_is_not_read() {
        for (text, expected) in [
            ("<!-- PageHeader=\"Nämnden\" -->\n<!-- PageBreak -->\n", "Nämnden\n\n"),
            ("![img-0.jpeg](img-0.jpeg)\nA", "\nA"),
            ("[§ 4 Val](#page-2) och [ja](nej)", "§ 4 Val och [ja](nej)"),
            ("[Bad](https://a.se/b) här", "Bad (https://a.se/b) här"),
            ("<page_number>2(4)</page_number> a", " a"),
            ("<|ref|>text<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>\n§ 4", "\n§ 4"),
            ("{0}------------------------------------------------\nA", "\nA"),
            ("---\nprimary_language: sv\nis_table: True\n---\nA\n---\nB", "A\n---\nB"),
            ("<strong>§ 4</strong> <h2>Val</h2>", "**§ 4** \n## Val"),
            ("5 < 6, om a<b och c>d", "5 < 6, om a<b och c>d"),
            ("<ul><li>Tora</li><li>Olle</li></ul>", "- Tora\n- Olle"),
            (
                "<ol start=\"4\"><li>Val<ul><li>Tora</li></ul></li><li>Slut</li></ol>",
                "4. Val\n- Tora\n5. Slut",
            ),
            ("```markdown\n# Val\n```\n`a` ``` b", "\n# Val\n\n`a` ``` b"),
            ("1\\. Val \\o \\* Ek\\* (S)", "1. Val \\o \\* Ek* (S)"),
            ("A<br>B<br>\nC", "A\nB\nC"),
            ("8<sup>1</sup> procent[^2] av 5 m<sup>2</sup>", "8 procent av 5 m2"),
            ("<sup>1</sup> Se bilagan.\n[^2]: Se § 4", "1 Se bilagan.\n[^2]: Se § 4"),
            (
                "<p><input type=\"checkbox\" checked/> Stång <input type=\"checkbox\"/> Lotteri</p>",
                "x Stång  Lotteri",
            ),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn pages_begin_where_markup_says_so() {
        let pages = |text: &str| blanked(text).map(|(_, pages)| pages);
        assert_eq!(pages("\n{0}----------------\nA\n{1}----------------\nB"), Some(vec![23]));
        assert_eq!(pages("A\n<!-- PageBreak -->\nB"), Some(vec![2]));
    }

    #[test]
    fn markup_leaves_its_room() {
        let bare = |text: &str| blanked(text).map(|(bare, _)| bare);
        assert_eq!(bare("<li>Börje</li> 5 < 6").as_deref(), Some("    Börje      5 < 6"));
        assert_eq!(bare("<a <b>ja</b>").as_deref(), Some("<a    ja    "));
        assert_eq!(bare("5 < 6"), None);
    }
}
