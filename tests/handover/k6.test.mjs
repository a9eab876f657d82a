// The k6 scripts, read and run by Node with k6's modules stood in for (k6-stubs.mjs). Not executed here: k6 itself, so its
// scheduling of arrivals, its thresholds and its HTTP are taken from its documentation.

import assert from 'node:assert/strict';
import { register } from 'node:module';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { exported, hostile } from './helpers.mjs';
import { world } from './k6-stubs.mjs';

register('./k6-stubs.mjs', import.meta.url);

async function script(plan, ...more) {
  globalThis.__ENV = { BASE_URL: 'http://site.test', SCALE: '1' };
  return import(pathToFileURL(exported(plan, 'k6', 'mjs', ...more)));
}

function visit(run, now) {
  world.now = now;
  world.asked = [];
  run();
  return { asked: world.asked, ended: world.now };
}

test('the options are those of an open crowd that follows the plan', async () => {
  const { options } = await script('mole-app', '--minutes', '10');
  const { visitors } = options.scenarios;
  assert.equal(visitors.executor, 'ramping-arrival-rate');
  for (const key of ['startRate', 'preAllocatedVUs', 'maxVUs']) {
    assert.ok(Number.isInteger(visitors[key]) && visitors[key] >= 0, `${key} is ${visitors[key]}`);
  }
  assert.ok(visitors.maxVUs >= visitors.preAllocatedVUs);
  let total = 0;
  let area = 0;
  let from = visitors.startRate;
  for (const { duration, target } of visitors.stages) {
    assert.match(duration, /^[1-9]\d*s$/);
    assert.ok(Number.isInteger(target) && target >= 0);
    const seconds = Number.parseInt(duration, 10);
    total += seconds;
    area += seconds * (from + target) / 2;
    from = target;
  }
  assert.equal(total, 600);
  assert.ok(area > 100_000, `${area} visits in the ten minutes of the story`);
  assert.deepEqual(Object.keys(options.thresholds), ['http_req_duration{kind:page}', 'checks{kind:page}']);
});

test('a visit walks through the pages as the journey says', async () => {
  const { default: run } = await script('mole-app', '--minutes', '10');
  const visits = 4000;
  const seen = new Map();
  for (let n = 0; n < visits; n += 1) {
    for (const { url, parameters } of visit(run, 0).asked) {
      assert.equal(parameters.timeout, '10s');
      seen.set(url, (seen.get(url) ?? 0) + 1);
    }
  }
  const share = (path) => (seen.get(`http://site.test${path}`) ?? 0) / visits;
  assert.equal(share('/open'), 1);
  assert.equal(share('/api/open/1'), 1);
  // Five standard errors of a share of 4,000: it fails for no reason less than once in a million.
  const near = (found, expected) => assert.ok(Math.abs(found - expected) < 5 * Math.sqrt(0.25 / visits), `${found} instead of ${expected}`);
  near(share('/pool'), 0.9);
  near(share('/suspect'), 0.9 * 0.8);
  near(share('/saved'), 0.9 * 0.8 * 0.85);
});

test('who comes before the moment waits, refreshes, and asks again when it comes', async () => {
  const { default: run, options } = await script('museum-tickets');
  const seconds = options.scenarios.visitors.stages.reduce((sum, stage) => sum + Number.parseInt(stage.duration, 10), 0);
  const { asked } = visit(run, 0);
  const pages = asked.filter((request) => request.url.endsWith('/concerts'));
  assert.ok(pages.length > 10, 'refreshed again and again');
  const again = pages.at(-1).at;
  assert.ok(again >= 1000 && again < seconds, `asked again at ${again}`);
  const late = visit(run, 3000);
  assert.equal(late.asked.filter((request) => request.url.endsWith('/concerts')).length, 1);
});

test('a page that does not come ends the visit', async () => {
  const { default: run } = await script('mole-app', '--minutes', '10');
  world.status = (url) => (url.endsWith('/pool') ? 503 : 200);
  for (let n = 0; n < 50; n += 1) {
    const { asked } = visit(run, 0);
    assert.ok(!asked.some((request) => request.url.endsWith('/suspect')));
  }
  world.status = () => 200;
});

test('names stay names', async () => {
  const { default: run } = await script(hostile());
  visit(run, 0);
  assert.equal(globalThis.broken, undefined);
});
