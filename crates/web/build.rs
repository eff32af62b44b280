//! Templates and assets lie inside the binary: a change of one must build this crate anew.

fn main() {
    println!("cargo::rerun-if-changed=../../templates");
}
