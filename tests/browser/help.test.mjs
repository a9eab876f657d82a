// Help where the eye is: words that explain themselves, and the page that says what the model leaves out.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory, started, verdict } from "./helpers/rehearsal.mjs";

after(closeBrowser);

const MOLE = "The mole app";

test("a word of the field explains itself, by pointer and by keys", async () => {
  await withPage({}, async (page) => {
    const said = await openStory(page, MOLE);
    assert.match(said, /database connections were taken and the web servers stood waiting/, "the sentence reads as before");
    const word = page.getByRole("heading", { level: 1 }).getByRole("button", { name: "database connections" });
    const meaning = page.getByText("A line to the database that one web worker uses at a time.").first();
    assert.equal(await meaning.isVisible(), false);
    await word.click();
    await meaning.waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await meaning.waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "database connections");

    await page.keyboard.press("Enter");
    await meaning.waitFor();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Database connection/, "it is read at once");
    // It lies within the window, wherever the word stands.
    const box = await meaning.boundingBox();
    const { width, height } = page.viewportSize();
    assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, JSON.stringify(box));
    await page.keyboard.press("Escape");
  });
});

test("what the model leaves out is a page of its own, and the way back keeps the result", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    await page.getByRole("link", { name: "What this model leaves out" }).click();
    await page.getByRole("heading", { level: 1, name: "What this model leaves out" }).waitFor();
    assert.equal(await page.title(), "What this model leaves out · Onrush");
    await expectAccessible(page);
    const terms = await page.locator("dt").allInnerTexts();
    assert.ok(terms.includes("p95") && terms.includes("CDN"), `${terms}`);
    await page.goBack();
    await verdict(page);
    assert.equal(await page.getByRole("progressbar").count(), 0, "nothing is computed again");
  });
});

test("the page about the model opens from the start and by its address", async () => {
  await withPage({ query: "#model" }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "What this model leaves out" }).waitFor();
    await page.getByRole("link", { name: "Onrush" }).click();
    await started(page);
    await page.getByRole("link", { name: "What this model leaves out" }).click();
    await page.getByRole("heading", { level: 1, name: "What this model leaves out" }).waitFor();
  });
});
