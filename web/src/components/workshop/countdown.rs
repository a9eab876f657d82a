//! The time that is left, as large as the room needs it.

use onrush_words::Args;
use onrush_workshop::Clock;
use yew::prelude::*;

use crate::language::use_words;
use crate::outside::{now_ms, use_beat, use_say};

#[derive(Properties, PartialEq)]
pub(crate) struct CountdownProps {
    /// The clock.
    pub(crate) clock: Clock,
    /// What it begins with.
    pub(crate) minutes: u32,
    /// What it is called.
    pub(crate) heading: AttrValue,
    /// Whether it can be shown large.
    #[prop_or_default]
    pub(crate) grows: bool,
    /// Hears of every change of it.
    pub(crate) on: Callback<Clock>,
}

#[component]
pub(crate) fn Countdown(props: &CountdownProps) -> Html {
    let words = use_words();
    let large = use_state_eq(|| false);
    let clock = props.clock;
    let now = use_beat(clock.runs());
    let change =
        |how: fn(Clock, u64) -> Clock| props.on.reform(move |_: MouseEvent| how(clock, now_ms()));
    let minutes = props.minutes;
    let reset = props
        .on
        .reform(move |_: MouseEvent| Clock::of_minutes(minutes));
    let grow = {
        let large = large.clone();
        Callback::from(move |_: MouseEvent| large.set(!*large))
    };
    let small = {
        let large = large.clone();
        Callback::from(move |event: KeyboardEvent| {
            if *large && event.key() == "Escape" {
                large.set(false);
            }
        })
    };
    let over = clock.runs() && clock.left_ms(now) == 0;
    let said = clock.mark(now).map_or_else(String::new, |n| {
        words.text("workshop.clock.say", &Args::new().with("n", n))
    });
    use_say(said.clone(), false);
    let class = classes!(
        "countdown",
        (*large).then_some("countdown--large"),
        over.then_some("countdown--over")
    );
    html! {
        <section {class} onkeydown={small} aria-label={props.heading.clone()}>
            <h2 class="countdown__name">{ &props.heading }</h2>
            <p class="countdown__left" role="timer" data-testid="left">{ clock.shown(now) }</p>
            <p class="countdown__said">{ said }</p>
            <div class="countdown__tools workshop__press">
                if clock.runs() && !over {
                    <button type="button" class="button button--main" onclick={change(Clock::paused)}>{ words.t("workshop.clock.pause") }</button>
                } else {
                    <button type="button" class="button button--main" disabled={clock.left_ms(now) == 0} onclick={change(Clock::started)}>
                        { words.t("workshop.clock.start") }
                    </button>
                }
                <button type="button" class="button" onclick={change(|clock, now| clock.longer(1, now))}>{ words.t("workshop.clock.more") }</button>
                <button type="button" class="button" onclick={reset}>
                    { words.text("workshop.clock.reset", &Args::new().with("n", minutes)) }
                </button>
                if props.grows {
                    <button type="button" class="button" onclick={grow}>
                        { words.t(if *large { "workshop.clock.small" } else { "workshop.clock.large" }) }
                    </button>
                }
            </div>
        </section>
    }
}
