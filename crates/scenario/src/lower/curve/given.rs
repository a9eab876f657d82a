//! Curves that are in the file: drawn by hand, or counted at another time.

use onrush_network::Rate;

use crate::{Activity, ActivityKind};

/// The curve of `activity` from second `at` on, scaled so that the whole of it brings the activity's visitors.
pub(super) fn rate(activity: &Activity, at: f64, horizon: f64) -> Rate {
    let points: Vec<(f64, f64)> = match (activity.kind, &activity.measured) {
        (ActivityKind::Measured, Some(measured)) => {
            let length = f64::from(measured.every_s);
            measured
                .visits
                .iter()
                .zip(0_u32..)
                .flat_map(|(&visits, i)| {
                    let from = at + f64::from(i) * length;
                    [(from, visits), (from + length, visits)]
                })
                .collect()
        }
        _ => activity
            .curve
            .iter()
            .map(|p| (at + p.after_minutes * 60.0, p.level))
            .collect(),
    };
    // In proportion to the highest level, so that very small numbers are as good as any.
    let top = points.iter().map(|p| p.1).fold(0.0, f64::max);
    if top <= 0.0 {
        return Rate::default();
    }
    let whole = Rate::new(
        points
            .into_iter()
            .map(|(t, level)| (t, level / top))
            .collect(),
    );
    let area = whole.expected(f64::NEG_INFINITY, f64::INFINITY);
    if area <= 0.0 {
        return Rate::default();
    }
    let scale = activity.visitors() / area;
    Rate::new(
        until(whole.points(), horizon)
            .into_iter()
            .map(|(second, level)| (second, level * scale))
            .collect(),
    )
}

/// The points before `horizon`, and where the curve crosses it.
fn until(points: &[(f64, f64)], horizon: f64) -> Vec<(f64, f64)> {
    let inside = points.partition_point(|p| p.0 <= horizon);
    let mut kept = points[..inside].to_vec();
    if let (Some(&(t0, r0)), Some(&(t1, r1))) = (kept.last(), points.get(inside)) {
        kept.push((horizon, r0 + (r1 - r0) * (horizon - t0) / (t1 - t0)));
    }
    kept
}
