//! Tells Cargo that the templates are part of this crate: `include_dir` alone does not, and an
//! edited letter would go out in its old wording until something else changed.

#[expect(
    clippy::print_stdout,
    reason = "this is how a build script speaks to Cargo"
)]
fn main() {
    println!("cargo::rerun-if-changed=../../templates/mail");
}
