//! What the office sees: the work list with today's calls, one request's page, its pages.

mod acceptable;
mod list_for_clinic;
mod list_requests;
mod open_opinion;
mod parts;
mod request_changes;
mod row;
mod search;
mod show_request;

pub use acceptable::{BoardCandidate, BoardCandidates, acceptable_for_board};
pub use list_for_clinic::{ClinicRequests, list_for_clinic};
pub use list_requests::{RequestsFilter, Tab, WorkList, list_requests};
pub use open_opinion::{OpinionPages, PagesError, Which, open_opinion};
pub use request_changes::{RequestChange, request_changes};
pub use row::RequestRow;
pub(crate) use row::Rows;
pub use show_request::{
    MaskedLine, MeetingOfRequest, ReminderLine, RequestPage, VersionLine, show_request,
};
