//! The channel: how likely an engine reads one thing for another.
//!
//! Each pool is learned from pages of one engine and one degree of damage
//! (`data/channel`, see [`crate::learn`]), smoothed towards all degrees of that
//! engine. Costs are in nats: -ln P(reading | truth).

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::learn::Lessons;

/// A pool of pages that show the same faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pool {
    /// Born digital, or read well: almost nothing is wrong.
    Clean,
    /// Read by an engine that knows no Swedish, little damage: å, ä and ö are lost.
    DiacriticsLost,
    /// The same, with damage.
    DiacriticsLostDamaged,
    /// The same, heavily damaged.
    DiacriticsLostHeavy,
    /// Read by an engine that knows Swedish, damaged.
    Damaged,
    /// The same, heavily damaged.
    Heavy,
}

impl Pool {
    /// All pools, the mildest first.
    pub const ALL: [Pool; 6] = [
        Pool::Clean,
        Pool::DiacriticsLost,
        Pool::DiacriticsLostDamaged,
        Pool::DiacriticsLostHeavy,
        Pool::Damaged,
        Pool::Heavy,
    ];

    /// The name as it stands in `source.quality.channel`.
    pub fn name(self) -> &'static str {
        match self {
            Pool::Clean => "clean",
            Pool::DiacriticsLost => "diacritics-lost",
            Pool::DiacriticsLostDamaged => "diacritics-lost-damaged",
            Pool::DiacriticsLostHeavy => "diacritics-lost-heavy",
            Pool::Damaged => "damaged",
            Pool::Heavy => "heavy",
        }
    }

    /// Whether å, ä and ö are lost in it.
    pub fn loses_diacritics(self) -> bool {
        matches!(self, Pool::DiacriticsLost | Pool::DiacriticsLostDamaged | Pool::DiacriticsLostHeavy)
    }

    /// How many nats better than `clean` it must explain 300 words to be believed.
    ///
    /// From the prototype's trial on clean text: without a prior 43 of 274 clean documents were taken for damaged.
    pub(crate) fn prior(self) -> f32 {
        match self {
            Pool::Clean => 0.0,
            Pool::DiacriticsLost => 20.0,
            Pool::DiacriticsLostDamaged | Pool::Damaged => 30.0,
            Pool::DiacriticsLostHeavy | Pool::Heavy => 75.0,
        }
    }

    /// By how many nats the best reading must beat what stands there, or it is only suggested.
    pub(crate) fn margin(self) -> f32 {
        match self {
            Pool::Clean => 14.0,
            Pool::DiacriticsLost => 1.0,
            Pool::DiacriticsLostDamaged => 0.5,
            Pool::DiacriticsLostHeavy => 0.5,
            Pool::Damaged => 2.0,
            Pool::Heavy => 1.0,
        }
    }

    /// What it costs to change letters otherwise than by giving back their marks, in nats.
    pub(crate) fn plain_letter_cost(self) -> f32 {
        match self {
            Pool::Clean | Pool::DiacriticsLost => 3.0,
            Pool::DiacriticsLostDamaged | Pool::Damaged => 2.0,
            Pool::DiacriticsLostHeavy | Pool::Heavy => 0.6,
        }
    }

    /// How many nats a word may cost in the channel before the search gives it up.
    pub(crate) fn budget(self) -> f32 {
        match self {
            Pool::Clean => 12.0,
            Pool::DiacriticsLost => 14.0,
            Pool::DiacriticsLostDamaged | Pool::Damaged => 16.0,
            Pool::DiacriticsLostHeavy | Pool::Heavy => 18.0,
        }
    }
}

/// What it costs to take a letter for one that looks like it, where the pairs are too few to have shown it, in nats.
const LOOKALIKE: f32 = 8.0;

/// One confusion, seen from the reading: what may have stood there instead.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// One or two letters of the truth.
    pub(crate) truth: Vec<char>,
    /// How many letters of the reading it explains, 0 to 2.
    pub(crate) reading: usize,
    /// -ln P(reading | truth).
    pub(crate) cost: f32,
}

/// The costs of one pool.
#[derive(Debug)]
pub(crate) struct Channel {
    /// By the segment of the reading, of two letters at most (`'\0'` where there is none).
    rules: HashMap<[char; 2], Vec<Rule>>,
    /// What a letter costs that was read right.
    keep: HashMap<char, f32>,
}

impl Channel {
    /// The channel of a pool.
    pub(crate) fn of(pool: Pool) -> &'static Channel {
        static CHANNELS: OnceLock<Vec<Channel>> = OnceLock::new();
        let channels = CHANNELS.get_or_init(|| Pool::ALL.iter().map(|&pool| Channel::build(pool)).collect());
        &channels[pool as usize]
    }

    fn build(pool: Pool) -> Channel {
        let english = [
            include_str!("../data/channel/eng-light.tsv"),
            include_str!("../data/channel/eng-medium.tsv"),
            include_str!("../data/channel/eng-heavy.tsv"),
        ];
        let swedish = [
            include_str!("../data/channel/swe-light.tsv"),
            include_str!("../data/channel/swe-medium.tsv"),
            include_str!("../data/channel/swe-heavy.tsv"),
        ];
        let (engine, degree, scale) = match pool {
            Pool::Clean => (swedish, 0, 0.02),
            Pool::DiacriticsLost => (english, 0, 1.0),
            Pool::DiacriticsLostDamaged => (english, 1, 1.0),
            Pool::DiacriticsLostHeavy => (english, 2, 1.0),
            Pool::Damaged => (swedish, 1, 1.0),
            Pool::Heavy => (swedish, 2, 1.0),
        };
        let lessons = engine.map(Lessons::from_table);
        Channel::from_lessons(&lessons[degree], &lessons, scale)
    }

    /// Dirichlet smoothing: thirty imagined letters as the engine reads them in all degrees.
    fn from_lessons(own: &Lessons, all: &[Lessons], scale: f64) -> Channel {
        const IMAGINED: f64 = 30.0;
        let mut total = Lessons::default();
        for lessons in all {
            total.add(lessons.clone());
        }
        let letters = |lessons: &Lessons, truth: &str| -> f64 {
            let first =
                truth.chars().next().and_then(|c| lessons.letters.get(&c)).copied().unwrap_or(0) as f64;
            // Two given letters stand beside each other about once in ten times that the first stands.
            if truth.chars().count() > 1 { first * 0.1 } else { first }
        };
        let mut rules: HashMap<[char; 2], Vec<Rule>> = HashMap::new();
        let mut changed: BTreeMap<char, f64> = BTreeMap::new();
        for (truth, reading) in total.confusions.keys() {
            let (truth_len, reading_len) = (truth.chars().count(), reading.chars().count());
            // Two letters lost at once are slips of the alignment.
            if truth_len == 0
                || (truth_len == 2 && reading_len == 0)
                || !truth.chars().all(char::is_alphabetic)
            {
                continue;
            }
            let pair = (truth.clone(), reading.clone());
            let count = |lessons: &Lessons| lessons.confusions.get(&pair).copied().unwrap_or(0) as f64;
            let everywhere = count(&total) / letters(&total, truth).max(50.0);
            let share =
                scale * (count(own) + IMAGINED * everywhere) / (letters(own, truth).max(20.0) + IMAGINED);
            let share = share.min(0.95);
            if share < 1e-7 {
                continue;
            }
            if truth_len == 1 {
                *changed.entry(truth.chars().next().unwrap_or(' ')).or_default() += share;
            }
            let mut key = ['\0'; 2];
            for (slot, letter) in key.iter_mut().zip(reading.chars()) {
                *slot = letter;
            }
            rules.entry(key).or_default().push(Rule {
                truth: truth.chars().collect(),
                reading: reading_len,
                cost: -(share.ln() as f32),
            });
        }
        let known: BTreeMap<(&str, &str), ()> = total
            .confusions
            .keys()
            .map(|(truth, reading)| ((truth.as_str(), reading.as_str()), ()))
            .collect();
        for row in include_str!("../data/channel/lookalikes.tsv").lines().filter(|row| !row.starts_with('#'))
        {
            let mut fields = row.split('\t');
            let (Some(truth), Some(reading)) = (fields.next(), fields.next()) else { continue };
            if known.contains_key(&(truth, reading)) {
                continue;
            }
            let mut key = ['\0'; 2];
            for (slot, letter) in key.iter_mut().zip(reading.chars()) {
                *slot = letter;
            }
            let cost = LOOKALIKE - scale.ln() as f32;
            rules.entry(key).or_default().push(Rule {
                truth: truth.chars().collect(),
                reading: reading.chars().count(),
                cost,
            });
        }
        let keep = changed
            .into_iter()
            .map(|(letter, share)| (letter, -((1.0 - share).max(0.02).ln() as f32)))
            .collect();
        Channel { rules, keep }
    }

    /// What it costs that `letter` was read right.
    pub(crate) fn keep(&self, letter: char) -> f32 {
        self.keep.get(&letter).copied().unwrap_or(0.001)
    }

    /// What may have stood where `reading` has the segment `[first, second]`, `'\0'` for none.
    pub(crate) fn rules(&self, first: char, second: char) -> &[Rule] {
        self.rules.get(&[first, second]).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_engine_loses_diacritics_and_a_swedish_one_does_not() {
        let cost = |pool: Pool| {
            Channel::of(pool)
                .rules('o', '\0')
                .iter()
                .filter(|rule| rule.truth == ['ö'])
                .map(|rule| rule.cost)
                .fold(f32::INFINITY, f32::min)
        };
        assert!(cost(Pool::DiacriticsLost) < 1.5, "{}", cost(Pool::DiacriticsLost));
        assert!(cost(Pool::Damaged) > 4.0, "{}", cost(Pool::Damaged));
        assert!(cost(Pool::Clean) > 8.0, "{}", cost(Pool::Clean));
    }
}
