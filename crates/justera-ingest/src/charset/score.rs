//! Weighs how well the characters beyond ASCII sit in Swedish text.
//!
//! A wrong page turns å, ä and ö into signs or foreign letters inside words, or
//! into capitals after small letters, and signs into letters at the edges of
//! words. So every character beyond ASCII is weighed by its two neighbours, and the
//! page with the highest sum is the likeliest. The weights are small whole numbers,
//! set so that a letter with consonants on both sides beats a well placed sign, and a
//! pair of quotation marks weighs as much as two letters at the edges of a word.

/// Adds up the weights of a stream of characters.
pub(crate) struct Scorer {
    before: char,
    current: char,
    total: i64,
    /// Whether a quotation has been opened and not closed.
    open: bool,
}

impl Scorer {
    /// A scorer at the start of a text, where a line end is taken to have passed.
    pub(crate) fn new() -> Self {
        Scorer { before: '\n', current: '\n', total: 0, open: false }
    }

    /// Takes the next character, which lets the one before it be weighed.
    pub(crate) fn push(&mut self, next: char) {
        // These two are ¶ and § in CP437, and stray controls in every other page.
        if matches!(self.current, '\u{14}' | '\u{15}') {
            self.total -= 3;
        }
        if !self.current.is_ascii() {
            let weight = match self.current {
                '“' | '”' | '„' | '«' | '»' | '‘' | '‚' => self.weigh_quote(next),
                current => weigh(self.before, current, next),
            };
            self.total += i64::from(weight);
        }
        // Recognition often gives the opening mark as the plain one and not the closing.
        if self.current == '"' && !self.before.is_alphanumeric() && next.is_alphanumeric() {
            self.open = true;
        }
        self.before = self.current;
        self.current = next;
    }

    /// The weight of a quotation mark.
    ///
    /// A pair of them is strong evidence, but a mark after a word that nothing opened
    /// is not: the ö of "sjö" in a DOS file looks just so in Windows-1252.
    fn weigh_quote(&mut self, next: char) -> i32 {
        let worded = |side: char| side.is_alphanumeric() || side.is_ascii_punctuation();
        let (before, c) = (self.before, self.current);
        if before.is_alphabetic() && next.is_alphabetic() {
            return -3;
        }
        if before.is_whitespace() && worded(next) {
            // The low single mark is so rare that an é is likelier until it is closed.
            self.open = true;
            return i32::from(c != '‚');
        }
        if worded(before) && next.is_alphabetic() || !worded(before) {
            return 0;
        }
        // The low marks only open a quotation.
        if matches!(c, '„' | '‚') {
            return -2;
        }
        if std::mem::take(&mut self.open) { 4 } else { 0 }
    }

    /// Takes away from the sum, for what speaks against a reading as such.
    pub(crate) fn charge(&mut self, cost: i64) {
        self.total -= cost;
    }

    /// The sum when the text has ended.
    pub(crate) fn finish(mut self) -> i64 {
        self.push('\n');
        self.total
    }
}

/// Whether a character is one of the letters that Swedish text is known by.
pub(crate) fn is_swedish(c: char) -> bool {
    matches!(c, 'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö' | 'é' | 'É')
}

/// Whether a Swedish letter stands in a word and in the case of its neighbours.
pub(crate) fn is_swedish_in_word(before: char, c: char, next: char) -> bool {
    is_swedish(c) && (before.is_alphabetic() || next.is_alphabetic()) && case_fits(before, c, next)
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn is_strong(c: char) -> bool {
    is_swedish(c) && !matches!(c, 'é' | 'É')
}

/// Whether a letter's case agrees with its neighbours: "Öberg", "ÖBERG" and "på" do.
fn case_fits(before: char, c: char, next: char) -> bool {
    if c.is_uppercase() {
        !(before.is_lowercase() || before.is_uppercase() && next.is_lowercase())
    } else {
        !next.is_uppercase()
    }
}

/// The weight of one character between its neighbours.
fn weigh(before: char, c: char, next: char) -> i32 {
    match c {
        'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö' => weigh_strong(before, c, next),
        '\u{A0}' | '\u{AD}' => i32::from(before.is_alphanumeric() && next.is_alphanumeric()),
        '\u{80}'..='\u{9F}' => -4,
        '\u{FFFD}' => -2,
        '\u{FB00}'..='\u{FB06}' | '\u{300}'..='\u{36F}' => i32::from(before.is_alphabetic()),
        'ª' | 'º' | 'ˆ' => -1,
        _ if c.is_alphabetic() => weigh_letter(before, c, next),
        _ => weigh_sign(before, c, next),
    }
}

/// The weight of å, ä or ö.
fn weigh_strong(before: char, c: char, next: char) -> i32 {
    let (left, right) = (before.is_alphabetic(), next.is_alphabetic());
    if !case_fits(before, c, next) {
        return -3;
    }
    // Rows of one letter are lines drawn with the box characters of DOS.
    // Only two of them are a name such as "Sjöö".
    match (before == c, next == c) {
        (true, true) => return -3,
        (true, false) => return i32::from(right),
        (false, true) => return i32::from(left),
        (false, false) => {}
    }
    // A digit is a misread letter or no part of the word, and tells nothing either way.
    if is_strong(before) || is_strong(next) || before.is_ascii_digit() {
        return 1;
    }
    match (left, right) {
        (true, true) if is_vowel(before) && is_vowel(next) => 0,
        (true, true) if is_vowel(before) || is_vowel(next) => 2,
        (true, true) => 4,
        (false, true) if is_vowel(next) => -1,
        (false, true) if begins_words(c, next) => 3,
        (false, true) => 0,
        // Many towns in the north end so, as Umeå does.
        (true, false) if matches!((before, c), ('e', 'å') | ('E', 'Å')) => 2,
        (true, false) if is_vowel(before) => -1,
        (true, false) => match c {
            'å' | 'Å' => 3,
            'ö' | 'Ö' => 2,
            'Ä' => 1,
            _ => 0,
        },
        // The old preposition stands alone: "å ena sidan".
        (false, false) => i32::from(c == 'å' && before.is_whitespace() && next.is_whitespace()),
    }
}

/// Whether a Swedish word often begins with this letter before this consonant.
fn begins_words(c: char, next: char) -> bool {
    let usual = match c {
        'å' | 'Å' => "bdghklmnrst",
        'ä' | 'Ä' => "dgklmnprtv",
        _ => "bdgknprstv",
    };
    // Names begin with more than the common words do, and are written with a capital.
    usual.contains(next.to_ascii_lowercase()) || (c.is_uppercase() && next.is_ascii_alphabetic())
}

/// The weight of any other letter.
fn weigh_letter(before: char, c: char, next: char) -> i32 {
    let (left, right) = (before.is_alphabetic(), next.is_alphabetic());
    // Rows of a letter are rows of dots or lines, such as signatures are written on.
    if !case_fits(before, c, next) || before == c {
        return -3;
    }
    match c {
        // A small letter at the end of an abbreviation is more likely a wrong page.
        'é' if before.is_uppercase() && !right => 0,
        'é' | 'É' if left && !is_vowel(before) && !is_strong(before) => 2,
        'é' | 'É' if !left && right && !is_vowel(next) => 1,
        'é' | 'É' if left || right => 0,
        'ü' | 'Ü' if left || right => 1,
        // Prices are given as "5 st à 2 kr".
        'à' if !left && !right => 1,
        'è' | 'à' | 'á' | 'í' | 'ó' | 'ø' | 'Ø' | 'æ' | 'Æ' | 'ô' | 'ê' | 'ë' | 'ç' | 'ñ' | 'ß'
            if left || right =>
        {
            0
        }
        '\u{C0}'..='\u{17F}' => -1,
        _ => -2,
    }
}

/// The weight of a sign that is not a letter.
fn weigh_sign(before: char, c: char, next: char) -> i32 {
    let (left, right) = (before.is_alphabetic(), next.is_alphabetic());
    let near_digit = before.is_ascii_digit() || next.is_ascii_digit();
    let apart = |side: char| side.is_whitespace();
    match c {
        '§' | '¶' if !left && !right => 2,
        '’' if left && right => 2,
        '’' => i32::from(left || right),
        '–' | '—' | '…' => {
            if left && right {
                -1
            } else {
                1
            }
        }
        _ if left && right => -3,
        '\u{2500}'..='\u{259F}' => {
            let drawn = |side: char| ('\u{2500}'..='\u{259F}').contains(&side);
            if drawn(before) || drawn(next) {
                i32::from(!left && !right)
            } else if matches!(c, '│' | '║') && apart(before) && apart(next) {
                0
            } else {
                -1
            }
        }
        '²' | '³' if left || before.is_ascii_digit() => 1,
        '°' | '½' | '¼' | '¾' | '£' | '€' | '×' | '±' | '‰' if near_digit => 1,
        '†' | '•' | '·' if apart(before) && (apart(next) || near_digit) => 1,
        '°' | '½' | '¼' | '¾' | '²' | '³' | '£' | '¢' | '€' | '×' | '±' | '´' | '¨' | '·' | '©' | '®'
        | '™' | '†' | '‡' | '•' | '÷' | '¬' => {
            if left || right {
                -1
            } else {
                0
            }
        }
        _ => -2,
    }
}
