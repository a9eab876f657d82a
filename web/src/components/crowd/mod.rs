//! The crowd: who comes when, all together and by activity, on one time axis; and everything that changes it.

mod axis;
mod hand;
pub(super) mod import;
mod lit;
mod look;
mod moment_panel;
mod moments;
mod order;
mod palette;
mod panel;
mod paper;
mod points;
mod rehearsal_time;
mod says;
mod sum;
mod tools;
mod track;
mod where_from;

pub(crate) use look::CrowdToLookAt;

use std::rc::Rc;

use onrush_report::clock_ticks;
use onrush_scenario::{ActivityKind, Edit};
use onrush_words::Args;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use self::axis::{Axis, Zone};
use self::hand::Ground;
use self::import::ImportSheet;
use self::moment_panel::MomentPanel;
use self::moments::MomentRow;
use self::palette::Activities;
use self::panel::ActivityPanel;
use self::rehearsal_time::RehearsalTime;
use self::sum::Sum;
use self::tools::Tools;
use self::track::{Heard, TrackRow, focus_track};
use crate::curves::Kept;
use crate::language::use_words;
use crate::outside::{Turn, place_in, use_pointing, use_size, use_steady, use_wheel};
use crate::state::{Action, Form, Gesture, Selection, Span, Zoom};
use crate::timeline::pinch::{self, Pinch};
use crate::timeline::{Lane, Longer, Moment, newcomer};

/// Pixels that one time on the axis takes.
const TICK_PX: f64 = 84.0;

/// What is open beside the timeline.
#[derive(Debug, Clone, PartialEq, Default)]
enum Sheet {
    /// The values of the activity that is selected, if any.
    #[default]
    Activity,
    /// What can be added.
    Palette,
    /// The times of what has this path on the site.
    Moment(String),
    /// When the rehearsal is.
    Time,
    /// A table with a measured curve: for a new activity, or for the one that is selected.
    Import {
        /// It becomes a new activity.
        new: bool,
    },
}

/// Something to say below the timeline.
#[derive(Debug, Clone, PartialEq)]
enum Note {
    /// Something was wished beyond the end of the rehearsal.
    Longer(Longer),
    /// An activity was removed.
    Removed(String),
}

#[derive(Properties, PartialEq)]
pub(crate) struct CrowdProps {
    /// The plan, and what is wrong with what was typed last.
    pub(crate) form: Form,
    /// What is selected.
    pub(crate) selection: Option<Selection>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// Hears what to do.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Crowd(props: &CrowdProps) -> Html {
    let words = use_words();
    let kept = use_mut_ref(Kept::default);
    let sheet = use_state_eq(Sheet::default);
    let note = use_state_eq(|| None::<Note>);
    let free = use_state_eq(|| false);
    let zone = use_state_eq(Zone::default);
    let fingers = use_mut_ref(Vec::<(i32, f64)>::new);
    let pinch = use_mut_ref(|| None::<Pinch>);
    let pinched = use_state_eq(|| false);
    let wanted = use_mut_ref(|| None::<usize>);
    let (sum, tracks, side) = (use_node_ref(), use_node_ref(), use_node_ref());
    let size = use_size(&sum);

    let document = &props.form.document;
    let scenario = &document.scenario;
    let clock = &scenario.clock;
    let (span, horizon) = (props.span, clock.horizon_s());
    let curves = use_memo((document.clone(), span), |(document, span)| {
        kept.borrow_mut().curves(&document.scenario, *span)
    });
    let crowd = &*curves;
    let selected = match &props.selection {
        Some(Selection::Activity(id)) => scenario.activities.iter().position(|a| a.id == *id),
        _ => None,
    };

    // A lane without an activity, or beside one, is a place in time.
    let point = use_pointing(
        &sum,
        props.dispatch.reform(move |(x, width): (f64, f64)| {
            Action::Second(span.second_at(x / width.max(1.0)))
        }),
    );
    let turned = {
        let (dispatch, sum) = (props.dispatch.clone(), sum.clone());
        Callback::from(move |turn: Turn| {
            let Some(bounds) = sum
                .cast::<Element>()
                .map(|lane| lane.get_bounding_client_rect())
            else {
                return false;
            };
            let lane = Lane::new(span, bounds.width());
            let x = turn.client_x - bounds.left();
            let shown = pinch::wheel(lane, x, turn.by, turn.ctrl, turn.shift, horizon);
            if let Some(shown) = shown.filter(|shown| *shown != span) {
                dispatch.emit(Action::Zoom(zoom_on(shown, horizon)));
            }
            shown.is_some()
        })
    };
    use_wheel(&tracks, turned);

    // Two fingers: nearer, farther, along.
    let touched = |ended: bool| {
        let (fingers, pinch, pinched, sum) = (
            fingers.clone(),
            pinch.clone(),
            pinched.setter(),
            sum.clone(),
        );
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: PointerEvent| {
            let Some((x, width)) =
                place_in(&sum, &event).filter(|_| event.pointer_type() == "touch")
            else {
                return;
            };
            let mut fingers = fingers.borrow_mut();
            let known = fingers.iter().position(|(id, _)| *id == event.pointer_id());
            match known {
                Some(i) if ended => drop(fingers.remove(i)),
                Some(i) => fingers[i].1 = x,
                None if event.type_() == "pointerdown" => fingers.push((event.pointer_id(), x)),
                None => return,
            }
            pinched.set(fingers.len() >= 2);
            let [(_, one), (_, other)] = fingers[..] else {
                *pinch.borrow_mut() = None;
                return;
            };
            let begun = *pinch
                .borrow_mut()
                .get_or_insert_with(|| Pinch::new(Lane::new(span, width), one, other));
            let shown = begun.span(one, other, horizon);
            if shown != span {
                dispatch.emit(Action::Zoom(zoom_on(shown, horizon)));
            }
        })
    };

    let open = {
        let (dispatch, sheet) = (props.dispatch.clone(), sheet.setter());
        Callback::from(move |id: String| {
            sheet.set(Sheet::Activity);
            dispatch.emit(Action::Select(Some(Selection::Activity(id))));
        })
    };
    let open_moment = {
        let (dispatch, sheet) = (props.dispatch.clone(), sheet.setter());
        Callback::from(move |path: String| {
            dispatch.emit(Action::Select(None));
            sheet.set(Sheet::Moment(path));
        })
    };
    let moments = Moment::all(scenario, crowd.peak_at_s);
    let heard = use_steady({
        let (note, tracks, open, wanted) =
            (note.setter(), tracks.clone(), open.clone(), wanted.clone());
        let count = scenario.activities.len() + moments.len();
        Callback::from(move |heard: Heard| match heard {
            Heard::Longer(longer) => note.set(longer.map(Note::Longer)),
            Heard::Removed(name) => note.set(Some(Note::Removed(name))),
            Heard::Focus(from, by) => {
                let to = i64::try_from(from).unwrap_or(0) + i64::from(by);
                if let Ok(to) = usize::try_from(to)
                    && to < count
                {
                    focus_track(&tracks, to);
                }
            }
            Heard::Open(id) => open.emit(id),
            Heard::Moment(path) => open_moment.emit(path),
            Heard::Keep(index) => *wanted.borrow_mut() = Some(index),
        })
    });
    use_effect_with(document.clone(), {
        let tracks = tracks.clone();
        move |_| {
            if let Some(index) = wanted.borrow_mut().take() {
                focus_track(&tracks, index);
            }
        }
    });
    // A sheet that opens gets the focus, so that a screen reader goes along and a phone scrolls to it.
    use_effect_with((*sheet).clone(), {
        let side = side.clone();
        move |sheet| {
            // Beside a row of the timeline that keys go on moving, the focus stays there.
            match sheet {
                Sheet::Activity => {}
                Sheet::Moment(_) => in_sight(&side),
                _ => show(&side),
            }
        }
    });
    let choose = {
        let (sheet, dispatch, open) = (sheet.setter(), props.dispatch.clone(), open.clone());
        let document = document.clone();
        Callback::from(move |kind: ActivityKind| {
            if kind == ActivityKind::Measured {
                sheet.set(Sheet::Import { new: true });
                return;
            }
            let entry = newcomer(kind, &says::name(words, kind), &document.scenario, span);
            let id = entry["id"].as_str().unwrap_or_default().to_owned();
            dispatch.emit(Action::Edit {
                edit: Edit::Insert {
                    list: "activities".into(),
                    at: None,
                    entry,
                },
                gesture: Gesture::Whole,
            });
            open.emit(id);
        })
    };
    let looked_at = match &*sheet {
        Sheet::Moment(path) => moments.iter().position(|moment| moment.path == *path),
        _ => None,
    };
    let close = {
        let (sheet, dispatch, tracks) = (sheet.setter(), props.dispatch.clone(), tracks.clone());
        let of_site = looked_at.map(|place| scenario.activities.len() + place);
        let back = of_site.or(selected).unwrap_or(0);
        Callback::from(move |()| {
            sheet.set(Sheet::Activity);
            dispatch.emit(Action::Select(None));
            focus_track(&tracks, back);
        })
    };

    let zoned = zone.start_s(clock);
    let ticks = clock_ticks(
        zoned,
        f64::from(span.from),
        f64::from(span.to),
        most_ticks(size.width),
        &words.t("axis.day"),
    );
    let grid: Rc<[f64]> = ticks.iter().map(|tick| span.percent(tick.at)).collect();
    let ground = Ground {
        lane: sum.clone(),
        clock: clock.clone(),
        span,
        grid: grid.clone(),
        free: *free,
        pinched: *pinched,
        point: point.clone(),
        dispatch: props.dispatch.clone(),
    };
    let rows = scenario.activities.iter().zip(&crowd.tracks).enumerate().map(|(i, (activity, track))| {
        html! {
            <TrackRow
                key={activity.id.clone()} activity={activity.clone()} place={(i, scenario.activities.len())} track={track.clone()}
                height={height(track.top, crowd.top)} second={props.second} selected={selected == Some(i)}
                ground={ground.clone()} heard={heard.clone()}
            />
        }
    });
    let on_site = moments.iter().enumerate().map(|(i, moment)| {
        html! {
            <MomentRow
                key={moment.path.clone()} moment={moment.clone()} place={scenario.activities.len() + i}
                second={props.second} selected={looked_at == Some(i)} ground={ground.clone()} heard={heard.clone()}
            />
        }
    });
    let is_open = match &*sheet {
        Sheet::Activity => selected.is_some(),
        Sheet::Moment(_) => looked_at.is_some(),
        _ => true,
    };
    let beside = match &*sheet {
        Sheet::Palette => html! { <Activities {choose} close={close.clone()} /> },
        Sheet::Time => html! { <RehearsalTime form={props.form.clone()} close={close.clone()} dispatch={props.dispatch.clone()} /> },
        Sheet::Import { new } => html! {
            <ImportSheet
                form={props.form.clone()} {span} target={selected.filter(|_| !*new)} {open} close={close.clone()}
                dispatch={props.dispatch.clone()}
            />
        },
        Sheet::Moment(_) => looked_at.map_or_else(Html::default, |place| {
            html! {
                <MomentPanel
                    form={props.form.clone()} moment={moments[place].clone()} close={close.clone()} dispatch={props.dispatch.clone()}
                />
            }
        }),
        Sheet::Activity => selected.map_or_else(Html::default, |index| {
            let (sheet, heard) = (sheet.setter(), heard.clone());
            html! {
                <ActivityPanel
                    form={props.form.clone()} {index} {heard} close={close.clone()}
                    import={Callback::from(move |()| sheet.set(Sheet::Import { new: false }))} dispatch={props.dispatch.clone()}
                />
            }
        }),
    };
    let nobody = scenario.activities.is_empty();
    html! {
        <div class={classes!("crowd", is_open.then_some("crowd--open"), (*sheet == Sheet::Palette).then_some("crowd--wide"))}>
            <div class="crowd__main">
                <Tools
                    {horizon} {span} peak_s={crowd.peak_at_s} clock={clock.clone()} free={*free} zone={*zone}
                    sheet={(*sheet).clone()}
                    on_palette={show_or_hide(&sheet, Sheet::Palette)} on_time={show_or_hide(&sheet, Sheet::Time)}
                    on_free={Callback::from({ let free = free.setter(); move |to| free.set(to) })}
                    on_zone={Callback::from({ let zone = zone.setter(); move |to| zone.set(to) })}
                    empty={nobody} dispatch={props.dispatch.clone()}
                />
                if nobody {
                    <div class="empty crowd__empty">
                        <p class="empty__title">{ words.t("crowd.nobody") }</p>
                        <p>{ words.t("crowd.nobody.help") }</p>
                        <button type="button" class="button button--main" onclick={show_or_hide(&sheet, Sheet::Palette).reform(|_: MouseEvent| ())}>
                            { words.t("crowd.add.first") }
                        </button>
                    </div>
                }
                <div
                    ref={tracks.clone()} class={classes!("crowd__lanes", nobody.then_some("crowd__lanes--empty"))}
                    onpointerdown={touched(false)} onpointermove={touched(false)} onpointerup={touched(true)} onpointercancel={touched(true)}
                >
                    <Sum
                        curves={curves.clone()} clock={clock.clone()} shift_s={zone.shift_s(clock)} {span} second={props.second}
                        grid={grid.clone()} lane={sum.clone()} width={size.width} point={point.clone()}
                    />
                    <Axis {span} {ticks} zone={*zone} clock={clock.clone()} />
                    <ul class="tracks" aria-label={words.t("crowd.tracks")}>{ for rows }</ul>
                    if !moments.is_empty() {
                        <h3 class="tracks__head">{ words.t("moments.title") }</h3>
                        <ul class="tracks" aria-label={words.t("moments.list")}>{ for on_site }</ul>
                        <p id="moment-keys" class="visually-hidden">{ words.t("moments.keys") }</p>
                    }
                </div>
                { said(&note, props, words) }
            </div>
            if is_open {
                <div ref={side} class="crowd__side">{ beside }</div>
            }
        </div>
    }
}

/// Opens a sheet, or closes it where it is open.
fn show_or_hide(sheet: &UseStateHandle<Sheet>, which: Sheet) -> Callback<()> {
    let sheet = sheet.clone();
    Callback::from(move |()| {
        let next = if *sheet == which {
            Sheet::Activity
        } else {
            which.clone()
        };
        sheet.set(next);
    })
}

/// What is to be said below the timeline, with what can be done about it.
fn said(
    note: &UseStateHandle<Option<Note>>,
    props: &CrowdProps,
    words: onrush_words::Words,
) -> Html {
    let Some(what) = &**note else {
        return Html::default();
    };
    let clock = &props.form.document.scenario.clock;
    let away = {
        let note = note.setter();
        move || note.set(None)
    };
    let dismiss = Callback::from({
        let away = away.clone();
        move |_: MouseEvent| away()
    });
    let dispatch = props.dispatch.clone();
    let (text, act, does) = match what {
        Note::Longer(longer) => {
            let end = |minutes: u32| words.clock_minute(clock, minutes.saturating_mul(60));
            let args = Args::new()
                .with("end", end(clock.minutes))
                .with("until", end(longer.minutes));
            let edit = longer.edit.clone();
            let press = Callback::from(move |_: MouseEvent| {
                dispatch.emit(Action::Edit {
                    edit: edit.clone(),
                    gesture: Gesture::Whole,
                });
                away();
            });
            (
                words.text("crowd.longer", &args),
                words.text("crowd.longer.do", &args),
                press,
            )
        }
        Note::Removed(name) => {
            let press = Callback::from(move |_: MouseEvent| {
                dispatch.emit(Action::Undo);
                away();
            });
            (
                words.text("crowd.removed", &Args::new().with("name", name)),
                words.t("crowd.removed.undo"),
                press,
            )
        }
    };
    html! {
        <div class="crowd__note" role="group" aria-label={words.t("crowd.note")}>
            <p>{ text }</p>
            <button type="button" class="button" onclick={does}>{ act }</button>
            <button type="button" class="button button--plain" onclick={dismiss}>{ words.t("crowd.note.leave") }</button>
        </div>
    }
}

/// Brings a sheet into sight and puts the focus at its heading.
fn show(side: &NodeRef) {
    if let Some(element) = side.cast::<Element>() {
        crate::outside::focus_in(&element, "h3");
    }
    in_sight(side);
}

/// Brings a sheet into sight.
fn in_sight(side: &NodeRef) {
    if let Some(element) = side.cast::<Element>() {
        crate::outside::bring_into_sight(&element);
    }
}

/// The whole, where that is what is shown.
fn zoom_on(span: Span, horizon_s: u32) -> Zoom {
    if span == Span::whole(horizon_s) {
        Zoom::Whole
    } else {
        Zoom::Chosen(span)
    }
}

/// Times on an axis so wide that each has room.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few"
)]
fn most_ticks(width: f64) -> usize {
    (width / TICK_PX).clamp(2.0, 12.0) as usize
}

/// How high a track is drawn (0 to 1): by the root of its share in the highest, so that small ones are still seen. Its shape is its own.
fn height(top: f64, highest: f64) -> f64 {
    if highest <= 0.0 {
        return 1.0;
    }
    (top / highest).clamp(0.0, 1.0).sqrt().max(0.3) * 0.92
}

/// The cursor, as in every part.
fn cursor(span: Span, second: u32, top: &'static str) -> Html {
    let x = format!("{:.3}%", span.percent(f64::from(second)));
    html! { <line class="cursor" x1={x.clone()} x2={x} y1={top} y2="100%" /> }
}
