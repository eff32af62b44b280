//! Bad input of the registration form, row by row of the table: the sentence at the
//! field, and everything that was entered still there.

use kairan_tests::html::Form;
use kairan_tests::people::{Clerk, Plan, filled, path_of};
use kairan_tests::visitor::Page;
use kairan_tests::world::World;

/// Types the plan, changed, into a fresh draft with one file and goes on to the confirmation.
pub(crate) async fn entered(
    clerk: &Clerk,
    plan: &Plan,
    change: impl FnOnce(Form) -> Form,
) -> (Form, Page) {
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
pub(crate) async fn kept(clerk: &Clerk, typed: &Form, answer: &Page) {
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
pub(crate) fn at_field(answer: &Page, key: &str, words: &[&str]) {
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
