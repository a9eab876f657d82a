// The page opens, the worker answers, nothing complains. Also run on what trunk builds.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

async function appears(page) {
  await page.getByRole("heading", { level: 1, name: "Onrush" }).waitFor();
  await page.getByText("The worker answers: 42.").waitFor();
}

test("the page opens and its worker answers", async () => {
  await withPage({}, async (page) => {
    await appears(page);
    assert.equal(await page.getByRole("alert").textContent(), "");
    await expectAccessible(page);
    await shot(page, "smoke");
  });
});

test("it works under a sub-path", async () => {
  await withPage({ site: { under: "/tools/on%20rush/" } }, appears);
});

test("a terminated worker is replaced", async () => {
  await withPage({}, async (page) => {
    await appears(page);
    const [first] = page.workers();
    const second = page.waitForEvent("worker");
    await page.getByRole("button", { name: "Restart the worker" }).press("Enter");
    await second;
    await appears(page);
    assert.equal(page.workers().length, 1);
    assert.notEqual(page.workers()[0], first);
  });
});
