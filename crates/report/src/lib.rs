//! Charts and tables of a run, the same for the page, the command line and a report on paper.
//!
//! * [`chart()`] turns [`Observations`](onrush_observe::Observations) into a [`Chart`]: plain lines, marks and names, with no
//!   idea of size or colour. The words come in through [`Labels`].
//! * [`draw()`] puts a chart on any plotters backend, in the colours of a [`Theme`] and as seen through a [`View`] (which
//!   part of the run, which lines, how large), and returns the [`Frame`] that turns pixels into seconds and back.
//!   [`draw_cursor()`] draws the cursor alone, for a layer above a chart that stays.
//! * [`csv()`] writes all series as a table.
//! * With the feature `svg`, [`svg_measured()`] makes a picture as text, for whoever can measure texts. With the feature
//!   `native`, `svg` and `png` do so without a browser or a system font, and `terminal` draws with letters.
//!
//! Two promises: where many steps share a pixel, the smallest and largest of them are still seen; and nothing rests on
//! colour alone (lines differ in their strokes too), while red is kept for people lost.
//!
//! # Example
//!
//! A chart of four seconds, and where the third of them lands in a picture of 400 × 200 pixels:
//!
//! ```
//! use onrush_report::*;
//! use plotters::prelude::IntoDrawingArea;
//!
//! let chart = Chart {
//!     id: ChartId::Crowd,
//!     title: "The crowd".into(),
//!     axis: "visits per second".into(),
//!     unit: Unit::Count,
//!     horizon_s: 4.0,
//!     step_s: 1.0,
//!     clock_start_s: 20 * 3600,
//!     lines: vec![Line {
//!         key: "visits".into(),
//!         name: "New visits".into(),
//!         tone: Tone::Crowd,
//!         stroke: Stroke::Area,
//!         values: vec![3.0, 5.0, 5400.0, 2.0],
//!         zero_is_gap: false,
//!     }],
//!     marks: vec![],
//!     day: "day".into(),
//!     numerals: Numerals::default(),
//! };
//! let view = View { legend: false, ..View::default() };
//! let mut picture = String::new();
//! let area = plotters_svg::SVGBackend::with_string(&mut picture, (400, 200)).into_drawing_area();
//! let frame = draw(&area, &chart, &Theme::LIGHT, &view).unwrap();
//! let x = f64::from(frame.x_of(2.5));
//! assert_eq!(chart.clock(frame.second_at(x)), "20:00:02");
//! assert_eq!(chart.say(chart.values_at(2.5)[0].unwrap()), "5,400");
//! ```
//!
//! # Does not know about
//!
//! Scenarios, networks, what a run means, the browser, languages: it holds no sentence, only message ids.

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
#[cfg(feature = "svg")]
mod picture;
mod plot;
mod sample;
mod sheet;
#[cfg(feature = "native")]
mod terminal;
mod theme;

pub use axis::{Scale, Tick, clock_ticks, clock_time, value_text};
pub use build::{Moments, chart, charts};
pub use chart::{Chart, ChartId, Line, Mark, MarkKind, Numerals, Place, Stroke, Tone, Unit};
pub use csv::csv;
pub use draw::{DrawError, Frame, View, draw, draw_cursor};
pub use labels::{Labels, Names};
#[cfg(feature = "native")]
pub use native::{FONT_LICENCE, png, svg};
#[cfg(feature = "svg")]
pub use picture::{Measure, svg_measured};
pub use sample::{Column, sample};
#[cfg(feature = "native")]
pub use terminal::terminal;
pub use theme::{Rgb, Theme};
