//! The roster as the list of a text field: clinics by their name, doctors under their clinic.
//! Works without scripts; what is typed must be one of the list's lines, a code, or the one
//! clinic of that name.

use super::choices::Choice;
use kairan_access::{App, StaffOf};
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::ClinicId;
use kairan_domain::text::search_key;
use kairan_opinion::{ClinicLine, ReadError, list_clinics};
use serde::Serialize;

/// Clinics and doctors that can be asked.
pub(super) struct Roster(Vec<ClinicLine>);

/// The doctors of one clinic.
#[derive(Serialize)]
pub(super) struct Group {
    clinic: String,
    people: Vec<Choice>,
}

impl Roster {
    /// The roster; `keep` stays on it even when it is asked no more.
    pub(super) async fn of(
        app: &App,
        by: &StaffOf,
        keep: Option<ClinicId>,
    ) -> Result<Self, ReadError> {
        let mut lines = list_clinics(app, by, "").await?;
        lines.retain(|line| line.clinic.retired_at.is_none() || Some(line.clinic.id) == keep);
        Ok(Self(lines))
    }

    /// The lines of the list.
    pub(super) fn clinics(&self) -> Vec<String> {
        self.0.iter().map(|line| self.text(&line.clinic)).collect()
    }

    /// The doctors of each.
    pub(super) fn physicians(&self) -> Vec<Group> {
        let groups = self.0.iter().map(|line| Group {
            clinic: self.text(&line.clinic),
            people: line
                .physicians
                .iter()
                .filter(|physician| physician.retired_at.is_none())
                .map(|physician| Choice::new(physician.id.to_string(), person(physician)))
                .collect(),
        });
        groups.filter(|group| !group.people.is_empty()).collect()
    }

    /// The line of a clinic with this id or code; what is neither stays as typed.
    pub(super) fn line_of(&self, key: &str) -> String {
        let found = self.0.iter().find(|line| line.clinic.id.to_string() == key);
        found.map_or_else(|| key.to_owned(), |line| self.text(&line.clinic))
    }

    /// What a typed line means to the use case: a clinic's id where it is clear which, else
    /// what was typed (a code, or nothing on the roster).
    pub(super) fn key_of(&self, typed: &str) -> String {
        let wanted = search_key(typed);
        let mut meant = self.0.iter().filter(|line| {
            search_key(&self.text(&line.clinic)) == wanted || line.clinic.search_key() == wanted
        });
        match (meant.next(), meant.next()) {
            (Some(line), None) => line.clinic.id.to_string(),
            _ => typed.to_owned(),
        }
    }

    /// A clinic's line: its name, and where that is not enough, its code or address.
    fn text(&self, clinic: &Clinic) -> String {
        let same = |other: &&ClinicLine| other.clinic.name == clinic.name;
        if !clinic.code.is_empty() {
            format!("{}（{}）", clinic.name, clinic.code)
        } else if self.0.iter().filter(same).count() > 1 {
            format!("{}（{}）", clinic.name, clinic.address)
        } else {
            clinic.name.clone()
        }
    }
}

fn person(physician: &Physician) -> String {
    let name = physician.name.expose();
    if physician.department.is_empty() {
        name.to_owned()
    } else {
        format!("{name}（{}）", physician.department)
    }
}
