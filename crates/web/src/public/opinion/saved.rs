//! What a script is told of a saving: what was kept, what others wrote meanwhile, how days were
//! read, which faults are left.

use super::caller::Doctor;
use super::sheet_field::{read, shown};
use super::sheet_said::{Said, said};
use crate::site::Site;
use kairan_domain::date::{in_tokyo, tokyo_day};
use kairan_domain::opinion::{Field, FieldId, FormEdition, check, field, fields};
use kairan_domain::secret::SecretText;
use kairan_opinion::Saved;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to a page that saves itself.
#[derive(Serialize)]
pub(super) struct Answer {
    said: String,
    seen: String,
    /// Changed by others alone: the page shows them from now on.
    fresh: Vec<Other>,
    /// Changed by both: the page shows both.
    clashes: Vec<Other>,
    /// How days were read, and what is counted, by field.
    read: BTreeMap<&'static str, String>,
    /// What is to be said at fields.
    faults: BTreeMap<&'static str, Said>,
}

#[derive(Serialize)]
struct Other {
    field: &'static str,
    name: &'static str,
    theirs: Vec<String>,
    shown: String,
}

impl Other {
    fn of(id: FieldId, texts: &[SecretText]) -> Self {
        Self {
            field: id.as_str(),
            name: field(id).map_or("", |field| field.name),
            theirs: texts.iter().map(|text| text.expose().to_owned()).collect(),
            shown: shown(id, texts),
        }
    }
}

impl Answer {
    pub(super) fn of(
        site: &Site,
        doctor: &Doctor,
        (edition, saved): (FormEdition, &Saved),
        tell: bool,
    ) -> Self {
        let plan = &doctor.by.as_read().plan;
        let facts = plan.form_facts(tokyo_day(site.app().now()));
        let checked = check(edition, &saved.raw, &facts);
        let days = fields(edition).map(|field| (field.id.as_str(), read(field, &checked.answers)));
        let said_at = |field: &Field| (field.id.as_str(), said(&checked, field.id, tell));
        let faults = fields(edition).map(said_at);
        let merged = &saved.merged;
        let fresh = merged.fresh.iter();
        let clashes = merged.conflicts.iter();
        Self {
            said: kept_at(saved),
            seen: saved.seen.to_string(),
            fresh: fresh
                .map(|id| Other::of(*id, saved.raw.texts(*id)))
                .collect(),
            clashes: clashes
                .map(|both| Other::of(both.field, &both.theirs))
                .collect(),
            read: days.filter_map(|(id, text)| Some((id, text?))).collect(),
            faults: faults.filter(|(_, said)| !said.is_empty()).collect(),
        }
    }
}

fn kept_at(saved: &Saved) -> String {
    let at = in_tokyo(saved.saved_at);
    format!("保存しました {}:{:02}", at.hour(), at.minute())
}
