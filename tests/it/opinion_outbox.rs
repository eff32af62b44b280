//! What happens to requests for opinions by itself: mails to clinics leave, and after its keep a
//! request is erased whole.

use kairan_domain::staff::Role;
use kairan_tests::people::{Clerk, pdf};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::world::World;

const RECEPTION: &str = "uketsuke@yamada.example.jp";

async fn remind_by_mail(clerk: &Clerk, request: &str) {
    let page = clerk.get(&format!("{request}/reminder")).await.expect(200);
    let form = page.form("/reminder").set("method", "mail");
    let _ = clerk.submit(&form).await.expect(200);
}

#[tokio::test]
async fn a_clinic_is_told_by_mail_without_a_name_and_no_more_once_nothing_is_wanted() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let plan = ClinicPlan {
        mail: RECEPTION,
        ..ClinicPlan::default()
    };
    let _ = clerk.add_clinic(&plan).await;
    let request = clerk.register(&[]).await;
    world.deliver().await;
    remind_by_mail(&clerk, &request).await;
    world.deliver().await;

    let letters = world.letters_to(RECEPTION);
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        assert!(
            letter.subject.contains("主治医意見書"),
            "{}",
            letter.subject
        );
        assert!(letter.text.contains("山田医院") && letter.text.contains("依頼番号"));
        let told = format!("{}{}{}", letter.subject, letter.text, letter.html);
        for secret in ["髙﨑", "𠮷男", "タカサキ", "H000123456", "/o/"] {
            assert!(!told.contains(secret), "{secret}");
        }
    }

    remind_by_mail(&clerk, &request).await;
    let page = clerk.get(&format!("{request}/cancel")).await.expect(200);
    let form = page.form("/cancel").set("reason", "申請の取下げ");
    let _ = clerk.submit(&form).await.expect(200);
    world.deliver().await;
    assert_eq!(world.letters_to(RECEPTION).len(), 2);
}

#[tokio::test]
async fn after_its_keep_a_request_is_gone_with_its_files() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    clerk.receive(&request, &[pdf("紙の意見書", 2)]).await;
    let files = async || world.app().documents.list().await.unwrap().len();
    assert_eq!(files().await, 1);

    world.advance(5 * 366 * 24 * 3600 + 60);
    world.sweep().await;
    assert_eq!(files().await, 0);
    let clerk = world.staff("m.suzuki", Role::Clerk).await;
    let _ = clerk.get(&request).await.expect(404);
}
