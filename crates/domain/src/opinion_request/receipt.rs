//! 依頼番号 and 受付番号: what people say on the telephone.
//!
//! 2026-11-23: a 受付番号 begins with six digits and ends in the 依頼番号, letter for letter.
//! Before, the two differed in one letter and a check character, and a clerk who was told one
//! for the other searched in vain; now each leads to the request, and nobody takes the one
//! that begins with a day for the other.

use crate::date::tokyo_day;
use crate::ids::OpinionRequestId;
use crate::text::half_width;
use jiff::Timestamp;

/// 依頼番号, `K7M2-4Q9S`: what a clerk asks for and types into the search. Eight characters of
/// the id that differ even between requests of one moment.
pub fn request_number(request: OpinionRequestId) -> String {
    let text = request.to_string().to_uppercase();
    let (_, end) = text.split_at(text.len().saturating_sub(8));
    let (first, last) = end.split_at(end.len().min(4));
    format!("{first}-{last}")
}

/// 受付番号, `261122-01-K7M2-4Q9S`: the day in Tokyo, which submission of the request, and its
/// 依頼番号. It can be guessed and opens nothing. Two versions of a request never share one.
pub fn receipt_number(request: OpinionRequestId, version: u32, at: Timestamp) -> String {
    let day = tokyo_day(at).strftime("%y%m%d");
    let request = request_number(request);
    format!("{day}-{version:02}-{request}")
}

/// Whether `typed` is the 依頼番号 of `request`, or a 受付番号 of it: upper or lower case,
/// full-width, with or without hyphens and spaces, O for 0, I and L for 1.
pub fn is_number_of(typed: &str, request: OpinionRequestId) -> bool {
    number_typed(typed).is_some_and(|end| request_number(end) == request_number(request))
}

/// What [`is_number_of`] reads: an id that ends as the request's does. The front of it means
/// nothing.
pub fn number_typed(typed: &str) -> Option<OpinionRequestId> {
    let typed = half_width(typed).to_ascii_lowercase();
    let signs = typed.chars().filter(char::is_ascii_alphanumeric);
    let signs: String = signs
        .map(|sign| match sign {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let (before, number) = signs.split_at_checked(signs.len().checked_sub(8)?)?;
    // The day and which submission.
    let receipt = before.len() == 8 && before.bytes().all(|sign| sign.is_ascii_digit());
    if before.is_empty() || receipt {
        format!("{number:0>26}").parse().ok()
    } else {
        None
    }
}
