//! Small sites in trouble. Each shows one mechanism in the figures: how it comes about, why it lasts, and what cures it.

mod autoscaler;
mod slow_database;
mod stampede;
mod storm;

/// The sum of a column from one second up to another.
fn between(column: &[u32], from_s: usize, until_s: usize) -> f64 {
    column[from_s..until_s].iter().map(|n| f64::from(*n)).sum()
}

/// The mean of a column from one second up to another.
fn mean_between(column: &[f32], from_s: usize, until_s: usize) -> f64 {
    let part = &column[from_s..until_s];
    part.iter().map(|v| f64::from(*v)).sum::<f64>() / part.len() as f64
}
