//! Thin entry: everything is in the library.
fn main() {}
