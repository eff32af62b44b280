//! 審査会番号: plain numbers counted up within a fiscal year where the clerk gives none.

use kairan_access::App;
use kairan_domain::date::fiscal_year;
use kairan_domain::ids::InsurerId;
use kairan_domain::text::half_width;
use kairan_store::StoreError;

/// The number after the highest one given out in the fiscal year of `held_on`. Numbers of
/// another writing (`2026-041`) do not count.
pub(crate) async fn next_number(
    app: &App,
    insurer: InsurerId,
    held_on: jiff::civil::Date,
) -> Result<String, StoreError> {
    let given = app.store.numbers_of(insurer, fiscal_year(held_on)).await?;
    let plain = |no: &str| half_width(no).parse::<u32>().ok();
    let highest = given.iter().filter_map(|(no, _)| plain(no)).max();
    Ok(highest.unwrap_or(0).saturating_add(1).to_string())
}
