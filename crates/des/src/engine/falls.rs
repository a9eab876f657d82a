//! Instances that go down, and all who were there.

use onrush_network::Ticks;
use onrush_observe::RequestOutcome;

use super::Simulation;
use crate::requests::Phase;

impl Simulation {
    /// Instances have gone down: whom they serve, whose server they are held as, and who is in their lines, fails now.
    pub(super) fn instances_fell(&mut self, fallen: &[u32], now: Ticks) {
        if fallen.is_empty() {
            return;
        }
        let mut fallen = fallen.to_vec();
        onrush_network::sort_few(&mut fallen);
        let there = |instance: u32| fallen.binary_search(&instance).is_ok();
        let mut victims = Vec::new();
        for id in 0..self.requests.places() {
            if self.is_at(id, &there) {
                victims.push((id, self.requests.get(id).key));
            }
        }
        for (id, key) in victims {
            // Who failed with another one is gone already.
            if self.requests.get(id).key == key && self.is_at(id, &there) {
                self.thrown_out(id, &there, now);
            }
        }
    }

    /// Whether a request is at such an instance, or holds a server of one.
    fn is_at(&mut self, id: u32, there: &impl Fn(u32) -> bool) -> bool {
        let request = self.requests.get(id);
        let present = matches!(
            request.phase,
            Phase::Served | Phase::InLine | Phase::Sharing
        );
        if request.phase == Phase::Gone {
            return false;
        }
        present && there(request.instance) || self.level_held(id, there).is_some()
    }

    /// The outermost level at which a request holds a server of such an instance.
    fn level_held(&mut self, id: u32, there: &impl Fn(u32) -> bool) -> Option<u8> {
        let holding = self.requests.get(id).holding;
        if holding == 0 {
            return None;
        }
        (0..holding).find(|level| there(self.requests.held(id, *level).instance))
    }

    /// Takes a request out from wherever it is; the step that needed the instance has failed.
    fn thrown_out(&mut self, id: u32, there: &impl Fn(u32) -> bool, now: Ticks) {
        let level = self.level_held(id, there);
        let request = *self.requests.get(id);
        let op = self.tables.ops[request.op as usize];
        let direct = |phase| request.phase == phase && there(request.instance);
        if direct(Phase::Served) || direct(Phase::InLine) || direct(Phase::Sharing) {
            self.books.stations[op.at as usize].failed += 1;
        }
        match request.phase {
            Phase::Served => {
                self.called_off(id);
                self.call_broken(op.at, request.instance, request.since, there, now);
                self.free_server(op.at, op.pair, request.instance, now);
                self.departed(op.at, request.instance, now);
            }
            Phase::InLine => {
                self.instances
                    .step_out(&mut self.requests, request.instance, id);
                self.leave_line(id, now);
                self.call_broken(op.at, request.instance, request.since, there, now);
                self.departed(op.at, request.instance, now);
            }
            Phase::Sharing => {
                self.call_broken(op.at, request.instance, request.since, there, now);
                self.leave_shared(id, now);
            }
            Phase::AtCache => self.stop_waiting(id),
            Phase::Travelling => self.called_off(id),
            Phase::Resting | Phase::Gone => return,
        }
        self.requests.get_mut(id).phase = Phase::Travelling;
        if let Some(level) = level {
            for outer in level..request.holding {
                let instance = self.requests.held(id, outer).instance;
                if there(instance) {
                    let station = self.tables.station_of[instance as usize] as usize;
                    self.books.stations[station].failed += 1;
                }
            }
        }
        let still_held = level.unwrap_or(request.holding);
        if self.fail_outside(id, still_held, RequestOutcome::Failed, now) {
            self.wake(id, now);
        }
    }

    /// A call that ended with an instance: its own fault, or that of somebody around it.
    fn call_broken(
        &mut self,
        station: u32,
        instance: u32,
        since: Ticks,
        there: &impl Fn(u32) -> bool,
        now: Ticks,
    ) {
        let well = !there(instance);
        self.site.stations[station as usize].call_ended(since, now, well);
    }
}
