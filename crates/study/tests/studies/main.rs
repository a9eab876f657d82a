//! Studies as a person relies on them, on small sites that run in an instant.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]
#![expect(clippy::cast_precision_loss, reason = "small numbers")]

mod advise;
mod chances;
mod compare;
mod ladder;
mod merge;
mod site;
