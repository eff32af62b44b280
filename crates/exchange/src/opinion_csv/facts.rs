//! What a file says of the request beside the opinion, as texts.

use super::Name;
use kairan_domain::opinion_request::RequestPlan;
use kairan_domain::secret::SecretText;
use std::collections::BTreeMap;
use std::fmt;

/// Declares the facts: column id, Japanese name, item of the IKENSYO layout.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $id:literal $japanese:literal $(item $item:literal)?;)+) => {
        /// A fact of the request.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact {
            $($(#[$doc])* $name,)+
        }

        impl Fact {
            /// Every fact, in the order of columns.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The column's id: never that of a field, which have no `request.` in front.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => concat!("request.", $id),)+ }
            }

            /// The column's Japanese name.
            pub const fn japanese(self) -> &'static str {
                match self { $(Self::$name => $japanese,)+ }
            }

            /// Its item in the IKENSYO layout.
            pub(super) const fn ikensyo(self) -> Option<usize> {
                match self { $(Self::$name => facts!(@item $($item)?),)+ }
            }
        }
    };
    (@item) => { None };
    (@item $item:literal) => { Some($item) };
}

facts! {
    /// Kairan's id of the request.
    Id = "id" "依頼ID";
    /// Which submission, from 1.
    Version = "version" "提出の版";
    /// 保険者番号.
    InsurerNo = "insurer_no" "保険者番号" item 4;
    /// 保険者名称.
    InsurerName = "insurer_name" "保険者名" item 5;
    /// 被保険者番号.
    InsuredNo = "insured_no" "被保険者番号" item 6;
    /// 事業所番号 of the clinic.
    ClinicCode = "clinic_code" "事業所番号" item 7;
    /// 申請日, `2026-11-22`.
    AppliedOn = "applied_on" "申請日" item 8;
    /// 作成依頼日.
    RequestedOn = "requested_on" "作成依頼日" item 9;
    /// When the clinic sent it, Tokyo time: `2026-11-22T13:05:00`; a day alone when read from
    /// IKENSYO (送付日).
    SentAt = "sent_at" "送付日時" item 10;
    /// 依頼番号: the insurer's own, up to ten characters.
    RequestNo = "request_no" "依頼番号" item 11;
    /// 医師番号.
    PhysicianCode = "physician_code" "医師番号" item 12;
    /// 在宅/施設, by its code.
    Care = "care" "種別（在宅・施設）" item 13;
    /// 申請区分, by its code.
    Application = "application" "申請区分";
    /// 依頼区分, by its code.
    Kind = "kind" "依頼区分";
    /// 医師区分, by its code.
    Doctor = "doctor" "医師区分";
    /// 作成期限.
    DueOn = "due_on" "作成期限";
}

impl Fact {
    pub(super) fn name(self) -> Name {
        Name {
            id: self.id(),
            japanese: self.japanese(),
        }
    }
}

/// Facts of one request, as texts. What is blank is kept out. Debug prints nothing of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct OpinionFacts(BTreeMap<Fact, SecretText>);

impl fmt::Debug for OpinionFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpinionFacts")
    }
}

impl OpinionFacts {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// What a request's plan knows. The clinic's and the doctor's codes, names and the time of
    /// sending are added by who has them.
    pub fn of(plan: &RequestPlan) -> Self {
        let mut facts = Self::new();
        facts.put(Fact::InsurerNo, plan.insured.insurer_no.to_string());
        facts.put(Fact::InsuredNo, plan.insured.number.expose());
        facts.put(Fact::AppliedOn, plan.applied_on.to_string());
        facts.put(Fact::RequestedOn, plan.requested_on.to_string());
        facts.put(Fact::DueOn, plan.due_on.to_string());
        facts.put(Fact::Application, plan.application.code());
        facts.put(Fact::Kind, plan.kind.code());
        facts.put(Fact::Doctor, plan.doctor.code());
        facts.put(Fact::Care, plan.care.code());
        facts
    }

    /// Puts a text in place of whatever was there.
    pub fn put(&mut self, fact: Fact, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            self.0.remove(&fact);
        } else {
            self.0.insert(fact, SecretText::new(text));
        }
    }

    /// The text; empty when it is not known.
    pub fn text(&self, fact: Fact) -> &str {
        self.0.get(&fact).map_or("", SecretText::expose)
    }
}
