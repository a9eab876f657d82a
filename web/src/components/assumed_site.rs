//! Says under the verdict that nobody has measured the site, and what follows if it is smaller or larger than assumed.

use onrush_scenario::{Scenario, calibrate};
use onrush_words::Args;
use yew::prelude::*;

use super::Calibrate;
use crate::language::use_words;
use crate::state::{Action, Document, Shared};

/// Share of visitors lost up to which one says that hardly anybody is.
const HARDLY: f64 = 0.005;

#[derive(Properties, PartialEq)]
pub(crate) struct AssumedSiteProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Hears of a calibration.
    pub(crate) dispatch: Callback<Action>,
}

/// Nothing for a calibrated plan, and for a story: its notes say what is assumed.
#[component]
pub(crate) fn AssumedSite(props: &AssumedSiteProps) -> Html {
    let words = use_words();
    let scenario = &props.document.scenario;
    let told = scenario.story.is_some() || calibrate::is_calibrated(scenario);
    let range = use_memo((props.document.fingerprint().clone(), told), |(_, told)| {
        (!told).then(|| calibrate::MAYBE.map(|times| lost(scenario, times)))
    });
    let Some([Some(worse), Some(better)]) = *range else {
        return Html::default();
    };
    let said = if worse <= HARDLY {
        words.t("assumed.same")
    } else {
        let args = Args::new().with("worse", worse).with("better", better);
        words.text("assumed.range", &args)
    };
    html! {
        <div class="assumed" data-testid="assumed-site">
            <p><strong>{ words.t("assumed.site") }</strong>{ " " }{ said }</p>
            <Calibrate document={props.document.clone()} dispatch={props.dispatch.clone()} />
        </div>
    }
}

/// Share of visitors that the forecast loses on a site of so many times the capacity.
fn lost(scenario: &Scenario, times: f64) -> Option<f64> {
    let network = calibrate::with_capacity(scenario, times).network().ok()?;
    let forecast = onrush_fluid::forecast(&network).ok()?;
    Some(forecast.totals.share_lost())
}
