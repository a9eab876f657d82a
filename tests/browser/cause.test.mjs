// Why it broke: the sentence, who was hurt, and that pointing at it or focusing it shows where it is to be seen.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { clock, openStory } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const MOLE = "The mole app";

/** The part of the page that says why. */
function why(page) {
  return page.locator("section[aria-labelledby=causes]");
}

test("focusing a cause shows its evidence in charts, machine room and scrubber", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const cause = why(page).getByRole("button", { name: /database connections were taken/ }).first();
    assert.match(await cause.innerText(), /From [0-9]{2}:[0-9]{2}:[0-9]{2}/);
    assert.equal(await page.getByTestId("lit").count(), 0, "nothing is marked before");
    await cause.focus();
    await page.getByTestId("lit").first().waitFor();
    assert.ok((await page.getByTestId("lit").count()) >= 2, "every open chart marks the same seconds");
    await page.getByTestId("lit-time").waitFor();
    const lanes = page.getByTestId("lit-crowd");
    assert.ok((await lanes.count()) >= 3, "the sum and every activity mark them, too");
    // A mouse that goes by takes away nothing that has the focus.
    await cause.hover();
    await page.mouse.move(2, 2);
    assert.ok((await lanes.count()) >= 3);
    const parts = page.locator("section[aria-labelledby=room] [data-evidence]");
    assert.deepEqual(await parts.evaluateAll((all) => all.map((part) => part.dataset.part)), ["database"]);
    const from = (await cause.innerText()).match(/From ([0-9:]+)/)[1];
    assert.equal(await clock(page), from, "the cursor goes where it began");
    await shot(page, "cause-1440");
    // Going on takes the marks away, or to the next sentence.
    await cause.blur();
    await page.getByTestId("lit").first().waitFor({ state: "detached" });
    assert.equal(await parts.count(), 0);
  });
});

test("a finding is shown the same way, by the mouse too", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const held = why(page).getByRole("button", { name: /stood waiting for the database/ }).last();
    await held.hover();
    await page.getByTestId("lit").first().waitFor();
    const parts = page.locator("section[aria-labelledby=room] [data-evidence]");
    const named = await parts.evaluateAll((all) => all.map((part) => part.dataset.part).sort());
    assert.deepEqual(named, ["database", "web"]);
  });
});

test("who was hurt adds up to no more than who came, and it says how it ended", async () => {
  await withPage({}, async (page) => {
    await openStory(page, MOLE);
    const table = why(page).getByRole("table", { name: "Who was hurt" });
    await table.waitFor();
    for (const kind of ["Where they are", "What brought them", "On which page"]) {
      await table.getByText(kind).waitFor();
    }
    await why(page).getByText(/It was (over at|not over)/).waitFor();
    await why(page).getByText("For IT").first().click();
    await why(page).getByText("station/database/busy").waitFor();
    await expectAccessible(page);
  });
});

test("a site that holds is blamed for nothing", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The staffing firm");
    assert.equal(await why(page).getByText("Why it went wrong").count(), 0);
  });
});

test("the bill's lines add up, and a price can be changed", async () => {
  await withPage({}, async (page) => {
    await openStory(page, /The email to Asia(?!, blocked)/);
    const bill = page.locator("section[aria-labelledby=money] .bill");
    await bill.getByText(/A lead cost €/).waitFor();
    await bill.getByText("The bill, line by line").first().click();
    const table = bill.getByRole("table", { name: "The bill, line by line" });
    const amounts = await table.locator("tbody tr td:last-child").allInnerTexts();
    const sum = amounts.reduce((all, text) => all + Number(text.replace(/[€,]/g, "")), 0);
    const total = Number((await table.locator("tfoot td").innerText()).replace(/[€,]/g, ""));
    assert.ok(Math.abs(sum - total) < 0.05, `${sum}, not ${total}`);
    await bill.getByText("The prices", { exact: true }).click();
    const price = bill.getByLabel("Cost of a web server", { exact: true });
    await price.fill("0.5");
    await price.press("Enter");
    await table.getByRole("row", { name: /Hours of web servers/ }).getByText("€0.50").waitFor({ timeout: 60_000 });
    await expectAccessible(page);
  });
});
