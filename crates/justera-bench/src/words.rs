//! Words of a text, made alike for comparing, and their alignment.

use std::collections::HashMap;

/// The words of a text: white space between them, words broken at a line's end put together, quotes and dashes made
/// plain. Truth, reading and mended text all pass through here.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .chars()
        .map(|c| match c {
            '”' | '“' | '„' | '‟' => '"',
            '’' | '‘' | '`' | '´' => '\'',
            '–' | '—' | '‒' | '−' => '-',
            c => c,
        })
        .collect();
    justera::text::unwrap(folded.lines())
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The cheapest alignment of two word sequences (Levenshtein 1966): pairs of places, `None` for a word lost or gained.
/// Among alignments of equal cost, equal words and pairs go before losses and gains.
pub(crate) fn align(left: &[String], right: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    // Numbers compare faster than words.
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut ids = |word| -> u32 {
        let next = numbers.len() as u32;
        *numbers.entry(word).or_insert(next)
    };
    let a: Vec<u32> = left.iter().map(|word| ids(word.as_str())).collect();
    let b: Vec<u32> = right.iter().map(|word| ids(word.as_str())).collect();
    let columns = b.len() + 1;
    let mut cost = vec![0u32; (a.len() + 1) * columns];
    for (column, cell) in cost.iter_mut().take(columns).enumerate() {
        *cell = column as u32;
    }
    for i in 1..=a.len() {
        cost[i * columns] = i as u32;
        for j in 1..=b.len() {
            let pair = cost[(i - 1) * columns + j - 1] + u32::from(a[i - 1] != b[j - 1]);
            let lost = cost[(i - 1) * columns + j] + 1;
            let gained = cost[i * columns + j - 1] + 1;
            cost[i * columns + j] = pair.min(lost).min(gained);
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    let mut pairs = Vec::with_capacity(i.max(j));
    while i > 0 || j > 0 {
        let here = cost[i * columns + j];
        if i > 0 && j > 0 && cost[(i - 1) * columns + j - 1] + u32::from(a[i - 1] != b[j - 1]) == here {
            (i, j) = (i - 1, j - 1);
            pairs.push((Some(i), Some(j)));
        } else if i > 0 && cost[(i - 1) * columns + j] + 1 == here {
            i -= 1;
            pairs.push((Some(i), None));
        } else {
            j -= 1;
            pairs.push((None, Some(j)));
        }
    }
    pairs.reverse();
    pairs
}

/// For each word of the truth the word that stands in its place, if one does; and the Levenshtein distance in words.
pub(crate) fn compare(truth: &[String], other: &[String]) -> (Vec<Option<usize>>, usize) {
    let mut places = vec![None; truth.len()];
    let mut distance = 0;
    for (t, o) in align(truth, other) {
        match (t, o) {
            (Some(t), Some(o)) => {
                places[t] = Some(o);
                distance += usize::from(truth[t] != other[o]);
            }
            _ => distance += 1,
        }
    }
    (places, distance)
}

/// What kind of fault stands between a word and its reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fault {
    Lost,
    Punctuation,
    Digits,
    Space,
    Short,
    Marks,
    Case,
    Name,
    Letters,
}

impl Fault {
    pub(crate) const ALL: [Fault; 9] = [
        Fault::Marks,
        Fault::Letters,
        Fault::Short,
        Fault::Name,
        Fault::Case,
        Fault::Digits,
        Fault::Punctuation,
        Fault::Space,
        Fault::Lost,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Fault::Marks => "å ä ö lost or garbled",
            Fault::Letters => "other letters",
            Fault::Short => "words of one or two letters",
            Fault::Name => "capitalised words",
            Fault::Case => "case",
            Fault::Digits => "digits and signs",
            Fault::Punctuation => "punctuation",
            Fault::Space => "space lost or gained",
            Fault::Lost => "word lost",
        }
    }

    /// The class of a wrong reading; `reading` is `None` where nothing stands for the word.
    pub(crate) fn of(truth: &str, reading: Option<&str>, next: Option<&str>) -> Self {
        let Some(reading) = reading else { return Fault::Lost };
        let letters = |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).collect() };
        let (t, r) = (letters(truth), letters(reading));
        let marked = |c: char| matches!(c, 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö');
        if t == r && !t.is_empty() {
            Fault::Punctuation
        } else if t.is_empty() || t.chars().any(|c| c.is_ascii_digit()) {
            Fault::Digits
        } else if next.is_some_and(|next| r == format!("{t}{}", letters(next)))
            || (r.chars().count() > 2 && t.starts_with(&r))
        {
            Fault::Space
        } else if t.to_lowercase() == r.to_lowercase() {
            Fault::Case
        } else if t.chars().any(marked)
            && !r.chars().any(|c| c.is_alphabetic() && marked(c) && !t.contains(c))
        {
            Fault::Marks
        } else if t.chars().count() <= 2 {
            Fault::Short
        } else if t.starts_with(char::is_uppercase) {
            Fault::Name
        } else {
            Fault::Letters
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_aligned_and_their_faults_told() {
        let (truth, reading) =
            (words("Mötet öppnades i går av ordföranden."), words("Motet öppnades igar av ordföranden"));
        let (places, distance) = compare(&truth, &reading);
        assert_eq!(distance, 4);
        assert_eq!(places[1], Some(1));
        assert_eq!(Fault::of("Mötet", Some("Motet"), None), Fault::Marks);
        assert_eq!(Fault::of("ordföranden.", Some("ordföranden"), None), Fault::Punctuation);
        assert_eq!(Fault::of("i", Some("irapporten"), Some("rapporten")), Fault::Space);
        assert_eq!(Fault::of("12", Some("l2"), None), Fault::Digits);
        assert_eq!(
            words("hälso-\noch LSS-\nfrågor samt för-\nhör"),
            ["hälso-", "och", "LSS-frågor", "samt", "förhör"]
        );
    }
}
