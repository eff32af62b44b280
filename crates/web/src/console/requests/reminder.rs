//! GET and POST `/console/requests/{request}/reminder`: 督促 with its method; one press on the
//! list for a call. GET `…/reminder.pdf`: the letter, the same day again without logging anew.

use super::about::{About, find};
use super::choices::{Choice, methods};
use super::letter::unprinted;
use super::refused::undone;
use super::request_path;
use super::show_view::name;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go_saying, pdf};
use crate::console::said::Said;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{MOST_REASON, OpinionRefusal, ReminderMethod};
use kairan_domain::words;
use kairan_opinion::{ChangeError, RemindError, ReminderLine, draw_reminders, remind};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    phone: Option<String>,
    fax: Option<String>,
    mail: bool,
    before: Vec<String>,
    form: Typed,
    methods: Vec<Choice>,
    max_memo: usize,
    errors: Vec<fields::At>,
}

#[derive(Default, Serialize)]
struct Typed {
    method: String,
    memo: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    let typed = Typed {
        method: ReminderMethod::Phone.code().to_owned(),
        memo: String::new(),
    };
    show(&site, &clerk, id, typed, Vec::new()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let typed = Typed {
        method: fields.text("method").to_owned(),
        memo: fields.text("memo").to_owned(),
    };
    let Some(method) = ReminderMethod::from_code(&typed.method) else {
        let errors = vec![fields::At::new("method", NO_METHOD)];
        return show(&site, &clerk, id, typed, errors).await;
    };
    let errors = match remind(site.app(), &clerk.by, id, method, &typed.memo).await {
        Ok(()) => return Ok(go_saying(&back(&fields, id), said(method))),
        Err(RemindError::NoMail) => vec![fields::At::new("method", NO_MAIL)],
        Err(RemindError::Change(ChangeError::Refused(refusal @ OpinionRefusal::Memo { .. }))) => {
            vec![fields::At::new("memo", words::opinion_refusal(refusal))]
        }
        Err(RemindError::Change(error)) => return undone(error, id),
    };
    show(&site, &clerk, id, typed, errors).await
}

const NO_METHOD: &str = "督促した方法を選んでください。";
const NO_MAIL: &str =
    "この医療機関にはメールアドレスの登録がありません。電話など、ほかの方法を選んでください。";

/// Who pressed on the list goes on there.
fn back(fields: &Fields, id: OpinionRequestId) -> String {
    if fields.text("back") == "list" {
        "/console/requests".to_owned()
    } else {
        request_path(id)
    }
}

fn said(method: ReminderMethod) -> Said {
    match method {
        ReminderMethod::Phone | ReminderMethod::Fax => Said::Reminded,
        ReminderMethod::Letter => Said::RemindedByLetter,
        ReminderMethod::Mail => Said::RemindedByMail,
    }
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    form: Typed,
    errors: Vec<fields::At>,
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    if !page.row.state.is_writable() {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    }
    let status = fields::status(&errors);
    let clinic = &page.clinic;
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mail = clinic.mail.is_some();
    let view = View {
        request: About::of(&page.row),
        phone: filled(&clinic.phone),
        fax: filled(&clinic.fax),
        mail,
        before: page.reminders.iter().rev().map(before).collect(),
        form,
        methods: methods(mail),
        max_memo: MOST_REASON,
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/reminder.html", Here::Requests)
        .status(status)
        .reply(site, &view))
}

fn before(line: &ReminderLine) -> String {
    let (at, by) = (when::short(line.at), name(line.by.as_ref()));
    format!("{at}　{}（{by}）", line.method.label())
}

pub(super) async fn letter(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    match draw_reminders(site.app(), &clerk.by, &[id]).await {
        Ok(letter) => Ok(pdf(letter, "督促状.pdf")),
        Err(error) => unprinted(error, &request_path(id)),
    }
}
