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
    let steps = high.len().saturating_sub(1).max(1) as f64;
    let there = high.iter().enumerate();
    let back = low.iter().enumerate().rev();
    let mut path = String::new();
    for (i, value) in there.chain(back) {
        let x = i as f64 / steps * WIDTH;
        let y = HEIGHT * (1.0 - (value / top.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0));
        path.push(if path.is_empty() { 'M' } else { 'L' });
        point(&mut path, x, y);
    }
    path.push('Z');
    path
}

/// The outline of the surface, as the `d` of a path.
#[expect(clippy::cast_precision_loss, reason = "a few hundred points")]
fn area(values: &[f64], top: f64) -> String {
    let steps = values.len().saturating_sub(1).max(1) as f64;
    let mut path = String::with_capacity(values.len() * 14 + 32);
    path.push('M');
    point(&mut path, 0.0, HEIGHT);
    for (i, value) in values.iter().enumerate() {
        let x = i as f64 / steps * WIDTH;
        let y = HEIGHT * (1.0 - (value / top.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0));
        path.push('L');
        point(&mut path, x, y);
    }
    path.push('L');
    point(&mut path, WIDTH, HEIGHT);
    path.push('Z');
    path
}

/// Writes a point, to a tenth of a pixel across and a hundredth up and down. A curve has hundreds of them, and is drawn anew with
/// every move of a hand: the general way of writing a number takes ten times as long.
fn point(path: &mut String, x: f64, y: f64) {
    fixed(path, x, 10);
    path.push(' ');
    fixed(path, y, 100);
}

/// Writes a number that is not negative, to one part of `parts` (10 or 100); no zeros at the end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the drawing; `as` saturates"
)]
fn fixed(path: &mut String, value: f64, parts: u32) {
    let mut digit = |n: u32| path.push(char::from_digit(n % 10, 10).unwrap_or('0'));
    let all = (value * f64::from(parts)).round() as u32;
    let (whole, part) = (all / parts, all % parts);
    let mut size = 1;
    while whole / size >= 10 {
        size *= 10;
    }
    while size > 0 {
        digit(whole / size);
        size /= 10;
    }
    if part > 0 {
        path.push('.');
        let (tenths, rest) = (part * 10 / parts, part * 10 % parts);
        path.push(char::from_digit(tenths, 10).unwrap_or('0'));
        if rest > 0 {
            path.push(char::from_digit(rest * 10 / parts, 10).unwrap_or('0'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ribbon_goes_there_above_and_back_below() {
        assert_eq!(
            between(&[0.0, 2.0], &[10.0, 8.0], 10.0),
            "M0 0L1000 20L1000 80L0 100Z"
        );
    }

    #[test]
    fn the_outline_closes_at_the_bottom_and_stays_inside() {
        assert_eq!(
            area(&[0.0, 5.0, 20.0], 10.0),
            "M0 100L0 100L500 50L1000 0L1000 100Z"
        );
        assert_eq!(
            area(&[7.0, 9.996, 9.5, 10.0], 10.0),
            "M0 100L0 30L333.3 0.04L666.7 5L1000 0L1000 100Z"
        );
        assert_eq!(area(&[], 0.0), "M0 100L1000 100Z");
        assert!(!area(&[f64::NAN, f64::INFINITY], 0.0).contains("inf"));
    }
}
