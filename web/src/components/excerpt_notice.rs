//! Says of a plan that is too large to be played as a whole what was played of it, and what is forecast of all of it.

use onrush_words::Args;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct ExcerptNoticeProps {
    /// The whole plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
}

/// Nothing for a plan that was played as a whole.
#[component]
pub(crate) fn ExcerptNotice(props: &ExcerptNoticeProps) -> Html {
    let words = use_words();
    let Some(excerpt) = &props.rehearsal.excerpt else {
        return Html::default();
    };
    let clock = &props.document.scenario.clock;
    let time = |second| words.clock_minute(clock, second);
    let args = Args::new()
        .with("requests", excerpt.expected_requests)
        .with("from", time(excerpt.from_s))
        .with("until", time(excerpt.until_s))
        .with("run_in", f64::from(excerpt.run_in_s))
        .with("share", excerpt.outlook.share_lost())
        .with("clock", time(excerpt.outlook.first_break_s.unwrap_or(0)));
    let whole = match excerpt.outlook.first_break_s {
        Some(_) => "excerpt.whole_breaks",
        None => "excerpt.whole_holds",
    };
    let before = if excerpt.run_in_s == excerpt.from_s {
        "excerpt.from_the_beginning"
    } else if excerpt.begins_in_trouble {
        "excerpt.in_trouble"
    } else {
        "excerpt.run_in"
    };
    html! {
        <div class="excerpt" data-testid="excerpt">
            <p><strong>{ words.text(whole, &args) }</strong></p>
            <p>{ words.text("excerpt.what", &args) }</p>
            <p class="soft small">{ words.text(before, &args) }{ " " }{ words.t("excerpt.here") }</p>
        </div>
    }
}
