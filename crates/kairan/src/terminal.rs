//! What commands say to the person at the terminal.

use std::io::{self, Write};

use crate::control::{ChainLine, ControlReply, InsurerLine, KeyLine};

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
        ControlReply::AuditVerified { chains } => return show_chains(chains),
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
