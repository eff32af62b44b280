//! The closed lists of a request. Codes are stable: form values, CSV, records. Checks also
//! read the Japanese label.

/// Declares a closed list with its codes and its labels on forms.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal $label:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
        }

        impl $name {
            /// Every one, in the order of forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// As written on forms and letters.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The one with this code or label.
            pub fn from_code(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == text || one.label() == text)
            }
        }
    )+};
}

kinds! {
    /// 申請区分.
    ApplicationKind {
        /// 新規.
        New = "new" "新規",
        /// 更新.
        Renewal = "renewal" "更新",
        /// 区分変更.
        Change = "change" "区分変更",
    }

    /// 依頼区分 (domain.md §4.2).
    RequestKind {
        /// 初回: the first request of an application.
        First = "first" "初回",
        /// 再依頼: asked again, mostly of another doctor.
        Again = "again" "再依頼",
        /// 再意見書: a new opinion after one was accepted.
        NewOpinion = "new_opinion" "再意見書",
    }

    /// 意見書作成回数: whether this clinic has written about the person before. The codes are
    /// those of the form's `report_count`.
    OpinionTimes {
        /// 初回.
        First = "first" "初回",
        /// ２回目以上.
        Later = "later" "２回目以上",
    }

    /// 在宅/施設.
    CareSetting {
        /// 在宅.
        Home = "home" "在宅",
        /// 施設.
        Facility = "facility" "施設",
    }

    /// 医師区分.
    DoctorKind {
        /// 主治医.
        Attending = "attending" "主治医",
        /// 指定医: named by the insurer for people without an own doctor.
        Designated = "designated" "指定医",
    }

    /// How somebody was reminded.
    ReminderMethod {
        /// 電話.
        Phone = "phone" "電話",
        /// FAX.
        Fax = "fax" "FAX",
        /// 督促状.
        Letter = "letter" "督促状",
        /// メール, without personal data.
        Mail = "mail" "メール",
    }

    /// How an opinion came.
    Arrival {
        /// Written on Kairan's form.
        Form = "form" "Web入力",
        /// A file uploaded at Kairan's door.
        Upload = "upload" "ファイル提出",
        /// 紙.
        Paper = "paper" "紙",
        /// FAX.
        Fax = "fax" "FAX",
        /// 介護情報基盤.
        Platform = "platform" "介護情報基盤",
    }
}
