//! The few PDF objects a page count needs, read from a slice (ISO 32000-1 §7.3).
//!
//! Strings are kept only where encryption needs them; names, numbers, arrays, dictionaries and
//! references are read in full. Depth and length are bounded: the input is hostile.

use lopdf::{Dictionary, Object, StringFormat};

/// Deepest nesting that is followed.
const DEEPEST: u8 = 32;

/// Why no object could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LexError {
    /// The slice ends inside the object: read more and try again.
    Short,
    /// These are not the bytes of an object.
    Bad,
}

/// A reading position in a slice.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// The first place of `needle`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|w| w == needle)
}

/// The last place of `needle`.
pub(super) fn rfind(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|w| w == needle)
}

/// The whole number at the start, behind white space.
pub(super) fn leading_number(bytes: &[u8]) -> Option<u64> {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    let digits: &[u8] = bytes.get(start..)?;
    let end = digits
        .iter()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(digits.len());
    std::str::from_utf8(digits.get(..end)?).ok()?.parse().ok()
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

pub(super) fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How far it has read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The byte at a place.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn peek(&self) -> Result<u8, LexError> {
        self.bytes.get(self.at).copied().ok_or(LexError::Short)
    }

    /// Skips white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte == b'%' {
                while self
                    .bytes
                    .get(self.at)
                    .is_some_and(|b| !b"\r\n".contains(b))
                {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Takes `word` if it comes next.
    pub(super) fn take(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let comes = rest.starts_with(word);
        if comes {
            self.at += word.len();
        }
        comes
    }

    /// A whole number.
    pub(super) fn number(&mut self) -> Result<u64, LexError> {
        self.skip_space();
        let word = self.word()?;
        std::str::from_utf8(word)
            .ok()
            .and_then(|digits| digits.parse().ok())
            .ok_or(LexError::Bad)
    }

    /// The regular characters that come next; at the end of the slice more might follow.
    fn word(&mut self) -> Result<&'a [u8], LexError> {
        let start = self.at;
        while !is_space(self.peek()?) && !is_delimiter(self.peek()?) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if word.is_empty() {
            Err(LexError::Bad)
        } else {
            Ok(word)
        }
    }

    /// The next object.
    pub(super) fn object(&mut self) -> Result<Object, LexError> {
        self.object_at(0)
    }

    fn object_at(&mut self, depth: u8) -> Result<Object, LexError> {
        if depth > DEEPEST {
            return Err(LexError::Bad);
        }
        self.skip_space();
        match self.peek()? {
            b'/' => self.name().map(Object::Name),
            b'[' => self.array(depth),
            b'(' => self.literal(),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.dictionary_at(depth).map(Object::Dictionary)
            }
            b'<' => self.hexadecimal(),
            _ => self.number_or_word(),
        }
    }

    /// A dictionary.
    pub(super) fn dictionary(&mut self) -> Result<Dictionary, LexError> {
        self.skip_space();
        self.dictionary_at(0)
    }

    fn dictionary_at(&mut self, depth: u8) -> Result<Dictionary, LexError> {
        if self.bytes.len() < self.at + 2 {
            return Err(LexError::Short);
        }
        if !self.take(b"<<") {
            return Err(LexError::Bad);
        }
        let mut found = Dictionary::new();
        loop {
            if self.take(b">>") {
                return Ok(found);
            }
            if self.peek()? != b'/' {
                return Err(LexError::Bad);
            }
            let key = self.name()?;
            let value = self.object_at(depth + 1)?;
            found.set(key, value);
        }
    }

    fn array(&mut self, depth: u8) -> Result<Object, LexError> {
        self.at += 1;
        let mut found = Vec::new();
        while !self.take(b"]") {
            found.push(self.object_at(depth + 1)?);
        }
        Ok(Object::Array(found))
    }

    fn name(&mut self) -> Result<Vec<u8>, LexError> {
        self.at += 1;
        let mut name = Vec::new();
        while !is_space(self.peek()?) && !is_delimiter(self.peek()?) {
            let byte = self.peek()?;
            let escaped = (byte == b'#')
                .then(|| self.bytes.get(self.at + 1..self.at + 3))
                .flatten()
                .and_then(|digits| std::str::from_utf8(digits).ok())
                .and_then(|digits| u8::from_str_radix(digits, 16).ok());
            self.at += if escaped.is_some() { 3 } else { 1 };
            name.push(escaped.unwrap_or(byte));
        }
        Ok(name)
    }

    fn hexadecimal(&mut self) -> Result<Object, LexError> {
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'>' => break,
                _ if is_space(byte) => {}
                _ => digits.push(char::from(byte).to_digit(16).ok_or(LexError::Bad)?),
            }
        }
        let bytes = digits
            .chunks(2)
            .map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0))
            .filter_map(|value| u8::try_from(value).ok())
            .collect();
        Ok(Object::String(bytes, StringFormat::Hexadecimal))
    }

    fn literal(&mut self) -> Result<Object, LexError> {
        self.at += 1;
        let (mut bytes, mut open) = (Vec::new(), 1_u32);
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    bytes.extend(self.escaped()?);
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                return Ok(Object::String(bytes, StringFormat::Literal));
            }
            bytes.push(byte);
        }
    }

    /// What stands behind a backslash in a literal string; a line break there is nothing.
    fn escaped(&mut self) -> Result<Option<u8>, LexError> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                if self.peek()? == b'\n' {
                    self.at += 1;
                }
                None
            }
            b'\n' => None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let next = self.peek()?;
                    if !(b'0'..=b'7').contains(&next) {
                        break;
                    }
                    value = value * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                u8::try_from(value & 255).ok()
            }
            other => Some(other),
        })
    }

    fn number_or_word(&mut self) -> Result<Object, LexError> {
        let word = std::str::from_utf8(self.word()?).map_err(|_| LexError::Bad)?;
        match word {
            "true" => return Ok(Object::Boolean(true)),
            "false" => return Ok(Object::Boolean(false)),
            "null" => return Ok(Object::Null),
            _ => {}
        }
        if let Ok(whole) = word.parse::<i64>() {
            return Ok(self.reference(whole).unwrap_or(Object::Integer(whole)));
        }
        word.parse::<f32>()
            .map(Object::Real)
            .map_err(|_| LexError::Bad)
    }

    /// `12 0 R`, when that is what follows a whole number.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let before = self.at;
        let number = u32::try_from(number).ok()?;
        let found = self
            .number()
            .ok()
            .and_then(|generation| u16::try_from(generation).ok())
            .filter(|_| self.take(b"R"));
        if found.is_none() {
            self.at = before;
        }
        found.map(|generation| Object::Reference((number, generation)))
    }
}
