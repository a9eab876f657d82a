//! The exact values of one activity.

use onrush_scenario::{ActivityKind, Edit, defaults};
use onrush_words::{Args, Value};
use yew::prelude::*;

use super::paper::CurvePaper;
use super::points::Points;
use super::says;
use super::track::Heard;
use super::where_from::WhereFrom;
use crate::components::sheet::{Sheet, SheetPlace};
use crate::components::{Field, Switch};
use crate::language::use_words;
use crate::outside::viewer_ahead_minutes;
use crate::state::{Action, Form, Gesture};
use crate::timeline::{overrun, path};

#[derive(Properties, PartialEq)]
pub(super) struct ActivityPanelProps {
    /// The plan.
    pub(super) form: Form,
    /// The activity's place in it.
    pub(super) index: usize,
    /// Hears of what concerns the timeline.
    pub(super) heard: Callback<Heard>,
    /// Asks for a table to import.
    pub(super) import: Callback<()>,
    /// Closes the panel.
    pub(super) close: Callback<()>,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn ActivityPanel(props: &ActivityPanelProps) -> Html {
    let words = use_words();
    let scenario = props.form.document.scenario.clone();
    let Some(activity) = scenario.activities.get(props.index) else {
        return Html::default();
    };
    let (kind, clock) = (activity.kind, &scenario.clock);
    let here = format!("activities.{}", activity.id);
    let field = |name: &str| {
        html! { <Field key={format!("{here}.{name}")} form={props.form.clone()} path={path(activity, name)} dispatch={props.dispatch.clone()} /> }
    };
    let edit = |edit: Edit| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Action::Edit {
                edit: edit.clone(),
                gesture: Gesture::Whole,
            });
        })
    };
    let remove = {
        let (heard, name) = (props.heard.clone(), activity.name.clone());
        let (press, close) = (
            edit(Edit::Remove { path: here.clone() }),
            props.close.clone(),
        );
        Callback::from(move |event: MouseEvent| {
            heard.emit(Heard::Removed(name.clone()));
            press.emit(event);
            close.emit(());
        })
    };
    let reached = html! {
        <Field
            key={format!("{here}.people")} form={props.form.clone()} path={path(activity, "people")}
            label={words.member("crowd.people", kind.id(), &Args::new())} dispatch={props.dispatch.clone()}
        />
    };
    let everyday = kind == ActivityKind::Everyday;
    let given = matches!(kind, ActivityKind::Freehand | ActivityKind::Measured);
    let counted = given || matches!(kind, ActivityKind::Everyday | ActivityKind::Bots);
    let second = activity.moment_s(clock);
    let elsewhere = |ahead: i32| {
        says::clock(
            words,
            &super::axis::shifted(clock, i64::from(ahead - clock.utc_offset_minutes) * 60),
            second,
        )
    };
    let times = Args::new()
        .with("zone", &clock.time_zone)
        .with("utc", elsewhere(0))
        .with(
            "here",
            viewer_ahead_minutes(&clock.date).map_or_else(String::new, elsewhere),
        );
    let longer = overrun(activity, clock, f64::from(second));
    let last = scenario.activities.len().saturating_sub(1);
    let shift = |to: Option<usize>, id: &'static str| {
        let off = to.is_none().then_some("true");
        let press = to.map(|to| {
            edit(Edit::Move {
                path: here.clone(),
                to,
            })
        });
        html! { <button type="button" class="button" aria-disabled={off} onclick={press}>{ words.t(id) }</button> }
    };
    html! {
        <Sheet
            title={activity.name.clone()} lead={AttrValue::from(says::about(words, kind))} about={format!("activity-{}", activity.id)}
            place={SheetPlace::Within} takes_focus=false on_close={props.close.clone()}
        >
            <div class="sheet__fields">
                { field("name") }
                { reached }
                if !counted { { field("response_percent") } }
                if !everyday {
                    { field("at") }
                    if clock.minutes > 1440 { { field("days_later") } }
                }
                if kind.lasts() { { field("lasts_minutes") } }
                if kind.opens() {
                    { field("early_percent") }
                    { field("early_minutes") }
                }
                if defaults::half_after(kind).is_some() { { field("half_after_minutes") } }
                if kind == ActivityKind::Email { { field("scanners_percent") } }
            </div>
            if !everyday {
                <p class="soft small">{ words.text("crowd.elsewhere", &times) }</p>
            }
            if let Some(longer) = longer {
                <div class="crowd__note">
                    <p>{ words.text("crowd.goes_on", &Args::new().with("end", words.clock_minute(clock, clock.horizon_s()))) }</p>
                    <button type="button" class="button" onclick={edit(longer.edit.clone())}>
                        { words.text("crowd.longer.do", &Args::new().with("until", words.clock_minute(clock, longer.minutes.saturating_mul(60)))) }
                    </button>
                </div>
            }
            if kind == ActivityKind::Freehand {
                <CurvePaper path={path(activity, "curve")} curve={activity.curve.clone()} dispatch={props.dispatch.clone()} />
                <Points form={props.form.clone()} path={path(activity, "curve")} curve={activity.curve.clone()} dispatch={props.dispatch.clone()} />
            }
            if let Some(measured) = activity.measured.as_ref().filter(|_| kind == ActivityKind::Measured) {
                <p>{ words.text("crowd.measured", &Args::new()
                    .with("n", measured.visits.len())
                    .with("every", Value::Time(f64::from(measured.every_s)))) }</p>
                <div class="sheet__fields">{ field("measured.every_s") }</div>
                <button type="button" class="button" onclick={props.import.reform(|_: MouseEvent| ())}>{ words.t("crowd.import.again") }</button>
            }
            <details key={format!("{here}-where")}>
                <summary>{ words.t("crowd.where") }</summary>
                <WhereFrom form={props.form.clone()} index={props.index} dispatch={props.dispatch.clone()} />
                if scenario.devices.is_some() {
                    <div class="sheet__fields">{ field("phone_percent") }</div>
                }
            </details>
            if kind != ActivityKind::Bots {
                <details key={format!("{here}-sharing")}>
                    <summary>{ words.t("crowd.sharing") }</summary>
                    <Switch
                        form={props.form.clone()} path={path(activity, "sharing")} label={words.t("crowd.sharing.on")}
                        dispatch={props.dispatch.clone()}
                    />
                    if activity.sharing.is_some() {
                        <div class="sheet__fields">
                            { field("sharing.brings") }
                            { field("sharing.after_minutes") }
                            { field("sharing.reach") }
                            { field("sharing.brings_when_lost") }
                        </div>
                    }
                </details>
            }
            <details key={format!("{here}-cost")}>
                <summary>{ words.t("crowd.cost") }</summary>
                <div class="sheet__fields">
                    { field("cost") }
                    { field("owner") }
                </div>
            </details>
            <div class="sheet__steps" role="group" aria-label={words.t("crowd.actions")}>
                <button type="button" class="button" onclick={edit(Edit::Duplicate { path: here.clone() })}>{ words.t("crowd.duplicate") }</button>
                { shift(props.index.checked_sub(1), "crowd.up") }
                { shift((props.index < last).then_some(props.index + 1), "crowd.down") }
                <button type="button" class="button" onclick={remove}>{ words.t("crowd.remove") }</button>
            </div>
        </Sheet>
    }
}
