//! From text and environment to a table that [`Config`] can surely be read from.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde::Deserialize;
use toml::{Table, Value};

use super::{Config, Faults};

/// Overrides look like `KAIRAN_LIMITS__MAX_FILE_SIZE`.
const PREFIX: &str = "KAIRAN_";

/// The document as a table; a syntax error is one fault with its line.
pub(super) fn parse(text: &str, faults: &mut Faults) -> Table {
    match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            let line = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map_or(1, |before| before.matches('\n').count() + 1);
            faults.add(format!("line {line}"), error.message());
            Table::new()
        }
    }
}

/// Lays `KAIRAN_SECTION__KEY=value` over the table. Names without `__` are not settings.
pub(super) fn overlay(table: &mut Table, environment: &[(String, String)], faults: &mut Faults) {
    for (name, text) in environment {
        let Some(rest) = name.strip_prefix(PREFIX).filter(|rest| rest.contains("__")) else {
            continue;
        };
        let keys: Vec<String> = rest.split("__").map(str::to_ascii_lowercase).collect();
        let text_value = Value::String(text.clone());
        let candidates = [Some(text_value), as_toml(text)];
        let readable = candidates
            .into_iter()
            .flatten()
            .map(|value| (alone(&keys, value.clone()), value))
            .map(|(document, value)| Config::deserialize(document).map(|_| value));
        let mut last = None;
        for outcome in readable {
            let found = outcome.is_ok();
            last = Some(outcome);
            if found {
                break;
            }
        }
        match last {
            Some(Ok(value)) => insert(table, &keys, value),
            Some(Err(error)) => faults.add(name.as_str(), error.message()),
            None => {}
        }
    }
}

/// Removes every key that cannot be read and notes why, each tried on its own.
pub(super) fn keep_readable(table: &mut Table, faults: &mut Faults) {
    sift(table, &mut Vec::new(), faults);
}

fn sift(table: &mut Table, path: &mut Vec<String>, faults: &mut Faults) {
    table.retain(|key, value| {
        path.push(key.to_owned());
        let keep = if let Value::Table(inner) = value
            && !inner.is_empty()
            && Config::deserialize(alone(path, Value::Table(Table::new()))).is_ok()
        {
            sift(inner, path, faults);
            true
        } else {
            match Config::deserialize(alone(path, value.clone())) {
                Ok(_) => true,
                Err(error) => {
                    faults.add(path.join("."), error.message());
                    false
                }
            }
        };
        path.pop();
        keep
    });
}

/// A document in which only this key is set.
fn alone(keys: &[String], value: Value) -> Table {
    let mut document = Table::new();
    insert(&mut document, keys, value);
    document
}

fn insert(table: &mut Table, keys: &[String], value: Value) {
    match keys {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let inner = table
                .entry(key.clone())
                .or_insert_with(|| Value::Table(Table::new()));
            if !inner.is_table() {
                *inner = Value::Table(Table::new());
            }
            if let Value::Table(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// The text as a TOML value (`587`, `["10.0.0.0/8"]`), when it is one.
fn as_toml(text: &str) -> Option<Value> {
    let mut table = format!("v = {text}").parse::<Table>().ok()?;
    if table.len() == 1 {
        table.remove("v")
    } else {
        None
    }
}

/// Files the configuration names: present, and secrets closed to others.
pub(super) fn check_files(config: &Config, faults: &mut Faults) {
    let open = [
        (
            "public.tls.cert_file",
            config.public.tls.cert_file.as_path(),
        ),
        (
            "office.tls.cert_file",
            config.office.tls.cert_file.as_path(),
        ),
        ("mail.ca_file", config.mail.ca_file.as_path()),
        ("mail.bounce_folder", config.mail.bounce_folder.as_path()),
    ];
    let secret = [
        ("public.tls.key_file", config.public.tls.key_file.as_path()),
        ("office.tls.key_file", config.office.tls.key_file.as_path()),
        ("mail.password_file", config.mail.password_file.as_path()),
        ("mail.dkim.key_file", config.mail.dkim.key_file.as_path()),
    ];
    for (path, file) in open {
        readable(path, file, false, faults);
    }
    for (path, file) in secret {
        readable(path, file, true, faults);
    }
    // Before `kairan init` there is no ring to look at; once there is data, it must be there.
    let ring = &config.data.key_ring_file;
    if ring.exists() || config.data.store_folder().exists() {
        readable("data.key_ring_file", ring, true, faults);
    }
}

fn readable(path: &str, file: &Path, secret: bool, faults: &mut Faults) {
    if file.as_os_str().is_empty() {
        return;
    }
    match std::fs::metadata(file) {
        Err(error) => faults.add(path, format!("{}: {error}", file.display())),
        Ok(meta) if secret && meta.permissions().mode() & 0o077 != 0 => faults.add(
            path,
            format!("{} may be read by others; chmod 600 it", file.display()),
        ),
        Ok(_) => {
            if let Err(error) = std::fs::File::open(file) {
                faults.add(path, format!("{}: {error}", file.display()));
            }
        }
    }
}
