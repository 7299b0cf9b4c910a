//! Learning a channel: which letters of the truth an engine read as which.
//!
//! In go a truth and a reading of it; out come counts of segments of up to two
//! letters on either side, from a letter-by-letter alignment (Needleman and
//! Wunsch 1970) in which letters that look alike cost less.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// What was learned: how often each letter was read right, and which segments were read as which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lessons {
    /// How often each letter stood in the truth.
    pub letters: BTreeMap<char, u64>,
    /// (truth, reading) of at most two letters each, unlike, with their count.
    pub confusions: BTreeMap<(String, String), u64>,
}

/// Pages of which more than this share of letters is wrong teach nothing but noise.
const HOPELESS: f64 = 0.35;

impl Lessons {
    /// Lays `other` to this.
    pub fn add(&mut self, other: Lessons) {
        for (letter, count) in other.letters {
            let held = self.letters.entry(letter).or_default();
            *held = held.saturating_add(count);
        }
        for (confusion, count) in other.confusions {
            let held = self.confusions.entry(confusion).or_default();
            *held = held.saturating_add(count);
        }
    }

    /// A table that a reader can judge: truth, reading, count; a letter's own row has an empty reading and its total.
    ///
    /// Confusions seen once are left out: they are mostly slips of the alignment.
    pub fn table(&self) -> String {
        let mut table = String::from(
            "# truth\treading\tcount; a row with an empty reading and '=' gives how often the letter stood\n",
        );
        for (letter, count) in &self.letters {
            table.push_str(&format!("={letter}\t\t{count}\n"));
        }
        for ((truth, reading), count) in self.confusions.iter().filter(|&(_, &count)| count > 1) {
            table.push_str(&format!("{truth}\t{reading}\t{count}\n"));
        }
        table
    }

    /// Reads what [`Lessons::table`] wrote; lines that are not of its form are passed over.
    pub fn from_table(table: &str) -> Self {
        let mut lessons = Lessons::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(truth), Some(reading), Some(count)) = (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let Ok(count) = count.parse::<u64>() else { continue };
            match truth.strip_prefix('=').and_then(|rest| rest.chars().next()) {
                Some(letter) if reading.is_empty() => {
                    lessons.letters.insert(letter, count);
                }
                _ if truth.is_empty() || truth.chars().count() > 2 || reading.chars().count() > 2 => {}
                _ => {
                    lessons.confusions.insert((truth.to_owned(), reading.to_owned()), count);
                }
            }
        }
        lessons
    }
}

/// Compares one page's truth with its reading. Hopeless pages teach nothing.
pub fn compare(truth: &str, reading: &str) -> Lessons {
    let truth = flat(truth);
    let reading = flat(reading);
    let pairs = align(&truth, &reading);
    let wrong = pairs.iter().filter(|&&(t, r)| t != r).count();
    let mut lessons = Lessons::default();
    if wrong as f64 > HOPELESS * truth.len() as f64 {
        return lessons;
    }
    let mut run: (String, String) = Default::default();
    let close = |run: &mut (String, String), lessons: &mut Lessons| {
        let (t, r) = std::mem::take(run);
        let (tn, rn) = (t.chars().count(), r.chars().count());
        let joint = |s: &str| s.contains([' ', '-']);
        if (tn, rn) != (0, 0) && tn <= 2 && rn <= 2 && tn + rn <= 3 && tn > 0 && !joint(&t) && !joint(&r) {
            *lessons.confusions.entry((t, r)).or_default() += 1;
        } else if tn == rn && !joint(&t) && !joint(&r) {
            // A longer run of as many letters on both sides is read letter by letter.
            for (t, r) in t.chars().zip(r.chars()).filter(|(t, r)| t != r) {
                *lessons.confusions.entry((t.to_string(), r.to_string())).or_default() += 1;
            }
        }
    };
    for (index, &(t, r)) in pairs.iter().enumerate() {
        if let Some(t) = t.filter(|t| t.is_alphabetic()) {
            *lessons.letters.entry(t).or_default() += 1;
        }
        if t == r {
            close(&mut run, &mut lessons);
            continue;
        }
        // A letter lost or gained belongs to the letter before it, if that was changed too; else to none.
        let changed_pair = t.is_some() && r.is_some();
        if changed_pair && !run.0.is_empty() && pairs[index - 1].0.is_some() && pairs[index - 1].1.is_some() {
            close(&mut run, &mut lessons);
        }
        run.0.extend(t);
        run.1.extend(r);
    }
    close(&mut run, &mut lessons);
    lessons
}

/// One line of letters: white space to single spaces, line-end hyphens joined.
fn flat(text: &str) -> Vec<char> {
    let mut flat = Vec::with_capacity(text.len());
    let mut lines = text.nfc().collect::<String>();
    lines = lines.replace("-\n", "\u{1}");
    for letter in lines.chars() {
        match letter {
            '\u{1}' => {}
            c if c.is_whitespace() => {
                if flat.last().is_some_and(|&last| last != ' ') {
                    flat.push(' ');
                }
            }
            '”' | '“' | '„' => flat.push('"'),
            '’' | '‘' => flat.push('\''),
            '–' | '—' => flat.push('-'),
            c => flat.push(c),
        }
    }
    flat
}

/// The cheapest alignment; `None` on one side is a letter lost or gained.
fn align(truth: &[char], reading: &[char]) -> Vec<(Option<char>, Option<char>)> {
    const GAP: u32 = 10;
    let (rows, columns) = (truth.len() + 1, reading.len() + 1);
    let mut cost = vec![0u32; columns];
    // One byte a cell: where the cheapest way came from.
    let mut from = vec![0u8; rows * columns];
    for (column, cell) in cost.iter_mut().enumerate() {
        *cell = column as u32 * GAP;
        from[column] = 2;
    }
    for (row, &t) in truth.iter().enumerate() {
        let mut diagonal = cost[0];
        cost[0] += GAP;
        from[(row + 1) * columns] = 1;
        for (column, &r) in reading.iter().enumerate() {
            let pair = diagonal + unlike(t, r);
            let lost = cost[column + 1] + GAP;
            let gained = cost[column] + GAP;
            diagonal = cost[column + 1];
            let best = pair.min(lost).min(gained);
            cost[column + 1] = best;
            from[(row + 1) * columns + column + 1] = if best == pair {
                0
            } else if best == lost {
                1
            } else {
                2
            };
        }
    }
    let (mut row, mut column) = (truth.len(), reading.len());
    let mut pairs = Vec::with_capacity(row.max(column));
    while row > 0 || column > 0 {
        match from[row * columns + column] {
            0 => {
                row -= 1;
                column -= 1;
                pairs.push((Some(truth[row]), Some(reading[column])));
            }
            1 => {
                row -= 1;
                pairs.push((Some(truth[row]), None));
            }
            _ => {
                column -= 1;
                pairs.push((None, Some(reading[column])));
            }
        }
    }
    pairs.reverse();
    pairs
}

/// What it costs to take one letter for the other, in tenths of a lost letter.
fn unlike(truth: char, reading: char) -> u32 {
    if truth == reading {
        return 0;
    }
    let bare = |c: char| c.nfd().next().unwrap_or(c);
    if bare(truth).eq_ignore_ascii_case(&bare(reading)) {
        4
    } else if truth == ' ' || reading == ' ' {
        18
    } else if truth.is_alphabetic() == reading.is_alphabetic() {
        10
    } else {
        12
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confusions_are_read_off_an_alignment() {
        let lessons = compare(
            "Mötet öppnades för åtta år sedan i Örebro.",
            "Motet 6ppnades foér atta 4r sedan i Orebro.",
        );
        let seen =
            |truth: &str, reading: &str| lessons.confusions.get(&(truth.into(), reading.into())).copied();
        assert_eq!(seen("ö", "o"), Some(1));
        assert_eq!(seen("ö", "6"), Some(1));
        assert_eq!(seen("å", "a"), Some(1));
        assert_eq!(seen("ö", "oé"), Some(1));
        assert_eq!(seen("Ö", "O"), Some(1));
        assert_eq!(lessons.letters.get(&'ö'), Some(&3));
    }

    #[test]
    fn the_table_reads_back_as_it_was_written() {
        let mut lessons = compare("för år", "for ar");
        lessons.add(lessons.clone());
        assert_eq!(Lessons::from_table(&lessons.table()), lessons);
    }
}
