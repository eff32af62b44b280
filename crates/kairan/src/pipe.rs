//! `kairan bounce`: one mail from the mail system's pipe. The exit code tells the mail system
//! whether it may forget the mail, so it may only do that once the mail is noted or lies on disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::commands::READ_OF_A_MAIL;
use crate::config::Config;
use crate::control::{ControlReply, ControlRequest};
use crate::run::{Failure, reach};
use crate::terminal::{complain, say, show};
use crate::wire::Nature;

/// EX_TEMPFAIL of sysexits.h: the mail system keeps the mail and offers it again.
pub(crate) const LATER: u8 = 75;
/// Kept mails beyond this are left to the mail system: whoever knows the address could fill the disk.
const MOST_KEPT: usize = 1000;

/// Takes one mail from standard input.
pub(crate) async fn take(config: Config) -> ExitCode {
    let kept = config.data.returned_mail();
    match take_from(config, &kept, &mut io::stdin().lock()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&format!(
                "kairan: {failure}; the mail system should keep the mail"
            ));
            ExitCode::from(LATER)
        }
    }
}

async fn take_from(config: Config, kept: &Path, mail: &mut impl Read) -> Result<(), Failure> {
    let mut head = Vec::new();
    mail.take(READ_OF_A_MAIL).read_to_end(&mut head)?;
    let message = STANDARD.encode(&head);
    let reply = reach(config, ControlRequest::Bounce { message }).await?;
    match reply {
        ControlReply::BounceNoted { understood, .. } if !understood => {
            let file = keep(kept, &mut head.as_slice().chain(mail))?;
            say(&format!("not understood; kept as {}", file.display()));
            Ok(())
        }
        ControlReply::BounceNoted { .. } => {
            show(&reply);
            Ok(())
        }
        other => {
            show(&other);
            Err("not taken".into())
        }
    }
}

/// Writes a mail into the `cur` of a Maildir of our own: whole and on disk before it appears.
fn keep(maildir: &Path, mail: &mut impl Read) -> io::Result<PathBuf> {
    let mut folders = fs::DirBuilder::new();
    folders.recursive(true).mode(0o700);
    for name in ["tmp", "new", "cur"] {
        folders.create(maildir.join(name))?;
    }
    let cur = maildir.join("cur");
    if fs::read_dir(&cur)?.count() >= MOST_KEPT {
        let full = format!("{} holds {MOST_KEPT} mails; look at them", cur.display());
        return Err(io::Error::other(full));
    }
    let now = Nature::real().clock.now().as_nanosecond();
    let name = format!("{now}.{}.kairan", std::process::id());
    let (tmp, kept) = (
        maildir.join("tmp").join(&name),
        cur.join(format!("{name}:2,")),
    );
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&tmp)?;
    let written = io::copy(mail, &mut file)
        .and_then(|_| file.flush())
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&tmp, &kept));
    if written.is_err() {
        // What is half is the mail system's to send again.
        let _ = fs::remove_file(&tmp);
    }
    written?;
    File::open(&cur)?.sync_all()?;
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_mail_is_whole_and_ours_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let maildir = folder.path().join("returned-mail");
        let file = keep(&maildir, &mut &b"Subject: x\n\nhello"[..]).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"Subject: x\n\nhello");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(&maildir.join("cur"))), (0o600, 0o700));
        assert_eq!(fs::read_dir(maildir.join("tmp")).unwrap().count(), 0);
    }

    #[test]
    fn a_full_folder_leaves_the_mail_to_the_mail_system() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("cur")).unwrap();
        for number in 0..MOST_KEPT {
            File::create(folder.path().join("cur").join(number.to_string())).unwrap();
        }
        assert!(keep(folder.path(), &mut &b"x"[..]).is_err());
    }
}
