// Too big to play: the whole is forecast, its worst ten minutes are played, and every part of the page shows those.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { chooseFile, clock, slider, started, storyFile, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

/** The mole app over two weeks of busy days: more than 20 million requests, and one evening that breaks it. */
async function twoWeeks() {
  const plan = JSON.parse(await storyFile("mole-app"));
  plan.name = "Two weeks";
  delete plan.story;
  plan.clock.minutes = 14 * 24 * 60;
  plan.activities.find((activity) => activity.kind === "everyday").people = 400_000;
  return JSON.stringify(plan);
}

/** Minutes since midnight in a text such as `21:25:00`. */
function minutes(text) {
  const [hours, rest] = text.match(/\d{2}:\d{2}/)[0].split(":").map(Number);
  return hours * 60 + rest;
}

test("of a plan too big to play the worst ten minutes are, and everything on the page is at their time", async () => {
  await withPage({ context: { reducedMotion: "reduce" } }, async (page) => {
    await started(page);
    await chooseFile(page, "weeks.onrush.json", await twoWeeks());
    const said = await verdict(page);
    const notice = page.getByTestId("excerpt");
    const text = await notice.innerText();
    const requests = Number(text.match(/makes ([\d.]+) million requests/)[1]);
    assert.ok(requests > 20, text);
    assert.match(text, /Forecast of the whole: it breaks at about/);
    const [from, until] = text.match(/from (\d{2}:\d{2}) to (\d{2}:\d{2})/).slice(1).map(minutes);
    assert.equal(until - from, 10, text);

    // The answer, the cursor, the events and the charts lie within these minutes.
    const within = (time, what) => assert.ok(from <= minutes(time) && minutes(time) <= until, `${what}: ${time}`);
    within(said, "the answer");
    within(await clock(page), "the cursor");
    assert.equal(Number(await slider(page).getAttribute("max")), 599);
    for (const time of await page.locator(".event__time").allInnerTexts()) within(time, "an event");
    const axis = await page.locator(".chart").first().getByRole("slider").getAttribute("aria-valuetext");
    within(axis, "a chart");

    // It plays to the end of them, and begins again at their beginning.
    await slider(page).focus();
    await page.keyboard.press("End");
    within(await clock(page), "the end");
    assert.ok(minutes(await clock(page)) >= until - 1);
    // Slowly, so that the first minute is not over before anybody looks.
    await page.getByLabel("Speed").selectOption({ label: "1 ×" });
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction((begin) => document.querySelector("[data-testid=clock]").innerText.startsWith(begin), text.match(/from (\d{2}:\d{2})/)[1]);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "First break" }).click();
    within(await clock(page), "the break");

    // Looking at the whole time keeps them: the crowd shows its two weeks, the charts what was played.
    await page.locator(".part--crowd").getByLabel("The whole time").check();
    within(await clock(page), "the cursor in the whole time");
    await expectAccessible(page);
    await shot(page, "excerpt");
  });
});
