//! The page of the form: the sheet with what stands in the draft, and what is said about it.

use super::caller::Doctor;
use super::check::listed;
use super::sheet::sheet;
use super::sheet_field::shown;
use super::sheet_said::Filled;
use crate::site::Site;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use kairan_domain::date;
use kairan_domain::opinion::{Checked, Field, FieldId, check};
use kairan_domain::opinion_request::FieldConflict;
use kairan_opinion::Writing;
use minijinja::value::Serde;
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// The form about to be shown.
pub(super) struct DraftPage<'a> {
    doctor: &'a Doctor,
    writing: Writing,
    /// Faults stand at their fields.
    pub(super) tell: bool,
    /// So many fields were filled a moment ago.
    pub(super) taken: Option<usize>,
    /// Of these fields a file could not be read whole.
    pub(super) unread: Vec<&'static Field>,
    /// In these fields a file took the place of something typed.
    pub(super) replaced: Vec<&'static Field>,
    /// Nothing was saved, and why.
    pub(super) refused: Option<(StatusCode, String)>,
    theirs: BTreeMap<FieldId, String>,
}

impl<'a> DraftPage<'a> {
    /// The draft as it stands.
    pub(super) fn of(doctor: &'a Doctor, writing: Writing) -> Self {
        Self {
            doctor,
            writing,
            tell: false,
            taken: None,
            unread: Vec::new(),
            replaced: Vec::new(),
            refused: None,
            theirs: BTreeMap::new(),
        }
    }

    /// In these fields stands what was typed here, and beside it what is saved.
    pub(super) fn show_both(&mut self, conflicts: &[FieldConflict]) {
        for conflict in conflicts {
            let mine = conflict.mine.iter().map(|text| text.expose().to_owned());
            self.writing.raw.put_all(conflict.field, mine);
            let theirs = shown(conflict.field, &conflict.theirs);
            self.theirs.insert(conflict.field, theirs);
        }
    }

    /// The reply.
    pub(super) fn reply(self, site: &Site) -> Response {
        let Writing {
            asked,
            raw,
            edition,
            differing,
            ..
        } = &self.writing;
        let facts = asked.plan.form_facts(asked.today);
        let checked = check(*edition, raw, &facts);
        let filled = Filled {
            raw,
            checked: &checked,
            facts: &facts,
            tell: self.tell,
            theirs: &self.theirs,
            differing,
        };
        let own = context! {
            sheet => Value::from(Serde(sheet(*edition, &filled))),
            seen => self.writing.seen.to_string(),
            saved_at => self.writing.saved_at.map(|at| saved_at(at, asked.today)),
            differing => differing.iter().filter(|one| one.is_newer).count(),
            today => date::wareki(asked.today).split('(').next(),
            sent_back => self.sent_back(),
            errors => self.errors(&checked),
            clashes => self.theirs.len(),
            notice => self.notice(),
        };
        let status = match &self.refused {
            Some((status, _)) => *status,
            None if self.theirs.is_empty() => StatusCode::OK,
            None => StatusCode::CONFLICT,
        };
        let (doctor, name) = (self.doctor, "opinion/write.html");
        doctor.page_with(site, status, name, (asked, own))
    }

    fn sent_back(&self) -> Option<Value> {
        super::first::sent_back(&self.writing)
    }

    fn errors(&self, checked: &Checked) -> Vec<Value> {
        if self.tell {
            listed(&checked.errors)
        } else {
            Vec::new()
        }
    }

    fn notice(&self) -> Option<Value> {
        if let Some((_, words)) = &self.refused {
            return Some(context! { kind => "bad", text => words });
        }
        let mut text = match self.taken? {
            0 => "写すものは、もうありませんでした。".to_owned(),
            taken => format!("{taken}か所を記入しました。内容を確かめて、続きを書いてください。"),
        };
        for (lead, fields) in [
            ("ファイルから読み取れないところがあった欄：", &self.unread),
            (
                "書いてあった内容がファイルの内容に置き換わった欄：",
                &self.replaced,
            ),
        ] {
            if !fields.is_empty() {
                let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                text = format!("{text}{lead}{}。", names.join("、"));
            }
        }
        let calm = self.unread.is_empty() && self.replaced.is_empty();
        let kind = if calm { "good" } else { "warn" };
        Some(context! { kind, text })
    }
}

/// `14:32`; with the day, once it is another.
fn saved_at(at: Timestamp, today: Date) -> String {
    let local = date::in_tokyo(at);
    if local.date() == today {
        format!("{}:{:02}", local.hour(), local.minute())
    } else {
        date::short_minute(at)
    }
}
