// The machine room: looking at parts, adding, sizing and removing them with mouse, finger and keys.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory } from "./helpers/rehearsal.mjs";
import { PICTURES, shot } from "./helpers/shot.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The parts of the site, as a screen reader lists them. */
const parts = (page) => page.getByRole("list", { name: "Parts of the site" });

/** A part of the picture. */
const part = (page, name) => parts(page).getByRole("button", { name: new RegExp(`^${name}[:,]`) });

/** The sheet with this name. */
const sheet = (page, name) => page.getByRole("dialog", { name });

/** One step back, wherever the page offers it. */
const undo = (page) => page.keyboard.press("Control+z");

test("every part tells how it is doing, and opens a card", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    const names = await parts(page).getByRole("listitem").getByRole("button").evaluateAll((all) =>
      all.map((one) => one.getAttribute("aria-label").split(/[:,]/)[0]),
    );
    assert.deepEqual(names, ["Visitors", "CDN", "The door", "Web servers", "Database"]);
    assert.match(await part(page, "Web servers").getAttribute("aria-label"), /\d+ of 768 workers taken/);

    await part(page, "Database").click();
    const card = sheet(page, "Database");
    await card.getByText("The database keeps what must not be lost").waitFor();
    assert.equal(await part(page, "Database").getAttribute("aria-expanded"), "true");
    await card.getByText("For IT").click();
    await card.getByText("Arrival rate").waitFor();
    await expectAccessible(page);
    await card.getByRole("button", { name: "Close" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.part), "database", "the focus goes back");
  });
});

test("a waiting room is put in with the mouse, and taken out again", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await page.getByRole("button", { name: "Add a part before the door" }).click();
    await sheet(page, "Add a part").getByRole("button", { name: /^Waiting room/ }).click();
    const card = sheet(page, "Waiting room");
    await card.getByText("wait for their turn").waitFor();
    await part(page, "Waiting room").waitFor();
    await card.getByRole("button", { name: "Take it out" }).click();
    await part(page, "Waiting room").waitFor({ state: "detached" });
    await undo(page);
    await part(page, "Waiting room").waitFor();
    await undo(page);
    await part(page, "Waiting room").waitFor({ state: "detached" });
  });
});

test("web servers are sized with the keyboard alone", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await part(page, "Web servers").focus();
    await page.keyboard.press("Enter");
    const field = sheet(page, "Web servers").getByRole("textbox", { name: "Web servers" });
    await field.waitFor();
    await expectValue(field, "24");
    await part(page, "Web servers").focus();
    await page.keyboard.press("+");
    await page.waitForFunction(() => [...document.querySelectorAll("[role=dialog] input")].some((i) => i.value === "26"));
    await page.keyboard.press("-");
    await page.waitForFunction(() => [...document.querySelectorAll("[role=dialog] input")].some((i) => i.value === "24"));
    await page.keyboard.press("Enter");
    await sheet(page, "Web servers").waitFor({ state: "detached" });
  });
});

test("a tank is drawn larger at its edge, and that is one step back", async () => {
  await withPage({ context: { viewport: { width: 1440, height: 900 } } }, async (page) => {
    await openStory(page, "The mole app");
    await part(page, "Database").click();
    const field = sheet(page, "Database").getByRole("textbox", { name: "Connections" }).first();
    const before = Number(await field.inputValue());
    const grip = page.locator("[data-grip=database]");
    // Its card stands over the lower half of the screen.
    await grip.evaluate((edge) => scrollBy(0, edge.getBoundingClientRect().top - innerHeight / 5));
    const box = await grip.locator("path").boundingBox();
    await page.mouse.move(box.x + 2, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 32, box.y + 8, { steps: 6 });
    await page.mouse.up();
    const after = Number(await field.inputValue());
    assert.ok(after > before, `${before} to ${after}`);
    await sheet(page, "Database").getByRole("heading", { name: "Database" }).focus();
    await undo(page);
    await page.waitForFunction((n) => [...document.querySelectorAll("[role=dialog] input")].some((i) => i.value === n), String(before));
  });
});

test("on a phone, by touch: the CDN goes, something goes wrong", async () => {
  await withPage({ context: PHONE }, async (page) => {
    await openStory(page, "The mole app");
    await page.getByRole("button", { name: "Site", exact: true }).tap();
    await part(page, "CDN").tap();
    await sheet(page, "CDN").getByRole("button", { name: "Take it out" }).tap();
    await part(page, "CDN").waitFor({ state: "detached" });

    await part(page, "Database").tap();
    const card = sheet(page, "Database");
    await card.getByText("Let something go wrong").tap();
    await expectAccessible(page);
    const kinds = card.locator(".card__choices").getByRole("button");
    const name = await kinds.first().innerText();
    await kinds.first().tap();
    await card.getByRole("button", { name: `Take back: ${name}` }).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, "nothing is wider than the screen");
  });
});

test("a usual site takes the place of the one that is drawn, and goes again in one step", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await page.getByRole("button", { name: "Start from a usual site" }).click();
    const choice = sheet(page, "Start from a usual site");
    await expectAccessible(page);
    await choice.getByRole("button", { name: /^A ticket portal/ }).click();
    await choice.waitFor({ state: "detached" });
    await part(page, "Waiting room").waitFor();
    await part(page, "Bot filter").waitFor();
    await undo(page);
    await part(page, "Waiting room").waitFor({ state: "detached" });
    await part(page, "CDN").waitFor();
  });
});

if (PICTURES) test("pictures of the machine room", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await page.evaluate(() => (document.querySelector(".scrubber").style.position = "static"));
    await shot(page, "room");
  });
});

test("on a desk, a part and its card are seen together", async () => {
  await withPage({ context: { viewport: { width: 1440, height: 900 } } }, async (page) => {
    await openStory(page, "The mole app");
    for (const name of ["visitors", "web", "database"]) {
      const part = page.locator(`[data-part=${name}]`);
      await part.focus();
      await page.keyboard.press("Enter");
      const card = page.locator(".sheet");
      await card.waitFor();
      const covered = async () => {
        const [seen, over] = [await part.boundingBox(), await card.boundingBox()];
        return { top: seen.y, bottom: seen.y + seen.height, over: over.y };
      };
      const { top, bottom, over } = await covered();
      assert.ok(top >= 0 && bottom <= over + 1, `${name}: ${top} to ${bottom}, its card from ${over}`);
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "detached" });
    }
  });
});
