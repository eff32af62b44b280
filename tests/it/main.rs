//! Every journey through Kairan, in one test binary. One module per journey; what they share
//! lies in `tests/support`.

mod architecture;
mod bad_input;
mod config;
mod crash;
mod disk_full;
mod export_import;
mod gate;
mod mail_smtp;
mod publish_and_read;
mod restart;
mod two_clerks;
mod uploads;
