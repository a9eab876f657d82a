//! Small drawings that tell the parts apart.

use yew::prelude::*;

use super::geometry::{Rect, short};
use super::part::Part;

/// The drawing in the box of a part that requests pass.
pub(crate) fn emblem(part: Part, area: &Rect) -> Html {
    let c = area.centre();
    let transform = format!("translate({} {})", short(c.x), short(c.y));
    html! { <g class="machine-room__emblem" {transform}>{ shape(part) }</g> }
}

fn shape(part: Part) -> Html {
    match part {
        // Copies of one sheet.
        Part::Cdn => html! {
            <>
                <rect x="-19" y="-17" width="21" height="25" rx="3" />
                <rect x="-10.5" y="-12.5" width="21" height="25" rx="3" />
                <rect x="-2" y="-8" width="21" height="25" rx="3" />
                <path d="M3 -1h11M3 5h11M3 11h6" />
            </>
        },
        // A sieve.
        Part::BotFilter => html! {
            <>
                <path d="M-20 -17H20L6 2V18L-6 12V2Z" />
                <path d="M-9 -10h.1M0 -10h.1M9 -10h.1M-4 -4h.1M4 -4h.1" stroke-width="3.5" />
            </>
        },
        // A dial near its end.
        Part::RateLimit => html! {
            <>
                <path d="M-20 13A21 21 0 1 1 20 13Z" />
                <path d="M0 8L13 -6M-13 8h.1M-9 -4h.1M0 -9h.1" stroke-width="2.5" />
            </>
        },
        // A box that answers at once.
        Part::Cache => html! {
            <>
                <rect x="-18" y="-18" width="36" height="36" rx="5" />
                <path d="M4 -12L-8 3H0L-4 13L9 -3H1Z" />
            </>
        },
        // A cable with answers going out.
        Part::Uplink => html! {
            <path d="M-20 -7H9M-20 1H9M-20 9H9M9 -14V16L22 1Z" />
        },
        // A cloud: somebody else's.
        Part::Party(_) => html! {
            <path d="M-14 14A10 10 0 0 1 -13 -6A13 13 0 0 1 12 -7A10.5 10.5 0 0 1 13 14Z" />
        },
        // A gate.
        _ => html! {
            <>
                <path d="M-20 18V-5A20 20 0 0 1 20 -5V18" />
                <path d="M-12 18V-3A12 12 0 0 1 12 -3V18" />
                <path d="M-25 18H25" />
            </>
        },
    }
}
