//! SVG and PNG without a browser, and without any font of the system: texts are measured and drawn in `DejaVu` Sans,
//! which travels with the program.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily, FontStyle, FontTransform,
};
use plotters_svg::SVGBackend;
use resvg::{tiny_skia, usvg};
use skrifa::MetadataProvider;

use crate::{Chart, Theme, View, draw};

/// The licence of the font that travels with the program (Bitstream Vera's, which is permissive), in full: it has to be
/// shown wherever the program is passed on.
pub const FONT_LICENCE: &str = include_str!("../font-licence.txt");

/// How many units of an SVG's coordinates make a CSS pixel: plotters draws on whole units only, and slopes drawn on
/// whole pixels wobble.
const FINENESS: u32 = 4;

/// Largest width and height of a picture, in pixels.
const LARGEST: u32 = 8_192;

/// `chart` as an SVG of `width` × `height` CSS pixels (each 1 to 8 192), with title and names as text for search and
/// screen readers.
#[must_use]
pub fn svg(chart: &Chart, theme: &Theme, view: &View, width: u32, height: u32) -> String {
    let (width, height) = (width.clamp(1, LARGEST), height.clamp(1, LARGEST));
    let size = (width * FINENESS, height * FINENESS);
    let view = View {
        scale: f64::from(FINENESS),
        ..view.clone()
    };
    let mut text = String::new();
    {
        let area = Paper(SVGBackend::with_string(&mut text, size)).into_drawing_area();
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

/// `chart` as a PNG of `width` × `height` CSS pixels, each drawn as `density` × `density` dots (1 to 4; 2 for sharp
/// screens and paper).
///
/// # Errors
/// A picture too large for memory.
pub fn png(
    chart: &Chart,
    theme: &Theme,
    view: &View,
    (width, height): (u32, u32),
    density: u32,
) -> Result<Vec<u8>, String> {
    let density = density.clamp(1, 4);
    let (width, height) = (width.clamp(1, LARGEST), height.clamp(1, LARGEST));
    let options = usvg::Options {
        fontdb: fonts(),
        font_family: "DejaVu Sans".to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&svg(chart, theme, view, width, height), &options)
        .map_err(|e| e.to_string())?;
    let mut picture = tiny_skia::Pixmap::new(width * density, height * density)
        .ok_or("the picture is too large")?;
    #[expect(clippy::cast_precision_loss, reason = "1 to 4")]
    let scale = density as f32;
    resvg::render(
        &tree,
        tiny_skia::Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    picture.encode_png().map_err(|e| e.to_string())
}

fn fonts() -> Arc<usvg::fontdb::Database> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut fonts = usvg::fontdb::Database::new();
            fonts.load_font_data(dejavu::sans::regular().to_vec());
            fonts.load_font_data(dejavu::sans::bold().to_vec());
            fonts.set_sans_serif_family("DejaVu Sans");
            Arc::new(fonts)
        })
        .clone()
}

/// Width of `text` at `size` in `DejaVu` Sans, which is wider than most system fonts: what fits here fits there.
fn width_of(text: &str, size: f64, bold: bool) -> f64 {
    let data = if bold {
        dejavu::sans::bold()
    } else {
        dejavu::sans::regular()
    };
    let Ok(font) = skrifa::FontRef::new(data) else {
        return 0.6 * size * f64::from(chars(text));
    };
    let letters = font.charmap();
    let metrics = font.glyph_metrics(
        skrifa::instance::Size::unscaled(),
        skrifa::instance::LocationRef::default(),
    );
    let per_em = f64::from(
        font.metrics(
            skrifa::instance::Size::unscaled(),
            skrifa::instance::LocationRef::default(),
        )
        .units_per_em,
    );
    let units: f64 = text
        .chars()
        .map(|c| {
            letters
                .map(c)
                .and_then(|g| metrics.advance_width(g))
                .map_or(0.6 * per_em, f64::from)
        })
        .sum();
    units / per_em * size
}

fn chars(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The SVG backend with two corrections: texts are measured with a real font, and as large as they say.
struct Paper<'a>(SVGBackend<'a>);

type Done<'a> = Result<(), DrawingErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Paper<'a> {
    type ErrorType = <SVGBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Done<'a> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Done<'a> {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done<'a> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done<'a> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done<'a> {
        self.0.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done<'a> {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done<'a> {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done<'a> {
        self.0.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Done<'a> {
        self.0.draw_text(text, &TrueSize(style), pos)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let width = width_of(text, style.size(), matches!(style.style(), FontStyle::Bold));
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
