//! Requests for doctors' opinions: in and out, every read, and nothing for another insurer.

use jiff::civil::Date;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{MeetingId, OpinionRequestId};
use kairan_domain::incoming::MaterialSource;
use kairan_domain::insured::InsuredNo;
use kairan_domain::meeting::{Body, Meeting};
use kairan_domain::opinion_request::{OpinionRequest, RequestState, Stage, WaitingFiles};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_store::{
    Changes, CommitError, ConflictOn, Housekeeping, SessionOwner, Store, Versioned,
};

use super::kinds::value;
use crate::samples::{
    self, INSURER, OTHER, at, audit, clinic, clinic_id, clinic_notice, clinic_staff, insured,
    kept_form, letter, letter_throttle, masked_request, meeting_id, opinion_draft, opinion_request,
    physician, physician_session, plain_request, request_audit, request_id, source,
    waiting_request,
};

/// A draft with a material that came from an opinion.
pub(super) fn meeting_with_opinion(number: u32) -> Meeting {
    let mut meeting = samples::draft(number, INSURER, "2026-12-10");
    if let Body::Draft(draft) = &mut meeting.body {
        draft.materials.push(samples::opinion_material());
    }
    meeting
}

/// Puts one of each into the store.
pub(crate) async fn put_opinions(store: &Store) {
    let mut changes = Changes::new(request_audit());
    changes
        .insert(clinic())
        .insert(physician())
        .insert(clinic_staff())
        .insert(opinion_request())
        .insert(waiting_request())
        .insert(masked_request())
        .insert(opinion_draft())
        .insert(kept_form())
        .queue(clinic_notice())
        .insert(physician_session())
        .insert(letter_throttle())
        .insert(meeting_with_opinion(80));
    store.commit(changes).await.unwrap();
}

/// The store holds what [`put_opinions`] puts in, and finds it by every key.
pub(crate) async fn expect_opinions(s: &Store) {
    let request = opinion_request();
    let id = request.id;
    assert_eq!(
        value(s.opinion_request(INSURER, id).await.unwrap()),
        request
    );
    let waiting = waiting_request();
    assert_eq!(
        value(s.opinion_request(INSURER, waiting.id).await.unwrap()),
        waiting
    );
    let masked = masked_request();
    assert_eq!(
        value(s.opinion_request(INSURER, masked.id).await.unwrap()),
        masked
    );
    let by_link = s.opinion_request_by_link(&[61; 32]).await.unwrap();
    assert_eq!(value(by_link), request);
    let by_code = s.opinion_request_by_short_code(&[62; 32]).await.unwrap();
    assert_eq!(value(by_code), request);
    let draft = s.opinion_draft(INSURER, id).await.unwrap();
    assert_eq!(value(draft), opinion_draft());
    let kept = s.kept_form(INSURER, id, 1).await.unwrap();
    assert_eq!(value(kept), kept_form());
    assert_eq!(s.kept_forms(INSURER, id).await.unwrap().len(), 1);
    assert_eq!(
        value(s.clinic(INSURER, clinic().id).await.unwrap()),
        clinic()
    );
    let doctor = s.physician(INSURER, physician().id).await.unwrap();
    assert_eq!(value(doctor), physician());
    let account = s.staff_by_login(&clinic_staff().login).await.unwrap();
    assert_eq!(value(account), clinic_staff());
    let notice = s.notice(clinic_notice().id).await.unwrap();
    assert_eq!(value(notice), clinic_notice());
    let session = s.session(&[42; 32]).await.unwrap();
    assert_eq!(value(session), physician_session());
    let throttle = s.throttle(letter_throttle().key).await.unwrap();
    assert_eq!(value(throttle), letter_throttle());
    let meeting = s.meeting(INSURER, meeting_id(80)).await.unwrap();
    assert_eq!(value(meeting), meeting_with_opinion(80));
    let audits = s.audit_of_request(INSURER, id).await.unwrap();
    assert_eq!(audits.len(), 1);
    assert_eq!(audits[0].record, request_audit());
}

pub(super) async fn opinions_come_back_as_they_went_in(store: &Store) {
    put_opinions(store).await;

    expect_opinions(store).await;
}

pub(super) async fn opinions_are_found_by_whom_they_belong_to(store: &Store) {
    put_opinions(store).await;
    let (clinic, id) = (clinic().id, opinion_request().id);

    assert_eq!(store.clinics_of(INSURER).await.unwrap().len(), 1);
    let physicians = store.physicians_of(INSURER, clinic).await.unwrap();
    assert_eq!(physicians.len(), 1);
    let staff = store.staff_of_clinic(INSURER, clinic).await.unwrap();
    assert_eq!(*staff[0], clinic_staff());
    assert_eq!(store.notices_of_request(id).await.unwrap().len(), 1);
    let owner = SessionOwner::OpinionRequest(id);
    let sessions = store.sessions_of(owner).await.unwrap();
    assert_eq!(*sessions[0], physician_session());
    assert!(store.notices_of(meeting_id(1)).await.unwrap().is_empty());
}

pub(super) async fn another_insurer_sees_nothing_of_opinions(store: &Store) {
    put_opinions(store).await;
    put_requests(store, [plain_request(500)]).await;
    let (clinic, id) = (clinic().id, opinion_request().id);
    let s = store;

    assert!(s.opinion_request(OTHER, id).await.unwrap().is_none());
    assert!(s.opinion_draft(OTHER, id).await.unwrap().is_none());
    assert!(s.kept_form(OTHER, id, 1).await.unwrap().is_none());
    assert!(s.kept_forms(OTHER, id).await.unwrap().is_empty());
    assert!(s.clinic(OTHER, clinic).await.unwrap().is_none());
    assert!(s.physician(OTHER, physician().id).await.unwrap().is_none());
    assert!(s.clinics_of(OTHER).await.unwrap().is_empty());
    assert!(s.physicians_of(OTHER, clinic).await.unwrap().is_empty());
    assert!(s.staff_of_clinic(OTHER, clinic).await.unwrap().is_empty());
    let of_clinic = s.opinion_requests_of_clinic(OTHER, clinic).await.unwrap();
    assert!(of_clinic.is_empty());
    let number = insured().number;
    let of_insured = s.opinion_requests_of_insured(OTHER, &number).await.unwrap();
    assert!(of_insured.is_empty());
    let of_name = s
        .opinion_requests_of_name(OTHER, "つじ はなこ")
        .await
        .unwrap();
    assert!(of_name.is_empty());
    assert!(
        s.requests_without_letter(OTHER, 9)
            .await
            .unwrap()
            .is_empty()
    );
    let ended = s
        .opinion_requests_to_purge(OTHER, at(9_999), 9)
        .await
        .unwrap();
    assert!(ended.is_empty());
    assert!(
        s.meetings_of_source(OTHER, &source())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(s.audit_of_request(OTHER, id).await.unwrap().is_empty());
    assert_eq!(s.open_requests_by_due(OTHER).await.unwrap(), []);
    assert_eq!(s.awaited_by_day(OTHER).await.unwrap(), []);
    assert_eq!(s.count_without_letter(OTHER).await.unwrap(), 0);
    let page = s.requests_without_letter_page(OTHER, None, 9).await;
    assert!(page.unwrap().items.is_empty());
    let same_end = s.opinion_requests_ending_as(OTHER, request_id(500)).await;
    assert!(same_end.unwrap().is_empty());
    let ended = s.ended_requests_page(OTHER, None, 9).await.unwrap();
    assert!(ended.items.is_empty());
    assert!(!s.went_to_a_meeting(OTHER, id).await.unwrap());
    let files = s.requests_with_files_from_before(OTHER, Date::MAX, 9).await;
    assert!(files.unwrap().is_empty());
    let waits = waiting_request();
    let came = kairan_domain::date::tokyo_day(waits.waiting.unwrap().at);
    for (day, found) in [(came, vec![]), (came.tomorrow().unwrap(), vec![waits.id])] {
        let files = s.requests_with_files_from_before(INSURER, day, 9).await;
        assert_eq!(ids(&files.unwrap()), found);
    }
    let page = s
        .opinion_requests_page(OTHER, &super::worklist::query(9))
        .await;
    assert!(page.unwrap().items.is_empty());
}

pub(super) async fn put_requests(store: &Store, all: impl IntoIterator<Item = OpinionRequest>) {
    let mut changes = Changes::new(audit(AuditEvent::OpinionRequested));
    for request in all {
        changes.insert(request);
    }
    store.commit(changes).await.unwrap();
}

pub(super) fn ids(found: &[Versioned<OpinionRequest>]) -> Vec<OpinionRequestId> {
    found.iter().map(|request| request.id).collect()
}

fn person(number: u32, name: &str, kana: &str, insured_no: &str) -> OpinionRequest {
    let mut request = plain_request(number);
    request.plan.insured.name = PersonName::check(name, 40).unwrap();
    request.plan.insured.kana = PersonName::check(kana, 40).unwrap();
    request.plan.insured.number = InsuredNo::check(insured_no).unwrap();
    request
}

/// As people write them: width, spaces, kind of kana, written variants of a character.
pub(super) async fn people_are_found_by_number_name_and_kana(store: &Store) {
    let all = [
        person(1, "髙﨑 𠮷男", "たかさき よしお", "0001234567"),
        person(2, "高崎　吉男", "タカサキ ヨシオ", "H001234567"),
        person(3, "辻\u{E0100} 京子", "つじ きょうこ", "0000000003"),
        person(4, "辻 京子", "つじ きようこ", "0000000003"),
    ];
    put_requests(store, all).await;
    let named = async |name: &str| {
        let found = store.opinion_requests_of_name(INSURER, name).await;
        ids(&found.unwrap())
    };
    let numbered = async |number: &str| {
        let number = InsuredNo::check(number).unwrap();
        let found = store.opinion_requests_of_insured(INSURER, &number).await;
        ids(&found.unwrap())
    };

    assert_eq!(named("高崎吉男").await, [1, 2].map(request_id));
    assert_eq!(named("ﾀｶｻｷ ﾖｼｵ").await, [1, 2].map(request_id));
    assert_eq!(named("辻京子").await, [3, 4].map(request_id));
    assert_eq!(named("ツジキョウコ").await, [3, 4].map(request_id));
    assert!(named("高崎").await.is_empty());
    assert!(named("　").await.is_empty());
    assert_eq!(numbered("ｈ００1234567").await, [request_id(2)]);
    assert_eq!(numbered("0000000003").await, [3, 4].map(request_id));

    // A name put right is found by the new one alone.
    let read = store.opinion_request(INSURER, request_id(4)).await;
    let read = read.unwrap().unwrap();
    let mut changes = Changes::new(audit(AuditEvent::RequestChanged));
    changes.update(&read, person(4, "辻 今日子", "つじ きょうこ", "0000000003"));
    store.commit(changes).await.unwrap();
    assert_eq!(named("辻京子").await, [request_id(3)]);
    assert_eq!(named("辻今日子").await, [request_id(4)]);
}

/// Two people whose texts differ only in what a search overlooks keep their own texts.
pub(super) async fn names_are_kept_as_given(store: &Store) {
    let given = "辻\u{E0100}　花子";
    let mut request = plain_request(1);
    request.plan.insured.name = PersonName::from_kept(given.to_owned());
    put_requests(store, [request]).await;

    let found = store.opinion_requests_of_name(INSURER, "辻花子").await;
    assert_eq!(found.unwrap()[0].plan.insured.name.expose(), given);
}

pub(super) async fn letters_open_one_request_each(store: &Store) {
    let printed = |number, digest, code| OpinionRequest {
        letter: Some(letter(digest, code)),
        ..plain_request(number)
    };
    put_requests(store, [printed(1, [1; 32], [2; 32])]).await;
    for (twin, conflict) in [
        (printed(2, [1; 32], [3; 32]), ConflictOn::Link),
        (printed(2, [3; 32], [2; 32]), ConflictOn::ShortCode),
    ] {
        let mut changes = Changes::new(audit(AuditEvent::LetterPrinted));
        changes.insert(twin);
        let refused = store.commit(changes).await;
        assert_eq!(refused, Err(CommitError::Conflict(conflict)));
    }

    // Cancelled: its letter still leads here, so that the page can say what happened.
    let read = value_of(store, 1).await;
    let mut over = (*read).clone();
    over.cancel("取下げ", at(10)).unwrap();
    let mut changes = Changes::new(audit(AuditEvent::RequestCancelled));
    changes.update(&read, over);
    store.commit(changes).await.unwrap();
    let found = store.opinion_request_by_link(&[1; 32]).await.unwrap();
    assert_eq!(value(found).state(), RequestState::Cancelled);
    assert!(
        store
            .opinion_request_by_link(&[9; 32])
            .await
            .unwrap()
            .is_none()
    );
}

async fn value_of(store: &Store, number: u32) -> Versioned<OpinionRequest> {
    let read = store.opinion_request(INSURER, request_id(number)).await;
    read.unwrap().unwrap()
}

/// Only what still waits for its first letter, in the order of registration.
pub(super) async fn new_requests_wait_for_their_letter(store: &Store) {
    let made = |number, second| OpinionRequest {
        made_at: at(second),
        ..plain_request(number)
    };
    let mut cancelled = made(3, 1);
    cancelled.cancel("取下げ", at(5)).unwrap();
    put_requests(
        store,
        [made(1, 20), made(2, 10), cancelled, opinion_request()],
    )
    .await;

    let waiting = store.requests_without_letter(INSURER, 9).await.unwrap();
    assert_eq!(ids(&waiting), [2, 1].map(request_id));
    let one = store.requests_without_letter(INSURER, 1).await.unwrap();
    assert_eq!(ids(&one), [request_id(2)]);
    assert_eq!(store.count_without_letter(INSURER).await.unwrap(), 2);
    let page = async |cursor| {
        let page = store.requests_without_letter_page(INSURER, cursor, 1).await;
        page.unwrap()
    };
    let first = page(None).await;
    let second = page(first.next.as_ref()).await;
    assert_eq!(
        (ids(&first.items), ids(&second.items)),
        (vec![request_id(2)], vec![request_id(1)])
    );
    assert_eq!(second.next, None);
}

pub(super) async fn what_ended_long_ago_is_found_for_purging(store: &Store) {
    let ended = |number, second| OpinionRequest {
        stage: Stage::Accepted { at: at(second) },
        ..plain_request(number)
    };
    let reassigned = OpinionRequest {
        stage: Stage::Reassigned {
            at: at(50),
            to: request_id(9),
        },
        ..plain_request(3)
    };
    put_requests(
        store,
        [ended(1, 100), ended(2, 60), reassigned, plain_request(4)],
    )
    .await;
    let due = async |second, limit| {
        let found = store.opinion_requests_to_purge(INSURER, at(second), limit);
        ids(&found.await.unwrap())
    };

    assert!(due(49, 9).await.is_empty());
    assert_eq!(due(60, 9).await, [3, 2].map(request_id));
    assert_eq!(due(1_000, 2).await, [3, 2].map(request_id));
    assert_eq!(due(1_000, 9).await, [3, 2, 1].map(request_id));
}

/// The orphan sweep keeps them while the request names them.
pub(super) async fn files_of_opinions_are_named_until_gone(store: &Store) {
    put_opinions(store).await;
    let names = async |number| store.names_file(samples::file_id(number)).await.unwrap();
    let request = opinion_request();
    let all: Vec<_> = request
        .versions
        .iter()
        .flat_map(|version| version.pdf.iter().chain(&version.masked))
        .map(|file| file.file)
        .collect();
    assert_eq!(all, [311, 312, 320].map(samples::file_id));
    let files = store.files().await.unwrap();
    assert!(all.iter().all(|file| files.contains(file)));

    let read = value_of(store, 303).await;
    let mut changes = Changes::new(audit(AuditEvent::MaskedMade));
    let mut without = request.clone();
    without.versions[1].masked = None;
    changes.update(&read, without);
    store.commit(changes).await.unwrap();
    assert!(!names(320).await && names(311).await);

    let read = value_of(store, 303).await;
    let mut changes = Changes::new(audit(AuditEvent::RequestPurged));
    changes.delete(&read);
    store.commit(changes).await.unwrap();
    assert!(!names(311).await && !names(312).await);

    assert!(names(330).await && files.contains(&samples::file_id(330)));
    let read = value_of(store, 306).await;
    let mut changes = Changes::new(audit(AuditEvent::OpinionFilesDropped));
    changes.update(&read, plain_request(306));
    store.commit(changes).await.unwrap();
    assert!(!names(330).await);
}

pub(super) async fn meetings_are_found_by_where_their_materials_come_from(store: &Store) {
    let MaterialSource::Opinion { request, .. } = source();
    let of = |version| MaterialSource::Opinion { request, version };
    let mut later = meeting_with_opinion(2);
    later.materials_mut()[0].source = Some(of(20));
    let mut changes = Changes::new(audit(AuditEvent::MaterialAdded));
    changes
        .insert(meeting_with_opinion(1))
        .insert(later)
        .insert(samples::packet(3, [3; 32]));
    store.commit(changes).await.unwrap();
    let found = async |version| -> Vec<MeetingId> {
        let found = store.meetings_of_source(INSURER, &of(version)).await;
        found.unwrap().iter().map(|meeting| meeting.id).collect()
    };

    let went = async |request| store.went_to_a_meeting(INSURER, request).await.unwrap();
    assert!(went(request).await && !went(request_id(9)).await);
    assert_eq!(found(2).await, [meeting_id(1)]);
    assert_eq!(found(20).await, [meeting_id(2)]);
    assert!(found(1).await.is_empty());

    // The draft is deleted: it went nowhere.
    let read = store
        .meeting(INSURER, meeting_id(1))
        .await
        .unwrap()
        .unwrap();
    let mut changes = Changes::new(audit(AuditEvent::DraftDeleted));
    changes.delete(&read);
    store.commit(changes).await.unwrap();
    assert!(found(2).await.is_empty());
}

/// Saving a draft needs no audit record; beginning one does, for it changes the request.
pub(super) async fn autosaving_touches_the_draft_alone(store: &Store) {
    let mut changes = Changes::housekeeping(Housekeeping::Writing);
    changes.insert(opinion_draft());
    store.commit(changes).await.unwrap();

    let mut changes = Changes::housekeeping(Housekeeping::Writing);
    changes.insert(plain_request(1));
    let refused = store.commit(changes).await;
    assert!(matches!(refused, Err(CommitError::NeedsAudit(_))));
}

/// All that a request may hold fits into one record, whatever is typed.
pub(super) async fn the_fullest_request_fits(store: &Store) {
    let longest = SecretText::new("𠮷".repeat(500));
    let mut request = opinion_request();
    let version = request.versions[0].clone();
    request.versions.clear();
    while request.versions.len() < OpinionRequest::MOST_VERSIONS {
        request
            .versions
            .push(kairan_domain::opinion_request::OpinionVersion {
                masked: version.pdf.clone(),
                sent_back: Some((at(1), longest.clone())),
                ..version.clone()
            });
    }
    let reminder = request.reminders[0].clone();
    request.reminders.clear();
    while request.reminders.len() < OpinionRequest::MOST_REMINDERS {
        request
            .reminders
            .push(kairan_domain::opinion_request::Reminder {
                memo: longest.clone(),
                ..reminder.clone()
            });
    }
    request.plan.insured.address = longest.clone();
    request.stage = Stage::Cancelled {
        at: at(2),
        reason: longest,
    };
    put_requests(store, [request.clone()]).await;
    assert_eq!(*value_of(store, 303).await, request);

    // Files wait only while one more version may come.
    request.versions.pop();
    request.stage = Stage::SentBack;
    let long = "𠮷".repeat(200);
    let chosen: Vec<_> = std::iter::repeat_n((long.as_str(), u64::MAX), 500).collect();
    let waiting = WaitingFiles::new(version.pdf.unwrap(), chosen.into_iter(), at(3));
    assert_eq!((waiting.chosen.len(), waiting.count), (20, 500));
    request.waiting = Some(waiting);
    let read = value_of(store, 303).await;
    let mut changes = Changes::new(audit(AuditEvent::OpinionFilesKept));
    changes.update(&read, request.clone());
    store.commit(changes).await.unwrap();
    assert_eq!(*value_of(store, 303).await, request);
}

/// Due days of the work list's tests: the 1st to 28th of December.
pub(super) fn due(number: u32, day: i8, clinic: u32) -> OpinionRequest {
    let mut request = plain_request(number);
    request.plan.due_on = Date::constant(2026, 12, day);
    request.plan.clinic = clinic_id(clinic);
    request
}
