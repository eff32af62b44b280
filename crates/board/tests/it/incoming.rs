//! PDFs that another part of the house hands over.

use crate::world::{Clerk, World};
use kairan_board::{Added, UploadError, add_incoming, open_version, withdraw_material};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, OpinionRequestId};
use kairan_domain::incoming::{CaseNo, IncomingMaterial, IncomingPdf, MaterialSource};
use kairan_domain::limits::Limits;
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use kairan_domain::upload::FileFault;
use kairan_paper::placeholder_pdf;
use sha2::{Digest, Sha256};

fn opinion(case_no: &str, pdf: &[u8]) -> IncomingMaterial {
    IncomingMaterial {
        title: SecretText::new(format!("資料{case_no} 主治医意見書")),
        case_no: CaseNo::check(case_no).unwrap(),
        source: MaterialSource::Opinion {
            request: OpinionRequestId::from_bytes([7; 16]),
            version: 1,
        },
        pdf: IncomingPdf {
            size: u64::try_from(pdf.len()).unwrap(),
            pages: 2,
            sha256: Sha256::digest(pdf).into(),
        },
    }
}

async fn add(
    world: &World,
    clerk: &Clerk,
    id: MeetingId,
    (case_no, pdf): (&str, &[u8]),
) -> Result<Added, UploadError> {
    let incoming = opinion(case_no, pdf);
    add_incoming(&world.app, &clerk.by, id, &incoming, pdf.to_vec()).await
}

#[tokio::test]
async fn an_opinion_joins_a_draft_once_however_often_it_is_added() {
    let world = World::new().await;
    let clerk = world.clerk("hanako").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("意見書", 2, 90_000);

    let Ok(Added::New(material)) = add(&world, &clerk, id, ("12", &pdf)).await else {
        panic!("not added");
    };
    let again = add(&world, &clerk, id, ("12", &pdf)).await;
    assert_eq!(again, Ok(Added::Already(material)));

    let meeting = world.meeting(id).await;
    let kept = &meeting.materials()[1];
    assert_eq!((kept.id, kept.versions.len()), (material, 1));
    assert_eq!(kept.title.expose(), "資料12 主治医意見書");
    assert_eq!(kept.case_no, CaseNo::check("12").ok());
    let version = kept.current().unwrap();
    assert_eq!(
        (version.pages, version.file_name.expose()),
        (2, "資料12 主治医意見書.pdf")
    );
    let source = opinion("12", &pdf).source;
    let found = world.app.store.meetings_of_source(world.insurer, &source);
    assert_eq!(found.await.unwrap().len(), 1);

    let open = open_version(&world.app, &clerk.by, id, version.id).await;
    let read = crate::world::collect(open.unwrap().file.stream(0..u64::MAX)).await;
    assert_eq!(read.unwrap(), pdf);
}

#[tokio::test]
async fn a_packet_gets_it_with_a_letter_and_masked_anew_as_its_next_version() {
    let world = World::new().await;
    let clerk = world.clerk("hanako").await;
    let id = world.published(&clerk, 2).await;
    let told = world.notices(id).await.len();
    let (first, anew) = (
        placeholder_pdf("意見書", 2, 90_000),
        placeholder_pdf("意見書の覆い直し", 2, 90_000),
    );

    let added = add(&world, &clerk, id, ("12", &first)).await.unwrap();
    let Added::New(material) = added else {
        panic!("not added: {added:?}");
    };
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::MaterialAdded)
    );
    let waiting = |notice: &NoticeKind| *notice == NoticeKind::Published;
    let notices = world.notices(id).await;
    assert!(
        notices.len() == told && notices.iter().all(|notice| waiting(&notice.kind)),
        "nobody gets a second letter while the first one waits"
    );

    let replaced = add(&world, &clerk, id, ("13", &anew)).await;
    assert_eq!(replaced, Ok(Added::Replaced(material)));
    let meeting = world.meeting(id).await;
    let kept = &meeting.materials()[1];
    assert_eq!(kept.versions.len(), 2);
    assert_eq!(kept.title.expose(), "資料13 主治医意見書");

    let gone = withdraw_material(&world.app, &clerk.by, id, material).await;
    gone.unwrap();
    let again = add(&world, &clerk, id, ("13", &anew)).await;
    assert!(matches!(again, Ok(Added::New(other)) if other != material));
}

#[tokio::test]
async fn other_bytes_too_many_and_other_insurers_are_refused_and_nothing_is_left() {
    let limits = Limits {
        max_materials: 1,
        ..Limits::default()
    };
    let world = World::with(limits).await;
    let clerk = world.clerk("hanako").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("意見書", 2, 90_000);
    let files = async || world.app.documents.list().await.unwrap().len();
    let before = files().await;

    let full = add(&world, &clerk, id, ("12", &pdf)).await;
    assert_eq!(full, Err(FileFault::TooMany { most: 1 }.into()));

    let stranger = world.town("121012", "あおば市").await;
    let stranger = world.clerk_of(stranger, "jiro").await;
    let unknown = add(&world, &stranger, id, ("12", &pdf)).await;
    assert_eq!(unknown, Err(UploadError::NotFound));
    assert_eq!(files().await, before);
}

#[tokio::test]
async fn bytes_that_are_not_those_announced_are_not_kept() {
    let world = World::new().await;
    let clerk = world.clerk("hanako").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("意見書", 2, 90_000);
    let other = placeholder_pdf("別の書類", 2, 90_000);
    let before = world.app.documents.list().await.unwrap().len();

    let incoming = opinion("12", &pdf);
    let refused = add_incoming(&world.app, &clerk.by, id, &incoming, other).await;
    assert_eq!(refused, Err(FileFault::Incomplete.into()));
    assert_eq!(world.app.documents.list().await.unwrap().len(), before);
    assert_eq!(world.meeting(id).await.materials().len(), 1);
}
