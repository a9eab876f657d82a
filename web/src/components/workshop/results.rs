//! The clock, what the teams have sent, and the scoreboard.

use onrush_scenario::{Change, Scenario};
use onrush_words::{Args, Words};
use onrush_workshop::{Board, By, Handed, Place, State};
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::countdown::Countdown;
use super::step;
use crate::language::use_words;
use crate::outside::{focus_if_lost, use_own_id, use_say};
use crate::state::{Action, Lectern, Shared, WorkshopStep};

#[derive(Properties, PartialEq)]
pub(crate) struct RoomProps {
    /// The workshop.
    pub(crate) lectern: Shared<Lectern>,
    /// Hears of everything.
    pub(crate) dispatch: Callback<Action>,
}

#[component]
pub(crate) fn Room(props: &RoomProps) -> Html {
    let words = use_words();
    let lectern = &props.lectern;
    let clock = props
        .dispatch
        .reform(|clock| step(WorkshopStep::Clock(clock)));
    html! {
        <>
            <Countdown
                clock={lectern.clock} minutes={lectern.workshop.game.minutes} heading={words.t("workshop.clock")} grows={true} on={clock}
            />
            <Paste lectern={lectern.clone()} dispatch={props.dispatch.clone()} />
            if let Some(board) = &lectern.board {
                { scoreboard(words, lectern, board, &props.dispatch) }
                { everything(words, board) }
            }
        </>
    }
}

/// Where messages are pasted.
#[component]
fn Paste(props: &RoomProps) -> Html {
    let words = use_words();
    let (id, help, field) = (use_own_id(), use_own_id(), use_node_ref());
    let found = use_state_eq(|| None::<usize>);
    // Of "empty" and "put back" the one that was pressed is gone: the focus goes to the other.
    let (emptier, putter) = (use_node_ref(), use_node_ref());
    let before = use_mut_ref(|| props.lectern.pasted.is_empty());
    use_effect_with(props.lectern.pasted.is_empty(), {
        let (emptier, putter) = (emptier.clone(), putter.clone());
        move |empty| {
            if before.replace(*empty) != *empty {
                focus_if_lost(if *empty { &putter } else { &emptier });
            }
        }
    });
    let look = {
        let (field, found, dispatch) = (field.clone(), found.setter(), props.dispatch.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(area) = field.cast::<HtmlTextAreaElement>() else {
                return;
            };
            let text = area.value();
            let n = onrush_workshop::find(&text).len();
            found.set(Some(n));
            // What has no code in it stays to be looked at.
            if n > 0 {
                dispatch.emit(step(WorkshopStep::Paste(text)));
                area.set_value("");
            }
        })
    };
    let empty = |yes: bool| {
        let found = found.setter();
        props.dispatch.reform(move |_: MouseEvent| {
            found.set(None);
            step(WorkshopStep::Empty(yes))
        })
    };
    let said = match *found {
        None => String::new(),
        Some(0) => words.t("workshop.paste.none"),
        Some(n) => words.text("workshop.paste.found", &Args::new().with("n", n)),
    };
    use_say(said.clone(), false);
    html! {
        <section class="panel workshop__press" aria-labelledby="paste">
            <h2 id="paste"><label for={id.clone()}>{ words.t("workshop.paste") }</label></h2>
            <form class="workshop__paste" onsubmit={look}>
                <textarea {id} ref={field} rows="4" spellcheck="false" autocomplete="off" aria-describedby={help.clone()} />
                <p id={help} class="soft small">{ words.t("workshop.paste.help") }</p>
                <div class="workshop__tools">
                    <button type="submit" class="button button--main">{ words.t("workshop.paste.go") }</button>
                    if !props.lectern.pasted.is_empty() {
                        <button ref={emptier} type="button" class="button" onclick={empty(true)}>{ words.t("workshop.paste.clear") }</button>
                    }
                    if props.lectern.emptied.as_ref().is_some_and(|text| !text.is_empty()) {
                        <button ref={putter} type="button" class="button" onclick={empty(false)}>{ words.t("workshop.paste.again") }</button>
                    }
                </div>
                <p>{ said }</p>
            </form>
        </section>
    }
}

fn scoreboard(words: Words, lectern: &Lectern, board: &Board, dispatch: &Callback<Action>) -> Html {
    let places = board.places(lectern.by);
    let waiting = board.wanted().len();
    let wrong = board.handed().iter().filter(|h| h.state.is_wrong()).count();
    let said = if waiting > 0 && !board.handed().is_empty() {
        words.text("workshop.board.waiting", &Args::new().with("n", waiting))
    } else if board.handed().is_empty() {
        String::new()
    } else {
        let args = Args::new().with("n", places.len()).with("wrong", wrong);
        words.text("workshop.board.say", &args)
    };
    let order = dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let by = By::ALL.into_iter().find(|by| by.id() == select.value());
        step(WorkshopStep::By(by.unwrap_or_default()))
    });
    let retry = dispatch.reform(|_: MouseEvent| step(WorkshopStep::Failed(None)));
    let column = |(name, class): (&str, Option<&'static str>)| html! { <th scope="col" {class}>{ words.t(&format!("workshop.board.{name}")) }</th> };
    let columns = [
        ("rank", None),
        ("team", None),
        ("held", None),
        ("well", Some("number")),
        ("left", Some("number")),
        ("measures", Some("number")),
        ("unpriced", Some("number")),
    ];
    let hidden = board.workshop().game.surprise.is_some() && !lectern.revealed;
    html! {
        <section class="panel" aria-labelledby="board">
            <h2 id="board">{ words.t("workshop.board") }</h2>
            <label class="workshop__order workshop__press">
                <span class="field__name">{ words.t("workshop.board.by") }</span>
                { " " }
                <select class="field__input" onchange={order}>
                    { for By::ALL.map(|by| html! {
                        <option value={by.id()} selected={by == lectern.by}>{ words.t(&format!("workshop.board.by.{}", by.id())) }</option>
                    }) }
                </select>
            </label>
            <Said {said} />
            if let Some(why) = &lectern.failed {
                <div class="notice" role="alert">
                    <p>{ words.t("workshop.board.failed") }</p>
                    <button type="button" class="button" onclick={retry}>{ words.t("workshop.board.retry") }</button>
                    <details><summary>{ words.t("ui.for_it") }</summary><p><code>{ why }</code></p></details>
                </div>
            }
            if places.is_empty() {
                <p class="soft">{ words.t("workshop.board.empty") }</p>
            } else {
                <div class="workshop__table" tabindex="0" role="group" aria-labelledby="board">
                    <table class="board" data-testid="board">
                        <thead><tr>{ for columns.map(column) }</tr></thead>
                        <tbody>
                            { for places.iter().map(|place| row(words, board, place)) }
                            { untouched(words, board) }
                        </tbody>
                    </table>
                </div>
                <p class="soft small">
                    { words.t(if hidden { "workshop.board.hidden" } else { "workshop.board.plain" }) }
                    { " " }
                    { words.t("workshop.board.explain") }
                </p>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SaidProps {
    said: String,
}

/// How far the scoreboard is, for eyes and for the voice.
#[component]
fn Said(props: &SaidProps) -> Html {
    use_say(props.said.clone(), false);
    html! { <p data-testid="board-says">{ &props.said }</p> }
}

fn row(words: Words, board: &Board, place: &Place) -> Html {
    let currency = &board.start().money.currency;
    let team = board.workshop().teams.get(place.team);
    let held = if place.held { "yes" } else { "no" };
    let sign = if place.held { "✓" } else { "✕" };
    html! {
        <tr key={place.team} class={classes!(place.held.then_some("board__held"))}>
            <td>{ place.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()) }</td>
            <th scope="row">
                { team.map_or("", |team| &team.name) }
                if !place.outside.is_empty() {
                    <span class="soft small">{ format!(" ({})", words.t("workshop.board.outside")) }</span>
                }
            </th>
            <td><span aria-hidden="true">{ sign }{ " " }</span>{ words.t(&format!("workshop.board.held.{held}")) }</td>
            <td class="number">{ words.percent(place.served_well) }</td>
            <td class="number">{ words.money(place.struck.left_over(), currency) }</td>
            <td class="number">{ words.money(place.measures, currency) }</td>
            <td class="number">{ place.unpriced.len() }</td>
        </tr>
    }
}

/// What would have happened had nobody done anything.
fn untouched(words: Words, board: &Board) -> Html {
    let Some(start) = board.untouched().1 else {
        return Html::default();
    };
    let share = start.served_well as f64 / start.arrived.max(1) as f64;
    html! {
        <tr class="soft">
            <td></td>
            <th scope="row">{ words.t("workshop.board.start") }</th>
            <td></td>
            <td class="number">{ words.percent(share) }</td>
            <td class="number">{ words.money(start.left_over(), &board.start().money.currency) }</td>
            <td></td>
            <td></td>
        </tr>
    }
}

/// Changed fields of a plan in words, as a list.
pub(super) fn fields(words: Words, plan: &Scenario, changes: &[Change]) -> String {
    let names = words.names_of(plan);
    let fields = changes.iter().map(|change| names.changed(change));
    fields.collect::<Vec<_>>().join(", ")
}

fn everything(words: Words, board: &Board) -> Html {
    if board.handed().is_empty() {
        return Html::default();
    }
    let row = |handed: &Handed| {
        let team = handed
            .team
            .and_then(|place| board.workshop().teams.get(place));
        let args = match &handed.state {
            State::OutsideRules(changes) => {
                Args::new().with("fields", fields(words, board.start(), changes))
            }
            State::OtherEngine(engine) => Args::new().with("engine", engine),
            State::CannotRun(faults) => {
                let first = faults.0.first().map(|fault| words.fault(fault));
                Args::new().with("why", first.unwrap_or_default())
            }
            _ => Args::new(),
        };
        html! {
            <tr class={classes!(handed.state.is_wrong().then_some("board__wrong"))}>
                <th scope="row">{ team.map_or_else(|| words.t("workshop.handed.nobody"), |team| team.name.clone()) }</th>
                <td><code>{ format!("{}…", handed.shown) }</code></td>
                <td>{ words.member("workshop.state", handed.state.id(), &args) }</td>
            </tr>
        }
    };
    let column =
        |name: &str| html! { <th scope="col">{ words.t(&format!("workshop.handed.{name}")) }</th> };
    html! {
        <section class="panel" aria-labelledby="handed">
            <h2 id="handed">{ words.t("workshop.handed") }</h2>
            <div class="workshop__table" tabindex="0" role="group" aria-labelledby="handed">
                <table data-testid="handed">
                    <thead><tr>{ for ["team", "code", "what"].map(column) }</tr></thead>
                    <tbody>{ for board.handed().iter().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}
