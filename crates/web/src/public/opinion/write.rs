//! `/opinion/{key}/write`: the form. It saves itself, field by field; without scripts its
//! button saves all of it.
//!
//! A page carries marks of what it showed (`seen`). What two people wrote in different fields
//! is both kept; where both wrote in the same one, both texts stand on the page.

use super::caller::Doctor;
use super::draft_page::DraftPage;
use super::saved::Answer;
use crate::console::fields::Fields;
use crate::console::posted::Form;
use crate::console::reply::{go, problem, wants_json};
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use http::{HeaderMap, StatusCode};
use kairan_domain::opinion::{
    Field, FieldId, FormEdition, RawOpinion, field_named, fields, leftovers,
};
use kairan_domain::opinion_request::{Edits, Seen};
use kairan_domain::words;
use kairan_opinion::{WritingError, open_writing, save_writing};
use serde::Deserialize;

/// What stands behind the address: `?tell=1`: faults stand at their fields; `?taken=3`: so many
/// fields were filled a moment ago; `&unread=…`: of these fields the file could not be read whole;
/// `&replaced=…`: in these something else had been typed.
#[derive(Deserialize)]
pub(super) struct Told {
    #[serde(default)]
    tell: String,
    taken: Option<usize>,
    #[serde(default)]
    unread: String,
    #[serde(default)]
    replaced: String,
}

fn named(list: &str) -> Vec<&'static Field> {
    list.split(',').filter_map(field_named).collect()
}

/// GET.
pub(super) async fn show(
    State(site): State<Site>,
    doctor: Doctor,
    Query(told): Query<Told>,
) -> Reply {
    let writing = open_writing(site.app(), &doctor.by).await?;
    if !writing.asked.is_writable() {
        return Ok(go(&doctor.path("")));
    }
    let mut page = DraftPage::of(&doctor, writing);
    page.tell = !told.tell.is_empty();
    page.taken = told.taken;
    page.unread = named(&told.unread);
    page.replaced = named(&told.replaced);
    Ok(page.reply(&site))
}

/// POST: what stands in the fields.
pub(super) async fn save(
    State(site): State<Site>,
    headers: HeaderMap,
    Form {
        caller: doctor,
        fields,
    }: Form<Doctor>,
) -> Reply {
    let by_script = wants_json(&headers);
    let Some(mut typed) = Typed::of(&fields) else {
        return Ok(crate::refusal::plain(StatusCode::BAD_REQUEST));
    };
    let pressed = pressed(&site, &doctor, &fields, &mut typed).await?;
    let outcome = save_writing(site.app(), &doctor.by, &typed.seen, &typed.edits()).await;
    let tell = fields.ticked("tell");
    match outcome {
        Err(error) => refused(&site, &doctor, (by_script, &typed), error).await,
        Ok(saved) if by_script => {
            let answer = Answer::of(&site, &doctor, (typed.edition, &saved), tell);
            Ok(Json(answer).into_response())
        }
        Ok(saved) if saved.merged.conflicts.is_empty() => {
            let next = match (fields.text("then"), pressed) {
                ("check", _) => "check".to_owned(),
                (_, pressed) => write_again(tell, pressed),
            };
            Ok(go(&doctor.path(&next)))
        }
        Ok(saved) => {
            let writing = open_writing(site.app(), &doctor.by).await?;
            let mut page = DraftPage::of(&doctor, writing);
            page.tell = tell;
            page.show_both(&saved.merged.conflicts);
            Ok(page.reply(&site))
        }
    }
}

/// Buttons at single fields, for pages without scripts: 「内容を消す」 takes what the answer above
/// leaves out, 「新しい内容にする」 what the request says. Answers with the field.
async fn pressed(
    site: &Site,
    doctor: &Doctor,
    sent: &Fields,
    typed: &mut Typed,
) -> Result<Option<FieldId>, Unavailable> {
    if let Some(above) = field_named(sent.text("clear")) {
        for id in leftovers(typed.edition, &typed.raw, above.id) {
            typed.raw.put(id, "");
        }
        return Ok(Some(above.id));
    }
    let Some(head) = field_named(sent.text("take")) else {
        return Ok(None);
    };
    let writing = open_writing(site.app(), &doctor.by).await?;
    let mut differing = writing.differing.iter();
    if let Some(found) = differing.find(|one| one.field == head.id) {
        let texts = found.request.iter().map(|text| text.expose().to_owned());
        typed.raw.put_all(head.id, texts);
    }
    Ok(Some(head.id))
}

/// The form once more: faults stay told, and what was pressed stays in sight.
fn write_again(tell: bool, pressed: Option<FieldId>) -> String {
    let told = if tell { "?tell=1" } else { "" };
    let place = pressed.map_or_else(String::new, |id| format!("#f-{id}"));
    format!("write{told}{place}")
}

/// What a page sent.
struct Typed {
    edition: FormEdition,
    seen: Seen,
    raw: RawOpinion,
    /// The fields a script names as changed; `None`: the whole form.
    named: Option<Vec<FieldId>>,
}

impl Typed {
    /// The fields a script names as changed, or the whole form. `None` for what no page of
    /// ours sends.
    fn of(sent: &Fields) -> Option<Self> {
        let edition = FormEdition::from_code(sent.text("edition"))?;
        let changed = sent.all("changed");
        let ids = changed.iter().map(|name| Some(field_named(name)?.id));
        let named: Vec<FieldId> = ids.collect::<Option<_>>()?;
        let named = (!named.is_empty()).then_some(named);
        let all = || fields(edition).map(|field| field.id).collect();
        let mut raw = RawOpinion::new();
        for id in named.clone().unwrap_or_else(all) {
            let texts = sent.all(id.as_str());
            raw.put_all(id, texts.into_iter().map(str::to_owned));
        }
        Some(Self {
            edition,
            seen: sent.text("seen").parse().ok()?,
            raw,
            named,
        })
    }

    fn edits(&self) -> Edits {
        match &self.named {
            Some(named) => Edits::of(&self.raw, named.iter().copied()),
            None => Edits::whole(self.edition, &self.raw),
        }
    }
}

/// Nothing was saved: a script is told in a sentence; a person finds everything typed back in
/// its field.
async fn refused(
    site: &Site,
    doctor: &Doctor,
    (by_script, typed): (bool, &Typed),
    error: WritingError,
) -> Reply {
    let (status, words) = match error {
        WritingError::NotFound => return Ok(crate::refusal::plain(StatusCode::NOT_FOUND)),
        WritingError::Store(failure) => return Err(failure.into()),
        WritingError::Refused(refusal) => (StatusCode::CONFLICT, words::opinion_refusal(refusal)),
        WritingError::TooMuch { .. } => (StatusCode::UNPROCESSABLE_ENTITY, TOO_MUCH.to_owned()),
        WritingError::Contended => (StatusCode::SERVICE_UNAVAILABLE, CONTENDED.to_owned()),
        WritingError::NoSpace => (StatusCode::SERVICE_UNAVAILABLE, NO_SPACE.to_owned()),
    };
    if by_script {
        return Ok(problem(status, &words));
    }
    let mut writing = open_writing(site.app(), &doctor.by).await?;
    for (id, texts) in typed.raw.iter() {
        let texts = texts.iter().map(|text| text.expose().to_owned());
        writing.raw.put_all(id, texts);
    }
    let mut page = DraftPage::of(doctor, writing);
    page.refused = Some((status, words));
    Ok(page.reply(site))
}

const TOO_MUCH: &str = "書かれた内容が全体で長すぎるため、保存していません。長い欄を短くしてから、もう一度保存してください。";
const CONTENDED: &str = "ほかの保存と重なったため、保存していません。もう一度保存してください。";
const NO_SPACE: &str = "サーバーの空きが足りないため、保存していません。書いた内容は画面に残っています。しばらくしてから、もう一度保存してください。";
