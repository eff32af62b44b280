//! What every engine promises.

mod commits;
mod consistency;
mod kinds;
mod lists;
mod opinions;
mod seals;
mod worklist;

pub(crate) use kinds::{expect_all, put_all};
pub(crate) use opinions::{expect_opinions, put_opinions};

/// Each of these runs on a fresh store of every engine.
macro_rules! on_every_engine {
    ($($area:ident: $($name:ident),+);+ $(;)?) => {
        mod memory {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let fresh = crate::fresh::memory().await;
                super::$area::$name(&fresh.store).await;
                assert!(fresh.store.check_all().await.unwrap().is_sound());
            })+)+
        }

        mod sled {
            $($(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let fresh = crate::fresh::sled().await;
                super::$area::$name(&fresh.store).await;
                assert!(fresh.store.check_all().await.unwrap().is_sound());
            })+)+
        }
    };
}

on_every_engine! {
    kinds: every_kind_comes_back_as_it_went_in, what_is_not_there_is_none, another_insurers_records_do_not_exist,
        what_was_added_later_comes_back;
    commits: a_stale_version_changes_nothing, unique_keys_are_taken_once, a_unique_key_may_change_hands_within_a_commit,
        a_record_made_anew_is_not_the_one_that_was_read, meeting_numbers_are_never_given_to_another,
        housekeeping_reaches_only_its_own_kinds, a_record_has_a_largest_size, one_record_changes_once_per_commit;
    consistency: writers_never_lose_each_others_work, audit_numbers_have_no_gaps, index_and_records_agree_after_random_changes;
    lists: pages_visit_every_meeting_once, days_narrow_the_list, a_page_costs_the_same_however_many_there_are,
        numbers_panels_and_names_are_found_as_people_write_them, pieces_of_names_are_found_by_day,
        a_piece_of_everything_finds_everything, numbers_are_paged, the_outbox_finds_what_is_due, sessions_end_with_their_owner,
        purge_finds_withdrawn_and_ended_meetings, files_are_named_until_purged, audit_is_paged_and_found_by_meeting,
        old_uploads_envelopes_and_sessions_are_found;
    opinions: opinions_come_back_as_they_went_in, opinions_are_found_by_whom_they_belong_to,
        another_insurer_sees_nothing_of_opinions, people_are_found_by_number_name_and_kana, names_are_kept_as_given,
        letters_open_one_request_each, new_requests_wait_for_their_letter, what_ended_long_ago_is_found_for_purging,
        files_of_opinions_are_named_until_gone, meetings_are_found_by_where_their_materials_come_from,
        autosaving_touches_the_draft_alone, the_fullest_request_fits;
    worklist: what_is_due_first_comes_first, the_list_agrees_with_a_plain_model, a_foreign_cursor_leads_nowhere,
        a_page_of_requests_costs_the_same, what_ended_last_comes_first_and_ids_are_found_by_their_end;
    seals: seals_close_what_was_written, thousands_take_several_seals, sealers_at_once_make_one_chain,
        pruning_takes_whole_old_stretches, numbers_go_on_after_everything_was_pruned, a_check_is_remembered,
        a_chain_moves_house;
}

/// Closing is tried apart: a closed store cannot be checked afterwards.
#[tokio::test]
async fn a_closed_store_neither_reads_nor_writes() {
    use kairan_store::{Changes, CommitError, Housekeeping, StoreError};

    for fresh in [crate::fresh::memory().await, crate::fresh::sled().await] {
        let mut changes = Changes::housekeeping(Housekeeping::Lease);
        changes.queue(crate::samples::notice());
        fresh.store.commit(changes).await.unwrap();
        fresh.store.close().await;

        let mut changes = Changes::housekeeping(Housekeeping::Lease);
        changes.queue(crate::samples::notice_due(61, 0));
        assert_eq!(
            fresh.store.commit(changes).await,
            Err(CommitError::Store(StoreError::Closed))
        );
        assert_eq!(fresh.store.insurers().await, Err(StoreError::Closed));
        assert_eq!(
            fresh.store.notice(crate::samples::notice().id).await,
            Err(StoreError::Closed)
        );
    }
}
