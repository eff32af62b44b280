//! One password check, as a sign-in pays for it: Argon2id, 19 MiB, two passes, one lane.

use kairan_vault::password::{PasswordCost, PasswordHash, PasswordMemory, verify_password};
use kairan_vault::{KeyRing, SystemEntropy, Vault};

use crate::Done;
use crate::lab::Lab;
use crate::measure::{median, now};
use crate::table::Line;

pub(super) fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let vault = Vault::new(&KeyRing::generate(&SystemEntropy, "bench"));
    let mut memory = PasswordMemory::new();
    let decoy = PasswordHash::decoy(vault.pepper(), PasswordCost::STANDARD);
    let mut millis = Vec::new();
    for _ in 0..lab.pick(50, 5) {
        let begun = now();
        verify_password(&mut memory, vault.pepper(), &decoy, b"kf7m-3wtp-x9hd")?;
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let middle = median(millis.into_iter());
    Ok(vec![
        Line::new("one password check (30–60 ms here)").at_most(middle, 60.0, "ms"),
    ])
}
