//! `--out`: charts as SVG and PNG, the lines by which a page shows them with their words, the series as CSV, the run as JSON.

use std::fs;
use std::path::Path;

use onrush_handover::picture;
use onrush_observe::Observations;
use onrush_report::{
    Chart, ChartId, Labels, Moments, Names, Numerals, Theme, View, chart, csv, png, svg,
};
use onrush_words::{Args, Words};

use crate::input::BadInput;
use crate::json;
use crate::play::Played;
use crate::screen::plain;

/// Size of a chart, in CSS pixels.
const SIZE: (u32, u32) = (960, 400);
/// Dots for each of them in a PNG.
const DENSITY: u32 = 2;

/// Makes `folder` where it is missing and tries to write into it, so that nobody waits for a run whose files cannot be kept.
///
/// # Errors
/// Why it cannot be made or written to.
pub(crate) fn prepare(words: Words, folder: &str) -> Result<(), BadInput> {
    let folder = Path::new(folder);
    let probe = folder.join(format!(".onrush-{}", std::process::id()));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&probe, b""))
        .and_then(|()| fs::remove_file(&probe))
        .map_err(|e| unwritable(words, folder, e.to_string()))
}

fn unwritable(words: Words, path: &Path, why: String) -> BadInput {
    let args = Args::new().with("why", why);
    let sentence = words.text("cli.bad.unwritable", &args);
    BadInput(vec![plain(&format!("{}: {sentence}", path.display()))])
}

/// Writes everything into `folder`, which [`prepare`] has made, and says how many files that were. Files of an
/// earlier run are replaced.
///
/// # Errors
/// Which file could not be written, and why.
pub(crate) fn write(played: &Played, folder: &str) -> Result<usize, BadInput> {
    let words = played.words;
    let failed = |path: &Path, why: String| unwritable(words, path, why);
    let folder = Path::new(folder);
    let mut files = 0;
    let mut save = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|e| failed(&path, e.to_string()))?;
        files += 1;
        Ok::<(), BadInput>(())
    };

    let seen = &played.rehearsal.observations;
    let moments = moments(played);
    let names = part_names(words, seen);
    let mut pictures = String::new();
    with_labels(words, &names, |labels| {
        let view = View::default();
        for id in ChartId::ALL.iter().filter(|id| id.is_in(seen)) {
            let chart = chart(*id, seen, &moments, labels);
            let (width, height) = SIZE;
            let name = id.id();
            let drawing = svg(&chart, &Theme::LIGHT, &view, width, height);
            save(&format!("{name}.svg"), drawing.as_bytes())?;
            let picture = png(&chart, &Theme::LIGHT, &view, SIZE, DENSITY)
                .map_err(|e| failed(&folder.join(format!("{name}.png")), e))?;
            save(&format!("{name}.png"), &picture)?;
            pictures += &in_a_page(played, &chart, &format!("{name}.svg"));
            pictures.push('\n');
        }
        save("pictures.html", pictures.as_bytes())?;
        save(
            "series.csv",
            csv(seen, moments.clock_start_s, labels).as_bytes(),
        )
    })?;
    save("run.json", json::object(played).as_bytes())?;
    Ok(files)
}

/// The lines by which a page without frames shows a chart, with its words for whoever does not see it.
fn in_a_page(played: &Played, chart: &Chart, file: &str) -> String {
    let (words, rehearsal) = (played.words, &played.rehearsal);
    let part = rehearsal.rehearsed(played.scenario);
    let headline = words.headline(&part, &rehearsal.observations, &rehearsal.diagnosis);
    let args = Args::new()
        .with("name", &played.scenario.name)
        .with("headline", &headline)
        .with("chart", &chart.title);
    picture(file, &words.text("embedding.alt", &args), &headline, None)
}

/// The moments that charts point out.
pub(crate) fn moments(played: &Played) -> Moments {
    let d = &played.rehearsal.diagnosis;
    Moments {
        clock_start_s: played.scenario.clock.start.second_of_day,
        page_target_s: Some(played.scenario.targets.page_p95_s),
        break_s: d.first_break_s,
        peak_s: Some(d.peak.at_s),
        recovery_s: d.recovered_s,
    }
}

/// What people call the parts of the site.
pub(crate) fn part_names(words: Words, seen: &Observations) -> Names {
    let named = |said: String| plain(&said);
    Names {
        stations: seen
            .stations
            .iter()
            .map(|s| named(words.station_for_it(&s.id)))
            .collect(),
        caches: seen
            .caches
            .iter()
            .map(|c| named(words.cache_name(&c.id)))
            .collect(),
        rooms: seen
            .rooms
            .iter()
            .map(|r| named(words.waiting_room_name(&r.id)))
            .collect(),
        stocks: seen.stocks.iter().map(|s| plain(&s.id)).collect(),
    }
}

/// Lends the words of charts.
pub(crate) fn with_labels<T>(words: Words, names: &Names, work: impl FnOnce(&Labels) -> T) -> T {
    let (group, decimal, grouped_from) = words.number_marks();
    let numerals = Numerals {
        group,
        decimal,
        grouped_from,
    };
    work(&Labels {
        text: &|id| words.t(id),
        names,
        numerals,
    })
}
