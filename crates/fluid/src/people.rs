//! Visitors: they ask for pages, wait, lose patience, reload, think, go on.

mod parts;
mod wait;
mod walk;

use std::collections::BTreeMap;

use onrush_network::{Network, Sends};
use onrush_observe::VisitOutcome;

use crate::fate::Fate;
use crate::forecast::Totals;
use crate::later::{Later, Step};
use crate::plan::Plan;
use crate::times::{Delay, Patience, STAGES};

/// Most reloads of a page that are told apart; further ones are a loop with the same mean number.
const LEVELS: usize = 8;

/// Visits of one journey from one region, machines apart, by one waiting room.
#[derive(Debug, Clone)]
pub(crate) struct Class {
    pub(crate) journey: usize,
    pub(crate) region: usize,
    pub(crate) bots: bool,
    pub(crate) room: Option<usize>,
    /// Streams that bring them.
    pub(crate) streams: Vec<usize>,
    /// Position of its first page in [`Crowd::pages`].
    first_page: usize,
    /// Visits on the site.
    pub(crate) inside: f64,
    /// Visits that others brought and that are still to come.
    on_the_way: [f64; STAGES],
    /// Visits that left the site in the step under way.
    pub(crate) left: f64,
}

/// A page of a class.
#[derive(Debug, Clone)]
struct PageState {
    class: usize,
    number: usize,
    first_level: usize,
    thinking: [f64; STAGES],
    waiting_for_opening: f64,
    reacting: [f64; STAGES],
    /// Filters that nobody of the class has passed before this page, with the chance of coming there.
    filters: Vec<(usize, f64)>,
}

/// Those who ask for a page for the n-th time.
#[derive(Debug, Clone, Default)]
struct Level {
    later: Later,
    pausing_slow: [f64; STAGES],
    pausing_failed: [f64; STAGES],
    /// Who begins to do so in the step: after waiting too long, after an error.
    begin_to_pause: (f64, f64),
    /// Who is about to ask, too few to be worth the trouble.
    crumbs: f64,
    /// Mean time since the first click when they ask.
    age_s: f64,
}

/// Times of one journey's behaviour.
#[derive(Debug, Clone)]
struct Manners {
    patience: Option<Patience>,
    slow: Delay,
    failed: Delay,
    think: Vec<Delay>,
    reacts: Vec<Option<Delay>>,
    sharing: Option<Delay>,
    backoff_s: f64,
}

/// What is counted in one step.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) visits: f64,
    pub(crate) served: f64,
    pub(crate) lost: f64,
    pub(crate) requests: f64,
    pub(crate) answered: f64,
    pub(crate) refused: f64,
    pub(crate) errors: f64,
    pub(crate) abandoned: f64,
    pub(crate) stopped: f64,
    pub(crate) reloads: f64,
    pub(crate) pages: f64,
    pub(crate) page_seconds: f64,
}

/// Everybody.
#[derive(Debug, Clone)]
pub(crate) struct Crowd<'a> {
    network: &'a Network,
    pub(crate) classes: Vec<Class>,
    pages: Vec<PageState>,
    levels: Vec<Level>,
    /// Levels of each page, by journey.
    depth: Vec<usize>,
    manners: Vec<Manners>,
    pub(crate) totals: Totals,
    pub(crate) machines: Totals,
    pub(crate) counts: Counts,
    /// Requests sent in the step, by program.
    pub(crate) sends: Vec<f64>,
    /// Retries that the app is going to make, by program.
    retrying: Vec<[f64; STAGES]>,
    retry_after: Vec<Delay>,
    /// Visits that sharing may still bring, by journey.
    reach: Vec<f64>,
    /// Share of each class that filters stop now, by gate.
    pub(crate) filters: Vec<Option<(f64, f64)>>,
    /// Share that finds each stock empty.
    pub(crate) empty: Vec<f64>,
    /// Those of the page looked at last: room for the next one.
    prospects: Option<Box<walk::PageParts>>,
}

impl<'a> Crowd<'a> {
    pub(crate) fn new(network: &'a Network, plan: &Plan) -> Self {
        let mut crowd = Self {
            network,
            classes: Vec::new(),
            pages: Vec::new(),
            levels: Vec::new(),
            depth: Vec::new(),
            manners: network.journeys.iter().map(Manners::new).collect(),
            totals: Totals::new(),
            machines: Totals::new(),
            counts: Counts::default(),
            sends: vec![0.0; network.programs.len()],
            retrying: vec![[0.0; STAGES]; network.programs.len()],
            retry_after: vec![
                Delay::new(&onrush_network::Dist::constant(0.0));
                network.programs.len()
            ],
            reach: network
                .journeys
                .iter()
                .map(|j| j.sharing.map_or(0.0, |s| s.reach as f64))
                .collect(),
            filters: vec![None; network.gates.len()],
            empty: vec![0.0; network.stocks.len()],
            prospects: None,
        };
        for journey in &network.journeys {
            let b = &journey.behaviour;
            let most = b.when_slow.at_most.max(b.when_failed.at_most) as usize;
            crowd.depth.push(1 + most.min(LEVELS));
        }
        let mut known = BTreeMap::new();
        for (number, stream) in network.streams.iter().enumerate() {
            let Sends::Visits {
                journey,
                region,
                bots,
                room,
            } = stream.sends
            else {
                continue;
            };
            let class = *known
                .entry((journey, region, bots, room))
                .or_insert_with(|| crowd.add_class(plan, journey, region, bots, room));
            crowd.classes[class].streams.push(number);
        }
        crowd
    }

    fn add_class(
        &mut self,
        plan: &Plan,
        journey: usize,
        region: usize,
        bots: bool,
        room: Option<usize>,
    ) -> usize {
        let class = self.classes.len();
        self.classes.push(Class {
            journey,
            region,
            bots,
            room,
            streams: Vec::new(),
            first_page: self.pages.len(),
            inside: 0.0,
            on_the_way: [0.0; STAGES],
            left: 0.0,
        });
        let mut passed = Vec::new();
        for (number, page) in self.network.journeys[journey].pages.iter().enumerate() {
            let mut filters = Vec::new();
            for request in &page.requests {
                let program = request.programs[region];
                self.retry_after[program] = Delay::new(&onrush_network::Dist::exponential(
                    self.manners[journey].backoff_s,
                ));
                for (gate, chance) in plan.programs[program].filters.iter().copied() {
                    if !passed.contains(&gate) {
                        passed.push(gate);
                        filters.push((gate, chance));
                    }
                }
            }
            self.pages.push(PageState {
                class,
                number,
                first_level: self.levels.len(),
                thinking: [0.0; STAGES],
                waiting_for_opening: 0.0,
                reacting: [0.0; STAGES],
                filters,
            });
            self.levels
                .extend(std::iter::repeat_n(Level::default(), self.depth[journey]));
        }
        class
    }

    /// States that a step goes through: a measure of its work.
    pub(crate) fn size(&self) -> usize {
        self.levels.len() + self.pages.len()
    }

    /// Whether anything is due in bins after the step.
    pub(crate) fn waits(&self, step: &Step) -> bool {
        self.levels.iter().any(|l| l.later.waits(step))
    }

    /// Begins to count a step in which so many visits come.
    pub(crate) fn begin_step(&mut self, visits: f64) {
        self.counts = Counts {
            visits,
            ..Counts::default()
        };
    }

    /// One step with `entering` new visits on the site by class, and the prospects of requests by program.
    pub(crate) fn step(&mut self, step: &Step, entering: &[f64], fates: &[Fate]) {
        self.sends.fill(0.0);
        let dt = step.dt();
        for manners in &mut self.manners {
            manners.set_step(dt);
        }
        for program in 0..self.sends.len() {
            let waiting = &mut self.retrying[program];
            if waiting.iter().any(|n| *n > 0.0) {
                self.retry_after[program].set_step(dt);
                let sent = self.retry_after[program].pass(waiting, 0.0);
                self.sends[program] += sent;
            }
        }
        for (class, entering) in entering.iter().enumerate() {
            self.classes[class].left = 0.0;
            self.walk(class, step, *entering, fates);
        }
    }

    /// Visits of people, or of machines, that are somewhere on the site: everybody who has come and not left.
    pub(crate) fn everybody(&self, bots: bool) -> f64 {
        use wait::{ARRIVED, FAILED, LOADED, REFUSED, SLOW};
        let of_them = |p: &&PageState| self.classes[p.class].bots == bots;
        let levels: f64 = self
            .pages
            .iter()
            .filter(of_them)
            .flat_map(|p| {
                let depth = self.depth[self.classes[p.class].journey];
                &self.levels[p.first_level..p.first_level + depth]
            })
            .map(|l| {
                let due = [ARRIVED, LOADED, SLOW, REFUSED, FAILED];
                due.iter().map(|c| l.later.all(*c)).sum::<f64>()
                    + l.pausing_slow.iter().sum::<f64>()
                    + l.pausing_failed.iter().sum::<f64>()
                    + l.begin_to_pause.0
                    + l.begin_to_pause.1
                    + l.crumbs
            })
            .sum();
        let pages: f64 = self
            .pages
            .iter()
            .filter(of_them)
            .map(|p| {
                p.waiting_for_opening
                    + p.thinking.iter().sum::<f64>()
                    + p.reacting.iter().sum::<f64>()
            })
            .sum();
        levels + pages
    }

    /// Visits that others bring to a class in the step.
    pub(crate) fn shared(&mut self, class: usize, dt: f64) -> f64 {
        let c = &mut self.classes[class];
        let Some(delay) = &mut self.manners[c.journey].sharing else {
            return 0.0;
        };
        delay.set_step(dt);
        let came = delay.pass(&mut c.on_the_way, 0.0);
        self.books(class).shared += came;
        came
    }

    /// The totals that visits of a class are counted in: machines have some of their own.
    pub(crate) fn books(&mut self, class: usize) -> &mut Totals {
        if self.classes[class].bots {
            &mut self.machines
        } else {
            &mut self.totals
        }
    }

    /// A visit ends.
    pub(crate) fn end(
        &mut self,
        class: usize,
        outcome: VisitOutcome,
        visits: f64,
        was_inside: bool,
    ) {
        if visits <= 0.0 {
            return;
        }
        let lost = outcome.is_lost();
        let served = matches!(outcome, VisitOutcome::Converted | VisitOutcome::Finished);
        self.books(class).end(outcome, visits);
        let of_people = !self.classes[class].bots;
        if of_people && lost {
            self.counts.lost += visits;
        } else if of_people && served {
            self.counts.served += visits;
        }
        let c = &mut self.classes[class];
        if was_inside {
            c.inside = (c.inside - visits).max(0.0);
            c.left += visits;
        }
        if let Some(sharing) = &self.network.journeys[c.journey].sharing {
            let mean = if served {
                sharing.mean
            } else if lost {
                sharing.when_lost
            } else {
                0.0
            };
            let brings = (visits * mean).min(self.reach[c.journey]);
            self.reach[c.journey] -= brings;
            c.on_the_way[0] += brings;
        }
    }
}

impl Manners {
    fn new(journey: &onrush_network::Journey) -> Self {
        let b = &journey.behaviour;
        Self {
            patience: b.patience.as_ref().map(Patience::new),
            slow: Delay::new(&b.when_slow.pause),
            failed: Delay::new(&b.when_failed.pause),
            think: journey.pages.iter().map(|p| Delay::new(&p.think)).collect(),
            reacts: journey
                .pages
                .iter()
                .map(|p| p.opens.map(|o| Delay::new(&o.reaction)))
                .collect(),
            sharing: journey.sharing.map(|s| Delay::new(&s.delay)),
            backoff_s: b.retries.backoff.map_or(0.0, |back| {
                back.first_s * if back.jitter { 0.5 } else { 1.0 }
            }),
        }
    }

    fn set_step(&mut self, dt: f64) {
        self.slow.set_step(dt);
        self.failed.set_step(dt);
        self.think.iter_mut().for_each(|d| d.set_step(dt));
        self.reacts
            .iter_mut()
            .flatten()
            .for_each(|d| d.set_step(dt));
    }
}
