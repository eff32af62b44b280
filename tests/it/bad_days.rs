//! Days, times and windows that cannot be: refused at the field, right to the minute in Japan.

use crate::bad_input::{at_field, entered, kept};
use kairan_tests::people::Plan;
use kairan_tests::world::World;

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
