//! Requests by door, route pattern, method and answer; and how long they took.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::{Method, StatusCode};

use super::text::Page;

/// Upper ends of the duration classes, seconds.
const CLASSES: [f64; 8] = [0.005, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// Counts of all doors. The number of lines is bounded: routes are patterns, methods are named.
#[derive(Debug, Default)]
pub struct HttpStats {
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    answers: BTreeMap<(&'static str, String, &'static str, u16), u64>,
    durations: BTreeMap<&'static str, Durations>,
}

#[derive(Debug, Default)]
struct Durations {
    classes: [u64; CLASSES.len()],
    count: u64,
    seconds: f64,
}

impl HttpStats {
    /// Counts one answered request.
    pub fn record(
        &self,
        door: &'static str,
        method: &Method,
        route: &str,
        status: StatusCode,
        elapsed: Duration,
    ) {
        let seconds = elapsed.as_secs_f64();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (door, route.to_owned(), known(method), status.as_u16());
        *seen.answers.entry(key).or_default() += 1;
        let durations = seen.durations.entry(door).or_default();
        durations.count += 1;
        durations.seconds += seconds;
        if let Some(class) = CLASSES.iter().position(|end| seconds <= *end) {
            durations.classes[class] += 1;
        }
    }

    pub(super) fn write(&self, page: &mut Page) {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        page.head(
            "kairan_http_requests_total",
            "counter",
            "Answered requests.",
        );
        for ((door, route, method, status), count) in &seen.answers {
            let status = status.to_string();
            let labels = [
                ("door", *door),
                ("route", route),
                ("method", *method),
                ("status", &status),
            ];
            page.line("kairan_http_requests_total", &labels, *count);
        }
        page.head(
            "kairan_http_request_seconds",
            "histogram",
            "From the end of the request's head to the head of the answer.",
        );
        for (door, durations) in &seen.durations {
            let mut below = 0;
            for (end, count) in CLASSES.iter().zip(durations.classes) {
                below += count;
                let labels = [("door", *door), ("le", &end.to_string())];
                page.line("kairan_http_request_seconds_bucket", &labels, below);
            }
            let all = [("door", *door), ("le", "+Inf")];
            page.line("kairan_http_request_seconds_bucket", &all, durations.count);
            let door = [("door", *door)];
            page.line("kairan_http_request_seconds_sum", &door, durations.seconds);
            page.line("kairan_http_request_seconds_count", &door, durations.count);
        }
    }
}

/// A method's name; invented ones must not make lines of their own.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
