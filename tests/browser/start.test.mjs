// The start: every story is there, the pairs know each other; three questions lead to a first result, which one figure calibrates.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { blankPlan, digest, openStory, started, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";
import { expectValue } from "./helpers/value.mjs";

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

test("three questions lead to a first result, by keyboard alone, back and forth, and nothing typed is lost", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await page.getByRole("link", { name: "Start from a blank page" }).press("Enter");
    const asked = (name) => page.getByRole("heading", { level: 2, name }).waitFor();
    await asked("What is planned?");
    await expectAccessible(page);
    await shot(page, "blank-what");

    const people = page.getByLabel("How many people it reaches");
    await people.fill("-5");
    await people.press("Enter");
    await page.getByText("This cannot be: it must be a number of 1 or more.").waitFor();
    assert.equal(await people.getAttribute("aria-invalid"), "true");
    await expectAccessible(page);

    // Keys choose, too.
    await page.getByRole("radio", { name: "A mailing", exact: true }).focus();
    await page.keyboard.press("ArrowDown");
    const chosen = await page.locator("input[name=blank-kind]:checked").getAttribute("aria-label");
    assert.notEqual(chosen, "A mailing");
    await people.fill("500 000");
    await people.press("Enter");
    await asked("What kind of site is it?");
    assert.ok(await page.getByRole("heading", { level: 2, name: "What kind of site is it?" }).evaluate((h) => h === document.activeElement));
    await expectAccessible(page);
    await shot(page, "blank-which");

    // Away and back: the answers are still there.
    await page.goto(page.url().replace(/#.*/, "#model"));
    await page.getByRole("heading", { level: 1, name: "What this model leaves out" }).waitFor();
    await page.goBack();
    await asked("What kind of site is it?");
    await page.getByRole("button", { name: "Back" }).click();
    await asked("What is planned?");
    await expectValue(people, "500 000");
    await page.getByRole("button", { name: "Next" }).click();
    await asked("What kind of site is it?");
    await page.getByRole("button", { name: "Next" }).click();
    await asked("How big is it today?");
    await page.getByRole("radio", { name: "Orders, tickets or leads on a busy day" }).check();
    await page.getByLabel("How many", { exact: true }).fill("many");
    await page.getByRole("button", { name: "Rehearse it" }).click();
    await page.getByText("This cannot be: it must be a number of 1 or more.").waitFor();
    await expectAccessible(page);
    await shot(page, "blank-size");
    await page.getByLabel("How many", { exact: true }).fill("400");
    await page.keyboard.press("Enter");
    assert.match(await verdict(page), /^(It breaks|Holds|Just holds)/);
  });
});

test("the blank page fits a phone", async () => {
  await withPage({ context: { viewport: { width: 320, height: 700 } } }, async (page) => {
    await started(page);
    await page.getByRole("link", { name: "Start from a blank page" }).click();
    for (const [i, name] of ["What is planned?", "What kind of site is it?", "How big is it today?"].entries()) {
      await page.getByRole("heading", { level: 2, name }).waitFor();
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, name);
      if (i < 2) await page.getByRole("button", { name: "Next" }).click();
    }
  });
});

/** A plan from three questions, up to its first answer. */
async function firstAnswer(page) {
  await started(page);
  await blankPlan(page, { kind: "A moment on television", people: "500000", amount: "20000" });
  assert.match(await verdict(page), /^(It breaks|Holds|Just holds)/);
  await page.getByText("Assumed site").waitFor();
}

test("a first result says that the site is assumed; one figure from the past makes it one's own", async () => {
  await withPage({}, async (page) => {
    await firstAnswer(page);
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

test("a load test sets the site, too: the figure is noted, and one step back takes it away", async () => {
  await withPage({}, async (page) => {
    await firstAnswer(page);
    const before = await digest(page);
    await page.getByText("Set it by one figure from the past").click();
    await page.getByLabel("What you know").selectOption({ label: "A load test" });
    await page.getByLabel("Requests a second", { exact: true }).fill("1,000,000");
    await page.getByLabel("Time to the answer, in seconds").fill("0.5");
    await page.getByRole("button", { name: "Use this figure" }).click();
    await page.getByText("fifty times as heavy", { exact: false }).waitFor();
    await expectAccessible(page);
    await page.getByLabel("Requests a second", { exact: true }).fill("40");
    await page.getByRole("button", { name: "Use this figure" }).click();
    await page.getByTestId("assumed-site").waitFor({ state: "detached", timeout: 60_000 });
    await page.waitForFunction((old) => document.querySelector("[data-testid=digest]")?.innerText !== old, before);
    await page.getByText("a load test with 40 requests a second, answered in 0.5 s", { exact: false }).first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.getByTestId("assumed-site").waitFor({ timeout: 60_000 });
    assert.equal(await digest(page), before, "the same plan as before");
  });
});
