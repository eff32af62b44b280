//! `/clinic/requests`: what the clinic is asked, what is due first in front; what was handed in
//! stays to be read.

use super::caller::Signed;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_domain::date;
use kairan_domain::opinion_request::{DaysLeft, RequestState};
use kairan_domain::words;
use kairan_opinion::{RequestRow, list_for_clinic};
use minijinja::{Value, context};

/// GET.
pub(super) async fn show(State(site): State<Site>, signed: Signed) -> Reply {
    let list = list_for_clinic(site.app(), &signed.by).await?;
    let rows = |rows: &[RequestRow]| rows.iter().map(row).collect::<Vec<Value>>();
    let office = &list.office;
    let page = context! {
        csrf => signed.csrf,
        insurer => office.insurer.as_str(),
        office => context! { name => office.office.as_str(), phone => office.phone.as_str(), hours => () },
        me => context! { name => signed.by.name().expose(), clinic => list.clinic.as_str() },
        to_write => rows(&list.to_write),
        waiting => rows(&list.waiting),
        accepted => rows(&list.accepted),
    };
    Ok(site.page(StatusCode::OK, "clinic/requests.html", page))
}

fn row(row: &RequestRow) -> Value {
    let badge = match row.state {
        RequestState::SentBack => context! { kind => "warn", text => "差戻し" },
        RequestState::Drafting => context! { kind => "info", text => "書きかけ" },
        RequestState::Submitted => context! { kind => "good", text => "提出済み" },
        RequestState::Accepted => context! { kind => "good", text => "受領済み" },
        _ => context! { kind => "plain", text => "まだ書いていません" },
    };
    let badge = match row.files_wait {
        Some(_) => context! { kind => "warn", text => "ファイルの提出がまだ" },
        None => badge,
    };
    let received = row.received.as_ref().filter(|_| !row.state.is_writable());
    let over = matches!(row.days_left, DaysLeft::Over(_));
    context! {
        url => format!("/opinion/{}/", row.id),
        name => row.name.expose(),
        kana => row.kana.expose(),
        physician => row.physician.as_ref().map(kairan_domain::staff::PersonName::expose),
        reference => row.reference.as_str(),
        due => date::wareki(row.due_on),
        left => words::days_left(row.days_left),
        over => over && row.state.is_writable(),
        badge,
        received => received.map(|(at, number)| {
            context! { at => date::short_minute(*at), number => number.as_str(), late => row.late }
        }),
    }
}
