//! What it cost and earned.

use yew::prelude::*;

use crate::language::use_words;
use crate::state::{Document, Shared};

#[derive(Properties, PartialEq)]
pub(crate) struct MoneyTableProps {
    /// The plan.
    pub(crate) document: Shared<Document>,
    /// Its result.
    pub(crate) rehearsal: Shared<onrush_runner::Rehearsal>,
}

#[component]
pub(crate) fn MoneyTable(props: &MoneyTableProps) -> Html {
    let words = use_words();
    let currency = &props.document.scenario.money.currency;
    let money = &props.rehearsal.diagnosis.money;
    // Without a value, "earned nothing, lost nothing" would be a claim that the plan does not make.
    let has_value = props
        .document
        .scenario
        .journey
        .pages
        .iter()
        .any(|page| page.goal && page.value > 0.0);
    let earnings = [("money.won", money.won), ("money.lost", money.lost)];
    let costs = [
        ("money.campaign", money.campaign),
        ("money.servers", money.servers),
        ("money.cdn", money.cdn),
    ];
    html! {
        <table class="money">
            <caption class="visually-hidden">{ words.t("money.title") }</caption>
            <tbody>
                if !has_value {
                    <tr>
                        <td colspan="2">{ words.t("money.no_value") }</td>
                    </tr>
                }
                { for earnings.into_iter().filter(|_| has_value).chain(costs).map(|(id, amount)| html! {
                    <tr key={id}>
                        <th scope="row">{ words.t(id) }</th>
                        <td class="number">{ words.money(amount, currency) }</td>
                    </tr>
                }) }
                <tr>
                    <th scope="row">{ words.t("money.per_goal") }</th>
                    <td class="number">
                        { money.per_goal.map_or_else(|| words.t("money.no_goal"), |amount| words.money(amount, currency)) }
                    </td>
                </tr>
            </tbody>
        </table>
    }
}
