//! PDFs that another part of the house hands over.

use crate::world::{Clerk, World};
use jiff::civil::date;
use kairan_board::{Added, UploadError, add_incoming, open_version, withdraw_material};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::ids::{ClinicId, MeetingId, OpinionRequestId};
use kairan_domain::incoming::{CaseNo, IncomingMaterial, IncomingPdf, MaterialSource};
use kairan_domain::insured::{Insured, InsuredNo, Sex};
use kairan_domain::insurer::InsurerNo;
use kairan_domain::limits::Limits;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion_request::{
    ApplicationKind, CareSetting, DoctorKind, OpinionRequest, OpinionTimes, RequestKind,
    RequestPlan, Stage,
};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_domain::upload::FileFault;
use kairan_paper::placeholder_pdf;
use kairan_store::{Changes, CommitError, Versioned};
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

/// The request of [`opinion`], accepted.
async fn accepted(world: &World) -> Versioned<OpinionRequest> {
    let clerk = world.clerk("uketsuke").await;
    let insured = Insured {
        insurer_no: InsurerNo::check("121004").unwrap(),
        number: InsuredNo::check("H000123456").unwrap(),
        name: PersonName::check("辻 花子", 40).unwrap(),
        kana: PersonName::check("つじ はなこ", 40).unwrap(),
        birth_date: date(1941, 5, 6),
        sex: Sex::Female,
        postal_code: SecretText::new(""),
        address: SecretText::new("例示市1-2-3"),
        phone: SecretText::new(""),
    };
    let now = world.app.now();
    let id = OpinionRequestId::from_bytes([7; 16]);
    let request = OpinionRequest {
        id,
        insurer: world.insurer,
        plan: RequestPlan {
            insured,
            applied_on: date(2026, 11, 16),
            application: ApplicationKind::New,
            kind: RequestKind::First,
            times: OpinionTimes::First,
            care: CareSetting::Home,
            doctor: DoctorKind::Attending,
            clinic: ClinicId::from_bytes([8; 16]),
            physician: None,
            requested_on: date(2026, 11, 16),
            due_on: date(2026, 11, 30),
        },
        made_at: now,
        made_by: clerk.by.author(),
        letter: None,
        versions: Vec::new(),
        reminders: Vec::new(),
        waiting: None,
        stage: Stage::Accepted { at: now },
    };
    let event = AuditEvent::OpinionAccepted;
    let audit = AuditRecord::new(Some(world.insurer), now, clerk.by.actor(), event);
    let mut changes = Changes::new(audit.of_request(id));
    changes.insert(request);
    world.app.store.commit(changes).await.unwrap();
    let kept = world.app.store.opinion_request(world.insurer, id).await;
    kept.unwrap().unwrap()
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
    let before = accepted(&world).await;

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

    // Whoever read the request before cannot take the acceptance back on what was read.
    let mut request = (*before).clone();
    request.take_back_acceptance().unwrap();
    let taken_back = store_request(&world, &clerk, &before, request).await;
    assert!(matches!(taken_back, Err(CommitError::Conflict(_))));
}

/// Commits a request as somebody would who read it as `read`.
async fn store_request(
    world: &World,
    clerk: &Clerk,
    read: &Versioned<OpinionRequest>,
    request: OpinionRequest,
) -> Result<(), CommitError> {
    let event = AuditEvent::AcceptanceTakenBack;
    let audit = AuditRecord::new(
        Some(world.insurer),
        world.app.now(),
        clerk.by.actor(),
        event,
    );
    let mut changes = Changes::new(audit.of_request(request.id));
    changes.update(read, request);
    world.app.store.commit(changes).await
}

#[tokio::test]
async fn an_opinion_whose_acceptance_is_taken_back_meanwhile_does_not_come_in() {
    let world = World::new().await;
    let clerk = world.clerk("hanako").await;
    let id = world.draft(&clerk, 1).await;
    let pdf = placeholder_pdf("意見書", 2, 90_000);
    let read = accepted(&world).await;
    let mut request = (*read).clone();
    request.take_back_acceptance().unwrap();
    store_request(&world, &clerk, &read, request).await.unwrap();
    let before = world.app.documents.list().await.unwrap().len();

    let refused = add(&world, &clerk, id, ("12", &pdf)).await;
    assert_eq!(refused, Err(UploadError::SourceGone));
    assert_eq!(world.app.documents.list().await.unwrap().len(), before);
    assert_eq!(world.meeting(id).await.materials().len(), 1);
}

#[tokio::test]
async fn a_packet_gets_it_with_a_letter_and_masked_anew_as_its_next_version() {
    let world = World::new().await;
    let clerk = world.clerk("hanako").await;
    let id = world.published(&clerk, 2).await;
    let _ = accepted(&world).await;
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
