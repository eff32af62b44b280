//! What browsers and strangers send that no form of ours would: markup, doubles, foreign posts.

use crate::bad_input::entered;
use http::Method;
use kairan_tests::people::Plan;
use kairan_tests::visitor::Page;
use kairan_tests::world::World;

#[tokio::test]
async fn what_people_type_comes_back_as_text_never_as_markup() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let mut plan = Plan::of(1);
    plan.reviewers[0].0 = "𠮷田 髙﨑<b>\"&amp;".into();
    let (_, answer) = entered(&clerk, &plan, |form| {
        form.set("panel", "<i>甲</i>").set("remark", evil)
    })
    .await;
    let confirm = answer
        .expect(200)
        .showing(evil)
        .showing("𠮷田 髙﨑<b>\"&amp;")
        .showing("<i>甲</i>");
    assert!(!confirm.html().contains("<script>alert") && !confirm.html().contains("<img src=x"));
    let shown = clerk.submit(&confirm.form("/publish")).await.expect(200);
    let password = kairan_tests::html::texts_of_class(shown.html(), "password-big").remove(0);
    world.deliver().await;
    let letter = world.letter_to(&plan.reviewers[0].1);
    assert!(
        !letter.html.contains("<i>甲</i>") && !letter.html.contains("<b>\""),
        "markup in a letter"
    );
    let room = world
        .reviewer(&plan.reviewers[0].1, &password)
        .await
        .get("/room/")
        .await
        .expect(200);
    assert!(room.shows(evil) && !room.html().contains("<script>alert"));
    assert!(
        room.header("content-security-policy")
            .contains("default-src 'none'")
    );
}

#[tokio::test]
async fn browser_back_and_a_double_click_publish_once() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(3)).await;
    let confirm = clerk.confirm(&draft).await.expect(200);
    let publish = confirm.form("/publish");
    let (first, second) = tokio::join!(clerk.submit(&publish), clerk.submit(&publish));
    let back = clerk.submit(&publish).await;
    for page in [&first, &second, &back] {
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.at.starts_with(&draft.path), "{}", page.at);
    }
    let passwords = |page: &Page| kairan_tests::html::texts_of_class(page.html(), "password-big");
    assert_eq!(passwords(&first).len(), 3);
    assert_eq!(
        passwords(&first),
        passwords(&back),
        "a second click changed the passwords"
    );
    world.deliver().await;
    assert_eq!(
        world.letters().len(),
        3,
        "a double click sent letters twice"
    );

    let old = confirm.at.clone();
    let again = clerk.get(&old).await;
    assert!(
        !again.has_form("/publish"),
        "browser back offers to publish again"
    );
    let edit = clerk.get(&draft.at("/edit")).await.expect(200);
    assert_eq!(
        edit.at.split('?').next(),
        Some(draft.path.as_str()),
        "a published meeting opens as a draft"
    );
}

#[tokio::test]
async fn posts_from_elsewhere_are_refused() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(1)).await;
    let page = clerk.get(&draft.at("/edit")).await;
    let form = page
        .form("/edit")
        .set("panel", "よそから")
        .with("intent", "save");
    let body = kairan_tests::visitor::urlencoded(&form.fields).into_bytes();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let foreign: [&[(&str, &str)]; 5] = [
        &[kind, ("origin", "https://evil.example")],
        &[kind, ("origin", "null")],
        &[kind, ("origin", "")],
        &[
            kind,
            ("origin", world.url()),
            ("sec-fetch-site", "cross-site"),
        ],
        &[
            kind,
            ("origin", world.url()),
            ("sec-fetch-site", "same-site"),
        ],
    ];
    for headers in foreign {
        let answer = clerk
            .send(
                Method::POST,
                &draft.at("/edit"),
                headers,
                body.clone(),
                false,
            )
            .await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    let without_token = form.clone().set("csrf", "");
    assert_eq!(clerk.submit(&without_token).await.status, 403);
    let another = world
        .staff("other", kairan_domain::staff::Role::Clerk)
        .await;
    let token = another
        .get("/console/")
        .await
        .form("/console/sign-out")
        .get("csrf")
        .to_owned();
    assert_eq!(
        clerk.submit(&form.clone().set("csrf", &token)).await.status,
        403,
        "another's token was taken"
    );
    clerk.get(&draft.at("/edit")).await.hiding("よそから");
}
