//! Small sites in trouble. Each shows one mechanism in the figures: how it comes about, why it lasts, and what cures it.

mod storm;

/// The sum of a column from one second up to another.
fn between(column: &[u32], from_s: usize, until_s: usize) -> f64 {
    column[from_s..until_s].iter().map(|n| f64::from(*n)).sum()
}
