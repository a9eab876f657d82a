// Changing a plan: fields, steps back and forth, the result that goes stale and comes again.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { digest, openStory } from "./helpers/rehearsal.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

/** A story on the screen, with the fields of the whole plan. */
async function openDetails(page) {
  await openStory(page, "The mole app");
  await page.getByText("About this plan").click();
  await page.getByLabel("Length", { exact: true }).waitFor();
}

test("an edit is undone and redone by keys, and the rehearsal follows by itself", async () => {
  await withPage({}, async (page) => {
    await openDetails(page);
    const before = await digest(page);
    const length = page.getByLabel("Length", { exact: true });
    await length.fill("100");
    await length.press("Enter");
    await page.getByText("This is still the plan before your change").waitFor();
    await page.waitForFunction((old) => {
      const now = document.querySelector("[data-testid=digest]")?.textContent;
      return now && now !== old && !document.querySelector("main.stale");
    }, before);
    const changed = await digest(page);
    assert.match(page.url(), /#plan=[a-z0-9]+&seed=1$/, "the plan is the person's own now");
    // The field shows what holds, so the keys are the page's.
    await page.keyboard.press("Control+z");
    await page.waitForFunction((old) => document.querySelector("[data-testid=digest]")?.textContent === old, before);
    await expectValue(length, "90");
    await page.keyboard.press("Control+Shift+z");
    await page.waitForFunction((old) => document.querySelector("[data-testid=digest]")?.textContent === old, changed);
    await expectValue(length, "100");
    await page.getByRole("button", { name: "Undo" }).click();
    await expectValue(length, "90");
    await page.keyboard.press("Control+y");
    await expectValue(length, "100");
  });
});

test("what cannot be taken stays to be corrected, with the reason", async () => {
  await withPage({}, async (page) => {
    await openDetails(page);
    const target = page.getByLabel("Target for visitors served", { exact: true });
    await target.fill("150");
    await target.press("Tab");
    await page.getByText("150 is not a number between 0 and 100").waitFor();
    await expectValue(target, "150");
    assert.equal(await target.getAttribute("aria-invalid"), "true");
    assert.match(page.url(), /#story=mole-app/, "nothing has changed");
    await expectAccessible(page);
    // While it is typed, the keys belong to the field.
    await target.fill("99,5");
    await target.press("Enter");
    await page.waitForURL(/#plan=/);
    await expectValue(target, "99.5");
    await target.fill("many");
    await target.press("Escape");
    await expectValue(target, "99.5");
    // A time at which something else would no longer fit is refused with that.
    const length = page.getByLabel("Length", { exact: true });
    await length.fill("10");
    await length.press("Enter");
    await page.getByText(/Time of the activity .*is not a time within the rehearsal/).first().waitFor();
  });
});

test("arrow keys step, and all steps of one press are undone at once", async () => {
  await withPage({}, async (page) => {
    await openDetails(page);
    const length = page.getByLabel("Length", { exact: true });
    await length.focus();
    await page.keyboard.down("ArrowUp");
    await page.keyboard.down("ArrowUp");
    await page.keyboard.up("ArrowUp");
    await expectValue(length, "92");
    await page.waitForURL(/#plan=/);
    await page.keyboard.press("Control+z");
    await expectValue(length, "90");
  });
});

test("a range is typed like a number, and a part is switched on and off", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    const part = page.locator(".journey__part").filter({ has: page.getByRole("heading", { name: "Devices" }) });
    const phones = part.getByRole("switch", { name: "Phones and computers" });
    await phones.check();
    const share = part.getByLabel("Visitors on a phone");
    await share.fill("50 to 70");
    await share.press("Enter");
    await page.waitForFunction(() => !document.querySelector(".field__input[data-draft]"));
    await expectValue(share, "50 to 70");
    await expectAccessible(page);
    await phones.uncheck();
    await share.waitFor({ state: "detached" });
    await phones.check();
    await expectValue(share, "64", "as it was, but for the range, which has gone");
  });
});

test("where a number comes from is one tap away", async () => {
  await withPage({}, async (page) => {
    await openDetails(page);
    const field = page.locator(".field").filter({ has: page.getByLabel("Target for visitors served", { exact: true }) });
    await field.locator("summary").click();
    await field.getByText("a broadcaster wants everybody served").waitFor();
    await field.getByText("What may stand here: a number between 0 and 100.").waitFor();
    await expectAccessible(page);
  });
});

test("the source of an assumption can be told, and the number is known then", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    await page.getByText(/numbers with a source/).click();
    const note = page.locator(".notes li").filter({ hasText: "Assumed" }).first();
    await note.locator("summary").click();
    const source = note.getByRole("textbox");
    await source.fill("Measured by our own people");
    await source.press("Enter");
    const told = page.locator(".notes li").filter({ hasText: "Measured by our own people" });
    await told.waitFor();
    await told.getByLabel("We know this").check();
    await page.locator(".notes li").filter({ hasText: "Measured by our own people" }).filter({ hasText: "Known" }).waitFor();
    await expectAccessible(page);
  });
});
