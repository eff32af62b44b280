//! Every journey through Kairan, in one test binary. One module per journey; what they share
//! lies in `tests/support`.

mod architecture;
