// The eight steps on the page: the guess before the reveal, staleness that names the change, and the guided path by keyboard alone.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const LONG = { timeout: 300_000 };

const rail = (page) => page.getByRole("navigation", { name: "The eight steps" });
const stepButton = (page, name) => rail(page).getByRole("button", { name: new RegExp(`The ${name}`) });
const panel = (page) => page.getByRole("region", { name: /^\d\. The / });
const state = (page, name, said) =>
  rail(page).getByRole("button", { name: new RegExp(`${name}.*, ${said}$`) }).waitFor(LONG);

/** Moves the focus there with the Tab key alone, and presses. */
async function press(page, target, key = "Enter") {
  await reach(page, target);
  await page.keyboard.press(key);
}

/** Moves the focus there with the Tab key alone, forwards from where it is. */
async function reach(page, target) {
  await target.waitFor(LONG);
  for (let tabs = 0; tabs < 400; tabs += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${target}`);
}

async function begin(page) {
  await press(page, page.getByRole("link", { name: "Begin with step 1" }));
  await page.getByRole("heading", { level: 1, name: "First a guess, then the forecast" }).waitFor(LONG);
}

async function guess(page) {
  await reach(page, page.getByLabel("Most visitors in a second"));
  await page.keyboard.type("40");
  await reach(page, page.getByLabel("At what time"));
  await page.getByLabel("At what time").fill("20:15");
  await press(page, page.getByRole("button", { name: "This is my guess" }));
  await page.getByRole("heading", { level: 1, name: "First a guess" }).waitFor({ state: "detached" });
}

/** Chooses a step in the rail with the keyboard: the Tab key stops at one of them, the arrows go from there. */
async function choose(page, name) {
  const button = stepButton(page, name);
  if ((await button.getAttribute("aria-expanded")) !== "true") {
    await reach(page, rail(page).locator("button[tabindex='0']"));
    await page.keyboard.press("Home");
    const has = () => button.evaluate((element) => element === document.activeElement);
    for (let steps = 0; steps < 8 && !(await has()); steps += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
  }
  await panel(page).getByRole("heading", { level: 2, name: new RegExp(`The ${name}`) }).waitFor();
}

/** Has everything run that the step on the screen wants, if it wants anything. */
async function run(page) {
  const button = panel(page).getByRole("button", { name: /^(Run it|Do the \d+ runs)$/ });
  if ((await button.count()) === 0) return;
  await press(page, button);
  await panel(page).getByRole("button", { name: "Stop" }).waitFor({ state: "detached", ...LONG });
  await button.waitFor({ state: "detached", ...LONG });
}

/** Asks for hints until the last has done it. */
async function helpMe(page) {
  for (const name of ["A hint", "Another hint", "Do it for me and explain"]) {
    await press(page, panel(page).getByRole("button", { name, exact: true }));
  }
  await panel(page).getByRole("paragraph").filter({ hasText: /^(Done:|There is nothing)/ }).waitFor();
}

test("the forecast stays covered until there is a guess, and nothing gives it away", async () => {
  await withPage({}, async (page) => {
    await begin(page);
    const words = await page.locator("body").innerText();
    assert.doesNotMatch(words, /breaks at|peak \d|Holds/);
    assert.doesNotMatch(await page.title(), /breaks/);
    assert.equal(await page.getByRole("button", { name: "Show the forecast without a guess" }).count(), 0);
    await expectAccessible(page);
    await shot(page, "steps-covered");
    await press(page, page.getByRole("button", { name: "This is my guess" }));
    await page.getByRole("alert").filter({ hasText: "Both are needed" }).waitFor();
    await guess(page);
    await panel(page).getByText(/Your guess was 40 a second at 20:15; the forecast is/).waitFor();
    await page.getByTestId("verdict").waitFor(LONG);
    await expectAccessible(page);
    await shot(page, "steps-numbers");
    // It is still there after the page was opened anew.
    await page.reload();
    await panel(page).getByText(/Your guess was 40 a second at 20:15/).waitFor(LONG);
  });
});

test("on one's own plan the guess is offered, never forced", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "Try it : The staffing firm", { exact: true });
    await choose(page, "Numbers");
    await press(page, page.getByRole("button", { name: "Cover the forecast and guess first" }));
    await page.getByRole("heading", { level: 1, name: "First a guess" }).waitFor();
    await press(page, page.getByRole("button", { name: "Show the forecast without a guess" }));
    await page.getByTestId("verdict").waitFor(LONG);
  });
});

test("the Tab key stops at the rail once, and arrows go from step to step", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "Try it : The staffing firm", { exact: true });
    const steps = page.getByRole("toolbar", { name: "The eight steps" }).getByRole("button");
    assert.equal(await steps.count(), 8);
    const at = () => steps.evaluateAll((all) => all.indexOf(document.activeElement));
    const stops = async (place) => {
      await page.locator(`.rail li:nth-child(${place + 1}) button[tabindex="0"]`).waitFor();
      assert.equal(await rail(page).locator("button[tabindex='0']").count(), 1);
    };
    await reach(page, steps.first());
    for (const [key, place] of [["ArrowRight", 1], ["End", 7], ["ArrowRight", 0], ["ArrowLeft", 7], ["Home", 0], ["ArrowRight", 1]]) {
      await page.keyboard.press(key);
      assert.equal(await at(), place, key);
      await stops(place);
    }
    await page.keyboard.press("Tab");
    assert.equal(await at(), -1, "one press of the Tab key leaves the rail");
    await page.keyboard.press("Shift+Tab");
    assert.equal(await at(), 1, "and comes back to where it was left");
    await page.keyboard.press("Enter");
    await panel(page).waitFor();
    await expectAccessible(page);
    // Whoever goes on from the panel comes back to the step that is open.
    await panel(page).getByRole("button", { name: /^Go on to 3/ }).press("Enter");
    await panel(page).getByRole("heading", { level: 2, name: /^3\./ }).waitFor();
    await stops(2);
  });
});

test("a change makes a step stale and is named, and undoing it brings the proof back", async () => {
  await withPage({}, async (page) => {
    await begin(page);
    await guess(page);
    await helpMe(page);
    await run(page);
    await state(page, "Numbers", "proven");
    const people = panel(page).getByRole("group", { name: /The deal/ }).getByRole("textbox").first();
    await people.fill("700000");
    await people.press("Enter");
    await state(page, "Numbers", "to be tested again");
    const said = await panel(page).innerText();
    assert.match(said, /Since it was tested, this has changed/);
    assert.match(said, /600,?000 → 700,?000/);
    await page.getByRole("button", { name: /^Undo/ }).first().click();
    await state(page, "Numbers", "proven");
  });
});

test("the guided path can be gone by keyboard alone", async () => {
  await withPage({}, async (page) => {
    await begin(page);
    await guess(page);
    await helpMe(page);
    await run(page);
    await state(page, "Numbers", "proven");

    await press(page, panel(page).getByRole("button", { name: /^Go on to 2/ }));
    await run(page);
    await expectAccessible(page);
    await shot(page, "steps-now");
    await helpMe(page);
    await state(page, "Now", "proven");

    for (const name of ["Architecture", "Infrastructure", "Controls", "Contingency"]) {
      await choose(page, name);
      await helpMe(page);
    }
    for (const name of ["Numbers", "Now", "Architecture", "Infrastructure", "Rigour", "Controls", "Contingency"]) {
      await choose(page, name);
      await run(page);
    }
    await choose(page, "Now");
    await press(page, panel(page).getByRole("button", { name: "Do it once more" }));
    for (const name of ["Numbers", "Now", "Architecture", "Infrastructure", "Rigour", "Controls", "Contingency"]) {
      await state(page, name, "proven");
    }
    await expectAccessible(page);
    await shot(page, "steps-proven");
  });
});
