//! The password in very large type, one character per cell, with how to read it underneath.

use crate::canvas::{Area, Canvas, Paint};
use crate::error::PaperError;
use crate::font::Font;
use crate::shapes::rounded;
use crate::text::{Align, Ink, Style, missing_in};
use crate::units::count;

/// Characters per row; a longer password goes on in the next row.
const PER_ROW: usize = 16;
/// Longest password that still leaves room for the rest of the page.
const LONGEST: usize = 48;

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
    let rows = rows(&letters);
    // One row fills the frame; more rows are set smaller so that the steps below keep their room.
    let (size, row_height) = match rows.len() {
        1 => (36.0, 24.0),
        2 => (25.0, 16.5),
        _ => (17.0, 12.0),
    };
    let frame = Area::new(
        area.x,
        area.y,
        area.width,
        13.0 + count(rows.len()) * row_height + 9.0,
    );
    rounded(canvas, frame, 3.0, Paint::Both(Ink::PALE, Ink::BLUE, 2.0));
    canvas.text(
        frame.x + 6.0,
        frame.y + 3.0,
        frame.width,
        "あなたのパスワード",
        Style::new(Font::GothicBold, 14.0).ink(Ink::BLUE),
    );
    let longest = rows.iter().map(Vec::len).max().unwrap_or(1);
    let cell = ((frame.width - 8.0) / count(longest)).min(size * 0.36);
    for (n, row) in rows.iter().enumerate() {
        let y = frame.y + 12.0 + count(n) * row_height;
        let left = frame.x + (frame.width - count(row.len()) * cell) / 2.0;
        draw_row(canvas, (left, y), cell, size, row);
    }
    let note = "半角で、大文字と小文字を区別して、この通りに入力してください。";
    let hyphen = if password.contains('-') {
        "「-」も入力します。"
    } else {
        ""
    };
    canvas.text(
        frame.x + 6.0,
        frame.y + frame.height - 8.5,
        frame.width - 12.0,
        &format!("{note}{hyphen}"),
        Style::new(Font::Gothic, 11.0),
    );
    Ok(frame.y + frame.height)
}

/// Rows of at most [`PER_ROW`] characters, ended after a hyphen where one is near.
fn rows(letters: &[char]) -> Vec<Vec<char>> {
    let mut rows = Vec::new();
    let mut rest = letters;
    while rest.len() > PER_ROW {
        let group_end = rest[..PER_ROW].iter().rposition(|c| *c == '-');
        let end = group_end.map_or(PER_ROW, |at| at + 1);
        rows.push(rest[..end].to_vec());
        rest = &rest[end..];
    }
    rows.push(rest.to_vec());
    rows
}

/// The characters first, their readings after, so that copied text holds the password unbroken.
fn draw_row(canvas: &mut Canvas<'_>, at: (f32, f32), cell: f32, size: f32, row: &[char]) {
    let letter_height = size * 0.40;
    for (n, c) in row.iter().enumerate() {
        let place = Area::new(at.0 + count(n) * cell, at.1, cell, letter_height);
        let style = Style::new(Font::GothicBold, size)
            .align(Align::Center)
            .leading(1.0);
        canvas.text_in(place, &c.to_string(), style);
    }
    let small = Style::new(Font::Gothic, (size * 0.18).clamp(5.0, 6.5))
        .align(Align::Center)
        .leading(1.25)
        .ink(Ink::GREY);
    for (n, c) in row.iter().enumerate().filter(|(_, c)| **c != '-') {
        let (kind, reading) = reading(*c);
        let x = at.0 + count(n) * cell - 2.0;
        let text = format!("{kind}\n{reading}");
        canvas.text(x, at.1 + letter_height - 0.5, cell + 4.0, &text, small);
    }
}

/// Kind and spoken name of a character, for people who read it out or take it for another.
fn reading(c: char) -> (&'static str, &'static str) {
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
        "ジェイ",
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
        "ダブリュー",
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
    let offset = |first: char| usize::try_from(u32::from(c) - u32::from(first)).unwrap_or(0);
    match c {
        'a'..='z' => ("小文字", LETTERS[offset('a')]),
        'A'..='Z' => ("大文字", LETTERS[offset('A')]),
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
        ' ' => ("空白", "スペース"),
        c if c.is_ascii_punctuation() => ("記号", ""),
        _ => ("", ""),
    }
}
