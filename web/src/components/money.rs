//! What came in, what was missed and why, what it cost.

use onrush_observe::{Outcome, VisitOutcome};
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
    let missed = use_memo(
        (props.document.clone(), props.rehearsal.clone()),
        |(document, rehearsal)| missed(document, rehearsal),
    );
    let scenario = &props.document.scenario;
    let money = &props.rehearsal.diagnosis.money;
    // Without a value, "earned nothing, missed nothing" would be a claim that the plan does not make.
    let has_value = scenario
        .journey
        .pages
        .iter()
        .any(|page| page.goal && page.value > 0.0);
    let row = |class: &'static str, name: String, amount: f64| {
        html! {
            <tr {class}>
                <th scope="row">{ name }</th>
                <td class="number">{ words.money(amount, &scenario.money.currency) }</td>
            </tr>
        }
    };
    let costs = money.cost();
    let beside = [
        ("money.messages", money.messages),
        ("money.desks", money.desks),
        ("money.refunds", money.refunds),
    ];
    html! {
        <>
            if !has_value {
                <p class="soft small">{ words.t("money.no_value") }</p>
            }
            <table class="money">
                <caption class="visually-hidden">{ words.t("money.title") }</caption>
                if has_value {
                    <tbody>
                        { row("money__sum", words.t("money.won"), money.won) }
                        { row("money__sum", words.t("money.missed"), money.lost) }
                        { for missed.iter().map(|(outcome, value)| {
                            row("money__part", words.t(&format!("fate.{}", outcome.id())), *value)
                        }) }
                    </tbody>
                }
                <tbody>
                    { row("money__sum", words.t("money.costs"), costs) }
                    { row("money__part", words.t("money.campaign"), money.campaign) }
                    { row("money__part", words.t("money.servers"), money.servers) }
                    { row("money__part", words.t("money.cdn"), money.cdn) }
                    { for beside.into_iter().filter(|(_, amount)| *amount > 0.0).map(|(id, amount)| {
                        row("money__part", words.t(id), amount)
                    }) }
                </tbody>
                <tbody>
                    if let Some(each) = money.per_visitor {
                        { row("money__sum", words.t("money.per_visitor"), each) }
                    }
                    <tr class="money__sum">
                        <th scope="row">{ words.t("money.per_goal") }</th>
                        <td class="number">
                            { money.per_goal.map_or_else(
                                || words.t("money.no_goal"),
                                |amount| words.money(amount, &scenario.money.currency),
                            ) }
                        </td>
                    </tr>
                </tbody>
            </table>
            if has_value && money.lost > 0.0 {
                <p class="soft small">{ words.t("money.missed.note") }</p>
            }
        </>
    }
}

/// What was missed, by why.
fn missed(document: &Document, rehearsal: &onrush_runner::Rehearsal) -> Vec<(VisitOutcome, f64)> {
    let network = document.scenario.network();
    network.map_or_else(
        |_| Vec::new(),
        |network| onrush_diagnose::missed(&network, &rehearsal.observations),
    )
}
