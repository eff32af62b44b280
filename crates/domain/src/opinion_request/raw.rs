//! A request as typed: web form, API and CSV decode into this; [`super::check_request`] judges.

use crate::secret::SecretText;

/// A request's fields as typed. Kinds are codes or labels; days as people
/// write them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawOpinionRequest {
    /// 保険者番号 of the member municipality.
    pub insurer_no: String,
    /// 被保険者番号.
    pub insured_no: SecretText,
    /// 氏名.
    pub name: SecretText,
    /// ふりがな.
    pub kana: SecretText,
    /// 生年月日.
    pub birth_date: SecretText,
    /// 性別.
    pub sex: SecretText,
    /// 〒.
    pub postal_code: SecretText,
    /// 住所.
    pub address: SecretText,
    /// 連絡先.
    pub phone: SecretText,
    /// 申請日.
    pub applied_on: String,
    /// 申請区分.
    pub application: String,
    /// 依頼区分; empty: 初回.
    pub kind: String,
    /// 意見書作成回数.
    pub times: String,
    /// 在宅/施設.
    pub care: String,
    /// 主治医/指定医; empty: 主治医.
    pub doctor: String,
    /// The clinic's id, or its code.
    pub clinic: String,
    /// The doctor's id, or their code; may be empty.
    pub physician: String,
    /// 作成依頼日; empty: today.
    pub requested_on: String,
    /// 作成期限; empty: the rule's.
    pub due_on: String,
}
