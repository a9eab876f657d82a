//! The points of a curve drawn by hand, as a list of fields.

use onrush_scenario::{CurvePoint, Edit};
use onrush_words::Args;
use yew::prelude::*;

use crate::components::Field;
use crate::language::use_words;
use crate::state::{Action, Form, Gesture};
use crate::timeline::draw;

#[derive(Properties, PartialEq)]
pub(super) struct PointsProps {
    /// The plan.
    pub(super) form: Form,
    /// Path of the curve.
    pub(super) path: String,
    /// Its points.
    pub(super) curve: Vec<CurvePoint>,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

#[component]
pub(super) fn Points(props: &PointsProps) -> Html {
    let words = use_words();
    let open = use_state_eq(|| false);
    let toggled = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let put = |curve: Option<Vec<CurvePoint>>| {
        let (dispatch, path) = (props.dispatch.clone(), props.path.clone());
        let off = curve.is_none();
        let press = Callback::from(move |_: MouseEvent| {
            if let Some(curve) = &curve {
                let edit = Edit::Set {
                    path: path.clone(),
                    value: draw::value(curve),
                };
                dispatch.emit(Action::Edit {
                    edit,
                    gesture: Gesture::Whole,
                });
            }
        });
        (press, off.then_some("true"))
    };
    html! {
        <div class="points">
            <button type="button" class="button" aria-expanded={if *open { "true" } else { "false" }} onclick={toggled}>
                { words.text("crowd.points", &Args::new().with("n", props.curve.len())) }
            </button>
            if *open {
                <ol class="points__list">
                    { for (0..props.curve.len()).map(|i| {
                        let n = Args::new().with("n", i + 1);
                        let (add, full) = put(draw::added(&props.curve, i));
                        let (remove, needed) = put(draw::without(&props.curve, i));
                        let field = |name: &str, label: &str| html! {
                            <Field
                                form={props.form.clone()} path={format!("{}[{i}].{name}", props.path)}
                                label={words.text(label, &n)} dispatch={props.dispatch.clone()}
                            />
                        };
                        html! {
                            <li key={i} class="points__one">
                                { field("after_minutes", "crowd.point.after") }
                                { field("level", "crowd.point.level") }
                                <span class="points__buttons">
                                    <button type="button" class="button" aria-label={words.text("crowd.point.add", &n)} aria-disabled={full} onclick={add}>{ "+" }</button>
                                    <button type="button" class="button" aria-label={words.text("crowd.point.remove", &n)} aria-disabled={needed} onclick={remove}>{ "×" }</button>
                                </span>
                            </li>
                        }
                    }) }
                </ol>
            }
        </div>
    }
}
