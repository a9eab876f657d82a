// What the tests of generated files share.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with cargo xtask test --only handover`);
  return value;
};

/** The Python that has Locust. */
export const python = () => needed('ONRUSH_PYTHON');

/** Has the command line write a plan (a story's key, or the text of a file) in a form; returns the file's path. */
export function exported(plan, form, ending, ...more) {
  const folder = mkdtempSync(join(tmpdir(), 'onrush-handover-'));
  const file = join(folder, `test.${ending}`);
  let what = plan;
  if (plan.startsWith('{')) {
    what = join(folder, 'plan.onrush.json');
    writeFileSync(what, plan);
  }
  execFileSync(needed('ONRUSH_CLI'), ['export', what, '--as', form, '--out', file, ...more]);
  return file;
}

/** A plan whose names try to get out of their quotes and comments. */
export const hostile = () => {
  const name = `"); globalThis.broken = true; //"""\u2028globalThis.broken = true`;
  return JSON.stringify({
    onrush: 2,
    name: name.replaceAll('\u2028', ' '),
    clock: { date: '2026-03-02', start: '10:00', minutes: 10, time_zone: 'Europe/Berlin', utc_offset_minutes: 60 },
    regions: [{ id: 'de', name: 'Germany', share_percent: 100, round_trip_ms: 40 }],
    activities: [{ id: 'mail', name, kind: 'email', at: '10:01', lasts_minutes: 5, people: 20000, response_percent: 10 }],
    journey: {
      pages: [
        { id: 'landing', name, document: { work_ms: 20, queries: 2, kb: 30 }, files: 10, files_kb: 500, think_s: 4, go_on_percent: 50 },
        { id: 'thanks', name: '${globalThis.broken = true}', document: { work_ms: 20, queries: 2, kb: 30 }, files: 0, files_kb: 0, think_s: 0, go_on_percent: 0, goal: true, value: 1 },
      ],
      behaviour: { patience_s: 8, patience_varies_percent: 60, reload_percent: 50, reload_after_error_percent: 50, reloads_at_most: 3, reload_pause_s: 4 },
    },
    site: {
      balancer: { policy: 'round_robin', timeout_s: 60 },
      web: { servers: 2, workers: 10, cores: 4, line: 511, file_ms: 0.2 },
      database: { connections: 100, query_ms: 2, query_varies_percent: 100 },
    },
    money: { currency: 'EUR', server_hour: 0.2, database_hour: 0.4, cdn_gb: 0.08 },
    targets: { page_p95_s: 3, served_percent: 98 },
  });
};
