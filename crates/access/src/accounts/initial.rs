//! The password an account starts with, shown once to whoever made or reset it.

use crate::app::App;
use crate::staff::view::StaffView;
use kairan_domain::password::ViewingPassword;
use kairan_domain::secret::SecretText;
use kairan_vault::entropy;

/// An account with the password it starts with. It is kept nowhere in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitialPassword {
    /// The account.
    pub staff: StaffView,
    /// To be told to the person over another channel.
    pub password: SecretText,
}

/// In the form of viewing passwords: no look-alikes, in groups, easy to tell by telephone.
pub(crate) fn make_password(app: &App) -> SecretText {
    loop {
        let random = entropy::bytes(app.entropy.as_ref());
        // Only a draw of improbably many large bytes gives none.
        if let Some(made) = ViewingPassword::make(&random) {
            return SecretText::new(made.expose());
        }
    }
}
