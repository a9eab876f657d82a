//! What a reader, a screen reader and a spreadsheet get.
#![cfg(feature = "native")]
#![allow(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::unwrap_used,
    reason = "small made-up numbers, copied and not computed"
)]

mod made_up;

use std::cell::RefCell;
use std::collections::BTreeSet;

use onrush_report::{
    Chart, ChartId, Labels, Line, MarkKind, Moments, Names, Numerals, Place, Rgb, Scale, Stroke,
    Theme, Tone, Unit, View, chart, charts, csv, png, sample, svg, terminal,
};

fn sample_charts() -> Vec<Chart> {
    let names = made_up::names();
    charts(
        &made_up::broadcast(),
        &made_up::moments(),
        &made_up::labels(&names),
    )
}

fn line(values: Vec<f32>) -> Line {
    Line {
        key: "key".into(),
        name: "name".into(),
        tone: Tone::Crowd,
        stroke: Stroke::Solid,
        values,
        zero_is_gap: false,
    }
}

#[test]
fn one_second_in_two_hours_survives_in_every_width_and_place() {
    for columns in [1, 7, 80, 340, 1400, 7200, 20_000] {
        for second in [0, 1, 3599, 4321, 7199] {
            let mut values = vec![10.0; 7200];
            values[second] = 9_000.0;
            values[7199 - second] = 0.5;
            let runs = sample(&line(values), 1.0, 0.0, 7200.0, columns);
            assert_eq!(runs.len(), 1);
            assert!(
                runs[0].len() <= columns + 1,
                "{} in {columns}",
                runs[0].len()
            );
            let max = runs[0].iter().map(|c| c.max).fold(0.0, f32::max);
            let min = runs[0].iter().map(|c| c.min).fold(f32::MAX, f32::min);
            assert_eq!((min, max), (0.5, 9_000.0), "{columns} {second}");
            let at = runs[0]
                .iter()
                .max_by(|a, b| a.max.total_cmp(&b.max))
                .unwrap()
                .at
                * 7200.0;
            assert!(
                (at - second as f64).abs() <= 7200.0 / columns as f64 + 1.0,
                "stays in its place"
            );
        }
    }
}

#[test]
fn a_spike_reaches_its_height_in_the_picture() {
    let mut chart = sample_charts().remove(0);
    chart.marks.clear();
    chart.lines[0].values = vec![10.0; 7200];
    chart.lines[0].values[4000] = 1000.0;
    let text = svg(&chart, &Theme::LIGHT, &View::default(), 340, 200);
    let document = roxmltree::Document::parse(&text).unwrap();
    let highest = document
        .descendants()
        .filter(|n| n.has_tag_name("polygon"))
        .flat_map(|n| n.attribute("points").unwrap().split_whitespace())
        .map(|p| p.split_once(',').unwrap().1.parse::<i32>().unwrap())
        .min()
        .unwrap();
    assert!(
        highest < 50 * 4,
        "the spike ends {highest} quarter pixels below the top"
    );
    let letters = terminal(&chart, &Theme::LIGHT, &View::default(), (80, 16), false);
    let top = letters
        .lines()
        .position(|l| l.contains('█') || l.contains('▇'))
        .unwrap();
    assert!(top <= 3, "{letters}");
}

#[test]
fn gaps_stay_gaps_and_numbers_that_are_none_are_not_drawn() {
    let gappy = Line {
        zero_is_gap: true,
        ..line(vec![1.0, 0.0, f32::NAN, 2.0, f32::INFINITY, 3.0, 4.0])
    };
    let runs = sample(&gappy, 1.0, 0.0, 7.0, 100);
    assert_eq!(runs.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2]);
    assert!(sample(&gappy, 1.0, 0.0, f64::NAN, 100).is_empty());
    assert!(sample(&gappy, 0.0, 0.0, 7.0, 100).is_empty());
    assert!(sample(&gappy, 1.0, 70.0, 80.0, 100).is_empty());
    let mut chart = sample_charts().remove(2);
    chart.lines = vec![gappy, line(vec![f32::NAN; 7])];
    for text in [
        svg(&chart, &Theme::DARK, &View::default(), 300, 200),
        terminal(&chart, &Theme::DARK, &View::default(), (40, 10), true),
    ] {
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
}

#[test]
fn svgs_are_well_formed_and_name_every_line() {
    for chart in sample_charts() {
        for theme in [Theme::LIGHT, Theme::DARK, Theme::PRINT] {
            for width in [340, 1400] {
                let text = svg(&chart, &theme, &View::default(), width, 240);
                let document = roxmltree::Document::parse(&text).unwrap();
                let said: String = document
                    .descendants()
                    .filter_map(|n| n.text())
                    .collect::<Vec<_>>()
                    .join("\n");
                for name in chart.lines.iter().map(|l| &l.name).chain([&chart.title]) {
                    assert!(said.contains(name.as_str()), "{name} in {}", chart.id.id());
                }
                assert!(said.contains("20:30"), "natural times on the axis");
                assert_eq!(
                    document.root_element().attribute("width"),
                    Some(width.to_string().as_str())
                );
            }
        }
    }
}

#[test]
fn texts_stay_within_the_picture_at_every_width() {
    for chart in sample_charts() {
        for width in [340, 700, 1400] {
            let view = View {
                edge_px: 10.0,
                ..View::default()
            };
            let text = svg(&chart, &Theme::LIGHT, &view, width, 240);
            let document = roxmltree::Document::parse(&text).unwrap();
            for node in document.descendants().filter(|n| n.has_tag_name("text")) {
                let x: f64 = node.attribute("x").unwrap().parse().unwrap();
                let size: f64 = node.attribute("font-size").unwrap().parse().unwrap();
                // Letters of DejaVu Sans are at least a quarter of their size wide.
                let least = size / 4.0 * node.text().unwrap().trim().chars().count() as f64;
                let (left, right) = match node.attribute("text-anchor").unwrap() {
                    "start" => (x, x + least),
                    "end" => (x - least, x),
                    _ => (x - least / 2.0, x + least / 2.0),
                };
                assert!(
                    left >= 0.0 && right <= f64::from(width * 4),
                    "{:?} at {width}",
                    node.text()
                );
            }
        }
    }
}

#[test]
fn pngs_have_the_size_that_was_asked_for_and_are_not_empty() {
    let chart = sample_charts().remove(1);
    for (size, density) in [((340, 200), 1), ((700, 260), 2)] {
        let bytes = png(&chart, &Theme::LIGHT, &View::default(), size, density).unwrap();
        let picture = resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap();
        assert_eq!(
            (picture.width(), picture.height()),
            (size.0 * density, size.1 * density)
        );
        let colours: BTreeSet<[u8; 3]> = picture
            .pixels()
            .iter()
            .map(|p| [p.red(), p.green(), p.blue()])
            .collect();
        let ground = Theme::LIGHT.ground;
        assert!(colours.contains(&[ground.0, ground.1, ground.2]));
        // Text is drawn, without any font of the system: the title's full ink is there.
        let ink = Theme::LIGHT.ink;
        assert!(colours.contains(&[ink.0, ink.1, ink.2]));
        let green = Theme::LIGHT.green;
        assert!(
            colours.contains(&[green.0, green.1, green.2]),
            "and so is the first line"
        );
    }
}

#[test]
fn terminals_get_the_rows_and_columns_they_have() {
    for chart in sample_charts() {
        for (columns, rows) in [(80, 16), (40, 10), (200, 50), (1, 1), (u16::MAX, u16::MAX)] {
            let text = terminal(
                &chart,
                &Theme::DARK,
                &View::default(),
                (columns, rows),
                false,
            );
            assert_eq!(text.lines().count(), usize::from(rows.clamp(6, 100)));
            assert!(
                text.lines()
                    .all(|l| l.chars().count() <= usize::from(columns.clamp(20, 400)))
            );
            assert!(!text.contains('\u{1b}'));
        }
        let text = terminal(&chart, &Theme::DARK, &View::default(), (80, 16), false);
        assert!(text.starts_with(&chart.title));
        assert!(
            text.contains("20:30") && text.contains("breaks 20:31"),
            "{text}"
        );
        let coloured = terminal(&chart, &Theme::DARK, &View::default(), (80, 16), true);
        let mut plain = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            plain.push_str(before);
            rest = &after[after.find('m').unwrap() + 1..];
        }
        plain.push_str(rest);
        let trimmed: Vec<&str> = plain.lines().map(str::trim_end).collect();
        assert_eq!(
            trimmed,
            text.lines().collect::<Vec<_>>(),
            "colour changes no letter"
        );
    }
}

#[test]
fn the_table_parses_back_with_a_row_for_each_step() {
    let observed = made_up::broadcast();
    let names = made_up::names();
    let table = csv(&observed, 20 * 3600, &made_up::labels(&names));
    let mut reader = csv_reader(&table);
    let headings = reader.headers().unwrap().clone();
    assert_eq!(headings.len(), 2 + 15 + 3 + 4 * 6);
    assert_eq!(
        headings.iter().collect::<BTreeSet<_>>().len(),
        headings.len(),
        "no heading twice"
    );
    assert_eq!(
        &headings[20 + 3 * 6],
        "Payment, \"fast\": column.station.arrived"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7200);
    assert_eq!((&rows[1872][0], &rows[1872][1]), ("1872", "20:31:12"));
    for (step, row) in rows.iter().enumerate() {
        assert_eq!(row[2].parse::<u32>().unwrap(), observed.series.visits[step]);
        assert_eq!(
            row[headings.len() - 2].parse::<f32>().unwrap(),
            observed.stations[3].busy[step]
        );
    }
    assert_eq!(&rows[3][17], "", "no page, no time");
    let slow = (0..7200)
        .max_by_key(|i| observed.series.page_p95_ms[*i])
        .unwrap();
    assert_eq!(
        rows[slow][18].parse::<f64>().unwrap(),
        f64::from(observed.series.page_p95_ms[slow]) / 1000.0,
        "times in seconds, as the heading says"
    );
}

fn csv_reader(table: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_reader(table.as_bytes())
}

#[test]
fn runs_without_values_or_with_one_step_are_drawn_too() {
    let names = Names::default();
    let labels = made_up::labels(&names);
    let mut one = made_up::nothing(1);
    one.series.visits.push(5);
    let mut coarse = made_up::nothing(7_000_000);
    coarse.step_s = 600;
    coarse.series.visits = vec![6_000; coarse.steps()];
    for (observed, steps) in [
        (made_up::nothing(0), 0),
        (made_up::nothing(60), 60),
        (one, 1),
        (coarse, 11_667),
    ] {
        for chart in charts(&observed, &Moments::default(), &labels) {
            for (width, height) in [(0, 0), (1, 1), (50, 20), (700, 280)] {
                let view = View {
                    cursor_s: Some(0.5),
                    ..View::default()
                };
                let text = svg(&chart, &Theme::LIGHT, &view, width, height);
                roxmltree::Document::parse(&text).unwrap();
                assert!(!text.contains("NaN"));
            }
            let text = terminal(&chart, &Theme::LIGHT, &View::default(), (80, 16), false);
            assert_eq!(text.lines().count(), 16);
            for (from_s, to_s) in [
                (f64::NAN, 5.0),
                (9.0, 3.0),
                (-5.0, f64::INFINITY),
                (1e12, 1e13),
            ] {
                let view = View {
                    from_s,
                    to_s,
                    cursor_s: Some(f64::NAN),
                    ..View::default()
                };
                assert!(!svg(&chart, &Theme::LIGHT, &view, 300, 200).contains("NaN"));
            }
        }
        let table = csv(&observed, 0, &labels);
        assert_eq!(csv_reader(&table).records().count(), steps);
    }
}

#[test]
fn a_step_longer_than_a_second_is_shown_per_second() {
    let mut observed = made_up::nothing(60);
    observed.step_s = 10;
    observed.series.visits = vec![50; 6];
    let crowd = chart(
        ChartId::Crowd,
        &observed,
        &Moments::default(),
        &made_up::labels(&Names::default()),
    );
    assert_eq!(crowd.lines[0].values, [5.0; 6]);
    assert_eq!(crowd.values_at(59.9), [Some(5.0)]);
}

#[test]
fn charts_say_what_was_observed() {
    let all = sample_charts();
    let by = |id: ChartId| all.iter().find(|c| c.id == id).unwrap();
    let people = by(ChartId::People);
    let lost: u32 = made_up::broadcast().series.lost.iter().sum();
    assert_eq!(people.lines[0].at(7199), Some(lost as f32), "lost so far");
    let busy = by(ChartId::Utilisation);
    assert_eq!(busy.lines[0].name, "Web servers");
    assert_eq!(busy.lines[0].at(2000), Some(100.0));
    let times = by(ChartId::PageTimes);
    assert_eq!((times.unit, times.lines[0].at(3)), (Unit::Seconds, None));
    assert!(
        times
            .marks
            .iter()
            .any(|m| m.kind == MarkKind::Target && m.at == Place::Value(3.0))
    );
    let only_red: Vec<_> = all
        .iter()
        .flat_map(|c| &c.lines)
        .filter(|l| Theme::LIGHT.colour(l.tone) == Theme::LIGHT.red)
        .collect();
    assert!(only_red.iter().all(|l| l.tone == Tone::Lost) && only_red.len() == 1);
}

#[test]
fn charts_of_what_not_every_site_has() {
    let mut observed = made_up::broadcast();
    let has = |o: &onrush_observe::Observations| {
        ChartId::ALL
            .iter()
            .map(|id| id.is_in(o))
            .collect::<Vec<_>>()
    };
    assert_eq!(has(&observed)[6..], [true, false, false, false, false]);
    assert!(
        !ChartId::Errors.is_in(&made_up::nothing(60)),
        "a calm has no errors to show"
    );
    made_up::furnish(&mut observed);
    assert_eq!(has(&observed)[6..], [true; 5]);
    let mut names = made_up::names();
    names.stocks = vec!["Tickets".into()];
    let labels = made_up::labels(&names);
    let drawn = charts(&observed, &made_up::moments(), &labels);
    let line = |id: ChartId, i: usize| drawn.iter().find(|c| c.id == id).unwrap().lines[i].clone();
    let servers = line(ChartId::Servers, 0);
    assert_eq!(servers.name, "Web servers: line.up");
    assert_eq!((servers.at(0), servers.at(2000)), (Some(4.0), Some(10.0)));
    assert_eq!(
        line(ChartId::Servers, 1).at(1900),
        Some(10.0),
        "paid for while it boots"
    );
    let hits = line(ChartId::CacheHits, 0);
    assert_eq!(
        (hits.at(0), hits.at(10)),
        (None, Some(80.0)),
        "nobody asked at first"
    );
    assert_eq!(line(ChartId::WaitingRoom, 0).name, "room/site");
    let stock = line(ChartId::Stock, 0);
    assert_eq!(
        (stock.name.as_str(), stock.at(0), stock.at(7199)),
        ("Tickets", Some(999.0), Some(0.0))
    );

    let table = csv(&observed, 0, &labels);
    let mut reader = csv_reader(&table);
    let headings = reader.headers().unwrap().clone();
    let at = |name: &str| headings.iter().position(|h| h == name).unwrap();
    let row = reader.records().nth(10).unwrap().unwrap();
    assert_eq!(&row[at("Tickets: column.stock.left")], "989");
    assert_eq!(&row[at("cache/files: column.cache.hits")], "8");
    assert_eq!(&row[at("Web servers: column.station.up")], "4");
}

#[test]
fn a_picture_for_the_page_is_measured_by_the_page() {
    let chart = sample_charts().remove(0);
    let asked = std::cell::Cell::new(0);
    let measure = |text: &str, size: f64, _: bool| {
        asked.set(asked.get() + 1);
        text.len() as f64 * size * 0.5
    };
    let text = onrush_report::svg_measured(
        &chart,
        &Theme::LIGHT,
        &View::default(),
        (700, 280),
        &measure,
    );
    assert!(asked.get() > 0);
    let document = roxmltree::Document::parse(&text).unwrap();
    let title = document
        .descendants()
        .find(|n| n.has_tag_name("title"))
        .unwrap();
    assert_eq!(title.text(), Some(chart.title.as_str()));
}

#[test]
fn page_times_over_two_decades_get_a_logarithmic_axis_and_others_do_not() {
    let mut times = sample_charts().remove(2);
    assert!(matches!(frame(&times).scale, Scale::Log { .. }));
    times.lines.truncate(1);
    times.lines[0].values = vec![1.0, 2.0, 50.0];
    times.marks.clear();
    assert!(matches!(frame(&times).scale, Scale::Linear { .. }));
}

fn frame(chart: &Chart) -> onrush_report::Frame {
    use plotters::drawing::IntoDrawingArea;
    let mut text = String::new();
    let area = plotters_svg::SVGBackend::with_string(&mut text, (700, 280)).into_drawing_area();
    onrush_report::draw(&area, chart, &Theme::LIGHT, &View::default()).unwrap()
}

#[test]
fn pixels_and_seconds_turn_into_each_other() {
    let frame = frame(&sample_charts()[0]);
    assert_eq!(frame.x_of(0.0), frame.x0);
    assert_eq!(frame.x_of(7200.0), frame.x1);
    assert_eq!(frame.y_of(0.0), frame.y1);
    for second in [0.0, 1.0, 1872.0, 7200.0] {
        let back = frame.second_at(f64::from(frame.x_of(second)));
        assert!((back - second).abs() <= 7200.0 / f64::from(frame.x1 - frame.x0));
    }
    assert_eq!(frame.second_at(-1e9), 0.0);
    assert_eq!(frame.second_at(1e9), 7200.0);
}

#[test]
fn hidden_lines_are_gone_and_the_cursor_reads_values() {
    let chart = sample_charts().remove(1);
    let view = View {
        hidden: vec!["refused".into()],
        cursor_s: Some(1900.0),
        ..View::default()
    };
    let text = svg(&chart, &Theme::LIGHT, &view, 700, 280);
    let texts = |t: &str| -> Vec<String> {
        let document = roxmltree::Document::parse(t).unwrap();
        let texts = document.descendants().filter(|n| n.has_tag_name("text"));
        texts
            .filter_map(|n| n.text())
            .map(|t| t.trim().to_owned())
            .collect()
    };
    let texts = texts(&text);
    assert!(!texts.contains(&"Refused & sent away".to_owned()));
    assert!(texts.contains(&"20:31:40".to_owned()));
    assert!(texts.contains(&chart.say(chart.lines[0].at(1900).unwrap())));
}

#[test]
fn every_message_id_is_announced_and_used() {
    let asked = RefCell::new(BTreeSet::new());
    let text = |id: &str| {
        asked.borrow_mut().insert(id.to_owned());
        id.to_owned()
    };
    let labels = Labels {
        text: &text,
        names: &Names::default(),
        numerals: Numerals::default(),
    };
    let mut observed = made_up::broadcast();
    made_up::furnish(&mut observed);
    let drawn = charts(&observed, &made_up::moments(), &labels);
    let table = csv(&observed, 0, &labels);
    assert!(!drawn.is_empty() && !table.is_empty());
    let announced: BTreeSet<String> = Labels::IDS.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(*asked.borrow(), announced);
}

#[test]
fn colours_stand_out_from_their_ground() {
    let tones = [
        Tone::Crowd,
        Tone::Inside,
        Tone::Served,
        Tone::Lost,
        Tone::Requests,
        Tone::Answered,
        Tone::Refused,
        Tone::Errors,
        Tone::Abandoned,
        Tone::P50,
        Tone::P95,
        Tone::P99,
    ];
    for theme in [Theme::LIGHT, Theme::DARK, Theme::PRINT] {
        for tone in tones.into_iter().chain((0..7).map(Tone::Station)) {
            let got = contrast(theme.colour(tone), theme.ground);
            assert!(got >= 3.0, "{tone:?} {got}");
        }
        for text in [theme.ink, theme.quiet] {
            assert!(contrast(text, theme.ground) >= 4.5);
        }
    }
}

/// The contrast ratio of WCAG 2.2.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |c: Rgb| {
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                libm::pow((v + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * part(c.0) + 0.7152 * part(c.1) + 0.0722 * part(c.2)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
