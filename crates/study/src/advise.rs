//! What would have helped: levers tried on the same crowd.

mod advisor;
mod answer;
mod judge;
mod thrift;

pub use advisor::Advisor;
pub use answer::{Advice, Advised, Aim, Found, Gain, WORK_DAY};
