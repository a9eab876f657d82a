//! Plans whose numbers are not known exactly.

use onrush_network::Faults;
use serde_json::json;

use crate::field::{Kind, field};
use crate::{Edit, Scenario};

impl Scenario {
    /// The plan with every number that has a range at the same share of it: 0 is all at their low ends, 1 all at their high ends.
    /// The ranges themselves are gone: they have been decided. Shares beyond 0 and 1 are taken as these.
    ///
    /// # Errors
    /// The faults of that plan: numbers can be good singly that do not fit each other.
    ///
    /// ```
    /// use onrush_scenario::{Edit, Scenario, story};
    /// let plan = Scenario::read(story("toy-shop").unwrap().file)?;
    /// let plan = plan.edited(&Edit::between(&plan, "journey.behaviour.patience_s", 4.0, 12.0))?;
    /// assert_eq!(plan.with_ranges_at(0.0)?.journey.behaviour.patience_s, 4.0);
    /// assert_eq!(plan.with_ranges_at(0.5)?.journey.behaviour.patience_s, 8.0);
    /// # Ok::<(), onrush_network::Faults>(())
    /// ```
    pub fn with_ranges_at(&self, share: f64) -> Result<Self, Faults> {
        self.with_each_range_at(|_| share)
    }

    /// The plan with the range at index `i` at `share(i)` (0 to 1, what is outside is taken as the nearer end): as
    /// [`Scenario::with_ranges_at`], for ranges that go opposite ways.
    ///
    /// # Errors
    /// The faults of the plan, should it not be sound there.
    pub fn with_each_range_at(&self, share: impl Fn(usize) -> f64) -> Result<Self, Faults> {
        let mut bare = self.clone();
        bare.ranges.clear();
        let edits = self.ranges.iter().enumerate().map(|(i, range)| {
            let share = share(i);
            let share = if share.is_nan() {
                0.0
            } else {
                share.clamp(0.0, 1.0)
            };
            let value = range.low + share * (range.high - range.low);
            let whole = field(&range.field).is_some_and(|f| matches!(f.kind, Kind::Whole { .. }));
            Edit::Set {
                path: range.field.clone(),
                value: json!(if whole { value.round() } else { value }),
            }
        });
        let edits = edits.collect();
        bare.edited(&Edit::Many(edits))
    }
}
