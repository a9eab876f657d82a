//! The seed: shown, typed, or drawn anew.

use onrush_words::Args;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::language::use_words;
use crate::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct SeedFieldProps {
    /// The seed.
    pub(crate) seed: u64,
    /// Hears of another one.
    pub(crate) dispatch: Callback<Action>,
}

/// The seed that `text` is, if it is one.
fn seed_in(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

#[component]
pub(crate) fn SeedField(props: &SeedFieldProps) -> Html {
    let words = use_words();
    let seed = props.seed;
    // What was typed and is no seed: it stays to be corrected, and the crowd stays as it was.
    let wrong = use_state_eq(|| None::<String>);
    use_effect_with(seed, {
        let wrong = wrong.setter();
        move |_| wrong.set(None)
    });
    let typed = {
        let (wrong, dispatch) = (wrong.setter(), props.dispatch.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let text = input.value();
            if let Some(wanted) = seed_in(&text) {
                wrong.set(None);
                dispatch.emit(Action::Seed(wanted));
            } else {
                wrong.set(Some(text));
            }
        })
    };
    let another = {
        let wrong = wrong.setter();
        props.dispatch.reform(move |_: MouseEvent| {
            wrong.set(None);
            Action::Seed(seed.wrapping_add(1))
        })
    };
    let is_wrong = wrong.is_some();
    let value = (*wrong).clone().unwrap_or_else(|| seed.to_string());
    html! {
        <div class="seed">
            <label for="seed">{ words.t("seed.label") }</label>
            <input
                id="seed" class="seed__input" type="number" min="0" max={u64::MAX.to_string()} step="1" inputmode="numeric"
                {value} onchange={typed} aria-invalid={is_wrong.then_some("true")}
                aria-describedby={if is_wrong { "seed-hint seed-wrong" } else { "seed-hint" }}
            />
            <span id="seed-hint" class="visually-hidden">{ words.t("seed.hint") }</span>
            <button type="button" class="button" onclick={another}>{ words.t("seed.another") }</button>
            if is_wrong {
                <p id="seed-wrong" class="seed__wrong" role="alert">
                    { words.text("seed.wrong", &Args::new().with("seed", seed.to_string())) }
                </p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_whole_numbers_from_zero_to_the_largest() {
        assert_eq!(seed_in(" 42 "), Some(42));
        assert_eq!(seed_in("18446744073709551615"), Some(u64::MAX));
        for text in ["", "-1", "1e99", "2.5", "18446744073709551616", "abc"] {
            assert_eq!(seed_in(text), None, "{text}");
        }
    }
}
