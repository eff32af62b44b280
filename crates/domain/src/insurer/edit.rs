//! What an insurer is called and how its office is reached becomes another. The number does not:
//! another number is another insurer.

use super::{Insurer, InsurerFault, RawInsurer};

/// What of an insurer can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsurerField {
    /// Its name.
    Name,
    /// The office's name.
    Office,
    /// The office's postal address.
    Address,
    /// Its telephone number.
    Phone,
    /// Its mail address.
    Mail,
}

/// What an operator types to change an insurer; `None` stays as it is. An empty address takes
/// it away.
#[derive(Debug, Clone, Default)]
pub struct InsurerEdit {
    /// Name.
    pub name: Option<String>,
    /// Office.
    pub office: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail of the office.
    pub mail: Option<String>,
}

impl Insurer {
    /// The insurer with what was typed put in place.
    ///
    /// # Errors
    /// Every [`InsurerFault`] found.
    pub fn changed_by(&self, edit: &InsurerEdit) -> Result<Self, Vec<InsurerFault>> {
        let or = |typed: &Option<String>, kept: &str| typed.as_deref().unwrap_or(kept).to_owned();
        let raw = RawInsurer {
            number: self.number.to_string(),
            name: or(&edit.name, &self.name),
            office: or(&edit.office, &self.office),
            address: or(&edit.address, &self.address),
            phone: or(&edit.phone, &self.phone),
            mail: or(&edit.mail, self.mail.expose()),
        };
        raw.check(self.id, self.made_at)
    }

    /// Where another state of the same insurer differs.
    pub fn differences(&self, other: &Self) -> Vec<InsurerField> {
        [
            (self.name != other.name).then_some(InsurerField::Name),
            (self.office != other.office).then_some(InsurerField::Office),
            (self.address != other.address).then_some(InsurerField::Address),
            (self.phone != other.phone).then_some(InsurerField::Phone),
            (self.mail != other.mail).then_some(InsurerField::Mail),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::InsurerId;
    use jiff::Timestamp;

    #[test]
    fn a_change_keeps_what_was_not_typed() {
        let raw = RawInsurer {
            number: "121004".into(),
            name: "みどり市".into(),
            office: "介護保険課".into(),
            address: "みどり市本町1-1".into(),
            phone: "043-000-1234".into(),
            mail: "nintei@city.example.jp".into(),
        };
        let at = Timestamp::UNIX_EPOCH;
        let kept = raw.check(InsurerId::from_bytes([1; 16]), at).unwrap();
        let edit = InsurerEdit {
            phone: Some("０４３-000-9999".into()),
            address: Some(String::new()),
            ..InsurerEdit::default()
        };
        let changed = kept.changed_by(&edit).unwrap();
        assert_eq!(
            (changed.phone.as_str(), changed.address.as_str()),
            ("043-000-9999", "")
        );
        assert_eq!(
            kept.differences(&changed),
            [InsurerField::Address, InsurerField::Phone]
        );
        assert_eq!(
            (changed.name, changed.number),
            (kept.name.clone(), kept.number.clone())
        );
        let edit = InsurerEdit {
            name: Some(" ".into()),
            mail: Some("x".into()),
            ..InsurerEdit::default()
        };
        assert_eq!(kept.changed_by(&edit).unwrap_err().len(), 2);
        assert_eq!(
            kept.differences(&kept.changed_by(&InsurerEdit::default()).unwrap()),
            []
        );
    }
}
