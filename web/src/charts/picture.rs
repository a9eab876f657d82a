//! A chart as a picture to keep: with its title and the names of its lines, on white, whatever the page looks like.

use onrush_report::{Chart, Theme, View, draw, svg_measured};
use plotters::prelude::IntoDrawingArea;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::backend::MeasuredCanvas;
use crate::state::Span;

/// Size of a picture, in CSS pixels: as wide as a page of text.
const SIZE: (u32, u32) = (960, 420);
/// Dots for each of them, for sharp screens and paper.
const DENSITY: u32 = 2;
/// Empty edge, in CSS pixels.
const EDGE: f64 = 16.0;

fn view(span: Span, hidden: &[String]) -> View {
    View {
        from_s: f64::from(span.from),
        to_s: f64::from(span.to),
        hidden: hidden.to_vec(),
        edge_px: EDGE,
        ..View::default()
    }
}

/// The picture as an SVG; `None` when the browser cannot measure texts.
pub(crate) fn svg_text(chart: &Chart, span: Span, hidden: &[String]) -> Option<String> {
    let canvas = canvas()?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let view = view(span, hidden);
    let measure = |text: &str, size: f64, bold: bool| {
        let weight = if bold { "bold" } else { "normal" };
        context.set_font(&format!("{weight} {size}px {}", view.family));
        context
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width())
    };
    Some(svg_measured(chart, &Theme::LIGHT, &view, SIZE, &measure))
}

/// The picture on a canvas of its own, to be saved as a PNG.
pub(crate) fn png_canvas(
    chart: &Chart,
    span: Span,
    hidden: &[String],
) -> Option<HtmlCanvasElement> {
    let canvas = canvas()?;
    canvas.set_width(SIZE.0 * DENSITY);
    canvas.set_height(SIZE.1 * DENSITY);
    let view = View {
        scale: f64::from(DENSITY),
        ..view(span, hidden)
    };
    let area = MeasuredCanvas::on(canvas.clone())?.into_drawing_area();
    draw(&area, chart, &Theme::LIGHT, &view).ok()?;
    Some(canvas)
}

fn canvas() -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    document.create_element("canvas").ok()?.dyn_into().ok()
}
