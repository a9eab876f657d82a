//! One class of visitors walks for one step.

use onrush_network::Reload;
use onrush_observe::VisitOutcome;

use super::Crowd;
use super::parts::{Part, retried};
use super::wait::{Losses, Moments, play};
use crate::fate::Fate;
use crate::later::{Bin, Step};
use crate::times::CRUMBS;

use super::wait::{
    ARRIVED, ARRIVED_S, FAILED, FAILED_SENT, LOADED, LOADED_S, REFUSED, REFUSED_SENT, SLOW,
    SLOW_SENT,
};

/// The prospects of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct PageParts {
    class: usize,
    document: Part,
    /// When what becomes of those who wait for it happens, and how many of them lose patience: the same for all who have asked, however
    /// often.
    moments: Moments,
    losses: Losses,
    /// Whether requests follow it; then these, and who of those last looked at loses patience with them.
    has_rest: bool,
    rest: Part,
    rest_moments: Moments,
    rest_losses: Losses,
}

impl Crowd<'_> {
    /// Page by page in the order of the journey, each with its reloads: so that whoever is quick goes on within the step.
    pub(super) fn walk(&mut self, class: usize, step: &Step, entering: f64, fates: &[Fate]) {
        let c = &mut self.classes[class];
        c.inside += entering;
        let (journey, first) = (c.journey, c.first_page);
        let pages = self.network.journeys[journey].pages.len();
        let mut asks = entering;
        let mut converted = false;
        for number in 0..pages {
            let page = first + number;
            converted |= self.network.journeys[journey].pages[number]
                .goal_cents
                .is_some();
            let (loaded, took) = self.load(page, step, asks, fates);
            asks = self.after_loading(page, step, loaded, took, converted);
        }
    }

    /// Everybody who loads the page in the step, and their mean time.
    fn load(&mut self, page: usize, step: &Step, asks: f64, fates: &[Fate]) -> (f64, f64) {
        let p = &self.pages[page];
        let (class, first_level) = (p.class, p.first_level);
        let journey = self.classes[class].journey;
        let depth = self.depth[journey];
        let awake = self.opened(page, step);
        let mut asks = self.filter(page, asks + awake);
        let mut parts = self.prospects.take().unwrap_or_default();
        let mut known = false;
        let (mut loaded, mut seconds) = (0.0, 0.0);
        for k in 0..depth {
            let at = first_level + k;
            let mut now = self.levels[at].later.due(step);
            if k > 0 {
                asks = self.back_from_pause(journey, at);
            }
            asks += std::mem::take(&mut self.levels[at].crumbs);
            if asks < CRUMBS && now.iter().all(|n| *n <= 0.0) {
                self.levels[at].crumbs = asks;
                continue;
            }
            // Where nobody is, nothing has to be known.
            if !known {
                self.set_parts(&mut parts, page, step, fates);
                known = true;
            }
            self.ask(at, step, &mut now, asks, &parts, fates);
            self.document_arrived(at, step, &mut now, &mut parts, fates);
            loaded += now[LOADED];
            seconds += now[LOADED_S];
            self.count_answers(&now, &parts);
            self.fail(page, k, &now, &parts);
        }
        self.prospects = Some(parts);
        self.counts.pages += loaded;
        self.counts.page_seconds += seconds;
        (loaded, if loaded > 0.0 { seconds / loaded } else { 0.0 })
    }

    /// Those who ask because the moment has come that they waited for, or to look whether it has.
    fn opened(&mut self, page: usize, step: &Step) -> f64 {
        let p = &mut self.pages[page];
        let journey = self.classes[p.class].journey;
        let Some(opening) = self.network.journeys[journey].pages[p.number].opens else {
            return 0.0;
        };
        if step.begin_s() + step.bin_s * 0.5 < opening.at_s {
            let Some(refresh) = opening.refresh else {
                return 0.0;
            };
            let look = p.waiting_for_opening
                * (1.0 - libm::exp(-step.dt() / refresh.mean_s().max(step.bin_s)));
            p.waiting_for_opening -= look;
            self.counts.reloads += look;
            return look;
        }
        let awake = std::mem::take(&mut p.waiting_for_opening);
        self.manners[journey].reacts[p.number]
            .as_ref()
            .map_or(awake, |delay| delay.pass(&mut p.reacting, awake))
    }

    /// Filters decide once for each visit.
    fn filter(&mut self, page: usize, asks: f64) -> f64 {
        let p = &self.pages[page];
        let class = p.class;
        let bots = self.classes[class].bots;
        let mut passes = 1.0;
        for (gate, chance) in &p.filters {
            if let Some((of_bots, of_people)) = self.filters[*gate] {
                passes *= 1.0 - chance * if bots { of_bots } else { of_people };
            }
        }
        if passes >= 1.0 {
            return asks;
        }
        let stopped = asks * (1.0 - passes);
        self.counts.requests += stopped;
        self.counts.stopped += stopped;
        self.end(class, VisitOutcome::Blocked, stopped, true);
        asks * passes
    }

    fn set_parts(&self, parts: &mut PageParts, page: usize, step: &Step, fates: &[Fate]) {
        let p = &self.pages[page];
        let class = &self.classes[p.class];
        let journey = &self.network.journeys[class.journey];
        let requests = &journey.pages[p.number].requests;
        let manners = &self.manners[class.journey];
        let (retries, backoff) = (&journey.behaviour.retries, manners.backoff_s);
        let of = |requests| Part::of(requests, class.region, fates, retries, backoff);
        parts.class = p.class;
        parts.document = of(&requests[..1]);
        parts.moments.set(&parts.document, step);
        let patience = manners.patience.as_ref();
        parts
            .losses
            .set(&parts.moments, patience, 0.0, f64::INFINITY);
        parts.has_rest = requests.len() > 1;
        parts.rest = of(&requests[1..]);
        if parts.has_rest {
            parts.rest_moments.set(&parts.rest, step);
        }
    }

    fn back_from_pause(&mut self, journey: usize, level: usize) -> f64 {
        let (manners, l) = (&self.manners[journey], &mut self.levels[level]);
        let (slow, failed) = std::mem::take(&mut l.begin_to_pause);
        manners.slow.pass(&mut l.pausing_slow, slow)
            + manners.failed.pass(&mut l.pausing_failed, failed)
    }

    /// `asks` people send the page's first request.
    fn ask(
        &mut self,
        at: usize,
        step: &Step,
        now: &mut Bin,
        asks: f64,
        parts: &PageParts,
        fates: &[Fate],
    ) {
        let class = parts.class;
        if asks <= 0.0 {
            return;
        }
        self.send(at, class, asks, true, fates);
        let time_s = parts.document.time_s.min(1e9);
        let goal = if parts.has_rest {
            (ARRIVED, time_s)
        } else {
            (LOADED, time_s + self.levels[at].age_s)
        };
        let blocked = asks * parts.document.blocked;
        let sold_out = asks * parts.document.sold_out;
        self.counts.answered += play(
            &mut self.levels[at].later,
            now,
            step,
            (&parts.document, &parts.moments, &parts.losses),
            asks,
            goal,
        );
        self.stop(class, blocked, sold_out, 1.0);
    }

    /// Those whose document has arrived send everything else.
    fn document_arrived(
        &mut self,
        at: usize,
        step: &Step,
        now: &mut Bin,
        parts: &mut PageParts,
        fates: &[Fate],
    ) {
        let class = parts.class;
        let (people, waited) = (now[ARRIVED], now[ARRIVED_S]);
        if people <= 0.0 || !parts.has_rest {
            return;
        }
        self.counts.answered += people;
        self.send(at, class, people, false, fates);
        let journey = self.classes[class].journey;
        let patience = self.manners[journey].patience.as_ref();
        let waited = waited / people;
        let (rest, moments) = (&parts.rest, &parts.rest_moments);
        let losses = &mut parts.rest_losses;
        losses.set(moments, patience, waited, people);
        let goal_s = waited + rest.time_s.min(1e9) + self.levels[at].age_s;
        self.counts.answered += play(
            &mut self.levels[at].later,
            now,
            step,
            (rest, moments, losses),
            people,
            (LOADED, goal_s),
        );
        self.stop(
            class,
            people * rest.blocked,
            people * rest.sold_out,
            rest.requests,
        );
    }

    /// Counts requests to be sent now: a page's first one, or the others.
    fn send(&mut self, at: usize, class: usize, people: f64, document: bool, fates: &[Fate]) {
        let c = &self.classes[class];
        let journey = &self.network.journeys[c.journey];
        let number = (at - self.pages[c.first_page].first_level) / self.depth[c.journey];
        let requests = &journey.pages[number].requests;
        let requests = if document {
            &requests[..1]
        } else {
            &requests[1..]
        };
        for r in requests {
            let n = people * f64::from(r.count);
            self.counts.requests += n;
            let program = r.programs[c.region];
            self.sends[program] += n;
            let retries = &journey.behaviour.retries;
            if retries.tries > 1 {
                // What the app sends once more, because it was refused or failed the time before.
                let fate = &fates[program];
                let more = n * retried(fate, retries, 0.0).1;
                let refused = fate.fails[crate::fate::REFUSED];
                let of_failures = refused / (1.0 - fate.answered()).max(1e-12);
                self.counts.requests += more;
                self.counts.refused += more * of_failures.min(1.0);
                self.counts.errors += more * (1.0 - of_failures.min(1.0));
                self.retrying[program][0] += more;
            }
        }
    }

    /// Stopped at a gate or too late for a stock: the visit is over.
    fn stop(&mut self, class: usize, blocked: f64, sold_out: f64, requests: f64) {
        if blocked + sold_out <= 0.0 {
            return;
        }
        self.counts.stopped += blocked + sold_out;
        self.counts.abandoned += (blocked + sold_out) * (requests - 1.0);
        self.end(class, VisitOutcome::Blocked, blocked, true);
        self.end(class, VisitOutcome::SoldOut, sold_out, true);
    }

    fn count_answers(&mut self, now: &Bin, parts: &PageParts) {
        let last = if parts.has_rest {
            parts.rest.requests
        } else {
            parts.document.requests
        };
        let c = &mut self.counts;
        c.answered += now[LOADED] * last;
        c.abandoned +=
            now[SLOW_SENT] + (now[REFUSED_SENT] - now[REFUSED]) + (now[FAILED_SENT] - now[FAILED]);
        c.refused += now[REFUSED];
        c.errors += now[FAILED];
    }

    /// Those who lost patience or saw an error reload or leave.
    fn fail(&mut self, page: usize, k: usize, now: &Bin, parts: &PageParts) {
        if now[SLOW] + now[REFUSED] + now[FAILED] <= 0.0 {
            return;
        }
        let p = &self.pages[page];
        let (class, first_level) = (p.class, p.first_level);
        let journey = self.classes[class].journey;
        let behaviour = &self.network.journeys[journey].behaviour;
        let depth = self.depth[journey];
        let to = first_level + (k + 1).min(depth - 1);
        let whole_s = parts.document.time_s + parts.rest.time_s;
        for (people, reload, outcome) in [
            (now[SLOW], &behaviour.when_slow, VisitOutcome::GaveUpSlow),
            (
                now[REFUSED],
                &behaviour.when_failed,
                VisitOutcome::TurnedAway,
            ),
            (now[FAILED], &behaviour.when_failed, VisitOutcome::Error),
        ] {
            if people <= 0.0 {
                continue;
            }
            let again = people * chance(reload, k, depth);
            self.counts.reloads += again;
            self.end(class, outcome, people - again, true);
            let slow = outcome == VisitOutcome::GaveUpSlow;
            let waited = match (&self.manners[journey].patience, slow) {
                (Some(patience), true) => patience.mean().min(whole_s),
                _ => 0.0,
            };
            let age = self.levels[first_level + k].age_s + waited + reload.pause.mean_s();
            let level = &mut self.levels[to];
            if k + 1 < depth {
                level.age_s = age;
            }
            let pausing = &mut level.begin_to_pause;
            *if slow { &mut pausing.0 } else { &mut pausing.1 } += again;
        }
    }

    /// Who has loaded the page waits for its moment, or thinks and goes on or leaves; how many ask for the next page.
    fn after_loading(
        &mut self,
        page: usize,
        step: &Step,
        loaded: f64,
        took: f64,
        converted: bool,
    ) -> f64 {
        let p = &mut self.pages[page];
        let (class, number) = (p.class, p.number);
        let journey = self.classes[class].journey;
        let j = &self.network.journeys[journey];
        let description = &j.pages[number];
        if let Some(opening) = description.opens
            && step.begin_s() + step.bin_s * 0.5 < opening.at_s
        {
            p.waiting_for_opening += loaded;
            return 0.0;
        }
        let delay = self.manners[journey].think[number];
        let mut thought = delay.pass(&mut p.thinking, loaded);
        if thought <= 0.0 {
            return 0.0;
        }
        if let Some(stock) = description.stock {
            let late = thought * self.empty[stock];
            self.end(class, VisitOutcome::SoldOut, late, true);
            thought -= late;
        }
        let last = number + 1 == j.pages.len();
        let slow_s = (took - j.behaviour.brisk_s).max(0.0);
        let goes_on = if last {
            0.0
        } else {
            description.go_on * libm::exp(-j.behaviour.discouraged_per_s * slow_s)
        };
        let outcome = if converted {
            VisitOutcome::Converted
        } else {
            VisitOutcome::Finished
        };
        self.end(class, outcome, thought * (1.0 - goes_on), true);
        thought * goes_on
    }
}

/// Chance of reloading at level `k`. The last of many levels stands for all further ones: it loops with a chance that keeps
/// their mean number.
fn chance(reload: &Reload, k: usize, depth: usize) -> f64 {
    let most = reload.at_most as usize;
    if k >= most {
        return 0.0;
    }
    if k + 1 < depth {
        return reload.chance;
    }
    let (mut mean, mut power) = (0.0, 1.0);
    for _ in k..most {
        power *= reload.chance;
        mean += power;
    }
    mean / (1.0 + mean)
}
