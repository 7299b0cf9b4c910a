//! The channel: how likely an engine reads one thing for another.
//!
//! Each pool is learned from pages of one engine and one degree of damage
//! (`data/channel`, see [`crate::learn`]), smoothed towards all degrees of that
//! engine. Costs are in nats: -ln P(reading | truth).

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use justera_lexicon::{STRANGE, code};

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
    /// Read by the engine whose profile was given, see [`use_profile`]; without one no page is of this pool.
    Profile,
}

impl Pool {
    /// All pools, the mildest first.
    pub const ALL: [Pool; 7] = [
        Pool::Clean,
        Pool::DiacriticsLost,
        Pool::DiacriticsLostDamaged,
        Pool::DiacriticsLostHeavy,
        Pool::Damaged,
        Pool::Heavy,
        Pool::Profile,
    ];

    /// The pools of an engine that knows no Swedish (`without` marks) or of one that does, the mildest first.
    pub(crate) fn family(without: bool) -> Vec<Pool> {
        let own: &[Pool] = match without {
            true => &[Pool::DiacriticsLost, Pool::DiacriticsLostDamaged, Pool::DiacriticsLostHeavy],
            false => &[Pool::Damaged, Pool::Heavy],
        };
        let profile = PROFILE.get().filter(|profile| profile.loses_marks == without).map(|_| Pool::Profile);
        own.iter().copied().chain(profile).collect()
    }

    /// The name as it stands in `source.quality.channel`.
    pub fn name(self) -> &'static str {
        match self {
            Pool::Clean => "clean",
            Pool::DiacriticsLost => "diacritics-lost",
            Pool::DiacriticsLostDamaged => "diacritics-lost-damaged",
            Pool::DiacriticsLostHeavy => "diacritics-lost-heavy",
            Pool::Damaged => "damaged",
            Pool::Heavy => "heavy",
            Pool::Profile => "profile",
        }
    }

    /// Whether å, ä and ö are lost in it.
    pub fn loses_diacritics(self) -> bool {
        match self {
            Pool::DiacriticsLost | Pool::DiacriticsLostDamaged | Pool::DiacriticsLostHeavy => true,
            Pool::Profile => PROFILE.get().is_some_and(|profile| profile.loses_marks),
            Pool::Clean | Pool::Damaged | Pool::Heavy => false,
        }
    }

    /// Whether every tenth mark is a speck.
    pub(crate) fn is_heavy(self) -> bool {
        matches!(self, Pool::DiacriticsLostHeavy | Pool::Heavy)
    }

    /// How many nats better than `clean` it must explain 300 words to be believed.
    ///
    /// From the prototype's trial on clean text: without a prior 43 of 274 clean documents were taken for damaged.
    pub(crate) fn prior(self) -> f32 {
        match self {
            Pool::Clean => 0.0,
            Pool::DiacriticsLost => 20.0,
            Pool::DiacriticsLostDamaged | Pool::Damaged | Pool::Profile => 30.0,
            Pool::DiacriticsLostHeavy | Pool::Heavy => 45.0,
        }
    }

    /// By how many nats the best reading must beat what stands there, or it is only suggested.
    pub(crate) fn margin(self) -> f32 {
        match self {
            Pool::Clean => 14.0,
            Pool::DiacriticsLost => 1.0,
            Pool::DiacriticsLostDamaged => 0.5,
            Pool::DiacriticsLostHeavy => 0.5,
            Pool::Damaged | Pool::Profile => 2.0,
            Pool::Heavy => 1.0,
        }
    }

    /// What it costs to change letters otherwise than by giving back their marks, in nats.
    pub(crate) fn plain_letter_cost(self) -> f32 {
        match self {
            Pool::Clean | Pool::DiacriticsLost => 3.0,
            Pool::DiacriticsLostDamaged | Pool::Damaged | Pool::Profile => 2.0,
            Pool::DiacriticsLostHeavy | Pool::Heavy => 0.6,
        }
    }

    /// What a fault costs that no table holds, in nats; `None` where it is not thought of.
    ///
    /// A lower price damages right words that no list has (praktisknära to praktiknära): the prototype's trial.
    pub(crate) fn unseen(self) -> Option<f32> {
        match self {
            Pool::Clean => None,
            Pool::DiacriticsLost => Some(15.0),
            Pool::DiacriticsLostDamaged | Pool::Damaged | Pool::Profile => Some(14.0),
            Pool::DiacriticsLostHeavy | Pool::Heavy => Some(11.0),
        }
    }

    /// How many nats a word may cost in the channel before the search gives it up: at first, and where that finds no
    /// known word.
    ///
    /// A known word that is cheaply reached leaves nothing for a dear one: the dear one would have to be some
    /// exp(7) times as common.
    pub(crate) fn budgets(self) -> [f32; 2] {
        match self {
            Pool::Clean => [12.0, 12.0],
            Pool::DiacriticsLost => [7.0, 16.0],
            Pool::DiacriticsLostDamaged | Pool::Damaged | Pool::Profile => [8.0, 16.0],
            Pool::DiacriticsLostHeavy | Pool::Heavy => [10.0, 18.0],
        }
    }
}

/// What was learned of another engine.
struct Profile {
    lessons: Lessons,
    /// Whether it reads fewer than half of all å, ä and ö as such.
    loses_marks: bool,
}

/// A profile is a property of the program's run, as its model is: set before the first document, and never again.
static PROFILE: OnceLock<Profile> = OnceLock::new();

/// The costs of all pools, made when the first document asks.
static CHANNELS: OnceLock<Vec<Channel>> = OnceLock::new();

/// Takes what was learned of another engine into the choice of pools, for all documents from now on. Returns whether it
/// was taken: it is not when a profile was given before, or a document was repaired without one.
pub fn use_profile(lessons: Lessons) -> bool {
    if CHANNELS.get().is_some() {
        return false;
    }
    let marked = ['å', 'ä', 'ö', 'Å', 'Ä', 'Ö'];
    let sum =
        |counts: &mut dyn Iterator<Item = &u64>| counts.fold(0u64, |sum, count| sum.saturating_add(*count));
    let stood = sum(&mut marked.iter().filter_map(|letter| lessons.letters.get(letter)));
    let changed = sum(&mut lessons
        .confusions
        .iter()
        .filter(|((truth, _), _)| truth.chars().count() == 1 && truth.contains(marked))
        .map(|(_, count)| count));
    PROFILE.set(Profile { loses_marks: changed > stood / 2, lessons }).is_ok()
}

/// What it costs to take a letter for one that looks like it, where the pairs are too few to have shown it, in nats.
const LOOKALIKE: f32 = 8.0;

/// One confusion, seen from the reading: what may have stood there instead.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// One or two letters of the truth.
    pub(crate) truth: Vec<Letter>,
    /// The code of the first.
    pub(crate) first: u8,
    /// How many letters of the reading it explains, 0 to 2.
    pub(crate) reading: usize,
    /// -ln P(reading | truth).
    pub(crate) cost: f32,
}

/// A letter as the search needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// In small letters.
    pub(crate) small: char,
    /// Whether it is a capital.
    pub(crate) upper: bool,
    /// Its code in the letter model.
    pub(crate) code: u8,
}

impl Letter {
    pub(crate) fn of(letter: char) -> Self {
        let small = if letter.is_ascii() {
            letter.to_ascii_lowercase()
        } else {
            letter.to_lowercase().next().unwrap_or(letter)
        };
        Letter { small, upper: small != letter, code: code(letter) }
    }

    /// The letter in its case.
    pub(crate) fn cased(self) -> char {
        if self.upper { self.small.to_uppercase().next().unwrap_or(self.small) } else { self.small }
    }
}

/// What stands in the way of a letter of the reading: all that it may stand for, the cheapest first.
#[derive(Debug, Default)]
struct Heard {
    alone: Vec<Rule>,
    /// With the letter after it.
    with: Vec<(char, Vec<Rule>)>,
}

/// The costs of one pool.
#[derive(Debug)]
pub(crate) struct Channel {
    /// By the first letter of the segment of the reading.
    heard: HashMap<char, Heard>,
    /// Letters that the engine lost altogether, the cheapest first.
    lost: Vec<Rule>,
    /// What a letter costs that was read right.
    keep: HashMap<char, f32>,
}

impl Channel {
    /// The channel of a pool.
    pub(crate) fn of(pool: Pool) -> &'static Channel {
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
        if pool == Pool::Profile {
            // Without a profile no page is given to this pool; as the mildest it would do no harm.
            return match PROFILE.get() {
                Some(Profile { lessons, .. }) => {
                    Channel::from_lessons(lessons, std::slice::from_ref(lessons), 1.0)
                }
                None => Channel::build(Pool::Clean),
            };
        }
        let (engine, degree, scale) = match pool {
            Pool::Clean => (swedish, 0, 0.02),
            Pool::DiacriticsLost => (english, 0, 1.0),
            Pool::DiacriticsLostDamaged => (english, 1, 1.0),
            Pool::DiacriticsLostHeavy => (english, 2, 1.0),
            Pool::Damaged => (swedish, 1, 1.0),
            Pool::Heavy | Pool::Profile => (swedish, 2, 1.0),
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
        let mut shares: BTreeMap<(String, String), f64> = BTreeMap::new();
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
            shares.insert(pair, share);
        }
        let keep = changed
            .into_iter()
            .map(|(letter, share)| (letter, -((1.0 - share).max(0.02).ln() as f32)))
            .collect();
        doubled(&mut shares);
        for row in include_str!("../data/channel/lookalikes.tsv").lines().filter(|row| !row.starts_with('#'))
        {
            let mut fields = row.split('\t');
            let (Some(truth), Some(reading)) = (fields.next(), fields.next()) else { continue };
            let known = total.confusions.contains_key(&(truth.to_owned(), reading.to_owned()));
            if !known {
                shares.insert((truth.to_owned(), reading.to_owned()), scale * f64::from(-LOOKALIKE).exp());
            }
        }
        let mut channel = Channel { heard: HashMap::new(), lost: Vec::new(), keep };
        for ((truth, reading), share) in shares {
            let truth: Vec<Letter> = truth.chars().map(Letter::of).collect();
            let rule = Rule {
                first: truth.first().map_or(STRANGE, |letter| letter.code),
                truth,
                reading: reading.chars().count(),
                cost: -(share.ln() as f32),
            };
            let mut letters = reading.chars();
            match (letters.next(), letters.next()) {
                (None, _) => channel.lost.push(rule),
                (Some(first), None) => channel.heard.entry(first).or_default().alone.push(rule),
                (Some(first), Some(second)) => {
                    let with = &mut channel.heard.entry(first).or_default().with;
                    match with.iter_mut().find(|(held, _)| *held == second) {
                        Some((_, rules)) => rules.push(rule),
                        None => with.push((second, vec![rule])),
                    }
                }
            }
        }
        let cheapest = |a: &Rule, b: &Rule| a.cost.total_cmp(&b.cost);
        channel.lost.sort_by(cheapest);
        #[allow(clippy::iter_over_hash_type, reason = "each list is put in order by itself")]
        for heard in channel.heard.values_mut() {
            heard.alone.sort_by(cheapest);
            heard.with.iter_mut().for_each(|(_, rules)| rules.sort_by(cheapest));
        }
        channel
    }

    /// What it costs that `letter` was read right.
    pub(crate) fn keep(&self, letter: char) -> f32 {
        self.keep.get(&letter).copied().unwrap_or(0.001)
    }

    /// What may have stood where the reading has `letter`, the cheapest first.
    pub(crate) fn alone(&self, letter: char) -> &[Rule] {
        self.heard.get(&letter).map_or(&[], |heard| heard.alone.as_slice())
    }

    /// What may have stood where the reading has `first` and `second`, the cheapest first.
    pub(crate) fn pair(&self, first: char, second: char) -> &[Rule] {
        self.heard
            .get(&first)
            .and_then(|heard| heard.with.iter().find(|(held, _)| *held == second))
            .map_or(&[], |(_, rules)| rules.as_slice())
    }

    /// Letters that the engine lost altogether, the cheapest first.
    pub(crate) fn lost(&self) -> &[Rule] {
        &self.lost
    }
}

/// A marked letter is at times read twice (`a4ven`, `G6ver`, `l&amna`): as any two that it is read as alone. The pairs that
/// were seen say how often that happens; which two meet is left to the shares of each alone.
fn doubled(shares: &mut BTreeMap<(String, String), f64>) {
    for truth in ["å", "ä", "ö", "Å", "Ä", "Ö"] {
        let held: Vec<(char, f64)> = shares
            .iter()
            .filter(|((t, r), share)| t == truth && r.chars().count() == 1 && **share > 1e-4)
            .filter_map(|((_, r), &share)| Some((r.chars().next()?, share)))
            .collect();
        let alone: f64 = held.iter().map(|(_, share)| share).sum();
        let twice: f64 = shares
            .iter()
            .filter(|((t, r), _)| t == truth && r.chars().count() == 2)
            .map(|(_, share)| share)
            .sum();
        for &(first, a) in &held {
            for &(second, b) in &held {
                let share = twice * a * b / (alone * alone).max(1e-9);
                if first != second && share > 1e-6 {
                    let key = (truth.to_owned(), format!("{first}{second}"));
                    let known = shares.entry(key).or_default();
                    *known = known.max(share);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_engine_loses_diacritics_and_a_swedish_one_does_not() {
        let cost = |pool: Pool| {
            Channel::of(pool)
                .alone('o')
                .iter()
                .filter(|rule| rule.truth == [Letter::of('ö')])
                .map(|rule| rule.cost)
                .fold(f32::INFINITY, f32::min)
        };
        assert!(cost(Pool::DiacriticsLost) < 1.5, "{}", cost(Pool::DiacriticsLost));
        assert!(cost(Pool::Damaged) > 4.0, "{}", cost(Pool::Damaged));
        assert!(cost(Pool::Clean) > 8.0, "{}", cost(Pool::Clean));
    }
}
