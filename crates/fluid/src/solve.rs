//! The steps, one after the other.

use onrush_network::{Network, Sends};
use onrush_observe::VisitOutcome;

use crate::clients::Senders;
use crate::control::Control;
use crate::doors::Doors;
use crate::forecast::Forecast;
use crate::later::Step;
use crate::pace::{Grid, Pace};
use crate::people::Crowd;
use crate::record::Recorder;
use crate::site::Site;

/// Steps that a forecast of ordinary size takes at most, about; and those of the largest network.
const MOST_STEPS: usize = 600;
const FEWEST_STEPS: usize = 40;
/// States times steps that a forecast may go through.
const WORK: usize = 20_000_000;

/// All that changes during a forecast.
struct Run<'a> {
    network: &'a Network,
    grid: Grid,
    site: Site,
    crowd: Crowd<'a>,
    doors: Doors<'a>,
    senders: Senders<'a>,
    control: Control<'a>,
    /// How busy and how quick things were at the end of the last step.
    before: Vec<f64>,
}

/// The forecast of a checked network.
pub(crate) fn run(network: &Network) -> Forecast {
    let grid = Grid::new(network);
    let site = Site::new(network);
    let crowd = Crowd::new(network, &site.plan);
    let size = crowd.size() + 4 * site.plan.nodes.len() + network.stations.len();
    let most = (WORK / size.max(1)).clamp(FEWEST_STEPS, MOST_STEPS);
    let mut run = Run {
        network,
        grid,
        doors: Doors::new(network, crowd.classes.len()),
        senders: Senders::new(network),
        control: Control::new(network),
        site,
        crowd,
        before: Vec::new(),
    };
    let mut recorder = Recorder::new(network);
    let mut pace = Pace::new(most);
    run.warm_up();
    let (mut first, mut change) = (0, 1.0);
    while first < run.grid.bins {
        let bins = pace.next(
            &run.grid,
            first,
            change,
            run.next_moment(first),
            run.longest(),
        );
        let step = Step {
            bin_s: run.grid.bin_s,
            all: run.grid.bins,
            first,
            bins,
        };
        run.step(&step);
        recorder.record(
            &step,
            network,
            &run.site,
            &run.crowd,
            &run.doors,
            &run.control,
        );
        change = run.change(&step);
        first += bins;
    }
    let [people, machines] = [false, true]
        .map(|bots| run.crowd.everybody(bots) + run.doors.waiting_of(&run.crowd, bots));
    run.crowd.totals.end(VisitOutcome::Unfinished, people);
    run.crowd.machines.end(VisitOutcome::Unfinished, machines);
    recorder.finish(run.crowd.totals, run.crowd.machines, run.senders.seen)
}

impl Run<'_> {
    /// Prospects before anybody has come.
    fn warm_up(&mut self) {
        let step = Step {
            bin_s: self.grid.bin_s,
            all: self.grid.bins,
            first: 0,
            bins: 1,
        };
        self.control.clone().prepare(&step, &mut self.site);
        self.site.step(step.dt());
    }

    fn next_moment(&self, first: usize) -> usize {
        let now = first as f64 * self.grid.bin_s;
        let moment = self.control.next_moment(now) / self.grid.bin_s;
        if moment >= self.grid.bins as f64 {
            return usize::MAX;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and the number of bins"
        )]
        let bin = (moment - 1e-6).ceil() as usize;
        bin.max(first + 1)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates by intent"
    )]
    fn longest(&self) -> usize {
        (self
            .control
            .longest_step()
            .min(self.doors.longest_step(&self.site))
            / self.grid.bin_s) as usize
    }

    fn step(&mut self, step: &Step) {
        let dt = step.dt();
        self.control.prepare(step, &mut self.site);
        self.doors.prepare(step, &mut self.site, &mut self.crowd);
        let mut coming = vec![0.0; self.crowd.classes.len()];
        let mut visits = 0.0;
        for (class, sum) in coming.iter_mut().enumerate() {
            for &stream in &self.crowd.classes[class].streams {
                *sum += self.arrivals(stream, step);
            }
            *sum += self.crowd.shared(class, dt);
            self.crowd.books(class).arrived += *sum;
            if !self.crowd.classes[class].bots {
                visits += *sum;
            }
        }
        self.crowd.begin_step(visits);
        let entering = self.doors.admit(step, &mut self.crowd, &coming);
        self.crowd.step(step, &entering, &self.site.fates);
        let mut started = vec![0.0; self.network.clients.len()];
        for (number, stream) in self.network.streams.iter().enumerate() {
            if let Sends::Requests { client } = stream.sends {
                started[client] += self.arrivals(number, step);
            }
        }
        self.senders.filter(&self.site.plan, &self.crowd.filters);
        self.senders
            .step(step, &started, &self.site.fates, &mut self.crowd.sends);
        self.senders.set_attempts(&mut self.site);
        for (rate, sent) in self.site.sent.iter_mut().zip(&self.crowd.sends) {
            *rate = sent / dt;
        }
        self.site.step(dt);
        for c in 0..self.site.caches.len() {
            let works = self
                .control
                .cache_works(c, step.begin_s() + 0.5 * step.bin_s);
            self.site.caches[c].step(dt, works);
        }
        self.doors.take(step, &self.site);
        self.control.look(step, &self.site);
    }

    fn arrivals(&self, stream: usize, step: &Step) -> f64 {
        let end = (step.first + step.bins).min(self.grid.bins);
        self.grid.arrivals[stream][step.first..end].iter().sum()
    }

    /// How much the step has changed what matters, 1 being as much as one step should.
    fn change(&mut self, step: &Step) -> f64 {
        let mut now = Vec::with_capacity(self.before.len());
        for (s, p) in self.site.places.iter().enumerate() {
            if p.servers.is_finite() {
                // A tenth of those there and a fifth of the servers (of the cores that they share, which are short before they
                // are); less where all are about to be busy.
                let cores = self.site.cores(s);
                let short = p.busy > 0.75 * p.servers || p.working() > 0.75 * cores;
                let near = short && p.present < 2.0 * p.servers;
                let unit = 0.1 * p.present + 0.2 * p.servers.min(cores);
                now.push((p.present, if near { 0.2 } else { 1.0 } * unit + 0.5));
                now.push((p.refused, 0.1));
                now.push((p.wait_s, 0.1 * p.wait_s + 0.5 * step.bin_s));
            }
        }
        for f in &self.site.fates {
            now.push((f.time_s, 0.1 * f.time_s + 0.5 * step.bin_s));
            now.push((f.answered(), 0.1));
        }
        for c in &self.site.caches {
            now.push((c.miss, 0.05));
        }
        let all = self.crowd.counts.lost / step.dt();
        now.push((all, 0.2 * all + 0.5));
        let waiting = self.doors.waiting;
        now.push((waiting, 0.1 * waiting + 10.0));
        let change = self
            .before
            .iter()
            .zip(&now)
            .map(|(a, (b, unit))| (b - a).abs() / unit)
            .fold(0.0, f64::max);
        // Bins ahead hold people: steps that jump over many of them blur when they come.
        let held_up = self.crowd.waits(step) || self.senders.waits(step);
        self.before.clear();
        self.before.extend(now.iter().map(|n| n.0));
        if held_up && step.bins >= 8 {
            change.max(0.7)
        } else {
            change
        }
    }
}
