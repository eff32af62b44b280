//! Every template is rendered in every state of `templates/samples.json`: a missing variable,
//! a template without sample or a sample without template meets this test, never a person.

use kairan_web::{Pages, samples};
use minijinja::Value;
use minijinja::value::Serde;
use serde_json::Map;
use std::collections::BTreeSet;

type Object = Map<String, serde_json::Value>;

/// Frames and macros are rendered inside the pages that use them.
fn is_page(name: &str) -> bool {
    name != "base.html" && !name.ends_with("/layout.html") && !name.starts_with("parts/")
}

fn object(value: &serde_json::Value) -> &Object {
    value.as_object().expect("an object")
}

/// Defaults of the folder, overlaid by the state named in `_from`, overlaid by the own keys.
fn context(all: &Object, template: &str, state: &str) -> Object {
    let own = object(&object(&object(&all["pages"])[template])[state]);
    let mut context = match own.get("_from").and_then(serde_json::Value::as_str) {
        Some(from) => context_of(all, template, from),
        None => defaults(all, template),
    };
    context.extend(own.clone());
    context
}

fn context_of(all: &Object, template: &str, state: &str) -> Object {
    assert!(
        object(&object(&all["pages"])[template]).contains_key(state),
        "{template}: no state {state} to start from"
    );
    context(all, template, state)
}

fn defaults(all: &Object, template: &str) -> Object {
    let folder = template.split_inclusive('/').next().unwrap_or_default();
    object(&all["defaults"])
        .get(folder)
        .map(|found| object(found).clone())
        .unwrap_or_default()
}

fn all_samples() -> Object {
    serde_json::from_str(samples().expect("templates/samples.json")).expect("JSON")
}

#[test]
fn every_page_has_samples_and_every_sample_a_page() {
    let pages = Pages::load().expect("templates parse");
    let names: Vec<&str> = pages
        .names()
        .into_iter()
        .filter(|name| is_page(name))
        .collect();
    let all = all_samples();
    let sampled = object(&all["pages"]);
    for name in &names {
        assert!(
            sampled
                .get(*name)
                .is_some_and(|states| !object(states).is_empty()),
            "{name} has no sample"
        );
    }
    for name in sampled.keys() {
        assert!(
            names.contains(&name.as_str()),
            "the sample of {name} has no template"
        );
    }
}

/// For the HTML checker of `tests/run`, which names the folder.
fn keep(template: &str, state: &str, page: &str) {
    if let Some(folder) = std::env::var_os("KAIRAN_TEST_PAGES") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::create_dir_all(&folder).expect("a folder for pages");
        let name = format!("{}-{state}.html", template.replace('/', "-"));
        std::fs::write(folder.join(name), page).expect("a page kept");
    }
}

/// What the HTML checker of `tests/run` lets pass: names of other elements that name none, and
/// roles of table parts where no layout takes the table's own away.
fn unsound(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let ids: BTreeSet<&str> = values(page, " id=\"").collect();
    for naming in [
        " aria-describedby=\"",
        " aria-labelledby=\"",
        " aria-controls=\"",
        " for=\"",
        " list=\"",
    ] {
        for value in values(page, naming) {
            let unknown = value.split(' ').find(|id| !ids.contains(id));
            if let Some(id) = unknown {
                faults.push(format!("{naming}{value}: nothing is called {id:?}"));
            }
        }
    }
    for table in page.split("<table").skip(1) {
        let (tag, rest) = table.split_once('>').unwrap_or_default();
        let inside = rest.split("</table>").next().unwrap_or_default();
        let parts = ["row", "cell", "rowgroup", "columnheader", "rowheader"];
        let with_roles = parts
            .iter()
            .any(|part| inside.contains(&format!("role=\"{part}\"")));
        let laid_out = tag.contains("table-cards");
        if with_roles != tag.contains("role=\"table\"") || with_roles != laid_out {
            faults.push(format!(
                "<table{tag}>: roles of its parts {with_roles}, cards {laid_out}"
            ));
        }
    }
    faults
}

fn values<'a>(page: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_sample_of_every_page_renders() {
    let pages = Pages::load().expect("templates parse");
    let all = all_samples();
    let mut faults = Vec::new();
    for (template, states) in object(&all["pages"]) {
        for state in object(states).keys() {
            let context = Value::from(Serde(context(&all, template, state)));
            match pages.text(template, context) {
                Ok(page) => {
                    keep(template, state, &page);
                    let odd = unsound(&page);
                    faults.extend(odd.iter().map(|odd| format!("{template} ({state}): {odd}")));
                    if !page.contains("<h1") || !page.trim_end().ends_with("</html>") {
                        faults.push(format!("{template} ({state}): not a whole page"));
                    }
                }
                Err(error) => faults.push(format!("{template} ({state}): {error:#}")),
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
