// The whole path, as one person goes it and another goes on: blank page, campaign, site, run, cause, link; and what the link
// does in somebody else's browser.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { browser, closeBrowser, withPage } from "./helpers/browser.mjs";
import { blankPlan, digest, openStory, started, verdict } from "./helpers/rehearsal.mjs";

after(closeBrowser);

/** A result that is not `old` is there, and nothing is under way. */
async function anotherResult(page, old) {
  await page.waitForFunction((old) => {
    const shown = document.querySelector("[data-testid=digest]");
    return shown && shown.innerText !== old && !document.querySelector(".rehearsal.stale");
  }, old, { timeout: 60_000 });
  return digest(page);
}

test("blank page, campaign, site, run, cause; the link gives a stranger the same result and takes nothing away", async () => {
  await withPage({ context: { permissions: ["clipboard-read", "clipboard-write"] } }, async (page, site) => {
    // A blank page, and three questions.
    await started(page);
    await blankPlan(page, { kind: "A moment on television", people: "600,000", site: "A small shop on one server", amount: "10,000" });
    await verdict(page);
    let result = await digest(page);

    // The campaign: another activity, and it is changed.
    await page.getByRole("button", { name: "Activity", exact: true }).click();
    await page.getByRole("button", { name: /^Push notification/ }).click();
    const people = page.getByLabel("Phones that get it", { exact: true });
    await people.fill("200,000");
    await people.press("Enter");
    result = await anotherResult(page, result);

    // The site: a stronger one.
    await page.getByRole("button", { name: "Start from a usual site" }).click();
    await page.getByRole("button", { name: /^A ticket portal/ }).click();
    result = await anotherResult(page, result);

    // The run, and the cause.
    const answer = await verdict(page);
    assert.match(answer, /^(It breaks at|Just holds|Holds)/);
    assert.match(result, /^[0-9a-f]{32}$/);
    await page.getByText("Fingerprint of this result").waitFor();
    assert.ok((await page.locator(".events .event").count()) > 0, "what happened is listed");
    await expectAccessible(page);

    // The link.
    await page.getByRole("button", { name: "Share" }).click();
    const link = await page.getByLabel("A link with the whole plan in it").inputValue();
    assert.ok(link.startsWith(site.url), link);

    // Somebody else, with a plan of their own.
    const other = await (await browser()).newContext();
    try {
      const theirs = await other.newPage();
      await theirs.goto(site.url);
      await openStory(theirs, "The toy shop");
      await theirs.getByLabel("Name of the plan").fill("Our own sale");
      await theirs.getByLabel("Name of the plan").press("Enter");
      await theirs.getByText("Saved in this browser", { exact: false }).first().waitFor();

      await theirs.goto(link);
      await verdict(theirs);
      assert.equal(await digest(theirs), result, "the same fingerprint in another profile");
      assert.equal(await verdict(theirs), answer, "the same answer");

      // What they had is still there, and the link's plan is kept only once they change it.
      await theirs.goto(site.url);
      await started(theirs);
      await theirs.getByRole("link", { name: "Our own sale" }).waitFor();
      assert.equal(await theirs.locator(".recent li").count(), 1);
    } finally {
      await other.close();
    }
  });
});
