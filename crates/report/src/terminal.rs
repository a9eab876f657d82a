//! Charts of letters: lines in Braille dots, surfaces in blocks, texts as texts.

use std::convert::Infallible;
use std::fmt::Write;

use plotters::drawing::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use crate::{Chart, Rgb, Theme, View, draw};

/// Backend pixels in a character: two for each Braille dot, and eight heights for the blocks.
const ACROSS: i32 = 4;
const DOWN: i32 = 8;

/// `chart` in `columns` × `rows` characters (20 to 400, 6 to 100), each row ending in a line feed. With `colour`, in
/// ANSI's 24-bit colours of `theme`, which should suit the terminal's ground; without, in plain characters.
#[must_use]
pub fn terminal(
    chart: &Chart,
    theme: &Theme,
    view: &View,
    (columns, rows): (u16, u16),
    colour: bool,
) -> String {
    let view = View {
        scale: 2.0,
        font_px: f64::from(DOWN) / 2.0,
        title_px: f64::from(DOWN) / 2.0,
        leading: 1.0,
        stroke_px: 0.5,
        veils: false,
        ..view.clone()
    };
    let mut screen = Screen::new(
        columns.clamp(20, 400).into(),
        rows.clamp(6, 100).into(),
        theme,
    );
    // A screen in memory cannot fail.
    let _ = draw(&Brush(&mut screen).into_drawing_area(), chart, theme, &view);
    screen.print(colour)
}

#[derive(Clone, Copy, Default)]
struct Cell {
    text: Option<(char, Rgb, bool)>,
    /// Braille dots, as in the low byte of U+2800.
    dots: u8,
    dot_colour: Rgb,
    /// An upright line passes.
    upright: Option<Rgb>,
    /// A level line passes.
    level: Option<Rgb>,
    /// Rows of pixels, from above, in which a surface covers some of the cell.
    covered: u8,
    surface: Rgb,
}

struct Screen {
    columns: i32,
    rows: i32,
    cells: Vec<Cell>,
    theme: Theme,
}

impl Screen {
    fn new(columns: i32, rows: i32, theme: &Theme) -> Self {
        let cells = usize::try_from(columns * rows).unwrap_or(0);
        Self {
            columns,
            rows,
            cells: vec![Cell::default(); cells],
            theme: *theme,
        }
    }

    fn cell(&mut self, column: i32, row: i32) -> Option<&mut Cell> {
        let inside = (0..self.columns).contains(&column) && (0..self.rows).contains(&row);
        let index = usize::try_from(row * self.columns + column)
            .ok()
            .filter(|_| inside)?;
        self.cells.get_mut(index)
    }

    /// Sets the Braille dot at a pixel.
    fn dot(&mut self, (x, y): BackendCoord, colour: Rgb) {
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        if let Some(cell) = self.cell(x.div_euclid(ACROSS), y.div_euclid(DOWN)) {
            let (right, down) = (x.rem_euclid(ACROSS) / 2, y.rem_euclid(DOWN) / 2);
            cell.dots |=
                BITS[usize::try_from(down).unwrap_or(0)][usize::try_from(right).unwrap_or(0)];
            cell.dot_colour = colour;
        }
    }

    /// Sets the dots between two pixels.
    fn line(&mut self, from: BackendCoord, to: BackendCoord, colour: Rgb) {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).max(1);
        // A line is at most as long as the screen; one that comes from outside is cut by `dot`.
        let steps = steps.min(100_000);
        for i in 0..=steps {
            let part = |a: i32, b: i32| a + (b - a) * i / steps;
            self.dot((part(from.0, to.0), part(from.1, to.1)), colour);
        }
    }

    /// Covers the pixels within a polygon, row by row of pixels.
    fn cover(&mut self, points: &[BackendCoord], colour: Rgb) {
        for y in 0..self.rows * DOWN {
            let middle = f64::from(y) + 0.5;
            let mut crossings: Vec<f64> = Vec::new();
            for (a, b) in points.iter().zip(points.iter().cycle().skip(1)) {
                let ((ax, ay), (bx, by)) = (
                    (f64::from(a.0), f64::from(a.1)),
                    (f64::from(b.0), f64::from(b.1)),
                );
                if (ay <= middle) != (by <= middle) {
                    crossings.push(ax + (middle - ay) / (by - ay) * (bx - ax));
                }
            }
            crossings.sort_by(f64::total_cmp);
            for span in crossings.chunks_exact(2) {
                #[expect(clippy::cast_possible_truncation, reason = "saturates by intent")]
                let (from, to) = ((span[0] - 0.5).ceil() as i32, (span[1] - 0.5).ceil() as i32);
                for x in from.max(0)..to.min(self.columns * ACROSS) {
                    if let Some(cell) = self.cell(x / ACROSS, y / DOWN) {
                        cell.covered |= 1 << (y % DOWN);
                        cell.surface = colour;
                    }
                }
            }
        }
    }

    fn print(&self, colour: bool) -> String {
        let mut out = String::new();
        for row in self
            .cells
            .chunks_exact(usize::try_from(self.columns).unwrap_or(1))
        {
            let mut line = String::new();
            let mut now = Look::default();
            for cell in row {
                let (letter, look) = self.letter(*cell, colour);
                if colour && look != now && !(letter == ' ' && look.ground == now.ground) {
                    look.switch(now, &mut line);
                    now = look;
                }
                line.push(letter);
            }
            if now != Look::default() {
                line.push_str("\u{1b}[0m");
            }
            out.push_str(line.trim_end_matches(' '));
            out.push('\n');
        }
        out
    }

    /// What a cell shows: texts before lines, lines before surfaces, surfaces before the grid.
    fn letter(&self, cell: Cell, colour: bool) -> (char, Look) {
        const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let surface = soft(cell.surface, self.theme.ground);
        let look = |letter, text| Look {
            letter: Some(letter),
            ground: None,
            bold: text,
        };
        let eighths = cell.covered.count_ones() as usize;
        if let Some((c, letter, bold)) = cell.text {
            return (c, look(letter, bold));
        }
        if cell.dots > 0 {
            let ground = (colour && eighths >= 4).then_some(surface);
            let braille = char::from_u32(0x2800 + u32::from(cell.dots)).unwrap_or('·');
            return (
                braille,
                Look {
                    ground,
                    ..look(cell.dot_colour, false)
                },
            );
        }
        if let Some(letter) = cell.upright {
            return (
                '│',
                Look {
                    ground: (colour && eighths == 8).then_some(surface),
                    ..look(letter, false)
                },
            );
        }
        if eighths > 0 {
            return (BLOCKS[eighths], look(surface, false));
        }
        match cell.level {
            Some(hair) if hair == self.theme.hair => ('┈', look(self.theme.axis, false)),
            Some(axis) => ('▁', look(axis, false)),
            None => (' ', Look::default()),
        }
    }
}

/// Between a surface's colour and its ground.
fn soft(colour: Rgb, ground: Rgb) -> Rgb {
    let mix = |a: u8, b: u8| u8::try_from((u16::from(a) * 3 + u16::from(b) * 2) / 5).unwrap_or(a);
    Rgb(
        mix(colour.0, ground.0),
        mix(colour.1, ground.1),
        mix(colour.2, ground.2),
    )
}

#[derive(Clone, Copy, PartialEq, Default)]
struct Look {
    letter: Option<Rgb>,
    ground: Option<Rgb>,
    bold: bool,
}

impl Look {
    /// Writes what changes the terminal's look from `now` to this.
    fn switch(self, now: Self, out: &mut String) {
        // Writing to a string cannot fail.
        if (now.bold && !self.bold)
            || (now.ground.is_some() && self.ground.is_none())
            || self.letter.is_none()
        {
            out.push_str("\u{1b}[0m");
        }
        if self.bold {
            out.push_str("\u{1b}[1m");
        }
        if let Some(Rgb(r, g, b)) = self.ground {
            let _ = write!(out, "\u{1b}[48;2;{r};{g};{b}m");
        }
        if let Some(Rgb(r, g, b)) = self.letter {
            let _ = write!(out, "\u{1b}[38;2;{r};{g};{b}m");
        }
    }
}

/// The screen as plotters sees it.
struct Brush<'a>(&'a mut Screen);

type Done = Result<(), DrawingErrorKind<Infallible>>;

fn rgb(colour: BackendColor) -> Rgb {
    Rgb(colour.rgb.0, colour.rgb.1, colour.rgb.2)
}

impl DrawingBackend for Brush<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (
            (self.0.columns * ACROSS).unsigned_abs(),
            (self.0.rows * DOWN).unsigned_abs(),
        )
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done {
        self.0.dot(point, rgb(color));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let mut path = path.into_iter();
        let Some(mut from) = path.next() else {
            return Ok(());
        };
        for to in path {
            self.0.line(from, to, rgb(style.color()));
            from = to;
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Done {
        let (colour, (width, height)) = (rgb(style.color()), self.get_size());
        let size = (
            (to.0 - from.0).unsigned_abs(),
            (to.1 - from.1).unsigned_abs(),
        );
        if size == (width, height) {
            // The ground is the terminal's own.
            return Ok(());
        }
        if style.color().alpha < 1.0 {
            let (left, row) = (from.0 / ACROSS * ACROSS, from.1 / DOWN * DOWN);
            let (right, end) = (to.0 / ACROSS * ACROSS, row + DOWN);
            self.0.cover(
                &[
                    (left, row + DOWN / 2),
                    (right, row + DOWN / 2),
                    (right, end),
                    (left, end),
                ],
                colour,
            );
            return Ok(());
        }
        if size.1 <= 2 {
            for column in from.0.div_euclid(ACROSS)..=(to.0 - 1).div_euclid(ACROSS) {
                if let Some(cell) = self.0.cell(column, from.1.div_euclid(DOWN)) {
                    cell.level = Some(colour);
                }
            }
        } else if size.0 <= 2 {
            for row in from.1.div_euclid(DOWN)..=(to.1 - 1).div_euclid(DOWN) {
                if let Some(cell) = self.0.cell(from.0.div_euclid(ACROSS), row) {
                    cell.upright = Some(colour);
                }
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        _radius: u32,
        style: &S,
        _fill: bool,
    ) -> Done {
        if let Some(cell) = self.0.cell(at.0.div_euclid(ACROSS), at.1.div_euclid(DOWN)) {
            cell.text = Some(('●', rgb(style.color()), false));
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let points: Vec<_> = path.into_iter().collect();
        self.0.cover(&points, rgb(style.color()));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Done {
        let letters = i32::try_from(text.chars().count()).unwrap_or(0);
        let column = pos.0.div_euclid(ACROSS)
            - match style.anchor().h_pos {
                HPos::Left => 0,
                HPos::Center => letters / 2,
                HPos::Right => letters,
            };
        let bold = matches!(style.style(), plotters_backend::FontStyle::Bold);
        // On the terminal's own ground, a text in the colour of the theme's ground would vanish.
        let colour = match rgb(style.color()) {
            ground if ground == self.0.theme.ground => self.0.theme.ink,
            other => other,
        };
        for (letter, column) in text.chars().zip(column..) {
            if let Some(cell) = self.0.cell(column, pos.1.div_euclid(DOWN)) {
                let letter = if letter.is_control() || letter == '\u{a0}' {
                    ' '
                } else {
                    letter
                };
                cell.text = Some((letter, colour, bold));
            }
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        _style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let letters = u32::try_from(text.chars().count()).unwrap_or(0);
        Ok((
            letters.saturating_mul(ACROSS.unsigned_abs()),
            DOWN.unsigned_abs(),
        ))
    }
}
