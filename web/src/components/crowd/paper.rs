//! The paper on which a curve is drawn: with a pointer, or point by point with keys.

use onrush_scenario::{CurvePoint, Edit};
use onrush_words::{Args, Value};
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Action, Gesture};
use crate::timeline::draw::{self, Paper, Step};

#[derive(Properties, PartialEq)]
pub(super) struct PaperProps {
    /// Path of the curve.
    pub(super) path: String,
    /// Its points.
    pub(super) curve: Vec<CurvePoint>,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

/// A stroke under way.
struct Stroke {
    pointer: i32,
    /// The curve and the paper when it began.
    before: (Vec<CurvePoint>, Paper),
    drawn: Vec<CurvePoint>,
}

#[component]
pub(super) fn CurvePaper(props: &PaperProps) -> Html {
    let words = use_words();
    let node = use_node_ref();
    let stroke = use_mut_ref(|| None::<Stroke>);
    let wanted = use_mut_ref(|| None::<usize>);
    let at = use_state_eq(|| 0_usize);
    let now = Paper::of(&props.curve);
    // The paper does not change its size under a stroke.
    let paper = stroke
        .borrow()
        .as_ref()
        .map_or(now, |stroke| stroke.before.1);
    let put = {
        let (dispatch, path) = (props.dispatch.clone(), props.path.clone());
        move |curve: &[CurvePoint], gesture| {
            let edit = Edit::Set {
                path: path.clone(),
                value: draw::value(curve),
            };
            dispatch.emit(Action::Edit { edit, gesture });
        }
    };
    let place = {
        let node = node.clone();
        move |event: &PointerEvent, paper: Paper| {
            let bounds = node.cast::<Element>()?.get_bounding_client_rect();
            let across = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
            let down = (f64::from(event.client_y()) - bounds.top()) / bounds.height().max(1.0);
            Some(paper.point(across, 1.0 - down))
        }
    };
    let down = {
        let (stroke, node, place, curve) = (
            stroke.clone(),
            node.clone(),
            place.clone(),
            props.curve.clone(),
        );
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 || !event.is_primary() {
                return;
            }
            if let (Some(element), Some(point)) = (node.cast::<Element>(), place(&event, now)) {
                let _ = element.set_pointer_capture(event.pointer_id());
                event.prevent_default();
                *stroke.borrow_mut() = Some(Stroke {
                    pointer: event.pointer_id(),
                    before: (curve.clone(), now),
                    drawn: vec![point],
                });
            }
        })
    };
    let go = |gesture: Gesture| {
        let (stroke, place, put) = (stroke.clone(), place.clone(), put.clone());
        Callback::from(move |event: PointerEvent| {
            let curve = {
                let mut held = stroke.borrow_mut();
                let Some(held) = held
                    .as_mut()
                    .filter(|held| held.pointer == event.pointer_id())
                else {
                    return;
                };
                if let Some(point) = place(&event, held.before.1) {
                    held.drawn.push(point);
                }
                draw::stroke(&held.before.0, held.before.1, &held.drawn)
            };
            if gesture == Gesture::Commit {
                stroke.borrow_mut().take();
            }
            if draw::is_curve(&curve) {
                put(&curve, gesture);
            }
        })
    };
    let cancel = {
        let (stroke, dispatch) = (stroke.clone(), props.dispatch.clone());
        Callback::from(move |_: PointerEvent| {
            if stroke.borrow_mut().take().is_some() {
                dispatch.emit(Action::Abandon);
            }
        })
    };
    let focus = {
        let node = node.clone();
        move |index: usize| {
            let point = node.cast::<Element>().and_then(|paper| {
                paper
                    .query_selector(&format!("[data-point='{index}']"))
                    .ok()
                    .flatten()
            });
            if let Some(point) = point {
                // Parts of a drawing can be focused too, though they are no `HTMLElement`.
                let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlElement>(point).focus();
            }
        }
    };
    // A point that has come goes with the focus, as soon as it is there.
    use_effect_with(props.curve.len(), {
        let (wanted, focus) = (wanted.clone(), focus.clone());
        move |_| {
            if let Some(index) = wanted.borrow_mut().take() {
                focus(index);
            }
        }
    });
    let keyed = |index: usize| {
        let (curve, put, focus, wanted, at) = (
            props.curve.clone(),
            put.clone(),
            focus.clone(),
            wanted.clone(),
            at.setter(),
        );
        Callback::from(move |event: KeyboardEvent| {
            let step = draw::key(&curve, paper, index, &event.key(), event.alt_key());
            let Some(step) = step else { return };
            event.prevent_default();
            match step {
                Step::Focus(to) => {
                    at.set(to);
                    focus(to);
                }
                Step::Curve(changed, to) => {
                    at.set(to);
                    if changed.len() != curve.len() {
                        *wanted.borrow_mut() = Some(to);
                    }
                    put(&changed, Gesture::Whole);
                }
            }
        })
    };
    let x = |point: &CurvePoint| point.after_minutes / paper.minutes.max(f64::MIN_POSITIVE) * 100.0;
    let y = |point: &CurvePoint| {
        100.0 - (point.level / paper.top.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0) * 100.0
    };
    let steps = props.curve.iter().enumerate().map(|(i, point)| {
        let sign = if i == 0 { 'M' } else { 'L' };
        format!("{sign}{:.2} {:.2}", x(point) * 10.0, y(point))
    });
    let line = steps.collect::<Vec<_>>().concat();
    let area = match (props.curve.first(), props.curve.last()) {
        (Some(first), Some(last)) => format!(
            "{line}L{:.2} 100L{:.2} 100Z",
            x(last) * 10.0,
            x(first) * 10.0
        ),
        _ => String::new(),
    };
    // One stop for the Tab key; Page Up and Page Down go from point to point.
    let stop = (*at).min(props.curve.len().saturating_sub(1));
    html! {
        <div class="paper">
            <svg
                ref={node} class="paper__sheet" role="group" aria-label={words.t("crowd.paper")} aria-describedby="paper-keys"
                onpointerdown={down} onpointermove={go(Gesture::Preview)} onpointerup={go(Gesture::Commit)} onpointercancel={cancel}
            >
                { for [25, 50, 75].map(|at| html! {
                    <line class="track__grid" x1={format!("{at}%")} x2={format!("{at}%")} y1="0" y2="100%" />
                }) }
                <svg viewBox="0 0 1000 100" preserveAspectRatio="none" width="100%" height="100%">
                    <path class="paper__area" d={area} />
                    <path class="paper__line" d={line} />
                </svg>
                { for props.curve.iter().enumerate().map(|(i, point)| {
                    let says = words.text("crowd.point", &Args::new()
                        .with("n", i + 1)
                        .with("after", Value::Time(point.after_minutes * 60.0))
                        .with("level", point.level));
                    html! {
                        <svg
                            key={i} class="paper__point" x={format!("{:.3}%", x(point))} y={format!("{:.3}%", y(point))} overflow="visible"
                            role="slider" tabindex={if i == stop { "0" } else { "-1" }} data-point={i.to_string()} aria-label={words.text("crowd.point.name", &Args::new().with("n", i + 1))}
                            aria-valuemin="0" aria-valuemax="1000000000" aria-valuenow={format!("{}", point.level)} aria-valuetext={says} onkeydown={keyed(i)}
                        >
                            <circle r="5" />
                        </svg>
                    }
                }) }
            </svg>
            <p id="paper-keys" class="crowd__tip">{ words.t("crowd.paper.keys") }</p>
        </div>
    }
}
