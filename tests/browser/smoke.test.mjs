// The page opens, workers start, nothing complains. Also run on what trunk builds.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { opened, workerListens } from "./helpers/boot.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

test("the page opens and a worker listens", async () => {
  await withPage({}, async (page) => {
    await opened(page);
    assert.deepEqual(await page.evaluate(workerListens), ["ready"]);
    assert.equal(await page.locator("#fault").textContent(), "");
    await expectAccessible(page);
    await shot(page, "smoke");
  });
});

test("it works under a sub-path", async () => {
  await withPage({ site: { under: "/tools/on%20rush/" } }, async (page) => {
    await opened(page);
    assert.deepEqual(await page.evaluate(workerListens), ["ready"]);
  });
});

test("one worker after another can be ended and started", async () => {
  await withPage({}, async (page) => {
    await opened(page);
    // The page has a worker of its own, which stays; the driver may hear of it only now.
    let ended = 0;
    const allEnded = new Promise((resolve) => {
      page.on("worker", (worker) =>
        worker.on("close", () => {
          ended += 1;
          if (ended === 5) resolve();
        }),
      );
    });
    for (let round = 0; round < 5; round += 1) {
      assert.deepEqual(await page.evaluate(workerListens), ["ready"]);
    }
    await allEnded;
  });
});

test("it works in a frame that may run scripts and nothing else", async () => {
  const host = '<!doctype html><title>A wiki</title><iframe title="Onrush" sandbox="allow-scripts" src="./"></iframe>';
  await withPage(
    {
      query: "wiki.html",
      before: (page) =>
        page.route("**/wiki.html", (route) => route.fulfill({ contentType: "text/html", body: host })),
    },
    async (page) => {
      const frame = await (await page.waitForSelector("iframe")).contentFrame();
      await opened(frame);
      assert.equal(await frame.evaluate(() => globalThis.origin), "null");
      assert.deepEqual(await frame.evaluate(workerListens), ["ready"]);
    },
  );
});
