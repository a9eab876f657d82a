// Lighthouse on a telephone: how soon the page is there, whether everybody can use it, whether it follows good practice.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

import { FLAGS } from "./helpers/browser.mjs";
import { serve } from "./helpers/site.mjs";

const LEAST = { performance: 90, accessibility: 100, "best-practices": 95 };
/**
 * What is opened, and how much performance is asked of it. A link to a story is not where it should be (90, as for the start): the
 * bar is what it reached on a busy machine (docs/decisions/0006-what-the-page-weighs.md).
 */
const PAGES = {
  "the start": { query: "", performance: LEAST.performance },
  "a story": { query: "#story=mole-app", performance: 45 },
};

let site, chrome, port;

before(async () => {
  site = await serve({ host: true });
  port = await freePort();
  chrome = await chromium.launch({
    executablePath: process.env.ONRUSH_CHROMIUM ?? "/usr/bin/chromium",
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  });
});

after(async () => {
  await chrome?.close();
  await site?.close();
});

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}

for (const [name, { query, performance }] of Object.entries(PAGES)) {
  test(`Lighthouse is content with ${name}`, async (t) => {
    const { lhr } = await lighthouse(site.url + query, {
      port,
      logLevel: "error",
      onlyCategories: Object.keys(LEAST),
    });
    const low = [];
    for (const [id, least] of Object.entries({ ...LEAST, performance })) {
      const score = Math.round((lhr.categories[id].score ?? 0) * 100);
      t.diagnostic(`${id} ${score}`);
      if (score >= least) continue;
      const why = lhr.categories[id].auditRefs
        .map(({ id: audit, weight }) => ({ weight, ...lhr.audits[audit] }))
        .filter(({ score: part, weight }) => weight > 0 && part !== null && part < 0.9)
        .map(({ id: audit, displayValue = "" }) => `${audit} ${displayValue}`.trim());
      low.push(`${id} ${score} < ${least}: ${why.join(", ")}`);
    }
    assert.deepEqual(low, []);
  });
}
