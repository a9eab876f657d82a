//! What will happen on average if nothing goes wrong.

use crate::{Journey, Network, Sends, Step};

impl Network {
    /// Visits that will come by themselves on average; shared ones come on top.
    #[must_use]
    pub fn expected_visits(&self) -> f64 {
        self.streams
            .iter()
            .filter(|s| s.visit().is_some())
            .map(|s| s.rate.expected(0.0, f64::from(self.horizon_s)))
            .sum()
    }

    /// Requests that are made on average if nothing goes wrong; reloads and retries come on top.
    ///
    /// Call it on a checked network.
    #[must_use]
    pub fn expected_requests(&self) -> f64 {
        self.expected(|_| 0.0, |_| 1.0)
    }

    /// Steps that a simulation of it takes on average if nothing goes wrong: the size to compare with a budget.
    ///
    /// Call it on a checked network.
    #[must_use]
    pub fn expected_events(&self) -> f64 {
        let visits_of = |program: usize| {
            1.0 + self.programs[program]
                .steps
                .iter()
                .map(Step::expected_visits)
                .sum::<f64>()
        };
        self.expected(|_| 2.0, visits_of)
    }

    /// Sums over all that come: `of_visit` for each visit, `of_request` (by its program) for each request.
    fn expected(
        &self,
        of_visit: impl Fn(&Journey) -> f64,
        of_request: impl Fn(usize) -> f64,
    ) -> f64 {
        let open: f64 = self
            .streams
            .iter()
            .map(|s| {
                let come = s.rate.expected(0.0, f64::from(self.horizon_s));
                match s.sends {
                    Sends::Requests { client } => come * of_request(self.clients[client].program),
                    Sends::Visits {
                        journey, region, ..
                    } => {
                        let j = &self.journeys[journey];
                        let shared = j.sharing.map_or(1.0, |share| {
                            let brought = if share.mean < 1.0 {
                                come * share.mean / (1.0 - share.mean)
                            } else {
                                f64::INFINITY
                            };
                            1.0 + brought.min(share.reach as f64) / come.max(1.0)
                        });
                        let requests =
                            j.expected(|r| f64::from(r.count) * of_request(r.programs[region]));
                        come * shared * (of_visit(j) + requests)
                    }
                }
            })
            .sum();
        let closed: f64 = self
            .populations
            .iter()
            .map(|p| {
                // Without any waiting: the most that these customers can send. A thousandth of a second where they neither
                // think nor are served.
                let program = &self.programs[self.clients[p.client].program];
                let busy: f64 = program.steps.iter().map(|s| self.length(s)).sum();
                let round_s = (p.think.mean_s() + busy).max(0.001);
                f64::from(p.customers) * f64::from(self.horizon_s) / round_s
                    * of_request(self.clients[p.client].program)
            })
            .sum();
        open + closed
    }

    /// Mean time that a step takes without any waiting, every cache missed.
    fn length(&self, step: &Step) -> f64 {
        let own = match step.act {
            crate::Act::Visit { at, scale, .. } => self.stations[at].service.mean_s() * scale,
            _ => 0.0,
        };
        step.expected_times() * (own + step.inner().iter().map(|s| self.length(s)).sum::<f64>())
    }
}

impl Journey {
    /// Mean over visits of the sum of `of` over all requests that the visit makes when every page loads.
    pub(crate) fn expected(&self, of: impl Fn(&crate::Request) -> f64) -> f64 {
        let mut reach = 1.0;
        let mut sum = 0.0;
        for page in &self.pages {
            sum += reach * page.requests.iter().map(&of).sum::<f64>();
            reach *= page.go_on;
        }
        sum
    }
}
