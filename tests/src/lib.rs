//! Tests that span crates, and what they share.
//!
//! Three kinds of numeric tests, never mixed:
//!
//! * `theory/`: a simulated mean against a formula, inside the run's own confidence interval; and laws that hold in any network.
//! * `stories/`: exact results of the shipped stories for one seed; a change is reviewed and listed in the changelog.
//! * `agreement/`: the same bytes natively and in WebAssembly.
//!
//! And `mechanisms/`: small sites in trouble, in which one mechanism is visible in the figures, and its cure.

pub mod formula;
pub mod random;
pub mod stat;
pub mod watch;
