// The Locust files, run by Locust itself against a server on this computer.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { exported, hostile, python } from './helpers.mjs';

async function served(answer, use) {
  const asked = new Map();
  const server = createServer((request, response) => {
    asked.set(request.url, (asked.get(request.url) ?? 0) + 1);
    response.writeHead(answer(request.url), { 'content-type': 'text/plain' });
    response.end('here');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    return await use(`http://127.0.0.1:${server.address().port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Runs a file to its end: ten minutes in ten seconds, with few people. */
async function locust(file, base, scale) {
  const child = spawn(
    python(),
    ['-m', 'locust', '-f', file, '--headless', '--only-summary', '--json', '--loglevel', 'WARNING'],
    { env: { ...process.env, BASE_URL: base, ONRUSH_SCALE: String(scale), ONRUSH_SPEED: '60' } },
  );
  const said = { out: '', err: '' };
  child.stdout.on('data', (piece) => { said.out += piece; });
  child.stderr.on('data', (piece) => { said.err += piece; });
  const code = await new Promise((ended) => child.on('close', ended));
  const begins = said.out.indexOf('[');
  assert.ok(begins >= 0, `Locust said nothing to count: ${said.err}`);
  return { code, rows: JSON.parse(said.out.slice(begins)), err: said.err };
}

test('Locust plays the mole app against a server that is well', async () => {
  await served(() => 200, async (base, asked) => {
    const { code, rows, err } = await locust(exported('mole-app', 'locust', 'py', '--minutes', '10'), base, 0.002);
    assert.equal(code, 0, err);
    const count = (path) => asked.get(path) ?? 0;
    assert.ok(count('/open') > 100, `${count('/open')} visits`);
    assert.ok(count('/api/open/1') > 0 && count('/api/open/2') > 0);
    // The test ends in the middle of visits, so fewer have come far than the journey says, and never more.
    const going = [['/open', '/pool', 0.9], ['/pool', '/suspect', 0.8], ['/suspect', '/saved', 0.85]];
    for (const [from, to, share] of going) {
      const n = count(from);
      const error = 5 * Math.sqrt((share * (1 - share)) / n);
      const found = count(to) / n;
      assert.ok(found < share + error && found > share - error - 0.25, `${to}: ${found} of ${share}`);
    }
    assert.equal(rows.reduce((sum, row) => sum + row.num_failures, 0), 0);
  });
});

test('pages that do not come are failures, and the exit code says so', async () => {
  await served((path) => (path === '/thanks' ? 503 : 200), async (base) => {
    const { code, rows } = await locust(exported(hostile(), 'locust', 'py'), base, 0.2);
    assert.equal(code, 1);
    const failed = rows.filter((row) => row.num_failures > 0);
    assert.equal(failed.length, 1);
    assert.equal(failed[0].num_failures, failed[0].num_requests);
  });
});
