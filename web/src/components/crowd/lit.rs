//! The seconds that are being read about, on a lane.

use yew::prelude::*;

use crate::state::{Lit, Span};

#[derive(Properties, PartialEq)]
pub(super) struct LitSecondsProps {
    /// The stretch of time that the lane shows.
    pub(super) span: Span,
}

/// A surface behind what a lane shows, where something is being read about and lies in what is shown.
#[component]
pub(super) fn LitSeconds(props: &LitSecondsProps) -> Html {
    let lit = use_context::<Lit>().and_then(|lit| lit.0);
    let place = lit.and_then(|lit| place(lit.in_plan(), props.span));
    html! {
        if let Some((x, width)) = place {
            <rect
                class="track__lit" data-testid="lit-crowd" x={format!("{x:.3}%")} width={format!("{width:.3}%")} y="0"
                height="100%"
            />
        }
    }
}

/// Where the seconds from the first to the one after the last lie, in percent, and how wide: never too narrow to be seen.
fn place((from, until): (u32, u32), span: Span) -> Option<(f64, f64)> {
    let percent = |second: u32| span.percent(f64::from(second)).clamp(0.0, 100.0);
    let meets = from < span.to && until > span.from;
    let (start, end) = (percent(from), percent(until));
    meets.then(|| (start, (end - start).max(0.5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shown_is_lit() {
        let span = Span { from: 100, to: 200 };
        assert_eq!(place((120, 150), span), Some((20.0, 30.0)));
        assert_eq!(place((0, 150), span), Some((0.0, 50.0)));
        assert_eq!(place((150, 150), span), Some((50.0, 0.5)));
        assert_eq!(place((200, 300), span), None);
        assert_eq!(place((0, 100), span), None);
    }
}
