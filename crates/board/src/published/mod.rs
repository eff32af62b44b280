//! What a clerk does with a meeting that is published: passwords handed over and made anew,
//! addresses corrected, plan changed, materials taken away, the whole withdrawn and revived, mail sent again.

mod change_meeting;
mod correct_address;
mod draw_sheets;
mod give_paper;
mod hand_over;
mod materials;
mod reissue_password;
mod resend_notice;
mod show_passwords;
mod withdraw_meeting;

pub use change_meeting::{AlterError, Altered, change_meeting};
pub use correct_address::{AddressError, Corrected, NewAddress, correct_address};
pub use draw_sheets::{SheetError, draw_sheets};
pub use give_paper::give_paper;
pub use hand_over::hand_over;
pub use materials::{rename_material, withdraw_material};
pub use reissue_password::{ReissueError, reissue_password};
pub use resend_notice::resend_notice;
pub use show_passwords::{SeatSecret, show_passwords};
pub use withdraw_meeting::{revive_meeting, withdraw_meeting};
