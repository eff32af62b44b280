//! One clinic: its entry, its doctors, what is asked there now, and how long answers take.

use super::list_clinics::physicians_of;
use crate::error::ReadError;
use crate::overview::{RequestRow, Rows};
use kairan_access::{App, StaffOf};
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::ClinicId;
use kairan_domain::opinion_request::{OpinionRequest, RequestState};
use kairan_store::{RequestsQuery, Versioned};

/// Answered requests that the figures look back on: enough for years of most clinics.
const LOOK_BACK: usize = 200;

/// Everything for one clinic's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClinicPage {
    /// The entry.
    pub clinic: Clinic,
    /// Its doctors, those asked no more last.
    pub physicians: Vec<Physician>,
    /// What waits for an answer there, by due date.
    pub open: Vec<RequestRow>,
    /// How long answers took.
    pub days: DaysTaken,
}

/// How long a clinic's answers took, from request to first submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaysTaken {
    /// Answers looked at.
    pub answers: usize,
    /// The middle one; `None` without answers.
    pub median: Option<i32>,
    /// How many came after their due date.
    pub late: usize,
    /// The bars of the chart.
    pub buckets: Vec<DayBucket>,
}

/// One bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayBucket {
    /// First day of the bar.
    pub from: i32,
    /// Last day of the bar; `None`: and more.
    pub to: Option<i32>,
    /// Answers.
    pub count: usize,
}

/// The first days of the bars: within a week, within the national reference of 13 days, after.
const STARTS: [i32; 6] = [0, 4, 8, 14, 22, 31];

/// Shows a clinic.
///
/// # Errors
/// [`ReadError`].
pub async fn show_clinic(app: &App, by: &StaffOf, id: ClinicId) -> Result<ClinicPage, ReadError> {
    let found = app.store.clinic(by.insurer(), id).await?;
    let clinic = found.ok_or(ReadError::NotFound)?.into_value();
    let physicians = physicians_of(app, &clinic).await?;
    let open = app
        .store
        .opinion_requests_of_clinic(by.insurer(), id)
        .await?;
    let mut rows = Rows::new(app, by.insurer(), tokyo_day(app.now()));
    let open = rows.of(&open).await?;

    let answered = RequestsQuery {
        states: vec![
            RequestState::Submitted,
            RequestState::SentBack,
            RequestState::Accepted,
        ],
        clinic: Some(id),
        limit: LOOK_BACK,
        ..RequestsQuery::default()
    };
    let answered = app.store.opinion_requests_page(by.insurer(), &answered);
    let days = days_taken(&answered.await?.items);
    Ok(ClinicPage {
        clinic,
        physicians,
        open,
        days,
    })
}

fn days_taken(answered: &[Versioned<OpinionRequest>]) -> DaysTaken {
    let mut days: Vec<i32> = answered.iter().filter_map(|one| one.days_taken()).collect();
    days.sort_unstable();
    let late = answered
        .iter()
        .filter(|one| one.versions.first().is_some_and(|version| version.late));
    let ends = STARTS.iter().skip(1).map(|next| Some(next - 1));
    let buckets = STARTS.iter().zip(ends.chain([None])).map(|(from, to)| {
        let within = |day: &&i32| **day >= *from && to.is_none_or(|to| **day <= to);
        DayBucket {
            from: *from,
            to,
            count: days.iter().filter(within).count(),
        }
    });
    DaysTaken {
        answers: days.len(),
        median: days.get(days.len() / 2).copied(),
        late: late.count(),
        buckets: buckets.collect(),
    }
}
