//! Writes every chart of a made-up run (a broadcast whose crowd breaks a site) as PNG, SVG and text into a folder, to be
//! looked at: `cargo run -p onrush-report --features native --example sample_charts -- FOLDER`.

#[path = "../tests/made_up/mod.rs"]
mod made_up;

use std::path::PathBuf;

use onrush_report::{Theme, View, chart, charts, csv, png, svg, terminal};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let observed = made_up::broadcast();
    let (moments, names) = (made_up::moments(), made_up::names());
    let labels = made_up::labels(&names);
    for chart in charts(&observed, &moments, &labels) {
        for (name, theme) in [
            ("light", Theme::LIGHT),
            ("dark", Theme::DARK),
            ("print", Theme::PRINT),
        ] {
            for width in [340, 700, 1400] {
                let view = View {
                    edge_px: if width < 500 { 10.0 } else { 16.0 },
                    ..View::default()
                };
                let file = folder.join(format!("{}-{name}-{width}", chart.id.id()));
                let height = if width < 500 { 240 } else { 280 };
                std::fs::write(
                    file.with_extension("png"),
                    png(&chart, &theme, &view, (width, height), 1)?,
                )?;
                std::fs::write(
                    file.with_extension("svg"),
                    svg(&chart, &theme, &view, width, height),
                )?;
            }
        }
        let read = View {
            edge_px: 16.0,
            cursor_s: Some(1_890.0),
            from_s: 1_500.0,
            to_s: 2_700.0,
            ..View::default()
        };
        let file = folder.join(format!("{}-cursor.png", chart.id.id()));
        std::fs::write(file, png(&chart, &Theme::LIGHT, &read, (700, 280), 2)?)?;
        println!(
            "{}",
            terminal(&chart, &Theme::DARK, &View::default(), (80, 16), true)
        );
        println!(
            "{}",
            terminal(&chart, &Theme::DARK, &View::default(), (80, 16), false)
        );
    }
    std::fs::write(
        folder.join("series.csv"),
        csv(&observed, moments.clock_start_s, &labels),
    )?;
    let started = std::time::Instant::now();
    let requests = chart(
        onrush_report::ChartId::Requests,
        &observed,
        &moments,
        &labels,
    );
    let built = started.elapsed();
    let text = svg(&requests, &Theme::LIGHT, &View::default(), 700, 280);
    let drawn = started.elapsed().saturating_sub(built);
    println!(
        "built in {built:?}, SVG of {} bytes in {drawn:?}",
        text.len()
    );
    Ok(())
}
