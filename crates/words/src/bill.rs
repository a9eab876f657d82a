//! The bill: what its lines are called, and what a success cost.

use onrush_diagnose::{BillItem, BillLine, Diagnosis};
use onrush_observe::Observations;
use onrush_scenario::Scenario;

use crate::findings::capitalised;
use crate::{Args, Words};

impl Words {
    /// What a line of the bill is for: `gigabytes delivered in Asia`.
    #[must_use]
    pub fn bill_item(self, line: &BillLine, scenario: &Scenario) -> String {
        let index = line.index;
        let name = match line.item {
            BillItem::Activity | BillItem::Emails | BillItem::Texts => index
                .and_then(|i| scenario.activities.get(i))
                .map(|a| &a.name),
            BillItem::Delivery => index.and_then(|i| scenario.regions.get(i)).map(|r| &r.name),
            BillItem::Desk => index
                .and_then(|i| scenario.site.desks.get(i))
                .map(|d| &d.name),
            _ => None,
        };
        let args = Args::new().with("name", name.map_or("", String::as_str));
        let key = match line.item {
            BillItem::Delivery if name.is_none() => "delivery_all",
            item => item.id(),
        };
        self.member("bill.of", key, &args)
            .unwrap_or_else(|| line.item.id().to_owned())
    }

    /// What the visitors cost who came, and what a goal cost beside what it was worth: the question that comes after a success.
    /// `None` where nobody came or nothing was paid.
    #[must_use]
    pub fn success_cost(
        self,
        scenario: &Scenario,
        seen: &Observations,
        d: &Diagnosis,
    ) -> Option<String> {
        let (money, currency) = (&d.money, &scenario.money.currency);
        let per_visitor = money.per_visitor.filter(|each| *each > 0.0)?;
        let mut args = Args::new()
            .with("visitors", seen.ledger.visits.arrived)
            .with("all", self.money(money.cost(), currency))
            .with("each", self.money(per_visitor, currency));
        let came = capitalised(&self.text("bill.visitors", &args));
        let Some(per_goal) = money.per_goal else {
            return Some(came);
        };
        let worth = scenario
            .journey
            .pages
            .iter()
            .filter(|p| p.goal)
            .map(|p| p.value)
            .sum::<f64>();
        args = args
            .with("goal", self.money(per_goal, currency))
            .with("worth", self.money(worth, currency));
        let id = match worth {
            w if w <= 0.0 => "bill.goal",
            w if per_goal > w => "bill.goal_dear",
            _ => "bill.goal_worth",
        };
        Some(format!("{came} {}", self.text(id, &args)))
    }
}
