//! What commands say to the person at the terminal.

use std::io::{self, Write};

use crate::control::{ChainLine, ControlReply, InsurerLine, KeyLine, LookedFor};

/// Says it on standard output. A closed pipe (`| head`) is no fault.
pub fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Says it on standard error.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Shows the answer to a command; `false` when it was refused.
pub fn show(reply: &ControlReply) -> bool {
    match reply {
        ControlReply::Pong { version } => say(&format!("kairan {version} is running")),
        ControlReply::InsurerAdded { number } => say(&format!("insurer {number} added")),
        ControlReply::InsurerChanged { insurer, fields } => {
            match fields {
                0 => say("nothing differs from what is kept; nothing was changed"),
                1 => say("1 field changed"),
                fields => say(&format!("{fields} fields changed")),
            }
            show_insurer(insurer);
        }
        ControlReply::Insurers { insurers } => show_insurers(insurers),
        ControlReply::InitialPassword { login, password } => {
            say(&format!("login id          {login}"));
            say(&format!("initial password  {password}"));
            say("Shown this once. It must be changed at the first sign-in.");
        }
        ControlReply::KeyAdded { id } => {
            say(&format!("key {id} added; everything new is sealed with it"));
            say("Renew the safe copies of the key ring now, then run `kairan keys rewrap`.");
        }
        ControlReply::Rewrapped { records } => say(&format!("{records} records sealed again")),
        ControlReply::KeyRetired { id } => say(&format!("key {id} erased")),
        ControlReply::Keys { keys } => show_keys(keys),
        ControlReply::AuditVerified { chains, looked_for } => {
            let whole = show_chains(chains);
            return show_looked_for(looked_for.as_ref()) && whole;
        }
        ControlReply::AuditListed { records } => records.iter().for_each(|line| say(line)),
        ControlReply::Exported { records, files } => {
            say(&format!(
                "{records} records and {files} sealed files written"
            ));
        }
        ControlReply::TestMail { taken: true, words } => say(&format!("taken: {words}")),
        ControlReply::TestMail {
            taken: false,
            words,
        } => {
            complain(&format!("not taken: {words}"));
            return false;
        }
        ControlReply::BounceNoted { noted, .. } => {
            say(if *noted { "noted" } else { "nothing to note" });
        }
        ControlReply::Taken { reason } => {
            complain(reason);
            return false;
        }
        ControlReply::Refused { reasons } => {
            for reason in reasons {
                complain(reason);
            }
            return false;
        }
    }
    true
}

fn show_insurers(insurers: &[InsurerLine]) {
    insurers.iter().for_each(show_insurer);
}

fn show_insurer(line: &InsurerLine) {
    let address = if line.address.is_empty() {
        "(no postal address)"
    } else {
        &line.address
    };
    say(&format!(
        "{}  {}  {}  {}  {}  {address}",
        line.number, line.name, line.office, line.phone, line.mail
    ));
}

fn show_keys(keys: &[KeyLine]) {
    for key in keys {
        say(&format!(
            "{:>4}  {:<8}  made {}",
            key.id, key.state, key.made_at
        ));
    }
}

fn show_chains(chains: &[ChainLine]) -> bool {
    for chain in chains {
        let sealed = chain.sealed_at.as_ref().map_or_else(
            || "nothing sealed yet".to_owned(),
            |at| format!("sealed to {} at {at}", chain.sealed_to),
        );
        say(&format!(
            "{:<12}  {} records right, {sealed}, removed to {}",
            chain.whose, chain.records, chain.pruned_to
        ));
        say(&format!("{:<12}  last seal {}", "", chain.head));
        if let Some(broken) = &chain.broken {
            complain(&format!("{}: {broken}", chain.whose));
        }
    }
    chains.iter().all(|chain| chain.broken.is_none())
}

fn show_looked_for(looked_for: Option<&LookedFor>) -> bool {
    let Some(looked_for) = looked_for else {
        return true;
    };
    if let Some(found) = &looked_for.found {
        say(&format!("{} is there: {found}", looked_for.noted));
        return true;
    }
    complain(&format!(
        "{} is in none of them: the database was put back to an earlier day, or its audit was written anew",
        looked_for.noted
    ));
    false
}

/// Shows audit records for people: number, instant, who, what, then the rest as it is named.
pub fn show_audit(records: &[String]) -> bool {
    for record in records {
        match serde_json::from_str(record) {
            Ok(serde_json::Value::Object(record)) => say(&audit_line(record)),
            _ => say(record),
        }
    }
    true
}

fn audit_line(mut record: serde_json::Map<String, serde_json::Value>) -> String {
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Object(one) => {
            let parts = one
                .iter()
                .map(|(key, value)| [key, ":", value.as_str().unwrap_or_default()].concat());
            parts.collect()
        }
        other => other.to_string(),
    };
    let mut line = String::new();
    for name in ["no", "at", "actor", "event"] {
        let value = record.remove(name).map(text).unwrap_or_default();
        line.push_str(&value);
        line.push_str("  ");
    }
    record.remove("insurer");
    let rest: Vec<String> = record
        .into_iter()
        .map(|(name, value)| format!("{name}={}", text(value)))
        .collect();
    line.push_str(&rest.join(" "));
    line.trim_end().to_owned()
}
