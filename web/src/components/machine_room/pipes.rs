//! Pipes and what moves in them.

use yew::prelude::*;

use super::geometry::{Point, short};
use super::layout::Plan;
use super::model::Room;
use super::plumbing::{Flow, Pipe, Points, Stream, WIDEST_PIPE};

/// After this many pixels the pattern of dots repeats, whatever the distance between them; the animation in
/// `machine-room.css` moves by the same length.
const REPEAT: f64 = 240.0;
/// Most and fewest dots in that length, in each lane.
const DOTS: (f64, f64) = (16.0, 3.0);

/// Draws all pipes: walls first, then the flows, then the dots, so that where pipes meet they are one.
pub(crate) fn pipes(plan: &Plan, room: &Room) -> Html {
    let flows: Vec<(&Pipe, Flow)> = plan.pipes.iter().map(|p| (p, p.way.flow(room))).collect();
    html! {
        <g class="machine-room__pipes" aria-hidden="true">
            { for flows.iter().map(|(pipe, flow)| wall(pipe, flow)) }
            { for flows.iter().map(|(pipe, flow)| stream(pipe, flow)) }
            <g class="machine-room__moving">
                { for flows.iter().map(|(pipe, flow)| dots(pipe, flow)) }
            </g>
        </g>
    }
}

fn kind(flow: &Flow) -> &'static str {
    match flow.stream {
        Stream::In => "in",
        Stream::Back => "back",
        Stream::Away => "away",
    }
}

fn wall(pipe: &Pipe, flow: &Flow) -> Html {
    let d = pipe.curve.path();
    let key = format!("wall-{}", pipe.key);
    if flow.width <= 0.0 {
        return html! { <path {key} class="machine-room__dry" {d} /> };
    }
    let class = format!("machine-room__wall machine-room__wall--{}", kind(flow));
    html! { <path {key} {class} {d} stroke-width={short(flow.width + 3.0)} /> }
}

fn stream(pipe: &Pipe, flow: &Flow) -> Html {
    let key = format!("flow-{}", pipe.key);
    if flow.width <= 0.0 {
        return Html::default();
    }
    let kind = kind(flow);
    html! {
        <g {key} data-pipe={pipe.key.clone()} data-width={short(flow.width)}>
            <path
                class={format!("machine-room__flow machine-room__flow--{kind}")}
                d={pipe.curve.path()} stroke-width={short(flow.width)}
            />
            if let Some((at, points)) = pipe.tip {
                <path class={format!("machine-room__tip machine-room__tip--{kind}")} d={arrow(at, points, flow.width)} />
            }
        </g>
    }
}

fn dots(pipe: &Pipe, flow: &Flow) -> Html {
    let key = format!("dots-{}", pipe.key);
    if flow.width <= 0.0 {
        return Html::default();
    }
    let lanes = lanes(flow.width);
    let apart = flow.width / f64::from(lanes);
    let dot = (apart * 0.62).clamp(2.5, 6.0);
    let gap = short(REPEAT / number(flow.width));
    html! {
        <g {key} class={format!("machine-room__dots machine-room__dots--{}", kind(flow))} stroke-width={short(dot)} stroke-dasharray={format!("0 {gap}")}>
            { for (0..lanes).map(|lane| {
                // Steps of whole pixels: the path stays the same while the flow changes a little.
                let aside = ((f64::from(lane) + 0.5) * apart - flow.width / 2.0).round();
                html! { <path d={pipe.curve.beside(aside)} /> }
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
fn number(width: f64) -> f64 {
    (DOTS.1 + (DOTS.0 - DOTS.1) * (width / WIDEST_PIPE)).round()
}

fn arrow(tip: Point, points: Points, width: f64) -> String {
    let half = width / 2.0 + 5.0;
    let place = |along: f64, across: f64| {
        let (x, y) = match points {
            Points::Down => (tip.x + across, tip.y + along),
            Points::Left => (tip.x - along, tip.y + across),
        };
        format!("{} {}", short(x), short(y))
    };
    format!(
        "M{}L{}L{}Z",
        place(-1.0, -half),
        place(half, 0.0),
        place(-1.0, half)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_pipe_never_carries_fewer_dots() {
        let moved = |w: f64| number(w) * f64::from(lanes(w));
        let widths: Vec<f64> = (1..=28).map(f64::from).collect();
        assert!(widths.windows(2).all(|w| moved(w[0]) <= moved(w[1])));
        assert!(moved(28.0) > 10.0 * moved(1.0));
    }
}
