//! The console's door: password, forced change of the initial one, second factor.

pub(crate) mod change_password;
pub(crate) mod enter_code;
pub(crate) mod insurer_name;
pub(crate) mod own_sessions;
pub(crate) mod renew_second_factor;
pub(crate) mod second_factor;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod staff_session;
pub(crate) mod step_up;
pub(crate) mod view;
