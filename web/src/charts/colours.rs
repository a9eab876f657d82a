//! The colours of a chart in the page around it (`styles/charts.css`).

use onrush_report::Tone;

/// The class that gives a line in the page's own legend the colour it has in the chart.
pub(crate) fn tone_class(tone: Tone) -> String {
    match tone {
        Tone::Crowd => "tone--crowd".to_owned(),
        Tone::Inside => "tone--inside".to_owned(),
        Tone::Served => "tone--served".to_owned(),
        Tone::Lost => "tone--lost".to_owned(),
        Tone::Requests => "tone--requests".to_owned(),
        Tone::Answered => "tone--answered".to_owned(),
        Tone::Refused => "tone--refused".to_owned(),
        Tone::Errors => "tone--errors".to_owned(),
        Tone::Abandoned => "tone--abandoned".to_owned(),
        Tone::P50 => "tone--p50".to_owned(),
        Tone::P95 => "tone--p95".to_owned(),
        Tone::P99 => "tone--p99".to_owned(),
        Tone::Station(n) => format!("tone--station-{}", n % 7),
    }
}
