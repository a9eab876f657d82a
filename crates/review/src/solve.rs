//! Small systems of equations.

/// Non-negative least squares by coordinate descent on the normal equations: the `x` of no negative element for which x'Ax/2 - b'x is
/// least. `a` is symmetric, with a positive diagonal, row by row. It begins at `near` (or 0), and ends when nothing moves by more than
/// `exact` of itself.
pub(crate) fn non_negative(a: &[Vec<f64>], b: &[f64], near: &[f64], exact: f64) -> Vec<f64> {
    const MOST_ROUNDS: usize = 5000;
    let mut x = vec![0.0; b.len()];
    for (x, near) in x.iter_mut().zip(near) {
        *x = *near;
    }
    for _ in 0..MOST_ROUNDS {
        let mut moved: f64 = 0.0;
        for i in 0..x.len() {
            let others: f64 = a[i]
                .iter()
                .zip(&x)
                .enumerate()
                .filter(|(j, _)| *j != i)
                .map(|(_, (a, x))| a * x)
                .sum();
            let best = ((b[i] - others) / a[i][i].max(1e-300)).max(0.0);
            moved = moved.max((best - x[i]).abs() / best.abs().max(1e-6));
            x[i] = best;
        }
        if moved < exact {
            break;
        }
    }
    x
}

/// The inverse of a symmetric positive matrix; `None` where it has none that could be computed.
pub(crate) fn inverse(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = a.len();
    // Scaled to a diagonal of ones, so that large and small activities are treated alike.
    let scale: Vec<f64> = (0..n).map(|i| a[i][i].max(0.0).sqrt()).collect();
    if scale.iter().any(|s| !(s.is_finite() && *s > 0.0)) {
        return None;
    }
    let mut left: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| a[i][j] / scale[i] / scale[j]).collect())
        .collect();
    let mut right: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    for i in 0..n {
        let pivot = (i..n).max_by(|p, q| left[*p][i].abs().total_cmp(&left[*q][i].abs()))?;
        if left[pivot][i].abs() < 1e-10 {
            return None;
        }
        left.swap(i, pivot);
        right.swap(i, pivot);
        let by = left[i][i];
        for value in left[i].iter_mut().chain(right[i].iter_mut()) {
            *value /= by;
        }
        let (row_left, row_right) = (left[i].clone(), right[i].clone());
        for j in (0..n).filter(|j| *j != i) {
            let times = left[j][i];
            for (value, row) in left[j].iter_mut().zip(&row_left) {
                *value -= times * row;
            }
            for (value, row) in right[j].iter_mut().zip(&row_right) {
                *value -= times * row;
            }
        }
    }
    Some(
        (0..n)
            .map(|i| (0..n).map(|j| right[i][j] / scale[i] / scale[j]).collect())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: [[f64; 2]; 2]) -> Vec<Vec<f64>> {
        rows.iter().map(|row| row.to_vec()).collect()
    }

    #[test]
    fn the_least_square_without_negative_parts() {
        let a = matrix([[2.0, 1.0], [1.0, 3.0]]);
        let x = non_negative(&a, &[4.0, 7.0], &[], 1e-10);
        assert!((x[0] - 1.0).abs() < 1e-6 && (x[1] - 2.0).abs() < 1e-6);
        // Without the bound the second would be negative.
        let x = non_negative(&a, &[4.0, 1.0], &[9.0, 9.0], 1e-10);
        assert!((x[0] - 2.0).abs() < 1e-6 && x[1].abs() < 1e-12);
    }

    #[test]
    fn an_inverse_undoes_and_what_has_none_says_so() {
        let a = matrix([[2.0, 1.0], [1.0, 3.0]]);
        let back = inverse(&a).unwrap();
        // The inverse of a symmetric matrix is symmetric, so its rows are its columns.
        for (i, row) in a.iter().enumerate() {
            for (j, column) in back.iter().enumerate() {
                let sum: f64 = row.iter().zip(column).map(|(a, b)| a * b).sum();
                assert!((sum - f64::from(u8::from(i == j))).abs() < 1e-9);
            }
        }
        assert_eq!(inverse(&matrix([[1.0, 1.0], [1.0, 1.0]])), None);
        assert_eq!(inverse(&matrix([[0.0, 0.0], [0.0, 1.0]])), None);
    }
}
