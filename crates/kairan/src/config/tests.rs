//! The example file, and every way an operator gets it wrong.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::{ByteSize, Config, ForwardHeader, Span};

const EXAMPLE: &str = include_str!("../../../../config/kairan.toml");

/// The example with its defaults switched on.
fn uncommented() -> String {
    let mut text = String::new();
    for line in EXAMPLE.lines() {
        let bare = line.strip_prefix("# ").filter(|rest| is_setting(rest));
        text.push_str(bare.unwrap_or(line));
        text.push('\n');
    }
    text
}

fn is_setting(text: &str) -> bool {
    text.split_once(" = ").is_some_and(|(key, _)| {
        !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    })
}

fn leaves(table: &Table, path: &str, into: &mut BTreeSet<String>) {
    for (key, value) in table {
        let here = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        match value {
            Value::Table(inner) => leaves(inner, &here, into),
            _ => {
                into.insert(here);
            }
        }
    }
}

fn faults(text: &str, environment: &[(&str, &str)]) -> Vec<String> {
    let environment: Vec<(String, String)> = environment
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    match Config::read(text, &environment) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|fault| fault.path.clone()).collect(),
    }
}

#[test]
fn the_example_is_what_the_code_does_without_it() {
    assert_eq!(Config::read(EXAMPLE, &[]), Ok(Config::default()));
}

#[test]
fn every_default_written_in_the_example_is_the_one_in_the_code() {
    let mut config = Config::read(&uncommented(), &[]).expect("the example with its defaults on");
    let office = std::mem::take(&mut config.office);
    assert_eq!(config, Config::default());
    assert!(
        office.listen.is_some() && office.url.is_some(),
        "shown, though without default"
    );
}

#[test]
fn every_key_is_documented_in_the_example() {
    let mut code = Config::default();
    code.office.listen = Some(([127, 0, 0, 1], 1).into());
    code.office.url = Some("https://a.example".into());
    let Ok(Value::Table(code)) = Value::try_from(&code) else {
        panic!("a table")
    };
    let example: Table = uncommented().parse().expect("TOML");
    let (mut wanted, mut found) = (BTreeSet::new(), BTreeSet::new());
    leaves(&code, "", &mut wanted);
    leaves(&example, "", &mut found);
    assert_eq!(found, wanted);
}

#[test]
fn a_configuration_survives_writing_and_reading() {
    let text = toml::to_string(&Config::default()).expect("TOML");
    assert_eq!(Config::read(&text, &[]), Ok(Config::default()));
}

#[test]
fn all_faults_are_told_at_once_with_their_path() {
    let text = r#"
        colour = "blue"
        [data]
        reserve = "much"
        [public]
        listen = "everywhere"
        [public.tls]
        cert = "a"
        key_file = "k.pem"
        [limits]
        max_file_size = "200 parsecs"
        max_files = 0
        [mail]
        from = "nobody"
        [mail.dkim]
        selector = "k1"
        [nonsense]
        [log]
        level = "loud"
    "#;
    let found: BTreeSet<String> = faults(text, &[]).into_iter().collect();
    let wanted = [
        "colour",
        "data.reserve",
        "limits.max_file_size",
        "limits.max_files",
        "log.level",
        "mail.dkim.domain",
        "mail.dkim.key_file",
        "mail.from",
        "nonsense",
        "public.listen",
        "public.tls.cert",
        "public.tls.cert_file",
    ];
    assert_eq!(found, wanted.map(str::to_owned).into());
}

#[test]
fn a_syntax_error_names_its_line() {
    assert_eq!(faults("[data]\nfolder = \n", &[]), ["line 2"]);
}

#[test]
fn the_environment_wins_over_the_file() {
    let environment = [
        ("KAIRAN_LIMITS__MAX_FILE_SIZE", "50 MB"),
        ("KAIRAN_MAIL__PORT", "2525"),
        ("KAIRAN_MAIL__USERNAME", "12345"),
        ("KAIRAN_MAIL__PASSWORD_FILE", "/run/secrets/mail"),
        ("KAIRAN_MAIL__DKIM__SELECTOR", ""),
        ("KAIRAN_PROXIES__TRUSTED", "[\"10.0.0.0/8\"]"),
        ("KAIRAN_PROXIES__HEADER", "forwarded"),
        ("KAIRAN_CONFIG", "/etc/kairan/kairan.toml"),
        ("PATH", "/bin"),
    ]
    .map(|(k, v)| (k.to_owned(), v.to_owned()));
    let config = Config::read("[limits]\nmax_file_size = \"80 MB\"", &environment).expect("valid");
    assert_eq!(config.limits.max_file_size, ByteSize::mb(50));
    assert_eq!(config.mail.port, 2525);
    assert_eq!(config.mail.username, "12345");
    assert!(config.proxies.trusted[0].contains([10, 9, 8, 7].into()));
    assert_eq!(config.proxies.header, ForwardHeader::Forwarded);
}

#[test]
fn a_wrong_variable_is_told_by_its_name() {
    assert_eq!(
        faults(
            "",
            &[
                ("KAIRAN_LIMITS__MAX_FILES", "many"),
                ("KAIRAN_LIMIT__MAX", "1")
            ]
        ),
        ["KAIRAN_LIMITS__MAX_FILES", "KAIRAN_LIMIT__MAX"],
    );
}

#[test]
fn rules_between_keys_are_checked() {
    let cases = [
        ("[public]\nurl = \"http://kairan.example.jp\"", "public.url"),
        (
            "[public]\nurl = \"https://kairan.example.jp/\"",
            "public.url",
        ),
        (
            "[data]\nfolder = \"/d\"\nkey_ring_file = \"/d/ring\"",
            "data.key_ring_file",
        ),
        ("[office]\nlisten = \"10.0.0.1:1\"", "office.url"),
        ("[ops]\nlisten = \"127.0.0.1:8080\"", "ops.listen"),
        ("[mail]\nusername = \"u\"", "mail.password_file"),
        ("[mail]\nreturn_path = \"a@b.example\"", "mail.return_path"),
        ("[sessions]\nstaff_idle = \"13h\"", "sessions.staff_idle"),
        ("[gate]\nlock_after = 2", "gate.lock_after"),
        (
            "[retention]\npurge_after_days = 0",
            "retention.purge_after_days",
        ),
        (
            "[retention]\naudit_retention = \"300d\"\n[opinions]\nretention = \"300d\"",
            "retention.audit_retention",
        ),
        (
            "[retention]\naudit_retention = \"2y\"\npurge_after_days = 900\n\
             [opinions]\nretention = \"2y\"",
            "retention.audit_retention",
        ),
        (
            "[sessions]\nphysician_idle = \"13h\"",
            "sessions.physician_idle",
        ),
        ("[opinions]\ndue_days = 61", "opinions.most_due_days"),
        ("[opinions]\ncall_after = 6", "opinions.call_after"),
        ("[opinions]\nretention = \"6y\"", "opinions.retention"),
        (
            "[opinions]\nretention = \"60d\"\nreadable_days = 90",
            "opinions.retention",
        ),
        (
            "[opinions.retention_of]\n121004 = \"6y\"",
            "opinions.retention_of.121004",
        ),
        (
            "[opinions.retention_of]\n12100 = \"3y\"",
            "opinions.retention_of.12100",
        ),
        ("[opinions]\nmax_upload = \"1 GB\"", "opinions.max_upload"),
        (
            "[opinions]\nmax_upload_pages = 1",
            "opinions.max_upload_pages",
        ),
        ("[limits]\nmax_total = \"100 MB\"", "limits.max_total"),
        ("[timeouts]\nheader = \"0s\"", "timeouts.header"),
    ];
    for (text, path) in cases {
        assert_eq!(faults(text, &[]), [path], "{text}");
    }
    let local = Config::read("[public]\nurl = \"http://127.0.0.1:8080\"", &[]).expect("loopback");
    assert_eq!(local.timeouts.drain, Span::seconds(30));
}

#[test]
fn a_secret_that_others_may_read_is_a_fault() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let ring = folder.path().join("ring");
    std::fs::write(&ring, "x").expect("written");
    std::fs::set_permissions(&ring, std::fs::Permissions::from_mode(0o644)).expect("mode");
    let mut config = Config::default();
    config.data.key_ring_file = ring.clone();
    let paths = |config: &Config| -> Vec<String> {
        config
            .check_files()
            .iter()
            .map(|fault| fault.path.clone())
            .collect()
    };
    assert_eq!(paths(&config), ["data.key_ring_file"]);
    std::fs::set_permissions(&ring, std::fs::Permissions::from_mode(0o600)).expect("mode");
    assert_eq!(paths(&config), Vec::<String>::new());
}

#[test]
fn a_missing_ring_is_a_fault_only_beside_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::default();
    config.data.folder = folder.path().join("data");
    config.data.key_ring_file = folder.path().join("ring");
    assert!(config.check_files().is_empty(), "`init` makes it");
    std::fs::create_dir_all(config.data.store_folder()).expect("made");
    let told = config.check_files().to_string();
    assert!(told.starts_with("data.key_ring_file: "), "{told}");
}
