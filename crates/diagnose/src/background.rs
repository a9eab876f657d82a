//! Stations where nobody waits for what they do: a queue's workers, a sales team. However full they are, they lose no visit.

use onrush_network::{Network, Step};

/// For each station whether only work comes there that nobody waits for. Stations that nothing visits are not among them.
pub(crate) fn stations(network: &Network) -> Vec<bool> {
    let of_requests = network
        .journeys
        .iter()
        .flat_map(|j| &j.pages)
        .flat_map(|p| &p.requests)
        .flat_map(|r| &r.programs);
    let mut waited_for = vec![false; network.programs.len()];
    for &program in of_requests.chain(network.clients.iter().map(|c| &c.program)) {
        if let Some(waited_for) = waited_for.get_mut(program) {
            *waited_for = true;
        }
    }
    let (mut in_sight, mut behind) = (
        vec![false; network.stations.len()],
        vec![false; network.stations.len()],
    );
    for (program, &waited_for) in network.programs.iter().zip(&waited_for) {
        let seen = if waited_for {
            &mut in_sight
        } else {
            &mut behind
        };
        mark(&program.steps, seen);
    }
    behind
        .iter()
        .zip(&in_sight)
        .map(|(&behind, &in_sight)| behind && !in_sight)
        .collect()
}

/// For each station whether a request fails when it does.
pub(crate) fn required(network: &Network) -> Vec<bool> {
    fn walk(steps: &[Step], required: &mut [bool]) {
        for step in steps.iter().filter(|step| !step.optional) {
            if let Some(required) = step.station().and_then(|at| required.get_mut(at)) {
                *required = true;
            }
            walk(step.inner(), required);
        }
    }
    let mut required = vec![false; network.stations.len()];
    for program in &network.programs {
        walk(&program.steps, &mut required);
    }
    required
}

fn mark(steps: &[Step], seen: &mut [bool]) {
    for step in steps {
        if let Some(seen) = step.station().and_then(|at| seen.get_mut(at)) {
            *seen = true;
        }
        mark(step.inner(), seen);
    }
}

#[cfg(test)]
mod tests {
    use onrush_network::{Act, Dist, Journey, Program, Station};

    use super::*;

    #[test]
    fn work_that_nobody_waits_for_is_told_from_what_visits_need() {
        let station = |id: &str| Station::new(id, Dist::constant(0.1));
        let network = Network {
            stations: ["web", "database", "queue", "idle"].map(station).to_vec(),
            programs: vec![
                Program::new(
                    "page",
                    vec![
                        Step::at(0)
                            .holding(vec![Step::at(1), Step::new(Act::Start { program: 1 })]),
                    ],
                ),
                // The queue's jobs use the database, too.
                Program::new("job", vec![Step::at(2).holding(vec![Step::at(1)])]),
            ],
            journeys: vec![Journey::single_request("visit", 0)],
            ..Network::default()
        };
        assert_eq!(stations(&network), [false, false, true, false]);
    }
}
