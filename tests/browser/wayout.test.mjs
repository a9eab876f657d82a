// What would help, how far it goes, how likely it holds, what another plan would do: asked, stopped, applied, undone.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { openStory, verdict } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";

after(closeBrowser);

const LONG = { timeout: 240_000 };
const SHOP = "Try it : The toy shop";

const panel = (page, name) => page.getByRole("region", { name, exact: true });
const button = (within, name) => within.getByRole("button", { name, exact: true });
/** The panel has its whole answer. */
const answered = (within) => button(within, "Look again").waitFor(LONG);

test("what would help: led there from the answer, looked for, applied and undone", async () => {
  await withPage({}, async (page) => {
    await openStory(page, SHOP, { exact: true });
    const before = await verdict(page);
    await page.getByRole("button", { name: "What would help?" }).click();
    const help = panel(page, "What would help?");
    const look = button(help, "Look for what helps");
    await look.and(page.locator(":focus")).waitFor();
    await look.press("Enter");
    await help.getByText("Still looking.").waitFor(LONG);
    await answered(help);
    assert.match(await help.locator(".study__said").innerText(), /What saves most for its price/);
    const fixes = help.getByRole("list").first().getByRole("listitem");
    assert.match(await fixes.first().innerText(), /marketing|IT/);
    assert.match(await fixes.first().innerText(), /Saves about [\d,]+ visitors \(.*, \d runs\)/);
    await expectAccessible(page);
    await shot(page, "wayout-advice");
    await help.getByRole("button", { name: /^Apply: / }).first().click();
    await button(help, "Undo it").waitFor();
    assert.equal(await help.getByRole("button", { name: /^Apply: / }).count(), 0, "advice about another plan");
    await page.getByTestId("verdict").filter({ hasNotText: before.slice(0, 40) }).waitFor(LONG);
    await button(help, "Undo it").click();
    await help.getByRole("button", { name: /^Apply: / }).first().waitFor();
    await page.getByTestId("verdict").filter({ hasText: before.slice(0, 40) }).waitFor(LONG);
  });
});

test("looking can be stopped at any time, and its workers end", async () => {
  await withPage({}, async (page) => {
    await openStory(page, SHOP, { exact: true });
    const help = panel(page, "What would help?");
    const there = new Set(page.workers());
    await button(help, "Look for what helps").click();
    await help.getByRole("progressbar", { name: "How far it is" }).waitFor(LONG);
    await help.getByText(/[1-9]\d* of about \d+ tries/).waitFor(LONG);
    const called = page.workers().filter((worker) => !there.has(worker));
    assert.ok(called.length >= 2, "one keeps the study, others compute");
    const ended = Promise.all(called.map((worker) => new Promise((done) => worker.once("close", done))));
    await button(help, "Stop").click();
    await help.getByText("Stopped. Your plan is as it was.").waitFor();
    await button(help, "Look again").waitFor();
    await ended;
    assert.equal(await help.getByText("Still looking.").count(), 0);
  });
});

test("how far it goes, how likely it holds, and the story told beside it", async () => {
  await withPage({}, async (page) => {
    await openStory(page, SHOP, { exact: true });
    const limits = panel(page, "How far can it go?");
    await button(limits, "Find the limit").click();
    await answered(limits);
    assert.match(await limits.locator(".study__said").innerText(), /Your site (holds|does not hold)/);
    assert.match(await limits.getByRole("listitem").first().innerText(), /Exact runs: all held at [\d.]+ times/);

    await limits.getByText("The limits as a table").click();
    await limits.getByRole("columnheader", { name: "Known by" }).waitFor();
    await limits.getByRole("cell", { name: "exact runs" }).first().waitFor();

    const chances = panel(page, "How likely does it hold?");
    await chances.getByText("No number of this plan has a range yet").waitFor();
    await button(chances, "Play the futures").click();
    await answered(chances);
    assert.match(await chances.locator(".study__said").innerText(), /Holds in \d+ of 100 futures/);
    assert.match(await chances.getByRole("listitem").first().innerText(), /% of futures \(.* to .*\)/);
    // The same futures lie on the charts of the rehearsal, each line with its name.
    const charts = panel(page, "Second by second");
    await charts.getByTestId("futures").first().waitFor();
    await charts.getByRole("button", { name: /^9 in 10 futures below/ }).first().click();
    await charts.getByTestId("futures").first().waitFor({ state: "detached" });

    const compare = panel(page, "Compare with another plan");
    const other = compare.getByLabel("Compare with");
    assert.equal(await other.evaluate((select) => select.selectedOptions[0].text), "Story: The staffing firm");
    await button(compare, "Compare").click();
    await answered(compare);
    const served = compare.getByRole("row", { name: /Visitors served(?! slowly)/i });
    assert.match(await served.innerText(), /\+|−|no clear difference/);
    const overlaid = compare.getByRole("group", { name: "Both plans over time" });
    await overlaid.getByText("Both plans with the first of these crowds.").waitFor();
    await overlaid.getByText(/The toy shop: at most .* The staffing firm: at most /).first().waitFor();
    // Named, and told apart by more than colour.
    const strokes = await overlaid.locator(".chart__swatch line").evaluateAll((all) => all.map((one) => one.getAttribute("stroke-dasharray")));
    assert.deepEqual(strokes, [null, "7 4"]);
    await overlaid.getByRole("button", { name: "People lost", exact: true }).click();
    await overlaid.getByRole("slider", { name: "People lost" }).waitFor();
    await expectAccessible(page);
    await shot(page, "wayout-studies");
  });
});
