//! Who is there before the first request: the town, its clerk, a clinic and its doctor.

use crate::world::CLINIC;
use kairan_access::{
    App, By, ClerkOf, Door, Operator, RawStaff, add_insurer, add_staff, begin_second_factor,
    change_password, confirm_second_factor, operator, sign_in, staff_session,
};
use kairan_domain::clinic::{RawClinic, RawPhysician};
use kairan_domain::ids::{ClinicId, InsurerId, PhysicianId};
use kairan_domain::insurer::RawInsurer;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::Role;
use kairan_opinion::{save_clinic, save_physician};

pub(crate) async fn town(app: &App) -> InsurerId {
    let raw = RawInsurer {
        number: "121004".to_owned(),
        name: "みどり市".to_owned(),
        office: "みどり市 介護保険課 認定係".to_owned(),
        address: "〒260-0026 みどり市本町一丁目1番1号".to_owned(),
        phone: "043-000-1234".to_owned(),
        mail: "nintei@city.example.jp".to_owned(),
    };
    add_insurer(app, &operator(), &raw).await.unwrap().id
}

pub(crate) async fn clerk_of(
    app: &App,
    operator: &Operator,
    (insurer, login): (InsurerId, &str),
) -> ClerkOf {
    const PASSWORD: &str = "mizu-umi-sora-87";
    let raw = RawStaff {
        login,
        name: "認定 花子",
        role: Role::Clerk,
    };
    let hired = add_staff(app, By::Operator(operator, insurer), raw).await;
    let hired = hired.unwrap();
    let initial = hired.password.expose();
    let (cookie, _) = sign_in(app, Door::Console, login, initial, CLINIC)
        .await
        .unwrap();
    let changed = change_password(app, Door::Console, &cookie.to_text(), initial, PASSWORD).await;
    let cookie = changed.unwrap().0.to_text();
    let set_up = begin_second_factor(app, Door::Console, &cookie)
        .await
        .unwrap();
    let code = set_up.code(app.now()).unwrap();
    let confirmed = confirm_second_factor(app, Door::Console, &cookie, code.expose()).await;
    let cookie = confirmed.unwrap().0.to_text();
    let session = staff_session(app, &cookie).await.unwrap().unwrap();
    session.witness().unwrap().as_clerk().unwrap()
}

pub(crate) async fn roster(app: &App, clerk: &ClerkOf) -> (ClinicId, PhysicianId) {
    let raw = RawClinic {
        name: "山田医院".into(),
        address: "みどり市本町1-2-3".into(),
        phone: "043-000-5678".into(),
        ..RawClinic::default()
    };
    let clinic = save_clinic(app, clerk, None, &raw).await.unwrap();
    let raw = RawPhysician {
        name: SecretText::new("山田　花子"),
        ..RawPhysician::default()
    };
    let physician = save_physician(app, clerk, clinic, None, &raw).await;
    (clinic, physician.unwrap())
}
