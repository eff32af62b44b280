//! Every form of the console and of the clinics' pages, sent after its session has ended: what
//! was typed stands in it again for the same person, and nothing was done.

use super::table::*;
use super::{Places, Stage};
use kairan_tests::html::{self, Form};
use kairan_tests::visitor::{Visitor, multipart, urlencoded};
use std::collections::{BTreeMap, BTreeSet};

/// A form as it stands on a page.
struct Found {
    page: String,
    form: Form,
    /// The fields a person types into.
    typed: Vec<String>,
    with_files: bool,
}

/// Posts of scripts alone: they stay on their page and say so there. And the way in and out,
/// where nothing is typed that may be kept.
fn is_a_form(address: &str) -> bool {
    let signing = [
        "sign-in",
        "sign-out",
        "code",
        "password",
        "second-factor",
        "settings",
    ];
    let last = address.rsplit('/').next().unwrap_or_default();
    let of_account = matches!(address.split('/').nth(1), Some("console" | "clinic"))
        && address.split('/').count() == 3
        && signing.contains(&last);
    !of_account && !address.contains("/uploads")
}

fn in_place(address: &str, places: &Places) -> Option<String> {
    let mut path = address.to_owned();
    for (name, value) in places {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    (!path.contains('{')).then_some(path)
}

/// The visible text fields of a form, by the tags of its page.
fn typed_fields(page: &str, form: &Form) -> Vec<String> {
    let is_typed = |name: &str| {
        let tag = page
            .split('<')
            .find(|tag| tag.contains(&format!(" name=\"{name}\"")));
        let tag = tag.unwrap_or_default();
        let plain = [
            "type=\"text\"",
            "type=\"date\"",
            "type=\"time\"",
            "type=\"number\"",
            "type=\"email\"",
            "type=\"search\"",
        ];
        tag.starts_with("textarea") || plain.iter().any(|kind| tag.contains(kind))
    };
    let names: BTreeSet<&String> = form.fields.iter().map(|(name, _)| name).collect();
    let names = names.into_iter().filter(|name| {
        is_typed(name)
            && !name.contains("password")
            && (name.as_str() != "code" || form.action.starts_with("/console/clinics"))
    });
    names.cloned().collect()
}

/// One address for each set of places that addresses have.
fn kinds_of_addresses() -> Vec<&'static str> {
    let mut kinds = BTreeMap::new();
    for (_, address, ..) in rows() {
        let places: BTreeSet<&str> = address
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect();
        let is_letters = address.starts_with("/opinion/");
        let by_script = ["token", "stamp", "upload"]
            .iter()
            .any(|place| places.contains(place));
        if !by_script && !address.starts_with("/room/") {
            kinds.entry((is_letters, places)).or_insert(*address);
        }
    }
    kinds.into_values().collect()
}

/// Every form on the pages that this person can open.
async fn forms(visitor: &Visitor, places: &[Places]) -> BTreeMap<String, Found> {
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let pages = rows().filter(|(method, ..)| *method == "GET");
    for (_, address, ..) in pages {
        for places in places {
            let Some(path) = in_place(address, places) else {
                continue;
            };
            let is_ours = ["/console/", "/clinic/", "/opinion/"]
                .iter()
                .any(|door| path.starts_with(door));
            if !is_ours || !seen.insert(path.clone()) {
                continue;
            }
            let page = visitor.get_with(&path, &[]).await;
            if page.status != 200 || !page.header("content-type").starts_with("text/html") {
                continue;
            }
            for form in html::forms(page.html()) {
                let with_files = page
                    .html()
                    .contains(&format!("action=\"{}\" enctype", form.action));
                let typed = typed_fields(page.html(), &form);
                let one = Found {
                    page: path.clone(),
                    form,
                    typed,
                    with_files,
                };
                found.entry(one.form.action.clone()).or_insert(one);
            }
        }
    }
    found
}

/// Where the browser is led, after signing in.
fn led_to(reply: &kairan_tests::visitor::Page) -> String {
    assert_eq!(reply.status, 303, "{}: {}", reply.at, reply.text());
    let to = reply.header("location");
    let (door, next) = to
        .split_once("/sign-in?next=")
        .unwrap_or_else(|| panic!("led to {to}"));
    assert!(matches!(door, "/console" | "/clinic"), "{to}");
    percent_encoding::percent_decode_str(next)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// Sends the form without any session, as the page stood when it ended.
async fn sent_too_late(stage: &Stage, found: &Found, action: &str) -> String {
    let nobody = stage.world.stranger();
    let referer = format!("{}{}", stage.world.url(), found.page);
    let (kind, body) = if found.with_files {
        multipart(&found.form.fields, &[])
    } else {
        (
            "application/x-www-form-urlencoded".to_owned(),
            urlencoded(&found.form.fields).into_bytes(),
        )
    };
    let headers = [
        ("content-type", kind.as_str()),
        ("referer", referer.as_str()),
    ];
    led_to(
        &nobody
            .send(http::Method::POST, action, &headers, body, false)
            .await,
    )
}

/// The form with something in each field a person types into.
fn filled(found: &Found) -> (Found, Vec<(String, String)>) {
    let mut form = found.form.clone();
    let mut typed = Vec::new();
    for (place, name) in found.typed.iter().enumerate() {
        let text = format!("覚え書き{place} <&\">");
        form = form.set(name, &text);
        typed.push((name.clone(), text));
    }
    let found = Found {
        page: found.page.clone(),
        form,
        typed: found.typed.clone(),
        with_files: found.with_files,
    };
    (found, typed)
}

/// A post whose form stands on no page in this state: its words are told all the same.
async fn told_without_form(stage: &Stage, by: Caller, action: &str, token: &str) {
    let found = Found {
        page: action.to_owned(),
        form: Form {
            action: action.to_owned(),
            fields: vec![
                ("csrf".into(), token.into()),
                ("reason".into(), "覚え書き".into()),
            ],
            buttons: Vec::new(),
        },
        typed: Vec::new(),
        with_files: false,
    };
    let to = sent_too_late(stage, &found, action).await;
    let page = stage.callers[&by].get(&to).await;
    assert!(
        page.shows("覚え書き"),
        "{action} → {to} ({}): {}",
        page.status,
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_stands_there_as_typed_after_the_next_sign_in() {
    let mut stage = Stage::set().await;
    let mut all_places = Vec::new();
    for on in [On::Draft, On::Published, On::Withdrawn] {
        let meeting = stage.meeting(on).await;
        for address in kinds_of_addresses() {
            all_places.push(stage.places(&meeting, address).await);
        }
    }
    let mut by_caller = BTreeMap::new();
    for by in [Administrator, AtClinic] {
        by_caller.insert(by, forms(&stage.callers[&by], &all_places).await);
    }

    let posts = rows().filter(|(method, address, ..)| *method == "POST" && is_a_form(address));
    let (mut with_form, mut without) = (Vec::new(), Vec::new());
    for (_, address, whose, _) in posts {
        let by = match whose {
            For::Everybody | For::Room | For::TheWayOut => continue,
            For::Letter | For::Clinics => AtClinic,
            _ => Administrator,
        };
        let known = &by_caller[&by];
        let paths: BTreeSet<String> = all_places
            .iter()
            .filter_map(|places| in_place(address, places))
            .collect();
        let Some((path, found)) = paths
            .iter()
            .find_map(|path| known.get(path).map(|found| (path, found)))
        else {
            let any = known
                .values()
                .find(|found| !found.form.all("csrf").concat().is_empty());
            let any = any.expect("a form");
            let path = paths
                .iter()
                .next()
                .unwrap_or_else(|| panic!("no place for {address}"));
            told_without_form(&stage, by, path, any.form.get("csrf")).await;
            without.push(*address);
            continue;
        };
        let (late, typed) = filled(found);
        let to = sent_too_late(&stage, &late, path).await;
        let page = stage.callers[&by].get(&to).await.expect(200);
        let form = page.form(path);
        for (name, text) in &typed {
            assert!(
                form.all(name).contains(&text.as_str()),
                "{address}: {name} is not as typed: {form:?}"
            );
        }
        assert!(
            page.shows("もう一度ボタンを押してください"),
            "{address}: {}",
            page.text()
        );
        assert_ne!(form.get("unsent"), "");
        with_form.push(*address);
    }
    assert!(with_form.len() > 30, "{with_form:?}");
    without.retain(|address| !NOT_IN_THIS_STATE.contains(address));
    assert!(
        without.is_empty(),
        "forms that no page of this stage shows: {without:?}"
    );
}

/// Buttons of states that the stage is not in (a lock, paper, a retired clinic, files that wait, a
/// letter's reader); what is sent to them is told in a list all the same.
const NOT_IN_THIS_STATE: [&str; 25] = [
    "/console/meetings/{meeting}/versions/{version}/unseen",
    "/console/requests/{request}/accept/undo",
    "/console/meetings/{meeting}/seats/{seat}/paper-given",
    "/console/meetings/{meeting}/seats/{seat}/unlock",
    "/opinion/{key}/write",
    "/opinion/{key}/previous",
    "/opinion/{key}/submit",
    "/opinion/{key}/upload",
    "/opinion/{key}/files/submit",
    "/opinion/{key}/files/drop",
    "/opinion/{key}/ikensyo",
    "/console/clinics/{clinic}/revive",
    "/console/clinics/{clinic}/physicians/{physician}/revive",
    "/console/requests/letters",
    "/console/requests/{request}/change",
    "/console/requests/{request}/letter",
    "/console/requests/{request}/unlock",
    "/console/requests/{request}/reminder",
    "/console/requests/{request}/accept",
    "/console/requests/{request}/send-back",
    "/console/requests/{request}/cancel",
    "/console/requests/{request}/reassign",
    "/console/requests/{request}/masked",
    "/console/requests/{request}/arrival",
    "/opinion/{key}/leave",
];
