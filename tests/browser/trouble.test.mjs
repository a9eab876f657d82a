// What goes wrong: the simulation, a file, an address. What happened, what is safe, what to do.

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { closeBrowser, withPage } from "./helpers/browser.mjs";
import { crashFirstJob } from "./helpers/crash.mjs";
import { chooseFile, digest, dropFile, openStory, started, storyFile, verdict } from "./helpers/rehearsal.mjs";
import { expectValue } from "./helpers/value.mjs";

after(closeBrowser);

test("a crash of the simulation is told, and another try works", async () => {
  await withPage({ before: (page) => page.addInitScript(crashFirstJob), expected: [/unreachable/] }, async (page) => {
    await started(page);
    await page.getByRole("link", { name: "The mole app" }).click();
    await page.getByRole("heading", { level: 1, name: "The simulation stopped" }).waitFor();
    await page.getByText("Your plan is safe").first().waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    assert.match(await verdict(page), /It breaks/);
  });
});

test("a file with faults shows all of them and runs nothing", async () => {
  await withPage({}, async (page) => {
    await started(page);
    const plan = JSON.parse(await storyFile("mole-app"));
    plan.site.web.servers = 0;
    plan.regions[0].share_percent = 140;
    plan.activities[0].people = -3;
    plan.journey.behaviour.patience_s = "long";
    await chooseFile(page, "mine.onrush.json", JSON.stringify(plan));
    const notice = page.getByRole("alert").filter({ hasText: "mine.onrush.json" });
    await notice.waitFor();
    const faults = await notice.locator(".faults li").allInnerTexts();
    for (const path of ["site.web.servers", "share_percent", "people", "patience_s"]) {
      assert.ok(faults.some((fault) => fault.includes(path)), `${path} is not among:\n${faults.join("\n")}`);
    }
    assert.deepEqual(faults.join().match(/⟨.*?⟩/g) ?? [], [], "sentences are missing");
    await notice.getByRole("button", { name: "Close this message" }).click();
    await notice.waitFor({ state: "detached" });
  });
});

test("files that are no plan are explained", async () => {
  await withPage({}, async (page) => {
    await started(page);
    await chooseFile(page, "holiday.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x80]));
    await page.getByRole("heading", { name: "holiday.jpg could not be read" }).waitFor();
    await chooseFile(page, "huge.onrush.json", "x".repeat(5_000_001));
    await page.getByRole("heading", { name: "huge.onrush.json is too large" }).waitFor();
    await chooseFile(page, "empty.onrush.json", "");
    await page.getByRole("heading", { name: "empty.onrush.json" }).waitFor();
    await chooseFile(page, "deep.onrush.json", "[".repeat(100_000));
    await page.getByRole("heading", { name: "deep.onrush.json" }).waitFor();
    // None of it has done any harm.
    await openStory(page, "The mole app");
  });
});

test("a file opens like a story, with the same result", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    const asStory = await digest(page);
    await page.goBack();
    await started(page);
    assert.ok(await dropFile(page, ".drop", "mine.onrush.json", await storyFile("mole-app")));
    await verdict(page);
    assert.match(page.url(), /#plan=[a-z0-9]+&seed=1$/);
    assert.equal(await digest(page), asStory);
    // Where this browser does not have it, the address says so.
    await page.evaluate(() => { location.hash = "plan=nobodyhasit&seed=1"; });
    await page.getByRole("heading", { name: "That plan is not in this browser" }).waitFor();
  });
});

test("a file may fall anywhere on the page, also during a rehearsal", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    assert.ok(await dropFile(page, "h1", "mine.onrush.json", await storyFile("mole-app")));
    await page.waitForURL(/#plan=[a-z0-9]+&seed=1$/);
    await verdict(page);
  });
});

test("links that cannot be read say so", async () => {
  for (const query of ["#story=", "#story=mole-app&seed=abc"]) {
    await withPage({ query }, async (page) => {
      await page.getByRole("heading", { name: "This link could not be read" }).waitFor();
    });
  }
  await withPage({ query: "#story=Mole-App" }, async (page) => {
    await verdict(page);
    assert.match(await page.title(), /^The mole app, crowd 1: breaks at 21:2\d:\d\d · Onrush$/);
  });
});

test("a number that no crowd has is explained, and the crowd stays", async () => {
  await withPage({}, async (page) => {
    await openStory(page, "The mole app");
    const before = await digest(page);
    const field = page.getByLabel("Crowd no.");
    for (const text of ["", "-1", "1e99", "2.5", "18446744073709551616"]) {
      await field.fill(text);
      await field.press("Enter");
      await page.getByText("from 0 to 18,446,744,073,709,551,615").waitFor();
      assert.equal(await field.getAttribute("aria-invalid"), "true", text);
      await expectValue(field, text);
      assert.equal(await digest(page), before);
    }
    await field.fill("1");
    await field.press("Enter");
    await page.locator("#seed-wrong").waitFor({ state: "detached" });
    assert.equal(await field.getAttribute("aria-invalid"), null);
  });
});

test("a link to a story that does not exist leads to those that do", async () => {
  await withPage({ query: "#story=moon-landing" }, async (page) => {
    await page.getByRole("heading", { name: "There is no story called “moon-landing” here" }).waitFor();
    await openStory(page, "The mole app");
  });
});
