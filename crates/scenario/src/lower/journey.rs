//! What a visit asks for: one program per page, request and region.

use onrush_network::{Behaviour, Dist, Journey, Page, Program, Reload, Request, RequestKind, Step};

use super::site::{SiteAt, WORK_UNIT_MS};
use super::{chance, cv2, varying};
use crate::{Fetch, Scenario, defaults, model};

/// The document, the calls and the bundle of files, if there are files.
pub(super) fn requests_of(page: &model::Page) -> usize {
    1 + page.calls.len() + usize::from(page.files > 0)
}

/// All programs, and the journey that uses them.
pub(super) fn programs(scenario: &Scenario, site: &SiteAt) -> (Vec<Program>, Journey) {
    let mut programs = Vec::new();
    let last = scenario.journey.pages.len().saturating_sub(1);
    let pages = scenario
        .journey
        .pages
        .iter()
        .enumerate()
        .map(|(index, page)| Page {
            id: page.id.clone(),
            requests: requests(scenario, site, page, &mut programs),
            think: varying(page.think_s, defaults::THINK_CV2.value),
            go_on: if index == last {
                0.0
            } else {
                chance(page.go_on_percent)
            },
            goal_cents: page.goal.then(|| cents(page.value)),
            stock: None,
            opens: None,
        })
        .collect();
    let journey = Journey {
        id: "visit".into(),
        pages,
        behaviour: behaviour(scenario),
        sharing: None,
    };
    (programs, journey)
}

fn requests(
    scenario: &Scenario,
    site: &SiteAt,
    page: &model::Page,
    programs: &mut Vec<Program>,
) -> Vec<Request> {
    let mut requests = Vec::new();
    let mut add = |id: String, kind, files, kb: f64, script: &dyn Fn(usize) -> Vec<Step>| {
        let first = programs.len();
        for (region, place) in scenario.regions.iter().enumerate() {
            programs.push(Program {
                id: format!("{}/{id}/{}", page.id, place.id),
                steps: script(region),
                gateway_timeout_s: Some(scenario.site.balancer.timeout_s),
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
    let fetch = |fetch: &Fetch| {
        let fetch = fetch.clone();
        move |region| fetch_steps(scenario, site, &fetch, region)
    };
    add(
        "document".into(),
        RequestKind::Document,
        1,
        page.document.kb,
        &fetch(&page.document),
    );
    for (index, call) in page.calls.iter().enumerate() {
        add(
            format!("call{}", index + 1),
            RequestKind::Call,
            1,
            call.kb,
            &fetch(call),
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
            &|region| bundle_steps(scenario, site, page, region),
        );
    }
    requests
}

/// A document or call: to the edge; from there, unless a CDN has it, to a web worker that is held during its queries.
fn fetch_steps(scenario: &Scenario, site: &SiteAt, fetch: &Fetch, region: usize) -> Vec<Step> {
    let hit = match &scenario.site.cdn {
        Some(cdn) if fetch.cacheable => chance(cdn.pages_hit_percent),
        _ => 0.0,
    };
    let queries = (fetch.queries > 0).then(|| Step::at(site.database).times(fetch.queries));
    let web = Step::at(site.web)
        .probability(1.0 - hit)
        .scale(fetch.work_ms / WORK_UNIT_MS)
        .holding(queries.into_iter().collect());
    script(site, region, 1.0, web)
}

/// All static files of a page. Who has them at home only asks whether they are still good: a round trip.
fn bundle_steps(
    scenario: &Scenario,
    site: &SiteAt,
    page: &model::Page,
    region: usize,
) -> Vec<Step> {
    let wanted = 1.0 - chance(page.files_at_home_percent);
    let hit = scenario
        .site
        .cdn
        .as_ref()
        .map_or(0.0, |cdn| chance(cdn.files_hit_percent));
    let web = Step::at(site.web)
        .probability(wanted * (1.0 - hit))
        .scale(scenario.site.web.file_ms * f64::from(page.files) / WORK_UNIT_MS);
    script(site, region, wanted, web)
}

/// Round trip, CDN (asked with chance `wanted`), web servers; steps that never happen are left out.
fn script(site: &SiteAt, region: usize, wanted: f64, web: Step) -> Vec<Step> {
    let cdn = site.cdn.map(|cdn| Step::at(cdn).probability(wanted));
    [Some(Step::at(site.regions[region])), cdn, Some(web)]
        .into_iter()
        .flatten()
        .filter(|step| step.probability > 0.0)
        .collect()
}

fn behaviour(scenario: &Scenario) -> Behaviour {
    let people = &scenario.journey.behaviour;
    let reload = |percent, pause_s| {
        if people.reloads_at_most == 0 {
            return Reload::NEVER;
        }
        Reload {
            chance: chance(percent),
            at_most: people.reloads_at_most,
            pause: varying(pause_s, defaults::PAUSE_CV2.value),
        }
    };
    Behaviour {
        patience: Some(patience(people)),
        when_slow: reload(people.reload_percent, defaults::SLOW_RELOAD_PAUSE.value),
        when_failed: reload(people.reload_after_error_percent, people.reload_pause_s),
        slow_s: scenario.targets.page_p95_s,
        ..Behaviour::endless()
    }
}

fn patience(people: &model::Behaviour) -> Dist {
    varying(people.patience_s, cv2(people.patience_varies_percent))
}

/// Whole cents of an amount in the scenario's currency.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; amounts are at most a billion"
)]
fn cents(amount: f64) -> u64 {
    (amount * 100.0).round() as u64
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
