//! Configured numbers become the rules the use cases know.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use kairan_access::{AddressPolicy, Policies};
use kairan_domain::limits::Limits;
use kairan_domain::opinion_request::ChaseRule;
use kairan_domain::session::SessionPolicy;
use kairan_domain::throttle::ThrottlePolicy;

use crate::config::{Config, Opinions, Span};

/// What may be entered.
pub fn limits(config: &Config) -> Limits {
    let limits = &config.limits;
    Limits {
        max_file_size: limits.max_file_size.0,
        max_materials: size(limits.max_files),
        max_versions: size(limits.max_versions),
        max_total_size: limits.max_total.0,
        max_reviewers: size(limits.max_reviewers),
        max_name: size(limits.max_name),
        max_title: size(limits.max_title),
        max_remark: size(limits.max_remark),
        max_days_ahead: int(limits.max_days_ahead),
        max_window_days: int(limits.max_window_days),
        max_opinion_upload: config.opinions.max_upload.0,
        max_opinion_pages: size(config.opinions.max_upload_pages),
    }
}

/// Numbers of sign-in, sessions and retention.
pub fn policies(config: &Config) -> Policies {
    let (sessions, gate, retention) = (&config.sessions, &config.gate, &config.retention);
    let throttle = ThrottlePolicy {
        free: gate.free_attempts,
        first_wait: signed(gate.first_wait),
        longest_wait: signed(gate.longest_wait),
        lock_at: gate.lock_after,
        lock_for: signed(gate.lock_for),
    };
    Policies {
        staff_session: SessionPolicy {
            idle: signed(sessions.staff_idle),
            most: signed(sessions.staff_max),
        },
        reviewer_session: SessionPolicy {
            idle: signed(sessions.reviewer_idle),
            most: signed(sessions.reviewer_max),
        },
        physician_session: SessionPolicy {
            idle: signed(sessions.physician_idle),
            most: signed(sessions.physician_max),
        },
        unsent_kept: signed(sessions.unsent_kept),
        console: throttle,
        login: ThrottlePolicy {
            free: gate.login_attempts,
            lock_at: u32::MAX,
            ..throttle
        },
        gate: throttle,
        letter: throttle,
        short_code: ThrottlePolicy {
            lock_at: u32::MAX,
            ..throttle
        },
        address: AddressPolicy {
            most: gate.address_attempts,
            most_at_one: gate.link_attempts,
            window: signed(gate.address_window),
            ..AddressPolicy::default()
        },
        purge_after: days(retention.purge_after_days),
        withdrawn_purge_after: days(retention.withdrawn_purge_after_days),
        chase: chase(&config.opinions),
        opinions_kept_for: signed(config.opinions.retention),
        opinions_kept_by: kept_by(&config.opinions),
        // Not for the operator to choose: `Installation::open` sets it.
        render_program: None,
        examine: false,
    }
}

fn chase(opinions: &Opinions) -> ChaseRule {
    ChaseRule {
        due_days: int(opinions.due_days),
        most_due_days: int(opinions.most_due_days),
        check_after: int(opinions.check_after),
        call_after: int(opinions.call_after),
        rest_days: int(opinions.rest_days),
        readable_days: int(opinions.readable_days),
    }
}

fn kept_by(opinions: &Opinions) -> BTreeMap<String, SignedDuration> {
    let own = opinions.retention_of.iter();
    own.map(|(number, span)| (number.clone(), signed(*span)))
        .collect()
}

fn int(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn days(n: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(n) * 24)
}

fn signed(span: Span) -> SignedDuration {
    SignedDuration::try_from(span.0).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kairan_domain::insurer::InsurerNo;

    #[test]
    fn the_defaults_of_the_configuration_are_those_of_the_use_cases() {
        let config = Config::default();
        assert_eq!(limits(&config), Limits::default());
        assert_eq!(policies(&config), Policies::default());
    }

    #[test]
    fn an_insurer_may_keep_opinions_for_another_time() {
        let text = "[opinions.retention_of]\n121004 = \"3y\"";
        let policies = policies(&Config::read(text, &[]).expect("valid"));
        let kept = |number| {
            let number = InsurerNo::check(number).expect("a number");
            policies.opinions_kept(&number)
        };
        assert_eq!(kept("121004"), days(3 * 366));
        assert_eq!(kept("131011"), days(5 * 366));
    }
}
