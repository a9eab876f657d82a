//! Charts and tables of a run.
//!
//! [`chart()`] turns [`Observations`](onrush_observe::Observations) into a [`Chart`]: plain lines, marks and names.
//! [`draw()`] draws it on any plotters backend (the page's canvas, an SVG, a terminal) in a [`Theme`] and through a
//! [`View`], and returns the [`Frame`] that turns pixels into seconds. [`csv()`] writes everything as a table. With the
//! feature `native` there are also `svg`, `png` and `terminal`.

mod axis;
mod build;
mod chart;
mod csv;
mod draw;
mod flags;
mod labels;
#[cfg(feature = "native")]
mod native;
mod pen;
mod sample;
#[cfg(feature = "native")]
mod terminal;
mod theme;

pub use axis::{Scale, Tick, clock_ticks, clock_time, value_text};
pub use build::{Moments, chart, charts};
pub use chart::{Chart, ChartId, Line, Mark, MarkKind, Numerals, Place, Stroke, Tone, Unit};
pub use csv::csv;
pub use draw::{DrawError, Frame, View, draw, draw_cursor};
pub use labels::Labels;
#[cfg(feature = "native")]
pub use native::{FONT_LICENCE, png, svg};
pub use sample::{Column, sample};
#[cfg(feature = "native")]
pub use terminal::terminal;
pub use theme::{Rgb, Theme};
