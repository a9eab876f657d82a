//! The exact times of something on the site.

use yew::prelude::*;

use super::moments::title;
use crate::components::Field;
use crate::components::sheet::{Sheet, SheetPlace};
use crate::language::use_words;
use crate::state::{Action, Form};
use crate::timeline::{Moment, MomentKind};

#[derive(Properties, PartialEq)]
pub(super) struct MomentPanelProps {
    /// The plan.
    pub(super) form: Form,
    /// What it is about.
    pub(super) moment: Moment,
    /// Closes it.
    pub(super) close: Callback<()>,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn MomentPanel(props: &MomentPanelProps) -> Html {
    let words = use_words();
    let fields: &[&str] = match props.moment.kind {
        MomentKind::Room { .. } => &["opens"],
        MomentKind::Incident { lasts: true, .. } => &["at", "minutes", "backup_after_minutes"],
        MomentKind::Page | MomentKind::Incident { lasts: false, .. } => &["at"],
        MomentKind::Hours => &["from", "until"],
    };
    let elsewhere = match props.moment.kind {
        MomentKind::Page => "moments.elsewhere.journey",
        _ => "moments.elsewhere.site",
    };
    html! {
        <Sheet title={title(words, &props.moment)} about={format!("moment-{}", props.moment.path)} place={SheetPlace::Within} takes_focus=false on_close={props.close.clone()}>
            <div class="sheet__fields">
                { for fields.iter().map(|name| {
                    let path = format!("{}.{name}", props.moment.path);
                    html! { <Field key={*name} form={props.form.clone()} {path} dispatch={props.dispatch.clone()} /> }
                }) }
            </div>
            <p class="soft small">{ words.t(elsewhere) }</p>
        </Sheet>
    }
}
