//! The room: what is there, what is recorded when.

use crate::world::{World, collect};
use futures_util::stream::StreamExt;
use kairan_access::ReviewerOf;
use kairan_board::{
    CutDownload, Gone, Mark, OpenError, download_all, enter_room, look_at_material, look_at_zip,
    open_material, read_all, settle_progress, take_back_read_all, withdraw_meeting,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::meeting::Place;
use kairan_domain::upload::UploadTarget;
use kairan_domain::viewing::{Manner, ViewingRecord};

async fn record(
    world: &World,
    by: &ReviewerOf,
    version: VersionId,
    manner: Manner,
) -> ViewingRecord {
    let found = world
        .app
        .store
        .viewing(by.meeting(), by.seat(), version, manner)
        .await;
    (*found.unwrap().unwrap()).clone()
}

async fn opened(world: &World, id: MeetingId) -> usize {
    world.app.store.viewings_of(id).await.unwrap().len()
}

#[tokio::test]
async fn opening_is_durable_before_the_first_byte_and_looking_records_nothing() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let by = world.room(&clerk, id, 0).await;
    let room = enter_room(&world.app, &by).await.unwrap();
    let version = room.materials[0].version;

    let facts = look_at_material(&by, version).unwrap();
    assert_eq!(
        (facts.pages, facts.file_name.expose()),
        (100, "審査会資料.pdf")
    );
    assert_eq!(opened(&world, id).await, 0);

    let reading = open_material(&world.app, &by, version, Manner::View, false)
        .await
        .unwrap();
    let kept = record(&world, &by, version, Manner::View).await;
    assert_eq!((kept.times, kept.complete_at), (1, None));
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::MaterialViewed)
    );
    assert_eq!(reading.size, facts.size);
}

#[tokio::test]
async fn what_is_handed_over_is_folded_and_complete_is_the_union_of_ranges() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let by = world.room(&clerk, id, 0).await;
    let version = enter_room(&world.app, &by).await.unwrap().materials[0].version;
    let open = async |partial| {
        let reading = open_material(&world.app, &by, version, Manner::View, partial).await;
        reading.unwrap()
    };

    let reading = open(false).await;
    let half = reading.size / 2;
    let mut first = reading.stream(0..reading.size);
    let got = first.next().await.unwrap().unwrap().len() as u64;
    drop(first);
    settle_progress(&world.app).await;
    let kept = record(&world, &by, version, Manner::View).await;
    assert_eq!(kept.handed.0, [(0, got)]);
    assert_eq!(kept.complete_at, None);

    for range in [half..reading.size, 0..half] {
        let bytes = collect(open(true).await.stream(range.clone()))
            .await
            .unwrap();
        assert_eq!(bytes.len() as u64, range.end - range.start);
    }
    settle_progress(&world.app).await;
    let kept = record(&world, &by, version, Manner::View).await;
    assert_eq!(kept.handed.0, [(0, reading.size)]);
    assert!(kept.complete_at.is_some());
    assert_eq!(kept.times, 1);
}

/// A viewer opens a file on many connections at once. All read the record before the first
/// commit is durable, so all but one find that it has moved.
#[tokio::test]
async fn openings_at_the_same_moment_are_one_and_none_is_refused() {
    let world = World::on_disk().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let by = world.room(&clerk, id, 0).await;
    let version = enter_room(&world.app, &by).await.unwrap().materials[0].version;

    let openings =
        (0..64).map(|_| open_material(&world.app, &by, version, Manner::Download, false));
    let opened = futures_util::future::join_all(openings).await;

    assert_eq!(opened.iter().filter(|opened| opened.is_err()).count(), 0);
    let kept = record(&world, &by, version, Manner::Download).await;
    assert!(
        kept.times < 64,
        "each conflict was decided as a new opening"
    );
}

#[tokio::test]
async fn parts_asked_for_within_the_hour_are_the_same_opening() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let by = world.room(&clerk, id, 0).await;
    let version = enter_room(&world.app, &by).await.unwrap().materials[0].version;
    let open = async |partial| {
        let opened = open_material(&world.app, &by, version, Manner::Download, partial).await;
        opened.unwrap();
        record(&world, &by, version, Manner::Download).await.times
    };

    assert_eq!(open(false).await, 1);
    world.seconds(3599);
    let commits = world.app.store.counts().commits;
    assert_eq!(open(true).await, 1);
    assert_eq!(world.app.store.counts().commits, commits);
    world.seconds(1);
    assert_eq!(open(true).await, 2);
    assert_eq!(open(false).await, 3);
    let downloads = world.events(id).await;
    let downloads = downloads
        .iter()
        .filter(|event| **event == AuditEvent::MaterialDownloaded);
    assert_eq!(downloads.count(), 3);
}

#[tokio::test]
async fn viewing_and_downloading_are_told_apart() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let by = world.room(&clerk, id, 0).await;
    let version = enter_room(&world.app, &by).await.unwrap().materials[0].version;

    for manner in [Manner::View, Manner::Download] {
        open_material(&world.app, &by, version, manner, false)
            .await
            .unwrap();
    }

    assert_eq!(opened(&world, id).await, 2);
}

#[tokio::test]
async fn the_zip_has_every_file_resumes_anywhere_and_records_all() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    world.add(&clerk, id, "審査会資料.pdf", 2).await;
    world.publish(&clerk, id).await;
    let by = world.room(&clerk, id, 0).await;
    let facts = look_at_zip(app, &by).unwrap();
    assert_eq!(opened(&world, id).await, 0);

    let zip = download_all(app, &by, false).await.unwrap();
    assert_eq!((zip.size, zip.etag), (facts.size, facts.etag));
    assert_eq!(opened(&world, id).await, 2);
    let all = collect(zip.stream(0..zip.size)).await.unwrap();

    assert_eq!(all.len() as u64, zip.size);
    assert!(all.starts_with(b"PK\x03\x04"));
    let second = "02_審査会資料.pdf".as_bytes();
    assert!(all.windows(second.len()).any(|name| name == second));
    let again = download_all(app, &by, true).await.unwrap();
    let middle = zip.size / 3;
    let rest = collect(again.stream(middle..zip.size)).await.unwrap();
    assert_eq!(rest, &all[usize::try_from(middle).unwrap()..]);
    settle_progress(app).await;
    let records = app.store.viewings_of(id).await.unwrap();
    assert!(
        records
            .iter()
            .all(|record| record.complete_at.is_some() && record.times == 1)
    );
}

#[tokio::test]
async fn a_download_that_a_replacement_ended_is_told_until_the_new_one_is_opened() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    world.add(&clerk, id, "別紙.pdf", 2).await;
    world.publish(&clerk, id).await;
    let password = world.password(&clerk, id, 0).await;
    let cookie = world.enter(id, 0, &password).await;
    let by = world.inside(&cookie).await.unwrap();
    let first = enter_room(app, &by).await.unwrap().materials.remove(0);
    let zip = download_all(app, &by, false).await.unwrap();
    collect(zip.stream(0..first.size / 2)).await.unwrap();
    drop(zip);
    settle_progress(app).await;
    assert_eq!(
        enter_room(app, &by).await.unwrap().cut,
        CutDownload::default()
    );

    world.hours(1);
    let pdf = kairan_paper::placeholder_pdf("new", 1, 0);
    let target = kairan_domain::upload::UploadTarget::NextVersion(first.id);
    let version = world.upload(&clerk, id, target, ("差替え.pdf", &pdf)).await;

    let by = world.inside(&cookie).await.unwrap();
    let cut = enter_room(app, &by).await.unwrap().cut;
    let numbers = |gone: &[Gone]| gone.iter().map(|it| it.no).collect::<Vec<_>>();
    assert_eq!(
        (numbers(&cut.replaced), numbers(&cut.missing)),
        (vec![1], vec![2])
    );

    open_material(app, &by, version.unwrap(), Manner::View, false)
        .await
        .unwrap();
    let room = enter_room(app, &by).await.unwrap();
    assert_eq!(room.cut, CutDownload::default());
}

#[tokio::test]
async fn marks_show_what_is_new_or_replaced_since_the_reviewer_began() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let password = world.password(&clerk, id, 0).await;
    let cookie = world.enter(id, 0, &password).await;
    let by = world.inside(&cookie).await.unwrap();
    let room = enter_room(app, &by).await.unwrap();
    assert_eq!(room.materials[0].mark, Mark::None);
    assert_eq!(room.office.phone, "043-000-1234");
    let version = room.materials[0].version;
    open_material(app, &by, version, Manner::View, false)
        .await
        .unwrap();

    world.hours(1);
    world.add(&clerk, id, "別紙.pdf", 1).await;
    let pdf = kairan_paper::placeholder_pdf("new", 1, 0);
    let target = kairan_domain::upload::UploadTarget::NextVersion(room.materials[0].id);
    world
        .upload(&clerk, id, target, ("差替え.pdf", &pdf))
        .await
        .unwrap();

    let by = world.inside(&cookie).await.unwrap();
    let room = enter_room(app, &by).await.unwrap();
    let marks: Vec<Mark> = room
        .materials
        .iter()
        .map(|material| material.mark)
        .collect();
    assert_eq!(marks, [Mark::Replaced, Mark::New]);
    assert_eq!(room.new_first.len(), 2);
}

#[tokio::test]
async fn a_replaced_version_and_a_withdrawn_material_have_names_of_their_own() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    world.add(&clerk, id, "別紙.pdf", 1).await;
    world.publish(&clerk, id).await;
    let password = world.password(&clerk, id, 0).await;
    let cookie = world.enter(id, 0, &password).await;
    let room = enter_room(app, &world.inside(&cookie).await.unwrap())
        .await
        .unwrap();
    let (first, second) = (&room.materials[0], &room.materials[1]);

    let pdf = kairan_paper::placeholder_pdf("new", 1, 0);
    let target = kairan_domain::upload::UploadTarget::NextVersion(first.id);
    let current = world
        .upload(&clerk, id, target, ("差替え.pdf", &pdf))
        .await
        .unwrap();
    kairan_board::withdraw_material(app, &clerk.by, id, second.id)
        .await
        .unwrap();

    let by = world.inside(&cookie).await.unwrap();
    let open = async |version| {
        open_material(app, &by, version, Manner::View, false)
            .await
            .err()
    };
    assert_eq!(
        open(first.version).await,
        Some(OpenError::Replaced { current })
    );
    assert_eq!(open(second.version).await, Some(OpenError::Withdrawn));
    assert_eq!(
        open(VersionId::from_bytes([9; 16])).await,
        Some(OpenError::NotFound)
    );
    assert_eq!(open(current).await, None);
}

#[tokio::test]
async fn i_have_read_everything_is_noted_at_the_seat() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 2).await;
    let by = world.room(&clerk, id, 1).await;

    read_all(&world.app, &by).await.unwrap();

    let said = async || {
        let packet = world.packet(id).await;
        let said = |place: usize| match packet.seats[place].place {
            Place::Electronic { read_all_at, .. } => read_all_at,
            Place::Paper { .. } => None,
        };
        (said(0), said(1))
    };
    assert_eq!(said().await, (None, Some(world.now())));

    take_back_read_all(&world.app, &by).await.unwrap();
    assert_eq!(said().await, (None, None));
    let events = world.events(id).await;
    take_back_read_all(&world.app, &by).await.unwrap();
    assert_eq!(
        world.events(id).await,
        events,
        "there is nothing to take back"
    );
    assert_eq!(events.last(), Some(&AuditEvent::ReadAllTakenBack));
}

#[tokio::test]
async fn a_changed_sealed_byte_is_loud_and_never_handed_out() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let by = world.room(&clerk, id, 0).await;
    let version = enter_room(app, &by).await.unwrap().materials[0].version;
    let file = world.packet(id).await.materials[0].versions[0]
        .file
        .to_string();
    let path = app.documents.root().join(&file[24..]).join(&file).join("0");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100_000] ^= 1;
    std::fs::write(&path, bytes).unwrap();

    let reading = open_material(app, &by, version, Manner::View, false)
        .await
        .unwrap();

    assert!(collect(reading.stream(0..reading.size)).await.is_err());
    let first = collect(reading.stream(0..65_536)).await;
    assert_eq!(first.unwrap().len(), 65_536);
}

/// What happens while a reader is in the middle of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meanwhile {
    Nothing,
    Withdrawn,
    Replaced,
    Over,
}

#[tokio::test]
async fn a_stream_under_way_ends_with_the_right_to_it() {
    for what in [
        Meanwhile::Nothing,
        Meanwhile::Withdrawn,
        Meanwhile::Replaced,
        Meanwhile::Over,
    ] {
        let world = World::new().await;
        let clerk = world.clerk("jimu").await;
        let id = world.published(&clerk, 1).await;
        let by = world.room(&clerk, id, 0).await;
        let line = enter_room(&world.app, &by).await.unwrap().materials[0].clone();
        let reading = open_material(&world.app, &by, line.version, Manner::View, false).await;
        let reading = reading.unwrap();
        let zip = download_all(&world.app, &by, false).await.unwrap();
        let mut whole = reading.stream(0..reading.size);
        let mut all = zip.stream(0..zip.size);
        whole.next().await.unwrap().unwrap();
        for _ in 0..2 {
            all.next().await.unwrap().unwrap();
        }

        match what {
            Meanwhile::Nothing => {}
            Meanwhile::Withdrawn => {
                withdraw_meeting(&world.app, &clerk.by, id).await.unwrap();
            }
            Meanwhile::Replaced => {
                let material = world.packet(id).await.materials[0].id;
                let pdf = kairan_paper::placeholder_pdf("b.pdf", 1, 1000);
                let target = UploadTarget::NextVersion(material);
                let replaced = world.upload(&clerk, id, target, ("b.pdf", &pdf)).await;
                replaced.unwrap();
            }
            Meanwhile::Over => world.hours(24 * 30),
        }
        world.seconds(31);

        let rest = [collect(whole).await.is_ok(), collect(all).await.is_ok()];
        assert_eq!(rest, [what == Meanwhile::Nothing; 2], "{what:?}");
    }
}
