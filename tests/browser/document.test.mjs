// Plans as documents: kept, opened again, shared, handed over, thrown away; and browsers that keep nothing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { browser, closeBrowser, seen, withPage } from "./helpers/browser.mjs";
import { chooseFile, digest, openStory, started, storyFile, verdict } from "./helpers/rehearsal.mjs";
import { serve } from "./helpers/site.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

const MOLE = "The mole app";

/** Gives the open plan another name: a change that needs no new rehearsal. */
async function rename(page, name) {
  const field = page.getByLabel("Name of the plan");
  await field.fill(name);
  await field.press("Enter");
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForURL(/#plan=/);
}

/** The plan is kept as it is. */
function isKept(page) {
  return page.getByTestId("kept").getByText("Saved in this browser").waitFor();
}

/** The link that the page offers. */
async function link(page) {
  await page.getByRole("button", { name: "Share" }).click();
  return page.getByLabel("A link with the whole plan in it").inputValue();
}

/** A link as somebody could make it by hand. */
function linkWith(text) {
  return `#p=1.${deflateRawSync(Buffer.from(text), { level: 9 }).toString("base64url")}`;
}

/** The page without a complaint about what the browser keeps; `spoil` runs in the page before it. */
function spoilt(spoil) {
  return { before: (page) => page.addInitScript(spoil) };
}

test("a plan survives a reload, is in the list, can be renamed, thrown away and taken back", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await page.getByTestId("kept").getByText("Your first change makes it your own plan").waitFor();
    await rename(page, "Our show");
    await isKept(page);
    const before = await digest(page);
    const address = page.url();
    await page.reload();
    await verdict(page);
    assert.equal(page.url(), address);
    await expectValue(page.getByLabel("Name of the plan"), "Our show");
    assert.equal(await digest(page), before);
    await expectAccessible(page);

    await page.getByRole("link", { name: "Onrush" }).click();
    await started(page);
    const list = page.getByRole("region", { name: "What you had last time" });
    await list.getByText("changed today").waitFor();
    await expectAccessible(page);
    await list.getByRole("button", { name: "Delete Our show" }).click();
    await list.getByRole("link", { name: "Our show" }).waitFor({ state: "detached" });
    await list.getByRole("button", { name: "Undo" }).click();
    await list.getByRole("link", { name: "Our show" }).click();
    await verdict(page);
    await expectValue(page.getByLabel("Name of the plan"), "Our show");
  });
});

test("what was changed last is kept even when the page is left at once", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await rename(page, "In a hurry");
    await page.reload();
    await verdict(page);
    await expectValue(page.getByLabel("Name of the plan"), "In a hurry");
  });
});

test("a file stays at its address, and is saved with all that is in it", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await chooseFile(page, "mine.onrush.json", await storyFile("toy-shop"));
    await verdict(page);
    await isKept(page);
    const before = await digest(page);
    await page.reload();
    await verdict(page);
    assert.equal(await digest(page), before);
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a file" }).click();
    const download = await coming;
    assert.match(download.suggestedFilename(), /\.onrush\.json$/);
    const saved = JSON.parse(await readFile(await download.path(), "utf8"));
    const story = JSON.parse(await storyFile("toy-shop"));
    assert.deepEqual(saved.site.web, { ...story.site.web });
    assert.equal(saved.lineage, page.url().match(/plan=([a-z0-9]+)/)[1]);
  });
});

test("a link opened in another profile gives the same result, as a copy that says so", async () => {
  await withPage({}, async (page, site) => {
    await openStory(page, MOLE);
    await rename(page, "For you");
    const [address, mine] = [await link(page), await digest(page)];
    assert.match(address, /#p=1\.[A-Za-z0-9_-]+&seed=1$/);
    const other = await (await browser()).newContext();
    const there = seen(await other.newPage());
    await there.goto(address);
    await verdict(there);
    assert.equal(await digest(there), mine);
    await there.getByText("This is For you from a link. Your own plans are as they were").waitFor();
    await expectAccessible(there);
    await there.reload();
    await verdict(there);
    assert.equal(there.url(), address, "nothing is kept before the first change");
    await rename(there, "Mine now");
    await isKept(there);
    await other.close();
    assert.ok(site);
  });
});

test("a link never replaces what is open, and tells what has changed in a plan that comes back", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await rename(page, "The plan");
    await isKept(page);
    const mine = page.url();
    const address = await link(page);
    // As somebody in IT would: open it, change it, send it back.
    const other = await (await browser()).newContext();
    const there = seen(await other.newPage());
    await there.goto(address);
    await verdict(there);
    await there.getByText("About this plan").click();
    const length = there.getByLabel("Length", { exact: true });
    await length.fill("80");
    await length.press("Enter");
    await there.waitForURL(/#plan=/);
    const back = await link(there);
    await other.close();

    await page.goto(back);
    await verdict(page);
    await page.getByText("You have another state of this plan here: The plan.").waitFor();
    await page.getByRole("button", { name: "What has changed?" }).click();
    const changed = page.getByRole("region", { name: "What has changed since The plan" });
    const row = changed.getByRole("row", { name: /Length/ });
    assert.match(await row.innerText(), /90 minutes\s+80 minutes/);
    await changed.getByText("Being rehearsed").first().waitFor({ state: "detached" });
    assert.equal(await changed.getByText(/It breaks at/).count(), 2, "both verdicts");
    await expectAccessible(page);
    await page.goto(mine);
    await verdict(page);
    await page.getByText("About this plan").click();
    await expectValue(page.getByLabel("Length", { exact: true }), "90");
  });
});

test("hostile links are told apart, and the page goes on", async () => {
  for (const [fragment, said] of [
    ["#p=1.!!!", "This link could not be read"],
    ["#p=7.abcd", "This link was made by a newer Onrush"],
    [linkWith(" ".repeat(30_000_000)), "This link is too large"],
    [linkWith('{"onrush":2}'), "The plan in this link has"],
    [`#p=1.${"A".repeat(70_000)}`, "This link is too large"],
  ]) {
    await withPage({ query: fragment }, async (page) => {
      await page.getByRole("alert").getByText(said).waitFor();
      await expectAccessible(page);
      await openStory(page, MOLE);
    });
  }
});

test("a plan that is too large for a link offers the file", async () => {
  const plan = JSON.parse(await storyFile("mole-app"));
  let seed = 1;
  const noise = () => String.fromCharCode(33 + ((seed = (seed * 48_271) % 2_147_483_647) % 90));
  plan.notes.push(...Array.from({ length: 300 }, () => ({
    field: "site", assumed: true, source: Array.from({ length: 900 }, noise).join(""),
  })));
  await withPage({}, async (page) => {
    await started(page);
    await chooseFile(page, "large.onrush.json", JSON.stringify(plan));
    await verdict(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByText("This plan is too large for a link").waitFor();
    assert.equal(await page.getByRole("button", { name: "Save as a file" }).count(), 2);
  });
});

test("the link is copied, or marked where the browser forbids that", async () => {
  await withPage({ context: { permissions: ["clipboard-read", "clipboard-write"] } }, async (page) => {
    await openStory(page, MOLE);
    await rename(page, "Copied");
    const address = await link(page);
    await page.getByRole("button", { name: "Copy the link" }).click();
    await page.getByText("Copied.", { exact: true }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  });
  const forbid = () => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  };
  await withPage(spoilt(forbid), async (page) => {
    await openStory(page, MOLE);
    const address = await link(page);
    await page.getByRole("button", { name: "Copy the link" }).click();
    await page.getByText("The link is marked").waitFor();
    assert.equal(await page.evaluate(() => getSelection().toString()), address);
  });
});

test("a browser that refuses to keep anything is told of once, and plans stay until the page is closed", async () => {
  const refuse = () => Object.defineProperty(globalThis, "localStorage", {
    get() { throw new DOMException("no", "SecurityError"); },
  });
  await withPage(spoilt(refuse), async (page) => {
    await openStory(page, MOLE);
    await rename(page, "Only here");
    const told = page.getByText("This browser does not let the page save anything here");
    await told.waitFor();
    await page.getByTestId("kept").getByText("Not saved here").waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Close this message" }).click();
    await rename(page, "Still only here");
    assert.equal(await told.count(), 0, "once is enough");
    await page.getByRole("link", { name: "Onrush" }).click();
    await page.getByRole("link", { name: MOLE }).click();
    await verdict(page);
    await page.getByRole("link", { name: "Onrush" }).click();
    await page.getByRole("link", { name: "Still only here" }).click();
    await verdict(page);
    await expectValue(page.getByLabel("Name of the plan"), "Still only here");
  });
});

test("a browser without room offers the file", async () => {
  const fill = () => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (key.startsWith("onrush.plan.")) throw new DOMException("full", "QuotaExceededError");
      return set.call(this, key, value);
    };
  };
  await withPage(spoilt(fill), async (page) => {
    await openStory(page, MOLE);
    await rename(page, "No room");
    await page.getByText("There is no room left in this browser").waitFor();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a file" }).first().click();
    assert.equal((await coming).suggestedFilename(), "no-room.onrush.json");
  });
});

test("what is damaged is told of, left alone, and can be had as a file", async () => {
  const damage = () => {
    localStorage.setItem("onrush.plan.broken", "\u0000{not a plan");
    localStorage.setItem("onrush.plan.odd", JSON.stringify({ name: "Odd", stamp: "x", changed: 1, file: "{}" }));
  };
  await withPage(spoilt(damage), async (page) => {
    await started(page);
    await page.getByText("One plan kept here cannot be read").waitFor();
    await page.getByRole("link", { name: "Odd" }).click();
    await page.getByRole("alert").getByText("This plan cannot be read any more").waitFor();
    const coming = page.waitForEvent("download");
    await page.getByRole("alert").getByRole("button", { name: "Save as a file" }).click();
    assert.equal(await readFile(await (await coming).path(), "utf8"), "{}");
    assert.equal(await page.evaluate(() => localStorage.getItem("onrush.plan.broken")), "\u0000{not a plan");
    await openStory(page, MOLE);
  });
});

test("two tabs with the same plan lose nothing of each other", async () => {
  const site = await serve();
  const context = await (await browser()).newContext();
  try {
    const one = seen(await context.newPage());
    await one.goto(site.url);
    await openStory(one, MOLE);
    await rename(one, "Ours");
    await isKept(one);
    const two = seen(await context.newPage());
    await two.goto(one.url());
    await verdict(two);
    // One changes it while the other looks on.
    await rename(one, "Ours, newer");
    await two.getByText("This plan was changed in another tab; this is the new state").waitFor();
    await expectValue(two.getByLabel("Name of the plan"), "Ours, newer");
    // Both change it, and neither has heard of the other.
    await two.evaluate(() => globalThis.addEventListener("storage", (event) => event.stopImmediatePropagation(), true));
    const place = await one.evaluate(() => Object.keys(localStorage).find((key) => key.startsWith("onrush.plan.")));
    await one.evaluate((place) => {
      const there = JSON.parse(localStorage.getItem(place));
      localStorage.setItem(place, JSON.stringify({ ...there, stamp: "another tab's" }));
    }, place);
    await rename(one, "Mine");
    await one.getByText("This plan was also changed in another tab. Both are kept").waitFor();
    await isKept(one);
    await expectValue(one.getByLabel("Name of the plan"), "Mine 2");
    const names = await one.evaluate(() => Object.entries(localStorage)
      .filter(([key]) => key.startsWith("onrush.plan."))
      .map(([, text]) => JSON.parse(text).name).sort());
    assert.deepEqual(names, ["Mine 2", "Ours, newer"]);
  } finally {
    await context.close();
    await site.close();
  }
});
