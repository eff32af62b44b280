//! The clerk's half: who is asked, what goes out, what becomes of what comes in.

mod arriving;
mod borders;
mod chasing;
mod deciding;
mod exporting;
mod listing;
mod mailing;
mod masking;
mod printing;
mod purging;
mod registering;
mod roster;
mod scene;
