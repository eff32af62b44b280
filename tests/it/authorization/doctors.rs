//! The doctors among the callers: with a letter, with a clinic's account.

use super::table::Caller;
use crate::doctors_door::{InHand, clinic_staff, inside, letter, write_soundly};
use kairan_tests::people::Clerk;
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::Visitor;
use kairan_tests::world::World;

/// The letter of a request to which something was handed in, and everybody who comes to it.
pub(super) async fn at_the_doors(
    world: &World,
    clerk: &Clerk,
    clinic: &str,
) -> (InHand, [(Caller, Visitor); 4]) {
    let request = |no| async move {
        let fields = [("insured_no", no), ("name", "髙﨑　𠮷男")];
        let request = clerk.register(&fields).await;
        letter(world, clerk, &request).await
    };
    let own = request("0000000011").await;
    let other = request("0000000012").await;
    let doctor = inside(world, &own).await;
    let check = write_soundly(&doctor, &own.room).await;
    let _ = doctor.submit(&check.form("/submit")).await.expect(200);
    let second = ClinicPlan {
        name: "さくら診療所",
        code: "",
        ..ClinicPlan::default()
    };
    let elsewhere = clerk.add_clinic(&second).await;
    let callers = [
        (Caller::Doctor, doctor),
        (Caller::OtherDoctor, inside(world, &other).await),
        (
            Caller::AtClinic,
            clinic_staff(world, clerk, clinic, "c.one").await,
        ),
        (
            Caller::OtherClinic,
            clinic_staff(world, clerk, &elsewhere, "c.two").await,
        ),
    ];
    (own, callers)
}

/// What stands in the braces of the doctors' addresses.
pub(super) fn places(letter: &InHand) -> [(&'static str, String); 4] {
    let last = |path: &str| {
        path.trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap()
            .to_owned()
    };
    [
        ("token", last(&letter.link)),
        ("key", last(&letter.room)),
        ("number", "1".to_owned()),
        // Of no file: whoever may come in is led on.
        ("file", last(&letter.room)),
    ]
}

/// The cookie of a letter's session or of a clinic's account.
pub(super) fn cookie(visitor: &Visitor) -> Option<String> {
    let cookies = visitor.cookies();
    let mut found = cookies.split("; ").filter_map(|one| one.split_once('='));
    found
        .find(|(name, _)| name.starts_with("kairan_letter_") || *name == "kairan_clinic")
        .map(|(_, value)| value.to_owned())
}
