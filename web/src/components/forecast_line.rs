//! What the forecast says, while the rehearsal itself is not there yet: always called a forecast, always "about".

use onrush_runner::Outlook;
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct ForecastLineProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its forecast.
    pub(crate) outlook: Shared<Outlook>,
}

#[component]
pub(crate) fn ForecastLine(props: &ForecastLineProps) -> Html {
    let words = use_words();
    html! {
        <p class="forecast" data-testid="forecast">
            <strong class="forecast__mark">{ words.t("forecast.mark") }</strong>
            { " " }
            { says(words, &props.document, &props.outlook) }
        </p>
    }
}

/// The forecast in a sentence.
fn says(words: Words, document: &Document, outlook: &Outlook) -> String {
    let clock = &document.scenario.clock;
    match (outlook.first_break_s, outlook.peak) {
        (Some(second), _) => words.text(
            "forecast.breaks",
            &Args::new()
                .with("clock", words.clock_minute(clock, second))
                .with("share", outlook.share_lost()),
        ),
        (None, Some((second, rate))) => words.text(
            "forecast.holds",
            &Args::new()
                .with("clock", words.clock_minute(clock, second))
                .with("rate", rate),
        ),
        (None, None) => words.t("forecast.nobody"),
    }
}
