//! From nested programs to flat tables: the sites of visits, and the groups in which requests are counted.

use std::ops::Range;

use onrush_network::{Act, Network, Rule, Sends, Step};

/// No such node.
pub(crate) const NONE: usize = usize::MAX;

/// One step of a program.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Mean number of times that it is done when the steps around it are: chance, repetitions and loops.
    pub(crate) times: f64,
    /// One divided by that.
    pub(crate) once: f64,
    pub(crate) optional: bool,
    /// The steps inside, which come later in the list.
    pub(crate) inner: Range<usize>,
    /// The step directly around it.
    pub(crate) parent: usize,
    /// The innermost visit around it, whose server is held.
    pub(crate) holder: usize,
    /// Of a visit that no other holds: its group. Of another step: the first group that comes to its turn with it or after it.
    pub(crate) group: usize,
}

/// What a node does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Visit {
        station: usize,
        /// Mean service time, in seconds.
        work_s: f64,
        scale: f64,
    },
    Cached(usize),
    Pass(usize),
    Take(usize),
    Start(usize),
    Group,
}

/// All requests of one program that are at one station holding nothing else: waiting there or served, for the first time
/// or again.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) station: usize,
    /// Visits of the program to this station that are not made while holding another server.
    pub(crate) nodes: Vec<usize>,
}

/// A program.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProgramPlan {
    pub(crate) nodes: Range<usize>,
    /// The outermost steps, at the beginning of `nodes`.
    pub(crate) roots: Range<usize>,
    /// Its groups, in the order of the first visit.
    pub(crate) groups: Range<usize>,
    pub(crate) gateway_s: Option<f64>,
    /// Filters on the way, with the chance of coming there.
    pub(crate) filters: Vec<(usize, f64)>,
}

/// All programs that anybody uses.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) nodes: Vec<Node>,
    pub(crate) groups: Vec<Group>,
    pub(crate) programs: Vec<ProgramPlan>,
}

impl Plan {
    /// From a checked network.
    pub(crate) fn new(network: &Network) -> Self {
        let used = used(network);
        let mut plan = Self::default();
        for (number, program) in network.programs.iter().enumerate() {
            if !used[number] {
                plan.programs.push(ProgramPlan::default());
                continue;
            }
            let first = plan.nodes.len();
            plan.flatten(network, &program.steps);
            let nodes = first..plan.nodes.len();
            let roots = first..first + program.steps.len();
            let groups = plan.group(nodes.clone());
            plan.find_groups(nodes.clone(), &groups);
            let filters = plan.filters(network, nodes.clone());
            plan.programs.push(ProgramPlan {
                nodes,
                roots,
                groups,
                gateway_s: program.gateway_timeout_s,
                filters,
            });
        }
        plan
    }

    /// Level by level, so that the steps inside one step lie side by side and behind it.
    fn flatten(&mut self, network: &Network, steps: &[Step]) {
        let mut level: Vec<(&[Step], usize, usize)> = vec![(steps, NONE, NONE)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (steps, parent, holder) in level {
                let from = self.nodes.len();
                for step in steps {
                    let me = self.nodes.len();
                    let kind = match step.act {
                        Act::Visit { at, scale, .. } => Kind::Visit {
                            station: at,
                            work_s: network.stations[at].service.mean_s() * scale,
                            scale,
                        },
                        Act::Cached { cache, .. } => Kind::Cached(cache),
                        Act::Pass { gate } => Kind::Pass(gate),
                        Act::Take { stock } => Kind::Take(stock),
                        Act::Start { program } => Kind::Start(program),
                        Act::Group(_) => Kind::Group,
                    };
                    self.nodes.push(Node {
                        kind,
                        times: step.expected_times(),
                        once: 1.0 / step.expected_times().max(1e-12),
                        optional: step.optional,
                        inner: 0..0,
                        parent,
                        holder,
                        group: NONE,
                    });
                    if !step.inner().is_empty() {
                        let held = if step.station().is_some() { me } else { holder };
                        next.push((step.inner(), me, held));
                    }
                }
                if parent != NONE {
                    self.nodes[parent].inner = from..self.nodes.len();
                }
            }
            level = next;
        }
    }

    fn group(&mut self, nodes: Range<usize>) -> Range<usize> {
        let first = self.groups.len();
        for n in nodes {
            let Kind::Visit { station, .. } = self.nodes[n].kind else {
                continue;
            };
            if self.nodes[n].holder != NONE {
                continue;
            }
            match self.groups[first..]
                .iter_mut()
                .find(|g| g.station == station)
            {
                Some(group) => group.nodes.push(n),
                None => self.groups.push(Group {
                    station,
                    nodes: vec![n],
                }),
            }
        }
        first..self.groups.len()
    }

    /// Notes for each node which group tells how many requests come to it.
    fn find_groups(&mut self, nodes: Range<usize>, groups: &Range<usize>) {
        for n in nodes {
            let found = if let Kind::Visit { station, .. } = self.nodes[n].kind {
                groups.clone().find(|g| self.groups[*g].station == station)
            } else {
                let root = self.root(n);
                groups
                    .clone()
                    .find(|g| self.root(self.groups[*g].nodes[0]) >= root)
            };
            self.nodes[n].group = found.unwrap_or(NONE);
        }
    }

    fn root(&self, mut n: usize) -> usize {
        while self.nodes[n].parent != NONE {
            n = self.nodes[n].parent;
        }
        n
    }

    fn filters(&self, network: &Network, nodes: Range<usize>) -> Vec<(usize, f64)> {
        nodes
            .filter_map(|n| match self.nodes[n].kind {
                Kind::Pass(gate) if matches!(network.gates[gate].rule, Rule::Filter { .. }) => {
                    let (mut chance, mut at) = (1.0, n);
                    while at != NONE {
                        chance *= self.nodes[at].times.min(1.0);
                        at = self.nodes[at].parent;
                    }
                    Some((gate, chance))
                }
                _ => None,
            })
            .collect()
    }
}

/// Which programs are run by anybody.
fn used(network: &Network) -> Vec<bool> {
    let mut used = vec![false; network.programs.len()];
    for stream in &network.streams {
        match stream.sends {
            Sends::Requests { client } => used[network.clients[client].program] = true,
            Sends::Visits {
                journey, region, ..
            } => network.journeys[journey]
                .pages
                .iter()
                .flat_map(|p| &p.requests)
                .for_each(|r| used[r.programs[region]] = true),
        }
    }
    for population in &network.populations {
        used[network.clients[population.client].program] = true;
    }
    // A program starts only later ones, so one pass finds all.
    for number in 0..used.len() {
        if used[number] {
            starts(&network.programs[number].steps, &mut used);
        }
    }
    used
}

fn starts(steps: &[Step], used: &mut [bool]) {
    for step in steps {
        if let Act::Start { program } = step.act {
            used[program] = true;
        }
        starts(step.inner(), used);
    }
}
