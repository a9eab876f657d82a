//! A measured curve from a table: pasted or from a file, looked at, and taken.

use std::rc::Rc;

use gloo::file::callbacks::FileReader;
use onrush_scenario::import::{
    self, Choice, DateOrder, Decimal, LineFault, Looks, NoCurve, Reading, Refusal, Table,
};
use onrush_scenario::{ActivityKind, Edit};
use onrush_words::{Args, Value, Words};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::says;
use crate::components::sheet::{Sheet, SheetPlace};
use crate::components::{Curve, Said};
use crate::language::use_words;
use crate::outside::read_bytes;
use crate::state::{Action, Form, Gesture, Span};
use crate::timeline::measured;

/// Lines of the table that are shown.
const HEAD: usize = 4;
/// Columns of the table that are shown.
const WIDE: usize = 6;
/// Intervals on offer, in seconds.
const INTERVALS: [u32; 6] = [60, 300, 900, 1800, 3600, 86_400];

#[derive(Properties, PartialEq)]
pub(super) struct ImportSheetProps {
    /// The plan.
    pub(super) form: Form,
    /// The stretch of time that is shown.
    pub(super) span: Span,
    /// The activity that gets the curve; a new one where there is none.
    pub(super) target: Option<usize>,
    /// Shows an activity.
    pub(super) open: Callback<String>,
    /// Closes the sheet.
    pub(super) close: Callback<()>,
    /// Hears of changes.
    pub(super) dispatch: Callback<Action>,
}

/// What was pasted or read.
#[derive(Debug, Clone, PartialEq)]
enum Source {
    /// In the field.
    Pasted(Rc<str>),
    /// In a file.
    File {
        /// Its name.
        name: String,
        /// Its text.
        text: Rc<str>,
    },
    /// A file that is too large, or could not be read.
    Unread(String),
}

#[component]
pub(super) fn ImportSheet(props: &ImportSheetProps) -> Html {
    let words = use_words();
    let source = use_state_eq(|| Source::Pasted("".into()));
    let chosen = use_state_eq(|| None::<Choice>);
    let reader = use_mut_ref(|| None::<FileReader>);
    let text: Rc<str> = match &*source {
        Source::Pasted(text) | Source::File { text, .. } => text.clone(),
        Source::Unread(_) => "".into(),
    };
    let table = use_memo(text.clone(), |text| Table::read(text));
    let choice = chosen.or_else(|| table.as_ref().as_ref().ok().map(Table::guess));
    let reading = use_memo((text.clone(), choice), {
        let table = table.clone();
        move |(_, choice)| Some(table.as_ref().as_ref().ok()?.reading(choice.as_ref()?))
    });
    let pasted = {
        let (source, chosen) = (source.setter(), chosen.setter());
        Callback::from(move |event: InputEvent| {
            let area: HtmlTextAreaElement = event.target_unchecked_into();
            chosen.set(None);
            source.set(Source::Pasted(area.value().into()));
        })
    };
    let opened = {
        let (source, chosen, reader) = (source.setter(), chosen.setter(), reader.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            let (name, source, chosen) = (file.name(), source.clone(), chosen.clone());
            *reader.borrow_mut() = read_bytes(
                &file,
                import::LARGEST_IMPORT,
                Callback::from(move |bytes: Option<Vec<u8>>| {
                    chosen.set(None);
                    source.set(match bytes {
                        Some(bytes) => Source::File {
                            name: name.clone(),
                            text: import::decode(&bytes).into(),
                        },
                        None => Source::Unread(name.clone()),
                    });
                }),
            );
        })
    };
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |choice: Choice| chosen.set(Some(choice)))
    };
    let take = {
        let (props_form, span, target) = (props.form.clone(), props.span, props.target);
        let (dispatch, open, reading) =
            (props.dispatch.clone(), props.open.clone(), reading.clone());
        let name = match &*source {
            Source::File { name, .. } => name
                .rsplit_once('.')
                .map_or(name.clone(), |(stem, _)| stem.to_owned()),
            _ => says::name(words, ActivityKind::Measured),
        };
        Callback::from(move |_: MouseEvent| {
            let Some(Reading {
                curve: Ok(curve), ..
            }) = &*reading
            else {
                return;
            };
            let scenario = &props_form.document.scenario;
            let (edit, id) = if let Some(index) = target {
                let id = scenario.activities.get(index).map(|a| a.id.clone());
                (measured::replaced(curve, scenario, index), id)
            } else {
                let entry = measured::added(curve, &name, scenario, span);
                let id = entry["id"].as_str().map(str::to_owned);
                let insert = Edit::Insert {
                    list: "activities".into(),
                    at: None,
                    entry,
                };
                (Some(insert), id)
            };
            if let (Some(edit), Some(id)) = (edit, id) {
                dispatch.emit(Action::Edit {
                    edit,
                    gesture: Gesture::Whole,
                });
                open.emit(id);
            }
        })
    };
    let nothing = text.trim().is_empty();
    html! {
        <Sheet title={words.t("crowd.import")} about="import" place={SheetPlace::Within} on_close={props.close.clone()}>
            <p class="soft small">{ words.t("crowd.import.help") }</p>
            <label class="import__paste">
                <span>{ words.t("crowd.import.paste") }</span>
                <textarea rows="5" spellcheck="false" oninput={pasted} placeholder={words.t("crowd.import.example")} />
            </label>
            <label class="button import__file">
                <input class="drop__input" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" onchange={opened} />
                <span>{ words.t("crowd.import.file") }</span>
            </label>
            <Said>
                if let Source::File { name, .. } = &*source {
                    <p class="small">{ words.text("crowd.import.from", &Args::new().with("name", name)) }</p>
                }
                if let Source::Unread(name) = &*source {
                    <p class="import__wrong">{ words.text("crowd.import.unread", &Args::new().with("name", name)) }</p>
                }
                if let (Err(refusal), false) = (&*table, nothing) {
                    <p class="import__wrong">{ refused(words, refusal) }</p>
                }
                if let Some(reading) = &*reading {
                    { outcome(words, reading) }
                }
            </Said>
            if let (Ok(table), Some(choice)) = (&*table, choice) {
                { head(words, table, &choice) }
                { choices(words, table, choice, &choose) }
                if let Some(reading) = &*reading {
                    { faults(words, &reading.faults, reading.more_faults, choice, &choose) }
                    if let Ok(curve) = &reading.curve {
                        <svg class="import__curve" role="img" aria-label={words.t("crowd.import.curve")}>
                            <Curve values={Rc::<[f64]>::from(thinned(&curve.visits))} top={highest(&curve.visits)} class="track__area" />
                        </svg>
                        <button type="button" class="button button--main" onclick={take}>
                            { words.t(if props.target.is_some() { "crowd.import.replace" } else { "crowd.import.take" }) }
                        </button>
                    }
                }
            }
        </Sheet>
    }
}

/// Why there is no table.
pub(in crate::components) fn refused(words: Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooLarge { .. } => words.t("crowd.import.large"),
        Refusal::TooMany => words.t("crowd.import.many"),
        Refusal::Empty => words.t("crowd.import.empty"),
        Refusal::NoNumbers => words.t("crowd.import.no_numbers"),
    }
}

/// What came of it, in a sentence.
fn outcome(words: Words, reading: &Reading) -> Html {
    let count = reading.faults.len() + reading.more_faults;
    let (text, class) = match &reading.curve {
        Ok(curve) => {
            let args = Args::new()
                .with("n", curve.visits.len())
                .with("every", Value::Time(f64::from(curve.every_s)))
                .with("total", curve.total)
                .with("gaps", curve.gaps)
                .with("left", count);
            (words.text("crowd.import.found", &args), "import__found")
        }
        Err(NoCurve::FaultyLines) => (
            words.text("crowd.import.faulty", &Args::new().with("n", count)),
            "fault",
        ),
        Err(NoCurve::NothingButZero) => (words.t("crowd.import.zero"), "import__wrong"),
        Err(NoCurve::TooLong) => (words.t("crowd.import.long"), "import__wrong"),
    };
    html! {
        <>
            <p {class}>{ text }</p>
            if reading.put_in_order && reading.curve.is_ok() {
                <p class="soft small">{ words.t("crowd.import.put_in_order") }</p>
            }
        </>
    }
}

/// The first lines, with what is taken as what.
pub(in crate::components) fn head(words: Words, table: &Table, choice: &Choice) -> Html {
    let columns = table.columns().iter().enumerate().take(WIDE);
    let class = |i: usize| (i == choice.count || Some(i) == choice.time).then_some("import__taken");
    html! {
        <div class="import__scroll" tabindex="0" role="group" aria-label={words.t("crowd.import.head")}>
            <table class="import__head">
                <thead><tr>
                    <th scope="col">{ words.t("crowd.import.line") }</th>
                    { for columns.map(|(i, _)| html! { <th scope="col" class={class(i)}>{ column_name(words, table, i) }</th> }) }
                </tr></thead>
                <tbody>
                    { for table.head(HEAD).map(|(line, cells)| html! {
                        <tr key={line}>
                            <td>{ line }</td>
                            { for cells.iter().enumerate().take(WIDE).map(|(i, cell)| html! { <td class={class(i)}>{ cell }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn column_name(words: Words, table: &Table, i: usize) -> String {
    match table.columns().get(i).map(|column| column.name.as_str()) {
        None | Some("") => words.text("crowd.import.column", &Args::new().with("n", i + 1)),
        Some(name) => name.to_owned(),
    }
}

/// The columns, the interval, and how dates and numbers are read.
pub(in crate::components) fn choices(
    words: Words,
    table: &Table,
    choice: Choice,
    choose: &Callback<Choice>,
) -> Html {
    let columns = table.columns();
    let pick = |label: &str,
                options: Vec<(String, String)>,
                now: String,
                change: fn(&mut Choice, &str, &Table),
                table: Rc<Table>| {
        let choose = choose.clone();
        let changed = Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let mut next = choice;
            change(&mut next, &select.value(), &table);
            choose.emit(next);
        });
        html! {
            <label class="import__choice">
                <span>{ words.t(label) }</span>
                <select onchange={changed}>
                    { for options.into_iter().map(|(value, text)| html! {
                        <option selected={value == now} value={value.clone()}>{ text }</option>
                    }) }
                </select>
            </label>
        }
    };
    let table = Rc::new(table.clone());
    let named = |fits: fn(Looks) -> bool| -> Vec<(String, String)> {
        (0..columns.len())
            .filter(|i| fits(columns[*i].looks))
            .map(|i| (i.to_string(), column_name(words, &table, i)))
            .collect()
    };
    let mut times = named(|looks| looks == Looks::Time);
    times.push((String::new(), words.t("crowd.import.no_time")));
    let mut intervals: Vec<(String, String)> = INTERVALS
        .iter()
        .map(|s| (s.to_string(), words.duration(f64::from(*s))))
        .collect();
    if choice.time.is_some() {
        intervals.insert(0, (String::new(), words.t("crowd.import.as_found")));
    }
    let orders = vec![
        ("day".to_owned(), words.t("crowd.import.day_first")),
        ("month".to_owned(), words.t("crowd.import.month_first")),
    ];
    let decimals = vec![
        ("point".to_owned(), "1,234.5".to_owned()),
        ("comma".to_owned(), "1.234,5".to_owned()),
    ];
    let text = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    html! {
        <div class="import__choices">
            { pick("crowd.import.time", times, choice.time.map_or_else(String::new, |i| i.to_string()), |choice, value, _| {
                choice.time = value.parse().ok();
                choice.every_s = choice.every_s.or(choice.time.is_none().then_some(3600));
            }, table.clone()) }
            { pick("crowd.import.count", named(|_| true), choice.count.to_string(), |choice, value, table| {
                choice.count = value.parse().unwrap_or(0);
                choice.decimal = table.decimal(choice.count);
            }, table.clone()) }
            { pick("crowd.import.interval", intervals, text(choice.every_s), |choice, value, _| choice.every_s = value.parse().ok(), table.clone()) }
            if choice.order_open {
                { pick("crowd.import.order", orders, if choice.order == DateOrder::DayFirst { "day" } else { "month" }.to_owned(), |choice, value, _| {
                    choice.order = if value == "day" { DateOrder::DayFirst } else { DateOrder::MonthFirst };
                }, table.clone()) }
            }
            { pick("crowd.import.decimal", decimals, if choice.decimal == Decimal::Point { "point" } else { "comma" }.to_owned(), |choice, value, _| {
                choice.decimal = if value == "point" { Decimal::Point } else { Decimal::Comma };
            }, table.clone()) }
            if let Some(line) = table.left_out_from() {
                <p class="soft small">{ words.text("crowd.import.left_out", &Args::new().with("line", line)) }</p>
            }
        </div>
    }
}

/// The lines that cannot be read, and what can be done about them.
pub(in crate::components) fn faults(
    words: Words,
    faults: &[LineFault],
    more: usize,
    choice: Choice,
    choose: &Callback<Choice>,
) -> Html {
    if faults.is_empty() {
        return Html::default();
    }
    let toggled = {
        let choose = choose.clone();
        Callback::from(move |_: MouseEvent| {
            choose.emit(Choice {
                leave_out: !choice.leave_out,
                ..choice
            });
        })
    };
    html! {
        <div class="import__faults">
            <ul aria-label={words.t("crowd.import.faults")}>
                { for faults.iter().map(|fault| {
                    let args = Args::new().with("line", fault.line).with("found", &fault.found);
                    html! { <li key={fault.line}>{ words.member("crowd.fault", fault.problem.id(), &args).unwrap_or_default() }</li> }
                }) }
                if more > 0 {
                    <li>{ words.text("crowd.import.more", &Args::new().with("n", more)) }</li>
                }
            </ul>
            <label class="crowd__check">
                <input type="checkbox" checked={choice.leave_out} onclick={toggled} />
                <span>{ words.t("crowd.import.leave_out") }</span>
            </label>
        </div>
    }
}

/// Few enough values to draw, each the highest of its neighbours.
fn thinned(visits: &[f64]) -> Vec<f64> {
    let most = 480;
    visits
        .chunks(visits.len().div_ceil(most).max(1))
        .map(highest)
        .collect()
}

fn highest(visits: &[f64]) -> f64 {
    visits.iter().copied().fold(0.0, f64::max)
}
