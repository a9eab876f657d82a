//! What it cost, line by line, and where each price comes from.

use onrush_diagnose::{BillLine, Diagnosis};
use onrush_observe::Observations;
use onrush_scenario::Scenario;
use onrush_words::{Args, Words};
use serde::Serialize;

use crate::screen::{Screen, plain, width};

/// A rehearsal's money, as text and as values.
pub(crate) struct Bill<'a> {
    pub(crate) words: Words,
    pub(crate) scenario: &'a Scenario,
    pub(crate) seen: &'a Observations,
    pub(crate) diagnosis: &'a Diagnosis,
}

/// A line of the bill in JSON.
#[derive(Serialize)]
pub(crate) struct LineOut {
    item: &'static str,
    name: String,
    units: f64,
    price: f64,
    amount: f64,
    price_field: String,
    price_source: Option<String>,
}

/// What was not earned because of one cause, in JSON.
#[derive(Serialize)]
pub(crate) struct MissedOut {
    cause: Option<&'static str>,
    value: f64,
}

/// The whole in JSON.
#[derive(Serialize)]
pub(crate) struct BillOut {
    currency: String,
    prices_date: Option<String>,
    lines: Vec<LineOut>,
    sum: f64,
    per_visitor: Option<f64>,
    per_goal: Option<f64>,
    per_lead: Option<f64>,
    per_sale: Option<f64>,
    missed: Vec<MissedOut>,
    text: Option<String>,
}

impl Bill<'_> {
    fn lines(&self) -> &[BillLine] {
        &self.diagnosis.bill
    }

    fn money(&self, amount: f64) -> String {
        self.words
            .money_exact(amount, &self.scenario.money.currency)
    }

    /// Units, price and amount of each line, their sum, what was missed by cause, and where the prices come from; nothing where
    /// nothing was paid.
    pub(crate) fn text(&self, screen: Screen) -> Vec<String> {
        let (words, d) = (self.words, self.diagnosis);
        let mut lines = Vec::new();
        let rows: Vec<[String; 4]> = self
            .lines()
            .iter()
            .map(|line| {
                [
                    plain(&words.bill_item(line, self.scenario)),
                    words.exact(line.units),
                    words.price(line.price, &self.scenario.money.currency),
                    self.money(line.amount()),
                ]
            })
            .collect();
        let widest = |i: usize| rows.iter().map(|r| width(&r[i])).max().unwrap_or(0);
        let (units, prices, amounts) = (widest(1), widest(2), widest(3));
        // What is left for the name, so that sums stand below each other.
        let room = screen
            .width
            .saturating_sub(units + prices + amounts + 13)
            .max(20);
        for [name, n, price, amount] in &rows {
            let narrow = Screen {
                width: room,
                ..screen
            };
            let mut wrapped = narrow.wrap("", name).into_iter();
            let first = wrapped.next().unwrap_or_default();
            let gap = " ".repeat(room.saturating_sub(width(&first)));
            lines.push(format!(
                "  {first}{gap}  {n:>units$} × {price:>prices$} = {amount:>amounts$}"
            ));
            lines.extend(wrapped.map(|more| format!("    {more}")));
        }
        if let Some(said) = words.success_cost(self.scenario, self.seen, d) {
            lines.extend(screen.wrap("  ", &said));
        }
        if d.money.lost > 0.0 {
            lines.push(String::new());
            lines.push(format!("  {}", words.t("bill.missed")));
            for missed in &d.missed {
                let name = d.cause_of(missed).map_or_else(
                    || words.t("bill.missed.other"),
                    |c| words.cause_clause(c, self.scenario, self.seen),
                );
                let said = format!("{}: {}", self.money(missed.value), plain(&name));
                lines.extend(screen.wrap("    ", &said));
            }
        }
        let sources = words.price_sources(self.lines(), self.scenario);
        if !sources.is_empty() {
            lines.push(String::new());
            lines.push(format!("  {}", words.t("cli.bill.from")));
            for source in sources {
                lines.extend(screen.wrap("    ", &plain(&source)));
            }
        }
        if let Some(date) = &self.scenario.money.prices_date {
            let args = Args::new().with("date", words.date(date));
            lines.extend(screen.wrap("  ", &words.text("bill.dated", &args)));
        }
        lines
    }

    pub(crate) fn json(&self) -> BillOut {
        let d = self.diagnosis;
        let line = |line: &BillLine| LineOut {
            item: line.item.id(),
            name: self.words.bill_item(line, self.scenario),
            units: line.units,
            price: line.price,
            amount: line.amount(),
            price_field: line.price_field(self.scenario),
            price_source: self
                .words
                .price_sources(std::slice::from_ref(line), self.scenario)
                .pop(),
        };
        BillOut {
            currency: self.scenario.money.currency.clone(),
            prices_date: self.scenario.money.prices_date.clone(),
            lines: self.lines().iter().map(line).collect(),
            sum: d.money.cost(),
            per_visitor: d.money.per_visitor,
            per_goal: d.money.per_goal,
            per_lead: d.money.per_lead,
            per_sale: d.money.per_sale,
            missed: d
                .missed
                .iter()
                .map(|m| MissedOut {
                    cause: d.cause_of(m).map(|c| c.kind.id()),
                    value: m.value,
                })
                .collect(),
            text: self.words.success_cost(self.scenario, self.seen, d),
        }
    }
}
