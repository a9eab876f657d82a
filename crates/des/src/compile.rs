//! From a network's nested programs to flat tables that the event loop walks.

mod ops;
mod tables;

pub(crate) use ops::{Code, NOWHERE};
pub(crate) use tables::{StationTable, StreamTable, Tables};
