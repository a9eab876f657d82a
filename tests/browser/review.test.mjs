// What really happened: a file laid over the forecast, moved, learned from, saved; a log read in pieces and stopped.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { expectAccessible } from "./helpers/accessible.mjs";
import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { EXPORT, asFile, clock, two, visits } from "./helpers/measured.mjs";
import { openStory } from "./helpers/rehearsal.mjs";
import { shot } from "./helpers/shot.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

const LONG = { timeout: 60_000 };
const SHOP = "Try it : The toy shop";

/** A log of the same evening in UTC, with damage. */
const LOG = ["damaged line", ...Array.from({ length: 180 }, (_, m) => {
  const [hour, minute] = clock(m);
  return Array.from({ length: Math.ceil(visits(m) / 40) }, (_, i) =>
    `198.51.100.${i % 250} - - [14/Dec/2018:${two(hour - 1)}:${two(minute)}:${two(i % 60)} +0000] "GET /deal?n=${i} HTTP/1.1" 200 5120 "-" "Mozilla/5.0"`);
}).flat()].join("\n");

const choose = (review, name, text) => review.getByTestId("review-file").setInputFiles(asFile(name, text));

async function opened(page) {
  await openStory(page, SHOP, { exact: true });
  const review = page.getByRole("region", { name: "What really happened", exact: true });
  const open = review.getByRole("button", { name: "Review what really happened" });
  await open.focus();
  await open.press("Enter");
  await review.getByRole("heading", { name: "What was counted" }).waitFor();
  return review;
}

test("an export is laid over the forecast, moved by keys, learned from and saved as a new plan", async () => {
  await withPage({}, async (page) => {
    const review = await opened(page);
    await choose(review, "sessions.csv", EXPORT);
    await review.getByText("Line 188").waitFor(LONG);
    await review.getByRole("checkbox", { name: "Leave these lines out" }).check();
    const finding = review.getByTestId("review-finding");
    await finding.filter({ hasText: /minutes later/ }).waitFor(LONG);
    assert.match(await finding.innerText(), /^The peak came 1\d minutes later and was /);
    await review.getByText("Placed by its own clock").waitFor();
    await review.getByRole("img", { name: /^The peak came/ }).waitFor();

    await review.getByText("The figures", { exact: true }).click();
    assert.ok(await review.getByRole("table", { name: "Forecast and fact in visits" }).getByRole("row").count() > 10);

    const slider = review.getByRole("slider", { name: "Move it along the clock" });
    await slider.focus();
    for (let i = 0; i < 12; i++) await slider.press("ArrowLeft");
    await finding.filter({ hasNotText: "later" }).waitFor(LONG);
    assert.match(await slider.getAttribute("aria-valuetext"), /12 minutes earlier/);
    await review.getByRole("button", { name: "By its clock" }).click();
    await finding.filter({ hasText: /minutes later/ }).waitFor(LONG);

    const learned = review.getByRole("region", { name: "What the plan can learn" });
    const save = learned.getByRole("button", { name: "Save as a new plan" });
    await save.waitFor(LONG);
    await review.getByRole("spinbutton", { name: "Leads or sales that were really made" }).fill("400");
    await review.getByRole("spinbutton", { name: "Leads or sales that were really made" }).press("Tab");
    await review.getByText(/each: the rehearsed bill of/).waitFor();
    for (const [i, text] of ["Tell IT a week before", "Open in waves", "Test with twice as many"].entries()) {
      await review.getByRole("textbox", { name: `Improvement ${i + 1}` }).fill(text);
    }
    await review.getByText("3 of 3 that are asked for").waitFor();
    await expectAccessible(page);
    await shot(page, "review");

    await save.click();
    await review.getByText("This is the new plan").waitFor(LONG);
    await expectValue(review.getByRole("textbox", { name: "Improvement 2" }), "Open in waves");
    await finding.filter({ hasNotText: "minutes later" }).waitFor(LONG);
    await expectValue(page.getByLabel("Name of the plan"), "The toy shop, as measured");
    assert.match(page.url(), /#plan=/);
  });
});

test("an access log is read in pieces, its damage told, and what is neither is refused", async () => {
  await withPage({}, async (page) => {
    const review = await opened(page);
    await choose(review, "access.log", LOG);
    await review.getByText(/Read: access\.log\. .* page views/).waitFor(LONG);
    await review.getByText("One damaged line was left out").click();
    await review.getByText(/Line 1: no time such as/).waitFor();
    const finding = review.getByTestId("review-finding");
    await finding.waitFor(LONG);
    await review.getByText("Placed by its own clock").waitFor();
    await review.getByRole("combobox", { name: "What is counted" }).selectOption("page-views");
    await review.getByText(/page views came as forecast/).waitFor(LONG);

    await choose(review, "letter.txt", "Dear all,\nthis is no table.\n");
    await review.getByText("There is no column of numbers in this.").waitFor(LONG);
    assert.equal(await finding.count(), 0);

    // A file that falls here is what happened, and no plan.
    await review.locator(".drop").evaluate((element, text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "dropped.log", { type: "text/plain" }));
      for (const type of ["dragover", "drop"]) {
        element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    }, LOG);
    await review.getByText(/Read: dropped\.log/).waitFor(LONG);
  });
});
