//! A chart over time: a sentence, the picture with the cursor, what the cursor reads, and the figures as a table.

use onrush_report::{Chart, Stroke};
use onrush_words::Args;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::charts::{Plot, paint, png_canvas, svg_text, tone_class};
use crate::components::figure_table::FigureTable;
use crate::components::{Glossed, futures};
use crate::keys;
use crate::language::use_words;
use crate::outside::{Gesture, Palette, save_picture, save_text, use_gesture, use_size};
use crate::state::{Action, Lit, Shared, Span};

#[derive(Properties, PartialEq, Clone)]
pub(crate) struct ChartViewProps {
    /// What is drawn.
    pub(crate) chart: Shared<Chart>,
    /// What it shows, in a sentence.
    pub(crate) says: AttrValue,
    /// Whether the picture is shown, or the sentence alone.
    pub(crate) open: bool,
    /// Hears when that shall change.
    pub(crate) on_toggle: Callback<()>,
    /// The cursor.
    pub(crate) second: u32,
    /// The stretch of time that is shown.
    pub(crate) span: Span,
    /// What it is drawn with.
    pub(crate) palette: Palette,
    /// Whether time goes on by itself.
    pub(crate) playing: bool,
    /// How the names of its files begin.
    pub(crate) file: AttrValue,
    /// How the ids of its elements begin: another one for each place in which the same chart is shown.
    #[prop_or(AttrValue::Static("chart"))]
    pub(crate) prefix: AttrValue,
    /// Hears where to move the cursor, and what to show.
    pub(crate) dispatch: Callback<Action>,
}

/// One chart.
#[component]
pub(crate) fn ChartView(props: &ChartViewProps) -> Html {
    let id = format!("{}-{}", props.prefix, props.chart.id.id());
    let toggle = props.on_toggle.reform(|_: MouseEvent| ());
    html! {
        <figure class={classes!("chart", props.open.then_some("chart--open"))} aria-labelledby={id.clone()}>
            <h3 class="chart__title">
                <button
                    {id} type="button" class="chart__toggle" aria-expanded={props.open.to_string()} onclick={toggle}
                >
                    { &props.chart.title }
                </button>
            </h3>
            <p class="chart__says"><Glossed text={props.says.clone()} /></p>
            if props.open {
                <Opened ..props.clone() />
            }
        </figure>
    }
}

/// The picture and all that belongs to it.
#[component]
fn Opened(props: &ChartViewProps) -> Html {
    let hidden = use_state_eq(Vec::<String>::new);
    let toggle = {
        let hidden = hidden.clone();
        Callback::from(move |key: String| {
            let mut next = (*hidden).clone();
            if next.contains(&key) {
                next.retain(|one| *one != key);
            } else {
                next.push(key);
            }
            hidden.set(next);
        })
    };
    html! {
        <>
            <ChartStage
                chart={props.chart.clone()} hidden={(*hidden).clone()} second={props.second} span={props.span}
                palette={props.palette} playing={props.playing} prefix={props.prefix.clone()}
                dispatch={props.dispatch.clone()}
            />
            <Key chart={props.chart.clone()} hidden={(*hidden).clone()} second={props.second} on_toggle={toggle} />
            <div class="chart__foot">
                <FigureTable chart={props.chart.clone()} span={props.span} second={props.second} />
                <Keep
                    chart={props.chart.clone()} hidden={(*hidden).clone()} span={props.span} file={props.file.clone()}
                />
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ChartStageProps {
    chart: Shared<Chart>,
    hidden: Vec<String>,
    second: u32,
    span: Span,
    palette: Palette,
    playing: bool,
    prefix: AttrValue,
    dispatch: Callback<Action>,
}

/// The picture: it can be pointed at, stretches of it can be marked, and it has the keys of the scrubber.
#[component]
fn ChartStage(props: &ChartStageProps) -> Html {
    let words = use_words();
    let stage = use_node_ref();
    let canvas = use_node_ref();
    let size = use_size(&stage);
    let plot = use_state_eq(|| None::<Plot>);
    let marked = use_state_eq(|| None::<(f64, f64)>);
    use_effect_with(
        (
            props.chart.clone(),
            size,
            props.palette,
            props.span,
            props.hidden.clone(),
        ),
        {
            let (canvas, plot) = (canvas.clone(), plot.setter());
            move |(chart, size, palette, span, hidden)| {
                if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                    plot.set(paint(&canvas, chart, *size, palette, *span, hidden));
                }
            }
        },
    );
    let chart = &props.chart;
    let (span, second, playing) = (props.span, props.second, props.playing);
    let horizon = horizon_s(chart);
    let listening = {
        let (plot, marked, dispatch) = (*plot, marked.setter(), props.dispatch.clone());
        use_gesture(
            &stage,
            Callback::from(move |gesture| {
                let Some(plot) = plot else {
                    return;
                };
                let second = |x| plot.second_at(x);
                match gesture {
                    Gesture::Point(x) => dispatch.emit(Action::Second(second(x))),
                    Gesture::Hover(x) if !playing => dispatch.emit(Action::Second(second(x))),
                    Gesture::Hover(_) => {}
                    Gesture::Marking(from, to) => {
                        marked.set(Some((plot.within(from), plot.within(to))));
                    }
                    Gesture::Marked(from, to) => {
                        marked.set(None);
                        let near = Span::between(second(from), second(to), horizon);
                        dispatch.emit(Action::Zoom(keys::chosen(near, horizon)));
                    }
                    Gesture::Dropped => marked.set(None),
                }
            }),
        )
    };
    let keyed = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: KeyboardEvent| {
            let with = event.ctrl_key() || event.meta_key() || event.alt_key();
            let action = keys::action(&event.key(), event.shift_key(), second, span, horizon);
            if let Some(action) = action.filter(|_| !with) {
                event.prevent_default();
                dispatch.emit(action);
            }
        })
    };
    let lit = use_context::<Lit>().and_then(|lit| lit.0);
    let lit = lit.map(|lit| (lit.from, lit.until));
    let hint = format!("{}-keys-{}", props.prefix, chart.id.id());
    html! {
        <div
            class="chart__stage" ref={stage} role="slider" tabindex="0" aria-label={chart.title.clone()}
            aria-valuemin={span.from.to_string()} aria-valuemax={span.last().to_string()}
            aria-valuenow={second.to_string()} aria-valuetext={spoken(chart, &props.hidden, second)}
            aria-describedby={hint.clone()} onkeydown={keyed} onpointerdown={listening.down}
            onpointermove={listening.moved} onpointerup={listening.up} onpointercancel={listening.cancel}
        >
            <canvas class="chart__canvas" ref={canvas} aria-hidden="true" />
            if let Some(plot) = *plot {
                { over(&plot, chart, &props.hidden, second, *marked, lit) }
            }
            <span id={hint} class="visually-hidden">{ words.t("chart.keys") }</span>
        </div>
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "made from whole seconds"
)]
fn horizon_s(chart: &Chart) -> u32 {
    chart.horizon_s as u32
}

/// The cursor with a dot on each line, the stretch that is being read about, and the one that is being marked.
fn over(
    plot: &Plot,
    chart: &Chart,
    hidden: &[String],
    second: u32,
    marked: Option<(f64, f64)>,
    lit: Option<(u32, u32)>,
) -> Html {
    let lit =
        lit.map(|(from, until)| (plot.within(plot.x_of(from)), plot.within(plot.x_of(until))));
    let x = plot.x_of(second);
    let values = chart.values_at(f64::from(second));
    let (top, bottom) = (px(plot.top), px(plot.bottom));
    // The time stands on the side where there is room.
    let (anchor, beside) = if x > f64::midpoint(plot.left, plot.right) {
        ("end", -6.0)
    } else {
        ("start", 6.0)
    };
    html! {
        <svg class="chart__over" aria-hidden="true">
            if let Some(points) = futures::surface(plot, chart, hidden) {
                <polygon class="chart__futures" data-testid="futures" {points} />
            }
            if let Some((from, to)) = lit {
                <rect
                    class="chart__lit" data-testid="lit" x={px(from)} width={px((to - from).max(2.0))} y={top.clone()}
                    height={px(plot.bottom - plot.top)}
                />
            }
            if let Some((from, to)) = marked {
                <rect
                    class="chart__marked" x={px(from.min(to))} width={px((to - from).abs())} y={top.clone()}
                    height={px(plot.bottom - plot.top)}
                />
            }
            <line class="cursor" x1={px(x)} x2={px(x)} y1={top} y2={bottom} />
            { for chart.lines.iter().zip(values).rev().filter(|(line, _)| !hidden.contains(&line.key)).filter_map(|(line, value)| {
                let y = plot.y_of(value?);
                Some(html! {
                    <circle
                        key={line.key.clone()} class={classes!("chart__dot", tone_class(line.tone))} cx={px(x)} cy={px(y)} r="4"
                    />
                })
            }) }
            <text class="chart__clock" x={px(x + beside)} y={px(plot.top)} dy="0.8em" text-anchor={anchor}>
                { chart.clock(f64::from(second)) }
            </text>
        </svg>
    }
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

/// What the lines say at a second: "20:31:12: sent 5,432, answered in time 2,004".
fn spoken(chart: &Chart, hidden: &[String], second: u32) -> String {
    let at = f64::from(second);
    let said: Vec<String> = chart
        .lines
        .iter()
        .zip(chart.values_at(at))
        .filter(|(line, _)| !hidden.contains(&line.key))
        .map(|(line, value)| format!("{} {}", line.name, said(chart, value)))
        .collect();
    format!("{}: {}", chart.clock(at), said.join(", "))
}

/// A value as everywhere: read-out, table and speech say the same.
pub(crate) fn said(chart: &Chart, value: Option<f32>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| chart.say(value))
}

#[derive(Properties, PartialEq)]
struct KeyProps {
    chart: Shared<Chart>,
    hidden: Vec<String>,
    second: u32,
    on_toggle: Callback<String>,
}

/// The lines by name, what each says at the cursor, and whether it is drawn.
#[component]
fn Key(props: &KeyProps) -> Html {
    let words = use_words();
    let chart = &props.chart;
    let values = chart.values_at(f64::from(props.second));
    let alone = chart.lines.len() == 1;
    html! {
        <ul class="chart__key" aria-label={words.text("chart.lines", &Args::new().with("clock", chart.clock(f64::from(props.second))))}>
            { for chart.lines.iter().zip(values).map(|(line, value)| {
                let dashes = match line.stroke {
                    Stroke::Dashed => Some("7 4"),
                    Stroke::Dotted => Some("2 4"),
                    Stroke::Solid | Stroke::Area => None,
                };
                let on = !props.hidden.contains(&line.key);
                let key = line.key.clone();
                let press = props.on_toggle.reform(move |_: MouseEvent| key.clone());
                let inner = html! {
                    <>
                        <svg class="chart__swatch" aria-hidden="true">
                            <line
                                class={classes!("tone", tone_class(line.tone))} x1="0" x2="100%" y1="50%" y2="50%"
                                stroke-dasharray={dashes}
                            />
                        </svg>
                        <span class="chart__name">{ &line.name }</span>
                        { " " }
                        <strong>{ said(chart, value) }</strong>
                    </>
                };
                html! {
                    <li key={line.key.clone()}>
                        if alone {
                            <span class="chart__line">{ inner }</span>
                        } else {
                            <button type="button" class="chart__line" aria-pressed={on.to_string()} onclick={press}>
                                { inner }
                            </button>
                        }
                    </li>
                }
            }) }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct KeepProps {
    chart: Shared<Chart>,
    hidden: Vec<String>,
    span: Span,
    file: AttrValue,
}

/// The chart as it is shown, as a file.
#[component]
fn Keep(props: &KeepProps) -> Html {
    let words = use_words();
    let name = format!("{}-{}", props.file, props.chart.id.id());
    let save = |png: bool| {
        let (chart, hidden, span, name) = (
            props.chart.clone(),
            props.hidden.clone(),
            props.span,
            name.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            if png {
                if let Some(canvas) = png_canvas(&chart, span, &hidden) {
                    save_picture(format!("{name}.png"), &canvas);
                }
            } else if let Some(text) = svg_text(&chart, span, &hidden) {
                save_text(&format!("{name}.svg"), "image/svg+xml", &text);
            }
        })
    };
    let label = |id: &str| words.text(id, &Args::new().with("title", &props.chart.title));
    html! {
        <div class="chart__keep">
            <button type="button" class="button button--plain" aria-label={label("chart.save_svg.label")} onclick={save(false)}>
                { words.t("chart.save_svg") }
            </button>
            <button type="button" class="button button--plain" aria-label={label("chart.save_png.label")} onclick={save(true)}>
                { words.t("chart.save_png") }
            </button>
        </div>
    }
}
