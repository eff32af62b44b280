//! The password in very large type, one character per cell, with how to read it underneath.

use crate::canvas::{Area, Canvas, Paint};
use crate::error::PaperError;
use crate::font::Font;
use crate::shapes::rounded;
use crate::text::{Align, Ink, Style, missing_in};
use crate::units::{MM_PER_PT, count};

/// Longest password that may be typed (the domain's limit).
const LONGEST: usize = 128;

/// How a password of some length is set: sizes in points, heights in millimetres.
struct Setting {
    rows: Vec<Vec<char>>,
    size: f32,
    row_height: f32,
    readings: bool,
}

/// Draws the framed password at the top of `area`; gives the lower edge of the frame.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, password: &str) -> Result<f32, PaperError> {
    let letters: Vec<char> = password.chars().collect();
    if letters.is_empty() {
        return Err(PaperError::Nothing { what: "password" });
    }
    if letters.len() > LONGEST {
        return Err(PaperError::TooLong { what: "password" });
    }
    if letters.iter().any(|c| c.is_control()) || !missing_in(password, Font::GothicBold).is_empty()
    {
        return Err(PaperError::SecretNotPrintable);
    }
    let set = setting(&letters);
    let height = 13.0 + count(set.rows.len()) * set.row_height + 9.0;
    let frame = Area::new(area.x, area.y, area.width, height);
    rounded(canvas, frame, 3.0, Paint::Both(Ink::PALE, Ink::BLUE, 2.0));
    let inside = area.width - 12.0;
    let heading = Style::new(Font::GothicBold, 14.0).ink(Ink::BLUE);
    canvas.text(
        frame.x + 6.0,
        frame.y + 3.0,
        inside,
        "参照用パスワード",
        heading,
    );
    let longest = set.rows.iter().map(Vec::len).max().unwrap_or(1);
    let cell = ((frame.width - 8.0) / count(longest)).min(set.size * 0.36);
    for (n, row) in set.rows.iter().enumerate() {
        let y = frame.y + 12.0 + count(n) * set.row_height;
        let left = frame.x + (frame.width - count(row.len()) * cell) / 2.0;
        draw_row(canvas, (left, y), cell, set.size, row);
        if set.readings {
            draw_readings(canvas, (left, y + set.size * 0.4), cell, row);
        }
    }
    let below = frame.y + frame.height - 8.5;
    let style = Style::new(Font::Gothic, 11.0);
    canvas.text(frame.x + 6.0, below, inside, &note(password), style);
    Ok(frame.y + frame.height)
}

/// What does not matter when it is typed (`kairan_domain::password::canonical`).
fn note(password: &str) -> String {
    let hyphen = if password.contains('-') {
        "、「-」のあるなし"
    } else {
        ""
    };
    format!("大文字と小文字{hyphen}の違いは、気にしなくてかまいません。")
}

/// One row if possible, in the largest size that leaves the steps below their room.
fn setting(letters: &[char]) -> Setting {
    let rows = rows(letters, 17);
    let (size, row_height) = match rows.len() {
        1 => (36.0, 24.0),
        2 => (25.0, 16.5),
        3 => (17.0, 12.0),
        _ => {
            return Setting {
                rows: letters.chunks(32).map(<[char]>::to_vec).collect(),
                size: 14.0,
                row_height: 9.0,
                readings: false,
            };
        }
    };
    Setting {
        rows,
        size,
        row_height,
        readings: true,
    }
}

/// Rows of at most `most` characters, ended after a hyphen in their second half.
fn rows(letters: &[char], most: usize) -> Vec<Vec<char>> {
    let mut rows = Vec::new();
    let mut rest = letters;
    while rest.len() > most {
        let group_end = rest[most / 2..most].iter().rposition(|c| *c == '-');
        let end = group_end.map_or(most, |at| most / 2 + at + 1);
        rows.push(rest[..end].to_vec());
        rest = &rest[end..];
    }
    rows.push(rest.to_vec());
    rows
}

/// The characters of one row. Readings are drawn apart, so that copied text holds the password
/// unbroken.
fn draw_row(canvas: &mut Canvas<'_>, at: (f32, f32), cell: f32, size: f32, row: &[char]) {
    let style = Style::new(Font::GothicBold, size)
        .align(Align::Center)
        .leading(1.0);
    for (n, c) in row.iter().enumerate() {
        let place = Area::new(at.0 + count(n) * cell, at.1, cell, size * 0.4);
        canvas.text_in(place, &c.to_string(), style);
    }
}

fn draw_readings(canvas: &mut Canvas<'_>, at: (f32, f32), cell: f32, row: &[char]) {
    for (n, c) in row.iter().enumerate().filter(|(_, c)| **c != '-') {
        let (kind, reading) = reading(*c);
        let x = at.0 + count(n) * cell - 1.0;
        for (line, text) in [kind, reading].into_iter().enumerate() {
            // A sliver stays free on both sides: neighbours must not run together.
            let fitting = cell * 0.94 / (count(text.chars().count().max(1)) * MM_PER_PT);
            let small = Style::new(Font::Gothic, fitting.min(7.2))
                .align(Align::Center)
                .leading(1.0)
                .ink(Ink::BLACK);
            let place = Area::new(x, at.1 + count(line) * 2.9, cell + 2.0, 2.9);
            canvas.text_in(place, text, small);
        }
    }
}

const LETTERS: [&str; 26] = [
    "エー",
    "ビー",
    "シー",
    "ディー",
    "イー",
    "エフ",
    "ジー",
    "エイチ",
    "アイ",
    "ジェー",
    "ケー",
    "エル",
    "エム",
    "エヌ",
    "オー",
    "ピー",
    "キュー",
    "アール",
    "エス",
    "ティー",
    "ユー",
    "ブイ",
    "ダブリュ",
    "エックス",
    "ワイ",
    "ゼット",
];
const DIGITS: [&str; 10] = [
    "ゼロ",
    "イチ",
    "ニ",
    "サン",
    "ヨン",
    "ゴ",
    "ロク",
    "ナナ",
    "ハチ",
    "キュウ",
];

/// Kind and spoken name of a character, for people who read it out or take it for another.
fn reading(c: char) -> (&'static str, &'static str) {
    let offset = |first: char| usize::try_from(u32::from(c) - u32::from(first)).unwrap_or(0);
    match c {
        'a'..='z' => ("英字", LETTERS[offset('a')]),
        'A'..='Z' => ("英字", LETTERS[offset('A')]),
        '0'..='9' => ("数字", DIGITS[offset('0')]),
        '_' => ("記号", "下線"),
        '.' => ("記号", "ピリオド"),
        ',' => ("記号", "カンマ"),
        '!' => ("記号", "感嘆符"),
        '?' => ("記号", "疑問符"),
        '@' => ("記号", "アット"),
        '#' => ("記号", "シャープ"),
        '+' => ("記号", "プラス"),
        '=' => ("記号", "イコール"),
        '*' => ("記号", "アスタ"),
        c if c.is_ascii_punctuation() => ("記号", "・"),
        _ => ("", ""),
    }
}
