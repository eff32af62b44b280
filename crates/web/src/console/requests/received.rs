//! A clinic or a doctor put on the roster from a request's form. Everything else of the form
//! stays as typed.

use super::edit_view::With;
use crate::console::caller::Clerk;
use crate::console::clinics;
use crate::console::fields::{self, Fields, Told};
use crate::console::said::Notice;
use crate::site::Site;
use kairan_domain::ids::ClinicId;
use kairan_domain::opinion_request::RawOpinionRequest;
use kairan_opinion::{save_clinic, save_physician};
use serde::Serialize;

/// `adding` of the template.
#[derive(Default, Serialize)]
pub(super) struct Adding {
    name: String,
    code: String,
    postal_code: String,
    address: String,
    phone: String,
    fax: String,
    physician: String,
    department: String,
}

impl Adding {
    pub(super) fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            name: text("new_name"),
            code: text("new_code"),
            postal_code: text("new_postal_code"),
            address: text("new_address"),
            phone: text("new_phone"),
            fax: text("new_fax"),
            physician: text("new_physician"),
            department: text("new_department"),
        }
    }

    /// What was typed as the clinic is most likely its name.
    pub(super) fn name_if_empty(&mut self, typed: &str) {
        if self.name.is_empty() {
            typed.clone_into(&mut self.name);
        }
    }
}

const KEYS: [&str; 3] = ["new_physician", "new_department", "new_code_of_physician"];

/// Puts on the roster what the pressed button means, and chooses it in `raw`.
pub(super) async fn add_to_roster(
    site: &Site,
    clerk: &Clerk,
    fields: &Fields,
    raw: &mut RawOpinionRequest,
) -> With {
    if fields.text("intent") == "add_clinic" {
        add_clinic(site, clerk, fields, raw).await
    } else {
        add_physician(site, clerk, fields, raw).await
    }
}

async fn add_clinic(
    site: &Site,
    clerk: &Clerk,
    fields: &Fields,
    raw: &mut RawOpinionRequest,
) -> With {
    let typed = clinics::typed_clinic(fields, "new_");
    match save_clinic(site.app(), &clerk.by, None, &typed).await {
        Ok(id) => {
            raw.clinic = id.to_string();
            raw.physician = String::new();
            added("名簿に加えて、依頼先にしました。続きを入れて登録してください。")
        }
        Err(error) => refused(fields, "clinic", clinics::clinic_refused(error, "new_")),
    }
}

async fn add_physician(
    site: &Site,
    clerk: &Clerk,
    fields: &Fields,
    raw: &mut RawOpinionRequest,
) -> With {
    let Ok(clinic) = raw.clinic.parse::<ClinicId>() else {
        let at = fields::At::new("clinic", NO_CLINIC);
        let told = Some(Told::faulty(vec![at]));
        return refused(fields, "physician", told);
    };
    let typed = clinics::typed_physician(fields, KEYS);
    match save_physician(site.app(), &clerk.by, clinic, None, &typed).await {
        Ok(id) => {
            raw.physician = id.to_string();
            added("医師を名簿に加えて、依頼先にしました。続きを入れて登録してください。")
        }
        Err(error) => refused(fields, "physician", clinics::physician_refused(error, KEYS)),
    }
}

const NO_CLINIC: &str =
    "先に、医療機関を名簿から選んでください。医師はその医療機関の医師として加えます。";

fn added(text: &'static str) -> With {
    With::added(Notice::good(text))
}

fn refused(fields: &Fields, open: &'static str, told: Option<Told>) -> With {
    let gone = || {
        let at = fields::At::new("clinic", NO_CLINIC);
        Told::faulty(vec![at])
    };
    With::refused(Adding::of(fields), open, told.unwrap_or_else(gone))
}
