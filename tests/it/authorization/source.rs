//! The routes as they stand in the source of `web`, beside the table's rows.

use super::table::rows;
use std::collections::BTreeSet;
use std::path::Path;

/// Method and address of every route in the source of `web`.
fn routes_in_the_source() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/web/src")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else if entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "rs")
            {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                for other in [".nest(", ".nest_service(", ".route_service("] {
                    assert!(
                        !text.contains(other),
                        "{other} hides routes from this table"
                    );
                }
                for call in text.split(".route(").skip(1) {
                    found.extend(one_route(call).unwrap_or_else(|| {
                        panic!(
                            "{}: write a route as one literal address and bare get(), post() ..: {}",
                            entry.path().display(),
                            &call[..call.len().min(60)]
                        )
                    }));
                }
            }
        }
    }
    found
}

fn one_route(call: &str) -> Option<Vec<(String, String)>> {
    let (address, rest) = call.trim_start().strip_prefix('"')?.split_once('"')?;
    let mut depth = 1;
    let end = rest.find(|c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    let methods = [
        ("get(", "GET"),
        ("post(", "POST"),
        ("patch(", "PATCH"),
        ("put(", "PUT"),
        ("delete(", "DELETE"),
    ];
    let handlers = &rest[..end];
    let own = |word: &str| {
        handlers
            .match_indices(word)
            .any(|(at, _)| handlers[..at].ends_with(['.', ' ', ',', '\n']) || at == 0)
    };
    let found: Vec<_> = methods
        .iter()
        .filter(|(word, _)| own(word))
        .map(|(_, method)| ((*method).to_owned(), address.to_owned()))
        .collect();
    // `any(..)` or `routing::get(..)` would be a route nobody tries.
    (!found.is_empty()).then_some(found)
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let rows: BTreeSet<(String, String)> = rows()
        .map(|(method, address, ..)| ((*method).to_owned(), (*address).to_owned()))
        .collect();
    let routes = routes_in_the_source();
    let without_row: Vec<_> = routes.difference(&rows).collect();
    let without_route: Vec<_> = rows.difference(&routes).collect();
    assert!(
        without_row.is_empty(),
        "routes without a row: {without_row:?}"
    );
    assert!(
        without_route.is_empty(),
        "rows without a route: {without_route:?}"
    );
}
