//! SVG as text, without a browser: whoever asks for it measures the texts.

use std::convert::Infallible;

use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle, FontTransform,
};
use plotters_svg::SVGBackend;

use crate::{Chart, Theme, View, draw};

/// Width of a text at a size, bold or not.
pub type Measure<'a> = &'a dyn Fn(&str, f64, bool) -> f64;

/// How many units of an SVG's coordinates make a CSS pixel: plotters draws on whole units only, and slopes drawn on
/// whole pixels wobble.
const FINENESS: u32 = 4;

/// Largest width and height of a picture, in pixels.
pub(crate) const LARGEST: u32 = 8_192;

/// `chart` as an SVG of `width` × `height` CSS pixels (each 1 to 8 192), with title and names as text for search and
/// screen readers. `measure` gives the width of a text at a size, bold or not, in the font that will show it.
#[must_use]
pub fn svg_measured(
    chart: &Chart,
    theme: &Theme,
    view: &View,
    (width, height): (u32, u32),
    measure: Measure,
) -> String {
    let (width, height) = (width.clamp(1, LARGEST), height.clamp(1, LARGEST));
    let size = (width * FINENESS, height * FINENESS);
    let view = View {
        scale: f64::from(FINENESS),
        ..view.clone()
    };
    let mut text = String::new();
    {
        let back = SVGBackend::with_string(&mut text, size);
        let area = Paper { back, measure }.into_drawing_area();
        // Writing to a string cannot fail; a drawing that did would still be closed by `present`.
        let _ = draw(&area, chart, theme, &view);
        let _ = area.present();
    }
    let names: Vec<&str> = chart.lines.iter().map(|l| l.name.as_str()).collect();
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        size.0,
        size.1,
        escaped(&chart.title),
        escaped(&format!("{}: {}", chart.axis, names.join(", "))),
    );
    let body = text.find(">\n").map_or("", |end| &text[end + 2..]);
    head + body
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The SVG backend with two corrections: texts are measured with a real font, and as large as they say.
struct Paper<'a, 'm> {
    back: SVGBackend<'a>,
    measure: Measure<'m>,
}

type Done<'a> = Result<(), DrawingErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Paper<'a, '_> {
    type ErrorType = <SVGBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.back.get_size()
    }

    fn ensure_prepared(&mut self) -> Done<'a> {
        self.back.ensure_prepared()
    }

    fn present(&mut self) -> Done<'a> {
        self.back.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done<'a> {
        self.back.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done<'a> {
        self.back.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done<'a> {
        self.back.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done<'a> {
        self.back.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done<'a> {
        self.back.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done<'a> {
        self.back.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Done<'a> {
        self.back.draw_text(text, &TrueSize(style), pos)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = (self.measure)(text, style.size(), bold);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates by intent"
        )]
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}

/// The SVG backend divides sizes by 1.24; this makes up for it.
struct TrueSize<'s, S>(&'s S);

impl<S: BackendTextStyle> BackendTextStyle for TrueSize<'_, S> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size() * 1.24
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, _text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _pos: BackendCoord,
        _draw: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
