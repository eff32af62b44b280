//! The disk runs full under a doctor's opinion: saving, uploading and submitting are refused in
//! words, what was kept stays, and everything works again once there is room.

use crate::doctors_door::{asked, inside, write_soundly};
use kairan::config::ByteSize;
use kairan_domain::opinion::id::SPECIAL_NOTES;
use kairan_tests::mount::Mount;
use kairan_tests::people::pdf;
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::Chosen;
use kairan_tests::world::World;

const WORDS: &str = "空きが足りない";

#[tokio::test]
async fn a_doctor_is_told_loses_nothing_and_goes_on() {
    let mut world = World::start().await;
    let (clerk, request, letter) = asked(&world).await;
    let doctor = inside(&world, &letter).await;
    let check = write_soundly(&doctor, &letter.room).await;
    let write = format!("{}write", letter.room);
    let upload = format!("{}upload", letter.room);
    world
        .reconfigure(|config| config.data.reserve = ByteSize(1 << 60))
        .await;

    let form = doctor.get(&write).await.expect(200).form("/write");
    let form = form.set("special_notes", "ディスクがいっぱいのときの文");
    let refused = doctor.submit(&form).await.expect(503).showing(WORDS);
    let kept = refused.form("/write");
    assert_eq!(kept.get("special_notes"), "ディスクがいっぱいのときの文");
    assert_eq!(kept.get("diagnosis.1.name"), "脳梗塞後遺症");
    let refused = doctor.submit(&check.form("/submit")).await.expect(503);
    assert!(refused.showing(WORDS).has_form("/submit"));
    let files = doctor.get(&upload).await.expect(200).form("/upload");
    let bytes = pdf("主治医意見書", 1);
    let file = || Chosen {
        name: "意見書.pdf",
        bytes: &bytes,
    };
    let refused = doctor.submit_files(&upload, &files, &[file()]).await;
    let _ = refused.showing(WORDS);
    let arrival = clerk.arrive(&request, std::slice::from_ref(&bytes)).await;
    let _ = arrival.showing("空き");
    let typed = clerk.type_request(&[("insured_no", "0001234567")]).await;
    assert!(typed.shows("空き"), "{}", typed.text());
    let app = world.app();
    assert_eq!(app.documents.list().await.unwrap().len(), 0);

    world
        .reconfigure(|config| config.data.reserve = ByteSize(1 << 20))
        .await;
    let _ = doctor.submit(&kept).await.expect(200);
    let check = doctor.get(&format!("{}check", letter.room)).await;
    let done = doctor.submit(&check.expect(200).form("/submit")).await;
    let _ = done.expect(200).showing("提出を受け付けました");
}

#[tokio::test]
async fn a_disk_that_is_full_takes_no_half_a_draft() {
    let Some(mount) = Mount::tmpfs("40m") else {
        return;
    };
    let folder = mount.path().join("data");
    let world = World::with(|config| {
        config.data.folder = folder;
        config.data.reserve = ByteSize::mib(8);
    })
    .await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let letter = crate::doctors_door::letter(&world, &clerk, &request).await;
    let doctor = inside(&world, &letter).await;
    let write = format!("{}write", letter.room);
    let form = doctor.get(&write).await.expect(200).form("/write");
    let _ = doctor.submit(&form.set("special_notes", "前")).await;

    let filler = mount.path().join("filler");
    let left = 40_000_000 - mount.used();
    let size = usize::try_from(left.saturating_sub(6_000_000)).unwrap();
    std::fs::write(&filler, vec![7; size]).unwrap();
    let form = doctor.get(&write).await.expect(200).form("/write");
    let form = form.set("special_notes", "後");
    let refused = doctor.submit(&form).await.expect(503).showing(WORDS);
    assert!(world.app().store.healthy(), "full below the engine");
    let id = request.rsplit('/').next().unwrap().parse().unwrap();
    let draft = world.app().store.opinion_draft(world.insurer, id).await;
    assert_eq!(draft.unwrap().unwrap().texts.text(SPECIAL_NOTES), "前");

    std::fs::remove_file(&filler).unwrap();
    let _ = doctor.submit(&refused.form("/write")).await.expect(200);
    let form = doctor.get(&write).await.expect(200).form("/write");
    assert_eq!(form.get("special_notes"), "後");
}
