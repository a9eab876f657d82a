// The start: every story is there, the pairs know each other; three questions lead to a first result, which one figure calibrates.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory, started, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const STORIES = [
  "The mole app",
  "The museum's tickets",
  "The toy shop",
  "The staffing firm",
  "The email to Asia",
  "The email to Asia, blocked",
  "The influencer's post",
  "Glastonbury 2004",
  "Black Friday",
  "The online census",
];

test("all stories are there, and the pairs name their partner", async () => {
  await withPage({}, async (page) => {
    await started(page);
    for (const name of STORIES) {
      await page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
    }
    for (const partner of ["The staffing firm", "The toy shop", "The email to Asia", "The email to Asia, blocked"]) {
      await page.getByText(`Two plans: see also “${partner}”`, { exact: true }).waitFor();
    }
    await expectAccessible(page);
    await shot(page, "start-stories");
  });
});

test("a story says its own cause and its lesson", async () => {
  await withPage({}, async (page) => {
    const said = await openStory(page, "The museum's tickets");
    assert.match(said, /^It breaks at 07:30/);
    assert.match(said, /the same row of the database/);
    await page.getByText("An opening is a wall, not a hill", { exact: false }).first().waitFor({ state: "attached" });
    assert.equal(await page.getByTestId("assumed-site").count(), 0, "a story's notes say what is assumed");
  });
});

test("three questions lead to a first result, and one figure from the past makes the site one's own", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.getByLabel("How many people it reaches").fill("-5");
    await page.getByRole("button", { name: "Rehearse it" }).click();
    await page.getByText("This cannot be: it must be a number of 1 or more.").waitFor();
    assert.equal(await page.getByLabel("How many people it reaches").getAttribute("aria-invalid"), "true");
    await expectAccessible(page);
    await shot(page, "start-fault");

    await page.getByLabel("What brings people").selectOption({ label: "a moment on television" });
    await page.getByLabel("How many people it reaches").fill("500000");
    await page.getByLabel("How many", { exact: true }).fill("20000");
    await page.getByRole("button", { name: "Rehearse it" }).click();
    assert.match(await verdict(page), /^(It breaks|Holds|Just holds)/);
    await page.getByText("Assumed site").waitFor();
    await expectAccessible(page);
    await shot(page, "blank-result");

    await page.getByText("Set it by one figure from the past").click();
    await page.getByLabel("Orders, tickets or leads in that hour").fill("0");
    await page.getByRole("button", { name: "Use this figure" }).click();
    await page.getByText("Each figure is a number above 0").waitFor();
    await page.getByLabel("Orders, tickets or leads in that hour").fill("300");
    await page.getByRole("button", { name: "Use this figure" }).click();
    await page.getByTestId("assumed-site").waitFor({ state: "detached", timeout: 60_000 });
    assert.match(await verdict(page), /^(It breaks|Holds|Just holds)/);
  });
});
