//! A number with a button for a step down and one for a step up: sizing by touch.

use onrush_scenario::{Kind, field};
use onrush_words::Args;
use serde_json::{Number, Value};
use yew::prelude::*;

use super::set;
use crate::components::form::Field;
use crate::language::use_words;
use crate::state::{Action, Form};

#[derive(Properties, PartialEq)]
pub(crate) struct StepperProps {
    /// The plan, and what was not taken of it.
    pub(crate) form: Form,
    /// Which field.
    pub(crate) path: AttrValue,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// A field for a number between its two buttons.
#[component]
pub(crate) fn Stepper(props: &StepperProps) -> Html {
    let words = use_words();
    let label = words.field_label(&props.path).unwrap_or_default();
    let button = |up: bool| {
        let next = stepped(&props.form, &props.path, if up { 1 } else { -1 });
        let onclick = {
            let (dispatch, path, next) = (props.dispatch.clone(), props.path.clone(), next.clone());
            Callback::from(move |_: MouseEvent| {
                if let Some(next) = &next {
                    dispatch.emit(set(&path, next.clone()));
                }
            })
        };
        let args = Args::new().with("field", label.as_str());
        let name = words.text(if up { "fields.more" } else { "fields.less" }, &args);
        html! {
            <button
                type="button" class="button stepper__button" aria-label={name}
                aria-disabled={next.is_none().then_some("true")} {onclick}
            >
                { if up { "+" } else { "−" } }
            </button>
        }
    };
    html! {
        <div class="stepper">
            { button(false) }
            <Field form={props.form.clone()} path={props.path.clone()} dispatch={props.dispatch.clone()} />
            { button(true) }
        </div>
    }
}

/// The value of the field at `path` so many steps on; `None` at the end of its range, or where there is no number.
pub(crate) fn stepped(form: &Form, path: &str, steps: i32) -> Option<Value> {
    let (low, high) = match field(path)?.kind {
        #[expect(
            clippy::cast_precision_loss,
            reason = "ranges of fields are far below 2^52"
        )]
        Kind::Whole { low, high } => (low as f64, high as f64),
        Kind::Number { low, high } => (low, high),
        _ => return None,
    };
    let now = form.document.values.at(path)?.as_f64()?;
    let mut next = now;
    for _ in 0..steps.unsigned_abs() {
        next = step(next, steps > 0);
    }
    let next = next.clamp(low, high);
    ((next - now).abs() > 0.0).then(|| Number::from_f64(next).map_or(Value::Null, Value::Number))
}

/// A step up or down from `value`: one of the first ten, then about a tenth, in round numbers.
fn step(value: f64, up: bool) -> f64 {
    let mut unit = 1.0;
    while value >= 100.0 * unit {
        unit *= 10.0;
    }
    let size = match value / unit {
        v if v > 50.0 || (!up && v > 50.0 - 1e-9) => 5.0 * unit,
        v if v > 20.0 => 2.0 * unit,
        _ => unit,
    };
    let steps = value / size;
    let next = if up {
        (steps + 1e-9).floor() + 1.0
    } else {
        (steps - 1e-9).ceil() - 1.0
    };
    (next * size).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_small_round_and_lead_back() {
        let up: Vec<f64> = (0..16)
            .scan(8.0, |v, _| {
                *v = step(*v, true);
                Some(*v)
            })
            .collect();
        assert_eq!(
            up[..13],
            [
                9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, 21.0
            ]
        );
        for value in [1.0, 7.0, 20.0, 24.0, 50.0, 100.0, 511.0, 6_000.0] {
            let (more, less) = (step(value, true), step(value, false));
            assert!(more > value && less < value, "{less} {value} {more}");
            assert!(more <= value * 1.15 + 1.0, "{value} to {more}");
        }
        assert_eq!(step(0.0, false).to_bits(), 0.0_f64.to_bits());
    }
}
