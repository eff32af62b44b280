//! Where a typed request can be wrong, and how.

use jiff::civil::Date;

/// A field of the request: form field, CSV column, API pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestField {
    /// 保険者番号.
    InsurerNo,
    /// 被保険者番号.
    InsuredNo,
    /// 氏名.
    Name,
    /// ふりがな.
    Kana,
    /// 生年月日.
    BirthDate,
    /// 性別.
    Sex,
    /// 〒.
    PostalCode,
    /// 住所.
    Address,
    /// 連絡先.
    Phone,
    /// 申請日.
    AppliedOn,
    /// 申請区分.
    Application,
    /// 依頼区分.
    Kind,
    /// 意見書作成回数.
    Times,
    /// 在宅/施設.
    Care,
    /// 主治医/指定医.
    Doctor,
    /// 医療機関.
    Clinic,
    /// 医師.
    Physician,
    /// 作成依頼日.
    RequestedOn,
    /// 作成期限.
    DueOn,
}

/// A fault at its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestFieldFault {
    /// Where.
    pub field: RequestField,
    /// What. `words::request_fault` says it in Japanese.
    pub what: RequestFault,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestFault {
    /// Nothing was given.
    Missing,
    /// Longer than this many characters.
    TooLong {
        /// The most.
        most: usize,
    },
    /// Not six digits with a right check digit.
    NotAnInsurerNo,
    /// Not ten characters.
    NotAnInsuredNo,
    /// Something else than kana.
    NotKana,
    /// No day of the calendar.
    NotADay,
    /// Later than today.
    InFuture {
        /// Today in Tokyo.
        today: Date,
    },
    /// Born after the day of application.
    BornAfter,
    /// Younger than 40 on the day of application.
    Under40,
    /// Older than anybody has become.
    TooOld,
    /// Not one of the choices.
    NotAChoice,
    /// Not seven digits.
    NotAPostalCode,
    /// No telephone number.
    NotAPhone,
    /// Not on the roster.
    NotOnRoster,
    /// On the roster, but asked no more.
    Retired,
    /// The doctor works at another clinic.
    OtherClinic,
    /// The day of request lies before the application.
    BeforeApplication,
    /// The due date lies before the request.
    DueBeforeRequest,
    /// The due date lies too far ahead.
    DueTooFar {
        /// The most days after the request.
        days: i32,
    },
}
