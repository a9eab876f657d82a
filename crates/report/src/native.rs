//! SVG and PNG without a browser, and without any font of the system: texts are measured and drawn in `DejaVu` Sans,
//! which travels with the program.

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};
use skrifa::MetadataProvider;

use crate::picture::{LARGEST, svg_measured};
use crate::{Chart, Theme, View};

/// The licence of the font that travels with the program (Bitstream Vera's, which is permissive), in full: it has to be
/// shown wherever the program is passed on.
pub const FONT_LICENCE: &str = include_str!("../font-licence.txt");

/// `chart` as an SVG of `width` × `height` CSS pixels (each 1 to 8 192), with title and names as text for search and
/// screen readers.
#[must_use]
pub fn svg(chart: &Chart, theme: &Theme, view: &View, width: u32, height: u32) -> String {
    svg_measured(chart, theme, view, (width, height), &width_of)
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
