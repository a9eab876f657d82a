//! What a request does: one program per page, request and region, and one for each thing that nobody waits for.

use onrush_network::{Act, Program, Request, RequestKind, Step};

use super::chance;
use super::labels::{CacheRole, GateRole, Labels, StationRole};
use super::site::{SiteAt, UPLINK_UNIT_BYTES, WORK_UNIT_MS};
use crate::{Fetch, Scenario, model};

/// The document, the calls and the bundle of files, if there are files.
pub(super) fn requests_of(page: &model::Page) -> usize {
    1 + page.calls.len() + usize::from(page.files > 0)
}

/// Programs that visitors' requests run.
pub(super) fn number(scenario: &Scenario) -> usize {
    let requests: usize = scenario.journey.pages.iter().map(requests_of).sum();
    requests * scenario.regions.len()
}

/// All programs, and for each page what it asks for.
pub(super) fn programs(
    scenario: &Scenario,
    site: &SiteAt,
    labels: &Labels,
) -> (Vec<Program>, Vec<Vec<Request>>) {
    let scripts = Scripts {
        scenario,
        site,
        labels,
        background: Background::of(scenario),
    };
    let mut programs = Vec::new();
    let requests = scenario
        .journey
        .pages
        .iter()
        .map(|page| scripts.requests(page, &mut programs))
        .collect();
    programs.extend(scripts.background_programs());
    (programs, requests)
}

/// Where the programs are that nobody waits for: after all others, because a program may only start later ones.
struct Background {
    queue: usize,
    desks: usize,
    parties: usize,
}

impl Background {
    fn of(scenario: &Scenario) -> Self {
        let queue = number(scenario);
        let desks = queue + usize::from(scenario.site.queue.is_some());
        Self {
            queue,
            desks,
            parties: desks + scenario.site.desks.len(),
        }
    }
}

struct Scripts<'a> {
    scenario: &'a Scenario,
    site: &'a SiteAt,
    labels: &'a Labels,
    background: Background,
}

impl Scripts<'_> {
    fn requests(&self, page: &model::Page, programs: &mut Vec<Program>) -> Vec<Request> {
        let mut requests = Vec::new();
        let mut add = |id: String, kind, files, kb: f64, script: &dyn Fn(usize) -> Vec<Step>| {
            let first = programs.len();
            for (region, place) in self.scenario.regions.iter().enumerate() {
                programs.push(Program {
                    id: format!("{}/{id}/{}", page.id, place.id),
                    steps: script(region),
                    gateway_timeout_s: Some(self.scenario.site.balancer.timeout_s),
                });
            }
            requests.push(Request {
                id,
                kind,
                programs: (first..programs.len()).collect(),
                count: 1,
                files,
                bytes: bytes(kb),
            });
        };
        let document = self.document(page);
        add(
            "document".into(),
            RequestKind::Document,
            1,
            page.document.kb,
            &|region| self.fetch(&page.document, &document, region),
        );
        for (index, call) in page.calls.iter().enumerate() {
            let held = self.queries(call, call.writes);
            add(
                format!("call{}", index + 1),
                RequestKind::Call,
                1,
                call.kb,
                &|region| self.fetch(call, &held, region),
            );
        }
        if page.files > 0 {
            // Who has the files at home downloads nothing; the mean over all visitors is what the bill needs.
            let kb = page.files_kb * (1.0 - chance(page.files_at_home_percent));
            add(
                "files".into(),
                RequestKind::Bundle,
                page.files,
                kb,
                &|region| self.bundle(page, region),
            );
        }
        requests
    }

    /// A document or call: to the edge; from there, unless a CDN has it, to a web worker that is held meanwhile.
    fn fetch(&self, fetch: &Fetch, held: &[Step], region: usize) -> Vec<Step> {
        let web = Step::at(self.site.web())
            .scale(fetch.work_ms / WORK_UNIT_MS)
            .holding(held.to_vec());
        let origin = self.origin(web, fetch.kb);
        let mut steps = self.edge(region);
        match self.cdn(region) {
            Some((at, cdn)) => {
                steps.push(Step::at(at));
                let cache = self.labels.cache(CacheRole::CdnPages { region });
                steps.extend(match cache {
                    _ if !fetch.cacheable => with_chance(1.0, origin),
                    Some(cache) => vec![Step::cached(cache, origin)],
                    None => {
                        let hit = chance(cdn.pages_hit_percent.unwrap_or(0.0));
                        with_chance(1.0 - hit, origin)
                    }
                });
            }
            None => steps.extend(with_chance(1.0, origin)),
        }
        steps
    }

    /// All static files of a page. Who has them at home only asks whether they are still good: a round trip.
    fn bundle(&self, page: &model::Page, region: usize) -> Vec<Step> {
        let wanted = 1.0 - chance(page.files_at_home_percent);
        let web = Step::at(self.site.web())
            .scale(self.scenario.site.web.file_ms * f64::from(page.files) / WORK_UNIT_MS);
        let origin = self.origin(web, page.files_kb);
        let mut steps = self.edge(region);
        match self.cdn(region) {
            Some((at, cdn)) => {
                let cache = self.labels.cache(CacheRole::CdnFiles { region });
                if let Some(cache) = cache {
                    let asked = vec![Step::at(at), Step::cached(cache, origin)];
                    steps.extend(with_chance(wanted, asked));
                } else {
                    let hit = chance(cdn.files_hit_percent.unwrap_or(0.0));
                    steps.extend(with_chance(wanted, vec![Step::at(at)]));
                    steps.extend(with_chance(wanted * (1.0 - hit), origin));
                }
            }
            None => steps.extend(with_chance(wanted, origin)),
        }
        steps
    }

    /// The round trip, and what looks at a request before anything else does.
    fn edge(&self, region: usize) -> Vec<Step> {
        let way = self.site.find(StationRole::Network { region });
        let here = &self.scenario.regions[region].id;
        let blocks = (0..self.labels.gates.len()).filter(|&gate| match self.labels.gates[gate] {
            GateRole::Block { incident } => {
                self.scenario.incidents[incident].region.as_ref() == Some(here)
            }
            GateRole::BotFilter => true,
            GateRole::RateLimit => false,
        });
        way.map(Step::at)
            .into_iter()
            .chain(blocks.map(|gate| Step::new(Act::Pass { gate })))
            .collect()
    }

    /// The CDN, where it serves the region.
    fn cdn(&self, region: usize) -> Option<(usize, &model::Cdn)> {
        let cdn = self.scenario.site.cdn.as_ref()?;
        let at = self.site.find(StationRole::Cdn)?;
        self.scenario.regions[region].cdn.then_some((at, cdn))
    }

    /// The way through the site: past the rate limit, to the web servers, and out over the uplink.
    fn origin(&self, web: Step, kb: f64) -> Vec<Step> {
        let limit = self.labels.gate(GateRole::RateLimit);
        let uplink = self.site.find(StationRole::Uplink);
        limit
            .map(|gate| Step::new(Act::Pass { gate }))
            .into_iter()
            .chain([web])
            .chain(uplink.map(|at| Step::at(at).scale(kb * 1000.0 / UPLINK_UNIT_BYTES)))
            .collect()
    }

    /// What a page's document does while its worker waits: queries, the sale with its lock, third parties; then it leaves
    /// work behind that nobody waits for.
    fn document(&self, page: &model::Page) -> Vec<Step> {
        let sites = &self.scenario.site;
        let stock = page
            .takes
            .as_ref()
            .and_then(|id| sites.stocks.iter().position(|s| &s.id == id));
        let row = stock.and_then(|stock| self.site.find(StationRole::Row { stock }));
        // The locking query is one of those that write.
        let plain = page
            .document
            .writes
            .saturating_sub(u32::from(row.is_some()));
        let mut steps = self.queries(&page.document, plain);
        steps.extend(row.map(|row| self.write(vec![Step::at(row)])));
        steps.extend(stock.map(|stock| Step::new(Act::Take { stock })));
        for ask in &page.asks {
            let Some(party) = sites.third_parties.iter().position(|p| p.id == ask.id) else {
                continue;
            };
            let one = if sites.third_parties[party].background {
                Step::new(Act::Start {
                    program: self.background.parties + party,
                })
            } else {
                match self.site.find(StationRole::Party { party }) {
                    Some(at) => Step::at(at),
                    None => continue,
                }
            };
            let asked = one.times(ask.times);
            steps.push(if sites.third_parties[party].optional {
                asked.optional()
            } else {
                asked
            });
        }
        if page.queues && sites.queue.is_some() {
            steps.push(Step::new(Act::Start {
                program: self.background.queue,
            }));
        }
        for (desk, model) in sites.desks.iter().enumerate() {
            let here = model.page.as_ref().map_or(page.goal, |id| id == &page.id);
            let share = chance(model.share_percent);
            if here && share > 0.0 {
                let start = Step::new(Act::Start {
                    program: self.background.desks + desk,
                });
                steps.push(start.probability(share));
            }
        }
        steps
    }

    /// The queries of a fetch, `writes` of them to the primary.
    fn queries(&self, fetch: &Fetch, writes: u32) -> Vec<Step> {
        let reads = fetch.queries.saturating_sub(fetch.writes);
        let mut steps = Vec::new();
        let cache = self.scenario.site.cache.as_ref();
        let places = cache.zip(
            self.labels
                .cache(CacheRole::Site)
                .zip(self.site.find(StationRole::Cache)),
        );
        match places {
            Some((model, (cache, at))) if reads > 0 => {
                // So many of a request's reads on average; the part of one that remains is a chance.
                let wanted = f64::from(reads) * chance(model.reads_percent);
                let look_up =
                    || Step::group(vec![Step::at(at), Step::cached(cache, vec![self.read()])]);
                let (whole, part) = whole_and_part(wanted);
                steps.extend(several(look_up(), whole));
                if part > 0.0 {
                    steps.push(look_up().probability(part));
                }
                let past = reads - whole;
                if part > 0.0 {
                    steps.extend(several(self.read(), past.saturating_sub(1)));
                    steps.push(self.read().probability(1.0 - part));
                } else {
                    steps.extend(several(self.read(), past));
                }
            }
            _ => steps.extend(several(self.read(), reads)),
        }
        steps.extend(several(self.write(Vec::new()), writes));
        steps
    }

    fn read(&self) -> Step {
        let replicas = self.site.find(StationRole::Replicas);
        self.pooled(Step::at(replicas.unwrap_or(self.site.database())))
    }

    fn write(&self, held: Vec<Step>) -> Step {
        self.pooled(Step::at(self.site.database()).holding(held))
    }

    /// A query with one of the web server's own connections, where it has a pool of them.
    fn pooled(&self, query: Step) -> Step {
        match self.site.find(StationRole::Pool) {
            Some(pool) => Step::at(pool).holding(vec![query]),
            None => query,
        }
    }

    fn background_programs(&self) -> Vec<Program> {
        let site = &self.scenario.site;
        let mut programs = Vec::new();
        if let (Some(queue), Some(at)) = (&site.queue, self.site.find(StationRole::Queue)) {
            // The workers have connections of their own.
            let writes = several(Step::at(self.site.database()), queue.writes);
            programs.push(Program::new("queue", vec![Step::at(at).holding(writes)]));
        }
        let desks = site
            .desks
            .iter()
            .enumerate()
            .map(|(desk, model)| (format!("desk/{}", model.id), StationRole::Desk { desk }));
        let parties =
            site.third_parties.iter().enumerate().map(|(party, model)| {
                (format!("party/{}", model.id), StationRole::Party { party })
            });
        programs.extend(desks.chain(parties).map(|(id, role)| {
            let steps = self.site.find(role).map(Step::at).into_iter().collect();
            Program::new(id, steps)
        }));
        programs
    }
}

/// The steps with this chance together; those that never happen are left out.
fn with_chance(probability: f64, mut steps: Vec<Step>) -> Vec<Step> {
    if probability <= 0.0 {
        return Vec::new();
    }
    if probability >= 1.0 {
        return steps;
    }
    match (steps.pop(), steps.is_empty()) {
        (Some(only), true) => vec![only.probability(probability)],
        (last, _) => {
            steps.extend(last);
            vec![Step::group(steps).probability(probability)]
        }
    }
}

/// The step so many times, or not at all.
fn several(step: Step, times: u32) -> Vec<Step> {
    (times > 0).then(|| step.times(times)).into_iter().collect()
}

/// A number of at most a thousand as a whole one and the rest.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1000"
)]
fn whole_and_part(n: f64) -> (u32, f64) {
    let whole = n.max(0.0).floor();
    (whole as u32, n - whole)
}

/// Bytes of so many kilobytes (1000 bytes each, as the bill counts them).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; sizes are at most a few gigabytes"
)]
fn bytes(kb: f64) -> u64 {
    (kb * 1000.0).round() as u64
}
