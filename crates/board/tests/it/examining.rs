//! What materials carry unseen is found and taken away before a reviewer gets them.

use crate::world::{Clerk, World};
use futures_util::StreamExt;
use kairan_board::{
    DecideError, PublishError, SeenPage, clean_material, confirm_material, examine_waiting,
    keep_material, open_material, open_original, preview_publish, publish_meeting, remove_material,
    see_page, see_unseen,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::examination::{Examined, FindingKind, Given, NotExamined};
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::material::MaterialVersion;
use kairan_domain::upload::UploadTarget;
use kairan_domain::viewing::Manner;
use kairan_paper::placeholder_pdf;

const NAME: &str = "TANAKA HANAKO";

/// A page that draws this, described by these entries.
fn pdf(draws: &str, about: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R\
         /Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{draws}\nendstream", draws.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<<{about}>>"),
    ];
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut rows = String::new();
    for (n, object) in objects.iter().enumerate() {
        std::fmt::Write::write_fmt(&mut rows, format_args!("{:010} 00000 n \n", file.len()))
            .unwrap();
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let start = file.len();
    file.extend(
        format!(
            "xref\n0 7\n0000000000 65535 f \n{rows}trailer\n<</Size 7/Root 1 0 R/Info 6 0 R>>\n\
             startxref\n{start}\n%%EOF\n"
        )
        .into_bytes(),
    );
    file
}

/// A black box over a living name, made by somebody.
fn covered() -> Vec<u8> {
    let draws = format!(
        "BT /F 12 Tf 20 150 Td (Seen by all) Tj ET BT /F 12 Tf 20 100 Td ({NAME}) Tj ET \
         0 g 15 90 160 25 re f"
    );
    pdf(
        &draws,
        &format!("/Author({NAME})/Title(Microsoft Word - a.docx)"),
    )
}

fn described() -> Vec<u8> {
    let draws = "BT /F 12 Tf 20 150 Td (Seen by all) Tj ET";
    pdf(draws, &format!("/Author({NAME})"))
}

fn holds_name(bytes: &[u8]) -> bool {
    bytes
        .windows(NAME.len())
        .any(|part| part == NAME.as_bytes())
}

async fn add(world: &World, clerk: &Clerk, id: MeetingId, bytes: &[u8]) -> VersionId {
    let target = UploadTarget::NewMaterial;
    let added = world.upload(clerk, id, target, ("資料2.pdf", bytes)).await;
    added.unwrap()
}

async fn version(world: &World, id: MeetingId, version: VersionId) -> MaterialVersion {
    let meeting = world.meeting(id).await;
    let mut versions = meeting.materials().iter().flat_map(|kept| &kept.versions);
    versions.find(|kept| kept.id == version).unwrap().clone()
}

async fn seen_number(world: &World, clerk: &Clerk, id: MeetingId) -> u64 {
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id).await;
    preview.unwrap().fingerprint
}

/// What a reviewer gets.
async fn read(world: &World, clerk: &Clerk, id: MeetingId, version: VersionId) -> Vec<u8> {
    let by = world.room(clerk, id, 0).await;
    let opened = open_material(&world.app, &by, version, Manner::Download, false).await;
    let reading = opened.unwrap();
    let mut bytes = reading.stream(0..reading.size);
    let mut all = Vec::new();
    while let Some(next) = bytes.next().await {
        all.extend_from_slice(&next.unwrap());
    }
    all
}

#[tokio::test]
async fn who_made_a_material_is_taken_out_of_what_reviewers_get_without_asking() {
    let world = World::examining().await;
    let clerk = world.clerk("jimu").await;
    let id = world.bare(&clerk, 1).await;
    let brought = described();
    let added = add(&world, &clerk, id, &brought).await;
    assert_eq!(version(&world, id, added).await.examined, Examined::Waiting);

    world.publish(&clerk, id).await;

    let kept = version(&world, id, added).await;
    let Examined::Done(done) = &kept.examined else {
        panic!("{:?}", kept.examined)
    };
    assert_eq!(done.given, Given::WithoutMetadata);
    assert!(!done.waits());
    let given = read(&world, &clerk, id, added).await;
    assert!(given.starts_with(b"%PDF-") && !holds_name(&given));
    // The clerk still has what was brought, sealed like everything else.
    let (_, file) = open_original(&world.app, &clerk.by, id, added)
        .await
        .unwrap();
    assert_eq!(file.size, u64::try_from(brought.len()).unwrap());
    assert_eq!(kept.brought().sha256, kept.original.unwrap().sha256);
}

#[tokio::test]
async fn a_hidden_name_is_decided_about_before_publishing() {
    let world = World::examining().await;
    let clerk = world.clerk("jimu").await;
    let id = world.bare(&clerk, 1).await;
    let added = add(&world, &clerk, id, &covered()).await;
    let (app, by) = (&world.app, &clerk.by);
    let seen = seen_number(&world, &clerk, id).await;

    let refused = publish_meeting(app, by, id, seen).await;

    assert_eq!(refused, Err(PublishError::Undecided));
    let unseen = see_unseen(app, by, id, added).await.unwrap();
    let line = unseen.lines.iter();
    let mut line = line.filter(|line| line.finding.kind == FindingKind::CoveredText);
    let line = line.next().unwrap();
    assert_eq!((line.words.expose(), line.finding.page), (NAME, Some(1)));
    let framed = Some(vec![line.finding.place.unwrap()]);
    let picture = see_page(app, by, id, added, SeenPage { no: 1, framed }).await;
    assert!(picture.unwrap().starts_with(b"\x89PNG"));

    // Nothing can be confirmed before there is a copy.
    let early = confirm_material(app, by, id, added).await;
    assert_eq!(early, Err(DecideError::NoCopy));
    assert_eq!(clean_material(app, by, id, added).await, Ok(vec![1]));
    let refused = publish_meeting(app, by, id, seen).await;
    assert_eq!(refused, Err(PublishError::Undecided));
    confirm_material(app, by, id, added).await.unwrap();
    let seen = seen_number(&world, &clerk, id).await;
    publish_meeting(app, by, id, seen).await.unwrap();

    let events = world.events(id).await;
    assert!(events.contains(&AuditEvent::MaterialCleaned));
    assert!(events.contains(&AuditEvent::MaterialChecked));
    assert!(!holds_name(&read(&world, &clerk, id, added).await));
}

#[tokio::test]
async fn a_material_is_kept_as_it_is_with_a_reason() {
    let world = World::examining().await;
    let clerk = world.clerk("jimu").await;
    let id = world.bare(&clerk, 1).await;
    let added = add(&world, &clerk, id, &covered()).await;
    let (app, by) = (&world.app, &clerk.by);
    examine_waiting(app, world.insurer, id).await.unwrap();

    let silent = keep_material(app, by, id, added, "　").await;
    assert_eq!(silent, Err(DecideError::NoReason));
    clean_material(app, by, id, added).await.unwrap();
    keep_material(app, by, id, added, "委員が様式を使うため")
        .await
        .unwrap();

    let Examined::Done(done) = version(&world, id, added).await.examined else {
        panic!("not examined")
    };
    let reason = done.decision.unwrap().reason.unwrap();
    assert_eq!(reason.expose(), "委員が様式を使うため");
    assert_eq!(done.given, Given::WithoutMetadata);
    assert!(world.events(id).await.contains(&AuditEvent::MaterialKept));
    world.publish(&clerk, id).await;
    let given = read(&world, &clerk, id, added).await;
    // The text is there, as decided; who made the file is not.
    assert!(!given.windows(7).any(|part| part == b"/Author"));
}

#[tokio::test]
async fn what_comes_into_a_published_meeting_is_clean_before_it_is_read() {
    let world = World::examining().await;
    let clerk = world.clerk("jimu").await;
    let id = world.bare(&clerk, 1).await;
    add(&world, &clerk, id, &described()).await;
    world.publish(&clerk, id).await;

    let added = add(&world, &clerk, id, &covered()).await;

    assert!(!holds_name(&read(&world, &clerk, id, added).await));
    let kept = version(&world, id, added).await;
    let Examined::Done(done) = &kept.examined else {
        panic!("{:?}", kept.examined)
    };
    assert_eq!(done.given, Given::Clean { pictures: vec![1] });
    assert!(!done.waits());
}

#[tokio::test]
async fn a_file_that_cannot_be_looked_at_is_told_and_holds_nothing_up() {
    let world = World::examining().await;
    let clerk = world.clerk("jimu").await;
    let id = world.bare(&clerk, 1).await;
    let large = placeholder_pdf("large", 3, 65 * 1024 * 1024);
    let added = add(&world, &clerk, id, &large).await;

    world.publish(&clerk, id).await;

    let examined = version(&world, id, added).await.examined;
    assert_eq!(examined, Examined::Not(NotExamined::Limit));
    assert_eq!(read(&world, &clerk, id, added).await, large);
}

#[tokio::test]
async fn an_original_goes_with_its_material() {
    let world = World::examining().await;
    let clerk = world.clerk("jimu").await;
    let id = world.bare(&clerk, 1).await;
    let added = add(&world, &clerk, id, &described()).await;
    examine_waiting(&world.app, world.insurer, id)
        .await
        .unwrap();
    let kept = version(&world, id, added).await;
    let files: Vec<_> = kept.files().map(|(file, _)| file).collect();
    assert_eq!(files.len(), 2);
    let material = world.meeting(id).await.materials()[0].id;

    remove_material(&world.app, &clerk.by, id, material)
        .await
        .unwrap();

    let gone = open_original(&world.app, &clerk.by, id, added).await;
    assert!(gone.is_err());
    for file in files {
        assert_eq!(world.app.documents.size(file).await.unwrap(), 0);
    }
}
