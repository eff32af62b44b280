//! Tells Cargo that the templates are part of this crate: `include_dir` alone does not, and an
//! edited letter would go out in its old wording until something else changed.

fn main() {
    println!("cargo::rerun-if-changed=../../templates/mail");
}
