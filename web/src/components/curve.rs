//! A small curve as a picture that stretches with its place.

use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct CurveProps {
    /// Values at equal distances; nothing negative.
    pub(crate) values: std::rc::Rc<[f64]>,
    /// The value at the top edge.
    pub(crate) top: f64,
    /// Class of the surface under the curve.
    pub(crate) class: &'static str,
}

/// Width and height of the drawing; it is stretched, so only the resolution matters.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 100.0;

/// The surface under a curve, as a nested drawing for use inside another one.
#[component]
pub(crate) fn Curve(props: &CurveProps) -> Html {
    html! {
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
            <path class={props.class} d={area(&props.values, props.top)} />
        </svg>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct RibbonProps {
    /// Lower values at equal distances; nothing negative.
    pub(crate) low: std::rc::Rc<[f64]>,
    /// Upper values at the same places.
    pub(crate) high: std::rc::Rc<[f64]>,
    /// The value at the top edge.
    pub(crate) top: f64,
    /// Class of the surface between them.
    pub(crate) class: &'static str,
}

/// The surface between two curves, as a nested drawing for use inside another one.
#[component]
pub(crate) fn Ribbon(props: &RibbonProps) -> Html {
    html! {
        <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
            <path class={props.class} d={between(&props.low, &props.high, props.top)} />
        </svg>
    }
}

/// The outline of the surface between two curves, as the `d` of a path.
fn between(low: &[f64], high: &[f64], top: f64) -> String {
    use std::fmt::Write as _;

    let steps = high.len().saturating_sub(1).max(1) as f64;
    let there = high.iter().enumerate();
    let back = low.iter().enumerate().rev();
    let mut path = String::new();
    for (i, value) in there.chain(back) {
        let x = i as f64 / steps * WIDTH;
        let y = HEIGHT * (1.0 - (value / top.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0));
        let sign = if path.is_empty() { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        let _ = write!(path, "{sign}{x:.1} {y:.2}");
    }
    path.push('Z');
    path
}

/// The outline of the surface, as the `d` of a path.
#[expect(clippy::cast_precision_loss, reason = "a few hundred points")]
fn area(values: &[f64], top: f64) -> String {
    use std::fmt::Write as _;

    let steps = values.len().saturating_sub(1).max(1) as f64;
    let mut path = format!("M0 {HEIGHT}");
    for (i, value) in values.iter().enumerate() {
        let x = i as f64 / steps * WIDTH;
        let y = HEIGHT * (1.0 - (value / top.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0));
        // Writing to a string cannot fail.
        let _ = write!(path, "L{x:.1} {y:.2}");
    }
    let _ = write!(path, "L{WIDTH} {HEIGHT}Z");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ribbon_goes_there_above_and_back_below() {
        assert_eq!(
            between(&[0.0, 2.0], &[10.0, 8.0], 10.0),
            "M0.0 0.00L1000.0 20.00L1000.0 80.00L0.0 100.00Z"
        );
    }

    #[test]
    fn the_outline_closes_at_the_bottom_and_stays_inside() {
        assert_eq!(
            area(&[0.0, 5.0, 20.0], 10.0),
            "M0 100L0.0 100.00L500.0 50.00L1000.0 0.00L1000 100Z"
        );
        assert_eq!(area(&[], 0.0), "M0 100L1000 100Z");
        assert!(!area(&[f64::NAN, f64::INFINITY], 0.0).contains("inf"));
    }
}
