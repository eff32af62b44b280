//! What is killed: publish, replace, mail, withdraw, revive, again and again.

use std::io::{Write, stdout};
use std::path::Path;

use bytes::Bytes;
use futures_util::stream;
use kairan_access::{App, ClerkOf, staff_session};
use kairan_board::{
    NewUpload, append_upload, begin_upload, claim_notices, finish_upload, publish_meeting,
    revive_meeting, settle_notice, withdraw_meeting,
};
use kairan_domain::ids::{MaterialId, MeetingId};
use kairan_domain::notice::Outcome;
use kairan_domain::secret::SecretText;
use kairan_domain::upload::UploadTarget;

use crate::Done;
use crate::cli::Child;
use crate::house::{House, Model, Office, Shared, lay_in, pdf_of};

/// Works until somebody kills it; never answers with success.
pub(crate) async fn live_until_killed(child: &Child) -> Done<bool> {
    let on = House::found_before(&child.home)?.open().await?;
    let office = office(&on.app, &child.home).await?;
    let models = Model::hire(&on.app, &office, 5).await?;
    say("ready")?;
    loop {
        let paper = lay_in(&on.app, &office, pdf_of(100_000)).await?;
        let draft = Shared::drafts(&on.app, &office, &models, &paper, 1).await?;
        let meeting = *draft.first().ok_or("no draft")?;
        say(&format!("draft {meeting}"))?;
        live_through(&on.app, &office.clerk, meeting, paper.id).await?;
    }
}

/// The clerk who signed in when the house was founded.
pub(super) async fn office(app: &App, home: &Path) -> Done<Office> {
    let cookie = std::fs::read_to_string(home.join("cookie"))?;
    let session = staff_session(app, &cookie)
        .await?
        .ok_or("the session is gone")?;
    let clerk = session
        .witness()
        .and_then(|staff| staff.as_clerk())
        .ok_or("no clerk")?;
    Ok(Office {
        clerk,
        cookie,
        csrf: String::new(),
    })
}

/// One meeting's life; every line said is a commit confirmed.
async fn live_through(
    app: &App,
    by: &ClerkOf,
    meeting: MeetingId,
    material: MaterialId,
) -> Done<()> {
    let read = app
        .store
        .meeting(by.insurer(), meeting)
        .await?
        .ok_or("no meeting")?;
    publish_meeting(app, by, meeting, kairan_board::fingerprint(&read)).await?;
    say(&format!("published {meeting}"))?;

    let paper = pdf_of(150_000);
    let new = NewUpload {
        target: UploadTarget::NextVersion(material),
        file_name: "差替え.pdf".to_owned(),
        size: paper.total_bytes(),
    };
    let upload = begin_upload(app, by, meeting, new).await?;
    let bytes = stream::iter(paper.map(|chunk| Done::Ok(Bytes::from(chunk))));
    append_upload(app, by, meeting, upload, 0, bytes).await?;
    finish_upload(app, by, meeting, upload).await?;
    say(&format!("replaced {meeting}"))?;

    for notice in claim_notices(app, 2).await? {
        let taken = Outcome::Accepted(SecretText::new("250 taken"));
        settle_notice(app, &notice, taken).await?;
        say(&format!("sent {}", notice.id))?;
    }

    withdraw_meeting(app, by, meeting).await?;
    say(&format!("withdrawn {meeting}"))?;
    revive_meeting(app, by, meeting).await?;
    say(&format!("revived {meeting}"))
}

/// A line the parent reads even if this process dies at the next instruction.
fn say(words: &str) -> Done<()> {
    let mut out = stdout().lock();
    writeln!(out, "{words}")?;
    Ok(out.flush()?)
}
