//! The bill line by line, what was missed by cause, and the prices that it is made with.

use onrush_diagnose::{BillItem, BillLine};
use onrush_words::{Args, Words};
use yew::prelude::*;

use crate::components::Field;
use crate::language::use_words;
use crate::state::{Action, Document, Form, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct BillProps {
    /// The plan, to change its prices.
    pub(crate) form: Form,
    /// The plan that the result belongs to.
    pub(crate) document: Shared<Document>,
    /// The result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
    /// Hears of edits.
    pub(crate) dispatch: Callback<Action>,
}

/// The prices that every plan has, or may have.
const PRICES: [&str; 9] = [
    "money.server_hour",
    "money.database_hour",
    "money.replica_hour",
    "money.cdn_gb",
    "money.email_thousand",
    "money.sms_each",
    "money.desk_hour",
    "money.refund_each",
    "money.prices_date",
];

#[component]
pub(crate) fn Bill(props: &BillProps) -> Html {
    let words = use_words();
    let (scenario, d) = (&props.document.scenario, &props.rehearsal.diagnosis);
    let seen = &props.rehearsal.observations;
    let currency = &scenario.money.currency;
    let money = |amount: f64| words.money_exact(amount, currency);
    let row = |line: &BillLine| {
        html! {
            <tr>
                <th scope="row">{ words.bill_item(line, scenario) }</th>
                <td class="number">{ units(words, line) }</td>
                <td class="number">{ words.price(line.price, currency) }</td>
                <td class="number">{ money(line.amount()) }</td>
            </tr>
        }
    };
    let dated = scenario.money.prices_date.as_ref();
    html! {
        <div class="bill">
            if let Some(said) = words.success_cost(scenario, seen, d) {
                <p>{ said }</p>
            }
            if !d.missed.is_empty() && d.money.lost > 0.0 {
                <h3>{ words.t("bill.missed") }</h3>
                <ul class="bill__missed">
                    { for d.missed.iter().map(|missed| {
                        let clause = d.cause_of(missed).map_or_else(
                            || words.t("bill.missed.other"), |cause| words.cause_clause(cause, scenario, seen),
                        );
                        html! { <li>{ words.money(missed.value, currency) }{ ": " }{ words.capitalised(&clause) }</li> }
                    }) }
                </ul>
            }
            <details>
                <summary>{ words.t("bill.lines") }</summary>
                <table class="money">
                    <caption class="visually-hidden">{ words.t("bill.lines") }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ words.t("bill.item") }</th>
                            <th scope="col" class="number">{ words.t("bill.units") }</th>
                            <th scope="col" class="number">{ words.t("bill.price") }</th>
                            <th scope="col" class="number">{ words.t("bill.amount") }</th>
                        </tr>
                    </thead>
                    <tbody>{ for d.bill.iter().map(row) }</tbody>
                    <tfoot>
                        <tr class="money__sum">
                            <th scope="row" colspan="3">{ words.t("money.costs") }</th>
                            <td class="number">{ money(d.money.cost()) }</td>
                        </tr>
                    </tfoot>
                </table>
                if let Some(date) = dated {
                    <p class="soft small">{ words.text("bill.dated", &Args::new().with("date", date.as_str())) }</p>
                }
            </details>
            <details>
                <summary>{ words.t("bill.prices") }</summary>
                <div class="bill__prices">
                    { for PRICES.iter().map(|path| html! {
                        <Field key={*path} form={props.form.clone()} path={*path} dispatch={props.dispatch.clone()} />
                    }) }
                </div>
            </details>
        </div>
    }
}

/// How many, as exactly as is of use.
fn units(words: Words, line: &BillLine) -> String {
    match line.item {
        BillItem::Activity => String::new(),
        _ => words.exact((line.units * 100.0).round() / 100.0),
    }
}
