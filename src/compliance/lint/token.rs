//! Text to words: folded once, with the place of every word in the original text.
//!
//! Letters are lower-cased and freed of accents, width variants and look-alikes of other scripts; invisible characters
//! inside a word vanish; possessive endings go. Places count Unicode scalars of the original.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A word or a number.
    Word,
    /// Comma, colon, dash, bracket: a pause that a list may run across.
    Pause,
    /// Semicolon, bullet, line end, full stop: nothing is read across it.
    Break,
}

/// One word or mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// First scalar in the text.
    pub start: u32,
    /// One past the last scalar.
    pub end: u32,
    /// Bytes of the folded word in the buffer.
    pub from: u32,
    pub to: u32,
    /// Follows the previous word after a hyphen or an inner capital, without a space.
    pub joined: bool,
    /// Follows `#`.
    pub hashtag: bool,
}

/// The tokens of one text. Kept between texts to spare allocations.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub list: Vec<Token>,
    pub buffer: String,
}

impl Tokens {
    pub(super) fn word(&self, token: &Token) -> &str {
        self.buffer
            .get(token.from as usize..token.to as usize)
            .unwrap_or_default()
    }

    /// Reads a text. `first` is the scalar position of its start; `known` tells words of the lexicon.
    pub(super) fn read(&mut self, text: &str, first: u32, known: impl Fn(&str) -> bool) {
        self.list.clear();
        self.buffer.clear();
        let mut reader = Reader {
            tokens: self,
            known,
            word: None,
            joined: false,
            hashtag: false,
        };
        let mut chars = text.chars().peekable();
        let mut at = first;
        let mut before = ' ';
        while let Some(c) = chars.next() {
            let next = chars.peek().copied().unwrap_or(' ');
            if c.is_ascii() {
                reader.ascii(c, before, next, at, || chars.clone().nth(1));
            } else {
                reader.other(c, next, at);
            }
            before = c;
            at += 1;
        }
        reader.finish(at);
    }
}

#[derive(Clone, Copy)]
struct Word {
    start: u32,
    from: u32,
    /// Buffer length where the last apostrophe stood.
    apostrophe: u32,
    /// Inner capitals: buffer length and scalar position.
    capitals: [(u32, u32); 3],
    capital_count: u8,
    /// Letters joined by dots, as in `I.B.S.`.
    dotted: bool,
    disguised: bool,
}

struct Reader<'a, F> {
    tokens: &'a mut Tokens,
    known: F,
    word: Option<Word>,
    joined: bool,
    hashtag: bool,
}

impl<F: Fn(&str) -> bool> Reader<'_, F> {
    fn ascii(
        &mut self,
        c: char,
        before: char,
        next: char,
        at: u32,
        after: impl Fn() -> Option<char>,
    ) {
        match c {
            'a'..='z' => self.push(c, at),
            'A'..='Z' => {
                if before.is_ascii_lowercase() {
                    self.inner_capital(at);
                }
                self.push(c.to_ascii_lowercase(), at);
            }
            '0'..='9' => {
                if before.is_ascii_alphabetic() && next.is_ascii_alphabetic() {
                    self.disguise();
                }
                self.push(c, at);
            }
            '\'' | '`' => self.apostrophe(),
            '@' | '$' if before.is_ascii_alphabetic() && next.is_ascii_alphabetic() => {
                self.disguise();
                self.push(c, at);
            }
            '.' | ',' if before.is_ascii_digit() && next.is_ascii_digit() => self.push('.', at),
            '.' if next.is_ascii_alphabetic()
                && self.single_letters()
                && !after().is_some_and(|c| c.is_ascii_alphanumeric()) =>
            {
                if let Some(word) = &mut self.word {
                    word.dotted = true;
                }
            }
            '-' => self.hyphen(before, next, at),
            ',' | ':' | '(' | ')' | '[' | ']' | '=' | '?' => self.mark(TokenKind::Pause, at),
            '.' if next.is_whitespace() => self.finish(at),
            '.' | '!' | ';' | '|' => self.mark(TokenKind::Break, at),
            '&' => {
                self.finish(at);
                self.push_all("and", at);
                self.finish(at + 1);
            }
            '%' => {
                self.finish(at);
                self.push('%', at);
                self.finish(at + 1);
            }
            '#' => {
                self.finish(at);
                self.hashtag = true;
            }
            _ => self.finish(at),
        }
    }

    fn other(&mut self, c: char, next: char, at: u32) {
        match c {
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '®'
            | '™'
            | '©' => {}
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}' | '\u{b4}' => self.apostrophe(),
            '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{2043}' => self.hyphen('a', next, at),
            '–' | '—' | '\u{2015}' | '…' => self.mark(TokenKind::Pause, at),
            '•' | '·' | '‣' | '●' | '▪' | '✓' | '✔' | '★' | '→' | '。' => {
                self.mark(TokenKind::Break, at)
            }
            _ => {
                let mut folded = ['\0'; 4];
                let mut count = 0;
                decompose_compatible(c, |part| {
                    if !is_combining_mark(part)
                        && let Some(slot) = folded.get_mut(count)
                    {
                        *slot = latin(part);
                        count += 1;
                    }
                });
                let mut any = count == 0;
                for part in folded.iter().take(count) {
                    for lower in part.to_lowercase().filter(|c| c.is_alphanumeric()) {
                        self.push(lower, at);
                        any = true;
                    }
                }
                if !any {
                    self.finish(at);
                }
            }
        }
    }

    fn push(&mut self, c: char, at: u32) {
        let from = self.tokens.buffer.len() as u32;
        self.word.get_or_insert(Word {
            start: at,
            from,
            apostrophe: u32::MAX,
            capitals: [(0, 0); 3],
            capital_count: 0,
            dotted: false,
            disguised: false,
        });
        self.tokens.buffer.push(c);
    }

    fn push_all(&mut self, word: &str, at: u32) {
        word.chars().for_each(|c| self.push(c, at));
    }

    fn disguise(&mut self) {
        if let Some(word) = &mut self.word {
            word.disguised = true;
        }
    }

    fn single_letters(&self) -> bool {
        self.word
            .is_some_and(|word| word.dotted || self.tokens.buffer.len() as u32 - word.from == 1)
    }

    fn inner_capital(&mut self, at: u32) {
        let length = self.tokens.buffer.len() as u32;
        if let Some(word) = &mut self.word
            && let Some(slot) = word.capitals.get_mut(usize::from(word.capital_count))
        {
            *slot = (length, at);
            word.capital_count += 1;
        }
    }

    fn apostrophe(&mut self) {
        let length = self.tokens.buffer.len() as u32;
        if let Some(word) = &mut self.word {
            word.apostrophe = length;
        }
    }

    fn hyphen(&mut self, before: char, next: char, at: u32) {
        if before.is_alphanumeric() && next.is_alphanumeric() {
            self.finish(at);
            self.joined = true;
        } else if before == '-' || before == ' ' {
            self.mark(TokenKind::Pause, at);
        } else {
            self.finish(at);
        }
    }

    fn mark(&mut self, kind: TokenKind, at: u32) {
        self.finish(at);
        let here = self.tokens.buffer.len() as u32;
        self.tokens.list.push(Token {
            kind,
            start: at,
            end: at + 1,
            from: here,
            to: here,
            joined: false,
            hashtag: false,
        });
        self.joined = false;
        self.hashtag = false;
    }

    /// Ends the word under way before the scalar `at`.
    fn finish(&mut self, at: u32) {
        let Some(word) = self.word.take() else { return };
        let mut to = self.tokens.buffer.len() as u32;
        if word.apostrophe == to - 1 && self.tokens.buffer.ends_with('s') && to - word.from > 1 {
            to -= 1;
            self.tokens.buffer.truncate(to as usize);
        }
        if word.disguised {
            to = self.undisguise(word, to);
        }
        let token = Token {
            kind: TokenKind::Word,
            start: word.start,
            end: at,
            from: word.from,
            to,
            joined: self.joined,
            hashtag: self.hashtag,
        };
        self.joined = false;
        self.hashtag = false;
        if word.capital_count > 0 && !(self.known)(self.tokens.word(&token)) {
            self.split(word, token);
        } else {
            self.tokens.list.push(token);
        }
    }

    /// Writes digits and signs used as letters back to letters, if that gives a word.
    fn undisguise(&mut self, word: Word, to: u32) -> u32 {
        let spelled = self
            .tokens
            .buffer
            .get(word.from as usize..)
            .unwrap_or_default();
        if (self.known)(spelled) {
            return to;
        }
        for one in ['i', 'l'] {
            let plain: String = spelled
                .chars()
                .map(|c| match c {
                    '0' => 'o',
                    '1' => one,
                    '3' => 'e',
                    '4' | '@' => 'a',
                    '5' | '$' => 's',
                    '7' => 't',
                    c => c,
                })
                .collect();
            if (self.known)(&plain) {
                self.tokens.buffer.truncate(word.from as usize);
                self.tokens.buffer.push_str(&plain);
                return self.tokens.buffer.len() as u32;
            }
        }
        to
    }

    fn split(&mut self, word: Word, whole: Token) {
        let mut part = whole;
        for (length, at) in word
            .capitals
            .into_iter()
            .take(usize::from(word.capital_count))
        {
            self.tokens.list.push(Token {
                end: at,
                to: length,
                ..part
            });
            part = Token {
                start: at,
                from: length,
                joined: true,
                ..part
            };
        }
        self.tokens.list.push(part);
    }
}

/// Letters of other scripts that are drawn like Latin ones.
fn latin(c: char) -> char {
    match c {
        'а' | 'А' => 'a',
        'е' | 'Е' => 'e',
        'о' | 'О' | 'ο' | 'Ο' => 'o',
        'р' | 'Р' => 'p',
        'с' | 'С' => 'c',
        'у' | 'У' => 'y',
        'х' | 'Х' => 'x',
        'і' | 'І' | 'ı' => 'i',
        'ѕ' | 'Ѕ' => 's',
        'ј' | 'Ј' => 'j',
        'ԁ' => 'd',
        'һ' => 'h',
        'к' | 'К' => 'k',
        'м' | 'М' => 'm',
        'т' | 'Т' => 't',
        'В' => 'b',
        'Н' => 'h',
        'ɡ' => 'g',
        'ɑ' => 'a',
        'ł' | 'Ł' => 'l',
        'ø' | 'Ø' => 'o',
        c => c,
    }
}
