// The journey: pages are read, edited, added and put in order.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory } from "./helpers/rehearsal.mjs";

after(closeBrowser);

const pages = (page) => page.getByRole("list", { name: "Pages of the journey, in order" }).getByRole("listitem");
const names = (page) => pages(page).locator(".journey__name").allInnerTexts();
const sheet = (page, name) => page.getByRole("dialog", { name });

test("the pages stand in order, with how many get to each", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    assert.deepEqual(await names(page), [
      "1. Open the app",
      "2. See how the pool stands",
      "3. Choose a suspect",
      "4. Suspicion saved",
    ]);
    const region = page.getByRole("region", { name: "The journey" });
    await region.getByText("everybody who comes").waitFor();
    await region.getByText(/came and .* reached the goal/).waitFor();
    await expectAccessible(page);
  });
});

test("a page is edited, added, moved and undone with the keyboard", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await pages(page).nth(0).getByRole("button").focus();
    await page.keyboard.press("Enter");
    const name = sheet(page, "1. Open the app").getByRole("textbox", { name: "Name of the page" });
    await name.fill("Start the app");
    await name.press("Enter");
    await page.getByRole("dialog", { name: "1. Start the app" }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.dataset.page), "open", "the focus goes back");

    await page.getByRole("button", { name: "Add a page" }).press("Enter");
    await sheet(page, "4. New page").getByRole("button", { name: "Move earlier" }).press("Enter");
    await sheet(page, "3. New page").waitFor();
    assert.equal((await names(page))[2], "3. New page");
    await sheet(page, "3. New page").getByRole("button", { name: "Make this the goal" }).press("Enter");
    await sheet(page, "3. New page").getByText("This page is the goal of the journey.").waitFor();

    await page.keyboard.press("Escape");
    for (let i = 0; i < 4; i += 1) await page.keyboard.press("Control+z");
    await pages(page).nth(0).getByText("1. Open the app").waitFor();
    assert.equal((await names(page)).length, 4);
  });
});

test("regions make room for each other, and devices are told apart", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    const region = page.getByRole("region", { name: "The journey" });
    await region.getByRole("button", { name: "Add a region" }).click();
    await region.getByText("New region, 10 % of visitors").click();
    await region.getByText("Netherlands, 86 % of visitors").waitFor();
    await region.getByRole("button", { name: "Remove New region" }).click();
    await region.getByText("Netherlands, 96 % of visitors").waitFor();
    await region.getByRole("switch", { name: "Phones and computers" }).check();
    await region.getByRole("textbox", { name: "Visitors on a phone" }).waitFor();
    await expectAccessible(page);
  });
});

test("a usual journey takes the place of the pages, and goes again in one step", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await page.getByRole("button", { name: "Start from a usual journey" }).press("Enter");
    await sheet(page, "Start from a usual journey").getByRole("button", { name: /^Shopping/ }).press("Enter");
    await pages(page).getByText("Open the app").waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Start from a usual journey");
    await page.keyboard.press("Control+z");
    await pages(page).getByText("Open the app").waitFor();
  });
});
