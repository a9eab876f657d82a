//! The bill: what its lines are called, and what a success cost.

use onrush_diagnose::{BillItem, BillLine, Diagnosis};
use onrush_observe::Observations;
use onrush_scenario::{GoalIs, Scenario};

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
        let came = self.capitalised(&self.text("bill.visitors", &args));
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
        args = args.with("sale", self.money(money.per_sale.unwrap_or(0.0), currency));
        let id = match (scenario.money.goal_is, worth) {
            (Some(GoalIs::Sale), w) if w <= 0.0 => "bill.sale",
            (Some(GoalIs::Sale), w) if money.per_sale.is_some_and(|cost| cost > w) => {
                "bill.sale_dear"
            }
            (Some(GoalIs::Sale), _) => "bill.sale_worth",
            (Some(GoalIs::Lead), w) if w <= 0.0 => "bill.lead",
            (Some(GoalIs::Lead), w) if per_goal > w => "bill.lead_dear",
            (Some(GoalIs::Lead), _) => "bill.lead_worth",
            (None, w) if w <= 0.0 => "bill.goal",
            (None, w) if per_goal > w => "bill.goal_dear",
            (None, _) => "bill.goal_worth",
        };
        if money.per_lead.is_some() && money.per_sale.is_some() {
            let sold = self.text("bill.lead_sold", &args);
            return Some(format!("{came} {} {sold}", self.text(id, &args)));
        }
        Some(format!("{came} {}", self.text(id, &args)))
    }

    /// Where the prices of these lines come from, each source once: what the plan notes of them, or what is known of their fields.
    #[must_use]
    pub fn price_sources(self, bill: &[BillLine], scenario: &Scenario) -> Vec<String> {
        let mut found: Vec<(bool, String, Vec<String>)> = Vec::new();
        for line in bill {
            let path = line.price_field(scenario);
            let Some((assumed, source)) = self.source_of(&path, scenario) else {
                continue;
            };
            let same = found.iter_mut().find(|f| f.0 == assumed && f.1 == source);
            match same {
                Some((_, _, paths)) if paths.contains(&path) => {}
                Some((_, _, paths)) => paths.push(path),
                None => found.push((assumed, source, vec![path])),
            }
        }
        let said = found.into_iter().map(|(assumed, source, paths)| {
            let args = Args::new()
                .with("path", self.list(paths))
                .with("source", source);
            let id = if assumed {
                "bill.from_assumed"
            } else {
                "bill.from"
            };
            self.text(id, &args)
        });
        said.collect()
    }

    /// Whether a price is assumed, and its source; `None`: nobody says.
    fn source_of(self, path: &str, scenario: &Scenario) -> Option<(bool, String)> {
        if let Some(note) = scenario.note_of(path) {
            return Some((note.assumed, note.source.clone()));
        }
        let about = onrush_scenario::about(path)?;
        Some((about.assumed, self.source(about.source?)))
    }
}
