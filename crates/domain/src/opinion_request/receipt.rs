//! 受付番号: what a doctor quotes on the telephone.

use crate::date::tokyo_day;
use crate::ids::OpinionRequestId;
use crate::short_code::ShortCode;
use jiff::Timestamp;

/// The number of a submission: the day in Tokyo, 40 bits of the request's id counted on by the
/// version, and a check character: `261122-K7M2-4Q9T-X`. It can be guessed and opens nothing.
///
/// Two versions of a request never share one. Two requests do if their ids agree in 40 random
/// bits *and* they are submitted on one day: with a thousand submissions a day, once in six
/// thousand years. Nothing is stored or found by it alone.
pub fn receipt_number(request: OpinionRequestId, version: u32, at: Timestamp) -> String {
    let id = u128::from_be_bytes(*request.as_bytes()).wrapping_add(version.into());
    let [.., b4, b3, b2, b1, b0] = id.to_be_bytes();
    let day = tokyo_day(at).strftime("%y%m%d");
    let code = ShortCode::from_bytes([b4, b3, b2, b1, b0]);
    format!("{day}-{}", code.printed())
}
