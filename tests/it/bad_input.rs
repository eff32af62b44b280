//! Bad input of the registration form, row by row of the table: the sentence at the
//! field, and everything that was entered still there.

use http::Method;
use kairan_tests::html::Form;
use kairan_tests::people::{Clerk, Plan, filled, path_of};
use kairan_tests::visitor::Page;
use kairan_tests::world::World;

/// Types the plan, changed, into a fresh draft with one file and goes on to the confirmation.
async fn entered(clerk: &Clerk, plan: &Plan, change: impl FnOnce(Form) -> Form) -> (Form, Page) {
    let draft = clerk
        .draft(&Plan {
            files: plan.files.clone(),
            ..Plan::of(plan.reviewers.len())
        })
        .await;
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    let form = change(filled(&page, plan));
    let answer = clerk.press(&form, "confirm").await;
    (form, answer)
}

/// Everything typed is in the form that came back and in the form opened anew.
async fn kept(clerk: &Clerk, typed: &Form, answer: &Page) {
    let again = clerk
        .get(&format!("{}/edit", path_of(answer)))
        .await
        .expect(200);
    for page in [answer, &again] {
        let form = page.form("/edit");
        for name in [
            "held_on",
            "starts_at",
            "meeting_no",
            "panel",
            "reviewer_count",
            "from_on",
            "from_at",
            "until_on",
            "until_at",
            "remark",
            "material_title",
        ] {
            assert_eq!(
                form.all(name),
                typed.all(name),
                "{name} was lost on {}",
                page.at
            );
        }
        for name in ["seat_name", "seat_mail"] {
            let bare = |form: &Form| {
                form.all(name)
                    .iter()
                    .map(|value| value.trim().to_owned())
                    .collect::<Vec<_>>()
            };
            assert_eq!(bare(&form), bare(typed), "{name} was lost on {}", page.at);
        }
    }
}

/// The page must be the form again, with this sentence at this field.
#[track_caller]
fn at_field(answer: &Page, key: &str, words: &[&str]) {
    let error = answer.error_at(key).unwrap_or_else(|| {
        panic!(
            "no sentence at {key} on {} ({}):\n{}",
            answer.at,
            answer.status,
            answer.text()
        )
    });
    for word in words {
        assert!(error.contains(word), "at {key}: {error}");
    }
    assert!(
        answer.html().contains(&format!("href=\"#f-{key}\"")),
        "the summary does not lead to {key}"
    );
}

#[tokio::test]
async fn reviewers_and_their_number_differ() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let plan = Plan {
        count: "5".into(),
        ..Plan::of(3)
    };
    let (form, answer) = entered(&clerk, &plan, |form| form).await;
    at_field(&answer, "reviewer_count", &["5人", "3人"]);
    kept(&clerk, &form, &answer).await;
    for typed in ["0", "-1", "三人", "1.5", "99999999999999999999"] {
        let (form, answer) = entered(
            &clerk,
            &Plan {
                count: typed.into(),
                ..Plan::of(1)
            },
            |form| form,
        )
        .await;
        assert!(
            answer.error_at("reviewer_count").is_some(),
            "{typed} was taken:\n{}",
            answer.text()
        );
        kept(&clerk, &form, &answer).await;
    }
}

#[tokio::test]
async fn two_reviewers_with_the_same_address() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let (form, answer) = entered(&clerk, &Plan::of(3), |form| {
        form.set_nth("seat_mail", 2, "IIN1@clinic.example.jp")
    })
    .await;
    at_field(&answer, "seat_mail-3", &["1人目と同じメールアドレス"]);
    kept(&clerk, &form, &answer).await;
}

#[tokio::test]
async fn malformed_addresses() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let bad = [
        "nakamura",
        "a@b@example.jp",
        "@example.jp",
        "nakamura@",
        "中村@example.jp",
        "a@-example.jp",
    ];
    let (form, answer) = entered(&clerk, &Plan::of(bad.len()), |mut form| {
        for (row, mail) in bad.iter().enumerate() {
            form = form.set_nth("seat_mail", row, mail);
        }
        form
    })
    .await;
    for (row, mail) in bad.iter().enumerate() {
        assert!(
            answer
                .error_at(&format!("seat_mail-{}", row + 1))
                .is_some_and(|error| error.contains("メールアドレス")),
            "{mail} was taken"
        );
    }
    kept(&clerk, &form, &answer).await;
}

#[tokio::test]
async fn full_width_forms_and_spaces_are_put_right_visibly() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(1)).await;
    let page = clerk.get(&draft.at("/edit")).await;
    let form = page
        .form("/edit")
        .set("seat_mail", "　ｎａｋａｍｕｒａ＠example．jp  ")
        .set("meeting_no", "３４")
        .set("reviewer_count", "１");
    let saved = clerk.press(&form, "save").await.expect(200);
    assert_eq!(
        saved.form("/edit").get("seat_mail"),
        "nakamura@example.jp",
        "not put right where it is shown"
    );
    let told = saved
        .correction_at("seat_mail-1")
        .unwrap_or_else(|| panic!("put right in silence:\n{}", saved.text()));
    assert!(told.contains("nakamura@example.jp"), "{told}");
    let confirm = clerk
        .confirm(&draft)
        .await
        .expect(200)
        .showing("公開前の確認");
    assert!(confirm.shows("nakamura@example.jp") && confirm.shows("34"));
}

#[tokio::test]
async fn a_meeting_in_the_past() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let plan = Plan {
        held_on: "2026-11-21",
        window: ["2026-11-20", "09:00", "2026-11-25", "17:00"],
        ..Plan::of(1)
    };
    let (form, answer) = entered(&clerk, &plan, |form| form).await;
    at_field(&answer, "held_on", &["過ぎた日付", "令和8年11月22日(日)"]);
    kept(&clerk, &form, &answer).await;
}

#[tokio::test]
async fn today_is_japans_today_right_to_the_minute() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    // 0:00 to 9:00 in Japan is still yesterday in UTC.
    for (minute, sound) in [
        ("2026-12-02T23:59:59", true),
        ("2026-12-03T00:00:00", true),
        ("2026-12-03T08:59:00", true),
        ("2026-12-03T23:59:59", true),
        ("2026-12-04T00:00:00", false),
        ("2026-12-04T08:59:59", false),
    ] {
        world.set_japan(minute);
        let clerk = if clerk.get("/console/").await.shows("ログアウト") {
            clerk.clone()
        } else {
            world
                .staff(
                    &format!(
                        "h.sato{}",
                        minute.len() + minute.bytes().map(usize::from).sum::<usize>()
                    ),
                    kairan_domain::staff::Role::Clerk,
                )
                .await
        };
        let plan = Plan {
            starts_at: "",
            held_on: "2026-12-03",
            window: ["2026-12-01", "09:00", "2026-12-05", "17:00"],
            ..Plan::of(1)
        };
        let (_, answer) = entered(&clerk, &plan, |form| form).await;
        assert_eq!(
            answer.shows("公開前の確認"),
            sound,
            "{minute}:\n{}",
            answer.text()
        );
        assert_eq!(
            answer.shows("過ぎた日付"),
            !sound,
            "{minute}:\n{}",
            answer.text()
        );
    }
}

#[tokio::test]
async fn a_window_that_ends_before_it_opens_or_before_the_meeting_or_is_over() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    world.set_japan("2026-11-22T09:00:00");
    let cases = [
        (
            ["2026-12-03", "17:00", "2026-12-03", "16:59"],
            "閲覧開始より前",
        ),
        (
            ["2026-12-03", "17:00", "2026-12-03", "17:00"],
            "閲覧開始より前",
        ),
        (
            ["2026-11-25", "09:00", "2026-12-03", "13:29"],
            "審査会の開催より前",
        ),
        (
            ["2026-11-20", "09:00", "2026-11-22", "09:00"],
            "もう過ぎています",
        ),
        (
            ["2026-11-25", "00:00", "2026-11-24", "08:59"],
            "閲覧開始より前",
        ),
    ];
    for (window, words) in cases {
        let (form, answer) = entered(
            &clerk,
            &Plan {
                window,
                ..Plan::of(1)
            },
            |form| form,
        )
        .await;
        at_field(&answer, "until_on", &[]);
        assert!(answer.shows(words), "{window:?}:\n{}", answer.text());
        kept(&clerk, &form, &answer).await;
    }
    let night = Plan {
        starts_at: "08:30",
        window: ["2026-12-03", "00:00", "2026-12-03", "08:30"],
        ..Plan::of(1)
    };
    let (_, answer) = entered(&clerk, &night, |form| form).await;
    let _ = answer.expect(200).showing("公開前の確認");
}

#[tokio::test]
async fn days_and_times_that_are_none() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let (form, answer) = entered(&clerk, &Plan::of(1), |form| {
        form.set("held_on", "2026-02-30")
            .set("starts_at", "25:00")
            .set("from_on", "あした")
            .set("until_at", "9時半過ぎ")
    })
    .await;
    for (key, words) in [
        ("held_on", "日付として読み取れません"),
        ("starts_at", "時刻として読み取れません"),
        ("from_on", "読み取れません"),
        ("until_on", "読み取れません"),
    ] {
        at_field(&answer, key, &[words]);
    }
    kept(&clerk, &form, &answer).await;
    let (_, answer) = entered(&clerk, &Plan::of(1), |form| {
        form.set("held_on", "令和８年１２月３日")
            .set("starts_at", "午後1時30分")
    })
    .await;
    let _ = answer
        .expect(200)
        .showing("令和8年12月3日(木)")
        .showing("午後1時30分");
}

#[tokio::test]
async fn passwords_that_are_short_common_or_the_address_itself() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let bad = [
        "mijikai",
        "iin2@clinic.example.jp",
        "password123",
        "令和8年12月3日",
        "20261203",
        "abcdefghij",
    ];
    let (form, answer) = entered(&clerk, &Plan::of(bad.len()), |mut form| {
        for (row, password) in bad.iter().enumerate() {
            form = form.set_nth("seat_password_choice", row, "type").set_nth(
                "seat_password",
                row,
                password,
            );
        }
        form
    })
    .await;
    for (row, password) in bad.iter().enumerate() {
        assert!(
            answer
                .error_at(&format!("seat_password-{}", row + 1))
                .is_some_and(|error| error.contains("パスワード")),
            "{password} was taken:\n{}",
            answer.text()
        );
    }
    assert_eq!(
        answer.form("/edit").all("seat_password_choice"),
        form.all("seat_password_choice"),
        "the choice was lost"
    );
    let (_, answer) = entered(&clerk, &Plan::of(1), |form| {
        form.set("seat_password_choice", "type")
            .set("seat_password", "ひがしやま-くすのき-812")
    })
    .await;
    let _ = answer
        .expect(200)
        .showing("公開前の確認")
        .showing("ひがしやま-くすのき-812");
}

#[tokio::test]
async fn a_number_that_was_used_this_year() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.publish(&Plan::of(1)).await;
    let (form, answer) = entered(
        &clerk,
        &Plan {
            held_on: "2026-12-10",
            window: ["2026-11-22", "09:00", "2026-12-10", "17:00"],
            ..Plan::of(1)
        },
        |form| form,
    )
    .await;
    at_field(&answer, "meeting_no", &["今年度すでに使われています"]);
    kept(&clerk, &form, &answer).await;
    let next_year = Plan {
        held_on: "2027-04-08",
        window: ["2027-03-25", "09:00", "2027-04-08", "17:00"],
        ..Plan::of(1)
    };
    let (_, answer) = entered(&clerk, &next_year, |form| form).await;
    let _ = answer.expect(200).showing("公開前の確認");
}

#[tokio::test]
async fn nothing_at_all_and_far_too_much() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let page = clerk.new_draft().await;
    let answer = clerk.press(&page.form("/edit"), "confirm").await;
    assert!(
        answer.error_at("held_on").is_some() && answer.error_at("files").is_some(),
        "{}",
        answer.text()
    );
    assert!(answer.errors().len() >= 3, "{:?}", answer.errors());

    let long = "介護".repeat(600);
    let (form, answer) = entered(&clerk, &Plan::of(1), |form| {
        form.set("panel", &long)
            .set("remark", &long)
            .set("seat_name", &long)
            .set("meeting_no", &long)
            .set("material_title", &"介護".repeat(100))
    })
    .await;
    for key in [
        "panel",
        "remark",
        "seat_name-1",
        "meeting_no",
        "material_title-1",
    ] {
        at_field(&answer, key, &["長すぎます"]);
    }
    kept(&clerk, &form, &answer).await;
}

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
