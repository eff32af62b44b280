//! The references: other servers, set up as `perf.md` says.

mod dufs;
mod nginx;
mod relay;
mod sink;

pub(crate) use dufs::Dufs;
pub(crate) use nginx::Nginx;
pub(crate) use relay::send_by_pool;
pub(crate) use sink::Sink;
