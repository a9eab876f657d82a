//! A pipe and what moves in it.

use yew::prelude::*;

use super::geometry::short;
use super::plumbing::{Pipe, Stream, WIDEST_PIPE};

/// After this many pixels the pattern of dots repeats, whatever the distance between them; the animation in
/// `machine-room.css` moves by the same length.
const REPEAT: f64 = 240.0;
/// Most and fewest dots in that length, in each lane.
const DOTS: (f64, f64) = (16.0, 3.0);

/// Draws one pipe: its wall, the flow, the dots.
pub(crate) fn pipes(pipe: &Pipe) -> Html {
    let kind = match pipe.stream {
        Stream::In => "in",
        Stream::Back => "back",
        Stream::Away => "away",
    };
    let d = pipe.curve.path();
    if pipe.width <= 0.0 {
        return html! {
            <path key={pipe.key.clone()} class="machine-room__dry" data-pipe={pipe.key.clone()} {d} />
        };
    }
    let lanes = lanes(pipe.width);
    let apart = pipe.width / f64::from(lanes);
    let dot = (apart * 0.62).clamp(2.5, 6.0);
    let gap = short(REPEAT / dots(pipe.width));
    html! {
        <g key={pipe.key.clone()} class={format!("machine-room__pipe machine-room__pipe--{kind}")} data-pipe={pipe.key.clone()}>
            <path class="machine-room__wall" d={d.clone()} stroke-width={short(pipe.width + 3.0)} />
            <path class="machine-room__flow" {d} stroke-width={short(pipe.width)} />
            if let Some(tip) = pipe.tip {
                { arrow(tip.x, tip.y, pipe.width) }
            }
            { for (0..lanes).map(|lane| {
                let aside = (f64::from(lane) + 0.5) * apart - pipe.width / 2.0;
                html! {
                    <path
                        class={format!("machine-room__dots machine-room__dots--{lane}")}
                        d={pipe.curve.beside(aside)}
                        stroke-width={short(dot)}
                        stroke-dasharray={format!("0 {gap}")}
                    />
                }
            }) }
        </g>
    }
}

/// How many dots walk side by side.
fn lanes(width: f64) -> u32 {
    match width {
        w if w >= 20.0 => 3,
        w if w >= 11.0 => 2,
        _ => 1,
    }
}

/// Dots in one repeat: more in a wider pipe, always a whole number, so that the repeat has no seam.
fn dots(width: f64) -> f64 {
    (DOTS.1 + (DOTS.0 - DOTS.1) * (width / WIDEST_PIPE)).round()
}

/// A head that points left.
fn arrow(x: f64, y: f64, width: f64) -> Html {
    let half = width / 2.0 + 5.0;
    let d = format!(
        "M{} {}L{} {}L{} {}Z",
        short(x + 1.0),
        short(y - half),
        short(x - half),
        short(y),
        short(x + 1.0),
        short(y + half),
    );
    html! { <path class="machine-room__tip" {d} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_pipe_never_carries_fewer_dots() {
        let moved = |w: f64| dots(w) * f64::from(lanes(w));
        let widths: Vec<f64> = (1..=28).map(f64::from).collect();
        assert!(widths.windows(2).all(|w| moved(w[0]) <= moved(w[1])));
        assert!(moved(28.0) > 10.0 * moved(1.0));
    }
}
