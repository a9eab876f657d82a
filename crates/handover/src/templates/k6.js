⟦head⟧
import http from 'k6/http';
import exec from 'k6/execution';
import { check, sleep } from 'k6';

const BASE_URL = __ENV.BASE_URL || 'https://test.example.com';
⟦// handover.script.scale⟧const SCALE = Number(__ENV.SCALE || 1);

⟦// handover.k6.ramp⟧const START = ⟦start⟧;
const RAMP = [
⟦ramp⟧];

⟦// handover.script.pages⟧const PAGES = [
⟦pages⟧];

⟦// handover.script.patience⟧const PATIENCE = '⟦patience⟧s';

export const options = {
  discardResponseBodies: true,
  scenarios: {
    visitors: {
      executor: 'ramping-arrival-rate',
      timeUnit: '⟦unit⟧',
      startRate: Math.round(START * SCALE),
      stages: RAMP.map(([seconds, rate]) => ({ duration: `${seconds}s`, target: Math.round(rate * SCALE) })),
      preAllocatedVUs: Math.max(1, Math.ceil(⟦present⟧ * SCALE)),
      maxVUs: Math.max(1, Math.ceil(⟦most⟧ * SCALE)),
      gracefulStop: '30s',
    },
  },
  thresholds: {
    'http_req_duration{kind:page}': ['p(95)<⟦p95⟧'],
    'checks{kind:page}': ['rate>=⟦served⟧'],
  },
};

⟦// handover.script.think⟧const randomly = (mean) => -Math.log(1 - Math.random()) * mean;

⟦// handover.k6.open⟧function open(page) {
  const tags = { kind: 'page', page: page.name };
  const answer = http.get(BASE_URL + page.path, { tags: { ...tags, name: page.path }, timeout: PATIENCE });
  return check(answer, { 'page came': (r) => r.status >= 200 && r.status < 400 }, tags);
}

function data(page) {
  const ask = (path) => ['GET', BASE_URL + path, null, { tags: { kind: 'data', name: path }, timeout: PATIENCE }];
  if (page.calls.length > 0) http.batch(page.calls.map(ask));
}

⟦// handover.script.opens⟧function stay(page) {
  const left = () => (page.opens ? page.opens.at - exec.instance.currentTestRunDuration / 1000 : 0);
  if (left() <= 0) {
    sleep(randomly(page.think));
    return true;
  }
  for (let rest = left(); rest > 0; rest = left()) {
    const pause = page.opens.refresh === null ? rest : randomly(page.opens.refresh);
    sleep(Math.min(rest, pause));
    if (pause < rest && !open(page)) return false;
  }
  sleep(randomly(page.opens.reaction));
  return open(page);
}

export default function () {
  for (const page of PAGES) {
    if (!open(page)) return;
    data(page);
    if (!stay(page)) return;
    if (Math.random() >= page.goOn) return;
  }
}
